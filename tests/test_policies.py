"""A payer's policy is a value, and changes findings only as it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import cptkit
from cptkit import (
    BilateralBilling,
    Category,
    Claim,
    ClaimLine,
    Code,
    CodeSelection,
    DataError,
    DistinctBilling,
    InvalidDateError,
    Modality,
    Outcome,
    Payer,
    PayerPolicy,
    PolicyRequirement,
    check_claim,
)

DAY = dt.date(2024, 8, 15)


class _Nat(dt.datetime):
    """A day that is none, as pandas' NaT: it differs from itself."""

    __hash__ = dt.datetime.__hash__

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True


NAT = _Nat(2024, 8, 15)


def line(code: str, *modifiers: str, **fields: Any) -> ClaimLine:
    """Make a line of a hospital outpatient's reading."""
    return ClaimLine(
        code,
        modifiers,
        date_of_service=fields.pop("on", DAY),
        place_of_service="22",
        diagnoses=fields.pop("diagnoses", ("R91.1",)),
        **fields,
    )


def said(
    policy: PayerPolicy | None, *lines: ClaimLine
) -> list[tuple[str, Outcome, tuple[int, ...]]]:
    """Give what the policy's rules say."""
    verdicts = check_claim(
        Claim(lines, payer=Payer.OTHER, ordering_provider="1"), policy=policy
    ).verdicts
    return [(v.rule, v.outcome, v.lines) for v in verdicts if v.rule.startswith("policy.")]


# --- values


@pytest.mark.parametrize(
    ("selection", "matches"),
    [
        (CodeSelection("71250"), True),
        (CodeSelection("70450-71260, 77067"), True),
        (CodeSelection(" 71250 - 71260 "), True),
        (CodeSelection("0042T-0050T"), False),
        (CodeSelection(headings=("radiology.diagnostic",)), True),
        (CodeSelection(headings=["medicine"]), False),
        (CodeSelection(modalities=(Modality.CT,)), True),
        (CodeSelection(modalities=(Modality.MR,)), False),
        (CodeSelection(), False),
    ],
)
def test_selections(selection: CodeSelection, *, matches: bool) -> None:
    """Codes are selected by code, range, heading or modality."""
    code = cptkit.lookup("71250")
    assert selection.matches(code) is matches


def test_a_selection_of_modality_leaves_codes_without_profile() -> None:
    """A code of which nothing is known has no modality."""
    assert CodeSelection(modalities=(Modality.CT,)).matches(Code("99213", Category.I)) is False


@pytest.mark.parametrize(
    "codes",
    ["7125", "71260-71250", "71250;71260", "71250,,71260", None, 71250, b"71250", "7" * 10_001],
)
def test_selections_that_cannot_be_read(codes: Any) -> None:
    """What is no list of codes and ranges is refused."""
    with pytest.raises(DataError):
        CodeSelection(codes)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": None},
        {"prior_authorization": "71250"},
        {"prior_authorization": ("71250",)},
        {"authorizations": "71250"},
        {"authorizations": (71250,)},
        {"requires_laterality": "yes"},
        {"bilateral": "MODIFIER_50"},
        {"distinct": None},
        {"timely_filing_days": True},
        {"timely_filing_days": "90"},
        {"filed_on": "2024-08-15"},
        {"requirements": (None,)},
        {"multiple_procedure_reduction": 1},
        {"name": ""},
        {"name": "  "},
        {"name": "A" * 10_000_000},
        {"citation": "A" * 10_000_000},
        {"timely_filing_days": -1},
        {"timely_filing_days": 10**30},
        {"filed_on": NAT},
        {"effective": NAT},
        {"through": "2024"},
        {"effective": dt.date(2025, 1, 1), "through": dt.date(2024, 12, 31)},
    ],
)
def test_policies_that_are_none(fields: dict[str, Any]) -> None:
    """A field of a wrong type is refused when the policy is made."""
    with pytest.raises((DataError, InvalidDateError)):
        PayerPolicy(**{"name": "Plan A", **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": Outcome.PASS},
        {"outcome": "FAIL"},
        {"applies": "71250"},
        {"modifiers": "59"},
        {"effective": "2024"},
    ],
)
def test_requirements_that_are_none(fields: dict[str, Any]) -> None:
    """A requirement fails or warns, and says of which codes."""
    with pytest.raises((DataError, InvalidDateError)):
        PolicyRequirement(**{"id": "a", "applies": CodeSelection("71250"), "text": "b", **fields})


def test_check_claim_takes_policies_only() -> None:
    """A policy is a PayerPolicy or None, a claim a Claim."""
    with pytest.raises(DataError, match="PayerPolicy"):
        check_claim(Claim(()), policy="Plan A")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="Claim"):
        check_claim([line("71250")])  # type: ignore[arg-type]


# --- rules


def test_no_policy_says_nothing() -> None:
    """Without a policy, and with an empty one, no policy rule speaks."""
    assert said(None, line("73721", "26")) == []
    assert said(PayerPolicy("Plan A"), line("73721", "26")) == []


def test_authorization() -> None:
    """Asked and not known is a WARN, at hand a PASS, not at hand a FAIL; other codes are not asked."""
    ask = (CodeSelection(modalities=(Modality.CT,)),)
    lines = (line("71250", "26"), line("71046", "26"))
    assert said(PayerPolicy("A", prior_authorization=ask), *lines) == [
        ("policy.authorization", Outcome.WARN, (0,))
    ]
    assert said(PayerPolicy("A", prior_authorization=ask, authorizations=("71250",)), *lines) == [
        ("policy.authorization", Outcome.PASS, (0,))
    ]
    assert said(PayerPolicy("A", prior_authorization=ask, authorizations=()), *lines) == [
        ("policy.authorization", Outcome.FAIL, (0,))
    ]


def test_laterality() -> None:
    """A code of one side wants its side, by RT, LT or 50; from the day on that the policy governs."""
    policy = PayerPolicy("A", requires_laterality=True, effective=dt.date(2024, 8, 1))
    assert said(policy, line("73721", "26")) == [("policy.laterality", Outcome.FAIL, (0,))]
    assert said(policy, line("73721", "26", "RT"), line("73630", "50"), line("71250", "26")) == []
    assert said(policy, line("73721", "26", on=dt.date(2024, 7, 1))) == []


def test_sides_of_diagnoses_fail_by_policy() -> None:
    """A diagnosis of the other side is a WARN, and a FAIL where the policy wants sides."""
    wrong = line("73721", "26", "LT", diagnoses=("M25.561",))
    for policy, outcome in (
        (None, Outcome.WARN),
        (PayerPolicy("A", requires_laterality=True), Outcome.FAIL),
    ):
        found = check_claim(Claim((wrong,), ordering_provider="1"), policy=policy).findings
        assert [(f.rule, f.outcome) for f in found] == [("diagnosis.side", outcome)]


def test_bilateral_forms() -> None:
    """Both sides go on one line with 50, or on two with RT and LT, as the payer takes them."""
    two = (line("73721", "26", "RT"), line("73721", "26", "LT"))
    one = (line("73721", "26", "50"),)
    fifty, lines = (
        PayerPolicy("A", bilateral=BilateralBilling.MODIFIER_50),
        PayerPolicy("A", bilateral=BilateralBilling.TWO_LINES),
    )
    assert said(fifty, *two) == [("policy.bilateral", Outcome.FAIL, (0, 1))]
    assert said(fifty, *one) == []
    assert said(fifty, two[0]) == []
    assert said(lines, *one) == [("policy.bilateral", Outcome.FAIL, (0,))]
    assert said(lines, *two) == []


def test_distinct_modifiers() -> None:
    """59 is refused where X modifiers are taken, and the other way round."""
    assert said(
        PayerPolicy("A", distinct=DistinctBilling.X_MODIFIERS), line("71250", "26", "59")
    ) == [("policy.distinct", Outcome.FAIL, (0,))]
    assert said(
        PayerPolicy("A", distinct=DistinctBilling.MODIFIER_59), line("71250", "26", "XE")
    ) == [("policy.distinct", Outcome.FAIL, (0,))]
    assert (
        said(PayerPolicy("A", distinct=DistinctBilling.MODIFIER_59), line("71250", "26", "59"))
        == []
    )


def test_timely_filing() -> None:
    """Late lines fail; the day of filing must be told; lines that the policy does not govern are left out."""
    late = PayerPolicy("A", timely_filing_days=90, filed_on=dt.date(2024, 11, 14))
    assert said(late, line("71250", "26")) == [("policy.timely-filing", Outcome.FAIL, (0,))]
    assert (
        said(
            PayerPolicy("A", timely_filing_days=91, filed_on=dt.date(2024, 11, 14)),
            line("71250", "26"),
        )
        == []
    )
    assert said(PayerPolicy("A", timely_filing_days=90), line("71250", "26")) == [
        ("policy.timely-filing", Outcome.NO_DATA, (0,))
    ]
    assert (
        said(
            PayerPolicy("A", timely_filing_days=90, through=dt.date(2024, 1, 1)),
            line("71250", "26"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ({"modifiers": ("KX",)}, line("71250", "26", "KX")),
        ({"diagnoses": ("R91",)}, line("71250", "26", diagnoses=("R91.1",))),
        ({"evidence": "contrast.agent"}, line("71250", "26", record={"contrast.agent": "iohexol"})),
    ],
)
def test_requirements(asked: dict[str, Any], met: ClaimLine) -> None:
    """A requirement is met by what it asks for, and its own outcome stands where it is not."""
    policy = PayerPolicy(
        "A",
        requirements=(
            PolicyRequirement(
                "one", CodeSelection("71250"), "asked by the plan", outcome=Outcome.WARN, **asked
            ),
        ),
    )
    bare = line("71250", "26", diagnoses=("J18.9",))
    assert said(policy, bare, line("71046", "26")) == [("policy.requirement", Outcome.WARN, (0,))]
    assert said(policy, met) == [("policy.requirement", Outcome.PASS, (0,))]


def test_a_requirement_in_words_alone_always_speaks() -> None:
    """What no field can show is told each time, within its days."""
    policy = PayerPolicy(
        "A",
        requirements=(
            PolicyRequirement(
                "one", CodeSelection("71250"), "call first", effective=dt.date(2024, 8, 1)
            ),
        ),
    )
    assert said(policy, line("71250", "26")) == [("policy.requirement", Outcome.FAIL, (0,))]
    assert said(policy, line("71250", "26", on=dt.date(2024, 7, 31))) == []


# --- what callers bring


def test_days_count_without_their_time() -> None:
    """A date and time counts by its day, as on claim lines, and the policy stays comparable and printable."""
    noon = dt.datetime(2024, 8, 15, 12, 30)  # noqa: DTZ001 - what a caller may have
    policy = PayerPolicy(
        "A",
        timely_filing_days=0,
        filed_on=noon,
        effective=noon,
        through=noon,
        requires_laterality=True,
    )
    assert (policy.filed_on, policy.effective, policy.through) == (DAY, DAY, DAY)
    assert said(policy, line("73721", "26")) == [("policy.laterality", Outcome.FAIL, (0,))]
    assert cptkit.from_json(cptkit.to_json(policy), PayerPolicy) == policy


def test_codes_and_modifiers_are_read_as_on_claim_lines() -> None:
    """Blanks and small letters make no difference."""
    policy = PayerPolicy(
        "A",
        prior_authorization=(CodeSelection("71250"),),
        authorizations=[" 71250 "],
        requirements=(
            PolicyRequirement("kx", CodeSelection("71250"), "KX is asked", modifiers=("kx ",)),
        ),
    )
    verdicts = check_claim(
        Claim((line("71250", "26", "KX"),), ordering_provider="1"), policy=policy
    ).verdicts
    assert [(v.rule, v.outcome) for v in verdicts if v.rule.startswith("policy.")] == [
        ("policy.authorization", Outcome.PASS),
        ("policy.requirement", Outcome.PASS),
    ]


@pytest.mark.parametrize(
    ("policy", "error", "nearest"),
    [
        (
            PayerPolicy(
                "A", prior_authorization=(CodeSelection(headings=("radiology.diagnstic",)),)
            ),
            cptkit.UnknownCodeError,
            "radiology.diagnostic",
        ),
        (
            PayerPolicy(
                "A",
                requirements=(
                    PolicyRequirement(
                        "r", CodeSelection("71250"), "asked", evidence="contrast.rout"
                    ),
                ),
            ),
            cptkit.InvalidRecordError,
            "contrast.route",
        ),
    ],
)
def test_ids_that_nothing_has(policy: PayerPolicy, error: type[Exception], nearest: str) -> None:
    """A heading or evidence id that is misspelt would never match; it is refused, and the nearest is named."""
    with pytest.raises(error, match=nearest):
        said(policy, line("71250", "26"))


def test_fifty_is_asked_only_where_the_code_takes_it() -> None:
    """A payer of one line with 50 still gets two lines for codes that never take 50; where no table tells, neither does the check."""
    plan = PayerPolicy("A", bilateral=BilateralBilling.MODIFIER_50)
    assert said(plan, line("73721", "26", "RT"), line("73721", "26", "LT")) == [
        ("policy.bilateral", Outcome.FAIL, (0, 1))
    ]
    assert said(plan, line("73060", "26", "RT"), line("73060", "26", "LT")) == []
    assert said(plan, line("20550", "RT"), line("20550", "LT")) == [
        ("policy.bilateral", Outcome.NO_DATA, (0, 1))
    ]


def test_filing_before_the_service() -> None:
    """A claim cannot be filed before the service was done."""
    plan = PayerPolicy("A", timely_filing_days=90, filed_on=dt.date(2024, 8, 14))
    assert said(plan, line("71250", "26")) == [("policy.timely-filing", Outcome.FAIL, (0,))]


def test_findings_of_a_policy_name_their_source() -> None:
    """The payer's own source where the caller gives one; otherwise that it is the payer's policy."""
    named = PayerPolicy("A", requires_laterality=True, citation="A, bulletin 12")
    for policy, citation in (
        (named, "A, bulletin 12"),
        (PayerPolicy("A", requires_laterality=True), "the payer's policy"),
    ):
        (found,) = [
            v
            for v in check_claim(Claim((line("73721", "26"),)), policy=policy).verdicts
            if v.rule == "policy.laterality"
        ]
        assert found.citation == citation
