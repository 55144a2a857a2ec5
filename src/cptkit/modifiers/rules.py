"""The rules of modifiers; reading `RULES` is reading what is checked."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator

import attrs

from cptkit.errors import code_shown
from cptkit.lines.rule_rows import rule_rows
from cptkit.lines.view import Seen, View, grouped
from cptkit.modifiers import by_code, by_indicator, by_line
from cptkit.modifiers.seen_line import line_of
from cptkit.modifiers.verdict import LineModifiers, Subject, Verdict
from cptkit.values.claim import Payer
from cptkit.values.finding import Finding, Outcome
from cptkit.values.rule import Rule

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

LINE_RULES: tuple[tuple[tuple[str, ...], Callable[[LineModifiers], Iterator[Verdict]]], ...] = (
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


def of_modifier(subject: Subject) -> tuple[Verdict, ...]:
    """Give what the rules say of one modifier on a code; always something."""
    said = (rule(subject) for _, rule in MODIFIER_RULES)
    return tuple(each for each in said if each is not None)


def of_line(line: LineModifiers) -> tuple[Verdict, ...]:
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


def _not_in_force(line: LineModifiers) -> Verdict:
    reason = f"what the modifiers say of {code_shown(line.code)} cannot be told: {line.fees.gap}"
    return Verdict(
        "modifier.scope", Outcome.NO_DATA, reason, line.fees.remedy, "CPT and HCPCS code sets"
    )


def finding_of(verdict: Verdict, lines: Iterable[int], payer: Payer, on: dt.date) -> Finding:
    """Make the finding of a verdict: the rule's row says the rest."""
    return rule_rows()[verdict.rule].finding(
        verdict.outcome,
        lines,
        verdict.reason,
        verdict.remedy,
        medicare=payer is Payer.MEDICARE,
        citation=verdict.citation,
        certainty=verdict.certainty,
        source=verdict.source,
        on=on,
        medicare_only=verdict.medicare_only,
    )


# --- one face for all: a view of the lines in, findings out


def _marked(view: View) -> tuple[tuple[tuple[Seen, ...], LineModifiers], ...]:
    """See the lines of a claim as the rules of modifiers do: lines that read alike are one."""
    alike = grouped(view.lines, _reading)
    return tuple(
        (same, line_of(same[0].line, view.setting, view.claim.payer, view.catalog))
        for same in alike.values()
    )


def _reading(seen: Seen) -> tuple[object, ...]:
    line = seen.line
    return line.code, line.modifiers, line.date_of_service, line.place_of_service


def _said(view: View, judge: Callable[[LineModifiers], Iterable[Verdict]]) -> Iterator[Finding]:
    """Say of each line what a rule says of its like; no national table tells of house codes, and none is missing."""
    for same, line in view.once(_marked):
        of_house = view.catalog.is_house_code(line.code)
        for verdict in judge(line):
            if not (of_house and verdict.outcome is Outcome.NO_DATA):
                yield from (
                    finding_of(verdict, (seen.index,), line.payer, line.on) for seen in same
                )


def _of_modifiers(
    judge: Callable[[Subject], Verdict | None],
) -> Callable[[View], Iterator[Finding]]:
    """Ask a rule of one modifier of every modifier of every line."""

    def of_one_line(line: LineModifiers) -> Iterator[Verdict]:
        for subject in line.subjects:
            verdict = judge(subject)
            if verdict is not None:
                yield _named(verdict, subject)
        if judge is by_code.scope and line.profile is None and line.known:
            yield _not_in_force(line)

    @functools.wraps(judge)
    def of_lines(view: View) -> Iterator[Finding]:
        return _said(view, of_one_line)

    return of_lines


def _of_lines(
    judge: Callable[[LineModifiers], Iterator[Verdict]],
) -> Callable[[View], Iterator[Finding]]:
    """Ask a rule of the modifiers of one line of every line."""

    @functools.wraps(judge)
    def of_lines(view: View) -> Iterator[Finding]:
        return _said(view, judge)

    return of_lines


_TABLES = ("fee schedule", "modifiers", "modifier_codes", "modifier_conflicts")

RULES: tuple[Rule[View], ...] = (
    *(Rule(ids, _of_modifiers(judge), _TABLES[:3]) for ids, judge in MODIFIER_RULES),
    *(Rule(ids, _of_lines(judge), _TABLES) for ids, judge in LINE_RULES),
)
"""Every rule, with the face that all rules have."""
