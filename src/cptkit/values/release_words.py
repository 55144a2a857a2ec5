"""Which table answered, in words that a coder reads: its quarter, its release, and whether it is that of the day."""

from __future__ import annotations

import datetime as dt
import functools

from cptkit.values.days import holds
from cptkit.values.table import Source

_MONTHS = 3


def quarter_of(on: dt.date) -> str:
    """Name the quarter of a day.

    Example:
        >>> quarter_of(dt.date(2026, 8, 15))
        '2026 Q3'
    """
    return f"{on.year} Q{(on.month + 2) // _MONTHS}"


def span_of(source: Source) -> str:
    """Name the days that a source covers: a quarter or a year where they are one; empty where it states none.

    Example:
        >>> span_of(Source("CMS", effective=dt.date(2024, 7, 1), through=dt.date(2024, 9, 30)))
        '2024 Q3'
        >>> span_of(Source("CMS", effective=dt.date(2026, 1, 1), through=dt.date(2026, 12, 31)))
        '2026'
        >>> span_of(Source("CMS", effective=dt.date(2024, 3, 9), through=dt.date(2024, 3, 31)))
        '2024-03-09 to 2024-03-31'
    """
    first, last = source.effective, source.through
    if first is None:
        return f"days through {last}" if last else ""
    if last is None:
        return f"days from {first} on"
    if (first.month, first.day) == (1, 1) and last == dt.date(first.year, 12, 31):
        return str(first.year)
    whole = first.day == 1 and first.month % _MONTHS == 1 and _ends_quarter(first, last)
    return quarter_of(first) if whole else f"{first} to {last}"


def _ends_quarter(first: dt.date, last: dt.date) -> bool:
    after = last + dt.timedelta(days=1)
    return (after.year - first.year) * 12 + after.month - first.month == _MONTHS and after.day == 1


@functools.lru_cache(maxsize=4096)
def told(what: str, source: Source, on: dt.date | None = None) -> str:
    """Say which table answered and how well.

    Args:
        what: What it is: ``PTP table``.
        source: Where it was read.
        on: The day asked; None where no day was.

    Returns:
        A phrase without a full stop; the one place that makes these words.

    Example:
        >>> summer = Source("CMS NCCI", "", "v302r0", dt.date(2024, 7, 1), dt.date(2024, 9, 30))
        >>> told("PTP table", summer, dt.date(2026, 8, 15))
        'PTP table of 2024 Q3; your day is in 2026 Q3 (release v302r0)'
        >>> told("PTP table", summer, dt.date(2024, 8, 15))
        'PTP table of 2024 Q3 (release v302r0)'
    """
    span = span_of(source)
    named = f"{what} of {span}" if span else f"{what} of {source.publisher}"
    release = "" if source.release in ("", span) else f" (release {source.release})"
    exact = on is None or (source.exact and holds(source, on))
    return named + release if exact or on is None else f"{named}; {_day(source, on)}{release}"


def _day(source: Source, on: dt.date) -> str:
    """Say where the day lies; within the quarter of a release that covers a part of it, the day itself."""
    same = source.effective is not None and quarter_of(source.effective) == quarter_of(on)
    return f"your day is {on}" if same else f"your day is in {quarter_of(on)}"
