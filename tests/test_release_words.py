"""Which table answered, of which quarter, and whether it is that of the day: in every finding, price and page, from one place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import cptkit
from cptkit import Claim, ClaimLine, Outcome, Setting, Source, TableKind
from cptkit.lines.rule_rows import rule_rows
from cptkit.values.code import Certainty
from cptkit.values.release_words import span_of, told
from cptkit.values.rule import RuleRow
from looped import some
from practice import ROWS, claim_of, policy_of

SUMMER = Source("CMS NCCI", "", "v302r0", dt.date(2024, 7, 1), dt.date(2024, 9, 30))
MARCH = Source("CMS", "", "RVU24AR", dt.date(2024, 3, 9), dt.date(2024, 3, 31))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-07-01", "2024-09-30", "2024 Q3"),
        ("2024-10-01", "2024-12-31", "2024 Q4"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2024-01-01", "2024-03-08", "2024-01-01 to 2024-03-08"),
        ("2024-03-09", "2024-03-31", "2024-03-09 to 2024-03-31"),
        ("2024-02-01", "2024-04-30", "2024-02-01 to 2024-04-30"),
        ("2024-07-01", "2024-12-31", "2024-07-01 to 2024-12-31"),
        ("2024-07-01", None, "days from 2024-07-01 on"),
        (None, "2024-09-30", "days through 2024-09-30"),
        (None, None, ""),
    ],
)
def test_days_in_words(first: str | None, last: str | None, words: str) -> None:
    """A quarter and a year have names; any other days are said as they are."""
    day, end = (None if each is None else dt.date.fromisoformat(each) for each in (first, last))
    assert span_of(Source("CMS", effective=day, through=end)) == words


@pytest.mark.parametrize(
    ("source", "on", "words"),
    [
        (SUMMER, dt.date(2024, 8, 15), "PTP table of 2024 Q3 (release v302r0)"),
        (SUMMER, None, "PTP table of 2024 Q3 (release v302r0)"),
        (
            SUMMER,
            dt.date(2026, 8, 15),
            "PTP table of 2024 Q3; your day is in 2026 Q3 (release v302r0)",
        ),
        (
            MARCH,
            dt.date(2024, 3, 1),
            "PTP table of 2024-03-09 to 2024-03-31; your day is 2024-03-01 (release RVU24AR)",
        ),
        (Source("a payer"), dt.date(2024, 3, 1), "PTP table of a payer"),
        (
            Source("a payer", exact=False),
            dt.date(2024, 3, 1),
            "PTP table of a payer; your day is in 2024 Q1",
        ),
    ],
)
def test_a_table_in_words(source: Source, on: dt.date | None, words: str) -> None:
    """Its quarter, the quarter of the day where that is another, and its release; what states nothing is named by who gave it."""
    assert told("PTP table", source, on) == words


def test_every_finding_with_a_table_says_which() -> None:
    """Over all claims of the snapshots: the kind of table stands with the rule, and the words with the finding."""
    kinds = set()
    for row in some(ROWS):
        report = cptkit.check_claim(claim_of(row), policy=policy_of(row))
        for each in some(report.verdicts):
            kind = rule_rows()[each.rule].table
            assert (each.source is None) == (each.table == "")
            if each.source is not None:
                assert kind is not None, each.rule
                assert each.table.startswith(f"{kind.value} of "), each.rule
                assert ("your day is" in each.table) == (not each.source.exact), each
                kinds.add(kind)
        for each in some(report.verdicts):
            if each.table:
                assert f"table: {each.table}" in report.explain()
    assert kinds >= {TableKind.PTP, TableKind.MUE, TableKind.FEE_SCHEDULE, TableKind.OPPS_STATUS}


def test_a_rule_without_a_kind_of_table_still_names_the_release() -> None:
    """A finding of a caller's own rule."""
    row = RuleRow("a.b", "a source", Certainty.L)
    assert row.finding(Outcome.WARN, (0,), "why", source=SUMMER).table == (
        "table of 2024 Q3 (release v302r0)"
    )


def test_findings_of_the_same_table_on_days_of_two_quarters_say_both() -> None:
    """What could not be told is said once a table, with the words for each quarter."""
    lines = tuple(
        ClaimLine("71260", ("26",), date_of_service=day, place_of_service="22")
        for day in (dt.date(2025, 2, 3), dt.date(2025, 5, 5))
    )
    report = cptkit.check_claim(Claim(lines, Setting.PROFESSIONAL))
    (limit,) = (each for each in report.unchecked if each.rule == "bundling.mue")
    assert limit.lines == (0, 1)
    assert limit.table == (
        "MUE table of 2024 Q3; your day is in 2025 Q1; MUE table of 2024 Q3; your day is in 2025 Q2"
    )


def test_no_other_module_makes_these_words() -> None:
    """The phrase stands in one place of the source."""
    package = Path(cptkit.__file__).parent
    holding = [
        path.name
        for path in package.rglob("*.py")
        if "your day is" in path.read_text(encoding="utf-8")
    ]
    assert holding == ["release_words.py"]
