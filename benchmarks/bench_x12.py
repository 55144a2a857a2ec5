"""An 837 of many claims: to read it, against `check_claim` on what it holds; both in one run, in turns.

Usage: bench_x12.py [CLAIMS]
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time

import cptkit
from cptkit import x12

DAY = dt.date(2024, 8, 15)
ROUNDS = 3
LINES = 3
"""Service lines a claim."""
HEAD = [
    "HL*{n}**20*1",
    "NM1*85*2*GROUP*****XX*1234567893",
    "N3*1 MAIN STREET",
    "N4*TOWN*ST*000000000",
    "HL*{m}*{n}*22*0",
    "SBR*P*18*******MB",
    "NM1*IL*1*NAME*GIVEN****MI*{member}",
    "N3*2 SIDE STREET",
    "N4*TOWN*ST*000000000",
    "DMG*D8*19401231*U",
    "NM1*PR*2*PAYER*****PI*00000",
]
"""The segments above a claim, as senders write them."""


def interchange(count: int) -> str:
    """Make an 837P of claims of three readings each, drawn by chance; the same each time."""
    rng = random.Random(count)  # noqa: S311 - invented claims, the same each time
    codes = [code.code for code in cptkit.under("radiology", on=DAY)]
    body: list[str] = []
    for number in range(count):
        names = {"n": 2 * number + 1, "m": 2 * number + 2, "member": f"0{number:07}A"}
        body += [each.format(**names) for each in HEAD]
        body += [f"CLM*C{number}*{100 * LINES}***22:B:1*Y*A*Y*Y", "HI*ABK:R911*ABF:J189"]
        body += [f"NM1*82*1*READER*ANN****XX*{1000000000 + number % 50}", "PRV*PE*PXC*2085R0202X"]
        for line in range(1, LINES + 1):
            body += [f"LX*{line}", f"SV1*HC:{rng.choice(codes)}:26*100*UN*1***1"]
            body += [f"DTP*472*D8*{DAY:%Y%m%d}", f"REF*6R*L{number}-{line}"]
    head = [
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240815*1200*^*00501*000000001*0*P*:",
        "GS*HC*S*R*20240815*1200*1*X*005010X222A1",
        "ST*837*0001*005010X222A1",
    ]
    tail = [f"SE*{len(body) + 2}*0001", "GE*1*1", "IEA*1*000000001"]
    return "~\n".join([*head, *body, *tail, ""])


def main(count: int) -> None:
    """Print seconds of both, and how many times the one takes the other."""
    text = interchange(count)
    claims = x12.claims(text)
    ratios, reading, checking = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        x12.claims(text)
        read = time.perf_counter()
        for claim in claims:
            cptkit.check_claim(claim)
        done = time.perf_counter()
        reading.append(read - start)
        checking.append(done - read)
        ratios.append((done - start) / (done - read))
    size = len(text) / 1e6
    print(f"{count} claims of {LINES} lines, {size:.1f} MB")
    print(
        f"read        {statistics.median(reading):8.2f} s {min(reading) / size:8.2f} s a MB (best)"
    )
    print(f"check       {statistics.median(checking):8.2f} s")
    print(f"read and check, in times of check alone (at most 3): {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
