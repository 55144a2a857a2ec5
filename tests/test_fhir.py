"""FHIR R4: claims of resources, codings, and reports as resources."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import cptkit
from cptkit import (
    Claim,
    CodeExpression,
    DataError,
    Payer,
    Setting,
    check_claim,
    fhir,
    from_json,
    to_json,
)
from edi import sample
from looped import some

CPT = "http://www.ama-assn.org/go/cpt"


def concept(code: str, system: str = CPT) -> dict[str, Any]:
    """Make a concept."""
    return {"coding": [{"system": system, "code": code}]}


def resource(**changes: Any) -> dict[str, Any]:
    """Make a claim of two lines that are an NCCI edit."""
    items = [
        {
            "sequence": n,
            "productOrService": concept(code),
            "modifier": [concept("26")],
            "servicedDate": "2024-08-15",
            "quantity": {"value": 1.0},
            "diagnosisSequence": [1],
            "careTeamSequence": [1],
            "net": {"value": 9.5},
        }
        for n, code in ((1, "71260"), (2, "71250"))
    ]
    return {
        "resourceType": "Claim",
        "id": "A1",
        "status": "active",
        "use": "claim",
        "type": concept("professional"),
        "patient": {"reference": "Patient/PATIENTNAME"},
        "created": "2024-08-16",
        "insurer": {"identifier": {"value": "CMS"}},
        "provider": {"reference": "Organization/GROUPNAME"},
        "priority": concept("normal"),
        "insurance": [],
        "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": concept("R911", "icd")}],
        "careTeam": [
            {
                "sequence": 1,
                "provider": {"identifier": {"value": "READERNAME"}},
                "role": concept("performing"),
            }
        ],
        "item": items,
        **changes,
    }


def test_a_claim_is_read() -> None:
    """Codes, modifiers, days, units, diagnoses and providers stand where R4 puts them; persons do not go on."""
    (claim,) = fhir.claims(resource())
    line = claim.lines[0]
    assert (claim.id, claim.payer, claim.setting, claim.unread) == (
        "A1",
        Payer.MEDICARE,
        Setting.PROFESSIONAL,
        (),
    )
    assert (line.code, line.modifiers, line.date_of_service, line.units) == (
        "71260",
        ("26",),
        dt.date(2024, 8, 15),
        1,
    )
    assert (line.diagnoses, line.provider, line.number) == (("R91.1",), "provider-1", 1)
    assert "NAME" not in repr(claim) + to_json(claim) + repr(check_claim(claim))
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": resource()}, {"resource": {"resourceType": "Patient"}}],
    }
    assert fhir.claims(bundle) == (claim,)


def test_what_is_not_read_is_told() -> None:
    """A revenue line, a fraction, a missing day and a pointer into nowhere never refuse the resource."""
    items = [
        {"productOrService": concept("NULL", "absent"), "revenue": concept("0250")},
        {
            "productOrService": concept("71046"),
            "servicedDate": "2024-08-15",
            "quantity": {"value": 1.5},
        },
        {"productOrService": concept("71046")},
        {
            "productOrService": concept("71046"),
            "servicedDate": "2024-08-15",
            "diagnosisSequence": [7],
        },
    ]
    (claim,) = fhir.claims(resource(item=items))
    assert [place for place, _ in claim.unread] == [
        "Claim.item[0]",
        "Claim.item[1]",
        "Claim.item[2]",
        "Claim.item[3].diagnosisSequence",
    ]
    assert len(claim.lines) == 1
    (inpatient,) = fhir.claims(
        resource(type=concept("institutional"), subType=concept("inpatient"))
    )
    assert (inpatient.lines, check_claim(inpatient).is_complete) == ((), False)


@pytest.mark.parametrize(
    "bad", [5, {}, {"resourceType": "Patient"}, resource(item=[{"service": {}}])]
)
def test_other_resources_are_refused(bad: Any) -> None:
    """Another type, or another release, is one error."""
    with pytest.raises(DataError):
        fhir.claims(bad)


def test_reports_point_at_the_resources_items() -> None:
    """An issue names the items by their place, a clean report is one piece of information."""
    (claim,) = fhir.claims(resource())
    outcome = fhir.operation_outcome(check_claim(claim), resource())
    edit = next(each for each in outcome["issue"] if each["details"]["text"] == "bundling.ptp")
    assert (edit["severity"], edit["expression"]) == ("error", ["Claim.item[0]", "Claim.item[1]"])
    assert fhir.operation_outcome(check_claim(claim), claim) == outcome
    response = fhir.claim_response(check_claim(claim), resource(), created=dt.date(2024, 8, 16))
    assert (response["outcome"], response["created"]) == ("error", "2024-08-16")
    assert "NAME" not in json.dumps([outcome, response])


def test_codings_say_our_label_where_there_is_one() -> None:
    """A code that the package has no words for has no display, and `dir` shows what there is."""
    assert "display" in fhir.coding(cptkit.get("71260"))
    assert "display" not in fhir.coding("99499")
    assert "coding" in dir(fhir)


def test_codings_go_round() -> None:
    """What is written is read again; other systems are refused."""
    for code in (CodeExpression("71260", ("26",)), CodeExpression("G0279")):
        assert fhir.expression(fhir.coding(code)) == code
    with pytest.raises(DataError):
        fhir.expression({"system": "http://loinc.org", "code": "71260"})
    with pytest.raises(DataError, match="no text"):
        fhir.expression({"system": CPT, "code": 71260})


@pytest.mark.parametrize(
    ("name", "lines", "unread"),
    [
        ("claim-21226.json", 1, 0),
        ("claim-10851.json", 1, 0),
        ("claim-13905.json", 1, 0),
        ("eob-professional.json", 3, 3),
        ("eob-institutional.json", 1, 0),
    ],
)
def test_samples_are_read(name: str, lines: int, unread: int) -> None:
    """Each sample gives its lines, and no output names patient or provider."""
    given = json.loads(sample(f"fhir/{name}"))
    (claim,) = fhir.claims(given)
    assert (len(claim.lines), len(claim.unread)) == (lines, unread)
    assert from_json(to_json(claim), Claim) == claim
    report = check_claim(claim)
    said = repr(claim) + to_json(report) + json.dumps(fhir.operation_outcome(report, given))
    assert given["patient"]["reference"] not in said
    assert isinstance(claim, Claim)


def test_reports_of_other_claims_are_refused() -> None:
    """A report that names more lines than the claim has, no report, and no single claim are errors."""
    report = check_claim(fhir.claims(resource())[0])
    short = resource(item=resource()["item"][:1])
    two = {"resourceType": "Bundle", "entry": [{"resource": resource()}, {"resource": resource()}]}
    for wrong in (short, fhir.claims(short)[0], two, {"resourceType": "Bundle"}):
        with pytest.raises(DataError, match="give the"):
            fhir.operation_outcome(report, wrong)
    for call in (
        lambda: fhir.operation_outcome("report"),  # type: ignore[arg-type]
        lambda: fhir.claim_response(5, resource(), created=dt.date(2024, 8, 16)),  # type: ignore[arg-type]
        lambda: fhir.claims(resource(), payer="CMS"),  # type: ignore[arg-type]
    ):
        with pytest.raises(DataError):
            call()
    places = [
        place
        for issue in fhir.operation_outcome(report)["issue"]
        for place in issue.get("expression", [])
    ]
    assert set(places) == {"Claim.item[0]", "Claim.item[1]"}


def test_issues_point_at_items_whatever_their_sequence() -> None:
    """Behind a line that is not read, and with sequences that do not count from 1, the item's own place is named."""
    items: list[Any] = [{"productOrService": {}}, *resource()["item"]]
    for number, item in zip((None, 20, 10), items, strict=True):
        item["sequence"] = number
    given = resource(item=items)
    report = check_claim(fhir.claims(given)[0])
    outcome = fhir.operation_outcome(report, given)
    edit = next(each for each in outcome["issue"] if each["details"]["text"] == "bundling.ptp")
    assert edit["expression"] == ["Claim.item[1]", "Claim.item[2]"]
    response = fhir.claim_response(report, given, created=dt.date(2024, 8, 16))
    edits = [each for each in response["error"] if "bundling.ptp" in each["code"]["text"]]
    assert [each["itemSequence"] for each in edits] == [20, 10]
    assert response["use"] == "claim"
    assert any("claim.unread" in each["text"] for each in response["processNote"])


def test_a_response_to_an_explanation_names_no_request() -> None:
    """R4 lets a response refer to a Claim only; lines without a number are named by none."""
    items = [{**each, "sequence": None} for each in resource()["item"]]
    given = resource(
        resourceType="ExplanationOfBenefit",
        item=items,
        type=concept("institutional"),
        use="predetermination",
    )
    report = check_claim(fhir.claims(given)[0])
    response = fhir.claim_response(report, given, created=dt.date(2024, 8, 16))
    assert "request" not in response
    assert all(some("itemSequence" not in each for each in response["error"]))
    assert response["type"]["coding"][0]["code"] == "institutional"
    assert response["use"] == "predetermination"
