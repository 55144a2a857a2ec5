"""FHIR R4 as plain dicts: claims and codings in; codings, code systems, answers and reports out; no dependency."""

from __future__ import annotations

from cptkit.fhir.claim_resources import claims
from cptkit.fhir.codings import coding, expression
from cptkit.fhir.outcomes import claim_response, operation_outcome
from cptkit.fhir.terminology import code_system, value_set
from cptkit.fhir.terminology_answers import lookup, subsumes, validate_code

__all__ = [
    "claim_response",
    "claims",
    "code_system",
    "coding",
    "expression",
    "lookup",
    "operation_outcome",
    "subsumes",
    "validate_code",
    "value_set",
]


def __dir__() -> list[str]:
    return sorted(__all__)
