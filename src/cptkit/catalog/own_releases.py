"""Releases of a caller's own that list codes: what each tells of a code, and on which days.

A fee schedule and OPPS Addendum B name the codes of their days; the HCPCS Level II file states each code's own days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.catalog.code_forms import normalize
from cptkit.catalog.code_set import (
    ADDENDUM_B_FAMILIES,
    FEE_FAMILIES,
    LEVEL_II_FAMILIES,
    family_of,
)
from cptkit.indicators import OppsStatus
from cptkit.values.code import WellFormed
from cptkit.values.days import holds
from cptkit.values.published import HcpcsCode
from cptkit.values.table import Table, TableKind

WHOLE_FAMILIES = {
    TableKind.FEE_SCHEDULE: FEE_FAMILIES,
    TableKind.OPPS_STATUS: ADDENDUM_B_FAMILIES,
    TableKind.HCPCS_CODES: LEVEL_II_FAMILIES,
}
"""Of which families a whole table of a kind names every code."""


@attrs.frozen(eq=False)
class Release:
    """A caller's table as a list of codes.

    Attributes:
        kind: What the table holds.
        name: How an answer names it.
        effective: The first day that it covers.
        through: The last day; of a table without one the last of its year, since codes change each January.
        codes: The codes that it names as in force; placeholders that have not the form of a code are left out.
        families: The families of which it names every code.
        gone: Codes that it names as no longer in force, or not yet.
        days: The codes whose days it states.
    """

    kind: TableKind
    name: str
    effective: dt.date
    through: dt.date
    codes: frozenset[str]
    families: frozenset[str]
    gone: frozenset[str] = frozenset()
    days: Mapping[str, HcpcsCode] = attrs.field(factory=dict)

    def tells(self, code: WellFormed) -> bool | None:
        """Tell whether it names a code as in force; None where a code that is missing may be in force all the same."""
        if code in self.codes:
            return True
        return False if code in self.gone or family_of(code) in self.families else None

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
    rows = {code: row for row in table if normalize(code := str(getattr(row, "code", ""))) == code}
    codes = frozenset(code for code, row in rows.items() if _is_in_force(row, effective))
    source = table.source
    return Release(
        table.kind,
        " ".join(each for each in (source.publisher, source.file, source.release) if each),
        effective,
        source.through or dt.date(effective.year, 12, 31),
        codes,
        WHOLE_FAMILIES[table.kind] if _is_whole(table, rows) else frozenset(),
        frozenset(rows) - codes,
        MappingProxyType({c: row for c, row in rows.items() if isinstance(row, HcpcsCode)}),
    )


def _is_in_force(row: Any, on: dt.date) -> bool:
    """Tell whether a row names a code that is in force: hospitals' lists carry discontinued ones, the Level II file all."""
    if isinstance(row, HcpcsCode):
        return holds(row, on)
    return getattr(row, "status", None) is not OppsStatus.DISCONTINUED


def _is_whole(table: Table[object], rows: Mapping[str, object]) -> bool:
    from cptkit.cms import whole  # noqa: PLC0415 - a first look-up needs no readers

    kinds = {
        TableKind.FEE_SCHEDULE: whole.FEE_SCHEDULE,
        TableKind.OPPS_STATUS: whole.ADDENDUM_B,
        TableKind.HCPCS_CODES: whole.HCPCS,
    }
    return table.complete and bool(rows) and whole.is_whole(kinds[table.kind], rows, len(table))


def observed(
    code: WellFormed, releases: tuple[Release, ...]
) -> Iterator[tuple[dt.date, dt.date, bool]]:
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


def stated(code: str, releases: Iterable[Release]) -> HcpcsCode | None:
    """Give the days that the newest Level II file states of a code; of two of one day the one given last."""
    own = [each for each in releases if code in each.days]
    newest = max(reversed(own), key=lambda each: each.effective, default=None)
    return None if newest is None else newest.days[code]
