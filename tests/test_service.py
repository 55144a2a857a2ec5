"""The example service checks claims and tells callers what they got wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from cptkit import CodeSelection, PayerPolicy
from looped import some

pytest.importorskip("flask")
EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the docs are not beside these tests")


@pytest.fixture(scope="module")
def client() -> Any:
    """A client of the example's application."""
    spec = importlib.util.spec_from_file_location("service", EXAMPLES / "service.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.create_app(
        policies={
            "plan-a": PayerPolicy(
                "Plan A", prior_authorization=(CodeSelection("70010-76499"),), authorizations=()
            )
        }
    ).test_client()


def post(client: Any, text: str | bytes, path: str = "/check") -> tuple[int, Any]:
    """Send a claim."""
    answer = client.post(path, data=text, content_type="application/json")
    return answer.status_code, answer.get_json()


def test_a_claim_that_would_be_denied_is_an_answer(client: Any) -> None:
    """The example claim gets its report: bill the combined code."""
    status, report = post(client, (EXAMPLES / "claim.json").read_bytes())
    assert (status, report["outcome"], report["is_clean"], report["is_complete"]) == (
        200,
        "FAIL",
        False,
        True,
    )
    assert {finding["rule"] for finding in report["findings"]} == {
        "bundling.ptp",
        "combination.one-code",
    }
    assert all(some("74177" in finding["remedy"] for finding in report["findings"]))


def test_a_payer_has_its_own_rules(client: Any) -> None:
    """A policy by name adds what it says."""
    _, report = post(client, (EXAMPLES / "claim.json").read_bytes(), "/check?payer=plan-a")
    assert [f["lines"] for f in report["findings"] if f["rule"] == "policy.authorization"] == [
        [0],
        [1],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff", "no JSON"),
        ('{"lines": [{"code": 71260, "date_of_service": "2024-08-15"}]}', "not str"),
        ('{"lines": [], "settings": "PROFESSIONAL"}', "settings"),
        ('{"lines": [{"code": "71260", "date_of_service": "2024-8-15"}]}', "YYYY-MM-DD"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client: Any, text: str | bytes, said: str) -> None:
    """What cannot be read comes back with status 400 and every problem."""
    status, answer = post(client, text)
    assert status == 400
    assert any(said in problem for problem in answer["problems"])


def test_limits(client: Any) -> None:
    """Neither too many lines nor too many bytes are taken, nor payers that nobody knows."""
    line = '{"code": "71260", "date_of_service": "2024-08-15"}'
    status, answer = post(client, f'{{"lines": [{", ".join([line] * 1001)}]}}')
    assert (status, answer) == (400, {"problems": ["1001 lines; this service takes 1000"]})
    assert client.post("/check", data=b"x" * 1_000_001).status_code == 413
    assert post(client, (EXAMPLES / "claim.json").read_bytes(), "/check?payer=x")[0] == 400


def test_health(client: Any) -> None:
    """The service says which data answers."""
    assert client.get("/health").get_json().keys() == {"cptkit", "data"}
