"""Elements of X12 segments as values: days, amounts, who somebody is, and what was not read."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from cptkit.errors import DataError
from cptkit.x12.envelope import Segment

Providers = dict[tuple[str, ...], str]
"""Opaque ids by what identifies a provider, for one source."""

_AMOUNT = re.compile(r"[+-]?(\d{1,15}(\.\d{0,6})?|\.\d{1,6})", re.ASCII)
_LONGEST = len("CCYYMMDD-CCYYMMDD")
_NO_DAY = "is no day of the form CCYYMMDD"
_DAYS = re.compile(r"(\d{8})(?:-(\d{8}))?", re.ASCII)


class Unread:
    """What was not read so far, each part with its place and the reason, never with its values.

    Example:
        >>> unread = Unread()
        >>> unread.at("SV103 (segment 12)", "minutes are no units")
        >>> unread.parts
        [('SV103 (segment 12)', 'minutes are no units')]
    """

    def __init__(self, parts: Iterable[tuple[str, str]] = ()) -> None:
        self.parts: list[tuple[str, str]] = list(parts)

    def at(self, place: str, reason: str) -> None:
        """Note a part that is not read."""
        self.parts.append((place, reason))


def amount(text: str) -> Decimal:
    """Read an amount.

    Raises:
        DataError: It is none.

    Example:
        >>> amount("17166.7"), amount("-9.00")
        (Decimal('17166.7'), Decimal('-9.00'))
    """
    if not _AMOUNT.fullmatch(text):
        raise DataError(("is no amount",))
    return Decimal(text)


def days(form: str, text: str) -> tuple[dt.date, dt.date]:
    """Read a day (D8) or a period (RD8) as its first and last day; DTM has no form.

    Raises:
        DataError: It is neither.

    Example:
        >>> days("RD8", "20180625-20180625")[0].isoformat()
        '2018-06-25'
    """
    if len(text) > _LONGEST or form not in {"", "D8", "RD8"}:
        raise DataError((_NO_DAY,))
    return _days(text)


@functools.lru_cache(maxsize=1024)
def _days(text: str) -> tuple[dt.date, dt.date]:
    found = _DAYS.fullmatch(text)
    if found is None:
        raise DataError((_NO_DAY,))
    first, last = found[1], found[2] or found[1]
    try:
        return _day(first), _day(last)
    except ValueError:
        raise DataError(("is no day of the calendar",)) from None


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))


def first(segments: Iterable[Segment], tag: str, *qualifiers: str) -> Segment | None:
    """Give the first segment of a tag, and of one of these qualifiers in its first element."""
    for each in segments:
        if each.tag == tag and (not qualifiers or each.at(1) in qualifiers):
            return each
    return None


def provider(known: Providers, segments: Iterable[Segment], *roles: str) -> str | None:
    """Name who plays a role by an ordinal: equal for one provider throughout a source, and telling nothing else.

    Args:
        known: The ids given so far; a new provider is added.
        segments: Where to look.
        roles: Qualifiers of NM101, the first that stands there counts.

    Returns:
        ``provider-1`` and so on; None where nobody is named.
    """
    for role in roles:
        for each in segments:
            if each.tag == "NM1" and each.at(1) == role:
                who = (each.at(8), each.at(9)) if each.at(9) else tuple(map(each.at, range(3, 8)))
                if any(who):
                    return known.setdefault(who, f"provider-{len(known) + 1}")
    return None


def control(segments: Iterable[Segment]) -> str | None:
    """Give the line item control number (REF*6R) as a digest: a claim and its remittance get the same."""
    found = first(segments, "REF", "6R")
    if found is None or not found.at(2):
        return None
    return hashlib.sha256(found.at(2).encode()).hexdigest()[:16]
