"""Spark frames: batches of Arrow go to Python and back, the rows of a claim together; nothing is collected."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import LongType, StringType, StructField, StructType

from cptkit.errors import DataError
from cptkit.frames.arrow_tables import answered
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.coded import arrow_schema, table_of
from cptkit.frames.column_types import check_columns, check_kept
from cptkit.frames.findings import WORDS, Checking
from cptkit.frames.questions import Cells, Gives, Question
from cptkit.frames.remembered import Remembered
from cptkit.frames.streams import Stream

_KEY = "cptkit key"


@attrs.frozen(eq=False)
class SparkFrame:
    """A frame and the types of its columns."""

    df: Any
    schema: dict[str, str]

    def with_answers(self, question: Question) -> Any:
        """See `cptkit.frames.engines.Engine`: each task asks what is distinct in it, batch by batch."""
        check_columns(self.schema, question.inputs, (name for name, _ in question.gives))
        added = from_arrow_schema(arrow_schema(question.gives))
        schema = StructType([*self.df.schema.fields, *added.fields])
        return self.df.mapInArrow(functools.partial(_answered, question), schema)

    def with_findings(self, checking: Checking) -> Any:
        """See `cptkit.frames.engines.Engine`: rows are put together by claim, and a claim goes on from batch to batch."""
        check_columns(self.schema, checking.inputs)
        check_kept(self.schema, checking.keep)
        if checking.columns.line.input is None:
            raise DataError(
                (
                    "line: Spark keeps no order of rows: name the column that orders the lines of a claim",
                )
            )
        claim = checking.columns.claim.cell_name
        asked = self.df.select(*(F.col(_quoted(name)) for name in checking.asked))
        alone = F.xxhash64(*(F.col(_quoted(name)) for name in checking.asked))
        key = F.when(F.col(_quoted(claim)).isNull(), alone).otherwise(F.xxhash64(_quoted(claim)))
        together = (
            asked.withColumn(_KEY, key)
            .repartition(_KEY)
            .sortWithinPartitions(_KEY, _quoted(claim))
            .drop(_KEY)
        )
        data = pickle.dumps(checking)
        return together.mapInArrow(functools.partial(_checked, data), self._findings(checking))

    def _findings(self, checking: Checking) -> Any:
        """Give the schema of findings."""
        held = self.df.schema
        return StructType(
            [
                StructField("claim", held[checking.columns.claim.cell_name].dataType),
                StructField("line", held[checking.columns.line.cell_name].dataType),
                StructField("row", LongType()),
                StructField("finding", LongType()),
                *(StructField(name, StringType()) for name in WORDS),
                *(StructField(name, held[name].dataType) for name in checking.keep),
            ]
        )

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Any:
        """See `cptkit.frames.engines.Engine`."""
        return self.df.sparkSession.createDataFrame(table_of(gives, rows))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _answered(question: Question, batches: Iterator[Any]) -> Iterator[Any]:
    """Ask the rows of a task."""
    asking = attrs.evolve(question, answer=Remembered(question.answer))
    for batch in batches:
        yield from answered(pa.Table.from_batches([batch]), asking).to_batches()


@functools.lru_cache(maxsize=2)
def _judge(data: bytes) -> tuple[Checking, ClaimJudge]:
    """Make one who judges, once a process: it remembers from task to task."""
    checking: Checking = pickle.loads(data)  # noqa: S301 - made by this module
    return checking, checking.judge()


def _checked(data: bytes, batches: Iterator[Any]) -> Iterator[Any]:
    """Check the claims of a task; rows have no place in Spark."""
    checking, judge = _judge(data)
    for table in Stream(checking, judge).findings(batches):
        at = table.column_names.index("row")
        yield from table.set_column(at, "row", pa.nulls(len(table), pa.int64())).to_batches()
