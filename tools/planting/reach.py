"""Which tests run which lines of the package: each file of tests run alone, traced, in a forked process."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs

from planting.trial import LONGEST, OPTIONS, ended, quietly

LONGEST_TRACED = 200.0
"""Seconds of the processor's time, traced, after which a file of tests is given up: it may run any line."""
_FEW = 25
"""So many tests of a file are kept for a line, the quickest; the whole file is tried where they see nothing."""


@attrs.frozen
class Reach:
    """What a file of tests runs.

    Attributes:
        test: The file, from the root.
        seconds: How long it took, traced, with what it loads; of the processor's time.
        lines: Of each module, from the root, the lines, each with some tests that run it: () for one that runs when
            the module is loaded. None for a file that was not traced, which may run any.
    """

    test: str
    seconds: float
    lines: dict[str, dict[int, tuple[str, ...]]] | None

    def tests(self, module: str, line: int) -> tuple[str, ...] | None:
        """Give some tests that run a line; None where none does."""
        return () if self.lines is None else self.lines.get(module, {}).get(line)


def reaches(root: Path, names: Iterable[str], kept: Path) -> dict[str, Reach]:
    """Give what files of tests run, by their names; what was told before is read from a file.

    Args:
        root: The copy, in which nothing is planted; what tests need is loaded.
        names: The files, from the root.
        kept: JSON, one file of tests a line; what it lacks is run and added.
    """
    rows = map(json.loads, kept.read_text("utf-8").splitlines()) if kept.is_file() else ()
    known = {row["test"]: row for row in rows}
    for name in names:
        if name not in known:
            known[name] = _traced(root, name)
            kept.parent.mkdir(parents=True, exist_ok=True)
            with kept.open("a", encoding="utf-8") as out:
                out.write(json.dumps(known[name]) + "\n")
            print(f"{name}: {known[name]['seconds']:.1f} s", flush=True)
    return {name: _read(known[name]) for name in names}


def _read(row: dict[str, Any]) -> Reach:
    if row["lines"] is None:
        return Reach(row["test"], row["seconds"], None)
    lines = {
        module: {int(line): tuple(tests) for line, tests in held.items()}
        for module, held in row["lines"].items()
    }
    return Reach(row["test"], row["seconds"], lines)


def _traced(root: Path, test: str) -> dict[str, Any]:
    """Run a file of tests in a process of its own that notes the lines: none where it falls, None where it takes too long."""
    noted = root / "reached.json"
    noted.unlink(missing_ok=True)
    before = os.times()
    child = os.fork()
    if child == 0:
        _trace(root, test, noted)
    status = ended(child, LONGEST)
    spent = os.times()
    seconds = sum(spent[2:4]) - sum(before[2:4])
    fell = status is not None and os.WIFEXITED(status) and status != 0
    lines = json.loads(noted.read_text("utf-8")) if status == 0 else ({} if fell else None)
    return {"test": test, "seconds": round(seconds, 1), "lines": lines}


class _Noting:
    """Tells the tracer which test runs, and how long each took."""

    def __init__(self, tracer: Any) -> None:
        self.tracer = tracer
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.tracer.switch_context(nodeid)
        self.seconds[nodeid] = time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.process_time() - self.seconds[nodeid]


def _trace(root: Path, test: str, noted: Path) -> None:
    """Run the tests traced, write the lines, and end this process."""
    import coverage  # noqa: PLC0415 - loaded when warm
    import pytest  # noqa: PLC0415 - the same

    failed = True
    try:
        quietly(root)
        signal.setitimer(signal.ITIMER_PROF, LONGEST_TRACED)
        tracer = coverage.Coverage(data_file=None, config_file=False, source=[f"{root}/src/cptkit"])
        noting = _Noting(tracer)
        tracer.start()
        failed = int(pytest.main([*OPTIONS, test], plugins=[noting])) != 0
        tracer.stop()
        noted.write_text(json.dumps(_lines(root, tracer.get_data(), noting.seconds)), "utf-8")
    finally:
        os._exit(int(failed))


def _lines(root: Path, data: Any, seconds: dict[str, float]) -> dict[str, dict[int, Sequence[str]]]:
    found: dict[str, dict[int, Sequence[str]]] = defaultdict(dict)
    for name in data.measured_files():
        for line, contexts in data.contexts_by_lineno(name).items():
            tests = sorted((each for each in contexts if each), key=seconds.__getitem__)
            kept = () if "" in contexts else tests[:_FEW]
            found[Path(name).relative_to(root).as_posix()][line] = kept
    return found
