"""Tables through a spreadsheet and back: openpyxl and pandas take numbers for numbers, and the table is the same."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cptkit import cms
from cptkit.indicators import Setting
from layouts import AOC, GPCI_CSV, MUE, ROWS_31, fee_csv

openpyxl: Any = importlib.import_module("openpyxl")  # it has no types
pandas: Any = importlib.import_module("pandas")

DAY = dt.date(2026, 4, 1)
SHARED = Path(__file__).parents[2] / "shared" / "cms"
LIMITS = MUE.format(who="Practitioner")
INVENTED = {"fee schedule": fee_csv(ROWS_31), "gpci": GPCI_CSV, "mue": LIMITS, "aoc": AOC}
GIVEN: dict[str, dict[str, Any]] = {
    "fee schedule": {},
    "gpci": {},
    "mue": {"effective": DAY, "setting": Setting.PROFESSIONAL},
    "aoc": {"effective": DAY},
}
REAL = {
    "fee schedule": "pfs/PPRRVU2025_Oct.csv",
    "gpci": "pfs/GPCI2025.csv",
    "aoc": "ncci/AOC_V2026Q2-MCR.csv",
}


def by_openpyxl(text: str) -> bytes:
    """Write every cell that is a number as a number, as a person who pastes it does."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in csv.reader(io.StringIO(text)):
        sheet.append([_number(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(cell: str) -> object:
    plain = cell.replace(".", "", 1)
    if not (plain.isascii() and plain.isdigit()):
        return cell or None
    return float(cell) if "." in cell else int(cell)


def by_pandas(text: str) -> bytes:
    """Let pandas take each column for what it holds, and write the frame without its names."""
    rows = list(csv.reader(io.StringIO(text)))
    wide = max(map(len, rows))
    frame = pandas.DataFrame([[*row, *[""] * (wide - len(row))] for row in rows])
    body = io.BytesIO()
    frame.map(_number).to_excel(body, header=False, index=False)
    return body.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {"openpyxl": by_openpyxl, "pandas": by_pandas}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", INVENTED)
def test_a_table_through_a_spreadsheet_is_the_same(name: str, way: str) -> None:
    """Leading zeros and decimals are put back."""
    text = INVENTED[name]
    (straight,) = cms.read(text, partial=True, **GIVEN[name])
    (back,) = cms.read(WAYS[way](text), partial=True, **GIVEN[name])
    assert back.rows == straight.rows


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_through_a_spreadsheet_is_the_same(name: str) -> None:
    """Of the relative values 19,090 rows with 31 columns."""
    path = SHARED / REAL[name]
    if not path.exists():
        pytest.skip("CMS's files are not beside the project")
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    (straight,) = cms.read(text, **GIVEN[name])
    (back,) = cms.read(by_openpyxl(text), **GIVEN[name])
    assert back.rows == straight.rows


def test_the_spreadsheet_of_cms_says_what_its_csv_says() -> None:
    """The add-on edits are shipped in both."""
    book, text = SHARED / "ncci" / "AOC_V2026Q2-MCR.xlsx", SHARED / REAL["aoc"]
    if not book.exists():
        pytest.skip("CMS's files are not beside the project")
    (one,) = cms.read(book.read_bytes(), name=book.name)
    assert one.rows == cms.read_add_on(text.read_bytes(), effective=DAY).rows
