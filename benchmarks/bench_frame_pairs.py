"""PTP edits between the lines of many claims: `cptkit.frames.check`, asked for this rule alone, against joins written by hand.

    python benchmarks/bench_frame_pairs.py [ROWS]

The query by hand joins each line with the others of its claim, day and provider, and these pairs with a table of
edits: it gives both rows and the indicator. Ours says besides whether modifiers or sides tell the lines apart, in
words with their remedy, and takes no claims for sorted. CPU time, the better of three rounds, in one run; before it, both are
held to each other: they name the same rows. What judging the distinct parts costs does not grow with the rows, and
is told apart; so is the kernel alone, which finds the codes that meet among lines that were read.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from frame_rows import frame_of, lines_of, seconds

from cptkit import Setting, frames
from cptkit.catalog import packaged_tables
from cptkit.claim_check.reach import Scope, rules_by_scope
from cptkit.frames import claim_parts, claim_walk

RULE = "bundling.ptp"
MAP: dict[str, Any] = {
    "line": "line_no",
    "modifiers": ("m1", "m2", "m3", "m4"),
    "provider": "provider",
}
COLUMNS = ("claim_id", "line_no", "cpt", "m1", "m2", "m3", "m4", "dos", "provider")
VISIT = ("claim_id", "dos", "provider")
SOME = 20_000
TARGETS = {"polars": 0.9, "duckdb": 0.9, "pandas": 0.5}


def lines_in_quarter(rows: int) -> Any:
    """Make lines of a month within the quarter of the packaged table, so that it answers for their days."""
    lines = lines_of(rows).select(list(COLUMNS))
    source = packaged_tables.ptp(Setting.PROFESSIONAL)[0].source
    assert source.effective is not None
    days = lines["dos"].cast(pa.int32()).to_numpy()
    first = (source.effective - dt.date(1970, 1, 1)).days
    moved = pa.array((days - days.min() + first).astype(np.int32)).cast(pa.date32())
    return lines.set_column(lines.column_names.index("dos"), "dos", moved)


def edits() -> Any:
    """Give the packaged edits as a table."""
    rows = packaged_tables.ptp(Setting.PROFESSIONAL)[0].rows
    fields = ("column_1", "column_2", "indicator")
    held = [(each.column_1, each.column_2, each.indicator.value) for each in rows]
    return pa.table(dict(zip(fields, map(list, zip(*held, strict=True)), strict=True)))


@contextmanager
def pairs_alone() -> Iterator[None]:
    """Let claims be asked for this rule alone, as if there were no other."""

    def of_pairs(*, passes: bool) -> dict[Scope, Any]:
        every = rules_by_scope(passes=passes).items()
        alone = {
            scope: tuple(rule for rule in rules if RULE in rule.ids)
            for scope, rules in every
            if scope.names is None
        }
        return {scope: rules for scope, rules in alone.items() if rules}

    claim_parts.rules_by_scope = of_pairs  # type: ignore[attr-defined]  # in this benchmark alone
    yield
    claim_parts.rules_by_scope = rules_by_scope  # type: ignore[attr-defined]


# --- by hand


def in_polars(lines: Any, table: Any) -> Callable[[], Any]:
    """Give the query of Polars."""
    held, told = pl.from_arrow(lines).with_row_index("row").lazy(), pl.from_arrow(table).lazy()  # type: ignore[union-attr]

    def ask() -> Any:
        one = held.select(*VISIT, "cpt", "row")
        both = one.join(one, on=VISIT, nulls_equal=True, suffix="_2")
        both = both.filter(pl.col("row") != pl.col("row_2"))
        found = both.join(told, left_on=["cpt", "cpt_2"], right_on=["column_1", "column_2"])
        return found.collect().to_arrow()

    return ask


def in_duckdb(lines: Any, table: Any) -> Callable[[], Any]:
    """Give the query of DuckDB."""
    con = duckdb.connect()
    con.register("lines_arrow", lines)
    con.register("told_arrow", table)
    con.execute("CREATE TABLE lines AS SELECT *, row_number() OVER () - 1 AS row FROM lines_arrow")
    con.execute("CREATE TABLE told AS SELECT * FROM told_arrow")
    same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in VISIT)
    query = (
        "SELECT a.claim_id, a.row AS row, b.row AS row_2, t.* "  # noqa: S608 - names of ours
        f"FROM lines a JOIN lines b ON {same} AND a.row <> b.row "
        "JOIN told t ON t.column_1 = a.cpt AND t.column_2 = b.cpt"
    )
    return lambda: con.sql(query).to_arrow_table()


def in_pandas(lines: Any, table: Any) -> Callable[[], Any]:
    """Give the query of pandas."""
    held, told = lines.to_pandas(), table.to_pandas()
    held["row"] = range(len(held))

    def ask() -> Any:
        one = held[[*VISIT, "cpt", "row"]]
        both = one.merge(one, on=list(VISIT), suffixes=("", "_2"))
        both = both[both["row"] != both["row_2"]]
        return both.merge(told, left_on=["cpt", "cpt_2"], right_on=["column_1", "column_2"])

    return ask


BY_HAND = {"polars": in_polars, "duckdb": in_duckdb, "pandas": in_pandas}


def ours(frame: Any) -> Any:
    """Ask for the edits; what is asked late is fetched."""
    found = frames.check(frame, **MAP)
    return found.to_arrow_table() if hasattr(found, "to_arrow_table") else found


# --- the figures


def hold_to_each_other(table: Any) -> None:
    """Make sure that both name the same rows; what modifiers bypass is told with the verdicts."""
    lines = lines_in_quarter(SOME)
    found = frames.check(lines, **MAP, verdicts=True).to_pylist()
    told = {row["row"] for row in found if row["outcome"] in ("FAIL", "WARN", "BYPASSED")}
    for engine, query in BY_HAND.items():
        joined = query(lines, table)()
        rows = joined if isinstance(joined, pa.Table) else pa.Table.from_pandas(joined)
        named = {*rows["row"].to_pylist(), *rows["row_2"].to_pylist()}
        assert named == told, f"{engine}: {len(named ^ told)} rows are named by one alone"
    assert told


def kernel(lines: Any) -> float:
    """Measure the kernel alone, in seconds: which codes of a visit meet, asked of lines that were read."""
    asked: list[Callable[[], object]] = []
    own = claim_walk.cut

    def remembered(*given: Any) -> Any:
        asked.append(partial(own, *given))
        return own(*given)

    claim_walk.cut = remembered  # type: ignore[attr-defined]  # in this benchmark alone
    frames.check(lines, **MAP)
    claim_walk.cut = own  # type: ignore[attr-defined]
    return seconds(lambda: [each() for each in asked])


def compared(engine: str, lines: Any, table: Any) -> tuple[float, float]:
    """Measure the query by hand and ours, which is asked for pairs alone."""
    by_hand = seconds(BY_HAND[engine](lines, table))
    return by_hand, seconds(partial(ours, frame_of(engine, lines)))


def pairs(rows: int) -> None:
    """Compare with queries by hand."""
    table, lines = edits(), lines_in_quarter(rows)
    with pairs_alone():
        hold_to_each_other(table)
        judged = seconds(partial(frames.check, lines_in_quarter(min(rows, 50_000)), **MAP))
        alone = kernel(lines)
        print(
            f"PTP edits: the first {min(rows, 50_000):,} rows, which hold all that differ, cost {judged:.2f} s; "
            f"the kernel alone {rows / alone / 1e6:.2f} M rows/s"
        )
        for engine in BY_HAND:
            by_hand, mine = compared(engine, lines, table)
            print(
                f"{engine:8} PTP edits by hand {rows / by_hand / 1e6:6.2f} M rows/s, ours {rows / mine / 1e6:6.2f} M "
                f"rows/s: {mine / by_hand:5.2f}x (target {TARGETS[engine]}x), the kernel alone {alone / by_hand:5.2f}x"
            )


if __name__ == "__main__":
    pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
