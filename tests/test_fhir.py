"""FHIR R4: claims of resources, codings, and reports as resources."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from cptkit import Claim, CodeExpression, DataError, Payer, Setting, check_claim, fhir, to_json
from edi import sample

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


def test_codings_go_round() -> None:
    """What is written is read again; other systems are refused."""
    for code in (CodeExpression("71260", ("26",)), CodeExpression("G0279")):
        assert fhir.expression(fhir.coding(code)) == code
    with pytest.raises(DataError):
        fhir.expression({"system": "http://loinc.org", "code": "71260"})


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
    report = check_claim(claim)
    said = repr(claim) + to_json(report) + json.dumps(fhir.operation_outcome(report, given))
    assert given["patient"]["reference"] not in said
    assert isinstance(claim, Claim)
