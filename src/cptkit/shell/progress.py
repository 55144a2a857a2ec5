"""How far a long command is, on a terminal alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_WIDTH = 30


def progress(things: Sequence[T], what: str) -> Iterator[T]:
    """Give things one by one, and draw a bar on standard error where that is a terminal.

    Args:
        things: What is worked through.
        what: What they are, in the plural.

    Yields:
        Each of them.
    """
    draws = sys.stderr.isatty() and len(things) > 1
    for number, each in enumerate(things, 1):
        yield each
        if draws:
            done = _WIDTH * number // len(things)
            bar = f"{'#' * done}{'.' * (_WIDTH - done)}"
            end = "\n" if number == len(things) else ""
            sys.stderr.write(f"\r[{bar}] {number} of {len(things)} {what}{end}")
            sys.stderr.flush()
