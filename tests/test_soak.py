"""The soak judges what it saw: errors, complaints, and memory, threads and files that grow."""

from __future__ import annotations

import json
import random

import pytest

from soak import State, growth, percentile, requests, told, warming, wrong

FLAT = [State(100_000 + (n % 3) * 500, 5, 12) for n in range(40)]


def test_percentiles_are_values_that_occurred() -> None:
    """By the nearest rank: of a hundred values the 99th is passed by one."""
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 50), percentile(values, 99), percentile(values, 100)) == (
        50,
        99,
        100,
    )
    assert (percentile([7.0], 1), percentile([1.0, 2.0], 50), percentile([1.0, 2.0], 99)) == (
        7,
        1,
        2,
    )


def test_a_service_that_stays_as_it_was() -> None:
    """Noise is no growth, and what loads in the first quarter counts for nothing."""
    loading = [State(50_000 + n * 5_000, 5, 12) for n in range(10)]
    assert (wrong(FLAT, [], ""), wrong(loading + FLAT[10:], [], "")) == ([], [])
    assert growth(FLAT) == pytest.approx(1, abs=0.01)


def test_what_grows_or_fails_is_told() -> None:
    """Each has its sentence."""
    leak = [State(100_000 + n * 400, 5, 12) for n in range(40)]
    assert wrong(leak, [], "") == ["memory grows: times 1.076"]
    assert wrong([*FLAT[:-1], State(100_000, 9, 12)], [], "") == ["threads grow: 5, then 9"]
    more = [*FLAT[:-1], State(100_000, 5, 40)]
    assert wrong(more, [], "") == ["open files grow: 12 at most, then 40"]
    assert wrong(FLAT, ["a: 500, not 200"] * 3, "") == ["3 wrong answers, such as a: 500, not 200"]
    assert wrong(FLAT, [], "no\n") == ["the service complained: no\n"]


def test_the_load_is_mixed_and_the_same_for_a_seed() -> None:
    """All kinds of claims, pages, and what is refused; whoever repeats a run repeats its requests."""
    drawn = requests(random.Random(3))  # noqa: S311 - drawn to be drawn again
    assert drawn == requests(random.Random(3))  # noqa: S311 - the same
    assert {each.kind for each in drawn} == {
        "json, 1 to 6 lines",
        "json, 50 lines",
        "fhir, 1 to 6 lines",
        "x12, 5 claims",
        "pages and schemas",
        "refused",
    }
    assert {each.status for each in drawn} == {200, 400, 404, 405, 413, 415, 422}
    days = {json.loads(each.body)["lines"][0]["date_of_service"] for each in warming()}
    assert (len(days), min(days), max(days)) == (27, "2020-02-15", "2026-08-15")


def test_the_figures_are_told() -> None:
    """A row for each kind and one for all, in milliseconds."""
    text = told({"a": [0.001, 0.002], "b": [0.5]}, FLAT, 3.0)
    assert text.splitlines()[1].split() == ["a", "2", "1.0", "ms", "2.0", "ms", "2.0", "ms"]
    assert text.splitlines()[3].split()[:4] == ["all", "3", "2.0", "ms"]
    assert "1 requests a second over 3 seconds" in text
