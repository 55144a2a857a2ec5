"""A fee schedule of the year after the packaged ones, invented from packaged facts in CMS's exact layout, without a descriptor."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from decimal import Decimal

import attrs

from cptkit.catalog import code_set, packaged_tables
from cptkit.catalog.code_set import reviewed_through
from cptkit.cms import read_fee_schedule
from cptkit.cms.fee_schedule import KINDS
from cptkit.files.manifest import last_day, last_listed
from cptkit.values.code import WellFormed
from cptkit.values.table import FeeScheduleRow, Table
from layouts import HEADER_32, fee_csv

YEAR = last_day().year + 1
"""The first year that is not packaged."""
JANUARY, SPRING = dt.date(YEAR, 1, 1), dt.date(YEAR, 4, 1)
FACTOR = Decimal("34.1234")
"""An invented conversion factor."""
REMOVED = ("71250", "78815", "A9611", "0042T")
"""Codes of the newest packaged release that the invented one leaves out."""
REVALUED = "71260"

DAY = dt.timedelta(days=1)
LISTED = last_listed(hospital=False)
"""The last day of the newest packaged release of the fee schedule; the year may go on behind it."""

Rows = tuple[FeeScheduleRow, ...]


def free(last: str) -> str:
    """Give the greatest number not above one, of its letters, that is assigned on no packaged day."""
    digits = "".join(filter(str.isdigit, last))
    numbers = (f"{number:0{len(digits)}}" for number in range(int(digits), 0, -1))
    codes = (WellFormed(last.replace(digits, number)) for number in numbers)
    return next(code for code in codes if not code_set.versions(code))


ADDED = (free("71298"), free("A9798"), free("1998T"))
"""Codes that the invented release adds: a study of the chest, a supply and a new technology."""


def quarter(year: int, first_month: int) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a quarter."""
    after = dt.date(year + first_month // 10, (first_month + 2) % 12 + 1, 1)
    return dt.date(year, first_month, 1), after - DAY


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the quarter of a day."""
    return quarter(day.year, (day.month - 1) // 3 * 3 + 1)


NEWEST = quarter_of(LISTED)
"""The quarter of the newest packaged release."""
NEXT = quarter_of(LISTED + DAY)
"""The first quarter without a release: in the last packaged year, or the first one of the year after."""
GAP = None if last_day() == LISTED else LISTED
"""The last day before the packaged years end of which a release tells; None where one tells of their last day."""
REVIEWED = reviewed_through()
"""The last year whose changes were looked through."""
HOSPITAL = last_listed(hospital=True)
"""The last day of the newest packaged release of Addendum B."""


@functools.cache
def newest_rows() -> Rows:
    """Give every row of the newest packaged release, in CMS's order."""
    year = YEAR - 1
    found = [
        row
        for table in (packaged_tables.radiology_fees(year), packaged_tables.other_fees(year))
        for row in table.rows(len(table.releases) - 1)
    ]
    return tuple(sorted(found, key=lambda row: (row.code, row.modifier)))


@functools.cache
def changed_rows() -> Rows:
    """Give the rows of the invented release: codes removed, added and revalued."""
    kept = [row for row in newest_rows() if row.code not in REMOVED]
    pattern = {row.modifier: row for row in newest_rows() if row.code == REVALUED}
    added = [attrs.evolve(row, code=code) for code in ADDED for row in pattern.values()]
    made = [attrs.evolve(row, conversion_factor=FACTOR) for row in (*kept, *added)]
    return tuple(sorted(map(_revalued, made), key=lambda row: (row.code, row.modifier)))


def _revalued(row: FeeScheduleRow) -> FeeScheduleRow:
    """Take a tenth of an RVU off the work of one code, where it has work."""
    if row.code != REVALUED or not row.work_rvu:
        return row
    less = Decimal("0.10")
    return attrs.evolve(
        row,
        work_rvu=row.work_rvu - less,
        non_facility_total=row.non_facility_total - less,
        facility_total=row.facility_total - less,
    )


def as_csv(rows: Iterable[FeeScheduleRow], month: str = "January", year: int = YEAR) -> str:
    """Write rows as CMS's csv of 32 columns; the description says nothing."""
    return fee_csv(tuple(map(_line, rows)), year=year, month=month, header=HEADER_32)


def _line(row: FeeScheduleRow) -> str:
    cells = [_cell(name, getattr(row, name)) for name in KINDS]
    return ",".join([*cells[:2], "WORDS", *cells[2:]])


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return {"not_used_for_medicare": "+"}.get(name, "NA") if value else ""
    return str(getattr(value, "value", "" if value is None else value))


@functools.cache
def fee_schedule(
    month: str = "January", change: Callable[[Rows], Rows] | None = None
) -> Table[FeeScheduleRow]:
    """Read the invented release of a quarter, its rows changed once more by a function."""
    rows = changed_rows()
    return read_fee_schedule(as_csv(rows if change is None else change(rows), month))
