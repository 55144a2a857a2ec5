"""What callers bring and get back: claim lines, claims, findings and the report on a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

import attrs

from cptkit.errors import (
    DataError,
    InvalidCodeError,
    InvalidModifierError,
    shown,
)
from cptkit.indicators import Setting
from cptkit.values.days import as_day
from cptkit.values.record import Record

_MOST_UNITS = 10**100


class Payer(Enum):
    """Who pays; Medicare-only rules give a WARN, not a FAIL, for other payers."""

    MEDICARE = "Medicare fee-for-service"
    OTHER = "another payer"


def _code(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidCodeError(value, f"a claim line's code is a str, not {type(value).__name__}")
    return value.strip().upper() if len(value) <= 32 else value


def _modifiers(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise InvalidModifierError(value, "modifiers are a tuple of texts: give ('26',), not '26'")
    each = tuple(value)
    for modifier in each:
        if not isinstance(modifier, str):
            raise InvalidModifierError(
                modifier, f"a modifier is a str, not {type(modifier).__name__}"
            )
    return tuple(m.strip().upper() if len(m) <= 8 else m for m in each)


def _units(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise DataError(
            (f"units must be an int, not {shown(value)}: give the number of units billed",)
        )
    if abs(value) > _MOST_UNITS:
        raise DataError(
            (
                f"units must be a number that a claim can hold, not {shown(value)}: give the number of units billed",
            )
        )
    return value


def _charge(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise DataError((f"charge must be a finite amount, not {shown(value)}",))
        return value
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            amount = Decimal(
                value if isinstance(value, int) or value.isascii() else "NaN"
            )  # other scripts' digits are no amount
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite():
            return amount
    raise DataError(
        (f"charge must be a Decimal, int or decimal text, not {shown(value)}: floats lose cents",)
    )


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise DataError((f"diagnoses are a tuple of texts, not {shown(value)}: give ('R91.1',)",))
    each = tuple(value)
    wrong = tuple(f"a diagnosis is a str, not {shown(d)}" for d in each if not isinstance(d, str))
    if wrong:
        raise DataError(wrong)
    return each


def _optional_text(_line: object, attribute: Any, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise DataError((f"{attribute.name} must be a str or None, not {shown(value)}",))


def _optional_number(_line: object, attribute: Any, value: object) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise DataError((f"{attribute.name} must be an int or None, not {shown(value)}",))


def _member_of(kind: type[Enum]) -> Any:
    def check(_claim: object, attribute: Any, value: object) -> None:
        if not isinstance(value, kind):
            raise DataError(
                (f"{attribute.name} must be a cptkit.{kind.__name__}, not {shown(value)}",)
            )

    return check


def _unread(value: object) -> tuple[tuple[str, str], ...]:
    cure = "unread is a tuple of (place, reason), both texts"
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise DataError((f"{cure}, not {shown(value)}",))
    each = tuple(tuple(pair) if isinstance(pair, (list, tuple)) else pair for pair in value)
    for pair in each:
        if (
            not isinstance(pair, tuple)
            or len(pair) != 2
            or not all(isinstance(text, str) for text in pair)
        ):
            raise DataError((f"{cure}, not {shown(pair)}",))
    return each


def _record(value: object) -> Record | None:
    return value if value is None or isinstance(value, Record) else Record(value)


@attrs.frozen
class ClaimLine:
    """One line of a claim.

    Attributes:
        code: The procedure code as billed.
        modifiers: Its modifiers in order; a list becomes a tuple, a bare string is refused.
        date_of_service: The day; a ``datetime`` counts by its day.
        units: Units billed; whether they make sense is a finding, not an error.
        place_of_service: Two-digit CMS place of service, or None where it is not known.
        charge: What is charged, as `Decimal`.
        diagnoses: ICD-10-CM codes, the first listed first.
        provider: An opaque id; equal ids, both None included, are the same provider.
        session: An opaque id; lines of different ids were different sessions, None is not known.
        record: What the medical record documents, or None.
        number: The line's number in the system that it comes from (LX01 of X12, ``item.sequence`` of FHIR), or None.
        control: An opaque id by which a remittance names the line again, or None; `cptkit.x12` makes it.

    Raises:
        InvalidCodeError: `code` is no text.
        InvalidModifierError: `modifiers` is a bare string, or holds something else than texts.
        InvalidRecordError: `record` is no mapping of evidence id to value.
        DataError: Another field has the wrong type.
        TypeError: `date_of_service` is no date.

    Example:
        >>> ClaimLine("71260", ["26"], date_of_service=dt.date(2025, 3, 1)).modifiers
        ('26',)
    """

    code: str = attrs.field(converter=_code)
    modifiers: tuple[str, ...] = attrs.field(default=(), converter=_modifiers)
    date_of_service: dt.date = attrs.field(kw_only=True, converter=as_day)
    units: int = attrs.field(default=1, kw_only=True, converter=_units)
    place_of_service: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    charge: Decimal | None = attrs.field(default=None, kw_only=True, converter=_charge)
    diagnoses: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_texts)
    provider: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    session: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    record: Record | None = attrs.field(default=None, kw_only=True, converter=_record)
    number: int | None = attrs.field(default=None, kw_only=True, validator=_optional_number)
    control: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)


def checked_lines(value: object) -> tuple[ClaimLine, ...]:
    """Give claim lines as a tuple.

    Args:
        value: What a caller gives as lines.

    Returns:
        The lines, in their order.

    Raises:
        DataError: It is no iterable of `ClaimLine`; every other item is named with its place.
    """
    if isinstance(value, (ClaimLine, str, bytes)) or not isinstance(value, Iterable):
        raise DataError((f"lines are a tuple of ClaimLine, not {shown(value)}",))
    each = tuple(value)
    wrong = tuple(
        f"line {i} is {shown(line)}, not a ClaimLine"
        for i, line in enumerate(each)
        if not isinstance(line, ClaimLine)
    )
    if wrong:
        raise DataError(wrong)
    return each


@attrs.frozen
class Claim:
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

    lines: tuple[ClaimLine, ...] = attrs.field(converter=checked_lines)
    setting: Setting = attrs.field(default=Setting.PROFESSIONAL, validator=_member_of(Setting))
    payer: Payer = attrs.field(default=Payer.MEDICARE, validator=_member_of(Payer))
    ordering_provider: str | None = attrs.field(default=None, validator=_optional_text)
    id: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    unread: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True, converter=_unread)
