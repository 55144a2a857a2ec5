"""The small tables: hospital status, taxonomy days, modifiers' days, places of service."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from builder.codes import Listed
from builder.originals import Read
from cptkit.cms.fields import code as is_code
from cptkit.files.packaged import canonical
from cptkit.indicators import OppsStatus
from cptkit.values.code import sort_key

OPEN = "9999-12-31"
"""How the copies write a last day that is open."""


def rows_of(read: Read) -> list[dict[str, str]]:
    """Read a csv with one header row."""
    return list(csv.DictReader(io.StringIO(read.text, newline="")))


def rbcs_days(read: Read) -> dict[str, tuple[dt.date, dt.date | None]]:
    """Give the first and the last day of each code of the taxonomy; None is open."""
    found = {}
    for row in rows_of(read):
        first, last = row["rbcs_date_hcpcs_add"], row["rbcs_date_hcpcs_end"]
        found[row["hcpcs"]] = (
            dt.date.fromisoformat(first),
            None if last == OPEN else dt.date.fromisoformat(last),
        )
    return found


def addendum_b(read: Read) -> list[Listed]:
    """Give each release of Addendum B with the codes that it names; the copy has runs of releases with equal status and rate."""
    rows = rows_of(read)
    quarters = sorted({row[end] for row in rows for end in ("first_release", "last_release")})
    place = {quarter: number for number, quarter in enumerate(quarters)}
    named: list[set[str]] = [set() for _ in quarters]
    for row in rows:
        for at in range(place[row["first_release"]], place[row["last_release"]] + 1):
            named[at].add(row["hcpcs"])
    return [Listed(*_quarter(name), codes) for name, codes in zip(quarters, named, strict=True)]


def _quarter(name: str) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the quarter that a release is named after."""
    year, month = map(int, name.split("-"))
    after = dt.date(year + (month == 10), (month + 3) % 12, 1)
    return dt.date(year, month, 1), after - dt.timedelta(days=1)


def opps_status(read: Read) -> tuple[str, int]:
    """Pack hospital status by spans of days. A change between years falls on 1 January, else on the quarter's first day."""
    snapshots: dict[str, dict[str, str]] = {}
    for row in rows_of(read):
        snapshots.setdefault(row["quarter"], {})[row["hcpcs"]] = OppsStatus(row["si"]).value
    quarters = sorted(snapshots)
    days = [_first_day(quarter, quarters) for quarter in quarters]
    codes = sorted({code for each in snapshots.values() for code in each}, key=sort_key)
    rows = [
        row
        for code in codes
        for row in _status_spans(is_code(code), [snapshots[q].get(code) for q in quarters], days)
    ]
    return canonical(
        rows, {"columns": ["code", "status", "effective", "through"], "source": read.source()}
    ), len(rows)


def _first_day(quarter: str, quarters: list[str]) -> dt.date:
    """Give the day from which a snapshot speaks: the first of a year is the first of its year."""
    parts = [int(part) for part in quarter.split("-")]
    first_of_year = quarter == next(each for each in quarters if each[:4] == quarter[:4])
    return (
        dt.date(parts[0], 1, 1)
        if first_of_year
        else dt.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    )


def _status_spans(code: str, seen: list[str | None], days: list[dt.date]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    before: str | None = None
    for status, day in zip(seen, days, strict=True):
        if status == before:
            continue
        if before is not None:
            rows[-1][3] = (day - dt.timedelta(days=1)).isoformat()
        if status is not None:
            rows.append([code, status, day.isoformat(), None])
        before = status
    return rows


def hcpcs_modifiers(read: Read) -> tuple[str, int]:
    """Pack the days of the Level II modifiers, without their texts."""
    rows = sorted(
        [row["modifier"], row["date_added"] or None, row["date_terminated"] or None]
        for row in rows_of(read)
    )
    return canonical(
        rows, {"columns": ["modifier", "effective", "through"], "source": read.source()}
    ), len(rows)


def places_of_service(read: Read) -> tuple[str, int]:
    """Pack whether each assigned place of service takes the facility rate."""
    rates = {"Facility": True, "Non-Facility": False}
    rows = sorted(
        [row["pos_code"], rates[row["rate"]]]
        for row in rows_of(read)
        if row["rate"] != "Unassigned"
    )
    return canonical(
        rows, {"columns": ["place_of_service", "facility"], "source": read.source()}
    ), len(rows)
