"""The JSON Schema (2020-12) of every public value: what `to_json` writes and `from_json` takes.

What a schema cannot say, that a range runs forwards or a day exists, `from_json` says.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import re
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.files.json_reports import WrittenReport
from cptkit.files.json_values import is_of_ours
from cptkit.files.row_kinds import row_of
from cptkit.values.finding import ClaimReport
from cptkit.values.raw import MOST_DIGITS
from cptkit.values.record import Record
from cptkit.values.requirement import Gap
from cptkit.values.table import Table, TableKind

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LARGEST = 10**MOST_DIGITS - 1
_DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "maxLength": 10,
}
_DECIMAL: Schema = {
    "type": "string",
    "pattern": "^-?[0-9]+(\\.[0-9]+)?([Ee][+-]?[0-9]+)?$(?!\n)",
    "description": "A decimal number as text",
}
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    bool: {"type": "boolean"},
    dt.date: _DAY,
    Decimal: _DECIMAL,
    type(None): {"type": "null"},
}


def _only(name: str, held: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name: held},
        "required": [name],
        "additionalProperties": False,
    }


_EVIDENCE: Schema = {
    "anyOf": [
        *(_PLAIN[kind] for kind in (str, bool, int)),
        {"type": "array", "items": {"type": "string"}},
        _only("date", _DAY),
        _only("decimal", _DECIMAL),
    ]
}
_LIMITS: Mapping[tuple[str, str], Schema] = {
    ("PayerPolicy", "name"): {"minLength": 1, "maxLength": 200},
    ("PolicyRequirement", "id"): {"minLength": 1, "maxLength": 200},
    ("PolicyRequirement", "outcome"): {"enum": ["FAIL", "WARN"]},
}
"""What a class asks of a field beyond its type."""


def json_schema(kind: Any) -> Schema:
    """Give the JSON Schema of what `to_json` writes of a kind of value, and `from_json` takes.

    Args:
        kind: A public class such as ``Claim``, or ``tuple[Finding, ...]``.

    Returns:
        A schema of the dialect 2020-12, as a dict that `json.dumps` writes: classes under ``$defs``, enums by the
        names of their members, no key beside those named.

    Raises:
        DataError: It is no class of cptkit.

    Example:
        >>> import cptkit
        >>> schema = json_schema(cptkit.CodeExpression)
        >>> schema["title"], schema["required"], schema["properties"]["modifiers"]["items"]
        ('CodeExpression', ['code'], {'type': 'string'})
    """
    if not is_of_ours(kind):
        raise DataError(
            (f"{shown(kind)} is no class of cptkit: give one, such as Claim, or tuple[Claim, ...]",)
        )
    defs: dict[str, Schema] = {}
    root = _of(kind, defs)
    head: Schema = {"$schema": DIALECT}
    if "$ref" in root:
        name = root["$ref"].rpartition("/")[2]
        again = f'"{root["$ref"]}"' in str(defs).replace("'", '"')
        root = dict(defs[name]) if again else defs.pop(name)
        head["title"] = name
    return head | root | ({"$defs": dict(sorted(defs.items()))} if defs else {})


def _of(kind: Any, defs: dict[str, Schema]) -> Schema:
    """Give the schema of a type; that of a class goes to the definitions and is named."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, of = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(each, defs) for each in of]}
    if origin is tuple:
        return _array(of, defs)
    return _named(origin or kind, defs)


def _array(of: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:
    if len(of) == 2 and of[1] is Ellipsis:
        return {"type": "array", "items": _of(of[0], defs)}
    return {
        "type": "array",
        "prefixItems": [_of(each, defs) for each in of],
        "items": False,
        "minItems": len(of),
    }


def _named(kind: type, defs: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in defs:
        defs[name] = {}  # it may hold itself
        defs[name] = _made(WrittenReport if kind is ClaimReport else kind, defs)
    return {"$ref": f"#/$defs/{name}"}


def _made(kind: type, defs: dict[str, Schema]) -> Schema:
    if kind is Table:
        return _table(defs)
    if issubclass(kind, enum.Enum):
        return {"type": "string", "enum": list(kind.__members__), "description": _first(kind)}
    if kind is Record:
        return {
            "type": "object",
            "description": "What is documented, by the id of the evidence",
            "additionalProperties": _EVIDENCE,
        }
    return _object(kind, defs)


def _object(kind: Any, defs: dict[str, Schema]) -> Schema:
    hints, told = get_type_hints(kind), _told(kind)
    fields = [each for each in attrs.fields(kind) if each.init]
    properties: dict[str, Schema] = {}
    for field in fields:
        held = _field(kind, field.name, hints[field.name], defs)
        says = {"description": told[field.name]} if field.name in told else {}
        properties[field.name] = held | _LIMITS.get((kind.__name__, field.name), {}) | says
    return {
        "type": "object",
        "description": _first(kind),
        "properties": properties,
        "required": [each.name for each in fields if each.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _field(kind: type, name: str, hint: Any, defs: dict[str, Schema]) -> Schema:
    if kind is Gap and name == "found":
        return {"anyOf": [*_EVIDENCE["anyOf"], _PLAIN[type(None)]]}
    return _of(hint, defs)


def _table(defs: dict[str, Schema]) -> Schema:
    """Give the schema of a table, whose kind says what its rows are."""
    hints = get_type_hints(Table)
    each = []
    for kind in TableKind:
        row = row_of(kind)
        if row is not None:
            rows = {"type": "array", "items": _of(row, defs)}
            each.append({"properties": {"kind": {"const": kind.name}, "rows": rows}})
    rest = ("source", "setting", "complete", "scope")
    return {
        "type": "object",
        "description": _first(Table),
        "properties": {"kind": True, "rows": True} | {n: _of(hints[n], defs) for n in rest},
        "required": ["kind", "source", "rows"],
        "additionalProperties": False,
        "anyOf": each,
    }


_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*?)(?=^ {4}\w+: |^\w|\Z)", re.MULTILINE | re.DOTALL)


def _first(kind: type) -> str:
    """Give the sentence that a class's docstring begins with."""
    return (kind.__doc__ or "").partition("\n")[0].rstrip(".")


def _told(kind: type) -> dict[str, str]:
    """Give what a class's docstring says of its attributes."""
    told = inspect.cleandoc(
        kind.__doc__ or ""
    )  # from 3.13 on docstrings are stored without their indentation
    said = told.partition("Attributes:\n")[2]
    return {name: " ".join(text.split()).rstrip(".") for name, text in _ATTRIBUTE.findall(said)}
