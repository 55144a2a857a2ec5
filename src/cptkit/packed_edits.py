"""Packaged NCCI and hospital tables: text in, tables out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from cptkit.indicators import AddOnType, Adjudication, CorrectCoding, OppsStatus, Setting
from cptkit.packed import source_from_json
from cptkit.pairs import Terms, pairs_of
from cptkit.tables import AddOnEdit, Mue, OppsStatusRow, PtpEdit, Table, TableKind


def ptp_table(text: str) -> Table[PtpEdit]:
    """Make a table of pairs; it holds only pairs that touch radiology, so absence of others proves nothing."""
    raw = json.loads(text)
    source = source_from_json(raw["source"])
    terms = [(_day(first), _day(last), CorrectCoding(indicator), rationale) for first, last, indicator, rationale in raw["terms"]]
    return Table(TableKind.PTP, source, pairs_of(_pairs(raw["rows"], terms), source), Setting[raw["setting"]], complete=False)


def _pairs(rows: list[Any], terms: list[Terms]) -> Iterator[tuple[str, str, Terms]]:
    for column_1, *groups in rows:
        for number, codes in zip(groups[::2], groups[1::2], strict=True):
            for column_2 in codes.split(" "):
                yield column_1, column_2, terms[number]


def mue_table(text: str) -> Table[Mue]:
    """Make a table of unit limits."""
    raw = json.loads(text)
    source, setting = source_from_json(raw["source"]), Setting[raw["setting"]]
    rows = tuple(Mue(code, units, Adjudication(how), raw["rationales"][why], setting, source) for code, units, how, why in raw["rows"])
    return Table(TableKind.MUE, source, rows, setting, complete=raw["complete"])


def add_on_table(text: str) -> Table[AddOnEdit]:
    """Make the table of add-on edits."""
    raw = json.loads(text)
    source = source_from_json(raw["source"])
    rows = tuple(AddOnEdit(add_on, primary, AddOnType(kind), _day(first), _day(last), source) for add_on, primary, kind, first, last in raw["rows"])
    return Table(TableKind.ADD_ON, source, rows)


def opps_table(text: str) -> Table[OppsStatusRow]:
    """Make the table of hospital status, by spans of days."""
    raw = json.loads(text)
    source = source_from_json(raw["source"])
    rows = tuple(OppsStatusRow(code, OppsStatus(status), _day(first), _day(last), source) for code, status, first, last in raw["rows"])
    return Table(TableKind.OPPS_STATUS, source, rows, Setting.OUTPATIENT_HOSPITAL)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
