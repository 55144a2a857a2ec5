"""What callers hand over for the fields of a claim and of its lines, read as it is meant or refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from cptkit.errors import DataError, InvalidCodeError, InvalidModifierError, shown
from cptkit.values.cells import named, why_malformed
from cptkit.values.code import Code
from cptkit.values.code_expression import CodeExpression
from cptkit.values.days import as_day
from cptkit.values.raw import (
    MOST_DIGITS,
    Number,
    Ordered,
    in_order,
    is_blank,
    plain,
    unboxed,
    whole_number,
)
from cptkit.values.record import EvidenceValue, Record

CodeText: TypeAlias = str | Number | Code
"""What names the code of a line: modifiers have a field of their own."""

Member = TypeVar("Member", bound=Enum)

_LONGEST_CODE = 32
_MORE_THAN_A_CODE = re.compile(
    r"(?:HC|CPT|HCPCS|C4)?[\s:^>|]*(?:\d{5}|\d{4}[AFMTU]|[A-Z]\d{4})\s*[-:^,|>\s]\s*\S.*",
    re.ASCII | re.DOTALL,
)
_AMOUNT = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)


def line_code(value: CodeText) -> str:
    """Read the code of a line; whether it has the form of one is for the claim check to say.

    Raises:
        InvalidCodeError: It brings modifiers, which have a field of their own, or names no code at all.

    Example:
        >>> line_code(" 0042t "), line_code("X7001"), line_code(71260)
        ('0042T', 'X7001', '71260')
    """
    given: object = unboxed(value)
    if isinstance(given, CodeExpression):
        raise InvalidCodeError(value, _one_by_one("expression"))
    text = named(given)
    if text is None:
        if isinstance(given, str) and given.isascii():
            return given  # as billed: the claim check says what is wrong with it
        raise InvalidCodeError(value, why_malformed(given))
    if _MORE_THAN_A_CODE.fullmatch(text):
        raise InvalidCodeError(value, _one_by_one(f"cptkit.parse({text[:40]!r})"))
    return text


def _one_by_one(expression: str) -> str:
    return (
        "code and modifiers are fields of their own: "
        f"ClaimLine.of({expression}, date_of_service=..., ...)"
    )


def line_modifiers(value: Ordered[str] | Ordered[str | None]) -> tuple[str, ...]:
    """Read the modifiers of a line: blanks and None among them are none.

    Raises:
        InvalidModifierError: A bare text, a set, which has no order, or something else than texts.

    Example:
        >>> line_modifiers(["26", "", None, " rt"])
        ('26', 'RT')
    """
    each = in_order(
        value, "modifiers are a tuple of texts: give ('26',), not '26'", InvalidModifierError
    )
    return tuple(_modifier(one) for one in each if not is_blank(one))


def _modifier(value: object) -> str:
    text = unboxed(value)
    if not isinstance(text, str):
        raise InvalidModifierError(value, f"a modifier is a str, not {type(text).__name__}")
    mapped = plain(text)
    if mapped is None and text.isascii():
        return text  # as billed: the claim check says what is wrong with it
    if mapped is None:
        raise InvalidModifierError(
            value, "it holds characters other than plain ASCII letters and digits"
        )
    return mapped.upper()


def units(value: Number) -> int:
    """Read a number of units: whole, of any numeric type.

    Raises:
        DataError: It is no whole number that a claim can hold.

    Example:
        >>> units(2), units(2.0), units(Decimal("2.00"))
        (2, 2, 2)
    """
    number = whole_number(value)
    if number is None:
        raise DataError(
            (
                f"units must be a whole number that a claim can hold, not {shown(value)}: give the number of units billed",
            )
        )
    return number


def charge(value: Decimal | int | str | None) -> Decimal | None:
    """Read an amount: a `Decimal`, an int, or digits with a point; never a float, which loses cents.

    Raises:
        DataError: It is no such amount.

    Example:
        >>> charge("131.50"), charge(131), charge(None)
        (Decimal('131.50'), Decimal('131'), None)
    """
    given = unboxed(value)
    if given is None or (isinstance(given, Decimal) and given.is_finite()):
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        return Decimal(int(given))
    if isinstance(given, str) and len(given) <= MOST_DIGITS and _AMOUNT.fullmatch(given):
        return Decimal(given)
    raise DataError(
        (
            f"charge must be a Decimal, int or decimal text such as '131.50', not {shown(value)}: floats lose cents",
        )
    )


def diagnoses(value: Ordered[str]) -> tuple[str, ...]:
    """Read diagnoses, the first listed first; whether they have the form of one is for the claim check to say.

    Raises:
        DataError: A bare text, a set, whose first is none, or something else than texts.

    Example:
        >>> diagnoses(["R91.1"])
        ('R91.1',)
    """
    each = in_order(
        value,
        "diagnoses are a tuple of texts: give ('R91.1',)",
        not_these,
    )
    texts = tuple(unboxed(one) for one in each)
    wrong = tuple(f"a diagnosis is a str, not {shown(d)}" for d in texts if not isinstance(d, str))
    if wrong:
        raise DataError(wrong)
    return tuple(d for d in texts if isinstance(d, str))


def place(value: str | None) -> str | None:
    """Read a place of service; blanks around it go, and nothing but blanks is None.

    Raises:
        DataError: It is no text.

    Example:
        >>> place("22 "), place(" ")
        ('22', None)
    """
    text = opaque(value, "place_of_service")
    if text is None or is_blank(text):
        return None
    mapped = plain(text)
    return text if mapped is None else mapped


def opaque(value: object, name: str) -> str | None:
    """Read an id of the caller's, which means nothing here; None where it is not known.

    Raises:
        DataError: It is no text.
    """
    text = unboxed(value)
    if text is not None and not isinstance(text, str):
        raise DataError((f"{name} must be a str or None, not {shown(value)}",))
    return text


def provider(value: str | None) -> str | None:
    """Read a provider's id."""
    return opaque(value, "provider")


def session(value: str | None) -> str | None:
    """Read a session's id."""
    return opaque(value, "session")


def ordering_provider(value: str | None) -> str | None:
    """Read the id of who ordered."""
    return opaque(value, "ordering_provider")


def claim_id(value: str | None) -> str | None:
    """Read a claim's id."""
    return opaque(value, "id")


def control(value: str | None) -> str | None:
    """Read the id by which a remittance names a line."""
    return opaque(value, "control")


def number(value: int | None) -> int | None:
    """Read the number of a line in the system that it comes from.

    Raises:
        DataError: It is no whole number.
    """
    found = unboxed(value)
    if found is not None and (isinstance(found, bool) or not isinstance(found, int)):
        raise DataError((f"number must be an int or None, not {shown(value)}",))
    return found


def unread(value: Ordered[Ordered[str]]) -> tuple[tuple[str, str], ...]:
    """Read what of a claim was not read: pairs of place and reason.

    Raises:
        DataError: It is something else.
    """
    cure = "unread is a tuple of (place, reason), both texts"
    made: list[tuple[str, str]] = []
    for pair in in_order(value, cure, not_these):
        place_and_reason = in_order(pair, cure, not_these)
        if len(place_and_reason) != 2 or not all(isinstance(t, str) for t in place_and_reason):
            raise DataError((f"{cure}, not {shown(pair)}",))
        made.append((place_and_reason[0], place_and_reason[1]))
    return tuple(made)


def not_these(value: object, why: str) -> DataError:
    """Make the error of an argument that holds several, from the value and what is wanted."""
    return DataError((f"{why}, not {shown(value)}",))


def day_of_service(value: dt.date) -> dt.date:
    """Read the day of service."""
    return as_day(value, "date_of_service")


def record(value: Record | Mapping[str, EvidenceValue] | None) -> Record | None:
    """Read what the medical record documents."""
    return value if value is None or isinstance(value, Record) else Record(value)


def member_of(kind: type[Enum]) -> Any:
    """Make a validator that takes members of an enumeration only."""

    def check(_claim: object, attribute: Any, value: object) -> None:
        checked_member(value, kind, attribute.name)

    return check


def checked_member(value: object, kind: type[Member], name: str) -> Member:
    """Make sure that an argument is a member of an enumeration.

    Raises:
        DataError: It is not.
    """
    if not isinstance(value, kind):
        raise DataError((f"{name} must be a cptkit.{kind.__name__}, not {shown(value)}",))
    return value


def checked_flag(value: object, name: str) -> bool:
    """Make sure that an argument is True or False.

    Raises:
        DataError: It is something else, such as ``"no"``, which counts as true.

    Example:
        >>> checked_flag(True, "recommended")
        True
    """
    flag = unboxed(value)
    if not isinstance(flag, bool):
        raise DataError((f"{name} must be True or False, not {shown(value)}",))
    return flag


def checked_text(value: object, name: str) -> str:
    """Make sure that an argument is a text.

    Raises:
        DataError: It is not.
    """
    text = unboxed(value)
    if not isinstance(text, str):
        raise DataError((f"{name} must be a str, not {shown(value)}",))
    return text


def items(value: object, kind: type, what: str) -> tuple[Any, ...]:
    """Give items of one kind as a tuple, naming every other item with its place.

    Raises:
        DataError: It is no iterable, or holds something else.
    """
    each = in_order(
        value,
        f"{what} are a tuple of {kind.__name__}",
        not_these,
    )
    wrong = tuple(
        f"{what[:-1]} {i} is {shown(one)}, not a {kind.__name__}"
        for i, one in enumerate(each)
        if not isinstance(one, kind)
    )
    if wrong:
        raise DataError(wrong)
    return each
