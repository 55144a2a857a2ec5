"""A claim check as a web service: POST a claim as JSON, get its report as JSON.

    pip install . flask
    flask --app docs/examples/service.py run
    curl -s localhost:5000/check -H 'Content-Type: application/json' -d @docs/examples/claim.json

The catalog is loaded once and shared by all requests: tables do not change, and reading them is safe from many
threads. What a caller sends goes through cptkit's strict converter; what it got wrong comes back with status 400,
and a claim that would be denied is no error: it is a report with status 200.
"""

from __future__ import annotations

import json

from flask import Flask, Response, request

import cptkit
from cptkit import Catalog, Claim, CptkitError, DataError, PayerPolicy

MOST_BYTES = 1_000_000
MOST_LINES = 1_000


def create_app(
    catalog: Catalog = cptkit.packaged, policies: dict[str, PayerPolicy] | None = None
) -> Flask:
    """Make the application.

    Args:
        catalog: The tables to ask, your own included.
        policies: What your payers ask beyond the national rules, by the name that callers give as ``?payer=``.

    Returns:
        A WSGI application.
    """
    app = Flask("cptkit-service")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @app.post("/check")
    def check() -> Response:
        """Check a claim."""
        claim = cptkit.from_json(request.get_data(), Claim)
        if len(claim.lines) > MOST_LINES:
            raise DataError((f"{len(claim.lines)} lines; this service takes {MOST_LINES}",))
        report = cptkit.check_claim(
            claim, policy=_policy(policies or {}, request.args.get("payer")), catalog=catalog
        )
        summary = f'"outcome": "{report.outcome.name}", "is_clean": {json.dumps(report.is_clean)}, "is_complete": {json.dumps(report.is_complete)}'
        return _json(
            f'{{{summary}, "findings": {cptkit.to_json(report.findings)}, "unchecked": {cptkit.to_json(report.unchecked)}}}'
        )

    @app.get("/health")
    def health() -> Response:
        """Say which data answers."""
        return _json(json.dumps({"cptkit": cptkit.__version__, "data": catalog.version}))

    @app.errorhandler(CptkitError)
    def refused(error: CptkitError) -> Response:
        """Tell the caller what was wrong with the request."""
        problems = error.problems if isinstance(error, DataError) else (str(error),)
        return _json(json.dumps({"problems": problems}), status=400)

    return app


def _policy(policies: dict[str, PayerPolicy], name: str | None) -> PayerPolicy | None:
    if name is None:
        return None
    if name not in policies:
        raise DataError(
            (
                f"no policy of payer {name[:60]!r}; known are {', '.join(sorted(policies)) or 'none'}",
            )
        )
    return policies[name]


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="application/json")


app = create_app()
