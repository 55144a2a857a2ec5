"""What must hold of everything packaged from CMS's files, row by row."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import cptkit
from cptkit import payment
from cptkit.catalog import packaged_counties, packaged_tables
from cptkit.catalog.code_set import authored_codes
from cptkit.files import manifest, ncci
from cptkit.files.fee_schedule import PackedLocalities, PackedTable
from cptkit.files.hospital_status import PackedStatus
from cptkit.files.packaged import packaged_bytes, packaged_text
from cptkit.files.pairs import Pairs
from cptkit.indicators import CorrectCoding, PcTc, Setting, Status, Supervision
from cptkit.values.code import sort_key
from cptkit.values.days import holds
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import FeeScheduleRow, TableScope
from looped import some

YEARS = manifest.years("fee_schedule")
FACTORS = {
    "RVU20A": "36.0896",
    "RVU21A": "34.8931",
    "RVU22A": "34.6062",
    "RVU23A": "33.8872",
    "RVU24A": "32.7442",
    "RVU24AR": "33.2875",
    "RVU25D": "32.3465",
    "RVU26C": "33.4009",
}
"""42 CFR 414.22 and the final rules of each year: dollars for one RVU."""


def is_radiology(code: str) -> bool:
    """Tell whether a code stands in the radiology section."""
    return code.isdigit() and "70010" <= code <= "79999"


@cache
def table(name: str) -> PackedTable:
    """Give a packaged fee schedule."""
    return PackedTable(packaged_text(f"derived/{name}.json"))


@cache
def releases() -> tuple[tuple[str, dict[str, dict[str, FeeScheduleRow]]], ...]:
    """Give every packaged release of the radiology fee schedule: code, then modifier, to row."""
    found = []
    for year in YEARS:
        packed = table(f"fee_schedule_{year}")
        for index, release in enumerate(packed.releases):
            by_code: dict[str, dict[str, FeeScheduleRow]] = {}
            for row in packed.rows(index):
                by_code.setdefault(row.code, {})[row.modifier] = row
            found.append((release.source.release, by_code))
    return tuple(found)


def parts(name: str) -> tuple[dict[str, Any], list[Any]]:
    """Give head and rows of a packaged file."""
    raw = json.loads(packaged_text(f"derived/{name}.json"))
    return raw, raw.pop("rows")


def test_every_release_of_the_fee_schedule_is_packaged() -> None:
    """Each with its conversion factor and days that follow each other."""
    heads = [release for year in YEARS for release in table(f"fee_schedule_{year}").releases]
    listed = [each for row in manifest.entries("fee_schedule") for each in row["sources"]]
    assert [head.source.release for head in heads] == [each["release"] for each in listed]
    assert {
        h.source.release: str(h.conversion_factor) for h in heads if h.source.release in FACTORS
    } == FACTORS
    days = [(h.source.effective, h.source.through) for h in heads]
    assert all(some(first and last and first <= last for first, last in days))
    assert all(
        some(before[1] < after[0] for before, after in pairwise(days) if before[1] and after[0])
    )


def test_components_exist_exactly_where_the_indicator_says() -> None:
    """PC/TC 1 holds exactly where both a 26 row and a TC row stand, in every release."""
    wrong = [
        (release, code)
        for release, by_code in some(releases())
        for code, rows in by_code.items()
        if ("" in rows and rows[""].pc_tc is PcTc.DIAGNOSTIC_TEST)
        is not ({"26", "TC"} <= set(rows))
    ]
    assert wrong == []


def test_the_global_row_is_the_sum_of_its_components() -> None:
    """Work, practice expense and malpractice add up, on every radiology row but those that contractors price."""
    columns = ("work_rvu", "non_facility_pe_rvu", "facility_pe_rvu", "malpractice_rvu")
    wrong = [
        (release, code, column)
        for release, by_code in some(releases())
        for code, rows in by_code.items()
        if {"", "26", "TC"} <= set(rows)
        and rows[""].status is not Status.CONTRACTOR_PRICED
        and is_radiology(code)
        for column in columns
        if getattr(rows[""], column) != getattr(rows["26"], column) + getattr(rows["TC"], column)
    ]
    assert wrong == []


def test_totals_are_the_sums_of_their_columns() -> None:
    """Outside facilities and in facilities."""
    rows = [row for _, by_code in releases() for rows in by_code.values() for row in rows.values()]
    assert all(
        some(
            row.non_facility_total == row.work_rvu + row.non_facility_pe_rvu + row.malpractice_rvu
            for row in rows
        )
    )
    assert all(
        some(
            row.facility_total == row.work_rvu + row.facility_pe_rvu + row.malpractice_rvu
            for row in rows
        )
    )


def test_every_value_is_written_as_cms_writes_it() -> None:
    """RVUs have two decimals, supervision levels two characters and global days three, in every release."""
    for year in some(YEARS):
        head, rows = parts(f"fee_schedule_{year}")
        columns = {name: number + 4 for number, name in some(enumerate(head["columns"]))}
        for name, form in (
            ("supervision", r"[0-9][0-9A]"),
            ("global_days", r"\d{3}|[MXYZ]{3}"),
            ("work_rvu", r"\d+\.\d\d"),
            ("pre_op", r"\d\.\d\d"),
        ):
            assert {
                row[columns[name]]
                for row in some(rows)
                if not re.fullmatch(form, row[columns[name]])
            } == set()


@pytest.mark.parametrize(
    "name",
    [
        *(f"fee_schedule_{year}" for year in YEARS),
        *(f"fee_schedule_other_{year}" for year in manifest.years("fee_schedule_other")),
    ],
)
def test_rows_stand_in_code_order_once_for_each_release(name: str) -> None:
    """No release has two rows of one key."""
    _, rows = parts(name)
    keys = [(sort_key(row[0]), row[1], row[2]) for row in rows]
    assert keys == sorted(keys)
    assert all(
        some(a[:2] != b[:2] or (a[3] is not None and a[3] < b[2]) for a, b in pairwise(rows))
    )


def test_the_two_parts_of_a_year_share_no_code() -> None:
    """Radiology and what is authored is in one, the rest in the other."""
    for year in some(manifest.years("fee_schedule_other")):
        ours, others = (
            table(f"{name}_{year}").keys() for name in ("fee_schedule", "fee_schedule_other")
        )
        assert {code for code, _ in ours}.isdisjoint(code for code, _ in others)


def test_radiology_has_663_codes_in_2025_and_662_in_2026() -> None:
    """As counted in RVU25D and RVU26C."""
    counts = {
        name: sum(1 for code in by_code if is_radiology(code)) for name, by_code in releases()
    }
    assert (counts["RVU25D"], counts["RVU26C"], counts["RVU20A"], counts["RVU24C"]) == (
        663,
        662,
        651,
        657,
    )


def test_known_rows_read_as_published() -> None:
    """71260 in RVU26C: 1.48 for the reading of 71250, 4.99 in all for 71260."""
    rows = dict(releases())["RVU26C"]
    assert (rows["71250"][""].non_facility_total, rows["71250"]["26"].non_facility_total) == (
        Decimal("3.97"),
        Decimal("1.48"),
    )
    assert rows["71260"][""].non_facility_total == Decimal("4.99")
    assert rows["71260"]["TC"].supervision is Supervision.DIRECT
    assert (rows["77387"][""].status, rows["77387"]["TC"].status) == (Status.ACTIVE, Status.BUNDLED)


def test_every_anomaly_stands_in_the_row_as_it_was_published() -> None:
    """The row keeps CMS's value; every other release has the one to use."""
    anomalies = json.loads(packaged_text("authored/anomalies.json"))["rows"]
    assert anomalies
    for each in some(anomalies):
        values = {
            name: getattr(by_code[each["code"]][each["modifier"]], each["field"]).value
            for name, by_code in releases()
        }
        assert values.pop(each["release"]) == each["published"]
        assert set(values.values()) == {each["use"]}


def test_localities_of_every_year_are_packaged() -> None:
    """Each has a contractor, a number, a state and positive indices."""
    packed = PackedLocalities(packaged_text("derived/localities.json"))
    listed = [each for row in manifest.entries("localities") for each in row["sources"]]
    assert [each.source.release for each in packed.releases] == [each["release"] for each in listed]
    assert {
        release.source.through.year for release in packed.releases if release.source.through
    } == set(YEARS)
    for index in some(range(len(packed.releases))):
        rows = packed.rows(index)
        assert {row.state for row in rows} == {row.state for row in packed.rows(0)}
        assert len({row.id for row in rows}) == len(rows)
        assert all(
            some(
                re.fullmatch(r"\d{5}-\d{2}", row.id) and re.fullmatch("[A-Z]{2}", row.state)
                for row in rows
            )
        )
        assert all(
            some(
                Decimal("0.2") < value < Decimal(4)
                for row in rows
                for value in (row.work_gpci, row.pe_gpci, row.malpractice_gpci)
            )
        )


@pytest.mark.parametrize("row", manifest.entries("ptp"), ids=lambda row: row["file"])
def test_every_packaged_pair_touches_radiology_and_may_be_in_force(row: dict[str, Any]) -> None:
    """No pair stands twice or in both directions; first days are unknown, since the copies lack them."""
    name, count = row["file"].removesuffix(".json"), row["rows"]
    pairs = ncci.ptp_table(packaged_text(f"derived/{name}.json"))
    assert isinstance(pairs.rows, Pairs)
    setting = Setting.PROFESSIONAL if "practitioner" in name else Setting.OUTPATIENT_HOSPITAL
    assert (pairs.setting, len(pairs), pairs.complete) == (setting, count, True)
    keys = {(edit.column_1, edit.column_2) for edit in some(pairs)}
    described = {each.code for each in authored_codes()}
    assert len(keys) == count
    assert {(b, a) for a, b in some(keys)} & keys == set()
    for edit in some(pairs):
        assert edit.effective is None
        assert edit.indicator is not CorrectCoding.NOT_APPLICABLE
        both = (edit.column_1, edit.column_2)
        assert any(map(is_radiology, both)) or (
            name.startswith("ptp_practitioner") and described & set(both)
        )


def test_unit_limits_know_their_quarter_and_whether_absence_proves_anything() -> None:
    """Each table is whole within its scope: hospitals' of 2026 holds radiology codes alone."""
    tables = [
        table
        for name in ("practitioner", "outpatient")
        for table in ncci.mue_tables(packaged_text(f"derived/mue_{name}.json"))
    ]
    assert all(some(table.complete for table in tables))
    listed = {each["release"] for row in manifest.entries("mue") for each in row["sources"]}
    assert {table.source.release for table in tables} == listed
    assert {(table.source.release, table.scope) for table in tables} >= {
        ("2024 Q3", TableScope.PROFILED),
        ("2026 Q2", TableScope.PROFILED),
        ("2026 Q4", TableScope.RADIOLOGY),
    }
    for each in some(tables):
        assert len(each)
        assert len({row.code for row in each}) == len(each)
        assert all(some(row.source == each.source and row.setting is each.setting for row in each))


def test_add_ons_and_hospital_status_read_whole() -> None:
    """77001 leaves its primaries to the contractor; 70472 has exactly five."""
    edits = ncci.add_on_table(packaged_text("derived/add_on.json"))
    assert {edit.primary for edit in edits if edit.add_on == "77001"} == {None}
    assert {edit.primary for edit in edits if edit.add_on == "36218"} == {
        *("36216", "36217"),  # operations by themselves: a list is whole, whatever its codes are
        *("36225", "36226"),
    }
    assert sorted(str(edit.primary) for edit in edits if edit.add_on == "70472") == [
        "70450",
        "70460",
        "70470",
        "70471",
        "70496",
    ]


def test_every_county_belongs_to_a_locality_of_its_year() -> None:
    """CMS's county files name localities that exist; a county without a row of its own falls to the rest of its state."""
    for year in some(manifest.years("counties")):
        table = packaged_counties.counties(year)
        assert table is not None
        ids = {each.id for each in packaged_tables.localities(dt.date(year, 7, 1))}
        assert {row.locality for row in table} == ids
        assert len({(row.state, row.name) for row in table}) == len(table)
    harris = payment.localities(on=dt.date(2025, 3, 5), state="TX", county="Harris County")
    assert [each.name for each in harris] == ["HOUSTON"]
    assert packaged_counties.counties(manifest.last_day().year + 1) is None


def test_hospital_status_reads_whole() -> None:
    """Spans of a code follow each other, and each says how the code is paid; MRA of the chest was never recognized."""
    table = packaged_tables.opps_table()
    assert len({row.code for row in table}) > 19_000
    assert {row.status.value for row in table if row.code == "71555"} == {"B"}
    for row, after in some(pairwise(table)):
        if row.code == after.code:
            assert row.through is not None
            assert after.effective is not None
            assert row.through < after.effective


def test_hospital_status_is_the_originals(shared: Path) -> None:
    """Every status and rate of every run of the original, at its first and its last release."""
    packed = PackedStatus(packaged_text("derived/opps_status.json"))
    place = {str(each.source.effective)[:7]: at for at, each in enumerate(packed.releases)}
    held: dict[str, list[OppsStatusRow]] = {}
    for row in packed.rows():
        held.setdefault(row.code, []).append(row)
    original = shared / "cms/opps/addendum_b_all_codes_2020-2026.csv.gz"
    with gzip.open(original, "rt", encoding="utf-8", newline="") as lines:
        runs = list(csv.DictReader(lines))
    assert len(runs) > 60_000
    for run in some(runs):
        for name in (run["first_release"], run["last_release"]):
            day = packed.releases[place[name]].source.effective
            assert day is not None
            (row,) = (each for each in held[run["hcpcs"]] if holds(each, day))
            printed = abs((row.rate or 0) - Decimal(run["payment_rate"] or 0))
            assert (row.status.value, row.rate is None) == (run["si"], not run["payment_rate"])
            assert printed <= Decimal("0.0005")


FACILITIES = [
    "02",
    "06",
    "08",
    "19",
    "21",
    "22",
    "23",
    "24",
    "26",
    "31",
    "34",
    "41",
    "42",
    "51",
    "52",
    "53",
    "56",
    "61",
]


def test_places_of_service_take_the_rate_of_the_claims_manual() -> None:
    """Facilities are 02, 06, 08, 19, 21-24, 26, 31, 34, 41, 42, 51-53, 56, 61; 32 is none."""
    _, rows = parts("places_of_service")
    assert [code for code, facility in rows if facility] == FACILITIES


def test_the_manifest_names_every_derived_file_with_its_rows() -> None:
    """Counts agree, and every source has a checksum."""
    head, rows = parts("manifest")
    assert head["left_out"] == []
    for row in some(rows):
        packed = parts(row["file"].removesuffix(".json"))[1]
        pairs = (
            sum(len(codes.split(" ")) for line in packed for codes in line[2::2])
            if row["file"].startswith("ptp")
            else None
        )
        assert row["rows"] == (len(packed) if pairs is None else pairs)
        is_own = row["table"].startswith(
            "suggest_"
        )  # made from files of the package, of no original
        checksums = [source["sha256"] for source in some(row["sources"], not is_own)]
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in some(checksums, not is_own))
        assert row["checked"]
        assert row["effective"] <= row["through"]


def test_a_file_that_is_missing_or_altered_is_a_problem() -> None:
    """Each packaged file is the one that was built; what is not is named."""
    rows = manifest.entries("places_of_service")
    assert list(manifest.file_problems(rows)) == []
    (altered,) = manifest.file_problems(rows, lambda _: b"{}")
    assert altered.startswith("places_of_service.json is not the file that was built")
    (missing,) = manifest.file_problems([{"file": "none.json", "sha256": ""}])
    assert missing == "none.json is in the manifest and not in the package"


@pytest.mark.parametrize("row", manifest.entries("ptp"), ids=lambda row: row["file"])
def test_pairs_load_from_columns_that_are_built_from_their_json(row: Mapping[str, Any]) -> None:
    """Byte for byte what packing the JSON gives; the JSON is the source, and both stand in the manifest."""
    name = manifest.columns_file(row["file"])
    data = packaged_bytes(f"derived/{name}")
    table = ncci.ptp_table(packaged_text(f"derived/{row['file']}"))
    assert data == cptkit.pack(table), "run python tools/build_data.py --from DIR --only ptp"
    assert cptkit.unpack(data) == (table,) == (ncci.ptp_table_in_columns(data),)
    loaded = ncci.ptp_table_in_columns(data)
    assert repr((loaded.source, loaded.scope, loaded[:5])) == repr(
        (table.source, table.scope, table[:5])
    )
    assert list(manifest.file_problems([row])) == []
    (altered,) = manifest.file_problems(
        [row], lambda file: packaged_bytes(file) + (b" " if file.endswith(name) else b"")
    )
    assert altered.startswith(f"{name} is not the file that was built")


def test_the_years_of_the_package_are_those_of_the_fee_schedule() -> None:
    """From the first day of the oldest to the last day of the newest; the version names the newest quarter."""
    newest = manifest.entries("fee_schedule")[-1]["sources"][-1]
    year, month = int(newest["effective"][:4]), int(newest["effective"][5:7])
    assert (manifest.first_day().year, manifest.last_day().year) == (YEARS[0], YEARS[-1])
    assert (year, f"{year}.{(month + 2) // 3}") == (YEARS[-1], manifest.version())


def test_codes_stand_once_a_day() -> None:
    """Spans of one code do not overlap, in either file of codes, and no code is in both."""
    _, ours = parts("codes")
    _, others = parts("other_codes")
    assert {row["code"] for row in some(ours)} & {row[0] for row in some(others)} == set()
    spans = [(row["code"], row.get("effective"), row.get("through")) for row in ours] + [
        tuple(row[:3]) for row in others
    ]
    for (code, _, last), (after, first, _) in some(pairwise(spans)):
        assert code != after or (last and first and last < first)


def test_no_note_says_that_a_priced_reading_is_the_contractors() -> None:
    """Of PET and its like the contractor prices the whole and the technical service; the reading has relative values."""
    newest = manifest.last_day()
    asked = [
        code
        for code in authored_codes()
        if "priced by the contractor" in code.note.lower() and code.is_active(newest)
    ]
    rows = [packaged_tables.fee_row(code.code, "26", newest) for code in some(asked)]
    assert len(rows) > 10
    assert [row.code for row in some(rows) if row is not None and row.status is Status.ACTIVE] == []
