"""Each rule id on a small catalog, both sides: a claim of which it says its outcome, and the nearest of which it says nothing against."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cptkit import (
    BilateralBilling,
    Category,
    Claim,
    ClaimLine,
    Code,
    CodeSelection,
    DistinctBilling,
    IcdCode,
    ImagingProfile,
    Laterality,
    Modality,
    Outcome,
    PayerPolicy,
    PolicyRequirement,
    Region,
    Role,
    Setting,
    Supply,
    SupplyKind,
    Table,
    TableKind,
    check_claim,
)
from cptkit.indicators import AssistantSurgeon, GlobalDays, MultipleProcedure, Status
from cptkit.lines.rule_rows import rule_rows
from cptkit.values.table import FeeScheduleRow
from looped import some
from test_tiny_rules import BOTH_SIDES
from tiny import DAY, FEES, HOUSE, TABLES, TinyCatalog, line

_IMAGES = ("radiology", "radiology.diagnostic")


def _study(number: str, modality: Modality, *regions: Region, **profile: Any) -> Code:
    made = ImagingProfile(modality, regions, **{"laterality": Laterality.NOT_PAIRED, **profile})
    return Code(number, Category.I, headings=_IMAGES, imaging=made)


def _other(number: str, category: Category, heading: str) -> Code:
    return Code(number, category, headings=(heading,))


EXTRA = {
    each.code: each
    for each in (
        _study("70011", Modality.XR, Region.FINGER),
        _study("77080", Modality.BMD, Region.BONE),
        _study("77086", Modality.BMD, Region.BONE),
        _study("77065", Modality.MG, Region.BREAST),
        attrs.evolve(_study("77067", Modality.MG, Region.BREAST), is_screening=True),
        _study("78815", Modality.PT, Region.WHOLE_BODY),
        _study("74178", Modality.CT, Region.ABDOMEN),
        _study("74150", Modality.CT, Region.ABDOMEN),
        _study("74160", Modality.CT, Region.ABDOMEN),
        _study("73615", Modality.RF, Region.ANKLE),
        _study("73701", Modality.CT, Region.LOWER_EXTREMITY),
        _study("36251", Modality.XA, Region.KIDNEY),
        _study("77003", Modality.RF, Region.SPINE, role=Role.GUIDANCE),
        _study("76000", Modality.RF, Region.ANY),
        _study("70012", Modality.RF, Region.ABDOMEN),
        _study("76706", Modality.US, Region.ABDOMEN),
        _study("71271", Modality.CT, Region.CHEST),
        _study("77427", Modality.CT, Region.ANY, role=Role.THERAPEUTIC),
        _study("74174", Modality.CT, Region.ABDOMEN),
        _study("70471", Modality.CT, Region.HEAD),
        _study("76376", Modality.CT, Region.ANY),
        _study("76775", Modality.US, Region.ABDOMEN),
        _other("77373", Category.I, "radiology"),
        _other("77387", Category.I, "radiology"),
        _other("77402", Category.I, "radiology"),
        _other("62323", Category.I, "surgery"),
        _other("R0070", Category.HCPCS, "hcpcs"),
        _other("R0075", Category.HCPCS, "hcpcs"),
        _other("Q0092", Category.HCPCS, "hcpcs"),
        _other("C0001", Category.HCPCS, "hcpcs"),
        Code(
            "A9575",
            Category.HCPCS,
            headings=("hcpcs",),
            supply=Supply(SupplyKind.CONTRAST_AGENT, "an agent", Decimal("0.1"), "mL", "MR"),
        ),
    )
}
CHANGED = {
    ("70006", "TC"): attrs.evolve(FEES["70006", "TC"], status=Status.BUNDLED),
    ("10001", ""): attrs.evolve(
        FEES["10001", ""],
        multiple_procedure=MultipleProcedure.STANDARD,
        assistant_surgeon=AssistantSurgeon.PAID,
        global_days=GlobalDays.NINETY_DAYS,
    ),
}


class Numbered(TinyCatalog):
    """The tiny catalog, and invented codes under numbers that the package's own rows name."""

    def versions(self, code: object) -> tuple[Code, ...]:
        """Give the invented code."""
        extra = EXTRA.get(code) if isinstance(code, str) else None
        return super().versions(code) if extra is None else (extra,)

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Give the invented row."""
        return CHANGED.get((code, modifier)) or super().fee_row(code, modifier, on)


CATALOG, PACKAGED_EDITS = Numbered(TABLES), Numbered(())
ICD10: tuple[Table[Any], ...] = (
    Table(
        TableKind.ICD10_CM,
        HOUSE,
        (
            IcdCode("R91", billable=False, text="A finding"),
            IcdCode("R91.1", billable=True, text="A finding"),
        ),
    ),
)
LISTED = Numbered((*TABLES, *ICD10))
POLICY = PayerPolicy("an invented payer", citation="an invented contract")
Side = tuple[tuple[ClaimLine, ...], dict[str, Any]]


def side(*lines: ClaimLine, **fields: Any) -> Side:
    """Say what is on a claim."""
    return lines, fields


def outcomes(rule: str, one: Side) -> set[str]:
    """Give what a rule says of a claim."""
    lines, fields = one
    policy, catalog = fields.get("policy"), fields.get("catalog", CATALOG)
    told = {name: value for name, value in fields.items() if name not in ("policy", "catalog")}
    claim = Claim(lines, **{"ordering_provider": "1", **told})
    verdicts = check_claim(claim, policy=policy, catalog=catalog).verdicts
    return {each.outcome.name for each in verdicts if each.rule == rule}


def requiring(**fields: Any) -> dict[str, Any]:
    """Give a policy with some terms."""
    return {"policy": attrs.evolve(POLICY, **fields)}


def at(year: int, month: int = 1, day: int = 2) -> dict[str, Any]:
    """Give a day."""
    return {"date_of_service": dt.date(year, month, day)}


HOSPITAL = {"setting": Setting.OUTPATIENT_HOSPITAL}
PLAIN = side(line("70001"))
NAMED = (CodeSelection("70001"),)
ASKED = PolicyRequirement("own.kx", CodeSelection("70001"), "KX is there", modifiers=("KX",))
MORE: list[tuple[str, str, Side, Side]] = [
    ("claim.no-lines", "FAIL", side(), PLAIN),
    ("claim.unread", "NO_DATA", side(line("70001"), unread=(("SV1", "no units"),)), PLAIN),
    ("code.in-force", "NO_DATA", side(line("70001", **at(2019))), PLAIN),
    ("code.not-covered", "NO_DATA", side(line("H1234")), PLAIN),
    ("code.unassigned", "FAIL", side(line("71999")), PLAIN),
    ("code.unknown", "FAIL", side(line("09999")), PLAIN),
    ("hospital.status", "NO_DATA", side(line("10001"), **HOSPITAL), PLAIN),
    ("hospital.only", "FAIL", side(line("C0001")), side(line("C0001"), **HOSPITAL)),
    ("place.imaging", "WARN", side(line("70001", place_of_service="02")), PLAIN),
    ("order.provider", "WARN", side(line("70001"), ordering_provider=None), PLAIN),
    (
        "modifier.component-status",
        "WARN",
        side(line("70006", "TC")),
        side(line("70001", "TC")),
    ),
    ("modifier.expired", "FAIL", side(line("70001", "GD")), side(line("70001", "26"))),
    (
        "modifier.not-yet-valid",
        "FAIL",
        side(line("99001", "FQ", **at(2021, 12, 31))),
        side(line("99001", "FQ", **at(2022, 1, 1))),
    ),
    (
        "modifier.no-effect",
        "WARN",
        side(line("70001", "MA", **at(2024, 1, 1))),
        side(line("70001", "MA", **at(2023, 12, 31))),
    ),
    (
        "modifier.appropriate-use",
        "WARN",
        side(line("70003", "MA", **at(2023, 5, 4))),
        side(line("70001", "MA", **at(2023, 5, 4))),
    ),
    ("modifier.undescribed", "NO_DATA", side(line("70001", "A1")), side(line("70001", "26"))),
    ("modifier.scope", "FAIL", side(line("70001", "JW")), side(line("Q0001", "JW"))),
    ("modifier.anatomy", "FAIL", side(line("70001", "F1")), side(line("70011", "F1"))),
    ("modifier.visit", "FAIL", side(line("70001", "25")), side(line("99001", "25"))),
    ("modifier.pet", "FAIL", side(line("70001", "PI")), side(line("78815", "PI"))),
    ("modifier.mammography", "FAIL", side(line("70001", "GG")), side(line("77065", "GG"))),
    ("modifier.equipment", "FAIL", side(line("70005", "FX")), side(line("70003", "FX"))),
    ("modifier.distinct", "FAIL", side(line("99001", "59")), side(line("10001", "59"))),
    ("modifier.setting", "FAIL", side(line("70001", "PO")), side(line("70001", "PO"), **HOSPITAL)),
    ("modifier.sides", "FAIL", side(line("70011", "LT", "F6")), side(line("70011", "RT", "F6"))),
    ("modifier.surgeons", "WARN", side(line("10003", "80")), side(line("10001", "80"))),
    ("modifier.multiple-procedure", "WARN", side(line("70001", "51")), side(line("10001", "51"))),
    ("modifier.global-period", "WARN", side(line("70001", "78")), side(line("10001", "78"))),
    (
        "bilateral.both-sides-code",
        "FAIL",
        side(line("36251", "RT"), line("36251", "LT")),
        side(line("36251", "RT")),
    ),
    (
        "contrast.one-of-family",
        "FAIL",
        side(line("74150"), line("74160")),
        side(line("74150"), line("70002")),
    ),
    (
        "combination.one-code",
        "FAIL",
        side(line("77080"), line("77086")),
        side(line("77080"), line("70001")),
    ),
    (
        "documentation.separate-study",
        "WARN",
        side(line("73615"), line("73701")),
        side(line("73615"), line("70001")),
    ),
    (
        "mammography.same-day",
        "FAIL",
        side(line("77065"), line("77067")),
        side(line("77065", "GG"), line("77067", "59")),
    ),
    (
        "guidance.included",
        "FAIL",
        side(line("62323"), line("77003")),
        side(line("62323"), line("77003", **at(2026, 6, 4))),
    ),
    (
        "guidance.fluoroscopy",
        "WARN",
        side(line("76000"), line("70012")),
        side(line("76000"), line("70001")),
    ),
    (
        "guidance.no-procedure",
        "WARN",
        side(line("77003")),
        side(line("77003"), line("10001")),
    ),
    ("guidance.units", "FAIL", side(line("77003", units=2)), side(line("77003"))),
    (
        "guidance.once-per-encounter",
        "FAIL",
        side(line("77003"), line("77003", "76")),
        side(line("77003"), line("77003", "XE")),
    ),
    (
        "combination.included-study",
        "FAIL",
        side(line("74174"), line("74178")),
        side(line("74174"), line("70001")),
    ),
    (
        "combination.exclusive",
        "WARN",
        side(line("70471"), line("76376")),
        side(line("70471"), line("70001")),
    ),
    (
        "screening.with-diagnostic",
        "FAIL",
        side(line("76706"), line("76775")),
        side(line("76706"), line("70001")),
    ),
    (
        "bundling.by-predecessor",
        "WARN",
        side(line("77373"), line("77387"), catalog=PACKAGED_EDITS),
        side(line("77373"), line("77387")),
    ),
    (
        "diagnosis.unknown",
        "FAIL",
        side(line("70001", diagnoses=("R91.9",)), catalog=LISTED),
        side(line("70001", diagnoses=("R91.1",)), catalog=LISTED),
    ),
    (
        "diagnosis.incomplete",
        "FAIL",
        side(line("70001", diagnoses=("R91",)), catalog=LISTED),
        side(line("70001", diagnoses=("R91.1",)), catalog=LISTED),
    ),
    (
        "diagnosis.needed",
        "FAIL",
        side(line("71271", diagnoses=("R91.1",))),
        side(line("71271", diagnoses=("Z87.891",))),
    ),
    (
        "necessity.not-covered",
        "WARN",
        side(line("77080", diagnoses=("R05.9",))),
        side(line("77080", diagnoses=("M81.0",))),
    ),
    ("frequency.history", "NO_DATA", side(line("76706")), PLAIN),
    (
        "frequency.interval",
        "FAIL",
        side(line("71271", **at(2026, 1, 5)), line("71271", **at(2026, 5, 5))),
        side(line("71271", **at(2025, 1, 5)), line("71271", **at(2026, 5, 5))),
    ),
    ("frequency.course", "WARN", side(line("77427", units=3), line("77402", units=5)), PLAIN),
    ("portable.transport", "WARN", side(line("R0070")), side(line("R0070"), line("70003", "RT"))),
    ("portable.setup", "WARN", side(line("Q0092")), side(line("Q0092"), line("70003", "RT"))),
    ("supply.units", "WARN", side(line("A9575", units=1)), side(line("A9575", units=100))),
    (
        "diagnosis.side",
        "WARN",
        side(line("70003", "LT", diagnoses=("M25.561",))),
        side(line("70003", "RT", diagnoses=("M25.561",))),
    ),
    (
        "pet.strategy",
        "FAIL",
        side(line("78815", diagnoses=("C34.11",))),
        side(line("78815", "PI", diagnoses=("C34.11",))),
    ),
    ("documentation.missing", "WARN", side(line("70001", record={"contrast.given": True})), PLAIN),
    (
        "policy.authorization",
        "FAIL",
        side(line("70001"), **requiring(prior_authorization=NAMED, authorizations=())),
        side(line("70001"), **requiring(prior_authorization=NAMED, authorizations=("70001",))),
    ),
    (
        "policy.laterality",
        "FAIL",
        side(line("70003"), **requiring(requires_laterality=True)),
        side(line("70003", "RT"), **requiring(requires_laterality=True)),
    ),
    (
        "policy.bilateral",
        "FAIL",
        side(line("70003", "50"), **requiring(bilateral=BilateralBilling.TWO_LINES)),
        side(
            line("70003", "RT"),
            line("70003", "LT"),
            **requiring(bilateral=BilateralBilling.TWO_LINES),
        ),
    ),
    (
        "policy.distinct",
        "FAIL",
        side(line("70001", "59"), **requiring(distinct=DistinctBilling.X_MODIFIERS)),
        side(line("70001", "XS"), **requiring(distinct=DistinctBilling.X_MODIFIERS)),
    ),
    (
        "policy.timely-filing",
        "FAIL",
        side(
            line("70001"), **requiring(timely_filing_days=30, filed_on=DAY + dt.timedelta(days=31))
        ),
        side(
            line("70001"), **requiring(timely_filing_days=30, filed_on=DAY + dt.timedelta(days=30))
        ),
    ),
    (
        "policy.requirement",
        "FAIL",
        side(line("70001"), **requiring(requirements=(ASKED,))),
        side(line("70001", "KX"), **requiring(requirements=(ASKED,))),
    ),
]


@pytest.mark.parametrize(
    ("rule", "outcome", "speaks", "quiet"), MORE, ids=lambda each: str(each)[:40]
)
def test_a_rule_speaks_and_is_quiet(rule: str, outcome: str, speaks: Side, quiet: Side) -> None:
    """On the first claim the rule says its outcome, on the second nothing but PASS or BYPASSED."""
    assert outcome in outcomes(rule, speaks)
    assert outcomes(rule, quiet) <= {"PASS", "BYPASSED"}


def test_every_id_of_the_catalogue_has_both_sides() -> None:
    """Walking the catalogue of ids: none is without a claim of which it speaks, and one of which it does not."""
    tried = [rule for rule, *_ in BOTH_SIDES] + [rule for rule, *_ in MORE]
    of_rows = {"line.unreadable"}  # said of a row of a frame that makes no line, never of a claim
    assert set(tried) | of_rows == set(rule_rows())
    assert len(tried) > 90
    assert all(some(speaks != quiet for _, _, speaks, quiet in MORE))
    worse = {Outcome.FAIL.name, Outcome.WARN.name, Outcome.NO_DATA.name}
    assert {outcome for _, outcome, *_ in (*BOTH_SIDES, *MORE)} == worse
