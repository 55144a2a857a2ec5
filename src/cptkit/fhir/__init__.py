"""FHIR R4 as plain dicts: codings and claims in, codings and reports out; no dependency."""

from __future__ import annotations

from cptkit.fhir.claim_resources import claims
from cptkit.fhir.codings import coding, expression
from cptkit.fhir.outcomes import claim_response, operation_outcome

__all__ = ["claim_response", "claims", "coding", "expression", "operation_outcome"]


def __dir__() -> list[str]:
    return sorted(__all__)
