"""Claims of FHIR R4: Claim, ExplanationOfBenefit and Bundles of them, as plain dicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from cptkit.errors import DataError, shown
from cptkit.fhir.bundles import ClaimResource, claim_resources
from cptkit.fhir.care_team import care_team, ordering
from cptkit.fhir.claim_items import OfClaim, line
from cptkit.fhir.concepts import codes, listed, part
from cptkit.fhir.diagnoses import diagnoses
from cptkit.fhir.elements import Resource, misread
from cptkit.fhir.payers import payer_of
from cptkit.fhir.reading import ClaimReading
from cptkit.indicators import Setting
from cptkit.values.bill_type import is_outpatient_bill
from cptkit.values.claim import Claim, Payer

_USES = ("claim", "preauthorization", "predetermination")


@attrs.frozen(eq=False)
class ReadClaim:
    """A claim, and which item of its resource each of its lines is.

    Attributes:
        claim: The claim.
        kind: Claim or ExplanationOfBenefit.
        use: What the claim is for, as R4 has it: claim, preauthorization or predetermination.
        items: The place of each line's item in the resource.
    """

    claim: Claim
    kind: str
    use: str
    items: tuple[int, ...]


def claims(resource: Resource, *, payer: Payer | None = None) -> tuple[Claim, ...]:
    """Read the claims of a Claim, an ExplanationOfBenefit or a Bundle (R4).

    Args:
        resource: The resource as a dict, as `json.loads` gives it.
        payer: Who pays; by default Medicare where coverage, insurer or the type of the claim say so, else another
            payer.

    Returns:
        The claims in their order; what is not read of one stands in its `unread`, as (path, reason).

    Raises:
        DataError: It is another resource or another release of FHIR, or `payer` is no `Payer`.

    Example:
        >>> claims({"resourceType": "Bundle"})
        ()
    """
    return tuple(each.claim for each in read_claims(resource, payer))


def read_claims(resource: object, payer: Payer | None = None) -> Iterator[ReadClaim]:
    """Read the claims of a resource, each with the places of its lines.

    Raises:
        DataError: As `claims`.
    """
    if payer is not None and not isinstance(payer, Payer):
        raise DataError((f"payer must be a cptkit.Payer or None, not {shown(payer)}",))
    known: dict[str, str] = {}
    for place, held in enumerate(claim_resources(resource)):
        yield _claim(held, ClaimReading(held.resource, held.kind, held.others, place, known), payer)


def _claim(held: ClaimResource, reading: ClaimReading, payer: Payer | None) -> ReadClaim:
    resource = held.resource
    rest = {name: value for name, value in resource.items() if name != "item"}
    notes = misread("claim", rest, held.kind)
    reading.unread.extend((each.path, each.reason) for each in notes)
    _stated(reading)
    items = _items(reading)
    is_hospital = "institutional" in codes(part(resource, "type"))
    of_claim = OfClaim(reading, diagnoses(reading), care_team(reading))
    read = [(place, line(place, item, of_claim)) for place, item in items]
    lines = [(place, each) for place, each in read if each is not None]
    who_pays = payer or payer_of(reading)
    name = resource.get("id")
    claim = Claim(
        tuple(each for _, each in lines),
        Setting.OUTPATIENT_HOSPITAL if is_hospital else Setting.PROFESSIONAL,
        who_pays,
        ordering(of_claim.team, reading),
        id=name if isinstance(name, str) else None,
        unread=tuple(dict.fromkeys(reading.unread)),
    )
    use = resource.get("use")
    return ReadClaim(
        claim, held.kind, use if use in _USES else "claim", tuple(place for place, _ in lines)
    )


def _stated(reading: ClaimReading) -> None:
    """Note a claim that is none, or none any more."""
    if reading.resource.get("use") not in (None, "claim"):
        told = "no claim but a question ahead of one, or none that R4 has: checked as if it were billed"
        reading.note("use", told)
    if reading.resource.get("status") not in (None, "active"):
        reading.note("status", "not active: cancelled, a draft, or entered in error")


def _items(reading: ClaimReading) -> list[tuple[int, Resource]]:
    """Give the lines that can be judged, with their places; what else there is, is noted."""
    held = reading.resource.get("item")
    if held is not None and not isinstance(held, list):
        reading.note("item", "is no list: no line is read")
    items = listed(reading.resource, "item")
    if any("service" in item and "productOrService" not in item for _, item in items):
        raise DataError((f"{reading.kind}.item.service is of STU3: give R4 (productOrService)",))
    for place, each in enumerate(held if isinstance(held, list) else ()):
        if not isinstance(each, Mapping):
            reading.note(f"item[{place}]", "is no object")
    return [] if _is_no_outpatient(reading, len(items)) else items


def _is_no_outpatient(reading: ClaimReading, count: int) -> bool:
    """Tell whether a claim is of another form than the two whose rules are known, and note it."""
    kinds, sub = codes(part(reading.resource, "type")), codes(part(reading.resource, "subType"))
    inpatient = f"an inpatient claim: edits for outpatients do not cover its {count} lines"
    forms = [each for each in ("professional", "institutional") if each in kinds]
    if any("inpatient" in kind.lower() for kind in (*kinds, *sub)):
        reading.note("subType", inpatient)
    elif len(forms) > 1:
        reading.note("type", "both professional and institutional: its lines are not read")
    elif not forms:
        reading.note("type", "neither professional nor institutional: its lines are not read")
    elif forms == ["institutional"] and not all(map(is_outpatient_bill, _bill_types(reading))):
        reading.note("supportingInfo", inpatient)
    else:
        return False
    return True


def _bill_types(reading: ClaimReading) -> list[str]:
    """Give facility and care of each type of bill that stands there whole, as NUBC writes it."""
    held = [
        code.removeprefix("0")[:2]
        for _, each in listed(reading.resource, "supportingInfo")
        if "typeofbill" in codes(part(each, "category"))
        for code in codes(part(each, "code"))
    ]
    return [each for each in held if len(each) == 2 and each.isdigit()]
