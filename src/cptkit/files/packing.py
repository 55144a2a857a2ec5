"""Tables as bytes that load in milliseconds: a quarter is read once, and loaded by every process that serves it.

PTP pairs are their columns as they lie in memory; the rows of other tables are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.files.arrays import column_from_bytes, column_to_bytes
from cptkit.files.columns import Columns, columns_of
from cptkit.files.field_codecs import codec_of, codecs_of
from cptkit.files.packed_bytes import CURE, Parts, opened, sealed
from cptkit.files.packed_pairs import pairs_from_parts, pairs_to_parts
from cptkit.files.pairs import Pairs
from cptkit.files.row_kinds import row_of
from cptkit.indicators import Setting
from cptkit.values.raw import in_order
from cptkit.values.table import Source, Table, TableKind, TableScope

_ABOUT = {
    "kind": codec_of(TableKind),
    "source": codec_of(Source),
    "setting": codec_of(Setting | None),
    "complete": codec_of(bool),
    "scope": codec_of(TableScope),
}
"""What a table says besides its rows."""


def pack(tables: Table[Any] | Iterable[Table[Any]]) -> bytes:
    """Pack tables into bytes that `unpack` loads in milliseconds.

    The bytes hold a format version and a checksum, which finds damage and is no signature: load only what you or
    those you trust have packed. Descriptors that you hold a license for are packed with the rest: keep such bytes as you
    keep the AMA's files.

    Args:
        tables: One table, or several: what the readers of `cptkit.cms` and `cptkit.ama` return, or a catalog's ``tables``.

    Returns:
        The bytes; equal ones for equal tables in one order.

    Raises:
        DataError: Something is no table, or a row is not of its table's kind; all is listed.

    Example:
        >>> table = Table(TableKind.MUE, Source("CMS"), (), Setting.PROFESSIONAL)
        >>> unpack(pack(table)) == (table,)
        True
    """
    given = (tables,) if isinstance(tables, Table) else tables
    each = in_order(given, "", lambda value, _: DataError((_no_table(value),)))
    wrong = tuple(_no_table(one) for one in each if not isinstance(one, Table))
    if wrong:
        raise DataError(wrong)
    return sealed([_packed(table) for table in each])


def unpack(data: bytes) -> tuple[Table[Any], ...]:
    """Load tables that `pack` packed.

    Args:
        data: What `pack` returned: bytes, or a view of them. It may be let go afterwards.

    Returns:
        Tables equal to those that were packed, in their order; their rows are made when they are asked for.

    Raises:
        DataError: The bytes are none of `pack`'s, of another version, cut, longer, or altered in any place; the
            message names the cure.

    Example:
        >>> unpack(b"71260,2,3")
        Traceback (most recent call last):
        cptkit.errors.DataError: these bytes are no packed tables of cptkit: give what cptkit.pack returned, or the bytes of the file that holds it
    """
    parts = opened(data)
    try:
        return tuple(_unpacked(head, own) for head, own in parts)
    except (ValueError, KeyError, TypeError) as error:
        raise DataError((f"the packed tables cannot be read ({error}): {CURE}",)) from error


def _no_table(thing: object) -> str:
    return f"{shown(thing)} is no table: give what the readers of cptkit.cms return, or a catalog's tables"


def _packed(table: Table[Any]) -> Parts:
    """Write a table's head and parts."""
    try:
        about = {name: codec.write(getattr(table, name)) for name, codec in _ABOUT.items()}
        if isinstance(table.rows, Pairs):
            types, parts = pairs_to_parts(table.rows)
            return {**about, "types": types}, parts
        columns = _in_columns(table)
    except DataError as error:
        raise DataError(tuple(f"{table.kind.value}: {each}" for each in error.problems)) from None
    except ValueError as error:
        raise DataError((f"{shown(table)}: {error}",)) from None
    types = "".join(index.typecode for index in columns.indexes)
    parts = [columns.text, *map(column_to_bytes, columns.indexes)]
    return {**about, "types": types, "names": columns.names}, parts


def _in_columns(table: Table[Any]) -> Columns:
    """Give the columns of a table: those that it has, or new ones."""
    row = _row_of(table.kind)
    if isinstance(table.rows, Columns) and table.rows.row is row:
        return table.rows
    return columns_of(row, tuple(table.rows))


def _row_of(kind: TableKind) -> type[Any]:
    row = row_of(kind)
    if row is None:
        raise ValueError(f"a {kind.value} is the package's own: no reader gives one")
    return row


def _unpacked(head: dict[str, Any], parts: Sequence[memoryview]) -> Table[Any]:
    """Make a table of its head and parts."""
    about = {name: codec.read(head[name]) for name, codec in _ABOUT.items()}
    rows: Pairs | Columns
    if "names" in head:
        rows = _columns(_row_of(about["kind"]), tuple(head["names"]), head["types"], parts)
    else:
        rows = pairs_from_parts(head["types"], parts, about["source"])
    return Table(**about, rows=rows)


def _columns(
    row: type[Any], names: tuple[str, ...], types: str, parts: Sequence[memoryview]
) -> Columns:
    """Make columns of their parts; another version's fields are told at once, not when a row is asked for."""
    needed = {field.name for field in attrs.fields(row) if field.default is attrs.NOTHING}
    unknown = sorted((set(names) - set(codecs_of(row))) | (needed - set(names)))
    if unknown:
        raise ValueError(f"{row.__name__} has other fields here: {', '.join(unknown)}")
    text, *arrays = parts
    indexes = tuple(map(column_from_bytes, types, arrays))
    if len(indexes) != len(names) or len({len(each) for each in indexes}) != 1:
        raise ValueError(f"the columns of {row.__name__} have not one length")
    return Columns(row, names, bytes(text), indexes)
