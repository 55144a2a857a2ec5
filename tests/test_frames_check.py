"""Claims of many rows: the findings of check_claim, claim by claim, on every engine."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cptkit
from cptkit import Claim, ClaimLine, DataError, MissingExtraError, PayerPolicy, check_claim, frames
from cptkit.claim_check.reach import Reach, rules_by_scope, scope_of
from cptkit.claim_check.rules import RULES
from cptkit.frames import claim_parts, findings
from cptkit.lines.view import View
from cptkit.values.policy import NO_POLICY
from cptkit.values.rule import Rule
from engines import ENGINES, of_arrow, rows
from looped import some
from made_lines import ARGUMENTS, COLUMNS, HOUSE, expected_findings, made_policy, made_rows
from made_month import MAP, made_month

DAY = dt.date(2024, 8, 15)
ON_EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES)
MINE = cptkit.packaged.with_tables(house_codes=HOUSE)


def table_of(made: list[dict[str, Any]]) -> Any:
    """Put rows into an Arrow table."""
    return pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in made])


def told(frame: Any) -> list[dict[str, Any]]:
    """Read findings back, whole numbers as such: pandas makes floats of columns with gaps."""
    numbers = ("line", "row", "finding")
    return [
        {
            name: int(cell) if name in numbers and isinstance(cell, float) else cell
            for name, cell in row.items()
        }
        for row in rows(frame)
    ]


def by_claim(found: list[dict[str, Any]]) -> dict[Any, list[dict[str, Any]]]:
    """Put findings of a claim together, without the rows that they are of."""
    held: dict[Any, list[dict[str, Any]]] = {}
    for each in found:
        held.setdefault(each["claim"], []).append({k: v for k, v in each.items() if k != "row"})
    return held


# --- equality


@ON_EVERY_ENGINE
def test_findings_are_those_of_each_claim_alone(engine: str) -> None:
    """Professional, hospital and surgical center, supplies, several days and providers, odd and retired codes."""
    made = made_rows(500, seed=7)
    found = frames.check(of_arrow(engine, table_of(made)), **ARGUMENTS)
    assert told(found) == expected_findings(made, None, None, verdicts=False)


def test_all_verdicts_under_a_policy_and_a_catalog_of_ones_own() -> None:
    """PASS and BYPASSED too, with what a policy asks and house codes of the caller."""
    made = made_rows(600, seed=8)
    found = frames.check(
        table_of(made), **ARGUMENTS, policy=made_policy(), catalog=MINE, verdicts=True
    )
    expected = expected_findings(made, made_policy(), MINE, verdicts=True)
    assert told(found) == expected
    assert {row["outcome"] for row in expected} == {"PASS", "BYPASSED", "WARN", "NO_DATA", "FAIL"}
    assert sum(row["rule"].startswith("policy.") for row in expected) > 300


def test_a_month_of_claims_is_judged_by_its_parts() -> None:
    """What a hospital sends: each part is judged once, whatever its day, and the words name each line's own day."""
    made = made_month(800)
    found = frames.check(pa.Table.from_pylist(made), **MAP)
    assert told(found) == expected_findings(made, None, None, verdicts=False)


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled rows give the same findings: claims are put together, lines by the column that orders them."""
    made = made_rows(600, seed=9)
    mixed = random.Random(3).sample(made, len(made))  # noqa: S311 - a repeatable order
    found = told(frames.check(table_of(mixed), **ARGUMENTS))
    assert by_claim(found) == by_claim(expected_findings(made, None, None, verdicts=False))
    for row in some(found):
        if row["row"] is not None:
            assert mixed[row["row"]]["claim_id"] == row["claim"]
            assert mixed[row["row"]]["line_no"] == row["line"]


def test_chunks_never_cut_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged by a few rows at a time, by claims of any size, the findings are the same."""
    made = made_rows(400, seed=10)
    whole = told(frames.check(table_of(made), **ARGUMENTS))
    for size in (1, 7, 100):
        monkeypatch.setattr(findings, "CHUNK", size)
        assert told(frames.check(table_of(made), **ARGUMENTS)) == whole


def test_processes_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes judge chunks, with the caller's catalog, and a bar shows how far they are."""
    made = made_rows(80, seed=11)
    monkeypatch.setattr(findings, "CHUNK", 40)
    arguments = {**ARGUMENTS, "catalog": MINE}
    alone = told(frames.check(table_of(made), **arguments))
    assert told(frames.check(table_of(made), **arguments, workers=2, progress=True)) == alone


class Here:
    """Does in this process what others would do, so that its lines are seen to run."""

    def __init__(self, _workers: int, _context: Any, begin: Any, arguments: Any) -> None:
        begin(*arguments)

    def __enter__(self) -> Here:  # noqa: PYI034 - no one inherits
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def map(self, function: Any, chunks: Any) -> Any:
        """Do it."""
        return map(function, chunks)


def test_what_processes_do_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each chunk comes back with its own words, and none is mistaken for another's."""
    made = made_rows(300, seed=13)
    alone = told(frames.check(table_of(made), **ARGUMENTS))
    monkeypatch.setattr(findings, "CHUNK", 40)
    monkeypatch.setattr(findings, "ProcessPoolExecutor", Here)
    assert told(frames.check(table_of(made), **ARGUMENTS, workers=2)) == alone
    assert told(frames.check(table_of(made), **ARGUMENTS, progress=True)) == alone


def test_a_finding_about_no_line_has_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a claim and of none of its lines stands there without line and row, of one line or of several."""
    none = cptkit.Finding("claim.no-lines", cptkit.Outcome.FAIL, (), "x")
    monkeypatch.setattr(claim_parts, "findings_of", lambda *_: [none])
    one = dict([next(iter(rules_by_scope(passes=False).items()))])
    monkeypatch.setattr(claim_parts, "rules_by_scope", lambda **_: one)
    table = pa.table({"claim_id": ["A", "A", "B"], "cpt": ["71260"] * 3, "n": [5, 6, 7]})
    found = frames.check(table, modifiers=(), on=DAY, line="n", keep=("cpt",)).to_pylist()
    assert [(row["claim"], row["line"], row["row"], row["cpt"]) for row in found] == [
        ("A", None, None, None),
        ("A", None, None, None),
        ("B", None, None, None),
    ]


def test_more_rows_than_a_block() -> None:
    """Above 33,000 rows every claim gets its own findings."""
    made = made_month(300)
    many = [{**row, "claim_id": f"{row['claim_id']}-{copy}"} for copy in range(112) for row in made]
    found = told(frames.check(pa.Table.from_pylist(many), **MAP))
    once = expected_findings(made, None, None, verdicts=False)
    assert [
        {**row, "claim": row["claim"].rpartition("-")[0], "row": row["row"] % 300} for row in found
    ] == once * 112


# --- how far rules look


def test_every_rule_says_how_far_it_looks() -> None:
    """Each rule has a place; one that has none sees the whole claim, and nobody forgot one."""
    whole = [rule.ids for rule in RULES if scope_of(rule, passes=False).reach is Reach.CLAIM]
    assert whole == [("frequency.history", "frequency.interval"), ("frequency.course",)]
    assert sum(map(len, rules_by_scope(passes=True).values())) == len(RULES)
    assert sum(map(len, rules_by_scope(passes=False).values())) == len(RULES) + 1


def test_a_rule_that_nobody_placed_sees_the_whole_claim() -> None:
    """A new rule is judged right before anybody says how far it looks, and so are rules of which ids disagree."""
    new: Rule[View] = Rule(("brand.new",), lambda _view: iter(()))
    assert scope_of(new, passes=False).reach is Reach.CLAIM
    mixed: Rule[View] = Rule(("units.count", "bundling.mue"), lambda _view: iter(()))
    assert scope_of(mixed, passes=False).reach is Reach.CLAIM


def test_diagnoses_are_counted_over_the_whole_claim() -> None:
    """Thirteen diagnoses on four lines are too many for a claim, though no line has too many."""
    columns = {
        "claim_id": ["A"] * 4,
        "cpt": ["71260", "74177", "70450", "76700"],
        "m1": ["26"] * 4,
        **{f"dx{n}": [f"R0{n}.{line}" for line in range(4)] for n in range(4)},
    }
    found = frames.check(
        pa.table(columns), modifiers="m1", on=DAY, diagnoses=("dx0", "dx1", "dx2", "dx3")
    )
    many = [row for row in found.to_pylist() if row["rule"] == "diagnosis.too-many"]
    assert [row["line"] for row in many] == [0, 1, 2, 3]
    assert {row["message"] for row in many} == {"16 diagnoses on one claim, which holds 12"}


def test_a_code_that_names_a_day_keeps_its_day() -> None:
    """Where a cell looks like the day that would stand for the line's, none does on that claim's day, and no word is changed in it."""
    judge = claim_parts.ClaimJudge(NO_POLICY, cptkit.packaged, verdicts=False)
    on = dt.date(2026, 3, 20)
    like = dt.date.fromordinal(judge.like(on.toordinal()))
    assert (like.year, like.month) == (2026, 3)
    assert like != on
    made = [
        ClaimLine(f"from {like}", date_of_service=on),
        ClaimLine("71250", date_of_service=on),
        ClaimLine("71260", date_of_service=on),
    ]
    table = pa.table({"claim_id": ["A"] * 3, "cpt": [line.code for line in made]})
    found = frames.check(table, modifiers=(), on=on).to_pylist()
    expected = check_claim(Claim(tuple(made)))
    told = [(row["line"], row["rule"], row["message"]) for row in found]
    assert told == [
        (line, each.rule, each.message)
        for each in sorted(
            (*expected.findings, *expected.unchecked),
            key=[*expected.verdicts].index,
        )
        for line in each.lines
    ]
    assert "bundling.ptp" in {row["rule"] for row in found}


def test_filing_is_timely_by_each_day() -> None:
    """The day before which a claim is too late turns the answer, wherever in a month it lies."""
    days = [dt.date(2025, 3, 10) + dt.timedelta(n) for n in range(25)]
    policy = PayerPolicy("Plan", timely_filing_days=365, filed_on=dt.date(2026, 3, 20))
    table = pa.table({"claim_id": list(map(str, days)), "cpt": ["71260"] * 25, "dos": days})
    found = frames.check(table, modifiers=(), policy=policy)
    late = {row["claim"] for row in found.to_pylist() if row["rule"] == "policy.timely-filing"}
    assert late == {str(day) for day in days if day < dt.date(2025, 3, 20)}
    sides = PayerPolicy("Plan", requires_laterality=True, effective=dt.date(2025, 3, 15))
    knees = table.set_column(1, "cpt", pa.array(["73721"] * 25))
    found = frames.check(knees, modifiers=(), policy=sides).to_pylist()
    asked = {row["claim"] for row in found if row["rule"] == "policy.laterality"}
    assert asked == {str(day) for day in days if day >= dt.date(2025, 3, 15)}
    long_ago = PayerPolicy("Plan", timely_filing_days=36_500, filed_on=dt.date(90, 1, 1))
    found = frames.check(table, modifiers=(), policy=long_ago)
    early = [row for row in found.to_pylist() if row["rule"] == "policy.timely-filing"]
    assert [row["message"] for row in early] == ["filed on 0090-01-01, before the service"] * 25


# --- rows that make no line, claims without an id


@ON_EVERY_ENGINE
def test_a_row_that_makes_no_line_is_a_finding(engine: str) -> None:
    """No day, no code, words for units: a finding of its row, and the claim's other lines are checked."""
    table = pa.table(
        {
            "claim_id": ["A", "A", "B", None, None],
            "cpt": ["71250", None, "71260", "71260", "71260"],
            "dos": pa.array([DAY, DAY, None, DAY, DAY]),
            "units": pa.array([1, 1, 1, None, 1]),
            "mark": ["a", "b", "c", "d", "e"],
        }
    )
    found = told(frames.check(of_arrow(engine, table), modifiers=(), units="units", keep=("mark",)))
    unread = [row for row in found if row["rule"] == "line.unreadable"]
    assert [(row["row"], row["claim"], row["mark"], row["outcome"]) for row in unread] == [
        (1, "A", "b", "NO_DATA"),
        (2, "B", "c", "NO_DATA"),
        (3, None, "d", "NO_DATA"),
    ]
    assert [row["line"] for row in unread] == [None] * 3
    assert "there is no code" in unread[0]["message"]
    assert "there is no date of service" in unread[1]["message"]
    assert "units must be" in unread[2]["message"]
    numbers = [row["finding"] for row in found if row["claim"] == "A"]
    assert numbers == sorted(numbers)
    assert numbers[-1] == unread[0]["finding"]
    assert {row["row"] for row in found} >= {0, 4}
    alone = [row for row in found if row["row"] == 4]
    assert {row["line"] for row in alone} == {0}


def test_findings_of_a_claim_are_numbered_without_a_gap() -> None:
    """What was not read is numbered on behind what was said of the claim, be that nothing, one finding or several."""
    lines = {
        "none": ([], 2),
        "one": (["71250"], 1),
        "several": (["71250", "71260"], 3),
    }
    made = [
        {"claim_id": claim, "cpt": code, "dos": DAY, "dx": "R91.1", "pos": "22", "npi": "1"}
        for claim, (codes, unread) in lines.items()
        for code in [*codes, *[None] * unread]
    ]
    asked: dict[str, Any] = {
        "diagnoses": ("dx",),
        "place_of_service": "pos",
        "ordering_provider": "npi",
    }
    found = told(frames.check(pa.Table.from_pylist(made), modifiers=(), **asked))
    said = {
        claim: [row for row in found if row["claim"] == claim and row["rule"] != "line.unreadable"]
        for claim in lines
    }
    counts = {claim: len({row["finding"] for row in rows}) for claim, rows in said.items()}
    assert counts["none"] == 0
    assert counts["one"] == 1
    assert counts["several"] > 1
    for claim, (_, unread) in some(lines.items(), 3):
        numbers = sorted({row["finding"] for row in found if row["claim"] == claim})
        assert numbers == list(range(counts[claim] + unread)), claim


def test_cells_that_are_no_ids_charges_or_forms_are_told() -> None:
    """Each argument is read; what it cannot be is said with its row."""
    frame = pd.DataFrame(
        {
            "claim_id": list("ABCDEF"),
            "cpt": ["71260"] * 6,
            "who": pd.Series(["X", 1.5, None, "X", "X", 7], dtype=object),
            "charge": pd.Series(["9.50", None, "much", 9, "9", None], dtype=object),
            "form": ["PROFESSIONAL", "professional", "PROFESSIONAL", "tent", "ASC", None],
        }
    )
    found = frames.check(
        frame, modifiers=(), on=DAY, provider="who", charge="charge", setting="form"
    )
    wrong = found[found["rule"] == "line.unreadable"]
    assert list(wrong["row"]) == [1, 2, 3, 5]
    assert "provider is no text" in wrong["message"].iloc[0]
    assert "charge must be" in wrong["message"].iloc[1]
    assert "'tent' is no setting: it is one of PROFESSIONAL" in wrong["message"].iloc[2]
    assert "None is no setting" in wrong["message"].iloc[3]


def test_a_claim_has_one_form_and_one_payer() -> None:
    """A row that says otherwise than the claim's first line makes no line of it."""
    table = pa.table(
        {"claim_id": ["A"] * 3, "cpt": ["71260"] * 3, "who": ["MEDICARE", "OTHER", "MEDICARE"]}
    )
    found = frames.check(table, modifiers=(), on=DAY, payer="who").to_pylist()
    unread = [row for row in found if row["rule"] == "line.unreadable"]
    assert [row["row"] for row in unread] == [1]
    assert {row["row"] for row in found if row["rule"] == "claim.duplicate"} == {0, 2}


def test_lines_stand_by_number_text_or_day() -> None:
    """A column that orders lines may hold numbers, texts of digits, letters, or nothing, which comes last."""
    table = pa.table(
        {
            "claim_id": ["A"] * 5,
            "cpt": ["71250", "71260", "71270", "70450", "70460"],
            "n": ["10", "9", "b", None, " "],
        }
    )
    found = frames.check(table, modifiers=(), on=DAY, line="n", keep=("cpt",)).to_pylist()
    in_force = frames.check(table, modifiers=(), on=DAY, line="n", verdicts=True).to_pylist()
    order = [row["row"] for row in in_force if row["rule"] == "units.count"]
    assert order == [1, 0, 2, 3, 4]
    assert {(row["line"], row["cpt"]) for row in found if row["row"] == 1} == {("9", "71260")}
    numbered = table.set_column(2, "n", pa.array([1.5, -2.0, 3.0, None, None]))
    told = frames.check(numbered, modifiers=(), on=DAY, line="n", verdicts=True).to_pylist()
    assert [row["row"] for row in told if row["rule"] == "units.count"] == [1, 0, 2, 3, 4]


@ON_EVERY_ENGINE
def test_no_claims_have_no_findings(engine: str) -> None:
    """An empty frame gives an empty frame with the columns of findings."""
    table = pa.table({"claim_id": pa.array([], pa.string()), "cpt": pa.array([], pa.string())})
    frame = of_arrow(engine, table)
    found = frames.check(frame, modifiers=(), on=DAY)
    assert type(found) is type(frame)
    assert rows(found) == []
    names = found.collect_schema().names() if engine == "polars lazy" else None
    assert list(names or getattr(found, "column_names", found.columns)) == list(findings.COLUMNS)


def test_claims_keep_the_type_of_their_ids() -> None:
    """Numbers stay numbers, categories stay categories; objects of pandas are put together by what they are."""
    numbers = pl.DataFrame({"claim_id": [7, 7, 8], "cpt": ["71250", "71260", "71260"]})
    found = frames.check(numbers, modifiers=(), on=DAY)
    assert found.schema["claim"] == pl.Int64
    mixed = pd.DataFrame({"claim_id": pd.Series([7, "7", 7.0], dtype=object), "cpt": ["71260"] * 3})
    told = frames.check(mixed, modifiers=(), on=DAY)
    assert len(told[told["rule"] == "claim.duplicate"]) == 0
    assert set(map(type, told["claim"])) == {int, str, float}


def test_a_relation_is_checked_on_its_own_connection() -> None:
    """Findings are a relation beside the rows that they are of, and can be joined to them."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE lines AS SELECT * FROM (VALUES ('A', '71250'), ('A', '71260')) t(claim_id, cpt)"
    )
    found = frames.check(connection.table("lines"), modifiers=(), on=DAY)
    fails = found.filter("outcome = 'FAIL'").aggregate("count(DISTINCT rule) AS n").fetchall()
    expected = check_claim(
        Claim(tuple(ClaimLine(code, date_of_service=DAY) for code in ("71250", "71260")))
    )
    assert fails == [(len({x.rule for x in expected.findings if x.outcome.name == "FAIL"}),)]


# --- what is wrong is told before any work


@ON_EVERY_ENGINE
def test_columns_that_cannot_be_asked_are_told(engine: str) -> None:
    """A claim's id that is missing, a charge in floats, a kept column that is not there or takes a name of ours."""
    frame = of_arrow(engine, pa.table({"claim": ["A"], "cpt": ["71260"], "charge": [1.5]}))
    with pytest.raises(DataError, match="claim: there is no column 'claim_id'"):
        frames.check(frame, modifiers=(), on=DAY)
    with pytest.raises(DataError, match="charge: the column 'charge' is of type Float64"):
        frames.check(frame, "claim", modifiers=(), on=DAY, charge="charge")
    with pytest.raises(DataError, match="keep: there is no column 'lost'"):
        frames.check(frame, "claim", modifiers=(), on=DAY, keep=("lost",))
    with pytest.raises(DataError, match="keep: findings have a column 'claim' of their own"):
        frames.check(frame, "claim", modifiers=(), on=DAY, keep=("claim",))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"policy": "strict"}, "policy must be a PayerPolicy"),
        ({"workers": 0}, "workers is a whole number"),
        ({"workers": True}, "workers is a whole number"),
        ({"verdicts": "yes"}, "verdicts must be True or False"),
        ({"setting": 3}, "setting must be a cptkit.Setting"),
        ({"catalog": "mine"}, "catalog must be a Catalog"),
    ],
)
def test_arguments_of_a_wrong_kind_are_refused(arguments: dict[str, Any], words: str) -> None:
    """An argument that cannot be meant is told with its value and the cure."""
    table = pa.table({"claim_id": ["A"], "cpt": ["71260"]})
    with pytest.raises(DataError, match=words):
        frames.check(table, modifiers=(), on=DAY, **arguments)


def test_a_bar_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a bar without tqdm is told what to install."""
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    table = pa.table({"claim_id": ["A"], "cpt": ["71260"]})
    with pytest.raises(MissingExtraError, match="progress"):
        frames.check(table, modifiers=(), on=DAY, progress=True)


def test_rows_of_which_none_makes_a_line() -> None:
    """Each is told; that there is no line to judge is no fault."""
    table = pa.table(
        {"claim_id": ["A", "A"], "cpt": ["71260", None], "dos": pa.array([None] * 2, pa.date32())}
    )
    found = frames.check(table, modifiers=(), on="dos").to_pylist()
    assert [(row["rule"], row["row"]) for row in found] == [
        ("line.unreadable", 0),
        ("line.unreadable", 1),
    ]
