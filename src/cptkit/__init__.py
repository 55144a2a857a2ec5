"""CPT codes, radiology above all: what a code is, what fits it, what it must document, what it pays, what denies it.

Importing this package opens no file: each name loads its module, and each table its file, on first use.
"""

from __future__ import annotations

from cptkit._version import __version__

TYPE_CHECKING = False  # type checkers know the name; importing typing would cost more than the rest of this module

if TYPE_CHECKING:
    from typing import Any

    from cptkit import (
        ama,
        bundling,
        cms,
        contrast,
        documentation,
        errors,
        guidance,
        indicators,
        modifiers,
        payment,
    )
    from cptkit.book import CodeRange, Heading
    from cptkit.catalog import Catalog, Edition, packaged
    from cptkit.checking import check_claim
    from cptkit.claims import (
        Claim,
        ClaimLine,
        ClaimReport,
        Finding,
        Outcome,
        Payer,
        Record,
        Severity,
    )
    from cptkit.codes import Category, Certainty, Code, Supply, SupplyKind, sort_key
    from cptkit.consistency import problems
    from cptkit.errors import (
        CptkitError,
        DataError,
        InvalidCodeError,
        InvalidModifierError,
        InvalidRecordError,
        NoDataError,
        UnknownCodeError,
        UnknownEditionError,
        UnknownModifierError,
    )
    from cptkit.expressions import CodeExpression, CodeStatus, HouseCode
    from cptkit.families import ContrastFamily, RelatedCode
    from cptkit.getting import get
    from cptkit.guidance_values import GuidanceRole, IncludedGuidance
    from cptkit.guide_values import Guide
    from cptkit.guides import guide
    from cptkit.holdings import Coverage, CoverageState
    from cptkit.imaging import (
        Contrast,
        Extent,
        ImagingProfile,
        Laterality,
        Modality,
        Population,
        Region,
        Role,
        Technique,
        Views,
    )
    from cptkit.indicators import Setting
    from cptkit.loading import from_json, to_json
    from cptkit.looking import between, edition, headings, lookup, parse, select, status, under
    from cptkit.modifier_values import Modifier, ModifierUse
    from cptkit.policies import (
        BilateralBilling,
        CodeSelection,
        DistinctBilling,
        PayerPolicy,
        PolicyRequirement,
    )
    from cptkit.prices import (
        ClaimPrice,
        Contract,
        Price,
        PriceStep,
        PriceUnit,
        Rvus,
        Settlement,
        Unpriced,
    )
    from cptkit.ranges import RangeIndex
    from cptkit.requirements import (
        DocumentationRequirement,
        Evidence,
        EvidenceKind,
        Gap,
        GapKind,
        RequirementLevel,
        RequirementRule,
    )
    from cptkit.suggesting import suggest
    from cptkit.suggestions import Suggestion
    from cptkit.tables import (
        AddOnEdit,
        Descriptor,
        FeeScheduleRow,
        Locality,
        Mue,
        OppsCapAmount,
        OppsStatusRow,
        PtpEdit,
        Source,
        Table,
        TableKind,
    )

_SUBMODULES = frozenset(
    {
        "ama",
        "bundling",
        "cms",
        "contrast",
        "documentation",
        "errors",
        "guidance",
        "indicators",
        "modifiers",
        "payment",
    }
)
_HOMES = {
    "book": "CodeRange Heading",
    "catalog": "Catalog Edition packaged",
    "checking": "check_claim",
    "claims": "Claim ClaimLine ClaimReport Finding Outcome Payer Record Severity",
    "codes": "Category Certainty Code Supply SupplyKind sort_key",
    "errors": (
        "CptkitError DataError InvalidCodeError InvalidModifierError InvalidRecordError NoDataError UnknownCodeError "
        "UnknownEditionError UnknownModifierError"
    ),
    "expressions": "CodeExpression CodeStatus HouseCode",
    "families": "ContrastFamily RelatedCode",
    "getting": "get",
    "guidance_values": "GuidanceRole IncludedGuidance",
    "guide_values": "Guide",
    "guides": "guide",
    "imaging": "Contrast Extent ImagingProfile Laterality Modality Population Region Role Technique Views",
    "holdings": "Coverage CoverageState",
    "indicators": "Setting",
    "loading": "from_json to_json",
    "looking": "between edition headings lookup parse select status under",
    "consistency": "problems",
    "modifier_values": "Modifier ModifierUse",
    "policies": "BilateralBilling CodeSelection DistinctBilling PayerPolicy PolicyRequirement",
    "prices": "ClaimPrice Contract Price PriceStep PriceUnit Rvus Settlement Unpriced",
    "ranges": "RangeIndex",
    "requirements": "DocumentationRequirement Evidence EvidenceKind Gap GapKind RequirementLevel RequirementRule",
    "suggesting": "suggest",
    "suggestions": "Suggestion",
    "tables": "AddOnEdit Descriptor FeeScheduleRow Locality Mue OppsCapAmount OppsStatusRow PtpEdit Source Table TableKind",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "AddOnEdit",
    "BilateralBilling",
    "Catalog",
    "Category",
    "Certainty",
    "Claim",
    "ClaimLine",
    "ClaimPrice",
    "ClaimReport",
    "Code",
    "CodeExpression",
    "CodeRange",
    "CodeSelection",
    "CodeStatus",
    "Contract",
    "Contrast",
    "ContrastFamily",
    "Coverage",
    "CoverageState",
    "CptkitError",
    "DataError",
    "Descriptor",
    "DistinctBilling",
    "DocumentationRequirement",
    "Edition",
    "Evidence",
    "EvidenceKind",
    "Extent",
    "FeeScheduleRow",
    "Finding",
    "Gap",
    "GapKind",
    "GuidanceRole",
    "Guide",
    "Heading",
    "HouseCode",
    "ImagingProfile",
    "IncludedGuidance",
    "InvalidCodeError",
    "InvalidModifierError",
    "InvalidRecordError",
    "Laterality",
    "Locality",
    "Modality",
    "Modifier",
    "ModifierUse",
    "Mue",
    "NoDataError",
    "OppsCapAmount",
    "OppsStatusRow",
    "Outcome",
    "Payer",
    "PayerPolicy",
    "PolicyRequirement",
    "Population",
    "Price",
    "PriceStep",
    "PriceUnit",
    "PtpEdit",
    "RangeIndex",
    "Record",
    "Region",
    "RelatedCode",
    "RequirementLevel",
    "RequirementRule",
    "Role",
    "Rvus",
    "Setting",
    "Settlement",
    "Severity",
    "Source",
    "Suggestion",
    "Supply",
    "SupplyKind",
    "Table",
    "TableKind",
    "Technique",
    "UnknownCodeError",
    "UnknownEditionError",
    "UnknownModifierError",
    "Unpriced",
    "Views",
    "__version__",
    "ama",
    "between",
    "bundling",
    "check_claim",
    "cms",
    "contrast",
    "documentation",
    "edition",
    "errors",
    "from_json",
    "get",
    "guidance",
    "guide",
    "headings",
    "indicators",
    "lookup",
    "modifiers",
    "packaged",
    "parse",
    "payment",
    "problems",
    "select",
    "sort_key",
    "status",
    "suggest",
    "to_json",
    "under",
]


if not TYPE_CHECKING:  # pragma: no branch - to a type checker a module with __getattr__ has every name, misspelled ones too

    def __getattr__(name: str) -> Any:
        from importlib import import_module  # noqa: PLC0415 - importing the package imports nothing else

        if name in _SUBMODULES:
            return import_module(f"cptkit.{name}")
        home = _HOME_OF.get(name)
        if home is None:
            raise AttributeError(f"module 'cptkit' has no attribute {name!r}")
        value = getattr(import_module(f"cptkit.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
