"""Codes of one side, and the code that stands for both."""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import Certainty, sort_key
from cptkit.values.days import holds


@attrs.frozen
class BilateralRow:
    """A code of one side, and the code of both sides that takes its place when both are done.

    Attributes:
        one_side: The code of one side.
        both_sides: The code of both.
        citation: The source.
        certainty: How sure the row is.
        views: Which code it is by the views in all, where the number decides.
        effective: The first day; None means always.
        through: The last day; None while it is open.
    """

    one_side: str
    both_sides: str
    citation: str
    certainty: Certainty
    views: str = ""
    effective: dt.date | None = None
    through: dt.date | None = None

    @property
    def cure(self) -> str:
        """What to bill for both sides."""
        return f"bill {self.views or self.both_sides}"


@once
def bilateral_rows() -> tuple[BilateralRow, ...]:
    """Give every row, in order of the code of one side."""
    return authored("bilateral_codes", BilateralRow)


def both_sides_of(code: str, on: dt.date) -> BilateralRow | None:
    """Give the row of a code of one side on a day, or None.

    Example:
        >>> both_sides_of("71100", dt.date(2026, 6, 1)).both_sides
        '71110'
        >>> both_sides_of("77053", dt.date(2026, 6, 1)) is None
        True
    """
    rows = (each for each in bilateral_rows() if each.one_side == code)
    found = [each for each in rows if holds(each, on)]
    return min(found, key=lambda each: sort_key(each.both_sides), default=None)
