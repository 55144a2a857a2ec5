"""Packaged hospital status and rates: text in, rows out, one code at a time.

A row begins with its code; then, for each release in which something changed, its place among the releases, the
status and the rate. What changed last is open: a release more writes only what it changes. An empty status says that
the code is not listed from that release on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cptkit.files.fee_schedule import Release, all_lines
from cptkit.files.keyed_lines import KeyedLines
from cptkit.files.packaged import iso_day
from cptkit.files.sources import in_release, source_from_json
from cptkit.indicators import OppsStatus
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import Source
from cptkit.values.trusted import retold, trusted

_CHANGE = 3
"""Place of the release, status and rate make a change."""


class PackedStatus:
    """The packed releases of OPPS Addendum B.

    Attributes:
        releases: The releases, oldest first.
    """

    __slots__ = ("_lines", "_text", "releases")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = KeyedLines(text, '["')
        head = json.loads(text[: text.index("\n")] + "]}")
        whole = source_from_json(head["source"])
        self.releases: tuple[Release, ...] = tuple(
            Release(retold(whole, release=name, effective=iso_day(first), through=iso_day(last)))
            for name, first, last in head["releases"]
        )

    def find(self, code: str, release: int) -> OppsStatusRow | None:
        """Give what a release says of a code, or None where it does not list it; parses one line of the text."""
        for line in self._lines.rows(code):
            for run in _runs(line):
                if in_release(run[0], run[1], release):
                    return self._row(code, run, self.releases[release].source)
        return None

    def of_release(self, release: int, source: Source) -> dict[str, OppsStatusRow]:
        """Give what a release says of every code that it lists, by the code.

        Args:
            release: The index of the release.
            source: The release as the rows shall name it.
        """
        return {
            line[0]: self._row(line[0], run, source)
            for line in all_lines(self._text)
            for run in _runs(line)
            if in_release(run[0], run[1], release)
        }

    def rows(self) -> tuple[OppsStatusRow, ...]:
        """Give every span of every code, in code order."""
        return tuple(
            self._row(line[0], run, self.releases[run[0]].source)
            for line in all_lines(self._text)
            for run in _runs(line)
        )

    def _row(
        self, code: str, run: tuple[int, int | None, str, str], source: Source
    ) -> OppsStatusRow:
        first, last, status, rate = run
        return trusted(
            OppsStatusRow,
            code,
            OppsStatus(status),
            self.releases[first].source.effective,
            None if last is None else self.releases[last].source.through,
            Decimal(rate) if rate else None,
            source,
        )


def _runs(line: list[Any]) -> Iterator[tuple[int, int | None, str, str]]:
    """Give the first and the last release of each span (None: it still holds), its status and its rate."""
    changes = [tuple(line[at : at + _CHANGE]) for at in range(1, len(line), _CHANGE)]
    ends = [change[0] - 1 for change in changes[1:]]
    for (first, status, rate), last in zip(changes, [*ends, None], strict=True):
        if status:
            yield first, last, status, rate
