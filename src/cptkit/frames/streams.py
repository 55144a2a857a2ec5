"""Rows that come in batches, as Parquet, Arrow readers and Spark give them: a claim that is open at a batch's end is carried on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cptkit.errors import DataError, shown
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.claim_rows import claim_numbers
from cptkit.frames.coded import coded_array, plain, taken
from cptkit.frames.findings import Checking, Findings, judged_rows
from cptkit.frames.questions import Reads
from cptkit.frames.seen_ids import SeenIds

ROWS = 50_000
"""Rows that are judged at a time, and the rest of an open claim."""


@attrs.define(eq=False)
class Stream:
    """Checks claims as their rows come; the rows of a claim stand together.

    Attributes:
        checking: What is checked and how.
        judge: Who judges.
        behind: How many rows were judged.
    """

    checking: Checking
    judge: ClaimJudge
    behind: int = 0

    def findings(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Check the claims of some batches.

        Args:
            batches: Record batches of Arrow.

        Yields:
            Tables of findings with what stands beside them, as soon as claims are whole.
        """
        held: list[Any] = []
        rows = 0
        for batch in batches:
            held.append(batch)
            rows += batch.num_rows
            if rows >= ROWS:
                table = pa.Table.from_batches(held)
                whole = self._whole(table)
                if whole:
                    yield self._told(table.slice(0, whole))
                    held = table.slice(whole).to_batches()
                    rows -= whole
        if rows:
            yield self._told(pa.Table.from_batches(held))

    def _whole(self, table: Any) -> int:
        """Count the rows before the claim that may go on in the next batch; a row without an id is a claim of its own."""
        claims = plain(table.column(self.checking.columns.claim.cell_name), Reads.NAME)
        last = claims[-1]
        if not last.is_valid:
            return int(table.num_rows)
        others = pc.fill_null(pc.not_equal(claims, last), fill_value=True)
        places = np.flatnonzero(others.to_numpy())
        return int(places[-1]) + 1 if len(places) else 0

    def _told(self, table: Any) -> Any:
        cells = {
            each.column: coded_array(table.column(each.column), each.reads)
            for each in self.checking.inputs
        }
        claims = claim_numbers(self.checking.columns, cells, table.num_rows)
        found = judged_rows(self.checking, self.judge, cells, claims)
        made = beside(self.checking, found, table)
        at = made.column_names.index("row")
        rows = pc.add(made.column("row"), self.behind)
        self.behind += table.num_rows
        return made.set_column(at, "row", rows)


def beside(checking: Checking, found: Findings, table: Any) -> Any:
    """Give findings as a table, with what stands in the frame that they are of: claims, lines, and what is kept."""
    told, made = found.told, found.table()
    rows = made.column("row")
    firsts = pa.array(told.firsts)
    columns = {"claim": taken(table.column(checking.columns.claim.cell_name), firsts)}
    columns |= {name: made.column(name) for name in made.column_names}
    if checking.columns.line.input is not None:
        columns["line"] = taken(table.column(checking.columns.line.cell_name), rows)
    return pa.table(columns | {name: taken(table.column(name), rows) for name in checking.keep})


def once_each(batches: Iterable[Any], column: str) -> Iterator[Any]:
    """Make sure that the rows of a claim stand together.

    Raises:
        DataError: A claim comes again after another.
    """
    seen = SeenIds()
    open_claim: object = None
    for batch in batches:
        ids = _runs(batch.column(column))
        goes_on = bool(ids) and ids[0] == open_claim
        new = [claim for claim in ids[goes_on:] if claim is not None]
        again = seen.add(new)
        if again is not None:
            raise DataError(
                (
                    f"claim {shown(new[again])} comes again after others: sort the rows by {shown(column)}",
                )
            )
        open_claim = ids[-1] if ids else open_claim
        yield batch


def _runs(claims: Any) -> list[object]:
    """Give the ids of a batch, each once a run."""
    if not len(claims):
        return []
    return list(pc.run_end_encode(plain(claims, Reads.NAME)).values.to_pylist())
