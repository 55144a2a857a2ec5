"""Reports as FHIR R4: OperationOutcome, and ClaimResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cptkit.errors import DataError, shown
from cptkit.fhir.claim_resources import claims
from cptkit.values.claim import Claim
from cptkit.values.days import as_day
from cptkit.values.finding import ClaimReport, Finding, Outcome

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


def _places(claim: Claim | Mapping[str, Any] | None) -> dict[int, str]:
    """Give the path of each line, by its index."""
    if claim is None:
        return {}
    if isinstance(claim, Claim):
        lines, kind, order = claim.lines, "Claim", None
    else:
        read = claims(claim)
        if not read or "item" not in claim:
            raise DataError(("the resource is no claim: give the Claim that was checked",))
        lines = read[0].lines
        kind = str(claim.get("resourceType"))
        order = [item.get("sequence") for item in claim["item"] if isinstance(item, Mapping)]
    return {
        index: f"{kind}.item[{_position(line.number, index, order)}]"
        for index, line in enumerate(lines)
    }


def _position(number: int | None, index: int, order: list[Any] | None) -> int:
    if number is None:
        return index
    return order.index(number) if order is not None and number in order else number - 1


def _issue(finding: Finding, places: dict[int, str]) -> dict[str, Any]:
    said = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    issue: dict[str, Any] = {
        "severity": finding.severity.value,
        "code": "incomplete" if finding.outcome is Outcome.NO_DATA else "business-rule",
        "details": {"text": finding.rule},
        "diagnostics": said,
    }
    if finding.lines:
        issue["expression"] = [places.get(line, f"Claim.item[{line}]") for line in finding.lines]
    return issue


def claim_response(
    report: ClaimReport, request: Mapping[str, Any], *, created: object
) -> dict[str, Any]:
    """Write a report as a ClaimResponse to a Claim.

    Args:
        report: The report.
        request: The Claim resource that was checked.
        created: The day of the answer; no clock is read here.

    Returns:
        The resource. Patient and insurer are masked: set them where the receiver needs them.

    Raises:
        DataError: `report` is no `ClaimReport`, or `request` no Claim.
        TypeError: `created` is no date.
    """
    if not isinstance(report, ClaimReport):
        raise DataError((f"{shown(report)} is no ClaimReport: give check_claim's answer",))
    read = claims(request)
    if len(read) != 1:
        raise DataError((f"the request holds {len(read)} claims: give the one that was checked",))
    claim = read[0]
    outcome = "complete" if report.is_complete else "partial"
    answer: dict[str, Any] = {
        "resourceType": "ClaimResponse",
        "status": "active",
        "type": request.get("type"),
        "use": request.get("use", "claim"),
        "patient": _MASKED,
        "created": as_day(created).isoformat(),
        "insurer": _MASKED,
        "outcome": outcome if report.is_clean else "error",
        "disposition": report.outcome.value,
    }
    if claim.id is not None:
        answer["request"] = {"reference": f"{request['resourceType']}/{claim.id}"}
    errors = [_error(each, claim) for each in report.findings if each.outcome is Outcome.FAIL]
    return {**answer, "error": errors} if errors else answer


def _error(finding: Finding, claim: Claim) -> dict[str, Any]:
    error: dict[str, Any] = {"code": {"text": f"{finding.rule}: {finding.message}"}}
    numbers = [claim.lines[line].number for line in finding.lines if line < len(claim.lines)]
    return {**error, "itemSequence": numbers[0]} if numbers and numbers[0] else error
