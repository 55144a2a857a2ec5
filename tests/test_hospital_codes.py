"""The C-codes of the department: brachytherapy sources, a tracer, add-ons to a tracer, models, a planning angiogram, a long infusion."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    CodeStatus,
    Contrast,
    Modality,
    Outcome,
    Role,
    Setting,
    SupplyKind,
    documentation,
    modifiers,
)
from looped import some

MAY = dt.date(2026, 5, 5)
HOSPITAL = Setting.OUTPATIENT_HOSPITAL
SOURCES = [
    "C1716",
    "C1717",
    "C1719",
    "C2616",
    "C2634",
    "C2635",
    "C2636",
    "C2638",
    "C2639",
    "C2640",
    "C2641",
    "C2642",
    "C2643",
    "C2644",
    "C2645",
    "C2698",
    "C2699",
]
OTHERS = ["C8001", "C8004", "C8957", "C9067", "C9176", "C9793"]


def line(code: str, *beside: str, units: int = 1, on: dt.date = MAY) -> ClaimLine:
    """Write a line of a hospital outpatient claim."""
    return ClaimLine(code, beside, date_of_service=on, units=units, place_of_service="22")


def said(*lines: ClaimLine, setting: Setting = HOSPITAL) -> set[tuple[str, Outcome]]:
    """Give what is found wrong with a claim."""
    report = cptkit.check_claim(Claim(lines, setting=setting))
    return {(each.rule, each.outcome) for each in report.findings} - {
        ("necessity.no-diagnosis", Outcome.NO_DATA)
    }


@pytest.mark.parametrize("code", [*SOURCES, *OTHERS])
def test_each_is_described_and_belongs_to_hospitals(code: str) -> None:
    """Each has a label, a citation and a heading, is in force in 2026, and FAILS on a physician's claim."""
    known = cptkit.lookup(code, MAY)
    assert known.label
    assert known.citation
    assert [each.id for each in cptkit.headings(code)] == ["hcpcs", "hcpcs.c"]
    assert cptkit.status(code, on=MAY) is CodeStatus.ACTIVE
    assert ("hospital.only", Outcome.FAIL) in said(line(code), setting=Setting.PROFESSIONAL)
    assert ("hospital.only", Outcome.FAIL) not in said(line(code))
    assert cptkit.guide(code, on=MAY).title.endswith(known.label)


@pytest.mark.parametrize(
    ("code", "last_day_before"),
    [
        ("C8001", dt.date(2024, 12, 31)),
        ("C8004", dt.date(2025, 3, 31)),
        ("C9067", dt.date(2020, 12, 31)),
        ("C9176", dt.date(2025, 12, 31)),
        ("C9793", dt.date(2023, 12, 31)),
    ],
)
def test_each_begins_with_the_quarter_that_first_lists_it(
    code: str, last_day_before: dt.date
) -> None:
    """OPPS Addendum B: the quarter before lists none of them; C9067 began in a year whose first release lists it."""
    assert cptkit.status(code, on=last_day_before) is not CodeStatus.ACTIVE
    assert cptkit.status(code, on=last_day_before + dt.timedelta(days=1)) is CodeStatus.ACTIVE


@pytest.mark.parametrize(
    ("code", "on", "status", "rate"),
    [
        ("C2616", MAY, "U", "17771.01"),
        ("C2616", dt.date(2020, 2, 1), "U", "17091.57"),
        ("C2644", MAY, "E2", None),
        ("C2645", MAY, "U", "4.69"),
        ("C8001", dt.date(2025, 2, 1), "S", "88.05"),
        ("C8001", dt.date(2025, 5, 1), "S", "156.46"),
        ("C8004", MAY, "J1", "11794.23"),
        ("C8957", MAY, "S", "217.31"),
        ("C9067", dt.date(2024, 2, 1), "N", None),
        ("C9067", MAY, "K", "3.61"),
        ("C9176", MAY, "K", "10"),
        ("C9793", MAY, "S", "877.34"),
    ],
)
def test_hospital_status_and_rate_are_those_of_the_quarter(
    code: str, on: dt.date, status: str, rate: str | None
) -> None:
    """OPPS Addendum B, typed from the releases."""
    row = cptkit.packaged.opps_status(code, on)
    assert row is not None
    assert (row.status.value, row.rate) == (status, None if rate is None else Decimal(rate))


@pytest.mark.parametrize("code", [*SOURCES, "A9527", "Q3001"])
def test_sources_are_no_drugs(code: str) -> None:
    """A source is a supply of its own kind: no side, no JW or JZ, and a record of what was given by whose directive."""
    known = cptkit.lookup(code, MAY)
    assert known.supply is not None
    assert (known.supply.kind, known.imaging) == (SupplyKind.BRACHYTHERAPY_SOURCE, None)
    asked = documentation.requirements(code, on=MAY, setting=HOSPITAL)
    assert {each.evidence.id for each in asked} == {
        "ro.brachytherapy_record",
        "therapy.written_directive",
    }
    for wrong, outcome in (("RT", Outcome.WARN), ("JZ", Outcome.FAIL), ("JW", Outcome.FAIL)):
        found = {each.outcome for each in modifiers.check(code, (wrong,), on=MAY, setting=HOSPITAL)}
        assert outcome in found, wrong


@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        ("C2638", "1", "source"),
        ("C2636", "1", "mm"),
        ("C2644", "1", "mCi"),
        ("C2645", "1", "mm2"),
        ("C9067", "0.01", "mCi"),
        ("C9176", "1", "study dose"),
    ],
)
def test_one_unit_is_what_the_code_counts(code: str, amount: str, unit: str) -> None:
    """Seeds are counted one by one, a linear source by its length, a sheet by its area."""
    supply = cptkit.lookup(code, MAY).supply
    assert supply is not None
    assert (supply.amount, supply.unit) == (Decimal(amount), unit)


def test_a_model_is_post_processing_and_a_planning_angiogram_an_angiogram() -> None:
    """C8001 and C9793 work on images already made; C8004 makes them; C8957 makes none."""
    profiles = {code: cptkit.lookup(code, MAY).imaging for code in OTHERS}
    shapes = {
        code: (each.modality, each.role, each.three_d)
        for code, each in profiles.items()
        if each is not None
    }
    assert shapes == {
        "C8001": (None, Role.POST_PROCESSING, True),
        "C8004": (Modality.XA, Role.DIAGNOSTIC, False),
        "C8957": (None, Role.THERAPEUTIC, False),
        "C9793": (None, Role.POST_PROCESSING, True),
    }
    assert all(
        some(each is None or each.contrast is not Contrast.WITHOUT for each in profiles.values())
    )


@pytest.mark.parametrize(
    ("source", "units", "treatment"),
    [
        ("C2639", 60, "77778"),
        ("C2638", 80, "77778"),
        ("C1717", 1, "77770"),
        ("C2616", 1, "79445"),
        ("C2616", 1, "37243"),
        ("A9527", 100, "77750"),
        ("C2643", 12, "61510"),
    ],
)
def test_a_source_goes_with_the_treatment_that_it_was_given_in(
    source: str, units: int, treatment: str
) -> None:
    """Beside its treatment nothing is said; alone, or beside an X-ray tube or a plan, it WARNS."""
    missing = ("supply.study-missing", Outcome.WARN)
    assert {rule for rule, _ in said(line(source, units=units), line(treatment))}.isdisjoint(
        {"supply.study-missing", "supply.units", "supply.waste", "bundling.mue"}
    )
    assert missing in said(line(source, units=units))
    assert missing in said(line(source, units=units), line("77316"))
    before = dt.date(2025, 5, 5)
    assert missing in said(line(source, units=units, on=before), line("0394T", on=before))


@pytest.mark.parametrize(
    ("code", "few", "enough"),
    [
        ("C2638", 1, 60),
        ("C2640", 1, 60),
        ("C2642", 2, 30),
        ("C2698", 1, 20),
        ("C2636", 3, 300),
        ("C2645", 1, 2500),
        ("C9067", 4, 400),
        ("A9587", 5, 54),
    ],
)
def test_units_that_count_another_thing_are_doubted(code: str, few: int, enough: int) -> None:
    """Strands, kits, sheets and millicuries are no units of these codes."""
    doubted = ("supply.units", Outcome.WARN)
    assert doubted in said(line(code, units=few))
    assert doubted not in said(line(code, units=enough))


def test_hospitals_unit_limits_and_payment_of_sources() -> None:
    """MUE 2024 Q3: one C2616 a day and no C2644, which has status E2."""
    assert ("bundling.mue", Outcome.WARN) in said(line("C2616", units=2), line("79445"))
    assert ("hospital.status", Outcome.WARN) in said(line("C2644", units=5), line("77750"))
    limits = {
        code: cptkit.bundling.mue(code, on=dt.date(2024, 8, 1), setting=HOSPITAL)
        for code in ("C2616", "C2644", "C1717")
    }
    assert {code: None if each is None else each.units for code, each in limits.items()} == {
        "C2616": 1,
        "C2644": 0,
        "C1717": 10,
    }


def test_an_office_bills_its_sources_with_another_code() -> None:
    """Q3001 is an office's; a hospital's claim does not take it (status B) and is told the codes by element."""
    assert ("hospital.only", Outcome.FAIL) not in said(line("Q3001"), setting=Setting.PROFESSIONAL)
    report = cptkit.check_claim(Claim((line("Q3001", units=60), line("77778")), setting=HOSPITAL))
    (found,) = (each for each in report.findings if each.rule == "hospital.status")
    assert (found.outcome, "C2639" in (found.remedy or "")) == (Outcome.FAIL, True)
    office = cptkit.check_claim(Claim((line("C2639"),), setting=Setting.PROFESSIONAL))
    (told,) = (each for each in office.findings if each.rule == "hospital.only")
    assert "Q3001" in (told.remedy or "")
    tracer = cptkit.check_claim(Claim((line("C9067"),), setting=Setting.PROFESSIONAL))
    assert [each.remedy for each in tracer.findings if each.rule == "hospital.only"] == [
        "leave it to the facility that supplied it"
    ]


@pytest.mark.parametrize(("code", "on"), [("C9176", MAY), ("Q9969", dt.date(2025, 5, 5))])
def test_an_add_on_to_a_tracer_is_no_tracer(code: str, on: dt.date) -> None:
    """It is paid on top of a Tc-99m dose: without study or dose it WARNS, and it never stands for the study's tracer."""
    missing = ("supply.tracer-missing", Outcome.WARN)
    assert ("supply.study-missing", Outcome.WARN) in said(line(code, on=on))
    report = cptkit.check_claim(Claim((line(code, on=on), line("78306", on=on)), setting=HOSPITAL))
    of = [each.lines for each in report.findings if each.rule == "supply.tracer-missing"]
    assert sorted(of) == [(0,), (1,)]
    whole = said(line(code, on=on), line("78306", on=on), line("A9503", on=on))
    assert missing not in whole
    assert ("supply.study-missing", Outcome.WARN) not in whole
    (asked,) = documentation.requirements(code, on=on, setting=HOSPITAL)
    assert asked.evidence.id == "tracer.molybdenum_origin"


def test_a_planning_angiogram_includes_its_imaging() -> None:
    """C8004 by its own text holds supervision, reading and guidance; 59 tells another bed apart."""
    both = said(line("C8004"), line("75726"), line("36245"), line("76937"))
    assert ("combination.included-study", Outcome.WARN) in both
    assert ("guidance.included", Outcome.WARN) in both
    apart = said(line("C8004"), line("75726", "59"))
    assert ("combination.included-study", Outcome.WARN) not in apart


@pytest.mark.parametrize(
    ("code", "evidence"),
    [
        ("C8001", {"three_d.need", "three_d.source"}),
        ("C9793", {"three_d.need", "three_d.source", "three_d.findings"}),
        ("C8957", {"drug.name", "infusion.pump"}),
        ("C9067", {"drug.amount", "drug.name"}),
    ],
)
def test_what_the_record_must_hold(code: str, evidence: set[str]) -> None:
    """A model names the procedure and the study behind it, an infusion its drug and pump."""
    asked = {
        each.evidence.id for each in documentation.requirements(code, on=MAY, setting=HOSPITAL)
    }
    assert evidence <= asked


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("HC 3D ANATOMIC SEGMENTATION CT/MR", "C8001"),
        ("3D SEGMENTATION FOR PREOPERATIVE PLANNING", "C8001"),
        ("3D PREDICTIVE MODEL CARDIAC CTA", "C9793"),
        ("3D HEART MODEL", "C9793"),
        ("3D PRINTED MODEL KNEE", "0559T"),
        ("SIMULATION ANGIOGRAM LIVER Y90 PRESSURE GENERATING CATHETER", "C8004"),
        ("3D RENDERING CT", "76376"),
    ],
)
def test_names_of_models_and_of_the_planning_angiogram_are_known(name: str, code: str) -> None:
    """Charge lists' words lead to the code; plain rendering stays 76376."""
    assert cptkit.suggest(name, on=MAY)[0].code == code


def test_an_infusion_and_a_seed_are_no_exams() -> None:
    """`suggest` answers for exams: a long infusion has none, and no supply is ever suggested."""
    assert cptkit.suggest("PROLONGED INFUSION PUMP", on=MAY) == ()
    found = {each.code for each in cptkit.suggest("IODINE 125 SEEDS LOOSE", on=MAY)}
    assert found.isdisjoint(SOURCES)
