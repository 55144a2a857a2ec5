"""`suggest` warm, in microseconds a name on one core: names of its own making, each asked once after one round.

Run: python benchmarks/bench_suggest.py
"""

from __future__ import annotations

import datetime as dt
import itertools
import time

from common import nanoseconds

import cptkit

DAY = dt.date(2020, 1, 15)
AIM = 300.0
STEMS = (
    "CT {p} {c}",
    "MRI {p} {c}",
    "HC {p} {c} PRO FEE",
    "XR {p} 3+ VWS LT",
    "{p} COMPLETE BIL",
    "US {p} LTD",
    "NM {p} SCAN {c}",
)
PARTS = (
    "CHEST",
    "ABD/PELVIS",
    "C-SPINE",
    "LOW EXT JNT RT",
    "KNEE",
    "HEAD",
    "SHLDR",
    "LUMBAR SPINE",
    "RENAL",
    "WRST",
    "ORBITS",
    "FEMUR",
)
CONTRASTS = ("W/O CONT", "W&WO", "WITH IV CONTRAST", "", "W/O & W/DYE")


def main() -> None:
    """Measure, and print the figure beside its aim."""
    names = sorted(
        {
            stem.format(p=part, c=contrast).strip()
            for stem, part, contrast in itertools.product(STEMS, PARTS, CONTRASTS)
        }
    )
    start = time.perf_counter()
    cptkit.suggest(names[0], DAY)
    cold = time.perf_counter() - start
    best = nanoseconds(lambda: [cptkit.suggest(name, DAY) for name in names], repeat=7)
    print(
        f"suggest: first answer {cold * 1e3:.0f} ms, warm {best / len(names) / 1e3:.0f} us a name over {len(names)} names (aim {AIM:.0f})"
    )
    start = time.perf_counter()
    cptkit.suggest("X" * 10_000_000, DAY)
    print(f"a text of 10 MB: {(time.perf_counter() - start) * 1e6:.0f} us")


if __name__ == "__main__":
    main()
