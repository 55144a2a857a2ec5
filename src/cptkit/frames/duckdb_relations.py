"""DuckDB relations: everything goes through the caller's own connection, which only the relation knows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import attrs

from cptkit.frames.coded import answers, cells_of, coded_array, own, table_of
from cptkit.frames.column_types import check_columns, check_kept
from cptkit.frames.findings import Checking, findings_of
from cptkit.frames.questions import Cells, Gives, Input, Question, Reads
from cptkit.frames.streams import beside

_counter = itertools.count()


@attrs.frozen(eq=False)
class DuckRelation:
    """A relation and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`: the distinct cells are asked now, the rows stay where they are."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        keys = [self._key(each) for each in question.inputs]
        asked = ", ".join(f"{key} AS k{n}" for n, key in enumerate(keys))
        view = f"cptkit_rows_{next(_counter)}"
        distinct = self.df.query(view, f"SELECT DISTINCT {asked} FROM {view}").to_arrow_table()  # noqa: S608 - names are quoted
        rows = zip(*map(cells_of, distinct.columns), strict=True)
        told = answers(question, [tuple(map(own, row)) for row in rows])
        cptkit_told = distinct
        for name in told.column_names:
            cptkit_told = cptkit_told.append_column(name, told.column(name))
        same = " AND ".join(f"{key} IS NOT DISTINCT FROM k{n}" for n, key in enumerate(keys))
        added = ", ".join(f"told.{_quoted(name)}" for name in told.column_names)
        return self.df.query(
            f"{view}_told",
            f"SELECT rows.* EXCLUDE (cptkit_row), {added} "  # noqa: S608 - names are quoted
            f"FROM (SELECT *, row_number() OVER () AS cptkit_row FROM {view}_told) rows "
            f"LEFT JOIN cptkit_told told ON {same} ORDER BY cptkit_row",
        )

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`: the columns asked are fetched once, and the findings are a relation again."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        view = f"cptkit_rows_{next(_counter)}"
        types = {each.column: each for each in checking.inputs}
        asked = ", ".join(
            f"{self._key(types[name]) if name in types else _quoted(name)} AS {_quoted(name)}"
            for name in checking.asked
        )
        fetched = self.df.query(view, f"SELECT {asked} FROM {view}").to_arrow_table()  # noqa: S608 - names are quoted
        cells = {
            each.column: coded_array(fetched.column(each.column), each.reads)
            for each in checking.inputs
        }
        cptkit_made = beside(checking, findings_of(checking, cells, fetched.num_rows), fetched)  # noqa: F841 - DuckDB finds it by its name
        return self.df.query(f"{view}_made", "SELECT * FROM cptkit_made")

    def _key(self, asked: Input) -> str:
        column, held = _quoted(asked.column), self.schema[asked.column]
        if held == "Datetime" and asked.reads is Reads.DAY:
            return f"CAST({column} AS DATE)"
        return f"CAST({column} AS VARCHAR)" if held in ("Enum", "Unknown") else column

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        cptkit_made = table_of(gives, rows)  # noqa: F841 - DuckDB finds it by its name
        return self.df.query(f"cptkit_rows_{next(_counter)}", "SELECT * FROM cptkit_made")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
