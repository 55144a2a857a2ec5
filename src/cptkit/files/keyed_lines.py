"""The rows of a packaged text by their key: the first few are searched for, the others found by an index."""

from __future__ import annotations

import re
from typing import Any

from cptkit.files.packaged import row_of
from cptkit.once import BUILDING

_SEARCHED = 8
"""So many keys are searched for before the lines are indexed: a search costs up to a millisecond, the index ten."""


class KeyedLines:
    """The rows of a packaged text, one row a line, those of one key together.

    A first answer shall not wait for thousands of lines to be indexed, and a thousandth shall not search the text.

    Args:
        text: The text.
        opening: How its rows begin, before the key: from their bracket to its quote.

    Example:
        >>> from cptkit.files.packaged import canonical
        >>> lines = KeyedLines(canonical([["70450", 1], ["71260", 2], ["71260", 3]]), '["')
        >>> lines.rows("71260"), lines.rows("71260", ",3"), lines.rows("71261")
        ([['71260', 2], ['71260', 3]], [['71260', 3]], [])
    """

    __slots__ = ("_opening", "_searched", "_starts", "_text")

    def __init__(self, text: str, opening: str) -> None:
        self._text = text
        self._opening = opening
        self._searched = 0
        self._starts: dict[str, int] | None = None

    def rows(self, key: str, then: str = "") -> list[Any]:
        """Parse the rows of a key.

        Args:
            key: What the rows begin with.
            then: How the rows go on behind the key's closing quote; other rows of the key are left out.

        Returns:
            The rows, in their order; [] where the key has none.
        """
        at = self._start(key)
        if at < 0:
            return []
        text, of_key = self._text, f'\n{self._opening}{key}"'
        wanted, found = of_key + then, []
        while at >= 0:
            end = text.index("\n", at + 1)
            if text.startswith(wanted, at):
                found.append(row_of(text[at + 1 : end]))
            at = end if text.startswith(of_key, end) else -1
        return found

    def __contains__(self, key: str) -> bool:
        return self._start(key) >= 0

    def _start(self, key: str) -> int:
        """Tell where the first row of a key begins, at the end of the line before it; -1 where there is none."""
        if self._starts is None and self._searched < _SEARCHED:
            self._searched += 1
            return -1 if '"' in key else self._text.find(f'\n{self._opening}{key}"')
        starts = self._indexed() if self._starts is None else self._starts
        return starts.get(key, -1)

    def _indexed(self) -> dict[str, int]:
        with BUILDING:
            if self._starts is None:
                starts: dict[str, int] = {}
                for found in re.finditer(f'\n{re.escape(self._opening)}([^"]*)"', self._text):
                    starts.setdefault(found[1], found.start())
                self._starts = starts
            return self._starts
