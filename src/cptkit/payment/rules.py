"""Payment rules that are a table: cuts, reductions, shares and factors, and what a modifier does to the price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import authored
from cptkit.lines.modifier_tables import conflicts, listed
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.days import holds
from cptkit.values.finding import Outcome
from cptkit.values.modifier import SIDES, ModifierConflict


class Part(Enum):
    """Which part of a service a rule changes."""

    PROFESSIONAL = "professional part"
    TECHNICAL = "technical part"
    WHOLE = "whole"


class RuleKind(Enum):
    """What a payment rule is about; the value tells what its subject is."""

    CONVERSION_FACTOR = "group of physicians"
    EQUIPMENT = "modifier of the equipment"
    MULTIPLE = "multiple procedure indicator"
    BILATERAL = "bilateral indicator"
    CAP = "nothing: it holds for all"
    SHARE = "nothing: the payer's share"
    NON_PARTICIPATING = "nothing: the non-participating fee schedule"
    LIMITING_CHARGE = "nothing: the limiting charge"
    SEQUESTRATION = "nothing: the sequestration"
    NO_COST_SHARING = "code of a preventive service"
    SEPARATE_SESSION = "modifier that tells of another session"
    SURGEON = "modifier of an assistant or second surgeon"
    NO_RULE = "modifier that no national rule prices"
    NOT_PAID = "modifier that stops payment"
    NO_EFFECT = "modifier that changes no amount"


@attrs.frozen
class PaymentRule:
    """One payment rule.

    Attributes:
        id: Stable dotted name.
        kind: What it is about.
        subject: The modifier, indicator or code; empty where it holds for all.
        part: Which part of the service it changes.
        factor: What that part is multiplied by; None where the rule is no multiplication.
        effective: The first day; None where no source states it.
        through: The last day; None while it is open.
        text: The rule in a few words.
        citation: Where it stands.
        certainty: How sure it is.
    """

    id: str
    kind: RuleKind
    subject: str
    part: Part
    text: str
    citation: str
    certainty: Certainty
    factor: Decimal | None = None
    effective: dt.date | None = None
    through: dt.date | None = None

    @property
    def multiplier(self) -> Decimal:
        """What an amount is multiplied by: the factor, or 1 where the rule is no multiplication."""
        return Decimal(1) if self.factor is None else self.factor


@once
def _by_subject() -> Mapping[tuple[RuleKind, str], tuple[PaymentRule, ...]]:
    found: dict[tuple[RuleKind, str], tuple[PaymentRule, ...]] = {}
    for rule in authored("payment_rules", PaymentRule):
        key = (rule.kind, rule.subject)
        found[key] = (*found.get(key, ()), rule)
    return found


def rules(kind: RuleKind, subject: str, on: dt.date) -> tuple[PaymentRule, ...]:
    """Give the rules of a kind for a subject that are in force on a day.

    Example:
        >>> [str(rule.factor) for rule in rules(RuleKind.EQUIPMENT, "FY", dt.date(2022, 12, 31))]
        ['0.93']
    """
    return tuple(rule for rule in _by_subject().get((kind, subject), ()) if holds(rule, on))


def rule(kind: RuleKind, subject: str, on: dt.date) -> PaymentRule | None:
    """Give the one rule of a kind for a subject on a day, or None."""
    return next(iter(rules(kind, subject, on)), None)


@once
def began(kind: RuleKind) -> dt.date | None:
    """Give the first day of the oldest rule of a kind; None where none has a first day.

    Example:
        >>> began(RuleKind.CONVERSION_FACTOR)
        datetime.date(2026, 1, 1)
    """
    days = (each.effective for each in authored("payment_rules", PaymentRule) if each.kind is kind)
    return min((day for day in days if day is not None), default=None)


@once
def is_listed_ct(code: str) -> bool:
    """Tell whether the equipment cut of CT holds for a code."""
    row = listed("CT", code)
    return row is not None and row.outcome is Outcome.PASS


@once
def _conflicts() -> tuple[ModifierConflict, ...]:
    return tuple(each for each in conflicts().values() if each.outcome is Outcome.FAIL)


def conflict(modifiers: frozenset[str]) -> ModifierConflict | None:
    """Give the first pair of modifiers that contradict each other about the price: one sets it, or they name both sides.

    Neither side changes an amount; both on one line leave open whether one side is billed or two.
    """
    for each in _conflicts() if len(modifiers) > 1 else ():
        pair = {each.first, each.second}
        if pair <= modifiers and (pair == SIDES or not (_idle(each.first) and _idle(each.second))):
            return each
    return None


def _idle(modifier: str) -> bool:
    return (RuleKind.NO_EFFECT, modifier) in _by_subject()
