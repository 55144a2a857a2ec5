"""Procedure-to-procedure pairs in columns: millions of rows in a few bytes each, an edit made when asked for.

For each column 1 code, the column 2 codes stand sorted in one array, and beside each the number of its terms
(days, indicator, rationale), which few pairs do not share with many others. Single questions bisect. A claim's
questions meet small sketches of these arrays first, made on demand for the codes that claims name.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, overload

from cptkit.files.arrays import typecode
from cptkit.files.code_numbers import CodeNumbers, numbered
from cptkit.indicators import CorrectCoding
from cptkit.values.code import sort_key
from cptkit.values.days import in_force
from cptkit.values.table import PtpEdit, Source

Terms: TypeAlias = "tuple[dt.date | None, dt.date | None, CorrectCoding, str]"
"""First day, last day, indicator and rationale of an edit."""

Stored: TypeAlias = "tuple[CodeNumbers, array[int], array[int], array[int], tuple[Terms, ...]]"
"""Codes in code order; where the rows of each begin; of each row the number of column 2, and of its terms; the terms."""

_CODE_BITS = 22
_TERM_BITS = 20
_CODE_MASK = (1 << _CODE_BITS) - 1
_TERM_MASK = (1 << _TERM_BITS) - 1
_SKETCH_MASK = 2047
"""A sketch has a bit for each remainder of code numbers: some hundred bytes for a code that claims name."""


class Pairs(Sequence[PtpEdit]):
    """A frozen sequence of `PtpEdit`, stored in columns, with look-ups in either argument order.

    Rows stand by column 1, column 2 and first day, in code order. Equality is structural.

    Example:
        >>> pairs = pairs_of([("71260", "71250", (None, None, CorrectCoding.NOT_ALLOWED, ""))], Source("CMS"))
        >>> pairs.find("71250", "71260", dt.date(2024, 7, 1)).column_1
        '71260'
    """

    __slots__ = (
        "_codes",
        "_exact",
        "_near",
        "_seconds",
        "_source",
        "_starts",
        "_term_of",
        "_terms",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - the columns
        self,
        codes: CodeNumbers,
        starts: array[int],
        seconds: array[int],
        term_of: array[int],
        terms: tuple[Terms, ...],
        source: Source,
        *,
        exact: bool = True,
    ) -> None:
        self._codes = codes
        self._starts = starts
        self._seconds = seconds
        self._term_of = term_of
        self._terms = terms
        self._source = source
        self._exact = exact
        self._near: dict[int, int] = {}

    @property
    def source(self) -> Source:
        """The table's release."""
        return self._source

    @property
    def exact(self) -> bool:
        """What each edit says of whether the release is that of the day asked."""
        return self._exact

    @property
    def terms(self) -> tuple[Terms, ...]:
        """Days, indicator and rationale of the edits, each once."""
        return self._terms

    def of_another_quarter(self, source: Source) -> Pairs:
        """Give the same pairs, each edit saying that its release is not that of the day; the columns are shared."""
        told = Pairs(*self.columns(), source, exact=False)
        told._near = self._near
        return told

    def find(self, a: str, b: str, on: dt.date) -> PtpEdit | None:
        """Give the edit between two codes that is in force on a day, in either argument order.

        An edit of indicator 9 was never in force.

        Args:
            a: A code.
            b: Another code.
            on: The day of service.

        Returns:
            The edit as it stands in the table, or None.
        """
        for first, second in ((a, b), (b, a)):
            one, at = self._at(first, second)
            found = self._in_force(one, at, on) if at >= 0 else None
            if found is not None:
                return found
        return None

    def history(self, column_1: str, column_2: str) -> tuple[PtpEdit, ...]:
        """Give every edit that the table has of one pair in this column order, the oldest first."""
        one, at = self._at(column_1, column_2)
        return tuple(self._edit(one, each) for each in self._same(one, at)) if at >= 0 else ()

    def among(self, codes: Iterable[str], on: dt.date) -> tuple[PtpEdit, ...]:
        """Give every edit in force on a day between any two of a claim's codes.

        Args:
            codes: The codes; repeated ones count once.
            on: The day of service.

        Returns:
            The edits, by column 1 in the order of the codes given.
        """
        ids = [
            (one, 1 << (one & _SKETCH_MASK))
            for one in map(self._codes.finder(), dict.fromkeys(codes))
            if one is not None
        ]
        claim = 0
        for _, bit in ids:
            claim |= bit
        near_of, starts, seconds = self._near.get, self._starts, self._seconds
        edits = []
        for one, _ in ids:
            near = near_of(one)
            both = claim & (self._made_near(one) if near is None else near)
            if not both:
                continue
            first, end = starts[one], starts[one + 1]
            for two, bit in ids:
                if (
                    both & bit
                ):  # `_at_ids` written out: a call for each would cost a third of the whole
                    at = bisect_left(seconds, two, first, end)
                    if (
                        at < end
                        and seconds[at] == two
                        and (edit := self._in_force(one, at, on)) is not None
                    ):
                        edits.append(edit)
        return tuple(edits)

    def column_1_codes(self) -> tuple[str, ...]:
        """Give the codes that stand in column 1 of some row, in code order."""
        return tuple(
            code
            for number, code in enumerate(self._codes)
            if self._starts[number] < self._starts[number + 1]
        )

    def touches(self, code: str) -> bool:
        """Tell whether any row names a code in either column."""
        return self._codes.finder()(code) is not None

    def _at(self, first: str, second: str) -> tuple[int, int]:
        """Find the number of column 1 and the first row of a pair, or give -1 for the row."""
        number_of = self._codes.finder()
        one, two = number_of(first), number_of(second)
        return (-1, -1) if one is None or two is None else (one, self._at_ids(one, two))

    def _at_ids(self, one: int, two: int) -> int:
        """Find the first row of a pair of code numbers, or give -1."""
        end = self._starts[one + 1]
        at = bisect_left(self._seconds, two, self._starts[one], end)
        return at if at < end and self._seconds[at] == two else -1

    def _same(self, one: int, at: int) -> range:
        """Give the rows of one pair from its first one on."""
        last, end = at + 1, self._starts[one + 1]
        while last < end and self._seconds[last] == self._seconds[at]:
            last += 1
        return range(at, last)

    def _in_force(self, one: int, at: int, on: dt.date) -> PtpEdit | None:
        """Make the edit of the pair at a row that is in force on a day, or give None."""
        end, seconds, two = self._starts[one + 1], self._seconds, self._seconds[at]
        while at < end and seconds[at] == two:
            first, last, indicator, _ = self._terms[self._term_of[at]]
            if indicator is not CorrectCoding.NOT_APPLICABLE and in_force(first, last, on):
                return self._edit(one, at)
            at += 1
        return None

    def _edit(self, one: int, at: int) -> PtpEdit:
        """Make the edit of a row."""
        return PtpEdit(
            self._codes[one],
            self._codes[self._seconds[at]],
            *self._terms[self._term_of[at]],
            self._source,
            self._exact,
        )

    def _made_near(self, one: int) -> int:
        """Make and keep the sketch of a code's column 2 codes: a bit that is not set proves absence."""
        bits = bytearray((_SKETCH_MASK + 1) // 8)
        for two in self._seconds[self._starts[one] : self._starts[one + 1]]:
            bits[(two & _SKETCH_MASK) >> 3] |= 1 << (two & 7)
        self._near[one] = near = int.from_bytes(bits, "little")
        return near

    def __len__(self) -> int:
        return len(self._seconds)

    @overload
    def __getitem__(self, index: int) -> PtpEdit: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[PtpEdit, ...]: ...

    def __getitem__(self, index: int | slice) -> PtpEdit | tuple[PtpEdit, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        return self._edit(bisect_left(self._starts, at + 1) - 1, at)

    def __iter__(self) -> Iterator[PtpEdit]:
        for one in range(len(self._codes)):
            for at in range(self._starts[one], self._starts[one + 1]):
                yield self._edit(one, at)

    def _key(self) -> tuple[object, ...]:
        return self._codes, self._starts, self._seconds, [self._terms[t] for t in self._term_of]

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Pairs) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._codes, len(self)))

    def columns(self) -> Stored:
        """Give what the pairs are stored in; callers must not change the arrays."""
        return self._codes, self._starts, self._seconds, self._term_of, self._terms

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Pairs, (*self.columns(), self.source)

    def __repr__(self) -> str:
        return f"<Pairs: {len(self)} rows, {self.source}>"


class Builder:
    """Collects pairs in any order and packs them.

    Example:
        >>> builder = Builder()
        >>> builder.add("71260", "71250", builder.term((None, None, CorrectCoding.NOT_ALLOWED, "")))
        >>> len(builder.build(Source("CMS")))
        1
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._terms: dict[Terms, int] = {}
        self._keys = array("Q")

    def term(self, terms: Terms) -> int:
        """Give the number of terms that `add` takes."""
        return self._terms.setdefault(terms, len(self._terms))

    def add(self, column_1: str, column_2: str, term: int) -> None:
        """Add a row."""
        ids = self._ids
        one = ids.setdefault(column_1, len(ids))
        two = ids.setdefault(column_2, len(ids))
        self._keys.append((one << _CODE_BITS | two) << _TERM_BITS | term)

    def build(self, source: Source) -> Pairs:
        """Pack what was added into columns."""
        codes, terms, keys = self._sorted()
        starts = array("I", bytes(4 * (len(codes) + 1)))
        for key in keys:
            starts[(key >> _TERM_BITS >> _CODE_BITS) + 1] += 1
        for number in range(len(codes)):
            starts[number + 1] += starts[number]
        seconds = array(typecode(len(codes)), (key >> _TERM_BITS & _CODE_MASK for key in keys))
        term_of = array(typecode(len(terms)), (key & _TERM_MASK for key in keys))
        return Pairs(numbered(codes), starts, seconds, term_of, terms, source)

    def repeated(self) -> tuple[tuple[str, str], ...]:
        """Give the pairs of which a row was added twice with equal terms."""
        names = list(self._ids)
        keys = sorted(self._keys)
        return tuple(
            (names[a >> _TERM_BITS >> _CODE_BITS], names[a >> _TERM_BITS & _CODE_MASK])
            for a, b in pairwise(keys)
            if a == b
        )

    def _sorted(self) -> tuple[tuple[str, ...], tuple[Terms, ...], list[int]]:
        """Renumber codes in code order and terms by their days, and sort the rows by them."""
        codes = sorted(self._ids, key=sort_key)
        terms = sorted(self._terms, key=_term_order)
        code_rank, term_rank = array("Q", bytes(8 * len(codes))), array("Q", bytes(8 * len(terms)))
        for rank, code in enumerate(codes):
            code_rank[self._ids[code]] = rank
        for rank, each in enumerate(terms):
            term_rank[self._terms[each]] = rank
        keys = [
            (
                code_rank[key >> _TERM_BITS >> _CODE_BITS] << _CODE_BITS
                | code_rank[key >> _TERM_BITS & _CODE_MASK]
            )
            << _TERM_BITS
            | term_rank[key & _TERM_MASK]
            for key in self._keys
        ]
        keys.sort()
        return tuple(codes), tuple(terms), keys


def pairs_of(rows: Iterable[tuple[str, str, Terms]], source: Source) -> Pairs:
    """Pack rows of column 1, column 2 and terms, given in any order."""
    builder = Builder()
    for column_1, column_2, terms in rows:
        builder.add(column_1, column_2, builder.term(terms))
    return builder.build(source)


def _term_order(terms: Terms) -> tuple[dt.date, dt.date, str, str]:
    first, last, indicator, rationale = terms
    return first or dt.date.min, last or dt.date.max, indicator.value, rationale
