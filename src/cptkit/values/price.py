"""Prices as values: the amount with every step that led to it, a claim's prices, who pays what, and contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import overload

from cptkit import lazy_attrs as attrs
from cptkit.printing.listing import Listing
from cptkit.printing.table import table_html
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.arithmetic import exactly
from cptkit.values.code import Certainty
from cptkit.values.table import Source
from cptkit.values.typed import typed


class Unpriced(Ranked):
    """Why a line has no price."""

    NO_DATA = "no table or rule here tells the price"
    NOT_PAID = "Medicare pays nothing on this line"
    NO_NATIONAL_RULE = "the contractor sets the amount; no national rule does"
    LINE = "the line cannot be paid as it is billed"


class PriceUnit(Ranked):
    """What a step's value counts."""

    RVU = "RVU"
    DOLLARS = "USD"
    NONE = ""


@attrs.frozen(field_transformer=typed, repr=False)
class PriceStep(Printed):
    """One step on the way to a price.

    Attributes:
        name: What the step does.
        factor: What was multiplied by; None where nothing was.
        value: What came out; None for a remark.
        unit: What the value counts.
        row: The fee schedule row that it was read from, such as ``71260-TC``; empty for a rule.
        release: The release of that row or locality table.
        citation: Where the rule stands; empty for plain arithmetic.
        certainty: How sure the rule is.

    Example:
        >>> print(PriceStep("work 1.13", Decimal("1.006"), Decimal("1.13678"), PriceUnit.RVU, "71260-26", "RVU26C"))
        work 1.13  x 1.006  1.13678 RVU  71260-26 RVU26C
    """

    _columns = ("name", "factor", "value", "unit", "row", "release")

    name: str
    factor: Decimal | None = None
    value: Decimal | None = None
    unit: PriceUnit = PriceUnit.NONE
    row: str = ""
    release: str = ""
    citation: str = ""
    certainty: Certainty = Certainty.H

    def __str__(self) -> str:
        return steps_text((self,))


def plain(number: Decimal) -> str:
    """Write a decimal without an exponent and without zeros that say nothing, but for cents.

    Example:
        >>> plain(Decimal("166.6704910")), plain(Decimal("0.50")), plain(Decimal("2"))
        ('166.670491', '0.50', '2')
    """
    text = format(number, "f")
    if "." not in text:
        return text
    whole, _, part = text.partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"


def steps_text(steps: Sequence[PriceStep]) -> str:
    """Show steps as text, a line each, in columns."""
    cells = [
        (
            step.name,
            "" if step.factor is None else f"x {plain(step.factor)}",
            _counted(step),
            " ".join(part for part in (step.row, step.release, step.citation) if part),
        )
        for step in steps
    ]
    counted = [row for row in cells if row[1] or row[2]]  # a remark may be longer than the column
    wide = [max((len(row[column]) for row in counted), default=0) for column in range(3)]
    return "\n".join(
        f"{name:<{wide[0]}}  {by:>{wide[1]}}  {value:>{wide[2]}}  {origin}".rstrip()
        for name, by, value, origin in cells
    )


def _counted(step: PriceStep) -> str:
    return "" if step.value is None else f"{plain(step.value)} {step.unit.value}".rstrip()


def _told(headline: str, steps: Sequence[PriceStep]) -> str:
    return "\n  ".join((headline, *steps_text(steps).splitlines()))


_COLUMNS = ("step", "factor", "value", "unit", "row", "release", "rule", "certainty")


def steps_html(steps: Sequence[PriceStep], caption: str) -> str:
    """Show steps as a table for notebooks."""
    return table_html(_COLUMNS, (_cells(step) for step in steps), caption)


def _cells(step: PriceStep) -> tuple[str, ...]:
    factor, value = (
        "" if number is None else plain(number) for number in (step.factor, step.value)
    )
    sure = step.certainty.name if step.citation else ""
    return (step.name, factor, value, step.unit.value, step.row, step.release, step.citation, sure)


@attrs.frozen(field_transformer=typed, repr=False)
class Price(Printed):
    """What is paid for a claim line, or why that cannot be told.

    Attributes:
        amount: Dollars and cents for the line with all its units; None where there is no price.
        reason: Why there is no price, and what to do; empty where there is one.
        unpriced: What kind of reason it is; None where there is a price.
        trace: Every step, in order.
        source: The fee schedule release; `exact` is False where the nearest of the year answers.
        line: Code and modifiers as billed, such as ``71260-26``.
        non_participating: What those are allowed who do not participate (95 percent); None under a contract.
        limiting_charge: The most that they may charge on a claim that is not assigned (115 percent of it).

    Example:
        >>> print(Price(Decimal("132.60"), line="71250"))
        71250: 132.60 USD
    """

    _columns = ("line", "amount", "reason")

    amount: Decimal | None
    reason: str = ""
    unpriced: Unpriced | None = None
    trace: tuple[PriceStep, ...] = ()
    source: Source | None = None
    line: str = ""
    non_participating: Decimal | None = None
    limiting_charge: Decimal | None = None

    def __str__(self) -> str:
        others = f"who does not participate: {self.non_participating} USD; limiting charge if not assigned {self.limiting_charge} USD"
        text = _told(self._headline(), self.trace)
        return text if self.limiting_charge is None else f"{text}\n  {others}"

    def _headline(self) -> str:
        told = f"{self.amount} USD" if self.amount is not None else f"no price: {self.reason}"
        return f"{self.line}: {told}" if self.line else told

    def _repr_html_(self) -> str:
        return steps_html(self.trace, self._headline())


@attrs.frozen(field_transformer=typed, repr=False)
class ClaimPrice(Printed, Sequence[Price]):
    """The prices of a claim's lines, in the claim's order.

    Attributes:
        prices: One a line.

    Example:
        >>> found = ClaimPrice((Price(Decimal("132.60")), Price(None, "no table covers the day", Unpriced.NO_DATA)))
        >>> found.amount, found.priced, found.unpriced, found.reason
        (None, Decimal('132.60'), (1,), 'line 1: no table covers the day')
    """

    prices: tuple[Price, ...]

    @property
    def amount(self) -> Decimal | None:
        """The sum over the lines; None where a line has no price."""
        return None if self.unpriced else self.priced

    @property
    @exactly
    def priced(self) -> Decimal:
        """The sum over the lines that have a price."""
        return sum(
            (each.amount for each in self.prices if each.amount is not None), Decimal("0.00")
        )

    @property
    def unpriced(self) -> tuple[int, ...]:
        """The indices of the lines that have no price."""
        return tuple(index for index, each in enumerate(self.prices) if each.amount is None)

    @property
    def reason(self) -> str:
        """Why lines have no price, a sentence each; empty where all have one."""
        return "; ".join(f"line {index}: {self.prices[index].reason}" for index in self.unpriced)

    def __len__(self) -> int:
        return len(self.prices)

    @overload
    def __getitem__(self, index: int) -> Price: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Price, ...]: ...

    def __getitem__(self, index: int | slice) -> Price | tuple[Price, ...]:
        return Listing(self.prices[index]) if isinstance(index, slice) else self.prices[index]

    def __iter__(self) -> Iterator[Price]:
        return iter(self.prices)

    def _rows(self) -> Sequence[object]:
        return self.prices

    def __str__(self) -> str:
        lines = (f"[{index}] {each}" for index, each in enumerate(self.prices))
        return "\n".join((*lines, self._total()))

    def _total(self) -> str:
        left = (
            f" without lines {', '.join(map(str, self.unpriced))}, which have no price"
            if self.unpriced
            else ""
        )
        return f"total: {self.priced} USD{left}"

    def _repr_html_(self) -> str:
        return (
            "".join(each._repr_html_() for each in self.prices) + f"<p>{escape(self._total())}</p>"
        )


@attrs.frozen(field_transformer=typed, repr=False)
class Settlement(Printed):
    """Who pays what of a price under Original Medicare.

    Attributes:
        allowed: What Medicare allows; None where there is no price.
        medicare_pays: What Medicare sends, after sequestration.
        deductible: What of the allowed amount went to the deductible.
        coinsurance: The patient's share of the rest.
        sequestered: What sequestration keeps back from Medicare's payment.
        limiting_charge: The most that may be charged on an unassigned claim; None where it does not apply.
        reason: Why there is nothing to settle; empty where there is.
        trace: Every step, in order.

    Example:
        >>> print(Settlement(None, reason="no table covers the day"))
        nothing to settle: no table covers the day
    """

    allowed: Decimal | None
    medicare_pays: Decimal | None = None
    deductible: Decimal | None = None
    coinsurance: Decimal | None = None
    sequestered: Decimal | None = None
    limiting_charge: Decimal | None = None
    reason: str = ""
    trace: tuple[PriceStep, ...] = ()

    def __str__(self) -> str:
        return _told(self._headline(), self.trace)

    def _headline(self) -> str:
        return (
            f"allowed {self.allowed} USD"
            if self.allowed is not None
            else f"nothing to settle: {self.reason}"
        )

    def _repr_html_(self) -> str:
        return steps_html(self.trace, self._headline())


@attrs.frozen(field_transformer=typed, repr=False)
class Rvus(Printed):
    """The relative values of one fee schedule row.

    Attributes:
        code: The five characters.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        work: The physician's work.
        non_facility_pe: Practice expense outside facilities; None where CMS prints NA.
        facility_pe: Practice expense in facilities; None where CMS prints NA.
        malpractice: Malpractice insurance.
        non_facility_total: Sum outside facilities; None where CMS prints NA.
        facility_total: Sum in facilities; None where CMS prints NA.
        source: The release.
    """

    code: str
    modifier: str
    work: Decimal
    non_facility_pe: Decimal | None
    facility_pe: Decimal | None
    malpractice: Decimal
    non_facility_total: Decimal | None
    facility_total: Decimal | None
    source: Source | None = attrs.field(default=None, eq=False)
