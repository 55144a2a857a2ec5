"""Gather from the catalog what the rules look at; the only part of the modifier rules that asks tables."""

from __future__ import annotations

import datetime as dt
import functools
from itertools import combinations

from cptkit.catalog.catalog import Catalog
from cptkit.errors import NoDataError, UnknownEditionError
from cptkit.files.packaged import authored
from cptkit.indicators import Setting
from cptkit.modifiers.verdict import Fees, LineModifiers, Subject
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import Code, sort_key
from cptkit.values.modifier import Modifier, ModifierCodes, ModifierConflict, ModifierKind

COMPONENTS = ("26", "TC")
_LOAD = "read the release that covers the day with cptkit.cms.read_fee_schedule and give it to with_tables"


@functools.cache
def lists() -> dict[str, tuple[ModifierCodes, ...]]:
    """Give each modifier's list of codes, by modifier."""
    found: dict[str, tuple[ModifierCodes, ...]] = {}
    for row in authored("modifier_codes", ModifierCodes):
        found[row.modifier] = (*found.get(row.modifier, ()), row)
    return found


@functools.cache
def conflicts() -> dict[tuple[str, str], ModifierConflict]:
    """Give the conflicts by their two modifiers, the lower in text order first."""
    return {
        (row.first, row.second): row for row in authored("modifier_conflicts", ModifierConflict)
    }


def listed(modifier: str, code: str) -> ModifierCodes | None:
    """Give the row of a modifier's list that names a code, or None."""
    key = sort_key(code)
    return next(
        (
            row
            for row in lists().get(modifier, ())
            if sort_key(row.first) <= key <= sort_key(row.last)
        ),
        None,
    )


def fees_of(code: str, component: str, on: dt.date, catalog: Catalog) -> Fees:
    """Give what the fee schedule says of a code: the row that 26 or TC selects, or else the global one."""
    try:
        base = catalog.fee_row(code, "", on)
        row = catalog.fee_row(code, component, on) if component in COMPONENTS else None
    except NoDataError as error:
        return Fees(gap=f"no fee schedule at hand covers {code} on {on}", remedy=error.remedy)
    if base is None and row is None:
        return Fees(gap=f"the fee schedule of {on} has no row of {code}", remedy=_LOAD)
    return Fees(row or base, base or row)


def line_of(line: ClaimLine, setting: Setting, payer: Payer, catalog: Catalog) -> LineModifiers:
    """See a claim line as the rules do."""
    on = line.date_of_service
    unique = tuple(dict.fromkeys(line.modifiers))
    known = tuple(each for each in map(catalog.modifier, unique) if each is not None)
    profile, why = _profile(line.code, on, catalog)
    subjects: tuple[Subject, ...] = ()
    if profile is None:
        fees = Fees(gap=why, remedy="correct the code or the day")
    else:  # both components together ask the global row
        component = "".join(each for each in COMPONENTS if each in unique)
        fees = fees_of(line.code, component, on, catalog)
        subjects = tuple(_subject(each, profile, on, fees, catalog) for each in known)
    place = line.place_of_service.strip() if line.place_of_service is not None else None
    return LineModifiers(
        line.code,
        line.modifiers,
        known,
        subjects,
        _conflicts(tuple(each.modifier for each in known)),
        profile,
        on,
        setting,
        place,
        payer,
        fees,
        None if place is None else catalog.is_facility(place),
    )


def _profile(code: str, on: dt.date, catalog: Catalog) -> tuple[Code | None, str]:
    try:
        catalog.day(on)
    except UnknownEditionError as error:
        return None, str(error)
    found = catalog.code(code, on)
    return found, "" if found is not None else "the code is not in force on that day"


def _subject(modifier: Modifier, code: Code, on: dt.date, fees: Fees, catalog: Catalog) -> Subject:
    own = (
        fees_of(code.code, modifier.modifier, on, catalog)
        if modifier.kind is ModifierKind.COMPONENT
        else fees
    )
    return Subject(modifier, code, on, own, listed(modifier.modifier, code.code))


def _conflicts(modifiers: tuple[str, ...]) -> tuple[ModifierConflict, ...]:
    pairs = (tuple(sorted(pair)) for pair in combinations(modifiers, 2))
    return tuple(row for pair in pairs if (row := conflicts().get((pair[0], pair[1]))) is not None)
