"""What callers bring and get back: claim lines, claims, findings and the report on a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values import cells
from cptkit.values import claim_fields as fields
from cptkit.values.code_expression import CodeExpression
from cptkit.values.raw import Number, Ordered
from cptkit.values.record import EvidenceValue, Record

if TYPE_CHECKING:
    from typing_extensions import Required, Unpack


class Payer(Ranked):
    """Who pays; Medicare-only rules give a WARN, not a FAIL, for other payers."""

    MEDICARE = "Medicare fee-for-service"
    OTHER = "another payer"


class LineFields(TypedDict, total=False):
    """The fields of a line but its code and modifiers."""

    date_of_service: Required[dt.date]
    units: Number
    place_of_service: str | None
    charge: Decimal | int | str | None
    diagnoses: Ordered[str]
    provider: str | None
    session: str | None
    record: Record | Mapping[str, EvidenceValue] | None
    number: int | None
    control: str | None


@attrs.frozen(repr=False)
class ClaimLine(Printed):
    """One line of a claim.

    Attributes:
        code: The procedure code as billed; code and modifiers in one text are for `of`.
        modifiers: Its modifiers in order; a list becomes a tuple, blanks are left out, a bare string and a set are
            refused.
        date_of_service: The day; a ``datetime`` counts by its day.
        units: Units billed, a whole number of any type; whether they make sense is a finding, not an error.
        place_of_service: Two-digit CMS place of service, or None where it is not known.
        charge: What is charged: a `Decimal`, an int, or a text such as ``131.50``.
        diagnoses: ICD-10-CM codes, the first listed first.
        provider: An opaque id; equal ids, both None included, are the same provider.
        session: An opaque id; lines of different ids were different sessions, None is not known.
        record: What the medical record documents, or None.
        number: The line's number in the system that it comes from (LX01 of X12, ``item.sequence`` of FHIR), or None.
        control: An opaque id by which a remittance names the line again, or None; `cptkit.x12` makes it.

    Raises:
        InvalidCodeError: `code` names no code, or more than one.
        InvalidModifierError: `modifiers` is a bare string or a set, or holds something else than texts.
        InvalidRecordError: `record` is no mapping of evidence id to value.
        DataError: Another field has the wrong type.
        InvalidDateError: `date_of_service` is no date.

    Example:
        >>> ClaimLine("71260", ["26"], date_of_service=dt.date(2025, 3, 1)).modifiers
        ('26',)
    """

    _columns = (
        "code",
        "modifiers",
        "date_of_service",
        "units",
        "place_of_service",
        "charge",
        "diagnoses",
    )

    code: str = attrs.field(converter=fields.line_code)
    modifiers: tuple[str, ...] = attrs.field(default=(), converter=fields.line_modifiers)
    date_of_service: dt.date = attrs.field(kw_only=True, converter=fields.day_of_service)
    units: int = attrs.field(default=1, kw_only=True, converter=fields.units)
    place_of_service: str | None = attrs.field(default=None, kw_only=True, converter=fields.place)
    charge: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.charge)
    diagnoses: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=fields.diagnoses)
    provider: str | None = attrs.field(default=None, kw_only=True, converter=fields.provider)
    session: str | None = attrs.field(default=None, kw_only=True, converter=fields.session)
    record: Record | None = attrs.field(default=None, kw_only=True, converter=fields.record)
    number: int | None = attrs.field(default=None, kw_only=True, converter=fields.number)
    control: str | None = attrs.field(default=None, kw_only=True, converter=fields.control)

    @classmethod
    def of(cls, expression: CodeExpression | str, /, **line: Unpack[LineFields]) -> ClaimLine:
        """Make a line of a code with its modifiers.

        Args:
            expression: What `cptkit.parse` gives; a text in which separators stand between code and modifiers
                is read too.
            **line: The other fields of the line, `date_of_service` among them.

        Returns:
            The line.

        Raises:
            InvalidCodeError: The text cannot be read surely without knowing which codes there are.
            CptkitError: As the line itself.

        Example:
            >>> made = ClaimLine.of("71260-26", date_of_service=dt.date(2025, 3, 1), units=1)
            >>> made.code, made.modifiers
            ('71260', ('26',))
        """
        read = cells.read(expression, cells.Nothing())
        return cls(read.code, read.modifiers, **line)

    def __str__(self) -> str:
        place = f", place {self.place_of_service}" if self.place_of_service else ""
        units = f"{self.units} unit{'' if self.units == 1 else 's'}"
        billed = "-".join((self.code, *self.modifiers))
        return f"{billed} on {self.date_of_service}, {units}{place}"


def checked_lines(value: object) -> tuple[ClaimLine, ...]:
    """Give claim lines as a tuple.

    Args:
        value: What a caller gives as lines.

    Returns:
        The lines, in their order.

    Raises:
        DataError: It is no iterable of `ClaimLine`; every other item is named with its place.
    """
    return fields.items(value, ClaimLine, "lines")


def _lines(value: Iterable[ClaimLine]) -> tuple[ClaimLine, ...]:
    return checked_lines(value)


@attrs.frozen(repr=False)
class Claim(Printed):
    """A claim: lines of one patient, on one form.

    Attributes:
        lines: The lines; findings name them by their index.
        setting: The claim form and NCCI table that apply, not the place of service.
        payer: Medicare fee-for-service, or another.
        ordering_provider: An opaque id or NPI of who ordered, or None where it is not on the claim.
        id: The claim's own id in the system that it comes from (CLM01 of X12, ``id`` of FHIR), or None.
        unread: What its source holds and nobody read, as (segment or path, reason), never its values: a claim
            with such a part is not complete.

    Raises:
        DataError: `lines` holds something else than `ClaimLine`, or another field has the wrong type.

    Example:
        >>> Claim([ClaimLine("71260", date_of_service=dt.date(2025, 3, 1))]).setting.name
        'PROFESSIONAL'
    """

    lines: tuple[ClaimLine, ...] = attrs.field(converter=_lines)
    setting: Setting = attrs.field(
        default=Setting.PROFESSIONAL, validator=fields.member_of(Setting)
    )
    payer: Payer = attrs.field(default=Payer.MEDICARE, validator=fields.member_of(Payer))
    ordering_provider: str | None = attrs.field(default=None, converter=fields.ordering_provider)
    id: str | None = attrs.field(default=None, kw_only=True, converter=fields.claim_id)
    unread: tuple[tuple[str, str], ...] = attrs.field(
        default=(), kw_only=True, converter=fields.unread
    )

    def _listed(self) -> tuple[str, Sequence[object]]:
        name = f"Claim {self.id}" if self.id else "Claim"
        unread = f"; parts that nobody read: {len(self.unread)}" if self.unread else ""
        return f"{name}: {self.setting.value}, {self.payer.value}{unread}", self.lines
