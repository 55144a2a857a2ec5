"""The rules of modifiers; reading `RULES` is reading what is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from cptkit.claims import Outcome
from cptkit.errors import code_shown
from cptkit.modifiers import codes_say, indicators_say, lines_say
from cptkit.modifiers.subject import Line, Subject, Verdict

MODIFIER_RULES: tuple[tuple[tuple[str, ...], Callable[[Subject], Verdict | None]], ...] = (
    (("modifier.undescribed",), codes_say.described),
    (("modifier.expired", "modifier.not-yet-valid"), codes_say.dates),
    (("modifier.no-effect",), codes_say.idle),
    (("modifier.component-split",), indicators_say.component),
    (("modifier.component-status",), indicators_say.component_status),
    (("modifier.bilateral",), indicators_say.bilateral),
    (("modifier.surgeons",), indicators_say.surgeons),
    (("modifier.multiple-procedure",), indicators_say.multiple_procedure),
    (("modifier.global-period",), indicators_say.global_period),
    (("modifier.laterality",), codes_say.laterality),
    (("modifier.scope", *sorted(set(codes_say.RULE_OF_KIND.values()))), codes_say.scope),
)
"""What looks at one modifier on one code and day."""

LINE_RULES: tuple[tuple[tuple[str, ...], Callable[[Line], Iterator[Verdict]]], ...] = (
    (("modifier.too-many",), lines_say.too_many),
    (("modifier.duplicate",), lines_say.duplicate),
    (("modifier.unknown",), lines_say.unknown),
    (("modifier.conflict",), lines_say.conflict),
    (("modifier.sides",), lines_say.sides),
    (("modifier.order",), lines_say.order),
    (("modifier.setting",), lines_say.setting),
    (("modifier.place-of-service",), lines_say.place),
    (("modifier.side-missing",), lines_say.side_missing),
)
"""What looks at the modifiers of one line together."""

RULES: tuple[tuple[tuple[str, ...], Callable[..., object]], ...] = (*MODIFIER_RULES, *LINE_RULES)
"""Every rule: the ids of its findings, and the function, whose first sentence says what is checked."""


def of_modifier(subject: Subject) -> tuple[Verdict, ...]:
    """Give what the rules say of one modifier on a code; always something."""
    said = (rule(subject) for _, rule in MODIFIER_RULES)
    return tuple(each for each in said if each is not None)


def of_line(line: Line) -> tuple[Verdict, ...]:
    """Give what the rules say of a line: of its modifiers one by one, then together."""
    single = tuple(
        _named(each, subject) for subject in line.subjects for each in of_modifier(subject)
    )
    gap = (_not_in_force(line),) if line.profile is None and line.known else ()
    return (*single, *gap, *(each for _, rule in LINE_RULES for each in rule(line)))


def _named(verdict: Verdict, subject: Subject) -> Verdict:
    return attrs.evolve(
        verdict, reason=f"{subject.modifier.modifier} on {subject.code.code}: {verdict.reason}"
    )


def _not_in_force(line: Line) -> Verdict:
    reason = f"what the modifiers say of {code_shown(line.code)} cannot be told: {line.fees.gap}"
    return Verdict(
        "modifier.scope", Outcome.NO_DATA, reason, line.fees.remedy, "CPT and HCPCS code sets"
    )
