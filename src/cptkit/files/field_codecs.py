"""How each field of a row is written as plain JSON and read back, by its type: exactly, and without running anything.

This is for columns in bytes, a value of which is written once however many rows have it. `json_values` does the
same for what callers write by hand, with paths in its messages.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from cptkit import lazy_attrs as attrs
from cptkit.errors import shown

_NONE = type(None)


@attrs.frozen
class Codec:
    """How values of one type are written and read.

    Attributes:
        write: Gives what `json` can write; raises a ValueError that names a value of another type.
        read: Gives the value back.

    Example:
        >>> codec = codec_of(dt.date | None)
        >>> codec.write(dt.date(2026, 1, 1)), codec.read(None)
        ('2026-01-01', None)
    """

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_known: dict[type[Any], Mapping[str, Codec]] = {}


def codecs_of(kind: type[Any]) -> Mapping[str, Codec]:
    """Give for each field of an attrs class how it is written, in the order of the fields."""
    if kind not in _known:
        hints = get_type_hints(kind)
        _known[kind] = {each.name: codec_of(hints[each.name]) for each in attrs.fields(kind)}
    return _known[kind]


def codec_of(kind: Any) -> Codec:
    """Give how values of a type are written.

    Args:
        kind: A type as a row's field states it: text, number, day, enum, attrs class, tuple of one type, or one of
            these and None.
    """
    if isinstance(kind, types.UnionType):
        (inner,) = (each for each in get_args(kind) if each is not _NONE)
        return _optional(codec_of(inner))
    if get_origin(kind) is tuple:
        return _tuple(codec_of(get_args(kind)[0]))
    if attrs.has(kind):
        return Codec(functools.partial(_written, kind), functools.partial(_made, kind))
    if issubclass(kind, enum.Enum):
        return Codec(lambda value: _exact(value, kind).name, kind.__getitem__)
    return _AS_TEXT.get(kind) or Codec(
        lambda value: _exact(value, kind), lambda raw: _exact(raw, kind)
    )


def _exact(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{shown(value)} is {type(value).__name__}, not {kind.__name__}")
    return value


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.write(value),
        lambda raw: None if raw is None else inner.read(raw),
    )


def _tuple(item: Codec) -> Codec:
    return Codec(
        lambda value: [item.write(each) for each in _exact(value, tuple)],
        lambda raw: tuple(item.read(each) for each in _exact(raw, list)),
    )


def _written(kind: type[Any], value: Any) -> dict[str, Any]:
    _exact(value, kind)
    return {name: codec.write(getattr(value, name)) for name, codec in codecs_of(kind).items()}


def _made(kind: type[Any], raw: Any) -> Any:
    codecs = codecs_of(kind)
    return kind(**{name: codecs[name].read(held) for name, held in _exact(raw, dict).items()})


_AS_TEXT = {
    Decimal: Codec(lambda value: str(_exact(value, Decimal)), Decimal),
    dt.date: Codec(lambda value: _exact(value, dt.date).isoformat(), dt.date.fromisoformat),
}
"""Types that JSON has not, and that text holds exactly."""
