"""Code systems, value sets and what a terminology service answers; all of it valid by a FHIR library.

`fhir.resources` 8 holds R4B (4.3.0), R5 and STU3. R4B is R4 (4.0.1) for the resources written here: their elements
are the same in both.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

import cptkit
from cptkit import (
    DataError,
    Edition,
    HouseCode,
    InvalidCodeError,
    NoDataError,
    UnknownCodeError,
    check_claim,
    fhir,
    packaged,
)
from cptkit.fhir.codings import CPT, HCPCS, SYSTEMS
from edi import sample
from looped import some
from test_fhir import resource
from test_fhir_elements import SAMPLES

DAY = dt.date(2026, 3, 1)
MINE = packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))


def valid(written: dict[str, Any]) -> dict[str, Any]:
    """Hold a resource to the FHIR library, and give what it reads."""
    text = json.dumps(written)
    model = get_fhir_model_class(written["resourceType"]).model_validate_json(text)
    return dict(json.loads(model.model_dump_json()))


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """Give the parameters by name; a property by its code."""
    found = {}
    for each in valid(answer)["parameter"]:
        held = {part["name"]: part for part in each.get("part", ())}
        name = held["code"]["valueCode"] if held else each["name"]
        value = held["value"] if held else each
        found[name] = next(one for key, one in value.items() if key.startswith("value"))
    return found


@pytest.mark.parametrize(("system", "version"), [(CPT, "2026"), (HCPCS, "2026-03-01")])
def test_code_systems_are_fragments(system: str, version: str) -> None:
    """Every code in force stands in the fragment of its own system, and CPT carries the copyright of the AMA."""
    edition = cptkit.edition(DAY)
    made = fhir.code_system(edition, system=system)
    assert valid(made)["content"] == "fragment"
    assert (made["url"], made["version"]) == (system, version)
    assert ("American Medical Association" in made.get("copyright", "")) is (system == CPT)
    held = [each["code"] for each in some(made["concept"])]
    other = {
        each["code"] for each in some(fhir.code_system(edition, system=_other(system))["concept"])
    }
    places = {code: place for place, code in enumerate(edition)}
    assert held == sorted(set(held), key=places.__getitem__)
    assert not other & set(held)
    assert other | set(held) == set(edition)
    labels = {each["code"]: each.get("display") for each in made["concept"]}
    assert all(some(edition[code].label == label for code, label in labels.items()))


def _other(system: str) -> str:
    return HCPCS if system == CPT else CPT


def test_code_systems_take_every_uri_and_leave_out_house_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The six URIs name two systems; a code of one's own house is of neither."""
    held = [cptkit.lookup(each, catalog=MINE) for each in ("71260", "G0279", "X7001")]
    monkeypatch.setattr(Edition, "values", lambda _: held)
    edition = cptkit.edition(DAY)
    for uri, url in some(SYSTEMS.items()):
        made = fhir.code_system(edition, system=uri)
        assert made["url"] == url
        assert [each["code"] for each in made["concept"]] == ["71260" if url == CPT else "G0279"]
    for wrong in ("http://loinc.org", ["x"], None):
        with pytest.raises(DataError, match="no URI"):
            fhir.code_system(edition, system=wrong)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="no Edition"):
        fhir.code_system(packaged)  # type: ignore[arg-type]


def test_a_concept_says_what_is_known() -> None:
    """Our label, the headings, the days and whether it is an add-on."""
    made = fhir.code_system(cptkit.edition(DAY))
    concept = next(each for each in made["concept"] if each["code"] == "77002")
    properties = {each["code"]: each for each in concept["property"]}
    assert properties["heading"]["valueString"].startswith("Radiology, ")
    assert properties["add-on"]["valueBoolean"] is True
    retired = fhir.lookup("77014", on=dt.date(2025, 6, 1))
    assert said(retired)["through"] == "2025-12-31"
    declared = {each["code"] for each in made["property"]}
    assert {each["code"] for one in made["concept"] for each in one["property"]} <= declared


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        ("71250-71260", {CPT: ["71250", "71260"]}),
        ("71260, G0279", {CPT: ["71260"], HCPCS: ["G0279"]}),
        ("G0279", {HCPCS: ["G0279"]}),
        ("radiology.guidance.fluoroscopic", {CPT: ["77001", "77002", "77003"]}),
    ],
)
def test_value_sets(selection: str, codes: dict[str, list[str]]) -> None:
    """A range, a list or a heading gives the codes in force, by system; the AMA is named where CPT is in it."""
    made = valid(fhir.value_set(selection, on=DAY))
    found = {
        each["system"]: [one["code"] for one in each["concept"]]
        for each in made["compose"]["include"]
    }
    assert found == codes
    assert ("copyright" in made) is (CPT in codes)
    assert made["compose"]["lockedDate"] == "2026-03-01"


def test_value_sets_that_cannot_be_made() -> None:
    """A misspelt heading, a code that is gone and a code of one's own house are errors."""
    for wrong in ("radiology.brain", "77014"):
        with pytest.raises(UnknownCodeError):
            fhir.value_set(wrong, on=DAY)
    with pytest.raises(DataError, match="X7001 is a code of your house"):
        fhir.value_set("71250, X7001", on=DAY, catalog=MINE)
    with pytest.raises(InvalidCodeError):
        fhir.value_set(5.5, on=DAY)
    assert fhir.value_set(71260, on=DAY)["title"] == "Codes 71260"


@pytest.mark.parametrize(
    "code", ["71260", 71260, "71260-26", cptkit.lookup("71260"), fhir.coding("71260:26")]
)
def test_lookup_takes_whatever_names_a_code(code: Any) -> None:
    """A text, a number, a code, an expression and a Coding; the answer is the same."""
    told = said(fhir.lookup(code, on=DAY))
    assert (told["name"], told["version"]) == ("CPT", "2026")
    assert told["display"] == cptkit.lookup("71260").label
    assert "American Medical Association" in told["copyright"]


def test_lookup_says_what_it_does_not_know() -> None:
    """A code without a label is its own display; unknown codes, other systems and house codes are errors."""
    told = said(fhir.lookup("J2785", on=DAY))
    assert (told["name"], "copyright" in told) == ("HCPCS", False)
    assert said(fhir.lookup("99499"))["display"] == "99499"
    with pytest.raises(UnknownCodeError):
        fhir.lookup("77014", on=DAY)
    with pytest.raises(DataError, match=r"Coding\.system"):
        fhir.lookup({"system": "http://loinc.org", "code": "71260"})
    with pytest.raises(DataError, match="your house"):
        fhir.lookup("X7001", catalog=MINE)


@pytest.mark.parametrize(
    ("code", "value_set", "result", "message"),
    [
        ("71260", None, True, ""),
        ("71260:26", None, True, ""),
        ("71260:ZZ", None, False, "no modifier that is known"),
        ("77014", None, False, "through 2025-12-31"),
        ("7126", None, False, "cannot be read"),
        ("71999", None, False, "71999"),
        ("X7001", None, False, "your house"),
        ("71260", "71250-71275", True, ""),
        ("71260", "radiology.diagnostic.chest", True, ""),
        ("71046", "71250-71275", False, "not in the value set"),
        ("71260", fhir.value_set("71260", on=DAY), True, ""),
        ("71046", fhir.value_set("71260", on=DAY), False, "not in the value set"),
    ],
)
def test_validate_code(code: str, value_set: Any, result: bool, message: str) -> None:  # noqa: FBT001
    """A code is in force, with modifiers that exist, and in the set; where not, the message says why."""
    told = said(fhir.validate_code(code, on=DAY, value_set=value_set, catalog=MINE))
    assert told["result"] is result
    assert message in told.get("message", "")
    assert ("message" in told) is not result


def test_what_cannot_be_told_is_no_answer() -> None:
    """Neither true nor false is said of a code of which no source tells."""
    with pytest.raises(NoDataError):
        fhir.validate_code("H9999", on=DAY)


def test_value_sets_that_are_more_than_lists_are_refused() -> None:
    """A filter, another set, an exclusion or another system would need a terminology server."""
    made = fhir.value_set("71260", on=DAY)
    include = made["compose"]["include"]
    for wrong in (
        {"resourceType": "ValueSet"},
        {**made, "resourceType": "CodeSystem"},
        {**made, "compose": {"include": [{"system": CPT, "filter": []}]}},
        {**made, "compose": {"include": [{**include[0], "valueSet": ["x"]}]}},
        {**made, "compose": {"include": [{**include[0], "system": "http://loinc.org"}]}},
        {**made, "compose": {"include": include, "exclude": include}},
    ):
        with pytest.raises(DataError, match="lists codes"):
            fhir.validate_code("71260", on=DAY, value_set=wrong)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("radiology.diagnostic.chest", "71260", "subsumes"),
        ("radiology", "71260", "subsumes"),
        ("radiology", "radiology.diagnostic", "subsumes"),
        ("71260", "radiology.diagnostic", "subsumed-by"),
        ("71260", fhir.coding("71260"), "equivalent"),
        ("radiology.diagnostic.chest", "70450", "not-subsumed"),
        ("71260", "71250", "not-subsumed"),
        ("radiology.nuclear-medicine", "77295", "not-subsumed"),
    ],
)
def test_subsumes(first: Any, second: Any, outcome: str) -> None:
    """A heading subsumes what stands under it, by membership."""
    assert said(fhir.subsumes(first, second, on=DAY)) == {"outcome": outcome}


@pytest.mark.parametrize("wrong", ["radiology.brain", "77014"])
def test_subsumes_asks_for_what_exists(wrong: str) -> None:
    """A heading that is none and a code that is gone are errors."""
    with pytest.raises(UnknownCodeError):
        fhir.subsumes(wrong, "71260", on=DAY)


def test_reports_are_valid() -> None:
    """What is written of a report is read by a FHIR library, and comes back the same."""
    report = check_claim(fhir.claims(resource())[0])
    outcome = fhir.operation_outcome(report, resource())
    response = fhir.claim_response(report, resource(), created=DAY)
    assert valid(outcome) == outcome
    assert valid(response) == response
    assert valid({"resourceType": "Coding"} | fhir.coding("71260:26"))["code"] == "71260:26"


@pytest.mark.parametrize("name", SAMPLES)
def test_reports_of_samples_are_valid(name: str) -> None:
    """So are those of the shared samples."""
    given = json.loads(sample(f"fhir/{name}.json"))
    report = check_claim(fhir.claims(given)[0])
    assert valid(fhir.operation_outcome(report, given))["issue"]
    assert valid(fhir.claim_response(report, given, created=DAY))["outcome"]
