"""What the service takes and gives, as OpenAPI 3.1 for programs and as a page for people: one document, no second truth.

The schemas are those that `cptkit.json_schema` gives: OpenAPI 3.1 takes JSON Schema of 2020-12 as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Any

import attrs

import cptkit
from service.bodies import X12
from service.refusals import FHIR, JSON, MOST_PROBLEMS

PUBLIC: Mapping[str, type] = MappingProxyType(
    {
        name: kind
        for name in sorted(cptkit.__all__)
        if isinstance(kind := getattr(cptkit, name), type) and attrs.has(kind)
    }
)
"""Every public value, by its name."""

_OUTCOME = {
    "type": "object",
    "description": "OperationOutcome of FHIR R4; a Bundle of them where a Bundle was sent",
    "required": ["resourceType"],
    "properties": {"resourceType": {"enum": ["OperationOutcome", "Bundle"]}},
}
_RESOURCE = {
    "type": "object",
    "description": "Claim or ExplanationOfBenefit of FHIR R4, or a Bundle of them",
    "required": ["resourceType"],
    "properties": {"resourceType": {"enum": ["Claim", "ExplanationOfBenefit", "Bundle"]}},
}
_PROBLEMS = {
    "type": "object",
    "description": "Why a request is not answered; nothing that was sent is repeated",
    "required": ["status", "error", "problems", "unlisted"],
    "additionalProperties": False,
    "properties": {
        "status": {"type": "integer"},
        "error": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_PROBLEMS},
        "unlisted": {"type": "integer", "minimum": 0},
    },
}
_REPORTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["claim", "report"],
        "additionalProperties": False,
        "properties": {
            "claim": {"type": ["string", "null"], "description": "The claim's own id"},
            "report": {"$ref": "#/components/schemas/ClaimReport"},
        },
    },
}
_HEALTH = {
    "type": "object",
    "required": ["cptkit", "data"],
    "additionalProperties": False,
    "properties": {"cptkit": {"type": "string"}, "data": {"type": "string"}},
}
_LIST = {"type": "object", "additionalProperties": {"type": "string"}}
_REFUSED = {
    400: "not to be read: no JSON, no UTF-8, nothing at all, a key twice, an unknown payer",
    404: "there is no such schema",
    408: "the request did not arrive in time",
    413: "more bytes or lines than this service takes",
    415: "another Content-Type, or a Content-Encoding",
    422: "no claim: what is wrong, each with its place",
    500: "a fault of the service",
}


def document(most_bytes: int, most_lines: int) -> dict[str, Any]:
    """Give the OpenAPI document.

    Args:
        most_bytes: How large a body may be.
        most_lines: How many claim lines it may hold.

    Returns:
        The document, as plain dicts.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cptkit: claim check",
            "version": cptkit.__version__,
            "description": f"At most {most_bytes:,} bytes and {most_lines:,} claim lines a request.",
        },
        "paths": {
            "/": {"get": _get("What this page says", "text/html", {"type": "string"})},
            "/check": {"post": _check()},
            "/health": {"get": _get("Which data answers", JSON, _HEALTH)},
            "/openapi.json": {"get": _get("This document", JSON, {"type": "object"})},
            "/schema": {"get": _get("The schemas of public values", JSON, _LIST)},
            "/schema/{name}": {"get": _schema()},
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    """Give the schemas that the document names; what a schema defines for itself stands beside it, as OpenAPI's tools want."""
    found: dict[str, Any] = {
        "Problems": _PROBLEMS,
        "OperationOutcome": _OUTCOME,
        "Resource": _RESOURCE,
    }
    for name in ("Claim", "ClaimReport"):
        text = json.dumps(cptkit.json_schema(PUBLIC[name]))
        schema = json.loads(text.replace("#/$defs/", "#/components/schemas/"))
        del schema["$schema"]
        found |= schema.pop("$defs")
        found[name] = schema
    return dict(sorted(found.items()))


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _gives(told: str, **of_media: object) -> dict[str, Any]:
    return {"description": told, "content": {m: {"schema": s} for m, s in of_media.items()}}


def _refusals(*statuses: int, **of_media: object) -> dict[str, Any]:
    content = of_media or {JSON: _ref("Problems")}
    refused = {str(status): _gives(_REFUSED[status], **content) for status in statuses}
    default = _gives("anything else that is not answered, 405 for one", **content)
    return {**refused, "default": default}


def _get(told: str, media: str, schema: object) -> dict[str, Any]:
    return {"summary": told, "responses": {"200": _gives(told, **{media: schema}), **_refusals()}}


def _schema() -> dict[str, Any]:
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(PUBLIC)}}
    given = _get("The JSON Schema of a public value", "application/schema+json", {"type": "object"})
    return {**given, "parameters": [name], "responses": {**given["responses"], **_refusals(404)}}


def _check() -> dict[str, Any]:
    payer = {
        "name": "payer",
        "in": "query",
        "required": False,
        "description": "whose policy holds besides the national rules",
        "schema": {"type": "string"},
    }
    report: dict[str, object] = {"anyOf": [_ref("ClaimReport"), _REPORTS]}
    refused = _refusals(
        *(400, 408, 413, 415, 422, 500),
        **{JSON: _ref("Problems"), FHIR: _ref("OperationOutcome")},
    )
    own: dict[str, object] = {"anyOf": [_ref("Claim"), _ref("Resource")]}
    taken = {JSON: own, FHIR: _ref("Resource"), X12: {"type": "string"}}
    given = _gives(
        "The report; a list of them, each with its claim, for X12 and for FHIR that is answered as JSON",
        **{JSON: report, FHIR: _ref("OperationOutcome")},
    )
    return {
        "summary": "Check claims: our own JSON, FHIR, or an 837",
        "parameters": [payer],
        "requestBody": {
            "required": True,
            "content": {media: {"schema": schema} for media, schema in taken.items()},
        },
        "responses": {"200": given, **refused},
    }


def page(told: Mapping[str, Any]) -> str:
    """Write a document as a page.

    Args:
        told: What `document` gives.

    Returns:
        HTML without scripts, links to the schemas in it.
    """
    parts = [
        _operation(path, method, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = ", ".join(f'<a href="/schema/{name}">{name}</a>' for name in PUBLIC)
    info = told["info"]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}</title>'
        "<style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}</style>"
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>"
        f'<p>{escape(info["description"])} <a href="/openapi.json">openapi.json</a></p>'
        f"{''.join(parts)}<h2>Schemas</h2><p>{schemas}</p></html>"
    )


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    taken = ", ".join(operation.get("requestBody", {}).get("content", {}))
    query = ", ".join(each["name"] for each in operation.get("parameters", ()))
    says = [escape(operation["summary"])]
    says += [f"body: {escape(taken)}"] if taken else []
    says += [f"parameters: {escape(query)}"] if query else []
    rows = "".join(
        f"<tr><th>{escape(status)}<td>{escape(answer['description'])}<td>{escape(', '.join(answer['content']))}"
        for status, answer in operation["responses"].items()
    )
    return (
        f"<h2>{method.upper()} {escape(path)}</h2><p>{'<br>'.join(says)}</p><table>{rows}</table>"
    )
