"""Findings of many claims as a table: the claims cut into chunks, judged here or in processes, and told row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import attrs
import numpy as np
import pyarrow as pa

from cptkit.catalog.catalog import Catalog
from cptkit.errors import MissingExtraError
from cptkit.frames.arguments import inputs_of
from cptkit.frames.claim_lines import runs
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.claim_rows import ClaimColumns, Told, claim_numbers, told_of
from cptkit.frames.coded import Coded, Places, rows_of
from cptkit.frames.questions import Input
from cptkit.values.finding import Finding
from cptkit.values.policy import PayerPolicy

CHUNK = 100_000
"""Rows that are judged at a time; claims are never cut."""

WORDS = (
    "rule",
    "outcome",
    "message",
    "remedy",
    "citation",
    "certainty",
    "carc",
    "release",
)
COLUMNS = ("claim", "line", "row", "finding", *WORDS)
"""The columns of findings, before those that are kept."""


@attrs.frozen
class Checking:
    """What is checked and how.

    Attributes:
        columns: Where the fields of claims stand.
        keep: Columns of the frame to keep beside the findings.
        policy: The payer's own rules.
        catalog: The tables.
        verdicts: Whether PASS and BYPASSED are told too.
        workers: How many processes judge.
        progress: Whether a bar shows how far it is.
    """

    columns: ClaimColumns
    keep: tuple[str, ...]
    policy: PayerPolicy
    catalog: Catalog
    verdicts: bool
    workers: int = 1
    progress: bool = False

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The columns asked, as `cptkit.frames.arguments.inputs_of` gives them."""
        return inputs_of(self.columns.given)

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of all columns that are read: those asked, and those to keep."""
        return tuple(dict.fromkeys((*(each.column for each in self.inputs), *self.keep)))

    def judge(self) -> ClaimJudge:
        """Make one who judges."""
        return ClaimJudge(self.policy, self.catalog, verdicts=self.verdicts)


@attrs.frozen(eq=False)
class _Chunk:
    """Some rows: their places in the frame, for each the first of them that is of its claim, and the cells of lines as numbers."""

    rows: Places
    claims: Places
    cells: Mapping[str, Coded]


@attrs.frozen(eq=False)
class Findings:
    """Findings as numbers and their words as a table of Arrow, a row for each number."""

    told: Told
    words: Any

    def table(self) -> Any:
        """Give the columns that need nothing of the frame."""
        numbers = {
            "line": _nullable(self.told.lines),
            "row": _nullable(self.told.rows),
            "finding": pa.array(self.told.findings),
        }
        words = rows_of(self.words, self.told.words)
        return pa.table(numbers | dict(zip(words.column_names, words.columns, strict=True)))


def _nullable(numbers: Places) -> Any:
    return pa.array(numbers, mask=numbers < 0)


def words_of(findings: Sequence[Finding]) -> Any:
    """Write the words of findings as a table of Arrow."""
    columns: dict[str, list[str | None]] = {
        "rule": [each.rule for each in findings],
        "outcome": [each.outcome.name for each in findings],
        "message": [each.message for each in findings],
        "remedy": [each.remedy for each in findings],
        "citation": [each.citation for each in findings],
        "certainty": [each.certainty.name for each in findings],
        "carc": [each.carc for each in findings],
        "release": [None if each.source is None else each.source.release for each in findings],
    }
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})


def findings_of(checking: Checking, cells: Mapping[str, Coded], rows: int) -> Findings:
    """Check the claims of a frame.

    Args:
        checking: What is checked and how.
        cells: The columns asked, as numbers, by name.
        rows: How many rows the frame has.

    Returns:
        The findings, claims in the order in which they first come.

    Raises:
        MissingExtraError: A bar is asked for, and tqdm is not installed.
    """
    judged = _in_processes if checking.workers > 1 else _here
    found = []
    with _bar(checking, rows) as shown:
        for done, each in judged(checking, _chunks(checking, cells, rows)):
            shown.update(done)
            found.append(each)
    return _joined(found)


def judged_rows(
    checking: Checking, judge: ClaimJudge, cells: Mapping[str, Coded], claims: Places
) -> Findings:
    """Judge the claims of some rows, and tell of them in words of their own: the judge may then forget its own.

    Args:
        checking: What is checked and how.
        judge: Who judges.
        cells: The columns asked, as numbers, by name.
        claims: For each row the first row of its claim.
    """
    told = told_of(checking.columns, cells, claims, judge)
    is_used = np.zeros(len(judge.words.findings), bool)
    is_used[told.words] = True
    numbers: Places = np.cumsum(is_used) - 1
    used = [judge.words.findings[number] for number in np.flatnonzero(is_used).tolist()]
    return Findings(attrs.evolve(told, words=numbers[told.words]), words_of(used))


def _of_chunk(checking: Checking, judge: ClaimJudge, chunk: _Chunk) -> tuple[int, Findings]:
    """Judge a chunk: how many rows it was, and its findings with places in the frame."""
    found = judged_rows(checking, judge, chunk.cells, chunk.claims)
    told = attrs.evolve(
        found.told,
        rows=_placed(found.told.rows, chunk.rows),
        firsts=_placed(found.told.firsts, chunk.rows),
    )
    return len(chunk.rows), Findings(told, found.words)


def _here(checking: Checking, chunks: Iterable[_Chunk]) -> Iterator[tuple[int, Findings]]:
    """Judge chunks in this process."""
    return map(partial(_of_chunk, checking, checking.judge()), chunks)


def _placed(local: Places, rows: Places) -> Places:
    """Give the places in the frame of places in a chunk; -1 stays."""
    placed: Places = np.append(rows, -1)[local]
    return placed


def _chunks(checking: Checking, cells: Mapping[str, Coded], rows: int) -> Iterator[_Chunk]:
    """Cut the rows where claims end, a claim's rows together."""
    numbers = claim_numbers(checking.columns, cells, rows)
    order = np.argsort(numbers, kind="stable")
    starts, sizes = runs(numbers[order])
    places = np.repeat(starts, sizes)
    near = np.searchsorted(starts, np.arange(CHUNK, rows, CHUNK))
    cuts = np.unique([0, rows, *starts[near[near < len(starts)]]])
    of_lines = {each.column for each in inputs_of(checking.columns.given_of_lines)}
    for start, end in pairwise(cuts):
        held = order[start:end]
        mine = {name: each.of(held) for name, each in cells.items() if name in of_lines}
        yield _Chunk(held, places[start:end] - start, mine)


def _end_to_end(told: Sequence[Told]) -> Told:
    empty = np.zeros(0, np.int64)
    return Told(
        *(
            np.concatenate([empty, *(getattr(each, name) for each in told)])
            for name in ("rows", "firsts", "lines", "findings", "words")
        )
    )


# --- processes


_at_work: list[tuple[Checking, ClaimJudge]] = []
"""In a process that judges: what is checked, and who judges."""


def _begin(checking: Checking) -> None:
    _at_work.append((checking, checking.judge()))


def _judged(chunk: _Chunk) -> tuple[int, Findings]:
    """Judge a chunk in a process: rows go back, not reports."""
    return _of_chunk(*_at_work[-1], chunk)


def _in_processes(checking: Checking, chunks: Iterable[_Chunk]) -> Iterator[tuple[int, Findings]]:
    """Judge chunks in processes."""
    alone = attrs.evolve(checking, workers=1, progress=False)
    with ProcessPoolExecutor(
        checking.workers, get_context("spawn"), partial(_begin), (alone,)
    ) as pool:
        yield from pool.map(_judged, chunks)


def _joined(parts: Sequence[Findings]) -> Findings:
    """Put findings end to end, each with its own words behind those of the others."""
    shifted, behind = [], 0
    for each in parts:
        shifted.append(attrs.evolve(each.told, words=each.told.words + behind))
        behind += each.words.num_rows
    return Findings(
        _end_to_end(shifted), pa.concat_tables([words_of(()), *(each.words for each in parts)])
    )


# --- a bar


class _NoBar:
    """Shows nothing."""

    def update(self, rows: int) -> None:
        """Show nothing."""


def told_of_rows(checking: Checking, batches: Iterable[Any]) -> Iterator[Any]:
    """Give batches as they come, and show how many rows they were."""
    with _bar(checking, None) as shown:
        for batch in batches:
            yield batch
            shown.update(batch.num_rows)


def _bar(checking: Checking, rows: int | None) -> Any:
    if not checking.progress:
        return nullcontext(_NoBar())
    try:
        from tqdm.auto import tqdm  # noqa: PLC0415 - an extra, asked for by those who need it
    except ImportError:
        raise MissingExtraError("progress") from None
    return tqdm(total=rows, unit="line", unit_scale=True)
