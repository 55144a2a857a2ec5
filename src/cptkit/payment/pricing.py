"""What a caller asks: the price of one line, or of a claim's lines together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.errors import DataError, NoDataError, shown
from cptkit.indicators import Setting, Status
from cptkit.lines.view import seen_of
from cptkit.payment.amounts import Money, Work, label, no_factor, price_of, table_step
from cptkit.payment.components import parts_of
from cptkit.payment.fee_rows import locality_of
from cptkit.payment.line_rows import RatedLine, Refused, rated
from cptkit.payment.patient_share import beside
from cptkit.payment.reductions import ProviderDay, day_of, is_spared, shares_of
from cptkit.values.arithmetic import EXACT
from cptkit.values.claim import Claim, ClaimLine, Payer
from cptkit.values.claim_fields import checked_flag
from cptkit.values.contract import Contract
from cptkit.values.contract import factor as read_factor
from cptkit.values.policy import PayerPolicy, policy_given
from cptkit.values.price import ClaimPrice, Price, Unpriced
from cptkit.values.raw import unboxed
from cptkit.values.table import Locality

_OTHER_SETTING = "claims of the setting {} are not paid under the physician fee schedule, and no rates of theirs are here"
_OTHER_PAYER = "what another payer pays is not known here: give contract=cptkit.Contract(...) or conversion_factor"


@attrs.frozen
class _Terms:
    """What a caller asks prices for."""

    locality: Locality | str | None
    money: Money
    policy: PayerPolicy
    catalog: Catalog


def price(  # noqa: PLR0913 - the contract's keywords
    line: ClaimLine,
    *,
    locality: Locality | str | None = None,
    qualifying_apm: bool = False,
    conversion_factor: Decimal | int | str | None = None,
    contract: Contract | None = None,
    policy: PayerPolicy | None = None,
    catalog: Catalog | None = None,
) -> Price:
    """Price one claim line by itself under the physician fee schedule.

    Args:
        line: The line with its date of service; the place of service where it matters.
        locality: An id such as ``01112-05``, a `Locality`, or None for national (all indices 1).
        qualifying_apm: Whether the physician is a qualifying participant of an advanced alternative payment
            model, who has a conversion factor of their own from 2026.
        conversion_factor: Dollars for one RVU instead of Medicare's.
        contract: A payer's percentage of Medicare, or its own conversion factor.
        policy: The payer's own rules: whether it reduces several diagnostic studies of a session or day.
        catalog: Where the tables are; the packaged catalog if None.

    Returns:
        The amount with its trace, or None with the reason.

    Raises:
        DataError: An argument has the wrong type, or there is no such locality that day.

    Example:
        >>> line = ClaimLine("71250", date_of_service=dt.date(2026, 8, 15), place_of_service="11")
        >>> price(line).amount, price(line, qualifying_apm=True).amount
        (Decimal('132.60'), Decimal('133.26'))
    """
    if not isinstance(line, ClaimLine):
        raise DataError((f"line must be a ClaimLine, not {shown(line)}",))
    terms = _terms(locality, qualifying_apm, conversion_factor, contract, policy, catalog)
    with localcontext(EXACT):
        return _priced((line,), terms)[0]


def price_claim(  # noqa: PLR0913 - the contract's keywords
    claim: Claim,
    *,
    locality: Locality | str | None = None,
    qualifying_apm: bool = False,
    conversion_factor: Decimal | int | str | None = None,
    contract: Contract | None = None,
    policy: PayerPolicy | None = None,
    catalog: Catalog | None = None,
) -> ClaimPrice:
    """Price the lines of a claim together: later studies of a session or day are reduced as Medicare does.

    Args:
        claim: The claim of one patient.
        locality: An id such as ``01112-05``, a `Locality`, or None for national (all indices 1).
        qualifying_apm: Whether the physician is a qualifying participant of an advanced alternative payment
            model, who has a conversion factor of their own from 2026.
        conversion_factor: Dollars for one RVU instead of Medicare's.
        contract: A payer's percentage of Medicare, or its own conversion factor.
        policy: The payer's own rules: whether it reduces several diagnostic studies of a session or day.
        catalog: Where the tables are; the packaged catalog if None.

    Returns:
        One price a line, in the claim's order, and their sum.

    Raises:
        DataError: An argument has the wrong type, or there is no such locality that day.

    Example:
        >>> day = dt.date(2026, 8, 15)
        >>> lines = [ClaimLine(code, date_of_service=day, place_of_service="11") for code in ("71260", "74177")]
        >>> [str(each.amount) for each in price_claim(Claim(lines))]
        ['107.53', '300.27']
    """
    if not isinstance(claim, Claim):
        raise DataError((f"claim must be a Claim, not {shown(claim)}",))
    terms = _terms(locality, qualifying_apm, conversion_factor, contract, policy, catalog)
    if claim.setting is not Setting.PROFESSIONAL:
        return _all_refused(claim, _OTHER_SETTING.format(claim.setting.value))
    if claim.payer is not Payer.MEDICARE and terms.money.contract is None:
        return _all_refused(claim, _OTHER_PAYER)
    with localcontext(EXACT):
        return ClaimPrice(_priced(claim.lines, terms))


def _terms(  # noqa: PLR0913, PLR0917 - the caller's keywords
    locality: object,
    qualifying_apm: object,
    conversion_factor: object,
    contract: object,
    policy: object,
    catalog: object,
) -> _Terms:
    qualifying, locality = checked_flag(qualifying_apm, "qualifying_apm"), unboxed(locality)
    if locality is not None and not isinstance(locality, (str, Locality)):
        raise DataError(
            (
                f"locality must be an id such as '01112-05', a Locality or None, not {shown(locality)}",
            )
        )
    if contract is not None and not isinstance(contract, Contract):
        raise DataError((f"contract must be a Contract, not {shown(contract)}",))
    if conversion_factor is not None:
        if contract is not None:
            raise DataError(
                (
                    "conversion_factor and contract exclude each other: a contract holds its own factor",
                )
            )
        contract = Contract(
            "your conversion factor",
            conversion_factor=read_factor("conversion_factor", conversion_factor),
        )
    return _Terms(locality, Money(qualifying, contract), policy_given(policy), chosen(catalog))


def _all_refused(claim: Claim, reason: str) -> ClaimPrice:
    return ClaimPrice(
        tuple(_unpriced(line, Refused(Unpriced.NO_DATA, reason)) for line in claim.lines)
    )


def _priced(lines: Sequence[ClaimLine], terms: _Terms) -> tuple[Price, ...]:
    """Price lines together, each day in its own locality table."""
    places = {day: _place(terms, day) for day in sorted({line.date_of_service for line in lines})}
    found = _without_idle([_found(index, line, places, terms) for index, line in enumerate(lines)])
    subjects = [each for each in found if isinstance(each, RatedLine)]
    there = {day: place for day, place in places.items() if isinstance(place, Locality)}
    parts = {each.index: parts_of(each, there[each.line.date_of_service]) for each in subjects}
    shares = shares_of(subjects, parts, terms.policy)
    unknown = _unknown(lines, found)
    prices = []
    for line, each in zip(lines, found, strict=True):
        if isinstance(each, Refused):
            prices.append(_unpriced(line, each))
            continue
        lots = shares[each.index]
        if isinstance(lots, Refused):
            prices.append(_unpriced(line, lots))
        elif reason := no_factor(each.row, line.date_of_service, terms.money):
            prices.append(_unpriced(line, Refused(Unpriced.NO_DATA, reason, each.row.source)))
        else:
            work = Work(
                each,
                parts[each.index],
                lots,
                there[line.date_of_service],
                unknown.get(day_of(line), ()),
                _spared_by(each, terms.policy),
            )
            price = price_of(work, terms.money)
            own_terms = terms.money.contract is not None
            prices.append(price if own_terms else beside(price, line.date_of_service))
    return tuple(prices)


def _spared_by(subject: RatedLine, policy: PayerPolicy) -> str:
    """Name the policy that spares a line the reduction of several procedures, or nothing."""
    return policy.name if is_spared(subject, policy) else ""


def _place(terms: _Terms, on: dt.date) -> Locality | Refused:
    try:
        return locality_of(terms.locality, on, terms.catalog)
    except NoDataError as error:
        return Refused(Unpriced.NO_DATA, str(error))


def _found(
    index: int, line: ClaimLine, places: Mapping[dt.date, Locality | Refused], terms: _Terms
) -> RatedLine | Refused:
    place = places[line.date_of_service]
    return (
        place
        if isinstance(place, Refused)
        else rated(seen_of(index, line, terms.catalog), terms.catalog)
    )


def _without_idle(found: Sequence[RatedLine | Refused]) -> list[RatedLine | Refused]:
    """Refuse lines of status T where another service of that provider and day is payable."""
    paid = {
        day_of(each.line)
        for each in found
        if isinstance(each, RatedLine) and each.row.status is not Status.PAID_IF_ALONE
    }
    return [
        _idle(each)
        if isinstance(each, RatedLine)
        and each.row.status is Status.PAID_IF_ALONE
        and day_of(each.line) in paid
        else each
        for each in found
    ]


def _idle(subject: RatedLine) -> Refused:
    meaning = subject.row.status.meaning
    return Refused(
        Unpriced.NOT_PAID,
        f"{subject.row.code} has status T: {meaning}; another service of that day is payable",
        subject.row.source,
    )


def _unknown(
    lines: Sequence[ClaimLine], found: Sequence[RatedLine | Refused]
) -> Mapping[ProviderDay, tuple[str, ...]]:
    """List the codes that no table tells of, by provider and day: reductions cannot rank them."""
    names: dict[ProviderDay, list[str]] = {}
    for line, each in zip(lines, found, strict=True):
        if isinstance(each, Refused) and each.unpriced is Unpriced.NO_DATA:
            names.setdefault(day_of(line), []).append(shown(line.code))
    return {day: tuple(sorted(set(codes))) for day, codes in names.items()}


def _unpriced(line: ClaimLine, refused: Refused) -> Price:
    steps = (table_step(refused.source, line.date_of_service),) if refused.source else ()
    return Price(None, refused.reason, refused.unpriced, steps, refused.source, label(line))
