"""What CMS ships, as it ships it: archives, spreadsheets and names."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import cptkit
from cptkit import cms
from cptkit.errors import DataError
from cptkit.files.pairs import Pairs
from cptkit.indicators import Setting
from cptkit.values.table import TableKind
from layouts import AOC, GPCI_CSV, GPCI_TXT, MUE, PTP, fee_csv, problems

openpyxl: Any = importlib.import_module("openpyxl")  # it has no types
LIMITS = MUE.format(who="Practitioner")


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """Give an archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(text: str) -> bytes:
    """Give a spreadsheet as a program writes it that takes numbers for numbers."""
    import csv

    book = openpyxl.Workbook()
    sheet = book.active
    for row in csv.reader(io.StringIO(text)):
        sheet.append([_number(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(cell: str) -> object:
    plain = cell.replace(".", "", 1)
    return (float(cell) if "." in cell else int(cell)) if plain.isdigit() else cell or None


def test_an_archive_gives_its_tables_and_passes_documents_over() -> None:
    """The same table in two formats stands once."""
    archive = zipped({"GPCI2025.csv": GPCI_CSV, "GPCI2025.txt": GPCI_TXT, "notes.pdf": b"%PDF"})
    (table,) = cms.read(archive, partial=True)
    assert table.rows == cms.read_gpci(GPCI_CSV).rows
    differs = zipped({"a.csv": GPCI_CSV, "b.txt": GPCI_TXT.replace("0.592", "0.593")})
    assert "differ" in problems(lambda: cms.read(differs, partial=True))[0]


def test_names_tell_what_the_content_does_not() -> None:
    """Setting and quarter of a PTP part; the quarter of a limit table."""
    (pairs,) = cms.read(zipped({"ccipra-v322r0-f1.TXT": PTP}), partial=True)
    assert (pairs.setting, pairs.source.effective) == (
        Setting.PROFESSIONAL,
        dt.date(2026, 7, 1),
    )
    (limits,) = cms.read(LIMITS, name="MCR_MUE_PractitionerServices_Eff_10-01-2026", partial=True)
    assert limits.source.through == dt.date(2026, 12, 31)
    assert "give setting=" in problems(lambda: cms.read(PTP, effective=dt.date(2026, 7, 1)))[0]
    assert "give effective=" in problems(lambda: cms.read(LIMITS, partial=True))[0]


def test_parts_of_a_version_make_one_table() -> None:
    """One that is missing is named."""
    second = PTP.replace("71260\t71250", "74177\t72193").replace("71250\t36", "72193\t36")
    parts = {"ccioph-v322r0-f1.TXT": PTP, "ccioph-v322r0-f2.TXT": second}
    (table,) = cms.read(zipped(parts), partial=True)
    assert (len(table), table.setting) == (10, Setting.OUTPATIENT_HOSPITAL)
    assert isinstance(table.rows, Pairs)
    assert table.rows.find("74177", "72193", dt.date(2026, 7, 1)) is not None


@pytest.mark.parametrize(
    "text", [fee_csv(), GPCI_CSV, LIMITS, AOC], ids=["fees", "gpci", "mue", "aoc"]
)
def test_a_spreadsheet_reads_as_its_text(text: str) -> None:
    """Decimals and zeros that it lost are put back."""
    said: dict[str, Any] = {"effective": dt.date(2025, 10, 1), "partial": True}
    (plain,), (sheet,), (packed,) = (
        cms.read(form, **said) for form in (text, workbook(text), gzip.compress(text.encode()))
    )
    assert plain.rows == sheet.rows == packed.rows


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("PPRRVU2026.csv", "is a path"),
        (Path("a.zip"), "is a path"),
        (b"<!DOCTYPE html><html>", "web page"),
        (LIMITS.replace("Practitioner", "DME Supplier"), "DME suppliers"),
        (LIMITS.encode("utf-16"), "UTF-16"),
        (zipped({"readme.pdf": b"x"}), "no table"),
        (zipped({"inner.zip": zipped({"a.csv": "x"})}), "archive within"),
        (zipped({"a.csv": GPCI_CSV})[:-30], "no whole zip"),
        (gzip.compress(b"x", mtime=0)[:-3], "gzip file that is cut"),
        (b"\xd0\xcf\x11\xe0", "old spreadsheet"),
        ("prose\n", "no layout"),
        (5, "is no source"),
    ],
)
def test_what_is_no_table_is_refused_with_its_cure(source: object, says: str) -> None:
    """Each kind by its name."""
    assert says in problems(lambda: cms.read(source, effective=dt.date(2026, 7, 1)))[0]


def test_a_short_table_is_said_to_be_short() -> None:
    """Without partial=True an excerpt is refused."""
    said = {"effective": dt.date(2026, 7, 1)}
    assert "is not whole" in problems(lambda: cms.read(LIMITS, **said))[0]  # type: ignore[arg-type]
    assert "no locality of" in problems(lambda: cms.read(GPCI_CSV))[0]


def test_the_original_spreadsheet_says_what_its_text_says(shared: Path) -> None:
    """All 9,000 add-on edits."""
    ncci = shared / "cms" / "ncci"
    (sheet,), (text,) = (
        cms.read((ncci / name).read_bytes(), name=name)
        for name in ("AOC_V2026Q2-MCR.xlsx", "AOC_V2026Q2-MCR.csv")
    )
    assert (len(sheet), sheet.kind, sheet.rows) == (9_000, TableKind.ADD_ON, text.rows)


def test_a_file_without_a_reader_is_named() -> None:
    """The factors of qualifying participants come in a file of their own, for which there is no reader yet."""
    with pytest.raises(cptkit.DataError, match="PPRRVU2026_Jul_QPP"):
        cms.read(b"x", name="PPRRVU2026_Jul_QPP.csv")


def test_the_years_list_of_diagnoses() -> None:
    """The code order file is told by its lines; one that does not reach from A00 to Z99 is meant to be short, or torn."""
    whole = "".join(
        f"{number:05} {code:7} {flag} {'Short':60} Long\n"
        for number, code, flag in ((1, "A00", 0), (2, "A000", 1), (3, "Z9989", 1))
    )
    name = "icd10cm_order_2026.txt"
    (table,) = cms.read(whole, name=name)
    assert [(row.code, row.billable) for row in table] == [
        ("A00", False),
        ("A00.0", True),
        ("Z99.89", True),
    ]
    assert str(table.source.effective) == "2025-10-01"
    short = whole.rsplit("00003", 1)[0]
    with pytest.raises(cptkit.DataError, match="reaches from A00 to Z99"):
        cms.read(short, name=name)
    (part,) = cms.read(short, name=name, partial=True)
    assert len(part) == 2


@pytest.mark.parametrize("bad", ["professional", 0, [], float("nan")])
def test_a_setting_is_a_setting(bad: Any) -> None:
    """What is said beside a file is refused before the file is read."""
    with pytest.raises(DataError, match="setting must be a Setting, not"):
        cms.read("anything", setting=bad)
