"""Plant a fixed sample of faults in rules, readers, kernel and arithmetic, one at a time, and see that their tests fall.

Usage: mutants.py [HOW-MANY] [--rooms ROOM ...] [--results FILE] [--quick] [--part 0/2]      such as: mutants.py, or mutants.py 40 --rooms payment

cosmic-ray says where a fault can be planted and plants it, in a copy of the checkout. Each is tried by the tests of its
room that run its line, in a process of its own that is forked from one which has loaded what tests need: a few quick
ones of each file first, then the files whole. Which lines a test runs is traced once, and kept beside the results. Results are
kept as they come, a line of JSON each, so that a run that was stopped goes on where it was. With --quick only the quick
tests are run, and what lives is left to a later run without it, which goes on with the files whole. With --part, every second
fault or so is tried, into results of its own; lines of several results are simply put together. The sample stands in
tools/mutants_sample.json by module, operator and line; where code moved on and a fault is gone, another is drawn. No faults are: type hints, what is no Python or the same program, ``is`` as ``==`` before None, a member of an
enum or a constant, and what only makes an answer faster. Survivors that change no answer stand with their reason in
tools/equivalent_mutants.json. The exit status is 1 where fewer than 92 % die.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from planting.faults import Fault, faults_of, planted
from planting.interval import wilson
from planting.reach import Reach, reaches
from planting.trial import Run, copied, dies, warm

HERE = Path(__file__).resolve().parents[1]
SAMPLE = HERE / "tools/mutants_sample.json"
EQUIVALENT = HERE / "tools/equivalent_mutants.json"
SEED, LEAST = 20261128, 0.92
NO_FAULT = "no other program"
_SHORT = 3.0
"""Seconds of a file of tests that is run whole among the quick ones."""
PRACTICE = ("claims", "claim_snapshots", "part_h", "checking", "policies")
BOTH = ("tiny_rules", "both_sides", "last_table_answers", "interests")
LISTS = ("own_code_lists", "own_lists_of_codes", "next_year", "turning_days", "looking")
WIDE = (
    "rule_edges",
    "claim_edges",
    "consistency",
    "anomalies",
    "scalars_everywhere",
    "immutable",
    "errors",
)
"""Tests that run lines of every room, tried last."""
ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "modifiers": (
        ("modifiers/*",),
        (*BOTH, "modifiers_rules", "modifiers", "modifiers_packaged", "remembered", *PRACTICE),
    ),
    "claim_check": (
        ("claim_check/*",),
        (*BOTH, "rule_edges", *PRACTICE, "guidance", "bundling", *LISTS),
    ),
    "lines": (("lines/*",), (*BOTH, *PRACTICE, "modifiers_rules", "value_sets", *LISTS)),
    "bundling": (
        ("bundling.py", "catalog/both_sides.py"),
        (*BOTH, "bundling", "pairs", *PRACTICE, "remembered", "own_lists_of_codes"),
    ),
    "contrast": (("contrast.py",), (*BOTH, "contrast", *PRACTICE)),
    "guidance": (("guidance/*",), (*BOTH, "guidance", "guidance_tables", *PRACTICE)),
    "documentation": (("documentation/*",), (*BOTH, "documentation", *PRACTICE)),
    "payment": (
        ("payment/*", "values/arithmetic.py"),
        (
            *BOTH,
            "price_edges",
            "payment",
            "payment_rules",
            "prices",
            "payment_laws",
            "decimal_context",
            *LISTS,
        ),
    ),
    "necessity": (
        ("necessity/*",),
        (*BOTH, "necessity", "coverage_files", *PRACTICE, "own_lists_of_codes"),
    ),
    "readers": (
        ("cms/*",),
        (
            *(
                "reader_edges",
                "reader_sums",
                "cms_lists",
                "cms",
                "cms_tables",
                "cms_read",
                "coverage_files",
            ),
            *("spreadsheets_and_back", "own_code_lists", "own_lists_of_codes", "hospital_codes"),
            *("next_year", "a_year_of_quarters", "payment"),
        ),
    ),
    "kernel": (
        ("frames/*",),
        (
            *("arrow_types", "value_edges", "frames_columns", "frames_check", "frames_streams"),
            *("frames_bad_input", "frames_parts"),
        ),
    ),
    "look-ups": (
        ("catalog/ranges.py", "catalog/known_codes.py", "catalog/code_forms.py", "files/pairs.py"),
        (
            "ranges",
            "value_edges",
            "catalog",
            "parsing",
            "pairs",
            *LISTS,
            "changes",
            "code_numbers",
            "bundling",
        ),
    ),
    "readings": (
        ("values/raw.py", "values/days.py", "values/typed.py", "values/cells.py"),
        (
            *(
                "value_edges",
                "scalars",
                "days_everywhere",
                "hostile_classes",
                "parsing",
                "tables",
                "checking",
            ),
            *("spreadsheets_and_back", "json_everything", "decimal_context", "claims"),
        ),
    ),
}
"""Of each room, the modules in which faults are planted, and the files of tests that read it, quick ones first."""


def main() -> int:
    """Plant what is asked for and tell which live; give the exit status."""
    asked = _asked()
    known_same = dict.fromkeys(_equivalent(), "")
    done, passed = known_same | _kept(asked.results), _kept(_passed(asked.results))
    rooms: list[str] = asked.rooms or list(ROOMS)
    with tempfile.TemporaryDirectory() as name:
        root = copied(HERE, Path(name))
        warm(root)
        part, parts = map(int, asked.part.split("/"))
        every, drawn = _ordered(root, rooms)
        every, many = every[part::parts], -(-(asked.how_many or drawn) // parts)
        files = [file for room in rooms for file in _files(room)]
        known = reaches(root, dict.fromkeys(files), asked.results.with_name("reached.jsonl"))
        sample: list[Fault] = []
        for fault in every:
            if len(sample) == many:
                break
            if fault.key not in done and not (asked.quick and fault.key in passed):
                runs = _quick(fault, known) if fault.key not in passed else []
                runs += [] if asked.quick else _whole(fault, known)
                done[fault.key] = _tried(root, fault, runs, asked)
                said = f"dies by {done[fault.key]}" if done[fault.key] else "LIVES"
                print(f"{len(sample) + 1} of {many}: {said}: {fault}", flush=True)
            if done.setdefault(fault.key, "") != NO_FAULT:
                sample.append(fault)
    return _told(sample, done)


def _tried(root: Path, fault: Fault, runs: Iterable[Run], asked: argparse.Namespace) -> str:
    """Plant a fault and run tests; give what sees it, "" where nothing does, and keep that."""
    with planted(root, fault) as diff:
        seen = dies(root, list(runs)) if diff else NO_FAULT
    kept: Path = _passed(asked.results) if asked.quick and not seen else asked.results
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"fault": fault.named, "seen": seen, "diff": diff}) + "\n")
    return seen


def _quick(fault: Fault, known: Mapping[str, Reach]) -> list[Run]:
    """Give quick tests that run the line, file by file in the room's order; of a line that runs on loading, short files."""
    return [
        (list(tests or [reach.test]), reach.seconds)
        for reach, tests in _telling(fault, known)
        if tests or (reach.lines is not None and reach.seconds < _SHORT)
    ]


def _whole(fault: Fault, known: Mapping[str, Reach]) -> list[Run]:
    """Give the files that run the line, whole, in the room's order."""
    return [([reach.test], reach.seconds) for reach, _ in _telling(fault, known)]


def _telling(fault: Fault, known: Mapping[str, Reach]) -> Iterator[tuple[Reach, tuple[str, ...]]]:
    for name in _files(fault.room):
        tests = known[name].tests(fault.module, fault.line)
        if tests is not None:
            yield known[name], tests


def _passed(results: Path) -> Path:
    """Give where stands what lived under the quick tests alone."""
    return results.with_suffix(".quick.jsonl")


def _files(room: str) -> list[str]:
    return [f"tests/test_{each}.py" for each in dict.fromkeys((*ROOMS[room][1], *WIDE))]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how_many", nargs="?", type=int)
    parser.add_argument("--rooms", nargs="+", choices=list(ROOMS))
    parser.add_argument("--results", type=Path, default=HERE / "build/mutants.jsonl")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", default="0/1")
    return parser.parse_args()


def _ordered(root: Path, rooms: Iterable[str]) -> tuple[list[Fault], int]:
    """Give the rooms' faults in the order of the sample: those drawn, then the others by a number of their names; and how many were drawn."""
    every = [fault for room in rooms for fault in _of_room(root, room, ROOMS[room][0])]
    drawn = {json.dumps(each, sort_keys=True): at for at, each in enumerate(_drawn())}
    last, modules = len(drawn), {each.module for each in every}
    every.sort(key=lambda each: sha256(f"{SEED}{each.key}".encode()).digest())
    every.sort(key=lambda each: drawn.get(each.key, last))
    return every, sum(each["module"] in modules for each in _drawn())


def _drawn() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(SAMPLE.read_text("utf-8"))
    return found


def _of_room(root: Path, room: str, modules: Iterable[str]) -> Iterator[Fault]:
    package = root / "src/cptkit"
    for pattern in modules:
        for path in sorted(package.glob(f"{pattern}.py" if pattern.endswith("*") else pattern)):
            yield from faults_of(root, path, room)


def _kept(results: Path) -> dict[str, str]:
    if not results.is_file():
        return {}
    rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {json.dumps(row["fault"], sort_keys=True): row["seen"] for row in rows}


def _equivalent() -> set[str]:
    """Give the faults that change no answer, by their names: they are not tried."""
    rows = json.loads(EQUIVALENT.read_text("utf-8"))
    return {json.dumps(each["fault"], sort_keys=True) for each in rows}


def _told(sample: list[Fault], done: dict[str, str]) -> int:
    """Print how many die, room by room and in all, with the 95 % interval; equivalent ones are left out."""
    known = _equivalent()
    counted = [each for each in sample if done[each.key] or each.key not in known]
    for room in ROOMS:
        ours = [bool(done[each.key]) for each in counted if each.room == room]
        if ours:
            print(f"{room}: {sum(ours)} of {len(ours)} die")
    dead = sum(bool(done[each.key]) for each in counted)
    low, high = wilson(dead, len(counted))
    left = len(sample) - len(counted)
    print(
        f"{dead} of {len(counted)} die ({dead / len(counted):.1%}, 95 %: {low:.1%} to {high:.1%}); {left} are no faults"
    )
    return int(dead / len(counted) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
