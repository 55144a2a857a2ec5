"""Codings of CPT and HCPCS: six system URIs in, HL7's two out."""

from __future__ import annotations

from typing import Any

from cptkit.catalog.first_lookup import get
from cptkit.catalog.lookups import parse
from cptkit.errors import DataError
from cptkit.fhir.plain_json import plain_json
from cptkit.values.code import Code
from cptkit.values.code_expression import CodeExpression

CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
SYSTEMS = {
    CPT: CPT,
    "urn:oid:2.16.840.1.113883.6.12": CPT,
    HCPCS: HCPCS,
    HCPCS.replace("http:", "https:"): HCPCS,
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs": HCPCS,
    "urn:oid:2.16.840.1.113883.6.285": HCPCS,
}
"""HL7's URI by each URI that occurs; a Blue Button coding under HCPCS may hold a CPT code, which is Level I."""


def system_of(code: str) -> str:
    """Give HL7's URI of a code's system: Level II begins with a letter.

    Example:
        >>> system_of("71260") == CPT, system_of("0042T") == CPT, system_of("G0279") == HCPCS
        (True, True, True)
    """
    return HCPCS if code[:1].isalpha() else CPT


def coding(expression: object) -> dict[str, Any]:
    """Write a code, or a code with modifiers, as a Coding of FHIR R4.

    Args:
        expression: A text, a `Code` or a `CodeExpression`.

    Returns:
        System, code (modifiers behind colons) and our own label as display, where there is one.

    Raises:
        InvalidCodeError: It cannot be read as a code.

    Example:
        >>> coding("G0279")["system"], coding("71260-26")["code"]
        ('http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', '71260:26')
    """
    held = expression if isinstance(expression, CodeExpression) else parse(_text(expression))
    known = get(held.code)
    written: dict[str, Any] = {"system": system_of(held.code), "code": held.hl7}
    if known is not None and known.label:
        written["display"] = known.label
    return written


def _text(expression: object) -> object:
    return expression.code if isinstance(expression, Code) else expression


def expression(given: object) -> CodeExpression:
    """Read a Coding of one of the six systems of CPT and HCPCS.

    Args:
        given: The Coding.

    Returns:
        The code with its modifiers.

    Raises:
        DataError: It is no Coding of these systems.
        InvalidCodeError: Its code cannot be read.

    Example:
        >>> str(expression({"system": "urn:oid:2.16.840.1.113883.6.12", "code": "71260"}))
        '71260'
    """
    held = plain_json(given)
    if not isinstance(held, dict) or held.get("system") not in tuple(SYSTEMS):
        raise DataError(("Coding.system is none of CPT or HCPCS: see cptkit.fhir",))
    code = held.get("code")
    if not isinstance(code, str):
        raise DataError(("Coding.code is no text: give the code as R4 writes it",))
    return parse(code)
