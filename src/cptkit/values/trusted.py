"""Values made of what was read before: a rule's findings, and rows of the package's own files, which tests hold to the converter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cptkit.lazy_attrs import fields_written
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


def filled(kind: type[T], fields: Mapping[str, object]) -> T:
    """Make a frozen value of some of its fields, by name, without reading them by their types; the others hold their defaults.

    Args:
        kind: A class of `cptkit.lazy_attrs`, whose methods attrs need not write for this.
        fields: The fields, of the types that they have.

    Returns:
        The value.

    Raises:
        TypeError, KeyError: A field has no default and is not given, or there is no such field.

    Example:
        >>> from cptkit.values.heading import CodeRange
        >>> filled(CodeRange, {"first": "71250", "last": "71275"}) == CodeRange("71250", "71275")
        True
    """
    whole, slots = {**_defaults(kind), **fields}, _slots_by_name(kind)
    if len(whole) != len(slots):
        raise TypeError(f"{kind.__name__} is not made of {', '.join(fields)}")
    made = object.__new__(kind)
    for name, fill in slots:
        fill(made, whole[name])
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
def _defaults(kind: Any) -> Mapping[str, object]:
    """Give what the fields of a class hold where nothing is given; what is made anew for each value is made once, and frozen."""
    said = {name: kind.__lazy_attrs__.said_of(name) for name in fields_written(kind)}
    return {name: each.default() for name, each in said.items() if each.has_default}


@once
def _slots_by_name(kind: type) -> tuple[tuple[str, Callable[[Any, object], None]], ...]:
    """Give what fills each field: the slots' own descriptors, since a frozen value refuses to be set."""
    names = fields_written(kind) or [field.name for field in kind.__attrs_attrs__]  # type: ignore[attr-defined]  # an attrs class
    return tuple((name, getattr(kind, name).__set__) for name in names)


@once
def _slots(kind: type) -> tuple[Callable[[Any, object], None], ...]:
    return tuple(fill for _, fill in _slots_by_name(kind))
