"""The cells of a row made a claim line, or told why they make none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

import attrs

from cptkit.errors import CptkitError
from cptkit.frames.arguments import Given, by_name, inputs_of
from cptkit.frames.questions import Cells, Input
from cptkit.values.claim import ClaimLine
from cptkit.values.raw import is_blank, whole_number

_NOTHING = Given(None)
_ONE = Given(None, 1)


@attrs.frozen
class LineColumns:
    """Where the fields of a line stand.

    Attributes:
        code: The code's column.
        modifiers: The columns of modifiers, in their order.
        on: The day.
        units: The units; 1 where none is named.
        place_of_service: The place.
        diagnoses: The columns of diagnoses, in their order.
        provider: The provider's id.
        session: The session's id.
    """

    code: Given
    modifiers: tuple[Given, ...]
    on: Given
    units: Given = _ONE
    place_of_service: Given = _NOTHING
    diagnoses: tuple[Given, ...] = ()
    provider: Given = _NOTHING
    session: Given = _NOTHING

    @property
    def given(self) -> tuple[Given, ...]:
        """Every argument."""
        return (
            self.code,
            *self.modifiers,
            self.on,
            self.units,
            self.place_of_service,
            *self.diagnoses,
            self.provider,
            self.session,
        )

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The columns among them."""
        return inputs_of(self.given)


def line_of(where: LineColumns, inputs: tuple[Input, ...], cells: Cells) -> ClaimLine | str:
    """Make a row's line.

    Args:
        where: Where the fields stand.
        inputs: The columns of which the cells are.
        cells: The cells.

    Returns:
        The line, or in words why there is none.
    """
    row = by_name(inputs, cells)
    try:
        return ClaimLine(
            _code(where.code.cell(row)),  # type: ignore[arg-type]  # the line refuses what is none
            _texts((each.cell(row) for each in where.modifiers), _modifier),
            date_of_service=_day(where.on.cell(row)),  # type: ignore[arg-type]
            units=where.units.cell(row),  # type: ignore[arg-type]
            place_of_service=text_of(where.place_of_service.cell(row), _place),
            diagnoses=_texts((each.cell(row) for each in where.diagnoses), str),
            provider=text_of(where.provider.cell(row), str),
            session=text_of(where.session.cell(row), str),
        )
    except CptkitError as error:
        return str(error)


class _EmptyCellError(CptkitError):
    """A cell that a line cannot do without is empty."""


def _code(value: object) -> object:
    if is_blank(value):
        raise _EmptyCellError("there is no code in the cell")
    return value


def _day(value: object) -> object:
    if is_blank(value):
        raise _EmptyCellError("there is no date of service in the cell")
    return value


def _texts(cells: Iterable[object], number: Callable[[int], str]) -> tuple[str, ...]:
    """Give the texts of some cells, those that hold nothing left out."""
    read = (text_of(each, number) for each in cells)
    return tuple(each for each in read if each is not None)


def text_of(value: object, number: Callable[[int], str]) -> str | None:
    """Give the text of a cell; a spreadsheet's number as its text, and None for a cell that holds nothing."""
    if is_blank(value):
        return None
    if not isinstance(value, (int, float, Decimal)):
        return value  # type: ignore[return-value]  # the line refuses what is no text
    whole = whole_number(value)
    return value if whole is None else number(whole)  # type: ignore[return-value]


def _modifier(number: int) -> str:
    return str(number)


def _place(number: int) -> str:
    """Write a place of service as CMS does: a spreadsheet loses the zero of 02."""
    return f"{number:02d}"
