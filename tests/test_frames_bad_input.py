"""What is wrong with a frame is told before any work, and no row of one is lost: every function, every engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from cptkit import DataError, UnknownEditionError, frames
from cptkit.frames import (
    arrow_tables,
    claim_parts,
    duckdb_relations,
    pandas_frames,
    polars_frames,
)
from engines import ENGINES, of_arrow, rows
from frame_calls import (
    ASKED,
    CALLS,
    CHECK,
    DAY,
    broken_rows,
    call,
    check_next_year,
    naming,
    next_year,
    problem_of,
    table,
    wrong,
)
from looped import some
from made_lines import ARGUMENTS, COLUMNS, expected_findings, made_rows
from next_year import JANUARY

EVERY = (*ENGINES, "reader")
ON_EVERY_ENGINE = pytest.mark.parametrize("engine", EVERY)
BY_EVERY_FUNCTION = pytest.mark.parametrize("name", CALLS)


def frame_of(engine: str, arrow: Any) -> Any:
    """Make a frame of an engine, or a reader of its batches."""
    return arrow.to_reader(2) if engine == "reader" else of_arrow(engine, arrow)


def read(frame: Any) -> list[dict[str, Any]]:
    """Read a frame or a reader back as rows."""
    return rows(frame.read_all() if isinstance(frame, pa.RecordBatchReader) else frame)


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever asks a rule of a row fail."""

    def worked(*_: Any, **__: Any) -> None:
        raise AssertionError("rows were asked")

    for module in (arrow_tables, duckdb_relations, pandas_frames, polars_frames):
        monkeypatch.setattr(module, "answers", worked)
    monkeypatch.setattr(claim_parts, "findings_of", worked)


# --- what is wrong with a frame


@pytest.mark.usefixtures("no_work")
@ON_EVERY_ENGINE
@pytest.mark.parametrize(("name", "argument"), ASKED)
def test_a_missing_column_is_told_by_its_argument(engine: str, name: str, argument: str) -> None:
    """The error names the argument, the column and the columns that there are."""
    said = problem_of(name, frame_of(engine, table()), **naming(argument, "lost"))
    assert said.startswith(f"{argument}: there is no column 'lost'; the columns are 'claim', 'n', ")


@pytest.mark.usefixtures("no_work")
@ON_EVERY_ENGINE
@pytest.mark.parametrize(("name", "argument"), ASKED)
def test_a_column_of_a_wrong_type_is_told_with_type_and_cure(
    engine: str, name: str, argument: str
) -> None:
    """The error names the argument, the column, its type, what is wanted, and what to cast it to."""
    held, kind = wrong(argument)
    if engine == "pandas" and kind == "Date":
        held, kind = [0.5] * 6, "Float64"
    untyped = engine == "pandas" and kind == "String" and pd.__version__ < "3"
    if untyped and argument == "units":
        pytest.skip(
            "pandas before 3 has no type for texts: each such cell makes its own line unreadable"
        )
    said = problem_of(name, frame_of(engine, table(odd=held)), **naming(argument, "odd"))
    what = "holds texts" if untyped else f"is of type {kind}"
    assert said.startswith(f"{argument}: the column 'odd' {what}, and wanted are ")
    assert ": cast it " in said


@pytest.mark.usefixtures("no_work")
@BY_EVERY_FUNCTION
@pytest.mark.parametrize(
    "twice",
    [
        lambda: pa.table([["1"], ["2"]], names=["cell", "cell"]),
        lambda: pa.table([["1"], ["2"]], names=["cell", "cell"]).to_reader(),
        lambda: pd.DataFrame([["1", "2"]], columns=["cell", "cell"]),
        lambda: duckdb.connect().sql("SELECT '1' AS cell, '2' AS cell"),
    ],
)
def test_two_columns_of_one_name_are_told(name: str, twice: Callable[[], Any]) -> None:
    """Which of the two is meant nobody knows; Polars makes no such frame."""
    with pytest.raises(DataError, match="two columns are called 'cell': rename one of them"):
        call(name, twice())
    with pytest.raises(DataError, match="two columns are called 'cell': rename one of them"):
        frames.codes(twice())


@BY_EVERY_FUNCTION
@pytest.mark.parametrize(
    "frame", [[{"cell": "71260"}], {"cell": ["71260"]}, pd.Series(["1"]), None]
)
def test_an_engine_that_is_not_known_is_told(name: str, frame: Any) -> None:
    """The error names what came, and the engines that are known."""
    with pytest.raises(
        DataError, match=rf"{type(frame).__name__}, and known are a pandas .* Spark"
    ):
        call(name, frame)
    with pytest.raises(DataError, match="give one of them"):
        frames.codes(frame)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Three columns that cannot be asked are three problems of one error; a column that two arguments name is read by both."""
    with pytest.raises(DataError) as told:
        call("check", table(), code="lost", units="dx", on="cell")
    assert [each.partition(":")[0] for each in told.value.problems] == ["code", "units", "on"]


# --- rows


@ON_EVERY_ENGINE
@pytest.mark.parametrize("name", [name for name in CALLS if name != "check"])
def test_rows_out_are_rows_in(engine: str, name: str) -> None:
    """Odd cells, nulls and blanks: each row comes back, in its place, with its own cells."""
    told = read(call(name, frame_of(engine, table()), prefix="x_"))
    given = read(frame_of(engine, table()))
    assert [{column: row[column] for column in given[0]} for row in told] == given
    assert all(some(any(column.startswith("x_") for column in row) for row in told))


@ON_EVERY_ENGINE
def test_each_row_is_a_line_or_a_finding_of_its_own(engine: str) -> None:
    """A row that makes no line is `line.unreadable`, NO_DATA, of that row, with why; every other one was checked as a line."""
    frame = frame_of(engine, table())
    arguments = CHECK | ({"claim": "n"} if engine == "reader" else {})
    if engine == "reader":
        frame = frame_of(engine, table().sort_by([("n", "ascending")]))
    found = read(frames.check(frame, **arguments, verdicts=True, keep=("who",)))
    unread = [row for row in found if row["rule"] == "line.unreadable"]
    lines = {row["row"] for row in found if row["rule"] == "claim.duplicate"}
    assert {row["outcome"] for row in unread} == {"NO_DATA"}
    assert all(some("the row makes no claim line: " in row["message"] for row in unread))
    assert len(unread) + len(lines) == 6
    assert {row["row"] for row in unread} | lines == set(range(6))


@pytest.mark.parametrize("seed", [41, 42])
def test_counts_in_are_counts_out(seed: int) -> None:
    """Of many odd rows, cells broken by chance, each is a line or unreadable, and never both."""
    found = frames.check(broken_rows(seed), **ARGUMENTS, verdicts=True).to_pylist()
    unread = [row["row"] for row in found if row["rule"] == "line.unreadable"]
    lines = {row["row"] for row in found if row["rule"] == "claim.duplicate"}
    assert len(unread) == len(set(unread)) >= 60
    assert sorted((*unread, *lines)) == list(range(400))


# --- a year of the caller's


@ON_EVERY_ENGINE
def test_the_caller_s_year_is_known_to_every_function(engine: str) -> None:
    """With a fee schedule of the year that is not packaged, codes, verdicts, prices and findings are those of that year."""
    check_next_year(lambda arrow: frame_of(engine, arrow), read)
    with pytest.raises(UnknownEditionError):
        frames.codes(frame_of(engine, table()), JANUARY)


@ON_EVERY_ENGINE
def test_claims_of_the_caller_s_year_are_checked_by_it(engine: str) -> None:
    """The findings of that year's claims are those of check_claim with the same catalog, and other than without it."""
    year = next_year()
    made = [row | {"dos": moved(row["dos"])} for row in made_rows(250, seed=43)]
    arrow = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in made])
    found = read(frames.check(frame_of(engine, arrow), **ARGUMENTS, catalog=year))
    expected = expected_findings(made, None, year, verdicts=False)
    assert [{**row, "row": int(row["row"])} for row in found] == expected
    assert expected != expected_findings(made, None, None, verdicts=False)


def moved(day: dt.date) -> dt.date:
    """Give the same day of the year that is not packaged."""
    return day.replace(year=JANUARY.year, day=min(day.day, 28))


def test_lazy_frames_tell_before_they_are_collected() -> None:
    """A plan with a column that is missing is refused where it is made."""
    plan = pl.DataFrame({"cell": ["71260"], "dos": [DAY]}).lazy()
    with pytest.raises(DataError, match="modifiers: there is no column 'm1'"):
        frames.modifiers(plan, "cell", ("m1",))
