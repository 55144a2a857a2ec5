"""Which lines of a visit or day a rule can see together: of all others it says what it says of each alone.

Two lines meet where some rule of their reach may say something of both; meeting is asked of codes, whatever their
modifiers, and goes on from line to line. A line of which a rule must see everything beside it says so by itself.
Where it is not sure whether two lines meet they do: more together is slower and never wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias

from cptkit import bundling
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.contrast_families import family_of
from cptkit.catalog.determinations import coverage_rows
from cptkit.catalog.guidance_codes import guidance_codes
from cptkit.claim_check import (
    ncci_edits,
    one_session,
    portable_xray,
    predecessor_edits,
    repeats,
    supplies,
)
from cptkit.claim_check.rule_tables import combinations, pairs_by_first, predecessors
from cptkit.errors import NoDataError
from cptkit.indicators import Setting, Status
from cptkit.lines.add_ons import primaries_of
from cptkit.lines.view import LineState, Seen, View, view_of
from cptkit.values.claim import Claim, ClaimLine
from cptkit.values.code import SupplyKind
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Modality
from cptkit.values.policy import NO_POLICY

Meets: TypeAlias = "Callable[[Seen, Seen, Setting, Catalog], bool]"
"""Whether two lines of one day and of different codes meet; asked of the codes, in one order of the two."""

OfLine: TypeAlias = "Callable[[Seen, Setting, Catalog], bool]"
"""Something that is asked of a line by itself."""

OfCodes: TypeAlias = "Callable[[tuple[str, ...], dt.date, Setting, Catalog], tuple[str, ...]]"
"""Some of the codes of a visit on a day."""


def is_national(seen: Seen, catalog: Catalog) -> bool:
    """Tell whether tables may tell of a line's code: it is in force, or of a day that no year covers, and no house code."""
    return seen.state is not LineState.INVALID and not catalog.is_house_code(seen.text)


# --- a visit


def in_a_visit(one: Seen, other: Seen, setting: Setting, catalog: Catalog) -> bool:
    """Tell whether two codes of a day and provider meet: by an edit, as add-on and primary, in a family, as parts of one code."""
    if not (is_national(one, catalog) and is_national(other, catalog)):
        return False
    return (
        _of_one_family(one.text, other.text)
        or frozenset((one.text, other.text)) in combinations()
        or _excluded(one.text, other.text)
        or _excluded(other.text, one.text)
        or {one.text, other.text} <= one_session.mammogram_codes()
        or other.text in primaries_of(one.text, one.on, catalog).codes
        or one.text in primaries_of(other.text, other.on, catalog).codes
        or _edited(one, other, setting, catalog)
    )


def _of_one_family(one: str, other: str) -> bool:
    family = family_of(one)
    return family is not None and family is family_of(other)


def _excluded(one: str, other: str) -> bool:
    return any(other in row.second for row in pairs_by_first().get(one, ()))


def _edited(one: Seen, other: Seen, setting: Setting, catalog: Catalog) -> bool:
    """Tell whether an edit stands between two codes on their day, or goes on from retired ones."""
    if bundling.among((one.text, other.text), one.on, setting, catalog).edits:
        return True
    if predecessors().keys().isdisjoint((one.text, other.text)):
        return False
    lines = tuple(ClaimLine(each.text, date_of_service=each.on) for each in (one, other))
    return any(predecessor_edits.by_predecessor(view_of(Claim(lines, setting), NO_POLICY, catalog)))


def needs_the_visit(seen: Seen, setting: Setting, catalog: Catalog) -> bool:
    """Tell what is judged by all that stands beside it: guidance, portable X-ray, what is paid only alone, add-ons without a whole list."""
    if not is_national(seen, catalog):
        return False
    if seen.text in guidance_codes() or seen.text in portable_xray.codes():
        return True
    known = primaries_of(seen.text, seen.on, catalog)
    if (known.edits or seen.is_add_on) and not (known.codes and known.is_whole):
        return True
    return setting is Setting.PROFESSIONAL and _is_paid_alone(seen, catalog)


def _is_paid_alone(seen: Seen, catalog: Catalog) -> bool:
    try:
        row = catalog.fee_row(seen.text, "", seen.on)
    except NoDataError:
        return False
    return row is not None and row.status is Status.PAID_IF_ALONE


def is_marked(seen: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether a line says that it is distinct from another: whether it need not, all others say."""
    return bool(seen.distinct)


def edited(view: View) -> Iterator[Finding]:
    """Give what `bundling.ptp` says of pairs with an edit: it looks at the lines of the two codes."""
    return (each for each in ncci_edits.pairs(view) if each.outcome is not Outcome.NO_DATA)


def untold(view: View) -> Iterator[Finding]:
    """Give what `bundling.ptp` cannot tell: its words hang on the day and the form, its lines on which codes there are."""
    return (each for each in ncci_edits.pairs(view) if each.outcome is Outcome.NO_DATA)


def untold_codes(
    codes: tuple[str, ...], on: dt.date, setting: Setting, catalog: Catalog
) -> tuple[str, ...]:
    """Give the codes of a visit of whose pairs no table tells: the lines of `untold`."""
    return bundling.among(codes, on, setting, catalog).unproven


# --- a day


def supplied(one: Seen, other: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether one of two codes of a day is a supply, and the other may use it, change how much of it is used, or be paid on top of it."""
    if one.supply is not None and other.supply is not None:
        return SupplyKind.TRACER_ADD_ON in (one.supply.kind, other.supply.kind)
    agent, study = (one, other) if one.supply is not None else (other, one)
    if agent.supply is None:
        return False
    image = study.imaging
    return (
        agent.supply.kind is not SupplyKind.CONTRAST_AGENT
        or study.section in supplies.PROCEDURES
        or (image is not None and (image.modality in _USING or image.contrast in supplies.GIVEN))
    )


_USING = (Modality.NM, Modality.PT, Modality.RF, Modality.XA)


def needs_a_tracer(seen: Seen, _setting: Setting, catalog: Catalog) -> bool:
    """Tell whether the coverage of a line hangs on what stands beside it that day."""
    return any(row.beside for row in coverage_rows(seen.text, seen.on, catalog))


def has_no_coverage(seen: Seen, _setting: Setting, catalog: Catalog) -> bool:
    """Tell whether no coverage row is for a line's code and modifiers, so that coverage says nothing of it."""
    rows = coverage_rows(seen.text, seen.on, catalog)
    return all(row.modifiers and seen.modifiers.isdisjoint(row.modifiers) for row in rows)


def is_plain(seen: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether a line is no supply and uses none, so that nothing is said of supplies where it stands alone."""
    image = seen.imaging
    return seen.supply is None and (
        image is None or (image.modality not in _USING and image.contrast not in supplies.GIVEN)
    )


def is_no_supply(seen: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether a line is no supply, so that nothing of it can be wasted."""
    return seen.supply is None


def is_no_repeat(seen: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether a line does not say that it was done before, so that alone nothing is said of repeats."""
    return seen.modifiers.isdisjoint(repeats.repeating())


def is_unmarked(seen: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell whether a line does not say that it is distinct from another."""
    return not seen.distinct


def never(_one: Seen, _other: Seen, _setting: Setting, _catalog: Catalog) -> bool:
    """Tell that no two codes meet, whatever they are."""
    return False
