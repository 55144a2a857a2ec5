"""Claims checked a second on one core, for 1, 5, 10 and 50 lines, with the packaged tables; claims of equal make are not repeated.

Usage: bench_claims.py
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import statistics
import time

from common import fresh_milliseconds

import cptkit
from cptkit import Claim, ClaimLine

DAYS = (dt.date(2024, 8, 15), dt.date(2026, 5, 4))
ROUNDS = 5
MOST = 2_000


def claims(lines: int, on: dt.date, count: int) -> list[Claim]:
    """Make claims of readings of radiology codes drawn by chance; the same each time."""
    rng = random.Random(lines)  # noqa: S311 - invented claims, the same each time
    codes = [code.code for code in cptkit.under("radiology", on=on)]
    marks = ((), ("26",), ("26",), ("26", "RT"), ("26", "LT"), ("26", "59"))
    return [
        Claim(
            tuple(
                ClaimLine(
                    rng.choice(codes),
                    rng.choice(marks),
                    date_of_service=on,
                    place_of_service="22",
                    diagnoses=("R91.1",),
                )
                for _ in range(lines)
            ),
            ordering_provider="order-1",
        )
        for _ in range(count)
    ]


def main() -> None:
    """Print medians over rounds; the first round, which loads the tables, stands by itself."""
    script = "import datetime as dt, cptkit; cptkit.check_claim(cptkit.Claim((cptkit.ClaimLine('71260', ('26',), date_of_service=dt.date(2024, 8, 15)),)))"
    bare, first = fresh_milliseconds("pass", repeat=5), fresh_milliseconds(script, repeat=5)
    print(f"{'first claim in a fresh process, above the interpreter':58} {first - bare:12.0f} ms")
    for on, lines in itertools.product(DAYS, (1, 5, 10, 50)):
        each = claims(lines, on, min(MOST, 10_000 // lines))
        seconds = []
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            for claim in each:
                cptkit.check_claim(claim)
            seconds.append(time.perf_counter() - start)
        rate = len(each) / statistics.median(seconds[1:])
        print(f"{f'{lines} lines, {on}':58} {rate:12.0f} claims/s {rate * lines:12.0f} lines/s")


if __name__ == "__main__":
    main()
