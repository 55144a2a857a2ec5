"""The range index: equal to brute force, and it refuses what crosses."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptkit import DataError, RangeIndex

KEYS = [f"{i:02d}" for i in range(40)]


def test_outer_ranges_come_first() -> None:
    """A chapter's look-up gives the book before the chapter."""
    index = RangeIndex([("20", "29", "chapter"), ("10", "49", "book"), ("25", "25", "page")])
    assert index.find("25") == ("book", "chapter", "page")
    assert index.find("26") == ("book", "chapter")
    assert index.find("30") == ("book",)


def test_both_ends_belong_and_nothing_beyond() -> None:
    """First and last are included; the key before and the key after are not."""
    index = RangeIndex([("20", "29", "x")])
    assert [index.find(k) for k in ("19", "20", "29", "2900", "30")] == [(), ("x",), ("x",), (), ()]


def test_equal_ranges_nest_as_given() -> None:
    """A heading of one code stands inside the heading above it that has the same range."""
    assert RangeIndex([("5", "5", "outer"), ("5", "5", "inner")]).find("5") == ("outer", "inner")


def test_adjacent_ranges_do_not_touch() -> None:
    """A range that begins right after another one's end shares no key with it."""
    index = RangeIndex([("10", "19", "a"), ("20", "29", "b")])
    assert (index.find("19"), index.find("20")) == (("a",), ("b",))


def test_crossing_ranges_are_refused_all_at_once() -> None:
    """Ranges that cross have no nesting; each of them is named."""
    with pytest.raises(DataError) as caught:
        RangeIndex([("10", "20", 1), ("15", "25", 2), ("18", "30", 3)])
    assert len(caught.value.problems) == 2
    assert "crosses" in str(caught.value)


def test_backward_ranges_are_refused() -> None:
    """A range whose last key lies before its first holds nothing and is an error of the data."""
    with pytest.raises(DataError, match="runs backwards"):
        RangeIndex([("20", "10", 1)])


@pytest.mark.parametrize("bad", [None, 5, "abc", [("1", 2, "x")], [("1", "2")], [["1", "2", "x"]]])
def test_what_is_no_range_is_refused(bad: Any) -> None:
    """Anything but triples of two texts and a value is an error of ours."""
    with pytest.raises(DataError, match="triple"):
        RangeIndex(bad)


@pytest.mark.parametrize("bad", [None, 71260, b"71260"])
def test_a_key_is_a_text(bad: Any) -> None:
    """A number among texts has no order, so that it is refused rather than said to be in no range."""
    with pytest.raises(DataError, match="a key is a str"):
        RangeIndex([("1", "2", "x")]).find(bad)


def test_an_empty_index_knows_nothing() -> None:
    """No range, no answer."""
    assert RangeIndex[int]([]).find("1") == ()


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=12),
    st.sampled_from(KEYS),
)
def test_equals_brute_force(pairs: list[tuple[str, str]], key: str) -> None:
    """Whatever nests is answered as a walk over all ranges would."""
    ranges: list[tuple[str, str, int]] = []
    for a, b in pairs:
        first, last = min(a, b), max(a, b)
        if not any((f < first <= e < last) or (first < f <= last < e) for f, e, _ in ranges):
            ranges.append((first, last, len(ranges)))
    expected = {v for f, e, v in ranges if f <= key <= e}
    found = RangeIndex(ranges).find(key)
    assert set(found) == expected
    spans = {v: (f, e) for f, e, v in ranges}
    assert all(
        spans[o][0] <= spans[i][0] and spans[i][1] <= spans[o][1] for o, i in pairwise(found)
    )
