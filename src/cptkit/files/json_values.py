"""The strict cattrs converter: exact types, no unknown keys, no coercion.

cattrs' default turns ``100`` into ``'100'``, ``"false"`` into True and ``"abc"`` into a tuple of letters,
and ignores unknown keys; none of that may happen to a claim.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_origin, get_type_hints

from cattrs import Converter, transform_error
from cattrs.errors import ForbiddenExtraKeysError, IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from cptkit import lazy_attrs as attrs
from cptkit.errors import shown
from cptkit.files.json_reports import WrittenReport, report_of, written
from cptkit.files.row_kinds import row_of
from cptkit.printing.listing import Listing
from cptkit.values.days import as_day
from cptkit.values.finding import ClaimReport
from cptkit.values.raw import MOST_DIGITS
from cptkit.values.record import EvidenceValue, Record
from cptkit.values.requirement import Gap
from cptkit.values.table import Table, TableKind
from cptkit.values.typed import reader_of

_LARGEST = 10**MOST_DIGITS

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DECIMAL = re.compile(
    r"-?\d+(\.\d+)?(E[+-]?\d+)?", re.ASCII | re.IGNORECASE
)  # as Decimal prints itself


def is_of_ours(kind: Any) -> bool:
    """Tell whether a kind is an attrs class, an enum, or a tuple of those."""
    if get_origin(kind) is tuple:
        return all(each is Ellipsis or is_of_ours(each) for each in get_args(kind))
    bare = get_origin(kind) or kind
    return isinstance(bare, type) and (attrs.has(bare) or _is_enum(bare))


def _a_date(raw: Any) -> dt.date:
    """Read an ISO date, ``YYYY-MM-DD`` and nothing else."""
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        raise ValueError(f"{shown(raw)} is no ISO date: write YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(raw)
    except ValueError as error:
        raise ValueError(f"{shown(raw)} is no date: {error}") from None


def _a_decimal(raw: Any) -> Decimal:
    """Read a finite decimal that is written as text."""
    try:
        number = Decimal(raw) if isinstance(raw, str) and _DECIMAL.fullmatch(raw) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError(f"{shown(raw)} is no decimal: write it as text, such as '131.00'")
    return number


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    def hook(raw: Any, _kind: Any) -> Any:
        if type(raw) is not kind:
            raise ValueError(f"{shown(raw)} is {type(raw).__name__}, not {kind.__name__}")
        return raw

    return hook


def _sequence(converter: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    def hook(raw: Any, kind: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise ValueError(f"{shown(raw)} is {type(raw).__name__}, not a list")
        of = get_args(kind)
        if len(of) == 2 and of[1] is Ellipsis:
            return _items(converter, raw, [of[0]] * len(raw), kind)
        if len(of) != len(raw):
            raise ValueError(f"{shown(raw)} has {len(raw)} items, not {len(of)}")
        return _items(converter, raw, list(of), kind)

    return hook


def _items(converter: Converter, raw: list[Any], kinds: list[Any], whole: Any) -> tuple[Any, ...]:
    """Read each item, and tell the problems of all of them at once, each with its place."""
    found: list[Any] = []
    failed: list[Exception] = []
    for index, (each, kind) in enumerate(zip(raw, kinds, strict=True)):
        try:
            found.append(converter.structure(each, kind))
        except Exception as error:  # noqa: BLE001, PERF203 - whatever it is, it is told with its place
            error.__notes__ = [
                *getattr(error, "__notes__", ()),
                IterableValidationNote(f"item {index}", index, kind),
            ]
            failed.append(error)
    if failed:
        raise IterableValidationError("some items cannot be read", failed, whole)
    return tuple(found)


def _object(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    make = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
    )

    def hook(raw: Any, of: Any) -> Any:
        if not isinstance(raw, dict):
            raise ValueError(f"{shown(raw)} is no object of {kind.__name__}")
        return make(raw, of)

    return hook


def _object_out(converter: Converter, kind: Any) -> Callable[[Any], dict[str, Any]]:
    """Write a value; what its class does not hold to the types of its fields is held here, so that it can be read."""
    make = make_dict_unstructure_fn(kind, converter)  # an edition is a value, not its codes
    held = [each.name for each in attrs.fields(kind) if each.init and each.converter is None]
    hints = get_type_hints(kind) if held else {}
    readers = [(name, reader_of(hints[name], name)) for name in held]

    def hook(value: Any) -> dict[str, Any]:
        for name, read in readers:
            read(getattr(value, name))
        written_value: dict[str, Any] = make(value)
        return written_value

    return hook


def _member(raw: Any, kind: Any) -> Any:
    if not isinstance(raw, str) or raw not in kind.__members__:
        raise ValueError(
            f"{shown(raw)} is no member of {kind.__name__}: use one of {', '.join(list(kind.__members__)[:12])}"
        )
    return kind[raw]


def _bounded(value: int) -> int:
    """Refuse a count that no reader takes."""
    if abs(value) >= _LARGEST:
        raise ValueError(
            f"{shown(value)} is longer than any count: give at most {MOST_DIGITS} digits"
        )
    return value


def _finite(value: Decimal) -> str:
    """Refuse a decimal that no reader takes."""
    if not value.is_finite():
        raise ValueError(f"{shown(value)} is no decimal that JSON can hold")
    return str(value)


def _evidence_in(raw: Any, _kind: Any) -> Any:
    if isinstance(raw, dict) and len(raw) == 1:
        ((tag, held),) = raw.items()
        if tag == "date":
            return _a_date(held)
        if tag == "decimal":
            return _a_decimal(held)
    if isinstance(raw, (str, bool, int)):
        return raw
    if isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        return tuple(raw)
    raise ValueError(
        f"{shown(raw)} is no evidence: text, true or false, whole number, list of texts, or an object date or decimal"
    )


def _evidence_out(value: Any) -> Any:
    if isinstance(value, dt.date):
        return {"date": _date_out(value)}
    if isinstance(value, Decimal):
        return {"decimal": _finite(value)}
    if isinstance(value, int) and not isinstance(value, bool):
        return _bounded(value)
    return list(value) if isinstance(value, tuple) else value


def _record_in(raw: Any, _kind: Any) -> Record:
    if not isinstance(raw, dict):
        raise ValueError(f"{shown(raw)} is no record: write an object of evidence id to value")
    return Record({name: _evidence_in(held, EvidenceValue) for name, held in raw.items()})


def _date_out(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        raise ValueError(f"{shown(value)} is a time where a date belongs: give its date()")
    return as_day(value).isoformat()


def _tables(converter: Converter) -> Callable[[Any, Any], Table[Any]]:
    """Read a table, whose kind says what its rows are."""
    whole = {
        row: make_dict_structure_fn(
            Table[row],  # type: ignore[valid-type]  # a run-time alias
            converter,
            rows=override(struct_hook=_rows_of(converter, row)),
        )
        for row in filter(None, map(row_of, TableKind))
    }

    def hook(raw: Any, _kind: Any) -> Table[Any]:
        if not isinstance(raw, dict):
            raise ValueError(f"{shown(raw)} is no object of Table")
        kind = _member(raw.get("kind"), TableKind)
        row = row_of(kind)
        if row is None:
            raise ValueError(f"a {kind.value} is not read from JSON")
        made: Table[Any] = whole[row](raw, Table)
        return made

    return hook


def _rows_of(converter: Converter, row: type) -> Callable[[Any, Any], tuple[Any, ...]]:
    return lambda raw, _kind: converter.structure(raw, tuple[row, ...])  # type: ignore[valid-type]  # a run-time alias


def _is_table(kind: Any) -> bool:
    return kind is Table or get_origin(kind) is Table


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _is_gap(kind: Any) -> bool:
    return kind is Gap


def _build() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(dt.date, lambda raw, _: _a_date(raw))
    converter.register_structure_hook(Decimal, lambda raw, _: _a_decimal(raw))
    converter.register_structure_hook_func(_is_tuple, _sequence(converter))
    converter.register_structure_hook_func(_is_enum, _member)
    converter.register_structure_hook_factory(attrs.has, functools.partial(_object, converter))
    converter.register_unstructure_hook_factory(
        attrs.has, functools.partial(_object_out, converter)
    )
    _register_tables(converter)
    _register_records(converter)
    _register_reports(converter)
    converter.register_unstructure_hook(
        Listing, lambda value: [converter.unstructure(each) for each in value]
    )
    converter.register_unstructure_hook(dt.date, _date_out)
    converter.register_unstructure_hook(Decimal, _finite)
    converter.register_unstructure_hook(int, _bounded)
    converter.register_unstructure_hook(bool, bool)
    converter.register_unstructure_hook_func(_is_enum, lambda value: value.name)
    return converter


def _register_tables(converter: Converter) -> None:
    converter.register_structure_hook_func(_is_table, _tables(converter))
    rows = override(unstruct_hook=lambda rows: [converter.unstructure(row) for row in rows])
    converter.register_unstructure_hook_factory(
        _is_table, lambda _: make_dict_unstructure_fn(Table, converter, rows=rows)
    )


def _register_reports(converter: Converter) -> None:
    """Teach a converter reports, which hold each source once."""
    converter.register_structure_hook(
        ClaimReport, lambda raw, _: report_of(converter.structure(raw, WrittenReport))
    )
    converter.register_unstructure_hook(
        ClaimReport, lambda value: converter.unstructure(written(value))
    )


def _register_records(converter: Converter) -> None:
    """Teach a converter records, and the gaps in them: both hold evidence of any kind."""
    converter.register_structure_hook(Record, _record_in)
    converter.register_unstructure_hook(
        Record, lambda value: {name: _evidence_out(held) for name, held in value.entries}
    )
    found = override(
        struct_hook=lambda raw, kind: None if raw is None else _evidence_in(raw, kind),
        unstruct_hook=_evidence_out,
    )
    converter.register_structure_hook_factory(
        _is_gap,
        lambda kind: make_dict_structure_fn(
            kind,
            converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=True,
            found=found,
        ),
    )
    converter.register_unstructure_hook_factory(
        _is_gap, lambda kind: make_dict_unstructure_fn(kind, converter, found=found)
    )


CONVERTER = _build()


def problems_of(error: BaseException) -> tuple[str, ...]:
    """List every problem that a failed conversion holds, each with its path."""
    return tuple(transform_error(error, format_exception=_told))


def _told(error: BaseException, _kind: type | None) -> str:
    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown keys {', '.join(sorted(map(shown, error.extra_fields)))}"
    if isinstance(error, KeyError):
        return f"required key {error} is missing"
    return str(error) or type(error).__name__
