"""The packaged code set: every code with its spans of days, read a row at a time.

The first question reads one line of one file; only questions about many codes make them all.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from itertools import groupby
from types import MappingProxyType
from typing import Any, TypeVar

from cptkit.catalog.headings import chain, heading_ids
from cptkit.files.keyed_lines import KeyedLines
from cptkit.files.manifest import first_day, last_day, last_listed
from cptkit.files.packaged import iso_day, packaged_json, packaged_text
from cptkit.once import once
from cptkit.values.code import Category, Certainty, Code, Supply, SupplyKind, WellFormed, sort_key
from cptkit.values.imaging import (
    Contrast,
    Extent,
    ImagingProfile,
    Laterality,
    Modality,
    Population,
    Region,
    Role,
    Technique,
    Views,
)
from cptkit.values.trusted import filled

Term = TypeVar("Term", bound=Enum)

_CODES = "derived/codes.json"
_OTHERS = "derived/other_codes.json"
_CATEGORIES = {"F": Category.II, "T": Category.III, "U": Category.PLA, "M": Category.MAAA}


UNLISTED_FAMILIES = frozenset("DHST")
"""Families of Level II that no source at hand lists whole: dental codes, and those of states and private payers."""
HOSPITAL_FAMILIES = frozenset("BCEKL") | {Category.PLA.name, Category.MAAA.name}
"""Families that the fee schedule leaves out and OPPS Addendum B names: supplies, equipment, hospitals' codes, laboratory ones."""
FEE_FAMILIES = frozenset("AGJMPQRV") | {Category.I.name, Category.II.name, Category.III.name}
"""Families of which the fee schedule names every code."""


ADDENDUM_B_FAMILIES = HOSPITAL_FAMILIES | {Category.II.name, Category.III.name}
"""Families of which OPPS Addendum B names every code; of some others it leaves out a few."""
LEVEL_II_FAMILIES = frozenset("ABCEGHJKLMPQRSTUV")
"""Families of which CMS's HCPCS Level II file names every code; dental codes stand in the dentists' own list."""


def family_of(code: WellFormed) -> str:
    """Name the family of a well-formed code: the first letter of Level II, else the category.

    Example:
        >>> family_of("A9552"), family_of("0042T"), family_of("71260")
        ('A', 'III', 'I')
    """
    return code[0] if code[0].isalpha() else category_of(code).name


def is_listed_whole(code: WellFormed, on: dt.date) -> bool:
    """Tell whether a packaged source lists every code of a code's family on a day, so that one which is not there is not assigned.

    The fee schedule and OPPS Addendum B together name every family but those of `UNLISTED_FAMILIES`.

    Example:
        >>> day = dt.date(2026, 5, 4)
        >>> is_listed_whole("71999", day), is_listed_whole("S8037", day)
        (True, False)
    """
    return family_of(code) not in UNLISTED_FAMILIES and on <= told_through(code)


def told_through(code: WellFormed) -> dt.date:
    """Give the last day on which packaged sources tell of a code's family: the end of the year of the newest release.

    Example:
        >>> told_through("71260") == last_day() >= told_through("L0113")
        True
    """
    newest = last_listed(hospital=family_of(code) in HOSPITAL_FAMILIES)
    return min(dt.date(newest.year, 12, 31), last_day())


def category_of(code: str) -> Category:
    """Tell the kind of a well-formed code from its letters.

    Example:
        >>> category_of("0042T")
        <Category.III: 'Category III'>
    """
    if code[0].isalpha():
        return Category.HCPCS
    return _CATEGORIES.get(code[-1], Category.I)


def versions(code: WellFormed) -> tuple[Code, ...]:
    """Give all that is packaged of a well-formed code, a value for each meaning, oldest first; () where nothing is.

    Example:
        >>> [str(each.through) for each in versions("74220")]
        ['2019-12-31', 'None']
    """
    found = tuple(code_from_row(row) for row in _authored().rows(code))
    return found or tuple(_other_from_row(row) for row in _others().rows(code))


@once
def _authored() -> KeyedLines:
    """Give the rows of the codes that have a label."""
    return KeyedLines(packaged_text(_CODES), '{"code":"')


@once
def _others() -> KeyedLines:
    return KeyedLines(packaged_text(_OTHERS), '["')


def is_authored(code: str) -> bool:
    """Tell whether a code has a label, on any day."""
    return code in _authored()


def plain_versions(code: object) -> tuple[Code, ...] | None:
    """Give the packaged versions of a code that is spelled just as it is printed; None for anything that is not."""
    if type(code) is str and len(code) == 5 and code.isascii() and code.isalnum():
        return versions(WellFormed(code)) if code == code.upper() else None
    return None  # of five letters and digits, those that have not the form of a code are not among the rows


@once
def authored_codes() -> tuple[Code, ...]:
    """Give every version of every code that has a label, in code order."""
    return tuple(code_from_row(row) for row in packaged_json(_CODES)["rows"])


@once
def all_codes() -> tuple[Code, ...]:
    """Give every version of every packaged code, in code order."""
    others = (_other_from_row(row) for row in packaged_json(_OTHERS)["rows"])
    return tuple(sorted((*authored_codes(), *others)))


@once
def by_code() -> Mapping[str, tuple[Code, ...]]:
    """Give every version of every packaged code by the code, each code's oldest first."""
    return MappingProxyType(
        {code: tuple(each) for code, each in groupby(all_codes(), lambda each: each.code)}
    )


@once
def all_keys() -> tuple[str, ...]:
    """Give the sort keys of all packaged codes, ascending."""
    codes = {row["code"] for row in packaged_json(_CODES)["rows"]} | {
        row[0] for row in packaged_json(_OTHERS)["rows"]
    }
    return tuple(sorted(map(sort_key, codes)))


def code_of_key(key: str) -> WellFormed:
    """Give back the code that a sort key stands for."""
    return WellFormed(key[1:] if key[0] == " " else key[1:] + key[0])


def span(first: WellFormed, last: WellFormed) -> tuple[str, ...]:
    """Give all packaged codes from `first` to `last`, both included, in code order.

    Example:
        >>> span("71250", "71275")
        ('71250', '71260', '71270', '71271', '71275')
    """
    keys = all_keys()
    return tuple(
        code_of_key(k)
        for k in keys[bisect_left(keys, sort_key(first)) : bisect_right(keys, sort_key(last))]
    )


def code_from_row(row: dict[str, Any]) -> Code:
    """Make a `Code` from a row of ``derived/codes.json``."""
    code = row["code"]
    return filled(
        Code,
        {
            **{name: row[name] for name in _AS_THEY_ARE if name in row},
            **{name: dt.date.fromisoformat(row[name]) for name in _DAYS if row.get(name)},
            "category": category_of(code),
            "headings": chain(row["heading"]) if "heading" in row else heading_ids(code),
            "revised": tuple(map(dt.date.fromisoformat, row.get("revised", ()))),
            "successors": tuple(row.get("successors", ())),
            "successors_certainty": _member(Certainty, row.get("successors_certainty")),
            "imaging": None if "supply" in row else _profile(row),
            "supply": _supply(row.get("supply")),
            "certainty": Certainty[row["certainty"]],
            "reviewed_through": reviewed_through(),
            **_untold(code, row.get("effective"), row.get("through")),
        },
    )


def _untold(code: WellFormed, effective: str | None, through: str | None) -> dict[str, dt.date]:
    """End an open row with the last year of which its sources tell, where the packaged years go on behind it."""
    if through is not None or family_of(code) not in HOSPITAL_FAMILIES:
        return {}
    told, last = told_through(code), last_day()
    if told >= last or (effective or "") > told.isoformat():
        return {}
    return {"through": told, "absent_from": last + dt.timedelta(days=1)}


_AS_THEY_ARE = (
    "code",
    "label",
    "successors_note",
    "is_add_on",
    "is_unlisted",
    "is_screening",
    "note",
    "citation",
)
"""What stands in a row as it stands in its value."""
_DAYS = ("effective", "through", "absent_through", "absent_from")


def _member(kind: type[Term], name: str | None) -> Term | None:
    return None if name is None else kind[name]


@once
def reviewed_through() -> int:
    """Give the last year whose changes were looked through for what is authored."""
    return int(packaged_json("authored/reviewed.json")["rows"][0]["through"])


def _profile(row: dict[str, Any]) -> ImagingProfile:
    return filled(
        ImagingProfile,
        {
            "modality": _member(Modality, row.get("modality")),
            "regions": tuple(Region[each] for each in row.get("regions", ())),
            "contrast": _member(Contrast, row.get("contrast")),
            "views": _views(row.get("views")),
            "laterality": Laterality[row.get("laterality", "NOT_PAIRED")],
            "role": Role[row.get("role", "DIAGNOSTIC")],
            "technique": tuple(Technique[each] for each in row.get("technique", ())),
            "extent": _member(Extent, row.get("extent")),
            "population": _member(Population, row.get("population")),
            "three_d": row.get("three_d", False),
        },
    )


def _views(row: dict[str, Any] | None) -> Views | None:
    if row is None:
        return None
    return filled(Views, {**row, "named": tuple(row.get("named", ()))})


def _supply(row: dict[str, Any] | None) -> Supply | None:
    if row is None:
        return None
    kind, amount = SupplyKind[row["kind"]], Decimal(row["amount"])
    return filled(Supply, {**row, "kind": kind, "amount": amount})


@once
def _elsewhere() -> dict[str, dict[str, Any]]:
    """Give what took the place of retired codes without a profile."""
    return {row["code"]: row for row in packaged_json("authored/successors_elsewhere.json")["rows"]}


def _other_from_row(row: list[Any]) -> Code:
    code, effective, through, absent_through, absent_from = (*row, None, None)[:5]
    after = _elsewhere().get(code, {}) if through is not None else {}
    return filled(
        Code,
        {
            "code": code,
            "category": category_of(code),
            "headings": heading_ids(code),
            "effective": iso_day(effective),
            "through": iso_day(through),
            "successors": tuple(after.get("successors", ())),
            "successors_note": f"{after['note']} ({after['citation']})" if after else "",
            "successors_certainty": Certainty[after["certainty"]] if after else None,
            "citation": f"CMS PPRRVU and OPPS Addendum B {first_day().year}-{last_day().year}",
            "absent_through": iso_day(absent_through),
            "absent_from": iso_day(absent_from),
            **_untold(code, effective, through),
        },
    )
