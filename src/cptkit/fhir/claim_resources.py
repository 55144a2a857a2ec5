"""Claims of FHIR R4: Claim, ExplanationOfBenefit and Bundles of them, as plain dicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from cptkit.catalog.quantities import whole_units
from cptkit.errors import CptkitError, DataError, shown
from cptkit.fhir.codings import SYSTEMS
from cptkit.indicators import Setting
from cptkit.values.claim import Claim, ClaimLine, Payer

_KINDS = frozenset({"Claim", "ExplanationOfBenefit"})
_RENDERING = frozenset({"performing", "rendering", "primary", "principal"})
_ORDERING = frozenset({"ordering", "referring"})
Resource = Mapping[str, Any]


@attrs.frozen
class _Reading:
    """A resource on its way: providers seen so far, and what is not read."""

    resource: Resource
    kind: str
    known: dict[str, str]
    unread: list[tuple[str, str]]


def claims(resource: Resource, *, payer: Payer | None = None) -> tuple[Claim, ...]:
    """Read the claims of a Claim, an ExplanationOfBenefit or a Bundle (R4).

    Args:
        resource: The resource as a dict, as `json.loads` gives it.
        payer: Who pays; by default Medicare where the insurer is CMS, else another payer.

    Returns:
        The claims in their order; what is not read of one stands in its `unread`, as (path, reason).

    Raises:
        DataError: It is another resource or another release of FHIR, or `payer` is no `Payer`.

    Example:
        >>> claims({"resourceType": "Bundle"})
        ()
    """
    if payer is not None and not isinstance(payer, Payer):
        raise DataError((f"payer must be a cptkit.Payer or None, not {shown(payer)}",))
    known: dict[str, str] = {}
    return tuple(_claim(each, known, payer) for each in _resources(resource))


def _resources(resource: object) -> Iterator[Resource]:
    """Give the claims of a resource; those of Bundles within Bundles too, without recursion."""
    if _kind(resource) not in {*_KINDS, "Bundle"}:
        raise DataError(
            (
                "resourceType is none of Claim, ExplanationOfBenefit and Bundle (R4): give one of them",
            )
        )
    waiting = [resource]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping) and _kind(each) in _KINDS:
            yield each
        elif isinstance(each, Mapping) and _kind(each) == "Bundle":
            waiting += [entry.get("resource") for entry in reversed(_all(each, "entry"))]


def _kind(resource: object) -> str:
    kind = resource.get("resourceType") if isinstance(resource, Mapping) else None
    return kind if isinstance(kind, str) else ""


def _claim(resource: Resource, known: dict[str, str], payer: Payer | None) -> Claim:
    reading = _Reading(resource, _kind(resource), known, [])
    kinds = _codes(resource.get("type")) | _codes(resource.get("subType"))
    items = _all(resource, "item")
    if any("service" in item and "productOrService" not in item for item in items):
        raise DataError((f"{reading.kind}.item.service is of STU3: give R4 (productOrService)",))
    is_hospital = "institutional" in kinds
    if any("inpatient" in kind.lower() for kind in kinds):
        told = f"an inpatient claim: edits for outpatients do not cover its {len(items)} lines"
        reading.unread.append((f"{reading.kind}.subType", told))
        items = []
    elif not is_hospital and "professional" not in kinds:
        told = "neither professional nor institutional: its lines are not read"
        reading.unread.append((f"{reading.kind}.type", told))
        items = []
    lines = tuple(_line(place, item, reading) for place, item in enumerate(items))
    return Claim(
        tuple(line for line in lines if line is not None),
        Setting.OUTPATIENT_HOSPITAL if is_hospital else Setting.PROFESSIONAL,
        payer or _payer(resource),
        _provider(reading, _ORDERING, None),
        id=resource.get("id") if isinstance(resource.get("id"), str) else None,
        unread=tuple(dict.fromkeys(reading.unread)),
    )


def _line(place: int, item: Resource, reading: _Reading) -> ClaimLine | None:
    path = f"{reading.kind}.item[{place}]"
    if _all(item, "detail"):
        reading.unread.append((f"{path}.detail", "lines within a line are not read"))
    try:
        return _read(item, path, reading)
    except DataError as error:
        reading.unread.append((path, error.problems[0]))
    except CptkitError:
        reading.unread.append((path, "no code can be read"))
    return None


def _read(item: Resource, path: str, reading: _Reading) -> ClaimLine:
    code = _code(item)
    sequence = item.get("sequence")
    return ClaimLine(
        code,
        tuple(_modifiers(item)),
        date_of_service=_day(item, path, reading),
        units=_units(item, code),
        place_of_service=_place(item),
        charge=_charge(item),
        diagnoses=tuple(_diagnoses(item, path, reading)),
        provider=_provider(reading, _RENDERING, item),
        number=sequence if isinstance(sequence, int) and not isinstance(sequence, bool) else None,
    )


# --- parts of an item


def _all(resource: Resource, name: str) -> list[Resource]:
    held = resource.get(name)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []


def _part(resource: Resource, name: str) -> Resource:
    held = resource.get(name)
    return held if isinstance(held, Mapping) else {}


def _codes(concept: object) -> set[str]:
    codings = _all(concept, "coding") if isinstance(concept, Mapping) else []
    return {each["code"] for each in codings if isinstance(each.get("code"), str)}


def _code(item: Resource) -> str:
    for each in _all(_part(item, "productOrService"), "coding"):
        if each.get("system") in SYSTEMS and isinstance(each.get("code"), str):
            return str(each["code"])
    what = "a revenue line" if "revenue" in item else "no CPT or HCPCS code"
    raise DataError((f"productOrService holds no code of CPT or HCPCS: {what}",))


def _modifiers(item: Resource) -> Iterator[str]:
    for concept in _all(item, "modifier"):
        for each in _all(concept, "coding")[:1]:
            if isinstance(each.get("code"), str):
                yield each["code"]


def _day(item: Resource, path: str, reading: _Reading) -> dt.date:
    period = _part(item, "servicedPeriod") or (
        {} if "servicedDate" in item else _part(reading.resource, "billablePeriod")
    )
    start = item.get("servicedDate") or period.get("start")
    end = period.get("end", start)
    try:
        first = dt.date.fromisoformat(str(start)[:10])
    except ValueError:
        raise DataError(
            ("no date of service: servicedDate, servicedPeriod or billablePeriod",)
        ) from None
    if str(end)[:10] != str(start)[:10]:
        reading.unread.append((path, "a period of several days: only its first day is checked"))
    return first


def _units(item: Resource, code: str) -> int:
    quantity = _part(item, "quantity")
    if "value" not in quantity:
        return 1
    unit = quantity.get("code") or quantity.get("unit") or ""
    return whole_units(str(quantity["value"]), str(unit), code)


def _place(item: Resource) -> str | None:
    held = _part(item, "locationCodeableConcept") or _part(
        _part(item, "location"), "locationCodeableConcept"
    )
    return next(iter(sorted(_codes(held))), None)


def _charge(item: Resource) -> Decimal | None:
    value = _part(item, "net").get("value")
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else None


def _diagnoses(item: Resource, path: str, reading: _Reading) -> Iterator[str]:
    held = {
        each.get("sequence"): sorted(_codes(each.get("diagnosisCodeableConcept")))
        for each in _all(reading.resource, "diagnosis")
    }
    pointers = item.get("diagnosisSequence")
    if not isinstance(pointers, list):  # all count on an institutional claim, and one that is alone
        is_sure = len(held) == 1 or "institutional" in _codes(reading.resource.get("type"))
        pointers = [number for number, codes in held.items() if codes] if is_sure else []
    for pointer in pointers:
        codes = held.get(pointer) if isinstance(pointer, int) else None
        if codes:
            yield (
                codes[0]
                if "." in codes[0] or len(codes[0]) < 4
                else f"{codes[0][:3]}.{codes[0][3:]}"
            )
        else:
            told = "points at a diagnosis that is not there, and is left out"
            reading.unread.append((f"{path}.diagnosisSequence", told))


# --- who


def _provider(reading: _Reading, roles: frozenset[str], item: Resource | None) -> str | None:
    """Name who plays a role in the care team by an ordinal; for a line, else who bills."""
    wanted = item.get("careTeamSequence") if item is not None else None
    for each in _all(reading.resource, "careTeam"):
        fits = not isinstance(wanted, list) or each.get("sequence") in wanted
        if fits and _codes(each.get("role")) & roles:
            found = _ordinal(each.get("provider"), reading)
            if found is not None:
                return found
    return None if item is None else _ordinal(reading.resource.get("provider"), reading)


def _ordinal(reference: object, reading: _Reading) -> str | None:
    if not isinstance(reference, Mapping):
        return None
    who = _part(reference, "identifier").get("value") or reference.get("reference")
    if not isinstance(who, str):
        return None
    return reading.known.setdefault(who, f"provider-{len(reading.known) + 1}")


def _payer(resource: Resource) -> Payer:
    is_cms = _part(_part(resource, "insurer"), "identifier").get("value") == "CMS"
    return Payer.MEDICARE if is_cms else Payer.OTHER
