"""Many rows: each backend against a query written by hand for it, in the same run, and claims checked end to end.

    python benchmarks/bench_frames.py [ROWS]
    python benchmarks/bench_frames.py plot PLOT.svg

CPU time of this process and its threads, the better of three rounds; a hand-written query joins a table of answers that
was made before, so that it is the least that any query can do. What judging the distinct rows costs, which such a query
does not do and which does not grow with the rows, is told apart. ROWS is 1,000,000 if not given. A plot takes ten
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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cptkit import check_claim, frames
from made_lines import claims_of, expected_findings
from made_month import MAP, made_month

ROUNDS = 3
DISTINCT = 50_000
ATTRIBUTES = ("status", "label", "modality")
PLOTTED = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
MOST_DIFFERENT = 300_000


ASK: dict[str, Callable[[Any], Any]] = {
    "attributes": partial(frames.annotate, columns=ATTRIBUTES),
    "modifiers": partial(frames.modifiers, modifiers=("m1", "m2")),
}


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU seconds of some work, the better of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def lines_of(rows: int) -> Any:
    """Make an Arrow table of that many rows: a month of claims, again and again under other ids."""
    month = pa.Table.from_pylist(made_month(min(rows, DISTINCT)))
    month = month.cast(
        pa.schema(
            field.with_type(pa.string()) if pa.types.is_null(field.type) else field
            for field in month.schema
        )
    )
    copies = -(-rows // month.num_rows)
    tables = [
        month.set_column(
            month.column_names.index("claim_id"),
            "claim_id",
            pa.array([f"{copy}-{name}" for name in month["claim_id"].to_pylist()]),
        )
        for copy in range(copies)
    ]
    return pa.concat_tables(tables).slice(0, rows).combine_chunks()


def reference(lines: Any) -> Any:
    """Make the table of answers that a hand-written query joins: a row for each code and modifier of a day."""
    asked = (
        lines.select(["cpt", "m1", "m2", "dos"]).group_by(["cpt", "m1", "m2", "dos"]).aggregate([])
    )
    told = frames.annotate(asked, columns=ATTRIBUTES)
    return frames.modifiers(told, modifiers=("m1", "m2")).combine_chunks()


def by_hand(engine: str, frame: Any, table: Any, keys: tuple[str, ...], added: list[str]) -> Any:
    """Join a table of answers in an engine as its user would."""
    if engine == "pandas":
        return frame.merge(table, on=list(keys), how="left")
    if engine == "polars":
        return (
            frame.lazy()
            .join(table.lazy(), on=list(keys), how="left", nulls_equal=True, maintain_order="left")
            .collect()
        )
    if engine == "duckdb":
        same = " AND ".join(f"l.{key} IS NOT DISTINCT FROM t.{key}" for key in keys)
        names = ", ".join(f"t.{name}" for name in added)
        con = frame["con"]
        return con.sql(
            f"SELECT l.*, {names} FROM lines l LEFT JOIN told t ON {same}"  # noqa: S608 - names of ours
        ).to_arrow_table()
    return frame.join(table, list(keys), join_type="left outer")


def columns(rows: int) -> None:
    """Compare attributes and modifiers with queries by hand."""
    lines = lines_of(rows)
    told = reference(lines)
    keyed = {
        "attributes": (("cpt", "dos"), list(ATTRIBUTES)),
        "modifiers": (("cpt", "m1", "m2", "dos"), ["modifier_outcome", "modifier_reason"]),
    }
    for engine in ("polars", "duckdb", "pandas", "pyarrow"):
        for what, (keys, added) in keyed.items():
            table = told.select([*keys, *added]).group_by([*keys, *added]).aggregate([])
            hand, ours = _pair(engine, lines, table, keys, added, what)
            judged = seconds(partial(ASK[what], table.select(list(keys))))
            print(
                f"{engine:8} {what:10} by hand {rows / hand / 1e6:6.2f} M rows/s, "
                f"ours {rows / ours / 1e6:6.2f} M rows/s: {ours / hand:5.2f}x, "
                f"{(ours - judged) / hand:5.2f}x without judging what is distinct ({judged:.2f} s)"
            )


def _pair(  # noqa: PLR0913, PLR0917 - one comparison
    engine: str, lines: Any, table: Any, keys: tuple[str, ...], added: list[str], what: str
) -> tuple[float, float]:
    ask = ASK[what]
    if engine == "duckdb":
        con = duckdb.connect()
        con.register("lines_arrow", lines)
        con.register("told_arrow", table)
        con.execute("CREATE TABLE lines AS SELECT * FROM lines_arrow")
        con.execute("CREATE TABLE told AS SELECT * FROM told_arrow")
        held: Any = {"con": con}
        return (
            seconds(lambda: by_hand(engine, held, None, keys, added)),
            seconds(lambda: ask(con.table("lines")).to_arrow_table()),
        )
    made: dict[str, Callable[[Any], Any]] = {
        "polars": pl.from_arrow,
        "pandas": lambda one: one.to_pandas(),
        "pyarrow": lambda one: one,
    }
    frame, joined = made[engine](lines), made[engine](table)
    return (
        seconds(lambda: by_hand(engine, frame, joined, keys, added)),
        seconds(lambda: ask(frame)),
    )


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


def _as(engine: str, lines: Any) -> Any:
    if engine == "DuckDB":
        con = duckdb.connect()
        con.register("lines_arrow", lines)
        con.execute("CREATE TABLE lines AS SELECT * FROM lines_arrow")
        return con.table("lines")
    made: dict[str, Callable[[Any], Any]] = {
        "Polars": pl.from_arrow,
        "pandas": lambda one: one.to_pandas(),
        "PyArrow": lambda one: one,
    }
    return made[engine](lines)


def _done(frame: Any) -> None:
    """Fetch what is asked late."""
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame.to_arrow_table()


def costs(rows: int) -> dict[str, float]:
    """Measure what that many rows cost, in CPU seconds; claims that all differ up to a month of them."""
    codes = lines_of(rows).select(["cpt", "dos"])
    found = {}
    for engine in ("Polars", "DuckDB", "pandas", "PyArrow"):
        frame = _as(engine, codes)
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
        checks(asked)
