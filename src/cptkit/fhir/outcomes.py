"""Reports as FHIR R4: OperationOutcome, and ClaimResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cptkit.errors import DataError, shown
from cptkit.fhir.claim_resources import ReadClaim, read_claims
from cptkit.indicators import Setting
from cptkit.values.claim import Claim
from cptkit.values.days import as_day
from cptkit.values.finding import ClaimReport, Finding, Outcome

_CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
_MASKED = {
    "extension": [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "masked",
        }
    ]
}


def operation_outcome(
    report: ClaimReport, claim: Claim | Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Write a report as an OperationOutcome: an issue for each finding and each thing that could not be told.

    Args:
        report: The report.
        claim: The claim, or the resource that it came from; its own sequence places the lines.

    Returns:
        The resource; a clean and complete report gives one informational issue.

    Raises:
        DataError: `report` is no `ClaimReport`.

    Example:
        >>> operation_outcome(ClaimReport())["issue"][0]["severity"]
        'information'
    """
    if not isinstance(report, ClaimReport):
        raise DataError((f"{shown(report)} is no ClaimReport: give check_claim's answer",))
    places = _places(claim)
    issues = [_issue(each, places) for each in (*report.findings, *report.unchecked)]
    clean = {
        "severity": "information",
        "code": "informational",
        "diagnostics": "nothing speaks against the claim",
    }
    return {"resourceType": "OperationOutcome", "issue": issues or [clean]}


def _places(claim: Claim | Mapping[str, Any] | None) -> list[str] | None:
    """Give the path of each line; None where no claim is at hand."""
    if claim is None:
        return None
    if isinstance(claim, Claim):  # the resource is not at hand: sequences count from 1
        numbers = [
            index if line.number is None else line.number - 1
            for index, line in enumerate(claim.lines)
        ]
        return [f"Claim.item[{number}]" for number in numbers]
    read = _single(claim)
    return [f"{read.kind}.item[{place}]" for place in read.items]


def _single(resource: object) -> ReadClaim:
    read = list(read_claims(resource))
    if len(read) != 1:
        raise DataError((f"the resource holds {len(read)} claims: give the one that was checked",))
    return read[0]


def _issue(finding: Finding, places: list[str] | None) -> dict[str, Any]:
    said = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    issue: dict[str, Any] = {
        "severity": finding.severity.value,
        "code": "incomplete" if finding.outcome is Outcome.NO_DATA else "business-rule",
        "details": {"text": finding.rule},
        "diagnostics": said,
    }
    if finding.lines:
        issue["expression"] = [_placed(line, places) for line in finding.lines]
    return issue


def _placed(line: int, places: list[str] | None) -> str:
    if places is None:
        return f"Claim.item[{line}]"
    if line >= len(places):
        told = f"the report names line {line} and the claim has {len(places)} lines"
        raise DataError((f"{told}: give the claim that was checked",))
    return places[line]


def claim_response(
    report: ClaimReport, request: Mapping[str, Any], *, created: object
) -> dict[str, Any]:
    """Write a report as a ClaimResponse to a Claim.

    Args:
        report: The report.
        request: The Claim resource that was checked.
        created: The day of the answer; no clock is read here.

    Returns:
        The resource: an error for each line of what will be denied, a note for what else was found or could not be
        told. Patient and insurer are masked: set them where the receiver needs them.

    Raises:
        DataError: `report` is no `ClaimReport`, or `request` no single claim.
        TypeError: `created` is no date.
    """
    if not isinstance(report, ClaimReport):
        raise DataError((f"{shown(report)} is no ClaimReport: give check_claim's answer",))
    read = _single(request)
    outcome = "complete" if report.is_complete else "partial"
    answer: dict[str, Any] = {
        "resourceType": "ClaimResponse",
        "status": "active",
        "type": _type(read),
        "use": read.use,
        "patient": _MASKED,
        "created": as_day(created).isoformat(),
        "insurer": _MASKED,
        "outcome": outcome if report.is_clean else "error",
        "disposition": report.outcome.value,
    }
    if read.claim.id and read.kind == "Claim":
        answer["request"] = {"reference": f"Claim/{read.claim.id}"}
    told = (*report.findings, *report.unchecked)
    errors = [
        one for each in told if each.outcome is Outcome.FAIL for one in _errors(each, read.claim)
    ]
    notes = [_note(each) for each in told if each.outcome is not Outcome.FAIL]
    parts = {"error": errors, "processNote": notes}
    return {**answer, **{name: held for name, held in parts.items() if held}}


def _type(read: ReadClaim) -> dict[str, Any]:
    is_professional = read.claim.setting is Setting.PROFESSIONAL
    code = "professional" if is_professional else "institutional"
    return {"coding": [{"system": _CLAIM_TYPE, "code": code}]}


def _errors(finding: Finding, claim: Claim) -> list[dict[str, Any]]:
    """Write a finding as errors, one for each line that has a number."""
    error: dict[str, Any] = {"code": {"text": f"{finding.rule}: {finding.message}"}}
    numbers = [claim.lines[line].number for line in finding.lines if line < len(claim.lines)]
    placed = [{**error, "itemSequence": number} for number in numbers if number and number > 0]
    return placed or [error]


def _note(finding: Finding) -> dict[str, Any]:
    return {"type": "display", "text": f"{finding.rule}: {finding.message}"}
