"""Findings that the code's profile, the modifier's list of codes, and the calendar decide."""

from __future__ import annotations

from cptkit.indicators import Bilateral
from cptkit.modifiers.scopes import admits, has_sides, is_ct, is_x_ray, lacks_part
from cptkit.modifiers.subjects import Subject
from cptkit.values.code import Certainty
from cptkit.values.days import holds, in_force, is_over
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Laterality
from cptkit.values.modifier import Modifier, ModifierCodes, ModifierKind, Scope

RULE_OF_KIND = {
    ModifierKind.ANATOMIC: "modifier.anatomy",
    ModifierKind.AUC: "modifier.appropriate-use",
    ModifierKind.DISTINCT: "modifier.distinct",
    ModifierKind.EQUIPMENT: "modifier.equipment",
    ModifierKind.MAMMOGRAPHY: "modifier.mammography",
    ModifierKind.PET: "modifier.pet",
    ModifierKind.VISIT: "modifier.visit",
}
"""Rules that are the scope rule under a name of their own."""


def is_described(modifier: Modifier) -> bool:
    """Tell whether more than its days is known of a modifier: its meaning, or that it is an ambulance's."""
    return modifier.title is not None or modifier.scope is Scope.AMBULANCE


def described(subject: Subject) -> Finding | None:
    """A modifier that is known by its dates only cannot be judged."""
    if is_described(subject.modifier):
        return None
    cure = "look the modifier up in CMS's HCPCS file"
    return subject.say(
        "modifier.undescribed",
        Outcome.NO_DATA,
        "it is known by its dates only: no rule about it is here",
        cure,
        citation=subject.modifier.citation,
    )


def dates(subject: Subject) -> Finding | None:
    """A modifier must be in force on the day of service."""
    modifier, on = subject.modifier, subject.on
    if is_over(modifier, on):
        reason, cure = f"it ended with {modifier.through}", f"leave {modifier.modifier} off"
        return subject.say(
            "modifier.expired",
            Outcome.FAIL,
            reason,
            cure,
            citation=modifier.citation,
            certainty=modifier.certainty,
        )
    if not holds(modifier, on):
        reason, cure = f"it starts on {modifier.effective}", f"leave {modifier.modifier} off"
        return subject.say(
            "modifier.not-yet-valid",
            Outcome.FAIL,
            reason,
            cure,
            citation=modifier.citation,
            certainty=modifier.certainty,
        )
    return None


def idle(subject: Subject) -> Finding | None:
    """A modifier may linger after the program that it served."""
    since, through = subject.modifier.idle_from, subject.modifier.through
    if since is None or not in_force(since, through, subject.on):
        return None
    reason = f"it has had no effect since {since}"
    return subject.say(
        "modifier.no-effect",
        Outcome.WARN,
        reason,
        f"leave {subject.modifier.modifier} off",
        citation=subject.modifier.citation,
        certainty=subject.modifier.certainty,
    )


def laterality(subject: Subject) -> Finding | None:
    """RT and LT say something where the anatomy is paired; elsewhere they are unusual, not wrong."""
    if subject.modifier.kind is not ModifierKind.SIDE:
        return None
    outcome, reason = _paired(subject)
    cure = {
        Outcome.WARN: subject.modifier.remedy,
        Outcome.NO_DATA: "read the code's definition",
    }.get(outcome, "")
    return subject.say(
        "modifier.laterality",
        outcome,
        reason,
        cure,
        citation=subject.modifier.citation,
        certainty=subject.modifier.certainty,
    )


def _paired(subject: Subject) -> tuple[Outcome, str]:
    row, profile = subject.fees.row, subject.code.imaging
    if profile is not None:
        return _BY_LATERALITY[profile.laterality]
    if row is not None and row.bilateral in (Bilateral.ONE_AND_A_HALF, Bilateral.EACH_SIDE_IN_FULL):
        return Outcome.PASS, f"the anatomy is paired: bilateral indicator {row.bilateral.value}"
    if row is not None and row.bilateral is Bilateral.ALREADY_BILATERAL:
        return _BY_LATERALITY[Laterality.BILATERAL]
    if subject.code.supply is not None:
        return Outcome.WARN, "a supply has no side"
    return Outcome.NO_DATA, "whether the anatomy is paired is known here for radiology codes only"


_BY_LATERALITY = {
    Laterality.UNILATERAL: (Outcome.PASS, "the code is for one side of paired anatomy"),
    Laterality.EITHER: (Outcome.PASS, "the anatomy is paired"),
    Laterality.BILATERAL: (
        Outcome.WARN,
        "the code is for both sides already; if one side was done, bill the code of one side, or 52",
    ),
    Laterality.NOT_PAIRED: (
        Outcome.WARN,
        "the code's anatomy is not paired, so a side says nothing",
    ),
}


_WIDE = frozenset({Scope.ANY, Scope.NOT_EVALUATION, Scope.NOT_IMAGING, Scope.NOT_RADIOLOGY})


def scope(subject: Subject) -> Finding | None:
    """A modifier belongs on the codes that it is made for."""
    modifier = subject.modifier
    rule = RULE_OF_KIND.get(modifier.kind, "modifier.scope")
    if not is_described(modifier) or modifier.kind is ModifierKind.SIDE:
        return None
    if subject.listed is not None:
        return _by_list(subject, subject.listed, rule)
    admitted = admits(modifier.scope, subject.code)
    if admitted is None:
        reason = f"it is made for {modifier.scope.value}, and what this code stands for is not known here"
        return subject.say(
            rule, Outcome.NO_DATA, reason, "read the code's definition", citation=modifier.citation
        )
    if admitted:
        reason = (
            f"it goes with {modifier.scope.value}; the record shows whether it is right"
            if modifier.scope in _WIDE
            else f"it is made for {modifier.scope.value}"
        )
        return subject.say(
            rule, Outcome.PASS, reason, citation=modifier.citation, certainty=modifier.certainty
        )
    return _near(subject, rule) or _outside(subject, rule)


def _by_list(subject: Subject, listed: ModifierCodes, rule: str) -> Finding:
    """Say what the row of a modifier's list that names the code says."""
    modifier = subject.modifier
    cure = modifier.remedy or f"take {modifier.modifier} off"
    return subject.say(
        rule,
        listed.outcome,
        listed.reason,
        "" if listed.outcome is Outcome.PASS else cure,
        citation=listed.citation,
        certainty=listed.certainty,
        medicare_only=modifier.medicare_only,
    )


def _outside(subject: Subject, rule: str) -> Finding:
    modifier = subject.modifier
    outcome = modifier.outside
    certainty, cure = modifier.certainty, modifier.remedy
    if lacks_part(modifier, subject.code):
        outcome, certainty = Outcome.FAIL, Certainty.M
        if not has_sides(subject.code):
            cure = f"take {modifier.modifier} off"
    return subject.say(
        rule,
        outcome,
        modifier.outside_reason,
        cure,
        citation=modifier.citation,
        certainty=certainty,
        medicare_only=modifier.medicare_only,
    )


def _near(subject: Subject, rule: str) -> Finding | None:
    """Of equipment, doubt: CT codes that CMS's list does not name, X-ray codes that are no plain radiograph."""
    modifier = subject.modifier
    ct = modifier.modifier == "CT" and is_ct(subject.code)
    x_ray = (
        modifier.scope is Scope.RADIOGRAPHY and is_x_ray(subject.code) and not is_ct(subject.code)
    )
    if not ct and not x_ray:
        return None
    reason = (
        "no reduction applies: it is CT but not on the list of codes"
        if ct
        else "CMS has published no list of codes, and this is X-ray but no plain radiograph"
    )
    return subject.say(
        rule,
        Outcome.WARN,
        reason,
        modifier.remedy,
        citation=modifier.citation,
        certainty=Certainty.M,
        medicare_only=True,
    )
