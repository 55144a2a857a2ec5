"""Many rows: each backend against a query written by hand for it, in the same run, and claims checked end to end.

    python benchmarks/bench_frames.py [ROWS] [PLOT.svg]

CPU time of this process and its threads, the better of three rounds; a hand-written query joins a table of answers that
was made before, so that it is the least that any query can do. ROWS is 1,000,000 if not given.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from math import log10
from pathlib import Path
from typing import Any

import duckdb
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
PLOTTED = (10_000, 30_000, 100_000, 300_000, 1_000_000, 10_000_000)


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
            print(
                f"{engine:8} {what:10} by hand {rows / hand / 1e6:6.2f} M rows/s, "
                f"ours {rows / ours / 1e6:6.2f} M rows/s: {ours / hand:5.2f}x"
            )


def _pair(  # noqa: PLR0913, PLR0917 - one comparison
    engine: str, lines: Any, table: Any, keys: tuple[str, ...], added: list[str], what: str
) -> tuple[float, float]:
    ask = (
        (lambda frame: frames.annotate(frame, columns=ATTRIBUTES))
        if what == "attributes"
        else (lambda frame: frames.modifiers(frame, modifiers=("m1", "m2")))
    )
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


def plotted(path: Path) -> None:
    """Draw the cost of attributes and of the check against the number of rows."""
    points: dict[str, list[tuple[int, float]]] = {"attributes (Polars)": [], "check (PyArrow)": []}
    for rows in PLOTTED:
        lines = lines_of(rows)
        frame = pl.from_arrow(lines)
        started = time.process_time()
        frames.annotate(frame, columns=ATTRIBUTES)
        points["attributes (Polars)"].append((rows, time.process_time() - started))
        if rows <= 1_000_000:
            started = time.process_time()
            frames.check(lines, **MAP)
            points["check (PyArrow)"].append((rows, time.process_time() - started))
        print(rows, {name: round(held[-1][1], 2) for name, held in points.items()}, flush=True)
    path.write_text(_svg(points), encoding="utf-8")


def _svg(points: dict[str, list[tuple[int, float]]]) -> str:
    """Write a plot of both axes in powers of ten."""

    def x(rows: float) -> float:
        return 60 + (log10(rows) - 4) * 170

    def y(taken: float) -> float:
        return 300 - (log10(max(taken, 0.01)) + 2) * 50

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" font-family="sans-serif" font-size="12">',
        '<rect width="640" height="360" fill="white"/>',
    ]
    for power in range(4, 8):
        at = x(10**power)
        parts.append(
            f'<path d="M{at} 50V300" stroke="#ddd"/><text x="{at}" y="318" text-anchor="middle">{10**power:,} rows</text>'
        )
    for power in range(-2, 4):
        at = y(10**power)
        parts.append(
            f'<path d="M60 {at}H570" stroke="#ddd"/><text x="55" y="{at + 4}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for colour, (name, held) in zip(("#1f77b4", "#d62728"), points.items(), strict=True):
        line = " ".join(f"{x(rows):.1f},{y(taken):.1f}" for rows, taken in held)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        rows, taken = held[-1]
        parts.append(
            f'<text x="{x(rows) - 6:.1f}" y="{y(taken) - 8:.1f}" fill="{colour}" text-anchor="end">{name}</text>'
        )
    return "\n".join((*parts, "</svg>\n"))


if __name__ == "__main__":
    print(
        f"pandas {pd.__version__}, polars {pl.__version__}, duckdb {duckdb.__version__}, pyarrow {pa.__version__}"
    )
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    columns(asked)
    checks(asked)
    if len(sys.argv) > 2:
        plotted(Path(sys.argv[2]))
