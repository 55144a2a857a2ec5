"""Suggesting: kinds of spelling, each with several ways to write it, and names that stand for several codes."""

from __future__ import annotations

import datetime as dt

import pytest

from cptkit import suggest

DAY = dt.date(2026, 5, 4)

WITHOUT_THEN_WITH = (
    "C-/C+",
    "C-MATRL&C+MATRL",
    "WO THEN W",
    "W/O FLWD W",
    "W/O FLD BY W",
    "WITHOUT FOLLOWED BY WITH",
    "NON CON F/B CON",
    "W & W",
    "W&W/O",
    "WO/W IVC",
    "W WO IVC",
    "PRE & POST",
    "NC/C",
    "NONCON & CON",
    "WITHOUT & WITH CM",
)


@pytest.mark.parametrize("words", WITHOUT_THEN_WITH)
def test_without_then_with_is_read_however_it_is_written(words: str) -> None:
    """All spellings of the two phases name the code with both, also where contrast into the vein is IVC."""
    assert [suggest(f"CT ABD {words}", DAY)[0].code, suggest(f"CT HEAD {words}", DAY)[0].code] == [
        "74170",
        "70470",
    ]


FEWER = (
    "LESS 4",
    "<4",
    "UNDER 4",
    "LESS THAN 4",
    "FEWER THAN 4",
    "NO MORE THAN 3",
    "UP TO 3",
    "MAX 3",
)


@pytest.mark.parametrize("words", FEWER)
@pytest.mark.parametrize("view", [" VIEWS", "VW", " V"])
def test_fewer_than_is_read_however_it_is_written(words: str, view: str) -> None:
    """A skull in fewer than four views is the smaller code."""
    assert suggest(f"XR SKULL {words}{view}", DAY)[0].code == "70250"


def test_a_limit_without_the_word_view_is_a_limit() -> None:
    """A number at the end counts views, with the words before it."""
    assert suggest("XR SKULL FEWER THAN 4", DAY)[0].code == "70250"


WORDS = """
# without something that is no contrast
CT ABDOMEN W/O PELVIS W CONTRAST | 74160
CT ABD WITH CONTRAST WITHOUT PELVIS | 74160
CT ABD W/WO PELVIS W CONTRAST | 74178
CTA AORTA W/O RUNOFF | 71275
MRI BREAST BIL W/O CAD W WO | 77049
MRI CARDIAC WO W STRESS | 75559
US SCROTUM W/O COLOR | 76870
US PELVIS W/O DOPPLER | 76856
ECHO TTE W/O COLOR FLOW DOPPLER | 93307
ECHO TTE 2D W/O COLOR & DOP COMPLETE | 93307
CT CHEST W/O LIMITED | 71250
MRI BRAIN WITH MRV | 70551
# rule out is no right side and no runoff
XR KNEE R/O FX LT | 73560-LT
CT CHEST R/O PE | 71275
CT HEAD RO BLEED | 70450
US ABD RO APPENDICITIS | 76705
# departments
NI CAROTID DUPLEX BILAT | 93880
VL DUPLEX LE VENOUS BILAT | 93970
PVL LE ARTERIAL DUPLEX BILATERAL | 93925
CA ECHO COMPLETE | 93306
CV STRESS ECHO | 93350
HC CT HEAD WO | 70450
# fee components
XR CHEST 2V-PROF | 71046-26
XR CHEST 2V-TECH | 71046-TC
# SPECT and PET with CT
NM BONE SPECT/CT | 78830
SPECT+CT LIMITED AREA | 78830
NM SPECT WITH CT 1 AREA | 78830
NM SPECT W/CT 2 AREAS | 78832
NM TUMOR LOC SPECT 2 AREAS | 78831
PETCT WHOLE BODY | 78816
PET CT HEAD TO TOE | 78816
PET CT VERTEX TO FEET | 78816
PET-CT EYES TO THIGHS | 78815
PET CT VERTEX TO MID THIGH | 78815
# charge masters
RADEX SHO COMPL MIN 2 VWS | 73030
RADEX HND MIN 3 VIEWS | 73130
CT LXTR C-/C+ | 73702
CT UXTR C-MATRL | 73200
MRI XTR OTH/THN JT LXTR C- | 73718
US XTR NONVASC COMPL | 76881
DUP-SCAN XTR VEINS COMPL BI STD | 93970
DUP-SCAN LXTR ART UNI/LMTD | 93926
BONE &/JT IMG WHBDY | 78306
RP LOCLZJ TUM PLNR 1 AREA | 78800
NM LUNG PERF & VENT | 78582
CT KIDNEYW/WO CON | 74170
MRI CERVICALSPINE WO | 72141
US CHEST R-T | 76604
# plain words
CT BELLY W DYE | 74160
MRI LOWER BACK NO DYE | 72148
XRAY COLLAR BONE RIGHT | 73000-RT
XRAY SHIN BONE LEFT | 73590-LT
XRAY KNEECAP LT | 73560-LT
MRI OF THE WOMB | 72195
ULTRASOUND NECK ARTERIES BOTH | 93880
ULTRASOUND BLOOD CLOT LEG LEFT | 93971-LT
# the study that is meant
US FETAL BIOPHYS WO STRESS | 76819
FETAL BPP ADD FETUS WO NST | 76819
US PREG FOLLOW UP ADDL FETUS | 76816
US OB AFI | 76815
NM BONE SCAN W VAS FLOW | 78315
NM MYOCARDIAL PERF SPECT SINGLE REST/STRESS | 78451
HEART INFARCT IMAGING SPECT | 78469
NM SALIVARY GLANDS W/SERIAL IMAGES | 78231
FLUORO GUIDANCE | 77002
IGRT STEREOSCOPIC X-RAY GUIDANCE | 77387
VASCULAR STUDY PENILE COMPLETE | 93980
PELVIC ANGIO SELECTIVE | 75736
DXA BODY COMPOSITION | 76499
MRI WHOLE BODY | 76498
XR NG TUBE PLACEMENT CHECK | 74018
BABYGRAM 1 VIEW | 76010
IORT ELECTRONS | 77425
RADIATION TREATMENT DELIVERY | 77402
# procedures
IR ILIAC STENT LT | 37258-LT
ILIAC ARTERY ANGIOPLASTY | 37254
SFA ANGIOPLASTY RT | 37263-RT
FEM POP STENT AND ATHERECTOMY | 37275
TIBIAL ARTERY ATHERECTOMY | 37288
IR ANGIOPLASTY BELOW KNEE | 37280
IR PEDAL ARTERY ANGIOPLASTY | 37296
IR ILIAC STENT CTO | 37260
PROSTATE BIOPSY | 55705
US PROSTATE BIOPSY | 55707
TRUS PROSTATE BIOPSY | 55707
US GUIDED TRANSPERINEAL PROSTATE BIOPSY | 55709
MRI FUSION PROSTATE BIOPSY TRANSRECTAL | 55708
PROSTATE BIOPSY MR IN BORE | 55713
TIPS REVISION | 37183
ARCH AORTOGRAM CATHETER | 36221
THYROID CYST ASPIRATION | 60300
PICC LINE CHECK | 36598
"""
"""Our own spellings, by kind: a name and the code with its modifiers."""

CASES = [
    (name.strip(), code.strip())
    for name, _, code in (line.partition("|") for line in WORDS.splitlines())
    if code
]


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_kinds_of_spelling_are_read(name: str, expected: str) -> None:
    """The first suggestion is the code that any coder would give."""
    assert str(suggest(name, DAY)[0].expression) == expected


SEVERAL = """
CT CHEST AND ABDOMEN W | 71260 74160
CT NECK CHEST ABD PELVIS W | 70491 71260 74177
CT HEAD/MAXFACE/CSPINE WO | 70450 70486 72125
CT BRAIN AND FACIAL BONES WO | 70450 70486
MRI BRAIN & ORBITS W WO | 70543 70553
MRI C AND L SPINE WO | 72141 72148
CT C & T SPINE WO | 72125 72128
MRI T AND L SPINE WO | 72146 72148
MRI C-T-L SPINE W/O | 72141 72146 72148
MRI TOTAL SPINE W WO | 72156 72157 72158
CT ENTIRE SPINE WO | 72125 72128 72131
XR CERVICAL AND LUMBAR SPINE | 72040 72100
XR LUMBAR SPINE AND SACRUM | 72100 72220
MRI BRAIN WITH MRV | 70544 70551
MRI/MRA BRAIN WO | 70544 70551
MRI BRAIN W WO WITH MRA HEAD WO | 70544 70553
MRA HEAD AND NECK WO | 70544 70547
CTA CHEST ABD PELVIS | 71275 74174
MR ENTEROGRAPHY W WO | 72197 74183
CTE ABD PELVIS | 74177
MAMMO SCREEN TOMO BILAT | 77063 77067
3D MAMMO SCREEN BIL | 77063 77067
MAMMOGRAM 3D SCREENING | 77063 77067
SCREENING MAMMO 3D | 77063 77067
US PELVIS TA/TV | 76830 76856
US PELVIC COMPLETE WITH TV | 76830 76856
US PELVIS TRANSABD AND TRANSVAG | 76830 76856
US OB <14 WK TA AND TV | 76801 76817
US OB TWINS <14 WKS | 76801 76802
OB US TRIPLETS 2ND TRIMESTER | 76805 76810
US OB DETAIL MULTIPLE GEST | 76811 76812
XR ABD FLAT & UPRIGHT W CHEST 1V | 74022
XR ABD SUPINE ERECT AND CXR | 74022
XR CHEST AND KUB | 71045 74018
XR CHEST 2V AND ABDOMEN 1V | 71046 74018
XR HAND AND WRIST LT 3V | 73110 73130
XR KNEE 3V AND TIBIA 2V LT | 73562 73590
US ABDOMEN AND PELVIS COMPLETE | 76700 76856
US CAROTID AND LE VENOUS BIL | 93880 93970
AQMBF PET REST STRESS | 78434 78492
"""
"""A name and all codes that it stands for, in code order."""


@pytest.mark.parametrize(
    ("name", "codes"),
    [line.split(" | ") for line in SEVERAL.strip().splitlines()],
)
def test_names_that_stand_for_several_codes_give_all(name: str, codes: str) -> None:
    """The first suggestion stands for every study of the name, and for no other."""
    best = suggest(name, DAY)[0]
    assert sorted({best.code, *best.also}) == codes.split()


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [
        ("IR ILIAC STENT LT", "37221-LT", "37258-LT"),
        ("SFA ANGIOPLASTY RT", "37224-RT", "37263-RT"),
        ("TIBIAL ARTERY ATHERECTOMY", "37229", "37288"),
        ("FEM POP STENT AND ATHERECTOMY", "37227", "37275"),
        ("PROSTATE BIOPSY", "55700", "55705"),
        ("US PROSTATE BIOPSY", "55700", "55707"),
    ],
)
def test_procedures_rebuilt_in_2026_change_their_code_on_new_year(
    name: str, before: str, since: str
) -> None:
    """Leg arteries and prostate biopsies have new families since 2026."""
    days = dt.date(2025, 12, 31), dt.date(2026, 1, 1)
    assert [str(suggest(name, day)[0].expression) for day in days] == [before, since]


@pytest.mark.parametrize(
    "name", ["", " ", "\x00\x01\x02", "КТ ГРУДИ", "胸部CT", "CT CHEST " + "W " * 10_000]
)
def test_what_is_no_name_gives_nothing(name: str) -> None:
    """Emptiness, control characters, another alphabet and ten thousand words are no name of an exam."""
    assert suggest(name, DAY) == ()
