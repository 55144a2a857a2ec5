"""Pairs in columns against plain dicts: memory, loading, and a ten-line claim, as ratios taken in one run.

Usage: bench_pairs.py [FILE], a csv or csv.gz of column_1, column_2, deletion, modifier, rationale. Without a
file, as many invented pairs as the practitioner table has.
"""

from __future__ import annotations

import csv
import datetime as dt
import gc
import gzip
import itertools
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cptkit.files.pairs import Builder, Pairs
from cptkit.indicators import CorrectCoding
from cptkit.values.table import Source

DAY = dt.date(2024, 8, 1)
CLAIMS = 2_000
LINES = 10
ROUNDS = 7


def rows(path: str) -> Iterator[tuple[str, str, str, str, str]]:
    if path:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", newline="") as lines:
            reader = csv.reader(lines)
            next(reader)
            for one, two, last, how, why in reader:
                yield one, two, last, how, why
        return
    rng = random.Random(1)  # noqa: S311 - invented rows, the same each time
    codes = [f"{n:05d}" for n in range(100, 15_000)]
    for one in codes:
        for two in rng.sample(codes, 171):
            yield one, two, "9999-12-31", "1", "invented"


def in_columns(path: str) -> Pairs:
    builder = Builder()
    terms: dict[tuple[str, str, str], int] = {}
    for one, two, last, how, why in rows(path):
        term = terms.get((last, how, why))
        if term is None:
            through = None if last.startswith("9999") else dt.date.fromisoformat(last)
            term = terms[last, how, why] = builder.term((None, through, CorrectCoding(how), why))
        builder.add(one, two, term)
    return builder.build(Source("CMS NCCI"))


def in_dict(path: str) -> dict[tuple[str, str], str]:
    same: dict[str, str] = {}
    return {
        (same.setdefault(one, one), same.setdefault(two, two)): sys.intern(f"{last} {how}")
        for one, two, last, how, _ in rows(path)
    }


def resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf(
        "SC_PAGE_SIZE"
    )


def weighed(make: Callable[[], object]) -> tuple[object, float, float]:
    """Build in a child first, so that what building throws away is not weighed; then here."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before, start = resident(), time.perf_counter()
        kept = make()
        took = time.perf_counter() - start
        kept = kept.__class__(*kept.__reduce__()[1]) if isinstance(kept, Pairs) else kept
        os.write(writing, f"{resident() - before} {took}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    size, took = os.read(reading, 200).split()
    return make(), float(size), float(took)


def best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    path = sys.argv[1] if len(sys.argv) > 1 else ""
    pairs, small, slow = weighed(lambda: in_columns(path))
    plain, large, quick = weighed(lambda: in_dict(path))
    assert isinstance(pairs, Pairs)
    assert isinstance(plain, dict)
    columns = sum(column.itemsize * len(column) for column in pairs.__reduce__()[1][1:4])
    print(f"{len(pairs):,} pairs; columns alone {columns / 1e6:.1f} MB")
    print(
        f"memory: columns {small / 1e6:.0f} MB, dict[(str, str)] {large / 1e6:.0f} MB: 1/{large / max(small, 1):.1f} (target 1/15)"
    )
    print(f"from rows: columns {slow:.1f} s, dict {quick:.1f} s: {slow / quick:.2f}x")
    rng = random.Random(2)  # noqa: S311 - the same claims each time
    pool = sorted({one for one, _ in itertools.islice(plain, 0, None, 50)})
    radiology = [code for code in pool if code.startswith("7")] or pool
    for name, codes in (("radiology", radiology), ("any", pool)):
        claims = [rng.sample(codes, LINES) for _ in range(CLAIMS)]
        report(name, pairs, plain, claims)
    return 0


def report(
    name: str, pairs: Pairs, plain: dict[tuple[str, str], str], claims: list[list[str]]
) -> None:
    def ours() -> int:
        return sum(len(pairs.among(codes, DAY)) for codes in claims)

    def theirs() -> int:
        get = plain.get
        return sum(
            1
            for codes in claims
            for a, b in itertools.combinations(codes, 2)
            if get((a, b)) is not None or get((b, a)) is not None
        )

    ours()
    mine, other = best(ours), best(theirs)
    per = 1e6 / len(claims)
    print(
        f"ten-line claim, {name}: columns {mine * per:.1f} us, dict {other * per:.1f} us: {mine / other:.2f}x (target 0.7x); {ours()} edits made"
    )


if __name__ == "__main__":
    sys.exit(main())
