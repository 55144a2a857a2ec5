"""The caller's own tables: which of them answer. Pure functions over the tables in the order in which they were given.

Where several answer, the table given last does: a newer table is given to correct an older one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cptkit.errors import DataError, shown
from cptkit.indicators import Setting
from cptkit.values.claim_fields import not_these
from cptkit.values.coverage import Holding, once_a_table
from cptkit.values.days import holds
from cptkit.values.raw import in_order
from cptkit.values.table import Descriptor, FeeScheduleRow, Table, TableKind

Tables = tuple[Table[object], ...]


def tables_from(value: object) -> Tables:
    """Check tables.

    Args:
        value: One, or several.

    Returns:
        The tables, as given.

    Raises:
        DataError: Something is no table; all is listed.
    """
    several = isinstance(value, Iterable) and not isinstance(value, (str, bytes, Table))
    told = "tables are what cptkit.cms and cptkit.ama read"
    each = in_order(value, told, not_these) if several else (value,)
    wrong = tuple(
        f"{shown(t)} is no table: read one with cptkit.cms or cptkit.ama"
        for t in each
        if not isinstance(t, Table)
    )
    if wrong:
        raise DataError(wrong)
    return each


def pickled(tables: Tables) -> bytes | Tables:
    """Pack tables for a pickle; those that cannot be packed, such as one that a test makes up, go as they are."""
    from cptkit.files.packing import pack  # noqa: PLC0415 - a look-up needs no packing

    try:
        return pack(tables) if tables else ()
    except DataError:
        return tables


def restored(tables: bytes | Tables) -> Tables:
    """Give the tables that `pickled` wrote."""
    from cptkit.files.packing import unpack  # noqa: PLC0415 - a look-up needs no packing

    return unpack(tables) if isinstance(tables, bytes) else tables


def _given_last_first(
    tables: Tables, kind: TableKind, on: dt.date | None
) -> Iterator[Table[object]]:
    """Give the tables of a kind that cover a day (None: any), in the order in which they answer."""
    return (
        each
        for each in reversed(tables)
        if each.kind is kind and (on is None or holds(each.source, on))
    )


def covering(
    tables: Tables, kind: TableKind, on: dt.date, setting: Setting | None = None
) -> Tables:
    """Give the tables of a kind that cover a day, in the order in which they answer.

    Args:
        tables: The caller's own, in the order given.
        kind: The kind.
        on: The day.
        setting: Whose table; tables of no setting count too, and ASC claims go by the practitioner tables.

    Returns:
        The tables; () where none covers the day.
    """
    practitioner = (Setting.PROFESSIONAL,) if setting is Setting.ASC else ()
    settings = (None, setting, *practitioner)
    return tuple(each for each in _given_last_first(tables, kind, on) if each.setting in settings)


def answering(tables: Tables, kind: TableKind, on: dt.date) -> Table[object] | None:
    """Give the one table of a kind without settings that answers for a day, or None."""
    return next(iter(covering(tables, kind, on)), None)


def holdings(
    tables: Tables, kind: TableKind, on: dt.date, setting: Setting | None = None
) -> tuple[Holding[Any], ...]:
    """Give the tables that `covering` gives as holdings, exact ones; the kind says what their rows are."""
    return tuple(Holding(each, exact=True) for each in covering(tables, kind, on, setting))


def descriptors(tables: Tables, code: str, on: dt.date | None) -> tuple[Descriptor, ...]:
    """Give the licensed texts of a code from every table whose edition covers a day (None: any)."""
    return tuple(
        each
        for table in _given_last_first(tables, TableKind.DESCRIPTORS, on)
        for each in table
        if isinstance(each, Descriptor) and each.code == code
    )


@once_a_table
def fee_rows(table: Table[object]) -> Mapping[tuple[str, str], FeeScheduleRow]:
    """Give the rows of a fee schedule by code and modifier; those of an unpacked one are made when they are asked for."""
    from cptkit.files.columns import ByKey, Columns  # noqa: PLC0415 - who brings no table needs none

    if isinstance(table.rows, Columns) and table.rows.row is FeeScheduleRow:
        return ByKey(table.rows, "code", "modifier")
    return {(row.code, row.modifier): row for row in table if isinstance(row, FeeScheduleRow)}


@once_a_table
def codes_of(table: Table[object]) -> frozenset[str]:
    """Give the codes that the rows of a table name."""
    from cptkit.files.columns import Columns  # noqa: PLC0415 - as above

    if isinstance(table.rows, Columns) and "code" in table.rows.names:
        return frozenset(table.rows.column("code")) - {""}
    return frozenset(str(code) for row in table if (code := getattr(row, "code", None)))
