"""What the diagnoses of a line say beside its code and modifiers, and who ordered."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from cptkit.claim_check.rule_tables import DiagnosisRow, SideRow, diagnosis_rows, side_rows
from cptkit.errors import shown
from cptkit.indicators import Setting
from cptkit.lines.view import Seen, View
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome

_FORM = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
_MOST_A_LINE, _MOST_A_CLAIM = 4, 12
_ONCOLOGIC_PET = frozenset({"78608", "78811", "78812", "78813", "78814", "78815", "78816"})
_STRATEGY = frozenset({"PI", "PS"})
_NEOPLASM = re.compile(r"C|D[0-4]")
_SUSPECTED = re.compile(r"Z85|Z08|R")
_SIDES = {"RT": "RIGHT", "LT": "LEFT"}


def plain(diagnosis: str) -> str:
    """Give a diagnosis without blanks and dot.

    Example:
        >>> plain("r91.1 ")
        'R911'
    """
    return diagnosis[:16].strip().upper().replace(".", "")


def form(view: View) -> Iterator[Finding]:
    """A professional line names one to four diagnoses, each of ICD-10-CM's form, and a claim twelve at most."""
    if view.setting is not Setting.PROFESSIONAL:
        return
    asked = [each for each in view.national if each.code is not None and each.code.supply is None]
    bare = [each for each in asked if not each.line.diagnoses]
    if bare:
        yield view.say(
            "diagnosis.missing",
            Outcome.NO_DATA,
            bare,
            "no diagnosis is given, so what hangs on it cannot be told",
            "give the diagnoses of the final report",
        )
    yield from view.rest_passes(
        "diagnosis.form",
        [each for each in asked if each.line.diagnoses],
        _malformed(view, asked),
        "diagnoses of ICD-10-CM's form",
    )
    yield from _too_many(view)


def _malformed(view: View, asked: list[Seen]) -> Iterator[Finding]:
    for seen in asked:
        for diagnosis in dict.fromkeys(seen.line.diagnoses):
            if len(diagnosis) > 16 or not _FORM.fullmatch(diagnosis.strip().upper()):
                message = f"{shown(diagnosis)} has not the form of an ICD-10-CM code"
                yield view.say(
                    "diagnosis.form",
                    Outcome.FAIL,
                    (seen,),
                    message,
                    "correct it: a letter, a digit, a third character, and up to four more after a dot",
                )


def _too_many(view: View) -> Iterator[Finding]:
    for seen in view.national:
        if len(seen.line.diagnoses) > _MOST_A_LINE:
            message = (
                f"{len(seen.line.diagnoses)} diagnoses on one line, which points to {_MOST_A_LINE}"
            )
            yield view.say(
                "diagnosis.too-many",
                Outcome.FAIL,
                (seen,),
                message,
                "keep the ones that the study answers",
            )
    every = {plain(each) for seen in view.national for each in seen.line.diagnoses}
    if len(every) > _MOST_A_CLAIM:
        message = f"{len(every)} diagnoses on one claim, which holds {_MOST_A_CLAIM}"
        yield view.say(
            "diagnosis.too-many", Outcome.FAIL, view.national, message, "split the claim"
        )


# --- diagnoses that a code or modifier needs


def needed(view: View) -> Iterator[Finding]:
    """Some services are paid under certain diagnoses only: screening, lung cancer screening, research."""
    for row in diagnosis_rows():
        asked = [each for each in view.national if each.line.diagnoses and _asks(row, each)]
        found = (f for each in asked for f in _needed(view, row, each))
        yield from view.rest_passes(
            "diagnosis.needed", asked, found, f"{row.id}: the diagnosis is there"
        )


def _asks(row: DiagnosisRow, seen: Seen) -> bool:
    return (not row.codes or seen.text in row.codes) and (
        not row.modifiers or bool(seen.modifiers & set(row.modifiers))
    )


def _needed(view: View, row: DiagnosisRow, seen: Seen) -> Iterator[Finding]:
    fits = [plain(each).startswith(row.prefixes) for each in seen.line.diagnoses]
    wanted = " or ".join(row.prefixes)
    if not any(fits):
        message = f"{seen.text} carries none of {wanted}: {row.reason}"
        yield view.say(
            "diagnosis.needed",
            row.outcome,
            (seen,),
            message,
            f"code {wanted}, if the record says so",
            citation=row.citation,
            certainty=row.certainty,
        )
    elif row.first_listed and not fits[0]:
        message = (
            f"{wanted} stands after another diagnosis: the reason for a screening study comes first"
        )
        yield view.say(
            "diagnosis.needed",
            Outcome.WARN,
            (seen,),
            message,
            "list it first, findings after it",
            citation=row.citation,
            certainty=Certainty.M,
        )


def pet_strategy(view: View) -> Iterator[Finding]:
    """An oncologic PET under a tumor diagnosis says PI or PS; under another it says neither."""
    asked = [each for each in view.national if each.text in _ONCOLOGIC_PET and each.line.diagnoses]
    found = (f for each in asked for f in _strategy(view, each))
    yield from view.rest_passes("pet.strategy", asked, found, "PI or PS agrees with the diagnoses")


def _strategy(view: View, seen: Seen) -> Iterator[Finding]:
    held = [plain(each) for each in seen.line.diagnoses]
    said = bool(seen.modifiers & _STRATEGY)
    if any(_NEOPLASM.match(each) for each in held) and not said:
        message = f"{seen.text} under a tumor diagnosis carries neither PI nor PS"
        yield view.say(
            "pet.strategy",
            Outcome.FAIL,
            (seen,),
            message,
            "PI before the first treatment plan, PS after it",
        )
    elif said and not any(_NEOPLASM.match(each) or _SUSPECTED.match(each) for each in held):
        message = f"{seen.text} carries PI or PS, and no diagnosis is of a tumor"
        yield view.say(
            "pet.strategy",
            Outcome.WARN,
            (seen,),
            message,
            "take it off for infection, dementia or seizures; or code the tumor",
            certainty=Certainty.M,
        )


# --- sides


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], SideRow], ...]:
    return tuple(
        (re.compile(re.escape(row.pattern).replace(r"\?", ".")), row) for row in side_rows()
    )


@functools.lru_cache(maxsize=4096)
def side_of(diagnosis: str) -> str | None:
    """Give the side that a diagnosis names, as far as the patterns here tell.

    Example:
        >>> side_of("M25561"), side_of("R911")
        ('RIGHT', None)
    """
    return next((row.side for pattern, row in _patterns() if pattern.match(diagnosis)), None)


def sides(view: View) -> Iterator[Finding]:
    """A line's side agrees with the side that its diagnoses name."""
    for seen in view.national:
        named = {_SIDES[each] for each in seen.modifiers & _SIDES.keys()}
        told = {side for each in seen.line.diagnoses if (side := side_of(plain(each))) is not None}
        if len(named) == 1 and told and not named & told:
            outcome = (
                Outcome.FAIL
                if view.policy is not None
                and view.policy.requires_laterality
                and view.policy.governs(seen.on)
                else Outcome.WARN
            )
            message = f"{seen.text} is billed for the {min(named).lower()} side, and its diagnoses name the {min(told).lower()} one"
            yield view.say(
                "diagnosis.side", outcome, (seen,), message, "correct the modifier or the diagnosis"
            )


# --- who ordered


_UNORDERED = frozenset({"77067", "77063"})


def ordering(view: View) -> Iterator[Finding]:
    """Diagnostic imaging names who ordered it; screening mammography needs no order."""
    asked = [each for each in view.national if _is_ordered(each)]
    if view.setting is Setting.PROFESSIONAL and asked:
        if view.claim.ordering_provider is None:
            yield view.say(
                "order.provider",
                Outcome.WARN,
                asked,
                "no ordering provider is named",
                "give Claim.ordering_provider: the NPI of who ordered the tests",
            )
        else:
            yield view.say("order.provider", Outcome.PASS, asked, "the ordering provider is named")


def _is_ordered(seen: Seen) -> bool:
    return seen.is_diagnostic_study and seen.text not in _UNORDERED
