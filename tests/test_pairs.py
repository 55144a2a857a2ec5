"""Pairs in columns answer as a plain list of rows would."""

from __future__ import annotations

import datetime as dt
import pickle
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptkit.files.pairs import Builder, Pairs, Terms, pairs_of
from cptkit.indicators import CorrectCoding
from cptkit.values.code import sort_key
from cptkit.values.days import in_force
from cptkit.values.table import PtpEdit, Source

SOURCE = Source("CMS NCCI", "invented", "v1")
CODES = ["0042T", "36000", "71250", "71260", "71270", "A9552", "G0279"]
DAYS = [None, dt.date(2020, 1, 1), dt.date(2022, 4, 1), dt.date(2024, 7, 1)]
terms = st.tuples(
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.sampled_from(CorrectCoding),
    st.sampled_from(["", "why"]),
)
rows = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), terms), max_size=40)


def edit(row: tuple[str, str, Terms]) -> PtpEdit:
    """Make the edit of a row."""
    return PtpEdit(row[0], row[1], *row[2], SOURCE)


def force(each: PtpEdit, on: dt.date) -> bool:
    """Tell whether an edit is in force on a day."""
    return each.indicator is not CorrectCoding.NOT_APPLICABLE and in_force(
        each.effective, each.through, on
    )


@given(given_rows=rows)
def test_it_is_the_sequence_of_its_rows_in_code_order(
    given_rows: list[tuple[str, str, Terms]],
) -> None:
    """Length, iteration, index, slice and membership agree with the rows that went in."""
    pairs = pairs_of(given_rows, SOURCE)
    listed = list(pairs)
    assert sorted(map(repr, listed)) == sorted(repr(edit(row)) for row in given_rows)
    assert [(sort_key(e.column_1), sort_key(e.column_2)) for e in listed] == sorted(
        (sort_key(a), sort_key(b)) for a, b, _ in given_rows
    )
    assert [pairs[i] for i in range(len(pairs))] == listed
    assert [pairs[i] for i in range(-len(pairs), 0)] == listed
    assert list(pairs[1:-1]) == listed[1:-1]
    assert all(each in pairs for each in listed)


@given(given_rows=rows, on=st.dates(dt.date(2019, 1, 1), dt.date(2025, 1, 1)))
def test_a_pair_is_found_in_either_order_when_it_is_in_force(
    given_rows: list[tuple[str, str, Terms]], on: dt.date
) -> None:
    """What is found is in force, the asked column order goes first, and nothing in force is missed."""
    pairs = pairs_of(given_rows, SOURCE)
    for a, b in [(a, b) for a in CODES for b in CODES]:
        found = pairs.find(a, b, on)
        straight = [
            e for e in map(edit, given_rows) if (e.column_1, e.column_2) == (a, b) and force(e, on)
        ]
        swapped = [
            e for e in map(edit, given_rows) if (e.column_1, e.column_2) == (b, a) and force(e, on)
        ]
        assert (found in (straight or swapped)) if straight or swapped else found is None


@given(
    given_rows=rows,
    on=st.dates(dt.date(2019, 1, 1), dt.date(2025, 1, 1)),
    claim=st.lists(st.sampled_from([*CODES, "99999"]), max_size=8),
)
def test_a_claim_is_asked_as_each_of_its_pairs_would_be(
    given_rows: list[tuple[str, str, Terms]], on: dt.date, claim: list[str]
) -> None:
    """All edits between any two codes, in both column orders, once each."""
    pairs = pairs_of(given_rows, SOURCE)
    found = pairs.among(claim, on)
    wanted = {(a, b) for a in set(claim) for b in set(claim)}
    expected = {
        (e.column_1, e.column_2)
        for e in map(edit, given_rows)
        if force(e, on) and (e.column_1, e.column_2) in wanted
    }
    assert {(e.column_1, e.column_2) for e in found} == expected
    assert len(found) == len(expected)
    assert pairs.among(claim, on) == found


@given(given_rows=rows)
def test_history_gives_every_span_the_oldest_first(
    given_rows: list[tuple[str, str, Terms]],
) -> None:
    """Only the asked column order counts."""
    pairs = pairs_of(given_rows, SOURCE)
    for a, b in combinations(CODES, 2):
        spans = pairs.history(a, b)
        assert sorted(map(repr, spans)) == sorted(
            repr(edit(row)) for row in given_rows if row[:2] == (a, b)
        )
        assert [e.effective or dt.date.min for e in spans] == sorted(
            e.effective or dt.date.min for e in spans
        )
        assert pairs.touches(a) is any(a in row[:2] for row in given_rows)


@given(given_rows=rows)
def test_equality_hash_and_pickle_go_by_what_is_held(
    given_rows: list[tuple[str, str, Terms]],
) -> None:
    """The order in which rows came in does not matter."""
    pairs, other = pairs_of(given_rows, SOURCE), pairs_of(given_rows[::-1], SOURCE)
    assert pairs == other == pickle.loads(pickle.dumps(pairs))
    assert hash(pairs) == hash(other)
    assert pairs != pairs_of(
        [*given_rows, ("99213", "36000", (None, None, CorrectCoding.ALLOWED, ""))], SOURCE
    )
    assert pairs != list(pairs)


def test_days_choose_among_the_spans_of_a_pair() -> None:
    """The deletion date is the last day in force, and indicator 9 was never in force."""
    first, second = (dt.date(2018, 7, 1), dt.date(2026, 6, 30)), (dt.date(2026, 7, 1), None)
    pairs = pairs_of(
        [
            ("71260", "36000", (*second, CorrectCoding.NOT_ALLOWED, "b")),
            ("71260", "36000", (*first, CorrectCoding.ALLOWED, "a")),
            ("71260", "36005", (*first, CorrectCoding.NOT_APPLICABLE, "a")),
        ],
        SOURCE,
    )
    days = [dt.date(2018, 6, 30), dt.date(2018, 7, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1)]
    assert [e and e.rationale for e in (pairs.find("36000", "71260", day) for day in days)] == [
        None,
        "a",
        "a",
        "b",
    ]
    assert pairs.find("71260", "36005", days[1]) is None
    assert pairs.history("71260", "36005")[0].indicator is CorrectCoding.NOT_APPLICABLE


def test_many_codes_and_terms_widen_the_columns() -> None:
    """More than 256 codes, and more than 256 terms, take two bytes each; more than 65,536 take four."""
    many = [
        (
            "71260",
            f"{n:05d}",
            (dt.date(1996, 1, 1) + dt.timedelta(days=n % 300), None, CorrectCoding.ALLOWED, ""),
        )
        for n in range(70_000)
    ]
    pairs = pairs_of(many, SOURCE)
    assert len(pairs) == len(many)
    found = pairs.find("69999", "71260", dt.date(2024, 1, 1))
    assert found is not None
    assert found.effective == dt.date(1996, 1, 1) + dt.timedelta(days=69_999 % 300)


def test_codes_that_share_a_bit_of_a_sketch_are_told_apart() -> None:
    """A sketch may say perhaps; the columns decide."""
    codes = [f"{n:05d}" for n in range(3000)]
    pairs = pairs_of(
        [("99999", code, (None, None, CorrectCoding.ALLOWED, "")) for code in codes[::2]], SOURCE
    )
    for _ in range(2):
        found = pairs.among(["99999", *codes[:2100:7], "00001"], dt.date(2024, 1, 1))
        assert [edit.column_2 for edit in found] == codes[:2100:14]


def test_a_builder_names_rows_that_came_twice() -> None:
    """Equal terms are one row; other terms are history."""
    builder = Builder()
    one, two = (builder.term((day, None, CorrectCoding.ALLOWED, "")) for day in DAYS[1:3])
    for term in (one, two, one):
        builder.add("71260", "36000", term)
    assert builder.repeated() == (("71260", "36000"),)


def test_it_shows_itself_in_one_line() -> None:
    """Never the rows."""
    assert repr(pairs_of([], SOURCE)) == "<Pairs: 0 rows, CMS NCCI invented v1>"
    with pytest.raises(IndexError):
        pairs_of([], SOURCE)[0]
    assert isinstance(pairs_of([], SOURCE), Pairs)
