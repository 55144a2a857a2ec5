"""What callers hand over beside a frame: names of columns, or values that hold for all rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from cptkit.errors import DataError, shown
from cptkit.frames.questions import Cells, Input, Reads
from cptkit.values.claim_fields import checked_text
from cptkit.values.days import as_day
from cptkit.values.raw import in_order, unboxed


@attrs.frozen
class Given:
    """An argument: a column, or one value for all rows.

    Attributes:
        input: The column; None where a value was given.
        value: The value.
    """

    input: Input | None
    value: object = None

    @property
    def cell_name(self) -> str:
        """The name of the column; empty where a value was given."""
        return "" if self.input is None else self.input.column

    def cell(self, cells: dict[str, object]) -> object:
        """Give the cell of a row, or the value for all rows."""
        return self.value if self.input is None else cells[self.input.column]


def column(name: object, reads: Reads, argument: str) -> Given:
    """Read an argument that must name a column.

    Raises:
        DataError: It is no text.
    """
    own = unboxed(name)
    if not isinstance(own, str):
        raise DataError((f"{argument} names a column: give its name as a str, not {shown(name)}",))
    return Given(Input(own, reads, argument))


def column_or_value(given: object, reads: Reads, argument: str) -> Given:
    """Read an argument that names a column if it is a text, and holds for all rows if it is not."""
    return column(given, reads, argument) if isinstance(given, str) else Given(None, given)


def day(on: object, argument: str = "on", *, may_be_none: bool = False) -> Given:
    """Read what says the day: a column, or a date for all rows.

    Raises:
        InvalidDateError: It is neither.
    """
    if isinstance(on, str):
        return column(on, Reads.DAY, argument)
    return Given(None, None if on is None and may_be_none else as_day(on, argument))


def columns(names: object, reads: Reads, argument: str) -> tuple[Given, ...]:
    """Read an argument that names columns, in their order; a text names one.

    Raises:
        DataError: It is neither a text nor a sequence of texts.
    """
    if isinstance(names, str):
        return (column(names, reads, argument),)
    each = in_order(names, f"{argument} names columns: give a tuple of their names", _data_error)
    return tuple(column(name, reads, argument) for name in each)


def _data_error(value: object, why: str) -> DataError:
    return DataError((f"{why}, not {shown(value)}",))


def named(prefix: object, names: Iterable[str]) -> tuple[str, ...]:
    """Name the columns that are added.

    Raises:
        DataError: The prefix is no text, or none of which every engine makes a name.
    """
    before = checked_text(prefix, "prefix")
    if any(each == "\0" or "\ud800" <= each <= "\udfff" for each in before):
        raise DataError(
            (f"prefix {shown(before)} holds NUL or half a character: give a text to show",)
        )
    return tuple(before + name for name in names)


def inputs_of(given: Iterable[Given]) -> tuple[Input, ...]:
    """Give the columns among some arguments, one that several arguments name once for each: each reads it in its own way."""
    named = [each.input for each in given if each.input is not None]
    return tuple(dict.fromkeys(named))


def by_name(inputs: tuple[Input, ...], cells: Cells) -> dict[str, object]:
    """Give a row's cells by the names of their columns."""
    return {each.column: cell for each, cell in zip(inputs, cells, strict=True)}


def day_cell(value: object) -> dt.date | None:
    """Read the day of a cell; None where it holds none.

    Raises:
        InvalidDateError: It holds something else.
    """
    return None if value is None else as_day(value)
