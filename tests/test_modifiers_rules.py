"""What each rule of modifiers says of one modifier on one code, on invented rows; both sides of each rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cptkit import packaged
from cptkit.files.packaged import authored
from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    GlobalDays,
    MultipleProcedure,
    PcTc,
    Setting,
    Status,
    TeamSurgeon,
)
from cptkit.lines.rule_rows import rule_rows
from cptkit.lines.view import view_in_force
from cptkit.modifiers.rules import MODIFIER_RULES, RULES, of_modifier
from cptkit.modifiers.scopes import admits
from cptkit.modifiers.subjects import WORST_FIRST, Fees, Subject, worst
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import Category, Certainty, Code, Supply, SupplyKind
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import ImagingProfile, Laterality, Modality, Region, Role
from cptkit.values.modifier import Modifier, ModifierCodes, ModifierKind, Scope
from cptkit.values.table import FeeScheduleRow
from fee_rows import RELEASE, fee_row
from looped import some

DAY = dt.date(2026, 7, 1)
DEFINED = {each.modifier: each for each in authored("modifiers", Modifier)}
PASS, WARN, FAIL, NO_DATA = Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.NO_DATA


def imaging(
    modality: Modality | None = Modality.CT,
    *regions: Region,
    laterality: Laterality = Laterality.NOT_PAIRED,
) -> Code:
    """Invent an imaging code."""
    role = Role.DIAGNOSTIC if modality else Role.PLANNING
    profile = ImagingProfile(modality, regions, laterality=laterality, role=role)
    return Code(
        "70001", Category.I, headings=("radiology", "radiology.diagnostic"), imaging=profile
    )


CT = imaging()
XR = imaging(Modality.XR)
VISIT = Code("99001", Category.I, headings=("evaluation-and-management",))
OPERATION = Code("10001", Category.I, headings=("surgery", "surgery.general"))
LABORATORY = Code("80001", Category.I, headings=("pathology-and-laboratory",))
ANESTHESIA = Code("00001", Category.I, headings=("anesthesia",))
MEDICINE = Code("90001", Category.I, headings=("medicine",))
MEASURE = Code("1000F", Category.II, headings=("category-ii",))
HCPCS = Code("G0001", Category.HCPCS, headings=("hcpcs", "hcpcs.g"))
AGENT = Code(
    "Q0001",
    Category.HCPCS,
    headings=("hcpcs", "hcpcs.q"),
    supply=Supply(SupplyKind.CONTRAST_AGENT, "an agent", Decimal(1), "mL"),
)
PLANNING = attrs.evolve(imaging(None), headings=("radiology", "radiology.oncology"))
UNPROFILED = Code("70002", Category.I, headings=("radiology", "radiology.diagnostic"))
SCREENING = attrs.evolve(CT, is_screening=True)


def subject(  # noqa: PLR0917 - a line has that many sides
    modifier: Modifier,
    code: Code = CT,
    on: dt.date = DAY,
    fees: Fees = Fees(gap="none"),  # noqa: B008 - it is frozen
    listed: ModifierCodes | None = None,
    payer: Payer = Payer.MEDICARE,
) -> Subject:
    """Put a modifier on a line of an invented code."""
    line = ClaimLine(code.code, (modifier.modifier,), date_of_service=on)
    view = view_in_force(code, line, Setting.PROFESSIONAL, payer, packaged)
    return Subject(view, view.lines[0], fees, modifier, listed)


def verdict(
    modifier: str,
    code: Code = CT,
    row: FeeScheduleRow | None = None,
    on: dt.date = DAY,
    listed: ModifierCodes | None = None,
) -> Finding:
    """Give the worst that the rules say of a modifier on a code."""
    given = fee_row(code.code) if row is None else row
    return worst(of_modifier(subject(DEFINED[modifier], code, on, Fees(given, given), listed)))


def said(
    modifier: str, code: Code = CT, row: FeeScheduleRow | None = None, on: dt.date = DAY
) -> tuple[str, Outcome]:
    """Give just the rule and the outcome."""
    found = verdict(modifier, code, row, on)
    return found.rule, found.outcome


@pytest.mark.parametrize("modifier", ["26", "TC"])
@pytest.mark.parametrize("indicator", list(PcTc))
def test_components_need_indicator_one(modifier: str, indicator: PcTc) -> None:
    """26 and TC fit PC/TC indicator 1; 26 also 6, the reading of a laboratory test (CMS PPRRVU layout)."""
    fits = indicator is PcTc.DIAGNOSTIC_TEST or (
        indicator is PcTc.LABORATORY_INTERPRETATION and modifier == "26"
    )
    found = verdict(modifier, CT, fee_row(pc_tc=indicator))
    assert (found.rule, found.outcome) == ("modifier.component-split", PASS if fits else FAIL)
    assert f"indicator {indicator.value}" in found.message
    assert bool(found.remedy) is not fits
    assert found.source == RELEASE


def test_a_bundled_component_row_is_a_warning() -> None:
    """A TC row of status B beside a payable global row, as 77387 has from 2026, is paid nothing: WARN, not FAIL."""
    global_row = fee_row()
    bundled = fee_row(modifier="TC", status=Status.BUNDLED)
    found = worst(of_modifier(subject(DEFINED["TC"], CT, DAY, Fees(bundled, global_row))))
    assert (found.rule, found.outcome) == ("modifier.component-status", WARN)
    assert rule_rows()[found.rule].medicare_only


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.CONTRACTOR_PRICED])
def test_a_payable_component_row_is_fine(status: Status) -> None:
    """A component row of another payable status, as 70555-26 has, is no matter."""
    found = worst(
        of_modifier(
            subject(
                DEFINED["26"],
                CT,
                DAY,
                Fees(
                    fee_row(modifier="26", status=status), fee_row(status=Status.CONTRACTOR_PRICED)
                ),
            )
        )
    )
    assert found.outcome is PASS


def test_a_code_invalid_as_a_whole_is_not_the_modifiers_fault() -> None:
    """Where global and component rows have the same status, the modifier rule says nothing of it."""
    invalid = fee_row(status=Status.INVALID_FOR_MEDICARE)
    assert said("26", CT, invalid) == ("modifier.component-split", PASS)


@pytest.mark.parametrize("indicator", list(Bilateral))
def test_fifty_needs_indicator_one_or_three(indicator: Bilateral) -> None:
    """50 fits bilateral indicators 1 and 3 only (CMS PPRRVU layout)."""
    fits = indicator.value in "13"
    found = verdict("50", CT, fee_row(bilateral=indicator))
    assert (found.rule, found.outcome, bool(found.remedy)) == (
        "modifier.bilateral",
        PASS if fits else FAIL,
        not fits,
    )


@pytest.mark.parametrize(
    ("modifier", "field", "outcomes"),
    [
        ("80", "assistant_surgeon", {"0": WARN, "1": FAIL, "2": PASS, "9": FAIL}),
        ("81", "assistant_surgeon", {"0": WARN, "1": FAIL, "2": PASS, "9": FAIL}),
        ("82", "assistant_surgeon", {"0": WARN, "1": FAIL, "2": PASS, "9": FAIL}),
        ("AS", "assistant_surgeon", {"0": WARN, "1": FAIL, "2": PASS, "9": FAIL}),
        ("62", "co_surgeon", {"0": FAIL, "1": WARN, "2": PASS, "9": FAIL}),
        ("66", "team_surgeon", {"0": FAIL, "1": WARN, "2": PASS, "9": FAIL}),
    ],
)
def test_surgeons_follow_their_indicator(
    modifier: str, field: str, outcomes: dict[str, Outcome]
) -> None:
    """Assistants: 0 with documents, 1 and 9 never; co- and team surgeons: 0 and 9 never, 1 with documents (CMS PPRRVU layout)."""
    kind: Any = {
        "assistant_surgeon": AssistantSurgeon,
        "co_surgeon": CoSurgeon,
        "team_surgeon": TeamSurgeon,
    }[field]
    found = {
        value: verdict(modifier, OPERATION, fee_row(**{field: kind(value)})).outcome
        for value in outcomes
    }
    assert found == outcomes


@pytest.mark.parametrize("indicator", list(MultipleProcedure))
def test_fifty_one_is_for_ranked_operations(indicator: MultipleProcedure) -> None:
    """51 is a warning wherever the surgical reduction does not rank: on imaging above all (CMS PPRRVU layout)."""
    found = verdict("51", OPERATION, fee_row(multiple_procedure=indicator))
    assert (found.rule, found.outcome) == (
        "modifier.multiple-procedure",
        PASS if indicator.value in "123" else WARN,
    )


def test_fifty_one_is_not_for_add_ons() -> None:
    """An add-on is never ranked, whatever its indicator."""
    assert (
        said(
            "51",
            OPERATION,
            fee_row(multiple_procedure=MultipleProcedure.STANDARD, global_days=GlobalDays.ADD_ON),
        )[1]
        is WARN
    )


@pytest.mark.parametrize(
    ("modifier", "outcomes"),
    [
        ("22", {"XXX": WARN, "000": PASS, "010": PASS, "090": PASS, "ZZZ": PASS, "YYY": PASS}),
        ("58", {"XXX": WARN, "000": PASS, "090": PASS, "ZZZ": PASS, "YYY": PASS}),
        ("78", {"XXX": WARN, "010": PASS}),
        ("79", {"XXX": WARN, "010": PASS}),
        (
            "54",
            {
                "XXX": FAIL,
                "000": FAIL,
                "ZZZ": FAIL,
                "010": PASS,
                "090": PASS,
                "YYY": WARN,
                "MMM": WARN,
            },
        ),
        ("55", {"XXX": FAIL, "090": PASS}),
        ("56", {"XXX": FAIL, "090": PASS}),
    ],
)
def test_global_period_modifiers_need_a_global_period(
    modifier: str, outcomes: dict[str, Outcome]
) -> None:
    """Diagnostic imaging (XXX) has no global period to speak of (Medicare Claims Processing Manual ch. 12 §40)."""
    found = {
        days: verdict(modifier, OPERATION, fee_row(global_days=GlobalDays(days))).outcome
        for days in outcomes
    }
    assert found == outcomes


@pytest.mark.parametrize("modifier", ["26", "TC", "50", "51", "62", "80", "58"])
def test_without_a_fee_schedule_nothing_is_said(modifier: str) -> None:
    """No table is neither yes nor no: NO_DATA, with what to load."""
    found = worst(
        of_modifier(
            subject(DEFINED[modifier], CT, DAY, Fees(gap="no fee schedule", remedy="load one"))
        )
    )
    assert (found.outcome, found.message, found.remedy) == (NO_DATA, "no fee schedule", "load one")


@pytest.mark.parametrize(
    ("laterality", "outcome"),
    [
        (Laterality.UNILATERAL, PASS),
        (Laterality.EITHER, PASS),
        (Laterality.BILATERAL, WARN),
        (Laterality.NOT_PAIRED, WARN),
    ],
)
@pytest.mark.parametrize("side", ["RT", "LT"])
def test_a_side_is_right_where_anatomy_is_paired(
    side: str, laterality: Laterality, outcome: Outcome
) -> None:
    """RT or LT alone on paired anatomy is right; elsewhere it is unusual, never a FAIL."""
    assert said(side, imaging(Modality.XR, Region.KNEE, laterality=laterality)) == (
        "modifier.laterality",
        outcome,
    )


@pytest.mark.parametrize(
    ("code", "bilateral", "outcome"),
    [
        (CT, "3", WARN),
        (OPERATION, "1", PASS),
        (OPERATION, "3", PASS),
        (OPERATION, "2", WARN),
        (OPERATION, "0", NO_DATA),
        (AGENT, "9", WARN),
    ],
)
def test_the_bilateral_indicator_tells_paired_anatomy(
    code: Code, bilateral: str, outcome: Outcome
) -> None:
    """Outside radiology the fee schedule's bilateral indicator is all that is known of sides; a profile goes before it."""
    assert (
        verdict("RT", code, fee_row(code.code, bilateral=Bilateral(bilateral))).outcome is outcome
    )


def test_a_side_without_fee_schedule_is_told_by_the_profile() -> None:
    """Sides need no fee schedule where the profile knows the anatomy."""
    one_side = imaging(Modality.XR, laterality=Laterality.UNILATERAL)
    assert (
        worst(of_modifier(subject(DEFINED["RT"], one_side, DAY, Fees(gap="none")))).outcome is PASS
    )


@pytest.mark.parametrize(
    ("modifier", "on", "rule", "outcome"),
    [
        ("MA", dt.date(2023, 6, 1), "modifier.appropriate-use", PASS),
        ("MA", dt.date(2023, 12, 31), "modifier.appropriate-use", PASS),
        ("MA", dt.date(2024, 1, 1), "modifier.no-effect", WARN),
        ("QQ", dt.date(2024, 12, 31), "modifier.no-effect", WARN),
        ("QQ", dt.date(2025, 1, 1), "modifier.expired", FAIL),
        ("FY", dt.date(2017, 12, 31), "modifier.not-yet-valid", FAIL),
        ("JZ", dt.date(2022, 12, 31), "modifier.not-yet-valid", FAIL),
    ],
)
def test_modifiers_have_days(modifier: str, on: dt.date, rule: str, outcome: Outcome) -> None:
    """Appropriate use modifiers idle in 2024 and fail from 2025 (42 CFR 414.94 rescinded); others start when CMS says."""
    assert said(modifier, CT, on=on) == (rule, outcome)


SCOPES = [
    ("FX", XR, PASS),
    ("FY", XR, PASS),
    ("FX", imaging(Modality.RF), WARN),
    ("FX", CT, FAIL),
    ("FY", imaging(Modality.MR), FAIL),
    ("FX", UNPROFILED, NO_DATA),
    ("FX", VISIT, FAIL),
    ("CT", CT, WARN),
    ("CT", XR, FAIL),
    ("CT", HCPCS, NO_DATA),
    ("PI", XR, FAIL),
    ("PI", VISIT, FAIL),
    ("PI", HCPCS, NO_DATA),
    ("GG", CT, FAIL),
    ("25", VISIT, PASS),
    ("25", CT, FAIL),
    ("25", OPERATION, FAIL),
    ("25", MEDICINE, NO_DATA),
    ("57", HCPCS, NO_DATA),
    ("27", CT, WARN),
    ("59", CT, PASS),
    ("59", VISIT, FAIL),
    ("XS", VISIT, FAIL),
    ("XS", HCPCS, PASS),
    ("76", CT, PASS),
    ("77", VISIT, WARN),
    ("52", CT, PASS),
    ("52", VISIT, WARN),
    ("53", CT, PASS),
    ("73", CT, WARN),
    ("74", OPERATION, PASS),
    ("74", PLANNING, PASS),
    ("73", UNPROFILED, WARN),
    ("63", CT, FAIL),
    ("63", OPERATION, PASS),
    ("91", LABORATORY, PASS),
    ("91", CT, FAIL),
    ("QW", LABORATORY, PASS),
    ("QW", HCPCS, NO_DATA),
    ("P3", ANESTHESIA, PASS),
    ("P3", CT, FAIL),
    ("23", CT, WARN),
    ("1P", MEASURE, PASS),
    ("8P", CT, FAIL),
    ("JZ", AGENT, PASS),
    ("JW", CT, FAIL),
    ("JW", HCPCS, NO_DATA),
    ("JW", MEDICINE, NO_DATA),
    ("33", SCREENING, PASS),
    ("33", CT, WARN),
    ("33", LABORATORY, NO_DATA),
    ("95", CT, WARN),
    ("95", VISIT, PASS),
    ("UN", CT, FAIL),
    ("UN", HCPCS, NO_DATA),
    ("F1", imaging(Modality.XR, Region.FINGER), PASS),
    ("F1", imaging(Modality.XR, Region.KNEE), FAIL),
    ("F1", OPERATION, NO_DATA),
    ("F1", VISIT, WARN),
    ("T5", imaging(Modality.XR, Region.TOE), PASS),
    ("E1", CT, FAIL),
    ("LC", imaging(Modality.CT, Region.CORONARY), WARN),
    ("KX", CT, PASS),
    ("GC", CT, PASS),
    ("Q0", CT, PASS),
]


@pytest.mark.parametrize(("modifier", "code", "outcome"), SCOPES)
def test_modifiers_belong_on_certain_codes(modifier: str, code: Code, outcome: Outcome) -> None:
    """A modifier belongs on the codes that it is made for; of codes that can be anything, nothing is said."""
    found = verdict(modifier, code)
    assert found.outcome is outcome
    assert found.citation
    assert bool(found.remedy) is (outcome is not PASS)


@pytest.mark.parametrize(
    ("modality", "outcome"),
    [
        (Modality.CT, PASS),
        (Modality.MR, PASS),
        (Modality.NM, PASS),
        (Modality.PT, PASS),
        (Modality.XR, WARN),
        (Modality.US, WARN),
    ],
)
def test_appropriate_use_was_for_advanced_imaging(modality: Modality, outcome: Outcome) -> None:
    """The program was for CT, MR and nuclear medicine with PET (42 CFR 414.94)."""
    assert said("ME", imaging(modality), on=dt.date(2022, 5, 1)) == (
        "modifier.appropriate-use",
        outcome,
    )


@pytest.mark.parametrize("outcome", [PASS, WARN, FAIL])
def test_a_modifiers_list_goes_first(outcome: Outcome) -> None:
    """What the list of a modifier says of a code stands before what its scope says."""
    row = ModifierCodes(
        "CT", "70001", "70001", outcome, "the list says so", "a source", Certainty.M
    )
    found = verdict("CT", XR, listed=row)
    assert (found.rule, found.outcome, found.message, found.certainty) == (
        "modifier.equipment",
        outcome,
        "the list says so",
        Certainty.M,
    )
    assert (found.remedy == "") is (outcome is PASS)
    assert found.carc == ("4" if outcome is FAIL else None)


def test_a_listed_code_without_a_remedy_of_its_own_is_told_to_drop_the_modifier() -> None:
    """A modifier whose definition names no remedy still gets one."""
    bare = Modifier("ZZ", "invented", "means", "when", kind=ModifierKind.OTHER, citation="a source")
    row = ModifierCodes("ZZ", "70001", "70001", WARN, "the list says so", "a source", Certainty.M)
    assert worst(of_modifier(subject(bare, CT, DAY, Fees(gap="none"), row))).remedy == "take ZZ off"


def test_a_modifier_known_by_dates_only_cannot_be_judged() -> None:
    """Known and not described is unknown as far as rules go; ended is ended all the same."""
    bare = Modifier("A1", effective=dt.date(2002, 7, 1), through=dt.date(2026, 6, 30))
    before = worst(of_modifier(subject(bare, CT, dt.date(2026, 6, 30))))
    after = worst(of_modifier(subject(bare, CT, DAY)))
    assert (before.rule, before.outcome, after.rule, after.outcome) == (
        "modifier.undescribed",
        NO_DATA,
        "modifier.expired",
        FAIL,
    )


@pytest.mark.parametrize("laterality", list(Laterality))
def test_paired_scope_follows_the_profile(laterality: Laterality) -> None:
    """The scope of sides is what the profile says of them, and not known without one."""
    assert admits(Scope.PAIRED, imaging(laterality=laterality)) is (
        laterality is not Laterality.NOT_PAIRED
    )
    assert admits(Scope.PAIRED, OPERATION) is None


@pytest.mark.parametrize("modifier", sorted(DEFINED))
@pytest.mark.parametrize(
    "code",
    [CT, XR, VISIT, OPERATION, HCPCS, AGENT, PLANNING],
    ids=lambda code: code.code + code.category.name,
)
def test_every_modifier_gets_a_verdict_of_a_known_rule(modifier: str, code: Code) -> None:
    """Whatever the modifier and code, the rules say something, under an id that stands in RULES, with a source."""
    found = of_modifier(subject(DEFINED[modifier], code, DAY, Fees(fee_row(), fee_row())))
    assert found
    assert {each.rule for each in found} <= {rule for ids, _ in MODIFIER_RULES for rule in ids}
    assert [each for each in some(found) if not each.message or not each.citation] == []
    assert [each for each in some(found) if each.outcome is not PASS and not each.remedy] == []


def test_the_worst_verdict_stands_for_all() -> None:
    """FAIL before NO_DATA before WARN before PASS, and of equals the first."""
    said_of = tuple(
        rule_rows()["modifier.scope"].finding(each, (0,), each.name)
        for each in reversed(WORST_FIRST)
    )
    assert [worst(said_of[: n + 1]).outcome for n in range(4)] == list(reversed(WORST_FIRST))
    first, second = (rule_rows()["modifier.scope"].finding(PASS, (0,), each) for each in ("a", "b"))
    assert worst((first, second)).message == "a"


def test_rule_ids_are_unique_and_dotted() -> None:
    """No two rules share an id, and each id is of the modifier family."""
    ids = [name for rule in RULES for name in rule.ids]
    assert len(ids) == len(set(ids))
    assert {rule.split(".")[0] for rule in ids} == {"modifier"}


def test_every_rule_says_what_it_checks() -> None:
    """The documentation takes the first sentence of each rule's docstring."""
    assert [rule.ids for rule in some(RULES) if not rule.says.endswith(".")] == []
