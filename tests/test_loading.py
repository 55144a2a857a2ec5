"""JSON: strict both ways, all problems at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import ClaimLine, Code, CodeExpression, DataError, Finding, Heading, Outcome
from cptkit.files.packaged import canonical, structure
from cptkit.values.heading import CodeRange

LINE = '{"code": "71260", "modifiers": ["26"], "date_of_service": "2025-03-01"%s}'


def test_every_packaged_code_goes_round() -> None:
    """Every code with a profile comes back equal from its JSON."""
    codes = cptkit.under("radiology")
    assert cptkit.from_json(cptkit.to_json(codes), tuple[Code, ...]) == codes


def test_headings_and_findings_go_round() -> None:
    """Tuples of values too."""
    headings = cptkit.headings("71260")
    assert cptkit.from_json(cptkit.to_json(headings), tuple[Heading, ...]) == headings
    finding = Finding("a.b", Outcome.WARN, (0, 1), "message", carc="97")
    assert cptkit.from_json(cptkit.to_json(finding), Finding) == finding


@given(st.from_regex(r"\A[0-9]{5}\Z"), st.lists(st.sampled_from(["26", "TC", "RT"]), max_size=4))
def test_expressions_go_round(code: str, modifiers: list[str]) -> None:
    """Whatever the code and the modifiers."""
    value = CodeExpression(code, tuple(modifiers))
    assert cptkit.from_json(cptkit.to_json(value), CodeExpression) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LINE % ', "units": "3"', "not int"),
        (LINE % ', "units": true', "not int"),
        (LINE % ', "units": 1.0', "is a float"),
        (LINE % ', "unit": 3', "unknown keys 'unit'"),
        (LINE % ', "code": "71250"', "stands twice"),
        (LINE % ', "charge": "x"', "no decimal"),
        (LINE % ', "charge": "NaN"', "no decimal"),
        (LINE % ', "charge": 5', "no decimal"),
        (LINE % ', "units": NaN', "no JSON number"),
        (LINE % ', "record": []', "no record"),
        (LINE % ', "record": {"a": null}', "no evidence"),
        (LINE % ', "record": {"a": {"days": "2025-03-01"}}', "no evidence"),
        (LINE % ', "record": {"a": {"date": "soon"}}', "no ISO date"),
        ('{"code": "71260"}', "'date_of_service' is missing"),
        ('{"code": "71260", "modifiers": "26", "date_of_service": "2025-03-01"}', "not a list"),
        ('{"code": "71260", "date_of_service": "20250301"}', "no ISO date"),
        ('{"code": "71260", "date_of_service": "2025-W09-6"}', "no ISO date"),
        ('{"code": "71260", "date_of_service": "２025-03-01"}', "no ISO date"),
        ('{"code": "71260", "date_of_service": "2025-02-29"}', "'2025-02-29' is no date: "),
        (LINE % ', "charge": " 1_0.0 "', "no decimal"),
        (LINE % ', "charge": "１０"', "no decimal"),
        (LINE % ', "charge": "1E99999999999999999999"', "no decimal"),
        (LINE % (', "units": ' + "9" * 10_000), "longer than any count"),
        ('{"code": "71260", "date_of_service": "2025-13-01"}', "month"),
        ("[]", "no object of ClaimLine"),
        ("{", "no JSON that can be read"),
        ("[" * 100_000, "no JSON that can be read"),
        (b"\xff\xfe\xff", "no JSON that can be read"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    """No coercion, no unknown or repeated keys, and the message says where."""
    with pytest.raises(DataError) as caught:
        cptkit.from_json(text, ClaimLine)
    assert told in str(caught.value)


def test_all_problems_at_once() -> None:
    """A text with three mistakes is told three."""
    with pytest.raises(DataError) as caught:
        cptkit.from_json(
            '{"code": 1, "modifiers": [1], "units": "x", "date_of_service": "2025-03-01"}',
            ClaimLine,
        )
    assert len(caught.value.problems) == 3
    assert any("$.modifiers" in p for p in caught.value.problems)


def test_items_are_told_with_their_places() -> None:
    """Each wrong item of a list is told, not the first alone, and where it stands."""
    with pytest.raises(DataError) as caught:
        cptkit.from_json(
            '[{"code": "71260"}, {"code": 1}, {"code": "71270", "modifiers": ["26", 2]}]',
            tuple[CodeExpression, ...],
        )
    assert [p.rpartition(" @ ")[2] for p in caught.value.problems] == [
        "$[1].code",
        "$[2].modifiers[1]",
    ]


@pytest.mark.parametrize(
    "kind",
    [
        None,
        int,
        dict,
        object,
        "CodeExpression",
        list[CodeExpression],
        tuple[int, ...],
        cptkit.RangeIndex,
    ],
)
def test_only_our_classes_are_read(kind: Any) -> None:
    """Anything else would come back unchecked."""
    with pytest.raises(DataError, match="is no class of cptkit: give one"):
        cptkit.from_json("1", kind)


@pytest.mark.parametrize("text", ["131", "-1.50", "1E+2", "0E-8", "1e2"])
def test_decimals_as_they_print(text: str) -> None:
    """Every text that a Decimal prints is read."""
    line = cptkit.from_json(LINE % f', "charge": "{text}"', ClaimLine)
    assert line.charge == Decimal(text)


def test_a_time_is_no_date() -> None:
    """A value that holds a time where a date belongs is not written: it would not come back equal."""
    with pytest.raises(DataError, match="a time where a date belongs"):
        cptkit.to_json(
            Code(
                "71260",
                cptkit.Category.I,
                effective=dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc),
            )
        )


def test_members_are_told() -> None:
    """A member that no enum has is told with the members there are."""
    with pytest.raises(cptkit.CptkitError, match="no member of Setting"):
        cptkit.from_json('{"lines": [], "setting": "NOWHERE"}', cptkit.Claim)


@pytest.mark.parametrize("bad", [5, None, "text", object(), [1], {"a": 1}])
def test_only_our_values_are_written(bad: Any) -> None:
    """What is no value of ours, nor a tuple of them, is refused."""
    with pytest.raises(DataError, match="no value of cptkit"):
        cptkit.to_json(bad)


def test_a_tuple_of_strangers_is_refused() -> None:
    """A tuple that holds something that JSON cannot say is refused too."""
    with pytest.raises(DataError, match="cannot be written"):
        cptkit.to_json((object(),))


@pytest.mark.parametrize("bad", [5, None, object()])
def test_json_is_a_text(bad: Any) -> None:
    """Only texts and bytes are read."""
    with pytest.raises(DataError, match="JSON is a text"):
        cptkit.from_json(bad, ClaimLine)


def test_fixed_tuples_have_their_length() -> None:
    """A pair of three is no pair."""
    assert structure(["a", 1], tuple[str, int]) == ("a", 1)
    with pytest.raises(DataError, match="3 items, not 2"):
        structure(["a", 1, 2], tuple[str, int])


def test_canonical_form() -> None:
    """One row a line, in the order given, final newline; ranges print as one text."""
    assert (
        canonical([{"a": 1}, {"b": "é"}], {"about": "x"})
        == '{"about":"x","rows":[\n{"a":1},\n{"b":"é"}\n]}\n'
    )
    assert [str(CodeRange("1", "2")), str(CodeRange("1", "1"))] == ["1-2", "1"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
    )
)
def test_any_json_is_an_answer_or_our_error(raw: Any) -> None:
    """No JSON at all makes anything but a value or an error of ours; a day that is no date is the contract's TypeError."""
    import json

    try:
        cptkit.from_json(json.dumps(raw), ClaimLine)
    except cptkit.CptkitError as error:
        assert str(error)
