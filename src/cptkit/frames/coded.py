"""Columns as numbers: each cell by the place of its value among the distinct ones; and answers as Arrow tables."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cptkit.frames.questions import Cells, Gives, Question, Reads
from cptkit.values.raw import is_blank, unboxed

Places: TypeAlias = "npt.NDArray[np.int64]"

_MOST_TICKED = 1_000_000
"""So many possible numbers are ticked off in a list, whatever there are of them."""
_FEW = 1_000
_MOST_IN_A_PIECE = 100_000

_TYPES = {
    Gives.TEXT: pa.string(),
    Gives.DAY: pa.date32(),
    Gives.FLAG: pa.bool_(),
    Gives.SHARE: pa.float64(),
    Gives.AMOUNT: pa.decimal128(18, 2),
}
_TICKS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_FARTHEST = (-(2**31), 2**31 - 1)


@attrs.frozen(eq=False)
class Coded:
    """A column as numbers.

    Attributes:
        places: For each row the place of its value.
        values: The distinct values, Python's own; None where a cell holds nothing.
    """

    places: Places
    values: tuple[object, ...]

    def of(self, rows: Places) -> Coded:
        """Give some of the rows, with the values that are among them."""
        places, used = _distinct(self.places[rows], len(self.values))
        return Coded(places, tuple([self.values[place] for place in used.tolist()]))


def coded_array(column: Any, reads: Reads) -> Coded:
    """Code a column of Arrow, in chunks or not, dictionary or not; timestamps count by their day where days are read.

    Args:
        column: The array.
        reads: What it is read as.

    Returns:
        The column as numbers.
    """
    encoded = pc.dictionary_encode(plain(column, reads))
    if not isinstance(encoded, pa.ChunkedArray):
        encoded = pa.chunked_array([encoded])
    encoded = encoded.unify_dictionaries()
    if not encoded.num_chunks:
        return Coded(np.zeros(0, np.int64), (None,))
    values = _own_of(encoded.chunk(0).dictionary)
    places = [chunk.indices.fill_null(len(values)).to_numpy() for chunk in encoded.chunks]
    return Coded(np.concatenate(places, dtype=np.int64), (*values, None))


def _own_of(column: Any) -> tuple[object, ...]:
    """Give the cells of an Arrow array in Python's own values; texts are, however many ids there are."""
    cells = cells_of(column)
    are_texts = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return tuple(cells if are_texts else map(own, cells))


def cells_of(column: Any) -> list[Any]:
    """Give the cells of an Arrow array in Python's own values; a day that Python has not, as one of the year 10000, by its text."""
    try:
        cells: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        return [_cell(each) for each in column]
    return cells


def _cell(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        return f"day {scalar.value} from 1970-01-01"


def plain(column: Any, reads: Reads) -> Any:
    """Bring a column into a type that can be encoded: no dictionaries, runs, views or extensions, days for timestamps."""
    kind = column.type
    if pa.types.is_run_end_encoded(kind) or pa.types.is_dictionary(kind):
        return plain(_decoded(column), reads)
    held = held_type(kind)
    if held != kind:
        return plain(column.cast(held, safe=not pa.types.is_date64(kind)), reads)
    if pa.types.is_null(kind):
        return column.cast(pa.large_string())
    if reads is Reads.DAY and pa.types.is_timestamp(kind):
        return _days(column)
    return column


def held_type(kind: Any) -> Any:
    """Give the type of the values that a type of Arrow holds in a way of its own; the type itself where it does not."""
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return kind.value_type
    if isinstance(kind, pa.BaseExtensionType):
        return kind.storage_type
    if pa.types.is_string_view(kind):
        return pa.large_string()
    if pa.types.is_decimal32(kind) or pa.types.is_decimal64(kind):
        return pa.decimal128(kind.precision, kind.scale)
    return pa.date32() if pa.types.is_date64(kind) else kind


def _decoded(column: Any) -> Any:
    """Write runs or a dictionary out, chunk by chunk: Arrow does it for arrays only."""
    if isinstance(column, pa.ChunkedArray):
        chunks = [_decoded(each) for each in column.chunks]
        return pa.chunked_array(chunks or [pa.array([], held_type(column.type))])
    if pa.types.is_run_end_encoded(column.type):
        return pc.run_end_decode(column)
    return taken(column.dictionary, column.indices)


def _days(column: Any) -> Any:
    """Give the days of timestamps, where their clocks stand; one that is too far off for a day of Arrow, as its farthest."""
    kind = column.type
    local = pc.local_timestamp(column) if kind.tz is not None else column
    ticks = np.asarray(local.cast(pa.int64()).fill_null(0))
    days = np.floor_divide(ticks, _TICKS[kind.unit] * 86_400).clip(*_FARTHEST)
    nothing = np.asarray(column.is_null())
    return pa.array(days.astype(np.int32), mask=nothing).cast(pa.date32())


def taken(column: Any, rows: Any) -> Any:
    """Take rows of a column, nothing for a null; of a type of which Arrow takes none, by another one or cell by cell."""
    kind = column.type
    if pa.types.is_run_end_encoded(kind):
        return taken(_decoded(column), rows)
    try:
        return column.take(rows)
    except pa.ArrowNotImplementedError:
        if pa.types.is_string_view(kind) or pa.types.is_binary_view(kind):
            broad = pa.large_string() if pa.types.is_string_view(kind) else pa.large_binary()
            return column.cast(broad).take(rows).cast(kind)
        cells = column.to_pylist()
        asked = [None if row is None else cells[row] for row in rows.to_pylist()]
        return pa.array(asked, kind)


def rows_of(table: Any, rows: Places) -> Any:
    """Take rows of a table, in pieces: one array of Arrow holds at most 2 GB of text."""
    edges = range(0, max(len(rows), 1), _MOST_IN_A_PIECE)
    return pa.concat_tables([table.take(rows[edge : edge + _MOST_IN_A_PIECE]) for edge in edges])


def coded_objects(cells: Iterable[object]) -> Coded:
    """Code a column of any objects: equal ones of one type are one, and one that cannot be hashed is by itself."""
    known: dict[Hashable, int] = {}
    values: list[object] = []
    places: list[int] = []
    for cell in cells:
        value = own(cell)
        try:
            place = known.setdefault((type(value), value), len(values))
        except TypeError:
            place = len(values)
        if place == len(values):
            values.append(value)
        places.append(place)
    return Coded(np.array(places, np.int64), tuple(values))


def own(cell: object) -> object:
    """Give a cell in Python's own values: None for what stands for nothing, texts of blanks left as they are."""
    if isinstance(cell, str):
        return cell
    return None if is_blank(cell) else unboxed(cell)


def together(columns: Sequence[Coded], rows: int) -> tuple[Places, list[Cells]]:
    """Code several columns as one.

    Args:
        columns: The columns.
        rows: How many rows they have.

    Returns:
        For each row the place of its cells among the distinct ones, and these.
    """
    mixed, kept = np.zeros(rows, np.int64), [np.zeros(min(rows, 1), np.int64)]
    wide, most = len(kept[0]), min(max(rows, _FEW), _MOST_TICKED)
    sizes: list[int] = []
    for column in columns:
        size = len(column.values)
        if sizes and wide * size > most:
            mixed, kept = _unmixed(mixed, kept, sizes)
            wide, sizes = len(kept[0]), []
        mixed = mixed * size + column.places
        wide *= size
        sizes.append(size)
    mixed, kept = _unmixed(mixed, kept, sizes)
    places = [each.tolist() for each in kept[1:]]
    values = [column.values for column in columns]
    distinct = len(kept[0])
    return mixed, [
        tuple(held[place[row]] for held, place in zip(values, places, strict=True))
        for row in range(distinct)
    ]


def _unmixed(
    mixed: Places, kept: list[Places], sizes: Sequence[int]
) -> tuple[Places, list[Places]]:
    """Number what was mixed, and give for each number the places in all columns: those kept, and those mixed since."""
    numbers, held = _distinct(mixed, len(kept[0]) * math.prod(sizes))
    added = []
    for size in reversed(sizes):
        held, place = np.divmod(held, size)
        added.append(place)
    return numbers, [each[held] for each in kept] + added[::-1]


def _distinct(numbers: Places, below: int) -> tuple[Places, Places]:
    """Give for each number its place among the distinct ones, and these."""
    if below > _MOST_TICKED:
        found = pc.dictionary_encode(pa.array(numbers))
        return found.indices.to_numpy().astype(np.int64), found.dictionary.to_numpy()
    return ticked(numbers, below)


def ticked(numbers: Places, below: int) -> tuple[Places, Places]:
    """Give for each number its place among the distinct ones, and these ascending, ticked off in a list of all possible ones."""
    is_there = np.zeros(below, bool)
    is_there[numbers] = True
    distinct = np.flatnonzero(is_there)
    place = np.zeros(below, np.int64)
    place[distinct] = np.arange(len(distinct))
    return place[numbers], distinct


def answers(question: Question, asked: Sequence[Cells]) -> Any:
    """Ask a question of distinct cells.

    Returns:
        An Arrow table of the answers, a row for each.
    """
    return table_of(question.gives, [question.answer(cells) for cells in asked])


def table_of(gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
    """Make an Arrow table of rows."""
    columns = zip(*rows, strict=True) if rows else [()] * len(gives)
    return pa.table(
        {
            name: pa.array(list(column), _TYPES[kind])
            for (name, kind), column in zip(gives, columns, strict=True)
        }
    )


def arrow_schema(gives: Sequence[tuple[str, Gives]]) -> Any:
    """Give the types of answers."""
    return pa.schema([pa.field(name, _TYPES[kind]) for name, kind in gives])
