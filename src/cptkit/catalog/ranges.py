"""An index over nested ranges of strings, asked by bisect. It knows nothing of codes.

Ranges may nest, as chapters do, and never cross. They are flattened once into disjoint segments, each
with the values of all the ranges that hold it, outermost first; a look-up is one bisect.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Generic, TypeAlias, TypeVar

from cptkit.errors import DataError, shown

T = TypeVar("T")


_Inner: TypeAlias = "tuple[T, _Inner[T] | None]"
"""The value of a range, and the range around it: a segment names its innermost range, so that deep nesting costs no more."""


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

    __slots__ = ("_found", "_segments", "_starts")

    def __init__(self, ranges: Iterable[tuple[str, str, T]]) -> None:
        given = _triples(ranges)
        backwards = [
            f"range {first}-{last} runs backwards" for first, last, _ in given if first > last
        ]
        if backwards:
            raise DataError(tuple(backwards))
        self._starts: list[str] = []
        self._segments: list[_Inner[T] | None] = [None]
        self._flatten(_outer_first(given))
        self._found: list[tuple[T, ...] | None] = [None] * len(self._segments)

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
        except TypeError:
            raise DataError(
                (f"{shown(key)} is no key: a key is a str, not {type(key).__name__}",)
            ) from None
        found = self._found[at]
        if found is None:
            found = self._found[at] = _from_the_outermost(self._segments[at])
        return found

    def _flatten(self, ranges: list[tuple[str, str, T]]) -> None:
        open_ranges: list[tuple[str, _Inner[T]]] = []
        crossing: list[str] = []
        for first, last, value in ranges:
            while open_ranges and open_ranges[-1][0] < first:
                self._close(open_ranges)
            if open_ranges and open_ranges[-1][0] < last:
                crossing.append(
                    f"range {first}-{last} crosses the range that ends at {open_ranges[-1][0]}"
                )
                continue
            open_ranges.append((last, (value, open_ranges[-1][1] if open_ranges else None)))
            self._start(first, open_ranges)
        while open_ranges:
            self._close(open_ranges)
        if crossing:
            raise DataError(tuple(crossing))

    def _close(self, open_ranges: list[tuple[str, _Inner[T]]]) -> None:
        last, _ = open_ranges.pop()
        self._start(last + "\0", open_ranges)  # the least string that follows `last`

    def _start(self, key: str, open_ranges: list[tuple[str, _Inner[T]]]) -> None:
        innermost = open_ranges[-1][1] if open_ranges else None
        if self._starts and self._starts[-1] == key:
            self._segments[-1] = innermost
        else:
            self._starts.append(key)
            self._segments.append(innermost)


def _from_the_outermost(inner: _Inner[T] | None) -> tuple[T, ...]:
    values = []
    while inner is not None:
        value, inner = inner
        values.append(value)
    return tuple(reversed(values))


def _triples(ranges: object) -> list[tuple[str, str, Any]]:
    given: list[Any] = list(ranges) if isinstance(ranges, Iterable) else [ranges]
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
    return given


def _outer_first(ranges: list[tuple[str, str, T]]) -> list[tuple[str, str, T]]:
    by_last = sorted(
        ranges, key=lambda each: each[1], reverse=True
    )  # stable: equal ranges keep their order
    return sorted(by_last, key=lambda each: each[0])
