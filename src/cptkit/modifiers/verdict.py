"""What the rules of modifiers look at, and what they say: values only, so that rules stay pure."""

from __future__ import annotations

import datetime as dt

import attrs

from cptkit.indicators import Setting
from cptkit.values.claim import Payer
from cptkit.values.code import Certainty, Code
from cptkit.values.finding import Outcome
from cptkit.values.modifier import Modifier, ModifierCodes, ModifierConflict
from cptkit.values.table import FeeScheduleRow, Source

WORST_FIRST = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN, Outcome.PASS)
"""Which of several verdicts stands for all."""


@attrs.frozen
class Fees:
    """What the fee schedule says of a line's code.

    Attributes:
        row: The row that 26 or TC selects, or else the global one; None where there is none.
        base: The global row.
        gap: Why there is no row, in words; empty where there is one.
        remedy: What to load.
    """

    row: FeeScheduleRow | None = None
    base: FeeScheduleRow | None = None
    gap: str = ""
    remedy: str = ""


@attrs.frozen
class Subject:
    """One modifier on one code and day.

    Attributes:
        modifier: The modifier.
        code: The code, in force on the day.
        on: The day.
        fees: What the fee schedule says of it.
        listed: The row of the modifier's list of codes that names this code, if one does.
    """

    modifier: Modifier
    code: Code
    on: dt.date
    fees: Fees = Fees()
    listed: ModifierCodes | None = None


@attrs.frozen
class LineModifiers:
    """A claim line as the rules of modifiers see it.

    Attributes:
        code: The code as billed.
        modifiers: Its modifiers as billed, in order.
        known: Those of them that are known, in order, each once.
        subjects: The known ones on the code; () where the code is not in force.
        conflicts: The conflicts between them that the table names.
        profile: The code, or None where it is not in force on the day.
        on: The day.
        setting: The claim form.
        place: The place of service, or None.
        facility: Whether Medicare pays that place as a facility; None where it is not given or none that is known.
        payer: Who pays.
        fees: What the fee schedule says of the code.
    """

    code: str
    modifiers: tuple[str, ...]
    known: tuple[Modifier, ...]
    subjects: tuple[Subject, ...]
    conflicts: tuple[ModifierConflict, ...]
    profile: Code | None
    on: dt.date
    setting: Setting = Setting.PROFESSIONAL
    place: str | None = None
    payer: Payer = Payer.MEDICARE
    fees: Fees = Fees()
    facility: bool | None = None


@attrs.frozen
class Verdict:
    """What one rule says.

    Attributes:
        rule: The rule's id.
        outcome: PASS, WARN, FAIL or NO_DATA.
        reason: Why, in words.
        remedy: What to do about it.
        citation: The source of the rule.
        certainty: How sure it is.
        source: The fee schedule release that decided, where one did.
        medicare_only: Whether the rule is Medicare's own.
    """

    rule: str
    outcome: Outcome
    reason: str
    remedy: str = ""
    citation: str = ""
    certainty: Certainty = Certainty.H
    source: Source | None = None
    medicare_only: bool = False


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """Give the verdict that stands for all: the worst, and of equals the first.

    Example:
        >>> worst((Verdict("a", Outcome.PASS, "fits"), Verdict("b", Outcome.FAIL, "does not"))).rule
        'b'
    """
    return min(verdicts, key=lambda each: WORST_FIRST.index(each.outcome))


def no_data(rule: str, fees: Fees, citation: str) -> Verdict:
    """Say that the fee schedule is not at hand."""
    return Verdict(rule, Outcome.NO_DATA, fees.gap, fees.remedy, citation)
