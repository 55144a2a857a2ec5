"""Running tests on a copy of the checkout in a process of its own, forked from one that has loaded what tests need."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import time
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
LONGEST = 300.0
"""Seconds after which a fault counts as seen: what goes round forever does not pass."""


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


def dies(root: Path, tests: list[str]) -> bool:
    """Tell whether any of the tests falls."""
    child = os.fork()
    if child == 0:
        _run(root, tests)
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(root: Path, tests: list[str]) -> None:
    """Run the tests in this process and end it, whatever comes."""
    import pytest  # noqa: PLC0415 - loaded when warm

    failed = True
    try:
        os.chdir(root)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        failed = int(pytest.main([*OPTIONS, *tests])) != 0
    finally:
        os._exit(int(failed))
