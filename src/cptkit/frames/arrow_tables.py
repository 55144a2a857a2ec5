"""PyArrow tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pyarrow as pa

from cptkit.frames.coded import answers, coded_array, table_of, together
from cptkit.frames.column_types import check_columns
from cptkit.frames.questions import Cells, Gives, Question


@attrs.frozen(eq=False)
class ArrowTable:
    """A table and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        coded = [coded_array(self.df.column(each.column), each.reads) for each in question.inputs]
        places, asked = together(coded, self.df.num_rows)
        told = answers(question, asked).take(places)
        made = self.df
        for name in told.column_names:
            made = made.append_column(name, told.column(name))
        return made

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        return table_of(gives, rows)


def without_dictionaries(table: Any) -> Any:
    """Give an empty table of the same columns, each of the type of its values."""
    fields = (
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    )
    return pa.schema(list(fields)).empty_table()
