"""Packaged fee schedules and localities: text in, values out, one row at a time.

A packaged table is JSON with its head on the first line and one row on each line after it. A row begins with
its key, so that one row is found by searching the text for it, without parsing the rest. Rows that are equal
over consecutive releases of a year stand once, with the first and the last release that they hold for; one that still holds in the newest
release has no last one, so that a release more does not write it again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cptkit import indicators
from cptkit import lazy_attrs as attrs
from cptkit.files.keyed_lines import KeyedLines
from cptkit.files.sources import in_release, source_from_json
from cptkit.once import once
from cptkit.values.days import as_day, in_force
from cptkit.values.table import FeeScheduleRow, Locality, Source
from cptkit.values.trusted import filled, trusted


def marked(text: str) -> bool:
    """Read a mark: ``NA`` or ``+``, or nothing.

    Example:
        >>> marked("NA"), marked("")
        (True, False)
    """
    return text != ""


_READERS: Mapping[str, Callable[[str], Any]] = {
    "bool": marked,
    "str": str,
    "str | None": str,
    "Decimal": Decimal,
}
"""How a field is read, by its annotation; an indicator, whose class stands in `cptkit.indicators`, reads its text by itself."""
_OUTSIDE = ("code", "modifier", "conversion_factor", "source")
"""Fields of a row that stand in its key or with its release."""


@once
def columns() -> Mapping[str, Callable[[str], Any]]:
    """Give the columns of a packed fee schedule after code, modifier, first and last release, and how each is read."""
    written = FeeScheduleRow.__annotations__
    return {
        name: _READERS.get(written[name]) or getattr(indicators, written[name])
        for name in written
        if name not in _OUTSIDE and not written[name].startswith("ClassVar")
    }


class _Readings(dict[str, Any]):
    """What the texts of a column stand for, each read once: few texts fill most rows.

    Args:
        read: How one is read.
    """

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        made = self[text] = self._read(text)
        return made


@once
def _readings() -> Mapping[str, _Readings]:
    return {name: _Readings(read) for name, read in columns().items()}


_KEY = 4
"""Code, modifier, first and last release stand before the columns."""


@attrs.frozen
class Release:
    """One release of a table.

    Attributes:
        source: Where it was read and what days it covers.
        conversion_factor: Dollars for one RVU; None for tables that have none.
    """

    source: Source
    conversion_factor: Decimal | None = None


@attrs.frozen
class Head:
    """The first line of a packed table.

    Attributes:
        columns: Names of the columns after the key.
        releases: The releases, oldest first.
    """

    columns: tuple[str, ...]
    releases: tuple[Release, ...]


def head_of(text: str) -> Head:
    """Read the first line of a packed table."""
    raw = json.loads(text[: text.index("\n")] + "]}")
    releases = tuple(
        Release(
            source_from_json(each),
            Decimal(each["conversion_factor"]) if "conversion_factor" in each else None,
        )
        for each in raw["releases"]
    )
    return Head(tuple(raw["columns"]), releases)


def all_lines(text: str) -> Iterator[Any]:
    """Parse every row of a packed table."""
    return iter(json.loads(text)["rows"])


def nearest_release(releases: Iterable[Release], on: dt.date) -> tuple[int, bool] | None:
    """Find the release that answers for a day.

    Args:
        releases: The releases, oldest first.
        on: The day.

    Returns:
        The index, and whether the release covers the day; the nearest release of the same year answers
        where none does, never one of another year. None where the year has none.

    Raises:
        InvalidDateError: `on` is no day.

    Example:
        >>> spring = Release(Source("CMS", effective=dt.date(2024, 4, 1), through=dt.date(2024, 6, 30)))
        >>> nearest_release([spring], dt.date(2024, 5, 1)), nearest_release([spring], dt.date(2024, 9, 1))
        ((0, True), (0, False))
    """
    day = as_day(on)
    best: tuple[int, int] | None = None
    for index, release in enumerate(releases):
        first, last = release.source.effective, release.source.through
        if in_force(first, last, day):
            return index, True
        if first is None or last is None or day.year not in (first.year, last.year):
            continue
        distance = (first - day).days if day < first else (day - last).days
        if best is None or distance < best[1]:
            best = index, distance
    return None if best is None else (best[0], False)


def row_from_json(values: list[Any], head: Head, release: int) -> FeeScheduleRow:
    """Make a fee schedule row from a packed one.

    Args:
        values: The parsed line.
        head: The table's head.
        release: Index of the release asked, among those that the row holds for.

    Returns:
        The row, with the source and the conversion factor of that release.
    """
    chosen = head.releases[release]
    readings = _readings()
    fields = {
        name: readings[name][text] for name, text in zip(head.columns, values[_KEY:], strict=True)
    }
    fields["price_indicator"] = fields["price_indicator"] or None
    fields |= {
        "code": values[0],
        "modifier": values[1],
        "conversion_factor": chosen.conversion_factor or Decimal(0),
        "source": chosen.source,
    }
    return filled(FeeScheduleRow, fields)


class _Packed:
    """A packed text with its head."""

    __slots__ = ("_lines", "_text", "head")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = KeyedLines(text, '["')
        self.head: Head = head_of(text)

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases, oldest first."""
        return self.head.releases


class PackedTable(_Packed):
    """One year's packed fee schedule.

    Attributes:
        head: Columns and releases.
    """

    __slots__ = ()

    def find(self, code: str, modifier: str, release: int) -> FeeScheduleRow | None:
        """Give one row as it stands in a release, or None; reads one line of the text."""
        return next(self._made(self._lines.rows(code, f',"{modifier}",'), release), None)

    def rows(self, release: int) -> tuple[FeeScheduleRow, ...]:
        """Give every row of a release, in code order."""
        return tuple(self._made(all_lines(self._text), release))

    def keys(self) -> frozenset[tuple[str, str]]:
        """Give code and modifier of every row of any release."""
        return frozenset((values[0], values[1]) for values in all_lines(self._text))

    def _made(self, lines: Iterable[Any], release: int) -> Iterator[FeeScheduleRow]:
        for values in lines:
            if in_release(values[2], values[3], release):
                yield row_from_json(values, self.head, release)


class PackedLocalities(_Packed):
    """The packed localities of all years.

    Attributes:
        head: Columns and releases.
    """

    __slots__ = ()

    def rows(self, release: int) -> tuple[Locality, ...]:
        """Give every locality of a release, by id."""
        source = self.releases[release].source
        return tuple(
            self._made(values, source)
            for values in all_lines(self._text)
            if in_release(values[1], values[2], release)
        )

    @staticmethod
    def _made(values: list[Any], source: Source) -> Locality:
        identity, _, _, name, state, work, expense, malpractice = values
        mac, number = identity.split("-")
        return trusted(
            Locality,
            identity,
            name,
            mac,
            number,
            state,
            Decimal(work),
            Decimal(expense),
            Decimal(malpractice),
            source,
        )
