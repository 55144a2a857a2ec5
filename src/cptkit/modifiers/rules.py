"""The rules of modifiers; reading `RULES` is reading what is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from cptkit.errors import code_shown
from cptkit.modifiers import by_code, by_indicator, by_line
from cptkit.modifiers.verdict import Line, Subject, Verdict
from cptkit.values.finding import Outcome

MODIFIER_RULES: tuple[tuple[tuple[str, ...], Callable[[Subject], Verdict | None]], ...] = (
    (("modifier.undescribed",), by_code.described),
    (("modifier.expired", "modifier.not-yet-valid"), by_code.dates),
    (("modifier.no-effect",), by_code.idle),
    (("modifier.component-split",), by_indicator.component),
    (("modifier.component-status",), by_indicator.component_status),
    (("modifier.bilateral",), by_indicator.bilateral),
    (("modifier.surgeons",), by_indicator.surgeons),
    (("modifier.multiple-procedure",), by_indicator.multiple_procedure),
    (("modifier.global-period",), by_indicator.global_period),
    (("modifier.laterality",), by_code.laterality),
    (("modifier.scope", *sorted(set(by_code.RULE_OF_KIND.values()))), by_code.scope),
)
"""What looks at one modifier on one code and day."""

LINE_RULES: tuple[tuple[tuple[str, ...], Callable[[Line], Iterator[Verdict]]], ...] = (
    (("modifier.too-many",), by_line.too_many),
    (("modifier.duplicate",), by_line.duplicate),
    (("modifier.unknown",), by_line.unknown),
    (("modifier.conflict",), by_line.conflict),
    (("modifier.sides",), by_line.sides),
    (("modifier.order",), by_line.order),
    (("modifier.setting",), by_line.setting),
    (("modifier.place-of-service",), by_line.place),
    (("modifier.side-missing",), by_line.side_missing),
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
