"""The catalog of tables: what covers a day, whose table wins, and what is said where none does."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import attrs
import pytest

import cptkit
from cptkit import (
    CoverageState,
    DataError,
    HouseCode,
    NoDataError,
    Setting,
    Source,
    Table,
    TableKind,
    packaged,
)
from cptkit.files import manifest
from cptkit.indicators import AddOnType, Adjudication, CorrectCoding, PcTc
from cptkit.values.coverage import Holding, best
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import AddOnEdit, FeeScheduleRow, Locality, Mue, PtpEdit, TableScope

SUMMER = dt.date(2024, 8, 15)
LATE = dt.date(2026, 8, 15)


def row_of(code: str = "71260", modifier: str = "", on: dt.date = LATE) -> FeeScheduleRow:
    """Give a packaged row that must be there."""
    row = cptkit.packaged.fee_row(code, modifier, on)
    assert row is not None
    return row


def test_rows_of_a_day() -> None:
    """CMS RVU25D and RVU26C: work of 71260 is 1.16 before the efficiency cut of 2026 and 1.13 after, all of it the reading's."""
    for on, work, dollars in ((dt.date(2025, 11, 1), "1.16", "32.3465"), (LATE, "1.13", "33.4009")):
        rows = [row_of(modifier=modifier, on=on) for modifier in ("", "26", "TC")]
        assert [row.work_rvu for row in rows] == [Decimal(work), Decimal(work), Decimal(0)]
        assert {row.conversion_factor for row in rows} == {Decimal(dollars)}
    assert cptkit.packaged.fee_row("71260", "53", LATE) is None


@pytest.mark.parametrize(
    ("on", "release", "exact"),
    [
        (dt.date(2024, 3, 8), "RVU24A", True),
        (dt.date(2024, 3, 9), "RVU24AR", True),
        (dt.date(2024, 12, 1), "RVU24C", False),
        (dt.date(2025, 1, 1), "RVU25D", False),
        (dt.date(2025, 10, 1), "RVU25D", True),
        (dt.date(2026, 1, 1), "RVU26C", False),
    ],
)
def test_the_nearest_release_of_the_year_answers(on: dt.date, release: str, exact: bool) -> None:  # noqa: FBT001 - a parameter of the table above
    """A day without its own release is answered by its year's nearest, which says so."""
    source = row_of(on=on).source
    assert source is not None
    assert (source.release, source.exact) == (release, exact)


def test_days_and_codes_without_a_table() -> None:
    """Outside the packaged years, and for codes outside radiology before 2025, neither yes nor no can be said."""
    years = manifest.years("fee_schedule")
    outside = dt.date(years[0] - 1, 12, 31), dt.date(years[-1] + 1, 1, 1)
    for on in outside:
        with pytest.raises(NoDataError, match=f"{years[0]} to {years[-1]}"):
            cptkit.packaged.fee_row("71260", "", on)
    with pytest.raises(NoDataError, match="outside radiology"):
        cptkit.packaged.fee_row("99213", "", SUMMER)
    assert row_of("99213").pc_tc is PcTc.PHYSICIAN_SERVICE
    assert cptkit.packaged.fee_row("71999", "", SUMMER) is None
    with pytest.raises(NoDataError, match="read_gpci"):
        cptkit.packaged.localities(outside[1])


def test_codes_of_a_day() -> None:
    """Rules ask the catalog for the meaning of a day, or the latest one; they are never refused a day."""
    latest = cptkit.packaged.code("77402")
    assert latest == cptkit.get("77402")
    assert cptkit.packaged.code("77402", dt.date(2025, 1, 1)) != latest
    assert cptkit.packaged.code("77014", LATE) is None
    assert cptkit.packaged.code("nothing") is None
    assert cptkit.packaged.code("71260", dt.date(2050, 1, 1)) == cptkit.get("71260")


def test_localities() -> None:
    """Manhattan's indices of 2025, as CMS's addendum E prints them."""
    found = {each.id: each for each in cptkit.edition(dt.date(2025, 3, 1)).localities}
    assert found["13202-01"] == Locality(
        "13202-01",
        "MANHATTAN",
        "13202",
        "01",
        "NY",
        Decimal("1.065"),
        Decimal("1.166"),
        Decimal("1.656"),
    )
    assert len(found) == 109


def test_coverage_says_how_well() -> None:
    """The summer of 2024 has tables of its own; 1990 has none of the fee schedule's."""
    summer = {(c.table, c.setting): c.state for c in cptkit.packaged.coverage(SUMMER)}
    assert set(summer.values()) == {
        CoverageState.EXACT,
        CoverageState.EXTRACT,
        CoverageState.OTHER_QUARTER,
    }
    assert summer[TableKind.PTP, Setting.PROFESSIONAL] is CoverageState.EXACT
    spring = {(c.table, c.setting): c.state for c in cptkit.packaged.coverage(dt.date(2026, 5, 1))}
    assert spring[TableKind.MUE, Setting.PROFESSIONAL] is CoverageState.EXACT
    old = {(c.table, c.setting): c.state for c in cptkit.packaged.coverage(dt.date(1990, 1, 1))}
    assert old[TableKind.FEE_SCHEDULE, None] is CoverageState.ABSENT
    assert old[TableKind.LOCALITIES, None] is CoverageState.ABSENT
    assert best(()) == (CoverageState.ABSENT, None)
    assert "fee schedule: EXACT" in [str(c) for c in cptkit.packaged.coverage(SUMMER)]


def test_the_callers_tables_win() -> None:
    """Where the caller's own table covers a day, it answers; elsewhere the packaged one does."""
    mine = Source("mine", effective=dt.date(2026, 7, 1), through=dt.date(2026, 9, 30))
    row = attrs.evolve(row_of(), work_rvu=Decimal("9.99"), source=mine)
    place = Locality("99999-01", "Here", "99999", "01", "XX", Decimal(1), Decimal(1), Decimal(1))
    edit = PtpEdit("99213", "99214", None, None, CorrectCoding.NOT_ALLOWED)
    tables = (
        Table(TableKind.FEE_SCHEDULE, mine, (row,)),
        Table(TableKind.LOCALITIES, mine, (place,)),
        Table(TableKind.PTP, mine, (edit,), Setting.PROFESSIONAL),
        Table(TableKind.MUE, mine, (Mue("71260", 9, Adjudication.LINE),), Setting.PROFESSIONAL),
        Table(
            TableKind.ADD_ON, mine, (AddOnEdit("77001", None, AddOnType.CONTRACTOR, None, None),)
        ),
    )
    catalog = cptkit.packaged.with_tables(*tables)
    assert catalog.fee_row("71260", "", LATE) == row
    assert catalog.fee_row("71250", "", LATE) is None
    assert catalog.fee_row("71250", "", SUMMER) == row_of("71250", on=SUMMER)
    assert catalog.localities(LATE) == (place,)
    assert [h.table for h in catalog.ptp(LATE, Setting.PROFESSIONAL)] == [tables[2]]
    assert catalog.mue(LATE, Setting.PROFESSIONAL)[0] == Holding(tables[3], exact=True)
    assert (
        catalog.ptp(LATE, Setting.OUTPATIENT_HOSPITAL)[0].table.scope is TableScope.WITHIN_RADIOLOGY
    )
    assert [h.table for h in catalog.add_on(LATE)] == [tables[4]]
    states = {
        c.state for c in catalog.coverage(LATE) if c.setting is not Setting.OUTPATIENT_HOSPITAL
    }
    assert states == {CoverageState.EXACT}, [str(c) for c in catalog.coverage(LATE)]
    assert mine in catalog.sources
    assert mine in catalog.at(LATE).sources
    assert mine not in catalog.at(SUMMER).sources
    assert "your own tables: 5" in repr(catalog)


def test_the_later_of_two_tables_wins() -> None:
    """Where two of the caller's tables cover a day, the one given last answers."""
    mine = Source("mine", effective=dt.date(2026, 7, 1), through=dt.date(2026, 9, 30))
    rows = [attrs.evolve(row_of(), work_rvu=Decimal(value)) for value in ("1.11", "2.22")]
    catalog = cptkit.packaged.with_tables(
        *(Table(TableKind.FEE_SCHEDULE, mine, (row,)) for row in rows)
    )
    assert catalog.fee_row("71260", "", LATE) == rows[1]


def test_tables_are_told_apart_without_comparing_their_rows() -> None:
    """Two tables of one source are two; what is made of each is kept by which it is, so that rows are not compared at each question."""

    class Rows(tuple[FeeScheduleRow, ...]):
        __slots__ = ()
        __hash__ = tuple.__hash__

        def __eq__(self, other: object) -> bool:
            raise AssertionError("rows were compared")

    mine = Source("mine", effective=dt.date(2026, 7, 1), through=dt.date(2026, 9, 30))
    first, second = (
        Table(
            TableKind.FEE_SCHEDULE, mine, Rows((attrs.evolve(row_of(), work_rvu=Decimal(value)),))
        )
        for value in ("1.11", "2.22")
    )
    one, other = cptkit.packaged.with_tables(first), cptkit.packaged.with_tables(second)
    found = [catalog.fee_row("71260", "", LATE) for catalog in (one, other, one, other)]
    assert [row.work_rvu for row in found if row is not None] == [
        Decimal("1.11"),
        Decimal("2.22"),
    ] * 2


def test_surgical_centers_go_by_the_practitioner_tables() -> None:
    """Pairs that a caller read for practitioners answer for ambulatory surgical centers too, as the packaged ones do."""
    mine = Source("mine", effective=dt.date(2026, 7, 1), through=dt.date(2026, 9, 30))
    table = Table(
        TableKind.PTP,
        mine,
        (PtpEdit("99213", "99214", None, None, CorrectCoding.NOT_ALLOWED),),
        Setting.PROFESSIONAL,
    )
    catalog = cptkit.packaged.with_tables(table)
    assert [h.table for h in catalog.ptp(LATE, Setting.ASC)] == [table]
    assert [h.table for h in catalog.ptp(LATE, Setting.OUTPATIENT_HOSPITAL)] != [table]


def test_licensed_texts_are_given_back() -> None:
    """What a licensee brings is found by code and day; the package has none of its own."""
    read = cptkit.ama.read_descriptors(
        "71260\tour own invented words\n71250\tothers\n",
        effective=dt.date(2026, 1, 1),
        through=dt.date(2026, 12, 31),
    )
    mine = cptkit.packaged.with_tables(read)
    assert [d.text for d in mine.descriptors("71260")] == ["our own invented words"]
    assert [d.text for d in mine.descriptors("71260", LATE)] == ["our own invented words"]
    assert mine.descriptors("71260", SUMMER) == ()
    assert cptkit.packaged.descriptors("71260") == ()


def test_hospital_status() -> None:
    """OPPS Addendum B: MRA of the chest is not recognized on a hospital claim (C8909 is); a chest CT is."""
    mra, chest = (cptkit.packaged.opps_status(code, LATE) for code in ("71555", "71260"))
    assert mra is not None
    assert chest is not None
    assert (mra.status.value, chest.status.value) == ("B", "Q3")
    assert (chest.rate, chest.source and chest.source.release) == (
        Decimal("179.20"),
        "Addendum B April 2026",
    )
    assert cptkit.packaged.opps_status("71260", dt.date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("code", "on", "status", "rate", "exact"),
    [
        ("99213", dt.date(2026, 5, 4), "B", None, True),
        ("G0463", dt.date(2026, 5, 4), "J2", "136.02", True),
        ("L0112", dt.date(2026, 5, 4), "A", None, True),
        ("K0001", dt.date(2026, 5, 4), "Y", None, True),
        ("A9611", dt.date(2025, 5, 4), "G", "515.00", True),
        ("A9611", dt.date(2025, 8, 4), "G", "530.00", True),
        ("A9611", dt.date(2026, 8, 4), "G", "530.00", False),
        ("A9600", dt.date(2024, 5, 4), "K", "4156.573", True),
        ("71260", dt.date(2020, 8, 4), "Q3", "182.22", False),
        ("0001A", dt.date(2023, 11, 4), "E1", None, True),
    ],
)
def test_hospital_status_of_every_family(
    code: str, on: dt.date, status: str, rate: str | None, exact: object
) -> None:
    """OPPS Addendum B of the quarter, or of the nearest one of the year: status and national rate, as printed there."""
    row = cptkit.packaged.opps_status(code, on)
    assert row is not None
    assert row.source is not None
    assert (row.status.value, row.rate, row.source.exact) == (
        status,
        None if rate is None else Decimal(rate),
        exact,
    )


def test_codes_that_addendum_b_leaves_out() -> None:
    """A code before it was listed, one that left the list, and dental codes have no hospital status."""
    for code, on in (
        ("A9611", dt.date(2025, 2, 4)),
        ("0001A", dt.date(2024, 5, 4)),
        ("D0120", LATE),
    ):
        assert cptkit.packaged.opps_status(code, on) is None


def test_places_of_service() -> None:
    """CMS's place-of-service list: 32 is non-facility, 31 is a facility, 00 is not assigned."""
    assert [cptkit.packaged.is_facility(p) for p in ("11", "22", "31", "32", "00")] == [
        False,
        True,
        True,
        False,
        None,
    ]


def test_modifiers_are_known() -> None:
    """Described ones and those with dates only."""
    described, listed = cptkit.packaged.modifier("26"), cptkit.packaged.modifier("A1")
    assert described is not None
    assert described.title
    assert listed is not None
    assert listed.title is None
    assert cptkit.packaged.is_modifier("A1")
    assert not cptkit.packaged.is_modifier("ZZ")
    assert cptkit.packaged.modifier("ZZ") is None


def test_tables_load_safely_from_many_threads() -> None:
    """Sixteen threads that ask first in a fresh process get equal answers."""
    script = """
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
import cptkit
def ask(i):
    day = dt.date(2024, 8, 15)
    return (cptkit.get('71260'), cptkit.packaged.fee_row('71260', '26', day), cptkit.headings('71260'),
            str(cptkit.parse('7126026')), cptkit.packaged.modifier('26'), len(cptkit.packaged.localities(day)))
with ThreadPoolExecutor(16) as pool:
    answers = list(pool.map(ask, range(64)))
assert all(a == answers[0] for a in answers)
"""
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603


@pytest.mark.parametrize("kind", [FeeScheduleRow, Mue, PtpEdit, AddOnEdit, Locality, OppsStatusRow])
def test_rows_go_round_through_json(kind: type) -> None:
    """A row of every table comes back equal from its JSON."""
    rows = {
        FeeScheduleRow: row_of(),
        Mue: cptkit.packaged.mue(SUMMER, Setting.PROFESSIONAL)[0].table[0],
        PtpEdit: cptkit.packaged.ptp(SUMMER, Setting.PROFESSIONAL)[0].table[0],
        AddOnEdit: cptkit.packaged.add_on(LATE)[0].table[0],
        Locality: cptkit.packaged.localities(SUMMER)[0],
        OppsStatusRow: cptkit.packaged.opps_status("71260", LATE),
    }
    assert cptkit.from_json(cptkit.to_json(rows[kind]), kind) == rows[kind]


def test_reading_in_threads_keeps_rows_apart() -> None:
    """Rows of different days asked at once are those of their day."""
    days = [dt.date(year, 8, 1) for year in manifest.years("fee_schedule")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda day: cptkit.packaged.fee_row("71250", "", day), days * 4))
    assert found == [cptkit.packaged.fee_row("71250", "", day) for day in days] * 4


def test_surgical_centers_go_by_the_tables_of_practitioners() -> None:
    """CMS publishes no tables of their own, so the same ones answer, and stand in memory once."""
    for asked in (cptkit.packaged.ptp, cptkit.packaged.mue):
        centers, practitioners = (
            asked(dt.date(2024, 8, 15), setting) for setting in (Setting.ASC, Setting.PROFESSIONAL)
        )
        assert [id(held.table) for held in centers] == [id(held.table) for held in practitioners]
        assert centers


def test_an_edition_is_a_mapping_of_its_codes() -> None:
    """Keys, values and items are of one walk in one order, a house's codes last, and what is not there is not found."""
    house = HouseCode("X7001", "Outside film review")
    edition = packaged.with_tables(house_codes=(house,)).at(dt.date(2026, 5, 4))
    assert [*edition.items()] == [(code, edition[code]) for code in edition]
    assert [*edition.values()] == [meaning for _, meaning in edition.items()]
    assert len(edition) == len([*edition]) == len({*edition})
    assert [*edition][-1] == "X7001"
    assert ("71260", edition["71260"]) in edition.items()
    assert [code in edition for code in ("71260", " 71260 ", 71260, "71999", "77014", None)] == [
        *(True, True, True),
        *(False, False, False),
    ]
    assert (edition.get("71999"), edition.get("71999", "none")) == (None, "none")
    assert edition.get("71260", "none") == edition["71260"]


def test_house_codes_are_declared_once() -> None:
    """Those given one by one are the same as those given together, and one that was given before is refused."""
    codes = tuple(HouseCode(f"X{number:04d}", "Our own item") for number in range(5))
    mine = packaged
    for code in codes:
        mine = mine.with_tables(house_codes=(code,))
    together = packaged.with_tables(house_codes=codes)
    assert mine.house_codes == together.house_codes == codes
    assert [*mine.at().values()][-5:] == [*together.at().values()][-5:]
    with pytest.raises(DataError, match="house code X0003 stands twice"):
        mine.with_tables(house_codes=(HouseCode("X9999", "Another"), codes[3]))
