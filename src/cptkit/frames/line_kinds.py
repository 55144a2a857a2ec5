"""What lines come to for those who look at some of their fields: equal lines have one number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import attrs

from cptkit.values.claim import ClaimLine
from cptkit.values.trusted import retold

_BLANK: dict[str, Any] = {
    "modifiers": (),
    "units": 1,
    "place_of_service": None,
    "diagnoses": (),
}


@attrs.frozen(eq=False)
class LineKind:
    """The content of a line in a span of days in which nothing that is known changes, provider and session left out.

    Attributes:
        line: The line, on the day that stands for the span.
        code: The number of its code.
        folded: Its number in each scope.
    """

    line: ClaimLine
    code: int
    folded: tuple[int, ...]


def names(line: ClaimLine, day: dt.date) -> bool:
    """Tell whether a text of a line names a day, which must then not stand for another.

    Example:
        >>> names(ClaimLine("2026-01-02", date_of_service=dt.date(2026, 1, 9)), dt.date(2026, 1, 2))
        True
    """
    texts = (line.code, *line.modifiers, line.place_of_service or "", *line.diagnoses)
    named = day.isoformat()
    return any(named in text for text in texts)


class ScopeLines:
    """Lines by what a scope reads of them."""

    def __init__(self, reads: frozenset[str]) -> None:
        self._blank = {name: value for name, value in _BLANK.items() if name not in reads}
        read = (name for name in _BLANK if name in reads)
        self._read = attrgetter("code", "date_of_service", *read)
        self._asks_if_billed = "is_billed" in reads
        self._lines: list[ClaimLine] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def number(self, line: ClaimLine) -> int:
        """Number what the scope reads of a line."""
        is_billed = self._asks_if_billed and line.units > 0
        read = (is_billed, *self._read(line))
        number = self._numbers.setdefault(read, len(self._lines))
        if number == len(self._lines):
            units = {"units": int(is_billed)} if self._asks_if_billed else {}
            self._lines.append(retold(line, **self._blank | units))
        return number

    def line(self, number: int) -> ClaimLine:
        """Give the line of a number."""
        return self._lines[number]

    def lines(
        self,
        content: Sequence[int],
        providers: Sequence[str | None] | None,
        sessions: Sequence[str | None] | None,
    ) -> list[ClaimLine]:
        """Give the lines of some numbers, with their providers and sessions."""
        if providers is None and sessions is None:
            return [self._lines[number] for number in content]
        nobody = (None,) * len(content)
        return [
            retold(self._lines[number], provider=provider, session=session)
            for number, provider, session in zip(
                content, providers or nobody, sessions or nobody, strict=True
            )
        ]
