"""A year is played: four quarters taken in one after the other, answers change on the right days, `changes` names them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import cptkit
from cptkit import ChangeTopic, Setting, Table, bundling, cms, payment
from cptkit.files.manifest import last_day
from layouts import (
    ADDENDUM_B,
    AOC,
    GPCI_CSV,
    HEADER_32,
    MUE,
    PTP,
    ROWS_31,
    fee_csv,
    widened,
)
from looped import some
from next_year import free

YEAR = last_day().year + 1
NEW = free("71299")
"""The number that October assigns."""
QUARTERS = tuple(dt.date(YEAR, month, 1) for month in (1, 4, 7, 10))
MONTHS = ("January", "April", "July", "October")
WORK = ("1.16", "1.16", "1.26", "1.26")
UNITS = ("2", "2", "3", "3")
INDICATOR = ("0", "1", "1", "1")
STATUS = ("Q3", "Q3", "Q3", "S")


def fees(number: int) -> str:
    """Give the fee schedule of a quarter: work is revalued in July, a code comes in October."""
    less = Decimal(WORK[number]) - Decimal("1.16")
    rows = [
        row.replace("1.16,", f"{WORK[number]},", 1)
        .replace("5.01,5.01", f"{Decimal('5.01') + less},{Decimal('5.01') + less}")
        .replace("1.62,1.62", f"{Decimal('1.62') + less},{Decimal('1.62') + less}")
        for row in ROWS_31
    ]
    if number == 3:
        rows.append(ROWS_31[0].replace("71260", NEW))
    return fee_csv(tuple(map(widened, rows)), year=YEAR, month=MONTHS[number], header=HEADER_32)


def package(number: int) -> Mapping[str, str]:
    """Give the files of a quarter under CMS's names."""
    pairs = PTP.replace("20050101\t*\t0", f"20050101\t*\t{INDICATOR[number]}")
    if number >= 2:
        pairs = pairs.replace(
            "71250\t36000\t\t20100101\t*", f"71250\t36000\t\t20100101\t{YEAR}0630"
        )
    version, first = f"v{YEAR - 1994}{number}r0", QUARTERS[number]
    day = f"{first:%m-%d-%Y}"
    return {
        f"PPRRVU{YEAR}_{MONTHS[number]}.csv": fees(number),
        f"GPCI{YEAR}.csv": GPCI_CSV.replace("2025", str(YEAR)),
        f"ccipra-{version}-f1.TXT": pairs,
        f"MCR_MUE_PractitionerServices_Eff_{day}.csv": MUE.format(who="Practitioner").replace(
            "71260,2", f"71260,{UNITS[number]}"
        ),
        f"AOC_V{YEAR}Q{number + 1}-MCR.csv": AOC,
        f"{YEAR}_{MONTHS[number]}_Web_Addendum_B.csv": ADDENDUM_B.replace(
            "71250,WORDS,Q3", f"71250,WORDS,{STATUS[number]}"
        ),
    }


def taken_in(number: int) -> tuple[Table[Any], ...]:
    """Read a quarter as CMS ships it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in package(number).items():
            archive.writestr(name, text)
    return cms.read(out.getvalue(), partial=True)


@pytest.fixture(scope="module")
def catalogs() -> tuple[cptkit.Catalog, ...]:
    """Give the catalog as it stands after each quarter, each packed and loaded as a service does."""
    found: list[cptkit.Catalog] = []
    catalog = cptkit.packaged
    for number in range(4):
        catalog = catalog.with_tables(*cptkit.unpack(cptkit.pack(taken_in(number))))
        found.append(catalog)
    return tuple(found)


def test_each_quarter_is_dated_by_its_names(catalogs: tuple[cptkit.Catalog, ...]) -> None:
    """Six tables a quarter; the places of a year hold for the year."""
    assert [len(each.tables) for each in catalogs] == [6, 12, 18, 24]
    firsts = [table.source.effective for table in catalogs[-1].tables]
    assert sorted(set(firsts), key=str) == list(QUARTERS)


def test_answers_change_on_the_first_day_of_their_quarter(
    catalogs: tuple[cptkit.Catalog, ...],
) -> None:
    """Not a day before, and not for days that were answered already."""
    mine = catalogs[-1]

    def seen(on: dt.date) -> tuple[object, ...]:
        limit = bundling.mue("71260", on=on, setting=Setting.PROFESSIONAL, catalog=mine)
        row = payment.indicators("71260", on=on, catalog=mine)
        pair = bundling.ptp("71260", "71250", on=on, setting=Setting.PROFESSIONAL, catalog=mine)
        status = mine.opps_status("71250", on)
        assert limit is not None
        assert pair is not None
        assert status is not None
        return str(row.work_rvu), str(limit.units), pair.indicator.value, status.status.value

    expected = list(zip(WORK, UNITS, INDICATOR, STATUS, strict=True))
    assert [seen(first) for first in QUARTERS] == expected
    eves = [first - dt.timedelta(days=1) for first in QUARTERS[1:]]
    assert [seen(eve) for eve in eves] == expected[:-1]
    assert seen(dt.date(YEAR, 12, 31)) == expected[-1]
    ended = [
        bundling.ptp("36000", "71250", on=day, setting=Setting.PROFESSIONAL, catalog=mine)
        for day in (QUARTERS[2] - dt.timedelta(days=1),)
    ]
    assert ended[0] is not None


def test_a_later_quarter_leaves_earlier_days_as_they_were(
    catalogs: tuple[cptkit.Catalog, ...],
) -> None:
    """What was answered in spring is answered the same when autumn is there."""
    for number, first in some(enumerate(QUARTERS)):
        answers = {
            str(payment.indicators("71260", on=first, catalog=each).work_rvu)
            for each in catalogs[number:]
        }
        assert answers == {WORK[number]}


def test_changes_names_what_each_quarter_brings(catalogs: tuple[cptkit.Catalog, ...]) -> None:
    """Nothing that did not change, and everything that did."""
    steps = [
        cptkit.changes(catalogs[at], catalogs[at + 1], before_on=QUARTERS[at], on=QUARTERS[at + 1])
        for at in range(3)
    ]
    spring, summer, autumn = ([str(each) for each in step.changes] for step in steps)
    assert spring == ["71260/71250 indicator: 0 -> 1 (professional)"]
    assert [each for each in summer if "RVU" in each or "units" in each or "/" in each] == [
        "71260 work RVU: 1.16 -> 1.26",
        "71260-26 work RVU: 1.16 -> 1.26",
        "71260 units: 2 -> 3 (professional)",
        "- 71250/36000 indicator 0 (professional)",
    ]
    assert {each.code for each in steps[1].of(ChangeTopic.PRICES)} == {"71260"}
    assert autumn[0] == f"+ {NEW}"
    assert "71250 status: Q3 -> S" in autumn
    assert steps[2].came == (NEW,)
    assert all(some(step.notes for step in steps)), (
        "the invented tables are parts, and that is noted"
    )
