"""Every row that has a target: this checkout against another one in the same run, kept in a history, shown on a page.

    python benchmarks/bench_targets.py                    measure this checkout alone, and print
    python benchmarks/bench_targets.py --against COMMIT   measure COMMIT beside it, row by row, and print the ratios
    ... --record      write the figures to benchmarks/history.jsonl, with commit, machine and load
    ... --page        write docs/performance.md from the last run of the history
    ... --smoke       only see that every row can be measured; fresh processes run uncounted

Fresh processes are counted in instructions (valgrind), which do not hang on what else the machine does; warm figures are
CPU seconds of rows that take turns, the least of a few. Needs the extra `benchmarks`, and valgrind for the first kind.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parents[1]
HISTORY = HERE / "benchmarks" / "history.jsonl"
PAGE = HERE / "docs" / "performance.md"
ROWS = HERE / "benchmarks" / "rows.py"
_FIRST_GET = "import cptkit; cptkit.get('71260')"
_PYCOUNTRY = "import pycountry; pycountry.countries.get(alpha_2='DE')"
_DAY = "import datetime as dt, cptkit; on = dt.date(2024, 8, 15)"
_LINE = "cptkit.ClaimLine({}, ('26',), date_of_service=on)"
_CLAIM = f"{_DAY}; cptkit.check_claim(cptkit.Claim(({{}},)))"


class Row(NamedTuple):
    """What is measured, and what is wanted of it.

    Attributes:
        name: What it is.
        script: What a fresh process runs, counted in instructions; or the name of a function of `rows.py`.
        unit: ``M`` for millions of instructions, ``s``, ``ms`` or ``us`` of CPU time, ``x`` for a ratio, or ``builds``.
        target: The most that is wanted, in the unit; None where the target is a part of the figure of 2026-11-27.
        part: That part.
    """

    name: str
    script: str
    unit: str
    target: float | None = None
    part: float | None = None


TABLE = (
    Row(
        "import and first `get`, against pycountry's import and first look-up",
        "first_get",
        "x",
        0.85,
    ),
    Row("`get` of an unknown code, against a known one", "unknown_code", "x", 10),
    Row("`get` once for every code", "every_code", "s", 0.4),
    Row("the same with a day", "every_code_on_a_day", "s", 0.4),
    Row("`payment.rvus` once for 5,000 codes", "rvus_of_5000", "s", 0.4),
    Row("first one-line `check_claim`", _CLAIM.format(_LINE.format("'71260'")), "M", part=0.5),
    Row(
        "first two-line `check_claim`",
        _CLAIM.format(f"{_LINE.format(repr('71250'))}, {_LINE.format(repr('71260'))}"),
        "M",
        part=0.45,
    ),
    Row(
        "first `bundling.ptp`",
        f"{_DAY}; cptkit.bundling.ptp('71260', '71250', on=on, setting=cptkit.Setting.PROFESSIONAL)",
        "M",
        part=0.35,
    ),
    Row("first `guide`", "import cptkit; str(cptkit.guide('71260'))", "M", part=0.45),
    Row("first `suggest`", "import cptkit; cptkit.suggest('CT CHEST W CONTRAST')", "M", part=0.5),
    Row("`check_claim`, a line of a claim of one", "a_line:1", "us"),
    Row("`check_claim`, a line of a claim of 10", "a_line:10", "us", part=0.35),
    Row("`check_claim`, a line of a claim of 50", "a_line:50", "us"),
    Row("`check_claim`, a line of a claim of 1,000", "a_line:1000", "us"),
    Row("`check_claim`, a line of a claim of 5,000, against one of 50", "growth", "x", 1.3),
    Row("`documentation.missing`", "missing", "us", part=0.1),
    Row("`guide`, printed", "guides", "us", part=0.3),
    Row("`modifiers.applicable`", "applicable", "us"),
    Row(
        "`guidance.check`, a finding in 1,280 lines of one day against one in 160",
        "guidance_growth",
        "x",
        1.3,
    ),
    Row("a claim under 4,000 house codes, against one under none", "house_codes", "x", 1.1),
    Row(
        "builds of the packaged pairs by 100 threads that ask first at once",
        "builds_by_threads",
        "builds",
        1,
    ),
    Row(
        "a house code of 1,600 added to a catalog one by one, against one of 200",
        "adding_growth",
        "x",
        2,
    ),
    Row("an unknown number `in` an edition, against a known code", "unknown_in_edition", "x", 10),
    Row("`changes` between two years", "changes", "s"),
    Row("`suggest`", "names", "us", 250),
    Row(
        "`suggest`, a letter of a name of 1,000 letters, against one of 100", "name_growth", "x", 1
    ),
    Row("`suggest`, a word of a text of 100,000, against one of 1,000", "text_growth", "x", 1),
    Row(
        "`frames.annotate`, a million rows of Polars, against a join by hand",
        "frames_attributes:0",
        "x",
        1.1,
    ),
    Row("the same rows of DuckDB, in their order", "frames_attributes:1", "x", 1.1),
    Row("the same rows of pandas", "frames_attributes:2", "x", 1.1),
    Row("the same rows of PyArrow", "frames_attributes:3", "x", 1.1),
    Row(
        "PTP edits by `frames.check`, a million rows of Polars, against joins by hand",
        "frames_pairs:0",
        "x",
        0.9,
    ),
    Row("the same edits of DuckDB", "frames_pairs:1", "x", 0.9),
    Row("the same edits of pandas", "frames_pairs:2", "x", 0.5),
    Row("`frames.check`, a line of 20,000 that differ", "frames_check", "us", 50),
    Row(
        "a bare loop over dicts of status, modifiers, pairs and units, a line", "plain_dicts", "us"
    ),
)
assert len({row.name for row in TABLE}) == len(TABLE), "figures are kept by the names of rows"
_GIT, _TAR = shutil.which("git") or "git", shutil.which("tar") or "tar"
_FACTOR = {"us": 1e6, "ms": 1e3}


def fresh(script: str, source: Path, prefix: tuple[str, ...] = ()) -> str:
    """Run a script in a fresh process, and give what it says of itself."""
    environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: compiled once
    command = [*prefix, sys.executable, "-c", script]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=_LONGEST
    ).stderr


def instructions(script: str, source: Path) -> float:
    """Count a fresh process's millions of instructions, modules compiled before."""
    fresh(script, source)
    told = fresh(script, source, _COUNTED)
    found = re.search(r"I\s+refs:\s+([\d,]+)", told)
    assert found is not None, told
    return int(found[1].replace(",", "")) / 1e6


_COUNTED = (
    "valgrind",
    "--tool=cachegrind",
    "--cache-sim=no",
    "--cachegrind-out-file=/dev/null",
)


@functools.cache
def above(script: str, source: Path) -> float:
    """Count what a script takes above a bare interpreter."""
    return instructions(script, source) - bare(source)


@functools.cache
def bare(source: Path) -> float:
    """Count a bare interpreter."""
    return instructions("pass", source)


def first_get(source: Path) -> float:
    """Give the instructions of the first answer against those of pycountry's."""
    return above(_FIRST_GET, source) / above(_PYCOUNTRY, source)


def warm(name: str, source: Path) -> float:
    """Give a figure of `rows.py`, measured in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(source)}
    command = [sys.executable, str(ROWS), name]
    told = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=_LONGEST
    )
    return float(told.stdout)


def measured(row: Row, source: Path, *, counting: bool, again: bool = True) -> float | None:
    """Measure a row, again where that fails; None where the checkout cannot, or the machine cannot count."""
    try:
        return _measured(row, source, counting=counting)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{row.name}: {str(error.stderr or error).splitlines()[-1]}", file=sys.stderr)
    return measured(row, source, counting=counting, again=False) if again else None


_LONGEST = 900
"""Seconds after which a row is given up."""


def _measured(row: Row, source: Path, *, counting: bool) -> float:
    if row.script == "first_get":
        return first_get(source) if counting else _ran(_FIRST_GET, source)
    if row.unit == "M":
        return above(row.script, source) if counting else _ran(row.script, source)
    return warm(row.script, source) * _FACTOR.get(row.unit, 1)


def _ran(script: str, source: Path) -> float:
    """Run what is not counted, so that one that cannot run is seen."""
    fresh(script, source)
    return 0.0


def figures(
    sources: dict[str, Path], turns: int, *, counting: bool
) -> Iterator[tuple[Row, dict[str, float | None]]]:
    """Measure each row on each checkout in turns, so that a busy moment hits all, and give the least of each."""
    for row in TABLE:
        found: dict[str, list[float]] = {name: [] for name in sources}
        for _ in range(1 if row.unit == "M" else turns):
            for name, source in sources.items():
                figure = measured(row, source, counting=counting)
                if figure is not None:
                    found[name].append(figure)
        yield row, {name: min(each, default=None) for name, each in found.items()}


def checkout(commit: str, folder: Path) -> Path:
    """Lay a commit's sources into a folder."""
    packed = subprocess.run(
        [_GIT, "-C", str(HERE), "archive", commit, "src"], check=True, capture_output=True
    ).stdout
    subprocess.run([_TAR, "-x", "-C", str(folder)], input=packed, check=True)
    return folder / "src"


def commit_of(name: str) -> str:
    """Give the short id of a commit."""
    command = [_GIT, "-C", str(HERE), "rev-parse", "--short", name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def measure(against: list[str], turns: int, *, counting: bool) -> dict[str, Any]:
    """Measure this checkout and others, print row by row, and give what a history keeps."""
    with tempfile.TemporaryDirectory() as work:
        sources = {}
        for name in against:
            folder = Path(work) / name
            folder.mkdir()
            sources[commit_of(name)] = checkout(name, folder)
        sources["here"] = HERE / "src"
        rows = {}
        for row, found in figures(sources, turns, counting=counting):
            rows[row.name] = found
            told = "  ".join(f"{name} {_told(each)}" for name, each in found.items())
            print(f"{row.name}: {told} {row.unit}", flush=True)
    return {
        "day": dt.datetime.now(tz=dt.timezone.utc).date().isoformat(),
        "commit": commit_of("HEAD"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
        "figures": rows,
    }


def _told(figure: float | None) -> str:
    if figure is None:
        return "-"
    return f"{figure:.2f}" if figure < 10 else f"{figure:,.0f}"


def page(run: dict[str, Any]) -> str:
    """Write the page of a run."""
    names = [name for name in next(iter(run["figures"].values())) if name != "here"]
    heads = ["what", *names, run["commit"], "target", "met"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in TABLE:
        if row.name not in run["figures"]:  # it was not there yet when the run was made
            continue
        found = run["figures"][row.name]
        here, then = found.get("here"), found.get(names[0]) if names else None
        most = row.target if row.target is not None else _part(row, then)
        met = "" if most is None or here is None else ("yes" if here <= most else "**no**")
        cells = [_told(found.get(name)) for name in names]
        wanted = "" if most is None else _told(most)
        lines.append(
            f"| {row.name} ({row.unit}) | {' | '.join([*cells, _told(here), wanted, met])} |"
        )
    return _TEXT.format(**run, table="\n".join(lines))


def _part(row: Row, then: float | None) -> float | None:
    return None if row.part is None or then is None else row.part * then


_TEXT = """# Performance

`benchmarks/bench_targets.py` wrote this page; `benchmarks/history.jsonl` keeps every run.
Measured on {day}, {machine}, load {load}. Instructions (M: millions above a bare interpreter, counted by valgrind) do not
hang on the load; times are CPU time, and of one run: compare the columns of a row, not two pages. A target that is a part
of another figure is a part of the first column's.

{table}

Where the time of the first answers goes, and what misses a target, is told in `benchmarks/README.md`; so are the figures
of frames against queries by hand, each on its own run.
"""


def main() -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", action="append", default=[])
    parser.add_argument("--turns", type=int, default=3)
    for name in ("--record", "--page", "--smoke"):
        parser.add_argument(name, action="store_true")
    given = parser.parse_args()
    if given.page and not (given.record or given.against):
        run = json.loads(HISTORY.read_text(encoding="utf-8").splitlines()[-1])
    else:
        if given.smoke:
            os.environ["BENCH_SMOKE"] = "1"  # rows of `rows.py` that ask many take few
        counting = not given.smoke and shutil.which("valgrind") is not None
        run = measure(given.against, 1 if given.smoke else given.turns, counting=counting)
    if given.record:
        with HISTORY.open("a", encoding="utf-8") as history:
            history.write(json.dumps(run) + "\n")
    if given.page:
        PAGE.write_text(page(run), encoding="utf-8", newline="\n")
    missing = [name for name, found in run["figures"].items() if found.get("here") is None]
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
