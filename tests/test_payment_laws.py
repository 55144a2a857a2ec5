"""Laws of payment, over generated claims."""

from __future__ import annotations

import datetime as dt
import decimal
import random
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import Claim, ClaimLine, Price, PriceUnit, Table, payment
from cptkit.values.table import FeeScheduleRow, TableKind

CODES = (
    "71250",
    "71260",
    "71550",
    "74177",
    "74183",
    "73562",
    "73721",
    "71046",
    "76641",
    "76700",
    "78452",
    "78472",
    "75710",
    "76512",
    "77067",
    "70471",
)
CAPPED = ("71550", "74183", "73200", "74263", "73222", "70544")
DAYS = (dt.date(2026, 8, 14), dt.date(2026, 8, 15))
NOTHING = Decimal("0.00")

lines = st.builds(
    ClaimLine,
    st.sampled_from(CODES),
    st.sampled_from(
        (
            (),
            (),
            (),
            ("26",),
            ("TC",),
            ("59",),
            ("XE",),
            ("RT",),
            ("TC", "CT"),
            ("FX",),
            ("50",),
            ("52",),
        )
    ),
    date_of_service=st.sampled_from(DAYS),
    place_of_service=st.sampled_from(("11", "11", "11", "22")),
    units=st.integers(1, 3),
    provider=st.sampled_from((None, "a")),
    session=st.sampled_from((None, None, "s", "t")),
)
claims = st.lists(lines, min_size=1, max_size=6).map(tuple)


def unrounded(price: Price) -> Decimal:
    """Give the relative values of a line before dollars."""
    return [
        step.value for step in price.trace if step.unit is PriceUnit.RVU and step.value is not None
    ][-1]


@given(
    st.sampled_from(CODES),
    st.sampled_from(DAYS),
    st.sampled_from(payment.localities(on=dt.date(2025, 10, 15))),
)
def test_the_global_service_is_the_sum_of_its_parts(
    code: str, on: dt.date, place: cptkit.Locality
) -> None:
    """Before rounding, capped or not, in every locality."""
    whole, reading, test = (
        payment.price(ClaimLine(code, m, date_of_service=on, place_of_service="11"), locality=place)
        for m in ((), ("26",), ("TC",))
    )
    assert unrounded(whole) == unrounded(reading) + unrounded(test)


@given(claims)
def test_reductions_never_raise(billed: tuple[ClaimLine, ...]) -> None:
    """No line of a claim costs more than alone, unit by unit."""
    for line, together in zip(billed, payment.price_claim(Claim(billed)), strict=True):
        alone = payment.price(attrs.evolve(line, units=1)).amount
        assert together.amount is None or (
            alone is not None
            and together.amount <= line.units * alone + Decimal("0.01") * line.units
        )


@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(
    billed: tuple[ClaimLine, ...], chance: random.Random
) -> None:
    """The prices of a shuffled claim are the same prices, shuffled."""
    shuffled = list(billed)
    chance.shuffle(shuffled)
    one, two = payment.price_claim(Claim(billed)), payment.price_claim(Claim(shuffled))
    assert sorted(map(str, one)) == sorted(map(str, two))
    assert one.priced == two.priced


@given(claims)
def test_a_price_depends_on_its_own_day_only(billed: tuple[ClaimLine, ...]) -> None:
    """Taking away the lines of other days changes nothing."""
    prices = payment.price_claim(Claim(billed))
    for day in DAYS:
        kept = tuple(i for i, line in enumerate(billed) if line.date_of_service == day)
        assert tuple(prices[i] for i in kept) == tuple(
            payment.price_claim(Claim(tuple(billed[i] for i in kept)))
        )


def _uncapped(row: FeeScheduleRow) -> FeeScheduleRow:
    return attrs.evolve(
        row,
        opps_non_facility_pe_rvu=NOTHING,
        opps_facility_pe_rvu=NOTHING,
        opps_malpractice_rvu=NOTHING,
    )


@given(
    st.sampled_from(CAPPED),
    st.sampled_from(((), ("TC",), ("26",))),
    st.sampled_from(payment.localities(on=dt.date(2025, 10, 15))),
)
def test_a_cap_never_raises(code: str, modifiers: tuple[str, ...], place: cptkit.Locality) -> None:
    """With the OPPS columns emptied the price is at least as high."""
    on = DAYS[0]
    rows = [_uncapped(payment.indicators(code, part, on=on)) for part in ("", "26", "TC")]
    assert rows[0].source is not None
    free = cptkit.packaged.with_tables(
        Table(TableKind.FEE_SCHEDULE, attrs.evolve(rows[0].source, effective=on, through=on), rows)
    )
    line = ClaimLine(code, modifiers, date_of_service=on, place_of_service="11")
    capped, open_ended = (
        payment.price(line, locality=place).amount,
        payment.price(line, locality=place, catalog=free).amount,
    )
    assert capped is not None
    assert open_ended is not None
    assert capped <= open_ended


@given(claims, st.integers(3, 12))
def test_the_callers_arithmetic_does_not_matter(billed: tuple[ClaimLine, ...], digits: int) -> None:
    """Prices are exact whatever the decimal context is."""
    expected = payment.price_claim(Claim(billed))
    with decimal.localcontext(decimal.Context(prec=digits, rounding=decimal.ROUND_DOWN)):
        assert payment.price_claim(Claim(billed)) == expected


@given(claims, st.booleans(), st.booleans(), st.decimals(0, 500, places=2))
def test_shares_add_up(
    billed: tuple[ClaimLine, ...],
    assigned: bool,  # noqa: FBT001
    sequestration: bool,  # noqa: FBT001
    deductible: Decimal,
) -> None:
    """What Medicare pays, holds back and leaves to the patient is what it allows."""
    for line, price in zip(billed, payment.price_claim(Claim(billed)), strict=True):
        got = payment.settle(
            price,
            line,
            participating=False,
            assigned=assigned,
            deductible=deductible,
            sequestration=sequestration,
        )
        parts = (got.medicare_pays, got.sequestered, got.coinsurance, got.deductible)
        assert got.allowed is None or got.allowed == sum(
            (each for each in parts if each is not None), NOTHING
        )
