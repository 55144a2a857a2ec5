"""Check claims on two executors of which one dies in the middle, and say whether the findings are whole."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession

from cptkit import frames
from made_lines import ARGUMENTS, COLUMNS, expected_findings, made_rows


def dying_once(mark: Path) -> Any:
    """Give what passes findings on, and kills its own executor the first time that it has some in hand."""

    def passed(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            if not mark.exists():
                mark.write_text("died", encoding="utf-8")
                stat = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="utf-8")
                os.kill(int(stat.rpartition(")")[2].split()[1]), signal.SIGKILL)
                time.sleep(60)
            yield batch

    return passed


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """Order findings: Spark keeps no order."""
    return row["claim"], row["finding"], -1 if row["line"] is None else row["line"]


def main(mark: Path) -> int:
    """Check, let an executor die, and compare."""
    path = os.pathsep.join(each for each in sys.path if each)
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.executorEnv.PYTHONPATH", path)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    rows = made_rows(250, seed=16)
    table = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows])
    found = frames.check(spark.createDataFrame(table).repartition(4), **ARGUMENTS)
    told = found.mapInArrow(dying_once(mark), found.schema).toArrow().to_pylist()
    spark.stop()
    expected = [row | {"row": None} for row in expected_findings(rows, None, None, verdicts=False)]
    whole = sorted(told, key=key) == sorted(expected, key=key)
    print(f"executor died: {mark.exists()}; rows {len(told)} of {len(expected)}; equal: {whole}")  # noqa: T201
    return 0 if whole and mark.exists() else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
