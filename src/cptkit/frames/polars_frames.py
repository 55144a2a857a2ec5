"""Frames of Polars, eager and lazy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import polars as pl

from cptkit.frames.coded import (
    answers,
    arrow_schema,
    coded_array,
    coded_objects,
    table_of,
    together,
)
from cptkit.frames.column_types import check_columns, check_kept
from cptkit.frames.findings import Checking, findings_of
from cptkit.frames.questions import Cells, Gives, Question, Reads

_NOT_OF_ARROW = tuple(
    getattr(pl, name) for name in ("Object", "Int128", "UInt128") if hasattr(pl, name)
)
"""Types of which Arrow has none: their cells are read one by one."""


@attrs.frozen(eq=False)
class PolarsFrame:
    """A frame, eager or lazy, and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`: a lazy frame stays lazy, and asks when it is collected."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        if isinstance(self.df, pl.DataFrame):
            return _answered(self.df, question)
        told = pl.from_arrow(arrow_schema(question.gives).empty_table())
        return self.df.map_batches(
            lambda df: _answered(df, question),
            predicate_pushdown=False,
            projection_pushdown=False,
            schema={**self.df.collect_schema(), **told.schema},  # type: ignore[union-attr]
            streamable=True,
        )

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`: a lazy frame stays lazy, and is checked whole when it is collected."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        asked = self.df.select(checking.asked)
        if isinstance(asked, pl.DataFrame):
            return _checked(asked, checking)
        return asked.map_batches(
            lambda df: _checked(df, checking),
            predicate_pushdown=False,
            projection_pushdown=False,
            slice_pushdown=False,
            schema=_checked(pl.DataFrame(schema=asked.collect_schema()), checking).schema,
        )

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        made: Any = pl.from_arrow(table_of(gives, rows))
        return made if isinstance(self.df, pl.DataFrame) else made.lazy()


def _answered(df: pl.DataFrame, question: Question) -> pl.DataFrame:
    coded = [coded_column(df[each.column], each.reads) for each in question.inputs]
    places, asked = together(coded, df.height)
    told: Any = pl.from_arrow(answers(question, asked))
    return df.hstack(told[places])


def _checked(df: pl.DataFrame, checking: Checking) -> pl.DataFrame:
    cells = {each.column: coded_column(df[each.column], each.reads) for each in checking.inputs}
    found = findings_of(checking, cells, df.height)
    made: Any = pl.from_arrow(found.table())
    rows, firsts = made["row"], pl.Series(found.told.firsts)
    columns = {"claim": df[checking.columns.claim.cell_name].gather(firsts)}
    columns |= {name: made[name] for name in made.columns}
    if checking.columns.line.input is not None:
        columns["line"] = df[checking.columns.line.cell_name].gather(rows)
    return pl.DataFrame(columns | {name: df[name].gather(rows) for name in checking.keep})


def coded_column(column: pl.Series, reads: Reads) -> Any:
    """Code a column of Polars."""
    if column.dtype in _NOT_OF_ARROW:
        return coded_objects(column.to_list())
    return coded_array(column.to_arrow(), reads)
