"""Rows of the package's own tables, which tests have held to the strict converter: read straight, without it.

The converter must find every fault of a caller's text and name it; loading it costs more than a first answer may.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from cptkit.values.trusted import filled

T = TypeVar("T")
Reader: TypeAlias = "Callable[[Any], Any]"

_SCALARS: Mapping[str, Reader | None] = {
    "str": None,
    "int": None,
    "bool": None,
    "dt.date": dt.date.fromisoformat,
    "Decimal": Decimal,
}
"""How JSON's values become those of a field; None for what JSON gives as it is."""


def rows_of(raw: Iterable[Mapping[str, Any]], kind: type[T]) -> tuple[T, ...]:
    """Make the rows of a packaged table.

    Args:
        raw: What `json` gave; it was checked when the package was built and tested.
        kind: The attrs class of a row.

    Returns:
        The rows: what the strict converter makes of them.

    Example:
        >>> from cptkit.values.heading import CodeRange
        >>> rows_of([{"first": "71250", "last": "71275"}], CodeRange)
        (CodeRange(first='71250', last='71275'),)
    """
    readers: dict[str, Reader | None] = {}
    return tuple(_row(each, kind, readers) for each in raw)


def _row(raw: Mapping[str, Any], kind: type[T], readers: dict[str, Reader | None]) -> T:
    given = dict(raw)
    for name, held in raw.items():
        if name not in readers:
            written = kind.__annotations__[name]
            readers[name] = _reader(written, vars(sys.modules[kind.__module__]))
        read = readers[name]
        if read is not None and held is not None:
            given[name] = read(held)
    return filled(kind, given)


def _reader(written: str, names: Mapping[str, Any]) -> Reader | None:
    """Give what reads a type, as an annotation writes it: evaluating annotations costs more than reading their few forms."""
    text = written.removesuffix(" | None")
    if text.startswith("tuple["):
        return _tuple_reader(text[len("tuple[") : -1], names)
    if text in _SCALARS:
        return _SCALARS[text]
    kind = names[text]
    if issubclass(kind, Enum):
        return lambda name: kind[name]
    readers: dict[str, Reader | None] = {}
    return lambda raw: _row(raw, kind, readers)


def _tuple_reader(inner: str, names: Mapping[str, Any]) -> Reader:
    each = _reader(inner.removesuffix(", ..."), names) if inner.endswith(", ...") else None
    return tuple if each is None else lambda raw: tuple(map(each, raw))
