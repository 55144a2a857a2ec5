"""The days that packaged data names: only on them can what it says change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from importlib_resources import files
from importlib_resources.abc import Traversable

from cptkit.once import once

_BEHIND_YEAR = re.compile(r"-\d\d-\d\d")
"""The end of a day: a pattern that begins with a fixed sign is looked for twenty times as fast."""
_YEAR = 4


@once
def days_named() -> frozenset[dt.date]:
    """Give every day that stands in a packaged table, in a field or in words.

    Example:
        >>> dt.date(2026, 1, 1) in days_named()
        True
    """
    texts = (each.read_text(encoding="utf-8") for each in _tables(files("cptkit") / "data"))
    return frozenset(day for text in texts for day in days_in_words(text))


def days_in_words(text: str) -> set[dt.date]:
    """Give the days that stand in a text.

    Example:
        >>> days_in_words("accessed 2022-03-31, file 2022-99-99")
        {datetime.date(2022, 3, 31)}
    """
    written: set[str] = set()
    behind = 0
    for end in _BEHIND_YEAR.finditer(text):
        start = end.start() - _YEAR
        if start >= behind and text[start : end.start()].isdecimal():
            behind = end.end()
            written.add(text[start:behind])
    found = set()
    for day in written:
        with suppress(ValueError):
            found.add(dt.date.fromisoformat(day))
    return found


def _tables(folder: Traversable) -> Iterator[Traversable]:
    held = tuple(folder.iterdir())
    yield from (each for each in held if each.name.endswith(".json"))
    for inner in held:
        if inner.is_dir():
            yield from _tables(inner)
