"""Findings on the modifiers of one line together: number, order, conflicts, claim form, place of service, missing side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cptkit.catalog.packaged_tables import level_ii_release
from cptkit.errors import shown
from cptkit.indicators import PcTc, Setting
from cptkit.lines.place_words import place_shown
from cptkit.lines.value_sets import value_set
from cptkit.modifiers.subjects import LineModifiers
from cptkit.values.cells import MOST_MODIFIERS
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Laterality
from cptkit.values.modifier import (
    SIDES,
    Modifier,
    ModifierConflict,
    ModifierKind,
    ModifierOrder,
    Side,
)


def too_many(line: LineModifiers) -> Iterator[Finding]:
    """A line holds at most four modifiers."""
    if len(line.modifiers) > MOST_MODIFIERS:
        reason = f"{len(line.modifiers)} modifiers on one line, which holds {MOST_MODIFIERS}"
        yield line.say(
            "modifier.too-many", Outcome.FAIL, reason, "keep the ones that decide payment first"
        )
    elif line.modifiers:
        yield line.say(
            "modifier.too-many", Outcome.PASS, f"a line holds up to {MOST_MODIFIERS} modifiers"
        )


def duplicate(line: LineModifiers) -> Iterator[Finding]:
    """No modifier stands twice on a line."""
    for modifier, count in Counter(line.modifiers).items():
        if count > 1:
            reason = f"{shown(modifier)} stands {count} times on the line"
            yield line.say("modifier.duplicate", Outcome.FAIL, reason, "write it once")


def unknown(line: LineModifiers) -> Iterator[Finding]:
    """Every modifier must be one that CPT or HCPCS Level II has."""
    known = {each.modifier for each in line.known}
    for modifier in dict.fromkeys(line.modifiers):
        if modifier not in known:
            reason = f"{shown(modifier)} is no modifier that any list here knows"
            cure = f"correct it, or look it up in CMS's current HCPCS file: the packaged list of Level II is of {level_ii_release()}"
            yield line.say(
                "modifier.unknown",
                Outcome.FAIL,
                reason,
                cure,
                citation=f"CPT modifiers; CMS HCPCS Level II modifiers ({level_ii_release()})",
            )


def conflict(line: LineModifiers) -> Iterator[Finding]:
    """Some modifiers exclude each other on one line."""
    for each in line.conflicts:
        yield _conflict(line, each)
    if not line.conflicts and len(line.known) > 1:
        yield line.say(
            "modifier.conflict", Outcome.PASS, "no two modifiers of the line exclude each other"
        )


def _conflict(line: LineModifiers, pair: ModifierConflict) -> Finding:
    medicare = any(
        each.medicare_only for each in line.known if each.modifier in (pair.first, pair.second)
    )
    reason = f"{pair.first} with {pair.second}: {pair.reason}"
    return line.say(
        "modifier.conflict",
        pair.outcome,
        reason,
        pair.remedy,
        citation=pair.citation,
        certainty=pair.certainty,
        medicare_only=medicare,
    )


def sides(line: LineModifiers) -> Iterator[Finding]:
    """Anatomic modifiers of one line must not name opposite sides, nor one part beside 50."""
    named = [each for each in line.known if each.side is not None]
    whole = {each.modifier for each in named if each.kind is ModifierKind.SIDE}
    left = [each.modifier for each in named if each.side is Side.LEFT]
    right = [each.modifier for each in named if each.side is Side.RIGHT]
    rule = "modifier.sides"
    if left and right and whole != SIDES:
        reason = f"{', '.join(left)} is left and {', '.join(right)} is right, on one line"
        yield line.say(rule, Outcome.FAIL, reason, "a line for each part")
    parts = [each.modifier for each in named if each.kind is ModifierKind.ANATOMIC]
    if parts and any(each.kind is ModifierKind.BILATERAL for each in line.known):
        reason = f"50 says both sides, {', '.join(parts)} one part"
        yield line.say(rule, Outcome.WARN, reason, "a line for each part, without 50")


def order(line: LineModifiers) -> Iterator[Finding]:
    """What sets the price comes first, the side last."""
    ranked = [each for each in line.known if each.order is not None]
    best = sorted(ranked, key=_rank)
    if [_rank(each) for each in ranked] != [_rank(each) for each in best]:
        reason = (
            f"{'-'.join(each.modifier for each in ranked)} is not in the order that payers read"
        )
        cure = f"write {'-'.join(each.modifier for each in best)}: what sets the price comes first"
        yield line.say("modifier.order", Outcome.WARN, reason, cure)
    elif len(ranked) > 1:
        yield line.say("modifier.order", Outcome.PASS, "what sets the price comes first")


def _rank(modifier: Modifier) -> int:
    return (modifier.order or ModifierOrder.LOCATION).value


def setting(line: LineModifiers) -> Iterator[Finding]:
    """Some modifiers belong on one claim form only."""
    for each in line.known:
        if not each.settings:
            continue
        if line.setting in each.settings:
            yield line.say(
                "modifier.setting",
                Outcome.PASS,
                f"{each.modifier} belongs on {line.setting.value} claims",
                citation=each.citation,
                certainty=each.certainty,
            )
            continue
        reason = f"{each.modifier} does not belong on {line.setting.value} claims"
        yield line.say(
            "modifier.setting",
            each.outside_setting,
            reason,
            each.setting_remedy,
            citation=each.citation,
            certainty=each.certainty,
        )


_TECHNICAL = {
    PcTc.DIAGNOSTIC_TEST: Certainty.H,
    PcTc.INCIDENT_TO: Certainty.H,
    PcTc.TECHNICAL_ONLY: Certainty.M,
    PcTc.GLOBAL_ONLY: Certainty.M,
}


def place(line: LineModifiers) -> Iterator[Finding]:
    """A practice is not paid the technical part, alone or inside the global service, for patients of a hospital."""
    if line.setting is not Setting.PROFESSIONAL or "26" in line.modifiers or line.profile is None:
        return
    rule, row = "modifier.place-of-service", line.fees.base
    if row is None:
        yield line.no_data(rule)
        return
    sure = _TECHNICAL.get(row.pc_tc)
    if sure is not None:
        outcome, reason, cure = _placed(line, row.pc_tc)
        yield line.say(rule, outcome, reason, cure, certainty=sure, source=row.source)


def _placed(line: LineModifiers, kind: PcTc) -> tuple[Outcome, str, str]:
    what = (
        "the technical component"
        if "TC" in line.modifiers
        else "the technical part inside the code"
    )
    if line.place is None:
        return (
            Outcome.NO_DATA,
            f"whether {what} is payable hangs on the place of service, which is not given",
            "give place_of_service",
        )
    hospital = value_set("place.hospital").get(line.place)
    if hospital is not None:
        return (
            Outcome.FAIL,
            f"{what} is not paid to a practice for patients of {hospital.says}",
            _left_to_facility(line, kind),
        )
    if line.facility is None:
        reason = f"whether {what} is payable cannot be told: {place_shown(line.place)} is no place of service that is known"
        return Outcome.NO_DATA, reason, "give CMS's two digits, such as '11' for an office"
    if line.facility:
        known = value_set("place.other-facility").get(line.place)
        where = f"place of service {line.place}, which Medicare pays as a facility"
        where = where if known is None else known.says
        reason = f"{what} is usually the facility's in {where}"
        return Outcome.WARN, reason, _left_to_facility(line, kind)
    return Outcome.PASS, f"{what} is payable in place of service {shown(line.place)}", ""


def _left_to_facility(line: LineModifiers, kind: PcTc) -> str:
    """Say what a practice still bills where the technical part is the facility's."""
    if kind is PcTc.DIAGNOSTIC_TEST and "TC" not in line.modifiers:
        return "bill 26; the facility bills the rest"
    return "leave the line to the facility"


def side_missing(line: LineModifiers) -> Iterator[Finding]:
    """A code for one side of paired anatomy wants to be told which."""
    profile = line.profile.imaging if line.profile is not None else None
    if profile is None or profile.laterality is not Laterality.UNILATERAL:
        return
    rule = "modifier.side-missing"
    if any(each.side is not None or each.kind is ModifierKind.BILATERAL for each in line.known):
        yield line.say(rule, Outcome.PASS, "the line names the side")
    else:
        yield line.say(
            rule,
            Outcome.WARN,
            "the code is for one side and the line does not say which",
            "add RT or LT, or 50 for both sides where it fits",
        )
