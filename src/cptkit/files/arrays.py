"""Columns of numbers: how wide their items are, and how they are written as bytes."""

from __future__ import annotations

import sys
from array import array


def typecode(count: int) -> str:
    """Give the narrowest type of array whose items can number so many things.

    Example:
        >>> typecode(256), typecode(257), typecode(70_000)
        ('B', 'H', 'I')
    """
    return "B" if count <= 0x100 else "H" if count <= 0x10000 else "I"


def column_to_bytes(column: array[int]) -> bytes:
    """Write an array, the least byte first on every machine."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column.tobytes()


def column_from_bytes(typecode: str, part: memoryview) -> array[int]:
    """Read an array.

    Raises:
        ValueError: The bytes are not a whole number of items, or there is no such type of items.
    """
    if typecode not in ("B", "H", "I"):
        raise ValueError(f"no column is of type {typecode!r}")
    column: array[int] = array(typecode)
    column.frombytes(part)
    if sys.byteorder == "big":
        column.byteswap()
    return column
