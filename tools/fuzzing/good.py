"""Good values for every argument of the public entries, by the argument's name, and values whose methods are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import cptkit
from cptkit import Claim, ClaimLine, Setting

Good = tuple[Any, ...]

DAY = dt.date(2026, 3, 2)
LINE = ClaimLine(
    "71260",
    ("26",),
    date_of_service=DAY,
    place_of_service="11",
    diagnoses=("R91.1",),
    charge="250.00",
)
OTHER = ClaimLine("77002", date_of_service=DAY, provider="A")
CLAIM = Claim((LINE, OTHER))
REPORT = cptkit.check_claim(CLAIM)
PRICE = cptkit.payment.price(LINE)
DENIAL = cptkit.Denial(code="71260", modifiers=("26",), on=DAY, carc="236", group="CO")
POLICY = cptkit.PayerPolicy("Plan A")
CODE = cptkit.lookup("71260")
CLAIM_RESOURCE: dict[str, Any] = {
    "resourceType": "Claim",
    "use": "claim",
    "item": [{"sequence": 1, "productOrService": {"coding": [cptkit.fhir.coding("71260")]}}],
}
GOOD: Mapping[str, Good] = {
    "code": ("71260", "77002", "77427", CODE),
    "first": ("71250", "71045"),
    "second": ("71260", "77002"),
    "last": ("71275",),
    "add_on": ("77002", "70472"),
    "codes": (("71250", "71260"), "71250-71260"),
    "text": ("71260-26", "71045-71048", '{"code": "71260"}'),
    "on": (DAY,),
    "effective": (None, DAY),
    "through": (None, DAY),
    "catalog": (cptkit.packaged,),
    "setting": tuple(Setting),
    "payer": tuple(cptkit.Payer),
    "claim": (CLAIM,),
    "lines": ((LINE, OTHER),),
    "line": (LINE,),
    "modifier": ("26", "TC", ""),
    "modifiers": ((), ("26",)),
    "record": ({}, {"contrast.agent": "iohexol"}),
    "policy": (None, POLICY),
    "denial": (DENIAL,),
    "price": (PRICE,),
    "report": (REPORT,),
    "request": (CLAIM_RESOURCE,),
    "created": (DAY,),
    "resource": (CLAIM_RESOURCE,),
    "expression": ("71260-26",),
    "given": (cptkit.fhir.coding("71260"),),
    "value": (CODE, LINE, REPORT, PRICE, cptkit.Outcome.FAIL),
    "kind": (ClaimLine, cptkit.CodeExpression, cptkit.ClaimReport, tuple[cptkit.Finding, ...]),
    "fhir.code_system.edition": (cptkit.edition(DAY),),
    "fhir.value_set.selection": ("71250-71260", "radiology.diagnostic.chest"),
    "fhir.validate_code.value_set": (None, "71250-71260"),
    "heading_id": ("radiology.diagnostic.chest",),
    "limit": (1, 5),
    "name": ("contrast.agent", "Plan A", "x.csv"),
    "meaning": ("an exact duplicate",),
    "procedure": ("a biopsy",),
    "guidance": (("77002",),),
    "basis": tuple(cptkit.GuidanceBasis),
    "citation": ("invented",),
    "certainty": (cptkit.Certainty.H,),
    "document": ("NCD 1",),
    "stance": (cptkit.CoverageStance.COVERED,),
    "publisher": ("CMS",),
    "charge": (None, "12.50"),
    "units": (1, 2),
    "diagnosis": ("R91.1",),
    "performed": (cptkit.Contrast.WITH,),
    "routes": (("intravenous",), ()),
    "source": ("a,b\n1,2\n", ["a", "b"]),
    "sources": ("a,b\n1,2\n",),
    "files": ({"article.csv": "a,b\n1,2\n"},),
    "column": ("26,LT",),
    "index": (0,),
    "place_of_service": ("11",),
    "date_of_service": (DAY,),
    "deductible": (Decimal("10.00"),),
    "state": (None, "OH"),
    "locality": (None, "01112-05"),
    "rules": ((),),
    "category": (cptkit.Category.I,),
    "id": ("chest.request",),
    "applies": (cptkit.CodeSelection("71260"),),
    "path": (("Radiology",),),
    "badges": ((),),
    "sections": ((),),
    "Guide.code": (CODE,),
    "DenialReason.kind": tuple(cptkit.ReasonKind),
    "before": (cptkit.edition(DAY), cptkit.packaged),
    "after": (cptkit.packaged, cptkit.edition(DAY)),
    "table": (cptkit.TableKind.MUE,),
}
"""Arguments that are not here are left at their default, or are hostile; where a name means two things, the entry's
stands before it."""


def values_for(entry: str, argument: str) -> Good:
    """Give good values for an argument of an entry; () where none are known."""
    return GOOD.get(f"{entry}.{argument}", GOOD.get(argument, ()))


INSTANCES: Mapping[str, tuple[object, ...]] = {
    "packaged": (cptkit.packaged,),
    "Edition": (cptkit.edition(DAY),),
    "ClaimLine": (LINE,),
    "ClaimPrice": (cptkit.payment.price_claim(CLAIM),),
    "ClaimReport": (REPORT,),
    "Code": (CODE,),
    "CodeSelection": (cptkit.CodeSelection("71250-71260"),),
    "ContrastFamily": (cptkit.contrast.families()[0],),
    "Guide": (cptkit.guide("71260"),),
    "IncludedGuidance": cptkit.guidance.role("77002").included_in[:1],
    "PayerPolicy": (POLICY,),
    "RangeIndex": (cptkit.RangeIndex([("71250", "71260", "x")]),),
    "Record": (cptkit.Record({"contrast.agent": "iohexol"}),),
}
