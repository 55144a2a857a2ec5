"""Claim values: what they take, what they refuse, and what a report says of itself."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    ClaimReport,
    CptkitError,
    DataError,
    Finding,
    InvalidCodeError,
    InvalidModifierError,
    InvalidRecordError,
    Outcome,
    Record,
)
from cptkit.values.claim import Payer

DAY = dt.date(2025, 3, 1)


def line(code: Any = "71260", modifiers: Any = (), **fields: Any) -> ClaimLine:
    """Make a line of 1 March 2025 with what a test varies."""
    return ClaimLine(code, modifiers, **{"date_of_service": DAY, **fields})


def test_lists_become_tuples_and_texts_are_trimmed() -> None:
    """Callers bring lists and small letters; a line holds tuples and capitals."""
    found = line(" 71260 ", ["26", "rt"], diagnoses=["R91.1"])
    assert (found.code, found.modifiers, found.diagnoses) == ("71260", ("26", "RT"), ("R91.1",))


def test_a_datetime_counts_by_its_day() -> None:
    """The time of day decides nothing."""
    assert line(date_of_service=dt.datetime(2025, 3, 1, 23, 59)).date_of_service == DAY  # noqa: DTZ001


@pytest.mark.parametrize("bad", ["2025-03-01", None, 20250301, 3.5])
def test_what_is_no_date_is_a_type_error(bad: Any) -> None:
    """A day is a date, as the contract says."""
    with pytest.raises(TypeError, match="date of service"):
        line(date_of_service=bad)


def test_nat_is_a_type_error() -> None:
    """A datetime that differs from itself, as pandas' NaT does, is no day."""

    class NotATime(dt.datetime):
        def __eq__(self, other: object) -> bool:
            return False

        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    with pytest.raises(TypeError, match="NaT"):
        line(date_of_service=NotATime(2025, 3, 1))


@pytest.mark.parametrize("bad", [None, 7126, True, b"71260", float("nan"), ["71260"]])
def test_a_code_is_a_text(bad: Any) -> None:
    """A value of a wrong type is an invalid code."""
    with pytest.raises(InvalidCodeError, match=r"a code|no code"):
        line(bad)


@pytest.mark.parametrize("bad", ["26", b"26", 26, None])
def test_modifiers_are_no_bare_text(bad: Any) -> None:
    """The text ``"26"`` would be two modifiers of one letter: it is refused with the cure."""
    with pytest.raises(InvalidModifierError, match=r"\('26',\)"):
        line(modifiers=bad)


def test_each_modifier_is_a_text() -> None:
    """An int among the modifiers is refused."""
    with pytest.raises(InvalidModifierError, match="is a str"):
        line(modifiers=(26,))


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("units", 1.5),
        ("units", True),
        ("units", "1"),
        ("units", 10**101),
        ("units", -(10**101)),
        ("charge", 1.5),
        ("charge", "a"),
        ("charge", "１２"),
        ("charge", True),
        ("charge", Decimal("NaN")),
        ("charge", "Infinity"),
        ("diagnoses", "R91.1"),
        ("diagnoses", None),
        ("diagnoses", (1,)),
        ("place_of_service", 11),
        ("provider", 1),
        ("session", b"a"),
    ],
)
def test_other_fields_name_the_value(field: str, bad: Any) -> None:
    """A field of a wrong type is a data error that names field or value."""
    with pytest.raises(DataError, match=r"must be|is a|are a"):
        line(**{field: bad})


@pytest.mark.parametrize("bad", ["1_000", "1e3", "\n1", " 1", "1,000", "$1", "", "."])
def test_a_charge_is_digits_with_a_point(bad: str) -> None:
    """What Python reads as a number and nobody writes on a claim is no charge."""
    with pytest.raises(DataError, match="charge must be"):
        line(charge=bad)


@pytest.mark.parametrize("field", ["modifiers", "diagnoses"])
@pytest.mark.parametrize("kind", [set, frozenset, dict.fromkeys])
def test_what_has_no_order_is_refused(field: str, kind: Any) -> None:
    """The order of modifiers is billed, and the first diagnosis counts: a set has neither."""
    with pytest.raises(CptkitError, match="has no order"):
        line(**{field: kind(["26", "59"])})


@pytest.mark.parametrize("given", [2, 2.0, Decimal("2.00"), Fraction(2)])
def test_units_are_whole_numbers_of_any_type(given: Any) -> None:
    """A count is a count in whatever type a table holds it."""
    assert line(units=given).units == 2
    assert type(line(units=given).units) is int


def test_blanks_of_a_table_are_nothing() -> None:
    """Blank columns of modifiers are no modifiers, and a blank behind a place of service is not part of it."""
    found = line(modifiers=["26", "", None, " ", float("nan"), "\u00a0rt"], place_of_service="22 ")
    assert (found.modifiers, found.place_of_service) == (("26", "RT"), "22")
    assert line(place_of_service=" ").place_of_service is None
    assert line(modifiers=iter(["26"])).modifiers == ("26",)


@pytest.mark.parametrize(
    ("given", "held"),
    [(None, None), (Decimal("1.50"), Decimal("1.50")), ("1.50", Decimal("1.50")), (2, Decimal(2))],
)
def test_charges_are_exact(given: Any, held: Decimal | None) -> None:
    """Money is a Decimal; texts and whole numbers are taken, floats are not."""
    assert line(charge=given).charge == held


def test_records_take_a_mapping() -> None:
    """A record is a mapping of evidence id to value, held in order and hashable."""
    found = line(record={"b": True, "a": ("x", "y")})
    assert found.record == Record((("a", ("x", "y")), ("b", True)))
    assert found.record is not None
    assert (found.record.get("b"), found.record.get("c")) == (True, None)
    assert hash(found)


@pytest.mark.parametrize("bad", ["text", 5, ("a",), {1: "x"}, {"a": None}, {"a": 1.5}, {"a": [1]}])
def test_what_is_no_record_is_refused(bad: Any) -> None:
    """Floats, nested lists and ids that are no texts have no place in a record."""
    with pytest.raises(InvalidRecordError):
        Record(bad)


@pytest.mark.parametrize("bad", [line(), "x", 5, ("x",)])
def test_lines_are_a_tuple_of_lines(bad: Any) -> None:
    """A single line, or something else among lines, is refused."""
    with pytest.raises(DataError):
        Claim(bad)


@pytest.mark.parametrize("field", ["setting", "payer", "ordering_provider"])
def test_claims_refuse_what_is_no_member(field: str) -> None:
    """Settings and payers are enums, the ordering provider a text."""
    with pytest.raises(DataError, match=field):
        Claim((), **{field: 5})  # type: ignore[arg-type]  # the wrong type is the point


def test_values_are_hashable_and_pickle() -> None:
    """A claim is a value: equal copies are equal, and it survives pickling."""
    claim = Claim([line(record={"a": 1})], payer=Payer.OTHER, ordering_provider="npi")
    assert pickle.loads(pickle.dumps(claim)) == claim
    assert len({claim, claim}) == 1


def finding(outcome: Outcome, rule: str = "x.y", **fields: Any) -> Finding:
    """Make a finding of an invented rule."""
    return Finding(rule, outcome, (0,), "message", **fields)


def test_a_report_sorts_its_verdicts() -> None:
    """FAIL and WARN are findings, NO_DATA is unchecked, the rest only verdicts."""
    fail, warn, none, bypassed, passed = (
        finding(Outcome[n]) for n in ("FAIL", "WARN", "NO_DATA", "BYPASSED", "PASS")
    )
    report = ClaimReport((passed, warn, none, bypassed, fail))
    assert report.findings == (warn, fail)
    assert report.unchecked == (none,)
    assert (report.outcome, report.is_clean, report.is_complete) == (Outcome.FAIL, False, False)


@pytest.mark.parametrize(
    ("names", "worst"),
    [
        ((), "PASS"),
        (("PASS", "BYPASSED"), "PASS"),
        (("WARN", "PASS"), "WARN"),
        (("WARN", "NO_DATA"), "NO_DATA"),
        (("FAIL", "NO_DATA"), "FAIL"),
    ],
)
def test_the_worst_outcome_is_the_reports(names: tuple[str, ...], worst: str) -> None:
    """FAIL is worse than NO_DATA, which is worse than WARN."""
    assert ClaimReport(tuple(finding(Outcome[n]) for n in names)).outcome is Outcome[worst]


def test_a_clean_report_need_not_be_complete() -> None:
    """Nothing against a claim is not the same as everything checked."""
    report = ClaimReport((finding(Outcome.NO_DATA),))
    assert (report.is_clean, report.is_complete) == (True, False)


def test_explain_gives_every_verdict() -> None:
    """Each verdict stands there with its remedy and source."""
    text = ClaimReport(
        (
            finding(Outcome.FAIL, remedy="do", citation="chapter 9"),
            finding(Outcome.PASS, rule="a.b"),
        )
    ).explain()
    assert "FAIL     x.y [lines 0] message" in text
    assert "remedy: do" in text
    assert "source: chapter 9 (certainty H)" in text
    assert "a.b" in text
    assert "no lines" in ClaimReport().explain()


@pytest.mark.parametrize("bad", ["SV1", 5, ["SV1"], [("SV1",)], [("SV1", 2)], [("SV1", "a", "b")]])
def test_what_is_unread_is_told_in_pairs(bad: Any) -> None:
    """A part that was not read has a place and a reason; lists of two, as JSON has them, become tuples."""
    with pytest.raises(DataError, match="unread is a tuple of"):
        Claim((), unread=bad)
    assert Claim((), unread=[["SV1", "no code"]]).unread == (("SV1", "no code"),)


@pytest.mark.parametrize("bad", ["1", True, 1.0])
def test_a_lines_number_is_a_number(bad: Any) -> None:
    """The number that a line has elsewhere is a whole one."""
    with pytest.raises(DataError, match="number must be an int or None"):
        ClaimLine("71260", date_of_service=dt.date(2025, 3, 1), number=bad)


def test_claims_go_round_through_json() -> None:
    """A claim with every kind of evidence comes back equal."""
    record = {"a": "x", "b": True, "c": 3, "d": Decimal("1.50"), "e": DAY, "f": ("p", "q")}
    claim = Claim(
        (line(charge="12.50", record=record, provider="p", session="1", place_of_service="22"),)
    )
    assert cptkit.from_json(cptkit.to_json(claim), Claim) == claim


def test_a_record_says_one_thing_of_each_id() -> None:
    """An id that stands twice has no value; which one counts is not ours to choose."""
    with pytest.raises(InvalidRecordError, match=r"'contrast\.route' stands twice"):
        Record((("contrast.route", "oral"), ("contrast.route", "intravenous")))


def test_times_in_a_record_count_by_their_day() -> None:
    """A date and time is a day, so that the record comes back equal from its JSON; what is no day is refused."""
    assert Record(
        {"order.date": dt.datetime(2025, 3, 1, 14, 30, tzinfo=dt.timezone.utc)}
    ) == Record({"order.date": dt.date(2025, 3, 1)})

    class NotATime(dt.datetime):
        def __ne__(self, other: object) -> bool:
            return True

    with pytest.raises(InvalidRecordError, match="which is no day"):
        Record({"order.date": NotATime(2025, 3, 1)})


@pytest.mark.parametrize(
    ("outcome", "severity"),
    [
        ("FAIL", "error"),
        ("WARN", "warning"),
        ("NO_DATA", "warning"),
        ("BYPASSED", "information"),
        ("PASS", "information"),
    ],
)
def test_severity_speaks_as_fhir_does(outcome: str, severity: str) -> None:
    """Systems that sort findings by severity use the words of FHIR's OperationOutcome."""
    assert finding(Outcome[outcome]).severity is cptkit.Severity(severity)
