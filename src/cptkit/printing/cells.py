"""One field as people read it: in a table short, on its own with its meaning."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.errors import shown

_MOST_COLUMNS = 6
_MOST_ITEMS = 12
_LEAST_TOLD = ("source", "citation", "certainty", "exact")


def columns_of(kind: Any) -> tuple[str, ...]:
    """Name the attributes that a table of such values shows; () for what is no value of ours.

    Example:
        >>> columns_of(str)
        ()
    """
    columns: tuple[str, ...] | None = getattr(kind, "_columns", None)
    if columns is None:
        return ()
    names = (each.name for each in attrs.fields(kind) if each.name not in _LEAST_TOLD)
    return columns or tuple(names)[:_MOST_COLUMNS]


def cell(value: object) -> str:
    """Show one field in a table: members by name, values by id, tuples by their items, None as nothing.

    Example:
        >>> from cptkit.values.imaging import Modality
        >>> cell(Modality.CT), cell((1, 2)), cell(None), cell(True)
        ('CT', '1, 2', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _joined([cell(each) for each in value])
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Decimal):
        return format(value, "f")
    known = getattr(value, "id", None) if attrs.has(type(value)) else None
    return str(known) if known else written(value).partition("\n")[0]


def written(value: object) -> str:
    """Give a value as a text; what cannot write itself is named by its type.

    Example:
        >>> written("71260"), written(1.5)
        ('71260', '1.5')
    """
    try:
        return str.__str__(str(value))
    except Exception:  # noqa: BLE001 - a caller's broken class must not keep a row from being shown
        return shown(value)


def told(value: object) -> str:
    """Show one field with its meaning, for a page on one value; of many items the first and their count.

    Example:
        >>> from cptkit.values.imaging import Modality, Role
        >>> told(Modality.CT), told(Role.DIAGNOSTIC)
        ('CT: computed tomography', 'diagnostic')
    """
    if isinstance(value, tuple):
        more = [f"... {len(value)} in all"] if len(value) > _MOST_ITEMS else []
        return _joined([told(each) for each in value[:_MOST_ITEMS]] + more)
    if not isinstance(value, Enum):
        return written(value).partition("\n")[0] if attrs.has(type(value)) else cell(value)
    meaning = getattr(value, "meaning", "")
    if meaning:
        return f"{value.value}: {meaning}"
    words = str(value.value)
    return words if words.upper().replace(" ", "_") == value.name else f"{value.name}: {words}"


def _joined(items: list[str]) -> str:
    """Put items behind each other; by semicolons where one of them is a sentence with a comma."""
    return ("; " if any(", " in each for each in items) else ", ").join(items)
