"""A file of claims that is larger than memory: from Parquet to Parquet through `cptkit.frames.check`, in a process of its own.

    python benchmarks/bench_parquet.py [ROWS]

ROWS is 10,000,000 if not given: a month of 300,000 lines again and again, under other ids. Told are the most memory
that the process held, what it took, and how many findings it wrote. Exit code 1 where it held more than 2 GB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cptkit import frames
from made_month import MAP, made_month

DIFFERENT = 300_000
BATCH = 50_000
MOST = 2 * 1024**3


def write(path: Path, rows: int) -> None:
    """Write a file of that many lines."""
    month = pa.Table.from_pylist(made_month(min(rows, DIFFERENT)))
    fields = [
        each.with_type(pa.string()) if pa.types.is_null(each.type) else each
        for each in month.schema
    ]
    month = month.cast(pa.schema(fields))
    at, names = month.column_names.index("claim_id"), month["claim_id"].to_pylist()
    with pq.ParquetWriter(path, month.schema) as out:
        for copy in range(-(-rows // month.num_rows)):
            ids = pa.array([f"{copy}-{name}" for name in names])
            held = month.set_column(at, "claim_id", ids)
            out.write_table(held.slice(0, rows - copy * month.num_rows), row_group_size=BATCH)


def check(source: str, target: str) -> None:
    """Check a file of claims batch by batch, and tell what it took."""
    started, clock = time.process_time(), time.perf_counter()
    with pq.ParquetFile(source) as file:
        batches = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
        found = frames.check(batches, **MAP)
        written = 0
        with pq.ParquetWriter(target, found.schema) as out:
            for batch in found:
                out.write_batch(batch)
                written += batch.num_rows
        rows = file.metadata.num_rows
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    taken = time.process_time() - started
    print(
        f"{rows:,} lines, {written:,} rows of findings: at most {held / 1024**2:,.0f} MB, {taken:,.0f} s of CPU "
        f"({rows / taken:,.0f} lines/s), {time.perf_counter() - clock:,.0f} s by the clock"
    )
    sys.exit(held > MOST)


def main() -> int:
    """Write a file, and check it in a process that did nothing else."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "lines.parquet", Path(folder) / "findings.parquet"
        write(source, rows)
        asked = [sys.executable, __file__, "check", str(source), str(target)]
        return subprocess.run(asked, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(*sys.argv[2:])
    sys.exit(main())
