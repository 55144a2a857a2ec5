"""Packaged NCCI tables: text in, `Table` out."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

from cptkit.files.packaged import iso_day
from cptkit.files.packed_bytes import parts_of
from cptkit.files.packed_pairs import pairs_from_parts
from cptkit.files.pairs import Builder
from cptkit.files.sources import in_release, source_from_json
from cptkit.indicators import AddOnType, Adjudication, CorrectCoding, Setting
from cptkit.values.keyed_rows import KeyedRows
from cptkit.values.table import AddOnEdit, Mue, PtpEdit, Source, Table, TableKind, TableScope
from cptkit.values.trusted import trusted


def ptp_table(text: str) -> Table[PtpEdit]:
    """Make the table of packaged pairs; its `rows` are `cptkit.files.pairs.Pairs`.

    Its scope says for which pairs absence is an answer.
    """
    raw = json.loads(text)
    source = source_from_json(raw["source"])
    builder = Builder()
    terms = [
        builder.term((iso_day(first), iso_day(last), CorrectCoding(how), why))
        for first, last, how, why in raw["terms"]
    ]
    for column_1, *groups in raw["rows"]:
        for term, codes in zip(groups[::2], groups[1::2], strict=True):
            for column_2 in codes.split(" "):
                builder.add(column_1, column_2, terms[term])
    pairs, setting = builder.build(source), Setting[raw["setting"]]
    return Table(TableKind.PTP, source, pairs, setting, scope=TableScope[raw["scope"]])


def ptp_table_in_columns(data: bytes) -> Table[PtpEdit]:
    """Make the same table of its columns, which `cptkit.pack` wrote when the data was built.

    The package's own bytes were held to their checksum then, and are not again on the way to a first answer.
    """
    ((head, parts),) = parts_of(data)
    source = source_from_json(head["source"])
    pairs, setting = pairs_from_parts(head["types"], parts, source), Setting[head["setting"]]
    return Table(TableKind.PTP, source, pairs, setting, scope=TableScope[head["scope"]])


def mue_tables(text: str) -> tuple[Table[Mue], ...]:
    """Make the tables of packaged unit limits, a release each; `complete` is False for copies that hold some rows only."""
    raw = json.loads(text)
    setting, reasons = Setting[raw["setting"]], raw["rationales"]
    found = []
    for index, release in enumerate(raw["releases"]):
        source = source_from_json(release)
        held = [row for row in raw["rows"] if in_release(row[1], row[2], index)]
        rows = KeyedRows(held, functools.partial(_limit, reasons, setting, source))
        scope = TableScope[release["scope"]]
        found.append(Table(TableKind.MUE, source, rows, setting, release["complete"], scope))
    return tuple(found)


def _limit(reasons: Sequence[str], setting: Setting, source: Source, row: Sequence[Any]) -> Mue:
    code, _, _, units, how, why = row
    return trusted(Mue, code, units, Adjudication(how), reasons[why], setting, source, True)


def add_on_table(text: str) -> Table[AddOnEdit]:
    """Make the table of packaged add-on edits."""
    raw = json.loads(text)
    source = source_from_json(raw["source"])
    rows = KeyedRows(raw["rows"], functools.partial(_add_on, source))
    return Table(TableKind.ADD_ON, source, rows, scope=TableScope.PROFILED)


def _add_on(source: Source, row: Sequence[Any]) -> AddOnEdit:
    add_on, primary, kind, first, last = row
    days = iso_day(first), iso_day(last)
    return trusted(AddOnEdit, add_on, primary, AddOnType(kind), *days, source)
