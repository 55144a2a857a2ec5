"""Which table answers for a day, and how well: exact, of another quarter, or none."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.once import with_room
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.keyed_rows import KeyedRows
from cptkit.values.table import AddOnEdit, Source, Table, TableKind, TableScope
from cptkit.values.typed import typed

Row = TypeVar("Row")
Made = TypeVar("Made")

_MOST_TABLES = 64


class CoverageState(Ranked):
    """How well a day is covered by a kind of table."""

    EXACT = "a table of that day"
    EXTRACT = (
        "a table of that day that holds a part: beyond its scope, absence in it proves nothing"
    )
    OTHER_QUARTER = "a table of another day"
    ABSENT = "no table"


@attrs.frozen(field_transformer=typed, repr=False)
class Coverage(Printed):
    """How well one kind of table covers a day.

    Attributes:
        table: The kind.
        setting: Whose table, where there is one for each.
        state: How well.
        source: The table that would answer, or None.
        lines: Lines of a claim that the table would answer for; () where no claim is asked about.
        note: What is missing and what to load; empty where nothing is.
    """

    _columns = ("table", "setting", "state", "source")

    table: TableKind
    setting: Setting | None
    state: CoverageState
    source: Source | None = None
    lines: tuple[int, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        setting = f" ({self.setting.value})" if self.setting else ""
        return f"{self.table.value}{setting}: {self.state.name}"


@attrs.frozen
class Holding(Generic[Row]):
    """A table that may answer for a day.

    Attributes:
        table: The table.
        exact: Whether it covers the day.
    """

    table: Table[Row]
    exact: bool

    @property
    def is_whole(self) -> bool:
        """Whether it covers the day and holds every row, so that absence in it is an answer."""
        return self.exact and self.table.complete and self.table.scope is TableScope.ALL


def nearest(tables: Iterable[Table[Row]], on: dt.date) -> tuple[Holding[Row], ...]:
    """Put packaged tables in the order in which they answer: those of the day, then the nearest, whole ones before extracts.

    Args:
        tables: The packaged tables of a kind and setting.
        on: The day.

    Returns:
        Each with whether it covers the day.

    Example:
        >>> spring = Table(TableKind.MUE, Source("CMS", through=dt.date(2026, 6, 30)), ())
        >>> nearest([spring], dt.date(2026, 7, 1))[0].exact
        False
    """
    return tuple(
        Holding(each, exact=away(each.source, on) == 0)
        for each in sorted(tables, key=lambda each: (away(each.source, on), not each.complete))
    )


def away(source: Source, on: dt.date) -> int:
    """Tell how many days a source's own days lie from a day; 0 where it covers it.

    Example:
        >>> away(Source("CMS", through=dt.date(2026, 6, 30)), dt.date(2026, 7, 2))
        2
    """
    first, last = source.effective or dt.date.min, source.through or dt.date.max
    return max((first - on).days, (on - last).days, 0)


def covered(
    table: TableKind, setting: Setting | None, holdings: tuple[Holding[Row], ...]
) -> Coverage:
    """Say how well some tables cover the day, and of which codes the first of them holds every row."""
    first = holdings[0].table if holdings else None
    note = "" if first is None or first.scope is TableScope.ALL else f"holds {first.scope.value}"
    return Coverage(table, setting, *best(holdings), note=note)


def best(holdings: tuple[Holding[Row], ...]) -> tuple[CoverageState, Source | None]:
    """Tell how well the first of some holdings covers the day, and its source."""
    if not holdings:
        return state_of(None)
    first = holdings[0]
    state, source = state_of(attrs.evolve(first.table.source, exact=first.exact))
    extract = state is CoverageState.EXACT and not any(map(_tells_of_profiles, holdings))
    return (CoverageState.EXTRACT if extract else state), source


def _tells_of_profiles(held: Holding[Row]) -> bool:
    """Tell whether a table of the day holds every row of each code that has a profile."""
    whole = held.table.scope in (TableScope.ALL, TableScope.PROFILED)
    return held.exact and held.table.complete and whole


def state_of(source: Source | None) -> tuple[CoverageState, Source | None]:
    """Tell what a source that says whether it is exact comes to."""
    if source is None:
        return CoverageState.ABSENT, None
    return (CoverageState.EXACT if source.exact else CoverageState.OTHER_QUARTER), source


def once_a_table(make: Callable[[Table[Row]], Made]) -> Callable[[Table[Row]], Made]:
    """Make something of a table once; tables are told apart by identity, since comparing millions of rows costs more.

    Example:
        >>> once_a_table(len)(Table(TableKind.MUE, Source("CMS"), ()))
        0
    """
    kept: dict[int, tuple[Table[Row], Made]] = {}

    @functools.wraps(make)
    def of(table: Table[Row]) -> Made:
        found = kept.get(id(table))
        if found is None:
            found = with_room(kept, _MOST_TABLES)[id(table)] = (table, make(table))
        return found[1]

    return of


def rows_by(code_of: Callable[[Row], str]) -> Callable[[Table[Row], str], tuple[Row, ...]]:
    """Make what gives the rows of one code from a table, a caller's or a packaged one.

    Args:
        code_of: Tells the code of a row.

    Example:
        >>> rows_by(lambda row: row.code)(Table(TableKind.MUE, Source("CMS"), ()), "71260")
        ()
    """

    @once_a_table
    def grouped(table: Table[Row]) -> dict[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in table:
            found.setdefault(code_of(row), []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    def of(table: Table[Row], code: str) -> tuple[Row, ...]:
        rows = table.rows
        return rows.of(code) if isinstance(rows, KeyedRows) else grouped(table).get(code, ())

    return of


def _add_on(row: AddOnEdit) -> str:
    return row.add_on


add_ons_of: Callable[[Table[AddOnEdit], str], tuple[AddOnEdit, ...]] = rows_by(_add_on)
"""Gives the add-on edits of a table of one add-on."""


@once_a_table
def of_another_quarter(table: Table[Row]) -> Source:
    """Give the source of a table that answers for a day that it does not cover."""
    return attrs.evolve(table.source, exact=False)
