"""Tests of the documentation requirements: what applies, what is missing, and fifty worked records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import (
    ClaimLine,
    GapKind,
    Outcome,
    Payer,
    Record,
    RequirementLevel,
    Setting,
    documentation,
)
from cptkit.catalog.catalog import Catalog, packaged
from cptkit.catalog.code_set import authored_codes
from cptkit.documentation.applicability import Service, codes_named, evidence_by_id, rules, why
from cptkit.documentation.applicability import service_of as look_at
from cptkit.errors import (
    DataError,
    InvalidModifierError,
    InvalidRecordError,
    NoDataError,
    UnknownCodeError,
)
from cptkit.values.record import EvidenceValue
from cptkit.values.requirement import AcceptFrom, EvidenceKind, RequirementRule
from cptkit.values.table import FeeScheduleRow
from looped import some

DAY = dt.date(2026, 5, 4)
IN_FORCE = tuple(code for code in authored_codes() if code.is_active(DAY))
LATE_2025 = dt.date(2025, 11, 3)

Held = dict[str, EvidenceValue]


def line_of(code: str) -> ClaimLine:
    """Make a line with an empty record."""
    return ClaimLine(code, date_of_service=DAY, record={})


ORDER: Held = {
    "order.present": "signed order",
    "order.by_treating_practitioner": True,
    "indication": "cough for six weeks",
}
IDENTITY: Held = {
    "patient.name": "A. Sample",
    "patient.identifier": "born 1950-02-03",
    "exam.date": DAY,
    "exam.name": "as ordered",
    "facility.name": "Imaging center",
    "ordering.provider": "Dr. Orders",
    "technique": "helical, 5 mm",
}
REPORT: Held = {
    "report.findings": "as described",
    "report.impression": "no acute finding",
    "report.interpretation": True,
    "report.signature": "electronic",
    "report.credentials": "R. Reader, MD",
    "report.signed_on": DAY,
}
BASE: Held = {**ORDER, **IDENTITY, **REPORT}
IV: Held = {"contrast.route": "intravenous", "contrast.agent": "iohexol 350", "contrast.amount": 80}
GENERAL: Held = {"supervision.level": "general"}
DIRECT: Held = {"supervision.level": "direct", "supervision.physician": "Dr. Near"}
PERSONAL: Held = {"supervision.level": "personal", "supervision.physician": "Dr. There"}
ABDOMEN = (
    "liver",
    "gallbladder",
    "common bile duct",
    "pancreas",
    "spleen",
    "kidneys",
    "abdominal aorta",
    "inferior vena cava",
)
LUNG: Held = {
    **BASE,
    "lung_screening.asymptomatic": True,
    "patient.age": 64,
    "lung_screening.pack_years": 30,
    "lung_screening.smoking_status": "former",
    "lung_screening.quit_years": 4,
    "lung_screening.smoking_diagnosis": "Z87.891",
    "lung_screening.first": True,
    "lung_screening.counseling_date": dt.date(2026, 5, 1),
    "lung_screening.decision_aid": "leaflet",
    "lung_screening.nodule_reporting": "Lung-RADS 2",
    "lung_screening.reader_qualified": True,
    "lung_screening.low_dose": "CTDIvol 1.8 mGy",
}
TRACER: Held = {
    "nm.radiopharmaceutical": "F-18 FDG",
    "nm.activity": Decimal("10.2"),
    "nm.route": "intravenous",
}
MAMMOGRAM: Held = {
    **BASE,
    "laterality": "bilateral",
    "mammography.assessment": "benign",
    "mammography.density": "heterogeneously dense",
    "mammography.patient_letter": True,
    "patient.age": 55,
}
ANGIOGRAM: Held = {**BASE, **IV, "cta.postprocessing": "MIP and 3-D"}
NEEDLE: Held = {
    "patient.name": "A. Sample",
    "patient.identifier": "1",
    "exam.date": DAY,
    "guidance.why": "deep lesion",
    "guidance.site": "right lower lobe",
    "guidance.interpretation": "needle in the lesion",
    "guidance.image": True,
}


def without(held: Held, *names: str) -> Held:
    """Leave some evidence out."""
    return {name: value for name, value in held.items() if name not in names}


# Each record: code, modifiers, what it holds, the gaps expected (requirement id and kind), reasoned from the source in the comment.
WORKED: list[tuple[str, tuple[str, ...], Held, list[tuple[str, str]]]] = [
    # 42 CFR 410.32, Benefit Policy Manual ch. 15 §80.6, ACR communication parameter: a whole reading without contrast has no gap
    ("71250", ("26",), BASE, []),
    # 42 CFR 410.32(d): the supplier keeps the reason for the test
    ("71250", ("26",), without(BASE, "indication"), [("indication", "ABSENT")]),
    # Benefit Policy Manual ch. 15 §80.6.1: an unsigned order does where the treating physician's signed record shows the intent
    ("71250", ("26",), BASE | {"order.present": "signed record showing intent"}, []),
    (
        "71250",
        ("26",),
        BASE | {"order.present": "unsigned order"},
        [("order.present", "INSUFFICIENT")],
    ),
    # Program Integrity Manual ch. 3 §3.3.2.4: a stamp is no signature
    (
        "71250",
        ("26",),
        BASE | {"report.signature": "stamp"},
        [("report.signature", "INSUFFICIENT")],
    ),
    # ... an attestation cures a missing one
    ("71250", ("26",), BASE | {"report.signature": "attested"}, []),
    # CPT contrast guideline: oral contrast leaves the code without; vein contrast does not
    ("71250", ("26",), BASE | {"contrast.given": True, "contrast.route": "oral"}, []),
    (
        "71250",
        ("26",),
        BASE | {"contrast.route": ("oral", "intravenous")},
        [("contrast.none", "INSUFFICIENT")],
    ),
    ("71250", ("26",), BASE | {"contrast.given": True}, [("contrast.none.route", "INSUFFICIENT")]),
    # with contrast: agent, amount and route
    ("71260", ("26",), BASE | IV, []),
    ("71260", ("26",), BASE | without(IV, "contrast.route"), [("contrast.route", "INSUFFICIENT")]),
    (
        "71260",
        ("26",),
        BASE | IV | {"contrast.route": "oral"},
        [("contrast.route", "INSUFFICIENT")],
    ),
    (
        "71260",
        ("26",),
        BASE | without(IV, "contrast.amount"),
        [("contrast.amount", "INSUFFICIENT")],
    ),
    ("71260", ("26",), BASE | IV | {"contrast.amount": 0}, [("contrast.amount", "INSUFFICIENT")]),
    (
        "71260",
        ("26",),
        BASE | IV | {"contrast.reaction_occurred": True},
        [("contrast.reaction", "ABSENT")],
    ),
    (
        "71260",
        ("26",),
        BASE,
        [("contrast.agent", "ABSENT"), ("contrast.amount", "ABSENT"), ("contrast.route", "ABSENT")],
    ),
    # fee schedule: the TC row of 71260 asks for direct supervision, that of 71250 for general
    ("71260", ("TC",), without(BASE, *REPORT) | IV | DIRECT, []),
    (
        "71260",
        ("TC",),
        without(BASE, *REPORT) | IV | GENERAL,
        [("supervision.level", "INSUFFICIENT")],
    ),
    ("71250", ("TC",), without(BASE, *REPORT) | GENERAL, []),
    (
        "71260",
        (),
        BASE | IV | {"supervision.level": "direct"},
        [("supervision.physician", "ABSENT")],
    ),
    # 42 CFR 410.32(b)(3)(ii) from 2026: audio and video do, audio alone does not
    ("71260", (), BASE | IV | DIRECT | {"supervision.mode": "real-time audio and video"}, []),
    (
        "71260",
        (),
        BASE | IV | DIRECT | {"supervision.mode": "audio only"},
        [("supervision.mode", "INSUFFICIENT")],
    ),
    # both phases
    ("71270", ("26",), BASE | IV | {"contrast.phases": ("without", "with")}, []),
    (
        "71270",
        ("26",),
        BASE | IV | {"contrast.phases": ("with",)},
        [("contrast.phases", "INSUFFICIENT")],
    ),
    # CT angiography is told from CT by its post-processing (ACR Radiology Coding Source 2006)
    ("71275", ("26",), ANGIOGRAM, []),
    (
        "71275",
        ("26",),
        without(ANGIOGRAM, "cta.postprocessing"),
        [("cta.postprocessing", "ABSENT")],
    ),
    # NCD 210.14 of 2022: 50 to 77, 20 pack-years, quit at most 15 years, counseling before the first
    ("71271", ("26",), LUNG, []),
    (
        "71271",
        ("26",),
        LUNG | {"lung_screening.asymptomatic": False},
        [("lung-screening.asymptomatic", "INSUFFICIENT")],
    ),
    ("71271", ("26",), LUNG | {"patient.age": 79}, [("lung-screening.age", "INSUFFICIENT")]),
    (
        "71271",
        ("26",),
        LUNG | {"lung_screening.quit_years": 16},
        [("lung-screening.quit-years", "INSUFFICIENT")],
    ),
    (
        "71271",
        ("26",),
        without(LUNG, "lung_screening.counseling_date"),
        [("lung-screening.counseling", "ABSENT")],
    ),
    (
        "71271",
        ("26",),
        LUNG | {"lung_screening.counseling_date": dt.date(2026, 5, 9)},
        [("lung-screening.counseling", "INSUFFICIENT")],
    ),
    (
        "71271",
        ("26",),
        without(LUNG, "lung_screening.counseling_date", "lung_screening.decision_aid")
        | {"lung_screening.first": False},
        [],
    ),
    # views: 71046 is two
    ("71046", ("26",), BASE | {"views.count": 2}, []),
    ("71046", ("26",), BASE | {"views.count": 1}, [("views.count", "INSUFFICIENT")]),
    (
        "71046",
        ("26",),
        BASE | {"views.names": ("frontal", "lateral")},
        [("views.count", "INSUFFICIENT")],
    ),
    ("71046", ("26", "52"), BASE | {"reduced.description": "lateral not possible"}, []),
    # sides
    ("73562", ("26", "RT"), BASE | {"views.count": 3, "laterality": "right"}, []),
    (
        "73562",
        ("26", "RT"),
        BASE | {"views.count": 3, "laterality": "left"},
        [("laterality.right", "INSUFFICIENT")],
    ),
    ("73721", ("26", "LT"), BASE, [("laterality.left", "ABSENT")]),
    # CPT: a complete abdominal ultrasound names eight structures, or why one is missing
    ("76700", ("26",), BASE | {"images.stored": True, "us.elements": ABDOMEN}, []),
    (
        "76700",
        ("26",),
        BASE | {"images.stored": True, "us.elements": ABDOMEN[:-1]},
        [("us.elements.76700", "INSUFFICIENT")],
    ),
    (
        "76700",
        ("26",),
        BASE
        | {
            "images.stored": True,
            "us.elements": ABDOMEN[:-1],
            "us.elements_not_seen": ("inferior vena cava",),
        },
        [],
    ),
    # CPT: kidneys and bladder make a complete retroperitoneal study with a urinary indication
    ("76770", ("26",), BASE | {"images.stored": True, "us.elements": ("kidneys", "bladder")}, []),
    # CPT: 76937 needs five things
    (
        "76937",
        ("26",),
        {
            "patient.name": True,
            "patient.identifier": True,
            "exam.date": DAY,
            "guidance.sites_evaluated": "right basilic, brachial",
            "guidance.patency": True,
            "guidance.needle_entry": False,
            "guidance.image": True,
        },
        [("guidance.vessel.entry", "INSUFFICIENT")],
    ),
    ("77012", ("26",), NEEDLE, []),
    ("77012", ("26",), without(NEEDLE, "guidance.image"), [("guidance.image", "ABSENT")]),
    # 21 CFR 900.12(c): assessment and, from 2024-09-10, density
    (
        "77067",
        ("26",),
        without(MAMMOGRAM, "order.present", "order.by_treating_practitioner", "ordering.provider")
        | {"views.count": 4},
        [],
    ),
    ("77066", ("26",), MAMMOGRAM | {"mammography.diagnostic_reason": "lump"}, []),
    (
        "77066",
        ("26",),
        without(MAMMOGRAM, "mammography.density") | {"mammography.diagnostic_reason": "lump"},
        [("mammography.density", "ABSENT")],
    ),
    # NCD 220.6.17: PI is the initial strategy, and the code is the extent
    (
        "78815",
        ("26", "PI"),
        BASE
        | TRACER
        | {
            "pet.extent": "skull base to mid-thigh",
            "pet.strategy": "initial",
            "pet.tumor": "lung cancer",
        },
        [],
    ),
    (
        "78815",
        ("26", "PI"),
        BASE
        | TRACER
        | {"pet.extent": "whole body", "pet.strategy": "subsequent", "pet.tumor": "lung cancer"},
        [
            ("pet.extent.skull-base-to-mid-thigh", "INSUFFICIENT"),
            ("pet.strategy.initial", "INSUFFICIENT"),
        ],
    ),
    ("78306", ("26",), BASE | TRACER, [("nm.interval", "ABSENT")]),
    # 10 CFR 35.40: a written directive before therapy
    (
        "79005",
        (),
        without(TRACER, "nm.route") | {"nm.route": "by mouth"},
        [("nm.therapy.directive", "ABSENT")],
    ),
    # CPT 2026: 77412 needs one of four criteria
    (
        "77412",
        (),
        {
            "ro.prescription": True,
            "ro.fraction_record": True,
            "ro.level_criterion": "3-D conformal",
        },
        [("ro.level-3", "INSUFFICIENT")],
    ),
    (
        "77412",
        (),
        {
            "ro.prescription": True,
            "ro.fraction_record": True,
            "ro.level_criterion": "active motion management",
            "ro.motion_management": "breath hold",
        },
        [],
    ),
    # Claims Processing Manual ch. 13 §70.1: one or two fractions at the end are not billed
    (
        "77427",
        (),
        {"ro.management_exam": DAY, "ro.management_note": True, "ro.fractions": 2},
        [("ro.management.fractions", "INSUFFICIENT")],
    ),
    ("77427", (), {"ro.management_exam": DAY, "ro.management_note": True, "ro.fractions": 3}, []),
    # NCCI: a retake is no repeat
    (
        "71045",
        ("26", "76"),
        BASE
        | {
            "views.count": 1,
            "repeat.cause": "technical retake",
            "repeat.description": "09:00 and 09:10",
        },
        [("repeat.cause", "INSUFFICIENT")],
    ),
    (
        "71045",
        ("26", "77"),
        BASE
        | {
            "views.count": 1,
            "repeat.cause": "medical need",
            "repeat.description": "09:00, 15:30",
            "repeat.physician": "Dr. Two",
        },
        [],
    ),
    # MLN1783722: XE is a separate session
    (
        "71046",
        ("26", "XE"),
        BASE
        | {
            "views.count": 2,
            "distinct.cause": "separate site",
            "distinct.description": "later that day",
        },
        [("distinct.xe", "INSUFFICIENT")],
    ),
    # 42 CFR 415.180: a resident's reading needs the teacher's own statement
    ("70551", ("26",), BASE | {"teaching.resident": True}, [("teaching.statement", "ABSENT")]),
    # Benefit Policy Manual ch. 15 §80.6.2: no other test without a new order
    (
        "70553",
        ("26",),
        BASE | IV | {"contrast.phases": ("without", "with"), "order.differs": True},
        [("order.change", "ABSENT")],
    ),
    (
        "70553",
        ("26",),
        BASE
        | IV
        | {
            "contrast.phases": ("without", "with"),
            "order.differs": True,
            "order.change_basis": "test design",
        },
        [],
    ),
    # an arthrogram's contrast is in the joint
    (
        "73040",
        ("26", "RT"),
        BASE | IV | {"images.stored": True, "laterality": "right", "arthrogram.injection": True},
        [("contrast.route.joint", "INSUFFICIENT")],
    ),
    # myelography: in the thecal sac
    (
        "72265",
        ("26",),
        BASE | IV | {"images.stored": True, "contrast.route": "intrathecal"},
        [],
    ),
    # CPT: 76377 is for an independent workstation
    (
        "76377",
        ("26",),
        {
            "report.signature": "electronic",
            "three_d.need": "surgery",
            "three_d.supervision": True,
            "three_d.workstation": "acquisition scanner",
            "three_d.findings": True,
        },
        [("three-d.workstation", "INSUFFICIENT")],
    ),
    # 42 CFR 410.19(a): the risk that makes aneurysm screening payable
    (
        "76706",
        ("26",),
        BASE | {"images.stored": True, "aneurysm_screening.risk": "other"},
        [("aneurysm-screening.risk", "INSUFFICIENT")],
    ),
]


@pytest.mark.parametrize(
    ("code", "modifiers", "held", "expected"),
    WORKED,
    ids=[f"{i}-{each[0]}" for i, each in enumerate(WORKED)],
)
def test_worked_records(
    code: str, modifiers: tuple[str, ...], held: Held, expected: list[tuple[str, str]]
) -> None:
    """Complete records have no gap; a record with one thing missing or insufficient has that gap."""
    gaps = documentation.missing(code, held, modifiers, on=DAY)
    assert [(gap.requirement.id, gap.kind.name) for gap in gaps] == expected


def test_there_are_fifty_worked_records() -> None:
    """Across modalities, complete and incomplete."""
    assert len(WORKED) >= 50
    profiles = (cptkit.lookup(code).imaging for code, *_ in WORKED)
    modalities = {each.modality for each in profiles if each is not None}
    assert modalities >= {
        cptkit.Modality[name] for name in ("CT", "MR", "XR", "US", "MG", "NM", "PT", "RF")
    }


# --- dates, payers, settings


def ids(code: str, modifiers: tuple[str, ...] = (), on: dt.date = DAY, **more: Any) -> set[str]:
    """Name the requirements of a service."""
    return {each.id for each in documentation.requirements(code, modifiers, on=on, **more)}


@pytest.mark.parametrize(
    ("on", "age", "expected"),
    [
        (dt.date(2022, 2, 9), 54, ["lung-screening.age.2015"]),
        (dt.date(2022, 2, 10), 54, []),
        (dt.date(2022, 2, 9), 55, []),
        (dt.date(2022, 2, 10), 49, ["lung-screening.age"]),
        (dt.date(2022, 2, 10), 77, []),
        (dt.date(2022, 2, 10), 78, ["lung-screening.age"]),
    ],
)
def test_screening_age_changed_on_10_february_2022(
    on: dt.date, age: int, expected: list[str]
) -> None:
    """NCD 210.14: 55 to 77 before, 50 to 77 since."""
    held = LUNG | {
        "patient.age": age,
        "exam.date": on,
        "lung_screening.counseling_date": on,
        "order.elements": ("x",),
    }
    gaps = documentation.missing("71271", held, ("26",), on=on)
    assert [gap.requirement.id for gap in gaps if ".age" in gap.requirement.id] == expected


def test_order_elements_of_lung_screening_ended_in_2022() -> None:
    """The written order elements applied from 2015-02-05 to 2022-02-09; since then an order."""
    assert "lung-screening.order-elements" in ids("71271", on=dt.date(2022, 2, 9))
    assert "lung-screening.order-elements" not in ids("71271", on=dt.date(2022, 2, 10))
    assert "lung-screening.order-elements" in ids("G0297", on=dt.date(2020, 12, 31))


def test_other_payers_follow_the_task_force() -> None:
    """USPSTF 2021: 50 to 80."""
    assert "lung-screening.age.other-payers" in ids("71271", payer=Payer.OTHER)
    assert "lung-screening.age" not in ids("71271", payer=Payer.OTHER)
    assert (
        documentation.missing(
            "71271", LUNG | {"patient.age": 79}, ("26",), on=DAY, payer=Payer.OTHER
        )
        == ()
    )


def test_breast_density_is_required_from_10_september_2024() -> None:
    """21 CFR 900.12(c) as amended."""
    assert "mammography.density" not in ids("77066", on=dt.date(2024, 9, 9))
    assert "mammography.density" in ids("77066", on=dt.date(2024, 9, 10))
    texts = {
        on: {each.text for each in documentation.requirements("77066", on=on)}
        for on in (dt.date(2024, 9, 9), dt.date(2024, 9, 10))
    }
    assert [any("density statement" in each for each in found) for found in texts.values()] == [
        False,
        True,
    ]
    assert [any("lay summary" in each for each in found) for found in texts.values()] == [
        True,
        True,
    ]


# What domain experts know only from one source, or from text that nobody opened, is M: these were H once.
ONE_SOURCE = (
    "aneurysm-screening.risk",
    "bone-density.condition",
    "nm.therapy.directive",
    "ro.brachytherapy.directive",
    "teaching.gc",
    "teaching.statement",
)


def test_what_rests_on_unopened_text_says_so() -> None:
    """H is for what was read in an official file, or told by two independent sources."""
    sure = {each.id: each.certainty.name for each in rules()}
    assert {sure[each] for each in ONE_SOURCE} == {"M"}
    assert (sure["liability.abn"], sure["liability.abn.voluntary"]) == ("H", "M")


def test_supervision_that_a_release_misprints_is_taken_from_the_others() -> None:
    """A release of 2025 prints 09 on the TC rows of MR of brain and spine; contrast means direct all the same."""
    texts = {
        code: next(
            each.text
            for each in documentation.requirements(code, ("TC",), on=LATE_2025)
            if each.id == "supervision.level"
        )
        for code in ("70551", "70552", "70553")
    }
    assert [text.rpartition(" ")[2] for text in texts.values()] == [
        "(general)",
        "(direct)",
        "(direct)",
    ]
    gaps = documentation.missing("70552", {"supervision.level": "general"}, ("TC",), on=LATE_2025)
    assert "supervision.level" in [gap.requirement.id for gap in gaps]


@pytest.mark.parametrize(
    ("code", "mode", "gap"),
    [
        # 42 CFR 410.32(b)(3): general needs no presence, direct may be by audio and video, personal is in the room
        ("71250", "audio only", None),
        ("71260", "in person", None),
        ("71260", "real-time audio and video", None),
        ("71260", "audio only", "supervision.mode"),
        ("70015", "in person", None),
        ("70015", "real-time audio and video", "supervision.mode.personal"),
        ("70015", "audio only", "supervision.mode.personal"),
        ("71271", "audio only", None),  # its TC row prints 09
    ],
)
def test_how_the_supervisor_may_be_present(code: str, mode: str, gap: str | None) -> None:
    """Only the level that the fee schedule asks for decides what presence is good enough."""
    gaps = documentation.missing(code, {"supervision.mode": mode}, ("TC",), on=DAY)
    assert [
        each.requirement.id for each in gaps if each.requirement.id.startswith("supervision.mode")
    ] == ([gap] if gap else [])


def test_who_supervised_is_asked_where_someone_must() -> None:
    """A direct level on record of a test that asks for general supervision leaves nothing open."""
    held: Held = {"supervision.level": "direct"}
    for code, asked in (
        ("71250", []),
        ("71260", ["supervision.physician"]),
        ("70015", ["supervision.level", "supervision.physician"]),
    ):
        gaps = documentation.missing(code, held, ("TC",), on=DAY)
        assert [
            each.requirement.id for each in gaps if each.requirement.id.startswith("supervision")
        ] == asked
        said = [each.reason for each in gaps if each.requirement.id == "supervision.level"]
        told = asked.count("supervision.level")
        assert ["radiologist assistant" in each for each in said] == [True] * told


@pytest.mark.parametrize("lines", [None, "71260", b"x", 5, ["71260"], [None], line_of("71260")])
def test_only_lines_are_judged(lines: Any) -> None:
    """What is no line is an error that names it, not a crash."""
    with pytest.raises(DataError, match="ClaimLine"):
        documentation.check(lines)


@pytest.mark.parametrize(
    "more",
    [
        {"setting": "professional"},
        {"payer": "medicare"},
        {"catalog": "packaged"},
        {"setting": None},
    ],
)
def test_a_wrong_word_is_no_finding(more: dict[str, Any]) -> None:
    """A wrong call raises, with lines and without; it is not told as missing data."""
    for lines in ([], [line_of("71260")]):
        with pytest.raises(DataError, match="must be a"):
            documentation.check(lines, **more)


def test_no_supervision_is_asked_where_the_fee_schedule_asks_for_none() -> None:
    """71271-TC has 09: the concept does not apply."""
    assert "supervision.level" not in ids("71271", ("TC",))


class NoFees(Catalog):
    """A catalog whose fee schedule covers nothing."""

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Say that no table covers it."""
        raise NoDataError("fee schedule", on, f"no row of {code}-{modifier}: load one")


def test_no_supervision_is_asked_without_a_table() -> None:
    """A day that no fee schedule covers is no error here: the level is not known, and not made up."""
    assert "supervision.level" in ids("71260")
    assert "supervision.level" not in ids("71260", catalog=NoFees())


def test_a_reading_needs_no_supervision_and_a_technical_component_no_report() -> None:
    """26 and TC divide the duties."""
    assert {"report.findings"} == {"report.findings", "supervision.level"} & ids("71260", ("26",))
    assert {"supervision.level"} == {"report.findings", "supervision.level"} & ids("71260", ("TC",))
    assert {"report.findings", "supervision.level"} <= ids("71260")


def test_screening_mammogram_needs_no_order() -> None:
    """42 CFR 410.34: a woman may come by herself."""
    assert "order.present" not in ids("77067")
    levels = {each.id: each.level for each in documentation.requirements("77067", on=DAY)}
    assert levels["order.screening-mammogram"] is RequirementLevel.RECOMMENDED


# --- how answers look


def test_requirements_come_in_order_of_level() -> None:
    """Required first, then conditional, then recommended; in order of ids within a level."""
    found = documentation.requirements("71260", on=DAY)
    places = [(list(RequirementLevel).index(each.level), each.id) for each in found]
    assert places == sorted(places)


def test_every_requirement_says_why_it_applies_and_who_says_so() -> None:
    """No empty reason or citation for any radiology code."""
    without = set()
    for code in some(cptkit.under("radiology", DAY)):
        try:
            found = documentation.requirements(code.code, on=DAY)
        except NoDataError:
            without.add(code.code)
            continue
        assert found
        assert all(some(each.applies and each.citation and each.evidence.meaning for each in found))
    assert without == {
        "76145",
        "77600",
        "77605",
        "77610",
        "77615",
        "77620",
    }  # dose reconstruction and hyperthermia: not known here


def test_a_requirement_names_what_applies() -> None:
    """The reason is made of the conditions that matched."""
    reasons = {
        each.id: each.applies for each in documentation.requirements("71260", ("26", "59"), on=DAY)
    }
    assert reasons["contrast.route"] == "computed tomography, with contrast"
    assert reasons["distinct.59"] == "modifier 59"
    assert reasons["order.change"] == "the code is diagnostic, a professional claim"
    lung = {each.id: each.applies for each in documentation.requirements("71271", on=DAY)}
    assert lung["lung-screening.age"] == "the rule names 71271, Medicare fee-for-service"


def test_the_number_of_views_stands_in_the_text() -> None:
    """Exactly, a span, or from so many on."""

    def views(code: str) -> str:
        return next(
            each.text
            for each in documentation.requirements(code, on=DAY)
            if each.id == "views.count"
        )

    assert [views(code).rpartition("(")[2] for code in ("71046", "73560", "73564")] == [
        "2)",
        "1 to 2)",
        "4 or more)",
    ]


def test_supervision_stands_in_the_text() -> None:
    """The level that the fee schedule asks for."""
    found = {each.id: each.text for each in documentation.requirements("71260", on=DAY)}
    assert found["supervision.level"].endswith("(direct)")


def test_gaps_tell_what_was_found() -> None:
    """INSUFFICIENT shows the value, ABSENT what there is of it."""
    gaps = {
        gap.requirement.id: gap
        for gap in documentation.missing("71260", BASE | {"contrast.given": True}, ("26",), on=DAY)
    }
    assert gaps["contrast.route"].kind is GapKind.INSUFFICIENT
    assert gaps["contrast.route"].found is True
    assert str(gaps["contrast.route"]).startswith(
        "contrast.route: the record has contrast.given, but not contrast.route"
    )
    absent = documentation.missing("71250", BASE | {"report.findings": False}, ("26",), on=DAY)
    assert [(gap.kind, gap.found) for gap in absent] == [(GapKind.ABSENT, False)]


def test_recommended_gaps_are_given_on_request() -> None:
    """Comparison is recommended, not required."""
    assert documentation.missing("71250", BASE, ("26",), on=DAY) == ()
    more = documentation.missing("71250", BASE, ("26",), on=DAY, recommended=True)
    assert [gap.requirement.id for gap in more] == ["report.comparison"]


def test_a_recommendation_with_a_condition_waits_for_it() -> None:
    """Critical results: only where the report says that there is one."""
    more = documentation.missing(
        "71250", BASE | {"report.critical_finding": True}, ("26",), on=DAY, recommended=True
    )
    assert [gap.requirement.id for gap in more] == ["report.comparison", "report.critical"]


@pytest.mark.parametrize(
    ("code", "extra", "reason"),
    [
        ("71271", {"lung_screening.smoking_diagnosis": "R91.1"}, "'r91.1' is none of Z87.891"),
        ("71260", {"contrast.route": "by vein"}, "only contrast into a vessel"),
        (
            "76641",
            {"us.elements": ("retroareolar region",)},
            "not documented: upper outer quadrant, upper inner quadrant",
        ),
        ("71046", {"views.count": 3}, "the code stands for 2 views"),
        ("73560", {"views.count": 3}, "the code stands for 1 to 2 views"),
        ("71271", {"lung_screening.pack_years": Decimal("19.5")}, "it must be at least 20"),
        ("71271", {"patient.age": 81}, "it must be at most 77"),
        ("71250", {"exam.date": dt.date(2026, 5, 5)}, "dated after the day of service"),
        ("76937", {"guidance.needle_entry": False}, "looking before the puncture"),
        ("77067", {"mammography.assessment": "fine"}, "'fine' is none of negative"),
        ("71260", {"contrast.amount": Decimal(0)}, "it must be more than 0"),
        ("71271", {"lung_screening.reader_qualified": False}, "it must be True"),
        ("71271", {"lung_screening.smoking_status": "never"}, "screening is for people"),
        ("71260", {"supervision.level": "general"}, "asks for direct supervision"),
        ("71250", {"order.present": "verbal"}, "an order need not be signed"),
        ("72192", {"contrast.route": "intravenous"}, "use the member of the family with contrast"),
        ("77065", {"order.present": "self-referred"}, "it must be signed order or"),
    ],
)
def test_reasons(code: str, extra: Held, reason: str) -> None:
    """What is wrong is said in words."""
    gaps = documentation.missing(code, BASE | extra, on=DAY)
    assert any(reason in gap.reason and gap.kind is GapKind.INSUFFICIENT for gap in gaps), [
        str(gap) for gap in gaps
    ]


# --- bad calls


@pytest.mark.parametrize(
    ("record", "nearest"),
    [
        ({"contrast.rout": "intravenous"}, "contrast.route"),
        ({"report.finding": "x"}, "report.findings"),
        ({"qqqqqqqqq": "x"}, None),
    ],
)
def test_a_misspelt_id_is_an_error_with_the_nearest(record: Held, nearest: str | None) -> None:
    """A wrong id would pass in silence otherwise."""
    with pytest.raises(InvalidRecordError) as caught:
        documentation.missing("71260", record, on=DAY)
    assert caught.value.evidence == next(iter(record))
    assert (nearest in caught.value.nearest) if nearest else caught.value.nearest == ()


class NotADay(dt.datetime):
    """A day that differs from itself, as pandas' NaT does."""

    def __ne__(self, other: object) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = dt.datetime.__hash__


@pytest.mark.parametrize(
    "record",
    [
        {"contrast.amount": "80 mL"},
        {"contrast.amount": True},
        {"contrast.amount": Decimal("NaN")},
        {"contrast.amount": Decimal("sNaN")},
        {"contrast.given": "yes"},
        {"exam.date": "2026-05-04"},
        {"exam.date": NotADay(2026, 5, 4)},
        {"us.elements": "liver"},
        {"contrast.route": True},
        {"report.findings": 3},
        None,
        "contrast.route",
        {b"contrast.route": "oral"},
        {"contrast.route": 1.5},
        {"x" * 10_000_000: "y"},
    ],
)
def test_a_value_of_another_kind_is_an_error(record: Any) -> None:
    """A record is checked before anything is judged."""
    with pytest.raises(InvalidRecordError):
        documentation.missing("71260", record, on=DAY)


def test_codes_without_rules_are_no_data() -> None:
    """An office visit is not radiology: neither complete nor incomplete."""
    with pytest.raises(NoDataError, match="neither imaging"):
        documentation.requirements("99213", on=DAY)


@pytest.mark.parametrize("code", ["77620", "76145", "G0339", "7010F", "62322"])
def test_no_rule_is_no_pass(code: str) -> None:
    """A radiation treatment or a quality measure that no rule is written for is neither complete nor incomplete."""
    for ask in (
        lambda: documentation.requirements(code, on=DAY),
        lambda: documentation.missing(code, {}, on=DAY),
    ):
        with pytest.raises(NoDataError, match=f"none is written for {code}"):
            ask()
    assert [each.outcome for each in documentation.check([line_of(code)])] == [Outcome.NO_DATA]


def test_a_pass_says_how_much_was_asked() -> None:
    """One requirement met is no whole record."""
    record: dict[str, EvidenceValue] = {
        "laterality": "right",
        "guidance.image": "needle in the joint",
        "guidance.site": "from the side",
    }
    line = ClaimLine("20604", ["RT"], date_of_service=DAY, record=record)
    assert [each.message for each in documentation.check([line])] == [
        "the record holds all that the rules here ask of 20604 (3 required)"
    ]


@pytest.mark.parametrize("code", ["10005", "19081", "32408", "62284"])
def test_a_procedure_is_no_ordered_test(code: str) -> None:
    """42 CFR 410.32 asks for an order of a diagnostic test; a biopsy or an injection with imaging is a procedure."""
    assert not {each for each in some(ids(code)) if each.startswith("order.")}
    assert {"order.present", "order.by-treating"} <= ids("62302")  # a myelogram, with its injection


def test_codes_not_in_force_are_errors() -> None:
    """77014 ended in 2025."""
    with pytest.raises(UnknownCodeError):
        documentation.requirements("77014", on=DAY)


@pytest.mark.parametrize(
    "more", [{"setting": "PROFESSIONAL"}, {"payer": "MEDICARE"}, {"setting": None}]
)
def test_wrong_words_for_setting_and_payer(more: dict[str, Any]) -> None:
    """Only the enums are taken."""
    with pytest.raises(DataError, match="must be a cptkit"):
        documentation.requirements("71260", on=DAY, **more)


def test_modifiers_are_no_bare_string() -> None:
    """The string 26 would be read as 2 and 6."""
    with pytest.raises(InvalidModifierError):
        documentation.requirements("71260", "26", on=DAY)  # type: ignore[arg-type]


def test_a_day_is_needed() -> None:
    """Judging is explicit."""
    with pytest.raises(TypeError):
        documentation.requirements("71260", on="2026-05-04")  # type: ignore[arg-type]  # that is the point


# --- claim lines


def test_lines_with_records_are_judged() -> None:
    """A WARN for each gap, a PASS for a whole record, nothing for a line without one."""
    lines = (
        ClaimLine("71250", ("26",), date_of_service=DAY, record=Record(BASE)),
        ClaimLine(
            "71260",
            ("26",),
            date_of_service=DAY,
            record=Record(BASE | without(IV, "contrast.route")),
        ),
        ClaimLine("71260", ("26",), date_of_service=DAY),
        ClaimLine("99213", date_of_service=DAY, record=Record({})),
        ClaimLine("7126", date_of_service=DAY, record=Record({})),
        ClaimLine("77014", date_of_service=DAY, record=Record({})),
    )
    found = documentation.check(lines)
    assert [(each.rule, each.outcome, each.lines) for each in found] == [
        ("documentation.missing", Outcome.PASS, (0,)),
        ("documentation.missing", Outcome.WARN, (1,)),
        ("documentation.missing", Outcome.NO_DATA, (3,)),
        ("documentation.missing", Outcome.NO_DATA, (4,)),
        ("documentation.missing", Outcome.NO_DATA, (5,)),
    ]
    assert found[1].remedy.startswith("document: The route of the contrast")


def test_a_misspelt_id_on_a_line_is_an_error() -> None:
    """A wrong call raises, also within a claim."""
    with pytest.raises(InvalidRecordError):
        documentation.check(
            [ClaimLine("71250", date_of_service=DAY, record=Record({"indicaton": "x"}))]
        )


# --- the data


def test_rules_name_known_evidence_and_say_who_says_so() -> None:
    """Every id stands in the evidence list, every row is cited, ids are unique and sorted."""
    known = evidence_by_id()
    for rule in some(rules()):
        named = [
            rule.evidence,
            *rule.partial,
            *([rule.given.evidence] if rule.given else []),
            *([rule.accept.excused_by] if rule.accept.excused_by else []),
        ]
        assert set(named) <= set(known), rule.id
        assert rule.citation, rule.id
        assert set(rule.accept.choices) | set(rule.accept.rejects) <= set(
            known[rule.evidence].values
        ), rule.id
    names = [rule.id for rule in rules()]
    assert names == sorted(set(names))
    assert list(known) == sorted(known)


def test_all_evidence_is_used() -> None:
    """An id that no rule asks for would be taken and never judged."""
    used = {rule.evidence for rule in some(rules())} | {
        name for rule in some(rules()) for name in rule.partial
    }
    used |= {rule.given.evidence for rule in rules() if rule.given} | {
        rule.accept.excused_by for rule in rules()
    }
    assert set(evidence_by_id()) - used == set()


def test_choices_have_values_and_numbers_units() -> None:
    """The kind says what else a row has."""
    for each in some(evidence_by_id().values()):
        assert bool(each.values) is (each.kind is EvidenceKind.CHOICE), each.id
        assert bool(each.unit) is (each.kind is EvidenceKind.NUMBER), each.id


def test_conditional_rules_have_a_condition() -> None:
    """And required ones have none."""
    for rule in some(rules()):
        if rule.level is RequirementLevel.CONDITIONAL:
            assert rule.given, rule.id
        if rule.level is RequirementLevel.REQUIRED:
            assert rule.given is None, rule.id


def test_rules_name_codes_that_exist() -> None:
    """Both ends of every range have the form of a code, and every single code is known."""
    named = [
        (rule.id, name) for rule in rules() for name in (*rule.when.codes, *rule.when.not_codes)
    ]
    for rule_id, name in some(named, 100):
        assert "-" in name or cptkit.get(name), (rule_id, name)
        assert {len(each) for each in codes_named((name,))} == {5}, (rule_id, name)


def test_every_code_with_contrast_asks_for_its_route_once() -> None:
    """No radiology code with contrast escapes, and none is asked twice."""
    for code in some(IN_FORCE):
        if code.imaging and code.imaging.contrast in (
            cptkit.Contrast.WITH,
            cptkit.Contrast.WITHOUT_THEN_WITH,
        ):
            found = [
                each.id
                for each in documentation.requirements(code.code, on=DAY)
                if each.evidence.id == "contrast.route"
            ]
            assert len(found) == 1, (code.code, found)


def test_every_rule_applies_somewhere() -> None:
    """A rule that no code and line meets would be dead text."""
    dead = []
    for rule in some(rules()):
        day = min(filter(None, (rule.when.through, DAY)))
        line = rule.when.modifiers[:1]
        payer = rule.when.payers[0] if rule.when.payers else Payer.MEDICARE
        services = (
            look_at(
                code,
                line,
                on=day,
                setting=(rule.when.settings or (Setting.PROFESSIONAL,))[0],
                payer=payer,
                catalog=packaged,
            )
            for code in authored_codes()
            if code.is_active(day)
        )
        if not any(why(rule.when, each) is not None for each in services):
            dead.append(rule.id)
    assert dead == []


def test_rules_that_take_their_threshold_from_elsewhere() -> None:
    """Views and supervision, and no other."""
    assert {rule.id for rule in rules() if rule.accept.by} == {"views.count", "supervision.level"}
    assert {rule.accept.by for rule in rules()} == {None, *AcceptFrom}


@given(st.sampled_from(["71260", "71271", "76700", "77067", "78815", "73562"]), st.data())
def test_more_evidence_never_opens_a_gap_in_a_whole_record(code: str, data: st.DataObject) -> None:
    """Gaps of a part are among those of nothing, by requirement."""
    whole = {
        **LUNG,
        **IV,
        **MAMMOGRAM,
        **TRACER,
        "us.elements": ABDOMEN,
        "images.stored": True,
        "views.count": 3,
    }
    part = {name: whole[name] for name in data.draw(st.sets(st.sampled_from(sorted(whole))))}
    nothing = {gap.requirement.id for gap in documentation.missing(code, {}, ("26",), on=DAY)}
    some = {
        gap.requirement.id
        for gap in documentation.missing(code, part, ("26",), on=DAY)
        if gap.kind is GapKind.ABSENT
    }
    assert some <= nothing | {"lung-screening.quit-years"}


def test_known_evidence_is_listed() -> None:
    """The list that a caller reads is the list that records are checked against."""
    assert [each.id for each in documentation.known_evidence()] == list(evidence_by_id())
    assert documentation.evidence("contrast.route").values[0] == "intravenous"


def test_requirements_print_as_a_line() -> None:
    """Text, level and evidence id."""
    found = next(
        each for each in documentation.requirements("71260", on=DAY) if each.id == "contrast.agent"
    )
    assert str(found) == "The contrast agent (required; contrast.agent)"


@pytest.mark.parametrize(
    ("record", "requirement"),
    [
        ({"contrast.given": True}, "contrast.route"),
        ({"exam.date": dt.date(2026, 6, 1)}, "identity.date"),
        ({"contrast.amount": Decimal("-0.5")}, "contrast.amount"),
        ({"contrast.route": ("oral", "rectal")}, "contrast.route"),
        ({}, "indication"),
    ],
)
def test_gaps_go_to_json_and_back(record: Held, requirement: str) -> None:
    """Whatever was found: text, a yes, a number, a date, several texts, nothing."""
    gap = next(
        each
        for each in documentation.missing("71260", record, on=DAY)
        if each.requirement.id == requirement
    )
    assert cptkit.from_json(cptkit.to_json(gap), cptkit.Gap) == gap


def test_rules_and_requirements_go_to_json_and_back() -> None:
    """Every public value, both ways."""
    for each in some(
        (
            *rules(),
            *documentation.requirements("71260", on=DAY),
            *documentation.known_evidence(),
        )
    ):
        assert cptkit.from_json(cptkit.to_json(each), type(each)) == each


# --- both sides of every rule


def service_of(rule: RequirementRule) -> Service | None:
    """Give a service that a rule is for."""
    day = min(filter(None, (rule.when.through, DAY)))
    payer = rule.when.payers[0] if rule.when.payers else Payer.MEDICARE
    services = (
        look_at(
            code,
            rule.when.modifiers[:1],
            on=day,
            setting=(rule.when.settings or (Setting.PROFESSIONAL,))[0],
            payer=payer,
            catalog=packaged,
        )
        for code in authored_codes()
        if code.is_active(day)
    )
    return next(
        (each for each in services if why(rule.when, each) is not None and needs(rule, each)), None
    )


def needs(rule: RequirementRule, service: Service) -> bool:
    """Tell whether the rule is among the requirements of a service."""
    asked = ids(
        service.code.code,
        service.modifiers,
        service.on,
        payer=service.payer,
        setting=service.setting,
    )
    return rule.id in asked


def good(rule: RequirementRule, service: Service) -> EvidenceValue:
    """Give a value that satisfies a rule."""
    accept, evidence = rule.accept, documentation.evidence(rule.evidence)
    views = service.profile.views
    if evidence.kind is EvidenceKind.NUMBER:
        least = views.minimum if accept.by and views else accept.minimum
        return least or accept.maximum or (accept.above or 0) + 1 if accept.maximum != 0 else 0
    if evidence.kind is EvidenceKind.CHOICE:
        return next(
            each
            for each in accept.choices or reversed(evidence.values)
            if each not in accept.rejects
        )
    if evidence.kind is EvidenceKind.LIST:
        return accept.alternatives[0] if accept.alternatives else ("something",)
    if evidence.kind is EvidenceKind.DATE:
        return service.on
    return accept.expected if evidence.kind is EvidenceKind.YES_NO else "as it was"


def bad(rule: RequirementRule, service: Service) -> list[EvidenceValue]:
    """Give values that are there and do not satisfy a rule; none where anything does."""
    accept, evidence = rule.accept, documentation.evidence(rule.evidence)
    if evidence.kind is EvidenceKind.YES_NO:
        return [not accept.expected]
    if evidence.kind is EvidenceKind.DATE:
        return [service.on + dt.timedelta(days=1)] if accept.not_after_service else []
    if evidence.kind is EvidenceKind.LIST:
        return [tuple(f"not {each}" for each in one) for one in accept.alternatives]
    if evidence.kind is EvidenceKind.CHOICE:
        outside = [
            each for each in evidence.values if accept.choices and each not in accept.choices
        ]
        return [*outside, *accept.rejects, "something else"]
    if evidence.kind is EvidenceKind.NUMBER:
        low = [accept.minimum - 1] if accept.minimum else []
        return [
            *low,
            *([accept.maximum + 1] if accept.maximum is not None else []),
            *([accept.above] if accept.above is not None else []),
        ]
    return []


def test_rules_can_be_spoiled() -> None:
    """The other side of a requirement is tried: of each kind of evidence but a free text some value is not good enough."""
    spoiled: dict[EvidenceKind, set[bool]] = {}
    for rule in some(rules()):
        service = service_of(rule)
        kind = documentation.evidence(rule.evidence).kind
        spoiled.setdefault(kind, set()).add(service is not None and bool(bad(rule, service)))
    assert spoiled.pop(EvidenceKind.TEXT) == {False}
    assert all(some(True in found for found in spoiled.values()))
    assert spoiled[EvidenceKind.YES_NO] == spoiled[EvidenceKind.CHOICE] == {True}


@pytest.mark.parametrize("rule", rules(), ids=[each.id for each in rules()])
def test_both_sides_of_every_rule(rule: RequirementRule) -> None:
    """Satisfied it is silent; absent it speaks, where required; spoiled it speaks, wherever its condition holds."""
    service = service_of(rule)
    assert service is not None
    holds: Held = {}
    if rule.given:
        values = rule.given.values or documentation.evidence(rule.given.evidence).values or ("1",)
        number = documentation.evidence(rule.given.evidence).kind is EvidenceKind.NUMBER
        holds = {
            rule.given.evidence: {"yes": True, "no": False}.get(
                values[0], 0 if number else values[0]
            )
        }

    def speaks(held: Held) -> bool:
        gaps = documentation.missing(
            service.code.code,
            held,
            service.modifiers,
            on=service.on,
            payer=service.payer,
            setting=service.setting,
            recommended=True,
        )
        return rule.id in {gap.requirement.id for gap in gaps}

    on_itself = rule.given is not None and rule.given.evidence == rule.evidence
    if not on_itself or rule.id == "supply.none-discarded":
        assert not speaks(holds | {rule.evidence: good(rule, service)})
    if not on_itself:
        assert speaks(holds)
        assert {speaks(holds | {rule.evidence: value}) for value in bad(rule, service)} <= {True}
    if rule.given and not rule.given.if_silent:
        assert not speaks({})
