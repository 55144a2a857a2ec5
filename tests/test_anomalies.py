"""Tests of what a release prints against all others, and of the supervision level that holds all the same."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import cptkit
from cptkit import Outcome, documentation, packaged
from cptkit.catalog.anomalies import Anomaly, anomaly, supervision_asked
from cptkit.catalog.catalog import Catalog
from cptkit.errors import NoDataError
from cptkit.files import manifest
from cptkit.files.packaged import authored
from cptkit.indicators import Supervision
from cptkit.printing.page import SectionRow
from cptkit.values.table import FeeScheduleRow
from looped import some

LATE_2025 = dt.date(2025, 11, 1)
ROWS = authored("anomalies", Anomaly)
QUARTERS = tuple(
    dt.date(year, month, 15) for year in manifest.years("fee_schedule") for month in (1, 4, 7, 10)
)


def row_of(code: str, modifier: str, on: dt.date) -> FeeScheduleRow:
    """Give a packaged row that is there."""
    row = packaged.fee_row(code, modifier, on)
    assert row is not None
    return row


def test_rows_are_sorted_and_told_once() -> None:
    """One row a place."""
    keys = [(each.code, each.modifier, each.release, each.field) for each in ROWS]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("odd", ROWS, ids=lambda odd: odd.code)
def test_the_files_say_so(odd: Anomaly) -> None:
    """The release prints what the row says, and every other packaged release the value to use: read in the files themselves."""
    printed = {}
    for on in some(QUARTERS):
        row = row_of(odd.code, odd.modifier, on)
        assert row.source is not None
        printed[row.source.release] = getattr(row, odd.field).value
    assert printed.pop(odd.release) == odd.published
    assert set(printed.values()) == {odd.use}


@pytest.mark.parametrize("odd", ROWS, ids=lambda odd: odd.code)
@pytest.mark.parametrize("modifiers", [("TC",), ()])
def test_the_record_must_show_the_level_that_holds(
    odd: Anomaly, modifiers: tuple[str, ...]
) -> None:
    """The requirement names the level of the other releases, says why, and cites them."""
    level = {"01": "general", "02": "direct"}[odd.use]
    asked = next(
        each
        for each in documentation.requirements(odd.code, modifiers, on=LATE_2025)
        if each.id == "supervision.level"
    )
    assert asked.text.endswith(f"({level})")
    assert asked.applies.endswith(
        f"; release RVU25D prints 09 for {odd.code}-TC, every other release here {odd.use}"
    )
    assert asked.citation.endswith(odd.citation)


@pytest.mark.parametrize("odd", ROWS, ids=lambda odd: odd.code)
def test_too_little_supervision_is_a_gap_that_says_why(odd: Anomaly) -> None:
    """General supervision is enough without contrast and too little with it, in 2025 as in every year."""
    gaps = documentation.missing(odd.code, {"supervision.level": "general"}, ("TC",), on=LATE_2025)
    said = [gap.reason for gap in gaps if gap.requirement.id == "supervision.level"]
    reason = f"supervision.level is 'general': the fee schedule asks for direct supervision ({odd})"
    assert said == ([] if odd.use == "01" else [reason])


def test_the_claim_says_it_too() -> None:
    """A line with its record carries the reason into the finding."""
    line = cptkit.ClaimLine(
        "70552", ["TC"], date_of_service=LATE_2025, record={"supervision.level": "general"}
    )
    found = [each for each in documentation.check([line]) if "supervision.level:" in each.message]
    assert [(each.outcome, "RVU25D prints 09" in each.message) for each in found] == [
        (Outcome.WARN, True)
    ]


def test_the_page_tells_the_level_that_holds() -> None:
    """The guide of a day of 2025 says direct, and what the release prints; that of 2026 has nothing to explain."""
    rows = {
        on.year: {row.cells[0]: row.cells[1] for row in _indicators(on)}
        for on in (LATE_2025, dt.date(2026, 8, 15))
    }
    name = "Supervision of the technical part"
    assert rows[2025][name].startswith("direct: ")
    assert rows[2025][name].endswith(
        "(02; release RVU25D prints 09 for 70552-TC, every other release here 02)"
    )
    assert rows[2026][name].endswith("throughout (02)")


def _indicators(on: dt.date) -> tuple[SectionRow, ...]:
    section = cptkit.guide("70552", on).section("indicators")
    assert section is not None
    return section.rows


def test_a_level_that_does_not_apply_stays_so() -> None:
    """71271 prints 09 in every release: there is no anomaly, and no level is asked for."""
    asked = supervision_asked("71271", LATE_2025, packaged)
    assert asked is not None
    assert (asked.level, asked.anomaly) == (Supervision.NOT_APPLICABLE, None)


def test_no_row_and_no_table_ask_for_nothing() -> None:
    """Where nothing is known nothing is made up."""
    assert supervision_asked("ZZZZZ", LATE_2025, packaged) is None
    assert supervision_asked("70551", LATE_2025, NoFees()) is None


class NoFees(Catalog):
    """A catalog whose fee schedule covers nothing."""

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Say that no table covers it."""
        raise NoDataError("fee schedule", on, f"no row of {code}-{modifier}: load one")


def test_only_that_release_and_that_value_are_odd() -> None:
    """A row of another release, one that prints the right value, and one of no release are taken at their word."""
    row = row_of("70551", "TC", LATE_2025)
    assert row.source is not None
    assert anomaly(row, "supervision") == ROWS[0]
    assert (
        anomaly(attrs.evolve(row, source=attrs.evolve(row.source, release="RVU25A")), "supervision")
        is None
    )
    assert anomaly(attrs.evolve(row, supervision=Supervision.GENERAL), "supervision") is None
    assert anomaly(attrs.evolve(row, source=None), "supervision") is None
    assert anomaly(row, "status") is None


def test_an_anomaly_of_a_global_row_prints_without_a_modifier() -> None:
    """The global row has no modifier."""
    odd = attrs.evolve(ROWS[0], modifier="")
    assert str(odd) == "release RVU25D prints 09 for 70551, every other release here 01"
