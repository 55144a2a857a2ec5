"""What callers send: our own JSON, FHIR, X12; from bytes to claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import cptkit
from cptkit import Claim, DataError, fhir, x12
from service.refusals import FHIR, JSON, RefusedError, without_values

X12 = "application/edi-x12"


class Body(NamedTuple):
    """A body that was read.

    Attributes:
        claims: Its claims.
        resource: The resource that they came from, where it is FHIR.
    """

    claims: tuple[Claim, ...]
    resource: Mapping[str, Any] | None = None


def read(data: bytes, media: str) -> Body:
    """Read the claims of a body.

    Args:
        data: The body.
        media: Its media type, one of `READERS`.

    Returns:
        The claims, one at least.

    Raises:
        RefusedError: 400 where it is no JSON, 422 where it is no claim; never with a word of it.
    """
    if not data.strip():
        raise RefusedError(400, "the body is empty: send a claim")
    body = READERS[media](data)
    if not body.claims:
        raise RefusedError(422, "there is no claim in it")
    return body


def _of_json(data: bytes) -> Body:
    sent = _parsed(data)
    if isinstance(sent, dict) and "resourceType" in sent:  # clients of FHIR call it JSON too
        return _resource(sent)
    try:
        return Body((cptkit.from_json(data, Claim),))
    except DataError as error:
        raise RefusedError(422, *without_values(error.problems, sent)) from None


def _of_fhir(data: bytes) -> Body:
    resource = _parsed(data)
    if not isinstance(resource, dict):
        raise RefusedError(422, "a resource is an object with a resourceType")
    return _resource(resource)


def _resource(resource: Mapping[str, Any]) -> Body:
    try:
        return Body(fhir.claims(resource), resource)
    except DataError as error:
        raise RefusedError(422, *error.problems) from None


def _of_x12(data: bytes) -> Body:
    try:
        return Body(x12.claims(data))
    except DataError as error:
        raise RefusedError(422, *error.problems) from None


READERS: Mapping[str, Callable[[bytes], Body]] = {JSON: _of_json, FHIR: _of_fhir, X12: _of_x12}
"""What is taken, by media type."""


def _parsed(data: bytes) -> object:
    """Read JSON in UTF-8, strictly: no key twice, no NaN; decimals as they are written."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=Decimal,
        )
    except UnicodeDecodeError as error:
        raise RefusedError(
            400, f"byte {error.start + 1} is not UTF-8: send JSON in UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        told = f"{error.msg} (line {error.lineno}, column {error.colno})"
        raise RefusedError(400, f"that is no JSON: {told}") from None
    except RecursionError:
        raise RefusedError(400, "that nests too deep") from None
    except ValueError:
        raise RefusedError(400, "a number in it is longer than any count") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RefusedError(400, "a key stands twice in one object: which one is meant?")
    return found


def _no_number(_: str) -> object:
    raise RefusedError(400, "NaN and Infinity are no numbers of JSON")
