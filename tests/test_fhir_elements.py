"""Nothing of a FHIR claim is dropped in silence: what stands there is read, noted, refused, or passed over by name."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from cptkit import DataError, Payer, Setting, fhir
from cptkit.errors import CptkitError
from cptkit.fhir.elements import Reading, element_rows
from edi import sample
from fhir_places import is_passed, places, planted, text
from looped import some
from test_fhir import concept, resource

SAMPLES = ("claim-10851", "claim-13905", "claim-21226", "eob-institutional", "eob-professional")
PARTS = {
    "claim": ("Claim", "ExplanationOfBenefit"),
    "item": ("ClaimItem", "ExplanationOfBenefitItem"),
    "careTeam": ("ClaimCareTeam", "ExplanationOfBenefitCareTeam"),
    "diagnosis": ("ClaimDiagnosis", "ExplanationOfBenefitDiagnosis"),
    "insurance": ("ClaimInsurance", "ExplanationOfBenefitInsurance"),
    "supportingInfo": ("ClaimSupportingInfo", "ExplanationOfBenefitSupportingInfo"),
    **{
        name: (name,)
        for name in (
            "CodeableConcept",
            "Coding",
            "Identifier",
            "Money",
            "Period",
            "Quantity",
            "Reference",
        )
    },
}
TYPES = {"location": (), **PARTS}
OURS = {("item", "location"), ("claim", "resourceType")}
"""What files carry beside R4: a place of service within `location`; and the name of the resource itself."""


def elements(name: str) -> set[str]:
    """List the elements of a type in R4B, whose claims are those of R4."""
    fields = get_fhir_model_class(name).model_fields
    named = {field.alias or key for key, field in fields.items() if not key.endswith("__ext")}
    return named - {"fhir_comments", "resource_type", "resourceType"}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_element_has_its_row(part: str) -> None:
    """The table says of each element of R4 what is done with it, and of no other."""
    known = set().union(*(elements(name) for name in PARTS[part]))
    rows = element_rows()[part]
    ours = {name for kind, name in OURS if kind == part}
    everywhere = {"id", "extension", "modifierExtension"}
    assert set(rows) - ours - everywhere == known - everywhere
    assert {row.holds for row in rows.values()} <= {
        *TYPES,
        *("any", "unsafe", "text", "whole", "number", "flag", "resource"),
    }
    silent = [row for row in rows.values() if row.reading in (Reading.NOTED, Reading.PASSED)]
    assert all(some(row.why for row in silent))


def dense() -> dict[str, Any]:
    """Make a claim in which whatever is read decides something: one coding a concept, nothing twice."""
    line = {
        "sequence": 1,
        "productOrService": concept("71260"),
        "modifier": [concept("26")],
        "servicedPeriod": {"start": "2024-08-15", "end": "2024-08-15"},
        "quantity": {"value": 2.0, "unit": "UN"},
        "net": {"value": 9.5, "currency": "USD"},
        "diagnosisSequence": [1, 2],
        "careTeamSequence": [1],
        "locationCodeableConcept": concept("11", "https://place"),
    }
    other = {
        "sequence": 2,
        "productOrService": concept("71250"),
        "servicedDate": "2024-08-15",
        "diagnosisSequence": [1],
        "careTeamSequence": [3],
    }
    plain = {"sequence": 3, "productOrService": concept("71046"), "diagnosisSequence": [2]}
    return {
        "resourceType": "Claim",
        "id": "A1",
        "status": "active",
        "use": "claim",
        "type": concept("professional", "https://claim-type"),
        "billablePeriod": {"start": "2024-08-14", "end": "2024-08-14"},
        "provider": {"identifier": {"value": "GROUPNAME"}},
        "insurance": [{"focal": True, "coverage": {"reference": "#cover"}}],
        "contained": [coverage()],
        "diagnosis": [
            {"sequence": 1, "diagnosisCodeableConcept": concept("R911", "https://icd")},
            {"sequence": 2, "diagnosisCodeableConcept": concept("J189", "https://icd")},
        ],
        "careTeam": [member(1, "performing"), member(2, "ordering"), member(3, "primary")],
        "item": [line, other, plain],
    }


def coverage(code: str = "121", **changes: Any) -> dict[str, Any]:
    """Make a contained coverage."""
    kind = concept(code, "https://nahdo.org/sopt")
    return {"resourceType": "Coverage", "id": "cover", "type": kind, **changes}


def member(sequence: int, role: str) -> dict[str, Any]:
    """Make a member of a care team."""
    provider = {"reference": f"Practitioner/NAME{sequence}"}
    return {"sequence": sequence, "role": concept(role, "https://role"), "provider": provider}


VALUES = ("PLANTED", 98765, ["PLANTED"], {"PLANTED": 1})


def dropped(given: dict[str, Any], most: int) -> Iterator[str]:
    """Give the places at which something else may stand without that anybody is told; so many of each path."""
    before = fhir.claims(given)
    tried: Counter[str] = Counter()
    for at in places(given):
        if is_passed(at) or tried[text(at)] >= most:
            continue
        tried[text(at)] += 1
        for value in VALUES:
            try:
                after = fhir.claims(planted(given, at, value))
            except CptkitError:
                continue
            if after == before:
                yield text(at)


def test_a_claim_of_which_all_is_read() -> None:
    """The dense claim is read whole."""
    (claim,) = fhir.claims(dense())
    assert (len(claim.lines), claim.unread, claim.payer) == (3, (), Payer.MEDICARE)
    assert claim.setting is Setting.PROFESSIONAL
    assert [each.provider for each in claim.lines] == ["provider-1", "provider-3", "provider-1"]
    assert claim.ordering_provider == "provider-2"


def test_whatever_is_planted_is_read_noted_or_refused() -> None:
    """Each value at each place of a claim changes the claim, stands in `unread`, is an error, or is passed by name."""
    assert (
        set(dropped(dense(), 99))
        <= {
            "contained.id",  # then the coverage is not here: noted; and an id of no coverage changes nothing
            "contained.resourceType",  # a reference says what it points at
            # which list a code is of, where any list counts
            "type.coding.system",
            "careTeam.role.coding.system",
            "diagnosis.diagnosisCodeableConcept.coding.system",
            "item.locationCodeableConcept.coding.system",
            "item.modifier.coding.system",
            # one opaque id is as good as another
            "provider.identifier.value",
            "careTeam.provider.reference",
            # the only insurance is the focal one
            "insurance.focal",
            # lines may point at no one who ordered
            "careTeam.sequence",
        }
    )


MORE = (
    "contained",  # resources that nothing of the claim needs
    "billablePeriod",  # each line has its own day
    "diagnosis.sequence",  # no line points at it
    "supportingInfo",  # no type of bill that is whole
    "careTeam.sequence",
    "careTeam.role.coding.code",  # who attended or operated neither rendered nor ordered
    "careTeam.provider",
    "item.careTeamSequence",
    "insurer",  # the type of the claim says who pays, or both are another payer
    "insurance.coverage.reference",
    "provider",
    "referral.identifier",
    "type.coding.code",  # the claim type of another list beside HL7's
    "subType.coding.code",  # neither is inpatient
    "item.locationCodeableConcept.coding.code",  # the same place in another list
    "item.revenue.coding",
)
"""Of the samples: what decides nothing there, although it is read."""


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_drop_nothing(name: str) -> None:
    """So it is with each sample, whose lines without a code stay unread whatever else they hold."""
    given = json.loads(sample(f"fhir/{name}.json"))
    (claim,) = fhir.claims(given)
    unread = {path.split("[")[1].split("]")[0] for path, _ in claim.unread}
    given["item"] = [each for n, each in enumerate(given["item"]) if str(n) not in unread]
    left = {each for each in some(dropped(given, 2)) if not each.endswith(".system")}
    assert {each for each in some(left) if not each.startswith(MORE)} == set()


def test_a_name_that_r4_does_not_have_is_noted_and_not_repeated() -> None:
    """A misspelt element anywhere is noted where it stands; its name may be somebody's."""
    given = dense()
    objects = [(), *(at for at in places(given) if not is_passed(at) and "contained" not in at)]
    for at in some(objects):
        inside = given
        for name in at:
            inside = inside[name]
        if isinstance(inside, dict):
            (claim,) = fhir.claims(planted(given, (*at, "PATIENTNAME"), 1))
            assert claim.unread
            assert "NAME" not in repr(claim.unread)


def one(**changes: Any) -> Any:
    """Read a claim with other parts."""
    (claim,) = fhir.claims({**dense(), **changes})
    return claim


def of_line(**changes: Any) -> Any:
    """Read a claim whose only line has other parts."""
    return one(item=[{**dense()["item"][0], **changes}])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"modifier": [{"text": "professional component"}]}, "item[0]"),
        ({"modifier": [{"coding": [{"code": "26"}, {"code": "TC"}]}]}, "item[0]"),
        ({"modifier": ["26"]}, "item[0].modifier[0]"),
        ({"modifier": "26"}, "item[0].modifier"),
        ({"modifierExtension": [{"url": "x"}]}, "item[0].modifierExtension"),
        ({"quantity": [2]}, "item[0].quantity"),
        ({"quantity": {"unit": "UN"}}, "item[0]"),
        ({"quantity": {"value": "2"}}, "item[0].quantity.value"),
        ({"quantity": {"value": 2, "comparator": "<"}}, "item[0].quantity.comparator"),
        ({"quantity": {"value": float("nan")}}, "item[0].quantity.value"),
        ({"quantity": {"value": Decimal("NaN")}}, "item[0].quantity.value"),
        ({"productOrService": "71260"}, "item[0].productOrService"),
        ({"productOrService": {"text": "CT"}}, "item[0]"),
        ({"productOrService": concept("71260:TC")}, "item[0]"),
        ({"productOrService": concept("7126\u00e9")}, "item[0]"),
        ({"productOrService": {"coding": [*concept("71260")["coding"], *concept("71250")["coding"]]}}, "item[0]"),
        ({"servicedPeriod": {"start": "2024-08"}}, "item[0]"),
        ({"servicedPeriod": {"start": "2024-02-30"}}, "item[0]"),
        ({"servicedDate": 20240815}, "item[0].servicedDate"),
        ({"servicedDate": "2024-08-15T", "servicedPeriod": None}, "item[0]"),
    ],
)  # fmt: skip
def test_a_line_is_not_read_where_what_it_bills_cannot_be(
    changes: dict[str, Any], path: str
) -> None:
    """Code, modifiers, day and units decide: a line is never judged without them, and its place is noted."""
    claim = of_line(**changes)
    assert claim.lines == ()
    assert [place for place, _ in claim.unread] == [f"Claim.{path}"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"net": {"value": "9.5"}}, "net.value"),
        ({"net": {"value": 10**16}}, "net.value"),
        ({"net": {"value": 9.5, "currency": "EUR"}}, "net"),
        ({"careTeamSequence": [9]}, "careTeamSequence"),
        ({"careTeamSequence": [1, True, "x"]}, "careTeamSequence"),
        ({"diagnosisSequence": None}, "diagnosisSequence"),
        ({"diagnosisSequence": [1, 7]}, "diagnosisSequence"),
        ({"locationCodeableConcept": {"text": "office"}}, "locationCodeableConcept"),
        ({"locationReference": {"reference": "Location/1"}}, "locationReference"),
        ({"bodySite": concept("left", "x")}, "bodySite"),
        ({"detail": [{"sequence": 1}]}, "detail"),
        ({"servicedDate": "2024-08-16"}, "servicedPeriod"),
        ({"sequence": "1"}, "sequence"),
    ],
)
def test_what_is_left_out_of_a_line_is_noted(changes: dict[str, Any], path: str) -> None:
    """The line is read, and what of it is not stands in `unread`."""
    claim = of_line(**changes)
    assert len(claim.lines) == 1
    assert f"Claim.item[0].{path}" in {place.removesuffix("[1]").removesuffix("[2]") for place, _ in claim.unread}  # fmt: skip


def test_periods_of_several_days_are_noted() -> None:
    """Only the first day of a period is checked, whether the line states it or the claim."""
    days = {"start": "2024-08-15T08:00:00-05:00", "end": "2024-08-16"}
    for claim in (of_line(servicedPeriod=days), one(billablePeriod=days)):
        assert "several days" in claim.unread[0][1]
    assert str(of_line(servicedPeriod=days).lines[0].date_of_service) == "2024-08-15"


def test_diagnoses_without_codes_are_none() -> None:
    """Two diagnoses whose codes are absent leave nothing that a line could have lost."""
    line = {**dense()["item"][0], "diagnosisSequence": None}
    claim = one(diagnosis=[{"sequence": 1}, {"sequence": 2}], item=[line])
    assert (claim.lines[0].diagnoses, claim.unread) == ((), ())


def test_what_says_nothing_is_no_note() -> None:
    """Empty parts, and a period that says the same day again, are nothing that could be lost."""
    same = {"start": "2024-08-15", "end": "2024-08-15"}
    empty: dict[str, Any] = {
        "modifier": [{}],
        "detail": [],
        "net": {},
        "bodySite": None,
        "_servicedDate": {},
    }
    claim = of_line(servicedDate="2024-08-15", servicedPeriod=same, **empty)
    assert (len(claim.lines), claim.unread, claim.lines[0].modifiers) == (1, (), ())


def test_modifiers_may_stand_behind_the_code() -> None:
    """CPT's own syntax, as `fhir.coding` writes it: the modifiers are read, alone or said twice."""
    for beside in ([], [concept("26")]):
        claim = of_line(productOrService=concept("71260:26"), modifier=beside)
        assert (claim.lines[0].code, claim.lines[0].modifiers) == ("71260", ("26",))


def test_items_that_are_no_objects() -> None:
    """What is no object is noted at its own place, and the lines keep theirs."""
    given = dense()
    given["item"].insert(0, 5)
    (claim,) = fhir.claims(given)
    assert [place for place, _ in claim.unread] == ["Claim.item[0]"]
    assert one(item={"sequence": 1}).unread[0] == ("Claim.item", "is no list: no line is read")


@pytest.mark.parametrize(
    ("diagnosis", "path", "codes"),
    [
        ({"diagnosisCodeableConcept": concept("R911", "x")}, "diagnosis[0]", ()),
        ({"sequence": 1}, "item[0].diagnosisSequence", ()),
        ({"sequence": 1, "diagnosisReference": {"reference": "#gone"}}, "diagnosis[0].diagnosisReference", ()),
        ({"sequence": 1, "diagnosisCodeableConcept": {"text": "nodule"}}, "diagnosis[0].diagnosisCodeableConcept", ()),
        ({"sequence": 1, "diagnosisCodeableConcept": concept("427359005", "http://snomed.info/sct")}, "diagnosis[0].diagnosisCodeableConcept", ()),
        ({"sequence": 1, "diagnosisCodeableConcept": concept("R911", "x"), "diagnosisReference": {"reference": "C/1"}}, "diagnosis[0].diagnosisReference", ("R91.1",)),
        ({"sequence": 1, "diagnosisCodeableConcept": concept("R9X", "http://hl7.org/fhir/sid/icd-10-cm")}, None, ("R9X",)),
        ({"sequence": 1, "diagnosisReference": {"reference": "#found"}}, None, ("J18.9",)),
    ],
)  # fmt: skip
def test_diagnoses(diagnosis: dict[str, Any], path: str | None, codes: tuple[str, ...]) -> None:
    """A diagnosis is read where it can be, by reference too, and noted at its own place where not."""
    found = {"resourceType": "Condition", "id": "found", "code": concept("J189", "x")}
    line = {**dense()["item"][0], "diagnosisSequence": [1]}
    claim = one(diagnosis=[diagnosis], item=[line], contained=[coverage(), found])
    assert claim.lines[0].diagnoses == codes
    noted = dict(claim.unread)
    assert f"Claim.{path}" in noted if path else noted == {}


def test_more_diagnoses_than_a_claim_can_hold() -> None:
    """An institutional line takes 25, and the rest is noted."""
    many = [{**dense()["diagnosis"][0], "sequence": n} for n in range(1, 28)]
    line = {**dense()["item"][0], "diagnosisSequence": None}
    claim = one(type=concept("institutional"), diagnosis=many, item=[line])
    assert len(claim.lines[0].diagnoses) == 25
    assert [place for place, _ in claim.unread] == ["Claim.diagnosis"]


def test_a_sequence_that_stands_twice() -> None:
    """The first diagnosis of a sequence counts, and the other is noted."""
    both = [{**each, "sequence": 1} for each in dense()["diagnosis"]]
    claim = one(diagnosis=both, item=[{**dense()["item"][0], "diagnosisSequence": [1]}])
    assert claim.lines[0].diagnoses == ("R91.1",)
    assert [place for place, _ in claim.unread] == ["Claim.diagnosis[1].sequence"]


@pytest.mark.parametrize(
    ("team", "path", "provider"),
    [
        ([{"sequence": 1, "provider": {"display": "DOCTORNAME"}, "role": concept("performing")}], "careTeam[0].provider", "provider-1"),
        ([{"sequence": 1, "provider": {"reference": "#gone"}, "role": concept("performing")}], "careTeam[0].provider", "provider-1"),
        ([{"sequence": 1, "provider": {"reference": "P/1"}, "role": {"text": "reader"}}], "careTeam[0].role", "provider-2"),
        ([{"provider": {"reference": "P/1"}, "role": concept("performing")}], "careTeam[0]", "provider-2"),
        ([member(1, "performing"), member(1, "rendering") | {"provider": {"reference": "P/2"}}], "item[0].careTeamSequence", "provider-1"),
    ],
)  # fmt: skip
def test_care_teams(team: list[dict[str, Any]], path: str, provider: str) -> None:
    """Who cannot be told, or has no role or sequence, is noted; a line then has who bills."""
    claim = one(careTeam=team, item=[dense()["item"][0]])
    assert f"Claim.{path}" in [place for place, _ in claim.unread]
    assert claim.lines[0].provider == provider
    assert "NAME" not in repr(claim)


def test_contained_providers_are_known_by_their_npi() -> None:
    """A contained provider is its NPI, wherever it stands; without one it is its claim's own."""
    npi = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
    typed = {"type": concept("NPI", "x"), "value": "1234567893"}
    held = [
        {
            **dense(),
            "provider": {"reference": "#p"},
            "careTeam": [],
            "item": [{k: v for k, v in dense()["item"][0].items() if k != "careTeamSequence"}],
            "contained": [coverage(), {"resourceType": "Organization", "id": "p", "identifier": [each]}],
        }
        for each in (npi, typed, {"value": "own"}, {"value": "own"})
    ]  # fmt: skip
    bundle = {"resourceType": "Bundle", "entry": [{"resource": each} for each in held]}
    assert [claim.lines[0].provider for claim in fhir.claims(bundle)] == [
        "provider-1",
        "provider-1",
        "provider-2",
        "provider-3",
    ]


def test_who_ordered_may_stand_in_the_referral() -> None:
    """By its own identifier, by the order that it points at, and as somebody whom only the order names."""
    order = {
        "resourceType": "ServiceRequest",
        "id": "order",
        "requester": {"identifier": {"value": "X"}},
    }
    team = [member(1, "performing")]
    for referral, noted in (
        ({"identifier": {"value": "ORDERNAME"}}, []),
        ({"reference": "#order"}, []),
        ({"reference": "ServiceRequest/7"}, ["Claim.referral"]),
    ):
        claim = one(careTeam=team, referral=referral, contained=[coverage(), order])
        places_noted = [place for place, _ in claim.unread if "referral" in place]
        assert (places_noted, claim.ordering_provider is None) == (noted, False)
    assert one(careTeam=team).ordering_provider is None


@pytest.mark.parametrize(
    ("changes", "payer", "noted"),
    [
        ({}, "MEDICARE", False),
        ({"contained": [coverage("112")]}, "OTHER", False),
        ({"contained": [coverage("1")]}, "OTHER", False),
        ({"contained": []}, "OTHER", True),
        ({"contained": [], "payer": Payer.MEDICARE}, "MEDICARE", False),
        ({"insurer": {"display": "Humana"}, "contained": []}, "OTHER", False),
        ({"insurer": {"reference": "Organization/7"}, "insurance": []}, "OTHER", True),
        ({"insurer": {"display": "Medicare Advantage Plan"}, "contained": []}, "OTHER", False),
        ({"insurer": {"identifier": {"value": "CMS"}}, "contained": []}, "MEDICARE", False),
        ({"insurer": {"reference": "#org"}, "insurance": [], "contained": [{"resourceType": "Organization", "id": "org", "name": "Medicare", "identifier": [{"value": "9"}]}]}, "MEDICARE", False),
        ({"insurer": {"identifier": {"value": "CMS"}}, "contained": [coverage("112")]}, "OTHER", True),
        ({"contained": [], "insurance": [{"coverage": {"display": "Medicare"}}]}, "MEDICARE", False),
        ({"type": {"coding": [*concept("professional")["coding"], {"system": "https://bluebutton.cms.gov/resources/variables/nch_clm_type_cd", "code": "71"}]}, "contained": []}, "MEDICARE", False),
        ({"contained": [{"resourceType": "Coverage", "id": "cover", "class": [{"type": concept("plan"), "value": "Part C"}], "payor": [{"identifier": {"value": "CMS"}}]}]}, "OTHER", False),
        ({"contained": [{"resourceType": "Coverage", "id": "cover", "payor": [{"display": "Centers for Medicare & Medicaid Services"}]}]}, "MEDICARE", False),
        ({"contained": [{"resourceType": "Coverage", "id": "cover", "type": {"text": "Medicare"}}]}, "MEDICARE", False),
    ],
)  # fmt: skip
def test_who_pays(changes: dict[str, Any], payer: str, noted: bool) -> None:  # noqa: FBT001
    """Whole values of coverage, insurer or claim type say Medicare; the unknown is another payer, never guessed."""
    given = {**dense(), **changes}
    options = {"payer": given.pop("payer")} if "payer" in given else {}
    (claim,) = fhir.claims(given, **options)
    assert claim.payer is Payer[payer]
    assert any(place.startswith("Claim.insur") for place, _ in claim.unread) is noted


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"use": "preauthorization"}, "use"),
        ({"status": "cancelled"}, "status"),
        ({"type": concept("pharmacy")}, "type"),
        ({"type": {"coding": [{"code": "professional"}, {"code": "institutional"}]}}, "type"),
        ({"procedure": [{"sequence": 1}]}, "procedure"),
        ({"addItem": [{}]}, "addItem"),
        ({"implicitRules": "https://rules"}, "implicitRules"),
    ],
)
def test_what_a_claim_says_of_itself(changes: dict[str, Any], path: str) -> None:
    """A question ahead of a claim, one that is cancelled, and another form are noted."""
    claim = one(**changes)
    assert f"Claim.{path}" in [place for place, _ in claim.unread]
    assert bool(claim.lines) is (path != "type")


@pytest.mark.parametrize(("bill", "count"), [("131", 3), ("0131", 3), ("111", 0), ("1", 3)])
def test_the_type_of_bill_tells_inpatients(bill: str, count: int) -> None:
    """An institutional claim says by its type of bill whether the edits of outpatients cover it."""
    info = [
        {"sequence": 1, "category": concept("typeofbill"), "code": concept(bill, "https://nubc")}
    ]
    claim = one(type=concept("institutional"), supportingInfo=info)
    assert (len(claim.lines), claim.setting) == (count, Setting.OUTPATIENT_HOSPITAL)
    assert bool(claim.unread) is (count == 0)


@pytest.mark.parametrize(
    "entry",
    [{"a": 1}, [5], [{"resource": {}}], [{"resource": 5}], [{"resource": {"resourceType": 7}}]],
)
def test_bundles_whose_entries_cannot_be_told(entry: Any) -> None:
    """A claim might be among them: the error names the place."""
    with pytest.raises(DataError, match=r"Bundle\.entry"):
        fhir.claims({"resourceType": "Bundle", "entry": entry})


def test_bundles_within_bundles_hold_what_claims_point_at() -> None:
    """A coverage stands in another entry, by its URL or its type and id; entries without resource are passed."""
    inner = {"resourceType": "Bundle", "entry": [{"fullUrl": "urn:c", "resource": coverage()}, {}]}
    claims = [
        {**dense(), "contained": [], "insurance": [{"coverage": {"reference": url}}]}
        for url in ("urn:c", "Coverage/cover")
    ]
    entries = [*({"resource": each} for each in claims), {"resource": inner}]
    found = fhir.claims({"resourceType": "Bundle", "entry": entries})
    assert [each.payer for each in found] == [Payer.MEDICARE, Payer.MEDICARE]


def test_charges_keep_their_cents() -> None:
    """A decimal is the number as it is written."""
    assert of_line(net={"value": 131.10}).lines[0].charge == Decimal("131.1")
    assert resource()["item"][0]["net"]["value"] == 9.5


def test_what_json_cannot_hold_is_noted() -> None:
    """Values of other kinds are no text, number, list or object; names that are no text are none of R4."""
    claim = of_line(net={"value": object()}, servicedPeriod=dt.date(2024, 8, 15))
    assert [place for place, _ in claim.unread] == [
        "Claim.item[0].servicedPeriod",
        "Claim.item[0].net.value",
    ]
    assert one(id=Text("A2")).id == "A2"
    assert fhir.claims({**dense(), 5: "x"})[0].unread[0][0] == "Claim"  # type: ignore[dict-item]


class Text(str):
    """A text of a caller's own class."""

    __slots__ = ()


def test_a_resource_that_holds_itself() -> None:
    """A Bundle within itself is read once, a claim in two entries twice; what nests without end is no matter."""
    bundle: dict[str, Any] = {"resourceType": "Bundle"}
    claim = dense()
    bundle["entry"] = [{"resource": bundle}, {"resource": claim}, {"resource": claim}]
    assert len(fhir.claims(bundle)) == 2
    deep: dict[str, Any] = {}
    for _ in range(20_000):
        deep = {"extension": [deep]}
    assert fhir.claims({**dense(), "extension": [deep]})[0].unread == ()
    nested = dense()
    for _ in range(20_000):
        nested = {"resourceType": "Bundle", "entry": [{"resource": nested}]}
    assert len(fhir.claims(nested)) == 1
