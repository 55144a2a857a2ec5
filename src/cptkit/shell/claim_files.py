"""Files of claims: which kind one is, its contents tell."""

from __future__ import annotations

import json
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Callable
from decimal import Decimal

import attrs

from cptkit import Catalog, Claim, fhir, from_json, x12
from cptkit.errors import DataError
from cptkit.shell.inputs import data_of, decoded, file_shown
from cptkit.shell.line_files import claims_of_rows


def claims_of(
    name: str, options: Namespace, catalog: Catalog
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Read the claims of a file: of an 837, a FHIR resource, our own JSON, or lines as csv.

    Args:
        name: The path; ``-`` is standard input.
        options: The day, setting and payer that the user gave.
        catalog: Whose codes are known.

    Returns:
        The claims, with the setting and payer that the user gave, and what to say besides.

    Raises:
        DataError: The file cannot be read as what it is.
    """
    data = data_of(name)
    notes: tuple[str, ...] = ()
    if data.removeprefix(BOM_UTF8).lstrip().startswith(b"ISA"):
        claims = _named(name, lambda: x12.claims(data))
    else:
        text = decoded(data, name)
        if text.lstrip().startswith(("{", "[")):
            claims = _named(name, lambda: _of_json(text))
        else:
            claims, notes = claims_of_rows(text, name, options.on, catalog)
    if not claims:
        raise DataError((f"{file_shown(name)} holds no claims",))
    given = {"setting": options.setting, "payer": options.payer}
    known = {field: value for field, value in given.items() if value is not None}
    return tuple(attrs.evolve(each, **known) for each in claims), notes


def _named(name: str, read: Callable[[], tuple[Claim, ...]]) -> tuple[Claim, ...]:
    """Read claims, and name the file in each problem."""
    try:
        return read()
    except DataError as error:
        raise DataError(tuple(f"{file_shown(name)}: {each}" for each in error.problems)) from error


def _of_json(text: str) -> tuple[Claim, ...]:
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=Decimal
        )
    except (ValueError, RecursionError) as error:
        why = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        raise DataError((f"that is no JSON: {why}",)) from None
    if isinstance(value, dict) and "resourceType" in value:
        return fhir.claims(value)
    if isinstance(value, list):
        return from_json(text, tuple[Claim, ...])
    return (from_json(text, Claim),)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that stands twice: of two lists of lines one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object: which one is meant?")
    return found


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number of JSON")
