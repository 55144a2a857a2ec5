"""Service lines of an 837: SV1 of professional claims, SV2 of institutional ones."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import attrs

from cptkit.catalog.quantities import whole_units
from cptkit.errors import CptkitError, DataError
from cptkit.values.claim import ClaimLine
from cptkit.x12.elements import Providers, Unread, amount, control, days, first, provider
from cptkit.x12.envelope import Segment

_OTHER_SEPARATOR = re.compile(r"HC[^A-Za-z0-9 ]")
_OTHER_CODES = {
    "": "no procedure code: a revenue line",
    "AD": "a dental procedure code",
    "ER": "a jurisdiction's own code",
    "HP": "a HIPPS rate code",
    "IV": "a home infusion code",
    "WK": "an alternative billing concept code",
    "N4": "a national drug code",
}


@attrs.frozen
class Form:
    """Where a claim form's service segment has its elements.

    Attributes:
        tag: The segment.
        procedure: The composite of code and modifiers.
        charge: The charge.
        unit: The unit of measure; the quantity follows it.
        place: The place of service; None where the form has none.
        pointers: The pointers to diagnoses; None where all of the claim count.
    """

    tag: str
    procedure: int
    charge: int
    unit: int
    place: int | None
    pointers: int | None


PROFESSIONAL = Form("SV1", 1, 2, 3, 5, 7)
INSTITUTIONAL = Form("SV2", 2, 3, 4, None, None)


@attrs.frozen
class OfClaim:
    """What a line takes from its claim where it says nothing itself.

    Attributes:
        form: The claim form.
        diagnoses: The claim's diagnoses; blank where one could not be read.
        day: The DTP segment of the claim's days, or None.
        place_of_service: The claim's place of service, or None.
        provider: Who rendered the services of the claim, as an opaque id, or None.
    """

    form: Form
    diagnoses: tuple[str, ...]
    day: Segment | None
    place_of_service: str | None
    provider: str | None


def service_line(
    segments: list[Segment], claim: OfClaim, known: Providers, unread: Unread
) -> ClaimLine | None:
    """Read a service line; what cannot be read of it is noted, and None stands for a line that is not read.

    Args:
        segments: The line's segments, LX first.
        claim: What it takes from its claim.
        known: The providers of the source.
        unread: Where what is not read is noted.

    Returns:
        The line, or None.
    """
    number = _number(segments[0])
    here = segments[0].named() if number is None else f"LX {number}"
    services = [each for each in segments if each.tag == claim.form.tag]
    if len(services) != 1:
        unread.at(here, f"{len(services)} {claim.form.tag} segments where one must stand")
        return None
    place = f"{here} {services[0].named()}"
    try:
        return _line(segments, services[0], claim, known, number, _Notes(place, unread))
    except CptkitError as error:
        reason = error.problems[0] if isinstance(error, DataError) else "no code can be read"
        unread.at(place, reason)
        return None


@attrs.frozen
class _Notes:
    """Notes on one line, which is read all the same."""

    place: str
    unread: Unread

    def at(self, reason: str) -> None:
        self.unread.at(self.place, reason)


def _line(  # noqa: PLR0913, PLR0917 - a line has that many sides
    segments: list[Segment],
    service: Segment,
    claim: OfClaim,
    known: Providers,
    number: int | None,
    notes: _Notes,
) -> ClaimLine:
    form = claim.form
    code, modifiers = procedure(service.parts(form.procedure))
    on = _day(segments, claim, notes)
    place = service.at(form.place) if form.place is not None else ""
    return ClaimLine(
        code,
        modifiers,
        date_of_service=on,
        units=whole_units(service.at(form.unit + 1), service.at(form.unit), code),
        place_of_service=place or claim.place_of_service,
        charge=_charge(service.at(form.charge), notes),
        diagnoses=_pointed(service, claim, notes),
        provider=(provider(known, segments, "82") if form.pointers else None) or claim.provider,
        number=number,
        control=control(segments),
    )


def _number(line: Segment) -> int | None:
    text = line.at(1)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def procedure(parts: list[str]) -> tuple[str, tuple[str, ...]]:
    """Read a composite of qualifier, code, modifiers, text and last code of a range.

    Raises:
        DataError: It holds no CPT or HCPCS code, or a range of codes.

    Example:
        >>> procedure(["HC", "71260", "26", "", "", "", "some text"])
        ('71260', ('26',))
    """
    if len(parts) == 1 and _OTHER_SEPARATOR.match(parts[0]):
        parts = parts[0].split(parts[0][2])  # the sender's own separator, not the one of ISA
    qualifier, code, *more = [*parts, ""]
    if qualifier != "HC" or not code:
        other = _OTHER_CODES.get("" if qualifier == "HC" else qualifier, "a code of another list")
        raise DataError((f"holds {other}, not a CPT or HCPCS code (HC)",))
    if len(more) > 5 and more[5]:
        raise DataError(("holds a range of codes: a line bills one",))
    return code, tuple(modifier for modifier in more[:4] if modifier)


def _day(segments: list[Segment], claim: OfClaim, notes: _Notes) -> dt.date:
    own = first(segments, "DTP", "472")
    told = own or claim.day
    if told is None:
        raise DataError(("no date of service, on the line (DTP*472) or on the claim",))
    try:
        start, end = days(told.at(2), told.at(3))
    except DataError as error:
        raise DataError((f"{told.named(3)} {error.problems[0]}",)) from None
    if start != end:
        notes.at("a period of several days: only its first day is checked")
    return start


def _charge(text: str, notes: _Notes) -> Decimal | None:
    try:
        return amount(text) if text else None
    except DataError:
        notes.at("the charge is no amount, and is left out")
        return None


def _pointed(service: Segment, claim: OfClaim, notes: _Notes) -> tuple[str, ...]:
    if claim.form.pointers is None:
        return tuple(filter(None, claim.diagnoses))
    found = []
    for pointer in filter(None, service.parts(claim.form.pointers)):
        place = int(pointer) if pointer in _POINTERS else 0
        if 1 <= place <= len(claim.diagnoses) and claim.diagnoses[place - 1]:
            found.append(claim.diagnoses[place - 1])
        else:
            notes.at("a pointer to a diagnosis that HI does not hold, and is left out")
    return tuple(found)


_POINTERS = frozenset(map(str, range(1, 13)))
