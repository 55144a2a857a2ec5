"""What all benchmarks share: medians, fresh processes, and a table of figures with their targets."""

from __future__ import annotations

import os
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
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed: compiled once
    times = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL, env=environment)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times[1:])


def show(rows: list[tuple[str, float, str]], unit: str) -> None:
    """Print figures with what they are held against."""
    for name, value, note in rows:
        print(f"{name:58} {value:12.2f} {unit:3} {note}")
