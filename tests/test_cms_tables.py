"""Readers of localities, published amounts and the NCCI tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cptkit import cms
from cptkit.files.pairs import Pairs
from cptkit.indicators import AddOnType, Adjudication, CorrectCoding, Setting, Status
from cptkit.values.table import AddOnEdit, Mue, PtpEdit, TableKind
from layouts import AOC, AOC_HEAD, GPCI_CSV, GPCI_TXT, MUE, OPPS_CAP, PTP, PTP_HEAD, problems
from looped import some

DAY = dt.date(2025, 10, 1)


# --- GPCI, OPPS cap


def test_localities_come_with_their_zeros_and_without_footnote_marks() -> None:
    """A spreadsheet's 2102 is contractor 02102, and ALASKA* is Alaska."""
    table = cms.read_gpci(GPCI_CSV)
    assert [(row.id, row.name, row.state) for row in table] == [
        ("10112-00", "ALABAMA", "AL"),
        ("02102-01", "ALASKA", "AK"),
        ("01212-01", "HAWAII, GUAM", "HI"),
    ]
    assert (table[1].mac, table[1].number, table[1].work_gpci, str(table[0].work_gpci)) == (
        "02102",
        "01",
        Decimal("1.5"),
        "1.000",
    )
    assert (table.source.release, table.source.effective, table.source.through) == (
        "GPCI2025",
        dt.date(2025, 1, 1),
        dt.date(2025, 12, 31),
    )


def test_both_layouts_of_localities_say_the_same() -> None:
    """Csv and fixed width give equal rows."""
    assert cms.read_gpci(GPCI_TXT).rows == cms.read_gpci(GPCI_CSV).rows


def test_the_work_index_without_its_floor_is_left_out() -> None:
    """The first release of 2026 printed both; the law keeps the floor."""
    both = GPCI_CSV.replace(
        "2025 PW GPCI (with", "2025 PW GPCI (without 1.0 Floor),2025 PW GPCI (with"
    ).replace("ALABAMA,1", "ALABAMA,0.988,1")
    both = both.replace("ALASKA*,1.5", "ALASKA*,1.049,1.5").replace('GUAM",1,', 'GUAM",0.999,1,')
    assert cms.read_gpci(both).rows == cms.read_gpci(GPCI_CSV).rows


def test_a_header_without_a_year_needs_the_days() -> None:
    """Contractors' extracts drop the year."""
    plain = GPCI_CSV.replace("2025 P", "P").replace("2025 M", "M")
    assert "give effective=" in problems(lambda: cms.read_gpci(plain))[0]
    assert cms.read_gpci(plain, effective=DAY).source.release == ""


@pytest.mark.parametrize("text", [GPCI_CSV, GPCI_TXT], ids=["csv", "txt"])
@pytest.mark.parametrize("kind", [str, str.encode])
def test_a_locality_torn_within_its_last_index_is_no_locality(
    text: str, kind: Callable[[str], str | bytes]
) -> None:
    """Wherever a file is cut within a row, an index of 0 or of fewer decimals is never taken for whole; a whole one is."""
    after = text.index("0.592") + len("0.592")
    said: dict[str, Any] = {"effective": DAY, "partial": True}
    for end in some(range(text.rindex("\n", 0, after) + 2, after)):
        assert problems(partial(cms.read_gpci, kind(text[:end]), **said)) != ()
    assert str(cms.read_gpci(kind(text[:after]), **said)[-1].malpractice_gpci) == "0.592"
    ended = kind(text[: after - 1] + "\r\n")
    assert str(cms.read_gpci(ended, **said)[-1].malpractice_gpci) == "0.590"


def test_localities_that_cannot_be_read_are_listed() -> None:
    """A repeated locality, a row after the footnotes, a state, an index, a name, a cut row."""
    rows = "10112,AL,00,OTHER,1,0.869,0.575\r\n10113,A,00,NAME,1,0.8691,x\r\n10114,AL,00,*,1,1,1\r\n10115,AL\r\n,,,,,,\r\n10116,AL,00,LATE,1,1,1\r\nx"
    found = problems(lambda: cms.read_gpci(GPCI_CSV[: GPCI_CSV.index("2102")] + rows))
    assert found == (
        "line 5: locality 10112-00 stands on line 4 already",
        "line 6: state is 'A', not a state of two letters",
        "line 6: pe_gpci is '0.8691', not an index of up to three decimals, above 0",
        "line 6: malpractice_gpci is 'x', not an index of up to three decimals, above 0",
        "line 7: name is '*', not a name",
        "line 8: has 2 cells, 7 are expected: the row is cut or of another layout",
        "line 10: a row stands after the end of the table on line 9",
    )


def test_a_published_amount_is_read_with_its_place() -> None:
    """Contractor and locality keep their zeros."""
    row = cms.read_opps_cap(OPPS_CAP, effective=DAY, release="RVU25D")[1]
    assert (row.code, row.modifier, row.status, row.mac, row.locality) == (
        "71260",
        "",
        Status.ACTIVE,
        "01112",
        "05",
    )
    assert (row.facility, row.non_facility) == (Decimal("200.00"), Decimal("201.50"))


def test_amounts_that_cannot_be_read_are_listed() -> None:
    """A repeated key, a locality, an amount."""
    found = problems(
        lambda: cms.read_opps_cap(
            OPPS_CAP.replace(",,,,,,", "71260,,A,01112,05,1.00,1.00\r\n71260,,A,01112,x,1.00,1"),
            effective=DAY,
        )
    )
    assert found == (
        "line 4: 71260  01112 05 stands on line 3 already",
        "line 5: locality is 'x', not a number of 2 digits",
        "line 5: non_facility is '1', not a number with 2 decimals",
    )


# --- NCCI


@pytest.mark.parametrize("bad", ["professional", b"x", 5, float("nan"), []], ids=repr)
def test_a_setting_is_a_setting(bad: Any) -> None:
    """What is no Setting is refused with what was given."""
    (found,) = problems(
        lambda: cms.read_mue(MUE.format(who="Practitioner"), setting=bad, effective=DAY)
    )
    assert found == f"line 5: the header is of the table for professional, not {bad!r}"


@pytest.mark.parametrize(
    ("who", "given", "setting"),
    [
        ("Practitioner", None, Setting.PROFESSIONAL),
        ("Practitioner", Setting.ASC, Setting.ASC),
        ("Outpatient Hospital", None, Setting.OUTPATIENT_HOSPITAL),
        ("Outpatient Hospital", Setting.OUTPATIENT_HOSPITAL, Setting.OUTPATIENT_HOSPITAL),
    ],
)
def test_unit_limits_know_their_setting(who: str, given: Setting | None, setting: Setting) -> None:
    """The header names it; ambulatory surgical centers use the practitioner file."""
    table = cms.read_mue(MUE.format(who=who), setting=given, effective=DAY)
    assert table.setting is setting
    assert tuple(table) == (
        Mue("71260", 2, Adjudication.DAY_CLINICAL, "Clinical: Data", setting),
        Mue("77067", 0, Adjudication.DAY_ABSOLUTE, "CMS Policy", setting),
        Mue("76000", 3, Adjudication.LINE, "Data", setting),
    )


def test_unit_limits_that_cannot_be_read_are_listed() -> None:
    """A setting that the header contradicts, units, an indicator, a repeated code."""
    text = (
        MUE.format(who="Practitioner")
        .replace("71260,2", "71260,-2")
        .replace("1 Line Edit", "4 Line Edit")
        .replace("77067,0", "76000,1")
    )
    found = problems(lambda: cms.read_mue(text, setting=Setting.OUTPATIENT_HOSPITAL, effective=DAY))
    assert found == (
        "line 5: the header is of the table for professional, not outpatient hospital",
        "line 6: units is '-2', not a whole number of units",
        "line 8: adjudication is '4 Line Edit', not an adjudication indicator that begins with 1, 2 or 3",
        "line 8: 76000 stands on line 7 already",
    )


def test_pairs_keep_their_history_and_their_days() -> None:
    """An asterisk is open, a mark of before 1996 dates the edit, and the deletion date is the last day in force."""
    table = cms.read_ptp(
        PTP, setting=Setting.PROFESSIONAL, effective=DAY, release="v1", complete=True
    )
    assert (table.kind, table.setting, table.complete, len(table)) == (
        TableKind.PTP,
        Setting.PROFESSIONAL,
        True,
        5,
    )
    assert isinstance(table.rows, Pairs)
    assert list(table) == [
        PtpEdit(
            "71250",
            "36000",
            dt.date(2005, 1, 1),
            dt.date(2009, 12, 31),
            CorrectCoding.ALLOWED,
            "Standards",
        ),
        PtpEdit(
            "71250", "36000", dt.date(2010, 1, 1), None, CorrectCoding.NOT_ALLOWED, "Standards"
        ),
        PtpEdit("71250", "36005", dt.date(1996, 1, 1), None, CorrectCoding.ALLOWED, "Standards"),
        PtpEdit(
            "71250",
            "36010",
            dt.date(2020, 1, 1),
            dt.date(2020, 1, 1),
            CorrectCoding.NOT_APPLICABLE,
            "Standards",
        ),
        PtpEdit(
            "71260",
            "71250",
            dt.date(2005, 1, 1),
            None,
            CorrectCoding.NOT_ALLOWED,
            "More extensive procedure",
        ),
    ]


def test_pairs_saved_as_csv_read_alike() -> None:
    """Some keep the edits as comma-separated text."""
    read = cms.read_ptp(PTP.replace("\t", ","), setting=Setting.PROFESSIONAL, effective=DAY)
    assert read == cms.read_ptp(PTP, setting=Setting.PROFESSIONAL, effective=DAY)


def test_pairs_that_cannot_be_read_are_listed() -> None:
    """Codes, days, the mark, the indicator, a repeated row, and a setting that is none."""
    rows = (
        "7126\t71250\t\t20050101\t*\t0\tx\r\n71260\t71250\ty\t2005010\t20050230\t7\tx\r\n71260\t71250\ty\t2005010\t20050230\t7\tx\r\n"
        "71260\t71270\t\t20050101\t*\t0\tx\r\n71260\t71270\t\t20050101\t*\t0\tx\r\n71260\t71270\t\t20050101\r\n"
    )
    found = problems(lambda: cms.read_ptp(PTP_HEAD + rows, setting="PROFESSIONAL", effective=DAY))  # type: ignore[arg-type]
    terms = (
        "mark of before 1996 is 'y', not empty or *",
        "effective date is '2005010', not a date written YYYYMMDD",
        "deletion date is '20050230', not a date written YYYYMMDD",
        "modifier indicator is '7', not one of 0, 1, 9",
    )
    assert found == (
        "setting is 'PROFESSIONAL', not a Setting: the file does not state whose claims it is for",
        "line 7: column_1 is '7126', not a code of five characters",
        *(f"line 8: {each}" for each in terms),
        *(f"line 9: {each}" for each in terms),
        "line 12: has 4 cells, 7 are expected: the row is cut or of another layout",
        "71260/71270 stands twice with equal days and indicator",
    )


def test_add_ons_are_read_with_julian_days() -> None:
    """CCCCC means that the contractor names the primaries."""
    rows = (
        AddOnEdit("70472", "70450", AddOnType.NATIONAL, dt.date(2026, 1, 1), None),
        AddOnEdit("77001", None, AddOnType.CONTRACTOR, dt.date(2013, 4, 1), None),
        AddOnEdit("0159T", "77058", AddOnType.PARTIAL, dt.date(2013, 4, 1), dt.date(2018, 12, 31)),
    )
    assert cms.read_add_on(AOC, effective=DAY).rows == rows
    assert cms.read_add_on(AOC.replace(",", "\t"), effective=DAY).rows == rows


def test_add_ons_that_cannot_be_read_are_listed() -> None:
    """A type, codes, days, a repeated edit."""
    rows = "4,7047,,7045,,2026366,2026000,\r\n1,70472,,70450,,,20260,\r\n1,70472,,70450,,,,\r\n1,70473,,70450,,9999366,,\r\n1,70474,,70450,,0000001,,\r\n"
    found = problems(lambda: cms.read_add_on(f"{AOC_HEAD}\r\n{rows}", effective=DAY))
    julian = "not empty or a date written YYYYDDD"
    assert found == (
        "line 2: type is '4', not one of 1, 2, 3",
        "line 2: add_on is '7047', not a code of five characters",
        "line 2: primary is '7045', not a code of five characters",
        f"line 2: effective is '2026366', {julian}",
        f"line 2: through is '2026000', {julian}",
        f"line 3: through is '20260', {julian}",
        "line 4: 70472 70450  stands on line 3 already",
        f"line 5: effective is '9999366', {julian}",
        f"line 6: effective is '0000001', {julian}",
    )


def test_the_originals_of_ncci_read_whole(shared: Path) -> None:
    """The first rows of the pair and limit files, and all add-on edits."""
    ncci = shared / "cms" / "ncci"
    pairs = cms.read_ptp(
        (ncci / "ccipra-v322r0-f1.head.txt").read_bytes(),
        setting=Setting.PROFESSIONAL,
        effective=dt.date(2026, 7, 1),
        partial=True,
    )
    limits = cms.read_mue(
        (ncci / "MCR_MUE_PractitionerServices_Eff_07-01-2026.head.csv").read_bytes(),
        effective=dt.date(2026, 7, 1),
        partial=True,
    )
    add_ons = cms.read_add_on(
        (ncci / "AOC_V2026Q2-MCR.csv").read_bytes(), effective=dt.date(2026, 4, 1)
    )
    assert (len(pairs) > 0, len(limits), len(add_ons)) == (True, 4, 9_000)


def test_the_originals_of_localities_and_amounts_read_whole(shared: Path) -> None:
    """Both layouts of 2025 agree, and the addendum of 2026 names as many localities."""
    folder = shared / "cms" / "pfs"
    table = cms.read_gpci((folder / "GPCI2025.csv").read_bytes())
    assert (len(table), cms.read_gpci((folder / "GPCI2025.txt").read_bytes()).rows) == (
        109,
        table.rows,
    )
    assert (
        len(cms.read_opps_cap((folder / "OPPSCAP2025_Oct.csv").read_bytes(), effective=DAY))
        == 16_100
    )
    assert len(cms.read_gpci((folder / "GPCI2026.csv").read_bytes())) == 109


# --- nothing torn is whole


def whole_mue(count: int = 14_500) -> str:
    """Give an MUE file as long as CMS's, of invented rows in its order."""
    codes = [f"{number:05d}" for number in range(100, 98 + count)]
    rows = "".join(f"{code},1,2 Date of Service Edit: Policy,CMS Policy\n" for code in codes)
    head = MUE.format(who="Practitioner").split("71260")[0]
    first = "0001U,1,3 Date of Service Edit: Clinical,Nature of Analyte\n"
    return head + first + rows + "V5364,0,2 Date of Service Edit: Policy,CMS Policy\n"


@pytest.mark.parametrize("percent", [*range(3, 99, 8), 99])
def test_limits_cut_anywhere_are_refused(percent: int) -> None:
    """Within a row or at a line's end: what begins as CMS's file does and ends before its last section is no table."""
    text = whole_mue()
    table = cms.read_mue(text, effective=DAY)
    assert (len(table), table.complete) == (14_500, True)
    cut = text[: len(text) * percent // 100]
    for torn in (cut, cut[: cut.rindex("\n") + 1]):
        assert problems(partial(cms.read_mue, torn, effective=DAY)) != ()
    meant = cms.read_mue(cut[: cut.rindex("\n") + 1], effective=DAY, partial=True)
    assert (meant.complete, meant.rows) == (False, table.rows[: len(meant)])


def test_limits_out_of_their_order_are_refused() -> None:
    """Rows of another file in between are not CMS's."""
    text = whole_mue().replace("00500,1,", "90500,1,")
    assert "stands after" in problems(lambda: cms.read_mue(text, effective=DAY))[0]


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_words_that_a_text_ends_with_may_be_cut(cut: int) -> None:
    """Without a line break, a rationale that no other row gives is not taken for whole."""
    text = MUE.format(who="Practitioner") + "76010,1,1 Line Edit,CMS Policy"
    assert len(cms.read_mue(text, effective=DAY)) == 4
    assert "may be cut" in problems(lambda: cms.read_mue(text[:-cut], effective=DAY))[0]
    pairs = partial(cms.read_ptp, setting=Setting.PROFESSIONAL, effective=DAY)
    torn = PTP.removesuffix("\r\n")
    assert len(pairs(torn)) == 5
    assert "may be cut" in problems(lambda: pairs(torn[:-cut]))[0]


@pytest.mark.parametrize("mac", ["", "O2102", "MAC 02102"])
@pytest.mark.parametrize("text", [GPCI_CSV.replace("2102,", "02102,"), GPCI_TXT])
def test_a_row_with_a_malformed_contractor_is_no_footnote(mac: str, text: str) -> None:
    """It is refused, not passed over."""
    assert problems(lambda: cms.read_gpci(text.replace("02102", mac, 1))) != ()


def test_localities_without_all_states_are_torn() -> None:
    """A text that begins with Alabama and has nothing behind its last row ends too early."""
    torn = GPCI_CSV[: GPCI_CSV.index('"MAC')]
    assert problems(lambda: cms.read_gpci(torn))[0].startswith("no locality of AR, AZ, CA")
    assert cms.read_gpci(torn, partial=True).complete is False


def test_indices_below_their_floors_stand_in_other_columns() -> None:
    """Alaska's work index is 1.5 by law, and frontier states' practice expense 1.0."""
    swapped = GPCI_CSV.replace("ALASKA*,1.5,1.081", "ALASKA*,1.081,1.5").replace("HI,", "WY,")
    assert problems(lambda: cms.read_gpci(swapped.replace("1,1.149", "1,0.9"))) == (
        "line 5: work_gpci of Alaska is 1.081, by law at least 1.5",
        "line 6: pe_gpci of a frontier state is 0.900, by law at least 1.0",
    )
    header = GPCI_CSV.replace("2025 PE GPCI,2025 MP GPCI", "2025 MP GPCI,2025 PE GPCI")
    assert "in order" in problems(lambda: cms.read_gpci(header))[0]


@pytest.mark.parametrize("code", ["O672T", "I0001", "7126X", "X1234", "HCPCS"])
def test_a_code_of_impossible_form_is_refused(code: str) -> None:
    """A letter O is no zero, and no family ends so."""
    text = MUE.format(who="Practitioner").replace("71260", code)
    assert "code of five characters" in problems(lambda: cms.read_mue(text, effective=DAY))[0]


def test_add_ons_with_swapped_dates_are_refused() -> None:
    """A deleted code ends its edits; an edit ends after it begins; most have a first day."""
    found = problems(
        lambda: cms.read_add_on(AOC.replace("2013091,2018365", "2018365,2013091"), effective=DAY)
    )
    assert found == ("line 5: ends on 2013-04-01, before it begins on 2018-12-31",)
    open_edit = AOC.replace("2018365,\r\n", ",\r\n")
    assert "columns are swapped" in problems(lambda: cms.read_add_on(open_edit, effective=DAY))[0]
    rows = "".join(f"1,{70000 + n},,70450,,,2026001,\r\n" for n in range(20))
    undated = f"{AOC_HEAD}\r\n{rows}"
    assert problems(lambda: cms.read_add_on(undated, effective=DAY)) == (
        "most rows have no effective date: columns are swapped",
    )


def test_an_edit_that_ends_before_it_begins_is_refused() -> None:
    """Swapped days of a pair."""
    text = PTP.replace("20050101\t20091231", "20091231\t20050101")
    found = problems(lambda: cms.read_ptp(text, setting=Setting.PROFESSIONAL, effective=DAY))
    assert found == ("line 8: ends on 2005-01-01, before it begins on 2009-12-31",)


def test_a_code_that_lacks_localities_is_torn_off() -> None:
    """Every code of the cap stands at every locality."""
    text = OPPS_CAP.replace(",,,,,,\r\n", "71260,,A,01112,09,1.00,1.00\r\n")
    assert "stands at 1 localities" in problems(lambda: cms.read_opps_cap(text, effective=DAY))[0]


@pytest.mark.parametrize("end", ["\x1a", "\x1a\r\n", "\x1a,,,,,,", "\x1a,,,,,,\r\n"])
def test_an_end_of_file_character_may_have_a_row_of_its_own(end: str) -> None:
    """A spreadsheet gave the one of January 2022 its commas."""
    assert cms.read_opps_cap(OPPS_CAP + end, effective=DAY).rows == (
        cms.read_opps_cap(OPPS_CAP, effective=DAY).rows
    )
