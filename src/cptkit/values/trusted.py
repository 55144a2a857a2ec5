"""Values made of values: what a rule puts into a finding was read when it came in, and is not read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cptkit.once import once

T = TypeVar("T")


def trusted(kind: type[T], *fields: object) -> T:
    """Make a frozen value of all its fields, in their order, without reading them by their types.

    Only the house's own rules may: whatever a caller brings goes through the class itself.

    Args:
        kind: An attrs class with slots.
        *fields: Every field, of the type that it has.

    Returns:
        The value.

    Example:
        >>> from cptkit.values.heading import CodeRange
        >>> trusted(CodeRange, "71250", "71275") == CodeRange("71250", "71275")
        True
    """
    made = object.__new__(kind)
    for fill, field in zip(_slots(kind), fields, strict=True):
        fill(made, field)
    return made


def retold(value: T, **changed: object) -> T:
    """Make a value that differs in some fields, as `attrs.evolve` does, without reading any by its type.

    Example:
        >>> from cptkit.values.heading import CodeRange
        >>> retold(CodeRange("71250", "71275"), last="71260")
        CodeRange(first='71250', last='71260')
    """
    made = object.__new__(type(value))
    for name, fill in _slots_by_name(type(value)):
        fill(made, changed[name] if name in changed else getattr(value, name))
    return made


@once
def _slots_by_name(kind: type) -> tuple[tuple[str, Callable[[Any, object], None]], ...]:
    """Give what fills each field: the slots' own descriptors, since a frozen value refuses to be set."""
    names = [field.name for field in kind.__attrs_attrs__]  # type: ignore[attr-defined]  # an attrs class
    return tuple((name, kind.__dict__[name].__set__) for name in names)


@once
def _slots(kind: type) -> tuple[Callable[[Any, object], None], ...]:
    return tuple(fill for _, fill in _slots_by_name(kind))
