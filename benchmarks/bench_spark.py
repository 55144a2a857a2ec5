"""Claims checked in Spark, from Parquet to Parquet in a local session of two threads: what rows cost, and whom.

    python benchmarks/bench_spark.py [ROWS] [--of again|different|odd]

ROWS is 2,000,000 if not given; the kinds are those of bench_parquet.py. A first run of 50,000 rows starts the workers and is not counted.
Told are lines a second by the clock, CPU seconds of the Python workers and of all else (Java and the driver), and what
the shuffle wrote. It needs Java 17 and Linux.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from bench_parquet import KINDS, write

from cptkit import frames
from local_spark import local_session

WARM = 50_000
LINES_A_PARTITION = 250_000
TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> dict[str, float]:
    """Give the CPU seconds of the processes that this one started, and its own: Python's workers, and all else."""
    taken = {"workers": 0.0, "else": time.process_time()}
    for process in started(os.getpid()):
        fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        command = (process / "cmdline").read_text(encoding="utf-8")
        who = "workers" if "pyspark.daemon" in command else "else"
        taken[who] += sum(map(int, fields[11:15])) / TICKS
    return taken


def started(parent: int) -> Iterator[Path]:
    """Give the processes that one started, and those that they did."""
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text(encoding="utf-8").split():
            yield Path(f"/proc/{child}")
            yield from started(int(child))


def session(folder: Path, rows: int) -> Any:
    """Start a local session of two threads, whose shuffle is written below a folder."""
    partitions = max(2, -(-rows // LINES_A_PARTITION))
    return local_session(
        driver__memory="2g",
        local__dir=str(folder),
        sql__adaptive__enabled="false",
        sql__shuffle__partitions=str(partitions),
    )


def check(spark: Any, folder: Path, name: str, kind: str) -> None:
    """Check a file of claims into a folder of findings."""
    lines = spark.read.parquet(str(folder / name))
    found = frames.check(lines, **KINDS[kind][1])
    found.write.mode("overwrite").parquet(str(folder / "findings"))


def shuffled(folder: Path) -> int:
    """Give how many bytes stand in the files of shuffles."""
    return sum(file.stat().st_size for file in folder.rglob("shuffle_*.data"))


def main() -> None:
    """Write the files, check the small one and then the large one, and tell what the large one took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=2_000_000)
    parser.add_argument("--of", choices=list(KINDS), default="different")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "warm.parquet", WARM, KINDS["again"][0])
        write(folder / "lines.parquet", asked.rows, KINDS[asked.of][0])
        spark = session(folder / "spark", asked.rows)
        check(spark, folder, "warm.parquet", asked.of)
        before, clock, written = spent(), time.perf_counter(), shuffled(folder / "spark")
        check(spark, folder, "lines.parquet", asked.of)
        clock = time.perf_counter() - clock
        taken = {who: seconds - before[who] for who, seconds in spent().items()}
        written = shuffled(folder / "spark") - written
        rows = pq.ParquetDataset(folder / "findings").read(["claim"]).num_rows
        spark.stop()
    print(
        f"{asked.of}: {asked.rows:,} lines, {rows:,} rows of findings: {clock:,.0f} s by the clock "
        f"({asked.rows / clock:,.0f} lines/s), {taken['workers']:,.0f} s of CPU in Python workers "
        f"({asked.rows / taken['workers']:,.0f} lines/s), {taken['else']:,.0f} s elsewhere, "
        f"{written / 1e6:,.0f} MB of shuffle ({written / asked.rows:,.0f} bytes a line)"
    )


if __name__ == "__main__":
    main()
