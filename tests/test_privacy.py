"""No person's data goes on: into every element that tells of persons a secret is planted, and no output holds it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cptkit import Claim, check_claim, explain_denial, fhir, records, to_json, x12
from cptkit.errors import CptkitError
from edi import professional, sample
from fhir_places import Place, places, planted, text
from looped import some
from test_fhir_elements import SAMPLES, VALUES, dense
from test_x12 import COUNTS

SECRET = "SECRET"
QUALIFIERS = {
    "NM1": (1, 2, 8),
    "REF": (1,),
    "PER": (1, 3, 5, 7),
    "DMG": (1,),
    "SBR": (1, 2, 9),
    "N1": (1, 3),
}
"""Elements of segments about persons and organizations that say what the others are."""
PERSONAL = frozenset(
    {
        *QUALIFIERS,
        *[
            "N2",
            "N3",
            "N4",
            "NTE",
            "PAT",
            "TRN",
            "BPR",
            "BHT",
            "PLB",
            "OI",
            "AMT",
            "K3",
            "PWK",
            "CN1",
        ],
    }
    - {"PLB", "BPR"}
)
REMITTANCES = ("835-cob.835", "835-plb.txt", "835-sample.txt")
CLAIMS = tuple(name for name, _, _ in COUNTS)


def secret_x12(given: str) -> str:
    """Plant a secret into every element of X12 that tells of somebody, and keep what says what it is."""
    separator, component, end = given[3], given[104], given[105]
    made: list[str] = []
    for piece in given.split(end):
        elements = piece.split(separator)
        tag = elements[0].strip()
        for place in range(1, len(elements)) if tag in PERSONAL else ():
            if place not in QUALIFIERS.get(tag, ()) and elements[place]:
                elements[place] = f"{SECRET}{len(made)}x{place}"
        made.append(separator.join(elements))
    assert component not in SECRET
    return end.join(made)


def said_of(claims: tuple[Claim, ...]) -> Iterator[str]:
    """Give whatever the package writes of claims."""
    reports = [check_claim(claim) for claim in claims]
    yield from map(repr, (claims, reports, *(line for claim in claims for line in claim.lines)))
    yield from map(str, (*claims, *reports, *(line for claim in claims for line in claim.lines)))
    yield from (to_json(each) for each in (claims, tuple(reports)))
    for claim, report in zip(claims, reports, strict=True):
        yield report.explain()
        yield repr(records(report.verdicts))
        yield json.dumps(fhir.operation_outcome(report, claim))
        yield report._repr_html_()


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_of_x12_say_nothing_of_persons(name: str) -> None:
    """Claims, reports and notes of each sample are without what its segments say of persons."""
    given = secret_x12(sample(f"x12/{name}"))
    assert given.count(SECRET) > 10
    claims = x12.claims(given)
    assert claims
    assert not [each for each in some(said_of(claims)) if SECRET in each]


@pytest.mark.parametrize("name", REMITTANCES)
def test_remittances_say_nothing_of_persons(name: str) -> None:
    """Denials and their explanations too."""
    given = secret_x12(sample(f"x12/{name}"))
    denials = x12.denials(given)
    told = [explain_denial(each, Claim(())) for each in denials]
    said = [repr(denials), to_json(denials), *map(str, denials), *map(str, told), repr(told)]
    assert denials
    assert not [each for each in some(said) if SECRET in each]


def message(call: Callable[[Any], Any], given: Any) -> str:
    """Give the error of a call, as a person and as a program see it; empty where there is none."""
    try:
        call(given)
    except CptkitError as error:
        return f"{error} {error!r} {error.__cause__!r} {error.__context__!r}"
    return ""


@pytest.mark.parametrize("name", [*CLAIMS, *REMITTANCES])
def test_errors_of_damaged_interchanges_say_nothing_of_persons(name: str) -> None:
    """Cut off or short of a segment, at each segment: one error without a value, or notes without one."""
    given = secret_x12(sample(f"x12/{name}"))
    read = x12.denials if name in REMITTANCES else x12.claims
    end = given[105]
    pieces = given.split(end)
    for place in some(range(len(pieces) - 1)):
        cut = end.join(pieces[:place])
        less = end.join([*pieces[:place], *pieces[place + 1 :]])
        swapped = end.join([*pieces[:place], pieces[place].replace("*", "|"), *pieces[place + 1 :]])
        for damaged in (cut, cut + end, less, swapped):
            told = message(read, damaged)
            assert SECRET not in told
            if not told:
                assert SECRET not in repr(read(damaged))
        assert message(read, cut)


def test_a_wrong_separator_says_nothing_of_persons() -> None:
    """An ISA cut at each of its characters is one error."""
    given = secret_x12(professional())
    for place in range(107):
        told = message(x12.claims, given[:place] + given[place + 1 :])
        assert SECRET not in told


# --- FHIR

TOLD = ("id", "resourceType", "status", "use", "created", "outcome", "disposition")
PERSONS = [
    "patient",
    "provider",
    "insurer",
    "identifier",
    "careTeam.provider",
    "referral",
    "contained",
    "text",
    "payee",
    "enterer",
    "facility",
    "insurance.coverage",
    "diagnosis.diagnosisCodeableConcept.text",
    "item.locationAddress",
    "extension",
    "meta",
]


def is_personal(at: Place) -> bool:
    """Tell whether a place tells of a person or an organization, or holds words of somebody's."""
    path = text(at)
    return any(path == each or path.startswith(f"{each}.") for each in PERSONS) or at[-1] in (
        "display",
        "text",
    )


def secret_fhir(given: dict[str, Any]) -> dict[str, Any]:
    """Plant a secret into every text that tells of persons; what references point at is kept apart by its number."""
    for number, at in enumerate(places(given)):
        inside: Any = given
        for name in at:
            inside = inside[name]
        is_kind = at[-1] in ("system", "resourceType") or "type" in at
        if isinstance(inside, str) and is_personal(at) and not is_kind:
            given = planted(given, at, f"{SECRET}{number}")
    return given


@pytest.mark.parametrize("name", SAMPLES)
def test_claims_of_fhir_say_nothing_of_persons(name: str) -> None:
    """Claims, reports, OperationOutcome and ClaimResponse of each sample are without patient, provider and insurer."""
    given = secret_fhir(json.loads(sample(f"fhir/{name}.json")))
    assert json.dumps(given).count(SECRET) > 3
    claims = fhir.claims(given)
    report = check_claim(claims[0])
    response = fhir.claim_response(report, given, created=dt.date(2024, 8, 16))
    said = [*said_of(claims), json.dumps(response)]
    said.append(json.dumps(fhir.operation_outcome(report, given)))
    assert not [each for each in some(said) if SECRET in each]


@pytest.mark.parametrize(
    "given", [dense(), {"resourceType": "Bundle", "entry": [{"resource": dense()}]}]
)
def test_notes_and_errors_of_fhir_say_nothing_of_persons(given: dict[str, Any]) -> None:
    """Whatever stands where it does not belong, neither `unread` nor an error repeats it, nor an unknown name."""
    for at in places(given):
        for value in (*VALUES, {"PLANTED": {"PLANTED": ["PLANTED"]}}):
            damaged = planted(given, at, value)
            told = message(fhir.claims, damaged)
            assert "PLANTED" not in told
            if not told:
                assert "PLANTED" not in repr([each.unread for each in fhir.claims(damaged)])
