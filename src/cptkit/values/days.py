"""Days: what callers give as one, and whether a span of days holds it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from cptkit.errors import InvalidDateError
from cptkit.values.raw import unboxed


class Dated(Protocol):
    """What has a first and a last day; None where no source states the first, or while the last is open."""

    @property
    def effective(self) -> dt.date | None:
        """The first day."""

    @property
    def through(self) -> dt.date | None:
        """The last day."""


def as_day(on: object, field: str = "on") -> dt.date:
    """Read a day: a ``date``; a ``datetime``, pandas ``Timestamp`` or numpy ``datetime64`` by its day.

    Args:
        on: What a caller gives as a day.
        field: What the day is called where it was given.

    Returns:
        The day.

    Raises:
        InvalidDateError: It is anything else, what stands for no day included.

    Example:
        >>> as_day(dt.datetime(2026, 1, 1, 23, 59))
        datetime.date(2026, 1, 1)
    """
    if type(on) is dt.date:
        return on
    day = unboxed(on)
    try:
        if isinstance(day, dt.datetime) and not day != day:  # noqa: PLR0124, SIM202 - pandas' NaT is a datetime that differs from itself
            return dt.date(day.year, day.month, day.day)
        if isinstance(day, dt.date) and not isinstance(day, dt.datetime):
            return dt.date.fromordinal(dt.date.toordinal(day))
    except Exception:  # noqa: BLE001, S110 - a caller's own class of days may raise anything
        pass
    raise InvalidDateError(on, field)


def day_or_none(on: object, field: str = "on") -> dt.date | None:
    """Do as `as_day`, and let None be None.

    Example:
        >>> day_or_none(None) is None
        True
    """
    return None if on is None else as_day(on, field)


def in_force(effective: dt.date | None, through: dt.date | None, on: dt.date) -> bool:
    """Tell whether a span of days, both ends included and None meaning open, holds a day.

    Example:
        >>> in_force(None, dt.date(2025, 12, 31), dt.date(2025, 12, 31))
        True
    """
    return (effective is None or effective <= on) and (through is None or on <= through)


def holds(dated: Dated, on: dt.date) -> bool:
    """Tell whether a row, a code or a source is in force on a day.

    Example:
        >>> from cptkit import Source
        >>> holds(Source("CMS", through=dt.date(2025, 12, 31)), dt.date(2026, 1, 1))
        False
    """
    return in_force(dated.effective, dated.through, on)


def is_over(dated: Dated, on: dt.date) -> bool:
    """Tell whether a row, a code or a modifier ended before a day.

    Example:
        >>> from cptkit import Source
        >>> is_over(Source("CMS", through=dt.date(2025, 12, 31)), dt.date(2026, 1, 1))
        True
    """
    return dated.through is not None and dated.through < on


def span(effective: dt.date | None, through: dt.date | None) -> str:
    """Write the days of a row to stand behind what it says; nothing where it states none.

    Example:
        >>> span(dt.date(2020, 1, 1), None), span(None, None)
        (' (2020-01-01 to open)', '')
    """
    return f" ({effective or 'always'} to {through or 'open'})" if effective or through else ""
