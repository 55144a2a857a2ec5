"""Running tests on a copy of the checkout in a process of its own, forked from one that has loaded what tests need."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

COPIED = (
    "src",
    "tests",
    "tools",
    "docs",
    "README.md",
    "pyproject.toml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)
LOADED = (
    "coverage",
    "pytest",
    "hypothesis",
    "attrs",
    "cattrs",
    "numpy",
    "pandas",
    "pyarrow",
    "_pytest.assertion.rewrite",
)
OPTIONS = (
    "-x",
    "-q",
    "-Wignore::pytest.PytestAssertRewriteWarning",
    *(f"-pno:{each}" for each in ("randomly", "cacheprovider", "xdist", "cov")),
)
Run = tuple[list[str], float]
"""Tests of a file, or the file, and its seconds when nothing is wrong."""
LEAST_OF_TIME, TIMES_AS_LONG = 20.0, 4.0
"""Of the processor's time, what a file of tests gets: what goes round forever does not pass, and is seen."""
LONGEST = 1800.0
"""Seconds by the clock after which a fault counts as seen: what waits forever does not pass either."""


def copied(checkout: Path, to: Path) -> Path:
    """Copy what tests need of a checkout; the copy is where faults are planted."""
    for name in COPIED:
        copy = shutil.copytree if (checkout / name).is_dir() else shutil.copy
        copy(checkout / name, to / name)
    return to


def warm(root: Path) -> None:
    """Load what tests need, and nothing of the package; from here on the copy is what is imported."""
    sys.dont_write_bytecode = True
    sys.path[:] = [each for each in sys.path if "cptkit" not in each and not each.endswith("/src")]
    sys.path[:0] = [str(root / each) for each in ("src", "tests", "tools")]
    for name in LOADED:
        importlib.import_module(name)
    if any(name.partition(".")[0] == "cptkit" for name in sys.modules):
        raise RuntimeError("the package is loaded already: a fault would not be seen")


def dies(root: Path, tests: Sequence[Run]) -> str:
    """Give what sees the fault: the first file of tests in which one falls; "" where none does.

    Args:
        root: The copy, with the fault in it.
        tests: What is run, one after the other.
    """
    told, write = os.pipe()
    child = os.fork()
    if child == 0:
        _run(root, tests, write)
    os.close(write)
    status = ended(child, LONGEST)
    with os.fdopen(told, encoding="utf-8") as said:
        return said.read() if status == 0 else "no end"


def ended(child: int, longest: float) -> int | None:
    """Wait for a process so many seconds; its status, or None where it went on and was ended."""
    ends = time.monotonic() + longest
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def quietly(root: Path) -> None:
    """Go to the copy and say nothing."""
    os.chdir(root)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _run(root: Path, tests: Sequence[Run], told: int) -> None:
    """Run files of tests one after the other in this process, and end it, whatever comes."""
    import pytest  # noqa: PLC0415 - loaded when warm

    fallen = "the run itself"
    try:
        quietly(root)
        for test, seconds in tests:
            signal.setitimer(signal.ITIMER_PROF, LEAST_OF_TIME + TIMES_AS_LONG * seconds)
            fallen = test[0].partition("::")[0]
            if int(pytest.main([*OPTIONS, *test])) != 0:
                break
        else:
            fallen = ""
    finally:
        os.write(told, fallen.encode())
        os._exit(0)
