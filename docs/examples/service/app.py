"""The application: POST a claim, get its report. Flask, and one place for every refusal.

The catalog is loaded once and shared by all requests: tables do not change, and reading them is safe from many
threads. A claim that would be denied is no error: it is a report with status 200.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

import cptkit
from cptkit import Catalog, Claim, ClaimReport, PayerPolicy, fhir
from service.bodies import READERS, Body, read
from service.openapi import PUBLIC, document, page
from service.refusals import FHIR, JSON, RefusedError, refusal


class Limits(NamedTuple):
    """What one request may hold.

    Attributes:
        body: Bytes.
        lines: Claim lines in all; a claim without any counts as one. An 837 takes 50 lines a professional claim
            and 999 an institutional one, and pairs of lines are what checking costs.
    """

    body: int = 1_000_000
    lines: int = 1_000


LIMITS = Limits()


def create_app(
    catalog: Catalog = cptkit.packaged,
    policies: Mapping[str, PayerPolicy] | None = None,
    limits: Limits = LIMITS,
) -> Flask:
    """Make the application.

    Args:
        catalog: The tables to ask, your own included.
        policies: What your payers ask beyond the national rules, by the name that callers give as ``?payer=``.
        limits: What one request may hold.

    Returns:
        A WSGI application.
    """
    app = Flask("cptkit-service", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = limits.body
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False  # a redirect would be no JSON

    @app.post("/check")
    def check() -> Response:
        """Check the claims of a body."""
        policy = _policy(policies or {})
        media = _media()
        body = read(request.get_data(), media)
        lines = sum(max(len(each.lines), 1) for each in body.claims)
        if lines > limits.lines:
            raise RefusedError(413, f"{lines} claim lines; this service takes {limits.lines}")
        try:
            reports = [
                cptkit.check_claim(each, policy=policy, catalog=catalog) for each in body.claims
            ]
        except cptkit.CptkitError as error:  # such as a record of evidence that no rule knows
            told = f"{type(error).__name__}: what it holds cannot be judged; see /schema/Claim @ $"
            raise RefusedError(422, told) from None
        return _answer(body, reports, one=media == JSON)

    _pages(app, catalog, limits)
    _refusals(app)
    return app


def _pages(app: Flask, catalog: Catalog, limits: Limits) -> None:
    """Add what tells of the service."""
    told = document(limits.body, limits.lines)

    @app.get("/")
    def index() -> Response:
        """Tell people what the service takes and gives."""
        return Response(page(told), mimetype="text/html")

    @app.get("/openapi.json")
    def openapi() -> Response:
        """Tell programs the same."""
        return _json(json.dumps(told))

    @app.get("/schema")
    def schemas() -> Response:
        """List the schemas."""
        return _json(json.dumps({name: f"/schema/{name}" for name in PUBLIC}))

    @app.get("/schema/<name>")
    def schema(name: str) -> Response:
        """Give the JSON Schema of a public value."""
        if name not in PUBLIC:
            raise RefusedError(404, "there is no such schema: /schema lists them")
        return _json(json.dumps(cptkit.json_schema(PUBLIC[name])), "application/schema+json")

    @app.get("/health")
    def health() -> Response:
        """Say which data answers."""
        return _json(json.dumps({"cptkit": cptkit.__version__, "data": catalog.version}))


def _refusals(app: Flask) -> None:
    """Answer all that goes wrong in one form."""

    @app.errorhandler(RefusedError)
    def refused(error: RefusedError) -> Response:
        """Tell what is wrong with the request."""
        return _refused(error.status, error.problems)

    @app.errorhandler(HTTPException)
    def unserved(error: HTTPException) -> Response:
        """Tell what HTTP itself forbids: no such path, no such method, a body that is too large."""
        answer = _refused(error.code or 500, (_REASONS.get(error.code or 0, error.name),))
        methods = getattr(error, "valid_methods", None)
        if methods:
            answer.headers["Allow"] = ", ".join(sorted(methods))
        return answer

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        """Tell nothing of a fault of ours; the log has its kind and place, and no value."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        app.logger.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
        return _refused(500, ("the service failed; its log says where",))

    @app.after_request
    def guarded(answer: Response) -> Response:
        """Keep browsers from guessing, and from keeping reports."""
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return answer


_REASONS = {
    400: "the request cannot be read",
    404: "there is nothing here: /openapi.json tells what there is",
    405: "not with this method: the header Allow names those that are",
    413: "the body is larger than this service takes",
}


def _media() -> str:
    """Tell what the body is said to be."""
    if request.content_encoding:
        raise RefusedError(415, "send the body as it is, without Content-Encoding")
    media = request.mimetype.lower()
    if media not in READERS:
        raise RefusedError(415, f"give Content-Type as one of {', '.join(READERS)}")
    return media


def _policy(policies: Mapping[str, PayerPolicy]) -> PayerPolicy | None:
    """Give the policy that the query names, if it names one."""
    if not request.query_string:
        return None
    names = request.args.getlist("payer")
    if len(names) != 1 or len(request.args) != 1:
        raise RefusedError(400, "the query takes one parameter, payer, once")
    if names[0] not in policies:
        known = ", ".join(sorted(policies)) or "none"
        raise RefusedError(400, f"no policy goes by that name; known are {known}")
    return policies[names[0]]


def _answer(body: Body, reports: list[ClaimReport], *, one: bool) -> Response:
    """Write reports: as FHIR where FHIR was sent, unless our own JSON is asked for; one report where one claim was sent."""
    if body.resource is not None and _wants_fhir():
        return _json(json.dumps(_outcomes(body.resource, body.claims, reports)), FHIR)
    if one and body.resource is None:
        return _json(cptkit.to_json(reports[0]))
    each = zip(body.claims, reports, strict=True)
    return _json(f"[{', '.join(_named(claim, report) for claim, report in each)}]")


def _named(claim: Claim, report: ClaimReport) -> str:
    return f'{{"claim": {json.dumps(claim.id)}, "report": {cptkit.to_json(report)}}}'


def _outcomes(
    resource: Mapping[str, object], claims: tuple[Claim, ...], reports: list[ClaimReport]
) -> object:
    """Give the OperationOutcome of a claim, or a Bundle of those of a Bundle's claims, in their order."""
    if resource["resourceType"] != "Bundle":
        placed = isinstance(resource.get("item"), list)
        return fhir.operation_outcome(reports[0], resource if placed else claims[0])
    each = zip(claims, reports, strict=True)
    entries = [{"resource": fhir.operation_outcome(report, claim)} for claim, report in each]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _wants_fhir() -> bool:
    """Tell whether to answer as FHIR: where FHIR was sent, or is asked for, unless our own JSON is preferred."""
    accepted = request.accept_mimetypes
    if request.mimetype == FHIR:
        return accepted.best_match((FHIR, JSON)) != JSON
    return FHIR in accepted.values() and accepted.best_match((JSON, FHIR)) == FHIR


def _refused(status: int, problems: tuple[str, ...]) -> Response:
    media = FHIR if _wants_fhir() else JSON
    return _json(refusal(status, problems, media), media, status)


def _json(text: str, media: str = JSON, status: int = 200) -> Response:
    return Response(text, status, mimetype=media)
