"""Answers asked once for all days of a span in which nothing that is known changes."""

from __future__ import annotations

from collections.abc import Callable

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.turning_days import turning_days
from cptkit.errors import InvalidDateError
from cptkit.frames.arguments import Given
from cptkit.frames.questions import Cells, Input
from cptkit.frames.remembered import Remembered
from cptkit.values.days import as_day


def folded(
    answer: Callable[[Cells], Cells], inputs: tuple[Input, ...], day: Given, catalog: Catalog
) -> Callable[[Cells], Cells]:
    """Give what answers alike, and asks once for all days that are alike.

    Args:
        answer: One row's cells in, the added cells out.
        inputs: The columns of which the cells are.
        day: Where the day stands; a day for all rows folds nothing.
        catalog: What is known.
    """
    if day.input is None:
        return answer
    return _Folded(answer, [each.column for each in inputs].index(day.input.column), catalog)


class _Folded:
    """Asks with a day that stands for the row's own, and puts the row's own into the words."""

    def __init__(self, answer: Callable[[Cells], Cells], at: int, catalog: Catalog) -> None:
        self._answer = answer
        self._asked = Remembered(answer)
        self._at = at
        self._days = turning_days(catalog)

    def __call__(self, cells: Cells) -> Cells:
        """Give the answer to a row's cells."""
        try:
            on = as_day(cells[self._at])
        except InvalidDateError:
            return self._answer(cells)
        like = self._days.like(on)
        asked = (*cells[: self._at], like, *cells[self._at + 1 :])
        if like == on:
            return self._asked(asked)
        stood = like.isoformat()
        if _names(cells, stood):
            return self._answer(cells)
        told = self._asked(asked)
        if not _names(told, stood):
            return told
        stands = on.isoformat()
        return tuple(
            [cell.replace(stood, stands) if isinstance(cell, str) else cell for cell in told]
        )


def _names(cells: Cells, day: str) -> bool:
    """Tell whether a text among some cells names a day."""
    return any(isinstance(cell, str) and day in cell for cell in cells)
