"""Fit and measure `cptkit.suggest` on real exam names, with a fifth of the hospitals kept aside.

The names are not part of the package. The file has the columns description, code, rows and hospitals; every fifth
hospital by sorted id is held out, and a name belongs to the held-out part if any of its hospitals does.

    fit_suggest.py report FILE         what is right, on both parts
    fit_suggest.py weights FILE        better weights, one at a time, on the tuning part; prints what it would change
    fit_suggest.py calibration FILE    the table that turns a share into a score, from the tuning part; writes it
    fit_suggest.py diagram FILE        the reliability diagram of the held-out part as SVG, on standard output

The default FILE is ../shared/exams/exams_dev.csv; without it the tool says so and ends.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

from cptkit.codeset import authored_codes
from cptkit.suggesting.combining import first_of_two
from cptkit.suggesting.index import index_of
from cptkit.suggesting.lexicon import packaged_lexicon
from cptkit.suggesting.ranking import ranked
from cptkit.suggesting.reading import Reading, read
from cptkit.suggesting.scoring import shares
from cptkit.suggesting.shelves import shelf_of
from cptkit.suggesting.tables import Tables, packaged_tables, tables_from

ROOT = Path(__file__).resolve().parent.parent
AUTHORED = ROOT / "src" / "cptkit" / "data" / "authored"
NAMES = ROOT.parent / "shared" / "exams" / "exams_dev.csv"
DAY = dt.date(2020, 1, 15)
LEAST_GAIN = 2
"""How many names more a changed weight must read rightly to be kept."""


@attrs.frozen
class Name:
    """A name with the code that hospitals charge for it."""

    text: str
    code: str
    held_out: bool


def names_of(path: Path) -> list[Name]:
    """Read the names and mark those of the held-out hospitals."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hospitals = sorted({each for row in rows for each in row["hospitals"].split()})
    held_out = set(hospitals[::5])
    return [Name(row["description"], row["code"], bool(held_out & set(row["hospitals"].split()))) for row in rows]


@functools.cache
def reading_of(text: str) -> Reading:
    """Read a name once: readings do not depend on weights."""
    return read(text, packaged_lexicon())


def answers(names: Iterable[Name], tables: Tables, most: int) -> list[list[tuple[float, str]]]:
    """Rank codes for every name: scores and codes, best first."""
    index = index_of(tuple(code for code in authored_codes() if code.imaging is not None and code.is_active(DAY)), tables)
    shelf = functools.cache(lambda modalities: shelf_of(index, modalities))
    found = []
    for name in names:
        reading = reading_of(name.text)
        here = shelf(reading.modalities)
        best = first_of_two(reading, here, ranked(reading, here, most))
        found.append([(score, index.candidates[place].code.code) for score, place in best])
    return found


def right(names: list[Name], tables: Tables) -> tuple[int, int]:
    """Count the names whose code comes first, and those whose code is among the first five."""
    given = answers(names, tables, 5)
    first = sum(bool(codes) and codes[0][1] == name.code for name, codes in zip(names, given, strict=True))
    fifth = sum(name.code in {code for _, code in codes} for name, codes in zip(names, given, strict=True))
    return first, fifth


def report(names: list[Name]) -> None:
    """Print what is right on both parts."""
    for label, part in (("tuning", [n for n in names if not n.held_out]), ("held out", [n for n in names if n.held_out])):
        first, fifth = right(part, packaged_tables())
        print(f"{label}: {len(part)} names, top-1 {first / len(part):.4f}, top-5 {fifth / len(part):.4f}")


def with_weight(tables: Tables, name: str, value: float) -> Tables:
    """Change one weight."""
    rows = [{"name": each, "value": value if each == name else old} for each, old in tables.weights.items()]
    changed = tables_from(rows, [], [], [])
    return attrs.evolve(tables, weights=changed.weights, compatible=changed.compatible)


def fit_weights(names: list[Name], sweeps: int = 1) -> Tables:
    """Try every weight a little higher and a little lower, and keep what reads more names rightly."""
    part = [name for name in names if not name.held_out]
    tables = packaged_tables()
    best = sum(right(part, tables))
    for _ in range(sweeps):
        for name in sorted(tables.weights):
            if name in {"temperature", "least sum of a suggestion"}:
                continue
            for step in (0.3, -0.3, 0.8, -0.8):
                tried = with_weight(tables, name, round(tables.weights[name] + step, 2))
                found = sum(right(part, tried))
                if found >= best + LEAST_GAIN:
                    print(f"{name}: {tables.weights[name]} -> {tried.weights[name]}: {found - best:+} right", flush=True)
                    tables, best = tried, found
                    break
    return tables


def points_of(names: list[Name], tables: Tables) -> list[tuple[float, bool]]:
    """Give, for the five suggestions of every name, their share and whether they are right."""
    found = []
    for name, codes in zip(names, answers(names, tables, 12), strict=True):
        parts = shares([score for score, _ in codes], tables.weights["temperature"]) if codes else []
        found += [(share, code == name.code) for share, (_, code) in list(zip(parts, codes, strict=True))[:5]]
    return sorted(found)


def isotonic(points: list[tuple[float, bool]], bins: int = 24) -> list[tuple[float, float]]:
    """Fit a rising line of few points: bins of equal count, neighbors joined until they rise (pool adjacent violators)."""
    size = math.ceil(len(points) / bins)
    pools = [
        [sum(x for x, _ in chunk), sum(y for _, y in chunk), len(chunk)]
        for at in range(0, len(points), size)
        if (chunk := points[at : at + size])
    ]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(list(pool))
        while len(merged) > 1 and merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]:
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last, strict=True)]
    return [(round(x / n, 3), round(y / n, 3)) for x, y, n in merged]


def main(arguments: list[str]) -> int:
    """Do what is asked."""
    path = Path(arguments[1]) if len(arguments) > 1 else NAMES
    if not arguments or not path.exists():
        print(__doc__ if not arguments else f"{path} is not here: nothing to measure")
        return 0
    names = names_of(path)
    if arguments[0] == "report":
        report(names)
    elif arguments[0] == "weights":
        tables = fit_weights(names, int(arguments[2]) if len(arguments) > 2 else 1)
        print(json.dumps({n: v for n, v in tables.weights.items() if v != packaged_tables().weights[n]}, indent=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
