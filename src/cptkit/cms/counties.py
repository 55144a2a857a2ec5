"""Counties of each payment locality (yyLOCCO, such as 25LOCCO), csv.

The title states the year. A state is named on its first row only. Counties stand in one cell, separated by comma,
slash, semicolon and ``AND``; those of another state in words (``IN VIRGINIA``). ``ALL COUNTIES`` and ``ALL OTHER COUNTIES``
stand for every one that no other row names; what follows ``EXCEPT`` must be named by another locality.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Unreadable, read_cell
from cptkit.cms.spreadsheets import whole_number
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, span
from cptkit.cms.whole import AMOUNTS_PLACES, CURE
from cptkit.values.published import County
from cptkit.values.table import Source, Table, TableKind

_TITLE = re.compile(r"COUNTIES INCLUDED IN (20[0-9]{2}) LOCALITIES")
_HEADER = ("locality number", "state", "fee schedule area", "counties")
_WIDTH = 5
_LONGEST_PREAMBLE = 20
_MAC = re.compile(r"[0-9]{3,4}2")
"""Contractors for Part B end with 2; spreadsheets lose a leading zero."""
_NUMBER = re.compile(r"[0-9]{1,2}")
_SEPARATOR = re.compile(r"\s*(?:,\s*AND\s|,|/|;|\sAND\s)\s*")
_REST = re.compile(r"ALL (?:OTHER )?(?:COUNTIES|COUNTY EQUIVALENTS)(?:,? EXCEPT (?P<but>.+))?")
_ELSEWHERE = re.compile(r"(.+) IN ([A-Z ]+)")
_COUNTY_WORD = re.compile(r" CNTY\Z")
_NAME = re.compile(r"[A-Z][A-Z.' -]{1,40}")
_MISSPELT = {"ORAGNGE": "ORANGE"}
"""What CMS's file of 2025 misspells: Orange county, under locality 18 of California."""
_WHOLE_DISTRICT = "DISTRICT OF COLUMBIA"
_TWO_STATES = {"HAWAII/GUAM": ("HI", "GU")}
_NAMED = (
    "ALABAMA:AL ALASKA:AK ARIZONA:AZ ARKANSAS:AR CALIFORNIA:CA COLORADO:CO CONNECTICUT:CT DELAWARE:DE"
    " DISTRICT_OF_COLUMBIA:DC FLORIDA:FL GEORGIA:GA IDAHO:ID ILLINOIS:IL INDIANA:IN IOWA:IA KANSAS:KS"
    " KENTUCKY:KY LOUISIANA:LA MAINE:ME MARYLAND:MD MASSACHUSETTS:MA MICHIGAN:MI MINNESOTA:MN"
    " MISSISSIPPI:MS MISSOURI:MO MONTANA:MT NEBRASKA:NE NEVADA:NV NEW_HAMPSHIRE:NH NEW_JERSEY:NJ"
    " NEW_MEXICO:NM NEW_YORK:NY NORTH_CAROLINA:NC NORTH_DAKOTA:ND OHIO:OH OKLAHOMA:OK OREGON:OR"
    " PENNSYLVANIA:PA PUERTO_RICO:PR RHODE_ISLAND:RI SOUTH_CAROLINA:SC SOUTH_DAKOTA:SD TENNESSEE:TN"
    " TEXAS:TX UTAH:UT VERMONT:VT VIRGIN_ISLANDS:VI VIRGINIA:VA WASHINGTON:WA WEST_VIRGINIA:WV"
    " WISCONSIN:WI WYOMING:WY"
)
_STATES = {
    name.replace("_", " "): (letters,)
    for name, letters in (each.split(":") for each in _NAMED.split(" "))
} | _TWO_STATES

Rows = Iterator[tuple[int, County]]


@attrs.define
class _Place:
    """What the rows said so far: the state, and the counties that some state's row excepts."""

    states: tuple[str, ...] = ()
    excepted: list[tuple[int, str, str]] = attrs.field(factory=list)


@checked
def read_counties(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[County]:
    r"""Read the counties of each payment locality.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers; by default 1 January of the year in its title.
        through: Last day; by default 31 December of that year.
        file: The file's name, kept in the table's source.
        release: The name of the release; by default ``LOCCO`` and the year.
        partial: True where the table is meant to be short.

    Returns:
        A row for each county that is named, and one without a name for a state's others.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = "COUNTIES INCLUDED IN 2025 LOCALITIES.,,,,\nMedicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties\n"
        >>> rows = read_counties(text + "9102,4,FLORIDA,MIAMI,DADE AND MONROE\n", partial=True)
        >>> [(row.name, row.locality) for row in rows]
        [('DADE', '09102-04'), ('MONROE', '09102-04')]
    """
    problems = Problems()
    found = cells(numbered(source, problems), problems)
    year = _year(found, problems)
    stated = (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    days = span(problems, effective, through, stated)
    origin = Source("CMS", file, release or f"LOCCO{year or ''}", *days, licence=LICENCE)
    place = _Place()
    rows = tuple(_once(_rows(found, place, origin, problems), problems))
    if not partial:
        _hold(rows, problems)
        _hold_excepted(rows, place, problems)
    if not rows:
        problems.found.append("no rows: the text ends before the table begins")
    problems.refuse()
    return Table(TableKind.COUNTIES, origin, rows, complete=not partial)


def _year(found: Iterator[tuple[int, list[str]]], problems: Problems) -> int | None:
    """Find title and header, and give the year of the title."""
    year = None
    for number, row in found:
        title = _TITLE.search(" ".join(row).upper())
        year = int(title[1]) if title else year
        names = tuple(" ".join(cell.lower().split()) for cell in row[1:])
        if names == _HEADER and row[0].lower().startswith("medicare admin"):
            return year
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of a county file (Medicare Administrative Contractor, Locality Number, ..., Counties) was found"
    )


def _mac(text: str) -> str:
    if _MAC.fullmatch(text) is None:
        raise Unreadable("a contractor for Part B, five digits that end with 2")
    return text.zfill(5)


def _number(text: str) -> str:
    if _NUMBER.fullmatch(text) is None:
        raise Unreadable("a locality of two digits")
    return text.zfill(2)


def _rows(
    found: Iterable[tuple[int, list[str]]], place: _Place, origin: Source, problems: Problems
) -> Rows:
    """Make the rows up to the first footnote; what cannot be read, and a row behind the end, are noted."""
    ended = 0
    for number, row in found:
        if not row:
            continue
        if row[0].startswith("*"):
            ended = ended or number
        elif ended:
            problems.at(number, f"a row stands after the end of the table on line {ended}")
        elif len(row) != _WIDTH:
            problems.at(number, f"has {len(row)} cells, {_WIDTH} are expected: the row is cut")
        else:
            yield from _row(number, row, place, origin, problems)


def _row(number: int, texts: list[str], place: _Place, origin: Source, problems: Problems) -> Rows:
    """Make the rows of one locality's counties, or note why not."""
    mac = read_cell(_mac, "contractor", whole_number(texts[0]), number, problems)
    locality = read_cell(_number, "locality", whole_number(texts[1]), number, problems)
    state, area, listed = texts[2].upper(), texts[3], " ".join(texts[4].upper().split())
    if state:
        place.states = _STATES.get(state, ())
        if not place.states:
            problems.at(number, f"{state!r} is no state")
    if not area or not place.states:
        problems.at(number, "names no fee schedule area or no state")
    read_cell(fields.phrase, "area", area, number, problems)
    if mac is None or locality is None or not place.states:
        return
    for where, name in _counties(listed, number, place, problems):
        yield number, County(where, name, mac, locality, origin)


def _counties(
    listed: str, number: int, place: _Place, problems: Problems
) -> Iterator[tuple[str, str]]:
    """Give state and name of the counties in a cell; an empty name for a state's others."""
    rest = _REST.fullmatch(listed)
    if rest is not None:
        for state in place.states:
            yield state, ""
            place.excepted += [(number, state, name) for name in _names(rest["but"] or "")]
        return
    for part in listed.split(";"):
        elsewhere = _ELSEWHERE.fullmatch(part.strip())
        states = _STATES.get(elsewhere[2], ()) if elsewhere else place.states
        for name in _names(elsewhere[1] if elsewhere else part.strip()):
            plain = _MISSPELT.get(name, name)
            if not states or _NAME.fullmatch(plain) is None:
                problems.at(number, f"{plain!r} is no county")
            elif plain == _WHOLE_DISTRICT:
                yield states[0], ""
            else:
                yield states[0], plain


def _names(text: str) -> list[str]:
    words = _SEPARATOR.split(text.strip()) if text.strip() else []
    return [_COUNTY_WORD.sub("", word.strip()) for word in words]


def _once(found: Rows, problems: Problems) -> Iterator[County]:
    """Give each county once; one that stands in two localities is noted.

    A row that stands twice whole is one: CMS does so where two contractors serve a locality.
    """
    first: dict[tuple[str, str], County] = {}
    for number, county in found:
        known = first.setdefault((county.state, county.name), county)
        if known is county:
            yield county
        elif known != county or county.name:
            named = county.name or "the other counties"
            problems.at(number, f"{named} of {county.state} stands in {known.locality} already")


def _hold(rows: tuple[County, ...], problems: Problems) -> None:
    """Note states without a row for their other counties, and localities that are missing."""
    states = {letters for each in _STATES.values() for letters in each}
    lacking = states - {row.state for row in rows if not row.name}
    if lacking:
        problems.found.append(
            f"no locality of the other counties of {', '.join(sorted(lacking))}: {CURE}"
        )
    places = len({row.locality for row in rows})
    if places < AMOUNTS_PLACES.least:
        problems.found.append(
            f"has {places} localities, and CMS has {AMOUNTS_PLACES.least} or more: {CURE}"
        )


def _hold_excepted(rows: tuple[County, ...], place: _Place, problems: Problems) -> None:
    """Note counties that a state's row excepts and no other locality names."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        named[row.state].add(row.name)
    for number, state, name in place.excepted:
        if name not in named[state]:
            problems.at(number, f"excepts {name}, which no other locality of {state} names")
