"""What lists of single facts say, the caller's before the packaged ones: hospital status, published amounts, counties. Pure functions.

Each table is put in order once; where several cover a day, the one given last answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from cptkit.catalog import packaged_counties, packaged_tables
from cptkit.catalog.own_tables import Tables, answering, covering
from cptkit.indicators import Setting
from cptkit.values.coverage import once_a_table
from cptkit.values.opps import OppsStatusRow
from cptkit.values.published import County, PublishedAmount
from cptkit.values.table import Source, Table, TableKind


@once_a_table
def statuses(table: Table[object]) -> Mapping[str, OppsStatusRow]:
    """Give the rows of an Addendum B by code."""
    return {row.code: row for row in table if isinstance(row, OppsStatusRow)}


@once_a_table
def amounts(table: Table[object]) -> Mapping[tuple[str, str, str], PublishedAmount]:
    """Give published amounts by code, modifier and locality."""
    return {
        (row.code, row.modifier, f"{row.mac}-{row.locality}"): row
        for row in table
        if isinstance(row, PublishedAmount)
    }


@once_a_table
def localities_of_counties(table: Table[object]) -> Mapping[tuple[str, str], str]:
    """Give the id of each county's locality, by state and plain name."""
    return {
        (row.state, plain_county(row.name)): row.locality
        for row in table
        if isinstance(row, County)
    }


def plain_county(name: str) -> str:
    """Give a county's name as it is compared: in capitals, without points and the word for what it is.

    Example:
        >>> plain_county("St. Louis County"), plain_county("Saint Louis"), plain_county("St. Louis City")
        ('ST LOUIS', 'ST LOUIS', 'ST LOUIS CITY')
    """
    words = name.upper().replace(".", "").replace("\u2019", "'").split()
    if words[-1:] in (["COUNTY"], ["PARISH"], ["BOROUGH"]):
        words.pop()
    if words[:1] == ["SAINT"]:
        words[0] = "ST"
    return " ".join(words)


def opps_table(tables: Tables, on: dt.date) -> Table[object] | None:
    """Give the caller's Addendum B that answers for a day, or None."""
    return next(
        iter(covering(tables, TableKind.OPPS_STATUS, on, Setting.OUTPATIENT_HOSPITAL)), None
    )


def opps_status(tables: Tables, code: str, on: dt.date) -> OppsStatusRow | None:
    """Give what a caller's Addendum B of the day says of a code; where none tells, the nearest packaged release of the year, or None."""
    own = opps_table(tables, on)
    if own is not None and (own.complete or code in statuses(own)):
        return statuses(own).get(code)
    return packaged_tables.opps_status(code, on)


def opps_rows(tables: Tables, on: dt.date) -> Mapping[str, OppsStatusRow]:
    """Give what `opps_status` says of every code on a day, by the code."""
    own = opps_table(tables, on)
    if own is not None and own.complete:
        return statuses(own)
    packaged = packaged_tables.opps_rows(on)
    return packaged if own is None else {**packaged, **statuses(own)}


def opps_source(tables: Tables, on: dt.date) -> Source | None:
    """Give the release of Addendum B that answers for a day, saying whether it is of that day; None where none does."""
    own = opps_table(tables, on)
    return packaged_tables.opps_source(on) if own is None else own.source


def locality_source(tables: Tables, on: dt.date) -> Source | None:
    """Give the table of localities that answers for a day, as `opps_source` does."""
    own = answering(tables, TableKind.LOCALITIES, on)
    return packaged_tables.locality_source(on) if own is None else own.source


def counties_table(tables: Tables, on: dt.date) -> Table[object] | None:
    """Give the county file that answers for a day, the caller's or else the packaged one of the year; None where there is none."""
    own = answering(tables, TableKind.COUNTIES, on)
    return packaged_counties.counties(on.year) if own is None else own


def amounts_tables(tables: Tables, on: dt.date) -> Tables:
    """Give the caller's published amounts that cover a day, in the order in which they answer: a revision before the year."""
    return covering(tables, TableKind.AMOUNTS, on)
