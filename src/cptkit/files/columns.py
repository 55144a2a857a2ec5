"""Rows in columns: each distinct value of a column stands once, and a row is made when it is asked for.

A fee schedule of nineteen thousand rows is two megabytes of numbers until somebody asks it something.
"""

from __future__ import annotations

import json
import operator
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

from cptkit.errors import DataError, shown
from cptkit.files.arrays import typecode
from cptkit.files.field_codecs import codecs_of
from cptkit.files.packed_bytes import CURE


class Columns(Sequence[Any]):
    """A frozen sequence of rows of one class; equal to a tuple of the same rows.

    Attributes:
        row: The attrs class of the rows.
        names: The fields that are columns.
        text: JSON of a list for each column: its distinct values, written by their codecs.
        indexes: For each column, the number of each row's value among them.

    Example:
        >>> from cptkit.values.table import Source
        >>> columns_of(Source, (Source("CMS"), Source("AMA")))[1].publisher
        'AMA'
    """

    __slots__ = ("_values", "indexes", "names", "row", "text")

    def __init__(
        self,
        row: type[Any],
        names: tuple[str, ...],
        text: bytes,
        indexes: tuple[array[int], ...],
    ) -> None:
        self.row: type[Any] = row
        self.names: tuple[str, ...] = names
        self.text: bytes = text
        self.indexes: tuple[array[int], ...] = indexes
        self._values: tuple[Sequence[Any], ...] | None = None

    def column(self, name: str) -> list[Any]:
        """Give one field of every row, without making the rows."""
        at = self.names.index(name)
        return [self._read()[at][number] for number in self.indexes[at]]

    def _read(self) -> tuple[Sequence[Any], ...]:
        """Read the distinct values, once; threads that ask at once read equal ones."""
        if self._values is None:
            self._values = _distinct(self)
        return self._values

    def _rows(self, numbers: range) -> Iterator[Any]:
        row, columns = self.row, tuple(zip(self.names, self._read(), self.indexes, strict=True))
        for at in numbers:
            yield row(**{name: values[index[at]] for name, values, index in columns})

    def __len__(self) -> int:
        return len(self.indexes[0])

    @overload
    def __getitem__(self, index: int) -> Any: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Any, ...]: ...

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return tuple(self._rows(range(len(self))[index]))
        at = range(len(self))[index]
        return next(self._rows(range(at, at + 1)))

    def __iter__(self) -> Iterator[Any]:
        return self._rows(range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Columns, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(map(operator.eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Columns, (self.row, self.names, self.text, self.indexes)

    def __repr__(self) -> str:
        return f"<Columns: {len(self)} rows of {self.row.__name__}>"


class ByKey(Mapping[Any, Any]):
    """Rows of columns by some of their fields; a row is made when it is first asked for. Of equal keys the last counts.

    Example:
        >>> from cptkit.values.table import Source
        >>> rows = ByKey(columns_of(Source, (Source("CMS", "a.csv"), Source("AMA", "b.txt"))), "publisher", "file")
        >>> rows["AMA", "b.txt"].publisher, rows.get(("AMA", "a.csv"))
        ('AMA', None)
    """

    __slots__ = ("_made", "_places", "_rows")

    def __init__(self, rows: Columns, *names: str) -> None:
        keys = zip(*map(rows.column, names), strict=True)
        self._rows: Columns = rows
        self._places: dict[tuple[str, ...], int] = {key: at for at, key in enumerate(keys)}
        self._made: dict[tuple[str, ...], Any] = {}

    def __getitem__(self, key: Any) -> Any:
        if key not in self._made:
            self._made[key] = self._rows[self._places[key]]
        return self._made[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def columns_of(row: type[Any], rows: Sequence[Any]) -> Columns:
    """Put rows into columns.

    Args:
        row: Their class.
        rows: The rows.

    Returns:
        The columns; equal rows in one order give equal columns.

    Raises:
        DataError: A row is of another class, or a field holds what its type does not say; all is listed.
    """
    problems = [
        f"row {number}: {shown(each)} is no {row.__name__}"
        for number, each in enumerate(rows, 1)
        if type(each) is not row
    ]
    made = []
    if not problems:
        codecs = codecs_of(row)
        made = [_column(name, codec.write, rows, problems) for name, codec in codecs.items()]
    if problems:
        raise DataError(tuple(problems))
    text = "[" + ",".join(f"[{','.join(each)}]" for each, _ in made) + "]"
    return Columns(row, tuple(codecs), text.encode("ascii"), tuple(index for _, index in made))


def _column(
    name: str, write: Callable[[Any], Any], rows: Sequence[Any], problems: list[str]
) -> tuple[list[str], array[int]]:
    """Number the values of a field, and write each distinct one once; what cannot be written is a problem."""
    numbers: dict[str, int] = {}
    known: dict[
        int, int
    ] = {}  # by identity, while the rows hold their values: 0.0 and 0.00 are equal
    index = []
    for place, row in enumerate(rows, 1):
        value = getattr(row, name)
        number = known.get(id(value))
        if number is None:
            try:
                text = json.dumps(write(value), separators=(",", ":"))
            except ValueError as error:
                problems.append(f"row {place}: {name}: {error}")
                continue
            number = known[id(value)] = numbers.setdefault(text, len(numbers))
        index.append(number)
    return list(numbers), array(typecode(len(numbers)), index)


def _distinct(columns: Columns) -> tuple[Sequence[Any], ...]:
    """Read the distinct values of columns."""
    codecs = codecs_of(columns.row)
    try:
        found = tuple(
            tuple(map(codecs[name].read, written))
            for name, written in zip(columns.names, json.loads(columns.text), strict=True)
        )
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        raise DataError((f"packed rows cannot be read ({error}): {CURE}",)) from error
    if any(
        max(index, default=-1) >= len(each)
        for index, each in zip(columns.indexes, found, strict=True)
    ):
        raise DataError((f"packed rows name values that are not there: {CURE}",))
    return found
