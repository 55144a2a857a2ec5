"""Gather from the catalog what the rules look at; the only part of the modifier rules that asks tables."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.packaged_tables import ambulance_modifiers
from cptkit.errors import NoDataError, UnknownEditionError
from cptkit.lines.modifier_tables import conflicts, listed
from cptkit.lines.view import LineState, Seen, View
from cptkit.modifiers.scopes import AMBULANCE
from cptkit.modifiers.subjects import Fees, LineModifiers, Subject
from cptkit.values.modifier import COMPONENTS, Modifier, ModifierConflict, ModifierKind

_LOAD = "read the release that covers the day with cptkit.cms.read_fee_schedule and give it to with_tables"


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


def marked(view: View, seen: Seen) -> LineModifiers:
    """Look at the modifiers of a seen line."""
    unique, where = tuple(dict.fromkeys(seen.line.modifiers)), view.catalog
    known = tuple(
        meant(each, seen.text, is_first=place == 0)
        for place, each in enumerate(map(where.modifier, unique))
        if each is not None
    )
    subjects: tuple[Subject, ...] = ()
    if seen.state is LineState.ACTIVE:  # both components together ask the global row
        component = "".join(each for each in COMPONENTS if each in unique)
        fees = fees_of(seen.text, component, seen.on, where)
        subjects = tuple(subject_of(view, seen, each, fees, named=True) for each in known)
    else:
        fees = Fees(gap=_why_not(seen.on, where), remedy="correct the code or the day")
    place = seen.line.place_of_service
    facility = None if place is None else where.is_facility(place.strip())
    conflicting = _conflicts(tuple(each.modifier for each in known))
    return LineModifiers(view, seen, fees, known, subjects, conflicting, facility)


def meant(modifier: Modifier, code: str, *, is_first: bool = True) -> Modifier:
    """Give what a modifier means on a code: on an ambulance's line a pair of letters that stands first is where it went."""
    if is_first and code.startswith(AMBULANCE):
        return ambulance_modifiers().get(modifier.modifier, modifier)
    return modifier


def _why_not(on: dt.date, catalog: Catalog) -> str:
    try:
        catalog.day(on)
    except UnknownEditionError as error:
        return str(error)
    return "the code is not in force on that day"


def subject_of(
    view: View, seen: Seen, modifier: Modifier, fees: Fees, *, named: bool = False
) -> Subject:
    """Put one modifier on a line whose code is in force; a component asks its own row of the fee schedule."""
    own = fees
    if modifier.kind is ModifierKind.COMPONENT:
        own = fees_of(seen.text, modifier.modifier, seen.on, view.catalog)
    return Subject(view, seen, own, modifier, listed(modifier.modifier, seen.text), named)


def _conflicts(modifiers: tuple[str, ...]) -> tuple[ModifierConflict, ...]:
    pairs = (tuple(sorted(pair)) for pair in combinations(modifiers, 2))
    return tuple(row for pair in pairs if (row := conflicts().get((pair[0], pair[1]))) is not None)
