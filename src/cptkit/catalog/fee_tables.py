"""Which fee schedule answers for a day: a caller's of that day, the packaged one of that day, else the nearest of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog import packaged_tables
from cptkit.catalog.own_tables import Tables, codes_of, covering, fee_rows
from cptkit.values.coverage import away
from cptkit.values.table import FeeScheduleRow, Source, Table, TableKind


def fee_row(tables: Tables, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
    """Give the row of a code and modifier on a day; a table that is a part answers for the codes that it names.

    Args:
        tables: The caller's own, in the order given.
        code: A well-formed code.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        on: The day.

    Returns:
        The row, its source saying whether the table is of that day; None where a table answers and has no such row.

    Raises:
        NoDataError: No table answers for the day or the code.
    """
    for own in answering(tables, on) if tables else ():
        if own.complete or code in codes_of(own):
            row = fee_rows(own).get((code, modifier))
            return row if row is None or row.source is None else _told(row, own, on)
    return packaged_tables.fee_row(code, modifier, on)


def _told(row: FeeScheduleRow, table: Table[object], on: dt.date) -> FeeScheduleRow:
    """Give a row that says whether its table is of the day."""
    return row if away(table.source, on) == 0 else attrs.evolve(row, source=_source(table, on))


def _source(table: Table[object], on: dt.date) -> Source:
    return attrs.evolve(table.source, exact=away(table.source, on) == 0)


def fee_source(tables: Tables, on: dt.date) -> Source | None:
    """Give the release that answers for a day, saying whether it is of that day; None where none does."""
    own = next(answering(tables, on), None)
    return packaged_tables.fee_source(on) if own is None else _source(own, on)


def answering(tables: Tables, on: dt.date) -> Iterator[Table[object]]:
    """Give a caller's tables that answer for a day before the packaged ones, in that order.

    Those of the day do; where no table is of the day, the nearest of the year, if it is nearer than the packaged one.
    """
    exact = covering(tables, TableKind.FEE_SCHEDULE, on)
    yield from exact
    packaged = packaged_tables.fee_source(on)
    if exact or (packaged is not None and packaged.exact):
        return
    of_year = [
        each
        for each in reversed(tables)
        if each.kind is TableKind.FEE_SCHEDULE and _is_of_year(each.source, on.year)
    ]
    farthest = None if packaged is None else away(packaged, on)
    for each in sorted(of_year, key=lambda each: away(each.source, on)):
        if farthest is None or away(each.source, on) <= farthest:
            yield each


def _is_of_year(source: Source, year: int) -> bool:
    """Tell whether a source says which days it covers, and one of them lies in a year."""
    if source.effective is None or source.through is None:
        return False
    return source.effective.year <= year <= source.through.year
