"""What rules say where two conditions meet: which of several lines, which of several days, one more or fewer than a limit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import Claim, ClaimLine, Finding, Outcome, Setting, payment
from cptkit.claim_check.merging import merged
from cptkit.errors import NoDataError
from cptkit.values.price import Rvus
from fee_rows import fee_row
from tiny import TINY
from tiny import check as tiny_check
from tiny import line as tiny_line
from tiny import said as tiny_said

DAY = dt.date(2026, 5, 4)


def line(code: str, *modifiers: str, **fields: Any) -> ClaimLine:
    """Make an office's line of the day."""
    told = {"date_of_service": DAY, "place_of_service": "11", "diagnoses": ("R10.9",), **fields}
    return ClaimLine(code, modifiers, **told)


def said(rule: str, *lines: ClaimLine, **claim: Any) -> list[tuple[str, tuple[int, ...]]]:
    """Give what a rule says of a claim, without words."""
    found = cptkit.check_claim(Claim(lines, **claim)).verdicts
    return [(each.outcome.name, each.lines) for each in found if each.rule == rule]


# --- sessions


def test_of_two_codes_only_the_lines_of_one_session_are_one_service() -> None:
    """Two abdomens in the morning, a pelvis then and one in the evening: the evening's stands by itself."""
    am, pm = {"session": "am"}, {"session": "pm"}
    lines = (
        line("74160", "26", **am),
        line("74160", "26", "76", **am),
        line("72193", "26", **am),
        line("72193", "26", "76", **pm),
    )
    found = said("combination.one-code", *lines)
    assert {index for _, each in found for index in each} == {0, 1, 2}
    assert {outcome for outcome, _ in found} == {"FAIL"}
    only = (line("74160", "26", **am), line("72193", "26", **pm))
    assert said("combination.one-code", *only) == [("PASS", (0, 1))]


@pytest.mark.parametrize(
    ("sessions", "marked", "outcome"),
    [
        (("a", "b", "c"), 0, "BYPASSED"),
        (("a", "a", "b"), 0, "FAIL"),
        (("a", "b", None), 0, "FAIL"),
        ((None, None, None), 0, "FAIL"),
        (("a", "a", "a"), 1, "FAIL"),
        (("a", "a", "a"), 2, "BYPASSED"),
        (("a", "a", "a"), 3, "BYPASSED"),
    ],
)
def test_lines_are_of_separate_encounters_where_all_sessions_differ(
    sessions: tuple[str | None, ...], marked: int, outcome: str
) -> None:
    """Guidance on three lines: each of a session of its own, or all but one with XE; two of one session are one too many."""
    lines = [
        line("76942", "26", *(["XE"] * (place < marked)), session=session)
        for place, session in enumerate(sessions)
    ]
    assert said("guidance.once-per-encounter", *lines) == [(outcome, (0, 1, 2))]


def test_an_add_on_is_no_primary_of_another() -> None:
    """Beside supplies, images and other add-ons, guidance of which the contractor lists primaries lacks one."""
    rule = "addon.no-primary"
    for other in (line("Q9967", units=5), line("71260", "26"), line("77002", "26")):
        assert said(rule, line("77001", "26"), other)[0] == ("FAIL", (0,))
    assert said(rule, line("77001", "26"), line("36556")) == [("NO_DATA", (0,))]
    found = tiny_check(tiny_line("10002"), tiny_line("10003")).findings
    assert (rule, "FAIL", (0,)) in {(each.rule, each.outcome.name, each.lines) for each in found}


def test_a_contractor_takes_no_add_on_for_a_primary() -> None:
    """75774 beside 36218, an add-on by CMS's table, lacks a primary as much as that; beside 36216 the contractor is asked."""
    rule = "addon.no-primary"
    assert said(rule, line("75774", "26"), line("36218")) == [("FAIL", (0,)), ("FAIL", (1,))]
    assert said(rule, line("75774", "26"), line("36216")) == [("NO_DATA", (0,))]
    assert said(rule, line("75774", "26"), line("36218"), line("36217")) == [
        ("NO_DATA", (0,)),
        ("PASS", (1,)),
    ]


class MoreAddOns(type(TINY)):  # type: ignore[misc]  # its type is a class
    """The invented codes with a second add-on, of which no table says what they go with."""

    def versions(self, code: object) -> tuple[cptkit.Code, ...]:
        """Give 10002 as 10012 too."""
        held = super().versions("10002" if code == "10012" else code)
        return tuple(attrs.evolve(each, code="10012") if code == "10012" else each for each in held)


@pytest.mark.parametrize(("other", "outcome"), [("10012", "FAIL"), ("10003", "NO_DATA")])
def test_an_add_on_that_no_table_names_is_no_primary_either(other: str, outcome: str) -> None:
    """What its code says is enough."""
    claim = Claim((tiny_line("10002"), tiny_line(other)))
    found = cptkit.check_claim(claim, catalog=MoreAddOns(())).verdicts
    asked = [each for each in found if each.rule == "addon.no-primary" and 0 in each.lines]
    assert [each.outcome.name for each in asked] == [outcome]


# --- codes by themselves


def test_what_is_paid_if_alone_looks_at_its_own_day() -> None:
    """Status T is paid where nothing else is billed that day by that provider: another day or provider is nothing else."""
    rule = "status.not-payable"
    assert ("WARN", (0,)) in said(rule, line("36598"), line("71046", "26"))
    for change in (
        {"date_of_service": DAY - dt.timedelta(days=1)},
        {"date_of_service": DAY + dt.timedelta(days=1)},
        {"provider": "another"},
    ):
        assert ("WARN", (0,)) not in said(rule, line("36598"), line("71046", "26", **change))


@pytest.mark.parametrize(("letters", "named"), [(10, True), (11, False)])
def test_a_duplicate_names_what_can_be_a_code(letters: int, *, named: bool) -> None:
    """A book in the place of a code is not written out."""
    text = "ABCDEFGHIJK"[:letters]
    (found,) = (
        each
        for each in cptkit.check_claim(Claim((line(text), line(text)))).findings
        if each.rule == "claim.duplicate"
    )
    assert found.message.startswith(f"2 lines of {text if named else 'the code'} with the same")


def test_predecessors_are_asked_in_either_order_of_codes() -> None:
    """The edits of 77014 tell of 77387 beside 77373, whichever stands first, and beside a code that sorts behind it."""
    rule = "bundling.by-predecessor"
    assert said(rule, line("77373"), line("77387", "26")) == [("WARN", (0, 1))]
    assert said(rule, line("77387", "26"), line("77373")) == [("WARN", (0, 1))]
    behind = [("WARN", (0, 1))]  # G6017, whose edit tells here, sorts behind 77387
    assert said(rule, line("11920"), line("77387", "26")) == behind
    assert said(rule, line("77387", "26"), line("11920")) == behind


def test_surgical_centers_bill_both_sides_apart() -> None:
    """Two lines of a knee injection fit where they are of the two sides; not of one side, nor where a third is added."""

    def of(*sides: str, setting: Setting = Setting.ASC) -> list[str]:
        lines = tuple(tiny_line("70003", side) for side in sides)
        report = cptkit.check_claim(Claim(lines, setting), catalog=TINY)
        return sorted(
            {
                each.outcome.name
                for each in report.verdicts
                if each.rule == "bundling.mue" and each.lines
            }
        )

    assert of("RT", "LT") == ["PASS"]
    assert of("RT", "RT") == of("RT", "LT", "RT") == ["FAIL"]
    assert of("RT", "LT", setting=Setting.PROFESSIONAL) == ["FAIL"]


def test_a_source_goes_with_an_operation() -> None:
    """Yttrium beads go with an embolization and seeds with their application; a chest film, a visit and an X-ray tube use neither."""
    rule = "supply.study-missing"
    day = {"date_of_service": dt.date(2024, 8, 15)}
    for code in ("37243", "77778", "71046", "99213", "0395T"):
        right = code in ("37243", "77778")
        found = said(rule, line("C2616", **day), line(code, **day))
        assert found == [("PASS" if right else "WARN", (0,))]


def test_each_part_of_a_service_has_sides_of_its_own() -> None:
    """The reading of one side and the test of the other are no service on both; two readings are."""

    def of(*lines: tuple[str, ...]) -> list[tuple[str, tuple[int, ...]]]:
        return tiny_said("bilateral.one-line", *(tiny_line("70003", *each) for each in lines))

    assert of(("26", "RT"), ("26", "LT")) == of(("RT",), ("LT",)) == [("FAIL", (0, 1))]
    assert of(("26", "RT"), ("TC", "LT")) == of(("RT",), ("26", "LT")) == []


def test_repeats_by_whom() -> None:
    """77 is wrong where every first line is by the same provider, and right where one is another's."""
    first, again = line("71046", "26", provider="A"), line("71046", "26", "77", provider="A")
    rule = "repeat.first-line"
    assert said(rule, first, again) == [("WARN", (1,))]
    assert said(rule, first, line("71046", "26", provider="B"), again) == [("PASS", (2,))]


def cures(rule: str, *lines: ClaimLine) -> list[str]:
    """Give the remedies of a rule."""
    found = cptkit.check_claim(Claim(lines)).verdicts
    return [each.remedy for each in found if each.rule == rule]


def test_two_sessions_of_a_contrast_family_are_kept_apart() -> None:
    """Indicator 1 and XE: the orders and reports are kept; without XE one code is billed."""
    day, rule = dt.date(2024, 8, 15), "contrast.one-of-family"
    plain, enhanced = (line(code, "26", date_of_service=day) for code in ("74176", "74177"))
    other = attrs.evolve(enhanced, modifiers=("26", "XE"))
    assert cures(rule, plain, other) == ["keep both orders and reports, with their times or sides"]
    (one,) = cures(rule, plain, enhanced)
    assert one.startswith("one session without and then with contrast is 74178; opposite sides")


@pytest.mark.parametrize(
    ("code", "modifiers", "cure"),
    [
        ("71260", (), "bill 26; the facility bills the rest"),
        ("71260", ("TC",), "leave the line to the facility"),
        ("93005", (), "leave the line to the facility"),
        ("96374", (), "leave the line to the facility"),
    ],
)
def test_what_a_practice_bills_of_a_hospitals_patient(
    code: str, modifiers: tuple[str, ...], cure: str
) -> None:
    """Of a test with two parts the reading; the technical part alone, a tracing and an injection are the hospital's."""
    asked = line(code, *modifiers, place_of_service="22")
    assert cures("modifier.place-of-service", asked) == [cure]


@pytest.mark.parametrize(
    ("recorded", "units"),
    [
        (Decimal("0.4"), "1 units"),
        (0, "0 units"),
        (Decimal("50.5"), "51 units"),
        (999_999, "999999 units"),
    ],
)
def test_units_of_an_agent_follow_the_record(recorded: object, units: str) -> None:
    """Every begun milliliter is a unit of Q9967, from none to what no patient is given."""
    asked = line("Q9967", units=49, record={"contrast.amount": recorded})
    (found,) = (
        each for each in cptkit.check_claim(Claim((asked,))).findings if each.rule == "supply.units"
    )
    assert found.message.endswith(f"which are {units} of 1 mL")


@pytest.mark.parametrize("recorded", [-1, 10**6])
def test_a_record_that_holds_no_amount_is_not_compared(recorded: object) -> None:
    """Below none, and a ton, say nothing of the units."""
    asked = line("Q9967", units=49, record={"contrast.amount": recorded})
    assert said("supply.units", asked) == [("PASS", (0,))]


def test_a_course_counts_lines_that_bill_something() -> None:
    """No unit of weekly management, or one taken back, is none that fractions must make."""
    asked = [said("frequency.course", line("77427", units=units)) for units in (-1, 0, 1)]
    assert asked == [[], [], [("NO_DATA", (0,))]]
    taken_back = line("77402", units=-5)
    assert said("frequency.course", line("77427"), taken_back) == [("NO_DATA", (0,))]


def test_lines_without_a_side_are_none_of_both_sides() -> None:
    """Where a payer wants 50, the lines of the two sides are told, and a third of no side is not."""
    policy = cptkit.PayerPolicy("A", bilateral=cptkit.BilateralBilling.MODIFIER_50)
    lines = (line("73721", "26", "RT"), line("73721", "26", "LT"), line("73721", "26", "76"))
    found = cptkit.check_claim(Claim(lines), policy=policy).verdicts
    assert [each.lines for each in found if each.rule == "policy.bilateral"] == [(0, 1)]


def test_a_route_that_is_none_has_its_two_nearest() -> None:
    """Two are shown, however many are as near."""
    for wrong, near in (("intra", "intravenous, intrathecal"), ("nonee", "none")):
        with pytest.raises(cptkit.DataError) as caught:
            cptkit.contrast.choose("71260", performed=cptkit.Contrast.WITH, routes=(wrong,), on=DAY)
        assert f"'{wrong}' is no route; nearest are {near}" in str(caught.value).split("\n")


# --- findings that become one


def finding(number: int) -> Finding:
    """Make a finding of an unknown."""
    words = f"reason {number}"
    return Finding("bundling.ptp", Outcome.NO_DATA, (number,), words, f"cure {number}")


def test_three_reasons_are_named_and_the_others_counted() -> None:
    """Of one finding, itself; of four, three and how many more."""
    assert merged([finding(0)]) == [finding(0)]
    (three,) = merged([finding(number) for number in range(3)])
    assert three.message == "reason 0; reason 1; reason 2"
    (five,) = merged([finding(number) for number in range(5)])
    assert five.message == "reason 0; reason 1; reason 2; and 2 more of the kind"
    assert five.lines == (0, 1, 2, 3, 4)


# --- prices


def test_an_expression_names_the_row() -> None:
    """71260-26 asks for the reading's row, 71260 for the whole one, and a modifier beside an expression counts."""
    read, whole = payment.rvus("71260", "26", on=DAY), payment.rvus("71260", on=DAY)
    assert read.non_facility_total != whole.non_facility_total
    assert payment.rvus(cptkit.parse("71260-26"), on=DAY) == read
    assert payment.rvus(cptkit.parse("71260"), on=DAY) == whole
    assert payment.rvus(cptkit.parse("71260"), "26", on=DAY) == read


def test_the_remark_of_rare_places() -> None:
    """33533 is marked NA outside facilities: an office's price says so, a hospital's not; nothing is said of 71046."""
    says = "the release marks it NA: rarely or never done outside facilities"

    def names(code: str, place: str) -> list[str]:
        price = payment.price(line(code, place_of_service=place))
        return [step.name for step in price.trace if step.name == says]

    assert names("33533", "11") == [says]
    assert names("33533", "21") == names("71046", "11") == []


def test_the_parts_of_a_whole_are_labelled() -> None:
    """A price of the whole tells its professional and its technical part; one of a part does not say which."""
    whole = [step.name for step in payment.price(line("71260")).trace]
    assert {name.split()[0] for name in whole if "expense" in name} == {"professional", "technical"}
    part = [step.name for step in payment.price(line("71260", "26")).trace]
    assert [name for name in part if "expense" in name] == ["practice expense 0.41"]
    assert "relative values of one unit" in whole


def test_units_of_which_later_ones_are_reduced_are_told_apart() -> None:
    """The technical part of the second and third unit is half; units of a reading are priced alike."""
    of_three = line("71260", "TC", units=3)
    reduced = [step.name for step in payment.price(of_three).trace]
    assert "relative values of the first unit" in reduced
    assert "relative values of each later unit" in reduced
    assert "first unit and 2 later" in reduced
    alike = [step.name for step in payment.price(line("71046", "26", units=3)).trace]
    assert [name for name in alike if "unit" in name] == ["relative values of one unit", "3 units"]


class OnlyParts(type(TINY)):  # type: ignore[misc]  # its type is a class
    """The invented schedule without the whole service's row, as codes have that are billed in parts alone."""

    def fee_row(self, code: str, modifier: str, on: dt.date) -> Any:
        """Give the row of a part."""
        held = super().fee_row(code, modifier, on) if modifier else None
        return held and attrs.evolve(
            held,
            work_rvu=Decimal("1.00"),
            malpractice_rvu=Decimal("0.10"),
            conversion_factor=Decimal(10),
        )


def test_a_part_without_a_row_of_the_whole() -> None:
    """A reading is priced by its own row; the whole has none, and is told as such."""
    parts = OnlyParts(())
    priced = [
        payment.price(tiny_line("70001", each), catalog=parts).amount for each in ("26", "TC")
    ]
    assert priced == [Decimal("11.00"), Decimal("11.00")]
    assert payment.price(tiny_line("70001"), catalog=parts).amount is None


@pytest.mark.parametrize("code", ["0042T", "99998", "4321"])
def test_a_service_broken_off_that_has_no_row_is_told_as_any(code: str) -> None:
    """53 takes the row of the whole service; where there is none, the price says what it says without 53."""
    told = [payment.price(line(code, *modifiers)).reason for modifiers in ((), ("53",))]
    assert told[0] == told[1]
    assert code in told[0]
    with pytest.raises(cptkit.CptkitError):
        payment.rvus(code, "53", on=DAY)


def test_a_callers_row_answers_its_relative_values() -> None:
    """NA outside facilities is no value there, and a value inside."""
    row = fee_row("70001", non_facility_na=True)
    assert isinstance(row.facility_pe_rvu, Decimal)
    found = payment.rvus("33533", on=DAY)
    assert isinstance(found, Rvus)
    assert (found.non_facility_pe, found.non_facility_total) == (None, None)
    assert found.facility_total is not None
    with pytest.raises(NoDataError, match="ask for '', '26', 'TC' or '53'"):
        payment.rvus("33533", "TC", on=DAY)
