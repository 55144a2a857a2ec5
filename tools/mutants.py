"""Plant a fixed sample of faults in rules, readers, kernel and arithmetic, one at a time, and see that their tests fall.

Usage: mutants.py [HOW-MANY] [ROOM] [--results FILE]      such as: mutants.py 600, or mutants.py 40 payment

cosmic-ray says where a fault can be planted and plants it, in a copy of the checkout; each is tried by the tests of its
room, in a process of its own that is forked from one which has loaded what tests need. Results are kept as they come, a
line of JSON each, so that a run that was stopped goes on where it was. Survivors that are no faults stand with their
reason in tools/equivalent_mutants.json. The exit status is 1 where fewer than 92 % die.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from planting.faults import Fault, faults_of, planted
from planting.interval import wilson
from planting.trial import copied, dies, warm

HERE = Path(__file__).resolve().parents[1]
EQUIVALENT = HERE / "tools/equivalent_mutants.json"
SEED, LEAST = 20261128, 0.92
PRACTICE = ("claims", "claim_snapshots", "part_h", "checking", "policies")
BOTH = ("tiny_rules", "both_sides", "last_table_answers", "interests")
ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "modifiers": (("modifiers/*",), (*BOTH, "modifiers_rules", "modifiers", "part_h")),
    "claim_check": (("claim_check/*",), (*BOTH, *PRACTICE)),
    "lines": (("lines/*",), (*BOTH, *PRACTICE, "modifiers_rules")),
    "bundling": (("bundling.py", "catalog/both_sides.py"), (*BOTH, "bundling", "part_h")),
    "contrast": (("contrast.py",), (*BOTH, "contrast")),
    "guidance": (("guidance/*",), (*BOTH, "guidance")),
    "documentation": (("documentation/*",), (*BOTH, "documentation")),
    "payment": (
        ("payment/*", "values/arithmetic.py"),
        (*BOTH, "payment", "payment_rules", "prices", "payment_laws", "decimal_context"),
    ),
    "necessity": (("necessity/*",), (*BOTH, "necessity", "part_h")),
    "readers": (
        ("cms/*",),
        ("cms_lists", "cms", "cms_tables", "cms_read", "coverage_files", "spreadsheets_and_back"),
    ),
    "kernel": (("frames/*",), ("frames_columns", "frames_check", "frames_streams")),
    "look-ups": (
        ("catalog/ranges.py", "catalog/known_codes.py", "catalog/code_forms.py", "files/pairs.py"),
        ("ranges", "catalog", "parsing", "pairs", "turning_days", "own_lists_of_codes"),
    ),
    "readings": (
        ("values/raw.py", "values/days.py", "values/typed.py", "values/cells.py"),
        ("scalars", "days_everywhere", "errors", "hostile_classes", "parsing", "tables"),
    ),
}
"""Of each room, the modules in which faults are planted, and the tests that must see them, quick ones first."""


def main() -> int:
    """Plant what is asked for and tell which live; give the exit status."""
    asked = _asked()
    done = _kept(asked.results)
    known = {
        json.dumps(each["fault"], sort_keys=True)
        for each in json.loads(EQUIVALENT.read_text("utf-8"))
    }
    with tempfile.TemporaryDirectory() as name:
        root = copied(HERE, Path(name))
        warm(root)
        sample = _sample(root, asked.how_many, asked.room)
        for number, fault in enumerate(sample, 1):
            if fault.key in done:
                continue
            with planted(root, fault) as diff:
                dead = dies(root, [f"tests/test_{each}.py" for each in ROOMS[fault.room][1]])
            done[fault.key] = dead
            _keep(asked.results, fault, dead=dead, diff=diff)
            print(f"{number} of {len(sample)}: {'dies' if dead else 'LIVES'}: {fault}", flush=True)
    return _told([each for each in sample if each.key in done], done, known)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how_many", nargs="?", type=int, default=600)
    parser.add_argument("room", nargs="?", choices=list(ROOMS))
    parser.add_argument("--results", type=Path, default=HERE / "build/mutants.jsonl")
    return parser.parse_args()


def _sample(root: Path, how_many: int, only: str | None) -> list[Fault]:
    """Draw the sample, the same every time: all rooms together, in an order in which any first part is a sample too."""
    every = [
        fault for room, (modules, _) in ROOMS.items() for fault in _of_room(root, room, modules)
    ]
    random.Random(SEED).shuffle(every)  # noqa: S311 - drawn to be drawn again, not to be secret
    return [each for each in every if only in (None, each.room)][:how_many]


def _of_room(root: Path, room: str, modules: Iterable[str]) -> Iterator[Fault]:
    package = root / "src/cptkit"
    for pattern in modules:
        for path in sorted(package.glob(f"{pattern}.py" if pattern.endswith("*") else pattern)):
            yield from faults_of(root, path, room)


def _kept(results: Path) -> dict[str, bool]:
    if not results.is_file():
        return {}
    rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {json.dumps(row["fault"], sort_keys=True): row["dies"] for row in rows}


def _keep(results: Path, fault: Fault, *, dead: bool, diff: str) -> None:
    results.parent.mkdir(parents=True, exist_ok=True)
    with results.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"fault": fault.named, "dies": dead, "diff": diff}) + "\n")


def _told(sample: list[Fault], done: dict[str, bool], known: set[str]) -> int:
    """Print how many die, room by room and in all, with the 95 % interval; equivalent ones are left out."""
    counted = [each for each in sample if done[each.key] or each.key not in known]
    for room in ROOMS:
        ours = [done[each.key] for each in counted if each.room == room]
        if ours:
            print(f"{room}: {sum(ours)} of {len(ours)} die")
    dead = sum(done[each.key] for each in counted)
    low, high = wilson(dead, len(counted))
    left = len(sample) - len(counted)
    print(
        f"{dead} of {len(counted)} die ({dead / len(counted):.1%}, 95 %: {low:.1%} to {high:.1%}); {left} are no faults"
    )
    return int(dead / len(counted) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
