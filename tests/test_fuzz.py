"""Whatever ordinary hostile value stands in the place of an argument: an answer, or an error of ours."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cptkit
import fuzz
from cptkit import Finding, Outcome
from cptkit.errors import CptkitError, DataError, InvalidCodeError, InvalidModifierError
from cptkit.values.typed import reader_of
from fuzzing.good import values_for

untyped: Any = cptkit
"""For calls that type checkers refuse."""
ENTRIES = list(fuzz.entries())


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[name for name, _ in ENTRIES])
@settings(max_examples=6, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_every_entry(name: str, entry: Any, seed: int) -> None:
    """Thousands of calls are made by tools/fuzz.py; a few of each here, the same every time."""
    assert fuzz.foreign(name, entry, seed) is None


FLAGS = [
    (name, entry, each.name)
    for name, entry in ENTRIES
    if inspect.isfunction(entry)
    for each in inspect.signature(entry).parameters.values()
    if isinstance(each.default, bool)
]


@pytest.mark.parametrize("wrong", ["no", 1, None, []])
@pytest.mark.parametrize(("name", "entry", "flag"), FLAGS, ids=lambda held: str(held)[:20])
def test_every_flag_is_true_or_false(name: str, entry: Any, flag: str, wrong: object) -> None:
    """A text such as "no", which counts as true in Python, is refused by the name of the argument."""
    frame = {"claim": ["A"], "code": ["71260"], "on": [fuzz.DAY], "m1": ["26"]}
    ours = {"df": pd.DataFrame(frame), "claim": "claim", "modifiers": ("m1",), "on": "on"}
    given: dict[str, Any] = {flag: wrong}
    for each in inspect.signature(entry).parameters.values():
        if each.default is each.empty and each.kind is not each.VAR_POSITIONAL:
            found = () if name == "frames.check" else values_for(name, each.name)
            given[each.name] = found[0] if found else ours.get(each.name, "code")
    if name == "frames.check":
        given |= {"modifiers": ("m1",), "on": "on"}
    with pytest.raises(DataError, match=f"{flag} must be True or False, not "):
        entry(**given)


def test_a_foreign_error_is_seen() -> None:
    """An entry that raises what is none of ours is named with its place."""

    def broken(code: str) -> int:
        return len(code) + code  # type: ignore[operator]

    found = fuzz.foreign("broken", broken, 1)
    assert found is not None
    assert found[0].startswith("broken: TypeError at test_fuzz.py:")
    assert fuzz.foreign("odd", lambda: None, 1) is None


def test_the_walk_holds_everything() -> None:
    """Functions, submodules' functions, constructors, methods, and what reads tables, documents and the shell's words."""
    names = {name for name, _ in ENTRIES}
    assert names >= {
        "shell",
        "x12.claims of a text",
        "fhir.claims of a resource",
        "unpack of bytes",
    }
    assert names >= {f"frames.{each} of a table" for each in ("check", "parse", "price", "suggest")}
    assert names >= {"get", "cms.read", "ClaimLine", "packaged.ptp", "Edition.get", "Record.get"}
    assert names >= {"payment.settle", "fhir.claims", "x12.denials", "to_json", "from_json"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"rule": 5}, "rule must be a str, not 5"),
        ({"outcome": "FAIL"}, "outcome must be a Outcome, not 'FAIL'"),
        ({"lines": "0"}, "lines must be a tuple, not '0'"),
        ({"lines": {0}}, "lines must be a tuple: a set has no order, not {0}"),
        ({"lines": (True,)}, "lines must be an int, not True"),
        ({"source": "CMS"}, "source must be a Source, not 'CMS'"),
    ],
)
def test_a_value_is_what_its_fields_say(fields: dict[str, Any], told: str) -> None:
    """A field of another type is refused by its name."""
    with pytest.raises(DataError) as error:
        Finding(**{"rule": "a", "outcome": Outcome.FAIL, "lines": (0,), "message": "b", **fields})
    assert str(error.value) == told


def test_scalars_and_lists_in_a_value() -> None:
    """What numpy holds becomes Python's own, and a list a tuple; a tuple that is right stays the same one."""
    lines: Any = [np.int64(0), np.array(1)]
    found = Finding("a", Outcome.FAIL, lines, "b")
    assert found.lines == (0, 1)
    assert [type(each) for each in found.lines] == [int, int]
    assert Finding("a", Outcome.FAIL, found.lines, "b").lines is found.lines
    fields: Any = {"amount": np.int64(5), "is_line": np.bool_(1)}
    held: Any = (np.int64(0), 1)
    assert [type(each) for each in Finding("a", Outcome.FAIL, held, "b").lines] == [int, int]
    denial = cptkit.Denial(**fields)
    assert (str(denial.amount), denial.is_line) == ("5", True)
    unread: Any = [["CLM", "odd"]]
    assert cptkit.Denial(unread=unread).unread == (("CLM", "odd"),)
    unread = [["CLM"]]
    with pytest.raises(DataError, match="unread must be a tuple of 2"):
        cptkit.Denial(unread=unread)
    for amount in ("NaN", "Infinity"):
        with pytest.raises(DataError, match="amount must be a finite Decimal"):
            cptkit.Price(Decimal(amount))


def test_evidence_of_any_kind_in_a_gap() -> None:
    """A field of several types takes each of them, and nothing else."""
    requirement = cptkit.documentation.requirements("71260", on=fuzz.DAY)[0]
    for found in ("text", 5, True, ("a", "b"), fuzz.DAY, None):
        gap = cptkit.Gap(requirement, cptkit.GapKind.ABSENT, found, "why")
        assert gap.found == found
    wrong: Any = 1.5
    with pytest.raises(DataError, match="found must be str or bool or int"):
        cptkit.Gap(requirement, cptkit.GapKind.ABSENT, wrong, "why")


@pytest.mark.parametrize(
    ("ask", "kind", "told"),
    [
        (lambda: untyped.sort_key(""), InvalidCodeError, "it is empty"),
        (lambda: untyped.sort_key(None), InvalidCodeError, "a code is a str"),
        (lambda: untyped.documentation.evidence(None), CptkitError, "is no evidence id"),
        (lambda: untyped.packaged.fee_row([], "", fuzz.DAY), InvalidCodeError, "not list"),
        (lambda: untyped.packaged.modifier(26), InvalidModifierError, "not int"),
        (lambda: untyped.CodeExpression(5), InvalidCodeError, "read other forms with cptkit.parse"),
        (lambda: untyped.CodeExpression("71260", "26"), InvalidModifierError, "not '26'"),
        (lambda: untyped.CodeExpression("71260", (26,)), InvalidModifierError, "not int"),
        (lambda: untyped.cms.read_mue("", file=5), DataError, "file must be a str, not 5"),
        (
            lambda: untyped.cms.read_ptp("", setting=0, complete="no"),
            DataError,
            "must be True or False",
        ),
        (lambda: untyped.packaged.with_tables([5]), DataError, "no table"),
        (lambda: untyped.packaged.with_tables(house_codes=[5]), DataError, "no HouseCode"),
        (lambda: untyped.x12.denials(5), DataError, "an interchange is text"),
        (lambda: untyped.bundling.among(5, fuzz.DAY, 1, 2), DataError, "codes are several"),
    ],
)
def test_wrong_calls_are_told(ask: Any, kind: type[CptkitError], told: str) -> None:
    """An error of ours that names the value and what is wanted."""
    with pytest.raises(kind, match=told):
        ask()


def test_a_type_that_says_nothing_takes_anything() -> None:
    """As the rows of a table of any kind."""
    assert reader_of(Any, "rows")(5) == 5


def test_one_reading_of_a_code_in_catalogs_too() -> None:
    """A number, a `Code` and small letters name a code there as everywhere."""
    code: Any = np.int64(71260)
    for same in (code, " 71260", cptkit.get("71260")):
        row = untyped.packaged.fee_row(same, "26", fuzz.DAY)
        assert row == cptkit.packaged.fee_row("71260", "26", fuzz.DAY)
    assert cptkit.packaged.fee_row("FILM", "", fuzz.DAY) is None
    assert cptkit.contrast.family("71260").state(code) is cptkit.Contrast.WITH  # type: ignore[union-attr]
