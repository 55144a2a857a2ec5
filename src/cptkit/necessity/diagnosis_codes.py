"""The diagnoses of a line as codes: their form, whether the year's list holds them, and the side that they name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from cptkit import lazy_attrs as attrs
from cptkit.catalog.determinations import diagnosis_codes
from cptkit.catalog.packaged_tables import modifiers
from cptkit.errors import shown
from cptkit.files.packaged import authored
from cptkit.indicators import Setting
from cptkit.necessity.asking import Asked, Asking
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.diagnosis import dotted, has_form, plain
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import SIDES

_MOST_A_LINE, MOST_A_CLAIM = 4, 12
"""What the claim form holds (CMS-1500 items 21 and 24E)."""


def form(asking: Asking) -> Iterator[Finding]:
    """A professional line names one to four diagnoses, each of ICD-10-CM's form, and a claim twelve at most."""
    if asking.view.setting is not Setting.PROFESSIONAL:
        return
    asked = [each for each in asking.lines if each.supply is None]
    bare = [each.seen for each in asked if not each.seen.line.diagnoses]
    if bare:
        yield asking.view.say(
            "diagnosis.missing",
            Outcome.NO_DATA,
            bare,
            "no diagnosis is given, so what hangs on it cannot be told",
            "give the diagnoses of the final report",
        )
    written = {each.seen.line.diagnoses for each in asked}
    wrong = list(_malformed(asked)) if any(map(_without_form, written)) else []
    yield from wrong
    named = {index for finding in wrong for index in finding.lines}
    told = [each.seen for each in asked if each.seen.line.diagnoses]
    fine = [each for each in told if each.index not in named]
    if fine:
        yield asking.view.say("diagnosis.form", Outcome.PASS, fine, "diagnoses of ICD-10-CM's form")
    yield from _too_many(asking)


def _malformed(lines: list[Asked]) -> Iterator[Finding]:
    for asked in lines:
        for diagnosis in _without_form(asked.seen.line.diagnoses):
            yield asked.say(
                "diagnosis.form",
                Outcome.FAIL,
                f"{shown(diagnosis)} has not the form of an ICD-10-CM code",
                "correct it: a letter, a digit, a third character, and up to four more after a dot",
            )


@functools.lru_cache(maxsize=4096)
def _without_form(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    """Give the diagnoses that have not the form of one, each once: the lines of a claim mostly name the same."""
    return tuple(each for each in dict.fromkeys(diagnoses) if not has_form(each))


def _too_many(asking: Asking) -> Iterator[Finding]:
    for asked in asking.lines:
        count = len(asked.seen.line.diagnoses)
        if count > _MOST_A_LINE:
            message = f"{count} diagnoses on one line, which points to {_MOST_A_LINE}"
            cure = "keep the ones that the study answers"
            yield asked.say("diagnosis.too-many", Outcome.FAIL, message, cure)
    named = {asked.seen.line.diagnoses for asked in asking.lines}
    every = {plain(each) for diagnoses in named for each in diagnoses}
    if len(every) > MOST_A_CLAIM:
        message = f"{len(every)} diagnoses on one claim, which holds {MOST_A_CLAIM}"
        lines = (asked.seen for asked in asking.lines)
        yield asking.view.say("diagnosis.too-many", Outcome.FAIL, lines, message, "split the claim")


def listed(asking: Asking) -> Iterator[Finding]:
    """Each diagnosis is in the ICD-10-CM list of its day, where the caller brought one, and is complete."""
    for asked in asking.lines:
        known = diagnosis_codes(asked.on, asking.view.catalog)
        if known is None:
            continue
        for diagnosis in asked.diagnoses:
            code = known.get(diagnosis)
            if code is None:
                message = f"{dotted(diagnosis)} is no diagnosis of the ICD-10-CM list of {asked.on}"
                cure = "look it up in the list of the day: codes begin and end on 1 October, some on 1 April"
                yield asked.say("diagnosis.unknown", Outcome.FAIL, message, cure)
            elif not code.billable:
                message = f"{dotted(diagnosis)} is a header: a claim needs all characters of a code"
                cure = f"code to the end: {_below(diagnosis, known)}"
                yield asked.say("diagnosis.incomplete", Outcome.FAIL, message, cure)


def _below(diagnosis: str, known: Mapping[str, object]) -> str:
    below = sorted(each for each in known if each.startswith(diagnosis) and each != diagnosis)
    return f"{', '.join(map(dotted, below[:3]))}{' ...' if len(below) > 3 else ''}"


# --- sides


@attrs.frozen
class SideRow:
    """A pattern of diagnosis codes that name a side; ``?`` stands for any one character."""

    pattern: str
    side: str
    citation: str
    certainty: Certainty


@once
def _patterns() -> tuple[tuple[re.Pattern[str], SideRow], ...]:
    rows = authored("diagnosis_sides", SideRow)
    return tuple((re.compile(re.escape(row.pattern).replace(r"\?", ".")), row) for row in rows)


@functools.lru_cache(maxsize=4096)
def side_of(diagnosis: str) -> str | None:
    """Give the side that a plain diagnosis names, as far as the patterns here tell.

    Example:
        >>> side_of("M25561"), side_of("R911")
        ('RIGHT', None)
    """
    return next((row.side for pattern, row in _patterns() if pattern.match(diagnosis)), None)


def _side(asked: Asked, diagnosis: str) -> str | None:
    """Give the side that the day's list names for a diagnosis; where the caller brought none, the patterns'."""
    known = diagnosis_codes(asked.on, asked.view.catalog)
    code = None if known is None else known.get(diagnosis)
    return side_of(diagnosis) if code is None else code.side


def sides(asking: Asking) -> Iterator[Finding]:
    """A line's side agrees with the side that its diagnoses name."""
    for asked in asking.lines:
        on_line = asked.seen.modifiers & SIDES
        if not on_line:
            continue
        billed = [modifiers()[each].side for each in on_line]
        named = {each.name for each in billed if each is not None}
        told = {_side(asked, each) for each in asked.diagnoses} - {None}
        if len(named) == 1 and told and not (named & told or "BOTH" in told):
            policy = asked.view.policy
            strict = policy.requires_laterality and policy.governs(asked.on)
            outcome = Outcome.FAIL if strict else Outcome.WARN
            message = (
                f"{asked.seen.text} is billed for the {min(named).lower()} side, and its diagnoses"
                f" name the {min(each for each in told if each).lower()} one"
            )
            cure = "correct the modifier or the diagnosis"
            yield asked.say("diagnosis.side", outcome, message, cure)
