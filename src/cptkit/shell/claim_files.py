"""Files of claims: which kind one is, its contents tell."""

from __future__ import annotations

import json
from argparse import Namespace

import attrs

from cptkit import Catalog, Claim, fhir, from_json, x12
from cptkit.errors import DataError, shown
from cptkit.shell.inputs import text_of
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
    text = text_of(name)
    start = text.lstrip()
    notes: tuple[str, ...] = ()
    if start.startswith("ISA"):
        claims = x12.claims(start)
    elif start.startswith(("{", "[")):
        claims = _of_json(text, name)
    else:
        claims, notes = claims_of_rows(text, name, options.on, catalog)
    if not claims:
        raise DataError((f"{shown(name)} holds no claims",))
    given = {"setting": options.setting, "payer": options.payer}
    known = {field: value for field, value in given.items() if value is not None}
    return tuple(attrs.evolve(each, **known) for each in claims), notes


def _of_json(text: str, name: str) -> tuple[Claim, ...]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        raise DataError((f"{shown(name)} is no JSON: {why}",)) from None
    if isinstance(value, dict) and "resourceType" in value:
        return fhir.claims(value)
    if isinstance(value, list):
        return from_json(text, tuple[Claim, ...])
    return (from_json(text, Claim),)
