"""A fee schedule of the year after the packaged ones, handed to `with_tables`: everything goes on, and says what was not reviewed."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import cptkit
from cptkit import (
    Category,
    Claim,
    ClaimLine,
    Code,
    CodeStatus,
    CoverageState,
    DataError,
    HouseCode,
    NoDataError,
    Outcome,
    Source,
    Table,
    TableKind,
    UnknownCodeError,
    UnknownEditionError,
)
from cptkit.catalog import code_set
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.code_forms import normalize
from cptkit.catalog.packaged_tables import fee_rows, opps_rows, opps_source, radiology_fees
from cptkit.cms import read_fee_schedule
from cptkit.files.manifest import last_day, years
from cptkit.shell import main
from cptkit.values.code import WellFormed
from cptkit.values.release_words import span_of
from fee_rows import fee_row
from looped import some
from next_year import (
    ADDED,
    DAY,
    FACTOR,
    GAP,
    HOSPITAL,
    JANUARY,
    LISTED,
    NEWEST,
    NEXT,
    REMOVED,
    REVALUED,
    REVIEWED,
    SPRING,
    YEAR,
    Rows,
    as_csv,
    changed_rows,
    fee_schedule,
    free,
    newest_rows,
    quarter,
    quarter_of,
)

UNTOLD = "NO_DATA" if GAP else "FUTURE"
"""What a code of the next January is on the day before: a release of that day lacks it, or none tells."""
IN_HOSPITALS, NOT_THERE = (
    ("ACTIVE", "UNASSIGNED") if HOSPITAL.year == YEAR - 1 else ("NO_DATA", "NO_DATA")
)
"""What hospitals' codes and other numbers of their families are on that day: no Addendum B of the year may be packaged."""
WINTER, SUMMER = dt.date(YEAR, 2, 15), dt.date(YEAR, 8, 15)
NEW, NEW_SUPPLY, NEW_TRACKER = ADDED


def later(rows: Rows) -> Rows:
    """Make the next quarter's release: it drops a code that January added, and takes another one back."""
    kept = [row for row in rows if row.code not in (NEW_TRACKER, "77067")]
    back = [row for row in newest_rows() if row.code == "A9611"]
    made = [attrs.evolve(row, conversion_factor=FACTOR) for row in (*kept, *back)]
    return tuple(sorted(made, key=lambda row: (row.code, row.modifier)))


@pytest.fixture(scope="module")
def mine() -> Catalog:
    """Give a catalog with the release of January."""
    return cptkit.packaged.with_tables(fee_schedule())


@pytest.fixture(scope="module")
def both() -> Catalog:
    """Give a catalog with the releases of January and April."""
    return cptkit.packaged.with_tables(fee_schedule(), fee_schedule("April", later))


def status_of(code: str, on: dt.date, where: Catalog) -> str:
    """Name a code's status."""
    return cptkit.status(code, on, catalog=where).name


# --- what the families of the fee schedule are


def test_the_fee_schedule_names_its_families_whole() -> None:
    """It has rows of every family in force but the hospitals', whose codes have none, and those that no source lists whole."""
    day = dt.date(HOSPITAL.year, 12, 31)
    listed = {code for code, _ in fee_rows(day)}
    held: dict[str, set[bool]] = {}
    for each in code_set.all_codes():
        if each.is_active(day):
            held.setdefault(code_set.family_of(WellFormed(each.code)), set()).add(
                each.code in listed
            )
    assert {name for name, found in held.items() if found == {False}} == code_set.HOSPITAL_FAMILIES
    with_rows = {name for name, found in held.items() if True in found}
    assert with_rows - code_set.UNLISTED_FAMILIES == code_set.FEE_FAMILIES


def test_a_code_in_force_stands_in_the_release_of_its_day() -> None:
    """A code of a family that a source names whole has a row in the newest release, if its days reach into those of the release."""
    fees, hospital = {row.code for row in newest_rows()}, opps_rows(HOSPITAL)
    missing = [
        each.code
        for each in some(code_set.all_codes())
        for family in [code_set.family_of(WellFormed(each.code))]
        if (family in code_set.FEE_FAMILIES and each.is_active(LISTED) and each.code not in fees)
        or (
            family in code_set.HOSPITAL_FAMILIES
            and each.is_active(HOSPITAL)
            and each.code not in hospital
        )
    ]
    assert missing == []


# --- codes


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (REVALUED, "ACTIVE", "ACTIVE"),
        ("99213", "ACTIVE", "ACTIVE"),
        ("S8037", "ACTIVE", "ACTIVE"),
        ("71250", "ACTIVE", "RETIRED"),
        ("A9611", "ACTIVE", "RETIRED"),
        ("0042T", "RETIRED", "RETIRED"),
        (NEW, "FUTURE", "ACTIVE"),
        (NEW_SUPPLY, UNTOLD, "ACTIVE"),
        (NEW_TRACKER, UNTOLD, "ACTIVE"),
        ("L0112", IN_HOSPITALS, "NO_DATA"),
        ("0001U", IN_HOSPITALS, "NO_DATA"),
        ("71999", "UNASSIGNED", "UNASSIGNED"),
        ("A9799", "UNASSIGNED", "UNASSIGNED"),
        ("L0111", NOT_THERE, "NO_DATA"),
        ("S9998", "NO_DATA", "NO_DATA"),
        ("7126", "MALFORMED", "MALFORMED"),
    ],
)
def test_status_on_both_sides_of_the_year(
    code: str, before: str, after: str, mine: Catalog
) -> None:
    """A code that the release names goes on; one of a family that it names whole and lacks has ended; of others nothing is told.

    A new code of Category I begins on 1 January; of another family the day lies after the last release that lacks it.
    """
    assert status_of(code, JANUARY - DAY, mine) == before
    assert {status_of(code, on, mine) for on in (JANUARY, WINTER, SUMMER)} == {after}


def test_days_of_a_code(mine: Catalog) -> None:
    """Removed codes end on the last day of the packaged years; what was authored of a code goes on with it."""
    assert cptkit.get(REVALUED, WINTER, catalog=mine) == cptkit.get(REVALUED)
    for code in ("71250", "78815", "A9611"):
        last = cptkit.get(code, catalog=mine)
        assert last is not None
        assert last.through == JANUARY - DAY
        assert cptkit.get(code, WINTER, catalog=mine) is None
        with pytest.raises(UnknownCodeError) as caught:
            cptkit.lookup(code, WINTER, catalog=mine)
        assert caught.value.through == JANUARY - DAY
    with pytest.raises(NoDataError, match="L0112"):
        cptkit.lookup("L0112", WINTER, catalog=mine)


def test_a_code_that_is_new_has_no_profile(mine: Catalog) -> None:
    """It has its headings and days, and says that nothing of it was reviewed."""
    assert cptkit.lookup(NEW, WINTER, catalog=mine) == Code(
        NEW,
        Category.I,
        headings=("radiology", "radiology.diagnostic", "radiology.diagnostic.chest"),
        effective=JANUARY,
        citation=f"CMS RVU{YEAR % 100}A: nothing is authored of the code",
    )
    supply = cptkit.lookup(NEW_SUPPLY, WINTER, catalog=mine)
    assert (supply.effective, supply.absent_through) == (JANUARY, GAP)
    assert supply.reviewed_through is None


def test_reviewed_through_is_the_last_year_reviewed(mine: Catalog) -> None:
    """It is the year of the authored facts, whatever table is at hand; a code without a profile has none."""
    known = cptkit.lookup(REVALUED, WINTER, catalog=mine)
    assert known.reviewed_through == REVIEWED < YEAR
    last, after = dt.date(REVIEWED, 12, 31), dt.date(REVIEWED + 1, 1, 1)
    assert (known.is_reviewed(last), known.is_reviewed(after)) == (True, False)
    assert cptkit.lookup("99213").reviewed_through is None
    assert not cptkit.lookup("99213").is_reviewed(last)


def test_a_later_release_tells_of_its_quarter(both: Catalog) -> None:
    """A code that April drops ended in March; one that it takes back begins anew, with its profile."""
    for code in (NEW_TRACKER, "77067"):
        assert [status_of(code, on, both) for on in (WINTER, SPRING - DAY, SPRING, SUMMER)] == [
            "ACTIVE",
            "ACTIVE",
            "RETIRED",
            "RETIRED",
        ]
    days = [(each.effective, each.through) for each in both.versions("A9611")]
    assert days == [(dt.date(2025, 4, 1), JANUARY - DAY), (SPRING, None)]
    assert status_of("A9611", WINTER, both) == "RETIRED"
    assert cptkit.lookup("A9611", SUMMER, catalog=both).supply == cptkit.lookup("A9611").supply


def test_april_alone(both: Catalog) -> None:
    """Without January's release a code of Category I changed on 1 January, and of others the day cannot be told."""
    april = cptkit.packaged.with_tables(both.tables[1])
    assert status_of("71250", JANUARY, april) == status_of("71250", SPRING, april) == "RETIRED"
    assert status_of(NEW, JANUARY, april) == "ACTIVE"
    assert status_of(NEW_SUPPLY, WINTER, april) == "NO_DATA"
    assert status_of(NEW_SUPPLY, SPRING, april) == "ACTIVE"


def test_the_table_given_last_answers() -> None:
    """A corrected release of the same days takes the place of the one before, for codes as for values."""
    again = cptkit.packaged.with_tables(
        fee_schedule(),
        fee_schedule("January", lambda rows: tuple(r for r in rows if r.code != NEW)),
    )
    assert status_of(NEW, WINTER, again) == "UNASSIGNED"


def test_a_part_ends_no_code() -> None:
    """An excerpt, or a table that is meant to be short, tells of the codes that it names and of no other."""
    rows = tuple(row for row in changed_rows() if row.code in (REVALUED, NEW))
    for short in (
        read_fee_schedule(as_csv(rows)),
        read_fee_schedule(as_csv(rows), partial=True),
    ):
        where = cptkit.packaged.with_tables(short)
        said = [status_of(code, WINTER, where) for code in (REVALUED, NEW, "71250", "71999")]
        assert said == ["ACTIVE", "ACTIVE", "NO_DATA", "NO_DATA"]


def test_a_code_that_was_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is packaged ahead of its release begins on its day if the release names it; one that the release lacks never was."""
    code = free(str(int(NEW) - 1))
    packaged, begins = code_set.versions, {"now": JANUARY}
    like = attrs.evolve(cptkit.lookup("71260"), code=code)

    def versions(asked: WellFormed) -> tuple[Code, ...]:
        return (attrs.evolve(like, effective=begins["now"]),) if asked == code else packaged(asked)

    def days(where: Catalog) -> list[str]:
        on = (JANUARY - DAY, JANUARY, SPRING, SUMMER)
        return [status_of(code, each, where) for each in on]

    monkeypatch.setattr(code_set, "versions", versions)
    row = next(row for row in newest_rows() if row.code == "71260" and not row.modifier)
    rows = (*changed_rows(), attrs.evolve(row, code=code, conversion_factor=FACTOR))
    january = fee_schedule()
    naming = read_fee_schedule(as_csv(sorted(rows, key=lambda each: each.code)))
    assert days(cptkit.packaged.with_tables(naming)) == ["FUTURE", *["ACTIVE"] * 3]
    assert days(cptkit.packaged.with_tables(january)) == ["UNASSIGNED"] * 4
    begins["now"] = SPRING
    assert days(cptkit.packaged.with_tables(january)) == ["FUTURE"] * 2 + ["ACTIVE"] * 2
    assert days(cptkit.packaged.with_tables(january, fee_schedule("April", later))) == (
        ["UNASSIGNED"] * 4
    )


def test_a_year_left_out() -> None:
    """With a release of the year after next alone, the year between is covered by nothing."""
    rows = as_csv(changed_rows(), year=YEAR + 1)
    where = cptkit.packaged.with_tables(read_fee_schedule(rows))
    assert status_of(REVALUED, dt.date(YEAR + 1, 2, 1), where) == "ACTIVE"
    with pytest.raises(UnknownEditionError) as caught:
        cptkit.status(REVALUED, WINTER, catalog=where)
    assert caught.value.available == (
        f"2020-01-01 to {YEAR - 1}-12-31, {YEAR + 1}-01-01 to {YEAR + 1}-12-31"
    )


# --- days


def test_what_no_day_means(mine: Catalog) -> None:
    """It is the newest year that the catalog covers."""
    assert cptkit.edition(catalog=mine).on == dt.date(YEAR, 12, 31)
    assert cptkit.status("71250", catalog=mine) is CodeStatus.RETIRED
    assert cptkit.status(NEW, catalog=mine) is CodeStatus.ACTIVE
    assert repr(mine).endswith(f"2020-{YEAR}, your own tables: 1>")
    assert pickle.loads(pickle.dumps(mine)).at().on == mine.at().on


@pytest.mark.parametrize("on", [dt.date(2019, 12, 31), dt.date(YEAR + 1, 1, 1)])
def test_days_beyond_are_refused_as_before(on: dt.date, mine: Catalog) -> None:
    """Look-ups raise, getters of tables raise, and a claim says NO_DATA."""
    for ask in (cptkit.get, cptkit.lookup, cptkit.status, cptkit.headings, cptkit.guide):
        with pytest.raises(UnknownEditionError, match=f"2020-01-01 to {YEAR}-12-31"):
            ask(REVALUED, on, catalog=mine)
    with pytest.raises(NoDataError):
        cptkit.modifiers.is_compatible(REVALUED, "26", on=on, catalog=mine)
    with pytest.raises(NoDataError):
        cptkit.payment.indicators(REVALUED, on=on, catalog=mine)
    report = cptkit.check_claim(Claim((ClaimLine(REVALUED, date_of_service=on),)), catalog=mine)
    told = [each.outcome for each in report.verdicts if each.rule == "code.in-force"]
    assert told == [Outcome.NO_DATA]


def test_the_packaged_catalog_stays_as_it_is(mine: Catalog) -> None:
    """A catalog with tables takes nothing from the packaged one, and gives it nothing."""
    assert mine.at(WINTER)
    with pytest.raises(UnknownEditionError):
        cptkit.get(REVALUED, WINTER)
    assert cptkit.status(NEW) is CodeStatus.UNASSIGNED
    assert cptkit.packaged.at().on.year == YEAR - 1


# --- many codes


def test_the_edition_of_a_day(mine: Catalog) -> None:
    """The mapping of a day holds what its status calls active, in code order."""
    edition = cptkit.edition(WINTER, catalog=mine)
    assert NEW in edition
    assert "71250" not in edition
    codes = tuple(edition)
    assert codes == tuple(sorted(codes, key=cptkit.sort_key))
    listed = {row.code for row in changed_rows() if normalize(row.code)}
    hospital = code_set.HOSPITAL_FAMILIES
    assert {c for c in codes if code_set.family_of(WellFormed(c)) not in hospital} == listed
    packaged = cptkit.edition(catalog=cptkit.packaged)
    assert listed - set(packaged) == set(ADDED)
    before = {row.code for row in newest_rows()} & set(packaged)
    assert before - listed == set(REMOVED) - {"0042T"}


def test_ranges_and_headings(mine: Catalog) -> None:
    """Ranges, lists and headings hold the new code and not the removed one."""
    before = sorted({row.code for row in newest_rows() if "71250" <= row.code <= "71299"})
    assert before[0] == cptkit.between("71250", "71299", JANUARY - DAY, catalog=mine)[0].code
    assert before[0] == "71250"
    chest = [each.code for each in cptkit.between("71250", "71299", WINTER, catalog=mine)]
    assert chest == sorted({NEW, *before} - {"71250"})
    under = {each.code for each in cptkit.under("radiology.diagnostic.chest", catalog=mine)}
    assert NEW in under
    assert "71250" not in under
    assert [each.code for each in cptkit.select(f"{NEW}, 71045-71046", WINTER, catalog=mine)] == [
        "71045",
        "71046",
        NEW,
    ]
    with pytest.raises(UnknownCodeError):
        cptkit.select("71250", WINTER, catalog=mine)
    with pytest.raises(NoDataError, match="L0110-L0111"):
        cptkit.between("L0110", "L0111", WINTER, catalog=mine)
    assert [each.id for each in cptkit.headings(NEW, WINTER, catalog=mine)][-1].endswith("chest")


def test_names_of_exams(mine: Catalog) -> None:
    """A removed code is not suggested any more; the others are, with the modifiers that fit."""
    assert cptkit.suggest("CT CHEST W/O CONTRAST", JANUARY - DAY, catalog=mine)[0].code == "71250"
    told = {each.code for each in cptkit.suggest("CT CHEST W/O CONTRAST", WINTER, catalog=mine)}
    assert "71250" not in told
    assert (
        str(cptkit.suggest("MRI KNEE RT W/O CONT", WINTER, catalog=mine)[0].expression)
        == "73721-RT"
    )


# --- rules


def test_modifiers(mine: Catalog) -> None:
    """The release's own indicators decide, for new codes too."""
    for code in (REVALUED, NEW):
        assert cptkit.modifiers.is_compatible(code, "26", on=WINTER, catalog=mine)
        assert not cptkit.modifiers.is_compatible(code, "50", on=WINTER, catalog=mine)
    found = cptkit.modifiers.check(REVALUED, ("26",), on=WINTER, catalog=mine)
    assert Outcome.FAIL not in {each.outcome for each in found}
    both_parts = cptkit.modifiers.check(REVALUED, ("26", "TC"), on=WINTER, catalog=mine)
    assert [each.rule for each in both_parts] == ["modifier.conflict"]
    fits = {each.modifier for each in cptkit.modifiers.applicable(NEW, on=WINTER, catalog=mine)}
    assert {"26", "TC"} <= fits


def test_documentation(mine: Catalog) -> None:
    """What a record must hold goes on for known codes; for a new one nothing is written, and that is said."""
    now = cptkit.documentation.requirements(REVALUED, ("26",), on=WINTER, catalog=mine)
    before = cptkit.documentation.requirements(REVALUED, ("26",), on=JANUARY - DAY)
    assert [each.id for each in now] == [each.id for each in before]
    with pytest.raises(NoDataError, match=f"of {NEW} nothing is written here"):
        cptkit.documentation.requirements(NEW, on=WINTER, catalog=mine)


def test_prices(mine: Catalog) -> None:
    """A tenth of an RVU less work, and the year's own factor: (1.13 - 0.10 + 0.41 + 0.07) x 34.1234 = 51.53."""
    line = ClaimLine(REVALUED, ("26",), date_of_service=WINTER, place_of_service="11")
    price = cptkit.payment.price(line, catalog=mine)
    assert price.amount == Decimal("51.53")
    assert price.source == Source(
        "CMS",
        release=f"RVU{YEAR % 100}A",
        effective=JANUARY,
        through=SPRING - DAY,
        licence=price.source.licence if price.source else "",
    )
    gone = cptkit.payment.price(
        ClaimLine("71250", date_of_service=WINTER, place_of_service="11"), catalog=mine
    )
    assert gone.amount is None
    assert "71250 is not in force" in gone.reason
    new = cptkit.payment.price(
        ClaimLine(NEW, ("TC",), date_of_service=WINTER, place_of_service="11"), catalog=mine
    )
    assert new.amount is not None


def test_a_day_of_the_year_without_its_release(mine: Catalog, both: Catalog) -> None:
    """The nearest release of the year answers, and says so: January's in August, or April's where it is at hand."""
    for where, release in ((mine, "A"), (both, "B")):
        row = cptkit.payment.indicators(REVALUED, on=SUMMER, catalog=where)
        assert row.source is not None
        assert (row.source.release, row.source.exact) == (f"RVU{YEAR % 100}{release}", False)
        assert where.coverage(SUMMER)[0].state is CoverageState.OTHER_QUARTER
        assert where.coverage(WINTER)[0].state is CoverageState.EXACT
    line = ClaimLine(REVALUED, ("26",), date_of_service=SUMMER, place_of_service="11")
    said = f"fee schedule of {YEAR} Q1; your day is in {YEAR} Q3 (release RVU{YEAR % 100}A)"
    assert said in str(cptkit.payment.price(line, catalog=mine))


def test_claims(mine: Catalog) -> None:
    """A removed code fails, a known and a new one pass, and the report says what was not reviewed for the year."""
    lines = tuple(
        ClaimLine(code, ("26",), date_of_service=WINTER, place_of_service="11")
        for code in (REVALUED, "71250", NEW)
    )
    report = cptkit.check_claim(Claim(lines), catalog=mine)
    codes = [(each.rule, each.lines) for each in report.verdicts if each.rule.startswith("code.")]
    assert codes == [("code.in-force", (0, 2)), ("code.retired", (1,))]
    said = [each for each in report.coverage if each.table is TableKind.AUTHORED]
    note = (
        f"what is written here of {REVALUED} was reviewed through {REVIEWED}; the changes of {YEAR} were not"
        f" looked through; of {NEW} nothing is written here but what the tables at hand hold"
    )
    assert [(each.state, each.lines, each.note) for each in said] == [
        (CoverageState.OTHER_QUARTER, (0, 2), note)
    ]
    assert f"reviewed through {REVIEWED}" in report.explain()
    before = attrs.evolve(lines[0], date_of_service=dt.date(REVIEWED, 12, 31))
    report = cptkit.check_claim(Claim((before,)), catalog=mine)
    assert TableKind.AUTHORED not in {each.table for each in report.coverage}


def test_guides(mine: Catalog) -> None:
    """The page of the year says what was not reviewed; a new code's page that nothing is written of it."""
    assert f"the changes of {YEAR} were not looked through" in " ".join(
        str(cptkit.guide(REVALUED, WINTER, catalog=mine)).split()
    )
    page = " ".join(str(cptkit.guide(NEW, WINTER, catalog=mine)).split())
    assert f"of {NEW} nothing is written here" in page
    assert "Not reviewed" not in str(
        cptkit.guide(REVALUED, dt.date(REVIEWED, 12, 31), catalog=mine)
    )


# --- releases within the packaged years


def own(first: dt.date, last: dt.date | None, *codes: str) -> Table[object]:
    """Make a short table of rows of some codes."""
    source = Source("a payer", release="own", effective=first, through=last)
    return Table(TableKind.FEE_SCHEDULE, source, tuple(map(fee_row, codes)), complete=False)


def days_of(code: str, *tables: Table[object]) -> list[tuple[dt.date | None, ...]]:
    """Give the days of every meaning of a code."""
    return [
        (each.effective, each.through, each.absent_through)
        for each in cptkit.packaged.with_tables(*tables).versions(code)
    ]


def test_a_release_within_the_packaged_years_adds_codes_on_its_days() -> None:
    """In the last quarter, as in that of the newest packaged release, it goes on; in an earlier one it holds for its own days."""
    early = quarter(YEAR - 2, 4)
    assert days_of(NEW, own(*early, NEW)) == [(*early, None)]
    for late in (NEWEST, quarter(YEAR - 1, 10)):
        assert days_of(NEW, own(*late, NEW)) == [(late[0], None, None)]
        assert days_of(NEW, own(*early, NEW), own(*late, NEW)) == [
            (*early, None),
            (late[0], None, None),
        ]
        both = cptkit.packaged.with_tables(own(*late, NEW), fee_schedule())
        (found,) = both.versions(NEW)
        assert (found.effective, found.through) == (late[0], None)


def test_a_release_ends_no_code_within_the_packaged_years() -> None:
    """A whole one of the last quarter that lacks a code leaves it in force, on its days and after."""
    rows = tuple(row for row in newest_rows() if row.code != "71250")
    where = cptkit.packaged.with_tables(read_fee_schedule(as_csv(rows, "October", YEAR - 1)))
    assert where.versions("71250") == cptkit.packaged.versions("71250")
    assert where.at().on == cptkit.packaged.at().on
    price = cptkit.payment.price(
        ClaimLine("71250", date_of_service=dt.date(YEAR - 1, 11, 1), place_of_service="11"),
        catalog=where,
    )
    assert price.amount is None


def test_a_release_of_a_quarter_between_settles_days_that_nothing_told_of() -> None:
    """1026T is in no release before RVU26C; one of the quarter before names it."""
    known = cptkit.lookup("1026T")
    assert known.effective is not None
    spring = quarter_of(known.effective - DAY)
    assert days_of("1026T", own(*spring, "1026T"))[0][0] == spring[0]


def test_a_table_without_a_last_day_goes_to_the_end_of_its_year() -> None:
    """Codes change each January, so that it tells nothing of the year after."""
    where = cptkit.packaged.with_tables(own(JANUARY, None, REVALUED))
    assert where.at().on == dt.date(YEAR, 12, 31)
    with pytest.raises(UnknownEditionError):
        where.at(dt.date(YEAR + 1, 1, 1))


def test_a_part_leaves_other_codes_to_the_tables_behind_it() -> None:
    """In a packaged year the packaged row answers for what a part does not name; in a later one nothing does."""
    autumn = quarter(YEAR - 1, 10)
    where = cptkit.packaged.with_tables(own(*autumn, NEW), own(*quarter(YEAR, 1), NEW))
    assert where.fee_row(NEW, "", autumn[0]) == fee_row(NEW)
    assert where.fee_row(REVALUED, "", autumn[0]) == cptkit.packaged.fee_row(
        REVALUED, "", autumn[0]
    )
    with pytest.raises(NoDataError, match="fee schedule"):
        where.fee_row(REVALUED, "", WINTER)


def test_of_two_releases_of_a_year_the_nearer_answers() -> None:
    """A caller's of winter is nearer to its spring than the year's first packaged one, and farther at the end of it; of the year before none is."""
    firsts = [radiology_fees(year).releases[0].source.effective for year in years("fee_schedule")]
    summer = [day for day in firsts if day is not None and day.month > 4][-1]
    winter = quarter(summer.year, 1)
    where = cptkit.packaged.with_tables(
        attrs.evolve(own(*winter, REVALUED), complete=True), own(*quarter(summer.year - 1, 10), NEW)
    )
    assert where.fee_row(REVALUED, "", winter[1] + 20 * DAY) == fee_row(REVALUED)
    early = summer - 10 * DAY
    assert where.fee_row(REVALUED, "", early) == cptkit.packaged.fee_row(REVALUED, "", early)


# --- bad input


def test_a_house_code_that_the_year_makes_national_is_refused() -> None:
    """It was free to take until the release assigned the number: the house is told, whichever comes first."""
    house = HouseCode(NEW, "Ours")
    assert cptkit.packaged.with_tables(house_codes=(house,)).code(NEW)
    for catalog in (cptkit.packaged.with_tables(house_codes=(house,)), cptkit.packaged):
        with pytest.raises(DataError, match=f"house code {NEW} is a national code"):
            catalog.with_tables(fee_schedule(), house_codes=() if catalog.house_codes else (house,))


def test_a_fee_schedule_beside_the_packaged_ones_is_told() -> None:
    """Days that a packaged release covers, days of two years, and days that are left open: yours answers, and you are told."""

    def said(first: dt.date | None, through: dt.date | None) -> list[str]:
        source = Source("a payer", release="own", effective=first, through=through)
        table = Table(TableKind.FEE_SCHEDULE, source, (fee_row(NEW, conversion_factor=FACTOR),))
        found = cptkit.problems(cptkit.packaged.with_tables(table))
        assert {each.startswith("fee schedule a payer own") for each in found} <= {True}
        return [each.rpartition(") ")[2] for each in found]

    newest = radiology_fees(YEAR - 1).releases[-1].source
    assert said(*NEXT) == said(*quarter(YEAR, 1)) == []
    assert said(*NEWEST) == [
        f"and the packaged {newest.release} both cover from {NEWEST[0]} through {NEWEST[1]}: yours answers"
    ]
    assert said(JANUARY, dt.date(YEAR + 1, 3, 31)) == [
        f"covers days of {YEAR} and of {YEAR + 1}: codes and values change each January; read each release with its own days"
    ]
    assert said(JANUARY, None) == [
        "states no last day: it answers for every later day, though values change each quarter; give through"
    ]
    assert "tells of no code; give effective" in said(None, JANUARY - DAY)[0]


def test_a_fee_schedule_without_a_conversion_factor() -> None:
    """The reader refuses it; a table that was made by hand is told by `problems`, and gives no price instead of nought."""
    rows = tuple(row for row in changed_rows() if row.code == REVALUED)
    for factor in ("0.0000", ""):
        with pytest.raises(DataError, match=r"conversion[_ ]factor"):
            read_fee_schedule(as_csv(rows).replace(str(FACTOR), factor))
    bare = tuple(attrs.evolve(row, conversion_factor=Decimal(0)) for row in rows)
    table = Table(
        TableKind.FEE_SCHEDULE, Source("a payer", effective=JANUARY, through=SPRING - DAY), bare
    )
    where = cptkit.packaged.with_tables(table)
    (said,) = cptkit.problems(where)
    assert said.endswith("has no conversion factor: prices by it need conversion_factor")
    line = ClaimLine(REVALUED, ("26",), date_of_service=WINTER, place_of_service="11")
    price = cptkit.payment.price(line, catalog=where)
    assert price.amount is None
    assert "has no conversion factor: give conversion_factor" in price.reason
    assert cptkit.payment.price(line, catalog=where, conversion_factor=FACTOR).amount == Decimal(
        "51.53"
    )
    mixed = (
        attrs.evolve(bare[0], conversion_factor=FACTOR),
        attrs.evolve(bare[1], conversion_factor=Decimal(33)),
    )
    where = cptkit.packaged.with_tables(attrs.evolve(table, rows=mixed))
    (said,) = cptkit.problems(where)
    assert "has 2 conversion factors" in said
    without = tuple(attrs.evolve(row, source=None) for row in bare)
    where = cptkit.packaged.with_tables(attrs.evolve(table, rows=without))
    assert cptkit.payment.price(line, catalog=where).reason.startswith("the fee schedule has no")


def test_the_factor_of_qualifying_participants_is_not_guessed(mine: Catalog) -> None:
    """Since 2026 there are two factors; a release states one, and that of the next year's qualifying participants is not here."""
    line = ClaimLine(REVALUED, ("26",), date_of_service=WINTER, place_of_service="11")
    price = cptkit.payment.price(line, qualifying_apm=True, catalog=mine)
    assert price.amount is None
    assert f"qualifying APM participants in {YEAR} is not here" in price.reason
    given = cptkit.payment.price(line, qualifying_apm=True, conversion_factor="34.2", catalog=mine)
    assert given.amount == Decimal("51.64")


def test_hospital_claims_of_the_year(mine: Catalog) -> None:
    """No Addendum B of the year is at hand: that is said, with what to load; dental codes are in none of any year."""

    def said(code: str, on: dt.date) -> cptkit.Finding:
        line = ClaimLine(code, date_of_service=on)
        claim = Claim((line,), cptkit.Setting.OUTPATIENT_HOSPITAL)
        report = cptkit.check_claim(claim, catalog=mine)
        (found,) = (each for each in report.verdicts if each.rule == "hospital.status")
        return found

    told = said(REVALUED, WINTER)
    assert (told.outcome, told.source) == (Outcome.NO_DATA, None)
    assert f"covers {WINTER}" in told.message
    assert f"Addendum B of {YEAR} Q1" in told.remedy
    dental = said("D0120", HOSPITAL)
    assert dental.outcome is Outcome.NO_DATA
    table = opps_source(HOSPITAL)
    assert table is not None
    assert dental.message == (
        f"D0120 is not in the OPPS status table of {span_of(table)} (release {table.release})"
    )
    chair = said("K0001", HOSPITAL)
    assert chair.outcome is Outcome.WARN
    assert "DME MAC" in chair.remedy


def test_an_open_table_of_another_year_is_no_nearest_one() -> None:
    """A table without a last day answers from its first day on, and not for days before it."""
    where = cptkit.packaged.with_tables(own(dt.date(YEAR - 1, 6, 1), None, REVALUED))
    early = dt.date(YEAR - 1, 2, 1)
    assert where.fee_row(REVALUED, "", early) == cptkit.packaged.fee_row(REVALUED, "", early)
    assert where.fee_row(REVALUED, "", dt.date(YEAR - 1, 6, 2)) == fee_row(REVALUED)


def test_the_shell_of_the_year(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`python -m cptkit --tables` tells codes, names, prices and claims of the year, and that nothing of it was reviewed."""
    packed = tmp_path / "mine.cptkit"
    packed.write_bytes(cptkit.pack((fee_schedule(),)))
    lines = tmp_path / "lines.csv"
    lines.write_text(
        "claim,code,modifiers,date,units,place_of_service,diagnoses\n"
        f"kept,71260,26,{JANUARY},1,21,R91.1\n"
        f"gone,71250,26,{JANUARY},1,21,R91.1\n",
        encoding="utf-8",
    )

    def run(*words: str) -> tuple[int, str]:
        status = main([*words, "--tables", str(packed)])
        told = capsys.readouterr()
        return status, told.out + told.err

    on = ("--on", JANUARY.isoformat())
    assert run("code", "71260", *on)[0] == 0
    status, page = run("code", NEW, *on)
    assert (status, "Not reviewed" in page) == (0, True)
    status, error = run("code", "71250", *on)
    assert (status, f"through {last_day()} only" in error) == (2, True)
    suggested = run("suggest", "CT CHEST W", *on)[1]
    assert re.findall(r"\b[0-9]{5}\b", suggested)[0] == "71260"
    assert "51.53 USD" in run("price", "71260-26", *on)[1]
    status, found = run("check", str(lines))
    assert (status, "claim kept: NO_DATA" in found, "claim gone: FAIL" in found) == (1, True, True)
