"""The interest of a rule: what must be on a claim so that it can say anything, and that nothing is lost where it is not asked."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest

from cptkit import Claim, ClaimLine, HouseCode, Payer, Setting, check_claim, packaged
from cptkit.claim_check import RULES
from cptkit.lines import content
from cptkit.lines.add_ons import ADD_ON_RULE
from cptkit.lines.content import Rules, content_of
from cptkit.lines.view import View, view_of
from cptkit.values.policy import NO_POLICY, policy_given
from cptkit.values.rule import EVERY_CLAIM, Held
from looped import some
from practice import ROWS, claim_of, policy_of

DAY = dt.date(2026, 5, 4)
CLAIMS = tuple((claim_of(row), policy_of(row)) for row in ROWS)
LINES = tuple(line for claim, _ in CLAIMS for line in claim.lines)
POLICIES = tuple(policy for _, policy in CLAIMS if policy is not None)
MODIFIERS = tuple(each.modifier for each in packaged.all_modifiers() if each.title is not None)
HOUSE = packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))


def invented(seed: int) -> View:
    """Put lines of practice together at random, with other modifiers, units, days and places."""
    chance = random.Random(seed)  # noqa: S311 - any claim will do

    def line() -> ClaimLine:
        drawn = chance.choice(LINES)
        house = chance.random() < 0.05
        return ClaimLine(
            "X7001" if house else drawn.code,
            chance.choices(MODIFIERS, k=chance.choice((0, 0, 1, 2)))
            if chance.random() < 0.5
            else drawn.modifiers,
            date_of_service=drawn.date_of_service if chance.random() < 0.3 else DAY,
            units=chance.choice((1, 1, 1, 0, 2, 5, 1000)),
            place_of_service=chance.choice((None, "11", "22", "02", "00")),
            diagnoses=drawn.diagnoses if chance.random() < 0.7 else (),
            provider=chance.choice((None, "a", "b")),
            session=chance.choice((None, None, "s", "t")),
            record={"contrast.given": True} if chance.random() < 0.1 else None,
        )

    lines = tuple(line() for _ in range(chance.randint(1, 4)))
    claim = Claim(lines, chance.choice(tuple(Setting)), chance.choice(tuple(Payer)))
    policy = chance.choice(POLICIES) if chance.random() < 0.2 else None
    return view_of(claim, policy_given(policy), HOUSE)


VIEWS = (
    *(view_of(claim, policy_given(policy), packaged) for claim, policy in CLAIMS),
    *(invented(seed) for seed in range(400)),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ids[0])
def test_a_rule_says_nothing_where_its_interest_is_not_met(rule: object) -> None:
    """On no claim of practice and on no invented one does a rule say anything that its interest leaves out."""
    (asked,) = (each for each in RULES if each is rule)
    out = [view for view in some(VIEWS, 600) if not asked.interest.is_met(content_of(view))]
    said = {finding for view in out for finding in asked.judge(view)}
    assert (said, bool(out)) == (set(), asked.interest != EVERY_CLAIM)


def test_a_rule_that_asks_for_nothing_speaks_of_a_plain_line() -> None:
    """Only what every claim is asked has no interest of its own; add-ons are in the caller's tables, not in a list of codes."""
    view = view_of(Claim((ClaimLine("71260", date_of_service=DAY),)), NO_POLICY, packaged)
    empty = view_of(Claim(()), NO_POLICY, packaged)
    silent = {
        rule.ids[0]
        for rule in RULES
        if rule.interest == EVERY_CLAIM and not [*rule.judge(view), *rule.judge(empty)]
    }
    assert silent == {ADD_ON_RULE.ids[0]}


def test_rules_without_interest_are_not_asked() -> None:
    """A reading alone is asked by half of the rules at most; each interest is met somewhere."""
    line = ClaimLine("71260", ["26"], date_of_service=DAY, place_of_service="22")
    asked = tuple(Rules(RULES).interested(view_of(Claim((line,)), NO_POLICY, packaged)))
    assert len(asked) * 2 <= len(RULES)
    every = Rules(RULES)
    met = Counter(rule.ids[0] for view in some(VIEWS) for rule in every.interested(view))
    assert {rule.ids[0] for rule in some(RULES)} - met.keys() == set()


def test_what_a_claim_holds() -> None:
    """Each thing that an interest can ask for is seen where it is, and not where it is not."""
    bare = view_of(
        Claim((ClaimLine("99999", date_of_service=DAY),), payer=Payer.OTHER), NO_POLICY, HOUSE
    )
    assert content_of(bare).held == frozenset()
    full = ClaimLine(
        "Q9967",
        ["JZ"],
        date_of_service=DAY,
        units=100,
        place_of_service="11",
        diagnoses=("R91.1",),
        record={"contrast.given": True},
    )
    study = ClaimLine("71260", date_of_service=DAY)
    held = content_of(view_of(Claim((full, study)), POLICIES[0], HOUSE))
    assert held.held == frozenset(Held)
    assert sorted(held.codes | held.modifiers) == ["71260", "JZ", "Q9967"]


def test_the_check_asks_only_what_is_interested() -> None:
    """The report of a claim is that of all rules."""
    for claim, policy in some(CLAIMS[:40]):
        view = view_of(claim, policy_given(policy), packaged)
        said = {finding.rule for rule in RULES for finding in rule.judge(view)}
        report = check_claim(claim, policy=policy)
        told = {each.rule for each in report.verdicts}
        assert told == said - ({"necessity.not-covered"} - told)


def test_what_claims_name_does_not_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of codes that callers make up only so many are kept, and the rules asked are those that were asked before."""
    monkeypatch.setattr(content, "_MOST_NAMES", 3)
    few, every = Rules(RULES), Rules(RULES)
    for number in range(20):
        lines = tuple(
            ClaimLine(code, ["26"], date_of_service=DAY) for code in (f"{number:05d}", "71260")
        )
        view = view_of(Claim(lines), NO_POLICY, packaged)
        assert [*few.interested(view)] == [
            rule for rule in RULES if rule.interest.is_met(content_of(view))
        ]
    (fitting,) = few._fitting.values()
    assert len(fitting._codes) <= 3
    assert [*every.interested(view)] == [*few.interested(view)]
