"""Frames of pandas, 2 and 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from cptkit.errors import DataError, shown
from cptkit.frames.coded import (
    Coded,
    Places,
    answers,
    coded_array,
    coded_objects,
    own,
    table_of,
    together,
)
from cptkit.frames.column_types import check_columns, check_kept
from cptkit.frames.findings import Checking, findings_of
from cptkit.frames.questions import Cells, Gives, Input, Question, Reads

_UNIFORM = ("string", "date", "empty")


@attrs.frozen(eq=False)
class PandasFrame:
    """A frame and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        added = tuple(name for name, _ in question.gives)
        check_columns(self.schema, question.inputs, added)
        coded = [coded_series(self.df[each.column], each) for each in question.inputs]
        places, asked = together(coded, len(self.df))
        told = answers(question, asked).to_pandas().take(places)
        told.index = self.df.index
        return pd.concat([self.df, told], axis=1)

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        cells = {each.column: coded_series(self.df[each.column], each) for each in checking.inputs}
        found = findings_of(checking, cells, len(self.df))
        made, told = found.table().to_pandas(), found.told
        made.insert(0, "claim", self._taken(checking.columns.claim.cell_name, told.firsts))
        if checking.columns.line.input is not None:
            made["line"] = self._taken(checking.columns.line.cell_name, told.rows)
        for name in checking.keep:
            made[name] = self._taken(name, told.rows)
        return made

    def _taken(self, name: str, rows: Places) -> Any:
        """Take cells of a column; none where the row is -1."""
        return self.df[name].reset_index(drop=True).reindex(rows).reset_index(drop=True)

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        return table_of(gives, rows).to_pandas()


def coded_series(series: Any, asked: Input) -> Coded:
    """Code a column of pandas, whatever holds its cells.

    Raises:
        DataError: Days are asked of a column that holds nothing but texts.
    """
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        categories = tuple(map(own, series.cat.categories))
        places = series.cat.codes.to_numpy().astype(np.int64)
        return Coded(np.where(places < 0, len(categories), places), (*categories, None))
    if kind != "object":
        return coded_array(pa.array(series, from_pandas=True), asked.reads)
    return _of_objects(series, asked)


def _of_objects(series: Any, asked: Input) -> Coded:
    held = pd.api.types.infer_dtype(series, skipna=True)
    if held == "string" and asked.reads is Reads.DAY:
        raise DataError(
            (
                f"{asked.argument}: the column {shown(asked.column)} holds texts, and wanted are {asked.reads.value}: cast it with pandas.to_datetime",
            )
        )
    if held not in _UNIFORM:
        return coded_objects(series)
    if held == "date":
        return coded_array(pa.array(series.to_numpy(), pa.date32(), from_pandas=True), asked.reads)
    places, values = pd.factorize(series.to_numpy(), use_na_sentinel=True)
    return Coded(np.where(places < 0, len(values), places).astype(np.int64), (*values, None))


def types_held(df: Any) -> dict[str, str]:
    """Give the types of what columns of objects and categories hold: objects may be anything, categories are of one type."""
    found = {}
    for name, kind in df.dtypes.items():
        if isinstance(kind, pd.CategoricalDtype):
            held = kind.categories.to_series()
            of_objects = held.dtype == "object"
            found[str(name)] = (
                "Object"
                if of_objects
                else type(nw.from_native(held, series_only=True).dtype).__name__
            )
        elif kind == "object":
            found[str(name)] = "Object"
    return found
