"""What ultrasound, guidance, breast, bone, oncology, nuclear medicine and neighboring codes stand for.

Facts typed from official indicators and trade knowledge, not from the data. PPRRVU is CMS's relative value file
(RVU26C where no other is named), column names as there; AOC is the NCCI add-on table of 2026 Q2, PTP the pair table
v30.2; "trade" is what every radiology coder knows.
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cptkit import Contrast, Extent, Laterality, Modality, Population, Region, Role, Technique
from cptkit.catalog.code_forms import well_formed
from cptkit.catalog.code_set import authored_codes, versions
from looped import some
from profile_facts import profile, the

ONE, BOTH_SIDES, EITHER = Laterality.UNILATERAL, Laterality.BILATERAL, Laterality.EITHER
NEW_YEAR_2026, OLD_YEAR_2025 = dt.date(2026, 1, 1), dt.date(2025, 12, 31)


def words(text: str) -> list[str]:
    """Give the codes in a text."""
    return text.split()


# --- contrast

# Supervision of the TC row is 02 for 77046-77049 alike, so the state is from the trade: C8903-C8908 are the hospital's twins.
CONTRAST: list[tuple[str, Contrast | None]] = [
    ("77046", Contrast.WITHOUT),
    ("77047", Contrast.WITHOUT),
    ("77048", Contrast.WITHOUT_THEN_WITH),
    ("77049", Contrast.WITHOUT_THEN_WITH),
    ("77058", Contrast.WITH_OR_WITHOUT),  # one code for all states, to 2018
    ("C8903", Contrast.WITH),  # AOC: primary of C8937, the breast CAD of hospitals
    ("C8905", Contrast.WITHOUT_THEN_WITH),
    ("C8906", Contrast.WITH),
    ("C8908", Contrast.WITHOUT_THEN_WITH),
    (
        "C8900",
        Contrast.WITH,
    ),  # trade: the first of each hospital triple is the one with contrast, the second without
    ("C8901", Contrast.WITHOUT),
    ("C8902", Contrast.WITHOUT_THEN_WITH),
    ("C8931", Contrast.WITH),  # CMS Transmittal 123 (2010)
    ("C8932", Contrast.WITHOUT),
    ("C8933", Contrast.WITHOUT_THEN_WITH),
    ("0633T", Contrast.WITHOUT),
    ("0634T", Contrast.WITH),
    ("0638T", Contrast.WITHOUT_THEN_WITH),
    ("0042T", Contrast.WITH),
    ("G0297", Contrast.WITHOUT),
    ("76978", Contrast.WITH),  # microbubbles go into a vein (supervision 03)
    # contrast into ducts and cavities, saline, gas: coding does not turn on it
    ("77053", None),
    ("77054", None),
    ("76831", None),
    ("C9791", None),
    # no state at all in the code
    ("77078", None),
    ("0558T", None),
    ("78815", None),
    ("78452", None),
    ("76700", None),
    ("77067", None),
    ("77012", None),
    ("G0260", None),
]


@pytest.mark.parametrize(("code", "state"), CONTRAST)
def test_contrast(code: str, state: Contrast | None) -> None:
    """A wrong state is a false claim."""
    assert profile(code).contrast is state


# --- sides

# PPRRVU bilateral indicator: 1 and 3 one side each, 2 both already; where it is 0 the trade is named.
SIDES = [
    ("76510", ONE),  # 3
    ("76512", ONE),  # 3
    ("76529", ONE),  # 3
    ("76514", EITHER),  # 2, one eye or both
    ("76516", BOTH_SIDES),  # 2
    ("76519", EITHER),  # 2 on global and TC, 3 on 26
    ("76641", ONE),  # 1: both breasts are one line with 50
    ("76642", ONE),  # 1
    ("77046", ONE),  # 0, sibling 77047 has 2
    ("77047", BOTH_SIDES),  # 2
    ("77048", ONE),
    ("77049", BOTH_SIDES),  # 2
    ("77052", BOTH_SIDES),  # AOC: beside 77057 and G0202 only
    ("77061", ONE),
    ("77062", BOTH_SIDES),
    ("77063", BOTH_SIDES),  # 2
    ("77065", ONE),  # 0: both are 77066
    ("77066", BOTH_SIDES),  # 2
    ("77067", BOTH_SIDES),  # 2
    ("G0279", EITHER),  # 2, one breast or both
    ("G0206", ONE),
    ("G0204", BOTH_SIDES),
    ("G0278", EITHER),
    ("77071", EITHER),  # 2, the other side is included
    ("76881", ONE),  # 0: RT and LT lines
    ("76882", ONE),  # 0
    ("76885", BOTH_SIDES),  # 0, the code says hips; one unit
    ("78457", ONE),  # 0
    ("78458", BOTH_SIDES),  # 2
    ("93880", BOTH_SIDES),  # 2
    ("93882", ONE),  # 0
    ("93922", BOTH_SIDES),  # 2
    ("93925", BOTH_SIDES),  # 2
    ("93926", ONE),  # 0
    ("93930", BOTH_SIDES),  # 2
    ("93970", BOTH_SIDES),  # 2
    ("93971", ONE),  # 0, never 50
    ("93985", BOTH_SIDES),  # 2
    ("93986", ONE),  # 0
    ("19083", ONE),  # 1
    ("20611", ONE),  # 1
    ("27096", ONE),  # 1
    ("64483", ONE),  # 1
    ("0633T", ONE),  # 3
    ("0636T", BOTH_SIDES),  # 3 in the file, both breasts by definition
    ("0857T", ONE),  # 1
    ("C8912", ONE),
    ("S8080", ONE),
]


@pytest.mark.parametrize(("code", "sides"), SIDES)
def test_sides(code: str, sides: Laterality) -> None:
    """Sides decide between 50, RT with LT, and one unit."""
    assert profile(code).laterality is sides


@pytest.mark.parametrize(
    "code",
    [
        "76700",
        "76856",
        "76830",
        "77080",
        "78306",
        "78815",
        "71271",
        "76942",
        "77002",
        "93306",
        "78452",
        "77373",
    ],
)
def test_unpaired(code: str) -> None:
    """Indicator 0 and no side in the code (PPRRVU, trade)."""
    assert profile(code).laterality is Laterality.NOT_PAIRED


# --- add-ons: global days ZZZ (PPRRVU) or primaries listed in AOC

ADD_ONS = words(
    "76802 76810 76812 76814 76937 76979 76983 77001 77002 77003 77063 77293 77439 78020 78434 78496 78730 78835 93319 93320 "
    "93321 93325 93352 93356 93896 93897 93898 10006 10008 10010 10012 19082 19084 19086 19282 19284 19286 19288 64480 64484 "
    "64491 64492 64494 64495 G0278 G0279 C8937 0174T 0439T 0649T 0690T 0698T 0722T 0724T 0742T 0866T 0899T 0900T"
)
NOT_ADD_ONS = words(
    "76801 76805 76811 76813 76816 76817 76940 76942 76965 76998 77011 77012 77021 77061 77062 77065 77067 77387 77417 78012 "
    "78070 78491 78740 78803 78830 93306 93312 93350 93886 10005 19081 19281 64479 64490 0175T 0648T 0689T 0721T 0865T G0296 "
    "Q0092"
)


@pytest.mark.parametrize("code", ADD_ONS)
def test_add_ons(code: str) -> None:
    """Never alone."""
    assert the(code).is_add_on


@pytest.mark.parametrize("code", NOT_ADD_ONS)
def test_not_add_ons(code: str) -> None:
    """Global days XXX, 000 or YYY, and no row in AOC."""
    assert not the(code).is_add_on


# --- guidance is a service beside a procedure; a procedure that includes its imaging is not

GUIDANCE = words(
    "76932 76937 76940 76941 76942 76945 76946 76948 76965 76998 77001 77002 77003 77011 77012 77013 77014 77021 77022 77387 77439 93355"
)
INCLUDES_GUIDANCE = words(
    "10005 10009 19081 19083 19085 19281 19285 20604 20606 20611 27096 32408 32555 32557 49083 62321 62328 64483 64493 76936"
)


@pytest.mark.parametrize("code", GUIDANCE)
def test_guidance(code: str) -> None:
    """PTP and AOC bind these to procedures (trade)."""
    assert profile(code).role is Role.GUIDANCE


@pytest.mark.parametrize("code", INCLUDES_GUIDANCE)
def test_procedures_with_guidance_are_no_guidance(code: str) -> None:
    """Global days 000 or XXX, PC/TC 0 (76936: 1): whole services; a second guidance code beside them is unbundling."""
    assert profile(code).role is not Role.GUIDANCE


@pytest.mark.parametrize(
    ("code", "modality", "region"),
    [
        ("77001", Modality.RF, Region.VEIN),
        ("77002", Modality.RF, Region.ANY),  # outside the spine
        ("77003", Modality.RF, Region.SPINE),
        ("77012", Modality.CT, Region.ANY),
        ("77021", Modality.MR, Region.ANY),
        ("76942", Modality.US, Region.ANY),
        ("76937", Modality.US, Region.VEIN),
        ("76948", Modality.US, Region.OVARY),
        ("10005", Modality.US, Region.ANY),
        ("10007", Modality.RF, Region.ANY),
        ("10009", Modality.CT, Region.ANY),
        ("10011", Modality.MR, Region.ANY),
        ("19081", Modality.MG, Region.BREAST),
        ("19083", Modality.US, Region.BREAST),
        ("19085", Modality.MR, Region.BREAST),
        ("19281", Modality.MG, Region.BREAST),
        ("19285", Modality.US, Region.BREAST),
        ("19287", Modality.MR, Region.BREAST),
    ],
)
def test_the_apparatus_of_guidance(code: str, modality: Modality, region: Region) -> None:
    """The guiding apparatus is the code (trade; CMS's order of the FNA and breast families is US, fluoroscopy, CT, MR)."""
    assert profile(code).modality is modality
    assert region in profile(code).regions


# --- roles: who may bill what. PC/TC: 2 professional only, 3 technical only

ROLES = [
    ("77261", Role.PLANNING),  # PC/TC 2
    ("77263", Role.PLANNING),  # PC/TC 2
    ("77280", Role.PLANNING),
    ("77290", Role.PLANNING),
    ("77436", Role.PLANNING),
    ("76873", Role.PLANNING),
    ("77295", Role.PHYSICS),  # numbered among the planning codes
    ("77300", Role.PHYSICS),
    ("77301", Role.PHYSICS),
    ("77334", Role.PHYSICS),
    ("77336", Role.PHYSICS),  # PC/TC 3
    ("77338", Role.PHYSICS),
    ("77790", Role.PHYSICS),  # PC/TC 3
    ("77370", Role.CONSULTATION),  # PC/TC 3
    ("77372", Role.DELIVERY),  # PC/TC 3
    ("77373", Role.DELIVERY),
    ("77402", Role.DELIVERY),
    ("77412", Role.DELIVERY),
    ("77437", Role.DELIVERY),
    ("77522", Role.DELIVERY),
    ("77770", Role.DELIVERY),
    ("77427", Role.MANAGEMENT),  # PC/TC 2
    ("77431", Role.MANAGEMENT),
    ("77432", Role.MANAGEMENT),
    ("77435", Role.MANAGEMENT),
    ("77469", Role.MANAGEMENT),  # PC/TC 0
    ("77470", Role.MANAGEMENT),
    ("77600", Role.THERAPEUTIC),
    ("79005", Role.THERAPEUTIC),
    ("79403", Role.THERAPEUTIC),
    ("77053", Role.SUPERVISION_AND_INTERPRETATION),
    ("76975", Role.SUPERVISION_AND_INTERPRETATION),
    ("76989", Role.SUPERVISION_AND_INTERPRETATION),  # reading only
    ("77092", Role.SUPERVISION_AND_INTERPRETATION),  # PC/TC 2
    ("0504T", Role.SUPERVISION_AND_INTERPRETATION),
    ("0557T", Role.SUPERVISION_AND_INTERPRETATION),
    ("0880T", Role.SUPERVISION_AND_INTERPRETATION),  # PC/TC 2
    ("77091", Role.POST_PROCESSING),  # PC/TC 3
    ("0721T", Role.POST_PROCESSING),
    ("G0288", Role.POST_PROCESSING),  # PC/TC 3
    ("G0296", Role.CONSULTATION),
    ("6045F", Role.QUALITY),
    ("3340F", Role.QUALITY),
    ("7025F", Role.QUALITY),
    ("78452", Role.DIAGNOSTIC),
    ("76805", Role.DIAGNOSTIC),
    ("93880", Role.DIAGNOSTIC),
]


@pytest.mark.parametrize(("code", "role"), ROLES)
def test_roles(code: str, role: Role) -> None:
    """What the service is for (PPRRVU PC/TC indicators, trade)."""
    assert profile(code).role is role


@pytest.mark.parametrize(
    "code",
    [
        "77263",
        "77295",
        "77301",
        "77336",
        "77373",
        "77402",
        "77427",
        "77470",
        "77761",
        "79101",
        "G6015",
    ],
)
def test_no_image_is_made(code: str) -> None:
    """Planning, physics, delivery and management make no image of their own."""
    assert profile(code).modality is None


# --- extent: complete against limited

EXTENTS = [
    ("76641", Extent.COMPLETE),
    ("76642", Extent.LIMITED),
    ("76700", Extent.COMPLETE),
    ("76705", Extent.LIMITED),
    ("76770", Extent.COMPLETE),
    ("76775", Extent.LIMITED),
    ("76856", Extent.COMPLETE),
    ("76857", Extent.LIMITED),
    ("76881", Extent.COMPLETE),
    ("76882", Extent.LIMITED),
    ("76815", Extent.LIMITED),
    ("76816", Extent.FOLLOW_UP),
    ("76826", Extent.FOLLOW_UP),
    ("76828", Extent.FOLLOW_UP),
    ("76886", Extent.LIMITED),
    ("77074", Extent.LIMITED),
    ("77075", Extent.COMPLETE),
    ("93303", Extent.COMPLETE),
    ("93304", Extent.LIMITED),
    ("93306", Extent.COMPLETE),
    ("93308", Extent.LIMITED),
    ("93880", Extent.COMPLETE),
    ("93882", Extent.LIMITED),
    ("93886", Extent.COMPLETE),
    ("93888", Extent.LIMITED),
    ("93922", Extent.LIMITED),
    ("93923", Extent.COMPLETE),
    ("93975", Extent.COMPLETE),
    ("93976", Extent.LIMITED),
    ("93978", Extent.COMPLETE),
    ("93979", Extent.LIMITED),
    ("93314", None),  # images and reading, not a limited study
    ("76830", None),
    ("76536", None),
]


@pytest.mark.parametrize(("code", "extent"), EXTENTS)
def test_extent(code: str, extent: Extent | None) -> None:
    """A limited study under the complete code is overpayment (CMS names, trade)."""
    assert profile(code).extent is extent


# --- whom and what for


@pytest.mark.parametrize(
    "code",
    [
        "76706",
        "77067",
        "77063",
        "77052",
        "77057",
        "G0202",
        "G0297",
        "G0389",
        "G0106",
        "G0120",
        "G0296",
    ],
)
def test_screening(code: str) -> None:
    """For people without symptoms; deductible and diagnosis rules differ (Medicare Claims Manual ch. 18)."""
    assert the(code).is_screening


@pytest.mark.parametrize(
    "code",
    [
        "77065",
        "77066",
        "77061",
        "77062",
        "G0279",
        "G0204",
        "G0206",
        "76775",
        "93978",
        "77080",
        "74261",
    ],
)
def test_not_screening(code: str) -> None:
    """Their diagnostic neighbors."""
    assert not the(code).is_screening


@pytest.mark.parametrize(
    ("code", "population"),
    [
        ("76801", Population.PREGNANT),
        ("76817", Population.PREGNANT),
        ("76818", Population.FETUS),
        ("76821", Population.FETUS),
        ("76825", Population.FETUS),
        ("76885", Population.INFANT),
        ("77076", Population.INFANT),
        ("76506", None),  # not limited to infants by the code
        ("76830", None),
        ("77072", None),
    ],
)
def test_population(code: str, population: Population | None) -> None:
    """Whom the code is restricted to (CMS names, trade)."""
    assert profile(code).population is population


UNLISTED = words(
    "76999 77299 77399 77499 77799 78099 78199 78299 78399 78499 78599 78699 78799 78999 79999 93998"
)


@pytest.mark.parametrize("code", UNLISTED)
def test_unlisted(code: str) -> None:
    """Numbers ending in 99 with status C; they need a report."""
    assert the(code).is_unlisted
    assert "nlisted" in (the(code).label or "")


# --- technique: what tells siblings apart

TECHNIQUES: list[tuple[str, list[Technique], list[Technique]]] = [
    # code, has, has not
    (
        "76801",
        [Technique.FIRST_TRIMESTER],
        [Technique.AFTER_FIRST_TRIMESTER, Technique.TRANSVAGINAL],
    ),
    (
        "76805",
        [Technique.AFTER_FIRST_TRIMESTER],
        [Technique.FIRST_TRIMESTER, Technique.DETAILED_ANATOMY],
    ),
    ("76811", [Technique.DETAILED_ANATOMY], [Technique.NUCHAL_TRANSLUCENCY]),
    ("76813", [Technique.NUCHAL_TRANSLUCENCY], [Technique.ADDITIONAL_GESTATION]),
    ("76814", [Technique.NUCHAL_TRANSLUCENCY, Technique.ADDITIONAL_GESTATION], []),
    ("76817", [Technique.TRANSVAGINAL], []),
    ("76818", [Technique.BIOPHYSICAL_PROFILE, Technique.NON_STRESS_TEST], []),
    ("76819", [Technique.BIOPHYSICAL_PROFILE], [Technique.NON_STRESS_TEST]),
    ("76872", [Technique.TRANSRECTAL], [Technique.VOLUME_STUDY]),
    ("77065", [Technique.CAD], [Technique.TOMOSYNTHESIS]),
    ("77055", [], [Technique.CAD]),
    ("77063", [Technique.TOMOSYNTHESIS], []),
    ("77080", [Technique.AXIAL_SKELETON], [Technique.FRACTURE_ASSESSMENT]),
    ("77081", [Technique.APPENDICULAR_SKELETON], [Technique.AXIAL_SKELETON]),
    ("77085", [Technique.AXIAL_SKELETON, Technique.FRACTURE_ASSESSMENT], []),
    ("77086", [Technique.FRACTURE_ASSESSMENT], [Technique.AXIAL_SKELETON]),
    ("78012", [Technique.UPTAKE], [Technique.PLANAR]),
    ("78013", [Technique.PLANAR], [Technique.UPTAKE]),
    ("78014", [Technique.PLANAR, Technique.UPTAKE], []),
    ("78070", [Technique.PLANAR], [Technique.SPECT, Technique.SPECT_CT]),
    ("78071", [Technique.SPECT], [Technique.SPECT_CT]),
    ("78072", [Technique.SPECT_CT], []),
    ("78226", [Technique.HEPATOBILIARY], [Technique.PHARMACOLOGIC]),
    ("78227", [Technique.HEPATOBILIARY, Technique.PHARMACOLOGIC], []),
    ("78300", [Technique.LIMITED_AREA], [Technique.WHOLE_BODY]),
    ("78305", [Technique.MULTIPLE_AREAS], []),
    ("78306", [Technique.WHOLE_BODY], [Technique.THREE_PHASE]),
    ("78315", [Technique.THREE_PHASE], [Technique.WHOLE_BODY]),
    ("78451", [Technique.SPECT, Technique.SINGLE_STUDY], [Technique.MULTIPLE_STUDIES]),
    ("78452", [Technique.SPECT, Technique.MULTIPLE_STUDIES], [Technique.SINGLE_STUDY]),
    ("78453", [Technique.PLANAR, Technique.SINGLE_STUDY], [Technique.SPECT]),
    ("78454", [Technique.PLANAR, Technique.MULTIPLE_STUDIES], [Technique.SPECT]),
    ("78472", [Technique.GATED, Technique.SINGLE_STUDY], [Technique.SPECT]),
    ("78494", [Technique.GATED, Technique.SPECT], []),
    ("78429", [Technique.PET_CT, Technique.METABOLIC], [Technique.PERFUSION]),
    ("78430", [Technique.PET_CT, Technique.PERFUSION, Technique.SINGLE_STUDY], []),
    ("78431", [Technique.PET_CT, Technique.PERFUSION, Technique.MULTIPLE_STUDIES], []),
    ("78432", [Technique.PET, Technique.DUAL_TRACER], [Technique.PET_CT]),
    ("78433", [Technique.PET_CT, Technique.DUAL_TRACER], []),
    ("78459", [Technique.PET, Technique.METABOLIC], [Technique.PET_CT]),
    ("78491", [Technique.PET, Technique.PERFUSION, Technique.SINGLE_STUDY], [Technique.PET_CT]),
    ("78492", [Technique.PET, Technique.PERFUSION, Technique.MULTIPLE_STUDIES], [Technique.PET_CT]),
    ("78579", [Technique.VENTILATION], [Technique.PERFUSION]),
    ("78580", [Technique.PERFUSION], [Technique.VENTILATION]),
    ("78582", [Technique.VENTILATION, Technique.PERFUSION], [Technique.QUANTITATIVE]),
    ("78597", [Technique.PERFUSION, Technique.QUANTITATIVE], [Technique.VENTILATION]),
    ("78598", [Technique.PERFUSION, Technique.VENTILATION, Technique.QUANTITATIVE], []),
    ("78707", [Technique.FUNCTION], [Technique.PHARMACOLOGIC, Technique.MULTIPLE_STUDIES]),
    ("78708", [Technique.FUNCTION, Technique.PHARMACOLOGIC], [Technique.MULTIPLE_STUDIES]),
    ("78709", [Technique.PHARMACOLOGIC, Technique.MULTIPLE_STUDIES], []),
    ("78800", [Technique.PLANAR, Technique.SINGLE_AREA], []),
    ("78801", [Technique.PLANAR, Technique.MULTIPLE_AREAS], []),
    ("78802", [Technique.PLANAR, Technique.WHOLE_BODY], [Technique.MULTIPLE_DAYS]),
    ("78804", [Technique.WHOLE_BODY, Technique.MULTIPLE_DAYS], []),
    ("78803", [Technique.SPECT, Technique.SINGLE_AREA], [Technique.SPECT_CT]),
    ("78830", [Technique.SPECT_CT, Technique.SINGLE_AREA], []),
    ("78831", [Technique.SPECT, Technique.MULTIPLE_AREAS], [Technique.SPECT_CT]),
    ("78832", [Technique.SPECT_CT, Technique.MULTIPLE_AREAS], []),
    ("77371", [Technique.COBALT], [Technique.LINAC]),
    ("77372", [Technique.LINAC], [Technique.COBALT, Technique.SBRT]),
    ("77373", [Technique.SBRT], []),
    ("77437", [Technique.SUPERFICIAL], [Technique.ORTHOVOLTAGE]),
    ("77438", [Technique.ORTHOVOLTAGE], [Technique.SUPERFICIAL]),
    ("77520", [Technique.PROTON, Technique.SIMPLE], [Technique.COMPENSATION]),
    ("77522", [Technique.PROTON, Technique.SIMPLE, Technique.COMPENSATION], []),
    ("77610", [Technique.INTERSTITIAL], [Technique.MULTIPLE_APPLICATORS]),
    ("77770", [Technique.SINGLE_CHANNEL], [Technique.SKIN_SURFACE]),
    ("77771", [Technique.MULTIPLE_CHANNELS], []),
    ("77772", [Technique.OVER_12_CHANNELS], []),
    ("77767", [Technique.SKIN_SURFACE, Technique.SINGLE_CHANNEL], []),
    ("79005", [Technique.ORAL], [Technique.INTRAVENOUS]),
    ("79101", [Technique.INTRAVENOUS], [Technique.ANTIBODY]),
    ("79403", [Technique.ANTIBODY, Technique.INTRAVENOUS], []),
    ("79445", [Technique.INTRA_ARTERIAL], []),
    ("93307", [Technique.TRANSTHORACIC], [Technique.DOPPLER]),
    ("93306", [Technique.TRANSTHORACIC, Technique.DOPPLER, Technique.COLOR_FLOW], []),
    ("93893", [Technique.SHUNT], [Technique.EMBOLI_DETECTION]),
    ("93922", [Technique.PHYSIOLOGIC], [Technique.DUPLEX]),
    ("0624T", [Technique.PLAQUE_ANALYSIS], [Technique.QUANTITATIVE]),
    ("0877T", [Technique.DELAYED], []),
    ("0878T", [Technique.CAD], [Technique.DELAYED]),
]


@pytest.mark.parametrize(("code", "has", "has_not"), TECHNIQUES)
def test_techniques(code: str, has: list[Technique], has_not: list[Technique]) -> None:
    """What the neighbors differ in (CMS names, trade)."""
    found = set(profile(code).technique)
    assert found >= set(has)
    assert not found & set(has_not)


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("78811", Region.ANY),
        ("78812", Region.SKULL_BASE_TO_THIGH),
        ("78813", Region.WHOLE_BODY),
        ("78814", Region.ANY),
        ("78815", Region.SKULL_BASE_TO_THIGH),
        ("78816", Region.WHOLE_BODY),
    ],
)
def test_pet_extents(code: str, region: Region) -> None:
    """78811-78813 without CT, 78814-78816 with: limited area, skull base to thigh, whole body (CMS names)."""
    assert profile(code).regions == (region,)
    assert (Technique.PET_CT in profile(code).technique) is (code >= "78814")
    assert profile(code).modality is Modality.PT


@pytest.mark.parametrize(
    ("code", "least", "most"),
    [
        ("78600", 1, 3),
        ("78601", 1, 3),
        ("78605", 4, None),
        ("78606", 4, None),
        ("77077", 1, 1),
        ("77067", 2, None),
        ("G0202", 2, None),
        ("0750T", 1, 1),
    ],
)
def test_views(code: str, least: int, most: int | None) -> None:
    """Views by number (CMS names; two of each breast: 42 CFR 410.34)."""
    views = profile(code).views
    assert views is not None
    assert (views.minimum, views.maximum) == (least, most)


# --- radiation treatment changed on 2026-01-01


@pytest.mark.parametrize("code", ["77402", "77407", "77412", "77387"])
def test_revised_oncology_codes_have_two_meanings(code: str) -> None:
    """PPRRVU RVU25D status I against A in RVU26C; ASTRO 2026 summary (secondary)."""
    assert len(versions(well_formed(code))) == 2
    assert the(code, OLD_YEAR_2025).label != the(code, NEW_YEAR_2026).label
    assert NEW_YEAR_2026 in the(code, NEW_YEAR_2026).revised


@pytest.mark.parametrize(
    "code", ["77385", "77386", "77401", "77014", "G6001", "G6015", "0042T", "0394T", "0623T"]
)
def test_gone_in_2026(code: str) -> None:
    """In RVU25D, not in RVU26C."""
    assert the(code).through == OLD_YEAR_2025
    assert the(code).successors


def test_imrt_is_level_2_or_3() -> None:
    """No IMRT at level 1 (ASTRO 2026 summary, secondary)."""
    assert (
        the("77385").successors
        == the("77386").successors
        == the("G6015").successors
        == ("77407", "77412")
    )
    assert Technique.IMRT in profile("77407", NEW_YEAR_2026).technique
    assert Technique.IMRT not in profile("77402", NEW_YEAR_2026).technique
    assert Technique.MOTION_MANAGEMENT in profile("77412", NEW_YEAR_2026).technique


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("77057", {"77067", "G0202"}),
        ("77058", {"77046", "77048"}),
        ("77059", {"77047", "77049"}),
        ("76645", {"76641", "76642"}),
        ("77082", {"77086"}),
        ("77401", {"77437", "77438"}),
        ("77785", {"77767", "77770"}),
        ("77787", {"77768", "77772"}),
        ("78320", {"78803"}),
        ("78607", {"78803"}),
        ("78806", {"78802", "78804"}),
        ("G0202", {"77067"}),
        ("G0204", {"77066"}),
        ("G0206", {"77065"}),
        ("G0297", {"71271"}),
        ("G0365", {"93985", "93986"}),
        ("G0389", {"76706"}),
        ("0501T", {"75580"}),
        ("0623T", {"75577"}),
        ("0042T", {"70472", "70473"}),
        ("0159T", {"77048", "77049"}),
    ],
)
def test_successors(code: str, successors: set[str]) -> None:
    """What to bill today for what stands in an old charge list (RBCS and PPRRVU dates; trade)."""
    assert set(the(code).successors) == successors


# --- supplies: one billed unit. MUE (2026 Q2) confirms the size: 300 units of gadobutrol are 30 mL

UNITS = [
    ("A9500", "1", "study dose"),
    ("A9502", "1", "study dose"),
    ("A9503", "1", "study dose"),
    ("A9552", "1", "study dose"),
    ("A9555", "1", "study dose"),
    ("A9505", "1", "mCi"),
    ("A9508", "0.5", "mCi"),
    ("A9516", "100", "uCi"),
    ("A9587", "0.1", "mCi"),
    ("A9595", "1", "mCi"),
    ("A9606", "1", "uCi"),
    ("A9575", "0.1", "mL"),
    ("A9585", "0.1", "mL"),
    ("A9573", "1", "mL"),
    ("A9576", "1", "mL"),
    ("A9577", "1", "mL"),
    ("A9579", "1", "mL"),
    ("A9581", "1", "mL"),
    ("Q9965", "1", "mL"),
    ("Q9966", "1", "mL"),
    ("Q9967", "1", "mL"),
    ("Q9951", "1", "mL"),
    ("Q9954", "100", "mL"),
    ("J2785", "0.1", "mg"),
    ("J0153", "1", "mg"),
    ("J2805", "5", "ug"),
    ("J1250", "250", "mg"),
    ("J3240", "0.9", "mg"),
]


@pytest.mark.parametrize(("code", "amount", "unit"), UNITS)
def test_units_of_supplies(code: str, amount: str, unit: str) -> None:
    """A unit that is ten times too large is a tenth of the money, or a false claim (CMS HCPCS Level II)."""
    supply = the(code).supply
    assert supply is not None
    assert (supply.amount, supply.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("Q9965", "100", "199"),
        ("Q9966", "200", "299"),
        ("Q9967", "300", "399"),
        ("Q9958", "", "149"),
        ("Q9963", "350", "399"),
    ],
)
def test_iodine_concentrations(code: str, low: str, high: str) -> None:
    """The code is the concentration, milligrams of iodine a milliliter (CMS HCPCS Level II)."""
    label = the(code).label or ""
    assert f"{low}-{high} mg" in label if low else f"{high} mg" in label


def test_supplies_have_no_profile() -> None:
    """A supply is no exam."""
    assert all(some(each.imaging is None for each in authored_codes() if each.supply is not None))


def test_melanoma_recall_is_not_mammography() -> None:
    """7010F is of the melanoma measures (status M as 3319F), 7025F of mammography."""
    assert Region.BREAST not in profile("7010F").regions
    assert Region.BREAST in profile("7025F").regions


# --- headings that numbers alone would get wrong


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("77295", "radiology.oncology.physics-dosimetry-devices"),
        ("77299", "radiology.oncology.consultation-and-planning"),
        ("77387", "radiology.oncology.delivery"),
        ("77399", "radiology.oncology.physics-dosimetry-devices"),
        ("77417", "radiology.oncology.delivery"),
        ("77423", "radiology.oncology.neutron"),
        ("77425", "radiology.oncology.intraoperative"),
        ("77437", "radiology.oncology.surface"),
        ("77439", "radiology.oncology.surface"),
        ("77469", "radiology.oncology.management"),
        ("77620", "radiology.oncology.intracavitary-hyperthermia"),
        ("76641", "radiology.ultrasound.chest"),
        ("76800", "radiology.ultrasound.spinal-canal"),
        ("77046", "radiology.breast"),
        ("78350", "radiology.nuclear-medicine.diagnostic.musculoskeletal"),
        ("78830", "radiology.nuclear-medicine.diagnostic.other"),
        ("93306", "medicine.cardiovascular.echocardiography"),
        ("93971", "medicine.noninvasive-vascular.extremity-venous"),
    ],
)
def test_headings(code: str, heading: str) -> None:
    """CPT outline, resequenced codes included (secondary)."""
    assert the(code).headings[-1] == heading


# --- against the official files, where they are at hand


def _rows_2026(shared: Path) -> dict[str, tuple[str, str]]:
    with (shared / "cms" / "pfs" / "PPRRVU2026_Jul_nonQPP.csv").open(
        encoding="latin-1", newline=""
    ) as file:
        return {
            row[0]: (row[14], row[19])
            for row in csv.reader(file)
            if len(row) > 30 and not row[1].strip()
        }


def test_add_ons_are_those_of_cms(shared: Path) -> None:
    """An active code is an add-on here exactly where CMS has ZZZ or a row in AOC."""
    with (shared / "cms" / "ncci" / "AOC_V2026Q2-MCR.csv").open(
        encoding="latin-1", newline=""
    ) as file:
        listed = {row[1] for row in csv.reader(file) if len(row) > 1}
    days = _rows_2026(shared)
    wrong = [
        each.code
        for each in authored_codes()
        if each.through is None
        and each.code in days
        and each.is_add_on is not (days[each.code][0] == "ZZZ" or each.code in listed)
    ]
    assert set(wrong) <= {"74425"}  # in AOC since 2021, yet also reported alone


def test_both_sides_agree_with_cms(shared: Path) -> None:
    """Bilateral indicator 2 never stands on a code for one side, and 1 only on codes for one."""
    rows = _rows_2026(shared)
    for each in some(authored_codes()):
        if each.through is None and each.code in rows and each.imaging is not None:
            if rows[each.code][1] == "2":
                assert each.imaging.laterality is not ONE, each.code
            if rows[each.code][1] == "1":
                assert each.imaging.laterality is not BOTH_SIDES, each.code
