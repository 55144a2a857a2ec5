"""The builder: invented rows in the exact layouts of the originals give exactly these bytes."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import attrs
import pytest

import build_data
import cptkit
from builder import build, codes, fitted, history, ncci, originals, small
from builder.originals import Original, Read
from cptkit.catalog.listed_days import Span
from cptkit.files.manifest import columns_file
from cptkit.files.ncci import ptp_table
from cptkit.values.code import is_radiology
from layouts import AOC_HEAD, COUNTIES, GLOBAL, GPCI_CSV, READING, fee_csv, widened
from layouts import HEADER_32 as WIDE_HEADER
from looped import some

RVU20A, RVU20B, RVU21A = (
    Original("a", "RVU20A", dt.date(2020, 1, 1), dt.date(2020, 3, 31)),
    Original("b", "RVU20B", dt.date(2020, 4, 1), dt.date(2020, 6, 30)),
    Original("c", "RVU21A", dt.date(2021, 1, 1), dt.date(2021, 3, 31)),
)
RVU20D = Original("d", "RVU20D", dt.date(2020, 10, 1), dt.date(2020, 12, 31))


def read(text: str, original: Original = RVU20A) -> Read:
    """Give a text as if it were read."""
    return Read(original, text, "0" * 64)


def conversion(*rows: str) -> str:
    """Give rows under the header of the conversions."""
    return "\n".join([history.NAMES, *rows, ""])


def head_and_rows(text: str) -> tuple[dict[str, Any], list[Any]]:
    """Split a packaged text, and check that it is in its one form: a row a line, final newline."""
    raw = json.loads(text)
    assert text.endswith("\n]}\n")
    assert text.count("\n") == len(raw["rows"]) + 2 - (not raw["rows"])
    return raw, raw.pop("rows")


# --- conversions


def test_a_conversion_is_read_as_the_official_row_that_it_came_from() -> None:
    """0 is 0.00, and what RVU20D lost is put back: zeros of codes, supervision levels and global days."""
    row = "71260,TC,A,,0,3.38,,3.38,NA,0.01,3.39,3.39,1,XXX,0,0,0,4,0,0,0,0,,36.0896,2,0,88,5.48,5.48,0.03"
    anesthesia = "100,,J,,0,0,,0,,0,0,0,9,0,0,0.1,0,9,9,9,9,9,,36.0896,9,0,99,0,0,0"
    technical, other = history.fee_schedule(read(conversion(row, anesthesia, "," * 29)))
    assert (technical.supervision.value, technical.modifier, technical.facility_na) == (
        "02",
        "TC",
        True,
    )
    assert (
        other.code,
        other.supervision.value,
        other.global_days.value,
        str(other.intra_op),
        str(other.work_rvu),
    ) == ("00100", "09", "000", "0.10", "0.00")
    assert other.source is not None
    assert (other.source.release, other.source.effective) == ("RVU20A", dt.date(2020, 1, 1))


def test_a_text_with_another_header_is_no_conversion() -> None:
    """The builder stops."""
    with pytest.raises(ValueError, match="header"):
        history.official("hcpcs,mod\n")


def test_an_official_file_is_read_as_it_is() -> None:
    """Only conversions are written back."""
    assert [row.code for row in history.fee_schedule(read(fee_csv((GLOBAL,))))] == ["71260"]


def test_localities_without_states_take_them_from_another_release() -> None:
    """Asterisks and empty rows are left out, indices have three decimals."""
    text = "mac,locality_number,locality_name,gpci_work,gpci_pe,gpci_mp,gpci_gaf\n2102,1,ALASKA*,1.5,1.118,0.614,1\n10112,00,ALABAMA,1,0.8,0.7,1\n,,,,,,\n"
    rows = tuple(history.localities(read(text), {"02102-01": "AK"}))
    assert [(row.id, row.name, row.state, str(row.work_gpci)) for row in rows] == [
        ("02102-01", "ALASKA", "AK", "1.500"),
        ("10112-00", "ALABAMA", "", "1.000"),
    ]


# --- days


def lists(*releases: tuple[Original, set[str]]) -> list[list[codes.Listed]]:
    """Make one source of the code set from releases with the codes that each names."""
    return [[codes.Listed(each.effective, each.through, named) for each, named in releases]]


def told(found: list[Span]) -> list[tuple[str | None, ...]]:
    """Give the days of spans as text."""
    return [tuple(map(codes.iso, attrs.astuple(each))) for each in found]


@pytest.mark.parametrize(
    ("seen", "sure", "unsure"),
    [
        ([1, 1, 1], [(None, None, None, None)], None),
        ([0, 1, 1], [("2020-04-01", None, None, None)], None),
        ([0, 0, 1], [("2021-01-01", None, None, None)], [("2021-01-01", None, "2020-06-30", None)]),
        ([1, 0, 0], [(None, "2020-03-31", None, None)], None),
        ([1, 1, 0], [(None, "2020-12-31", None, None)], [(None, "2020-06-30", None, "2021-01-01")]),
        ([0, 0, 0], [], None),
    ],
)
def test_days_are_read_from_the_releases_that_name_a_code(
    seen: list[int],
    sure: list[tuple[str | None, ...]],
    unsure: list[tuple[str | None, ...]] | None,
) -> None:
    """Neighbors change on the later one's first day; over a gap Category I on 1 January, another code between two days."""
    for code, right in (("99213", sure), ("A9552", unsure or sure)):
        named = ({code} if each else set() for each in seen)
        present = lists(*zip((RVU20A, RVU20B, RVU21A), named, strict=True))
        assert told(codes.spans(code, present)) == right


def test_neighboring_releases_of_two_years_leave_no_gap() -> None:
    """The last quarter of a year and the first of the next touch."""
    present = lists((RVU20D, set()), (RVU21A, {"A9552"}))
    assert told(codes.spans("A9552", present)) == [("2021-01-01", None, None, None)]


def test_a_second_source_fills_the_gap_of_the_first() -> None:
    """Either source that names a code tells of its days; one that ended before tells of Category III that it was absent."""
    (fees,) = lists((RVU20A, set()), (RVU21A, {"A9552", "0042T"}))
    (hospitals,) = lists((RVU20A, set()), (RVU20D, {"A9552"}))
    assert told(codes.spans("A9552", [fees, hospitals])) == [
        ("2020-10-01", None, "2020-03-31", None)
    ]
    assert told(codes.spans("0042T", [fees, hospitals])) == [("2021-01-01", None, None, None)]


def test_a_row_stays_open_when_another_source_goes_on() -> None:
    """A year in which Addendum B is not there yet changes no row: the manifest says how far it tells, and the reader ends there."""
    (fees,) = lists((RVU20A, {"71260"}), (RVU21A, {"71260"}))
    (early,) = lists((RVU20A, {"L0112", "71260"}), (RVU20B, {"L0112", "71260"}))
    for code in ("L0112", "71260"):
        assert told(codes.spans(code, [fees, early])) == [(None, None, None, None)]


def test_other_codes_say_between_which_days_they_began() -> None:
    """Category I codes change on 1 January, so a gap leaves no doubt; placeholders are no codes."""
    present = lists(
        (RVU20A, {"99213", "0042T", "71260"}),
        (RVU20B, {"99213"}),
        (RVU21A, {"99213", "99214", "0005U", "GXXX1"}),
    )
    text, count = codes.other_codes(present, {"71260"})
    assert count == 4
    assert text == (
        '{"columns":["code","effective","through","absent_through","absent_from"],"rows":[\n["99213",null,null],\n'
        '["99214","2021-01-01",null],\n["0042T",null,"2020-03-31"],\n["0005U","2021-01-01",null,"2020-06-30"]\n]}\n'
    )


def test_addendum_b_is_read_as_releases_with_their_codes() -> None:
    """The copy writes runs of equal status; a release is a quarter."""
    text = "hcpcs,first_release,last_release,si,payment_rate\nC1717,2020-01,2020-10,U,1.0\nL8699,2020-10,2020-10,N,\n"
    assert [
        (str(each.effective), str(each.through), sorted(each.codes))
        for each in small.addendum_b(read(text))
    ] == [("2020-01-01", "2020-03-31", ["C1717"]), ("2020-10-01", "2020-12-31", ["C1717", "L8699"])]


PRESENT = lists(
    (RVU20A, {"71250", "71260", "72275"}),
    (RVU20D, {"71250", "71260", "72275"}),
    (RVU21A, {"71250", "71260", "71271"}),
)
TAXONOMY = {
    "71260": (dt.date(1984, 1, 1), None),
    "71271": (dt.date(2021, 1, 1), None),
    "76001": (dt.date(1990, 1, 1), dt.date(2018, 12, 31)),
    "76002": (dt.date(1990, 1, 1), None),
}


def authored(
    *rows: dict[str, Any],
    successors: dict[str, Any] | None = None,
    strict: bool = True,
    named: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    """Join profiles with days, and give the rows."""
    full = [{"label": "our words", "citation": "x", "certainty": "H", **row} for row in rows]
    text, count = codes.authored_codes(
        full, successors or {}, PRESENT, TAXONOMY, named, strict=strict
    )
    found = head_and_rows(text)[1]
    assert len(found) == count
    return found


def days(row: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Give code and days of a row."""
    return row["code"], row.get("effective"), row.get("through")


def test_authored_codes_get_their_days() -> None:
    """From the releases, before them from the taxonomy; a code of neither has what its author wrote."""
    rows = authored(
        {"code": "76001"},
        {"code": "71271"},
        {"code": "71260"},
        {"code": "71250"},
        {"code": "72275"},
        {"code": "C8904", "through": "2018-12-31"},
    )
    assert [days(row) for row in rows] == [
        ("71250", None, None),
        ("71260", "1984-01-01", None),
        ("71271", "2021-01-01", None),
        ("72275", None, "2020-12-31"),
        ("76001", "1990-01-01", "2018-12-31"),
        ("C8904", None, "2018-12-31"),
    ]
    assert list(rows[1]) == ["code", "label", "effective", "citation", "certainty"]


def test_a_day_in_a_gap_between_releases_lies_between_two_days() -> None:
    """But for Category I codes, which change on 1 January; a row is as sure as it was."""
    present = lists((RVU20A, {"72275", "A9500", "A9501"}), (RVU21A, {"A9552", "0042T"}))
    profiles = [
        {"code": code, "label": code, "citation": "x", "certainty": how}
        for code, how in (("72275", "H"), ("A9500", "H"), ("A9501", "L"), ("A9552", "M"))
    ]
    rows = head_and_rows(codes.authored_codes(profiles, {}, present, {})[0])[1]
    names = ("code", "absent_through", "absent_from", "certainty")
    assert [tuple(row.get(name) for name in names) for row in rows] == [
        ("72275", None, None, "H"),
        ("A9500", None, "2021-01-01", "H"),
        ("A9501", None, "2021-01-01", "L"),
        ("A9552", "2020-03-31", None, "M"),
    ]


def test_meanings_of_a_code_follow_each_other() -> None:
    """What is authored goes before what is derived, and the days of change stand in each row."""
    rows = authored(
        {"code": "71260", "through": "2020-12-31"},
        {"code": "71260", "effective": "2021-01-01", "label": "new"},
    )
    assert [(*days(row), row["revised"]) for row in rows] == [
        ("71260", "1984-01-01", "2020-12-31", ["2021-01-01"]),
        ("71260", "2021-01-01", None, ["2021-01-01"]),
    ]


def test_successors_stand_where_a_code_ended() -> None:
    """A code in force has none; one that ended has them with why, where that was read, and how sure it is."""
    row = {
        "successors": ["71275"],
        "note": "With contrast.",
        "citation": "invented",
        "certainty": "L",
    }
    successors = {"72275": {"code": "72275", **row, "note": ""}, "71250": {"code": "71250", **row}}
    rows = authored({"code": "72275"}, {"code": "71250"}, successors=successors)
    told = [
        (row.get("successors"), row.get("successors_note"), row.get("successors_certainty"))
        for row in rows
    ]
    assert told == [(None, None, None), (["71275"], "[invented]", "L")]
    ended = authored({"code": "72275"}, successors={"72275": {"code": "72275", **row}})
    assert ended[0]["successors_note"] == "With contrast. [invented]"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (({"code": "C8900"},), "C8900: no source says when it was in force"),
        (({"code": "76002"},), "76002: no source says when it was in force"),
        (
            ({"code": "71260", "effective": "2021-01-01", "through": "2020-01-01"},),
            "71260: ends on 2020-01-01, before 2021-01-01",
        ),
        (
            ({"code": "71260"}, {"code": "71260", "effective": "2021-01-01"}),
            "71260: the version from 1984-01-01 runs into the one from 2021-01-01",
        ),
        (
            (
                {"code": "71260", "through": "2021-01-01"},
                {"code": "71260", "effective": "2021-01-01"},
            ),
            "runs into the one from 2021-01-01",
        ),
    ],
)
def test_authored_rows_without_sense_are_refused(
    rows: tuple[dict[str, Any], ...], problem: str
) -> None:
    """Unless the build is told to tolerate them."""
    with pytest.raises(ValueError, match=problem):
        authored(*rows)
    assert authored(*rows, strict=False)


def test_a_code_that_a_limit_table_names_is_in_force_on_unknown_days() -> None:
    """Hospital codes stand in no fee schedule."""
    assert [days(row) for row in authored({"code": "C8900"}, named=frozenset({"C8900"}))] == [
        ("C8900", None, None)
    ]


def test_a_successor_without_its_code_is_refused() -> None:
    """A misspelt code would be lost."""
    with pytest.raises(ValueError, match="72276: has successors and no profile"):
        authored({"code": "72275"}, successors={"72276": {"successors": []}})


# --- NCCI and small tables

QUARTER = Original("p.csv", "v1", dt.date(2024, 7, 1), dt.date(2024, 9, 30), "CMS NCCI")


def test_pairs_are_those_in_force_in_the_release_that_touch_a_wanted_code() -> None:
    """A deletion on the first day is still in force on it; indicator 9 never was."""
    text = (
        "column_1,column_2,deletion,modifier,rationale\n"
        "99213,71250,9999-12-31,1,Why\n71260,71250,9999-12-31,0,Why\n71260,36000,9999-12-31,1,Why\n71260,0042T,9999-12-31,1,Why\n"
        "71260,36005,2024-07-01,1,Why\n71260,36010,2024-06-30,1,Why\n71260,36011,9999-12-31,9,Why\n99213,36000,9999-12-31,1,Why\n"
    )
    head, rows = head_and_rows(ncci.ptp(read(text, QUARTER), "PROFESSIONAL", is_radiology)[0])
    assert head["terms"] == [
        [None, "2024-07-01", "1", "Why"],
        [None, None, "0", "Why"],
        [None, None, "1", "Why"],
    ]
    assert rows == [
        ["71260", 0, "36005", 1, "71250", 2, "36000 0042T"],
        ["99213", 2, "71250"],
    ]
    assert (head["setting"], head["scope"]) == ("PROFESSIONAL", "PROFILED")
    assert head["source"]["release"] == "v1"


def test_pairs_of_a_retyped_table_have_no_reasons() -> None:
    """The copy of hospitals' pairs says columns and indicator; it holds the pairs of two radiology codes."""
    text = "column_1,column_2,modifier_indicator\n71260,71250,0\n"
    narrow = attrs.evolve(QUARTER, scope="WITHIN_RADIOLOGY")
    head, rows = head_and_rows(ncci.ptp(read(text, narrow), "OUTPATIENT_HOSPITAL", is_radiology)[0])
    assert (head["scope"], head["terms"]) == ("WITHIN_RADIOLOGY", [[None, None, "0", ""]])
    assert rows == [["71260", 0, "71250"]]


def test_a_pair_that_stands_twice_is_refused() -> None:
    """The copy would not be the table."""
    text = "column_1,column_2,deletion,modifier,rationale\n" + "71260,71250,9999-12-31,0,Why\n" * 2
    with pytest.raises(ValueError, match="twice"):
        ncci.ptp(read(text, QUARTER), "PROFESSIONAL", is_radiology)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service\n71260,2,3,Data,Practitioner\n99213,1,2,x,Practitioner\n",
            ["71260", 0, None, 2, "3", 0],
        ),
        ("hcpcs,mue_units,mue_mai\n71260,2,3\n", ["71260", 0, None, 2, "3", 0]),
        ("hcpcs,oph_mue,mai,rationale\n71260,0,2,Policy\n", ["71260", 0, None, 0, "2", 0]),
    ],
)
def test_unit_limits_of_all_copies_are_packed_alike(text: str, row: list[Any]) -> None:
    """Their headers differ."""
    part = attrs.evolve(QUARTER, complete=False)
    head, rows = head_and_rows(ncci.mue([read(text, part)], "PROFESSIONAL", is_radiology)[0])
    assert rows == [row]
    assert (head["releases"][0]["complete"], len(head["rationales"])) == (False, 1)


def test_a_limit_that_stands_twice_is_refused() -> None:
    """One code has one limit."""
    with pytest.raises(ValueError, match="twice"):
        ncci.mue(
            [read("hcpcs,mue_units,mue_mai\n71260,2,3\n71260,1,3\n", QUARTER)],
            "PROFESSIONAL",
            is_radiology,
        )


def test_add_ons_touch_a_wanted_code_on_either_side() -> None:
    """An add-on of which one edit names a wanted code has all its edits; sorted by add-on and primary, contractor-defined first."""
    text = f"{AOC_HEAD}\n2,77001,,CCCCC,,2013091,,\n1,34713,,71260,,2020001,2024366,\n1,34713,,34701,,2020001,,\n1,77001,,36556,,2013091,,\n1,11101,,11100,,2013091,,\n"
    _, rows = head_and_rows(ncci.add_on(read(text, QUARTER), is_radiology)[0])
    assert rows == [
        ["34713", "34701", "1", "2020-01-01", None],
        ["34713", "71260", "1", "2020-01-01", "2024-12-31"],
        ["77001", None, "2", "2013-04-01", None],
        ["77001", "36556", "1", "2013-04-01", None],
    ]


RUNS = (
    "hcpcs,first_release,last_release,si,payment_rate\n"
    "71260,2020-01,2020-04,S,1\n71260,2021-01,2021-01,S,1.204999999\n"
    "71271,2021-01,2021-01,Q3,0.7038333\n"
    "76000,2020-01,2020-01,N,\n76000,2021-01,2021-01,N,\n76001,2020-04,2020-04,N,\n"
)


def test_hospital_status_stands_by_changes() -> None:
    """What changed in a release: the last change is open, a gap and an end are changes to nothing, and rates are as printed."""
    head, rows = head_and_rows(small.opps_status(read(RUNS))[0])
    assert head["releases"] == [
        ["Addendum B January 2020", "2020-01-01", "2020-03-31"],
        ["Addendum B April 2020", "2020-04-01", "2020-06-30"],
        ["Addendum B January 2021", "2021-01-01", "2021-03-31"],
    ]
    assert rows == [
        ["71260", 0, "S", "1.00", 2, "S", "1.205"],
        ["71271", 2, "Q3", "0.704"],
        ["76000", 0, "N", "", 1, "", "", 2, "N", ""],
        ["76001", 1, "N", "", 2, "", ""],
    ]


def test_a_release_more_writes_only_what_it_changes() -> None:
    """A code that stays as it was keeps its row."""
    more = RUNS.replace("71271,2021-01,2021-01", "71271,2021-01,2021-04").replace(
        "76000,2021-01,2021-01", "76000,2021-01,2021-04"
    )
    before, after = (head_and_rows(small.opps_status(read(text))[0])[1] for text in (RUNS, more))
    assert after == [["71260", 0, "S", "1.00", 2, "S", "1.205", 3, "", ""], *before[1:]]


def test_modifiers_keep_days_and_lose_texts() -> None:
    """Open ends are null."""
    text = "modifier,long_description,date_added,date_terminated\nXE,words,2015-01-01,\nZA,words,2016-01-01,2018-03-31\nA1,words,,\n"
    assert head_and_rows(small.hcpcs_modifiers(read(text))[0])[1] == [
        ["A1", None, None],
        ["XE", "2015-01-01", None],
        ["ZA", "2016-01-01", "2018-03-31"],
    ]


def test_places_of_service_keep_the_rate() -> None:
    """Unassigned numbers are left out; an unknown rate stops the build."""
    text = "pos_code,rate,pos_name\n22,Facility,words\n11,Non-Facility,words\n97,Unassigned,words\n"
    assert head_and_rows(small.places_of_service(read(text))[0])[1] == [["11", False], ["22", True]]
    with pytest.raises(KeyError):
        small.places_of_service(read(text.replace("Unassigned", "Other")))


# --- the whole build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of invented originals, with a list of them."""
    kept = json.loads(originals.LIST.read_text(encoding="utf-8"))
    invented: list[tuple[str, str, str, str, str, dict[str, Any]]] = [
        ("fee_schedule", "h.csv.gz", "RVU24C", "2024-07-01", "2024-09-30", {}),
        ("fee_schedule", "f25.csv", "RVU25D", "2025-10-01", "2025-12-31", {"other_codes": True}),
        ("fee_schedule", "f26.csv", "RVU26C", "2026-07-01", "2026-09-30", {"other_codes": True}),
        ("localities", "g24.csv.gz", "RVU24C", "2024-07-01", "2024-09-30", {}),
        ("localities", "g25.csv", "GPCI2025", "2025-01-01", "2025-12-31", {}),
        ("counties", "l.csv", "25LOCCO", "2025-01-01", "2025-12-31", {}),
        *(
            (*row, "q", "2024-07-01", "2024-09-30", {"setting": setting})
            for setting in ("PROFESSIONAL", "OUTPATIENT_HOSPITAL")
            for row in (("ptp", f"ptp_{setting}.csv.gz"), ("mue", f"mue_{setting}.csv"))
        ),
        ("add_on", "a.csv", "q", "2024-07-01", "2024-09-30", {}),
        ("addendum_b", "o.csv", "q", "2024-07-01", "2024-09-30", {}),
        ("taxonomy", "t.csv", "q", "2024-07-01", "2024-09-30", {}),
        ("hcpcs_modifiers", "m.csv", "q", "2024-07-01", "2024-09-30", {}),
        ("places_of_service", "p.csv", "q", "2024-07-01", "2024-09-30", {}),
    ]
    names = ("table", "path", "release", "effective", "through")
    kept["rows"] = [dict(zip(names, row[:5], strict=True)) | row[5] for row in invented]
    (tmp_path / "list.json").write_text(json.dumps(kept), encoding="utf-8")
    em = GLOBAL.replace("71260", "99213").replace(",1,XXX", ",0,XXX")
    files = {
        "h.csv.gz": conversion(
            "71260,,A,,1.16,3.9,,3.9,NA,0.08,5.14,5.14,1,XXX,0,0,0,4,0,0,0,0,,33.2875,09,0,88,5.74,5.74,0.09"
        ),
        "f25.csv": fee_csv((GLOBAL, READING, em)),
        "f26.csv": fee_csv(
            tuple(map(widened, (GLOBAL, em))), year=2026, month="July", header=WIDE_HEADER
        ),
        "g24.csv.gz": "mac,locality_number,locality_name,gpci_work,gpci_pe,gpci_mp\n10112,00,ALABAMA,1,0.869,0.575\n",
        "g25.csv": GPCI_CSV,
        "l.csv": COUNTIES.replace("2026 LOCALITIES", "2025 LOCALITIES"),
        "ptp_PROFESSIONAL.csv.gz": "column_1,column_2,deletion,modifier,rationale\n71260,36000,9999-12-31,1,Why\n",
        "ptp_OUTPATIENT_HOSPITAL.csv.gz": "column_1,column_2,deletion,modifier,rationale\n71260,36000,9999-12-31,0,Why\n",
        "mue_PROFESSIONAL.csv": "hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service\n71260,2,3,Data,Practitioner\nC8900,1,3,Data,Practitioner\n",
        "mue_OUTPATIENT_HOSPITAL.csv": "hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service\n71260,2,3,Data,Outpatient Hospital\n",
        "a.csv": f"{AOC_HEAD}\n2,77001,,CCCCC,,2013091,,\n",
        "o.csv": "hcpcs,first_release,last_release,si,payment_rate\n71260,2024-07,2024-07,S,1\n",
        "t.csv": "hcpcs,rbcs_date_hcpcs_add,rbcs_date_hcpcs_end\n71260,1984-01-01,9999-12-31\n",
        "m.csv": "modifier,long_description,date_added,date_terminated\nXE,words,2015-01-01,\n",
        "p.csv": "pos_code,rate,pos_name\n11,Non-Facility,words\n",
    }
    for path, text in files.items():
        target = tmp_path / "from" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(
            gzip.compress(text.encode(), mtime=0) if path.endswith(".gz") else text.encode()
        )
    profiles = tmp_path / "authored" / "profiles"
    profiles.mkdir(parents=True)
    row = {"label": "our words", "citation": "x", "certainty": "H"}
    (profiles / "a.json").write_text(
        json.dumps({"rows": [{"code": "C8900", **row}, {"code": "71260", **row}]}), encoding="utf-8"
    )
    shutil.copytree(Path(cptkit.__file__).parent / "data" / "fitted", tmp_path / "fitted")
    (tmp_path / "authored" / "lexicon").mkdir()
    for kind, term, means in LEXICON:
        words = {"kind": kind, "rows": [{"term": term, "means": means}]}
        own = tmp_path / "authored" / "lexicon" / f"{kind}.json"
        own.write_text(json.dumps(words), encoding="utf-8")
    return tmp_path


LEXICON = (
    ("spelling", "TRX", "THORAX"),
    ("prefix", "HC", "-"),
    ("region", "TRX WALL LEFT", "CHEST"),
    ("noise", "THORAX", "-"),
)
"""A row of a kind each."""


def arguments_for(folder: Path, target: str) -> list[str]:
    """Give the builder's arguments for the invented originals, written to a folder of that name."""
    places = {
        "--from": "from",
        "--authored": "authored",
        "--list": "list.json",
        "--to": target,
    }
    return [each for name, place in places.items() for each in (name, str(folder / place))]


def test_the_same_originals_give_these_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written twice, the files are the same, and each is what it shall be."""
    for target in ("one", "two"):
        assert build_data.main(arguments_for(folder, target)) == 0
    names = sorted(path.name for path in (folder / "one").iterdir())
    assert [(folder / "one" / name).read_bytes() for name in names] == [
        (folder / "two" / name).read_bytes() for name in names
    ]
    assert "codes.json: " in capsys.readouterr().out
    text = {
        name: (folder / "one" / name).read_text(encoding="utf-8")
        for name in names
        if name.endswith(".json")
    }
    for setting in ("practitioner", "outpatient"):
        (columns,) = cptkit.unpack((folder / "one" / f"ptp_{setting}_q.cptkit").read_bytes())
        assert columns == ptp_table(text[f"ptp_{setting}_q.json"])
    assert text["codes.json"] == (
        '{"rows":[\n{"code":"71260","label":"our words","effective":"1984-01-01","citation":"x","certainty":"H"},\n'
        '{"code":"C8900","label":"our words","citation":"x","certainty":"H"}\n]}\n'
    )
    assert text["other_codes.json"].splitlines()[1:] == ['["99213","2025-01-01",null]', "]}"]
    assert [line[:30] for line in text["fee_schedule_2025.json"].splitlines()[1:]] == [
        '["71260","",0,null,"A","1.16",',
        '["71260","26",0,null,"A","1.16',
        "]}",
    ]
    assert text["fee_schedule_2024.json"].splitlines()[1] == (
        '["71260","",0,null,"A","1.16","3.90","3.90","0.08","5.14","5.14","","NA","1","XXX","0.00","0.00","0.00","4","0","0","0","0","","09","0","88",'
        '"5.74","5.74","0.09","",""]'
    )
    assert [
        len(json.loads(text[f"fee_schedule_other_{year}.json"])["rows"]) for year in (2025, 2026)
    ] == [1, 1]
    assert text["localities.json"].splitlines()[1:4] == [
        '["01212-01",1,null,"HAWAII, GUAM","HI","1.000","1.149","0.561"],',
        '["02102-01",1,null,"ALASKA","AK","1.500","1.081","0.592"],',
        '["10112-00",0,null,"ALABAMA","AL","1.000","0.869","0.575"]',
    ]
    assert text["suggest_terms.json"] == (
        '{"spelling":{"TRX":"THORAX"},"prefixes":{"HC":"-"},"begun":"THORAX,WALL","rows":[\n'
        '["THORAX",[],[],[["noise","-"]]],\n["THORAX,WALL,LEFT",["CHEST"],[],[]]\n]}\n'
    )
    assert text["suggest_slips.json"] == (
        '{"rows":[\n["THORAX","HORAX,THOAX,THORA,THORAX,THORX,THRAX,TORAX"]\n]}\n'
    )
    assert text["suggest_codes.json"].splitlines()[1:] == [
        '["71260","our words",[],[],[],[],0,[]]',
        "]}",
    ]
    manifest = json.loads(text["manifest.json"])
    assert (manifest["version"], manifest["first_day"], manifest["last_day"]) == (
        "2026.3",
        "2024-01-01",
        "2026-12-31",
    )
    files = [row["file"] for row in manifest["rows"]]
    in_columns = [columns_file(row["file"]) for row in manifest["rows"] if "columns" in row]
    assert in_columns == ["ptp_practitioner_q.cptkit", "ptp_outpatient_q.cptkit"]
    assert sorted([*files, *in_columns, "manifest.json"]) == names
    rows = {row["file"]: row for row in manifest["rows"]}
    original = (folder / "from" / "f25.csv").read_bytes()
    assert (
        rows["fee_schedule_2025.json"]["sources"][0]["sha256"]
        == hashlib.sha256(original).hexdigest()
    )
    assert {name: row["rows"] for name, row in rows.items()} == {
        name: len(json.loads(text[name])["rows"]) for name in rows
    }


def test_one_file_can_be_written_alone(folder: Path) -> None:
    """And a folder without profiles is refused where hospital codes have no days."""
    (folder / "authored" / "profiles" / "a.json").write_text(
        '{"rows": [{"code": "C9999", "label": "x", "citation": "x", "certainty": "L"}]}',
        encoding="utf-8",
    )
    arguments = arguments_for(folder, "one")
    with pytest.raises(ValueError, match="C9999: no source says when it was in force"):
        build_data.main(arguments)
    assert build_data.main([*arguments, "--incomplete", "--only", "places"]) == 0
    assert sorted(path.name for path in (folder / "one").iterdir()) == [
        "manifest.json",
        "places_of_service.json",
    ]
    assert build_data.main([*arguments, "--only", "add_on"]) == 0
    rows = json.loads((folder / "one" / "manifest.json").read_text(encoding="utf-8"))["rows"]
    assert [row["file"] for row in rows] == ["add_on.json", "places_of_service.json"]


def test_what_suggesting_reads_is_built_without_an_original(folder: Path) -> None:
    """A word more needs no official file; whatever else is built says that it does."""
    full = arguments_for(folder, "one")
    assert build_data.main(full) == 0
    words = folder / "authored" / "lexicon" / "spelling.json"
    words.write_text('{"rows": [{"term": "THX", "means": "THORAX"}]}', encoding="utf-8")
    before = (folder / "one" / "manifest.json").read_text(encoding="utf-8").splitlines()
    without = full[full.index("--from") + 2 :]
    assert build_data.main([*without, "--only", "suggest"]) == 0
    assert build_data.main([*without, "--only", "suggest"]) == 0
    assert '"spelling":{"THX"' in (folder / "one" / "suggest_terms.json").read_text("utf-8")
    after = (folder / "one" / "manifest.json").read_text(encoding="utf-8").splitlines()
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert [json.loads(line.rstrip(","))["file"] for line in changed] == ["suggest_terms.json"]
    with pytest.raises(ValueError, match="say where it lies by --from DIRECTORY"):
        build_data.main([*without, "--only", "add_on"])


def test_an_equal_quarter_writes_no_row_again(folder: Path) -> None:
    """Heads and manifest change; a row that still holds stays as it is."""
    before = build.everything(folder / "from", folder / "authored", listed=folder / "list.json")
    raw = json.loads((folder / "list.json").read_text(encoding="utf-8"))
    row = next(row for row in raw["rows"] if row["path"] == "f26.csv")
    quarter = {"release": "RVU26D", "effective": "2026-10-01", "through": "2026-12-31"}
    raw["rows"].insert(raw["rows"].index(row) + 1, row | quarter)
    (folder / "more.json").write_text(json.dumps(raw), encoding="utf-8")
    after = build.everything(folder / "from", folder / "authored", listed=folder / "more.json")
    for name in some(before.keys() - {"manifest.json"}):
        assert before[name].splitlines()[1:] == after[name].splitlines()[1:]
    assert json.loads(after["manifest.json"])["version"] == "2026.4"


def test_releases_that_cover_one_day_are_refused(folder: Path) -> None:
    """Which of them answered would be a guess."""
    raw = json.loads((folder / "list.json").read_text(encoding="utf-8"))
    raw["rows"].insert(1, raw["rows"][0])
    (folder / "list.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ValueError, match="covers 2024-07-01, and so does"):
        originals.listed(folder / "list.json")


def test_the_packaged_files_are_what_the_originals_give(shared: Path) -> None:
    """A build from the official files gives the packaged bytes."""
    data = (
        Path(cptkit.__file__).parent / "data"
    )  # the installed package's: the wheel is tested without src/
    texts = build.everything(shared / "cms", data / "authored")
    files = {name: text.encode() for name, text in texts.items()}
    files |= build.columns(texts.items())
    different = [
        name for name, made in some(files.items()) if (data / "derived" / name).read_bytes() != made
    ]
    assert different == []
    assert sorted(files) == sorted(path.name for path in (data / "derived").iterdir())


def test_an_input_that_changed_since_the_fit_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checksum of a file, or of a folder's files, is compared; what lies outside the package is not."""
    monkeypatch.setattr(fitted, "DATA", Path(cptkit.__file__).parent / "data")
    parts = ("authored/lexicon", "authored/suggest_hints.json")
    inputs = [fitted.checksum(fitted.DATA / each) for each in parts]
    assert [each["file"] for each in inputs] == list(parts)
    table = tmp_path / "fitted.json"
    outside = {"file": "names.csv", "sha256": "0" * 64}
    table.write_text(json.dumps({"inputs": [*inputs, outside]}), encoding="utf-8")
    assert fitted.changed(table) == []
    inputs[0]["sha256"] = "0" * 64
    table.write_text(json.dumps({"inputs": [*inputs, outside]}), encoding="utf-8")
    assert fitted.changed(table) == ["authored/lexicon"]
