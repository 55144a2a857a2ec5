"""Lines of many claims as columns of numbers, and which of them stand together."""

from __future__ import annotations

import functools

import attrs
import numpy as np

from cptkit.claim_check.reach import Reach
from cptkit.frames.coded import Places, ticked

_MOST = 2**62
"""Numbers of several columns made one stay below."""
_TICKED_A_ROW, _FEW = 4, 1_000
"""Up to so many possible numbers a row, and so many at least, are ticked off in a list; of more the rows are sorted."""


@attrs.frozen(eq=False, slots=False)
class Lines:
    """Lines that claims are made of, a claim's lines one after the other in their order.

    Attributes:
        rows: The row of the frame.
        claims: The number of the claim, ascending.
        kinds: The number of the line's kind, which the judge gave.
        codes: The number of its code.
        days: The day of service, as an ordinal.
        likes: The day that stands for it.
        providers: The number of the provider's id in text order; -1 where none is named.
        sessions: The same of the session's id.
        terms: The number of what holds for its claim.
    """

    rows: Places
    claims: Places
    kinds: Places
    codes: Places
    days: Places
    likes: Places
    providers: Places
    sessions: Places
    terms: Places

    @functools.cached_property
    def places(self) -> Places:
        """The place of each line on its claim."""
        return counted(self.claims)

    @functools.cached_property
    def _days_of_claims(self) -> Places:
        return numbered(self.claims, self.days).numbers

    @functools.cached_property
    def _visits(self) -> Places:
        return numbered(self._days_of_claims, self.providers).numbers

    def together(self, reach: Reach) -> Places:
        """Number which lines a rule of a reach sees together.

        Args:
            reach: How far it looks.

        Returns:
            For each line the number of its group.
        """
        if reach is Reach.DAY:
            return self._days_of_claims
        if reach is Reach.SAME:
            return numbered(self._days_of_claims, self.codes).numbers
        if reach is Reach.VISIT:
            return self._visits
        if reach is Reach.CODE:
            return numbered(self._visits, self.codes).numbers
        return self.claims if reach is Reach.CLAIM else np.arange(len(self.rows))


@attrs.frozen(eq=False)
class Numbered:
    """Rows of some columns by number, in the order of the columns.

    Attributes:
        numbers: For each row its number; equal rows have one.
        firsts: Of each number the first row.
    """

    numbers: Places
    firsts: Places

    @property
    def counts(self) -> Places:
        """How many rows have each number."""
        return np.bincount(self.numbers, minlength=len(self.firsts))

    def distinct(self, *columns: Places) -> list[tuple[int, ...]]:
        """Give each distinct row of the columns that were numbered, in the order of the numbers.

        Example:
            >>> columns = np.array([0, 0, 1]), np.array([5, 5, 5])
            >>> numbered(*columns).distinct(*columns)
            [(0, 5), (1, 5)]
        """
        return list(zip(*(column[self.firsts].tolist() for column in columns), strict=True))


def numbered(*columns: Places) -> Numbered:
    """Number the distinct rows of some columns, in their order.

    Example:
        >>> found = numbered(np.array([0, 0, 1]), np.array([5, 5, 5]))
        >>> found.numbers.tolist(), found.firsts.tolist()
        ([0, 0, 1], [0, 2])
    """
    mixed, wide = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        least = int(column.min(initial=0))
        size = int(column.max(initial=0)) - least + 1
        if wide * size > _MOST:
            mixed = np.unique(mixed, return_inverse=True)[1]
            wide = len(mixed)
        mixed = mixed * size + (column - least)
        wide *= size
    if wide > max(_TICKED_A_ROW * len(mixed), _FEW):
        _, firsts, numbers = np.unique(mixed, return_index=True, return_inverse=True)
        return Numbered(numbers, firsts)
    numbers, distinct = ticked(mixed, wide)
    return Numbered(numbers, first_rows(numbers, len(distinct)))


def first_rows(numbers: Places, below: int) -> Places:
    """Give of each number below a limit the first row that has it; 0 of one that none has.

    Example:
        >>> first_rows(np.array([1, 0, 1]), 2).tolist()
        [1, 0]
    """
    firsts = np.zeros(below, np.int64)
    firsts[numbers[::-1]] = np.arange(len(numbers))[::-1]  # what is written last stays
    return firsts


def counted(ascending: Places) -> Places:
    """Count from 0 within each run of equal numbers.

    Example:
        >>> counted(np.array([3, 3, 4])).tolist()
        [0, 1, 0]
    """
    starts, sizes = runs(ascending)
    return np.arange(len(ascending)) - np.repeat(starts, sizes)


def runs(ascending: Places) -> tuple[Places, Places]:
    """Give where each run of equal numbers begins, and how long it is.

    Example:
        >>> [each.tolist() for each in runs(np.array([3, 3, 4]))]
        [[0, 2], [2, 1]]
    """
    starts = first_places(ascending)
    return starts, np.diff(np.append(starts, len(ascending)))


def first_places(ascending: Places) -> Places:
    """Give where each run of equal numbers begins."""
    changes = np.ones(len(ascending), bool)
    changes[1:] = ascending[1:] != ascending[:-1]
    return np.flatnonzero(changes)


def spread(starts: Places, counts: Places) -> Places:
    """Give the places of several stretches, one after the other.

    Example:
        >>> spread(np.array([5, 0]), np.array([2, 1])).tolist()
        [5, 6, 0]
    """
    before = np.cumsum(counts) - counts
    places: Places = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    return places
