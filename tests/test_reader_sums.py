"""Where the numbers of CMS's files show that columns are swapped, rows are of another year, or a text is something else."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cptkit import cms
from cptkit.cms.addendum_sums import Line, hold_sums
from cptkit.cms.fee_sums import hold_sound
from cptkit.cms.file_names import said
from cptkit.cms.text import Problems
from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    MultipleProcedure,
    OppsStatus,
    PcTc,
    TeamSurgeon,
)
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import FeeScheduleRow
from fee_rows import fee_row
from layouts import ADDENDUM_B, AOC_HEAD, GPCI_CSV, MUE, PTP, fee_csv, fee_txt, problems
from looped import some
from test_cms_read import zipped

DAY = dt.date(2026, 7, 1)
ONE, NONE = Decimal(1), Decimal(0)

# --- the fee schedule as a whole

_SOUND = {
    "conversion_factor": Decimal(32),
    "multiple_procedure": MultipleProcedure("4"),
    "bilateral": Bilateral("3"),
    "assistant_surgeon": AssistantSurgeon("2"),
    "co_surgeon": CoSurgeon("1"),
    "team_surgeon": TeamSurgeon("0"),
    "intra_op": ONE,
    "post_op": ONE,
    "work_rvu": ONE,
    "malpractice_rvu": NONE,
    "facility_na": True,
    "non_facility_na": True,
}
"""What makes a thousand rows hold what every release holds."""
MANY = 1000


def strange(*parts: tuple[int, dict[str, Any]], modifier: str = "26") -> list[str]:
    """Give the columns that are noted of a thousand rows, of which so many differ so."""
    rows: list[FeeScheduleRow] = []
    for count, changes in parts:
        rows += [fee_row("70001", modifier, **{**_SOUND, **changes})] * count
    rows += [fee_row("70001", modifier, **_SOUND)] * (MANY - len(rows))
    found = Problems()
    hold_sound(rows, None, found)
    return [each.partition(" ")[0] for each in found.found]


def test_what_holds_in_every_release_is_not_strange() -> None:
    """A thousand rows are sound; of fewer nothing is said."""
    assert strange() == []
    found = Problems()
    hold_sound([fee_row("70001", conversion_factor=ONE)] * (MANY - 1), None, found)
    assert found.found == []


_TEAM = {"team_surgeon": TeamSurgeon("1")}


@pytest.mark.parametrize(
    ("column", "sound", "unsound"),
    [
        ("pc_tc", [(100, {"pc_tc": PcTc("0")})], [(101, {"pc_tc": PcTc("0")})]),
        (
            "multiple_procedure",
            [(MANY - 1, {"multiple_procedure": MultipleProcedure("0")})],
            [(MANY, {"multiple_procedure": MultipleProcedure("0")})],
        ),
        (
            "bilateral",
            [(MANY - 1, {"bilateral": Bilateral("0")})],
            [(MANY, {"bilateral": Bilateral("0")})],
        ),
        (
            "assistant_surgeon",
            [(499, {"assistant_surgeon": AssistantSurgeon("1")})],
            [(500, {"assistant_surgeon": AssistantSurgeon("1")})],
        ),
        (
            "co_surgeon",
            [(499, {"co_surgeon": CoSurgeon("2")})],
            [(500, {"co_surgeon": CoSurgeon("2")})],
        ),
        (
            "team_surgeon",
            [(499, {"co_surgeon": CoSurgeon("0"), "team_surgeon": TeamSurgeon("2")})],
            [(500, {"co_surgeon": CoSurgeon("0"), "team_surgeon": TeamSurgeon("2")})],
        ),
        (
            "team_surgeon",
            [(499, _TEAM), (499, {"co_surgeon": CoSurgeon("2")})],
            [(501, _TEAM), (499, {"co_surgeon": CoSurgeon("2")})],
        ),
        ("calculation_flag", [], [(1, {"calculation_flag": "1"})]),
        (
            "pre_op",
            [(500, {"pre_op": ONE, "post_op": NONE})],
            [(501, {"pre_op": ONE, "post_op": NONE})],
        ),
        ("intra_op", [(1, {"pre_op": ONE})], [(1, {"post_op": Decimal(2)})]),
        ("intra_op", [], [(1, {"pre_op": Decimal(2)})]),
        (
            "work_rvu",
            [(499, {"work_rvu": NONE, "malpractice_rvu": ONE})],
            [(500, {"work_rvu": NONE, "malpractice_rvu": ONE})],
        ),
        (
            "facility_na",
            [(MANY - 1, {"facility_na": False})],
            [(MANY, {"facility_na": False})],
        ),
        (
            "non_facility_na",
            [(MANY - 1, {"non_facility_na": False})],
            [(MANY, {"non_facility_na": False})],
        ),
    ],
)
def test_a_column_that_holds_what_another_holds_is_named(
    column: str, sound: list[tuple[int, dict[str, Any]]], unsound: list[tuple[int, dict[str, Any]]]
) -> None:
    """It is sound up to a count, and strange with one row more."""
    assert strange(*sound) == []
    assert strange(*unsound) == [column]


def test_as_many_team_surgeons_as_co_surgeons_are_strange() -> None:
    """Team surgery is rarer than two surgeons in every release."""
    two = (499, {"co_surgeon": CoSurgeon("2")})
    assert strange((501, _TEAM), two) == ["team_surgeon"]
    assert strange((500, {"team_surgeon": TeamSurgeon("1")}), two) == []


def test_parts_are_held_to_their_indicator_and_wholes_are_not() -> None:
    """Most rows of 26 and TC are of tests with two parts; what stands without a modifier may be anything."""
    assert strange((MANY, {"pc_tc": PcTc("0")}), modifier="") == []
    assert strange((MANY, {"pc_tc": PcTc("0")}), modifier="TC") == ["pc_tc"]


def test_fixed_width_reads_what_the_spreadsheet_holds() -> None:
    """Every column of the text is the column of that name; a mark between columns is a layout that is not known."""
    told: dict[str, Any] = {"year": 2025, "month": "October"}
    read = cms.read_fee_schedule(fee_csv(**told), partial=True).rows
    text = fee_txt()
    days: dict[str, Any] = {"effective": dt.date(2025, 10, 1), "partial": True}
    fixed = cms.read_fee_schedule(text, **days).rows
    assert [attrs.evolve(each, source=None) for each in fixed] == [
        attrs.evolve(each, source=None) for each in read
    ]
    row = text.splitlines()[2]
    for at in (*range(120, 127), 132, 140, 144):
        assert row[at] == " "
        marked = text.replace(row, f"{row[:at]}X{row[at + 1 :]}")
        found = problems(functools.partial(cms.read_fee_schedule, marked, **days))
        assert found[0].startswith("line 3: is no row of")


# --- OPPS Addendum B


def opps(
    rate: str | None, copayment: str | None = None, weight: str | None = None, number: int = 1
) -> Line:
    """Make a row of dollars and a weight."""
    dollars = [None if each is None else Decimal(each) for each in (rate, weight, copayment)]
    row = OppsStatusRow("71250", OppsStatus("S"), DAY, None, dollars[0])
    return Line(number, row, dollars[1], dollars[2])


def noted(*lines: Line) -> list[str]:
    """Give what is noted of rows."""
    found = Problems()
    hold_sums(lines, found)
    return found.found


_FIFTH = opps("100", "20")
_LOST = opps("100", "2", number=7)


def test_a_copayment_that_lost_a_digit() -> None:
    """One of twenty is named by its line; one of nineteen says that the columns are swapped; of nine nothing is said."""
    assert noted(*[_FIFTH] * 19, _LOST) == [
        "line 7: minimum copayment 2 is no fifth of the rate 100: a digit is lost"
    ]
    (swapped,) = noted(*[_FIFTH] * 18, _LOST)
    assert swapped.startswith("the minimum copayment is about a fifth of the rate in only 18 of 19")
    assert noted(*[_FIFTH] * 8, _LOST) == []
    assert len(noted(*[_FIFTH] * 9, _LOST)) == 1


@pytest.mark.parametrize("line", [opps("0.5", "0.4"), opps(None, "20"), opps("100", None)])
def test_rows_without_both_numbers_or_of_cents_are_not_held(line: Line) -> None:
    """A rate below a dollar is rounded too far to have a share."""
    assert noted(*[_FIFTH] * 20, line) == []


def test_rows_of_another_year() -> None:
    """Three that share another factor are named; two may have rules of their own, and where most differ nothing is told."""
    year, before = opps("80", weight="1"), opps("70", weight="1", number=9)
    assert noted(*[year] * 10, before, before) == []
    found = noted(*[year] * 10, before, before, before)
    assert found == [found[0]] * 3
    assert found[0].startswith("line 9: the rate is 70.00 times the weight, in the file 80.00")
    assert noted(*[year] * 6, *[before] * 3) == []  # nine rows are few
    assert len(noted(*[year] * 7, *[before] * 3)) == 3
    assert noted(*[year] * 20, *[opps("7", weight="0.1")] * 3) == []


def test_an_addendum_without_any_rate() -> None:
    """Twenty rows may all be unpaid; one more is a column that is lost."""
    head = ADDENDUM_B[: ADDENDUM_B.index("71250,")]

    def read(count: int) -> object:
        rows = "".join(f"A{number:04d},WORDS,N,,,,.,,,\r\n" for number in range(count))
        return cms.read_addendum_b(head + rows, effective=DAY, partial=True)

    assert read(20)
    assert read(19)
    assert problems(lambda: read(21)) == ("no row has a payment rate: the column is lost",)


# --- localities


def test_how_far_down_the_header_of_localities_is_looked_for() -> None:
    """It may stand on the twentieth line."""
    text = GPCI_CSV[GPCI_CSV.index("Medicare Admin") :]
    assert cms.read_gpci("A notice\r\n" * 19 + text, effective=DAY, partial=True)
    found = problems(lambda: cms.read_gpci("A notice\r\n" * 20 + text, effective=DAY, partial=True))
    assert found[0].startswith("no header of a GPCI file")


def test_the_index_without_the_floor_is_left_out() -> None:
    """Where the header names both and the row has both; a row of another width is no row of the table."""
    head = "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2025 PW GPCI{both},2025 PE GPCI,2025 MP GPCI\r\n"
    with_both = head.format(both=" (without 1.0 Floor),2025 PW GPCI (with 1.0 Floor)")

    def read(text: str) -> Any:
        return cms.read_gpci(text, effective=dt.date(2025, 1, 1), partial=True)

    (row,) = read(f"{with_both}10112,AL,00,ALABAMA,0.98,1,0.869,0.575\r\n").rows
    assert (row.work_gpci, row.pe_gpci, row.malpractice_gpci) == tuple(
        map(Decimal, ("1.000", "0.869", "0.575"))
    )
    (row,) = read(f"{with_both}10112,AL,00,ALABAMA,1,0.869,0.575\r\n").rows
    assert row.work_gpci == 1
    for wrong in (
        f"{with_both}10112,AL,00,ALABAMA,0.98,1,0.869,0.575,1\r\n",
        f"{head.format(both='')}10112,AL,00,ALABAMA,0.98,1,0.869,0.575\r\n",
    ):
        assert "line 2" in problems(functools.partial(read, wrong))[0]


def test_floors_are_of_their_states() -> None:
    """Alaska has 1.5 for work and frontier states 1.0 for practice expense; others have neither."""
    alaska = GPCI_CSV.replace("ALASKA*,1.5,", "ALASKA*,1.499,")
    found = problems(lambda: cms.read_gpci(alaska, partial=True))
    assert found == ("line 5: work_gpci of Alaska is 1.499, by law at least 1.5",)
    armed = alaska.replace(",AK,", ",AA,")
    assert cms.read_gpci(armed, partial=True)
    frontier = GPCI_CSV.replace(",HI,", ",WY,").replace("1.149", "0.999")
    assert "frontier state is 0.999" in problems(lambda: cms.read_gpci(frontier, partial=True))[0]
    assert cms.read_gpci(frontier.replace(",WY,", ",HI,"), partial=True)


# --- add-ons


@pytest.mark.parametrize(
    ("rows", "undated", "wrong"),
    [(9, 9, False), (10, 6, True), (10, 5, False), (16, 8, False), (16, 9, True)],
)
def test_add_ons_without_a_first_day(rows: int, undated: int, *, wrong: bool) -> None:
    """More than half of ten rows or more says that columns are swapped."""
    each = [
        f"1,1{number:04d},,70450,,{'' if number < undated else '2026001'},,\r\n"
        for number in range(rows)
    ]
    text = f"{AOC_HEAD}\r\n{''.join(each)}"
    read = functools.partial(cms.read_add_on, text, effective=DAY, partial=True)
    if wrong:
        assert problems(read) == ("most rows have no effective date: columns are swapped",)
    else:
        assert len(read()) == rows


# --- which file it is


@pytest.mark.parametrize("month", range(1, 13))
def test_a_name_that_states_a_day_is_of_its_quarter(month: int) -> None:
    """Whatever the month, the day lies in it; a thirteenth month is none."""
    told = said([f"MCR_MUE_PractitionerServices_Eff_{month:02}-01-2026.csv"])
    assert told.effective is not None
    assert told.through is not None
    assert told.effective <= dt.date(2026, month, 1) <= told.through
    assert (told.through - told.effective).days in range(89, 93)
    assert said(["MCR_MUE_PractitionerServices_Eff_13-01-2026.csv"]).effective is None


@pytest.mark.parametrize(("at", "told"), [(0, True), (63, True), (64, False)])
def test_bytes_that_are_no_text_are_told_by_their_beginning(at: int, *, told: bool) -> None:
    """A NUL among the first 64 bytes is UTF-16 or no text."""
    data = b"x" * at + b"\x00" + b"x" * 100
    found = problems(lambda: cms.read(data))
    assert ("the bytes are UTF-16 or no text" in found[0]) is told


def test_a_layout_is_told_by_the_head_of_a_text() -> None:
    """What stands further down than a head is no header, in text as in bytes."""
    far = "words\r\n" * 20_000
    for source in some((far + PTP, (far + PTP).encode())):
        found = problems(functools.partial(cms.read, source, partial=True))
        assert found[0].startswith("no layout of CMS's that is known here was found")


def test_one_table_in_two_texts_says_the_same() -> None:
    """Limits of one quarter that differ in their first row are one table with an error, not two tables."""
    text = MUE.format(who="Practitioner")
    other = text.replace("71260,2,3", "71260,3,3")
    assert text != other
    names = ("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", "another_Eff_07-01-2026.csv")
    assert len(cms.read(zipped(dict.fromkeys(names, text)), partial=True)) == 1
    found = problems(
        lambda: cms.read(zipped(dict(zip(names, (text, other), strict=True))), partial=True)
    )
    assert "hold one table and differ: give one" in found[0]


@pytest.mark.parametrize(
    ("parts", "missing"),
    [((1,), ""), ((2,), "f1"), ((1, 2), ""), ((1, 4), "f2, f3"), ((3,), "f1, f2")],
)
def test_parts_up_to_the_last_are_there(parts: tuple[int, ...], missing: str) -> None:
    """Those that are missing are named; where partial is asked for, none is missed."""
    rows = {
        part: PTP.replace("71260", f"7126{part}").replace("\n71250", f"\n7125{part}")
        for part in parts
    }
    data = zipped({f"ccipra-v322r0-f{part}.TXT": text for part, text in rows.items()})
    assert len(cms.read(data, partial=True)) == 1
    found = problems(lambda: cms.read(data))
    told = [each for each in found if "of the PTP table is missing" in each]
    assert told == (
        [f"part {missing} of the PTP table is missing: give all parts"] if missing else []
    )


def test_a_problem_names_the_nearest_file() -> None:
    """That in the archive, not the archive."""
    found = problems(lambda: cms.read(zipped({"inner.csv": "words\r\n"}), name="outer.zip"))
    assert found[0].startswith("inner.csv: ")
