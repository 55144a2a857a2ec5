"""A caller's Addendum B and HCPCS Level II file: the days of codes in later quarters, and of families that no packaged source lists whole."""

from __future__ import annotations

import datetime as dt

import pytest

import cptkit
from cptkit import HcpcsCode, OppsStatusRow, Setting, Source, Table, TableKind
from cptkit.catalog import code_set, known_codes, packaged_tables
from cptkit.catalog.code_set import LEVEL_II_FAMILIES, all_codes
from cptkit.files.manifest import last_day
from cptkit.indicators import OppsStatus
from cptkit.values.code import WellFormed
from next_year import (
    DAY,
    GAP,
    HOSPITAL,
    JANUARY,
    LISTED,
    NEWEST,
    NEXT,
    YEAR,
    fee_schedule,
    quarter,
    quarter_of,
)

SUMMER, SUMMER_END = quarter_of(HOSPITAL + DAY)
AUTUMN, AUTUMN_END = quarter_of(SUMMER_END + DAY)
"""The two quarters behind the newest packaged Addendum B."""
LATE = quarter_of(last_day())
"""The last quarter of the packaged years."""
WINTER = dt.date(YEAR, 2, 15)
NEW, NEW_IMPLANT, GONE = "A9798", "C9798", "L0112"


def status_of(code: str, on: dt.date, *tables: Table[object]) -> str:
    """Name a code's status."""
    return cptkit.status(code, on, catalog=cptkit.Catalog(tables)).name


def days_of(code: str, *tables: Table[object]) -> list[tuple[dt.date | None, ...]]:
    """Give the days of every meaning of a code."""
    return [
        (each.effective, each.through, each.absent_through, each.absent_from)
        for each in cptkit.Catalog(tables).versions(code)
    ]


def addendum_b(
    first: dt.date, last: dt.date, *added: str, without: str = "", ended: str = ""
) -> Table[OppsStatusRow]:
    """Make a whole release: the newest packaged one with codes added, left out, or listed as discontinued."""
    rows = [
        OppsStatusRow(row.code, row.status, first, last)
        for row in packaged_tables.opps_table()
        if row.through is None and row.code != without
    ]
    rows += [OppsStatusRow(code, OppsStatus.PACKAGED, first, last) for code in added]
    rows = [
        OppsStatusRow(row.code, OppsStatus.DISCONTINUED, first, last) if row.code == ended else row
        for row in rows
    ]
    source = Source("CMS", release="own Addendum B", effective=first, through=last)
    ordered = tuple(sorted(rows, key=lambda row: row.code))
    return Table(TableKind.OPPS_STATUS, source, ordered, Setting.OUTPATIENT_HOSPITAL)


def level_ii(first: dt.date, last: dt.date, *rows: HcpcsCode) -> Table[HcpcsCode]:
    """Make a whole Level II file: the packaged codes, each since 1990, and rows that take their place."""
    own = {row.code: row for row in rows}
    listed = {
        each.code: HcpcsCode(each.code, dt.date(1990, 1, 1))
        for each in all_codes()
        if each.code[0] in LEVEL_II_FAMILIES and each.is_active(dt.date(HOSPITAL.year, 12, 31))
    }
    found = sorted({**listed, **own}.items())
    source = Source("CMS", release="own HCPCS", effective=first, through=last)
    return Table(TableKind.HCPCS_CODES, source, tuple(row for _, row in found))


# --- Addendum B


def test_addendum_b_sets_the_days_of_a_later_quarter() -> None:
    """A code that it names first begins on its first day where the quarter before lacks it, else after that quarter's end."""
    summer = addendum_b(SUMMER, SUMMER_END, NEW_IMPLANT)
    assert [day[::2] for day in days_of(NEW_IMPLANT, summer)] == [(SUMMER, None)]
    autumn = addendum_b(AUTUMN, AUTUMN_END, NEW_IMPLANT)
    assert [day[::2] for day in days_of(NEW_IMPLANT, autumn)] == [(AUTUMN, HOSPITAL)]
    assert [status_of(NEW_IMPLANT, on, autumn) for on in (SUMMER, AUTUMN)] == ["NO_DATA", "ACTIVE"]


def test_addendum_b_ends_no_code_within_the_packaged_years() -> None:
    """One that it leaves out goes on to the end of the packaged years."""
    late = addendum_b(*quarter_of(dt.date(HOSPITAL.year, 12, 31)), without=GONE)
    assert days_of(GONE, late) == days_of(GONE)


def test_addendum_b_beside_the_fee_schedule_of_the_year() -> None:
    """Together they tell of all families but those that neither lists whole: what is missing has ended."""
    winter = addendum_b(JANUARY, dt.date(YEAR, 3, 31), NEW_IMPLANT, without=GONE, ended="E0100")
    said = {
        code: status_of(code, WINTER, fee_schedule(), winter)
        for code in (GONE, "L0113", "E0100", NEW_IMPLANT, "71260", "71250", "L0111", "H0001")
    }
    assert said == {
        GONE: "RETIRED",
        "L0113": "ACTIVE",
        "E0100": "RETIRED",
        NEW_IMPLANT: "ACTIVE",
        "71260": "ACTIVE",
        "71250": "ACTIVE",  # hospitals' list still names it
        "L0111": "UNASSIGNED",
        "H0001": "ACTIVE",
    }


def test_addendum_b_alone_makes_a_year() -> None:
    """It tells of the families that it names whole; of a code of Category I that is missing nothing is told."""
    winter = addendum_b(JANUARY, dt.date(YEAR, 3, 31), without="71250")
    assert status_of("71260", WINTER, winter) == "ACTIVE"
    assert status_of("71250", WINTER, winter) == "NO_DATA"
    assert status_of("L0111", WINTER, winter) == "UNASSIGNED"


def test_a_short_list_ends_no_code() -> None:
    """Neither one of few rows nor one without any."""
    for rows in ((OppsStatusRow("L0113", OppsStatus.PACKAGED, None, None),), ()):
        source = Source("CMS", effective=JANUARY, through=dt.date(YEAR, 3, 31))
        table = Table(TableKind.OPPS_STATUS, source, rows, Setting.OUTPATIENT_HOSPITAL)
        assert status_of(GONE, WINTER, table) == "NO_DATA"


def test_hospitals_codes_in_a_packaged_year_without_addendum_b(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the newest fee schedule is of a later year than the newest Addendum B, nothing tells of them; the caller's does.

    It is as if the packaged Addendum B had ended a year before: a code that was in force then ended with that year, as
    far as anybody knows.
    """
    newest, before = last_day().year, dt.date(last_day().year - 1, 12, 31)

    def listed(*, hospital: bool) -> dt.date:
        return before if hospital else LISTED

    monkeypatch.setattr(code_set, "last_listed", listed)
    monkeypatch.setattr(known_codes, "last_listed", listed)
    (found,) = code_set.versions(WellFormed("L0113"))
    assert (found.through, found.absent_from) == (before, dt.date(newest + 1, 1, 1))
    winter = quarter(newest, 1)
    said = {
        code: (status_of(code, winter[1]), status_of(code, winter[1], addendum))
        for addendum in [addendum_b(*winter, NEW_IMPLANT, without=GONE)]
        for code in (GONE, "L0113", "L0111", NEW_IMPLANT, "71260", "A9798")
    }
    assert said == {
        GONE: ("NO_DATA", "RETIRED"),
        "L0113": ("NO_DATA", "ACTIVE"),
        "L0111": ("NO_DATA", "UNASSIGNED"),
        NEW_IMPLANT: ("NO_DATA", "ACTIVE"),
        "71260": ("ACTIVE", "ACTIVE"),
        "A9798": ("UNASSIGNED", "UNASSIGNED"),
    }
    assert days_of("L0113", addendum_b(*winter)) == [(found.effective, None, None, None)]
    assert days_of(GONE, fee_schedule())[0][1:] == (before, None, dt.date(newest + 2, 1, 1))


# --- the Level II file


def test_the_level_ii_file_states_the_first_day() -> None:
    """A code that the fee schedule of January names first began when the file says, if no release tells otherwise."""
    alone = days_of(NEW, fee_schedule())
    assert alone == [(JANUARY, None, GAP, None)]
    day = JANUARY - 47 * DAY
    winter = JANUARY, dt.date(YEAR, 3, 31)
    stated = level_ii(*winter, HcpcsCode(NEW, day))
    open_days = [(day, None, None, None)] if day > LISTED else alone
    assert days_of(NEW, fee_schedule(), stated) == open_days
    same = level_ii(*winter, HcpcsCode(NEW, JANUARY))
    assert days_of(NEW, fee_schedule(), same) == [(JANUARY, None, None, None)]
    before = level_ii(*winter, HcpcsCode(NEW, dt.date(2020, 1, 1)))
    assert days_of(NEW, fee_schedule(), before) == alone


def test_the_level_ii_file_states_the_last_day() -> None:
    """What ended since the newest packaged release ended then; what packaged releases name afterwards goes on."""
    first, end = dt.date(2025, 4, 1), NEXT[0] + 60 * DAY
    stated = level_ii(*NEXT, HcpcsCode("A9611", first, end))
    assert days_of("A9611", stated) == [(first, end, None, None)]
    assert [status_of("A9611", on, stated) for on in (end, end + DAY)] == ["ACTIVE", "RETIRED"]
    early = level_ii(*NEWEST, HcpcsCode("A9611", first, LISTED - DAY))
    assert days_of("A9611", early) == days_of("A9611")


def test_the_level_ii_file_settles_an_end_that_lies_between_releases() -> None:
    """Two releases of the fee schedule leave open when a code ended; the file says."""
    tables = (
        fee_schedule(),
        level_ii(
            JANUARY,
            dt.date(YEAR, 3, 31),
            HcpcsCode(GONE, dt.date(1990, 1, 1), dt.date(YEAR, 1, 15)),
        ),
    )
    assert days_of(GONE, tables[0]) == [
        (None, dt.date(HOSPITAL.year, 12, 31), None, dt.date(YEAR + 1, 1, 1))
    ]
    assert days_of(GONE, *tables) == [(None, dt.date(YEAR, 1, 15), None, None)]
    assert status_of(GONE, WINTER, *tables) == "RETIRED"


def test_the_level_ii_file_lists_families_that_no_packaged_source_does() -> None:
    """Codes of states and private payers are told for its days: known since the day that it states, or not assigned."""
    for days in (LATE, NEXT):
        stated = level_ii(*days, HcpcsCode("S9998", dt.date(2015, 4, 1)))
        assert status_of("S9998", last_day()) == "NO_DATA"
        assert status_of("S9998", days[1], stated) == "ACTIVE"
        assert days_of("S9998", stated) == [(dt.date(2015, 4, 1), None, None, None)]
        assert status_of("S9997", days[1], stated) == "UNASSIGNED"
        assert status_of("S9997", days[0] - DAY, stated) == "NO_DATA"
        assert status_of("D9998", days[1], stated) == "NO_DATA"


def test_of_two_files_the_newest_states_the_days() -> None:
    """And of two of one day the one given last."""
    first, second = NEXT[0] + 14 * DAY, NEXT[0] + 31 * DAY
    files = [
        level_ii(*NEXT, HcpcsCode("A9611", dt.date(2025, 4, 1), day)) for day in (first, second)
    ]
    assert days_of("A9611", *files)[0][1] == second
    newer = level_ii(
        NEXT[1] + DAY, NEXT[1] + 90 * DAY, HcpcsCode("A9611", dt.date(2025, 4, 1), first)
    )
    assert days_of("A9611", newer, *files)[0][1] == first


@pytest.mark.parametrize("on", [LATE[0], WINTER])
def test_a_code_that_is_not_yet_in_force_is_not_named(on: dt.date) -> None:
    """The file lists codes ahead of their day: until then they are none."""
    ahead = level_ii(*LATE, HcpcsCode(NEW, JANUARY))
    assert (
        cptkit.get(NEW, on if on < JANUARY else None, catalog=cptkit.packaged.with_tables(ahead))
        is None
    )


# --- quarters between packaged releases


def listed(code: str, first: dt.date, last: dt.date) -> Table[OppsStatusRow]:
    """Make a short Addendum B that names one code."""
    source = Source("CMS", release="own Addendum B", effective=first, through=last)
    row = OppsStatusRow(code, OppsStatus.PACKAGED, first, last)
    return Table(TableKind.OPPS_STATUS, source, (row,), Setting.OUTPATIENT_HOSPITAL)


def dropped(code: str, first: dt.date, last: dt.date) -> Table[OppsStatusRow]:
    """Make a short Addendum B that lists one code as discontinued."""
    source = Source("CMS", release="own Addendum B", effective=first, through=last)
    row = OppsStatusRow(code, OppsStatus.DISCONTINUED, first, last)
    return Table(TableKind.OPPS_STATUS, source, (row,), Setting.OUTPATIENT_HOSPITAL)


Q3_2020 = dt.date(2020, 7, 1), dt.date(2020, 9, 30)
Q4_2020 = dt.date(2020, 10, 1), dt.date(2020, 12, 31)


@pytest.mark.parametrize(
    ("tables", "days"),
    [
        ((), ("2021-01-01", None, "2020-06-30", None)),
        ((listed("C1052", *Q3_2020),), ("2020-07-01", None, None, None)),
        ((listed("C1052", *Q4_2020),), ("2020-10-01", None, "2020-06-30", None)),
        ((dropped("C1052", *Q3_2020),), ("2021-01-01", None, "2020-09-30", None)),
        ((dropped("C1052", *Q4_2020),), ("2021-01-01", None, None, None)),
        (
            (dropped("C1052", *Q3_2020), listed("C1052", *Q4_2020)),
            ("2020-10-01", None, None, None),
        ),
    ],
)
def test_a_first_day_between_two_packaged_releases(
    tables: tuple[Table[object], ...], days: tuple[str | None, ...]
) -> None:
    """C1052 is in Addendum B of January 2021 and not in that of April 2020: a release between says which quarter it was."""
    (found,) = days_of("C1052", *tables)
    assert tuple(None if day is None else str(day) for day in found[::2]) == days[::2]


@pytest.mark.parametrize(
    ("tables", "days"),
    [
        ((), (None, "2020-06-30", None, "2021-01-01")),
        ((listed("C9054", *Q3_2020),), (None, "2020-09-30", None, "2021-01-01")),
        ((listed("C9054", *Q4_2020),), (None, "2020-12-31", None, None)),
        ((dropped("C9054", *Q3_2020),), (None, "2020-06-30", None, None)),
        ((dropped("C9054", *Q4_2020),), (None, "2020-06-30", None, "2020-10-01")),
    ],
)
def test_a_last_day_between_two_packaged_releases(
    tables: tuple[Table[object], ...], days: tuple[str | None, ...]
) -> None:
    """C9054 is in Addendum B of April 2020 and not in that of January 2021."""
    (found,) = days_of("C9054", *tables)
    assert tuple(None if day is None else str(day) for day in found) == days


def test_a_release_just_before_a_packaged_one_moves_the_first_day() -> None:
    """A9611 began in April 2025 by the packaged ones; a payer's list of the quarter before has it too."""
    before = listed("A9611", dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert days_of("A9611", before) == [(dt.date(2025, 1, 1), None, None, None)]
    lacking = dropped("A9611", dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    assert days_of("A9611", lacking) == days_of("A9611")
