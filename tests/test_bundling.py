"""Edits, unit limits and primaries are told with how well they are known, and never made up."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import (
    CptkitError,
    DataError,
    InvalidCodeError,
    Mue,
    NoDataError,
    PtpEdit,
    Setting,
    Source,
    Table,
    TableKind,
    bundling,
)
from cptkit.cms import read_ptp
from cptkit.indicators import Adjudication, CorrectCoding
from cptkit.lines.add_ons import primaries_of

IN_TABLE = dt.date(2024, 8, 15)
LATER = dt.date(2026, 5, 4)
HEAD = (
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    + "\t" * 5
    + "9=not applicable\t\n"
)


def ptp_table(
    *rows: str, on: dt.date = LATER, complete: bool = False, setting: Setting = Setting.PROFESSIONAL
) -> Table[PtpEdit]:
    """Read invented edits of a quarter."""
    return read_ptp(
        HEAD + "".join(f"{row}\n" for row in rows),
        setting=setting,
        effective=on,
        through=dt.date(2026, 6, 30),
        complete=complete,
    )


def edit(one: str, two: str, first: str = "20100101", last: str = "*", how: str = "1") -> str:
    """Write an edit as CMS does."""
    return f"{one}\t{two}\t\t{first}\t{last}\t{how}\tinvented"


def own(*tables: Table[Any]) -> cptkit.Catalog:
    """Give a catalog with tables of a caller."""
    return cptkit.packaged.with_tables(*tables)


# --- pairs


@pytest.mark.parametrize(
    ("first", "second", "column_1", "indicator"),
    [
        ("71260", "71250", "71260", "0"),
        ("71250", "71271", "71250", "0"),
        ("71275", "71260", "71275", "1"),
        ("70551", "70544", "70551", "1"),
        ("70546", "70551", "70546", "1"),
        ("71555", "71550", "71555", "1"),
        ("73562", "73565", "73562", "0"),
        ("76856", "93976", "76856", "1"),
        ("77427", "99213", "77427", "1"),
        ("71260", "36000", "71260", "1"),
    ],
)
def test_pairs_of_the_packaged_quarter(
    first: str, second: str, column_1: str, indicator: str
) -> None:
    """NCCI PTP v30.2: columns and indicator, in either order of the question."""
    for found in (
        bundling.ptp(first, second, on=IN_TABLE),
        bundling.ptp(second, first, on=IN_TABLE),
    ):
        assert found is not None
        assert (found.column_1, found.indicator.value, found.exact) == (column_1, indicator, True)


def test_no_edit_is_told_only_by_a_table_of_the_day() -> None:
    """None says that the table of the day has no edit; another quarter's silence is NoDataError."""
    assert bundling.ptp("71260", "74177", on=IN_TABLE) is None
    assert bundling.ptp("71260", "71260", on=IN_TABLE) is None
    with pytest.raises(NoDataError, match="2026 Q2") as caught:
        bundling.ptp("71260", "74177", on=LATER)
    assert "read_ptp" in caught.value.remedy


def test_an_edit_of_another_quarter_says_so() -> None:
    """What an old table holds is given with `exact` False."""
    found = bundling.ptp("71250", "71260", on=LATER)
    assert found is not None
    assert found.exact is False
    assert found.source is not None
    assert found.source.exact is False


def test_pairs_outside_radiology_are_not_covered() -> None:
    """The packaged extract holds pairs that touch 70010-79999; of others it tells nothing."""
    with pytest.raises(NoDataError):
        bundling.ptp("36000", "96372", on=IN_TABLE)


def test_a_hospital_has_its_own_table() -> None:
    """CCMI differs between the tables for some pairs (2,151 of those both hold)."""
    assert (
        bundling.ptp("71260", "71250", on=IN_TABLE, setting=Setting.OUTPATIENT_HOSPITAL) is not None
    )
    assert bundling.ptp("71260", "71250", on=IN_TABLE, setting=Setting.ASC) == bundling.ptp(
        "71260", "71250", on=IN_TABLE
    )


def test_the_last_day_of_an_edit_is_in_force() -> None:
    """Deletion dates are inclusive: 0001U/0029U applied through 2026-06-30; invented here in the caller's table."""
    where = own(
        ptp_table(
            edit("0001U", "0029U", "20180701", "20260630"),
            edit("71250", "0042T", how="9"),
            complete=True,
        )
    )
    assert bundling.ptp("0029U", "0001U", on=dt.date(2026, 6, 30), catalog=where) is not None
    open_end = own(
        read_ptp(
            HEAD + edit("0001U", "0029U", "20180701", "20260630"),
            setting=Setting.PROFESSIONAL,
            effective=LATER,
            complete=True,
        )
    )
    assert bundling.ptp("0029U", "0001U", on=dt.date(2026, 7, 1), catalog=open_end) is None
    assert (
        bundling.ptp("71250", "0042T", on=LATER, catalog=where) is None
    )  # indicator 9 was never in force


def test_parts_of_a_table_answer_for_their_column_1_codes() -> None:
    """CMS cuts its table by column 1: two parts together tell of pairs in their spans, and of no others."""
    where = own(
        ptp_table(edit("00100", "36000"), edit("39999", "36000")),
        ptp_table(edit("70010", "36000"), edit("79999", "36000")),
    )
    assert bundling.ptp("71260", "71250", on=LATER, catalog=where) is None
    assert bundling.ptp("36000", "70010", on=LATER, catalog=where) is not None
    with pytest.raises(NoDataError):
        bundling.ptp("71260", "99213", on=LATER, catalog=where)
    with pytest.raises(NoDataError):
        bundling.ptp(
            "71260",
            "71250",
            on=LATER,
            catalog=own(
                Table(
                    TableKind.PTP,
                    Source("invented", effective=LATER),
                    (),
                    Setting.PROFESSIONAL,
                    complete=False,
                )
            ),
        )


def test_a_whole_table_of_the_caller_answers_for_all() -> None:
    """A table that says that it is whole proves absence."""
    where = own(ptp_table(edit("71260", "71250", how="0"), complete=True))
    assert bundling.ptp("99213", "74177", on=LATER, catalog=where) is None
    with pytest.raises(NoDataError):
        bundling.ptp("99213", "74177", on=LATER, setting=Setting.OUTPATIENT_HOSPITAL, catalog=where)


def test_tables_that_are_plain_rows() -> None:
    """A table need not be packed: rows of a tuple are read too."""
    rows = (
        PtpEdit("71260", "71250", None, None, CorrectCoding.ALLOWED),
        PtpEdit("71260", "71270", None, None, CorrectCoding.NOT_APPLICABLE),
    )
    where = own(
        Table(
            TableKind.PTP,
            Source("invented", effective=LATER),
            rows,
            Setting.PROFESSIONAL,
            complete=True,
        )
    )
    found = bundling.ptp("71250", "71260", on=LATER, catalog=where)
    assert found is not None
    assert found.indicator is CorrectCoding.ALLOWED
    assert bundling.ptp("71260", "71270", on=LATER, catalog=where) is None


def test_among_agrees_with_each_pair(shared: Path) -> None:
    """What a claim's codes give together is what their pairs give one by one, against CMS's file."""
    codes = (
        "71250",
        "71260",
        "71270",
        "71271",
        "71275",
        "74177",
        "72193",
        "76376",
        "36000",
        "77067",
        "77065",
    )
    path = shared / "cms" / "ncci" / "ptp_practitioner_v302r0_noeffdate.csv.gz"
    with gzip.open(path, "rt", newline="") as lines:
        expected = {
            (r["column_1"], r["column_2"])
            for r in csv.DictReader(lines)
            if r["column_1"] in codes
            and r["column_2"] in codes
            and r["deletion"] > "2024-08-15"
            and r["modifier"] != "9"
        }
    found = bundling.among(codes, IN_TABLE, Setting.PROFESSIONAL, cptkit.packaged)
    assert {(each.column_1, each.column_2) for each in found.edits} == expected
    assert found.unproven == ()


def test_many_tables_are_told_apart() -> None:
    """What was made of a table is remembered by the table itself: equal sources are no equal tables, and old ones may go."""
    for number in range(70):
        one, two = f"{70010 + number}", "71250"
        where = own(ptp_table(edit(one, two), complete=False))
        found = bundling.ptp(two, one, on=LATER, catalog=where)
        assert found is not None
        assert found.column_1 == one
        with pytest.raises(NoDataError):
            bundling.ptp(two, "79999", on=LATER, catalog=where)


# --- unit limits


@pytest.mark.parametrize(
    ("code", "units", "how"),
    [
        ("71250", 2, "3"),
        ("77067", 1, "2"),
        ("76642", 1, "2"),
        ("71046", 2, "3"),
        ("Q9967", 300, "3"),
        ("A9552", 1, "3"),
        ("77427", 1, "2"),
    ],
)
def test_limits_of_the_packaged_quarter(code: str, units: int, how: str) -> None:
    """NCCI MUE 2024 Q3, practitioner."""
    found = bundling.mue(code, on=IN_TABLE)
    assert found is not None
    assert (found.units, found.adjudication.value, found.exact) == (units, how, True)


def test_limits_differ_for_hospitals() -> None:
    """71046: 2 for practitioners, 3 for hospitals (2024 Q3)."""
    found = bundling.mue("71046", on=IN_TABLE, setting=Setting.OUTPATIENT_HOSPITAL)
    assert found is not None
    assert found.units == 3


def test_limits_of_spring_2026_are_of_that_quarter() -> None:
    """The practitioners' table of 2026 Q2 is whole: 71250 and 77067 are exact."""
    for code in ("71250", "77067"):
        found = bundling.mue(code, on=LATER)
        assert found is not None
        assert found.source is not None
        assert (found.exact, found.source.release) == (True, "2026 Q2")


def test_hospital_pairs_of_radiology_are_known_to_the_end_of_2026() -> None:
    """Of two radiology codes the table of 2026 Q4 tells, also that there is none; of others the old one, as such."""
    autumn, hospital = dt.date(2026, 11, 3), Setting.OUTPATIENT_HOSPITAL
    edit = bundling.ptp("77371", "77387", on=autumn, setting=hospital)
    assert edit is not None
    assert (edit.exact, edit.indicator.value) == (True, "0")
    assert bundling.ptp("70471", "70450", on=autumn, setting=hospital) is None
    other = bundling.ptp("71260", "36000", on=autumn, setting=hospital)
    assert other is not None
    assert not other.exact
    with pytest.raises(NoDataError):
        bundling.ptp("71260", "99213", on=autumn, setting=hospital)


def test_pairs_of_described_codes_outside_radiology_are_known() -> None:
    """93970 and 93971, 20610 and 36000: the practitioners' table of 2024 Q3 holds every pair of a code with a profile."""
    assert bundling.ptp("93970", "93971", on=IN_TABLE) is not None
    assert bundling.ptp("93970", "70450", on=IN_TABLE) is None


def test_no_limit_is_told_only_by_a_whole_table() -> None:
    """A code that the whole table of the day lacks has no limit; a code that was not taken over cannot be told."""
    assert bundling.mue("74263", on=IN_TABLE) is None
    with pytest.raises(NoDataError):
        bundling.mue("99213", on=IN_TABLE)
    table = Table(
        TableKind.MUE,
        Source("invented", effective=LATER),
        (Mue("99213", 1, Adjudication.DAY_ABSOLUTE),),
        Setting.PROFESSIONAL,
    )
    assert bundling.mue("99214", on=LATER, catalog=own(table)) is None
    found = bundling.mue("99213", on=LATER, catalog=own(table))
    assert found is not None
    assert found.units == 1


# --- primaries


def test_primaries() -> None:
    """AOC 2026 Q2: five primaries of 70472; 72 of 77002, the spinal 62268 and 62269 among them; none of a code that is no add-on."""
    assert bundling.primaries("70472", on=LATER) == ("70450", "70460", "70470", "70471", "70496")
    assert len(bundling.primaries("77002", on=LATER)) == 72
    assert {"62268", "62269"} <= set(bundling.primaries("77002", on=LATER))
    assert bundling.primaries("71260", on=LATER) == ()


def test_primaries_that_no_table_names() -> None:
    """The contractor names the primaries of 77001; before its row began, no table tells of 76015."""
    with pytest.raises(NoDataError, match="contractor"):
        bundling.primaries("77001", on=LATER)
    with pytest.raises(NoDataError, match="add-on table"):
        bundling.primaries("76015", on=dt.date(2025, 2, 1))
    assert primaries_of("77002", LATER, cptkit.packaged).is_whole
    assert not primaries_of("77001", LATER, cptkit.packaged).is_whole


# --- wrong calls


@given(
    st.one_of(
        st.none(),
        st.text(),
        st.binary(),
        st.floats(),
        st.integers(),
        st.decimals(allow_nan=True),
        st.tuples(st.text()),
    )
)
def test_what_is_no_code_is_refused(junk: Any) -> None:
    """Whatever is asked, the error is one of ours."""
    for ask in (
        lambda: bundling.ptp(junk, "71260", on=IN_TABLE),
        lambda: bundling.mue(junk, on=IN_TABLE),
        lambda: bundling.primaries(junk, on=IN_TABLE),
    ):
        with contextlib.suppress(CptkitError):
            ask()


def test_wrong_settings_and_days() -> None:
    """A setting is a Setting, a day a date; a very long text is refused at once."""
    for setting in ("PROFESSIONAL", None, 1):
        with pytest.raises(DataError, match="Setting"):
            bundling.ptp("71250", "71260", on=IN_TABLE, setting=setting)  # type: ignore[arg-type]
        with pytest.raises(DataError, match="Setting"):
            bundling.mue("71250", on=IN_TABLE, setting=setting)  # type: ignore[arg-type]
    for on in (None, "2024-08-15", Decimal(1)):
        with pytest.raises(TypeError):
            bundling.ptp("71250", "71260", on=on)  # type: ignore[arg-type]
    with pytest.raises(InvalidCodeError):
        bundling.mue("7" * 10_000_000, on=IN_TABLE)
