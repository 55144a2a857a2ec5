"""Rules on invented codes, both sides of each: what makes it speak, and the nearest claim on which it does not."""

from __future__ import annotations

from typing import Any

import pytest

from cptkit import ClaimLine, Setting
from looped import some
from tiny import line, said

ASC = {"setting": Setting.ASC}
Lines = tuple[ClaimLine, ...]

BOTH_SIDES: list[tuple[str, str, Lines, Lines, dict[str, Any]]] = [
    ("code.malformed", "FAIL", (line("7000"),), (line("70001"),), {}),
    ("code.retired", "FAIL", (line("70007"),), (line("70001"),), {}),
    ("code.not-yet-valid", "FAIL", (line("70008"),), (line("70001"),), {}),
    ("status.not-payable", "FAIL", (line("70009"),), (line("70001"),), {}),
    ("coverage.billed-for-denial", "WARN", (line("70001", "GZ"),), (line("70001", "GA"),), {}),
    ("place.unassigned", "FAIL", (line("70001", place_of_service="00"),), (line("70001"),), {}),
    ("units.count", "FAIL", (line("70001", units=0),), (line("70001", units=1),), {}),
    ("units.count", "WARN", (line("70001", units=1000),), (line("70001", units=999),), {}),
    ("claim.duplicate", "FAIL", (line("70001"),) * 2, (line("70001"), line("70001", "76")), {}),
    (
        "component.overlap",
        "FAIL",
        (line("70001"), line("70001", "26")),
        (line("70001", "TC"), line("70001", "26")),
        {},
    ),
    ("repeat.first-line", "WARN", (line("70001", "76"),), (line("70001"), line("70001", "76")), {}),
    (
        "repeat.second-reading",
        "FAIL",
        (line("70001", "26", provider="a"), line("70001", "26", provider="b")),
        (line("70001", "26", provider="a"), line("70001", "26", "77", provider="b")),
        {},
    ),
    (
        "bilateral.one-line",
        "FAIL",
        (line("70003", "RT"), line("70003", "LT")),
        (line("70003", "50"),),
        {},
    ),
    (
        "bilateral.one-line",
        "FAIL",
        (line("70004", "RT"), line("70004", "LT")),
        (line("70004", "RT"),),
        {},
    ),
    ("bilateral.units", "WARN", (line("70003", "50", units=2),), (line("70003", "50"),), {}),
    (
        "bundling.ptp",
        "FAIL",
        (line("70002"), line("70001")),
        (line("70002"), line("70005")),
        {},
    ),
    (
        "bundling.ptp",
        "FAIL",
        (line("10001"), line("10003", "59")),
        (line("10001"), line("70001")),
        {},
    ),
    (
        "bundling.distinct-unused",
        "WARN",
        (line("70001", "59"),),
        (line("70002"), line("70001", "59")),
        {},
    ),
    ("bundling.mue", "FAIL", (line("70001", units=3),), (line("70001", units=2),), {}),
    ("bundling.mue", "FAIL", (line("10001", units=3),), (line("10001", units=2),) * 2, {}),
    (
        "addon.no-primary",
        "FAIL",
        (line("10002"), line("10003")),
        (line("10002"), line("10001")),
        {},
    ),
    ("supply.agent-missing", "WARN", (line("70002"),), (line("70002"), line("Q0001")), {}),
    (
        "supply.agent-missing",
        "NO_DATA",
        (line("70002", place_of_service=None),),
        (line("70002", "26", place_of_service=None),),
        {},
    ),
    ("supply.tracer-missing", "WARN", (line("70005"),), (line("70005", "26"),), {}),
    ("supply.study-missing", "WARN", (line("Q0001"),), (line("Q0001"), line("70002")), {}),
    (
        "supply.beside-professional",
        "WARN",
        (line("Q0001"), line("70002", "26")),
        (line("Q0001"), line("70002")),
        {},
    ),
    ("supply.waste", "WARN", (line("Q0001"),), (line("Q0001", "JZ"),), {}),
    ("diagnosis.form", "FAIL", (line("70001", diagnoses=("9",)),), (line("70001"),), {}),
    ("diagnosis.missing", "NO_DATA", (line("70001", diagnoses=()),), (line("70001"),), {}),
    (
        "diagnosis.too-many",
        "FAIL",
        (line("70001", diagnoses=("R91.1", "R05", "R06", "R07", "R10")),),
        (line("70001", diagnoses=("R91.1", "R05", "R06", "R07")),),
        {},
    ),
    ("modifier.component-split", "FAIL", (line("10001", "26"),), (line("70001", "26"),), {}),
    ("modifier.bilateral", "FAIL", (line("70001", "50"),), (line("70003", "50"),), {}),
    ("modifier.laterality", "WARN", (line("70001", "RT"),), (line("70003", "RT"),), {}),
    ("modifier.side-missing", "WARN", (line("70003"),), (line("70003", "LT"),), {}),
    ("modifier.conflict", "FAIL", (line("70001", "26", "TC"),), (line("70001", "26", "59"),), {}),
    ("modifier.duplicate", "FAIL", (line("70001", "26", "26"),), (line("70001", "26"),), {}),
    ("modifier.unknown", "FAIL", (line("70001", "0%"),), (line("70001", "26"),), {}),
    (
        "modifier.too-many",
        "FAIL",
        (line("70003", "26", "59", "RT", "GA", "76"),),
        (line("70003", "26", "59", "RT", "GA"),),
        {},
    ),
    ("modifier.order", "WARN", (line("70003", "RT", "26"),), (line("70003", "26", "RT"),), {}),
    (
        "modifier.place-of-service",
        "FAIL",
        (line("70001", place_of_service="22"),),
        (line("70001", "26", place_of_service="22"),),
        {},
    ),
]


@pytest.mark.parametrize(("rule", "outcome", "speaks", "quiet", "claim"), BOTH_SIDES)
def test_a_rule_speaks_and_is_quiet(
    rule: str, outcome: str, speaks: Lines, quiet: Lines, claim: dict[str, Any]
) -> None:
    """On the first claim the rule says its outcome, on the second nothing but PASS or BYPASSED."""
    assert outcome in [each for each, _ in said(rule, *speaks, **claim)]
    assert {each for each, _ in said(rule, *quiet, **claim)} <= {"PASS", "BYPASSED"}


# --- sides and parts that tell lines apart


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (("F1", "F2"), ("F2", "F3"), "WARN"),
        (("LT",), ("LT",), "WARN"),
        (("LT", "F1"), ("LT", "F2"), "WARN"),
        (("F1",), ("F1", "F2"), "WARN"),
        (("F1", "F2"), ("F1",), "WARN"),
        (("F1",), ("F2",), "BYPASSED"),
        (("LT",), ("RT",), "BYPASSED"),
        (("F1", "F2"), ("F3", "F4"), "BYPASSED"),
        (("RT",), (), "WARN"),
        ((), ("RT",), "WARN"),
        ((), (), "FAIL"),
        ((), ("59",), "BYPASSED"),
    ],
)
def test_parts_in_common_tell_nothing_apart(
    one: tuple[str, ...], other: tuple[str, ...], outcome: str
) -> None:
    """Only anatomic modifiers that share no part say two sites (NCCI Policy Manual ch. I, E); one in common is one site."""
    found = said("bundling.ptp", line("10001", *one), line("70003", *other))
    assert found == [(outcome, (0, 1))]


# --- unit limits of surgical centers


@pytest.mark.parametrize(
    ("right", "left", "outcome"), [(1, 1, "PASS"), (1, 2, "FAIL"), (2, 1, "FAIL"), (2, 2, "FAIL")]
)
def test_a_surgical_center_has_the_limit_for_each_of_two_sides(
    right: int, left: int, outcome: str
) -> None:
    """Two sides are twice the limit, never thrice: a body has two."""
    lines = line("70003", "RT", units=right), line("70003", "LT", units=left)
    assert said("bundling.mue", *lines, **ASC) == [(outcome, (0, 1))]


@pytest.mark.parametrize("setting", [Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL])
def test_elsewhere_both_sides_share_the_limit(setting: Setting) -> None:
    """Only surgical centers bill a line for each side of a code with bilateral indicator 1."""
    lines = line("70003", "RT"), line("70003", "LT")
    assert said("bundling.mue", *lines, setting=setting) == [("FAIL", (0, 1))]


def test_one_side_twice_is_no_second_side() -> None:
    """Two right lines of a center are over the limit of one."""
    assert said("bundling.mue", line("70003", "RT"), line("70003", "RT", "76"), **ASC) == [
        ("FAIL", (0, 1))
    ]


def test_every_invented_claim_was_asked() -> None:
    """The table above holds each of its rules with both sides, and enough of them."""
    assert len({rule for rule, *_ in BOTH_SIDES}) >= 30
    assert all(some(speaks and quiet for _, _, speaks, quiet, _ in BOTH_SIDES))
