"""An index over nested ranges of strings, asked by bisect. It knows nothing of codes.

Ranges may nest, as chapters do, and never cross. They are flattened once into disjoint segments, each
with the values of all the ranges that hold it, outermost first; a look-up is one bisect.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Generic, TypeAlias, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.values.raw import in_any_order, unboxed

T = TypeVar("T")
_State: TypeAlias = "tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[int, T], ...]]"
"""The first keys of the segments; the innermost range before the first and from each on, so that deep nesting costs no
more; of each range the one around it, and its value. No range is -1."""


class RangeIndex(Generic[T]):
    """Which ranges hold a key.

    Args:
        ranges: Triples of first key, last key (both included) and value. Where two ranges are equal,
            the one given first counts as the outer.

    Raises:
        DataError: No triples of two texts and a value, or ranges that run backwards or cross; all of them are listed.

    Example:
        >>> index = RangeIndex([("10", "49", "book"), ("20", "29", "chapter")])
        >>> index.find("25")
        ('book', 'chapter')
        >>> index.find("50")
        ()
    """

    __slots__ = ("_found", "_innermost", "_ranges", "_starts")

    _starts: tuple[str, ...]
    _innermost: tuple[int, ...]
    _ranges: tuple[tuple[int, T], ...]
    _found: list[tuple[T, ...] | None]

    def __init__(self, ranges: Iterable[tuple[str, str, T]]) -> None:
        given = _triples(ranges)
        backwards = [
            f"range {first}-{last} runs backwards" for first, last, _ in given if first > last
        ]
        if backwards:
            raise DataError(tuple(backwards))
        flat = _Flattened(_outer_first(given))
        self.__setstate__((tuple(flat.starts), tuple(flat.innermost), tuple(flat.ranges)))

    def __setattr__(self, name: str, value: object) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise attrs.exceptions.FrozenInstanceError

    def __getstate__(self) -> _State[T]:
        return self._starts, self._innermost, self._ranges

    def __setstate__(self, state: _State[T]) -> None:
        object.__setattr__(self, "_starts", state[0])
        object.__setattr__(self, "_innermost", state[1])
        object.__setattr__(self, "_ranges", state[2])
        object.__setattr__(self, "_found", [None] * len(state[1]))

    def find(self, key: str) -> tuple[T, ...]:
        """Give the values of all ranges that hold a key, outermost first.

        Args:
            key: A key in the same order of text as the ranges' ends.

        Returns:
            The values; () where no range holds the key.

        Raises:
            DataError: The key is no text.
        """
        try:
            at = bisect_right(self._starts, key)
        except Exception:  # noqa: BLE001 - no text, or a caller's own class that raises anything
            raise DataError(
                (f"{shown(key)} is no key: a key is a str, not {type(key).__name__}",)
            ) from None
        found = self._found[at]
        if found is None:
            found = self._found[at] = self._holding(self._innermost[at])
        return found

    def _holding(self, place: int) -> tuple[T, ...]:
        values = []
        while place >= 0:
            place, value = self._ranges[place]
            values.append(value)
        return tuple(reversed(values))


class _Flattened(Generic[T]):
    """Ranges as disjoint segments, from ranges in the order that outer ones come first."""

    def __init__(self, ranges: list[tuple[str, str, T]]) -> None:
        self.starts: list[str] = []
        self.innermost: list[int] = [-1]
        self.ranges: list[tuple[int, T]] = []
        open_ranges: list[tuple[str, int]] = []
        crossing: list[str] = []
        for first, last, value in ranges:
            while open_ranges and open_ranges[-1][0] < first:
                self._close(open_ranges)
            if open_ranges and open_ranges[-1][0] < last:
                crossing.append(
                    f"range {first}-{last} crosses the range that ends at {open_ranges[-1][0]}"
                )
                continue
            self.ranges.append((open_ranges[-1][1] if open_ranges else -1, value))
            open_ranges.append((last, len(self.ranges) - 1))
            self._start(first, open_ranges)
        while open_ranges:
            self._close(open_ranges)
        if crossing:
            raise DataError(tuple(crossing))

    def _close(self, open_ranges: list[tuple[str, int]]) -> None:
        last, _ = open_ranges.pop()
        self._start(last + "\0", open_ranges)  # the least string that follows `last`

    def _start(self, key: str, open_ranges: list[tuple[str, int]]) -> None:
        innermost = open_ranges[-1][1] if open_ranges else -1
        if self.starts and self.starts[-1] == key:
            self.innermost[-1] = innermost
        else:
            self.starts.append(key)
            self.innermost.append(innermost)


def _triples(ranges: object) -> list[tuple[str, str, Any]]:
    given = in_any_order(ranges, "ranges are triples of first key, last key and value", _refused)
    wrong = [
        each
        for each in given
        if not (
            isinstance(each, tuple)
            and len(each) == 3
            and isinstance(each[0], str)
            and isinstance(each[1], str)
        )
    ]
    if wrong:
        raise DataError(
            tuple(f"{shown(each)} is no triple of first key, last key and value" for each in wrong)
        )
    return [(str(unboxed(first)), str(unboxed(last)), value) for first, last, value in given]


def _refused(value: object, why: str) -> DataError:
    return DataError((f"{why}, not {shown(value)}",))


def _outer_first(ranges: list[tuple[str, str, T]]) -> list[tuple[str, str, T]]:
    by_last = sorted(
        ranges, key=lambda each: each[1], reverse=True
    )  # stable: equal ranges keep their order
    return sorted(by_last, key=lambda each: each[0])
