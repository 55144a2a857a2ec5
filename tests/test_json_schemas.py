"""What `to_json` writes is valid under its schema, and what is altered is refused by the schema and by `from_json`."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cptkit
from cptkit import Claim, ClaimLine, ClaimReport, Code, DataError, Table
from looped import some
from test_json_everything import CATALOGS, VALUES, strategy

DAY = dt.date(2026, 3, 2)
DIALECT = "https://json-schema.org/draft/2020-12/schema"
untyped: Any = cptkit


@functools.cache
def _validator(kind: Hashable) -> jsonschema.Draft202012Validator:
    """Make the validator of a kind, days as formats included."""
    return jsonschema.Draft202012Validator(
        cptkit.json_schema(kind), format_checker=jsonschema.FormatChecker()
    )


def validator(kind: Any) -> jsonschema.Draft202012Validator:
    """Give the validator of a kind, made once."""
    return _validator(kind)


def refused(kind: Any, raw: Any) -> None:
    """Hold that both refuse what was altered."""
    assert not validator(kind).is_valid(raw), raw
    with pytest.raises(cptkit.CptkitError):
        cptkit.from_json(json.dumps(raw), kind)


@pytest.mark.parametrize("kind", [*VALUES, *CATALOGS], ids=lambda kind: kind.__name__)
def test_every_schema_is_one(kind: type[Any]) -> None:
    """Of the dialect 2020-12, titled, and it says what each field is."""
    schema = cptkit.json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["title"]) == (DIALECT, kind.__name__)
    assert schema["description"] or schema.get("type") == "object"
    json.dumps(schema)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_what_is_written_is_valid(kind: type[Any], data: st.DataObject) -> None:
    """Any value's JSON; an unknown key, a key that is missing or of another type are refused by both."""
    raw = json.loads(cptkit.to_json(data.draw(strategy(kind))))
    validator(kind).validate(raw)
    if kind is cptkit.Record:  # any key may be an evidence id
        refused(kind, {"x": 1.5})
        return
    refused(kind, {**raw, "made_up": 1})
    refused(kind, [raw])
    required = cptkit.json_schema(kind)["required"]
    for name in required:
        refused(kind, {key: held for key, held in raw.items() if key != name})
    name = data.draw(st.sampled_from(sorted(raw)))
    refused(kind, {**raw, name: {"an": 1.5}})
    refused(kind, {**raw, name: 1.5})


def report() -> ClaimReport:
    """Check a claim of which something fails, something is untold, and some tables answer."""
    lines = [
        ClaimLine(code, ["26"], date_of_service=DAY, place_of_service="22")
        for code in ("71250", "71260", "77014", "76942")
    ]
    return cptkit.check_claim(Claim(lines))


def test_a_report_is_written_whole_and_each_source_once() -> None:
    """Outcome, findings, what is unchecked, coverage and verdicts; it comes back equal."""
    made = report()
    text = cptkit.to_json(made)
    raw = json.loads(text)
    validator(ClaimReport).validate(raw)
    assert list(raw) == [
        *("outcome", "is_clean", "is_complete", "findings", "unchecked"),
        *("coverage", "verdicts", "sources"),
    ]
    assert (raw["outcome"], raw["is_clean"]) == (made.outcome.name, made.is_clean)
    assert [each["message"] for each in raw["findings"]] == [f.message for f in made.findings]
    assert len(raw["unchecked"]) == len(made.unchecked)
    named = [each.source for each in made.verdicts if each.source is not None]
    named += [each.source for each in made.coverage if each.source is not None]
    assert len(raw["sources"]) == len(set(named)) < len(named)
    again = cptkit.from_json(text, ClaimReport)
    assert again == made
    assert [each.source for each in again.verdicts] == [each.source for each in made.verdicts]
    assert cptkit.from_json(cptkit.to_json((made, made)), tuple[ClaimReport, ...]) == (made, made)


def test_a_report_of_a_thousand_lines_is_short() -> None:
    """Its length grows with what is said, not with the tables that say it."""
    source = cptkit.Source("CMS", "a" * 200, "v322r0", sha256="b" * 64)
    verdicts = tuple(
        cptkit.Finding("bundling.ptp", cptkit.Outcome.PASS, (i,), "x", source=source)
        for i in range(1000)
    )
    text = cptkit.to_json(ClaimReport(verdicts))
    assert text.count(source.sha256) == 1
    assert len(text) < 200_000


def altered(**other: Any) -> dict[str, Any]:
    """Give the JSON of the report with other values."""
    raw: dict[str, Any] = copy.deepcopy(json.loads(cptkit.to_json(report())))
    return raw | other


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"outcome": "PASS"}, "outcome: not what the verdicts say"),
        ({"is_clean": True}, "is_clean: not what the verdicts say"),
        ({"findings": []}, "findings: not what the verdicts say"),
        ({"unchecked": []}, "unchecked: not what the verdicts say"),
        ({"sources": []}, "is none of the 0 sources"),
    ],
)
def test_a_report_that_contradicts_itself(other: dict[str, Any], told: str) -> None:
    """What stands first says what the verdicts say, and an index leads to a source."""
    with pytest.raises(DataError, match=told):
        cptkit.from_json(json.dumps(altered(**other)), ClaimReport)


def test_sources_in_another_order_say_the_same() -> None:
    """The order of sources means nothing; a place below 0 does not count from the end."""
    raw = altered()
    count = len(raw["sources"])
    raw["sources"].reverse()
    for each in (*raw["findings"], *raw["unchecked"], *raw["verdicts"], *raw["coverage"]):
        if each["source"] is not None:
            each["source"] = count - 1 - each["source"]
    assert cptkit.from_json(json.dumps(raw), ClaimReport) == report()
    for each in (*raw["findings"], *raw["unchecked"], *raw["verdicts"]):
        each["source"] = -1
    with pytest.raises(DataError, match="count from 0"):
        cptkit.from_json(json.dumps(raw), ClaimReport)


@pytest.mark.parametrize(
    "value",
    [
        lambda: ClaimLine("71260", date_of_service=DAY, units=10**50),
        lambda: ClaimLine("71260", date_of_service=DAY, number=-(10**30)),
        lambda: untyped.HouseCode(5, "x"),
        lambda: untyped.Code("71260", "I"),
        lambda: untyped.Code("71260", cptkit.Category.I, is_add_on="no"),
        lambda: untyped.Locality("1", "a", "b", "c", "d", Decimal("NaN"), 1.5, None),
        lambda: cptkit.Record({"a": 10**50}),
        lambda: cptkit.Record({"a": Decimal("NaN")}),
        lambda: Table(cptkit.TableKind.MUE, cptkit.Source("CMS"), (untyped.Mue("71260", 1.5, 3),)),
    ],
)
def test_what_is_not_read_is_not_written(value: Any) -> None:
    """A number longer than any count, a decimal that is none, and a field of another type."""
    with pytest.raises(cptkit.CptkitError):
        cptkit.to_json(value())


def test_the_longest_count_goes_round() -> None:
    """Thirty digits, with and without a sign, and half a character pair as its escape."""
    for number in (10**30 - 1, 1 - 10**30):
        line = ClaimLine("71260", date_of_service=DAY, number=number)
        assert cptkit.from_json(cptkit.to_json(line), ClaimLine) == line
    odd = cptkit.Source("\ud800")
    text = cptkit.to_json(odd)
    assert text.encode().startswith(b'{"publisher": "\\ud800"')
    assert cptkit.from_json(text, cptkit.Source) == odd


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"charge": "131.00\\n"}', ClaimLine),
        ('{"date_of_service": "2026-02-30"}', ClaimLine),
        ('{"date_of_service": "2026-13-01"}', ClaimLine),
        ('{"units": true}', ClaimLine),
        (f'{{"units": {10**30}}}', ClaimLine),
        ('{"record": {"a": {"date": "2026"}}}', ClaimLine),
        ('{"record": {"a": {"date": "2026-01-01", "decimal": "1"}}}', ClaimLine),
        ('{"unread": [["CLM"]]}', Claim),
    ],
)
def test_fields_that_both_refuse(text: str, kind: type[Any]) -> None:
    """Beside the fields that are needed."""
    needed: dict[Any, dict[str, Any]] = {
        ClaimLine: {"code": "71260", "date_of_service": "2026-03-02"},
        Claim: {"lines": []},
    }
    refused(kind, needed[kind] | json.loads(text))


def test_another_kind_is_refused() -> None:
    """A report is no claim, a claim no line, one value not several."""
    claim = Claim((ClaimLine("71260", date_of_service=DAY),))
    for value, kind in ((report(), Claim), (claim, ClaimLine), (claim, tuple[Claim, ...])):
        refused(kind, json.loads(cptkit.to_json(value)))
    several = cptkit.to_json((claim,))
    validator(tuple[Claim, ...]).validate(json.loads(several))
    assert cptkit.json_schema(tuple[Claim, ...])["type"] == "array"


def test_tables_say_what_their_rows_are() -> None:
    """A row of another kind than the table's is refused by both."""
    mue = cptkit.Mue("71260", 2, cptkit.indicators.Adjudication.LINE)
    table: Table[Any] = Table(cptkit.TableKind.MUE, cptkit.Source("CMS"), (mue,))
    raw = json.loads(cptkit.to_json(table))
    validator(Table).validate(raw)
    refused(Table, raw | {"kind": "ADD_ON"})
    refused(Table, raw | {"kind": "PLACES_OF_SERVICE"})


@pytest.mark.parametrize("kind", [5, None, int, "Claim", dict, tuple[int, ...]], ids=repr)
def test_a_schema_of_what_is_none_of_ours(kind: Any) -> None:
    """Refused with what to give."""
    with pytest.raises(DataError, match="is no class of cptkit: give one, such as Claim"):
        cptkit.json_schema(kind)


def test_every_schema_is_published() -> None:
    """Beside the docs, a file a value."""
    folder = Path(__file__).resolve().parents[1] / "docs" / "_static" / "schemas"
    for kind in some((*VALUES, *CATALOGS)):
        held = json.loads((folder / f"{kind.__name__}.json").read_text(encoding="utf-8"))
        assert held == cptkit.json_schema(kind)


def test_a_code_is_written_as_it_is() -> None:
    """Rows that check nothing when they are made are written where they are right."""
    code = cptkit.lookup("71260")
    assert cptkit.from_json(cptkit.to_json(code), Code) == code
