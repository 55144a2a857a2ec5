"""Diagnoses of a claim of R4, and those that a line points at."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from cptkit.errors import DataError
from cptkit.fhir.concepts import codes, one_code, part, referred, text_of
from cptkit.fhir.concepts import listed as objects
from cptkit.fhir.elements import Resource, is_whole
from cptkit.fhir.reading import ClaimReading
from cptkit.values.diagnosis import MOST_DIAGNOSES, dotted, has_form

_ICD_10_CM = frozenset(
    {"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"}
    | {"http://hl7.org/fhir/sid/icd-10"}  # Blue Button writes both for one code
)


@attrs.frozen
class Diagnosis:
    """A diagnosis of a claim.

    Attributes:
        sequence: By which lines point at it; None where there is none.
        code: Its code; None where it is missing or cannot be read.
    """

    sequence: int | None
    code: str | None


@attrs.frozen
class Diagnoses:
    """The diagnoses of a claim.

    Attributes:
        listed: All of them, in their order.
        codes: The codes of those that have one, as many as a claim can hold.
        by_sequence: The first of each sequence.
    """

    listed: tuple[Diagnosis, ...]
    codes: tuple[str, ...]
    by_sequence: Mapping[int, Diagnosis]


def diagnoses(reading: ClaimReading) -> Diagnoses:
    """Give the diagnoses of a claim; what is not read of them is noted."""
    found: list[Diagnosis] = []
    by_sequence: dict[int, Diagnosis] = {}
    for place, each in objects(reading.resource, "diagnosis"):
        path = f"diagnosis[{place}]"
        sequence = each.get("sequence")
        known = Diagnosis(sequence if is_whole(sequence) else None, _code(each, path, reading))
        if known.sequence is None and known.code is not None:
            reading.note(path, "has no sequence, so that no line can point at it")
        elif known.sequence in by_sequence:
            reading.note(f"{path}.sequence", "stands twice: the first diagnosis that has it counts")
        if known.sequence is not None:
            by_sequence.setdefault(known.sequence, known)
        found.append(known)
    held = tuple(each.code for each in found if each.code)
    if len(held) > MOST_DIAGNOSES:
        told = f"more than the {MOST_DIAGNOSES} that a claim can hold: lines take the others by sequence"
        reading.note("diagnosis", told)
    return Diagnoses(tuple(found), held[:MOST_DIAGNOSES], by_sequence)


def _code(diagnosis: Resource, path: str, reading: ClaimReading) -> str | None:
    concept = part(diagnosis, "diagnosisCodeableConcept")
    if concept:
        if diagnosis.get("diagnosisReference"):
            reading.note(f"{path}.diagnosisReference", "stands beside a code, which alone is read")
        path = f"{path}.diagnosisCodeableConcept"
    elif diagnosis.get("diagnosisReference"):
        path = f"{path}.diagnosisReference"
        condition = referred(part(diagnosis, "diagnosisReference"), reading.others)
        if condition is None:
            reading.note(path, "points at a Condition that is not here: give a Bundle with it")
            return None
        concept = part(condition, "code")
    try:
        code = one_code(_of_icd(concept), _ICD_10_CM, "the diagnosis")
    except DataError as error:
        reading.note(path, error.problems[0])
        return None
    if code is None:
        return None
    return dotted(code) if has_form(code) else code


def _of_icd(concept: Resource) -> Resource:
    """Leave out codings of other systems whose codes have not the form of ICD-10-CM."""
    if not codes(concept):
        return concept
    held = [each for _, each in objects(concept, "coding")]
    kept = [
        each
        for each in held
        if text_of(each, "system") in _ICD_10_CM or has_form(text_of(each, "code"))
    ]
    return {"coding": kept, "text": "another code" if not kept else ""}


def pointed(item: Resource, path: str, known: Diagnoses, reading: ClaimReading) -> tuple[str, ...]:
    """Give the diagnoses of a line: those it points at; all on an institutional claim, and one that is alone.

    Args:
        item: The line.
        path: Where it stands, without the resource's name.
        known: The diagnoses of the claim.
        reading: The claim.

    Returns:
        Their codes; a pointer to what is not there is noted and left out.
    """
    pointers = item.get("diagnosisSequence")
    if isinstance(pointers, list):
        return tuple(filter(None, (_at(each, path, known, reading) for each in pointers)))
    if len(known.listed) <= 1 or "institutional" in codes(part(reading.resource, "type")):
        return known.codes
    if known.codes:
        told = "is missing, and the claim has several diagnoses: none is taken for the line"
        reading.note(f"{path}.diagnosisSequence", told)
    return ()


def _at(pointer: object, path: str, known: Diagnoses, reading: ClaimReading) -> str | None:
    found = known.by_sequence.get(pointer) if isinstance(pointer, int) else None
    if found is None:
        told = "points at a diagnosis that is not there, and is left out"
    else:
        told = "points at a diagnosis whose code cannot be read, and is left out"
    if found is None or found.code is None:
        reading.note(f"{path}.diagnosisSequence", told)
        return None
    return found.code
