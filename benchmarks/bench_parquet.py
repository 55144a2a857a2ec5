"""A file of claims that is larger than memory: from Parquet to Parquet through `cptkit.frames.check`, in a process of its own.

    python benchmarks/bench_parquet.py [ROWS] [--of again|different|odd]

ROWS is 10,000,000 if not given: a month of 300,000 lines again and again under other ids, or as many lines of claims
that are different each time, or odd ones of 2019 to 2027, of which most were never seen before, so that what is remembered
reaches its limit again and again. Told are the most memory that the process held, what it took, and how many findings
it wrote. Exit code 1 where it held more than 2 GB.
"""

from __future__ import annotations

import argparse
import functools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cptkit import frames
from made_lines import ARGUMENTS, COLUMNS, made_rows
from made_month import MAP, made_month

PART = 300_000
BATCH = 50_000
MOST = 2 * 1024**3
TYPES = {"line_no": pa.int64(), "units": pa.int64(), "dos": pa.date32()}
SCHEMA = pa.schema([(name, TYPES.get(name, pa.string())) for name in COLUMNS])

Made = Callable[[int], list[dict[str, Any]]]


@functools.cache
def month() -> list[dict[str, Any]]:
    """Make the month that comes again."""
    return made_month(PART)


KINDS: dict[str, tuple[Made, dict[str, Any]]] = {
    "again": (lambda _: month(), MAP),
    "different": (lambda part: made_month(PART, seed=100 + part), MAP),
    "odd": (lambda part: made_rows(PART, seed=100 + part), ARGUMENTS),
}
"""How the lines of a part of the file are made, and how `check` is told where their fields stand."""


def write(path: Path, rows: int, made: Made) -> None:
    """Write a file of that many lines, part by part; a claim is of one part only."""
    at = SCHEMA.get_field_index("claim_id")
    with pq.ParquetWriter(path, SCHEMA) as out:
        for part in range(-(-rows // PART)):
            held = pa.Table.from_pylist(made(part), SCHEMA)
            ids = pa.array([f"{part}-{name}" for name in held["claim_id"].to_pylist()])
            held = held.set_column(at, "claim_id", ids).slice(0, rows - part * PART)
            out.write_table(held, row_group_size=BATCH)


def most_held() -> int:
    """Give the most bytes that this program held (Linux); what `getrusage` tells counts the process that started it too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def check(source: str, target: str, kind: str) -> None:
    """Check a file of claims batch by batch, and tell what it took."""
    started, clock = time.process_time(), time.perf_counter()
    with pq.ParquetFile(source) as file:
        batches = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
        found = frames.check(batches, **KINDS[kind][1])
        written = 0
        with pq.ParquetWriter(target, found.schema) as out:
            for batch in found:
                out.write_batch(batch)
                written += batch.num_rows
        rows = file.metadata.num_rows
    held = most_held()
    taken = time.process_time() - started
    print(
        f"{kind}: {rows:,} lines, {written:,} rows of findings: at most {held / 1024**2:,.0f} MB, {taken:,.0f} s of CPU "
        f"({rows / taken:,.0f} lines/s), {time.perf_counter() - clock:,.0f} s by the clock"
    )
    sys.exit(held > MOST)


def main() -> int:
    """Write a file, and check it in a process that did nothing else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=10_000_000)
    parser.add_argument("--of", choices=list(KINDS), default="again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "lines.parquet", Path(folder) / "findings.parquet"
        write(source, asked.rows, KINDS[asked.of][0])
        task = [sys.executable, __file__, "check", str(source), str(target), asked.of]
        return subprocess.run(task, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(*sys.argv[2:])
    sys.exit(main())
