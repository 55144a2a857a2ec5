"""The rules of this package over a claim as the claim check sees it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from cptkit.indicators import Setting
from cptkit.lines.view import View
from cptkit.necessity import coverage, diagnosis_codes, pet
from cptkit.necessity.asking import Asking, ask, determined
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import SIDES
from cptkit.values.rule import Held, Interest, Rule

Judge = Callable[[Asking], Iterator[Finding]]


def _bare(view: View) -> Asking:
    """Ask about the diagnoses of the lines of national codes alone."""
    return ask(view, view.national)


def _determined(view: View) -> Asking:
    """Put the lines of national codes to the determinations."""
    return determined(view.once(_bare))


def _over(
    judge: Judge, asking: Callable[[View], Asking] = _bare
) -> Callable[[View], Iterator[Finding]]:
    """Make a rule over a view of one over what is asked; it says what the judge says."""

    @functools.wraps(judge)
    def judged(view: View) -> Iterator[Finding]:
        return judge(view.once(asking))

    return judged


def carried(asking: Asking) -> Iterator[Finding]:
    """A diagnosis of the line is one that a coverage determination accepts for the study, and one that billing asks."""
    yield from coverage.needed(asking)
    yield from coverage.not_covered(asking)


def is_silence(finding: Finding) -> bool:
    """Tell whether a finding says that no determination at hand tells."""
    return finding.rule == coverage.NOT_COVERED and finding.outcome is Outcome.NO_DATA


JUDGES: tuple[Judge, ...] = (
    diagnosis_codes.form,
    diagnosis_codes.listed,
    carried,
    pet.strategy,
    diagnosis_codes.sides,
)
"""What is asked of the diagnoses, in the order in which findings stand."""

_DIAGNOSED = Interest(held=frozenset({Held.DIAGNOSIS}))

RULES: tuple[Rule[View], ...] = (
    Rule(
        ("diagnosis.missing", "diagnosis.form", "diagnosis.too-many"),
        _over(diagnosis_codes.form),
        interest=Interest(settings=(Setting.PROFESSIONAL,)),
    ),
    Rule(
        ("diagnosis.unknown", "diagnosis.incomplete"),
        _over(diagnosis_codes.listed),
        ("ICD-10-CM list of the day",),
        _DIAGNOSED,
    ),
    Rule(
        ("diagnosis.needed", "necessity.not-covered"),
        _over(carried, _determined),
        ("coverage determinations",),
        _DIAGNOSED,
    ),
    Rule(
        ("pet.strategy",),
        _over(pet.strategy),
        ("necessity_pet",),
        Interest(codes=pet.oncologic, held=frozenset({Held.DIAGNOSIS})),
    ),
    Rule(
        ("diagnosis.side",),
        _over(diagnosis_codes.sides),
        ("diagnosis_sides", "ICD-10-CM list of the day"),
        Interest(modifiers=lambda: SIDES, held=frozenset({Held.DIAGNOSIS})),
    ),
)
"""The same over a claim as the claim check sees it."""
