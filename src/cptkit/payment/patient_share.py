"""Who pays what of a price under Original Medicare: deductible, coinsurance, sequestration, limiting charge."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.payment.amounts import CENT
from cptkit.payment.rules import PaymentRule, RuleKind, rule
from cptkit.values.arithmetic import EXACT
from cptkit.values.claim import ClaimLine
from cptkit.values.price import Price, PriceStep, PriceUnit, Settlement
from cptkit.values.raw import unboxed

_NOTHING = Decimal("0.00")


@attrs.frozen
class _Choices:
    participating: bool = attrs.field(converter=unboxed)
    assigned: bool = attrs.field(converter=unboxed)
    sequestration: bool = attrs.field(converter=unboxed)


def settle(  # noqa: PLR0913 - each is a choice of its own
    price: Price,
    line: ClaimLine,
    *,
    participating: bool = True,
    assigned: bool = True,
    deductible: Decimal = _NOTHING,
    sequestration: bool = True,
) -> Settlement:
    """Divide a price between Medicare and the patient.

    Args:
        price: What `price` or `price_claim` gave for the line.
        line: The line; its charge limits what is allowed, its day decides the sequestration.
        participating: Whether the physician participates; those who do not are allowed 95 percent.
        assigned: Whether the claim is assigned; if not, the limiting charge holds.
        deductible: What the patient still owes of the yearly deductible.
        sequestration: Whether to take sequestration off Medicare's payment.

    Returns:
        Who pays what; the allowed amount is the sum of `medicare_pays`, `sequestered`, `coinsurance` and
        `deductible`.

    Raises:
        DataError: An argument has the wrong type, or a participating physician's claim is not assigned.

    Example:
        >>> import datetime as dt
        >>> line = ClaimLine("71250", date_of_service=dt.date(2026, 8, 15), place_of_service="11")
        >>> shares = settle(Price(Decimal("132.60")), line)
        >>> shares.coinsurance, shares.sequestered, shares.medicare_pays
        (Decimal('26.52'), Decimal('2.12'), Decimal('103.96'))
    """
    choices = _Choices(participating, assigned, sequestration)
    _check(price, line, deductible, choices)
    if price.amount is None:
        return Settlement(None, reason=price.reason)
    if line.charge is not None and line.charge < 0:
        return Settlement(
            None,
            reason=f"the charge is {shown(line.charge)}, below 0: give what is charged, or None",
        )
    with localcontext(EXACT):
        return _settled(price.amount, line, deductible, choices)


def _check(price: object, line: object, deductible: object, choices: _Choices) -> None:
    if not isinstance(price, Price):
        raise DataError((f"price must be a Price, not {shown(price)}",))
    if not isinstance(line, ClaimLine):
        raise DataError((f"line must be a ClaimLine, not {shown(line)}",))
    wrong = tuple(
        f"{name} must be True or False, not {shown(value)}"
        for name, value in attrs.asdict(choices, recurse=False).items()
        if not isinstance(value, bool)
    )
    if (
        not isinstance(deductible, Decimal)
        or not deductible.is_finite()
        or not 0 <= deductible <= 10**6
    ):
        wrong = (*wrong, f"deductible must be a Decimal of 0 to a million, not {shown(deductible)}")
    if choices.participating is True and choices.assigned is False:
        wrong = (
            *wrong,
            "participating physicians take every claim assigned: give participating=False or assigned=True",
        )
    if wrong:
        raise DataError(wrong)


def _settled(fee: Decimal, line: ClaimLine, owed: Decimal, choices: _Choices) -> Settlement:
    on = line.date_of_service
    steps: list[PriceStep] = []
    base, limit = fee, None
    if not choices.participating:
        base = _step(steps, rule(RuleKind.NON_PARTICIPATING, "", on), fee)
        limit = (
            None if choices.assigned else _step(steps, rule(RuleKind.LIMITING_CHARGE, "", on), base)
        )
    allowed = base if line.charge is None else max(_NOTHING, _cents(min(base, line.charge)))
    steps.append(_noted("allowed" if allowed == base else "allowed: the charge is lower", allowed))
    free = rule(RuleKind.NO_COST_SHARING, line.code, on)
    deductible = _NOTHING if free else min(_cents(owed), allowed)
    if deductible:
        steps.append(_noted("deductible", deductible))
    share = _step(steps, free or rule(RuleKind.SHARE, "", on), allowed - deductible)
    coinsurance = allowed - deductible - share
    steps.append(_noted("coinsurance of the patient", coinsurance))
    held = (
        _step(steps, rule(RuleKind.SEQUESTRATION, "", on), share)
        if choices.sequestration
        else _NOTHING
    )
    steps.append(_noted("Medicare pays", share - held))
    return Settlement(
        allowed, share - held, deductible, coinsurance, held, limit, trace=tuple(steps)
    )


def beside(price: Price, on: dt.date) -> Price:
    """Put beside a price of the fee schedule what holds for those who do not participate: 42 CFR 414.20(b) and 414.48(b).

    Args:
        price: A price of Medicare's.
        on: The date of service.

    Returns:
        The price with their amount and the limiting charge; as it is where there is no amount.

    Example:
        >>> import datetime as dt
        >>> found = beside(Price(Decimal("132.60")), dt.date(2026, 8, 15))
        >>> found.non_participating, found.limiting_charge
        (Decimal('125.97'), Decimal('144.87'))
    """
    by = rule(RuleKind.NON_PARTICIPATING, "", on), rule(RuleKind.LIMITING_CHARGE, "", on)
    if price.amount is None or None in by:
        return price
    allowed = _step([], by[0], price.amount)
    return attrs.evolve(price, non_participating=allowed, limiting_charge=_step([], by[1], allowed))


def _noted(text: str, amount: Decimal) -> PriceStep:
    return PriceStep(text, None, amount, PriceUnit.DOLLARS)


def _step(steps: list[PriceStep], by: PaymentRule | None, amount: Decimal) -> Decimal:
    """Multiply by a rule, round to cents, and note it; without a rule that day nothing is taken."""
    if by is None or by.factor is None:
        return _NOTHING
    value = _cents(amount * by.factor)
    steps.append(
        PriceStep(
            by.text,
            by.factor,
            value,
            PriceUnit.DOLLARS,
            citation=by.citation,
            certainty=by.certainty,
        )
    )
    return value


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
