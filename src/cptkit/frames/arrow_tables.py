"""PyArrow tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pyarrow as pa

from cptkit.frames.coded import answers, coded_array, held_type, rows_of, table_of, together
from cptkit.frames.column_types import check_columns, check_kept
from cptkit.frames.findings import Checking, findings_of, told_of_rows
from cptkit.frames.questions import Cells, Gives, Question
from cptkit.frames.remembered import Remembered
from cptkit.frames.streams import Stream, beside, once_each


@attrs.frozen(eq=False)
class ArrowTable:
    """A table and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        return answered(self.df, question)

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        cells = {
            each.column: coded_array(self.df.column(each.column), each.reads)
            for each in checking.inputs
        }
        return beside(checking, findings_of(checking, cells, self.df.num_rows), self.df)

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        return table_of(gives, rows)


@attrs.frozen(eq=False)
class ArrowStream:
    """A reader of record batches and the types of its columns: memory is bounded by what is judged at a time."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`: batch by batch, as they are read."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        asking = attrs.evolve(question, answer=Remembered(question.answer))
        schema = answered(self.df.schema.empty_table(), asking).schema
        batches = (
            made
            for batch in self.df
            for made in answered(pa.Table.from_batches([batch]), asking).to_batches()
        )
        return pa.RecordBatchReader.from_batches(schema, batches)

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`: the rows of a claim stand together."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        stream = Stream(checking, checking.judge())
        empty = self.df.schema.empty_table()
        schema = ArrowTable(empty, self.schema).with_findings(checking).schema
        rows = once_each(self.df, checking.columns.claim.cell_name)
        with_bar = told_of_rows(checking, rows)
        batches = (made for table in stream.findings(with_bar) for made in table.to_batches())
        return pa.RecordBatchReader.from_batches(schema, batches)

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        return table_of(gives, rows).to_reader()


def answered(table: Any, question: Question) -> Any:
    """Give a table with the answers beside its rows."""
    coded = [coded_array(table.column(each.column), each.reads) for each in question.inputs]
    places, asked = together(coded, table.num_rows)
    told = rows_of(answers(question, asked), places)
    for name in told.column_names:
        table = table.append_column(name, told.column(name))
    return table


def plain_table(table: Any) -> Any:
    """Give an empty table of the same columns, each of the type of the values that it holds."""
    return pa.schema(
        [field.with_type(_innermost(field.type)) for field in table.schema]
    ).empty_table()


def _innermost(kind: Any) -> Any:
    held = held_type(kind)
    return kind if held == kind else _innermost(held)
