"""What lines come to for those who look at some of their fields: equal lines have one number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs

from cptkit.values.claim import ClaimLine

_BLANK: dict[str, Any] = {
    "modifiers": (),
    "units": 1,
    "place_of_service": None,
    "diagnoses": (),
}
_FIELDS = tuple(field.name for field in attrs.fields(ClaimLine))


@attrs.define(eq=False)
class LineKind:
    """The content of a line on its day, provider and session left out.

    Attributes:
        number: Its number among the kinds.
        line: The line.
        on: Its day.
        like: The day that stands for it: of the span in which nothing that is known changes.
        folded: Its number in each scope, where its day counts by what stands for it.
        dated: The same where the day counts itself; made when asked.
        alone: The numbers of what rules say that look at lines alone, by the terms of the claim.
    """

    number: int
    line: ClaimLine
    on: dt.date
    like: dt.date
    folded: tuple[int, ...]
    dated: tuple[int, ...] | None = None
    alone: dict[int, tuple[int, ...]] = attrs.field(factory=dict)


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
        self._lines: list[ClaimLine] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, line: ClaimLine) -> int:
        """Number what the scope reads of a line."""
        read = (
            line.code,
            line.date_of_service,
            *(getattr(line, name) for name in _BLANK if name not in self._blank),
        )
        number = self._numbers.setdefault(read, len(self._lines))
        if number == len(self._lines):
            self._lines.append(changed(line, **self._blank))
        return number

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
            changed(self._lines[number], provider=provider, session=session)
            for number, provider, session in zip(
                content, providers or nobody, sessions or nobody, strict=True
            )
        ]


def changed(line: ClaimLine, **fields: Any) -> ClaimLine:
    """Give a line with other fields, which were read before: attrs would read all of them again.

    Example:
        >>> changed(ClaimLine("71260", date_of_service=dt.date(2026, 1, 1)), units=2).units
        2
    """
    made = object.__new__(ClaimLine)
    for name in _FIELDS:
        object.__setattr__(made, name, fields[name] if name in fields else getattr(line, name))
    return made
