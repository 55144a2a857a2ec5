"""What the check of a claim says where one line, unit or word more is there: counts, cures, marks, and which lines are looked at together."""

from __future__ import annotations

import datetime as dt
import inspect

import pytest

import cptkit
from cptkit import BilateralBilling, Claim, ClaimLine, Outcome, PayerPolicy, Setting, SupplyKind
from cptkit.claim_check import meetings
from cptkit.claim_check.distinct_lines import marks_of
from cptkit.cms.coverage_list import read_coverage
from cptkit.lines.view import Seen, view_of
from cptkit.modifiers.scopes import admits
from cptkit.values.code import Category, Code
from cptkit.values.modifier import Scope
from cptkit.values.policy import NO_POLICY
from looped import some
from test_rule_edges import DAY, cures, line, said
from tiny import TINY
from tiny import line as tiny_line

TOLD = dt.date(2024, 8, 15)
"""A day on which the packaged pairs tell of all codes with a profile."""


def seen(told: ClaimLine, catalog: cptkit.Catalog = cptkit.packaged) -> Seen:
    """Give a line as rules see it."""
    return view_of(Claim((told,)), NO_POLICY, catalog).lines[0]


# --- counts


@pytest.mark.parametrize(
    ("setting", "most"),
    [(Setting.PROFESSIONAL, 999), (Setting.OUTPATIENT_HOSPITAL, None), (Setting.ASC, None)],
)
def test_units_that_a_form_holds(setting: Setting, most: int | None) -> None:
    """At least one on every form; three digits on the practice's paper form alone."""
    told = [
        said("units.count", line("71260", units=units), setting=setting)[0][0]
        for units in (-1, 0, 1, 999, 1000)
    ]
    assert told == ["FAIL", "FAIL", "PASS", "PASS", "PASS" if most is None else "WARN"]


def test_set_ups_go_with_films_that_were_made() -> None:
    """A film of no units, or of units taken back, is none: the set-up stands alone."""
    for units, outcome in ((1, "PASS"), (0, "WARN"), (-1, "WARN")):
        lines = (line("R0070"), line("Q0092"), line("71045", units=units))
        assert (outcome, (1,)) in said("portable.setup", *lines)


# --- cures


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("C1716", SupplyKind.BRACHYTHERAPY_SOURCE),
        ("C2616", SupplyKind.BRACHYTHERAPY_SOURCE),
        ("C9176", SupplyKind.TRACER_ADD_ON),
    ],
)
def test_who_is_no_facility_leaves_a_hospital_code(code: str, kind: SupplyKind) -> None:
    """Of a source it is said how an office bills it; of another supply, to leave it to the facility."""
    held = cptkit.packaged.versions(code)[-1].supply
    assert held is not None
    assert held.kind is kind
    (cure,) = cures("hospital.only", line(code))
    assert cure.startswith("leave it to the facility")
    assert ("Q3001" in cure) is (kind is SupplyKind.BRACHYTHERAPY_SOURCE)


def test_a_code_that_medicare_does_not_pay_tells_its_own_note() -> None:
    """Where nothing is noted of it, the cure is the common one."""
    rule, common = "status.not-payable", "bill the code that Medicare takes"
    assert cures(rule, line("G0235")) == [cptkit.packaged.versions("G0235")[-1].note]
    assert cures(rule, line("99360"))[0].startswith(common)


def test_fifty_is_asked_for_sure_where_the_row_takes_it() -> None:
    """Where no row tells, the cure says so."""
    fifty = PayerPolicy("A", bilateral=BilateralBilling.MODIFIER_50)

    def told(code: str) -> list[tuple[Outcome, str]]:
        lines = tuple(line(code, side, date_of_service=TOLD) for side in ("RT", "LT"))
        found = cptkit.check_claim(Claim(lines), policy=fifty).verdicts
        return [(each.outcome, each.remedy) for each in found if each.rule == "policy.bilateral"]

    assert told("73721") == [(Outcome.FAIL, "bill one line with 50")]
    assert told("20550") == [(Outcome.NO_DATA, "bill one line with 50, if the code takes 50")]


def test_a_line_without_modifiers_has_no_order() -> None:
    """Nor has one of a single modifier, or of one that stands anywhere; of two it is judged."""
    rule = "modifier.order"
    for modifiers in ((), ("26",), ("ET",), ("ET", "26")):
        assert said(rule, line("71260", *modifiers)) == []
    assert said(rule, line("73721", "26", "RT")) == [("PASS", (0,))]
    assert said(rule, line("73721", "RT", "26")) == [("WARN", (0,))]


@pytest.mark.parametrize("documents", [("L1",), ("L1", "L2"), ("L1", "L2", "L3")])
def test_a_finding_of_coverage_cites_two_documents(documents: tuple[str, ...]) -> None:
    """Of several that say the same, the first two, for what is covered and what is not."""
    rows = "".join(f"{each},covered,76999,M81.0,yes\n" for each in documents)
    table = read_coverage(f"document,stance,codes,diagnoses,medicare\n{rows}")
    ours = cptkit.packaged.with_tables(table)
    for diagnosis, outcome in (("M81.0", Outcome.PASS), ("I10", Outcome.WARN)):
        claim = Claim((line("76999", diagnoses=(diagnosis,)),))
        (found,) = (
            each
            for each in cptkit.check_claim(claim, catalog=ours).verdicts
            if each.rule == "necessity.not-covered"
        )
        assert (found.outcome, found.citation) == (outcome, "; ".join(documents[:2]))


# --- marks


@pytest.mark.parametrize(
    ("code", "modifier", "counts"),
    [
        ("80053", "91", True),
        ("71260", "91", False),
        ("80053", "E1", False),
        ("80053", "FA", False),
        ("80053", "LC", False),
        ("80053", "59", True),
        ("99213", "25", True),
        ("71260", "25", False),
    ],
)
def test_a_mark_counts_on_codes_that_it_is_made_for(
    code: str, modifier: str, *, counts: bool
) -> None:
    """91 tells laboratory tests apart, 25 visits, 59 all; a part of the body is no mark by itself."""
    marks = marks_of(seen(line(code, modifier)), Setting.PROFESSIONAL, cptkit.packaged)
    assert marks.distinct == (frozenset({modifier}) if counts else frozenset())


@pytest.mark.parametrize(
    ("first", "second", "unused"),
    [("71046", "76700", True), ("71045", "74019", False), ("73701", "73615", False)],
)
def test_59_is_used_where_any_rule_asks_for_it(first: str, second: str, *, unused: bool) -> None:
    """No edit stands between these; a combined code or an excluded pair may ask for it all the same."""
    lines = (line(first, date_of_service=TOLD), line(second, "59", date_of_service=TOLD))
    found = said("bundling.distinct-unused", *lines)
    assert found == ([("WARN", (1,))] if unused else [])


@pytest.mark.parametrize("section", ["anesthesia", "medicine", "radiology", "surgery"])
def test_what_is_no_radiology(section: str) -> None:
    """Every other section is admitted, whatever its name begins with."""
    code = Code("00001", Category.I, headings=(section,))
    assert admits(Scope.NOT_RADIOLOGY, code) is (section != "radiology")


# --- which lines are looked at together


@pytest.mark.parametrize(
    ("code", "needs"),
    [("76942", True), ("77001", True), ("R0070", True), ("71260", False), ("36598", True)],
)
def test_what_is_judged_by_all_that_stands_beside_it(code: str, *, needs: bool) -> None:
    """Guidance, portable X-ray, add-ons whose primaries the contractor names, and what is paid only alone."""
    asked = seen(line(code))
    assert meetings.needs_the_visit(asked, Setting.PROFESSIONAL, cptkit.packaged) is needs


def test_what_no_fee_schedule_covers_is_not_known_to_be_paid_alone() -> None:
    """Then the line is judged as any."""
    before = tiny_line("70001", date_of_service=DAY.replace(year=DAY.year - 1))
    assert not meetings.needs_the_visit(seen(before, TINY), Setting.PROFESSIONAL, TINY)


@pytest.mark.parametrize(
    ("code", "plain"),
    [("71250", True), ("71260", False), ("78815", False), ("74240", False), ("Q9967", False)],
)
def test_what_uses_a_supply_is_not_plain(code: str, *, plain: bool) -> None:
    """A study with contrast, a tracer's study, fluoroscopy, and the supply itself."""
    assert meetings.is_plain(seen(line(code)), Setting.PROFESSIONAL, cptkit.packaged) is plain
    visit = seen(line("99213"))
    assert meetings.is_plain(visit, Setting.PROFESSIONAL, cptkit.packaged)


# --- arguments


def test_a_catalog_is_given_by_name() -> None:
    """In every public function that may do without: its place would be another thing's in another function."""
    modules = (cptkit, *(getattr(cptkit, name) for name in ("bundling", "contrast", "guidance")))
    asked = [
        (each, parameter)
        for module in modules
        for name in module.__all__
        if inspect.isfunction(each := getattr(module, name))
        for parameter in inspect.signature(each).parameters.values()
        if parameter.name == "catalog" and parameter.default is None
    ]
    assert len(asked) > 10
    for function, parameter in some(asked):
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, function
