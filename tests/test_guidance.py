"""Tests of image guidance: what a code is, its primaries, and what stands beside which procedure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cptkit import Catalog, ClaimLine, Code, Finding, Outcome, Role, guidance
from cptkit.errors import DataError, UnknownCodeError

DAY = dt.date(2026, 5, 4)


def line(code: str, *modifiers: str, **more: Any) -> ClaimLine:
    """Make a line of that day."""
    return ClaimLine(code, modifiers, **{"date_of_service": DAY, **more})


def said(*lines: ClaimLine) -> list[tuple[str, str, tuple[int, ...]]]:
    """Name rule, outcome and lines of each finding."""
    return [(each.rule, each.outcome.name, each.lines) for each in guidance.check(lines)]


@pytest.mark.parametrize(
    ("code", "role", "add_on"),
    [
        ("77001", Role.GUIDANCE, True),
        ("77002", Role.GUIDANCE, True),
        ("77003", Role.GUIDANCE, True),
        ("76000", Role.DIAGNOSTIC, False),
        ("77011", Role.GUIDANCE, False),
        ("77012", Role.GUIDANCE, False),
        ("77013", Role.GUIDANCE, False),
        ("77021", Role.GUIDANCE, False),
        ("77022", Role.GUIDANCE, False),
        ("76932", Role.GUIDANCE, False),
        ("76936", Role.THERAPEUTIC, False),
        ("76937", Role.GUIDANCE, True),
        ("76940", Role.GUIDANCE, False),
        ("76941", Role.GUIDANCE, False),
        ("76942", Role.GUIDANCE, False),
        ("76945", Role.GUIDANCE, False),
        ("76946", Role.GUIDANCE, False),
        ("76948", Role.GUIDANCE, False),
        ("76965", Role.GUIDANCE, False),
        ("71260", Role.DIAGNOSTIC, False),
        (
            "74425",
            Role.SUPERVISION_AND_INTERPRETATION,
            True,
        ),  # an add-on in CMS's list from 2021, though XXX
        ("99213", Role.DIAGNOSTIC, False),
    ],
)
def test_roles(code: str, role: Role, add_on: object) -> None:
    """Guidance or diagnostic, add-on or not."""
    found = guidance.role(code)
    assert (found.role, found.is_add_on) == (role, add_on)
    assert found.citation


def test_primaries_come_from_the_add_on_table() -> None:
    """77002's primaries include the spinal 62268 and 62269; 77003's are spinal; 77001's the contractor names."""
    assert {"62268", "62269", "20206"} <= set(guidance.role("77002", DAY).primaries)
    assert "62273" in guidance.role("77003", DAY).primaries
    assert (
        "62270" not in guidance.role("77003", DAY).primaries
    )  # 62328 took over the puncture with imaging in 2020
    assert guidance.role("77001", DAY).primaries == ()
    assert guidance.role("77001", DAY).contractor_defined
    assert not guidance.role("77002", DAY).contractor_defined


def test_what_is_said_of_fluoroscopic_guidance() -> None:
    """Placement, replacement or removal, not repositioning; needles outside the spine; the spine."""
    assert "removal" in guidance.role("77001").use
    assert "36597" in guidance.role("77001").not_for
    assert guidance.role("77002").subject == "needles outside the spine"
    assert guidance.role("77003").subject == "spine and beside it"
    assert [
        each.procedure for each in guidance.role("77003").included_in if each.first == "62323"
    ] == ["epidural injection of the lower back with imaging"]
    assert [code for code in guidance.codes() if guidance.role(code).per_encounter] == [
        "76942",
        "77002",
        "77003",
        "77012",
        "77021",
    ]


def test_unknown_codes() -> None:
    """77014 ended in 2025."""
    with pytest.raises(UnknownCodeError):
        guidance.role("77014", DAY)


class Ended(Catalog):
    """A catalog in which no code is in force."""

    def code(self, code: str, on: dt.date | None = None) -> Code | None:  # noqa: ARG002 - it knows none
        """Know nothing."""
        return None


# --- rules


@pytest.mark.parametrize(
    "procedure", ["62321", "62323", "62325", "62327", "64479", "64483", "64490", "64493", "27096"]
)
def test_spinal_injections_include_imaging(procedure: str) -> None:
    """77003 is not billed beside them."""
    assert ("guidance.included", "FAIL", (0, 1)) in said(line(procedure), line("77003", "26"))


@pytest.mark.parametrize(
    ("procedure", "code"),
    [
        ("20611", "76942"),
        ("10005", "76942"),
        ("10009", "77012"),
        ("19083", "76942"),
        ("36573", "76937"),
        ("49083", "76942"),
    ],
)
def test_other_procedures_that_include_imaging(procedure: str, code: str) -> None:
    """By the table."""
    assert ("guidance.included", "FAIL", (0, 1)) in said(line(procedure), line(code, "26"))


@pytest.mark.parametrize(
    ("procedure", "code"),
    [
        ("20610", "77002"),
        ("47000", "77012"),
        ("47000", "76942"),
        ("60100", "76942"),
        ("62273", "77003"),
    ],
)
def test_procedures_without_imaging_take_guidance(procedure: str, code: str) -> None:
    """The other side of the rule."""
    assert said(line(procedure), line(code, "26")) == [("guidance.included", "PASS", (1,))]


def test_the_code_without_imaging_is_the_cure() -> None:
    """20610 is the joint injection without ultrasound."""
    found = guidance.check([line("20611"), line("76942", "26")])[0]
    assert "without ultrasound it is 20610" in found.remedy
    assert found.carc == "97"


@pytest.mark.parametrize("modifier", ["59", "XE", "XS", "XU"])
def test_a_distinct_procedure_bypasses(modifier: str) -> None:
    """The record must justify it."""
    assert ("guidance.included", "BYPASSED", (0, 1)) in said(
        line("20611"), line("76942", "26", modifier)
    )
    assert ("guidance.included", "BYPASSED", (0, 1)) in said(
        line("20611", modifier), line("76942", "26")
    )


@pytest.mark.parametrize(
    "other",
    [
        {"provider": "two"},
        {"date_of_service": dt.date(2026, 5, 5)},
    ],
)
def test_another_day_or_provider_is_another_matter(other: dict[str, Any]) -> None:
    """Edits look at one provider and day."""
    found = said(line("20611", **other), line("76942", "26"))
    assert ("guidance.included", "FAIL", (0, 1)) not in found
    assert found == [("guidance.no-procedure", "WARN", (1,))]


def test_another_session_is_another_matter() -> None:
    """Where both sessions are known and differ."""
    assert said(
        line("20611", session="a"), line("76942", "26", session="b"), line("47000", session="b")
    ) == [("guidance.included", "PASS", (1,))]
    assert ("guidance.included", "FAIL", (0, 1)) in said(
        line("20611", session="a"), line("76942", "26")
    )


def test_fluoroscopy_is_part_of_other_fluoroscopy() -> None:
    """76000 with 77001-77003 fails; beside another fluoroscopic study it wants a look."""
    assert ("guidance.fluoroscopy", "FAIL", (1, 2)) in said(
        line("20206"), line("76000", "26"), line("77002", "26")
    )
    assert said(line("74246", "26"), line("76000", "26")) == [
        ("guidance.fluoroscopy", "WARN", (0, 1))
    ]
    assert said(line("74246", "26"), line("76000", "26", "XE")) == [
        ("guidance.fluoroscopy", "BYPASSED", (0, 1))
    ]
    assert said(line("71046", "26"), line("76000", "26")) == [("guidance.included", "PASS", (1,))]


def test_a_catheter_repositioned_takes_fluoroscopy() -> None:
    """36597 goes with 76000, and no edit stops them; a therapeutic enema has its own fluoroscopy."""
    assert said(line("36597"), line("76000", "26")) == [("guidance.included", "PASS", (1,))]
    assert said(line("74283", "26"), line("76000", "26")) == [
        ("guidance.fluoroscopy", "WARN", (0, 1))
    ]


@pytest.mark.parametrize(
    ("procedure", "code"),
    [("32998", "77013"), ("32994", "76940"), ("20982", "77013"), ("55873", "76942")],
)
def test_no_modifier_helps_where_the_code_is_firm(procedure: str, code: str) -> None:
    """NCCI indicator 0: the ablation includes its guidance, with 59 too."""
    for modifiers in ((), ("59",)):
        found = guidance.check([line(procedure), line(code, *modifiers)])
        assert [(each.rule, each.outcome) for each in found] == [
            ("guidance.included", Outcome.FAIL)
        ]
        assert "no modifier makes them two" in str(found[0].remedy)


def test_what_the_notes_say_the_rule_does() -> None:
    """20983 with 77013: included, and to be told apart by 59."""
    assert said(line("20983"), line("77013", "26")) == [("guidance.included", "FAIL", (0, 1))]
    assert said(line("20983"), line("77013", "26", "59")) == [
        ("guidance.included", "BYPASSED", (0, 1))
    ]


def test_the_code_with_imaging_is_the_cure() -> None:
    """62322 is the injection without imaging: with 77003 it was 62323."""
    found = guidance.check([line("62322"), line("77003", "26")])
    cure = "62322 with fluoroscopy or CT is 62323: bill that alone, without 77003"
    assert [(each.outcome, each.remedy) for each in found] == [
        (Outcome.WARN, cure),
        (Outcome.FAIL, cure),
    ]


def test_add_ons_need_their_primary() -> None:
    """A listed primary of that day and provider, else FAIL; the other guidance code is named where it fits."""
    assert said(line("20206"), line("77002", "26")) == [("guidance.included", "PASS", (1,))]
    assert said(line("77002", "26")) == [("addon.no-primary", "FAIL", (0,))]
    spinal = guidance.check([line("62273"), line("77002", "26")])
    assert [(each.rule, each.outcome) for each in spinal] == [("addon.no-primary", Outcome.FAIL)]
    assert spinal[0].remedy == "77003 goes with the procedure on this claim"
    assert spinal[0].carc == "107"
    assert spinal[0].source is not None


def test_contractor_defined_primaries_cannot_be_told() -> None:
    """77001 and 76937: any other procedure may be one, none cannot."""
    assert said(line("36556"), line("77001", "26")) == [("addon.no-primary", "NO_DATA", (1,))]
    assert said(line("71046"), line("77001", "26")) == [("addon.no-primary", "FAIL", (1,))]
    assert said(line("77001", "26")) == [("addon.no-primary", "FAIL", (0,))]


def test_guidance_without_a_procedure_wants_a_look() -> None:
    """77012 is no add-on, but guides something."""
    assert said(line("77012", "26"), line("71250", "26", "59")) == [
        ("guidance.no-procedure", "WARN", (0,))
    ]


def test_one_unit_an_encounter() -> None:
    """However many needles or lesions; 76940 is not in the list."""
    assert ("guidance.units", "FAIL", (1,)) in said(line("47000"), line("77012", "26", units=2))
    assert said(line("47382"), line("76940", "26", units=2)) == [
        ("guidance.included", "PASS", (1,))
    ]


def test_a_treatment_is_no_guidance() -> None:
    """76936 closes a pseudoaneurysm by itself."""
    assert said(line("76936", "26")) == [("guidance.included", "PASS", (0,))]


def test_lines_that_are_no_guidance_are_left_alone() -> None:
    """Nor are codes that are not in force."""
    assert said(line("71260"), line("99213")) == []
    assert guidance.check([line("77002")], catalog=Ended()) == ()


def test_findings_do_not_depend_on_the_order_of_lines() -> None:
    """But for the indices."""
    lines = [line("20611"), line("76942", "26"), line("77002", "26"), line("76000", "26")]

    def facts(found: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
        return {(each.rule, each.outcome.name, each.message) for each in found}

    assert facts(guidance.check(lines)) == facts(guidance.check(lines[::-1]))


@pytest.mark.parametrize(
    "lines", [None, "77002", b"", ["77002"], [line("77002"), 3], line("77002")]
)
def test_wrong_lines(lines: Any) -> None:
    """Only claim lines are taken."""
    with pytest.raises(
        DataError, match=r"lines are a tuple of ClaimLine, not|line \d is .+, not a ClaimLine"
    ):
        guidance.check(lines)
