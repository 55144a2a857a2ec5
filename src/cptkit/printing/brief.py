"""Values on one line, for a shell and for messages: the fields that say something, cut where the line is full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.errors import shown
from cptkit.printing.cells import columns_of

_ROOM = 90
_ROOM_OF_LISTING = 150
_ROOM_OF_ITEM = 60
_LONGEST_TEXT = 44
_MOST_ITEMS = 4
_COMPARED = (str, int, tuple, Decimal, dt.date, Enum)


def brief(value: object, room: int = _ROOM) -> str:
    """Write a value of ours on one line: its fields but those left at their defaults, as far as there is room.

    Args:
        value: The value.
        room: How many characters the fields may take; the first is there in any case.

    Returns:
        Its class and fields; ``...`` at the end where some are left out.

    Example:
        >>> @attrs.frozen(repr=False)
        ... class Line:
        ...     code: str
        ...     units: int = 1
        ...     note: str = ""
        >>> brief(Line("71260", note="a second look")), brief(Line("71260", 2, "a second look"), room=30)
        ("Line(code='71260', note='a second look')", "Line(code='71260', units=2, ...)")
    """
    parts: list[str] = []
    for name, held in _said(value):
        part = f"{name}={_field(held)}"
        if parts and sum(map(len, parts)) + 2 * len(parts) + len(part) > room:
            parts.append("...")
            break
        parts.append(part)
    return f"{type(value).__name__}({', '.join(parts)})"


def brief_listing(values: Sequence[object]) -> str:
    """Write a tuple of values on one line, with its count where it is cut.

    Example:
        >>> brief_listing((1, 2)), brief_listing(("71260",)), brief_listing(range(70010, 80000))[-30:]
        ('(1, 2)', "('71260',)", '70029, 70030, ... 9990 in all)')
    """
    parts: list[str] = []
    length = 0
    for each in values:
        part = _item(each)
        length += len(part) + 2
        if parts and length > _ROOM_OF_LISTING:
            return f"({', '.join(parts)}, ... {len(values)} in all)"
        parts.append(part)
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _said(value: object) -> list[tuple[str, object]]:
    """Give the fields that are required, or hold something else than their default and nothing; columns come first."""
    kind: Any = type(value)
    columns = columns_of(kind)
    fields = sorted(attrs.fields(kind), key=lambda each: each.name not in columns)
    held = [(each, getattr(value, each.name)) for each in fields if each.repr]
    return [
        (each.name, found)
        for each, found in held
        if each.default is attrs.NOTHING or not _says_nothing(found, each.default)
    ]


def _says_nothing(value: object, default: object) -> bool:
    """Tell whether a field is as it was left; of other kinds than ours nothing is asked."""
    if value is None or value is default or (type(value) in (str, tuple) and not value):
        return True
    return type(value) is type(default) and isinstance(value, _COMPARED) and value == default


def _item(value: object) -> str:
    return brief(value, _ROOM_OF_ITEM) if attrs.has(type(value)) else _field(value)


def _field(value: object) -> str:
    if type(value) is str:
        return repr(value) if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 4]!r}..."
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if type(value) in (dt.date, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return _items(value)
    if attrs.has(type(value)):
        return f"<{type(value).__name__}>"
    return shown(value)


def _items(values: tuple[object, ...]) -> str:
    if any(attrs.has(type(each)) or isinstance(each, tuple) for each in values):
        return f"<{len(values)} {type(values[0]).__name__}>"
    first = [_field(each) for each in values[:_MOST_ITEMS]]
    while len(first) > 1 and sum(map(len, first)) > _ROOM_OF_ITEM:
        first.pop()
    if len(first) < len(values):
        return f"({', '.join(first)}, ... {len(values)} in all)"
    return f"({', '.join(first)}{',' if len(first) == 1 else ''})"
