"""Any result as rows of plain values, for data frames, JSON and spreadsheets."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.printing.cells import written
from cptkit.printing.mappings import items_of
from cptkit.printing.value import Printed
from cptkit.values.claim_fields import checked_flag

Plain = str | int | float | Decimal | dt.date | None
"""What stands in a cell."""
_Path = tuple[str, ...]


def records(values: object, *, typed: bool = False) -> list[dict[str, Plain]]:
    """Give any result as a list of flat rows: what `pandas.DataFrame`, `csv.DictWriter` and `json.dumps` take.

    A value is one row, with a column for each field. A value within it gives columns of its own, named by both
    (``imaging_modality``); several things in one field are joined by a comma, or by a semicolon where one of them
    holds a comma. A report gives a row for each verdict, a claim for each line, a claim's price for each price, a
    table for each row, an edition for each code, a guide for each thing that it says, a record for each entry. A
    list of such wholes numbers them in the column ``item``, a mapping names its items in the column ``key``; what
    is no value of this package stands in the column ``value``. All rows have the same columns.

    Args:
        values: A value, a mapping, an iterable of values, or None, which gives no row.
        typed: Whether days and amounts stay `date` and `Decimal`. They are text otherwise, as in JSON:
            ``2026-01-01``, ``131.50``.

    Returns:
        The rows. Members of enums stand by their name, as in JSON.

    Raises:
        DataError: Something in it is no plain value and none of this package, or `typed` is no bool.

    Example:
        >>> import cptkit
        >>> rows = records(cptkit.select("71045-71046"))
        >>> [(row["code"], row["imaging_modality"], row["effective"]) for row in rows]
        [('71045', 'XR', '2018-01-01'), ('71046', 'XR', '2018-01-01')]
    """
    flag = checked_flag(typed, "typed")
    rows = [{name: _plain(held, typed=flag) for name, held in row} for row in _rows_of(values)]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [dict.fromkeys(columns) | row for row in rows]


_Row = list[tuple[str, object]]


def _rows_of(value: object) -> Iterator[_Row]:
    """Give the rows of anything, each as pairs of column and what stands there."""
    if isinstance(value, Printed):
        kind: Any = type(value)
        items = value._rows()  # noqa: SLF001 - what values have for their writers
        if items is None:
            yield [(name, _at(value, path)) for name, path in _columns(kind)]
        else:
            for each in items:
                yield from _rows_of(each)
    elif isinstance(value, Mapping):
        yield from _rows_of_mapping(value)
    elif _is_plain(value):
        if value is not None:
            yield [("value", value)]
    elif (several := _several(value)) is not None:
        for number, each in enumerate(several):
            first: _Row = [("item", number)] if _is_whole(each) else []
            yield from (first + row for row in _rows_of(each))
    else:
        raise DataError(
            (f"{shown(value)} makes no row: give values of this package, or plain ones",)
        )


def _several(value: object) -> Iterator[object] | None:
    """Give what can be gone through; None for anything else, numpy's arrays without dimensions included."""
    if isinstance(value, (bytes, bytearray)) or not isinstance(value, Iterable):
        return None
    try:
        return iter(value)
    except TypeError:
        return None


def _rows_of_mapping(mapping: Mapping[object, object]) -> Iterator[_Row]:
    """Take a mapping of plain values as a row, and any other as rows under their keys."""
    items = items_of(mapping)
    if items is None:
        raise DataError((f"{shown(mapping)} is no mapping whose items can be read",))
    if all(_is_plain(each) or _is_plain_tuple(each) for _, each in items):
        yield [(_name(key), each) for key, each in items]
        return
    for key, each in items:
        yield from ([("key", key), *row] for row in _rows_of(each))


def _name(key: object) -> str:
    return key.name if isinstance(key, Enum) else written(key)


def _is_whole(value: object) -> bool:
    """Tell whether something gives any number of rows."""
    if isinstance(value, Printed):
        return not _gives_one_row(type(value))
    return isinstance(value, Iterable) and not isinstance(value, (str, Mapping))


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, Decimal, dt.date, Enum))


def _is_plain_tuple(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_plain, value))


@cache
def _columns(kind: Any) -> tuple[tuple[str, _Path], ...]:
    """Name the columns of a kind of value, each with the fields that lead to it, whatever one value leaves out."""
    found: list[tuple[str, _Path]] = []
    for field in attrs.fields(attrs.resolve_types(kind)):
        inner: Any = _one_value(field.type)
        if inner is None:
            found.append((field.name, (field.name,)))
        else:
            found += (
                (f"{field.name}_{name}", (field.name, *path)) for name, path in _columns(inner)
            )
    return tuple(found)


def _one_value(kind: object) -> type[Printed] | None:
    """Give the class of a field that holds one value of ours, or none; None for any other field."""
    kinds = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    (only, *others) = [each for each in kinds if each is not type(None)]
    if others or not isinstance(only, type) or not issubclass(only, Printed):
        return None
    return only if _gives_one_row(only) else None


def _gives_one_row(kind: type[Printed]) -> bool:
    return kind._rows is Printed._rows and kind._listed is Printed._listed  # noqa: SLF001


def _at(value: object, path: _Path) -> object:
    for name in path:
        value = None if value is None else getattr(value, name)
    return value


def _plain(value: object, *, typed: bool) -> Plain:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, (Decimal, dt.date)):
        return (
            value if typed else format(value, "f") if isinstance(value, Decimal) else written(value)
        )
    if value is None or isinstance(value, (str, int, float)):
        return value
    return _joined(value)


def _joined(value: object) -> str:
    """Write what a field holds besides plain values as one text."""
    if not isinstance(value, tuple):
        return written(value)
    texts = [
        ": ".join(_joined(part) for part in each)
        if isinstance(each, tuple)
        else written(_plain(each, typed=False))
        for each in value
    ]
    return ("; " if any(", " in each for each in texts) else ", ").join(texts)
