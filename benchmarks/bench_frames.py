"""Many rows: each backend against a query written by hand for it, in the same run, and claims checked end to end.

    python benchmarks/bench_frames.py [ROWS]
    python benchmarks/bench_frames.py plot PLOT.svg

CPU time of this process and its threads, the better of three rounds; a hand-written query joins a table of answers that
was made before, so that it is the least that any query can do. It gives the same columns, rows in their order, and takes
an empty modifier for one: both are held to each other first. DuckDB's is shown a second time without the order. What
judging the distinct rows costs, which such a query does not do and which does not grow with the rows, is told apart.
PTP edits are compared by `bench_frame_pairs`. ROWS is 1,000,000 if not given. A plot takes ten
million rows and some minutes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from bench_frame_pairs import pairs
from frame_rows import DISTINCT, frame_of, lines_of, seconds

from cptkit import check_claim, frames
from made_lines import claims_of, expected_findings
from made_month import MAP, made_month

ATTRIBUTES = ("status", "label", "modality")
PLOTTED = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
MOST_DIFFERENT = 300_000


ASK: dict[str, Callable[[Any], Any]] = {
    "attributes": partial(frames.annotate, columns=ATTRIBUTES),
    "modifiers": partial(frames.modifiers, modifiers=("m1", "m2")),
}


def reference(lines: Any) -> Any:
    """Make the table of answers that a hand-written query joins: a row for each code and modifier of a day."""
    asked = (
        lines.select(["cpt", "m1", "m2", "dos"]).group_by(["cpt", "m1", "m2", "dos"]).aggregate([])
    )
    told = frames.annotate(asked, columns=ATTRIBUTES)
    return frames.modifiers(told, modifiers=("m1", "m2")).combine_chunks()


def in_polars(frame: Any, table: Any, keys: list[str], _: list[str]) -> Any:
    """Join in Polars, rows in their order."""
    one, other = frame.lazy(), table.lazy()
    joined = one.join(other, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.collect()


def in_pandas(frame: Any, table: Any, keys: list[str], _: list[str]) -> Any:
    """Join in pandas, which keeps the order and takes nothing for equal to nothing."""
    return frame.merge(table, on=keys, how="left")


def in_duckdb(con: Any, _: Any, keys: list[str], added: list[str]) -> Any:
    """Join in DuckDB, which lets the order of the rows go unless it is asked for."""
    names = ", ".join(f"t.{name}" for name in added)
    return con.sql(
        f"SELECT l.* EXCLUDE (place), {names} "  # noqa: S608 - names of ours
        "FROM (SELECT *, row_number() OVER () AS place FROM lines) l "
        f"LEFT JOIN told t ON {_same(keys)} ORDER BY place"
    ).to_arrow_table()


def in_any_order(con: Any, _: Any, keys: list[str], added: list[str]) -> Any:
    """Do the same, and let the order go: it is not what ours gives."""
    names = ", ".join(f"t.{name}" for name in added)
    return con.sql(
        f"SELECT l.*, {names} FROM lines l LEFT JOIN told t ON {_same(keys)}"  # noqa: S608
    ).to_arrow_table()


def _same(keys: list[str]) -> str:
    return " AND ".join(f"l.{key} IS NOT DISTINCT FROM t.{key}" for key in keys)


def in_pyarrow(frame: Any, table: Any, keys: list[str], _: list[str]) -> Any:
    """Join in PyArrow, where nothing equals nothing only if it is written out, and rows must be put in order again."""
    one, other = _written_out(frame, keys), _written_out(table, keys)
    numbered = one.append_column("place", pa.array(range(one.num_rows)))
    return numbered.join(other, keys, join_type="left outer").sort_by("place")


def _written_out(table: Any, keys: list[str]) -> Any:
    for name in keys:
        column = table[name]
        if pa.types.is_string(column.type):
            at = table.column_names.index(name)
            table = table.set_column(at, name, pc.fill_null(column, ""))
    return table


BY_HAND: dict[str, Callable[[Any, Any, list[str], list[str]], Any]] = {
    "polars": in_polars,
    "duckdb": in_duckdb,
    "duckdb, rows in any order": in_any_order,
    "pandas": in_pandas,
    "pyarrow": in_pyarrow,
}


KEYED = {
    "attributes": (["cpt", "dos"], list(ATTRIBUTES)),
    "modifiers": (["cpt", "m1", "m2", "dos"], ["modifier_outcome", "modifier_reason"]),
}
"""What a question asks, and what it adds."""


def columns(rows: int) -> None:
    """Compare attributes and modifiers with queries by hand."""
    lines = lines_of(rows)
    told = reference(lines)
    for engine in BY_HAND:
        for what in KEYED:
            hand, ours = compared(engine, what, lines, told)
            judged = seconds(partial(ASK[what], told.select(KEYED[what][0])))
            print(
                f"{engine:25} {what:10} by hand {rows / hand / 1e6:6.2f} M rows/s, "
                f"ours {rows / ours / 1e6:6.2f} M rows/s: {ours / hand:5.2f}x, "
                f"{(ours - judged) / hand:5.2f}x without judging what is distinct ({judged:.2f} s)"
            )


def compared(engine: str, what: str, lines: Any, told: Any) -> tuple[float, float]:
    """Measure a query by hand and ours, once they gave the same columns in the same order; but for the one that lets it go."""
    keys, added = KEYED[what]
    table = told.select([*keys, *added]).group_by([*keys, *added]).aggregate([])
    kind = engine.partition(",")[0]
    frame, joined = frame_of(kind, lines), frame_of(kind, table)
    if kind == "duckdb":
        con = duckdb.connect()
        for name, held in (("lines", lines), ("told", table)):
            con.register(f"{name}_arrow", held)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")  # noqa: S608
        asked, frame = con, con.table("lines")
    else:
        asked = frame
    by_hand = partial(BY_HAND[engine], asked, joined, keys, added)
    ours = partial(_asked, ASK[what], frame)
    for name in added if engine == kind else ():
        assert _cells(by_hand(), name) == _cells(ours(), name), f"{engine}: {name} differs"
    return seconds(by_hand), seconds(ours)


def _asked(ask: Callable[[Any], Any], frame: Any) -> Any:
    found = ask(frame)
    return found.to_arrow_table() if hasattr(found, "to_arrow_table") else found


def _cells(frame: Any, name: str) -> list[object]:
    """Give a column as Python's own values; what pandas writes for nothing is None."""
    column = pa.array(frame[name], from_pandas=True) if hasattr(frame, "iloc") else frame[name]
    cells: list[object] = column.to_list() if hasattr(column, "to_list") else column.to_pylist()
    return cells


def checks(rows: int) -> None:
    """Check claims: the plain loop, and frames."""
    lines = lines_of(rows)
    some = made_month(20_000, seed=77)
    claims = [claim for _, claim in claims_of(some).values()]
    started = time.process_time()
    for claim in claims:
        check_claim(claim)
    plain = len(some) / (time.process_time() - started)
    print(f"check_claim in a loop: {plain:,.0f} lines/s")
    started = time.process_time()
    frames.check(pa.Table.from_pylist(some), **MAP)
    fresh = len(some) / (time.process_time() - started)
    print(f"frames.check, {len(some):,} lines: {fresh:,.0f} lines/s, {fresh / plain:.2f}x")
    started = time.process_time()
    frames.check(lines, **MAP)
    many = rows / (time.process_time() - started)
    print(f"frames.check, {rows:,} lines: {many:,.0f} lines/s, {many / plain:.2f}x")
    assert frames.check(pa.Table.from_pylist(some[:500]), **MAP).num_rows == len(
        expected_findings(some[:500], None, None, verdicts=False)
    )


def in_batches(rows: int) -> Any:
    """Make a reader of that many rows, a month of claims again and again under other ids, in batches."""
    month = lines_of(min(rows, DISTINCT))

    def batches() -> Iterator[Any]:
        for copy in range(-(-rows // month.num_rows)):
            names = pa.array([f"{copy}-{name}" for name in month["claim_id"].to_pylist()])
            at = month.column_names.index("claim_id")
            held = month.set_column(at, "claim_id", names).slice(0, rows - copy * month.num_rows)
            yield from held.to_batches()

    return pa.RecordBatchReader.from_batches(month.schema, batches())


def _drained(reader: Any) -> None:
    for _ in reader:
        pass


def _done(frame: Any) -> None:
    """Fetch what is asked late."""
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame.to_arrow_table()


def costs(rows: int) -> dict[str, float]:
    """Measure what that many rows cost, in CPU seconds; claims that all differ up to a month of them."""
    codes = lines_of(rows).select(["cpt", "dos"])
    found = {}
    for engine in ("Polars", "DuckDB", "pandas", "PyArrow"):
        frame = frame_of(engine.lower(), codes)
        started = time.process_time()
        _done(frames.annotate(frame, columns=ATTRIBUTES))
        found[f"attributes, {engine}"] = time.process_time() - started
    reader = in_batches(rows)
    started = time.process_time()
    _drained(frames.check(reader, **MAP))
    found["check, a month of 50,000 lines again and again"] = time.process_time() - started
    if rows <= MOST_DIFFERENT:
        different = pa.Table.from_pylist(made_month(rows, seed=77))
        started = time.process_time()
        frames.check(different, **MAP)
        found["check, claims that all differ"] = time.process_time() - started
    return found


def plotted(path: Path) -> None:
    """Measure costs against the number of rows, print them, and draw them; both axes in powers of ten."""
    frames.check(pa.Table.from_pylist(made_month(50)), **MAP)
    points: dict[str, list[tuple[int, float]]] = {}
    for rows in PLOTTED:
        for name, taken in costs(rows).items():
            points.setdefault(name, []).append((rows, taken))
            print(f"{rows:>10,} rows  {name:48} {taken:8.2f} s {rows / taken:>12,.0f} rows/s")
        sys.stdout.flush()
        _drawn(points, path)


def _drawn(points: dict[str, list[tuple[int, float]]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    for name, held in points.items():
        rows, taken = zip(*held, strict=True)
        style = "--" if name.startswith("attributes") else "-"
        axes.loglog(rows, taken, style, marker="o", markersize=4, label=name)
    axes.set_xlabel("rows")
    axes.set_ylabel("seconds of CPU, one process")
    axes.grid(visible=True, which="major", alpha=0.4)
    axes.legend(frameon=False)
    axes.set_title("What rows cost")
    plt.rcParams["svg.hashsalt"] = "cptkit"
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


if __name__ == "__main__":
    print(
        f"pandas {pd.__version__}, polars {pl.__version__}, duckdb {duckdb.__version__}, pyarrow {pa.__version__}"
    )
    if sys.argv[1:2] == ["plot"]:
        plotted(Path(sys.argv[2]))
    else:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
        columns(asked)
        pairs(asked)
        checks(asked)
