"""The example claims of the modifiers' pages: each described modifier has one, and none is denied for its modifier."""

from __future__ import annotations

import pytest

import cptkit
from pages import modifier_claims

DESCRIBED = sorted(each.modifier for each in cptkit.packaged.all_modifiers() if each.title)


def test_each_described_modifier_has_one_example() -> None:
    """A page without an example claim, or a claim without its page, is a row forgotten."""
    assert sorted(modifier_claims.named()) == DESCRIBED


@pytest.mark.parametrize("modifier", DESCRIBED)
def test_the_modifier_stands_on_its_claim_and_brings_no_denial(modifier: str) -> None:
    """What the claim is denied for with the modifier, it is denied for without it."""
    claim, bare = (
        modifier_claims.claim(modifier),
        modifier_claims.claim(modifier, bare=True),
    )
    assert modifier in _borne(claim)
    assert modifier not in _borne(bare)
    assert _denied(claim) <= _denied(bare)


@pytest.mark.parametrize(
    ("modifier", "rule"),
    [
        ("26", "modifier.place-of-service"),
        ("25", "bundling.ptp"),
        ("76", "claim.duplicate"),
        ("JW", "claim.duplicate"),
        ("XE", "bundling.ptp"),
        ("UN", "portable.transport"),
        ("F3", "modifier.side-missing"),
    ],
)
def test_the_page_shows_what_the_modifier_saves_from(modifier: str, rule: str) -> None:
    """Without the modifier the claim would be denied or asked about, and the page names the rule."""
    shown = modifier_claims.example(modifier)
    assert f"| without {modifier} |" in shown
    assert f"| {rule} |" in shown


def test_the_page_shows_what_the_modifier_pays() -> None:
    """Both sides pay one and a half or twice, the assistant a part: the page holds both amounts."""
    assert "| `73560-50` |" in modifier_claims.example("50").rpartition("allows")[2]
    assert "| `27447-80-RT` |" in modifier_claims.example("80").rpartition("allows")[2]


def _borne(claim: cptkit.Claim) -> set[str]:
    return {each for line in claim.lines for each in line.modifiers}


def _denied(claim: cptkit.Claim) -> set[str]:
    found = cptkit.check_claim(claim).findings
    return {each.rule for each in found if each.outcome is cptkit.Outcome.FAIL}
