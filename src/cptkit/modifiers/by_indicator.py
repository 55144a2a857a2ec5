"""Findings that the fee schedule's indicators decide: components, both sides, surgeons, several procedures, global days."""

from __future__ import annotations

from cptkit.catalog.both_sides import both_sides_of
from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    GlobalDays,
    Indicator,
    MultipleProcedure,
    PcTc,
    Status,
    TeamSurgeon,
)
from cptkit.modifiers.scopes import has_sides
from cptkit.modifiers.subjects import Subject
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import ModifierKind
from cptkit.values.table import FeeScheduleRow

_LAYOUT = "CMS PPRRVU record layout"

_UNSPLIT_CURE = {
    PcTc.PHYSICIAN_SERVICE: "bill the code by itself: it is the physician's service whole",
    PcTc.PROFESSIONAL_ONLY: "bill the code by itself: it already is the professional part",
    PcTc.TECHNICAL_ONLY: "bill the code by itself: it already is the technical part",
    PcTc.GLOBAL_ONLY: "bill the code that stands for the one component",
    PcTc.LABORATORY_INTERPRETATION: "bill the code without TC: the test itself is paid under the laboratory schedule",
}


def component(subject: Subject) -> Finding | None:
    """26 and TC fit codes of PC/TC indicator 1; 26 also the laboratory interpretations of indicator 6."""
    if subject.modifier.kind is not ModifierKind.COMPONENT:
        return None
    rule, row = "modifier.component-split", subject.fees.row
    if row is None:
        return subject.no_data(rule)
    said = f"PC/TC indicator {row.pc_tc.value}: {row.pc_tc.meaning}"
    reads_laboratory = (
        row.pc_tc is PcTc.LABORATORY_INTERPRETATION and subject.modifier.modifier == "26"
    )
    if row.pc_tc is PcTc.DIAGNOSTIC_TEST or reads_laboratory:
        return subject.say(rule, Outcome.PASS, said, source=row.source)
    cure = _UNSPLIT_CURE.get(row.pc_tc, "bill the code by itself: it has no components")
    return subject.say(rule, Outcome.FAIL, said, cure, source=row.source)


_NOT_PAID = (
    Status.BUNDLED,
    Status.EXCLUDED_BY_REGULATION,
    Status.INVALID_FOR_MEDICARE,
    Status.NON_COVERED,
    Status.BUNDLED_OR_EXCLUDED,
    Status.STATUTORY_EXCLUSION,
)


def component_status(subject: Subject) -> Finding | None:
    """A component's own row may be bundled or not paid though the global row is: 77387-TC, for instance."""
    row, base = subject.fees.row, subject.fees.base
    if subject.modifier.kind is not ModifierKind.COMPONENT or row is None or base is None:
        return None
    if row.status is base.status or row.status not in _NOT_PAID:
        return None
    reason = f"the fee schedule has the row, with status {row.status.value}: {row.status.meaning}"
    cure = "Medicare pays nothing on this line: bill the other component alone"
    return subject.say("modifier.component-status", Outcome.WARN, reason, cure, source=row.source)


_BOTH_SIDES_CURE = {
    Bilateral.NO_ADJUSTMENT: "leave 50 off",
    Bilateral.ALREADY_BILATERAL: "leave 50 off: the code is for both sides already",
    Bilateral.NOT_APPLICABLE: "leave 50 off",
}


def bilateral(subject: Subject) -> Finding | None:
    """50 fits where the bilateral indicator of the row billed is 1 or 3."""
    if subject.modifier.kind is not ModifierKind.BILATERAL:
        return None
    rule, row = "modifier.bilateral", subject.fees.row
    if row is None:
        return subject.no_data(rule)
    said = f"bilateral indicator {row.bilateral.value}: {row.bilateral.meaning}"
    if row.bilateral in (Bilateral.ONE_AND_A_HALF, Bilateral.EACH_SIDE_IN_FULL):
        return subject.say(rule, Outcome.PASS, said, source=row.source)
    return subject.say(rule, Outcome.FAIL, said, _both_sides_cure(subject, row), source=row.source)


def _both_sides_cure(subject: Subject, row: FeeScheduleRow) -> str:
    """Name the code of both sides, or a line for each side where the code has sides, or nothing more."""
    both = both_sides_of(subject.code.code, subject.on)
    if both is not None:
        return f"leave 50 off: both sides have a code of their own; {both.cure}"
    if row.bilateral is Bilateral.NO_ADJUSTMENT and has_sides(subject.code):
        return "leave 50 off: a line with RT and a line with LT"
    return _BOTH_SIDES_CURE[row.bilateral]


def surgeons(subject: Subject) -> Finding | None:
    """62, 66, 80, 81, 82 and AS follow the co-surgeon, team and assistant indicators."""
    if subject.modifier.kind is not ModifierKind.SURGEONS:
        return None
    rule, row = "modifier.surgeons", subject.fees.row
    if row is None:
        return subject.no_data(rule)
    outcome, name, flag = _surgeon_flag(subject.modifier.modifier, row)
    cure = {
        Outcome.FAIL: f"take {subject.modifier.modifier} off: Medicare never pays it on this code",
        Outcome.WARN: "send documents that show the need",
    }
    reason = f"{name} indicator {flag.value}: {flag.meaning}"
    return subject.say(
        rule,
        outcome,
        reason,
        cure.get(outcome, ""),
        citation=f"{_LAYOUT}, {name} indicator",
        source=row.source,
    )


_SURGEON_OUTCOMES: dict[Indicator, Outcome] = {
    AssistantSurgeon.WITH_DOCUMENTATION: Outcome.WARN,
    AssistantSurgeon.PAID: Outcome.PASS,
    CoSurgeon.WITH_DOCUMENTATION: Outcome.WARN,
    CoSurgeon.PERMITTED: Outcome.PASS,
    TeamSurgeon.WITH_DOCUMENTATION: Outcome.WARN,
    TeamSurgeon.PERMITTED: Outcome.PASS,
}


def _surgeon_flag(modifier: str, row: FeeScheduleRow) -> tuple[Outcome, str, Indicator]:
    flags: dict[str, tuple[str, Indicator]] = {
        "62": ("co-surgeon", row.co_surgeon),
        "66": ("team surgeon", row.team_surgeon),
    }
    name, flag = flags.get(modifier, ("assistant surgeon", row.assistant_surgeon))
    return _SURGEON_OUTCOMES.get(flag, Outcome.FAIL), name, flag


_RANKED = (
    MultipleProcedure.STANDARD_BEFORE_1995,
    MultipleProcedure.STANDARD,
    MultipleProcedure.ENDOSCOPY,
)


def multiple_procedure(subject: Subject) -> Finding | None:
    """51 makes sense only on procedures that the surgical reduction ranks; imaging and add-ons are not."""
    if subject.modifier.kind is not ModifierKind.MULTIPLE:
        return None
    rule, row = "modifier.multiple-procedure", subject.fees.row
    if row is None:
        return subject.no_data(rule)
    outcome, reason, cure = _ranked(row)
    return subject.say(rule, outcome, reason, cure, source=row.source)


def _ranked(row: FeeScheduleRow) -> tuple[Outcome, str, str]:
    if row.global_days is GlobalDays.ADD_ON:
        return Outcome.WARN, "an add-on is not reduced beside its primary code", "take 51 off"
    said = f"multiple procedure indicator {row.multiple_procedure.value}: {row.multiple_procedure.meaning}"
    if row.multiple_procedure in _RANKED:
        return Outcome.PASS, f"{said}; Medicare ranks without being told", ""
    return Outcome.WARN, said, "take 51 off: the payer applies what reduction there is"


def global_period(subject: Subject) -> Finding | None:
    """58, 78, 79, 22 and 54 to 56 speak of global periods, which diagnostic imaging does not have."""
    judge = {
        "22": _more_work,
        "54": _split_care,
        "55": _split_care,
        "56": _split_care,
        "58": _in_period,
        "78": _in_period,
        "79": _in_period,
    }.get(subject.modifier.modifier)
    if judge is None:
        return None
    row = subject.fees.row
    if row is None:
        return subject.no_data("modifier.global-period")
    outcome, cure = judge(row.global_days)
    reason = f"global days {row.global_days.value}: {row.global_days.meaning}"
    citation = f"{_LAYOUT}, global days; {subject.modifier.citation}"
    return subject.say(
        "modifier.global-period", outcome, reason, cure, citation=citation, source=row.source
    )


def _more_work(days: GlobalDays) -> tuple[Outcome, str]:
    if days is GlobalDays.NOT_APPLICABLE:
        return (
            Outcome.WARN,
            "take 22 off a plain imaging code, or be ready to show operative work far beyond the usual",
        )
    return Outcome.PASS, ""


def _in_period(days: GlobalDays) -> tuple[Outcome, str]:
    if days is GlobalDays.NOT_APPLICABLE:
        return (
            Outcome.WARN,
            "take it off: diagnostic tests lie outside an operation's global package",
        )
    return Outcome.PASS, ""


def _split_care(days: GlobalDays) -> tuple[Outcome, str]:
    if days in (GlobalDays.TEN_DAYS, GlobalDays.NINETY_DAYS):
        return Outcome.PASS, ""
    if days in (GlobalDays.CONTRACTOR_DECIDES, GlobalDays.MATERNITY):
        return Outcome.WARN, "ask the contractor whether care can be split"
    return Outcome.FAIL, "take it off: there is no care before or after to be split"
