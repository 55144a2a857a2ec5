"""A payer's contract as a value, and the reading of its numbers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.printing.value import Printed
from cptkit.values.raw import unboxed

_HUNDRED = Decimal(100)
_MOST = Decimal(1_000_000)
_FINEST = -8
_NUMBER = re.compile(r"\s{0,10}-?[0-9]{0,20}\.?[0-9]{0,20}\s{0,10}", re.ASCII)
"""Decimal text as people write it; Python would take other scripts' digits, underscores and exponents too."""


def factor(name: str, value: object, most: Decimal = _MOST) -> Decimal:
    """Read a positive finite factor that a caller gives.

    Args:
        name: What it is called in messages.
        value: A Decimal, an int, or decimal text; floats lose cents.
        most: The largest that makes sense.

    Raises:
        DataError: It is something else, not positive, too large or too fine.

    Example:
        >>> factor("percent", "120")
        Decimal('120')
    """
    number = _decimal(unboxed(value))
    if number is None:
        raise DataError(
            (
                f"{name} must be a Decimal, an int or decimal text, not {shown(value)}: floats lose cents",
            )
        )
    exponent = number.as_tuple().exponent
    if not (
        number.is_finite()
        and 0 < number <= most
        and isinstance(exponent, int)
        and exponent >= _FINEST
    ):
        raise DataError(
            (
                f"{name} must be above 0, at most {most} and have at most {-_FINEST} decimals, not {shown(value)}",
            )
        )
    return number


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
        return None
    if isinstance(value, int) and abs(value) > _MOST:
        return Decimal("Infinity")
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _name(value: str) -> str:
    if isinstance(text := unboxed(value), str):
        return text
    raise DataError((f"name must be a str, not {shown(value)}",))


def _percent(value: Decimal | int | str) -> Decimal:
    return factor("percent", value, Decimal(10_000))


def _own_factor(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else factor("conversion_factor", value)


@attrs.frozen(repr=False)
class Contract(Printed):
    """A payer's contract that follows Medicare's relative values.

    Attributes:
        name: What you call it; stands in the trace.
        percent: Percent of what Medicare's rules come to.
        conversion_factor: Dollars for one RVU; None means Medicare's.

    Raises:
        DataError: `percent` or `conversion_factor` is no positive number.

    Example:
        >>> Contract("Plan A", percent=120)
        Contract(name='Plan A', percent=120)
    """

    name: str = attrs.field(default="contract", converter=_name)
    percent: Decimal = attrs.field(default=_HUNDRED, converter=_percent)
    conversion_factor: Decimal | None = attrs.field(default=None, converter=_own_factor)
