"""The table of payment rules: whole, sorted, cited, and without contradictions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import cptkit
from cptkit.files.packaged import authored, packaged_json
from cptkit.payment.rules import PaymentRule, RuleKind, rule, rules
from cptkit.values.code import Certainty
from looped import some

ROWS = authored("payment_rules", PaymentRule)
OF_MODIFIERS = (
    RuleKind.NO_EFFECT,
    RuleKind.EQUIPMENT,
    RuleKind.SURGEON,
    RuleKind.NOT_PAID,
    RuleKind.NO_RULE,
)


def test_the_rules_are_in_order() -> None:
    """Sorted by their names, each of which stands once."""
    names = [row["id"] for row in packaged_json("authored/payment_rules.json")["rows"]]
    assert names == sorted(set(names))


def test_every_rule_says_what_and_where() -> None:
    """A text and a citation; those that multiply have a factor that makes sense."""
    assert all(some(each.text and each.citation for each in ROWS))
    worded = {
        RuleKind.NO_EFFECT,
        RuleKind.NOT_PAID,
        RuleKind.NO_RULE,
        RuleKind.SEPARATE_SESSION,
        RuleKind.CAP,
    }
    assert {each.kind for each in ROWS if each.factor is None} == worded
    assert all(
        some(
            0 <= each.factor <= 2
            for each in ROWS
            if each.factor is not None and each.kind is not RuleKind.CONVERSION_FACTOR
        )
    )


def test_no_two_rules_hold_for_one_subject_and_day() -> None:
    """Spans of one kind, subject and part do not overlap; a modifier has one effect."""
    for one in some(ROWS):
        for two in some(ROWS):
            if one.id < two.id and (one.kind, one.subject, one.part) == (
                two.kind,
                two.subject,
                two.part,
            ):
                assert (one.through or dt.date.max) < (two.effective or dt.date.min), (
                    one.id,
                    two.id,
                )
    priced = [{each.subject for each in ROWS if each.kind is kind} for kind in OF_MODIFIERS]
    assert sum(map(len, priced)) == len(set().union(*priced))


def test_the_modifiers_are_known() -> None:
    """Every modifier of the table stands in a list of modifiers."""
    named = {
        each.subject
        for each in some(ROWS)
        if each.kind in (*OF_MODIFIERS, RuleKind.SEPARATE_SESSION)
    }
    assert {each for each in some(named) if not cptkit.packaged.is_modifier(each)} == set()


@pytest.mark.parametrize(
    ("kind", "subject", "on", "factors"),
    [
        (RuleKind.EQUIPMENT, "CT", dt.date(2016, 12, 31), ["0.95"]),
        (RuleKind.EQUIPMENT, "CT", dt.date(2017, 1, 1), ["0.85"]),
        (RuleKind.EQUIPMENT, "FY", dt.date(2017, 12, 31), []),
        (RuleKind.MULTIPLE, "4", dt.date(2025, 1, 1), ["0.95", "0.50"]),
        (RuleKind.MULTIPLE, "0", dt.date(2025, 1, 1), []),
        (RuleKind.CONVERSION_FACTOR, "qualifying", dt.date(2026, 1, 1), ["33.5675"]),
        (RuleKind.CONVERSION_FACTOR, "other", dt.date(2026, 12, 31), ["33.4009"]),
        (RuleKind.CONVERSION_FACTOR, "other", dt.date(2025, 12, 31), []),
    ],
)
def test_factors_by_day(kind: RuleKind, subject: str, on: dt.date, factors: list[str]) -> None:
    """Typed from the statutes and the final rules that the rows cite."""
    assert [each.factor for each in rules(kind, subject, on)] == [Decimal(each) for each in factors]
    assert rule(kind, subject, on) == next(iter(rules(kind, subject, on)), None)


def test_what_was_read_nowhere_is_not_certain() -> None:
    """Rules whose statute or manual was not opened are M: sequestration, cost sharing, surgeons' shares, the contractor's own pricing."""
    secondary = {
        RuleKind.SEQUESTRATION,
        RuleKind.NO_COST_SHARING,
        RuleKind.SURGEON,
        RuleKind.SEPARATE_SESSION,
        RuleKind.NO_RULE,
    }
    assert [
        each.id for each in ROWS if each.kind in secondary and each.certainty is Certainty.H
    ] == ["no-rule.53"]
