"""What the cells of claims come to: something that is read, or in words why it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from cptkit.errors import CptkitError, shown
from cptkit.frames.coded import Places
from cptkit.frames.line_cells import text_of
from cptkit.values.claim_fields import charge as read_charge
from cptkit.values.days import as_day
from cptkit.values.raw import is_blank

NONE = -1
"""The number of what is not there."""


@attrs.frozen
class CellValue:
    """What a value of a column comes to.

    Attributes:
        value: What was read.
        reason: Why it was not read; None where it was.
    """

    value: Any = None
    reason: str | None = None


@attrs.frozen(eq=False)
class CellColumn:
    """A column, read.

    Attributes:
        places: For each row the place of what its cell comes to.
        values: What each distinct cell comes to.
    """

    places: Places
    values: list[CellValue]

    def numbers(self, number: Callable[[Any], int]) -> Places:
        """Give for each row a number of what its cell comes to; 0 for what was not read."""
        each = [0 if one.reason is not None else number(one.value) for one in self.values]
        numbers: Places = np.array(each, np.int64)[self.places]
        return numbers

    def ranks(self) -> Places:
        """Give for each row the place of its text among all in text order; -1 for none."""
        texts = sorted({one.value for one in self.values if one.value is not None})
        rank = {text: place for place, text in enumerate(texts)} | {None: NONE}
        return self.numbers(rank.__getitem__)

    def faults(self) -> npt.NDArray[np.bool_]:
        """Tell which rows hold something that was not read."""
        faulty: npt.NDArray[np.bool_] = np.array(
            [one.reason is not None for one in self.values], bool
        )[self.places]
        return faulty


def told_value(read: Callable[[object], object], value: object) -> CellValue:
    """Read a cell, or tell why it cannot be read."""
    try:
        return CellValue(read(value))
    except CptkitError as error:
        return CellValue(None, str(error))


class _UnreadError(CptkitError):
    """A cell holds something else than what its column is read as."""


def day(cell: object) -> dt.date:
    """Read a day of service.

    Raises:
        CptkitError: The cell holds none.
    """
    if is_blank(cell):
        raise _UnreadError("there is no date of service in the cell")
    return as_day(cell, "date_of_service")


def text_id(name: str, cell: object) -> str | None:
    """Read an id; None where the cell holds nothing.

    Raises:
        CptkitError: It is no text.
    """
    text = text_of(cell, str)
    if text is not None and not isinstance(text, str):
        raise _UnreadError(f"{name} is no text")
    return text


def charge(cell: object) -> None:
    """Make sure that a charge is one; no rule of claims reads it."""
    read_charge(None if is_blank(cell) else cell)  # type: ignore[arg-type]  # it refuses what is none


def member(kind: type[Enum], cell: object) -> Enum:
    """Read the form of a claim or its payer: the name of a member, its value, or the member."""
    for each in kind:
        if cell is each or cell in (each.name, each.value):
            return each
    names = ", ".join(each.name for each in kind)
    raise _UnreadError(f"{shown(cell)} is no {kind.__name__.lower()}: it is one of {names}")
