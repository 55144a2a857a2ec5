"""The lines of a claim of R4."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import attrs

from cptkit.catalog.lookups import parse
from cptkit.catalog.quantities import whole_units
from cptkit.errors import CptkitError, DataError
from cptkit.fhir.care_team import CareTeam, rendering
from cptkit.fhir.codings import SYSTEMS
from cptkit.fhir.concepts import codes, codings, is_said, listed, one_code, part, text_of
from cptkit.fhir.diagnoses import Diagnoses, pointed
from cptkit.fhir.elements import Resource, is_number, is_whole, misread
from cptkit.fhir.reading import ClaimReading
from cptkit.values.claim import ClaimLine

_PLACES = frozenset(
    {
        "https://www.cms.gov/Medicare/Coding/place-of-service-codes",
        "http://www.cms.gov/Medicare/Coding/place-of-service-codes",
        "https://bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd",
        "http://terminology.hl7.org/CodeSystem/ex-serviceplace",
    }
)
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
_NO_DAY = "no date of service: servicedDate, servicedPeriod or billablePeriod"


@attrs.frozen
class OfClaim:
    """What a line takes from its claim.

    Attributes:
        reading: The claim.
        diagnoses: Its diagnoses.
        team: Its care team.
    """

    reading: ClaimReading
    diagnoses: Diagnoses
    team: CareTeam


def line(place: int, item: Resource, claim: OfClaim) -> ClaimLine | None:
    """Read a line; what is not read of it is noted, and None stands for a line that is not read."""
    path = f"item[{place}]"
    reading = claim.reading
    notes = list(misread("item", item, f"{reading.kind}.{path}"))
    reading.unread.extend((each.path, each.reason) for each in notes)
    if any(each.decides for each in notes):
        return None
    try:
        return _read(item, path, claim)
    except DataError as error:
        reading.note(path, error.problems[0])
    except CptkitError:
        reading.note(path, "no code can be read")
    return None


def _read(item: Resource, path: str, claim: OfClaim) -> ClaimLine:
    reading = claim.reading
    code, modifiers = _billed(item)
    sequence = item.get("sequence")
    return ClaimLine(
        code,
        modifiers,
        date_of_service=_day(item, path, reading),
        units=_units(item, code),
        place_of_service=_place(item, path, reading),
        charge=_charge(item, path, reading),
        diagnoses=pointed(item, path, claim.diagnoses, reading),
        provider=rendering(claim.team, item, path, reading),
        number=sequence if is_whole(sequence) else None,
    )


# --- what is billed


def _billed(item: Resource) -> tuple[str, tuple[str, ...]]:
    concept = part(item, "productOrService")
    found = list(dict.fromkeys(code for system, code in codings(concept) if system in SYSTEMS))
    if len(found) > 1:
        raise DataError(("productOrService has several codes that differ: a line bills one",))
    if not found:
        what = "a revenue line" if "revenue" in item else "no CPT or HCPCS code"
        raise DataError((f"productOrService holds no code of CPT or HCPCS: {what}",))
    beside = tuple(_modifiers(item))
    if ":" not in found[0]:
        return found[0], beside
    whole = parse(found[0])  # CPT's own syntax, as `coding` writes it
    if beside and beside != whole.modifiers:
        raise DataError(("modifiers stand behind the code and beside it, and differ",))
    return whole.code, whole.modifiers


def _modifiers(item: Resource) -> list[str]:
    found = [
        one_code(concept, SYSTEMS, f"modifier[{place}]")
        for place, concept in listed(item, "modifier")
    ]
    return [each.upper() for each in found if each]


def _units(item: Resource, code: str) -> int:
    if item.get("quantity") is None:
        return 1
    quantity = part(item, "quantity")
    value = quantity.get("value")
    if not is_number(value):
        raise DataError(("quantity holds no value",))
    unit = text_of(quantity, "code") or text_of(quantity, "unit")
    return whole_units(f"{Decimal(str(value)):f}", unit, code)


# --- when, where, and for how much


def _day(item: Resource, path: str, reading: ClaimReading) -> dt.date:
    day = text_of(item, "servicedDate")
    period = part(item, "servicedPeriod")
    if day:
        if period and {text_of(period, "start")[:10], text_of(period, "end")[:10]} - {"", day[:10]}:
            reading.note(
                f"{path}.servicedPeriod", "stands beside servicedDate, which alone is read"
            )
        return _date(day)
    period = period or part(reading.resource, "billablePeriod")
    first = _date(text_of(period, "start"))
    if text_of(period, "end") and _date(text_of(period, "end")) != first:
        reading.note(path, "a period of several days: only its first day is checked")
    return first


def _date(text: str) -> dt.date:
    found = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1] if found is not None else "")
    except ValueError:
        raise DataError((_NO_DAY,)) from None


def _place(item: Resource, path: str, reading: ClaimReading) -> str | None:
    concepts = [part(item, "locationCodeableConcept")]
    concepts.append(part(part(item, "location"), "locationCodeableConcept"))
    concept = next(filter(None, concepts), {})
    found = codes(concept, _PLACES)
    if len(found) == 1:
        return found[0]
    if found or is_said(concept):
        reading.note(f"{path}.locationCodeableConcept", "holds no single code, and is left out")
    return None


def _charge(item: Resource, path: str, reading: ClaimReading) -> Decimal | None:
    net = part(item, "net")
    if text_of(net, "currency") not in {"", "USD"}:
        reading.note(f"{path}.net", "is of another currency than USD, and is left out")
        return None
    value = net.get("value")
    return Decimal(str(value)) if is_number(value) else None
