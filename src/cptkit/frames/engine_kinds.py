"""The engines that are known, told apart by what they are and not by what they are called."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa
from narwhals import dependencies

from cptkit.errors import DataError
from cptkit.frames.column_types import check_names

_KNOWN = (
    "a pandas DataFrame, a Polars DataFrame or LazyFrame, a PyArrow Table or RecordBatchReader, "
    "a DuckDB relation, or a Spark DataFrame"
)


def kind_of(df: Any) -> Any:
    """Give what asks a frame; see `cptkit.frames.engines.engine_of`."""
    if dependencies.is_pandas_dataframe(df):
        from cptkit.frames.pandas_frames import PandasFrame, types_held  # noqa: PLC0415 - each engine by need

        check_names(df.columns)
        return PandasFrame(df, {**_schema_of(df), **types_held(df)})
    if dependencies.is_pyarrow_table(df):
        from cptkit.frames.arrow_tables import ArrowTable, plain_table  # noqa: PLC0415

        check_names(df.column_names)
        return ArrowTable(df, _arrow_schema_of(plain_table(df)))
    if dependencies.is_polars_dataframe(df) or dependencies.is_polars_lazyframe(df):
        from cptkit.frames.polars_frames import PolarsFrame  # noqa: PLC0415

        return PolarsFrame(df, _schema_of(df))
    if dependencies.is_duckdb_relation(df):
        from cptkit.frames.duckdb_relations import DuckRelation  # noqa: PLC0415

        check_names(df.columns)
        return DuckRelation(df, _schema_of(df))
    return _in_batches(df)


def _in_batches(df: Any) -> Any:
    """Give what asks a frame that comes in batches: a reader of Arrow, or Spark's."""
    if isinstance(df, pa.RecordBatchReader):
        from cptkit.frames.arrow_tables import ArrowStream, plain_table  # noqa: PLC0415

        check_names(df.schema.names)
        return ArrowStream(df, _arrow_schema_of(plain_table(df)))
    if dependencies.is_pyspark_dataframe(df) or dependencies.is_pyspark_connect_dataframe(df):
        from cptkit.frames.spark_frames import SparkFrame  # noqa: PLC0415

        check_names(df.columns)
        return SparkFrame(df, _schema_of(df))
    kind = f"{type(df).__module__.partition('.')[0]}'s {type(df).__name__}"
    raise DataError((f"df is {kind}, and known are {_KNOWN}: give one of them",))


def _schema_of(df: Any) -> dict[str, str]:
    """Give the names of the types by column."""
    schema = nw.from_native(df).collect_schema()
    return {str(name): type(kind).__name__ for name, kind in schema.items()}


def _arrow_schema_of(table: Any) -> dict[str, str]:
    """Give the same of an Arrow table; a type that only Arrow knows is called what Arrow calls it, and cannot be read."""
    return {
        name: _arrow_name(table.schema.field(name).type) if kind == "Unknown" else kind
        for name, kind in _schema_of(table).items()
    }


def _arrow_name(kind: Any) -> str:
    if pa.types.is_decimal(kind):
        return "Decimal"
    return "Unknown" if pa.types.is_null(kind) else str(kind)
