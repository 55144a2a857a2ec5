"""From releases that name a code, or lack it, to the days on which it was in force.

A change between neighbors falls on the first day of the later one. Where a release between is missing, a code of
Category I changed on 1 January; of any other the day lies between, and the span says between which days.
"""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs

DAY = dt.timedelta(days=1)


@attrs.frozen
class Span:
    """Days on which a code was in force.

    Attributes:
        effective: The first day that a source shows; None where the oldest release names the code already.
        through: The last day; None where the newest release names it.
        absent_through: The last day on which a source shows it absent before; None where the first day is known.
        absent_from: The first day on which a source shows it absent again; None where the last day is known.
    """

    effective: dt.date | None
    through: dt.date | None
    absent_through: dt.date | None = None
    absent_from: dt.date | None = None


def begun(code: str, absent: dt.date, day: dt.date) -> Span:
    """Begin a span on a day after which the last release that lacks the code ended on `absent`.

    Example:
        >>> autumn, january = dt.date(2026, 9, 30), dt.date(2027, 1, 1)
        >>> begun("71299", autumn, january).absent_through is None
        True
        >>> str(begun("1044T", autumn, january).absent_through)
        '2026-09-30'
    """
    if day - absent <= DAY:
        return Span(day, None)
    if code.isdigit():
        return Span(dt.date(day.year, 1, 1) if day.year > absent.year else day, None)
    return Span(day, None, absent_through=absent)


def ended(code: str, span: Span, named: dt.date, day: dt.date) -> Span:
    """End a span: the last release that names the code ended on `named`, and the one of `day` lacks it.

    Example:
        >>> str(ended("71250", Span(None, None), dt.date(2026, 9, 30), dt.date(2027, 4, 1)).through)
        '2026-12-31'
    """
    if day - named <= DAY:
        return attrs.evolve(span, through=day - DAY)
    if code.isdigit():
        first = dt.date(day.year, 1, 1) if day.year > named.year else day
        return attrs.evolve(span, through=first - DAY)
    return attrs.evolve(span, through=named, absent_from=day)
