"""What changed between releases: tables, editions and catalogs compared; invented rows in CMS's layouts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import (
    Change,
    ChangeReport,
    ChangeTopic,
    CodeStatus,
    Setting,
    Table,
    TableKind,
    changes,
    cms,
)
from cptkit.errors import DataError
from cptkit.values.table import Mue, PtpEdit, Source, TableScope
from layouts import (
    ADDENDUM_B,
    AOC,
    COUNTIES,
    GPCI_CSV,
    MUE,
    OPPS_CAP,
    PTP,
    ROWS_31,
    amounts_txt,
    fee_csv,
    hcpcs_csv,
)

OLD, NEW = dt.date(2026, 1, 1), dt.date(2026, 4, 1)
SUMMER, AUTUMN = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
WAS, IS = (dt.date(2026, 2, 1), dt.date(2026, 5, 1))


def told(report: ChangeReport, topic: ChangeTopic) -> list[str]:
    """Give the changes of a topic as they print."""
    return [str(each) for each in report.of(topic)]


def tables(read: Any, before: str, after: str, **given: Any) -> ChangeReport:
    """Compare two texts of one kind, each with the days of its quarter."""
    first = read(before, effective=OLD, through=NEW - dt.timedelta(days=1), **given)
    return changes(first, read(after, effective=NEW, **given))


def test_a_fee_schedule_tells_codes_indicators_values_and_prices() -> None:
    """Rows of codes that both have are compared; prices stand by how far they move."""
    rows = (
        ROWS_31[0].replace("1.16,3.79", "1.26,3.79").replace("5.01,5.01", "5.11,5.11"),
        ROWS_31[1].replace("1.16,0.41", "1.26,0.41").replace("1.62,1.62", "1.72,1.72"),
        ROWS_31[2].replace(",02,0,88", ",03,0,88"),
        ROWS_31[0].replace("71260", "71298"),
    )
    report = changes(cms.read_fee_schedule(fee_csv()), cms.read_fee_schedule(fee_csv(rows)))
    assert (report.came, report.went) == (("71298",), ("52005",))
    assert told(report, ChangeTopic.INDICATORS) == ["71260-TC supervision: 02 -> 03"]
    assert told(report, ChangeTopic.RELATIVE_VALUES) == [
        "71260 work RVU: 1.16 -> 1.26",
        "71260-26 work RVU: 1.16 -> 1.26",
    ]
    assert told(report, ChangeTopic.PRICES) == [
        "71260-26 facility: 52.40 -> 55.64 (+6.2%)",
        "71260-26 non-facility: 52.40 -> 55.64 (+6.2%)",
        "71260 non-facility: 162.06 -> 165.29 (+2.0%)",
    ]


def test_a_conversion_factor_is_told_once() -> None:
    """As a change of the whole table, before the prices that follow from it."""
    after = fee_csv(tuple(row.replace("32.3465", "33.4009") for row in ROWS_31), year=2026)
    report = changes(cms.read_fee_schedule(fee_csv()), cms.read_fee_schedule(after))
    first = report.of(ChangeTopic.PRICES)[0]
    assert str(first) == "conversion factor: 32.3465 -> 33.4009 (+3.3%)"
    assert first.moved == Decimal("3.3")
    assert not report.of(ChangeTopic.INDICATORS)


def test_limits_and_pairs_that_came_went_and_changed() -> None:
    """A pair is compared by what is in force on the first day of its table."""
    limits = MUE.format(who="Practitioner")
    report = tables(
        cms.read_mue, limits, limits.replace("71260,2", "71260,3").replace("77067,0", "77066,1")
    )
    assert told(report, ChangeTopic.LIMITS) == [
        "71260 units: 2 -> 3 (professional)",
        "+ 77066 1 (professional)",
        "- 77067 0 (professional)",
    ]
    after = PTP.replace("20050101\t*\t0", "20050101\t*\t1").replace(
        "71250\t36000\t\t20100101\t*", "71250\t36000\t\t20100101\t20260331"
    )
    pair = "71260\t72193\t\t20260401\t*\t1\tStandards\r\n"
    after = after.replace("71250\t36000", f"{pair}71250\t36000", 1)
    report = tables(cms.read_ptp, PTP, after, setting=Setting.PROFESSIONAL, complete=True)
    assert told(report, ChangeTopic.EDITS) == [
        "- 71250/36000 indicator 0 (professional)",
        "71260/71250 indicator: 0 -> 1 (professional)",
        "+ 71260/72193 indicator 1 (professional)",
    ]
    assert report.notes == ()


def test_plain_rows_of_pairs_are_compared_too() -> None:
    """A table that a caller makes of edits says the same as one in columns."""
    whole = cms.read_ptp(PTP, setting=Setting.PROFESSIONAL, effective=OLD, complete=True)
    plain = attrs.evolve(whole, rows=tuple(whole))
    assert changes(whole, plain).changes == ()
    one = plain.rows[-1]
    assert isinstance(one, PtpEdit)
    fewer = attrs.evolve(whole, rows=plain.rows[:-1])
    assert [each.name for each in changes(plain, fewer).changes] == ["71260/71250"]


def test_every_other_kind_is_compared_by_its_key() -> None:
    """Add-ons by what is in force, places, amounts, hospital status, Level II codes."""
    aoc = AOC.replace("1,70472,,70450,,2026001,,", "1,70472,,70450,,2026001,2026059,")
    assert told(tables(cms.read_add_on, AOC, aoc), ChangeTopic.ADD_ONS) == ["- 70472/70450 1"]
    status = ADDENDUM_B.replace("71250,WORDS,Q3", "71250,WORDS,S").replace("$175.06", "$180.06")
    assert told(tables(cms.read_addendum_b, ADDENDUM_B, status), ChangeTopic.HOSPITAL) == [
        "71250 status: Q3 -> S (outpatient hospital)",
        "71275 rate: 175.06 -> 180.06 (outpatient hospital)",
    ]
    ended = hcpcs_csv().replace("20180101,,N", "20180101,20260331,D")
    assert told(tables(cms.read_hcpcs, hcpcs_csv(), ended), ChangeTopic.CODES) == [
        "G0279 through:  -> 2026-03-31"
    ]
    cap = OPPS_CAP.replace("150.69,150.69", "150.69,160.69")
    assert told(tables(cms.read_opps_cap, OPPS_CAP, cap), ChangeTopic.AMOUNTS) == [
        "71260-TC 01112 05 non facility: 150.69 -> 160.69 (+6.6%)"
    ]
    paid = amounts_txt().replace("0000150.10", "0000160.10", 1)
    found = tables(cms.read_amounts, amounts_txt(), paid, partial=True)
    assert told(found, ChangeTopic.AMOUNTS) == [
        "71250-01112 05 non facility: 150.10 -> 160.10 (+6.7%)"
    ]
    assert len(found.notes) == 2
    moved = COUNTIES.replace("12302,1", "12302,2")
    places = told(tables(cms.read_counties, COUNTIES, moved, partial=True), ChangeTopic.PLACES)
    assert places[0] == "MD-ANNE ARUNDEL locality: 12302-01 -> 12302-02"
    gpci = GPCI_CSV.replace("0.869", "0.870")
    assert told(tables(cms.read_gpci, GPCI_CSV, gpci, partial=True), ChangeTopic.PLACES) == [
        "10112-00 pe GPCI: 0.869 -> 0.870"
    ]
    texts = [
        cptkit.ama.read_descriptors(f"71250\t{words}\n", length="short") for words in ("A", "A")
    ]
    assert changes(*texts).changes == ()


def test_a_report_prints_and_gives_records() -> None:
    """Text, Markdown, HTML and flat rows hold the same; long topics are cut with their count."""
    many = tuple(
        Change(ChangeTopic.LIMITS, f"7{at:04}", "", "units", "1", "2", Setting.PROFESSIONAL)
        for at in range(30)
    )
    codes = (
        Change(ChangeTopic.CODES, "71298", after=""),
        Change(ChangeTopic.CODES, "0042T", before=""),
    )
    report = ChangeReport("Q1", "Q2", (*codes, *many), ("pairs: none",))
    assert str(report).splitlines()[:4] == [
        "Q1 -> Q2",
        "codes: 1 came, 1 went",
        "  came: 71298",
        "  went: 0042T",
    ]
    assert str(report).splitlines()[-2:] == ["  and 10 more", "not compared: pairs: none"]
    assert "  - 70000 units: 1 -> 2 (professional)" in report.to_markdown(1).splitlines()
    assert "  - and 29 more" in report.to_markdown(1).splitlines()
    assert report._repr_markdown_().startswith("**Q1 → Q2**")
    assert "<td>70000</td><td>units</td>" in report._repr_html_()
    assert report.records()[2] == {
        "topic": "unit limits (MUE)",
        "code": "70000",
        "other": "",
        "field": "units",
        "before": "1",
        "after": "2",
        "setting": "professional",
        "moved_percent": None,
    }
    assert repr(report) == "<ChangeReport Q1 -> Q2: 32 changes>"
    named = ChangeReport(
        "a", "b", tuple(Change(ChangeTopic.CODES, f"7{at:04}", after="") for at in range(70))
    )
    assert str(named).endswith("70059, and 10 more")
    nothing = ChangeReport("a", "b")
    assert (str(nothing), nothing.to_markdown()) == (
        "a -> b\nnothing differs",
        "**a → b**\n\n- nothing differs",
    )
    assert "nothing differs" in nothing._repr_html_()
    free = Change(ChangeTopic.PRICES, "71250", "", "facility", "0.00", "1.00")
    assert free.moved is None


def limits(code: str, units: int, source: Source, **given: Any) -> Table[Any]:
    """Make a table of one limit."""
    from cptkit.indicators import Adjudication

    row = Mue(code, units, Adjudication.DAY_CLINICAL)
    return Table(TableKind.MUE, source, (row,), Setting.PROFESSIONAL, **given)


def tables_of_pairs(source: Source, one: str, two: str) -> Table[Any]:
    """Make a whole table of one pair."""
    from cptkit.files.pairs import pairs_of
    from cptkit.indicators import CorrectCoding

    rows = pairs_of([(one, two, (None, None, CorrectCoding.NOT_ALLOWED, ""))], source)
    return Table(TableKind.PTP, source, rows, Setting.PROFESSIONAL)


def test_editions_are_compared_with_what_their_tables_prove() -> None:
    """A table of radiology alone says nothing of what another code had; one that is a part has a note."""
    first = Source("CMS", release="first", effective=SUMMER, through=AUTUMN - dt.timedelta(days=1))
    last = Source("CMS", release="last", effective=AUTUMN, through=dt.date(2026, 12, 31))
    wide, narrow = limits("99213", 1, first), limits("71250", 2, last, scope=TableScope.RADIOLOGY)
    mine = cptkit.packaged.with_tables(wide, narrow)
    report = changes(mine, mine, before_on=SUMMER, on=AUTUMN)
    assert told(report, ChangeTopic.LIMITS) == ["+ 71250 2 (professional)"]
    part = attrs.evolve(narrow, scope=TableScope.ALL, complete=False)
    again = changes(mine, cptkit.packaged.with_tables(part), before_on=SUMMER, on=AUTUMN)
    assert any("does not say that it is whole" in each for each in again.notes)
    assert again.after == "2026-10-01 (last)"
    within = limits("71250", 2, last, scope=TableScope.WITHIN_RADIOLOGY)
    profiled = limits("71250", 2, last, scope=TableScope.PROFILED)
    older = tables_of_pairs(first, "71250", "71260"), tables_of_pairs(last, "99213", "99214")
    both = changes(
        cptkit.packaged.with_tables(older[0]),
        cptkit.packaged.with_tables(older[1]),
        before_on=SUMMER,
        on=AUTUMN,
    )
    assert told(both, ChangeTopic.EDITS) == [
        "- 71250/71260 indicator 0 (professional)",
        "+ 99213/99214 indicator 0 (professional)",
    ]
    narrowed = cptkit.packaged.with_tables(attrs.evolve(older[0], scope=TableScope.RADIOLOGY))
    silent = changes(narrowed, cptkit.packaged.with_tables(older[1]), before_on=SUMMER, on=AUTUMN)
    assert told(silent, ChangeTopic.EDITS) == ["- 71250/71260 indicator 0 (professional)"]
    for table in (within, profiled):
        found = changes(mine, cptkit.packaged.with_tables(table), before_on=SUMMER, on=AUTUMN)
        assert told(found, ChangeTopic.LIMITS) == ["+ 71250 2 (professional)"]


def test_the_packaged_year_turns_with_its_changes() -> None:
    """77014 went and prices moved on 1 January 2026; the same days give the same report."""
    before, after = dt.date(2025, 12, 31), OLD
    report = changes(cptkit.edition(before), cptkit.edition(after))
    assert "77014" in report.went
    assert str(report.of(ChangeTopic.PRICES)[0]).startswith("conversion factor: 32.3465 -> 33.4009")
    assert report == changes(cptkit.packaged, cptkit.packaged, before_on=before, on=after)
    assert changes(cptkit.packaged, cptkit.packaged).changes == ()


def test_what_answers_on_neither_day_is_noted() -> None:
    """No table, no comparison: nothing is said to have gone."""
    early = changes(cptkit.edition(dt.date(2021, 2, 1)), cptkit.edition(dt.date(2021, 3, 1)))
    assert "pairs (professional): no table covers 2021-02-01" in early.notes


def test_own_fee_schedules_are_compared_before_the_packaged_one() -> None:
    """A whole one answers alone, a part for the codes that it names."""
    rows = tuple(
        row.replace("32.3465", "33.4009").replace("5.01,5.01", "5.01,5.01") for row in ROWS_31
    )
    text = fee_csv(rows, year=2026, month="April")
    part = cms.read_fee_schedule(text, partial=True)
    mine = cptkit.packaged.with_tables(part)
    report = changes(cptkit.packaged, mine, before_on=IS, on=IS)
    assert {each.code for each in report.of(ChangeTopic.RELATIVE_VALUES)} <= {"71260", "52005"}
    whole = cptkit.packaged.with_tables(cms.read_fee_schedule(text))
    again = changes(cptkit.packaged, whole, before_on=IS, on=IS)
    assert again.of(ChangeTopic.RELATIVE_VALUES) == report.of(ChangeTopic.RELATIVE_VALUES)


def test_what_cannot_be_compared_is_refused_with_the_cure() -> None:
    """Kinds, sorts and days that do not fit."""
    limit = cms.read_mue(MUE.format(who="Practitioner"), effective=OLD)
    hospital = cms.read_mue(MUE.format(who="Outpatient Hospital"), effective=OLD)
    edition = cptkit.edition(OLD)
    for one, other, given, says in (
        (limit, hospital, {}, "are not of one kind"),
        (limit, edition, {}, "cannot be compared with the other"),
        (edition, edition, {"on": OLD}, "has its day"),
        (edition, "2026", {}, "'2026' cannot be compared"),
    ):
        with pytest.raises(DataError, match=says):
            changes(one, other, **given)  # type: ignore[arg-type]
    undated: Table[Any] = Table(TableKind.PTP, Source("CMS"), (), Setting.PROFESSIONAL)
    with pytest.raises(DataError, match="does not state its days"):
        changes(undated, undated)
    assert changes(undated, undated, on=NEW, before_on=OLD).changes == ()
    places: Table[Any] = Table(TableKind.PLACES_OF_SERVICE, Source("CMS"), ())
    with pytest.raises(DataError, match="a kind that is not compared"):
        changes(places, places)


def test_days_without_any_fee_schedule_or_places_are_noted() -> None:
    """A year that only a caller's fee schedule covers has no localities, and of hospitals' codes nothing is said to have gone."""
    from next_year import ADDED, JANUARY, YEAR, changed_rows

    table: Table[Any] = Table(
        TableKind.FEE_SCHEDULE,
        Source("CMS", release="RVUA", effective=JANUARY, through=dt.date(YEAR, 12, 31)),
        changed_rows(),
    )
    mine = cptkit.packaged.with_tables(table)
    report = changes(cptkit.packaged, mine, on=JANUARY)
    assert any("locality table" in each for each in report.notes)
    assert set(report.went) >= {"71250", "78815"}
    assert ADDED[0] in report.came
    assert cptkit.status("L0112", JANUARY, catalog=mine) is CodeStatus.NO_DATA
    assert "L0112" not in report.went
    untold = [each for each in report.notes if each.startswith("codes: nothing tells")]
    is_known = cptkit.status("L0112") is CodeStatus.ACTIVE  # an Addendum B of the year is packaged
    assert any(each.endswith(f"are in force on {JANUARY}") for each in untold) == is_known
    back = changes(mine, cptkit.packaged, before_on=JANUARY)
    assert {"71250", "78815"} <= set(back.came)
    assert "L0112" not in back.came
