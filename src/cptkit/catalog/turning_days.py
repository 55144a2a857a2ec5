"""The days on which what is known may change; between two of them every day is judged alike."""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.catalog import packaged_tables
from cptkit.catalog.catalog import Catalog
from cptkit.files.days_named import days_in_words, days_named
from cptkit.files.manifest import years
from cptkit.files.pairs import Pairs
from cptkit.indicators import Setting
from cptkit.values.table import Source

_FIRST, _LAST = 1990, 2100
_DAY = dt.timedelta(days=1)


@attrs.frozen
class TurningDays:
    """Spans of days that are judged alike.

    Attributes:
        firsts: The first day of each span, ascending.
    """

    firsts: tuple[dt.date, ...]

    def like(self, on: dt.date) -> dt.date:
        """Give a day that stands for all of its span: one inside, which no table names; the day itself where there is none."""
        at = bisect_right(self.firsts, on)
        if not 0 < at < len(self.firsts):
            return on
        inside = self.firsts[at - 1] + _DAY
        return inside if inside + _DAY < self.firsts[at] else on


def turning_days(catalog: Catalog, others: Iterable[dt.date] = ()) -> TurningDays:
    """Find the days on which what a catalog tells may change.

    Args:
        catalog: The catalog.
        others: Days that matter besides, such as those of a payer's policy.

    Returns:
        The spans: every day that a table names, in a field or in words, begins one, and so does the day behind it;
        so do the first day of a month, and days that lie as near to one release as to another.
    """
    named = _of_catalog(catalog) | set(others)
    months = {dt.date(year, month, 1) for year in range(_FIRST, _LAST) for month in range(1, 13)}
    behind = {day + _DAY for day in named if day < dt.date.max}
    return TurningDays(tuple(sorted(named | behind | months)))


@functools.lru_cache(maxsize=8)
def _of_catalog(catalog: Catalog) -> frozenset[dt.date]:
    own = [table.source for table in catalog.tables]
    midways = (day for group in _packaged_sources() for day in _midways([*own, *group]))
    return days_named() | frozenset(midways) | frozenset(_of_tables(catalog))


def _packaged_sources() -> list[list[Source]]:
    """Give the packaged releases of each kind of which the nearest answers for a day."""
    return [
        *([table.source for table in packaged_tables.ptp(setting)] for setting in Setting),
        *([table.source for table in packaged_tables.mue(setting)] for setting in Setting),
        *(
            [release.source for release in packaged_tables.radiology_fees(year).releases]
            for year in years("fee_schedule")
        ),
    ]


def _midways(sources: Iterable[Source]) -> Iterator[dt.date]:
    """Give the days that lie midway between two releases, so that on either side another is the nearer."""
    spans = [(each.effective, each.through) for each in sources]
    for one, other in combinations(spans, 2):
        ends = ((one[1], other[0]), (other[1], one[0]))
        yield from (end + (start - end) // 2 for end, start in ends if end and start)


def _of_tables(catalog: Catalog) -> Iterator[dt.date]:
    seen: set[int] = set()
    for table in catalog.tables:
        yield from days_in(table.source, seen)
        if isinstance(table.rows, Pairs):
            yield from days_in(table.rows.terms)
        else:
            for row in table.rows:
                yield from days_in(row, seen)


def days_in(value: object, seen: set[int] | None = None) -> Iterator[dt.date]:
    """Give every day that stands in a value of ours, in a field or in words, in its values too.

    Args:
        value: A value, or a tuple of them.
        seen: Shared values that were looked through already, such as a source.

    Yields:
        The days.

    Example:
        >>> list(days_in(Source("CMS", effective=dt.date(2026, 1, 1))))
        [datetime.date(2026, 1, 1)]
    """
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, str):
        yield from days_in_words(value)
    elif isinstance(value, (tuple, frozenset)):
        for each in value:
            yield from days_in(each, seen)
    elif attrs.has(type(value)):
        if seen is not None and isinstance(value, Source):
            if id(value) in seen:
                return
            seen.add(id(value))
        held: Any = value
        for field in attrs.fields(type(held)):
            yield from days_in(getattr(held, field.name), seen)
