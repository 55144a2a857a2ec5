"""The warm figures of `bench_targets.py`: each function gives CPU seconds, or a ratio or a count, of what one row measures.

    python benchmarks/rows.py NAME        prints the figure of one row, in a process of its own

They use what every version of the package since 2026-11-27 has, so that one run can hold checkouts against each other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cptkit
from cptkit import Claim, ClaimLine

DAY = dt.date(2024, 8, 15)
LATE = dt.date(2026, 5, 4)
MARKS = ((), ("26",), ("26",), ("26", "RT"), ("26", "LT"), ("26", "59"))
ROUNDS = 5


def cpu(work: Callable[[], object], *, times: int = 1, rounds: int = ROUNDS) -> float:
    """Give the least CPU seconds of one call of some work."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(times):
            work()
        taken.append((time.process_time() - started) / times)
    return min(taken)


def claim(lines: int, on: dt.date = DAY, seed: int = 0) -> Claim:
    """Make a claim of radiology codes drawn by chance, ten lines a day, the same each time."""
    chance = random.Random(f"{lines} {seed}")  # noqa: S311 - invented claims, the same each time
    codes = [each.code for each in cptkit.under("radiology", on=on)]
    return Claim(
        tuple(
            ClaimLine(
                chance.choice(codes),
                chance.choice(MARKS),
                date_of_service=on + dt.timedelta(number // 10 % 90),
                provider=f"provider-{number // 900}",
                place_of_service="22",
                diagnoses=("R91.1",),
            )
            for number in range(lines)
        ),
        ordering_provider="order-1",
    )


def a_line(lines: int) -> float:
    """Give the seconds of a check for a line of claims of so many lines; the tables are read."""
    several = [claim(lines, seed=seed) for seed in range(max(1, 200 // lines))]
    for each in several[:20]:
        cptkit.check_claim(each)
    spent = cpu(
        lambda: [cptkit.check_claim(each) for each in several],
        rounds=2 if lines > 500 else 3 * ROUNDS,
    )
    return spent / (lines * len(several))


def unknown_code() -> float:
    """Give how many times as long an unknown code takes as a known one."""
    for _ in range(20):
        cptkit.get("71999"), cptkit.get("71260")  # type: ignore[unused-ignore]
    unknown, known = (
        cpu(lambda code=code: cptkit.get(code), times=2_000)  # type: ignore[misc]
        for code in ("71999", "71260")
    )
    return unknown / known


def _codes_of_day() -> list[str]:
    """List the packaged codes by the files alone, so that nothing is remembered yet."""
    folder = Path(cptkit.__file__).parent / "data" / "derived"
    named, others = (
        json.loads((folder / name).read_text(encoding="utf-8"))["rows"]
        for name in ("codes.json", "other_codes.json")
    )
    return sorted({row["code"] for row in named} | {row[0] for row in others})


def every_code() -> float:
    """Give the seconds of `get` once for every code."""
    codes = _codes_of_day()
    return cpu(lambda: [cptkit.get(each) for each in codes], rounds=1)


def every_code_on_a_day() -> float:
    """Give the seconds of `get` with a day once for every code."""
    codes = _codes_of_day()
    return cpu(lambda: [cptkit.get(each, LATE) for each in codes], rounds=1)


def rvus_of_5000() -> float:
    """Give the seconds of `payment.rvus` once for each of 5,000 codes."""
    codes = [each for each in _codes_of_day() if each.isdigit()][::2][:5_000]

    def ask() -> None:
        for each in codes:
            with contextlib.suppress(cptkit.errors.CptkitError):  # retired, or not priced
                cptkit.payment.rvus(each, on=LATE)

    return cpu(ask, rounds=1)


def missing() -> float:
    """Give the seconds of `documentation.missing` for a code and record asked before."""
    record = cptkit.Record({"indication": "cough", "report.findings": "none"})
    codes = ("71260", "74177", "76700", "70553", "77067")
    ask = lambda: [  # noqa: E731 - one question
        cptkit.documentation.missing(
            each, record, modifiers=("26",), on=LATE, setting=cptkit.Setting.PROFESSIONAL
        )
        for each in codes
    ]
    ask()
    return cpu(ask, times=50) / len(codes)


def guides() -> float:
    """Give the seconds of `guide` for a code asked before."""
    codes = ("71260", "74177", "76700", "70553", "77067")
    ask = lambda: [str(cptkit.guide(each, LATE)) for each in codes]  # noqa: E731 - one question
    ask()
    return cpu(ask, times=3) / len(codes)


def applicable() -> float:
    """Give the seconds of `modifiers.applicable` for a code asked before."""
    codes = ("71260", "74177", "76700", "70553", "77067")
    ask = lambda: [cptkit.modifiers.applicable(each, on=LATE) for each in codes]  # noqa: E731
    ask()
    return cpu(ask, times=3) / len(codes)


def guidance_growth() -> float:
    """Give how many times as long a finding takes `guidance.check` in 1,280 lines of one day as in 160; 1 is linear.

    A finding stands for each guidance line with each procedure of the day, so that a line has eight times as many.
    """
    each = []
    for lines in (160, 1_280):
        asked = [
            ClaimLine(code, MARKS[number % 3], date_of_service=DAY)
            for number, code in enumerate(
                ("77002", "20610", "73721", "77012", "62323") * (lines // 5)
            )
        ]
        count = len(cptkit.guidance.check(asked))
        each.append(cpu(lambda asked=asked: cptkit.guidance.check(asked), rounds=1) / count)  # type: ignore[misc]
    return each[1] / each[0]


def growth() -> float:
    """Give how many times as long a line of a claim of 5,000 takes as one of a claim of 50."""
    return a_line(5_000) / a_line(50)


def house_codes() -> float:
    """Give how many times as long 200 lines take under 4,000 house codes."""
    several = tuple(cptkit.HouseCode(f"X{n:05d}", f"Our own item {n}") for n in range(4_000))
    mine = cptkit.packaged.with_tables(house_codes=several)
    asked = [claim(10, seed=seed) for seed in range(20)]
    taken = []
    for catalog in (cptkit.packaged, mine):
        ask = lambda catalog=catalog: [  # noqa: E731 - one question
            cptkit.check_claim(each, catalog=catalog) for each in asked
        ]
        ask()
        taken.append(cpu(ask, rounds=2))
    return taken[1] / taken[0]


def builds_by_threads() -> float:
    """Give how many times 100 threads that ask first at once build the packaged tables of pairs."""
    built = []
    cptkit.bundling  # noqa: B018 - the module, without its tables
    ncci = next(
        (
            sys.modules[name]
            for name in sys.modules
            if name.startswith("cptkit.") and name.endswith("ncci")
        ),
        None,
    )
    for name in ("ptp_table", "ptp_table_in_columns"):
        real: Any = getattr(ncci, name, None)
        if real is not None:
            setattr(ncci, name, lambda data, real=real: (built.append(1), real(data))[1])
    sys.setswitchinterval(1e-6)  # as unlucky as threads can be
    gate = threading.Barrier(100)

    def ask() -> None:
        gate.wait()
        cptkit.bundling.ptp("71260", "71250", on=DAY, setting=cptkit.Setting.PROFESSIONAL)

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert built, "no builder of pairs is where it was looked for"
    return len(built)


def adding_growth() -> float:
    """Give how many times as long a house code takes where 1,600 are added one by one as where 200 are; 1 is linear."""
    each = []
    for count in (200, 1_600):
        codes = [cptkit.HouseCode(f"X{n:05d}", f"Our own item {n}") for n in range(count)]

        def add(codes: list[cptkit.HouseCode] = codes) -> None:
            catalog = cptkit.packaged
            for code in codes:
                catalog = catalog.with_tables(house_codes=(code,))

        add()
        each.append(cpu(add, rounds=2) / count)
    return each[1] / each[0]


def changes() -> float:
    """Give the seconds of `changes` between two packaged years; the tables of the second time are read."""
    sides = [cptkit.edition(LATE.replace(year=year)) for year in (LATE.year - 1, LATE.year)]
    return cpu(lambda: cptkit.changes(*sides), rounds=2)


def unknown_in_edition() -> float:
    """Give how many times as long `in` takes for an unknown number as for a known code."""
    edition = cptkit.edition(LATE)
    for _ in range(20):
        _ = "71999" in edition, "71260" in edition
    unknown, known = (
        cpu(lambda code=code: code in edition, times=500)  # type: ignore[misc]
        for code in ("71999", "71260")
    )
    return unknown / known


def names() -> float:
    """Give the seconds of `suggest` for a name, the lexicon read."""
    codes = [each for each in cptkit.under("radiology") if each.label][::3]
    asked = [f"{each.label}".upper().replace("WITHOUT", "W/O") for each in codes]
    fresh = [f"{name} {number}" for number, name in enumerate(asked)]  # none is asked twice
    for name in asked:
        cptkit.suggest(name)
    return cpu(lambda: [cptkit.suggest(name) for name in fresh], rounds=1) / len(fresh)


def name_growth() -> float:
    """Give how many times as long a letter takes in a name of 1,000 letters as in one of 100; 1 is linear, less is better."""
    words = "CT CHEST ABD/PELVIS W/O&W CONT XYZZY KNEE 3+ VWS LT THORACOLMBR SHLDR RENAL DUPLX BIL "
    each = []
    for length in (100, 1_000):
        name = (words * 20)[:length]
        cptkit.suggest(name)
        each.append(cpu(lambda name=name: cptkit.suggest(name), times=10) / length)  # type: ignore[misc]
    return each[1] / each[0]


def text_growth() -> float:
    """Give how many times as long a word takes in a text of 100,000 words, which is no name, as in one of 1,000."""
    each = []
    for words in (1_000, 100_000):
        text = "CHEST " * words
        cptkit.suggest(text)
        each.append(cpu(lambda text=text: cptkit.suggest(text), times=10) / words)  # type: ignore[misc]
    return each[1] / each[0]


def plain_dicts() -> float:
    """Give the seconds a line of a bare loop over dicts of status, modifiers, pairs and units: what no check can undercut."""
    lines = [each for seed in range(20) for each in claim(10, seed=seed).lines]
    codes = {each.code: each for each in cptkit.under("radiology", on=DAY)}
    marks, limits = {"26", "TC", "RT", "LT", "59"}, dict.fromkeys(codes, 2)
    pairs = {(one, two) for one in list(codes)[::9] for two in list(codes)[::7]}

    def loop() -> None:
        for at in range(0, len(lines), 10):
            visit = lines[at : at + 10]
            for one in visit:
                _ = one.code in codes and all(each in marks for each in one.modifiers)
                _ = one.units <= limits.get(one.code, 1)
                for two in visit:
                    _ = (one.code, two.code) in pairs

    return cpu(loop, times=10) / len(lines)


_ENGINES = ("polars", "duckdb", "pandas", "pyarrow")
_IS_SMOKE = "BENCH_SMOKE" in os.environ
_MILLION, _DIFFERENT = (3_000, 300) if _IS_SMOKE else (1_000_000, 20_000)


def frames_attributes(engine: int) -> float:
    """Give how many times as long `frames.annotate` takes for a million rows as a join by hand in an engine, order kept."""
    from bench_frames import compared, lines_of, reference

    lines = lines_of(_MILLION)
    by_hand, ours = compared(_ENGINES[engine], "attributes", lines, reference(lines))
    return ours / by_hand


def frames_pairs(engine: int) -> float:
    """Give how many times as long `frames.check` takes to tell of PTP edits alone in a million rows as a join by hand."""
    from bench_frame_pairs import compared, edits, lines_in_quarter, pairs_alone

    with pairs_alone():
        by_hand, ours = compared(_ENGINES[engine], lines_in_quarter(_MILLION), edits())
    return ours / by_hand


def frames_check() -> float:
    """Give the seconds a line of `frames.check` of 20,000 different lines of a month, the tables not read yet."""
    from bench_frames import MAP, frames, made_month, pa

    lines = pa.Table.from_pylist(made_month(_DIFFERENT, seed=77))
    return cpu(lambda: frames.check(lines, **MAP), rounds=1) / lines.num_rows


if __name__ == "__main__":
    name, *rest = sys.argv[1].split(":")
    print(globals()[name](*map(int, rest)))
