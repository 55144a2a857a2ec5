"""The cut of claims into parts: lines that do not meet are told of as if each stood alone, in every scope and for codes of all kinds."""

from __future__ import annotations

import datetime as dt
import functools
import random
from itertools import chain
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import cptkit
from cptkit import ClaimLine, Payer, Setting, frames
from cptkit.catalog.contrast_families import families_by_code
from cptkit.catalog.guidance_codes import guidance_codes, imaging_twins, including
from cptkit.claim_check import portable_xray
from cptkit.claim_check.parts import Terms, findings_of
from cptkit.claim_check.reach import Reach, Scope, rules_by_scope
from cptkit.claim_check.rule_tables import (
    combined_parts,
    course_codes,
    interval_codes,
    pair_rows,
    predecessors,
    supply_units,
)
from cptkit.frames import coded, part_cuts
from cptkit.frames.claim_lines import numbered
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.coded import Coded, together
from cptkit.frames.findings import Checking
from cptkit.lines.add_ons import primaries_of
from cptkit.lines.content import Rules
from cptkit.lines.view import View, seen_of
from cptkit.values.code import SupplyKind
from cptkit.values.finding import Finding, Outcome
from cptkit.values.policy import NO_POLICY
from cptkit.values.rule import Rule
from made_lines import ARGUMENTS, COLUMNS, HOUSE, expected_findings, made_policy, made_rows
from made_month import MAP, made_month

DAYS = (dt.date(2024, 8, 15), dt.date(2026, 3, 10), dt.date(2027, 2, 3), dt.date(2019, 5, 6))
MINE = cptkit.packaged.with_tables(house_codes=HOUSE)
MODIFIERS = tuple(
    "26 TC 59 XE XU RT LT 50 76 77 GG GH GY GZ GA PI PS Q0 JZ 91 UN 52".split()  # noqa: SIM905
)
DIAGNOSES = ("Z12.31", "R91.1", "C34.11", "M25.561", "R10.9", "G30.9", "bad", "Z00.6", "C50.911")
SPOKEN = (Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA)


@functools.cache
def pools() -> tuple[tuple[str, ...], ...]:
    """Give groups of codes of which two may have to do with each other, and one of codes that are none."""
    day = DAYS[1]
    every = tuple(sorted({code.code for code in cptkit.packaged.codes.all_codes()}))
    imaging = tuple(code.code for code in cptkit.select("70010-79999", on=day))
    supplies = tuple(code for code in every if code[0] in "AQJ" and code[1:].isdigit())[::40]
    agents = tuple(supply_units())
    kinds = tuple(
        code.code
        for kind in SupplyKind
        for code in [
            x for x in cptkit.packaged.codes.all_codes() if x.supply and x.supply.kind is kind
        ][:8]
    )
    add_ons = tuple(code for code in imaging if primaries_of(code, day, cptkit.packaged).edits)
    primaries = tuple(
        primary
        for code in add_ons
        for primary in primaries_of(code, day, cptkit.packaged).codes[:4]
    )
    guided = tuple(each.first for each in including()) + tuple(x.without for x in imaging_twins())
    news = tuple(chain.from_iterable((new, *old) for new, old in predecessors().items()))
    excluded = tuple(chain.from_iterable((*row.first, *row.second) for row in pair_rows()))
    return (
        imaging,
        every[::37],
        (*supplies, *agents, *imaging[::5]),
        (*kinds, "77767", "77778", "77789", "37243", "79445", "78815", "78452", "20610", "74177"),
        (*add_ons, *primaries),
        (*guidance_codes(), *guided[:60]),
        (*sorted(portable_xray.codes()), "71045", "73630", "36591", "36592", "94760", "99213"),
        tuple(families_by_code()),
        (*combined_parts(), *excluded),
        (*news, "70450", "75574"),
        (*course_codes(), *interval_codes()),
        ("77065", "77066", "77067", "77063", "G0279", "X7001", "71999", "ABCDE", "7126", "0042T"),
        ("78814", "78815", "78816", "78608", "A9552", "A9586", "Q9982", "A9580", "A9515"),
    )


def some_lines(chance: random.Random, count: int, *, one_visit: bool) -> list[ClaimLine]:
    """Make lines of codes that may have to do with each other."""
    pool = chance.choice(pools()) + (chance.choice(pools()) if chance.random() < 0.4 else ())
    day = chance.choice(DAYS)
    return [
        ClaimLine(
            chance.choice(pool),
            chance.sample(MODIFIERS, chance.choice((0, 0, 1, 1, 2, 3))),
            date_of_service=day,
            units=chance.choice((1, 1, 1, 2, 30, 0)),
            place_of_service=chance.choice((None, "11", "22")),
            diagnoses=chance.sample(DIAGNOSES, chance.choice((0, 1, 1, 2))),
            provider=None if one_visit else chance.choice((None, "A", "B")),
            session=chance.choice((None, None, "morning", "evening")),
        )
        for _ in range(count)
    ]


def told(lines: list[ClaimLine], terms: Terms, rules: tuple[Rule[View], ...]) -> list[Finding]:
    """Say what rules speak against some lines, or cannot tell of them, findings of a kind made one."""
    found = findings_of(lines, terms, Rules(rules), NO_POLICY, MINE)
    return [each for each in found if each.outcome in SPOKEN]


def shifted(found: list[Finding], by: int) -> list[Finding]:
    """Give findings of lines that stand behind others."""
    return [attrs.evolve(each, lines=tuple(at + by for at in each.lines)) for each in found]


def in_order(found: list[Finding]) -> list[str]:
    """Put findings into one order."""
    return sorted(map(repr_whole, found))


def repr_whole(found: Finding) -> str:
    """Write a finding with all its fields."""
    return str(attrs.astuple(found, recurse=False))


def meeting(scope: Scope, lines: list[ClaimLine], terms: Terms) -> bool:
    """Tell whether two lines are judged together."""
    seen = [seen_of(at, line, MINE) for at, line in enumerate(lines)]
    setting = terms.setting
    assert scope.meets is not None
    rules = rules_by_scope(passes=False)[scope]
    return (
        scope.meets(seen[0], seen[1], setting, MINE)
        or any(scope.sees_all and scope.sees_all(each, setting, MINE) for each in seen)
        or any(each.rule in scope.turns_on for line in lines for each in told([line], terms, rules))
    )


CUT = [scope for scope in rules_by_scope(passes=False) if scope.meets is not None]


@pytest.mark.parametrize("scope", CUT, ids=lambda scope: "-".join(sorted(scope.reads)))
def test_two_lines_that_do_not_meet_are_told_of_alone(scope: Scope) -> None:
    """What the rules of a scope say of two such lines is what they say of each; and some do meet, and are told of together."""
    rules = rules_by_scope(passes=False)[scope]
    chance = random.Random(19)  # noqa: S311 - a repeatable sample
    apart = together = 0
    for _ in range(1_500):
        lines = some_lines(chance, 2, one_visit=scope.reach is Reach.VISIT)
        if lines[0].code == lines[1].code:
            continue
        terms = Terms(chance.choice(tuple(Setting)), chance.choice(tuple(Payer)), ordered=True)
        both = told(lines, terms, rules)
        each = told(lines[:1], terms, rules) + shifted(told(lines[1:], terms, rules), 1)
        if meeting(scope, lines, terms):
            together += in_order(both) != in_order(each)
        else:
            apart += 1
            assert in_order(both) == in_order(each), lines
    assert apart > 200
    assert together


@pytest.mark.parametrize(
    "scope", [x for x in rules_by_scope(passes=False) if x.mute], ids=lambda x: str(x.reach.name)
)
def test_nothing_is_said_of_a_mute_line_alone(scope: Scope) -> None:
    """A line of which a scope says that nothing is said of it alone has no finding; of others there are some."""
    rules = rules_by_scope(passes=False)[scope]
    chance = random.Random(20)  # noqa: S311 - a repeatable sample
    spoken = tried = 0
    assert scope.mute is not None
    while tried < 600 or spoken <= 3:
        tried += 1
        (line,) = some_lines(chance, 1, one_visit=False)
        setting = chance.choice(tuple(Setting))
        found = told([line], Terms(setting, Payer.MEDICARE, ordered=True), rules)
        spoken += bool(found)
        assert not (found and scope.mute(seen_of(0, line, MINE), setting, MINE)), line
        assert tried < 20_000, "of none of them anything is said"


def rows_of_claims(count: int, seed: int) -> list[dict[str, Any]]:
    """Make rows of claims of codes that may have to do with each other, several days and providers a claim."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable sample
    rows = []
    for claim in range(count):
        lines = some_lines(chance, chance.choice((2, 3, 4, 6, 12)), one_visit=False)
        whole = {
            "claim_id": f"W{claim:05d}",
            "ordering": chance.choice((None, "NPI")),
            "setting": chance.choice(tuple(Setting)).name,
            "payer": chance.choice(tuple(Payer)).name,
        }
        for number, line in enumerate(lines):
            modifiers = (*line.modifiers, None, None, None, None)
            reasons = (*line.diagnoses, None, None, None, None)
            on = line.date_of_service + dt.timedelta(chance.choice((0, 0, 0, 1)))
            rows.append(
                whole
                | {
                    "line_no": number,
                    "cpt": line.code,
                    "dos": on,
                    "units": line.units,
                    "pos": line.place_of_service,
                    "provider": line.provider,
                    "session": line.session,
                    "charge": None,
                }
                | {f"m{n}": modifiers[n - 1] for n in range(1, 5)}
                | {f"dx{n}": reasons[n - 1] for n in range(1, 5)}
            )
    return rows


def check_rows(rows: list[dict[str, Any]], **arguments: Any) -> list[dict[str, Any]]:
    """Check rows as an Arrow table."""
    table = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows])
    found: list[dict[str, Any]] = frames.check(table, **ARGUMENTS, **arguments).to_pylist()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_claims_of_related_codes_are_told_of_as_whole(seed: int) -> None:
    """Edits, add-ons, families, guidance, supplies, tracers, retired codes: row for row what check_claim says of the claim."""
    rows = rows_of_claims(120, seed)
    expected = expected_findings(rows, None, MINE, verdicts=False)
    assert check_rows(rows, catalog=MINE) == expected
    assert len({row["rule"] for row in expected}) > 30


def test_a_visit_of_many_codes_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a visit has more codes than pairs are made of, it is seen whole, and told of alike."""
    rows = made_rows(250, seed=31)
    expected = expected_findings(rows, made_policy(), None, verdicts=False)
    for most in (0, 2, 100):
        monkeypatch.setattr(part_cuts, "MOST_CODES", most)
        assert check_rows(rows, policy=made_policy()) == expected


def test_most_lines_stand_alone() -> None:
    """Of a month's lines few are judged beside others: that is what makes a month cheap."""
    asked: list[int] = []
    judged = findings_of

    def counted(lines: Any, *others: Any) -> list[Finding]:
        asked.append(len(lines))
        return judged(lines, *others)

    rows = made_month(2_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cptkit.frames.claim_parts.findings_of", counted)
        frames.check(pa.Table.from_pylist(rows), **MAP)
    assert asked.count(1) > 0.6 * len(asked)
    assert max(asked) >= 4


def test_columns_of_wide_numbers_are_numbered_alike() -> None:
    """Numbers that together do not fit into one are numbered in the same order as those that do."""
    wide = np.array([2**40, 0, 2**40, 7])
    found = numbered(wide, wide[::-1].copy(), wide)
    rows = list(zip(wide.tolist(), wide[::-1].tolist(), wide.tolist(), strict=True))
    assert [sorted(set(rows)).index(row) for row in rows] == found.numbers.tolist()


def test_cells_of_many_kinds_are_told_apart() -> None:
    """Where two columns could hold more pairs than are ticked off one by one, each row still has the cells that it had."""
    chance = random.Random(4)  # noqa: S311 - a repeatable sample
    names = tuple(f"C{n}" for n in range(1_500))
    held = [tuple(chance.choices(range(len(names)), k=2_000)) for _ in range(2)]
    columns = [Coded(np.array(places, np.int64), names) for places in held]
    assert len(names) ** 2 > coded._MOST_TICKED
    places, asked = together(columns, 2_000)
    assert len(asked) == len(set(asked)) == len(set(zip(*held, strict=True)))
    expected = [(names[one], names[two]) for one, two in zip(*held, strict=True)]
    assert [asked[place] for place in places.tolist()] == expected


def test_one_line_written_in_several_ways_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code as text, between blanks and as a spreadsheet's number: rows that come to one line are one kind, and told of alike."""
    judges: list[ClaimJudge] = []
    own = Checking.judge

    def noted(checking: Checking) -> ClaimJudge:
        judges.append(own(checking))
        return judges[-1]

    monkeypatch.setattr(Checking, "judge", noted)
    cells = pd.Series(["71260", " 71260 ", 71260.0, "71250"], dtype=object)
    df = pd.DataFrame({"claim_id": list("ABCD"), "cpt": cells, "dos": [DAYS[1]] * 4})
    found = frames.check(df.assign(m1="26"), modifiers=("m1",))
    assert [kind.line.code for kind in judges[0].kinds] == ["71260", "71250"]
    assert len(judges[0].contents) == 4
    first, second, third = (
        found[found["claim"] == claim].drop(columns=["claim", "row"]).to_dict("records")
        for claim in "ABC"
    )
    assert first
    assert first == second == third
