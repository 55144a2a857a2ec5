"""A packed quarter against the same quarter in plain dicts: CPU to load, memory, first answers, as ratios taken in one run.

Usage: bench_pack.py [FILE], a csv or csv.gz of PTP pairs as for bench_pairs.py. All else is invented, as many rows as a
quarter has: the fee schedule, unit limits, localities and add-ons. The dicts are loaded with pickle, which is the
fastest way that comes with Python.
"""

from __future__ import annotations

import gc
import os
import pickle
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from bench_pairs import in_columns, resident
from common import fresh_once

import cptkit
from cptkit import AddOnEdit, FeeScheduleRow, Locality, Mue, Setting, Source, Table, TableKind
from cptkit.indicators import AddOnType, Adjudication

ROUNDS = 5
SOURCE = Source("invented")
FEE_ROWS, LIMITS, LOCALITIES, ADD_ONS = 19_356, 15_095, 109, 9_000


def quarter(path: str) -> tuple[Table[Any], ...]:
    """Make the tables of a quarter."""
    chance = random.Random(1)  # noqa: S311 - invented rows, the same each time
    codes = [f"{n:05d}" for n in range(100, 100 + LIMITS)]
    pairs = in_columns(path)
    limits = tuple(Mue(c, chance.randint(0, 9), Adjudication.LINE, "why") for c in codes)
    places = tuple(
        Locality(f"{n:05d}-00", "a place", f"{n:05d}", "00", "AL", *_numbers(chance, 3))
        for n in range(LOCALITIES)
    )
    add_ons = tuple(
        AddOnEdit(chance.choice(codes), chance.choice(codes), AddOnType.NATIONAL, None, None)
        for _ in range(ADD_ONS)
    )
    return (
        Table(TableKind.PTP, SOURCE, pairs, Setting.PROFESSIONAL),
        Table(TableKind.FEE_SCHEDULE, SOURCE, fees(codes, chance)),
        Table(TableKind.MUE, SOURCE, limits, Setting.PROFESSIONAL),
        Table(TableKind.LOCALITIES, SOURCE, places),
        Table(TableKind.ADD_ON, SOURCE, add_ons),
    )


def fees(codes: list[str], chance: random.Random) -> tuple[FeeScheduleRow, ...]:
    """Take one packaged row as the pattern, and give each other numbers."""
    pattern = cptkit.payment.indicators("71260", on=cptkit.packaged.at().on)
    names = [f.name for f in attrs.fields(FeeScheduleRow) if f.type == "Decimal"]
    keys = [(code, modifier) for modifier in ("", "26", "TC") for code in codes][:FEE_ROWS]
    return tuple(
        attrs.evolve(
            pattern,
            code=code,
            modifier=modifier,
            **dict(zip(names, _numbers(chance, len(names)), strict=True)),
        )
        for code, modifier in keys
    )


def _numbers(chance: random.Random, count: int) -> list[Decimal]:
    return [Decimal(chance.randint(0, 2_000)).scaleb(-2) for _ in range(count)]


def plain(tables: tuple[Table[Any], ...]) -> dict[str, dict[Any, Any]]:
    """Give the same as dicts: keys of text, values of what a row says besides; equal values stand once."""
    pairs, *others = tables
    same: dict[Any, Any] = {}
    found: dict[str, dict[Any, Any]] = {
        "PTP": {
            (edit.column_1, edit.column_2): same.setdefault(said, said)
            for edit in pairs
            for said in [(edit.effective, edit.through, edit.indicator.value)]
        }
    }
    for table in others:
        rows = (attrs.astuple(row, recurse=False)[:-1] for row in table)
        found[table.kind.value] = {
            row[:2]: tuple(same.setdefault(str(cell), cell) for cell in row) for row in rows
        }
    return found


def in_a_child(work: Callable[[], str]) -> str:
    """Give what work says that is done in a child, so that what it throws away is not weighed here."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, work().encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    return os.read(reading, 1000).decode()


def weighed(load: Callable[[bytes], object], path: Path) -> tuple[float, float]:
    """Load a file in a child: give the CPU in milliseconds and the memory that stays, in bytes."""

    def work() -> str:
        gc.collect()
        before = resident()
        data = path.read_bytes()
        start = time.process_time()
        kept = load(data)
        took = time.process_time() - start
        del data
        return f"{took * 1e3} {resident() - before} {len(kept)}"  # type: ignore[arg-type]

    took, size, _ = in_a_child(work).split()
    return float(took), float(size)


def main() -> int:
    path = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        packed, pickled = Path(folder, "quarter.cptkit"), Path(folder, "quarter.pickle")
        print(in_a_child(lambda: write(path, packed, pickled)))
        ours = [weighed(cptkit.unpack, packed) for _ in range(ROUNDS)]
        theirs = [weighed(pickle.loads, pickled) for _ in range(ROUNDS)]
        report("load, CPU", "ms", *(statistics.median(t for t, _ in x) for x in (ours, theirs)))
        report("memory", "MB", *(statistics.median(s for _, s in x) / 1e6 for x in (ours, theirs)))
        fresh(packed)
    return 0


def write(path: str, packed: Path, pickled: Path) -> str:
    """Write both files, and say how large they are."""
    tables = quarter(path)
    start = time.process_time()
    data = cptkit.pack(tables)
    took = time.process_time() - start
    packed.write_bytes(data)
    pickled.write_bytes(pickle.dumps(plain(tables)))
    size = pickled.stat().st_size / 1e6
    rows = sum(map(len, tables))
    return f"{rows:,} rows; packed in {took:.2f} s CPU to {len(data) / 1e6:.1f} MB; pickled dicts {size:.1f} MB"


def report(what: str, unit: str, ours: float, theirs: float) -> None:
    print(f"{what}: packed {ours:.1f} {unit}, dicts {theirs:.1f} {unit}: 1/{theirs / ours:.1f}")


def fresh(packed: Path) -> None:
    """Tell what a new process needs, imports included: to load, and to answer of each table."""
    load = f"from pathlib import Path; import cptkit; t = cptkit.unpack(Path({str(packed)!r}).read_bytes())"
    scripts = {
        "import attrs": "import attrs",
        "load": load,
        "load, and a row of each": f"{load}; [x[len(x) // 2] for x in t]",
    }
    for name, script in scripts.items():
        took = statistics.median(fresh_once(script)[1] for _ in range(ROUNDS + 1))
        bare = statistics.median(fresh_once("pass")[1] for _ in range(ROUNDS + 1))
        print(f"new process, {name}: {took - bare:.0f} ms CPU above a bare interpreter")


if __name__ == "__main__":
    sys.exit(main())
