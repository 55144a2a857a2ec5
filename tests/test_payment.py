"""Payment: what is true of amounts, reductions, refusals and shares."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    Contract,
    CptkitError,
    DataError,
    Locality,
    NoDataError,
    Payer,
    PayerPolicy,
    Price,
    Setting,
    Source,
    Table,
    Unpriced,
    payment,
)
from cptkit.files.manifest import first_day, last_day
from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    MultipleProcedure,
    PcTc,
    Status,
)
from cptkit.values.table import FeeScheduleRow, TableKind
from looped import some

BEFORE, BEHIND = first_day() - dt.timedelta(days=1), last_day() + dt.timedelta(days=1)
"""The days around the packaged years."""
Y2025, Y2026 = dt.date(2025, 10, 15), dt.date(2026, 8, 15)
CHEST = payment.indicators("71260", on=Y2026)
MADE_UP = Source(
    "a test", release="T1", effective=dt.date(2026, 1, 1), through=dt.date(2026, 12, 31)
)


def line(
    code: str, *modifiers: str, on: dt.date = Y2026, pos: str | None = "11", **more: Any
) -> ClaimLine:
    """Make a claim line in an office."""
    return ClaimLine(code, modifiers, date_of_service=on, place_of_service=pos, **more)


def amount(code: str, *modifiers: str, **more: Any) -> str:
    """Price a line alone, as text."""
    return str(payment.price(line(code, *modifiers, **more)).amount)


def amounts(*lines: ClaimLine, **more: Any) -> list[str]:
    """Price lines together, as texts."""
    return [str(each.amount) for each in payment.price_claim(Claim(lines), **more)]


def row(code: str = "71260", modifier: str = "", **changes: Any) -> FeeScheduleRow:
    """Invent a row: work 2.00, expense 3.00, malpractice 0.50, no parts, 10 dollars for one RVU."""
    plain = attrs.evolve(
        CHEST,
        code=code,
        modifier=modifier,
        work_rvu=Decimal("2.00"),
        non_facility_pe_rvu=Decimal("3.00"),
        facility_pe_rvu=Decimal("3.00"),
        facility_na=False,
        malpractice_rvu=Decimal("0.50"),
        pc_tc=PcTc.PHYSICIAN_SERVICE,
        multiple_procedure=MultipleProcedure.NONE,
        conversion_factor=Decimal("10.0000"),
        source=MADE_UP,
    )
    return attrs.evolve(plain, **changes)


def catalog(*rows: FeeScheduleRow) -> cptkit.Catalog:
    """Make a catalog whose fee schedule of 2026 holds just these rows."""
    return cptkit.packaged.with_tables(Table(TableKind.FEE_SCHEDULE, MADE_UP, rows))


# --- amounts


@pytest.mark.parametrize(
    ("code", "modifiers", "on", "qualifying", "expected"),
    [
        ("71250", (), Y2025, False, "131.00"),
        ("71250", (), Y2026, False, "132.60"),
        ("71250", (), Y2026, True, "133.26"),
        ("71250", ("26",), Y2026, False, "49.43"),
        ("71250", ("TC",), Y2026, False, "83.17"),
        ("71260", (), Y2026, False, "166.67"),
        ("71270", (), Y2026, False, "195.73"),
        ("71271", (), Y2026, False, "136.28"),
        ("70471", (), Y2026, False, "376.76"),
        ("77067", (), Y2026, False, "126.26"),
    ],
)
def test_national_amounts(
    code: str,
    modifiers: tuple[str, ...],
    on: dt.date,
    qualifying: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """Relative values of RVU25D and RVU26C times 32.3465, 33.4009 and 33.5675."""
    assert (
        str(payment.price(line(code, *modifiers, on=on), qualifying_apm=qualifying).amount)
        == expected
    )


def test_the_factor_changed_on_9_march_2024() -> None:
    """32.7442 held through 8 March (RVU24A), 33.2875 from 9 March (RVU24AR); 71260 had 5.14 RVU."""
    before, after = (payment.price(line("71260", on=dt.date(2024, 3, day))) for day in (8, 9))
    assert (str(before.amount), str(after.amount)) == ("168.31", "171.10")
    assert [each.source.release for each in (before, after) if each.source] == ["RVU24A", "RVU24AR"]


def test_a_qualifying_participant_has_no_own_factor_before_2026() -> None:
    """Until 2025 there was one factor for all, and the trace says so."""
    price = payment.price(line("71250", on=Y2025), qualifying_apm=True)
    assert str(price.amount) == "131.00"
    assert "the same for APM participants" in str(price)


def test_published_amount_in_a_locality() -> None:
    """OPPSCAP of RVU25D: 71550 in San Francisco (01112-05) is 419.10: work 1.046, expense and malpractice capped."""
    price = payment.price(line("71550", on=Y2025), locality="01112-05")
    assert str(price.amount) == "419.10"
    assert price == payment.price(
        line("71550", on=Y2025), locality=payment.localities(on=Y2025, number="01112-05")[0]
    )


def test_every_published_amount(shared: Any) -> None:
    """Each radiology row of CMS's OPPSCAP file that is not status C, to the cent."""
    text = (shared / "cms" / "pfs" / "OPPSCAP2025_Oct.csv").read_text(encoding="latin-1")
    known = {each.id for each in payment.localities(on=Y2025)}
    asked, wrong = 0, []
    for published in cptkit.cms.read_opps_cap(text, effective=dt.date(2025, 10, 1)):
        if (
            published.code[0] != "7"
            or not published.code.isdigit()
            or published.status is Status.CONTRACTOR_PRICED
        ):
            continue
        place = f"{published.mac}-{published.locality}"
        place = place if place in known else f"01182-{published.locality}"
        modifiers = (published.modifier,) if published.modifier else ()
        asked += 1
        if (
            payment.price(line(published.code, *modifiers, on=Y2025), locality=place).amount
            != published.non_facility
        ):
            wrong.append(published)
    assert (asked, wrong) == (5060, [])


def test_the_cap_takes_the_lower_technical_part() -> None:
    """RVU26C: 71550-TC 7.98 against 7.30 for hospitals; 71260-TC 3.38 against 5.36; 0.00 is no cap."""
    assert amount("71550", "TC") == "243.83"
    assert amount("71550") == "310.29"
    assert amount("71550", "26") == "66.47"
    assert amount("71260", "TC") == "112.90"
    assert amount("71275") == "262.87", (
        "8.40 RVU would be 280.57; the technical part is 5.37 instead of 5.90"
    )
    free = row(
        "71260",
        pc_tc=PcTc.TECHNICAL_ONLY,
        opps_non_facility_pe_rvu=Decimal("0.00"),
        opps_malpractice_rvu=Decimal("0.00"),
    )
    assert str(payment.price(line("71260"), catalog=catalog(free)).amount) == "55.00"


def test_the_place_of_service_selects_the_practice_expense() -> None:
    """99213 in RVU26C: 95.19 in an office, less in a hospital's department."""
    values = payment.rvus("99213", on=Y2026)
    assert values.facility_total is not None
    assert amount("99213") == "95.19"
    assert amount("99213", pos="22") == str(
        (values.facility_total * Decimal("33.4009")).quantize(Decimal("0.01"))
    )
    assert amount("71250", "26", pos="22") == amount("71250", "26", pos=None) == "49.43"


def test_units_multiply_before_rounding() -> None:
    """Three units of 71046 at 0.99 RVU are rounded once."""
    one = payment.rvus("71046", on=Y2026).non_facility_total
    assert one is not None
    assert payment.price(line("71046", units=3)).amount == (3 * one * Decimal("33.4009")).quantize(
        Decimal("0.01")
    )


# --- several studies


def test_imaging_reduction_worked_by_hand() -> None:
    """71260 and 74177 in one session of 2026.

    74177: technical 6.48 and professional 2.51 are the dearest and are paid in full: 8.99 RVU.
    71260: 0.50 x 3.38 + 0.95 x 1.61 = 1.69 + 1.5295 = 3.2195 RVU. Times 33.4009: 300.274091 and 107.53419755.
    """
    assert amounts(line("71260"), line("74177")) == ["107.53", "300.27"]
    claim = payment.price_claim(Claim((line("71260"), line("74177"))))
    assert claim.amount == Decimal("407.80")


def test_the_parts_are_ranked_apart() -> None:
    """71550-TC and 74177: the technical part of 71550 is the dearest, the professional part of 74177 is alone."""
    assert amounts(line("71550", "TC"), line("74177")) == [
        "243.83",
        str(
            ((Decimal("6.48") / 2 + Decimal("2.51")) * Decimal("33.4009")).quantize(Decimal("0.01"))
        ),
    ]


def test_the_reduction_comes_before_the_cap() -> None:
    """71550-TC second: half of 7.98 is 3.99, below the cap of 7.30, so that the cap does nothing."""
    assert amounts(line("71550", "TC"), line("70554", "TC"))[0] == str(
        (Decimal("3.99") * Decimal("33.4009")).quantize(Decimal("0.01"))
    )


@pytest.mark.parametrize(
    ("one", "two", "reduced"),
    [
        (line("71260"), line("74177"), True),
        (line("71260", session="a"), line("74177", session="a"), True),
        (line("71260", session="a"), line("74177", session="b"), False),
        (line("71260", session="a"), line("74177"), True),
        (line("71260", "59"), line("74177"), False),
        (line("71260", "XE"), line("74177"), False),
        (line("71260", "XS"), line("74177"), True),
        (line("71260", "59", session="a"), line("74177", session="a"), True),
        (line("71260", "76"), line("74177"), True),
        (line("71260", provider="a"), line("74177", provider="b"), False),
        (line("71260", provider="a"), line("74177", provider="a"), True),
        (line("71260", on=dt.date(2026, 8, 14)), line("74177"), False),
        (line("71260"), line("71046"), False),
        (line("71260"), line("78452"), False),
        (line("71260", "26"), line("74177", "TC"), False),
    ],
)
def test_what_is_ranked_together(one: ClaimLine, two: ClaimLine, reduced: bool) -> None:  # noqa: FBT001
    """Imaging of one provider, day and session; a stated session outweighs a modifier."""
    assert (
        payment.price_claim(Claim((one, two)))[0].amount != payment.price(one).amount
    ) is reduced


def test_a_policy_without_reduction() -> None:
    """A payer whose policy says so pays every diagnostic study in full, on the days that the policy governs; operations stay reduced."""
    both = (
        line("71260", session="a"),
        line("74177", session="b"),
        line("70450"),
    )  # which session the third is of no longer matters
    full = [amount(each) for each in ("71260", "74177", "70450")]
    plan = PayerPolicy("Plan A", multiple_procedure_reduction=False)
    assert amounts(*both, policy=plan) == full
    assert "Plan A does not reduce several studies" in str(
        payment.price_claim(Claim(both), policy=plan)[0]
    )
    assert amounts(line("78452", "TC"), line("93306", "TC"), policy=plan) == [
        amount("78452", "TC"),
        amount("93306", "TC"),
    ]
    two = payment.price(line("71260", units=2), policy=plan)
    assert two.amount == 2 * Decimal(full[0])
    operations = (line("19081"), line("19083"))
    assert (
        amounts(*operations, policy=plan)
        == amounts(*operations)
        != [amount("19081"), amount("19083")]
    )


@pytest.mark.parametrize(
    "plan",
    [
        None,
        PayerPolicy("Plan A"),
        PayerPolicy("Plan A", multiple_procedure_reduction=True),
        PayerPolicy("Plan A", multiple_procedure_reduction=False, effective=dt.date(2026, 8, 16)),
    ],
)
def test_a_policy_that_reduces_as_medicare(plan: PayerPolicy | None) -> None:
    """A policy that says nothing, says yes, or does not govern the day changes no price."""
    assert amounts(line("71260"), line("74177"), policy=plan) == ["107.53", "300.27"]


@pytest.mark.parametrize("wrong", ["Plan A", False, 1, Contract("Plan A")])
def test_a_policy_that_is_none(wrong: Any) -> None:
    """Something else than a policy is refused, with its value."""
    with pytest.raises(DataError, match="policy must be a PayerPolicy"):
        payment.price_claim(Claim((line("71260"),)), policy=wrong)


def test_equal_lines_rank_by_what_they_hold() -> None:
    """Which of two equal studies is paid in full, and is told to presume its session, does not hang on their order."""
    named, bare = line("71250", session="s"), line("71250")
    one, two = (payment.price_claim(Claim(both)) for both in ((named, bare), (bare, named)))
    assert tuple(one) == tuple(reversed(tuple(two)))
    three = (line("71250", "TC"), line("73721"), line("71260"))
    assert sorted(map(str, payment.price_claim(Claim(three)))) == sorted(
        map(str, payment.price_claim(Claim(three[::-1])))
    )


def test_a_line_without_session_beside_several() -> None:
    """Which session it belongs to is not known, and is not guessed."""
    prices = payment.price_claim(
        Claim((line("71260", session="a"), line("74177", session="b"), line("70450")))
    )
    assert [each.unpriced for each in prices] == [None, None, Unpriced.NO_DATA]
    assert "give its session" in prices[2].reason
    assert prices.amount is None
    assert prices.unpriced == (2,)
    assert prices.priced == Decimal("166.67") + Decimal("300.27")


def test_cardiovascular_and_eye_tests_reduce_the_technical_part_of_the_day() -> None:
    """Indicator 6 pays 75 percent and 7 pays 80 percent of later technical parts; sessions do not matter."""
    first, second = (
        payment.rvus(code, "TC", on=Y2026).non_facility_total for code in ("78452", "78472")
    )
    assert first is not None
    assert second is not None
    assert first > second
    assert amounts(line("78452", "TC", session="a"), line("78472", "TC", session="b"))[1] == str(
        (second * Decimal("0.75") * Decimal("33.4009")).quantize(Decimal("0.01"))
    )
    eye = payment.rvus("76512", "TC", on=Y2026).non_facility_total
    assert eye is not None
    assert amounts(line("76512", "TC", units=2)) == [
        str((eye * Decimal("1.8") * Decimal("33.4009")).quantize(Decimal("0.01")))
    ]


def test_units_of_one_line_reduce_each_other() -> None:
    """Two units of 71260-TC: one in full, one at half."""
    assert amounts(line("71260", "TC", units=2)) == [
        str((Decimal("3.38") * Decimal("1.5") * Decimal("33.4009")).quantize(Decimal("0.01")))
    ]
    assert amounts(line("71260", "TC", units=2), line("74177", "TC"))[0] == str(
        (Decimal("3.38") * Decimal("33.4009")).quantize(Decimal("0.01"))
    )


def test_surgery_is_ranked_whole() -> None:
    """Indicator 2: 100 percent, then 50 for the second to fifth; the sixth is priced by report."""
    surgery = row("71260", multiple_procedure=MultipleProcedure.STANDARD)
    mine = catalog(surgery, attrs.evolve(surgery, code="71270", work_rvu=Decimal("4.00")))
    assert amounts(line("71260", units=4), line("71270"), catalog=mine) == ["110.00", "75.00"]
    refused = payment.price_claim(Claim((line("71260", units=5), line("71270"))), catalog=mine)
    assert [each.unpriced for each in refused] == [Unpriced.NO_NATIONAL_RULE, None]


@pytest.mark.parametrize(
    "indicator",
    [
        MultipleProcedure.ENDOSCOPY,
        MultipleProcedure.THERAPY,
        MultipleProcedure.STANDARD_BEFORE_1995,
    ],
)
def test_reductions_that_are_not_worked_out_are_refused(indicator: MultipleProcedure) -> None:
    """One alone has a price; several have none rather than a wrong one."""
    mine = catalog(
        row("71260", multiple_procedure=indicator),
        row("71270", multiple_procedure=MultipleProcedure.STANDARD),
    )
    assert amounts(line("71260"), catalog=mine) == ["55.00"]
    assert payment.price(line("71260", units=2), catalog=mine).unpriced is Unpriced.NO_DATA


def test_surgery_beside_endoscopy_is_refused() -> None:
    """They are ranked together, by a rule that is not worked out here."""
    mine = catalog(
        row("71260", multiple_procedure=MultipleProcedure.ENDOSCOPY),
        row("71270", multiple_procedure=MultipleProcedure.STANDARD),
    )
    assert amounts(line("71260"), line("71270"), catalog=mine) == ["None", "None"]


def test_a_global_only_test_among_several_is_refused() -> None:
    """Its technical part would be reduced, and no row tells it apart."""
    mine = catalog(
        row(
            "71260",
            pc_tc=PcTc.GLOBAL_ONLY,
            multiple_procedure=MultipleProcedure.DIAGNOSTIC_CARDIOVASCULAR,
        )
    )
    assert amounts(line("71260"), catalog=mine) == ["55.00"]
    assert payment.price(line("71260", units=2), catalog=mine).unpriced is Unpriced.NO_DATA


def test_status_t_is_paid_only_alone() -> None:
    """Another payable service of the provider and day swallows it."""
    mine = catalog(row("71260", status=Status.PAID_IF_ALONE), row("71270"))
    assert amounts(line("71260"), catalog=mine) == ["55.00"]
    assert amounts(line("71260"), line("71270"), catalog=mine) == ["None", "55.00"]
    assert amounts(line("71260"), line("71270", provider="another"), catalog=mine) == [
        "55.00",
        "55.00",
    ]


# --- modifiers


@pytest.mark.parametrize(
    ("code", "modifier", "on", "factor"),
    [
        ("71260", "CT", Y2026, "0.85"),
        ("70471", "CT", Y2026, "0.85"),
        ("71046", "FX", Y2026, "0.80"),
        ("71046", "FY", Y2026, "0.90"),
        ("71046", "FY", dt.date(2022, 12, 31), "0.93"),
        ("71046", "FY", dt.date(2023, 1, 1), "0.90"),
        ("76380", "CT", Y2026, "1"),
        ("71046", "LT", Y2026, "1"),
        ("71046", "76", Y2026, "1"),
        ("71046", "51", Y2026, "1"),
    ],
)
def test_equipment_cuts_take_from_the_technical_part(
    code: str, modifier: str, on: dt.date, factor: str
) -> None:
    """42 U.S.C. 1395m(p) and 1395w-4(b)(9); 76380 is CT but not on the list."""
    reading, test = (payment.rvus(code, part, on=on).non_facility_total for part in ("26", "TC"))
    assert reading is not None
    assert test is not None
    expected = (reading + test * Decimal(factor)) * payment.indicators(
        code, on=on
    ).conversion_factor
    assert abs(payment.price(line(code, modifier, on=on)).amount - expected) <= Decimal("0.005")  # type: ignore[operator]


def test_the_cut_comes_after_the_cap() -> None:
    """CMS compares with the hospital payment first and cuts the lower (MLN MM9727): 7.30 x 0.80."""
    assert amount("71550", "TC", "FX") == str(
        (Decimal("7.30") * Decimal("0.80") * Decimal("33.4009")).quantize(Decimal("0.01"))
    )


@pytest.mark.parametrize(
    ("code", "factor"), [("76641", "1.5"), ("73562", "2"), ("77067", "1"), ("71260", "1")]
)
def test_both_sides(code: str, factor: str) -> None:
    """Indicator 1 pays 150 percent, 3 each side in full, 0 and 2 no more than once."""
    once = payment.rvus(code, on=Y2026).non_facility_total
    assert once is not None
    assert amount(code, "50") == str(
        (once * Decimal(factor) * Decimal("33.4009")).quantize(Decimal("0.01"))
    )


def test_two_sides_of_an_imaging_study_on_one_line_are_told() -> None:
    """50 on 73721 (bilateral 3, multiple 4) pays each side in full, which RT and LT lines do not; the trace says how sure that is."""
    price = payment.price(line("73721", "50"))
    (told,) = [step for step in price.trace if "both sides on one line" in step.name]
    assert (str(price.amount), told.value, told.certainty.name, told.citation != "") == (
        "408.83",
        None,
        "M",
        True,
    )
    assert amounts(line("73721", "RT"), line("73721", "LT")) == ["130.46", "204.41"]
    assert "both sides on one line" not in str(payment.price(line("73130", "50")))


def test_surgeons() -> None:
    """Assistants get 16 percent, those who are no physicians 85 percent of that, each of two surgeons 62.5."""
    paid = row("71260", assistant_surgeon=AssistantSurgeon.PAID, co_surgeon=CoSurgeon.PERMITTED)
    assert [
        str(payment.price(line("71260", m), catalog=catalog(paid)).amount)
        for m in ("80", "AS", "62")
    ] == ["8.80", "7.48", "34.38"]


# --- refusals

REFUSALS = [
    (line("ABC"), Unpriced.LINE, "has not the form of a code"),
    (line("71261"), Unpriced.LINE, "is no code that is known"),
    (line("77014"), Unpriced.LINE, "is not in force on 2026-08-15"),
    (line("71260", units=0), Unpriced.LINE, "units must be 1 to 999"),
    (line("71260", units=10**40), Unpriced.LINE, "units must be 1 to 999"),
    (line("71260", "26", "TC"), Unpriced.LINE, "26 and TC exclude each other"),
    (line("71260", "50", "LT"), Unpriced.LINE, "50 and LT exclude each other"),
    (line("71260", "26", "CT"), Unpriced.LINE, "26 and CT exclude each other"),
    (line("71046", "FX", "FY"), Unpriced.LINE, "FX and FY exclude each other"),
    (line("73562", "RT", "LT"), Unpriced.LINE, "LT and RT exclude each other"),
    (
        line("71260", "MA", on=dt.date(2025, 1, 1)),
        Unpriced.NO_DATA,
        "no rule here tells what modifier 'MA' does",
    ),
    (line("77263", "26"), Unpriced.LINE, "has PC/TC indicator 2"),
    (line("77336", "TC"), Unpriced.LINE, "has PC/TC indicator 3"),
    (line("71260", pos="22"), Unpriced.LINE, "bill 71260-26 for the reading"),
    (line("71260", "TC", pos="21"), Unpriced.LINE, "the facility's own payment holds it"),
    (line("77336", pos="22"), Unpriced.LINE, "the facility's own payment holds it"),
    (line("78808", pos="22"), Unpriced.LINE, "states no value for 78808 in a facility"),
    (line("71260", pos=None), Unpriced.NO_DATA, "hangs on the place of service"),
    (line("71260", pos="00"), Unpriced.NO_DATA, "is no place of service that is known"),
    (line("71260", pos="1" * 10**6), Unpriced.NO_DATA, "is no place of service that is known"),
    (line("71260", "ZZ"), Unpriced.NO_DATA, "no rule here tells what modifier 'ZZ' does"),
    (line("71260", "1" * 10**6), Unpriced.NO_DATA, "no rule here tells what modifier"),
    (
        line("71260", on=BEFORE),
        Unpriced.NO_DATA,
        f"no fee schedule here for {BEFORE}",
    ),
    (
        line("71260", on=BEHIND),
        Unpriced.NO_DATA,
        f"no fee schedule here for {BEHIND}",
    ),
    (line("71260", "22"), Unpriced.NO_NATIONAL_RULE, "modifier 22: the contractor decides"),
    (line("71260", "52"), Unpriced.NO_NATIONAL_RULE, "modifier 52: the contractor decides"),
    (line("71260", "53"), Unpriced.NO_NATIONAL_RULE, "no 53 row"),
    (line("71260", "73"), Unpriced.NO_NATIONAL_RULE, "facilities bill it"),
    (line("70555"), Unpriced.NO_NATIONAL_RULE, "has status C"),
    (line("71260", "GY"), Unpriced.NOT_PAID, "never covers"),
    (line("71260", "GZ"), Unpriced.NOT_PAID, "denied as not necessary"),
    (line("71260", "PD"), Unpriced.NOT_PAID, "bill 26"),
    (line("71260", "80"), Unpriced.NO_NATIONAL_RULE, "has indicator 0"),
    (line("77061"), Unpriced.NOT_PAID, "has status I"),
    (line("78350"), Unpriced.NOT_PAID, "has status N"),
    (line("77424"), Unpriced.NOT_PAID, "has status X"),
    (line("77387", "TC"), Unpriced.NOT_PAID, "77387-TC has status B"),
]


@pytest.mark.parametrize(
    ("asked", "kind", "reason"), REFUSALS, ids=[str(i) for i in range(len(REFUSALS))]
)
def test_refusals(asked: ClaimLine, kind: Unpriced, reason: str) -> None:
    """What has no price says why and never 0.00."""
    price = payment.price(asked)
    assert (price.amount, price.unpriced) == (None, kind)
    assert reason in price.reason
    assert len(str(price)) < 2000
    assert payment.price_claim(Claim((asked,)))[0] == price


def test_ended_modifiers_change_nothing_through_their_last_day() -> None:
    """MA lingered through 2024 and changed no amount; afterwards a line with it is not priced as if it were right."""
    assert amount("71260", "MA", on=dt.date(2024, 12, 31)) == amount(
        "71260", on=dt.date(2024, 12, 31)
    )


def test_pd_leaves_the_reading_payable() -> None:
    """Within the three-day window only the technical part is the hospital's."""
    assert amount("71250", "26", "PD") == "49.43"


def test_50_is_refused_where_both_sides_do_not_apply() -> None:
    """Bilateral indicator 9."""
    price = payment.price(
        line("71260", "50"), catalog=catalog(row("71260", bilateral=Bilateral.NOT_APPLICABLE))
    )
    assert (price.unpriced, "bill 71260 without 50" in price.reason) == (Unpriced.LINE, True)


def test_an_assistant_who_is_never_paid() -> None:
    """Indicator 9 pays none."""
    mine = catalog(row("71260", assistant_surgeon=AssistantSurgeon.NOT_APPLICABLE))
    assert payment.price(line("71260", "80"), catalog=mine).unpriced is Unpriced.NOT_PAID


def test_a_row_without_values_has_no_price() -> None:
    """Restricted codes may have no value: the contractor sets the amount."""
    zero = Decimal("0.00")
    mine = catalog(
        row(
            "71260",
            status=Status.RESTRICTED,
            work_rvu=zero,
            non_facility_pe_rvu=zero,
            facility_pe_rvu=zero,
            malpractice_rvu=zero,
        )
    )
    assert payment.price(line("71260"), catalog=mine).unpriced is Unpriced.NO_NATIONAL_RULE


def test_a_table_without_the_technical_row() -> None:
    """A split code cannot be capped or cut without its TC row."""
    price = payment.price(line("71260"), catalog=catalog(row("71260", pc_tc=PcTc.DIAGNOSTIC_TEST)))
    assert (price.unpriced, "no TC row of 71260" in price.reason) == (Unpriced.NO_DATA, True)


def test_a_table_without_the_code() -> None:
    """A code in force that the release does not list is paid elsewhere, if at all."""
    price = payment.price(line("71270"), catalog=catalog(row("71260")))
    assert (price.unpriced, "has no row for 71270" in price.reason) == (Unpriced.NOT_PAID, True)


def test_a_53_row_is_used_where_there_is_one() -> None:
    """Colonoscopy has one: RVU26C, 45378-53, 5.67 RVU."""
    assert amount("45378", "53") == "189.38"


def test_values_outside_facilities_that_cms_marks_na_are_told() -> None:
    """70010 is rarely done in an office; its published amount stands, with the mark in the trace."""
    price = payment.price(line("70010"))
    assert str(price.amount) == "49.43"
    assert "marks it NA" in str(price)


def test_house_codes_have_no_price() -> None:
    """No fee schedule knows them."""
    mine = cptkit.packaged.with_tables(
        house_codes=(cptkit.HouseCode("X7001", "Outside film review"),)
    )
    assert payment.price(line("X7001"), catalog=mine).unpriced is Unpriced.NO_DATA


@pytest.mark.parametrize("setting", [Setting.OUTPATIENT_HOSPITAL, Setting.ASC])
def test_facility_claims_have_no_price(setting: Setting) -> None:
    """They are paid under other systems."""
    price = payment.price_claim(Claim((line("71260"),), setting=setting))[0]
    assert (price.amount, price.unpriced) == (None, Unpriced.NO_DATA)


def test_lines_that_no_table_tells_of_are_named_beside_reduced_ones() -> None:
    """They may have ranked higher."""
    prices = payment.price_claim(Claim((line("71260"), line("74177", "ZZ"), line("71046"))))
    assert "not ranked against '74177'" in str(prices[0])
    assert "not ranked" not in str(prices[2])


# --- contracts and other payers


def test_contracts() -> None:
    """A percentage of Medicare, or a factor of one's own: 4.99 RVU."""
    asked = line("71260")
    assert str(payment.price(asked, contract=Contract("Plan A", percent=120)).amount) == "200.00"
    assert str(payment.price(asked, conversion_factor="40.00").amount) == "199.60"
    assert (
        payment.price(asked, conversion_factor=40).amount
        == payment.price(asked, contract=Contract(conversion_factor=Decimal(40))).amount
    )
    both = Contract("Plan B", percent=Decimal(110), conversion_factor=Decimal(40))
    assert str(payment.price(asked, contract=both).amount) == "219.56"


def test_another_payer_needs_a_contract() -> None:
    """Medicare's price is not another payer's."""
    claim = Claim((line("71260"),), payer=Payer.OTHER)
    assert payment.price_claim(claim)[0].unpriced is Unpriced.NO_DATA
    assert (
        str(payment.price_claim(claim, contract=Contract(percent=Decimal(100))).amount) == "166.67"
    )


def test_a_table_with_a_factor_of_its_own_keeps_it() -> None:
    """A caller's table of 2026 whose factor is neither of Medicare's two."""
    assert (
        str(payment.price(line("71260"), qualifying_apm=True, catalog=catalog(row())).amount)
        == "55.00"
    )


# --- getters


def test_indicators_and_rvus() -> None:
    """Each row has its own indicators; NA is no value."""
    assert payment.indicators("71260", "TC", on=Y2026).supervision.name == "DIRECT"
    values = payment.rvus("71260", on=Y2026)
    assert (str(values.non_facility_total), values.facility_total, values.facility_pe) == (
        "4.99",
        None,
        None,
    )
    assert payment.rvus("70010", on=Y2026).non_facility_pe is None


@pytest.mark.parametrize(
    ("code", "modifier", "on", "kind"),
    [
        ("ABC", "", Y2026, cptkit.InvalidCodeError),
        ("71261", "", Y2026, cptkit.UnknownCodeError),
        ("77014", "", Y2026, NoDataError),
        ("77263", "26", Y2026, NoDataError),
        ("71260", "", dt.date(2019, 1, 1), NoDataError),
        ("71260", 26, Y2026, DataError),
        (None, "", Y2026, cptkit.InvalidCodeError),
        ("71260", "", "2026-08-15", TypeError),
    ],
)
def test_getters_raise(code: Any, modifier: Any, on: Any, kind: type[Exception]) -> None:
    """A wrong call, or a row that is not there."""
    with pytest.raises(kind):
        payment.indicators(code, modifier, on=on)


def test_localities() -> None:
    """109 in 2025; found by state, by number and by id."""
    found = payment.localities(on=Y2025)
    assert len(found) == 109
    assert {each.state for each in payment.localities(on=Y2025, state="ca")} == {"CA"}
    assert {each.number for each in payment.localities(on=Y2025, number="05")} == {"05"}
    assert [each.name for each in payment.localities(on=Y2025, number="10112-00")] == ["ALABAMA"]
    assert payment.localities(on=Y2025, state="ZZ") == ()


@pytest.mark.parametrize("more", [{"state": 5}, {"number": b"05"}])
def test_localities_refuse_what_is_no_text(more: dict[str, Any]) -> None:
    """A wrong type is a wrong call."""
    with pytest.raises(DataError):
        payment.localities(on=Y2025, **more)


def test_an_unknown_locality_is_a_wrong_call() -> None:
    """The error names those of the same number, where there are any."""
    with pytest.raises(DataError, match="of that number are 01112-05"):
        payment.price(line("71260", on=Y2025), locality="99999-05")
    with pytest.raises(DataError, match="is none of the 109 localities"):
        payment.price(line("71260", on=Y2025), locality="nowhere")


def test_no_locality_table_is_no_data() -> None:
    """A day that no locality table covers has national prices only."""
    price = payment.price(line("71260", on=dt.date(2019, 1, 1)), locality="01112-05")
    assert (price.unpriced, "locality table" in price.reason) == (Unpriced.NO_DATA, True)


def test_a_locality_of_the_callers_own() -> None:
    """Any value with three indices will do."""
    double = Locality("00000-00", "Twice", "00000", "00", "", Decimal(2), Decimal(2), Decimal(2))
    assert (
        str(payment.price(line("71260"), locality=double, catalog=catalog(row())).amount)
        == "110.00"
    )


@pytest.mark.parametrize(
    "bad",
    [Decimal("NaN"), Decimal("Infinity"), Decimal("1e70"), Decimal(0), Decimal(-1), 1.0, "1", None],
    ids=repr,
)
def test_indices_of_a_callers_locality_are_numbers(bad: Any) -> None:
    """An index that nothing can be multiplied by is refused by its name, and no price is below 0."""
    for name in ("work_gpci", "pe_gpci", "malpractice_gpci"):
        place = attrs.evolve(
            Locality("00000-00", "Own", "00000", "00", "", Decimal(1), Decimal(1), Decimal(1)),
            **{name: bad},
        )
        with pytest.raises(
            DataError, match=f"{name} of locality '00000-00' must be a Decimal above 0"
        ):
            payment.price(line("71260"), locality=place)


@pytest.mark.parametrize("bad", [b"x", 5, float("nan"), "x" * 10**7, [], "NaN"])
def test_bad_arguments_end_in_our_errors(bad: Any) -> None:
    """No bad input escapes the tree."""
    good = line("71260", on=Y2025)
    calls: list[Callable[[], object]] = [
        lambda: payment.price(bad),
        lambda: payment.price_claim(bad),
        lambda: payment.price(good, locality=bad),
        lambda: payment.price(good, qualifying_apm=bad),
        lambda: payment.price(good, contract=bad),
        lambda: payment.price(good, catalog=bad),
        lambda: payment.indicators("71260", on=Y2025, catalog=bad),
        lambda: payment.rvus("71260", on=Y2025, catalog=bad),
        lambda: payment.localities(Y2025, catalog=bad),
        lambda: payment.settle(bad, good),
        lambda: payment.settle(Price(None), bad),
        lambda: payment.settle(Price(None), good, deductible=bad),
        lambda: payment.settle(Price(None), good, participating=bad),
    ]
    for call in calls:
        with pytest.raises(CptkitError):
            call()


def test_two_factors_are_one_too_many() -> None:
    """A contract holds its own factor."""
    with pytest.raises(DataError, match="exclude each other"):
        payment.price(line("71260"), conversion_factor=40, contract=Contract())


# --- trace


def test_the_trace_tells_every_step() -> None:
    """71550-TC with CT equipment is no listed CT; the release, the rows and the rules are named."""
    price = payment.price(line("71550", "TC", "FX", on=Y2025), locality="01112-05")
    told = str(price)
    for part in (
        "01112-05",
        "71550-TC RVU25D",
        "lower hospital outpatient payment",
        "X-ray on film",
        "conversion factor",
        "rounded to cents",
    ):
        assert part in told
    assert price.trace[-1].value == price.amount
    assert "<caption>71550-TC-FX:" in price._repr_html_()


def test_a_day_without_its_own_release_is_told() -> None:
    """1 February 2026 is answered by RVU26C, which is of July."""
    price = payment.price(line("71260", on=dt.date(2026, 2, 1)))
    assert price.source is not None
    assert not price.source.exact
    assert price.trace[0].name == (
        "fee schedule of 2026 Q3; your day is in 2026 Q1 (release RVU26C)"
    )
    assert price.trace[0].name in str(price)


def test_a_presumed_session_is_told() -> None:
    """Only on lines that it reduces."""
    first, second = payment.price_claim(Claim((line("71260"), line("74177"))))
    assert "one session that day is presumed" in str(first)
    assert "presumed" not in str(second)
    assert "presumed" not in str(
        payment.price_claim(Claim((line("71260", session="a"), line("74177", session="a"))))[0]
    )


def test_claim_prices_show_and_sum() -> None:
    """A sequence of prices, with the total as text and as HTML."""
    prices = payment.price_claim(Claim((line("71260"), line("70555"))))
    assert len(prices) == 2
    assert list(prices) == [prices[0], prices[1]]
    assert prices[:1] == (prices[0],)
    assert "without lines 1" in str(prices)
    assert prices.reason.startswith("line 1: 70555 has status C")
    assert prices._repr_html_().endswith("which have no price</p>")
    whole = payment.price_claim(Claim((line("71260"),)))
    assert str(whole).endswith("total: 166.67 USD")
    assert whole.reason == ""


def test_everything_survives_json_and_pickle() -> None:
    """Prices, claims' prices, shares, contracts and relative values."""
    claim = Claim((line("71260"), line("74177", "ZZ")))
    prices = payment.price_claim(claim)
    values = (
        prices,
        *prices,
        Contract("x"),
        payment.rvus("71260", on=Y2026),
        payment.settle(prices[0], claim.lines[0]),
    )
    for value in some(values):
        assert cptkit.from_json(cptkit.to_json(value), type(value)) == value
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(value) == hash(value)


# --- shares


def test_a_participating_physician() -> None:
    """132.60: Medicare's 80 percent is 106.08, less 2 percent; the patient owes 26.52."""
    asked = line("71250")
    shares = payment.settle(payment.price(asked), asked)
    assert [
        str(each)
        for each in (
            shares.allowed,
            shares.medicare_pays,
            shares.sequestered,
            shares.coinsurance,
            shares.deductible,
        )
    ] == [
        "132.60",
        "103.96",
        "2.12",
        "26.52",
        "0.00",
    ]
    assert shares.limiting_charge is None
    assert str(shares).startswith("allowed 132.60 USD")
    assert "<table>" in shares._repr_html_()


def test_the_limiting_charge() -> None:
    """109.25 percent of the fee schedule: 95 percent, then 115 percent of that, each to the cent."""
    asked = line("71250")
    shares = payment.settle(payment.price(asked), asked, participating=False, assigned=False)
    assert (str(shares.allowed), str(shares.limiting_charge)) == ("125.97", "144.87")
    assert payment.settle(payment.price(asked), asked, participating=False).limiting_charge is None


def test_the_charge_and_the_deductible() -> None:
    """Medicare allows no more than is charged; the deductible comes first."""
    asked = line("71250", charge=Decimal("100.00"))
    shares = payment.settle(
        payment.price(asked), asked, deductible=Decimal("40.00"), sequestration=False
    )
    assert [
        str(each)
        for each in (shares.allowed, shares.deductible, shares.coinsurance, shares.medicare_pays)
    ] == [
        "100.00",
        "40.00",
        "12.00",
        "48.00",
    ]


@pytest.mark.parametrize("charge", [Decimal("1e70"), Decimal("1e999999"), 10**70])
def test_a_charge_of_any_size_is_compared(charge: Decimal | int) -> None:
    """A charge above the fee limits nothing, however large."""
    assert (
        str(payment.settle(payment.price(line("71250")), line("71250", charge=charge)).allowed)
        == "132.60"
    )


def test_charges_of_nothing_and_below() -> None:
    """A charge of 0 allows 0.00; one below 0 is no charge, and nothing is settled."""
    price = payment.price(line("71250"))
    assert [
        str(payment.settle(price, line("71250", charge=given)).allowed)
        for given in ("0", "-0", Decimal("1e-9999"))
    ] == ["0.00"] * 3
    found = payment.settle(price, line("71250", charge="-5"))
    assert (found.allowed, found.reason) == (
        None,
        "the charge is Decimal('-5'), below 0: give what is charged, or None",
    )


def test_preventive_services_cost_the_patient_nothing() -> None:
    """Screening mammography: no deductible, no coinsurance (42 CFR 410.152(l))."""
    asked = line("77067")
    shares = payment.settle(payment.price(asked), asked, deductible=Decimal(200))
    assert [
        str(each) for each in (shares.deductible, shares.coinsurance, shares.medicare_pays)
    ] == ["0.00", "0.00", "123.73"]


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (dt.date(2013, 3, 31), "0"),
        (dt.date(2020, 4, 30), "0.02"),
        (dt.date(2020, 5, 1), "0"),
        (dt.date(2022, 3, 31), "0"),
        (dt.date(2022, 4, 1), "0.01"),
        (dt.date(2022, 6, 30), "0.01"),
        (dt.date(2022, 7, 1), "0.02"),
    ],
)
def test_sequestration_by_day(on: dt.date, rate: str) -> None:
    """None before April 2013; suspended from May 2020 through March 2022, one percent for three months, then two."""
    shares = payment.settle(Price(Decimal("1000.00")), line("71250", on=on))
    assert shares.sequestered == Decimal(800) * Decimal(rate)


def test_nothing_to_settle() -> None:
    """A price that is none stays none, with its reason."""
    asked = line("70555")
    shares = payment.settle(payment.price(asked), asked)
    assert (shares.allowed, "status C" in str(shares)) == (None, True)


def test_participants_take_assignment() -> None:
    """An unassigned claim of a participating physician does not exist."""
    with pytest.raises(DataError, match="take every claim assigned"):
        payment.settle(Price(Decimal(1)), line("71250"), assigned=False)
