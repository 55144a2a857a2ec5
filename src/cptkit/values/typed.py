"""Values that are what their fields say: a field is read by its own type when a value is made, or refused by name.

``@attrs.frozen(field_transformer=typed)`` gives each field without a converter of its own one that reads its type:
scalars of numpy and pandas become Python's own, lists become tuples, days are read as everywhere, and anything
else is a `DataError` that names field and value. Rows that tables hold by the ten thousand are made without.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import operator
import types
from collections.abc import Callable, MutableSequence, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from cptkit import lazy_attrs as attrs
from cptkit.errors import CptkitError, DataError, shown
from cptkit.values.days import as_day
from cptkit.values.raw import in_order, unboxed

Reader: TypeAlias = Callable[[Any], Any]


def typed(kind: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Give the fields of a class, each read by its type; those with a converter or validator stay as they are."""
    hints: dict[str, Any] = {}
    return [
        field
        if field.converter is not None or field.validator is not None
        else field.evolve(converter=_read_later(kind, field, hints))
        for field in fields
    ]


def _read_later(kind: type, field: attrs.Attribute[Any], hints: dict[str, Any]) -> Reader:
    """Make a converter that looks up the types when a field is first asked: modules name each other's classes."""
    reader: Reader | None = None

    def read(value: Any) -> Any:
        nonlocal reader
        if reader is None:
            if not hints:
                hints.update(get_type_hints(kind))
            reader = reader_of(hints[field.name], field.name)
        return reader(value)

    read.__annotations__ = {"value": field.type}
    return read


def reader_of(kind: Any, name: str) -> Reader:
    """Give the function that reads a type.

    Args:
        kind: The type of a field.
        name: The field, for messages.

    Returns:
        A function of a value, which gives it as that type, or raises a `DataError` (`InvalidDateError` for a day).

    Example:
        >>> reader_of(tuple[str, ...] | None, "codes")(["71260"])
        ('71260',)
        >>> reader_of(bool, "exact")("no")
        Traceback (most recent call last):
        ...
        cptkit.errors.DataError: exact must be a bool, not 'no'
    """
    if kind in _SCALARS:
        return _SCALARS[kind](name)
    if get_origin(kind) in (Union, types.UnionType):
        return _one_of(get_args(kind), name)
    if get_origin(kind) is tuple:
        return _several(get_args(kind), name)
    bare = get_origin(kind) or kind
    if bare is Sequence:
        return _sequence(name)
    anything = bare is Any or not isinstance(bare, type)  # from Python 3.11 on, Any is a class
    return _anything if anything else _instance(bare, name)


def _anything(value: Any) -> Any:
    return value


def _refused(name: str, wanted: str, value: object) -> DataError:
    return DataError((f"{name} must be {wanted}, not {shown(value)}",))


def _plain(kind: type, refused: type | tuple[type, ...] = ()) -> Callable[[str], Reader]:
    """Read one of Python's own types, or what holds it."""

    def of(name: str) -> Reader:
        wanted = f"{'an' if kind is int else 'a'} {kind.__name__}"

        def read(value: Any) -> Any:
            if type(value) is kind:
                return value
            held = unboxed(value)
            if not isinstance(held, kind) or isinstance(held, refused):
                raise _refused(name, wanted, value)
            return held

        return read

    return of


def _decimal(name: str) -> Reader:
    def read(value: Any) -> Any:
        held = unboxed(value)
        if isinstance(held, int) and not isinstance(held, bool):
            held = Decimal(held)
        if not isinstance(held, Decimal) or not held.is_finite():
            raise _refused(name, "a finite Decimal", value)
        return held

    return read


def _day(name: str) -> Reader:
    return lambda value: as_day(value, name)


_SCALARS: dict[Any, Callable[[str], Reader]] = {
    str: _plain(str),
    int: _plain(int, bool),
    bool: _plain(bool),
    Decimal: _decimal,
    dt.date: _day,
}


def _sequence(name: str) -> Reader:
    """Read a sequence: of what a caller may still change, a copy."""

    def read(value: Any) -> Any:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise _refused(name, "a sequence", value)
        return tuple(iter(value)) if isinstance(value, MutableSequence) else value

    return read


def _instance(kind: type, name: str) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _refused(name, f"a {kind.__name__}", value)
        return value

    return read


def _one_of(kinds: tuple[Any, ...], name: str) -> Reader:
    """Read None where it may be; else the first of the types that takes the value, exactly typed ones before others."""
    optional = type(None) in kinds
    readers = [reader_of(each, name) for each in kinds if each is not type(None)]
    if len(readers) == 1:
        (only,) = readers
        return lambda value: None if value is None else only(value)

    def read(value: Any) -> Any:
        if value is None and optional:
            return None
        if type(value) in kinds:
            return value
        for each in readers:
            with contextlib.suppress(CptkitError):
                return each(value)
        wanted = " or ".join(getattr(each, "__name__", str(each)) for each in kinds)
        raise _refused(name, wanted, value)

    return read


def _several(kinds: tuple[Any, ...], name: str) -> Reader:
    """Read a tuple: of one type and any length, or of fixed types."""
    endless = len(kinds) == 2 and kinds[1] is Ellipsis
    readers = [reader_of(each, name) for each in kinds if each is not Ellipsis]
    told = f"{name} must be a tuple"

    def read(value: Any) -> Any:
        each = value if isinstance(value, tuple) else in_order(value, told, _no_tuple)
        if endless:
            one = readers[0]
            made = tuple(map(one, each))
        elif len(each) == len(readers):
            made = tuple(reader(item) for reader, item in zip(readers, each, strict=True))
        else:
            raise _refused(name, f"a tuple of {len(readers)}", value)
        return value if each is value and all(map(operator.is_, made, each)) else made

    return read


def _no_tuple(value: object, told: str) -> DataError:
    return DataError((f"{told}, not {shown(value)}",))
