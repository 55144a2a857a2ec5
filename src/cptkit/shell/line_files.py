"""Claim lines of a csv file: one row a line, with the columns that `docs/shell.md` lists."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from cptkit import Catalog, Claim, ClaimLine, parse
from cptkit.errors import CptkitError, DataError, shown
from cptkit.shell.inputs import file_shown, nearest, rows_of

COLUMNS = (
    "claim",
    "code",
    "modifiers",
    "date",
    "units",
    "place_of_service",
    "charge",
    "diagnoses",
    "provider",
    "session",
    "ordering_provider",
)
_LIKE = 0.75
_BETWEEN = re.compile(r"[\s,;|:-]+")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]00:00(?::00)?)?")


def claims_of_rows(
    text: str, name: str, on: dt.date | None, catalog: Catalog
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Read claims from their lines.

    Args:
        text: The csv file's text.
        name: What messages call it.
        on: The day of lines that state none.
        catalog: Whose codes are known.

    Returns:
        The claims in the order of their first lines (a line without a claim is a claim of its own), and what to say
        of columns that are not read.

    Raises:
        DataError: Columns are missing or misspelt, or rows cannot be read; every problem with its row.
    """
    columns, rows = rows_of(text, name)
    names = {each: each.lower().replace(" ", "_").replace("-", "_") for each in columns}
    unread = _unread_columns(names, name, on)
    problems: list[str] = [] if rows else [f"{file_shown(name)} has no rows below its header"]
    lines: dict[str, list[ClaimLine]] = {}
    orderers: dict[str, set[str]] = {}
    for number, cells in rows:
        row = {names[column]: cell.strip() for column, cell in cells.items()}
        claim = row.get("claim") or f"\0{number}"
        orderers.setdefault(claim, set()).update(filter(None, [row.get("ordering_provider")]))
        try:
            lines.setdefault(claim, []).append(_line(row, on, catalog))
        except (CptkitError, ValueError) as error:
            problems.append(f"{file_shown(name)}, row {number}: {error}")
    problems += [
        f"{file_shown(name)}: claim {shown(claim)} has {len(found)} ordering providers: give one"
        for claim, found in orderers.items()
        if len(found) > 1
    ]
    if problems:
        raise DataError(tuple(problems))
    return tuple(_claim(claim, own, orderers[claim]) for claim, own in lines.items()), unread


def _claim(name: str, lines: list[ClaimLine], orderers: set[str]) -> Claim:
    own = None if name.startswith("\0") else name
    return Claim(lines, id=own, ordering_provider=next(iter(orderers), None))


def _unread_columns(names: Mapping[str, str], name: str, on: dt.date | None) -> tuple[str, ...]:
    """Refuse a missing column and one that is a misspelt one of ours; tell of others."""
    problems = [
        f"{file_shown(name)} has no column {wanted!r}: {nearest(wanted, names)}"
        for wanted in ("code", "date")
        if wanted not in names.values() and not (wanted == "date" and on)
    ]
    others = [each for each, plain in names.items() if plain and plain not in COLUMNS]
    missing = [each for each in COLUMNS if each not in names.values()]
    if not problems:
        problems = [
            f"{file_shown(name)}: column {shown(each)} is none of ours: {nearest(each, missing)}"
            for each in others
            if difflib.get_close_matches(names[each], missing, 1, _LIKE)
        ]
    if problems:
        raise DataError(tuple(problems))
    return tuple(f"{file_shown(name)}: column {shown(each)} is not read" for each in others)


def _line(row: Mapping[str, str], on: dt.date | None, catalog: Catalog) -> ClaimLine:
    expression = parse(row["code"], catalog=catalog)
    written = filter(None, _BETWEEN.split(row.get("modifiers", "")))
    place = row.get("place_of_service") or None
    return ClaimLine(
        expression.code,
        (*expression.modifiers, *written),
        date_of_service=_day(row.get("date", ""), on),
        units=_units(row.get("units") or "1"),
        place_of_service=f"0{place}" if place and len(place) == 1 else place,
        charge=row.get("charge") or None,
        diagnoses=tuple(filter(None, re.split(r"[\s,;|]+", row.get("diagnoses", "")))),
        provider=row.get("provider") or None,
        session=row.get("session") or None,
    )


def _day(text: str, on: dt.date | None) -> dt.date:
    if not text and on:
        return on
    found = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())) if found else dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"date {shown(text)} is no day: write YYYY-MM-DD") from None


def _units(text: str) -> int:
    """Read units; what spreadsheets make of them (``1.0``) too."""
    try:
        number = Decimal(text)
        if re.fullmatch(r"-?[0-9]{1,9}(\.0*)?", text) and number == int(number):
            return int(number)
    except InvalidOperation:
        pass
    raise ValueError(f"units {shown(text)} is no whole number")
