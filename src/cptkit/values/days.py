"""Days: reading one, and whether a span of days holds it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Dated(Protocol):
    """What has a first and a last day; None where no source states the first, or while the last is open."""

    @property
    def effective(self) -> dt.date | None:
        """The first day."""

    @property
    def through(self) -> dt.date | None:
        """The last day."""


def as_day(on: object) -> dt.date:
    """Read a day: a ``date``, or a ``datetime`` or pandas ``Timestamp`` by its day.

    Args:
        on: What a caller gives as a day.

    Returns:
        The day.

    Raises:
        TypeError: It is anything else, pandas' ``NaT`` included.

    Example:
        >>> as_day(dt.datetime(2026, 1, 1, 23, 59))
        datetime.date(2026, 1, 1)
    """
    if isinstance(on, dt.datetime):
        if on != on:  # noqa: PLR0124 - pandas' NaT is a datetime that differs from itself
            raise TypeError("on must be a date, not NaT: give the date of service")
        return on.date()
    if isinstance(on, dt.date):
        return on
    raise TypeError(f"on must be a date, not {type(on).__name__}: give the date of service")


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
