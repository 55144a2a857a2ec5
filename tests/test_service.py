"""The example service answers every request as JSON, tells callers what they got wrong, and repeats nothing they sent."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import CodeSelection, PayerPolicy
from edi import professional
from looped import some

pytest.importorskip("flask", reason="pip install 'cptkit[examples]'")
EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
if not EXAMPLES.is_dir():
    pytest.skip("the docs are not beside these tests", allow_module_level=True)

from service import app as service  # noqa: E402 - where Flask and the docs are
from service.openapi import PUBLIC  # noqa: E402
from service.refusals import without_values  # noqa: E402

JSON, FHIR, X12 = "application/json", "application/fhir+json", "application/edi-x12"
CLAIM = (EXAMPLES / "claim.json").read_bytes()
LINE = {"code": "71260", "date_of_service": "2024-08-15"}
CPT = "http://www.ama-assn.org/go/cpt"
POLICY = PayerPolicy(
    "Plan A", prior_authorization=(CodeSelection("70010-76499"),), authorizations=()
)
CLIENT = service.create_app(policies={"plan-a": POLICY}).test_client()
SMALL = service.create_app(limits=service.Limits(body=3_000, lines=2)).test_client()


def resource(**changes: Any) -> dict[str, Any]:
    """Make a FHIR Claim of two lines, its sequences not those of the list."""
    items = [
        {
            "sequence": sequence,
            "productOrService": {"coding": [{"system": CPT, "code": code}]},
            "servicedDate": "2024-08-15",
            "locationCodeableConcept": {"coding": [{"code": "11"}]},
        }
        for sequence, code in ((7, "71260"), (4, "71250"))
    ]
    kind = {"coding": [{"code": "professional"}]}
    patient = {"display": "PATIENTNAME"}
    return {"resourceType": "Claim", "type": kind, "patient": patient, "item": items} | changes


def sent(
    body: object, media: str | None = JSON, path: str = "/check", client: Any = CLIENT, **more: Any
) -> Any:
    """Send a body, and hold that the answer is JSON."""
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    answer = client.post(path, data=data, content_type=media, **more)
    assert answer.mimetype in (JSON, FHIR)
    json.loads(answer.data)
    return answer


def asked(method: str, path: str, client: Any = CLIENT) -> Any:
    """Ask for something."""
    return client.open(path, method=method)


# --- what is answered


def test_a_claim_that_would_be_denied_is_an_answer() -> None:
    """The example claim gets its report, the whole of it: bill the combined code."""
    answer = sent(CLAIM)
    report = cptkit.from_json(answer.data, cptkit.ClaimReport)
    assert answer.status_code == 200
    assert report == cptkit.check_claim(cptkit.from_json(CLAIM, cptkit.Claim))
    assert {each.rule for each in report.findings} == {"bundling.ptp", "combination.one-code"}
    assert all(some("74177" in each.remedy for each in report.findings))


def test_a_payer_has_its_own_rules() -> None:
    """A policy by name adds what it says."""
    report = sent(CLAIM, path="/check?payer=plan-a").get_json()
    found = [f["lines"] for f in report["findings"] if f["rule"] == "policy.authorization"]
    assert found == [[0], [1]]


def test_fhir_is_answered_as_fhir() -> None:
    """A Claim gets an OperationOutcome whose issues point at its own items."""
    answer = sent(resource(), FHIR)
    issues = answer.get_json()["issue"]
    assert (answer.status_code, answer.mimetype) == (200, FHIR)
    assert ["Claim.item[0]", "Claim.item[1]"] in [each.get("expression") for each in issues]
    assert "PATIENTNAME" not in answer.text


@pytest.mark.parametrize(
    ("item", "rule"), [([], "claim.no-lines"), (None, "claim.no-lines"), (5, "claim.unread")]
)
def test_a_resource_without_lines_is_answered(item: Any, rule: str) -> None:
    """It is a claim without lines, and the outcome says so; what is no list of lines is not read."""
    issues = sent(resource(item=item), FHIR).get_json()["issue"]
    assert [each["details"]["text"] for each in issues] == [rule]


def test_a_bundle_is_answered_by_a_bundle() -> None:
    """Each of its claims has an outcome, in their order."""
    entries = [{"resource": resource()}, {"resource": resource(item=[])}]
    answer = sent({"resourceType": "Bundle", "entry": entries}, FHIR).get_json()
    assert (answer["resourceType"], answer["type"]) == ("Bundle", "collection")
    kinds = [each["resource"]["resourceType"] for each in answer["entry"]]
    assert kinds == ["OperationOutcome"] * 2
    assert answer["entry"][1]["resource"]["issue"][0]["details"]["text"] == "claim.no-lines"


@pytest.mark.parametrize(
    ("accept", "media"),
    [(None, FHIR), ("*/*", FHIR), (FHIR, FHIR), (JSON, JSON), (f"{FHIR};q=0.1, {JSON}", JSON)],
)
def test_who_asks_for_json_gets_json(accept: str | None, media: str) -> None:
    """FHIR is answered as our own JSON where the caller prefers that."""
    answer = sent(resource(id="c-1"), FHIR, headers={"Accept": accept} if accept else {})
    assert answer.mimetype == media
    if media == JSON:
        ((only,), names) = answer.get_json(), {"claim", "report"}
        assert (only.keys(), only["claim"], only["report"]["outcome"]) == (names, "c-1", "FAIL")


def test_a_resource_may_be_called_json() -> None:
    """Some clients of FHIR say application/json of what they send; what they ask for decides the answer."""
    answer = sent(resource(), JSON, headers={"Accept": FHIR})
    assert answer.data == sent(resource(), FHIR).data
    (only,) = sent(resource(id="c-1"), JSON).get_json()
    assert (only["claim"], only["report"]["outcome"]) == ("c-1", "FAIL")
    refused = sent({"resourceType": "Patient"}, JSON, headers={"Accept": FHIR})
    assert (refused.status_code, refused.get_json()["resourceType"]) == (422, "OperationOutcome")


def test_an_837_is_answered_claim_by_claim() -> None:
    """Each report stands with its claim's own id, and nothing of a person in either."""
    answer = sent(professional(), X12)
    (only,) = answer.get_json()
    assert (answer.status_code, only["claim"], only["report"]["outcome"]) == (200, "A1", "FAIL")
    assert not {"PATIENTNAME", "19401231", "0300AAA", "READERNAME"} & set(answer.text.split('"'))


# --- what is refused

_REFUSED: list[tuple[object, str | None, int, str]] = [
    (b"", JSON, 400, "empty"),
    (b" \n", X12, 400, "empty"),
    (b"\xff", JSON, 400, "byte 1 is not UTF-8"),
    (json.dumps({"lines": []}).encode("utf-16"), JSON, 400, "UTF-8"),
    ('{"lines": nope}', JSON, 400, "line 1, column 11"),
    ("[" * 500_000, JSON, 400, "nests too deep"),
    ('{"a":' * 150_000, FHIR, 400, "nests too deep"),
    ('{"lines": [], "lines": []}', JSON, 400, "twice"),
    ('{"resourceType": "Claim", "id": "a", "id": "b"}', FHIR, 400, "twice"),
    ('{"lines": NaN}', JSON, 400, "NaN"),
    ('{"lines": -Infinity}', FHIR, 400, "NaN"),
    (f'{{"lines": {"9" * 5_000}}}', JSON, 400, "longer than any count"),
    ("[]", JSON, 422, "no object of Claim"),
    ("[]", FHIR, 422, "resourceType"),
    ({"resourceType": "Patient"}, FHIR, 422, "resourceType"),
    ({"resourceType": "Bundle"}, FHIR, 422, "no claim"),
    ({"lines": [{**LINE, "code": 71260}]}, JSON, 422, "is int, not str @ $.lines[0].code"),
    ({"lines": [], "settings": "ASC"}, JSON, 422, "unknown keys ... @ $"),
    ({"lines": [], "setting": "MOON"}, JSON, 422, "use one of PROFESSIONAL"),
    ({}, JSON, 422, "required key 'lines' is missing"),
    ({"lines": [{**LINE, "date_of_service": "2024-8-15"}]}, JSON, 422, "YYYY-MM-DD"),
    ("GS*HC*1~", X12, 422, "ISA"),
    (professional()[:-30], X12, 422, "IEA"),
    (b"\0\xff" * 500, X12, 422, "ISA"),
    (CLAIM, None, 415, X12),
    (CLAIM, "text/plain", 415, X12),
    (CLAIM, "application/x-www-form-urlencoded", 415, X12),
    (CLAIM, "multipart/form-data; boundary=x", 415, X12),
    (CLAIM, "application/json\x7f", 415, X12),
    (b" " * 1_000_001, JSON, 413, "larger"),
    ({"lines": [LINE] * 1_001}, JSON, 413, "1001 claim lines; this service takes 1000"),
    (
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Claim"}}] * 1_001},
        FHIR,
        413,
        "1001 claim lines",
    ),
]


@pytest.mark.parametrize(("body", "media", "status", "said"), _REFUSED)
def test_a_wrong_request_is_told_what_is_wrong(
    body: object, media: str | None, status: int, said: str
) -> None:
    """Each has its status, and a problem that says what to do; FHIR is told as FHIR."""
    answer = sent(body, media)
    told = answer.get_json(force=True)
    assert answer.status_code == status
    if media == FHIR:
        assert {each["severity"] for each in told["issue"]} == {"error"}
        problems = [each["diagnostics"] for each in told["issue"]]
    else:
        assert told["status"] == status
        problems = told["problems"]
    assert any(said in each for each in problems), problems


def test_ten_thousand_bad_lines_are_counted() -> None:
    """Twenty problems are listed, and how many more there are."""
    told = sent({"lines": [{"code": 1}] * 10_000}).get_json()
    assert (told["status"], len(told["problems"]), told["unlisted"]) == (422, 20, 19_980)
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Claim"}}] * 3}
    assert sent(bundle, FHIR, client=SMALL).status_code == 413


@pytest.mark.parametrize("query", ["payer=x", "payer=", "payer=plan-a&payer=plan-a", "pay=plan-a"])
def test_a_wrong_query_is_refused(query: str) -> None:
    """One payer, known by name; the name is not repeated."""
    answer = sent(CLAIM, path=f"/check?{query}")
    assert answer.status_code == 400


def test_limits_are_the_operators() -> None:
    """Both limits are arguments."""
    assert sent(CLAIM, client=SMALL).status_code == 200
    assert sent(CLAIM + b" " * 3_000, client=SMALL).status_code == 413
    assert sent({"lines": [LINE] * 3}, client=SMALL).status_code == 413


def test_a_packed_body_is_refused() -> None:
    """A small body that grows to gigabytes is not unpacked."""
    assert sent(CLAIM, headers={"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/check/", 404),
        ("GET", "/schema//Claim", 404),
        ("GET", "/schema/../health", 404),
        ("GET", "/schema/..%2fhealth", 404),
        ("GET", "/schema/%00", 404),
        ("GET", "/schema/Claim%0d%0aX-Evil:%20yes", 404),
        ("GET", "/schema/__class__", 404),
        ("GET", "/%ff%fe", 404),
        ("GET", "/static/app.py", 404),
        ("GET", "/check", 405),
        ("HEAD", "/check", 405),
        ("OPTIONS", "/check", 405),
        ("PUT", "/check", 405),
        ("TRACE", "/health", 405),
        ("POST", "/health", 405),
        ("BREW", "/", 405),
    ],
)
def test_paths_and_methods(method: str, path: str, status: int) -> None:
    """What is not served is told as JSON, without a redirect and without the path; 405 names what is allowed."""
    answer = asked(method, path)
    assert (answer.status_code, answer.mimetype) == (status, JSON)
    assert ("Allow" in answer.headers) == (status == 405)
    assert "X-Evil" not in answer.text
    assert "X-Evil" not in answer.headers
    if method != "HEAD":
        assert answer.get_json()["status"] == status


def test_a_fault_of_ours_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the answer nor the log holds more than the kind and the place of the fault."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("PATIENTNAME")

    monkeypatch.setattr(cptkit, "check_claim", fails)
    answer = sent(CLAIM)
    assert (answer.status_code, answer.get_json()["unlisted"]) == (500, 0)
    assert "RuntimeError at " in caplog.text
    assert "PATIENTNAME" not in answer.text + caplog.text


def test_every_answer_is_guarded() -> None:
    """No browser guesses a type or keeps a report, and the page runs no script."""
    for answer in (asked("GET", "/"), sent(CLAIM), asked("GET", "/nowhere")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


# --- nothing that was sent is repeated

MARK = "Quixote"
_MARKED = st.sampled_from(
    [
        MARK,
        f"{MARK} Jane",
        f"x'{MARK}\"",
        f"{MARK} " * 9,
        [MARK],
        {MARK: MARK},
        {"a": [1, MARK]},
        [["a", MARK]],
        19500102,
        -19500102.5,
        {"name": [{"family": MARK, "given": ["Jane"]}]},
    ]
)
_PLACES: list[tuple[str | int, ...]] = [
    ("lines",),
    ("lines", 0),
    ("setting",),
    ("patient",),
    (MARK,),
    ("ordering_provider",),
    *(("lines", 0, field) for field in json.loads(CLAIM)["lines"][0]),
    *(("lines", 0, field) for field in ("charge", "units", "provider", "record", "number", MARK)),
    ("lines", 0, "modifiers", 0),
    ("lines", 0, "diagnoses", 0),
]


@given(st.lists(st.tuples(st.sampled_from(_PLACES), _MARKED), min_size=1, max_size=3))
def test_no_refusal_repeats_what_was_sent(spoilt: list[tuple[tuple[str | int, ...], Any]]) -> None:
    """Wherever a person's data stands, as key, text, number or within, a refusal does not hold it."""
    claim: Any = json.loads(CLAIM)
    for places, value in spoilt:
        held: Any = claim
        for each in places[:-1]:
            held = dict(enumerate(held)) if isinstance(held, list) else held
            held = held.get(each) if isinstance(held, dict) else None
        last: Any = places[-1]
        if isinstance(held, dict if isinstance(last, str) else list) and (held or last == "lines"):
            held[last] = copy.deepcopy(value)  # one value may be drawn twice, and hold itself
    answer = sent(claim)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert not {"Quix", "Jane", "19500102"} & {
            word for word in ("Quix", "Jane", "19500102") if word in answer.text
        }
        assert all(" @ $" in each for each in answer.get_json()["problems"])


_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, -1, 1.5, 10**25, "", MARK, "2024-02-30", "1e5", "\ud800"),
        *([], {}, [None], [[]], {"coding": 5}, {"coding": [5]}),
        *({"value": MARK}, {"value": 10**25}, {"start": 5, "end": []}),
    ]
)


def _places(value: object, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give every place within a JSON value."""
    held: Any = value.items() if isinstance(value, dict) else ()
    held = enumerate(value) if isinstance(value, list) else held
    return [place for key, each in held for place in ((*here, key), *_places(each, (*here, key)))]


@given(st.data())
def test_no_damaged_resource_is_a_fault(data: st.DataObject) -> None:
    """Whatever stands where in a resource, alone or in a Bundle: an answer, or a refusal without what was sent."""
    body: Any = resource()
    if data.draw(st.booleans()):
        body = {"resourceType": "Bundle", "entry": [{"resource": body}]}
    for _ in range(data.draw(st.integers(1, 3))):
        *places, last = data.draw(st.sampled_from(_places(body)))
        held = body
        for each in places:
            held = held[each]
        held[last] = json.loads(json.dumps(data.draw(_ODD)))
    answer = sent(body, FHIR)
    assert answer.status_code in (200, 422)
    assert MARK not in answer.text


def test_a_message_that_shows_a_value_bare_is_replaced() -> None:
    """A value that no quotes mark is found by comparing with what was sent; what the schema knows stays."""
    told = ("Quixote came", "no Don Quixote here @ $.a", "'lines' is missing @ $", "'x' is old")
    assert without_values(told, {"a": "Quixote", "b": ["Don Quixote"], "c": None, "d": True}) == (
        "not what /schema/Claim says @ $",
        "not what /schema/Claim says @ $.a",
        "'lines' is missing @ $",
        "... is old @ $",
    )


# --- what the service says of itself is true

TOLD = json.loads(asked("GET", "/openapi.json").data)
_SERVED: list[tuple[str, str, str, Any]] = [
    ("/", "get", "200", lambda: asked("GET", "/")),
    ("/health", "get", "200", lambda: asked("GET", "/health")),
    ("/openapi.json", "get", "200", lambda: asked("GET", "/openapi.json")),
    ("/schema", "get", "200", lambda: asked("GET", "/schema")),
    ("/schema/{name}", "get", "200", lambda: asked("GET", "/schema/ClaimReport")),
    ("/schema/{name}", "get", "404", lambda: asked("GET", "/schema/No")),
    ("/check", "post", "200", lambda: sent(CLAIM)),
    ("/check", "post", "200", lambda: sent(resource(), FHIR)),
    ("/check", "post", "200", lambda: sent(professional(), X12)),
    *(
        ("/check", "post", str(status), lambda body=body, media=media: sent(body, media))
        for body, media, status, _ in _REFUSED
    ),
    *(
        (
            path,
            "get" if path != "/check" else "post",
            "default",
            lambda path=path: asked("PUT", path),
        )
        for path in ("/", "/health", "/openapi.json", "/schema", "/check")
    ),
    ("/schema/{name}", "get", "default", lambda: asked("PUT", "/schema/Claim")),
]
_ELSEWHERE = {("/check", "post", "408"), ("/check", "post", "500")}
"""Served by the server alone (test_service_server), and by a fault of ours (above)."""


def test_everything_that_openapi_tells_is_served_here() -> None:
    """Every path and status in the document has a request that gets it, and every route is in the document."""
    told = {
        (path, method, status)
        for path, methods in TOLD["paths"].items()
        for method, operation in methods.items()
        for status in operation["responses"]
    }
    assert told == {each[:3] for each in _SERVED} | _ELSEWHERE
    rules = service.create_app().url_map.iter_rules()
    routes = {rule.rule.replace("<", "{").replace(">", "}") for rule in rules}
    assert routes == set(TOLD["paths"])


@pytest.mark.parametrize(("path", "method", "status", "ask"), _SERVED)
def test_what_openapi_tells_of_an_answer_is_true(
    path: str, method: str, status: str, ask: Any
) -> None:
    """It has the status, a type that is named, and what its schema says."""
    answer = ask()
    told = TOLD["paths"][path][method]["responses"][status]["content"]
    assert status in ("default", str(answer.status_code))
    assert answer.mimetype in told
    schema = {**told[answer.mimetype]["schema"], "components": TOLD["components"]}
    value = answer.text if answer.mimetype == "text/html" else json.loads(answer.data)
    jsonschema.Draft202012Validator(schema).validate(value)


def test_requests_are_what_openapi_tells() -> None:
    """What is taken is valid under the schema of its type, and one that is refused as no claim is not."""
    content = TOLD["paths"]["/check"]["post"]["requestBody"]["content"]
    assert set(content) == {JSON, FHIR, X12}

    def valid(media: str, body: object) -> bool:
        schema = {**content[media]["schema"], "components": TOLD["components"]}
        return jsonschema.Draft202012Validator(schema).is_valid(body)

    assert valid(JSON, json.loads(CLAIM))
    assert valid(JSON, resource())
    assert valid(FHIR, resource())
    assert valid(X12, professional())
    assert not valid(JSON, {"lines": [{**LINE, "code": 71260}]})


def test_the_document_is_openapi() -> None:
    """It holds to the specification's own schema, and its examples' names are those of public values."""
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(TOLD)
    assert asked("GET", "/schema").get_json().keys() == PUBLIC.keys()


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_schema_is_served(name: str) -> None:
    """As `cptkit.json_schema` gives it."""
    answer = asked("GET", f"/schema/{name}")
    assert answer.mimetype == "application/schema+json"
    assert json.loads(answer.data) == cptkit.json_schema(PUBLIC[name])


def test_the_page_tells_people_the_same() -> None:
    """Every path, status and type of the document stands on the page."""
    text = asked("GET", "/").text
    for path, methods in some(TOLD["paths"].items()):
        for method, operation in some(methods.items()):
            assert f"{method.upper()} {path}</h2>" in text
            assert all(some(f"<th>{status}<" in text for status in operation["responses"]))
    assert all(some(f'href="/schema/{name}"' in text for name in PUBLIC))


def test_health() -> None:
    """The service says which data answers."""
    told = asked("GET", "/health").get_json()
    assert told == {"cptkit": cptkit.__version__, "data": cptkit.packaged.version}
