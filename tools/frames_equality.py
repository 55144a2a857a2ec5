"""Hold the findings of many rows to those of check_claim, claim by claim, on every engine.

    python tools/frames_equality.py [LINES] [ENGINE ...] [--reference FOLDER] [--apart]

Half of the LINES (200,000 if not given) are odd (several settings, days, providers and sessions, supplies, retired and
malformed codes, 2019 to 2027), half are a month of a hospital; more than 33,000 lines besides are one claim, or a
sixth of LINES where that is less. Rows are shuffled, a policy and a catalog of the caller's with house codes and a fee
schedule of the year that is not packaged are given. Findings are compared row for row, the row of the frame included.
Where a claim's findings differ the claim is named, and the exit code is 1.

What check_claim says is what most of a run costs. With a FOLDER it is kept there, under the digest of the rows and of
the package without its frames: another engine, or another version of the frames, is held to it without asking again.
Next to it the asking of rules costs most. It does not depend on the engine, which brings cells and takes findings: the
engines of a run share one who judges and remembers, but for Spark, whose workers judge by themselves; `--apart` gives
each its own.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import cptkit
from cptkit import frames, packaged
from cptkit.frames import claim_parts
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.findings import WORDS, Checking
from local_spark import local_session
from made_lines import ARGUMENTS, COLUMNS, HOUSE, expected_findings, made_policy, made_rows
from made_month import made_month
from next_year import fee_schedule

Row = dict[str, Any]
PLACE = "place"
"""The row that a shuffled row was."""

SCHEMA = pa.schema(
    [
        ("claim", pa.string()),
        ("line", pa.int64()),
        (PLACE, pa.int64()),
        ("finding", pa.int64()),
        *((name, pa.string()) for name in WORDS),
    ]
)
ORDER = [(name, "ascending") for name in ("claim", "finding", "line")]


def in_batches(rows: int) -> Callable[[Any], Any]:
    """Give what makes a reader of batches of a table."""
    return lambda table: pa.RecordBatchReader.from_batches(table.schema, table.to_batches(rows))


def on_spark(table: Any) -> Any:
    """Make a Spark frame in a local session of two threads."""
    session = local_session(sql__execution__arrow__maxRecordsPerBatch="1000")
    return session.createDataFrame(table)


ENGINES: dict[str, Callable[[Any], Any]] = {
    "pyarrow": lambda table: table,
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "polars-lazy": lambda table: pl.from_arrow(table).lazy(),  # type: ignore[union-attr]
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
    "batches-of-1": in_batches(1),
    "batches-of-7": in_batches(7),
    "batches-of-1000": in_batches(1_000),
    "spark": on_spark,
}


def table_of(found: Any) -> Any:
    """Read findings back as a table of Arrow."""
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    if isinstance(found, pl.DataFrame):
        return found.to_arrow()
    if isinstance(found, pa.RecordBatchReader):
        return found.read_all()
    if hasattr(found, "to_arrow_table"):
        return found.to_arrow_table()
    if hasattr(found, "toArrow"):
        return found.toArrow()
    return found if isinstance(found, pa.Table) else pa.Table.from_pandas(found)


def in_order(table: Any) -> Any:
    """Give the findings of an engine as those of all others are: types, columns, order of rows."""
    return table.select(SCHEMA.names).cast(SCHEMA).sort_by(ORDER).combine_chunks()


def differing(expected: Any, told: Any) -> list[str]:
    """Name the claims whose findings differ."""
    if told.equals(expected):
        return []
    ours, theirs = by_claim(expected.to_pylist()), by_claim(told.to_pylist())
    return [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]


def by_claim(rows: list[Row]) -> dict[str, list[Row]]:
    """Put the findings of a claim together."""
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row["claim"], []).append(row)
    return held


def digest(made: list[Row]) -> str:
    """Name what check_claim is asked: the rows, and the package without its frames."""
    found = hashlib.sha256(repr(made).encode())
    home = Path(cptkit.__file__).parent
    for file in sorted(each for each in home.rglob("*") if each.is_file()):
        if file.suffix in (".py", ".json", ".cptkit") and "frames" not in file.parts:
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def reference(made: list[Row], arguments: dict[str, Any], folder: Path | None) -> Any:
    """Give what check_claim says claim by claim, kept where a folder is given."""
    kept = folder and folder / f"{digest(made)}.parquet"
    if kept is not None and kept.exists():
        return pq.read_table(kept)
    started = time.process_time()
    rows = expected_findings(made, arguments["policy"], arguments["catalog"], verdicts=False)
    told = pa.Table.from_pylist([row | {PLACE: row["row"]} for row in rows])
    print(f"  check_claim one by one {time.process_time() - started:.0f} s", flush=True)
    told = in_order(told)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(told, kept)
    return told


def compare(name: str, made: list[Row], engines: list[str], folder: Path | None) -> bool:
    """Check rows on every engine, and print whether the findings are the same."""
    mine = packaged.with_tables(fee_schedule(), house_codes=HOUSE)
    JUDGES.clear()
    arguments = {"policy": made_policy(), "catalog": mine}
    expected = reference(made, arguments, folder)
    claims = expected["claim"].unique()
    print(
        f"{name}: {len(made):,} lines, {len(claims):,} claims, {len(expected):,} rows of findings"
    )
    order = list(range(len(made)))
    random.Random(5).shuffle(order)  # noqa: S311 - a repeatable order
    mixed = [made[at] for at in order]
    table = pa.Table.from_pylist([{column: row[column] for column in COLUMNS} for row in mixed])
    table = table.append_column(PLACE, pa.array(order))
    same = [_is_equal(engine, table, expected, arguments) for engine in engines]
    return all(same)


def _is_equal(engine: str, table: Any, expected: Any, arguments: dict[str, Any]) -> bool:
    if engine.startswith("batches"):
        table = table.sort_by([("claim_id", "ascending"), ("line_no", "ascending")])
    started, clock = time.process_time(), time.perf_counter()
    frame = ENGINES[engine](table)
    told = table_of(frames.check(frame, **ARGUMENTS, **arguments, keep=(PLACE,)))
    taken = (
        f"{time.process_time() - started:.0f} s, {time.perf_counter() - clock:.0f} s by the clock"
    )
    wrong = differing(expected, in_order(told))
    placed = engine == "spark" or table[PLACE].take(told["row"].cast(pa.int64())).equals(
        told[PLACE].cast(pa.int64())
    )
    said = f"{len(wrong):,} claims differ, such as {wrong[0]}" if wrong else "equal"
    if not placed:
        said += "; row names another row"
    print(f"  {engine:16} {said} ({taken})", flush=True)
    return placed and not wrong


JUDGES: list[ClaimJudge] = []


def share_one_judge() -> None:
    """Let the engines of this process be judged by one who forgets nothing."""
    own = Checking.judge

    def shared(checking: Checking) -> ClaimJudge:
        if not JUDGES:
            JUDGES.append(own(checking))
        return JUDGES[0]

    Checking.judge = shared  # type: ignore[method-assign, assignment]  # in this tool alone
    claim_parts.MOST_REMEMBERED = sys.maxsize


def one_claim(lines: int) -> list[Row]:
    """Make one claim of the lines of many."""
    made = made_month(lines, seed=33)
    whole = {name: made[0][name] for name in ("setting", "ordering", "payer")}
    return [row | whole | {"claim_id": "ONE", "line_no": n} for n, row in enumerate(made)]


def main() -> int:
    """Compare both halves, and the claim that is larger than a block of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", nargs="?", type=int, default=200_000)
    parser.add_argument("engines", nargs="*", choices=[*ENGINES, []], metavar="ENGINE")
    parser.add_argument("--reference", type=Path, metavar="FOLDER")
    parser.add_argument("--apart", action="store_true")
    asked = parser.parse_args()
    if not asked.apart:
        share_one_judge()
    halves: dict[str, Callable[[], list[Row]]] = {
        "odd": lambda: made_rows(asked.lines // 2, seed=2026),
        "a month": lambda: made_month(asked.lines // 2, seed=2026),
        "one claim": lambda: one_claim(min(asked.lines // 6, 33_100)),
    }
    engines = asked.engines or list(ENGINES)
    same = [compare(name, made(), engines, asked.reference) for name, made in halves.items()]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
