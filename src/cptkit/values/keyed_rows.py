"""Rows of a packaged table that are made when they are asked for: those of one code without the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

Row = TypeVar("Row")


class KeyedRows(Sequence[Row]):
    """A frozen sequence of rows; equal to any sequence of the same rows, and packed as a tuple of them.

    Args:
        raw: What each row is made of; the key stands first.
        make: What makes a row.

    Example:
        >>> rows = KeyedRows([["71250", 1], ["71260", 2], ["71260", 3]], tuple)
        >>> rows.of("71260"), rows.of("71270"), rows[0], len(rows)
        ((('71260', 2), ('71260', 3)), (), ('71250', 1), 3)
    """

    __slots__ = ("_by_key", "_make", "_raw")

    def __init__(self, raw: Sequence[Sequence[Any]], make: Callable[[Sequence[Any]], Row]) -> None:
        self._raw = raw
        self._make = make
        self._by_key: dict[str, list[Sequence[Any]]] = {}
        for each in raw:
            self._by_key.setdefault(each[0], []).append(each)

    def of(self, key: str) -> tuple[Row, ...]:
        """Give the rows of a key, in their order."""
        return tuple(map(self._make, self._by_key.get(key, ())))

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(map(self._make, self._raw[index]))
        return self._make(self._raw[index])

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, self._raw)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return tuple, (tuple(self),)
