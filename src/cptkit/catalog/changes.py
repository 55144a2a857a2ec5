"""What changed between two releases: the one function that compares tables, editions and catalogs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from cptkit.catalog.catalog import Catalog, Edition
from cptkit.catalog.edition_changes import Comparison, pair_changes
from cptkit.catalog.table_changes import (
    COMPARED,
    code_changes,
    keyed,
    price_changes,
    row_changes,
)
from cptkit.errors import DataError, shown
from cptkit.values.changes import Change, ChangeReport
from cptkit.values.days import as_day, holds
from cptkit.values.table import Table, TableKind

_CURE = "give two editions, two tables of one kind, or two catalogs with days"


def changes(
    before: Edition | Catalog | Table[Any],
    after: Edition | Catalog | Table[Any],
    *,
    on: dt.date | None = None,
    before_on: dt.date | None = None,
) -> ChangeReport:
    """Tell what changed: codes that came and went, indicators, relative values, limits, edits, prices that move most.

    Args:
        before: An edition, a table or a catalog.
        after: Another of the same; the same catalog for two of its days.
        on: The day of `after`: of a catalog None is the newest day, of a table the first that it covers. It decides
            which pairs and add-on edits are in force.
        before_on: The day of `before`, likewise.

    Returns:
        The differences, and what could not be compared: where no table covers a day, or a table holds a part only,
        nothing is said to have gone.

    Raises:
        DataError: The two are not of one sort or kind, an edition is given with a day, or a table of days states none.
        UnknownEditionError: A catalog does not cover the day.
        InvalidDateError: `on` or `before_on` is no day.

    Example:
        >>> import cptkit
        >>> report = changes(cptkit.edition(dt.date(2025, 12, 31)), cptkit.edition(dt.date(2026, 1, 1)))
        >>> "77014" in report.went
        True
    """
    if isinstance(before, Table) and isinstance(after, Table):
        return _of_tables(before, after, before_on, on)
    old, new = _edition(before, before_on), _edition(after, on)
    compared = Comparison(old, new)
    found = tuple(compared.changes())
    same = old.catalog is new.catalog
    first, last = (str(each.on) if same else _named(each) for each in (old, new))
    return ChangeReport(first, last, _in_order(found), tuple(compared.notes))


def _edition(given: object, on: dt.date | None) -> Edition:
    """Give an edition of what a caller gives."""
    if isinstance(given, Catalog):
        return given.at(on)
    if isinstance(given, Edition) and on is None:
        return given
    if isinstance(given, Edition):
        raise DataError(
            (f"{given!r} has its day: give a catalog with a day, or the edition alone",)
        )
    raise DataError((f"{shown(given)} cannot be compared with the other: {_CURE}",))


def _named(edition: Edition) -> str:
    own = [
        each.source.release or each.kind.value
        for each in edition.catalog.tables
        if holds(each.source, edition.on)
    ]
    return f"{edition.on} ({', '.join(dict.fromkeys(own)) or edition.catalog.version})"


def _in_order(found: tuple[Change, ...]) -> tuple[Change, ...]:
    """Put changes in the order of their topics; within one they stand as they were found."""
    places = {topic: at for at, topic in enumerate(type(found[0].topic))} if found else {}
    return tuple(sorted(found, key=lambda each: places[each.topic]))


# --- two tables


def _of_tables(
    before: Table[Any], after: Table[Any], before_on: dt.date | None, on: dt.date | None
) -> ChangeReport:
    """Compare two tables of one kind and setting."""
    if before.kind is not after.kind or before.setting is not after.setting:
        raise DataError((f"{before!r} and {after!r} are not of one kind: {_CURE}",))
    days = _day(before, before_on), _day(after, on)
    notes = [
        f"{each!r} does not say that it is whole, so that what is missing in it may be in force"
        for each in (before, after)
        if not each.complete
    ]
    found = tuple(_differences(before, after, *days))
    return ChangeReport(str(before.source), str(after.source), _in_order(found), tuple(notes))


def _day(table: Table[Any], on: dt.date | None) -> dt.date | None:
    """Give the day for which a table is asked; only tables whose rows have days need one."""
    day = table.source.effective if on is None else as_day(on)
    if day is None and table.kind in (TableKind.PTP, TableKind.ADD_ON):
        raise DataError((f"{table!r} does not state its days: give on= and before_on=",))
    return day


def _differences(
    before: Table[Any], after: Table[Any], before_on: dt.date | None, on: dt.date | None
) -> Iterator[Change]:
    kind, setting = before.kind, before.setting
    if kind is TableKind.PTP and before_on is not None and on is not None:
        yield from pair_changes([before], before_on, [after], on, setting)
        return
    if kind not in COMPARED:
        raise DataError((f"{before!r} is of a kind that is not compared",))
    sides = []
    for table, day in ((before, before_on), (after, on)):
        asked = day if kind is TableKind.ADD_ON else None
        sides.append(keyed(kind, (row for row in table if asked is None or holds(row, asked))))
    old, new = sides
    if kind is TableKind.FEE_SCHEDULE:
        yield from code_changes((key[0] for key in old), (key[0] for key in new))
        codes = {key[0] for key in old} & {key[0] for key in new}
        old, new = ({key: side[key] for key in side if key[0] in codes} for side in (old, new))
        yield from price_changes(old, new)
    yield from row_changes(kind, old, new, setting)
