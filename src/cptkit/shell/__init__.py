"""The shell: `python -m cptkit` looks codes up, reads columns of them, checks and prices claims, and takes in tables.

It uses the public API as any caller does, and it alone opens the files that a user names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cptkit.errors import CptkitError, DataError
from cptkit.shell.answers import BAD_INPUT, INTERRUPTED
from cptkit.shell.arguments import arguments_of
from cptkit.shell.commands import COMMANDS

__all__ = ["main"]

_MOST_PROBLEMS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command of the shell.

    Args:
        arguments: What stands behind ``python -m cptkit``; None takes it from the process.

    Returns:
        What the process shall exit with: 0 clean, 1 something would be denied, 2 bad input, 3 incomplete; 130 where
        the user interrupted.

    Example:
        >>> main(["parse", "no-such-file.csv"])
        2
    """
    options = arguments_of(arguments)
    try:
        answer = COMMANDS[options.command](options)
        data = answer.as_bytes(options.format)
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED
    except CptkitError as error:
        _complain(*(error.problems if isinstance(error, DataError) else (str(error),)))
        return BAD_INPUT
    _write(data)
    if answer.notes:
        _complain(*answer.notes)
    return answer.status


def _complain(*problems: str) -> None:
    """Say what is wrong on standard error, the first twenty and how many more there are."""
    shown = problems[:_MOST_PROBLEMS]
    more = len(problems) - len(shown)
    lines = [*shown, *([f"and {more} more"] if more else [])]
    sys.stderr.write("".join(f"cptkit: {line}\n" for line in lines))


def _write(data: bytes) -> None:
    """Write to standard output; a reader that has left (``| head``) is no error."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
