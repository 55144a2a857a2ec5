"""What callers say beside a file, checked in one place for all readers before the file is read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import localcontext
from typing import ParamSpec, TypeVar

from cptkit.errors import DataError
from cptkit.values.arithmetic import EXACT
from cptkit.values.claim_fields import checked_flag, checked_text, opaque
from cptkit.values.days import day_or_none

P = ParamSpec("P")
T = TypeVar("T")


_CHECKS: Mapping[str, Callable[[object, str], object]] = {
    **dict.fromkeys(("file", "release", "publisher", "length"), checked_text),
    **dict.fromkeys(("name", "state", "contractor"), opaque),
    **dict.fromkeys(("partial", "complete"), checked_flag),
    **dict.fromkeys(("effective", "through"), day_or_none),
}
"""How each is read by its name, which is the same for all readers."""


def checked(read: Callable[P, T]) -> Callable[P, T]:
    """Make a reader refuse what is said wrongly beside its file: texts, flags, days.

    Args:
        read: A reader, whose arguments beside the source are given by name.

    Returns:
        The reader, which raises a `DataError` that lists every such problem, or an `InvalidDateError`, and computes
        in the house's own decimal context.

    Example:
        >>> checked(dict)(file=5)
        Traceback (most recent call last):
        ...
        cptkit.errors.DataError: file must be a str, not 5
    """

    @functools.wraps(read)
    def asked(*sources: P.args, **said: P.kwargs) -> T:
        problems: list[str] = []
        for name, value in said.items():
            check = _CHECKS.get(name)
            if check is None:
                continue
            try:
                said[name] = check(value, name)
            except DataError as error:
                problems += error.problems
        if problems:
            raise DataError(tuple(problems))
        with localcontext(EXACT):
            return read(*sources, **said)

    return asked
