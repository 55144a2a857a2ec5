"""What the professional and the technical part of a line come to in one locality, before and under the OPPS cap."""

from __future__ import annotations

from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.payment.line_rows import RatedLine, name_of, release_of
from cptkit.payment.rules import RuleKind
from cptkit.values.price import PriceStep, PriceUnit
from cptkit.values.table import FeeScheduleRow, Locality

ZERO = Decimal(0)
ONE = Decimal(1)


@attrs.frozen
class Values:
    """Relative values of one part, or of nothing.

    Attributes:
        work: The physician's work.
        expense: Practice expense of the setting.
        malpractice: Malpractice insurance.
    """

    work: Decimal = ZERO
    expense: Decimal = ZERO
    malpractice: Decimal = ZERO

    def __sub__(self, other: Values) -> Values:
        return Values(
            self.work - other.work,
            self.expense - other.expense,
            self.malpractice - other.malpractice,
        )

    def there(self, locality: Locality) -> Decimal:
        """Adjust to a locality and add up."""
        return (
            self.work * locality.work_gpci
            + self.expense * locality.pe_gpci
            + self.malpractice * locality.malpractice_gpci
        )


@attrs.frozen
class Parts:
    """The two parts of a line in one locality, in locally adjusted relative values.

    Attributes:
        professional: The professional part, or all of a service that has no parts.
        technical: The technical part.
        cap: What the hospital outpatient system would pay for the technical part; None where there is no cap.
        professional_values: The relative values of the professional part.
        technical_values: Those of the technical part.
    """

    professional: Decimal
    technical: Decimal
    cap: Decimal | None
    professional_values: Values
    technical_values: Values


def parts_of(subject: RatedLine, locality: Locality) -> Parts:
    """Divide a line into its parts and adjust them to a locality."""
    whole = _values(subject.row, subject)
    technical = _values(subject.technical, subject)
    professional = whole - technical
    cap = _cap(subject)
    return Parts(
        professional.there(locality),
        technical.there(locality),
        None if cap is None else cap.there(locality),
        professional,
        technical,
    )


def _values(row: FeeScheduleRow | None, subject: RatedLine) -> Values:
    if row is None:
        return Values()
    return Values(
        row.work_rvu,
        row.facility_pe_rvu if subject.facility else row.non_facility_pe_rvu,
        row.malpractice_rvu,
    )


def _cap(subject: RatedLine) -> Values | None:
    """Read the OPPS columns of the technical row; 0.00 there means that there is no cap."""
    row = subject.technical
    if row is None:
        return None
    expense = row.opps_facility_pe_rvu if subject.facility else row.opps_non_facility_pe_rvu
    return Values(row.work_rvu, expense, row.opps_malpractice_rvu) if expense else None


def factor_of(subject: RatedLine, kind: RuleKind) -> Decimal:
    """Multiply the factors of the line's rules of a kind."""
    product = ONE
    for each in subject.rules:
        if each.kind is kind:
            product *= each.multiplier
    return product


def base_steps(subject: RatedLine, parts: Parts, locality: Locality) -> tuple[PriceStep, ...]:
    """Tell how the relative values of each part are adjusted to the locality."""
    professional = _part_steps(subject, parts.professional_values, locality, technical=False)
    technical = _part_steps(subject, parts.technical_values, locality, technical=True)
    return (*professional, *technical)


def _part_steps(
    subject: RatedLine, values: Values, locality: Locality, *, technical: bool
) -> tuple[PriceStep, ...]:
    if values == Values():
        return ()
    row = subject.row
    split = subject.technical is not None and subject.technical is not row
    name = f"{row.code}-{'TC' if technical else '26'}" if split else name_of(row)
    label = ("technical " if technical else "professional ") if split else ""
    setting = {None: "", True: ", facility", False: ", non-facility"}[subject.facility]
    told = (
        (f"{label}work {values.work}", locality.work_gpci, values.work),
        (f"{label}practice expense{setting} {values.expense}", locality.pe_gpci, values.expense),
        (f"{label}malpractice {values.malpractice}", locality.malpractice_gpci, values.malpractice),
    )
    return tuple(
        PriceStep(text, index, index * value, PriceUnit.RVU, name, release_of(row))
        for text, index, value in told
        if value
    )
