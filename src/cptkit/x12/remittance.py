"""Denials of an 835: what was not paid as billed, of service lines and of claims as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import attrs

from cptkit.denials.reason_codes import is_adjustment
from cptkit.errors import DataError
from cptkit.values.denial import Denial
from cptkit.x12.elements import Unread, amount, control, days, first
from cptkit.x12.envelope import Segment, Source, TransactionSet, transaction_sets
from cptkit.x12.service_lines import procedure

_REVERSAL = "22"
_OUTPATIENT_REMARKS, _INPATIENT_REMARKS = range(3, 8), (5, *range(20, 24))


def denials(source: Source) -> tuple[Denial, ...]:
    """Read what an 835 did not pay as billed: one value for each amount and reason (CAS).

    Args:
        source: Text, bytes, or lines of either: whole interchanges, several transaction sets, any separators.

    Returns:
        The denials in their order, those of a claim as a whole before those of its lines. Contract write-offs and
        patients' shares are among them, marked by `is_adjustment`. Adjustments of the provider's account (PLB)
        are of no claim and are not read.

    Raises:
        DataError: The envelope is broken, or a transaction set is no 835.

    Example:
        >>> from cptkit import x12
        >>> try:
        ...     x12.denials("")
        ... except DataError as error:
        ...     print(error)
        the source is empty: an interchange begins with its ISA segment
    """
    sets = transaction_sets(source)
    for each in sets:
        _check(each)
    return tuple(
        denial for each in sets for loop in _claim_loops(each) for denial in _of_claim(loop, each)
    )


def _check(transaction_set: TransactionSet) -> None:
    head = transaction_set.head
    if head.at(1) == "837":
        raise DataError((f"{head.named()} opens an 837: give it to cptkit.x12.claims",))
    if head.at(1) != "835":
        raise DataError((f"{head.named(1)} names another transaction than 835: give remittances",))


@attrs.define(eq=False)
class _Loop:
    """A claim of a remittance (2100), and its service lines (2110)."""

    claim: list[Segment]
    lines: list[list[Segment]] = attrs.Factory(list)


def _claim_loops(transaction_set: TransactionSet) -> Iterator[_Loop]:
    loop: _Loop | None = None
    target: list[Segment] = []
    for each in transaction_set.segments:
        if each.tag in {"LX", "CLP", "PLB"} and loop is not None:
            yield loop
            loop = None
        if each.tag == "CLP":
            target = []
            loop = _Loop(target)
        elif each.tag == "SVC" and loop is not None:
            target = []
            loop.lines.append(target)
        target.append(each)
    if loop is not None:
        yield loop


def _of_claim(loop: _Loop, transaction_set: TransactionSet) -> Iterator[Denial]:
    head = loop.claim[0]
    unread = Unread(transaction_set.notes)
    whole = Denial(
        claim=head.at(1) or None,
        on=_day(loop.claim, ("232", "233"), unread),
        charge=_amount(head, 3, unread),
        paid=_amount(head, 4, unread),
        rarcs=_remarks(loop.claim),
    )
    is_reversal = head.at(2) == _REVERSAL
    yield from _adjusted(whole, loop.claim, unread, is_reversal=is_reversal)
    for segments in loop.lines:
        noted = Unread(transaction_set.notes)
        line = _of_line(whole, segments, noted)
        yield from _adjusted(line, segments, noted, is_reversal=is_reversal)


def _of_line(whole: Denial, segments: list[Segment], unread: Unread) -> Denial:
    service = segments[0]
    try:
        code, modifiers = procedure(service.parts(1))
    except DataError as error:
        unread.at(service.named(1), error.problems[0])
        code, modifiers = None, ()
    told = first(segments, "REF", "6R")
    number = "" if told is None else told.at(2)
    return Denial(
        claim=whole.claim,
        number=int(number) if number in _NUMBERS else None,
        code=code,
        modifiers=modifiers,
        on=_day(segments, ("472", "150"), unread) or whole.on,
        charge=_amount(service, 2, unread),
        paid=_amount(service, 3, unread),
        rarcs=tuple(each.at(2) for each in segments if each.tag == "LQ" and each.at(1) == "HE"),
        claim_rarcs=whole.rarcs,
        is_line=True,
        control=control(segments),
    )


_NUMBERS = frozenset(map(str, range(1, 1000)))
"""What can be LX01: a payer gives it back where the claim had no control number of the line."""


def _adjusted(
    about: Denial, segments: list[Segment], unread: Unread, *, is_reversal: bool
) -> Iterator[Denial]:
    """Give one denial for each reason of the CAS segments."""
    found = []
    for each in segments:
        for place in range(2, len(each.elements), 3) if each.tag == "CAS" else ():
            carc = each.at(place)
            if carc:
                found.append((each.at(1), carc, _amount(each, place + 1, unread)))
    for group, carc, value in found:
        yield attrs.evolve(
            about,
            group=group,
            carc=carc,
            amount=value,
            is_adjustment=is_reversal or is_adjustment(group, carc),
            unread=tuple(dict.fromkeys(unread.parts)),
        )


def _amount(segment: Segment, place: int, unread: Unread) -> Decimal | None:
    text = segment.at(place)
    try:
        return amount(text) if text else None
    except DataError as error:
        unread.at(segment.named(place), error.problems[0])
        return None


def _day(segments: list[Segment], qualifiers: tuple[str, ...], unread: Unread) -> dt.date | None:
    """Give the day of the first qualifier that stands there."""
    for qualifier in qualifiers:
        told = first(segments, "DTM", qualifier)
        if told is not None:
            try:
                return days("", told.at(2))[0]
            except DataError as error:
                unread.at(told.named(2), error.problems[0])
    return None


def _remarks(segments: list[Segment]) -> tuple[str, ...]:
    """Give the remark codes of a claim: MOA of outpatient and professional claims, MIA of inpatient ones."""
    moa, mia = first(segments, "MOA"), first(segments, "MIA")
    found = [moa.at(place) for place in _OUTPATIENT_REMARKS] if moa is not None else []
    found += [mia.at(place) for place in _INPATIENT_REMARKS] if mia is not None else []
    return tuple(dict.fromkeys(filter(None, found)))
