"""A caller's Level II file and Addendum B set the days of later quarters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import Catalog, CodeStatus, Table, TableKind
from cptkit.indicators import OppsStatus, Setting
from cptkit.values.opps import OppsStatusRow
from cptkit.values.published import HcpcsCode
from cptkit.values.table import Source
from next_year import HOSPITAL, JANUARY, SPRING, YEAR

EVE = SPRING - dt.timedelta(days=1)
LAST = dt.date(YEAR, 12, 31)


def level_ii(
    effective: dt.date, through: dt.date, *more: HcpcsCode, without: str = ""
) -> Table[Any]:
    """Give a whole Level II file: the packaged codes that are in force, one removed, others added; and a code of private payers."""
    known = [
        HcpcsCode(code, dt.date(2000, 1, 1))
        for code in cptkit.edition(dt.date(HOSPITAL.year, 12, 31))
        if code[0].isalpha() and code[0] != "D" and code != without
    ]
    rows = sorted(
        (*known, HcpcsCode("S8037", dt.date(2010, 1, 1)), *more), key=lambda row: row.code
    )
    return Table(
        TableKind.HCPCS_CODES,
        Source("CMS", release="ANWEB", effective=effective, through=through),
        tuple(dict.fromkeys(rows)),
    )


@pytest.fixture(scope="module")
def mine() -> Catalog:
    """Give a catalog with the Level II files of two quarters; one code begins with the second, one ends before it."""
    winter = level_ii(JANUARY, EVE)
    summer = level_ii(
        SPRING,
        LAST,
        HcpcsCode("A9798", SPRING),
        without="A9611",
    )
    return cptkit.packaged.with_tables(winter, summer)


def test_a_level_ii_file_lists_its_families_whole(mine: Catalog) -> None:
    """A code that is missing has ended, one of a family that no packaged source lists is told."""

    def status(code: str, on: dt.date) -> CodeStatus:
        return cptkit.status(code, on=on, catalog=mine)

    assert status("A9611", EVE) is CodeStatus.ACTIVE
    assert status("A9611", SPRING) is CodeStatus.RETIRED
    assert status("S8037", SPRING) is CodeStatus.ACTIVE
    assert status("H9999", SPRING) is CodeStatus.UNASSIGNED
    assert status("71250", SPRING) is CodeStatus.NO_DATA


def test_a_code_begins_on_the_day_that_the_file_states(mine: Catalog) -> None:
    """On the quarter's first day."""
    assert [str(each.effective) for each in mine.versions("A9798")] == [str(SPRING)]
    retired = mine.versions("A9611")[-1]
    assert retired.through == EVE


def test_an_addendum_b_lists_what_hospitals_write() -> None:
    """A brachytherapy source that it does not name any more has ended; a partial one ends nothing."""
    names = sorted(code for code in cptkit.edition(HOSPITAL) if code != "C1716" and code[0] != "D")
    source = Source("CMS", release="Addendum B", effective=JANUARY, through=LAST)
    rows = tuple(
        OppsStatusRow(code, OppsStatus.PACKAGED, JANUARY, LAST)
        for code in sorted({*names, "C1799", "0001A", "V5364"})
    )
    whole: Table[Any] = Table(TableKind.OPPS_STATUS, source, rows, Setting.OUTPATIENT_HOSPITAL)
    mine = cptkit.packaged.with_tables(whole)
    told = {
        code: cptkit.status(code, on=JANUARY, catalog=mine) for code in ("C1716", "C1799", "C1717")
    }
    assert (told["C1799"], told["C1717"]) == (CodeStatus.ACTIVE, CodeStatus.ACTIVE)
    assert told["C1716"] is CodeStatus.RETIRED
    part = cptkit.packaged.with_tables(attrs.evolve(whole, complete=False))
    assert cptkit.status("C1716", on=JANUARY, catalog=part) is not CodeStatus.RETIRED
