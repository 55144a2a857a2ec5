"""The arithmetic of one line, with every step: reductions, then the OPPS cap, then equipment cuts, then dollars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from cptkit import lazy_attrs as attrs
from cptkit.errors import code_shown
from cptkit.payment.components import ZERO, Parts, base_steps
from cptkit.payment.line_rows import RatedLine, name_of, release_of
from cptkit.payment.reductions import Share, Shares
from cptkit.payment.rules import Part, PaymentRule, RuleKind, began, is_listed_ct, rule, rules
from cptkit.values.claim import ClaimLine
from cptkit.values.code import Certainty
from cptkit.values.contract import Contract
from cptkit.values.price import Price, PriceStep, PriceUnit
from cptkit.values.release_words import told
from cptkit.values.table import FeeScheduleRow, Locality, Source, TableKind

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
_IMAGING = "4"
_SIDES = "both sides on one line are not reduced against each other, as a line for each side would be: contractors may"


@attrs.frozen
class Money:
    """What turns relative values into dollars.

    Attributes:
        qualifying_apm: Whether the factor of qualifying participants holds.
        contract: A payer's own terms; None for Medicare's.
    """

    qualifying_apm: bool = False
    contract: Contract | None = None


@attrs.frozen
class Work:
    """All that the price of one line is made of.

    Attributes:
        subject: The line with its rows.
        parts: What its parts come to in the locality.
        shares: What its units are paid at.
        locality: The locality.
        unknown: Codes beside it that could not be ranked.
        spared_by: The payer whose policy takes the reduction off; empty where none does.
    """

    subject: RatedLine
    parts: Parts
    shares: Shares
    locality: Locality
    unknown: tuple[str, ...] = ()
    spared_by: str = ""


def price_of(work: Work, money: Money) -> Price:
    """Price one line whose rows, parts and shares are known."""
    subject, shares = work.subject, work.shares
    steps = [*_remarks(work), *base_steps(subject, work.parts, work.locality)]
    total = ZERO
    for number, share in enumerate(shares):
        which = (
            ""
            if len(shares) == 1
            else " of the first unit"
            if number == 0
            else " of each later unit"
        )
        total += _last(steps, _unit_steps(subject, work.parts, share, which)) * share.units
    steps.extend(_units_step(subject, shares, total))
    for each in subject.rules:
        if each.kind in (RuleKind.BILATERAL, RuleKind.SURGEON):
            total *= each.multiplier
            steps.append(_ruled(each.text, each, total))
    amount = _last(steps, _dollar_steps(subject.row, subject.line.date_of_service, total, money))
    return Price(amount, trace=tuple(steps), source=subject.row.source, line=label(subject.line))


def table_step(source: Source, on: dt.date) -> PriceStep:
    """Say which fee schedule answers: its quarter and release, and the quarter of the day where it is another."""
    return PriceStep(told(TableKind.FEE_SCHEDULE.value, source, on))


def no_factor(row: FeeScheduleRow, on: dt.date, money: Money) -> str:
    """Say why relative values cannot be turned into dollars; empty where they can."""
    if money.contract is not None and money.contract.conversion_factor is not None:
        return ""
    if row.conversion_factor <= 0:
        table = told(TableKind.FEE_SCHEDULE.value, row.source, on) if row.source else "fee schedule"
        return f"the {table} has no conversion factor: give conversion_factor"
    if (
        money.qualifying_apm
        and _has_two(on)
        and rule(RuleKind.CONVERSION_FACTOR, "qualifying", on) is None
    ):
        return f"the conversion factor of qualifying APM participants in {on.year} is not here: give conversion_factor"
    return ""


def _has_two(on: dt.date) -> bool:
    """Tell whether a day has a conversion factor for each kind of participants: every day since there were two."""
    first = began(RuleKind.CONVERSION_FACTOR)
    return first is not None and first <= on


def _last(steps: list[PriceStep], found: Iterator[PriceStep]) -> Decimal:
    """Append steps and give the value of the last."""
    steps.extend(found)
    return steps[-1].value or ZERO


def label(line: ClaimLine) -> str:
    """Name a line by code and modifiers, shortened where somebody put a book there."""
    return "-".join(map(code_shown, (line.code, *line.modifiers[:5])))


def _ruled(
    name: str, by: PaymentRule, value: Decimal | None, unit: PriceUnit = PriceUnit.RVU
) -> PriceStep:
    return PriceStep(
        name,
        by.factor if value is not None else None,
        value,
        unit if value is not None else PriceUnit.NONE,
        citation=by.citation,
        certainty=by.certainty,
    )


def _remarks(work: Work) -> Iterator[PriceStep]:
    """Tell what holds for the line and changes no number."""
    subject, locality = work.subject, work.locality
    source = subject.row.source
    if source is not None:
        yield table_step(source, subject.line.date_of_service)
    place = locality.name if locality.id == "national" else f"{locality.id} {locality.name}"
    yield PriceStep(f"locality {place}", release=locality.source.release if locality.source else "")
    if subject.facility is False and subject.row.non_facility_na:
        yield PriceStep("the release marks it NA: rarely or never done outside facilities")
    for each in subject.rules:
        if each.kind is RuleKind.NO_EFFECT:
            yield _ruled(f"modifier {each.subject}: {each.text}", each, None)
        if (
            each.kind is RuleKind.BILATERAL
            and subject.row.multiple_procedure.value == _IMAGING
            and not work.spared_by
        ):
            yield PriceStep(_SIDES, citation=each.citation, certainty=Certainty.M)
    yield from _ranking_remarks(work)


def _ranking_remarks(work: Work) -> Iterator[PriceStep]:
    """Tell what the ranking of several studies took for granted, or that the payer does not rank them."""
    subject = work.subject
    if work.spared_by:
        yield PriceStep(f"{work.spared_by} does not reduce several studies")
        return
    reduced = [each for share in work.shares for each in share.rules]
    if subject.line.session is None and any(each.subject == _IMAGING for each in reduced):
        yield PriceStep("no session is named: one session that day is presumed")
    if work.unknown and rules(
        RuleKind.MULTIPLE, subject.row.multiple_procedure.value, subject.line.date_of_service
    ):
        yield PriceStep(f"not ranked against {', '.join(work.unknown)}, which no table here prices")


def _unit_steps(subject: RatedLine, parts: Parts, share: Share, which: str) -> Iterator[PriceStep]:
    """Reduce, cap and cut one unit; the last step holds what it comes to."""
    professional, technical = (
        parts.professional * share.professional,
        parts.technical * share.technical,
    )
    for each in share.rules:
        left = {
            Part.PROFESSIONAL: professional,
            Part.TECHNICAL: technical,
            Part.WHOLE: professional + technical,
        }[each.part]
        yield _ruled(f"{each.part.value}{which}: {each.text}", each, left)
    if parts.cap is not None and parts.cap < technical:
        technical = parts.cap
        yield _capped(subject, technical, which)
    for each in subject.rules:
        if each.kind is not RuleKind.EQUIPMENT or subject.technical is None:
            continue
        if each.subject == "CT" and not is_listed_ct(subject.row.code):
            yield _ruled(
                f"CT cuts nothing: {subject.row.code} is not on the list of CT codes", each, None
            )
            continue
        technical *= each.multiplier
        yield _ruled(f"technical part{which}: {each.text}", each, technical)
    yield PriceStep(
        f"relative values{which or ' of one unit'}", None, professional + technical, PriceUnit.RVU
    )


def _capped(subject: RatedLine, cap: Decimal, which: str) -> PriceStep:
    row = subject.technical or subject.row
    by = rule(RuleKind.CAP, "", subject.line.date_of_service)
    name = f"technical part{which}: lower hospital outpatient payment"
    return PriceStep(
        name, None, cap, PriceUnit.RVU, name_of(row), release_of(row), by.citation if by else ""
    )


def _units_step(subject: RatedLine, shares: Shares, total: Decimal) -> Iterator[PriceStep]:
    units = subject.line.units
    if units > 1:
        told = f"{units} units" if len(shares) == 1 else f"first unit and {units - 1} later"
        yield PriceStep(told, Decimal(units) if len(shares) == 1 else None, total, PriceUnit.RVU)


def _dollar_steps(
    row: FeeScheduleRow, on: dt.date, total: Decimal, money: Money
) -> Iterator[PriceStep]:
    """Turn relative values into dollars; the last step holds the amount in cents."""
    contract = money.contract
    if contract is not None and contract.conversion_factor is not None:
        by, name = contract.conversion_factor, f"conversion factor of {contract.name[:60]}"
        step = PriceStep(name, by, total * by, PriceUnit.DOLLARS)
    else:
        step = _medicare_factor(row, on, total, qualifying=money.qualifying_apm)
    yield step
    value = step.value or ZERO
    if contract is not None and contract.percent != HUNDRED:
        value *= contract.percent / HUNDRED
        yield PriceStep(
            f"percent of Medicare under {contract.name[:60]}",
            contract.percent / HUNDRED,
            value,
            PriceUnit.DOLLARS,
        )
    yield PriceStep(
        "rounded to cents, half up", None, value.quantize(CENT, ROUND_HALF_UP), PriceUnit.DOLLARS
    )


def _medicare_factor(
    row: FeeScheduleRow, on: dt.date, total: Decimal, *, qualifying: bool
) -> PriceStep:
    """Multiply by the release's conversion factor, or by the other one of a year that has two."""
    both = {group: rule(RuleKind.CONVERSION_FACTOR, group, on) for group in ("qualifying", "other")}
    chosen = both["qualifying" if qualifying else "other"]
    release = release_of(row)
    if (
        chosen is not None
        and chosen.factor is not None
        and row.conversion_factor in {each.factor for each in both.values() if each}
    ):
        name = f"conversion factor, {'qualifying' if qualifying else 'non-qualifying'} APM participants"
        return PriceStep(
            name,
            chosen.factor,
            total * chosen.factor,
            PriceUnit.DOLLARS,
            release=release,
            citation=chosen.citation,
        )
    name = "conversion factor, the same for APM participants" if qualifying else "conversion factor"
    return PriceStep(
        name,
        row.conversion_factor,
        total * row.conversion_factor,
        PriceUnit.DOLLARS,
        release=release,
    )
