"""The cells of CMS's files: how each kind is written, and its value.

A reader names a kind for each column. A cell that is not written as its kind is noted with the column's name
and what was expected; the value given then is None, and the row is not made.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from cptkit.cms.text import Problems
from cptkit.errors import shown
from cptkit.indicators import Indicator

Value = TypeVar("Value")
Kind: TypeAlias = "Callable[[str], object]"

_CODE = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-EGHJ-MP-V](?:[0-9]{4}|XXX[0-9])")
"""Every form that a release since 2020 holds; July 2026 has a placeholder, GXXX1."""
_PLAIN = re.compile(r"[ -~]*")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")


class Unreadable(ValueError):  # noqa: N818 - it never leaves the readers
    """A cell that is not written as its kind; the text says what was expected."""


def one_of(kind: type[Indicator]) -> Callable[[str], Indicator]:
    """Make the reader of a closed field."""
    members: Mapping[str, Indicator] = {member.value: member for member in kind}

    def read(text: str) -> Indicator:
        member = members.get(text)
        if member is None:
            raise Unreadable(f"one of {', '.join(members)}")
        return member

    return read


def decimals(digits: int) -> Callable[[str], Decimal]:
    """Make the reader of a number that is written with so many decimals."""
    form = re.compile(rf"[0-9]{{0,7}}\.[0-9]{{{digits}}}")

    @lru_cache(maxsize=8192)
    def read(text: str) -> Decimal:
        if form.fullmatch(text) is None:
            raise Unreadable(f"a number with {digits} decimals")
        return Decimal("0" + text if text.startswith(".") else text)

    return read


def code(text: str) -> str:
    """Read a five-character code."""
    if _CODE.fullmatch(text) is None:
        raise Unreadable("a code of five characters")
    return text


def modifier(text: str) -> str:
    """Read a modifier, or the empty text of the global row."""
    if text and _MODIFIER.fullmatch(text) is None:
        raise Unreadable("empty or a modifier of two characters")
    return text


def flag(mark: str) -> Callable[[str], bool]:
    """Make the reader of a field that is empty or holds one mark."""

    def read(text: str) -> bool:
        if text not in ("", mark):
            raise Unreadable(f"empty or {mark}")
        return text == mark

    return read


def phrase(text: str) -> str:
    """Read words that are kept as published; CMS's are plain ASCII."""
    if _PLAIN.fullmatch(text) is None:
        raise Unreadable("plain ASCII text: the file was read in a wrong encoding")
    return text


def optional_code(text: str) -> str:
    """Read a code, or nothing."""
    return code(text) if text else ""


def digit(text: str) -> str:
    """Read one digit or capital letter, as published."""
    if len(text) != 1 or not text.isascii() or not text.isalnum():
        raise Unreadable("one character")
    return text


def padded(width: int) -> Callable[[str], str]:
    """Make the reader of a number whose leading zeros spreadsheets lose."""

    def read(text: str) -> str:
        if not 0 < len(text) <= width or not (text.isascii() and text.isdigit()):
            raise Unreadable(f"a number of {width} digits")
        return text.zfill(width)

    return read


def compact_date(text: str) -> dt.date:
    """Read a date written YYYYMMDD."""
    try:
        year, month, day = (int(part) for part in _cut(text, 4, 6, 8))
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable("a date written YYYYMMDD") from None


def julian_date(text: str) -> dt.date | None:
    """Read a date written YYYYDDD, or nothing."""
    if not text:
        return None
    try:
        year, number = (int(part) for part in _cut(text, 4, 7))
        day = dt.date(year, 1, 1) + dt.timedelta(days=number - 1)
    except (ValueError, OverflowError):
        raise Unreadable("empty or a date written YYYYDDD") from None
    if day.year != year:
        raise Unreadable("empty or a date written YYYYDDD")
    return day


def _cut(text: str, *ends: int) -> list[str]:
    """Cut a text of digits at fixed places; a text of another length, or with other characters, has no parts."""
    whole = len(text) == ends[-1] and text.isascii() and text.isdigit()
    return [text[start:end] for start, end in zip((0, *ends), ends, strict=False)] if whole else []


def read_row(
    kinds: Mapping[str, Kind], texts: Iterable[str], number: int, problems: Problems
) -> dict[str, Any] | None:
    """Read the cells of one row, or note everything wrong with them and give None.

    Args:
        kinds: The row's columns in order, each with its kind.
        texts: As many cells.
        number: The row's line.
        problems: Where what cannot be read is noted.

    Returns:
        The values by column, or None where one of them cannot be read.

    Example:
        >>> read_row({"code": code, "number": padded(2)}, ["71260", "5"], 7, Problems())
        {'code': '71260', 'number': '05'}
    """
    before = len(problems.found)
    values = {
        name: read_cell(kind, name, text, number, problems)
        for (name, kind), text in zip(kinds.items(), texts, strict=True)
    }
    return values if len(problems.found) == before else None


def read_cell(
    kind: Callable[[str], Value], name: str, text: str, number: int, problems: Problems
) -> Value | None:
    """Read one cell, or note what is wrong with it and give None."""
    try:
        return kind(text)
    except Unreadable as expected:
        problems.at(number, f"{name} is {shown(text)}, not {expected}")
        return None
