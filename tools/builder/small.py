"""The small tables: hospital status, taxonomy days, modifiers' days, places of service."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from builder.codes import Listed
from builder.originals import Read
from cptkit.cms import read_counties
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
    quarters = _quarters(rows)
    place = {quarter: number for number, quarter in enumerate(quarters)}
    named: list[set[str]] = [set() for _ in quarters]
    for row in rows:
        for at in range(place[row["first_release"]], place[row["last_release"]] + 1):
            named[at].add(row["hcpcs"])
    return [Listed(*_quarter(name), codes) for name, codes in zip(quarters, named, strict=True)]


def _quarters(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Give the releases that runs begin or end with, oldest first."""
    return sorted({row[end] for row in rows for end in ("first_release", "last_release")})


def _quarter(name: str) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the quarter that a release is named after."""
    year, month = map(int, name.split("-"))
    after = dt.date(year + (month == 10), (month + 3) % 12, 1)
    return dt.date(year, month, 1), after - dt.timedelta(days=1)


def opps_status(read: Read) -> tuple[str, int]:
    """Pack hospital status and rates: for each code the releases in which one of them changed, the last change open."""
    rows = rows_of(read)
    quarters = _quarters(rows)
    place = {quarter: number for number, quarter in enumerate(quarters)}
    runs: dict[str, list[tuple[int, int, str, str]]] = {}
    for row in rows:
        ends = place[row["first_release"]], place[row["last_release"]]
        cells = OppsStatus(row["si"]).value, _rate(row["payment_rate"])
        runs.setdefault(is_code(row["hcpcs"]), []).append((*ends, *cells))
    packed = [
        [code, *_changes(sorted(runs[code]), len(quarters) - 1)]
        for code in sorted(runs, key=sort_key)
    ]
    releases = [[_named(name), *(day.isoformat() for day in _quarter(name))] for name in quarters]
    return canonical(packed, {"source": read.source(), "releases": releases}), len(packed)


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _named(quarter: str) -> str:
    """Name the release of a quarter that is given by its first month, as CMS does."""
    first, _ = _quarter(quarter)
    return f"Addendum B {_MONTHS[first.month - 1]} {first.year}"


def _changes(runs: list[tuple[int, int, str, str]], newest: int) -> list[Any]:
    """Write the runs of a code as changes; a gap, or an end before the newest release, is a change to nothing."""
    found: list[Any] = []
    before: tuple[str, str] | None = None
    after = None
    for first, last, *cells in runs:
        if after is not None and first != after:
            found += [after, "", ""]
            before = None
        if tuple(cells) != before:
            found += [first, *cells]
        before, after = (cells[0], cells[1]), last + 1
    if after is not None and after <= newest:
        found += [after, "", ""]
    return found


_PRINTED = Decimal("0.001")
"""CMS prints at most three decimals; a copy made by a program that reckons in floats shows more."""


def _rate(text: str) -> str:
    """Write a rate with two decimals, or three where the third is not 0; empty where there is none."""
    if not text:
        return ""
    value = Decimal(text).quantize(_PRINTED, ROUND_HALF_UP)
    shorter = value.quantize(Decimal("0.01"))
    return str(shorter if shorter == value else value)


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


def counties(read: Read) -> tuple[str, int]:
    """Pack the locality of each county, by state and name."""
    rows = sorted(
        [row.state, row.name, row.mac, row.number]
        for row in read_counties(
            read.text,
            effective=read.original.effective,
            through=read.original.through,
            partial=True,
        )
    )
    return canonical(rows, {"columns": ["state", "name", "mac", "number"]}), len(rows)
