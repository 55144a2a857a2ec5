"""Readers of CMS's official layouts: everything that is meant is read, and everything else is listed."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptkit import cms
from cptkit.errors import DataError
from cptkit.indicators import GlobalDays, PcTc, Setting, Status, Supervision
from cptkit.values.table import FeeScheduleRow, Table, TableKind
from layouts import (
    AOC,
    FAMILY,
    GLOBAL,
    GPCI_CSV,
    GPCI_TXT,
    HEADER_31,
    MUE,
    OPPS_CAP,
    PTP,
    READING,
    ROWS_31,
    TECHNICAL,
    fee_csv,
    fee_csv_2026,
    fee_txt,
    problems,
)
from looped import some

DAY = dt.date(2025, 10, 1)
READERS: dict[str, tuple[Callable[[Any], Table[Any]], str]] = {
    "fee schedule csv": (cms.read_fee_schedule, fee_csv()),
    "fee schedule csv of 2026": (cms.read_fee_schedule, fee_csv_2026()),
    "fee schedule txt": (lambda text: cms.read_fee_schedule(text, effective=DAY), fee_txt()),
    "gpci csv": (cms.read_gpci, GPCI_CSV),
    "gpci txt": (cms.read_gpci, GPCI_TXT),
    "opps cap": (lambda text: cms.read_opps_cap(text, effective=DAY), OPPS_CAP),
    "mue": (lambda text: cms.read_mue(text, effective=DAY), MUE.format(who="Practitioner")),
    "ptp": (lambda text: cms.read_ptp(text, setting=Setting.PROFESSIONAL, effective=DAY), PTP),
    "add-on": (lambda text: cms.read_add_on(text, effective=DAY), AOC),
}
every_reader = pytest.mark.parametrize(("read", "text"), READERS.values(), ids=READERS)


# --- what all readers share


@every_reader
def test_a_source_may_be_text_bytes_lines_or_an_open_file(
    read: Callable[[Any], Table[Any]], text: str
) -> None:
    """Every form of the same text gives the same table."""
    table = read(text)
    assert len(table) > 0
    for form in (
        text.encode(),
        bytearray(text.encode()),
        text.splitlines(keepends=True),
        text.split("\n"),
        io.StringIO(text),
        io.BytesIO(text.encode()),
    ):
        assert read(form) == table


@every_reader
def test_what_systems_add_around_a_text_is_read_as_meant(
    read: Callable[[Any], Table[Any]], text: str
) -> None:
    """A byte order mark, either line end, blank lines and the DOS end of file at the end change nothing."""
    table = read(text)
    plain = text.replace("\r\n", "\n")
    for form in (
        "\ufeff" + text,
        b"\xef\xbb\xbf" + text.encode(),
        plain,
        plain.replace("\n", "\r\n"),
        text + "\r\n\r\n \n",
        text + "\x1a",
        text + "\x1a\r\n\n",
    ):
        assert read(form) == table


@every_reader
@pytest.mark.parametrize(
    "wrong",
    [
        None,
        3,
        2.5,
        float("nan"),
        object(),
        dt.date(2025, 1, 1),
        Path("a.csv"),
        [1],
        [["a", "b"]],
        [None],
        {},
        ["a", b"b", 3],
        "",
    ],
)
def test_a_source_of_a_wrong_type_is_a_data_error(
    read: Callable[[Any], Table[Any]], text: str, wrong: object
) -> None:
    """What is no text says what to give instead."""
    assert problems(lambda: read(wrong))
    assert text


@every_reader
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused(read: Callable[[Any], Table[Any]], text: str, encoding: str) -> None:
    """The cure is named: save as UTF-8."""
    assert problems(lambda: read(text.encode(encoding))) == (
        "line 1: the bytes are UTF-16 or no text: save the file as UTF-8",
    )


def test_a_nul_is_named_by_its_line() -> None:
    """One NUL in a whole file says where it is."""
    torn = fee_csv().replace("32.3465", "32.3\x00465", 1)
    line = torn[: torn.index("\x00")].count("\n") + 1
    assert problems(lambda: cms.read_fee_schedule(torn.encode())) == (
        f"line {line}: the bytes are UTF-16 or no text: save the file as UTF-8",
    )


@every_reader
@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x0b", "\x1a"])
def test_a_control_character_inside_is_refused_with_its_line(
    read: Callable[[Any], Table[Any]], text: str, mark: str
) -> None:
    """An end-of-file character counts as one where text follows."""
    lines = text.split("\n")
    lines[-2] = lines[-2][:3] + mark + lines[-2][3:]
    assert any(
        f"line {len(lines) - 1}: holds a control character" in each
        for each in problems(lambda: read("\n".join(lines)))
    )


@every_reader
def test_an_end_of_file_character_before_the_end_is_refused(
    read: Callable[[Any], Table[Any]], text: str
) -> None:
    """Two files one after the other are not one file."""
    assert any(
        "before the end" in each for each in problems(lambda: read(text + "\x1a\r\n" + text))
    )


@every_reader
def test_text_without_the_header_is_refused(read: Callable[[Any], Table[Any]], text: str) -> None:
    """Ten megabytes on one line, prose, JSON and another table's text end alike, in linear time."""
    assert text
    for wrong in (
        "x" * 10_000_000,
        "prose\n" * 100,
        json.dumps({"rows": []}),
        "\n\n",
        "a,b\n1,2\n",
        "HCPCS,MOD\n",
        "HDR\n" + '"' * 99,
    ):
        assert problems(partial(read, wrong))


@every_reader
def test_a_cut_row_is_never_a_shorter_table(read: Callable[[Any], Table[Any]], text: str) -> None:
    """Wherever the last row is cut between its cells, the text is refused."""
    lines = text.replace("\r\n", "\n").split("\n")
    last = max(number for number, line in enumerate(lines) if re.match(r"[0-9]{4,5}|[123],", line))
    row = lines[last]
    cuts = (
        [match.start() for match in re.finditer(r"\t|,(?! )|  +", row)]
        if not text.startswith("HDR")
        else range(1, len(row))
    )
    assert len(cuts) > 2
    for cut in some(cuts):
        assert problems(partial(read, "\n".join([*lines[:last], row[:cut]])))


@every_reader
def test_a_header_alone_has_no_rows(read: Callable[[Any], Table[Any]], text: str) -> None:
    """An empty table is refused: the file was cut before its rows."""
    heads = {
        "HDR": 2,
        "ADDENDUM": 3,
        "HCPCS": 1,
        "A notice.": 6,
        "A notice\r": 2,
        ",,20": 3,
        '"Not': 5,
    }
    keep = next(count for start, count in heads.items() if text.startswith(start))
    found = problems(lambda: read("".join(text.splitlines(keepends=True)[:keep])))
    assert found == ("no rows: the text ends before the table begins",)


@every_reader
@given(junk=st.text(max_size=300), at=st.integers(0, 400))
def test_any_text_gives_a_table_or_a_data_error(
    read: Callable[[Any], Table[Any]], text: str, junk: str, at: int
) -> None:
    """No text ends in an error of another kind."""
    for form in (junk, text[:at] + junk + text[at:], junk.encode("utf-8", "surrogatepass")):
        with contextlib.suppress(DataError):
            assert isinstance(read(form), Table)


def test_lines_that_fail_to_decode_are_a_data_error() -> None:
    """A file opened in a wrong encoding says so."""
    broken = io.TextIOWrapper(io.BytesIO(fee_csv().encode() + b"\xff\xff\n"), encoding="utf-8")
    assert problems(lambda: cms.read_fee_schedule(broken)) == (
        "the lines cannot be decoded (invalid start byte): open the file in binary",
    )

    def lines() -> Iterator[str]:
        yield "a"
        raise UnicodeError("broken")

    assert problems(lambda: cms.read_fee_schedule(lines())) == (
        "the lines cannot be decoded (broken): open the file in binary",
    )


def test_bytes_of_older_files_are_read_in_the_windows_page() -> None:
    """What is neither UTF-8 nor Windows-1252 is refused with its line."""
    old = fee_csv().replace("WORDS,A", "W\u00f6RDS\u2019,A").encode("cp1252")
    assert cms.read_fee_schedule(old) == cms.read_fee_schedule(fee_csv())
    assert problems(
        lambda: cms.read_fee_schedule(fee_csv().encode().replace(b"WORDS,A", b"W\x81,A"))
    ) == tuple(
        f"line {number}: holds bytes that are neither UTF-8 nor Windows-1252"
        for number in (4, 5, 6)
    )


def test_a_blank_line_among_the_rows_is_refused() -> None:
    """Rows may be missing there."""
    assert problems(lambda: cms.read_fee_schedule(fee_csv((GLOBAL, "", "," * 30, READING)))) == (
        "line 5: a blank line stands among the rows",
    )


def test_quotes_that_do_not_close_are_refused() -> None:
    """The rest of the file is in one cell then."""
    found = problems(
        lambda: cms.read_fee_schedule(fee_csv((GLOBAL, READING.replace("WORDS", '"WORDS'))))
    )
    assert found == ("line 5: quotes or cells cannot be read (unexpected end of data)",)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cms.read_fee_schedule, fee_csv()),
        (cms.read_gpci, GPCI_CSV),
        (cms.read_opps_cap, OPPS_CAP),
        (cms.read_mue, MUE),
        (cms.read_add_on, AOC),
    ],
)
@pytest.mark.parametrize("wrong", ["2025-01-01", 2025, 3.5])
def test_a_day_that_is_no_date_is_a_type_error(
    read: Callable[..., object], text: str, wrong: object
) -> None:
    """Days are dates; a datetime counts by its day."""
    with pytest.raises(TypeError, match="date"):
        read(text, effective=wrong)
    with pytest.raises(TypeError, match="date"):
        read(text, effective=DAY, through=wrong)


@pytest.mark.parametrize("name", ["opps cap", "mue", "ptp", "add-on", "fee schedule txt"])
def test_a_file_that_states_no_days_needs_them(name: str) -> None:
    """The cure names the argument."""
    text = READERS[name][1]
    reads: dict[str, Callable[[], object]] = {
        "opps cap": lambda: cms.read_opps_cap(text),
        "mue": lambda: cms.read_mue(text),
        "ptp": lambda: cms.read_ptp(text, setting=Setting.PROFESSIONAL),
        "add-on": lambda: cms.read_add_on(text),
        "fee schedule txt": lambda: cms.read_fee_schedule(text),
    }
    assert problems(reads[name]) == (
        "the file does not state the day from which it is in force: give effective=",
    )


def test_a_table_does_not_end_before_it_begins() -> None:
    """Swapped days are refused."""
    found = problems(
        lambda: cms.read_opps_cap(OPPS_CAP, effective=DAY, through=dt.date(2025, 1, 1))
    )
    assert found == ("the table would end on 2025-01-01, before it begins on 2025-10-01",)


# --- fee schedule


def test_a_row_of_the_fee_schedule_is_read_field_by_field() -> None:
    """Every column lands in its field, as a value of its kind."""
    row = cms.read_fee_schedule(fee_csv(), file="x.csv")[3]
    assert (row.code, row.modifier, row.status, row.not_used_for_medicare) == (
        "52005",
        "",
        Status.NON_COVERED,
        True,
    )
    assert (row.work_rvu, row.non_facility_pe_rvu, row.facility_pe_rvu) == (
        Decimal("2.37"),
        Decimal("5.85"),
        Decimal("1.32"),
    )
    assert (row.non_facility_na, row.facility_na) == (True, False)
    assert (row.malpractice_rvu, row.non_facility_total, row.facility_total) == (
        Decimal("0.29"),
        Decimal("8.51"),
        Decimal("3.98"),
    )
    assert (row.pc_tc, row.global_days) == (PcTc.PHYSICIAN_SERVICE, GlobalDays.SAME_DAY)
    assert (row.pre_op, row.intra_op, row.post_op) == (
        Decimal("0.10"),
        Decimal("0.80"),
        Decimal("0.10"),
    )
    indicators = (
        row.multiple_procedure,
        row.bilateral,
        row.assistant_surgeon,
        row.co_surgeon,
        row.team_surgeon,
        row.supervision,
        row.imaging_family,
    )
    assert "".join(each.value for each in indicators) == "301000999"
    assert (
        row.endoscopic_base,
        row.conversion_factor,
        row.calculation_flag,
        row.price_indicator,
    ) == ("52000", Decimal("32.3465"), "0", None)
    technical = cms.read_fee_schedule(fee_csv())[2]
    assert technical.supervision is Supervision.DIRECT
    assert (
        technical.opps_non_facility_pe_rvu,
        technical.opps_facility_pe_rvu,
        technical.opps_malpractice_rvu,
    ) == (
        Decimal("5.48"),
        Decimal("5.48"),
        Decimal("0.03"),
    )


def test_csv_and_fixed_width_give_equal_rows() -> None:
    """The two layouts say the same."""
    assert (
        cms.read_fee_schedule(fee_txt(), effective=DAY).rows
        == cms.read_fee_schedule(fee_csv()).rows
    )


def test_the_layout_of_2026_has_a_pricing_indicator_more() -> None:
    """Nothing else changes."""
    table = cms.read_fee_schedule(fee_csv_2026())
    assert [row.price_indicator for row in table] == ["9"] * 4
    assert (
        tuple(attrs.evolve(row, price_indicator=None) for row in table)
        == cms.read_fee_schedule(fee_csv()).rows
    )


@pytest.mark.parametrize(
    ("year", "month", "release", "effective", "through"),
    [
        (2025, "January", "RVU25A", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        (2024, "April", "RVU24B", dt.date(2024, 4, 1), dt.date(2024, 6, 30)),
        (2023, "July", "RVU23C", dt.date(2023, 7, 1), dt.date(2023, 9, 30)),
        (2022, "October", "RVU22D", dt.date(2022, 10, 1), dt.date(2022, 12, 31)),
    ],
)
def test_the_csv_states_its_release_and_quarter(
    year: int, month: str, release: str, effective: dt.date, through: dt.date
) -> None:
    """The title line gives year and month."""
    table = cms.read_fee_schedule(fee_csv(year=year, month=month))
    assert (table.kind, table.source.release, table.source.effective, table.source.through) == (
        TableKind.FEE_SCHEDULE,
        release,
        effective,
        through,
    )
    assert table[0].source == table.source


def test_what_the_caller_says_of_days_goes_first() -> None:
    """The first release of 2024 ended within its quarter."""
    source = cms.read_fee_schedule(
        fee_csv(year=2024, month="January"), through=dt.date(2024, 3, 8)
    ).source
    assert (source.effective, source.through) == (dt.date(2024, 1, 1), dt.date(2024, 3, 8))
    later = cms.read_fee_schedule(
        fee_csv(year=2024, month="January"),
        effective=dt.datetime(2024, 5, 1, 12, tzinfo=dt.timezone.utc),
        release="mine",
    ).source
    assert (later.effective, later.through, later.release) == (dt.date(2024, 5, 1), None, "mine")


def test_a_title_of_another_month_states_nothing() -> None:
    """Then the days are needed."""
    assert "give effective=" in problems(lambda: cms.read_fee_schedule(fee_csv(month="March")))[0]
    assert cms.read_fee_schedule(fee_csv(month="March"), effective=DAY).source.release == ""


def test_all_problems_of_a_file_are_listed_at_once() -> None:
    """Each with its line, its column, what stands there and what was expected."""
    rows = (
        GLOBAL.replace(",A,", ",Z,"),
        READING.replace("1.16", "1.2"),
        FAMILY.replace("52005", "5200").replace(",0,000", ",0,0").replace(",09,", ",9,"),
        GLOBAL.replace("71260,,", "71260,2,").replace(",NA,", ",na,").replace(",0,88", ",00,88"),
        GLOBAL,
        GLOBAL,
        "71250,,WORDS,A",
    )
    found = problems(lambda: cms.read_fee_schedule(fee_csv(rows)))
    assert found == (
        "line 4: status is 'Z', not one of A, B, C, D, E, F, G, H, I, J, L, M, N, P, Q, R, T, X",
        "line 5: work_rvu is '1.2', not a number with 2 decimals",
        "line 6: code is '5200', not a code of five characters",
        "line 6: global_days is '0', not one of 000, 010, 090, MMM, XXX, YYY, ZZZ",
        "line 6: supervision is '9', not one of 01, 02, 03, 04, 05, 06, 09, 21, 22, 66, 6A, 77, 7A",
        "line 7: modifier is '2', not empty or a modifier of two characters",
        "line 7: facility_na is 'na', not empty or NA",
        "line 7: calculation_flag is '00', not one character",
        "line 8: 71260 global stands on line 4 already",
        "line 9: 71260 global stands on line 4 already",
        "line 10: has 4 cells, 31 are expected: the row is cut or of another layout",
    )


@pytest.mark.parametrize(
    "amount",
    ["NaN", "Infinity", "1e5", "-1.00", "1,5", "12345678.00", "\u0661.00", " 1. 00", "0x1.00"],
)
def test_an_amount_is_digits_with_two_decimals(amount: str) -> None:
    """No other way of writing numbers is guessed."""
    assert (
        len(
            problems(
                lambda: cms.read_fee_schedule(fee_csv((GLOBAL.replace("1.16", f'"{amount}"'),)))
            )
        )
        == 1
    )


def test_a_header_that_no_year_has_is_refused() -> None:
    """A renamed or missing column is no known layout."""
    for header in (HEADER_31.replace("FLAG", "FLAGS"), HEADER_31.removesuffix(",AMOUNT")):
        found = problems(partial(cms.read_fee_schedule, fee_csv(header=header)))
        assert "is of no year that is known" in found[0]


def test_fixed_width_lines_of_another_width_are_refused() -> None:
    """A cut line, and one with something where the layout has nothing, are no rows."""
    lines = fee_txt().split("\r\n")
    lines[2] = lines[2][:-1]
    lines[3] = lines[3][:122] + "9" + lines[3][123:]
    found = problems(lambda: cms.read_fee_schedule("\r\n".join(lines), effective=DAY))
    assert [each.split(":")[0] for each in found] == ["line 3", "line 4"]


def test_the_originals_of_2025_say_the_same_in_both_layouts(shared: Path) -> None:
    """All rows of the csv equal all rows of the text; the csv of July 2026 reads whole."""
    folder = shared / "cms" / "pfs"
    table = cms.read_fee_schedule((folder / "PPRRVU2025_Oct.csv").read_bytes())
    text = cms.read_fee_schedule((folder / "PPRRVU2025_Oct.txt").read_bytes(), effective=DAY)
    assert (len(table), table.source.release, text.rows) == (19_090, "RVU25D", table.rows)
    newer = cms.read_fee_schedule((folder / "PPRRVU2026_Jul_nonQPP.csv").read_bytes())
    assert (len(newer), newer.source.release) == (19_356, "RVU26C")
    assert isinstance(newer[0], FeeScheduleRow)


def test_rows_31_are_what_the_layouts_say() -> None:
    """The invented rows have 31 cells, so that the tests above mean what they say."""
    assert [len(cms.read_fee_schedule(fee_csv((row,)))) for row in ROWS_31] == [1, 1, 1, 1]


# --- what holds in every row and file


def test_a_row_whose_parts_are_not_its_total_is_refused() -> None:
    """Work, practice expense and malpractice add up; a technical component has no work and other marks."""
    work = TECHNICAL.replace("0.00,3.38", "0.01,3.38", 1).replace("3.38,NA,0.01", "3.38,NA,0.00")
    rows = (
        GLOBAL.replace("1.16,", "1.06,", 1),
        READING.removesuffix("0.00") + "0.01",
        work.replace("3.38,,3.38,NA", "3.38,NA,3.38,"),
    )
    total = "and malpractice are not its total"
    assert problems(lambda: cms.read_fee_schedule(fee_csv(rows))) == (
        f"line 4: work, non-facility practice expense {total}",
        f"line 4: work, facility practice expense {total}",
        "line 5: malpractice under the OPPS cap exceeds practice expense",
        "line 6: a technical component has work: columns are swapped",
        "line 6: a technical component has NA outside facilities: columns are swapped",
    )


def test_a_file_has_one_conversion_factor() -> None:
    """Another year's rows show by theirs."""
    mixed = fee_csv((GLOBAL, READING.replace("32.3465", "33.2875")))
    assert problems(lambda: cms.read_fee_schedule(mixed)) == (
        "a file has one conversion factor, not 32.3465 and 33.2875: rows are mixed",
    )


def test_a_spreadsheet_that_lost_zeros_and_decimals_reads_as_what_cms_wrote() -> None:
    """0 for 0.00, 9 for 09, 0 for 000: where no amount of the file kept its zeros, all lost them."""
    lost = [_as_a_spreadsheet_writes(row) for row in ROWS_31]
    assert cms.read_fee_schedule(fee_csv(tuple(lost))) == cms.read_fee_schedule(fee_csv())


def _as_a_spreadsheet_writes(row: str) -> str:
    cells = row.replace('"WORDS, MORE"', "WORDS").split(",")
    plain = [re.sub(r"^([0-9]+)\.([0-9]*?)0*$", r"\1.\2", each).removesuffix(".") for each in cells]
    return ",".join(re.sub(r"^0+(?=[0-9])", "", each) for each in plain)


@pytest.mark.parametrize(
    ("one", "other"), [(5, 10), (15, 17), (15, 16), (18, 23), (19, 20), (20, 21), (21, 22), (7, 9)]
)
def test_swapped_columns_of_the_original_are_refused(shared: Path, one: int, other: int) -> None:
    """Also where both hold values that the other may hold."""
    path = shared / "cms" / "pfs" / "PPRRVU2026_Jul_nonQPP.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows[10:]:
        if len(row) == 32:  # a description without a comma
            row[one], row[other] = row[other], row[one]
    text = "\n".join(",".join(row) for row in rows) + "\n"
    assert problems(lambda: cms.read_fee_schedule(text)) != ()


def test_the_original_under_another_year_is_refused(shared: Path) -> None:
    """The conversion factor is not that of the title's year."""
    text = (shared / "cms" / "pfs" / "PPRRVU2025_Oct.csv").read_text(encoding="utf-8")
    found = problems(lambda: cms.read_fee_schedule(text.replace(",,2025 N", ",,2024 N", 1)))
    assert found == (
        "has conversion factor 32.3465, but 2024 has 32.7442 and 33.2875: the rows are of another year",
    )
