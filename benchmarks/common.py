"""What all benchmarks share: medians, fresh processes, and a table of figures with their targets."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable


def nanoseconds(call: Callable[[], object], *, repeat: int = 15, least: float = 0.02) -> float:
    """Give the best of several runs of a call, in nanoseconds a call; the best run is the one least disturbed."""
    timer = timeit.Timer(call)
    number = 1
    while timer.timeit(number) < least:
        number *= 4
    return min(timer.repeat(repeat, number)) / number * 1e9


def fresh_milliseconds(script: str, *, repeat: int = 15) -> float:
    """Give the median time of a script in a fresh interpreter, in milliseconds, its start included."""
    return statistics.median([fresh_once(script)[0] for _ in range(repeat + 1)][1:])


def fresh_once(script: str) -> tuple[float, float]:
    """Run a script in a fresh interpreter; give its milliseconds by the clock and on the processor, its start included."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # as installed: compiled once
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock * 1e3, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def fresh_side_by_side(scripts: dict[str, str], *, rounds: int) -> dict[str, tuple[float, float]]:
    """Give for each script the median by the clock and the least on the processor; the scripts take turns, so that a busy moment hits all."""
    for script in scripts.values():
        fresh_once(script)  # compiles what is not compiled yet
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
    for _ in range(rounds):
        for name, script in scripts.items():
            times[name].append(fresh_once(script))
    return {
        name: (statistics.median(each[0] for each in runs), min(each[1] for each in runs))
        for name, runs in times.items()
    }


def show(rows: list[tuple[str, float, str]], unit: str) -> None:
    """Print figures with what they are held against."""
    for name, value, note in rows:
        print(f"{name:58} {value:12.2f} {unit:3} {note}")
