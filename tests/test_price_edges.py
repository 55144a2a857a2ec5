"""What a price says and works out where one condition more or less holds: steps that add up, remarks, limits."""

from __future__ import annotations

from decimal import Decimal

import pytest

import cptkit
from cptkit import Claim, DataError, payment
from cptkit.values.arithmetic import EXACT
from cptkit.values.price import PriceUnit
from looped import some
from test_rule_edges import line

_TECHNICAL = ("71260", "74177", "72131", "70450", "70486", "73200", "72192", "72125")


def names(price: cptkit.Price) -> list[str]:
    """Give the names of its steps."""
    return [step.name for step in price.trace]


def test_relative_values_are_the_sum_of_their_steps() -> None:
    """Each step is its factor by what its name tells, and the steps come to the relative values, in any locality."""
    for where in some((None, "01112-05")):
        price = payment.price(line("71260"), locality=where)
        parts = [
            step for step in price.trace if step.unit is PriceUnit.RVU and step.factor is not None
        ]
        assert len(parts) == 5
        for step in some(parts):
            assert step.factor is not None
            assert step.value == step.factor * Decimal(step.name.rpartition(" ")[2])
        (whole,) = (step.value for step in price.trace if step.name.startswith("relative values"))
        assert whole == sum(step.value for step in parts if step.value is not None)


def test_modifiers_that_change_no_amount_say_so() -> None:
    """RT and GC have a remark each; 26, which names the row, and 50, which changes the price, have none."""
    told = names(payment.price(line("71260", "26", "RT", "GC")))
    assert [name for name in told if name.startswith("modifier ")] == [
        "modifier GC: the teaching or substitute physician is paid as any",
        "modifier RT: it tells the place, not the price",
    ]
    remarks = [
        (step.factor, step.value)
        for step in payment.price(line("71260", "26", "RT", "GC")).trace
        if step.name.startswith("modifier ")
    ]
    assert remarks == [(None, None)] * 2
    fifty = names(payment.price(line("73721", "50")))
    assert not [name for name in some(fifty) if name.startswith("modifier ")]
    assert "each side pays in full" in fifty


def test_one_session_is_presumed_of_images_alone() -> None:
    """Studies of one day are reduced as of one session, and the reduced one says so; operations have no sessions."""
    presumed = "no session is named: one session that day is presumed"
    studies = payment.price_claim(Claim((line("71260", "TC"), line("74177", "TC"))))
    assert [presumed in names(each) for each in studies] == [True, False]
    named = [line(code, "TC", session="a") for code in ("71260", "74177")]
    assert not any(
        presumed in names(each) for each in some(payment.price_claim(Claim(tuple(named))))
    )
    operations = payment.price_claim(Claim((line("49083"), line("32555"))))
    assert any("second to fifth surgical" in name for each in operations for name in names(each))
    assert not any(presumed in names(each) for each in some(operations))
    hearts = payment.price_claim(Claim((line("93306", "TC"), line("93880", "TC"))))
    assert any("technical part: " in name for each in hearts for name in names(each))
    assert not any(presumed in names(each) for each in some(hearts))


def test_a_sixth_operation_is_priced_by_report_and_a_sixth_study_is_not() -> None:
    """Five operations of a day are ranked; any number of studies is."""
    operations = ("49083", "32555", "47000", "62270", "64483", "20610")
    prices = payment.price_claim(Claim(tuple(map(line, operations))))
    told = [each.reason for each in prices]
    assert sorted(told) == [
        *[""] * 5,
        "the sixth and later surgical procedures of a day are priced by report",
    ]
    studies = payment.price_claim(Claim(tuple(line(code, "TC") for code in _TECHNICAL)))
    assert [each.reason for each in studies] == [""] * 8


def test_what_could_not_be_ranked_is_named() -> None:
    """A study without a price may be the first of the day: the others say that they are not ranked against it."""
    lost = line("72131", "TC", place_of_service=None)
    prices = payment.price_claim(Claim((line("71260", "TC"), line("74177", "TC"), lost)))
    told = "not ranked against '72131', which no table here prices"
    assert [told in names(each) for each in prices] == [True, True, False]
    whole = payment.price_claim(Claim((line("71260", "TC"), line("74177", "TC"))))
    assert not any("not ranked" in name for each in some(whole) for name in names(each))


@pytest.mark.parametrize(("units", "priced"), [(0, False), (1, True), (999, True), (1000, False)])
def test_units_that_the_form_holds_are_priced(units: int, *, priced: bool) -> None:
    """Three digits, from one."""
    price = payment.price(line("71260", "26", units=units))
    assert (price.amount is not None) is priced
    assert priced or price.reason == f"units must be 1 to 999, not {units}: bill what was done"


@pytest.mark.parametrize("place", ["1", "011", "12345678", "1" * 9, "9" * 3000, "é"])
def test_a_place_that_is_none_is_told_whatever_its_length(place: str) -> None:
    """The price hangs on it, and no other place is taken for it."""
    price = payment.price(line("71260", place_of_service=place))
    assert price.amount is None
    assert price.reason.endswith(
        "is no place of service that is known: give CMS's two digits, such as '11'"
    )
    assert payment.price(line("71260", place_of_service=" 11 ")).amount is not None


def test_a_deductible_reaches_from_nothing_to_a_million() -> None:
    """One cent more or less is refused."""
    asked = line("71260")
    price = payment.price(asked)
    for owed in (Decimal(0), Decimal(10**6)):
        assert payment.settle(price, asked, deductible=owed).reason == ""
    for wrong in (Decimal("-0.01"), Decimal("1000000.01")):
        with pytest.raises(DataError, match="deductible must be a Decimal of 0 to a million"):
            payment.settle(price, asked, deductible=wrong)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (None, "allowed"),
        ("0", "allowed"),
        ("0.01", "allowed"),
        ("-0.01", "allowed: the charge is lower"),
    ],
)
def test_a_charge_below_the_fee_is_what_is_allowed(more: str | None, said: str) -> None:
    """A cent below the fee is told as such; the fee itself and what is above it change nothing."""
    price = payment.price(line("71260"))
    assert price.amount is not None
    charge = None if more is None else price.amount + Decimal(more)
    settled = payment.settle(price, line("71260", charge=charge))
    assert settled.trace[0].name == said
    assert settled.allowed == (price.amount if said == "allowed" else charge)


def test_the_house_computes_with_sixty_digits() -> None:
    """Of a third there are sixty threes, whatever the caller's own context holds; the least number is Python's own."""
    assert str(EXACT.divide(Decimal(1), Decimal(3))) == f"0.{'3' * 60}"
    assert EXACT.is_normal(Decimal("1E-999999"))
    assert EXACT.is_subnormal(Decimal("1E-1000000"))
    assert EXACT.multiply(Decimal("1E+999998"), Decimal(10)).is_finite()
