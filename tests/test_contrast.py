"""Tests of the contrast families: which there are, which member is right, and how members differ."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import Contrast, ContrastFamily, Modality, Technique, contrast
from cptkit.catalog.code_set import authored_codes
from cptkit.errors import (
    DataError,
    InvalidCodeError,
    NoDataError,
    UnknownCodeError,
    UnknownEditionError,
)
from cptkit.indicators import CorrectCoding, Setting
from looped import some

DAY = dt.date(2026, 5, 4)
IN_FORCE = tuple(code for code in authored_codes() if code.is_active(DAY))
STATES = (Contrast.WITHOUT, Contrast.WITH, Contrast.WITHOUT_THEN_WITH)


# --- the table


@pytest.mark.parametrize(
    ("code", "members"),
    [
        ("71250", ("71250", "71260", "71270")),
        ("70542", ("70540", "70542", "70543")),  # the numbers skip one
        ("72156", ("72141", "72142", "72156")),  # the third lies apart
        ("72157", ("72146", "72147", "72157")),
        ("72158", ("72148", "72149", "72158")),
        ("74177", ("74176", "74177", "74178")),
        ("73722", ("73721", "73722", "73723")),
        ("77049", ("77047", "77049")),  # breast MR has no code with contrast alone
        ("77046", ("77046", "77048")),
        ("75561", ("75557", "75561")),
        ("74262", ("74261", "74262")),
        ("71275", ("71275",)),
        ("74185", ("74185",)),
        ("70545", ("70544", "70545", "70546")),
        ("C8901", ("C8901", "C8900", "C8902")),
    ],
)
def test_family_of_a_code(code: str, members: tuple[str, ...]) -> None:
    """By table, never by digit arithmetic."""
    found = contrast.family(code)
    assert found is not None
    assert found.members == members


@pytest.mark.parametrize("code", ["71271", "71046", "99213", "77012", "75571"])
def test_codes_without_a_contrast_sibling(code: str) -> None:
    """They have no family."""
    assert contrast.family(code) is None


def test_no_code_stands_in_two_families() -> None:
    """The family of a code is one, and every member is a code of the family's modality with the state that the table says."""
    seen: list[str] = []
    for family in some(contrast.families()):
        for code in some(family.members):
            seen.append(code)
            profile = cptkit.lookup(code).imaging
            assert profile is not None
            assert profile.modality is family.modality, code
            assert profile.contrast is family.state(code), code
            assert (Technique.ANGIOGRAPHY in profile.technique) is (
                family.technique is Technique.ANGIOGRAPHY
            ), code
            assert (
                profile.laterality is cptkit.Laterality.UNILATERAL
                and cptkit.Region.BREAST not in profile.regions
            ) is family.laterality_paired, code
        assert family.citation
    assert len(seen) == len(set(seen))
    assert len(seen) >= 120


STANDS_ALONE = {
    "71271": "screening is a service of its own; its diagnostic counterparts are the family of the chest",
    "75571": "a calcium score is another study than the structure of the heart",
    "75572": "structure of the heart has a code with contrast only",
    "75573": "congenital heart disease has a code with contrast only",
    "70472": "perfusion beside a head CT is always with contrast; 70473 differs in standing alone, not in contrast",
    "70473": "perfusion on its own is always with contrast",
    "C9791": "inhaled xenon is no contrast in a vessel; no sibling",
    "74263": "screening colonography has no code with contrast",
}


def candidates() -> dict[str, frozenset[str]]:
    """Group codes that profiles say differ in contrast alone."""
    groups: dict[object, set[str]] = defaultdict(set)
    for code in IN_FORCE:
        profile = code.imaging
        if (
            profile
            and profile.modality in (Modality.CT, Modality.MR)
            and profile.contrast
            and profile.role is cptkit.Role.DIAGNOSTIC
        ):
            technique = frozenset(profile.technique) - {Technique.CAD}
            house = code.code[0] if code.code[0] in "CS" else ""
            key = (
                profile.modality,
                frozenset(profile.regions),
                profile.laterality,
                technique,
                code.is_screening,
                house,
            )
            groups[key].add(code.code)
    return {code: frozenset(group) for group in groups.values() for code in group}


def test_every_code_with_a_sibling_is_in_exactly_one_family() -> None:
    """Candidates derived from the profiles are the families; each code alone is explained."""
    for code, group in some(candidates().items()):
        family = contrast.family(code)
        if family is None:
            assert code in STANDS_ALONE, (code, group)
            assert group in ({code}, {"70472", "70473"}), (code, group)
        else:
            assert group == set(family.members), code
    assert all(some(contrast.family(code) is None for code in STANDS_ALONE))


STATE_WORDS = re.compile(
    r"\s*,?\s*(without contrast, then with it|without, then with contrast|with or without contrast|without contrast|with contrast)"
)


def test_labels_agree_with_families() -> None:
    """Labels that differ in the words of contrast alone belong to one family."""
    stems: dict[str, set[str]] = defaultdict(set)
    for code in IN_FORCE:
        if code.label and code.imaging and code.imaging.modality in (Modality.CT, Modality.MR):
            stem, changed = STATE_WORDS.subn("", code.label)
            if changed:
                stems[stem].add(code.code)
    for stem, codes in some(stems.items()):
        if len(codes) > 1:
            assert len({contrast.family(code) for code in codes}) == 1, stem
            assert None not in {contrast.family(code) for code in codes}, stem


def test_the_edits_know_the_siblings() -> None:
    """Every two members of a family of CT or MR without angiography stand as a pair in the packaged PTP table, as CMS holds them."""
    day = dt.date(2024, 8, 15)
    pairs = {
        frozenset((each.column_1, each.column_2))
        for each in cptkit.packaged.ptp(day, Setting.PROFESSIONAL)[0].table
        if each.indicator is not CorrectCoding.NOT_APPLICABLE
    }
    families = [
        each
        for each in contrast.families()
        if len(each.members) == 3 and not each.id.startswith(("mra", "mr.brain-intra", "ct.breast"))
    ]
    lacking = [
        (a, b)
        for each in some(families)
        for a in each.members
        for b in each.members
        if a < b and frozenset((a, b)) not in pairs
    ]
    assert lacking == []
    assert len(families) >= 25


@pytest.mark.parametrize("code", ["71250", "74150", "70450"])
def test_related_codes_exist_and_say_why(code: str) -> None:
    """What may be right instead is a code and a reason."""
    family = contrast.family(code)
    assert family is not None
    for each in some(family.related):
        assert cptkit.get(each.code), each
        assert each.why


def test_all_related_codes_exist() -> None:
    """No family points at a number that is not known, or at its own members."""
    wrong = [
        (family.id, each.code)
        for family in some(contrast.families())
        for each in family.related
        if not cptkit.get(each.code) or each.code in family.members
    ]
    assert wrong == []


# --- choosing


@pytest.mark.parametrize(
    ("code", "performed", "routes", "expected"),
    [
        ("71250", Contrast.WITH, ("intravenous",), "71260"),
        ("71260", Contrast.WITHOUT, (), "71250"),
        ("71260", Contrast.WITH, ("oral",), "71250"),  # CPT: oral alone is without
        ("71260", Contrast.WITHOUT_THEN_WITH, ("rectal", "oral"), "71250"),
        ("74176", Contrast.WITH, ("oral", "intravenous"), "74177"),
        ("74160", Contrast.WITH, ("intravesical",), "74150"),
        ("73721", Contrast.WITH, ("intra-articular",), "73722"),  # MR arthrogram
        ("72131", Contrast.WITH, ("intrathecal",), "72132"),  # CT myelogram
        ("72148", Contrast.WITHOUT_THEN_WITH, ("intravenous",), "72158"),
        ("70540", Contrast.WITHOUT_THEN_WITH, (), "70543"),
        ("77047", Contrast.WITHOUT_THEN_WITH, (), "77049"),
        ("71275", Contrast.WITH, ("intravenous",), "71275"),
        ("71275", Contrast.WITHOUT_THEN_WITH, ("intravenous",), "71275"),
        ("74185", Contrast.WITHOUT, ("none",), "74185"),
        ("74185", Contrast.WITH, ("intravenous",), "74185"),
        ("C8901", Contrast.WITH, ("intravenous",), "C8900"),
    ],
)
def test_choice(code: str, performed: Contrast, routes: tuple[str, ...], expected: str) -> None:
    """Routes decide: into a vessel, a joint or the thecal sac."""
    assert contrast.choose(code, performed=performed, routes=routes, on=DAY).code == expected


@given(
    st.sampled_from([code for each in contrast.families() for code in each.members]),
    st.sampled_from(STATES),
)
def test_the_choice_does_not_depend_on_the_member_asked(code: str, performed: Contrast) -> None:
    """Every member of a family leads to the same one, which stands for what was performed."""
    family = contrast.family(code)
    assert family is not None
    expected = family.member(performed)
    for member in family.members:
        if expected is None:
            with pytest.raises(NoDataError):
                contrast.choose(member, performed=performed, on=DAY)
        else:
            assert contrast.choose(member, performed=performed, on=DAY).code == expected


@given(
    st.sets(st.sampled_from(contrast.OTHER_ROUTES), min_size=1),
    st.sampled_from([Contrast.WITH, Contrast.WITHOUT_THEN_WITH]),
)
def test_routes_that_do_not_count_give_the_code_without(
    routes: set[str], performed: Contrast
) -> None:
    """However the phases are called."""
    assert contrast.choose("74160", performed=performed, routes=routes, on=DAY).code == "74150"
    assert not contrast.counts(routes)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"performed": Contrast.WITHOUT, "routes": ("intravenous",)}, "one of them is wrong"),
        (
            {"performed": Contrast.WITH, "routes": ("none", "intravenous")},
            "none and another route contradict each other",
        ),
        ({"performed": Contrast.WITH_OR_WITHOUT}, "performed must be"),
        ({"performed": "WITH"}, "performed must be"),
        ({"performed": None}, "performed must be"),
        ({"performed": Contrast.WITH, "routes": ("intravenus",)}, "nearest are intravenous"),
        ({"performed": Contrast.WITH, "routes": ("qqq",)}, "use one of intravenous"),
        ({"performed": Contrast.WITH, "routes": (3,)}, "use one of"),
        ({"performed": Contrast.WITH, "routes": "oral"}, "give ('intravenous',)"),
        ({"performed": Contrast.WITH, "routes": b"oral"}, "routes are a tuple"),
        ({"performed": Contrast.WITH, "routes": None}, "routes are a tuple"),
        ({"performed": Contrast.WITH, "routes": ("x" * 10_000_000,)}, "is no route"),
    ],
)
def test_wrong_calls(more: dict[str, Any], said: str) -> None:
    """A wrong word is an error with the cure."""
    with pytest.raises(DataError, match=re.escape(said)):
        contrast.choose("71250", on=DAY, **more)


def test_a_code_without_a_family_cannot_be_chosen_from() -> None:
    """The error names the families that it stands beside."""
    with pytest.raises(NoDataError, match=r"71271 has no sibling .* chest \(71250, 71260, 71270\)"):
        contrast.choose("71271", performed=Contrast.WITH, on=DAY)


def test_a_state_without_a_code_is_told_with_what_there_is() -> None:
    """Breast MR has no code with contrast alone; CT angiography none without."""
    with pytest.raises(
        NoDataError, match="77046 without contrast, 77048 without, then with contrast"
    ):
        contrast.choose("77046", performed=Contrast.WITH, on=DAY)
    with pytest.raises(NoDataError, match="71260"):
        contrast.choose("71275", performed=Contrast.WITHOUT, on=DAY)


def test_a_family_that_names_no_other_code_says_just_what_it_has() -> None:
    """The cure is made of what the table holds."""
    from cptkit.contrast import _instead

    assert _instead(ContrastFamily("x", Modality.CT, "x")) == ""


def test_the_day_counts() -> None:
    """A code that is not in force on the day is an error; so is a day outside the editions."""
    with pytest.raises(UnknownCodeError):
        contrast.choose("70471", performed=Contrast.WITH, on=dt.date(2025, 5, 4))
    with pytest.raises(UnknownEditionError):
        contrast.family("71250", dt.date(2010, 1, 1))
    with pytest.raises(InvalidCodeError):
        contrast.family("7125")
    with pytest.raises(TypeError):
        contrast.choose("71250", performed=Contrast.WITH, on="2026")  # type: ignore[arg-type]  # that is the point


# --- explaining


def test_explanation_of_the_chest() -> None:
    """Members, and what to use instead: 71271 to screen, 75275's kind for suspected embolism."""
    text = contrast.explain("71250", DAY)
    assert text.splitlines()[:4] == [
        "CT of the chest: one member for a session.",
        "71250: images without contrast only; contrast by mouth or rectum does not change that.",
        "71260: images with contrast in a vessel, a joint or the thecal sac.",
        "71270: images without contrast first, then images with it, in one session.",
    ]
    assert "71271 instead: yearly low-dose screening of people without symptoms." in text
    assert "71275 instead: CT angiography, e.g. suspected pulmonary embolism." in text


def test_explanation_names_only_what_is_in_force() -> None:
    """70471 starts in 2026."""
    assert "70471" in contrast.explain("70496", DAY)
    assert "70471" not in contrast.explain("70496", dt.date(2025, 5, 4))


def test_explanation_without_a_family() -> None:
    """A code beside a family names it; another just has none."""
    assert (
        contrast.explain("71271")
        == "71271 has no sibling that differs in contrast alone; it stands beside the families of chest (71250, 71260, 71270)."
    )
    assert contrast.explain("71046") == "71046 has no sibling that differs in contrast alone."


def test_explanation_of_angiograms() -> None:
    """One code whatever the phases."""
    assert (
        "71275: images with contrast in a vessel; those without contrast are included where made."
        in contrast.explain("71275")
    )
    assert "74185: images with or without contrast; the code is the same." in contrast.explain(
        "74185"
    )


@pytest.mark.parametrize(("first", "second"), [("71250", "71275"), ("71275", "71250")])
def test_difference_beside_a_family(first: str, second: str) -> None:
    """In either order."""
    assert "71275" in contrast.difference(first, second)
    assert "71250" in contrast.difference(first, second)


def test_difference_within_a_family() -> None:
    """Members, then that one session takes one of them."""
    assert (
        contrast.difference("71270", "71260").splitlines()[-1]
        == "One session of the chest takes only one of them."
    )
    assert contrast.difference("71260", "71260").count("71260") == 1


def test_difference_of_strangers() -> None:
    """No family holds both."""
    with pytest.raises(NoDataError, match="holds or names both 71046 and 73721"):
        contrast.difference("71046", "73721")


def test_states_of_a_family() -> None:
    """A code outside it has none."""
    family = contrast.family("71250")
    assert family is not None
    assert [family.state(each) for each in ("71250", "71260", "71270", "71275")] == [*STATES, None]
    assert family.member(Contrast.WITH_OR_WITHOUT) is None
