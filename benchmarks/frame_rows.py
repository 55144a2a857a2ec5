"""What the benchmarks of frames share: rows to ask, and the CPU time of asking."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from made_month import made_month

ROUNDS = 3
DISTINCT = 50_000


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


def frame_of(engine: str, lines: Any) -> Any:
    """Give an Arrow table as a frame of an engine."""
    if engine == "duckdb":
        con = duckdb.connect()
        con.register("lines_arrow", lines)
        con.execute("CREATE TABLE lines AS SELECT * FROM lines_arrow")
        return con.table("lines")
    made: dict[str, Callable[[Any], Any]] = {
        "polars": pl.from_arrow,
        "pandas": lambda one: one.to_pandas(),
        "pyarrow": lambda one: one,
    }
    return made[engine](lines)
