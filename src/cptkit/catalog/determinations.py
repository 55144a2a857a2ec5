"""Which coverage rows are for a code on a day, and the diagnosis list of the day: packaged, and the caller's own."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog import own_tables
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.remembered import Remembered
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import sort_key
from cptkit.values.coverage import once_a_table
from cptkit.values.days import holds
from cptkit.values.diagnosis import plain
from cptkit.values.necessity import CoverageRow, IcdCode
from cptkit.values.table import Table, TableKind


@attrs.frozen(eq=False)
class _Index:
    """Rows by the codes that they name.

    Attributes:
        by_code: Rows by each single code.
        spans: Keys of first and last code of each range, with the row.
        by_modifier: Rows that name modifiers and no code.
    """

    by_code: dict[str, tuple[CoverageRow, ...]]
    spans: tuple[tuple[str, str, CoverageRow], ...]
    by_modifier: tuple[CoverageRow, ...]

    def rows(self, code: str) -> Iterator[CoverageRow]:
        """Give the rows for a code, those that modifiers decide last."""
        yield from self.by_code.get(code, ())
        key = sort_key(code)
        yield from (row for first, last, row in self.spans if first <= key <= last)
        yield from self.by_modifier


def _index(rows: Iterable[CoverageRow]) -> _Index:
    by_code: dict[str, list[CoverageRow]] = {}
    spans: list[tuple[str, str, CoverageRow]] = []
    by_modifier: list[CoverageRow] = []
    for row in rows:
        if not row.codes:
            by_modifier.append(row)
        for name in row.codes:
            first, dash, last = name.partition("-")
            if dash:
                spans.append((sort_key(first), sort_key(last), row))
            else:
                by_code.setdefault(first, []).append(row)
    frozen = {code: tuple(found) for code, found in by_code.items()}
    return _Index(frozen, tuple(spans), tuple(by_modifier))


def packaged_rows() -> tuple[CoverageRow, ...]:
    """Give the packaged rows, in order of their ids."""
    return authored("necessity", CoverageRow)


@once
def _packaged_index() -> _Index:
    return _index(packaged_rows())


@functools.lru_cache(maxsize=4096)
def _packaged_rows_of(code: str) -> tuple[CoverageRow, ...]:
    return tuple(_packaged_index().rows(code))


@once_a_table
def _own_index(table: Table[object]) -> _Index:
    return _index(row for row in table if isinstance(row, CoverageRow))


def coverage_rows(code: str, on: dt.date, catalog: Catalog) -> tuple[CoverageRow, ...]:
    """Give the coverage rows for a code on a day: the caller's own, then the packaged ones.

    A document that the caller brings takes the place of the packaged rows of that document.

    Args:
        code: A well-formed code.
        on: The day.
        catalog: Where to look.

    Returns:
        The rows in force, whatever modifiers, settings and jurisdictions they are for.
    """
    return _ROWS.of(catalog, (code, on), lambda: _rows_of(code, on, catalog))


_ROWS: Remembered[tuple[CoverageRow, ...]] = Remembered(20_000)


def _rows_of(code: str, on: dt.date, catalog: Catalog) -> tuple[CoverageRow, ...]:
    packaged = (row for row in _packaged_rows_of(code) if holds(row, on))
    if not catalog.tables:
        return tuple(packaged)
    own = [
        row
        for table in own_tables.covering(catalog.tables, TableKind.DETERMINATIONS, on)
        for row in _own_index(table).rows(code)
        if holds(row, on)
    ]
    replaced = {row.document for row in own if row.document}
    return (*own, *(row for row in packaged if row.document not in replaced))


@once_a_table
def _by_diagnosis(table: Table[object]) -> dict[str, IcdCode]:
    return {plain(row.code): row for row in table if isinstance(row, IcdCode)}


def diagnosis_codes(on: dt.date, catalog: Catalog) -> dict[str, IcdCode] | None:
    """Give the ICD-10-CM codes of a day by their plain text; None where the caller brought no list for it.

    Args:
        on: The day.
        catalog: Where to look; the package holds no list.

    Returns:
        The codes; callers must not change them.
    """
    if not catalog.tables:
        return None
    table = own_tables.answering(catalog.tables, TableKind.ICD10_CM, on)
    return None if table is None else _by_diagnosis(table)
