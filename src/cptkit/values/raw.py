"""What callers bring as a text, a number or nothing: one closed list of characters is mapped, numbers become Python's own.

Whatever takes a code, a modifier, a place or a number reads it here first, so that they all take the same things.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Reversible
from collections.abc import Set as AbstractSet
from decimal import Decimal
from numbers import Integral, Rational
from typing import Any, Protocol, SupportsIndex, TypeAlias, TypeVar

LONGEST = 256
"""No form of a code is longer: a system's URI, a code, four modifiers and a text fit."""
MOST_DIGITS = 30
"""No count and no amount on a claim has more digits; JSON that holds longer numbers is neither written nor read."""
_ADJUSTED = 100
_LARGEST = 10**_ADJUSTED

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _InOrder(Reversible[T_co], Protocol[T_co]):
    """A tuple, a list and the like; no text, whose ``in`` takes texts only, and no set, which has no order."""

    def __contains__(self, item: object, /) -> bool: ...
    def __getitem__(self, index: SupportsIndex, /) -> T_co: ...


Ordered: TypeAlias = _InOrder[T] | Iterator[T]
"""Items in an order: what type checkers take where a text and a set are refused."""
Number: TypeAlias = SupportsIndex | float | Decimal | Rational
"""A number of any type; numpy's and pandas' are such."""

_BLANKS = "\u00a0\u2009\u200a\u202f\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2013\u2014\u2212\u2011"
_MAPPED = str.maketrans(
    {
        **dict.fromkeys(_BLANKS, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
    }
)
"""NBSP, thin and zero-width blanks, byte order mark; en and em dash, minus, hard hyphen; curly quotes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain(text: str) -> str | None:
    """Map the closed list of characters that text programs put in, and trim.

    Args:
        text: A text.

    Returns:
        Plain ASCII; None where the text holds other characters, or control characters, or is longer than any
        form of a code. Nothing is put in capitals before, so that no other letter becomes an ASCII one.

    Example:
        >>> plain("\u00a071260\u201326"), plain("\u017f8032")
        ('71260-26', None)
    """
    if len(text) > LONGEST:
        return None
    if not text.isascii():
        text = text.translate(_MAPPED)
        if not text.isascii():
            return None
    return None if _CONTROL.search(text) else text.strip(" \t\r\n")


def unboxed(value: object) -> object:
    """Give Python's own value for a text or number of a subclass, and for a scalar of numpy, pandas and the like.

    Args:
        value: Anything.

    Returns:
        A number, text or ``date`` of Python's own, or the value as it came.

    Example:
        >>> unboxed(71260)
        71260
    """
    kind = type(value)
    if kind in _PYTHONS_OWN:
        return value
    for base, own in _OWN:
        if issubclass(kind, base):
            return own(value)
    return _item(value)


def _item(value: Any) -> object:
    """Give the one item of an array without dimensions; what is none, or breaks when it is looked at, stays as it is."""
    try:
        if getattr(value, "shape", None) != () or not hasattr(value, "dtype"):
            return value
        if value.dtype.kind == "M":
            value = value.astype("datetime64[D]")
        return value.item()
    except Exception:  # noqa: BLE001 - a stranger that only looks like a scalar stays what it is
        return value


_PYTHONS_OWN = frozenset({str, int, float, bool, type(None), Decimal, tuple, list})
_OWN: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (str, str.__str__),
    (int, int.__index__),
    (float, float.__float__),
)
"""How a value of a caller's subclass becomes Python's own, whatever its methods are."""


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing: None, a text of blanks, or what pandas and numpy write for nothing.

    Example:
        >>> is_blank(" "), is_blank(float("nan")), is_blank("26")
        (True, True, False)
    """
    if value is None:
        return True
    value = unboxed(value)
    if isinstance(value, str):
        return not (value if value.isascii() else value.translate(_MAPPED)).strip()
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and value != value  # noqa: PLR0124 - NaN differs from itself


def whole_number(value: object) -> int | None:
    """Give a whole number that came in any numeric type.

    Args:
        value: Anything; never a bool.

    Returns:
        The number; None for anything else, fractions and numbers of over a hundred digits included.

    Example:
        >>> whole_number(71260.0), whole_number(Decimal("2.00")), whole_number(1.5), whole_number(True)
        (71260, 2, None, None)
    """
    if type(value) is int:
        return value if abs(value) <= _LARGEST else None
    number = unboxed(value)
    if isinstance(number, bool):
        return None
    if isinstance(number, (float, Decimal)) or _is_fraction(number):
        return _whole(number)  # type: ignore[arg-type]  # it is one of these
    if isinstance(number, str) or not hasattr(type(number), "__index__"):
        return None
    try:
        found = operator.index(number)  # type: ignore[arg-type]  # it has __index__
    except Exception:  # noqa: BLE001 - a caller's own __index__ may raise anything
        return None
    return found if abs(found) <= _LARGEST else None


def _is_fraction(number: object) -> bool:
    """Tell a `Fraction` without loading its module, which a first look-up would wait for."""
    return isinstance(number, Rational) and not isinstance(number, Integral)


def _whole(number: float | Decimal | Rational) -> int | None:
    if isinstance(number, Decimal) and not (number.is_finite() and number.adjusted() <= _ADJUSTED):
        return None
    if not -_LARGEST <= number <= _LARGEST:  # NaN and infinities are not
        return None
    whole = int(number)  # type: ignore[arg-type]  # fractions round to zero
    return whole if number == whole else None


def in_order(
    value: object, told: str, error: Callable[[object, str], Exception]
) -> tuple[Any, ...]:
    """Give the items of what a caller hands over as several, in their order.

    Args:
        value: Anything.
        told: What is wanted, for the error.
        error: Makes the error from the value and the reason.

    Returns:
        The items.

    Raises:
        Exception: What `error` makes, for a text, a set, a mapping, and what is no iterable.

    Example:
        >>> in_order(["26"], "modifiers are a tuple of texts", lambda value, why: ValueError(why))
        ('26',)
    """
    if isinstance(value, (AbstractSet, Mapping)):
        raise error(value, f"{told}: a {type(value).__name__} has no order")
    return in_any_order(value, told, error)


def in_any_order(
    value: object, told: str, error: Callable[[object, str], Exception]
) -> tuple[Any, ...]:
    """Do as `in_order` where the order means nothing, so that a set is taken too.

    Example:
        >>> in_any_order({"oral"}, "routes are texts", lambda value, why: ValueError(why))
        ('oral',)
    """
    if isinstance(value, (str, bytes, bytearray, memoryview)) or not isinstance(value, Iterable):
        raise error(value, told)
    try:
        each = iter(value)
    except (
        TypeError
    ):  # numpy's arrays without dimensions, and generic classes, say that they can be iterated
        raise error(value, told) from None
    return tuple(each)  # by its items, not by the length that it claims
