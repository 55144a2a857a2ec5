"""Codes that columns name by number: the search and the index give the same."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptkit.errors import DataError
from cptkit.files.code_numbers import CodeNumbers, numbered

codes_of_five = st.lists(st.text("0127AT", min_size=5, max_size=5), max_size=12, unique=True)
codes_of_any = st.lists(st.text("0127AT", min_size=1, max_size=7), max_size=8, unique=True)
asked = st.lists(st.text("0127AT ", max_size=6), max_size=40)


@given(codes=codes_of_five | codes_of_any, others=asked)
def test_a_code_has_its_place_as_its_number(codes: list[str], others: list[str]) -> None:
    """However often was asked, whatever was asked, and whatever length codes have."""
    numbers = numbered(codes)
    for code in [*others, *codes, *others, *codes]:
        assert numbers.finder()(code) == (codes.index(code) if code in codes else None)


@given(codes=codes_of_five | codes_of_any)
def test_codes_are_a_frozen_sequence(codes: list[str]) -> None:
    """Length, index, slice, iteration, equality, hash and pickle."""
    numbers = numbered(codes)
    assert list(numbers) == codes
    assert [numbers[at] for at in range(-len(codes), len(codes))] == codes * 2
    assert (len(numbers), numbers[1:], numbers[::-1]) == (
        len(codes),
        tuple(codes[1:]),
        tuple(codes[::-1]),
    )
    again = pickle.loads(pickle.dumps(numbers))
    assert (again, hash(again)) == (numbers, hash(numbers))
    assert numbers != numbered([*codes, "99999"])
    assert numbers != codes
    with pytest.raises(IndexError):
        numbers[len(codes)]


def test_what_was_found_by_searching_is_found_by_the_index() -> None:
    """A finder that was taken before goes on after the index was made."""
    numbers = CodeNumbers("00100 71250 71260")
    first = numbers.finder()
    for _ in range(50):
        last = numbers.finder()
    for find in (first, last):
        assert [find(code) for code in ("00100", "71260", "7125", "0 712", "71270")] == [
            0,
            2,
            None,
            None,
            None,
        ]
    assert first != last


def test_a_code_that_a_text_of_codes_cannot_hold_is_refused() -> None:
    """One that is empty, or has a blank in it: it would come back as two."""
    with pytest.raises(DataError) as caught:
        numbered(["71260", "", "712 0", "71260 "])
    assert caught.value.problems == (
        "'' is no code",
        "'712 0' is no code",
        "'71260 ' is no code",
    )
