"""What differs between two tables of pairs, millions of rows a side, told code by code."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cptkit.files.pairs import Pairs, Terms
from cptkit.indicators import CorrectCoding
from cptkit.values.code import sort_key
from cptkit.values.days import in_force

Differing: TypeAlias = "tuple[str, str, CorrectCoding | None, CorrectCoding | None]"
"""Column 1, column 2, and the indicator on either day; None where no edit was in force."""


class _Side:
    """The pairs of one side that are in force on its day, by column 1."""

    def __init__(self, parts: Sequence[Pairs], on: dt.date, ids: dict[str, int]) -> None:
        self._parts = []
        for pairs in parts:
            codes, starts, seconds, term_of, terms = pairs.columns()
            places = array("I", (ids.setdefault(code, len(ids)) for code in codes))
            first_of = {code: number for number, code in enumerate(codes)}
            how = [_in_force(each, on) for each in terms]
            self._parts.append((first_of, starts, seconds, term_of, places, how))

    def codes(self) -> Iterator[str]:
        for first_of, *_ in self._parts:
            yield from first_of

    def of(self, code: str) -> dict[int, CorrectCoding]:
        """Give the indicator of each pair in force, by the number of column 2."""
        found: dict[int, CorrectCoding] = {}
        for first_of, starts, seconds, term_of, places, how in self._parts:
            one = first_of.get(code)
            if one is not None:
                rows = slice(starts[one], starts[one + 1])
                for two, term in zip(seconds[rows], term_of[rows], strict=True):
                    indicator = how[term]
                    if indicator is not None:
                        found[places[two]] = indicator
        return found


def _in_force(terms: Terms, on: dt.date) -> CorrectCoding | None:
    first, last, indicator, _ = terms
    active = indicator is not CorrectCoding.NOT_APPLICABLE and in_force(first, last, on)
    return indicator if active else None


def differing(
    before: Sequence[Pairs], before_on: dt.date, after: Sequence[Pairs], on: dt.date
) -> Iterator[Differing]:
    """Give every pair that is in force on one day alone, or under another indicator, in code order.

    Args:
        before: The parts of one table.
        before_on: The day for which it is asked.
        after: The parts of another, or of the same.
        on: The day for which that is asked.

    Yields:
        Column 1, column 2, and the indicator on either day.

    Example:
        >>> from cptkit.files.pairs import pairs_of
        >>> from cptkit.values.table import Source
        >>> terms = (dt.date(2020, 1, 1), dt.date(2025, 12, 31), CorrectCoding.NOT_ALLOWED, "")
        >>> pairs = pairs_of([("71260", "71250", terms)], Source("CMS"))
        >>> [(a, b, after) for a, b, _, after in differing([pairs], dt.date(2025, 12, 31), [pairs], dt.date(2026, 1, 1))]
        [('71260', '71250', None)]
    """
    ids: dict[str, int] = {}
    old, new = _Side(before, before_on, ids), _Side(after, on, ids)
    names = list(ids)
    for code in sorted({*old.codes(), *new.codes()}, key=sort_key):
        was, now = old.of(code), new.of(code)
        if was == now:
            continue
        for two in sorted(was.keys() | now.keys(), key=lambda two: sort_key(names[two])):
            if was.get(two) is not now.get(two):
                yield code, names[two], was.get(two), now.get(two)
