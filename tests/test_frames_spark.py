"""Spark for real: a local session, batches of any size, and two executors of which one dies.

Without pyspark or Java these are skipped, with the reason; where CI has pyspark, a missing Java fails.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import cptkit
from cptkit import DataError, frames
from frame_calls import (
    ASKED,
    CALLS,
    broken_rows,
    call,
    check_next_year,
    naming,
    next_year,
    problem_of,
    table,
    wrong,
)
from local_spark import local_session
from looped import some
from made_lines import ARGUMENTS, COLUMNS, HOUSE, expected_findings, made_policy, made_rows
from next_year import JANUARY

HERE = Path(__file__).parent
DAY = dt.date(2026, 3, 1)

if find_spec("pyspark") is None:
    pytest.skip("pyspark is not installed: pip install 'cptkit[spark]'", allow_module_level=True)
if shutil.which("java") is None and not os.environ.get("CI"):
    pytest.skip("Spark needs Java 17, and there is none here", allow_module_level=True)

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start a local session of two threads."""
    session = local_session(sql__shuffle__partitions="3", sql__session__timeZone="America/New_York")
    yield session
    session.stop()


def table_of(rows: list[dict[str, Any]]) -> Any:
    """Put rows into an Arrow table."""
    return pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows])


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put findings in order: Spark keeps none, and rows have no place in it."""
    return sorted(
        ({**row, "row": None} for row in rows),
        key=lambda row: (
            row["claim"],
            row["finding"],
            -1 if row["line"] is None else row["line"],
        ),
    )


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_findings_are_those_of_each_claim_alone(spark: Any, size: int) -> None:
    """Shuffled rows in batches of any size, a policy and a catalog of the caller's: as check_claim says."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(size))
    mine = cptkit.packaged.with_tables(house_codes=HOUSE)
    rows = made_rows(200, seed=17)
    df = spark.createDataFrame(table_of(rows[::-1])).repartition(5)
    found = frames.check(df, **ARGUMENTS, policy=made_policy(), catalog=mine, keep=("cpt",))
    assert type(found) is type(df)
    told = found.toArrow().to_pylist()
    assert all(some(row["row"] is None for row in told))
    kept = [row.pop("cpt") for row in told]
    assert None not in kept
    expected = expected_findings(rows, made_policy(), mine, verdicts=False)
    assert ordered(told) == ordered(expected)


def test_columns_stand_beside_rows(spark: Any) -> None:
    """What is asked of a row alone: read, told of, judged, priced, suggested; a timestamp by its day in the session."""
    late = dt.datetime(2026, 1, 1, 4, 30, tzinfo=dt.timezone.utc)
    table = pa.table(
        {
            "cpt": ["77014", "71260", None],
            "m1": ["26", None, None],
            "dos": pa.array([late, late, None], pa.timestamp("us", "UTC")),
            "name": ["CT CHEST", "MRI KNEE RT W/O CONT", None],
        }
    )
    df = spark.createDataFrame(table)
    told = frames.annotate(df, columns=("status", "effective", "is_add_on")).toArrow().to_pylist()
    assert [row["status"] for row in told] == ["ACTIVE", "ACTIVE", "MALFORMED"]
    assert frames.parse(df, "cpt").toArrow()["code"].to_pylist() == ["77014", "71260", None]
    priced = frames.price(df, modifiers="m1").toArrow()["amount"].to_pylist()
    assert priced[2] is None
    judged = frames.modifiers(df, modifiers="m1").toArrow()["modifier_outcome"].to_pylist()
    assert judged[2] == "NO_DATA"
    named = frames.suggest(df, "name").toArrow()["code"].to_pylist()
    assert named == [cptkit.suggest("CT CHEST")[0].code, "73721", None]
    listed = frames.codes(df, on=DAY)
    assert type(listed) is type(df)
    assert listed.count() == len(cptkit.edition(DAY))


def test_what_is_wrong_is_told_before_any_work(spark: Any) -> None:
    """A missing column, a wrong type, two columns of one name, and lines without an order."""
    df = spark.createDataFrame(pa.table({"claim_id": ["A"], "cpt": ["71260"], "dos": ["2026"]}))
    with pytest.raises(DataError, match="on: the column 'dos' is of type String"):
        frames.annotate(df)
    with pytest.raises(DataError, match="Spark keeps no order of rows"):
        frames.check(df, modifiers=(), on=DAY)
    with pytest.raises(DataError, match="there is no column 'number'"):
        frames.check(df, line="number", modifiers=(), on=DAY)
    with pytest.raises(DataError, match="two columns are called 'cpt'"):
        frames.parse(df.select("cpt", "cpt"), "cpt")


# --- what is wrong with a frame, of every function and argument


def read(frame: Any) -> list[dict[str, Any]]:
    """Read a frame back as rows."""
    told: list[dict[str, Any]] = frame.toArrow().to_pylist()
    return told


def test_what_is_wrong_is_told_of_every_argument(
    spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing column, and one of a wrong type: told with argument, column, type and cure, before anything is planned."""
    held = {kind: column for column, kind in (wrong(argument) for _, argument in ASKED)}
    df = spark.createDataFrame(table(**{f"odd {kind}": column for kind, column in held.items()}))

    def worked(*_: Any) -> None:
        raise AssertionError("rows were asked")

    monkeypatch.setattr(type(df), "mapInArrow", worked)
    for name, argument in some(ASKED):
        said = problem_of(name, df, **naming(argument, "lost"))
        assert said.startswith(f"{argument}: there is no column 'lost'; the columns are 'claim', ")
        _, kind = wrong(argument)
        said = problem_of(name, df, **naming(argument, f"odd {kind}"))
        assert said.startswith(
            f"{argument}: the column 'odd {kind}' is of type {kind}, and wanted are "
        )
        assert ": cast it " in said
    for name in some(CALLS):
        with pytest.raises(DataError, match="two columns are called 'cell': rename one of them"):
            call(name, df.select("cell", "cell"))


def test_rows_out_are_rows_in(spark: Any) -> None:
    """Odd cells, nulls and blanks: each row comes back with its own cells; which function is asked does not matter."""
    df = spark.createDataFrame(table())
    given = read(df)
    for name in some([name for name in CALLS if name != "check"]):
        told = read(call(name, df, prefix="x_"))
        assert [{column: row[column] for column in given[0]} for row in told] == given
        assert [column for column in told[0] if column.startswith("x_")]


@pytest.mark.parametrize("seed", [41, 42])
def test_each_row_is_a_line_or_a_finding_of_its_own(spark: Any, seed: int) -> None:
    """Of many odd rows, cells broken by chance, each is a line or `line.unreadable`, and never both; none is lost."""
    df = spark.createDataFrame(broken_rows(seed))
    found = read(frames.check(df, **ARGUMENTS, verdicts=True, keep=("at",)))
    unread = [row["at"] for row in found if row["rule"] == "line.unreadable"]
    lines = {row["at"] for row in found if row["rule"] == "claim.duplicate"}
    assert len(unread) == len(set(unread)) >= 60
    assert sorted((*unread, *lines)) == list(range(400))


def test_the_caller_s_year_is_known_to_every_function(spark: Any) -> None:
    """With a fee schedule of the year that is not packaged, each task knows that year, and claims are checked by it."""
    check_next_year(spark.createDataFrame, read)
    made = [
        row | {"dos": row["dos"].replace(year=JANUARY.year, day=1)} for row in made_rows(90, 43)
    ]
    found = read(
        frames.check(spark.createDataFrame(table_of(made)), **ARGUMENTS, catalog=next_year())
    )
    expected = expected_findings(made, None, next_year(), verdicts=False)
    assert ordered(found) == ordered(expected)
    assert expected != expected_findings(made, None, None, verdicts=False)


# --- tasks and executors


def test_tasks_do_what_the_session_hands_them() -> None:
    """What runs in Spark's own processes, run here: batches in, batches out."""
    from cptkit.frames import spark_frames
    from cptkit.frames.checks import checking_of
    from cptkit.frames.questions import Gives, Input, Question, Reads

    rows = made_rows(60, seed=18)
    data = pickle.dumps(checking_of(**ARGUMENTS))
    batches = table_of(rows).to_batches(max_chunksize=7)
    told = [
        row for batch in spark_frames._checked(data, iter(batches)) for row in batch.to_pylist()
    ]
    expected = expected_findings(rows, None, None, verdicts=False)
    assert ordered(told) == ordered(expected)
    question = Question(
        (Input("cpt", Reads.CODE, "code"),), (("same", Gives.TEXT),), lambda cells: cells
    )
    (first, *_) = spark_frames._answered(question, iter(batches))
    assert first["same"].to_pylist() == [row["cpt"] for row in rows[:7]]


def test_no_row_is_lost_where_an_executor_dies(tmp_path: Path) -> None:
    """Of two executors one is killed with findings in hand: no claim is cut, no row lost or doubled."""
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(HERE / "spark_two_executors.py"), str(tmp_path / "mark")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3_000:]
    assert "executor died: True" in done.stdout
