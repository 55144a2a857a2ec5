"""Days beyond the years whose changes were looked through: the rules judge them by what was authored before, and say so."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.catalog.code_set import reviewed_through
from cptkit.catalog.reviewed import not_reviewed
from cptkit.lines.view import View, grouped
from cptkit.values.coverage import Coverage, CoverageState
from cptkit.values.table import TableKind


def review_of(view: View) -> Iterator[Coverage]:
    """Give a line of coverage for each year that was not reviewed, with what was not and the lines concerned."""
    later = (each for each in view.national if each.on.year > reviewed_through())
    for lines in grouped(later, lambda each: each.on.year).values():
        codes = {each.code.code: each.code for each in lines if each.code is not None}
        yield Coverage(
            TableKind.AUTHORED,
            None,
            CoverageState.OTHER_QUARTER,
            None,
            tuple(each.index for each in lines),
            not_reviewed(codes.values(), lines[0].on),
        )
