"""The engines that frames run on: each made from the same columns, and read back as the same rows."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

ENGINES = ("pandas", "polars", "polars lazy", "pyarrow", "duckdb")


def made(engine: str, columns: dict[str, list[Any]]) -> Any:
    """Make a frame of an engine."""
    if engine == "pandas":
        return pd.DataFrame(columns)
    return of_arrow(engine, pa.table(columns))


def of_arrow(engine: str, table: Any) -> Any:
    """Make a frame of an engine from an Arrow table."""
    if engine == "pyarrow":
        return table
    if engine == "pandas":
        return table.to_pandas()
    if engine == "duckdb":
        return duckdb.connect().from_arrow(table)
    frame: Any = pl.from_arrow(table)
    return frame.lazy() if engine == "polars lazy" else frame


def rows(frame: Any) -> list[dict[str, Any]]:
    """Read a frame back, None for whatever stands for nothing."""
    if isinstance(frame, pd.DataFrame):
        return [
            {str(name): _own(cell) for name, cell in row.items()}
            for row in frame.to_dict("records")
        ]
    if isinstance(frame, pl.LazyFrame):
        return frame.collect().to_dicts()
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    table = frame if isinstance(frame, pa.Table) else frame.to_arrow_table()
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _own(cell: Any) -> Any:
    return None if cell is None or cell is pd.NaT or cell != cell else cell  # noqa: PLR0124 - NaN differs from itself
