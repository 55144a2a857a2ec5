"""Hold the findings of many rows to those of check_claim, claim by claim, on every engine.

    python tools/frames_equality.py [LINES] [ENGINE ...]

Half of the LINES (200,000 if not given) are odd (several settings, days, providers and sessions, supplies, retired and
malformed codes, 2019 to 2027), half are a month of a hospital; more than 33,000 lines besides are one claim, or a
sixth of LINES where that is less. Rows are shuffled, a policy and a catalog of the caller's with house codes and a fee
schedule of the year that is not packaged are given. Where a claim's findings differ the claim is named, and the exit
code is 1.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from cptkit import frames, packaged
from made_lines import ARGUMENTS, COLUMNS, HOUSE, expected_findings, made_policy, made_rows
from made_month import made_month
from next_year import fee_schedule

Row = dict[str, Any]


def in_batches(rows: int) -> Callable[[Any], Any]:
    """Give what makes a reader of batches of a table whose claims stand together."""

    def reader(table: Any) -> Any:
        table = table.sort_by([("claim_id", "ascending"), ("line_no", "ascending")])
        return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(rows))

    return reader


def on_spark(table: Any) -> Any:
    """Make a Spark frame in a local session of two threads."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(sys.path))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session.createDataFrame(table)


ENGINES: dict[str, Callable[[Any], Any]] = {
    "pyarrow": lambda table: table,
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "polars-lazy": lambda table: pl.from_arrow(table).lazy(),  # type: ignore[union-attr]
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
    "batches-of-1": in_batches(1),
    "batches-of-7": in_batches(7),
    "batches-of-1000": in_batches(1_000),
    "spark": on_spark,
}


def rows_of(found: Any) -> list[Row]:
    """Read findings back as rows."""
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    if isinstance(found, pl.DataFrame):
        return found.to_dicts()
    if isinstance(found, pa.RecordBatchReader):
        found = found.read_all()
    if hasattr(found, "to_arrow_table"):
        found = found.to_arrow_table()
    elif hasattr(found, "toArrow"):
        found = found.toArrow()
    elif not isinstance(found, pa.Table):
        found = pa.Table.from_pandas(found, preserve_index=False)
    told: list[Row] = found.to_pylist()
    return told


def by_claim(rows: list[Row]) -> dict[str, list[tuple[Any, ...]]]:
    """Put the findings of a claim together; the place of a row in the frame hangs on its order."""
    held: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        told = tuple(
            int(cell) if isinstance(cell, float) else cell
            for name, cell in row.items()
            if name not in ("claim", "row")
        )
        held.setdefault(row["claim"], []).append(told)
    return {claim: sorted(found, key=repr) for claim, found in held.items()}


def compare(name: str, made: list[Row], engines: list[str]) -> bool:
    """Check rows on every engine, and print whether the findings are the same."""
    policy, mine = made_policy(), packaged.with_tables(fee_schedule(), house_codes=HOUSE)
    started = time.process_time()
    rows = expected_findings(made, policy, mine, verdicts=False)
    expected = by_claim(rows)
    print(f"{name}: {len(made):,} lines, {len(expected):,} claims, {len(rows):,} rows of findings")
    print(f"  check_claim one by one {time.process_time() - started:.0f} s", flush=True)
    mixed = random.Random(5).sample(made, len(made))  # noqa: S311 - a repeatable order
    table = pa.Table.from_pylist([{column: row[column] for column in COLUMNS} for row in mixed])
    same = True
    for engine in engines:
        started, clock = time.process_time(), time.perf_counter()
        frame = ENGINES[engine](table)
        told = by_claim(rows_of(frames.check(frame, **ARGUMENTS, policy=policy, catalog=mine)))
        wrong = [
            claim
            for claim in expected.keys() | told.keys()
            if expected.get(claim) != told.get(claim)
        ]
        same = same and not wrong
        said = f"{len(wrong):,} claims differ, such as {wrong[0]}" if wrong else "equal"
        taken = f"{time.process_time() - started:.0f} s, {time.perf_counter() - clock:.0f} s by the clock"
        print(f"  {engine:16} {said} ({taken})", flush=True)
    return same


def one_claim(lines: int) -> list[Row]:
    """Make one claim of the lines of many."""
    made = made_month(lines, seed=33)
    whole = {name: made[0][name] for name in ("setting", "ordering", "payer")}
    return [row | whole | {"claim_id": "ONE", "line_no": n} for n, row in enumerate(made)]


def main() -> int:
    """Compare both halves, and the claim that is larger than a block of rows."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    engines = sys.argv[2:] or list(ENGINES)
    odd = compare("odd", made_rows(lines // 2, seed=2026), engines)
    month = compare("a month", made_month(lines // 2, seed=2026), engines)
    one = compare("one claim", one_claim(min(lines // 6, 33_100)), engines)
    return 0 if odd and month and one else 1


if __name__ == "__main__":
    sys.exit(main())
