"""What diagnostic codes stand for (70010-76499): facts typed from official indicators and trade knowledge, not from the data.

Each group says where its facts come from. PPRRVU is CMS's relative value file (RVU26C where no other is
named), column names as there; PTP and AOC are the NCCI tables; "trade" is what every radiology coder knows.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

import cptkit
from cptkit import Contrast, Extent, Laterality, Modality, Population, Region, Role, Technique
from cptkit.catalog.code_forms import well_formed
from cptkit.catalog.code_set import versions
from cptkit.files.packaged import packaged_json
from looped import some
from profile_facts import profile, the

NONE, WITH, BOTH, EITHER_WAY = (
    Contrast.WITHOUT,
    Contrast.WITH,
    Contrast.WITHOUT_THEN_WITH,
    Contrast.WITH_OR_WITHOUT,
)


# --- contrast: supervision of the TC row is 01 without and 02 with contrast (PPRRVU); the numbers do not ascend by state

TRIPLES = [
    # CT; order without, with, both. Sources: PPRRVU supervision 01/02/02, PTP sibling pairs.
    ("70450", "70460", "70470", Modality.CT, Region.HEAD),
    ("70480", "70481", "70482", Modality.CT, Region.ORBIT),
    ("70486", "70487", "70488", Modality.CT, Region.MAXILLOFACIAL),
    ("70490", "70491", "70492", Modality.CT, Region.NECK),
    ("71250", "71260", "71270", Modality.CT, Region.CHEST),
    ("72125", "72126", "72127", Modality.CT, Region.CERVICAL_SPINE),
    ("72128", "72129", "72130", Modality.CT, Region.THORACIC_SPINE),
    ("72131", "72132", "72133", Modality.CT, Region.LUMBAR_SPINE),
    ("72192", "72193", "72194", Modality.CT, Region.PELVIS),
    ("73200", "73201", "73202", Modality.CT, Region.UPPER_EXTREMITY),
    ("73700", "73701", "73702", Modality.CT, Region.LOWER_EXTREMITY),
    ("74150", "74160", "74170", Modality.CT, Region.ABDOMEN),
    ("74176", "74177", "74178", Modality.CT, Region.ABDOMEN_AND_PELVIS),
    # MR: 70541 and 72143 do not exist, and the spine's third members stand apart (72156-72158).
    ("70540", "70542", "70543", Modality.MR, Region.ORBIT),
    ("70544", "70545", "70546", Modality.MR, Region.HEAD),
    ("70547", "70548", "70549", Modality.MR, Region.NECK),
    ("70551", "70552", "70553", Modality.MR, Region.BRAIN),
    ("70557", "70558", "70559", Modality.MR, Region.BRAIN),
    ("71550", "71551", "71552", Modality.MR, Region.CHEST),
    ("72141", "72142", "72156", Modality.MR, Region.CERVICAL_SPINE),
    ("72146", "72147", "72157", Modality.MR, Region.THORACIC_SPINE),
    ("72148", "72149", "72158", Modality.MR, Region.LUMBAR_SPINE),
    ("72195", "72196", "72197", Modality.MR, Region.PELVIS),
    ("73218", "73219", "73220", Modality.MR, Region.UPPER_EXTREMITY),
    ("73221", "73222", "73223", Modality.MR, Region.UPPER_EXTREMITY),
    ("73718", "73719", "73720", Modality.MR, Region.LOWER_EXTREMITY),
    ("73721", "73722", "73723", Modality.MR, Region.LOWER_EXTREMITY),
    ("74181", "74182", "74183", Modality.MR, Region.ABDOMEN),
]


@pytest.mark.parametrize(("without", "with_contrast", "both", "modality", "region"), TRIPLES)
def test_contrast_triples(
    without: str, with_contrast: str, both: str, modality: Modality, region: Region
) -> None:
    """Three codes of a family differ in contrast and in nothing else."""
    members = [profile(code) for code in (without, with_contrast, both)]
    assert [each.contrast for each in members] == [NONE, WITH, BOTH]
    assert {each.modality for each in members} == {modality}
    assert {each.regions[0] for each in members} == {region}
    assert (
        len(
            {
                (each.regions, each.technique, each.laterality, each.role, each.three_d)
                for each in members
            }
        )
        == 1
    )


@pytest.mark.parametrize(
    ("code", "contrast"),
    [
        ("71271", NONE),  # low-dose screening; NCD 210.14
        (
            "71275",
            WITH,
        ),  # CT angiograms take in images before contrast (ACR Radiology Coding Source 2006): one state, WITH
        ("70496", WITH),
        ("70498", WITH),
        ("70471", WITH),
        ("70472", WITH),
        ("70473", WITH),
        ("72191", WITH),
        ("73206", WITH),
        ("73706", WITH),
        ("74174", WITH),
        ("74175", WITH),
        ("75635", WITH),
        ("75571", NONE),  # calcium score
        ("75572", WITH),
        ("75573", WITH),
        ("75574", WITH),
        (
            "75557",
            NONE,
        ),  # heart MR has no member "with" alone; PTP 75561/75557 and 75563/75559 indicator 0
        ("75559", NONE),
        ("75561", BOTH),
        ("75563", BOTH),
        ("74261", NONE),
        ("74262", WITH),
        ("74263", None),  # the screening code does not say
        (
            "71555",
            EITHER_WAY,
        ),  # MR angiograms of the body: one code for all states; hospitals split them in C8900-C8936
        ("72159", EITHER_WAY),
        ("72198", EITHER_WAY),
        ("73225", EITHER_WAY),
        ("73725", EITHER_WAY),
        ("74185", EITHER_WAY),
        ("70336", None),  # jaw joint MR: one code whatever is given; PPRRVU supervision 01
        ("74712", None),
        ("76380", None),
        ("72240", WITH),  # intrathecal
        ("72265", WITH),
        ("72270", WITH),
        ("70332", WITH),  # intra-articular
        ("73040", WITH),
        ("73525", WITH),
        ("73580", WITH),
        ("74400", WITH),  # intravenous
        ("74410", WITH),
        ("74415", WITH),
        ("75625", WITH),
        ("75716", WITH),
        ("75820", WITH),
        ("71046", None),
        ("74018", None),
        (
            "74220",
            None,
        ),  # barium is not contrast in the sense of the CT and MR codes (CPT radiology guideline, secondary)
        ("74270", None),
        ("74300", None),  # ducts and cavities neither
        ("74330", None),
        ("74420", None),
        ("74425", None),
        ("74430", None),
        ("74455", None),
        ("74740", None),
        ("70390", None),
        ("76080", None),
        ("75984", None),
        ("75894", None),
        ("75956", None),
    ],
)
def test_contrast(code: str, contrast: Contrast | None) -> None:
    """Contrast counts into vessels, joints and the thecal sac only, and only where the code turns on it."""
    assert profile(code).contrast is contrast


# --- numbers of views (trade; CMS's own short texts name the numbers for most)

VIEWS: list[tuple[str, int | None, int | None]] = [
    ("70100", None, 3), ("70110", 4, None), ("70120", None, 2), ("70130", 3, None), ("70140", None, 2), ("70150", 3, None),
    ("70160", 3, None), ("70200", 4, None), ("70210", None, 2), ("70220", 3, None), ("70250", None, 3), ("70260", 4, None),
    ("71045", 1, 1), ("71046", 2, 2), ("71047", 3, 3), ("71048", 4, None),
    ("71100", 2, 2), ("71101", 3, None), ("71110", 3, 3), ("71111", 4, None), ("71120", 2, None), ("71130", 3, None),
    ("72020", 1, 1), ("72040", 2, 3), ("72050", 4, 5), ("72052", 6, None), ("72070", 2, 2), ("72072", 3, 3), ("72074", 4, None),
    ("72080", 2, None), ("72081", 1, 1), ("72082", 2, 3), ("72083", 4, 5), ("72084", 6, None),
    ("72100", 2, 3), ("72110", 4, None), ("72114", 6, None), ("72120", 2, 3), ("72170", 1, 2), ("72190", 3, None),
    ("72200", None, 2), ("72202", 3, None), ("72220", 2, None),
    ("73020", 1, 1), ("73030", 2, None), ("73060", 2, None), ("73070", 2, 2), ("73080", 3, None), ("73090", 2, 2), ("73092", 2, None),
    ("73100", 2, 2), ("73110", 3, None), ("73120", 2, 2), ("73130", 3, None), ("73140", 2, None),
    ("73501", 1, 1), ("73502", 2, 3), ("73503", 4, None), ("73521", 2, 2), ("73522", 3, 4), ("73523", 5, None),
    ("73551", 1, 1), ("73552", 2, None), ("73560", 1, 2), ("73562", 3, 3), ("73564", 4, None), ("73590", 2, 2), ("73592", 2, None),
    ("73600", 2, 2), ("73610", 3, None), ("73620", 2, 2), ("73630", 3, None), ("73650", 2, None), ("73660", 2, None),
    ("74018", 1, 1), ("74019", 2, 2), ("74021", 3, None), ("74022", 3, None), ("74430", 3, None), ("76010", 1, 1),
]  # fmt: skip


@pytest.mark.parametrize(("code", "minimum", "maximum"), VIEWS)
def test_views(code: str, minimum: int | None, maximum: int | None) -> None:
    """A film series is coded by its count; above and below it is another code."""
    views = profile(code).views
    assert views is not None
    assert (views.minimum, views.maximum) == (minimum, maximum)


@pytest.mark.parametrize(
    "ladder",
    [
        ("71045", "71046", "71047", "71048"),
        ("72020", "72040", "72050", "72052"),
        ("72070", "72072", "72074"),
        ("72081", "72082", "72083", "72084"),
        ("73020", "73030"),
        ("73501", "73502", "73503"),
        ("73521", "73522", "73523"),
        ("73551", "73552"),
        ("73560", "73562", "73564"),
        ("74018", "74019", "74021"),
        ("72170", "72190"),
    ],
)
def test_ladders_of_views_have_no_gap(ladder: tuple[str, ...]) -> None:
    """Where a family counts views, each number of views has just one code."""
    steps = [profile(code).views for code in ladder]
    for lower, upper in some(itertools.pairwise(steps)):
        assert lower is not None
        assert upper is not None
        assert lower.maximum is not None
        assert upper.minimum == lower.maximum + 1
    assert steps[-1] is not None
    assert steps[-1].maximum is None


# --- complete and limited


@pytest.mark.parametrize(
    ("code", "extent"),
    [
        ("70100", Extent.LIMITED),
        ("70110", Extent.COMPLETE),
        ("70310", Extent.LIMITED),
        ("70320", Extent.COMPLETE),
        ("72114", Extent.COMPLETE),
        ("72120", None),
        ("73030", Extent.COMPLETE),
        ("73130", None),  # hands, unlike wrists, have no complete study
        ("73110", Extent.COMPLETE),
        ("73564", Extent.COMPLETE),
        ("73562", None),
        ("74022", Extent.COMPLETE),
        ("75898", Extent.FOLLOW_UP),
        ("76380", Extent.LIMITED),
    ],
)
def test_extent(code: str, extent: Extent | None) -> None:
    """The word complete belongs to some members of a family only (trade)."""
    assert profile(code).extent is extent


# --- sides: PPRRVU BILAT SURG 2 = both sides by definition, 3 = each side by itself


@pytest.mark.parametrize(
    "code",
    [
        "70330",
        "71110",
        "71111",
        "73050",
        "73565",
        "75716",
        "75733",
        "75743",
        "75803",
        "75807",
        "75822",
        "75833",
        "75842",
    ],
)
def test_both_sides_by_definition(code: str) -> None:
    """PPRRVU: bilateral indicator 2 (75842: RVU25D)."""
    assert profile(code).laterality is Laterality.BILATERAL


@pytest.mark.parametrize("code", ["73521", "73522", "73523", "75630", "75635"])
def test_both_sides_though_the_indicator_says_nothing(code: str) -> None:
    """PPRRVU: bilateral indicator 0, yet both hips or both legs are what the code names (trade)."""
    assert profile(code).laterality is Laterality.BILATERAL


@pytest.mark.parametrize(
    "code",
    [
        *(
            "70030",
            "70120",
            "70190",
            "70332",
            "73000",
            "73030",
            "73070",
            "73110",
            "73140",
            "73200",
            "73221",
            "73525",
        ),
        *(
            "73551",
            "73564",
            "73610",
            "73630",
            "73660",
            "73700",
            "73706",
            "73721",
            "73725",
        ),  # BILAT SURG 3
        *(
            "70328",
            "71100",
            "71101",
            "73060",
            "73206",
            "73225",
            "73501",
            "73503",
            "75710",
            "75731",
            "75741",
            "75820",
            "75840",
        ),  # 0, never 50
    ],
)
def test_one_side(code: str) -> None:
    """PPRRVU: bilateral indicator 3, or 0 beside a sibling for both sides."""
    assert profile(code).laterality is Laterality.UNILATERAL


def test_jaw_joint_mr_is_one_unit_for_one_or_both() -> None:
    """PPRRVU: 70336 has bilateral indicator 2 since RVU22C, and no sibling."""
    assert profile("70336").laterality is Laterality.EITHER


# --- add-ons: PPRRVU GLOB DAYS ZZZ


@pytest.mark.parametrize(
    "code", ["70472", "74248", "74301", "74713", "75565", "75774", "76015", "76125"]
)
def test_add_ons(code: str) -> None:
    """ZZZ in PPRRVU and a row in AOC 2026 Q2 (70472: 70450, 70460, 70470, 70471, 70496)."""
    assert the(code).is_add_on


@pytest.mark.parametrize(
    "code",
    [
        "70473",
        "74240",
        "74300",
        "74425",
        "74712",
        "75557",
        "75577",
        "75580",
        "76014",
        "76120",
        "76376",
        "76377",
    ],
)
def test_no_add_ons(code: str) -> None:
    """XXX in PPRRVU: reported alone, or beside others as a service of its own."""
    assert not the(code).is_add_on


# --- joint or not, angiography, screening, population


@pytest.mark.parametrize(
    ("code", "technique"),
    [
        *(
            (code, Technique.JOINT)
            for code in ("73221", "73222", "73223", "73721", "73722", "73723")
        ),
        *(
            (code, Technique.NON_JOINT)
            for code in ("73218", "73219", "73220", "73718", "73719", "73720")
        ),
        *(
            (code, Technique.ANGIOGRAPHY)
            for code in (
                "70471",
                "70496",
                "70498",
                "70544",
                "70549",
                "71275",
                "71555",
                "72159",
                "72191",
                "72198",
            )
        ),
        *(
            (code, Technique.ANGIOGRAPHY)
            for code in (
                "73206",
                "73225",
                "73706",
                "73725",
                "74174",
                "74175",
                "74185",
                "75574",
                "75635",
                "75630",
            )
        ),
        ("70472", Technique.PERFUSION),
        ("70473", Technique.PERFUSION),
        ("70555", Technique.CLINICIAN_TESTING),
        ("70557", Technique.INTRAOPERATIVE),
        ("71271", Technique.LOW_DOSE),
        ("72114", Technique.BENDING),
        ("72120", Technique.BENDING),
        ("72082", Technique.SCOLIOSIS),
        ("73565", Technique.STANDING),
        (
            "74220",
            Technique.SINGLE_CONTRAST,
        ),  # since 2020; not a barium enema, which a much-read article makes of it
        ("74221", Technique.DOUBLE_CONTRAST),
        ("74240", Technique.SINGLE_CONTRAST),
        ("74246", Technique.DOUBLE_CONTRAST),
        ("74248", Technique.FOLLOW_THROUGH),
        ("74251", Technique.ENTEROCLYSIS),
        ("74270", Technique.SINGLE_CONTRAST),
        ("74280", Technique.DOUBLE_CONTRAST),
        ("74283", Technique.REDUCTION),
        ("74425", Technique.ANTEGRADE),
        ("74420", Technique.RETROGRADE),
        ("74450", Technique.RETROGRADE),
        ("74455", Technique.VOIDING),
        ("75559", Technique.STRESS),
        ("75563", Technique.STRESS),
        ("75571", Technique.CALCIUM_SCORING),
        ("75573", Technique.CONGENITAL),
        ("75577", Technique.PLAQUE_ANALYSIS),
        ("75580", Technique.FLOW_RESERVE),
        ("75605", Technique.SERIALOGRAPHY),
        ("75885", Technique.HEMODYNAMICS),
        ("75889", Technique.HEMODYNAMICS),
        ("75894", Technique.EMBOLIZATION),
        ("76377", Technique.RENDERING_INDEPENDENT_WORKSTATION),
        ("76376", Technique.RENDERING_SAME_WORKSTATION),
        ("76390", Technique.SPECTROSCOPY),
        ("76391", Technique.ELASTOGRAPHY),
    ],
)
def test_technique(code: str, technique: Technique) -> None:
    """What tells the code from its neighbors (trade; CMS's short texts agree)."""
    assert technique in profile(code).technique


@pytest.mark.parametrize(
    ("code", "technique"),
    [
        ("75600", Technique.SERIALOGRAPHY),
        ("75887", Technique.HEMODYNAMICS),
        ("75891", Technique.HEMODYNAMICS),
        ("75557", Technique.STRESS),
        ("75561", Technique.STRESS),
        ("70554", Technique.CLINICIAN_TESTING),
        ("71250", Technique.LOW_DOSE),
        ("74410", Technique.TOMOGRAPHY),
        ("75572", Technique.CONGENITAL),
    ],
)
def test_technique_of_the_sibling_only(code: str, technique: Technique) -> None:
    """The plainer sibling has not what the other is for."""
    assert technique not in profile(code).technique


def test_screening() -> None:
    """For patients without symptoms: 71271 (NCD 210.14), 74263; their diagnostic siblings are not."""
    assert [the(code).is_screening for code in ("71271", "74263", "71250", "74261")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("code", ["76496", "76497", "76498", "76499"])
def test_unlisted(code: str) -> None:
    """PPRRVU: status C, unlisted."""
    assert the(code).is_unlisted


@pytest.mark.parametrize(
    ("code", "population"),
    [
        ("73092", Population.INFANT),
        ("73592", Population.INFANT),
        ("74712", Population.FETUS),
        ("74713", Population.FETUS),
        ("76010", Population.CHILD),
        ("73090", None),
    ],
)
def test_population(code: str, population: Population | None) -> None:
    """Whom the code is restricted to (trade)."""
    assert profile(code).population is population


# --- roles


@pytest.mark.parametrize(
    ("code", "role"),
    [
        *(
            (code, Role.SUPERVISION_AND_INTERPRETATION)
            for code in (
                "70015",
                "70332",
                "72240",
                "72265",
                "72285",
                "73040",
                "73580",
                "74300",
                "74330",
            )
        ),
        *(
            (code, Role.SUPERVISION_AND_INTERPRETATION)
            for code in (
                "74425",
                "74430",
                "74455",
                "74485",
                "74740",
                "75625",
                "75710",
                "75774",
                "75820",
            )
        ),
        *(
            (code, Role.SUPERVISION_AND_INTERPRETATION)
            for code in ("75889", "75894", "75898", "75984", "76080")
        ),
        ("75989", Role.GUIDANCE),
        ("74283", Role.THERAPEUTIC),
        ("75577", Role.POST_PROCESSING),
        ("75580", Role.POST_PROCESSING),
        ("76376", Role.POST_PROCESSING),
        ("76014", Role.SAFETY),
        ("76019", Role.SAFETY),
        ("76140", Role.CONSULTATION),
        ("76145", Role.PHYSICS),
        ("71260", Role.DIAGNOSTIC),
        (
            "74400",
            Role.DIAGNOSTIC,
        ),  # urogram by vein, unlike the antegrade one, is no supervision code
        ("74420", Role.DIAGNOSTIC),
        ("75635", Role.DIAGNOSTIC),  # a CT among catheter angiograms
        ("76000", Role.DIAGNOSTIC),
        ("76098", Role.DIAGNOSTIC),
    ],
)
def test_role(code: str, role: Role) -> None:
    """Supervision codes leave the injection or the catheter to another code (trade; PPRRVU supervision 03)."""
    assert profile(code).role is role


@pytest.mark.parametrize(
    "code", ["76014", "76015", "76016", "76017", "76018", "76019", "76140", "76145"]
)
def test_no_image_is_made(code: str) -> None:
    """Safety review, second reading, dose estimate: no modality."""
    assert profile(code).modality is None


# --- 3-D inside the code: PTP of 76376 and 76377 with CCMI 0 (2024 Q3), and 75572-75574 by their short texts


@pytest.mark.parametrize(
    "code",
    [
        *(
            "70496",
            "70498",
            "70547",
            "70548",
            "70549",
            "71275",
            "71555",
            "72159",
            "72191",
            "72198",
            "73206",
            "73225",
        ),
        *("73706", "73725", "74174", "74175", "74185", "75635", "75572", "75573", "75574"),
    ],
)
def test_three_d_is_inside(code: str) -> None:
    """No 76376 or 76377 beside these, modifier or not."""
    assert profile(code).three_d


@pytest.mark.parametrize("code", ["70450", "71260", "72131", "74177", "70553", "73721", "75710"])
def test_three_d_is_not_inside(code: str) -> None:
    """PTP has no edit: rendering may be reported where ordered and documented."""
    assert not profile(code).three_d


# --- dated meanings


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        ("71271", "2021-01-01"),
        ("74221", "2020-01-01"),
        ("75580", "2024-01-01"),
        ("76014", "2025-01-01"),
        ("70471", "2026-01-01"),
        ("75577", "2026-01-01"),
    ],
)
def test_new_codes(code: str, first_day: str) -> None:
    """First release of PPRRVU that holds the code; the day before it names nothing."""
    day = dt.date.fromisoformat(first_day)
    assert cptkit.get(code, day) is not None
    assert the(code).effective == day
    if day > dt.date(2020, 1, 1):
        assert cptkit.get(code, day - dt.timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("code", "last_day"),
    [
        ("72275", "2021-12-31"),
        ("76101", "2021-12-31"),
        ("76102", "2021-12-31"),
        ("74710", "2023-12-31"),
        ("75842", "2025-12-31"),
        ("75956", "2025-12-31"),
    ],
)
def test_retired_codes(code: str, last_day: str) -> None:
    """Last release of PPRRVU that holds the code; no grace after it (HIPAA code-set rule)."""
    day = dt.date.fromisoformat(last_day)
    assert the(code, day).through == day
    assert cptkit.get(code, day + dt.timedelta(days=1)) is None


def test_esophagram_split_in_2020() -> None:
    """74220 stood for single and double contrast until 2019; since 2020 double contrast is 74221."""
    techniques = [
        (each.through, each.imaging.technique)
        for each in versions(well_formed("74220"))
        if each.imaging is not None
    ]
    assert techniques == [(dt.date(2019, 12, 31), ()), (None, (Technique.SINGLE_CONTRAST,))]


# --- families and combined codes

ROWS: dict[str, list[dict[str, Any]]] = {
    name: packaged_json(f"authored/{name}.json")["rows"]
    for name in ("contrast_families", "combination_codes")
}


@pytest.mark.parametrize(("without", "with_contrast", "both", "modality", "region"), TRIPLES)
def test_triples_are_families(
    without: str,
    with_contrast: str,
    both: str,
    modality: Modality,
    region: Region,  # noqa: ARG001
) -> None:
    """Each triple is one family, and no code stands in two."""
    found = [each for each in ROWS["contrast_families"] if without == each.get("without")]
    assert [
        (each["with_contrast"], each["without_then_with"], each["modality"]) for each in found
    ] == [(with_contrast, both, modality.name)]


@pytest.mark.parametrize(
    ("without", "with_contrast", "both"),
    [
        ("75557", None, "75561"),
        ("75559", None, "75563"),
        ("77046", None, "77048"),
        ("77047", None, "77049"),
        ("74261", "74262", None),
        ("C8901", "C8900", "C8902"),  # the hospital's C codes begin with the one that has contrast
        ("C8910", "C8909", "C8911"),
        ("C8913", "C8912", "C8914"),
        ("C8919", "C8918", "C8920"),
        ("C8932", "C8931", "C8933"),
        ("C8935", "C8934", "C8936"),
        (None, "C8903", "C8905"),
        (None, "C8906", "C8908"),
    ],
)
def test_families_of_another_shape(
    without: str | None, with_contrast: str | None, both: str | None
) -> None:
    """Families of two, and the hospital codes (CMS OPPS)."""
    shape = (without, with_contrast, both)
    assert shape in [
        (each.get("without"), each.get("with_contrast"), each.get("without_then_with"))
        for each in ROWS["contrast_families"]
    ]


def test_no_code_stands_in_two_families() -> None:
    """The family of a code is one."""
    members = [
        each[state]
        for each in ROWS["contrast_families"]
        for state in ("without", "with_contrast", "without_then_with")
        if state in each
    ]
    assert len(members) == len(set(members))


@pytest.mark.parametrize(
    ("one", "other", "combined"),
    [
        (
            "74150",
            "72192",
            "74176",
        ),  # CPT's table of abdomen and pelvis (secondary): like states keep the state, all else is 74178
        ("74160", "72193", "74177"),
        ("74170", "72194", "74178"),
        ("74150", "72193", "74178"),
        ("74150", "72194", "74178"),
        ("74160", "72192", "74178"),
        ("74160", "72194", "74178"),
        ("74170", "72192", "74178"),
        ("74170", "72193", "74178"),
        ("74175", "72191", "74174"),
        ("70496", "70498", "70471"),
        ("72240", "72255", "72270"),  # PTP 72270 over each, indicator 0
        ("72240", "72265", "72270"),
        ("72255", "72265", "72270"),
        ("78579", "78580", "78582"),
        ("78012", "78013", "78014"),
        ("77080", "77086", "77085"),
        ("71100", "71045", "71101"),
        ("71110", "71045", "71111"),
        ("74019", "71045", "74022"),
    ],
)
def test_combined_codes(one: str, other: str, combined: str) -> None:
    """One session, one code."""
    assert {
        each["combined"]
        for each in ROWS["combination_codes"]
        if {each["first"], each["second"]} == {one, other}
    } == {combined}


def test_head_and_neck_angiogram_is_combined_from_2026_only() -> None:
    """70471 is new in RVU26A; before, 70496 and 70498 were both right."""
    assert [
        each["effective"] for each in ROWS["combination_codes"] if each["combined"] == "70471"
    ] == ["2026-01-01"]
