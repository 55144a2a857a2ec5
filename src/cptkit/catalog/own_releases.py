"""Releases of a caller's own that list codes: what each tells of a code, and on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise

import attrs

from cptkit.catalog.code_forms import normalize
from cptkit.catalog.code_set import FEE_FAMILIES, family_of
from cptkit.catalog.own_tables import codes_of
from cptkit.values.days import holds
from cptkit.values.table import Table, TableKind

WHOLE_FAMILIES = {TableKind.FEE_SCHEDULE: FEE_FAMILIES}
"""Of which families a whole table of a kind names every code."""


@attrs.frozen(eq=False)
class Release:
    """A caller's table as a list of codes.

    Attributes:
        kind: What the table holds.
        name: How an answer names it.
        effective: The first day that it covers.
        through: The last day; of a table without one the last of its year, since codes change each January.
        codes: The codes that it names; placeholders that have not the form of a code are left out.
        families: The families of which it names every code.
    """

    kind: TableKind
    name: str
    effective: dt.date
    through: dt.date
    codes: frozenset[str]
    families: frozenset[str]

    def tells(self, code: str) -> bool | None:
        """Tell whether it names a code; None where a code that is missing may be in force all the same."""
        if code in self.codes:
            return True
        return False if family_of(code) in self.families else None

    def is_of_year(self, year: int) -> bool:
        """Tell whether it covers a day of a year."""
        return self.effective.year <= year <= self.through.year


def releases_of(tables: Iterable[Table[object]]) -> tuple[Release, ...]:
    """Give the tables that list codes and say from which day, in the order in which they were given."""
    return tuple(
        _release(table, table.source.effective)
        for table in tables
        if table.kind in WHOLE_FAMILIES and table.source.effective is not None
    )


def _release(table: Table[object], effective: dt.date) -> Release:
    from cptkit.cms.whole import FEE_SCHEDULE, is_whole  # noqa: PLC0415 - a first look-up needs no readers

    codes = codes_of(table)
    whole = table.complete and is_whole(FEE_SCHEDULE, codes, len(table))
    source = table.source
    return Release(
        table.kind,
        " ".join(each for each in (source.publisher, source.file, source.release) if each),
        effective,
        source.through or dt.date(effective.year, 12, 31),
        frozenset(code for code in codes if normalize(code) == code),
        WHOLE_FAMILIES[table.kind] if whole else frozenset(),
    )


def observed(code: str, releases: tuple[Release, ...]) -> Iterator[tuple[dt.date, dt.date, bool]]:
    """Give for each day on which a release begins that tells of a code: the last day that is told, and whether it is named.

    Of several tables of one kind the one given last answers; a code that one kind names is named.
    """
    days = sorted({each.effective for each in releases})
    for day, after in pairwise([*days, dt.date.max]):
        said = {}
        for each in releases:
            if holds(each, day) and each.tells(code) is not None:
                said[each.kind] = (each.tells(code), each.through)
        if said:
            last = min(max(through for _, through in said.values()), after - dt.timedelta(days=1))
            yield day, last, any(named for named, _ in said.values())
