"""What the tables say of a denied line: the edit with another line of its day, or the limit on its units."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import bundling
from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.errors import CptkitError
from cptkit.indicators import Adjudication, CorrectCoding
from cptkit.values.claim import Claim, ClaimLine
from cptkit.values.code import Certainty
from cptkit.values.denial import Appeal, ModifierHelp
from cptkit.values.modifier import DISTINCT
from cptkit.values.table import Mue, PtpEdit, Source


@attrs.frozen
class Help:
    """Whether a modifier and an appeal can help, why, and what says so."""

    modifier: ModifierHelp
    appeal: Appeal
    advice: str
    citation: str
    certainty: Certainty


def by_edit(place: int, claim: Claim, catalog: Catalog) -> Help | None:
    """Give what the PTP edits between a line and the others of its day leave room for; None where none is found."""
    line = claim.lines[place]
    others = (
        other
        for index, other in enumerate(claim.lines)
        if index != place and other.date_of_service == line.date_of_service
    )
    found = [
        (edit, other)
        for other in others
        if (edit := _edit(line, other, claim, catalog)) is not None
    ]
    hard = [each for each in found if each[0].indicator is CorrectCoding.NOT_ALLOWED]
    return of_edit(line, *(hard or found)[0]) if found else None


def _edit(line: ClaimLine, other: ClaimLine, claim: Claim, catalog: Catalog) -> PtpEdit | None:
    try:
        return bundling.ptp(
            line.code, other.code, on=line.date_of_service, setting=claim.setting, catalog=catalog
        )
    except CptkitError:  # a code without form, or a day without table: nothing is known of the pair
        return None


def of_edit(line: ClaimLine, edit: PtpEdit, other: ClaimLine) -> Help:
    """Give what an edit between two lines leaves room for, by its indicator and their modifiers."""
    pair = f"{edit.column_1} over {edit.column_2}, indicator {edit.indicator.value}"
    certainty = Certainty.H if edit.exact else Certainty.M
    citation = _told("Medicare NCCI PTP edits", edit.source)
    if edit.indicator is CorrectCoding.NOT_ALLOWED:
        modifier, appeal = ModifierHelp.NEVER, Appeal.HOPELESS
        advice = f"{pair}: write off {edit.column_2}; a modifier would be a false claim"
    elif edit.indicator is not CorrectCoding.ALLOWED:
        modifier, appeal = ModifierHelp.BESIDE_THE_POINT, Appeal.RECORD
        advice = f"{pair}: the edit is no longer in force; say so to the payer"
    elif _is_distinct(line, other):
        modifier, appeal = ModifierHelp.CARRIED, Appeal.RECORD
        advice = f"{pair}: appeal with what shows another session, site or lesion"
    else:
        modifier, appeal = ModifierHelp.MAY, Appeal.CORRECT
        advice = (
            f"{pair}: where the record shows another session, site, lesion or organ, add XE, XS, "
            f"XP, XU or 59 to {edit.column_2} and send a corrected claim; else write it off"
        )
    return Help(modifier, appeal, advice, citation, certainty)


def _is_distinct(line: ClaimLine, other: ClaimLine) -> bool:
    return bool(DISTINCT.intersection((*line.modifiers, *other.modifiers)))


def by_limit(places: Iterable[int], claim: Claim, catalog: Catalog) -> Help | None:
    """Give what the unit limit of a line leaves room for; None where none is known or none is exceeded."""
    lines = [claim.lines[place] for place in places]
    line = lines[0]
    try:
        limit = bundling.mue(
            line.code, on=line.date_of_service, setting=claim.setting, catalog=catalog
        )
    except CptkitError:
        return None
    billed = sum(
        each.units
        for each in claim.lines
        if (each.code, each.date_of_service) == (line.code, line.date_of_service)
    )
    return None if limit is None or billed <= limit.units else _of_limit(limit, billed)


def _of_limit(limit: Mue, billed: int) -> Help:
    said = f"{billed} units of {limit.code} against a limit of {limit.units} (MAI {limit.adjudication.value})"
    if limit.adjudication is Adjudication.DAY_ABSOLUTE:
        modifier, appeal = ModifierHelp.NEVER, Appeal.HOPELESS
        advice = f"{said}: law, policy or anatomy forbid more; correct the units or write them off"
    elif limit.adjudication is Adjudication.DAY_CLINICAL:
        modifier, appeal = ModifierHelp.NEVER, Appeal.RECORD
        advice = f"{said}: the day's total counts, so no modifier helps; appeal with the record"
    else:
        modifier, appeal = ModifierHelp.MAY, Appeal.CORRECT
        advice = f"{said}: each line is judged by itself; bill lines with the modifiers that tell them apart"
    certainty = Certainty.H if limit.exact else Certainty.M
    return Help(modifier, appeal, advice, _told("Medicare NCCI MUE", limit.source), certainty)


def _told(what: str, source: Source | None) -> str:
    return what if source is None else f"{what}, {source}"
