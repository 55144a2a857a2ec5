"""Claims from practice get the findings that their cited source gives them."""

from __future__ import annotations

import random
from typing import Any

import attrs
import pytest

from cptkit import ClaimReport, Outcome, check_claim
from cptkit.claim_check import RULES
from looped import some
from practice import ROWS, claim_of, policy_of, told
from snapshot_claims import FILE, laid_out


def report_of(row: dict[str, Any]) -> ClaimReport:
    """Check the claim of a row."""
    return check_claim(claim_of(row), policy=policy_of(row))


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_findings_of_practice(row: dict[str, Any]) -> None:
    """Each claim is told what its source says, and nothing else."""
    report = report_of(row)
    assert told(report) == row["expected"], row["why"]
    assert sorted({v.rule for v in report.unchecked}) == row["unchecked"]


def test_everyday_claims_are_clean() -> None:
    """At least half of the claims are everyday work, and none of these has a FAIL."""
    everyday = [row for row in some(ROWS) if row["everyday"]]
    assert len(everyday) * 2 >= len(ROWS) >= 200
    assert [
        row["id"]
        for row in some(everyday)
        if any(each.startswith("FAIL") for each in row["expected"])
    ] == []


def test_the_table_for_readers_is_what_the_check_says() -> None:
    """Every answer stands in claims.txt; where one changed, `python tools/snapshot_claims.py` rewrites it and shows the diff."""
    assert len(ROWS) >= 200
    assert laid_out() == FILE.read_text(encoding="utf-8"), "run python tools/snapshot_claims.py"


def test_every_claim_is_reasoned() -> None:
    """Each claim carries its reason and its source."""
    assert [row["id"] for row in some(ROWS) if not (row["why"] and row["citation"])] == []


@pytest.mark.parametrize(
    "row", [row for row in ROWS if len(row["lines"]) > 1], ids=lambda row: row["id"]
)
def test_order_of_lines_changes_nothing(row: dict[str, Any]) -> None:
    """Permuting a claim's lines permutes the lines of its verdicts and changes nothing else."""
    claim = claim_of(row)
    places = list(range(len(claim.lines)))
    random.Random(row["id"]).shuffle(places)  # noqa: S311 - any order will do
    moved = attrs.evolve(claim, lines=tuple(claim.lines[place] for place in places))
    before = check_claim(claim, policy=policy_of(row)).verdicts
    after = check_claim(moved, policy=policy_of(row)).verdicts
    back = [
        attrs.evolve(each, lines=tuple(sorted(places[index] for index in each.lines)))
        for each in after
    ]
    assert sorted(map(repr, back)) == sorted(map(repr, before))


def test_every_rule_is_met_in_practice() -> None:
    """Each rule of the check has a claim on which it says something."""
    said = {v.rule for row in ROWS for v in report_of(row).verdicts}
    silent = {rule.ids[0] for rule in RULES if not said & set(rule.ids)}
    assert silent == {
        "claim.unread",
        "diagnosis.unknown",
        "documentation.missing",
        "modifier.duplicate",
        "modifier.global-period",
        "modifier.multiple-procedure",
        "modifier.sides",
        "modifier.undescribed",
        "modifier.unknown",
        "policy.requirement",
    }  # tested with claims of other systems, lists, records and policies of their own


def test_reports_explain_themselves() -> None:
    """Every verdict stands in the explanation, with its rule, its remedy and its source."""
    for row in some(ROWS[::10]):
        report = report_of(row)
        text = report.explain()
        assert all(
            some(v.rule in text and v.message in text and v.remedy in text for v in report.verdicts)
        )
        assert report.is_clean == (Outcome.FAIL not in {v.outcome for v in report.verdicts})
