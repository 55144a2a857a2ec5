"""Parts of several lines in columns: two have one number exactly where nothing that is read tells them apart."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from cptkit.frames import coded, equal_parts
from cptkit.frames.claim_lines import runs
from cptkit.frames.equal_parts import Members, Parts, ranked


def made_parts(seed: int) -> Parts:
    """Make parts of one to five members, of few contents, so that many are equal; a part names providers or none."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable sample
    sizes = [chance.randint(1, 5) for _ in range(300)]
    owners = np.repeat(np.arange(len(sizes)), sizes)
    named = np.array([chance.random() < 0.5 for _ in sizes])[owners]
    rows = len(owners)
    ids = np.array([chance.randint(-1, 1) for _ in range(rows)])
    providers = ranked(owners, np.where(named, ids, -1))
    content = np.array([chance.randint(0, 1) for _ in range(rows)])
    members = Members(
        content,
        providers,
        np.full(rows, -1),
        np.arange(rows),
        np.arange(rows),
        np.ones(rows, np.int64),
    )
    starts, counts = runs(owners)
    return Parts(members, starts, counts, np.array([chance.randint(0, 1) for _ in sizes]))


@pytest.mark.parametrize("seed", [1, 2])
def test_equal_parts_have_one_number(seed: int) -> None:
    """As the parts written out are equal or not; each number is asked for once."""
    parts = made_parts(seed)
    numbers, firsts = parts.equal()
    written = list(parts.told_apart(np.arange(len(numbers))))
    assert len(set(written)) == len(firsts) < len(written)
    assert written == [written[firsts[number]] for number in numbers.tolist()]


def test_parts_of_very_many_lines_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a number of its own, and the smaller ones have one where they are equal."""
    monkeypatch.setattr(equal_parts, "MOST_COMPARED", 3)
    parts = made_parts(3)
    numbers, firsts = parts.equal()
    written = list(parts.told_apart(np.arange(len(numbers))))
    large = {place for place, size in enumerate(parts.sizes.tolist()) if size > 3}
    small = {written[place] for place in range(len(numbers)) if place not in large}
    assert len(firsts) == len(large) + len(small)
    assert written == [written[firsts[number]] for number in numbers.tolist()]


def test_of_no_parts_nothing_is_told() -> None:
    """No line of a frame may stand beside another."""
    none = np.zeros(0, np.int64)
    numbers, firsts = Parts(Members(*[none] * 6), none, none, none).equal()
    assert not len(numbers)
    assert not len(firsts)
    assert not len(ranked(none, none))


def test_rows_of_a_table_are_taken_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, in their order: one array of Arrow could not hold the texts of very many."""
    monkeypatch.setattr(coded, "_MOST_IN_A_PIECE", 3)
    table = pa.table({"text": ["a", "b", None]})
    rows = np.array([2, 0, 0, 1, 2, 1, 1])
    found = coded.rows_of(table, rows)
    assert found["text"].num_chunks == 3
    assert found.to_pylist() == table.take(rows).to_pylist()
    assert coded.rows_of(table, rows[:0]).schema == table.schema


@pytest.mark.parametrize("most", [1, 1_000_000])
def test_distinct_rows_are_those_of_the_rows(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few possible ones are ticked off at a time, each row finds its own cells."""
    monkeypatch.setattr(coded, "_MOST_TICKED", most)
    chance = random.Random(4)  # noqa: S311 - a repeatable sample
    rows = [tuple(chance.choice("abcdefgh") for _ in range(5)) for _ in range(400)]
    columns = [coded.coded_objects(column) for column in zip(*rows, strict=True)]
    places, asked = coded.together(columns, len(rows))
    assert [asked[place] for place in places.tolist()] == rows
    assert len(asked) == len(set(rows))
