"""Kinds of fault that coders' questions found, each held over everything packaged."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

import cptkit
from cptkit import Claim, ClaimLine, Finding, Outcome, Payer, Setting, check_claim, modifiers
from cptkit.catalog.both_sides import bilateral_rows, both_sides_of
from cptkit.catalog.code_set import authored_codes
from cptkit.catalog.guidance_codes import imaging_twins, with_imaging
from cptkit.claim_check.distinct_lines import exclude
from cptkit.claim_check.rule_tables import edit_cure, predecessors
from cptkit.documentation import evidence, rules
from cptkit.documentation.applicability import service_of, why
from cptkit.files.manifest import first_day
from cptkit.files.packaged import packaged_json
from cptkit.indicators import Adjudication
from cptkit.modifiers.scopes import has_sides
from cptkit.values.code import is_radiology
from cptkit.values.imaging import Technique
from cptkit.values.requirement import EvidenceKind
from cptkit.values.table import Mue
from looped import some

DAY = dt.date(2024, 8, 15)
LATER = dt.date(2026, 5, 4)
CODES = tuple(each for each in authored_codes() if each.is_active(DAY) and each.imaging is not None)


def line(text: str, units: int = 1, on: dt.date = DAY, place: str | None = "22") -> ClaimLine:
    """Make a line of a code with its modifiers."""
    code, *marks = text.split("-")
    return ClaimLine(
        code, marks, date_of_service=on, units=units, place_of_service=place, diagnoses=("R10.9",)
    )


def found(*lines: ClaimLine, payer: Payer = Payer.MEDICARE) -> tuple[Finding, ...]:
    """Give every verdict on a claim."""
    return check_claim(Claim(lines, payer=payer, ordering_provider="order-1")).verdicts


def said(rule: str, *lines: ClaimLine) -> list[tuple[Outcome, str]]:
    """Give outcome and remedy of a rule's findings."""
    return [(each.outcome, each.remedy) for each in found(*lines) if each.rule == rule]


# --- remedies


def test_no_cure_of_fifty_speaks_of_sides_where_there_are_none() -> None:
    """Over every code with a profile: a code of both sides where one is, RT and LT where the code has sides, else nothing more."""
    wrong = []
    for code in CODES:
        for each in modifiers.check(code.code, ("50",), on=DAY):
            both, sides = both_sides_of(code.code, DAY), "RT" in each.remedy
            named = both is not None and both.cure in each.remedy
            if each.rule == "modifier.bilateral" and each.outcome is Outcome.FAIL:
                wrong += [code.code] * (
                    (both is not None and not named) or (sides and not has_sides(code))
                )
    assert wrong == []
    assert "71110" in modifiers.check("71100", ("26", "50"), on=DAY)[0].remedy


def test_no_cure_of_a_limit_speaks_of_sides_where_there_are_none() -> None:
    """Over every code with a profile: sides help a limit of the line only, 50 only where it pays one and a half times."""
    wrong = []
    for code in some(CODES):
        try:
            limit = cptkit.bundling.mue(code.code, on=DAY)
        except cptkit.NoDataError:
            continue
        if limit is None:
            continue
        for outcome, remedy in some(said("bundling.mue", line(code.code, limit.units + 1))):
            sided = "RT" in remedy or "sides" in remedy
            if outcome is Outcome.FAIL and sided and not has_sides(code):
                wrong.append(code.code)
            if "RT" in remedy and limit.adjudication is not Adjudication.LINE:
                wrong.append(code.code)
    assert wrong == []
    assert "50" in said("bundling.mue", line("76642", 2))[0][1]
    own = cptkit.Table(
        cptkit.TableKind.MUE,
        cptkit.Source("mine", effective=DAY, through=DAY),
        (Mue("73030", 1, Adjudication.LINE),),
        setting=Setting.PROFESSIONAL,
        complete=False,
    )
    mine = cptkit.packaged.with_tables(own)
    report = check_claim(Claim((line("73030", 2),)), catalog=mine)
    assert [
        "RT and LT" in each.remedy for each in report.findings if each.rule == "bundling.mue"
    ] == [True]


def test_no_cure_leads_into_the_next_denial() -> None:
    """The code of both sides has no edit with itself named as its part, and the code with imaging is no code without."""
    for row in some(bilateral_rows()):
        assert row.one_side != row.both_sides
        assert row.both_sides in row.cure or row.views
        assert both_sides_of(row.both_sides, DAY) is None
    for twin in some(imaging_twins()):
        assert with_imaging(twin.with_imaging, twin.guidance[0], LATER) == ""


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("36556", "71045", "later film"),
        ("32557", "71046", "later film"),
        ("93923", "93922", "arms and legs"),
        ("62320", "76942", "there is none with ultrasound"),
        ("36558", "76942", "76937"),
        ("72132", "72265", "62284"),
        ("19281", "77065", "after a localization"),
        ("73503", "72170", "count its view"),
        ("71260", "71250", ""),
    ],
)
def test_cures_of_pairs(first: str, second: str, words: str) -> None:
    """What a coder bills where taking a code off is not all."""
    assert words in edit_cure(first, second)
    assert bool(words) == bool(edit_cure(first, second))


def test_a_repeat_by_another_is_never_taken_off() -> None:
    """The first study of 77 stands on another physician's claim; of 76 it should be here."""
    assert "own report" in said("repeat.first-line", line("71045-26-77"))[0][1]
    assert "bill the first study" in said("repeat.first-line", line("71045-26-76"))[0][1]


@pytest.mark.parametrize(
    ("procedure", "guidance", "twin"),
    [
        ("55705", "76942-26", "55707"),
        ("10160", "75989-26", "10030"),
        ("20610-RT", "76942-26", "20611"),
    ],
)
def test_guidance_beside_the_code_without_imaging_names_the_code_with_it(
    procedure: str, guidance: str, twin: str
) -> None:
    """Whether an edit says so or not; 59 says that another procedure was guided."""
    (outcome, remedy), *_ = said(
        "guidance.included", line(procedure, on=LATER), line(guidance, on=LATER)
    )
    assert (outcome, twin in remedy) == (Outcome.WARN, True)
    (outcome, _), *_ = said(
        "guidance.included", line(procedure, on=LATER), line(f"{guidance}-59", on=LATER)
    )
    assert outcome is Outcome.BYPASSED


# --- sites


LEFT_HAND, RIGHT_HAND = ("FA", "F1", "F2", "F3", "F4"), ("F5", "F6", "F7", "F8", "F9")
LEFT_FOOT, RIGHT_FOOT = ("TA", "T1", "T2", "T3", "T4"), ("T5", "T6", "T7", "T8", "T9")


def test_digits_lie_on_the_hand_or_foot_of_their_side() -> None:
    """A side and a digit of that side do not exclude each other; the other side, and another digit, do."""
    for digit in some((*LEFT_HAND, *LEFT_FOOT)):
        assert not exclude(frozenset({"LT"}), frozenset({digit}))
        assert exclude(frozenset({"RT"}), frozenset({digit}))
    for digit in some((*RIGHT_HAND, *RIGHT_FOOT)):
        assert not exclude(frozenset({"RT"}), frozenset({digit}))
        assert exclude(frozenset({"LT"}), frozenset({digit}))
    for one, other in some(product((*LEFT_HAND, *RIGHT_HAND), (*LEFT_FOOT, *RIGHT_FOOT))):
        assert exclude(frozenset({one}), frozenset({other}))
    assert not exclude(frozenset({"F1"}), frozenset({"F1"}))
    assert not exclude(frozenset({"LC"}), frozenset({"RT"}))
    assert exclude(frozenset({"LC"}), frozenset({"RC"}))


def test_a_part_that_cannot_be_in_the_study_does_not_fit() -> None:
    """Whoever asks yes or no must not get yes."""
    for code, modifier in (
        *(("70300", "E1"), ("73562", "FA"), ("73225", "FA"), ("77427", "TA"), ("78802", "LC")),
        ("73000", "PT"),
    ):
        assert not modifiers.is_compatible(code, modifier, on=DAY), (code, modifier)
    for code, modifier in (("73140", "F6"), ("73130", "F6"), ("73660", "T1"), ("73630", "TA")):
        assert modifiers.is_compatible(code, modifier, on=DAY), (code, modifier)


# --- predecessors


def test_an_edit_goes_on_with_the_successor() -> None:
    """77373 held G6001, G6002 and 77014; 77387 took their place, and the weakest indicator is told."""
    (outcome, _), *_ = said(
        "bundling.by-predecessor", line("77373", on=LATER, place="11"), line("77387-26", on=LATER)
    )
    assert outcome is Outcome.WARN
    (outcome, _), *_ = said(
        "bundling.by-predecessor",
        line("77373", on=LATER, place="11"),
        line("77387-26-59", on=LATER),
    )
    assert outcome is Outcome.BYPASSED


def test_predecessors_say_nothing_where_a_table_or_a_row_answers() -> None:
    """An authored pair answers for 77435; a table of the day answers of old codes; codes without edits are let be."""
    for pair in (("77435", "77387-26"), ("77387-26", "71046-26"), ("77412", "77407")):
        lines = [line(each, on=LATER, place="11") for each in some(pair)]
        assert said("bundling.by-predecessor", *lines) == []
    assert said("bundling.by-predecessor", line("77387-26"), line("71046-26")) == []


def test_predecessors_are_of_the_same_service() -> None:
    """Each is retired, and what took its place is known."""
    for code, old in some(predecessors().items()):
        assert cptkit.get(code)
        for each in some(old):
            known = cptkit.get(each)
            assert known
            assert known.through


def test_codes_outside_radiology_have_successors_too() -> None:
    """37226 names the stents of thigh arteries; each successor is in force on the day after."""
    following = []
    elsewhere = packaged_json("authored/successors_elsewhere.json")["rows"]
    profiled = packaged_json("authored/successors.json")["rows"]
    rows = [row for row in (*elsewhere, *profiled) if not is_radiology(row["code"])]
    assert {"33884", "37226", "55700"} <= {row["code"] for row in rows}
    for row in some(rows, 40):
        code = cptkit.get(row["code"])
        assert code
        assert code.through
        assert code.successors == tuple(row["successors"])
        after = code.through + dt.timedelta(days=1)
        following += [(each, after) for each in code.successors if after >= first_day()]
    assert [each for each in some(following, 20) if cptkit.get(each[0], on=each[1]) is None] == []
    assert "37267" in said("code.retired", line("37226-RT", on=LATER))[0][1]


# --- other rules


def test_telehealth_is_no_place_of_imaging() -> None:
    """02 and 10 are wrong on imaging; weekly management and visits are let be."""
    for place in ("02", "10"):
        assert said("place.imaging", line("71046-26", place=place))
    for each in (line("71046-26"), line("77427", place="10"), line("99213", place="10")):
        assert said("place.imaging", each) == []


def test_short_course_management_stands_for_one_or_two_fractions() -> None:
    """77431 beside three fractions or more is weekly management."""
    days = [dt.date(2026, 6, day) for day in (1, 2, 3)]
    lines = [line("77412", on=day, place="11") for day in days]
    assert said("frequency.course", *lines[:2], line("77431", on=days[1]))[0][0] is Outcome.PASS
    assert said("frequency.course", *lines, line("77431", on=days[2]))[0][0] is Outcome.WARN


def test_either_mammogram_may_say_that_they_are_two() -> None:
    """CR 11168: 59 or X on either code."""
    for pair in (("77067-26", "77065-26-59-GG-RT"), ("77067-26-59", "77065-26-GG-RT")):
        assert [o for o, _ in said("mammography.same-day", *map(line, pair))] == [Outcome.BYPASSED]
    pair = ("77067-26", "77065-26-GG-RT")
    assert [o for o, _ in said("mammography.same-day", *map(line, pair))] == [Outcome.FAIL]


def test_every_single_dose_container_of_an_office_tells_its_waste() -> None:
    """Contrast by the milliliter, stress agents and radiopharmaceuticals carry JW or JZ since July 2023."""
    for code in ("Q9967", "J2785", "A9595"):
        assert [o for o, _ in said("supply.waste", line(code, 100, place="11"))] == [Outcome.WARN]
        assert [o for o, _ in said("supply.waste", line(f"{code}-JZ", 100, place="11"))] == [
            Outcome.PASS
        ]
        old = line(code, 100, on=dt.date(2023, 6, 30), place="11")
        assert said("supply.waste", old) == []
    assert said("supply.waste", line("A9552", place="11")) == []


# --- requirements


def reached(rule_id: str, on: dt.date = LATER, setting: Setting = Setting.PROFESSIONAL) -> set[str]:
    """Give the codes that a requirement reaches."""
    rule = next(each for each in rules() if each.id == rule_id)
    return {
        code.code
        for code in authored_codes()
        if code.is_active(on)
        and why(
            rule.when,
            service_of(
                code, rule.when.modifiers[:1], on=on, setting=setting, catalog=cptkit.packaged
            ),
        )
    }


def test_requirements_stop_where_their_source_stops() -> None:
    """No images of biometry or of physiologic studies; infarct-avid scans count from 2026; hospitals have their own order rule."""
    images = reached("us.images")
    assert not images & {"76514", "76516", "76519", "93922", "93923", "93924"}
    assert {"76700", "76512", "93880", "76856"} <= images
    assert reached("vascular.record") == {"93922", "93923", "93924"}
    assert "93922" not in reached("us.limited-area")
    assert "78466" in reached("ct.prior-count.infarct")
    assert not reached("ct.prior-count.infarct", dt.date(2025, 5, 5))
    assert "78452" in reached("ct.prior-count.nuclear")
    hospital = Setting.OUTPATIENT_HOSPITAL
    assert "71260" in reached("order.by-treating") & reached("order.hospital", setting=hospital)
    assert not reached("order.by-treating", setting=hospital) | reached("order.hospital")


def test_procedures_with_bundled_imaging_need_its_record() -> None:
    """A stored image and a description, of every code that the rule names and that is described here."""
    wanted = {"10005", "20604", "20606", "20611", "49083", "62304", "62323"}
    assert wanted <= reached("guidance.bundled.image") == reached("guidance.bundled.site")


def test_every_choice_covers_what_it_is_asked_of() -> None:
    """Choices and rejections name values that the evidence has, and leave one that satisfies."""
    for rule in some(rules()):
        values = evidence(rule.evidence).values
        if evidence(rule.evidence).kind is not EvidenceKind.CHOICE:
            continue
        assert {*rule.accept.choices, *rule.accept.rejects} <= set(values), rule.id
        assert rule.accept.choices or set(values) - set(rule.accept.rejects), rule.id


LEVELS = {
    Technique.SIMPLE: {"two-dimensional plan", "electron fields"},
    Technique.CONFORMAL_3D: {"3-D conformal"},
    Technique.IMRT: {"intensity-modulated without active motion management"},
    Technique.MOTION_MANAGEMENT: {"active motion management", "multiple isocenters"},
}


def test_every_way_to_deliver_a_level_is_a_choice() -> None:
    """The label of 77402 names electron fields and two-dimensional photons; so does what its record may say."""
    for code, rule_id in (
        ("77402", "ro.level-1"),
        ("77407", "ro.level-2"),
        ("77412", "ro.level-3"),
    ):
        rule = next(each for each in rules() if each.id == rule_id)
        profile = cptkit.lookup(code).imaging
        assert profile
        for technique in some(set(profile.technique) & set(LEVELS)):
            assert LEVELS[technique] <= set(rule.accept.choices), code
    levels = [set(r.accept.choices) for r in rules() if r.id.startswith("ro.level-")]
    assert set.union(*levels) == set(evidence("ro.level_criterion").values)


def test_a_suspicious_mammogram_is_told_within_a_week() -> None:
    """Since 2024-09-10 seven days, for suspicious and highly suggestive assessments only."""

    def speaks(assessment: str, days: int, on: dt.date) -> bool:
        held: dict[str, str | int] = {
            "mammography.assessment": assessment,
            "mammography.letter_days": days,
        }
        gaps = cptkit.documentation.missing("77066", held, on=on)
        return "mammography.letter.suspicious" in {gap.requirement.id for gap in gaps}

    assert speaks("suspicious", 8, LATER)
    assert not speaks("suspicious", 7, LATER)
    assert not speaks("benign", 30, LATER)
    assert not speaks("suspicious", 30, DAY)
