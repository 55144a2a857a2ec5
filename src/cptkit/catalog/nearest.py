"""What to say of a code that is not there: the nearest ones, its last day, what took its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from cptkit.catalog import code_forms
from cptkit.errors import UnknownCodeError
from cptkit.files.manifest import last_day
from cptkit.values.code import Code, sort_key
from cptkit.values.days import holds, is_over

Versions: TypeAlias = Callable[[object], tuple[Code, ...]]
"""What gives every known meaning of a code: a catalog's `versions`."""


def unknown(code: object, day: dt.date | None, versions: Versions) -> UnknownCodeError:
    """Make the error that tells what is known of a code that is not in force on a day, or on any.

    Args:
        code: What was asked; what has not even the form of a code is shown as it is.
        day: The day asked; None for any.
        versions: What gives the known meanings of a code: the catalog's own `versions`.

    Returns:
        The error, to be raised.

    Example:
        >>> from cptkit.catalog.catalog import packaged
        >>> unknown("71261", None, packaged.versions).nearest[0]
        '71260'
    """
    text = code_forms.normalize(code)
    if text is None:
        return UnknownCodeError(code, on=day)  # type: ignore[arg-type]  # whatever was given is shown
    known = versions(text)
    if day is None or not known:
        return UnknownCodeError(text, nearest=_nearest(text, day or last_day(), versions), on=day)
    ended = [each for each in known if is_over(each, day)]
    effective = next(
        (each.effective for each in known if each.effective is not None and each.effective > day),
        known[0].effective,
    )
    if not ended:
        return UnknownCodeError(text, on=day, effective=effective)
    return UnknownCodeError(
        text,
        through=ended[-1].through,
        successors=ended[-1].successors,
        on=day,
        effective=effective,
    )


def in_force_on(codes: Iterable[str], day: dt.date, versions: Versions) -> tuple[Code, ...]:
    """Give the meanings of codes that are in force on a day, in the order asked."""
    return tuple(each for code in codes for each in versions(code) if holds(each, day))


_LETTERS = "0123456789FTUMA"


_MOST_NEAREST = 5


def _nearest(code: str, day: dt.date, versions: Versions) -> tuple[str, ...]:
    """Give codes in force that differ by one character, or by two neighbors swapped; else those next to it in order."""
    alike = {code[:i] + c + code[i + 1 :] for i in range(len(code)) for c in _LETTERS}
    alike |= {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)}
    alike.discard(code)
    found = [each.code for each in in_force_on(filter(code_forms.normalize, alike), day, versions)]
    return tuple(
        sorted(found, key=lambda other: (_distance(code, other), sort_key(other)))[:_MOST_NEAREST]
    )


def _distance(code: str, other: str) -> int:
    """Tell how far two codes are apart in number; digits typed wrong at the end are the commonest slip."""
    return abs(_number(code) - _number(other))


def _number(code: str) -> int:
    return int(re.sub(r"\D", "", code))
