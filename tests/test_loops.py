"""Tests that bite: no loop of a test runs over nothing unseen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from looped import some, unguarded

TESTS = sorted(Path(__file__).parent.glob("test_*.py"))


def places(source: str) -> list[str]:
    """Give what a test would run over that may be nothing."""
    return [ast.unparse(each) for each in unguarded(ast.parse(source))]


def test_every_loop_of_every_test_holds_something() -> None:
    """A loop that asserts, `all(...)`, and a comprehension that must be empty run over what is written out or over `some`."""
    bare = {
        f"{path.name}:{each.lineno} {ast.unparse(each)[:80]}"
        for path in some(TESTS, 80)
        for each in unguarded(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert bare == set(), "wrap what it runs over in looped.some"


def test_some_refuses_nothing() -> None:
    """What is empty, or smaller than the test says, is an error; else all is given."""
    assert some(iter("ab")) == ("a", "b")
    with pytest.raises(AssertionError, match="0 things, not at 1 or more"):
        some(())
    with pytest.raises(AssertionError, match="2 things, not at 3 or more"):
        some("ab", 3)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("for row in rows: assert row", ["rows"]),
        ("for row in some(rows): assert row", []),
        ("for row in (1, 2): assert row", []),
        ("for row in (): assert row", ["()"]),
        ("for row in (*rows, 1): assert row", []),
        ("for row in (*rows,): assert row", ["(*rows,)"]),
        ("for row in {}: assert row", ["{}"]),
        ("for row in {1: 2}.items(): assert row", []),
        ("for row in range(3): assert row", []),
        ("for row in range(len(rows)): assert row", ["range(len(rows))"]),
        ("for row in zip((1, 2), rows): assert row", ["zip((1, 2), rows)"]),
        ("for row in map(str, (1, 2)): assert row", []),
        ("for row in 'ab': assert row", []),
        ("for row in rows: print(row)", []),
        ("wrong = []\n    for row in rows: wrong.append(row)\n    assert wrong == []", ["rows"]),
        ("wrong = []\n    for row in rows: wrong.append(row)\n    assert wrong", []),
        ("wrong = {row for row in rows if row}\n    assert wrong == set()", ["rows"]),
        ("wrong = {row for row in rows if row}\n    assert not wrong", ["rows"]),
        ("assert [row for row in rows if row] == []", ["rows"]),
        ("assert () == tuple(row for row in rows if row)", ["rows"]),
        ("assert {row: 1 for row in rows if row} == {}", ["rows"]),
        ("assert [row for row in some(rows) if row] == []", []),
        ("assert [row for row in rows if row] == [1]", []),
        ("assert all(row for row in rows)", ["(row for row in rows)"]),
        ("assert all(some(row for row in rows))", []),
        ("assert all(row for row in (1, 2))", []),
        ("assert all(row for row in (1, 2) if row > 1)", ["(row for row in (1, 2) if row > 1)"]),
        ("assert not any(row for row in rows)", ["rows"]),
    ],
)
def test_what_may_be_nothing_is_found(body: str, found: list[str]) -> None:
    """Loops, collections and comprehensions are told from those that surely hold something."""
    assert places(f"def test_it():\n    {body}") == found


def test_laws_hold_of_nothing_too() -> None:
    """Drawn values may be none: the law is about them as well."""
    assert places("@given(rows=lists)\ndef test_it(rows):\n    for row in rows: assert row") == []
