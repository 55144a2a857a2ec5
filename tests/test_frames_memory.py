"""Memory over a stream: what is remembered of lines, parts, words and ids stays within a limit, and what is said stays the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from cptkit import frames, packaged
from cptkit.frames import claim_parts, findings, streams
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.claim_rows import told_of
from cptkit.frames.seen_ids import SeenIds
from cptkit.values.policy import NO_POLICY
from looped import some
from made_lines import ARGUMENTS, COLUMNS, expected_findings, made_rows

ROWS = made_rows(600, seed=12)
TABLE = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in ROWS])


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let fifty rows be judged at a time."""
    monkeypatch.setattr(streams, "ROWS", 50)
    monkeypatch.setattr(findings, "CHUNK", 50)


def judges_after(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[], Any]
) -> tuple[list[int], ClaimJudge]:
    """Do some work: how much was remembered after each time that rows were judged, and who judged."""
    held: list[int] = []
    judges: list[ClaimJudge] = []

    def judged(columns: Any, cells: Any, claims: Any, judge: ClaimJudge) -> Any:
        told = told_of(columns, cells, claims, judge)
        held.append(judge.remembers)
        judges.append(judge)
        return told

    with monkeypatch.context() as patch:
        patch.setattr(findings, "told_of", judged)
        work()
    return held, judges[-1]


def kept_by(*owners: object) -> list[int]:
    """Give the sizes of the dictionaries and lists that some values hold."""
    every = (held for owner in owners for held in vars(owner).values())
    return [len(held) for held in every if isinstance(held, (dict, list))]


def streamed() -> Any:
    """Check the rows batch by batch."""
    return frames.check(TABLE.to_reader(7), **ARGUMENTS).read_all()


def test_what_is_remembered_stays_within_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the limit forgets all before the next rows are judged; where nobody forgets, it grows to ten times as much."""
    grown, _ = judges_after(monkeypatch, streamed)
    assert grown == sorted(grown)
    most = grown[-1] // 10
    monkeypatch.setattr(claim_parts, "MOST_REMEMBERED", most)
    held, _ = judges_after(monkeypatch, streamed)
    new = max(later - before for before, later in itertools.pairwise([0, *grown]))
    assert len(held) == len(grown)
    assert some(each < most + 2 * new for each in held)
    assert max(held) < grown[-1] / 2


@pytest.mark.parametrize("most", [1, 5_000])
def test_who_forgot_says_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a stream and in a frame, whose findings are numbered by words that were forgotten since."""
    monkeypatch.setattr(claim_parts, "MOST_REMEMBERED", most)
    expected = expected_findings(ROWS, None, None, verdicts=False)
    assert streamed().to_pylist() == expected
    assert frames.check(TABLE, **ARGUMENTS).to_pylist() == expected


def test_nothing_is_kept_by_who_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every dictionary and list that grew, of lines, parts, words and days, is then as in one who judged nothing yet."""

    def kept(judge: ClaimJudge) -> list[int]:
        return kept_by(judge, judge.words, *(scope.lines for scope in judge.scopes))

    _, judge = judges_after(monkeypatch, streamed)
    before = kept(judge)
    assert sum(each > 0 for each in before) > 12
    monkeypatch.setattr(claim_parts, "MOST_REMEMBERED", 1)
    judge.hold_small()
    assert kept(judge) == kept(ClaimJudge(NO_POLICY, packaged, verdicts=False))
    assert judge.remembers == 0


def test_all_that_grows_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells that were read count, and the lines whose texts were looked through for days, and all else that a judge holds."""
    _, judge = judges_after(monkeypatch, streamed)
    every = sum(kept_by(judge))
    lines_and_words = len(judge.words) + sum(len(scope.lines) for scope in judge.scopes)
    assert judge.remembers == every + lines_and_words


def test_ids_are_told_again_however_many_there_are() -> None:
    """As a set would: of many ids in batches of any size, the first that was there before; -1 and -2 are two."""
    chance = random.Random(8)  # noqa: S311 - a repeatable sample
    seen, known = SeenIds(), set[object]()
    again: list[bool] = []
    for _ in range(400):
        ids = [chance.randrange(30_000) for _ in range(chance.choice((0, 1, 1, 2, 40)))]
        first = next((at for at, each in enumerate(ids) if each in known or each in ids[:at]), None)
        assert seen.add(ids) == first
        known.update(ids)
        again.append(first is not None)
    assert 40 < sum(again) < 360
    assert SeenIds().add([-1, -2, "A"]) is None
