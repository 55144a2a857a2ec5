"""What a terminology service of FHIR R4 answers, as Parameters: of a code, of its membership, of what subsumes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cptkit import modifiers
from cptkit.catalog import lookups
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.headings import chain, heading
from cptkit.errors import DataError, InvalidCodeError, UnknownCodeError, UnknownModifierError
from cptkit.fhir.codings import CPT, SYSTEMS, expression, system_of
from cptkit.fhir.concepts import listed, part, text_of
from cptkit.fhir.elements import Resource
from cptkit.fhir.plain_json import plain_json
from cptkit.fhir.terminology import (
    NAMES,
    copyright_of,
    is_heading,
    named,
    properties_of,
    selected,
    version_of,
)
from cptkit.values.code import Category, Code
from cptkit.values.code_expression import CodeExpression
from cptkit.values.raw import unboxed

Parameter = dict[str, Any]


def lookup(
    code: object, *, on: dt.date | None = None, catalog: Catalog | None = None
) -> dict[str, Any]:
    """Answer `$lookup`: what is known of a code.

    Args:
        code: A text, a `Code`, a `CodeExpression` or a Coding; modifiers do not matter.
        on: The day on which it must be in force; None means any day.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Parameters: the system's name and version, our label as display (the code itself where there is none),
        headings, days, and for CPT the copyright of the AMA.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day.
        NoDataError: No source at hand tells.
        DataError: It is a code of the caller's house, or a Coding of another system.

    Example:
        >>> [each["valueString"] for each in lookup("71260", on=dt.date(2026, 3, 1))["parameter"][:3]]
        ['CPT', '2026', 'CT of the chest with contrast']
    """
    where = chosen(catalog)
    found = lookups.lookup(_expression(code, where).code, on, catalog=where)
    if found.category is Category.HOUSE:
        raise DataError((f"{found.code} is a code of your house, and of no code system",))
    system, day = system_of(found.code), where.at(on).on
    answer = [
        {"name": "name", "valueString": NAMES[system]},
        {"name": "version", "valueString": version_of(system, day)},
        {"name": "display", "valueString": named(found).get("display", found.code)},
        *map(_property, properties_of(found)),
    ]
    if system == CPT:
        told = {"code": "copyright", "valueString": copyright_of(day)}
        answer.append(_property(told))
    return _parameters(answer)


def _property(held: dict[str, Any]) -> Parameter:
    (kind,) = held.keys() - {"code"}
    value = {"name": "value", kind: held[kind]}
    return {"name": "property", "part": [{"name": "code", "valueCode": held["code"]}, value]}


def _parameters(answer: list[Parameter]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": answer}


def _expression(code: object, catalog: Catalog) -> CodeExpression:
    return expression(code) if isinstance(code, Mapping) else lookups.parse(code, catalog=catalog)


# --- membership


def validate_code(
    code: object,
    *,
    on: dt.date | None = None,
    value_set: object = None,
    catalog: Catalog | None = None,
) -> dict[str, Any]:
    """Answer `$validate-code`: is a code in force, with modifiers that exist, and in a value set?

    Args:
        code: A text, a `Code`, a `CodeExpression` or a Coding.
        on: The day; None means the newest year that the catalog covers.
        value_set: None, a range, list or heading as `cptkit.fhir.value_set` takes it, or a ValueSet whose include
            lists codes.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Parameters: result, message where it is False, display where we have a label.

    Raises:
        NoDataError: No source at hand tells whether the code is in force: neither True nor False would be.
        DataError: A Coding of another system, or a ValueSet with something else than listed codes.
        InvalidCodeError: `value_set` cannot be read.
        UnknownCodeError: `value_set` names a code that is not in force on that day, or no heading.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> answer = validate_code("77014", on=dt.date(2026, 3, 1))["parameter"]
        >>> answer[0]["valueBoolean"], answer[1]["valueString"]
        (False, "'77014' was in force through 2025-12-31 only; see 77387")
    """
    where = chosen(catalog)
    day = where.at(on).on
    members = None if value_set is None else _members(value_set, day, where)
    found: Code | None = None
    try:
        asked = _expression(code, where)
        found = lookups.lookup(asked.code, day, catalog=where)
        message = _fault(found, asked, members)
    except (InvalidCodeError, UnknownCodeError, UnknownModifierError) as error:
        message = str(error)
    answer: list[Parameter] = [{"name": "result", "valueBoolean": not message}]
    if message:
        answer.append({"name": "message", "valueString": message})
    if found is not None and found.label:
        answer.append({"name": "display", "valueString": found.label})
    return _parameters(answer)


def _fault(found: Code, asked: CodeExpression, members: frozenset[str] | None) -> str:
    """Say what is wrong with a code that is in force; empty where nothing is, an error where a modifier is unknown."""
    if found.category is Category.HOUSE:
        return f"{found.code} is a code of your house, and of no code system"
    for each in asked.modifiers:
        modifiers.get(each)
    if members is not None and found.code not in members:
        return f"{found.code} is in force and not in the value set"
    return ""


def _members(value_set: object, on: dt.date, catalog: Catalog) -> frozenset[str]:
    """Give the codes of a value set; a ValueSet that is more than lists of codes is refused."""
    value_set = plain_json(value_set) if isinstance(value_set, Mapping) else value_set
    if not isinstance(value_set, dict):
        return frozenset(code.code for code in selected(value_set, on, catalog))
    compose = part(value_set, "compose")
    includes = [each for _, each in listed(compose, "include")]
    is_one = text_of(value_set, "resourceType") == "ValueSet" and not compose.get("exclude")
    if not (is_one and includes and all(map(_lists_codes, includes))):
        told = "no ValueSet that lists codes of CPT or HCPCS (compose.include.concept)"
        raise DataError((f"the value set is {told}: give one, or a range or heading",))
    return frozenset(
        text_of(one, "code") for each in includes for _, one in listed(each, "concept")
    )


def _lists_codes(include: Resource) -> bool:
    is_ours = text_of(include, "system") in SYSTEMS
    return is_ours and bool(listed(include, "concept")) and not include.keys() & _RULES


_RULES = frozenset({"filter", "valueSet"})


# --- subsumption


def subsumes(
    heading_id: object, code: object, *, on: dt.date | None = None, catalog: Catalog | None = None
) -> dict[str, Any]:
    """Answer `$subsumes`: how does a heading, or a code, stand to another?

    Args:
        heading_id: A heading's id, such as ``radiology.diagnostic.chest``, or a code.
        code: A code, or a heading's id.
        on: The day on which the codes must be in force; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Parameters with the outcome: subsumes, subsumed-by, equivalent or not-subsumed.

    Raises:
        InvalidCodeError: A text is neither a heading nor of the form of a code.
        UnknownCodeError: No heading has this id, or a code is not in force on that day.
        NoDataError: No source at hand tells.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> subsumes("radiology.diagnostic.chest", "71260")["parameter"][0]["valueCode"]
        'subsumes'
    """
    where = chosen(catalog)
    day = where.at(on).on
    first, second = _way(heading_id, day, where), _way(code, day, where)
    if first == second:
        outcome = "equivalent"
    elif second[: len(first)] == first:
        outcome = "subsumes"
    elif first[: len(second)] == second:
        outcome = "subsumed-by"
    else:
        outcome = "not-subsumed"
    return _parameters([{"name": "outcome", "valueCode": outcome}])


def _way(concept: object, on: dt.date, catalog: Catalog) -> tuple[str, ...]:
    """Give the headings down to a heading, or to a code and the code itself."""
    text = unboxed(concept)
    if isinstance(text, str) and is_heading(text):
        return chain(heading(text).id)
    found = lookups.lookup(_expression(concept, catalog).code, on, catalog=catalog)
    return (*found.headings, found.code)
