"""Columns beside rows: what the rules say of one row alone, on every engine."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cptkit
from cptkit import ClaimLine, DataError, InvalidDateError, MissingExtraError, frames
from engines import ENGINES, made, of_arrow, rows
from looped import some

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2024, 8, 15)
ON_EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES)


def pick(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    """Read some columns of a frame."""
    return [tuple(row[name] for name in names) for row in rows(frame)]


@ON_EVERY_ENGINE
def test_cells_are_parsed_as_one_cell_is(engine: str) -> None:
    """What parse reads of a cell stands beside it, or why it refuses; nulls and repeated cells included."""
    cells = ["71260-26", None, "pending", "71260-26", "", "HC:71260:26:59", "77066TC", None, " "]
    frame = made(engine, {"n": list(range(len(cells))), "cell": cells})
    read = frames.parse(frame, "cell")
    assert type(read) is type(frame)
    found = pick(read, "n", "code", "modifier_1", "modifier_2", "modifier_4")
    assert found == [
        (0, "71260", "26", None, None),
        (1, None, None, None, None),
        (2, None, None, None, None),
        (3, "71260", "26", None, None),
        (4, None, None, None, None),
        (5, "71260", "26", "59", None),
        (6, "77066", "TC", None, None),
        (7, None, None, None, None),
        (8, None, None, None, None),
    ]
    with pytest.raises(cptkit.InvalidCodeError) as refusal:
        cptkit.parse("pending")
    refused = [row["refused"] for row in rows(read)]
    assert refused[2] == refusal.value.reason
    assert {refused[n] for n in (1, 4, 7, 8)} == {"it is empty"}
    assert [refused[n] for n in (0, 3, 5, 6)] == [None] * 4


@ON_EVERY_ENGINE
def test_attributes_are_those_of_the_day(engine: str) -> None:
    """A code is told of on its row's own day: retired on one, in force on another, nothing where no day tells."""
    columns: dict[str, list[Any]] = {
        "cpt": ["77014", "77014", "71260", "7126", None, "71260", "71260", " 76376 "],
        "dos": [DAY, LATER, DAY, DAY, DAY, None, dt.date(1999, 1, 1), DAY],
    }
    told = frames.annotate(made(engine, columns), columns=("status", "modality", "is_add_on"))
    assert pick(told, "status", "modality", "is_add_on") == [
        ("RETIRED", None, None),
        ("ACTIVE", "CT", False),
        ("ACTIVE", "CT", False),
        ("MALFORMED", None, None),
        ("MALFORMED", None, None),
        ("NO_DATA", None, None),
        ("NO_DATA", None, None),
        ("ACTIVE", None, False),
    ]


@ON_EVERY_ENGINE
def test_every_attribute_is_what_the_code_says(engine: str) -> None:
    """Each column holds what the code's own value holds, with its type; several values are joined by commas."""
    names = tuple(frames.attributes._READ)
    frame = made(engine, {"cpt": ["71260", "77014", "99999"]})
    told = rows(frames.annotate(frame, on=None, columns=("status", *names)))
    code = cptkit.lookup("77014")
    assert told[1] == {
        "cpt": "77014",
        "status": "RETIRED",
        "label": code.label,
        "category": "Category I",
        "section": "radiology",
        "heading": code.headings[-1],
        "modality": "CT",
        "regions": "any part",
        "contrast": None,
        "laterality": "not paired",
        "role": "guidance",
        "technique": "image guidance, localization",
        "extent": None,
        "population": None,
        "is_add_on": False,
        "is_unlisted": False,
        "is_screening": False,
        "effective": code.effective,
        "through": dt.date(2025, 12, 31),
        "successors": "77387",
        "note": code.note,
    }
    assert [told[0][name] for name in ("contrast", "regions")] == ["with", "chest, lung"]
    assert {told[2][name] for name in names} == {None}


@ON_EVERY_ENGINE
def test_modifiers_are_judged_as_a_line_is(engine: str) -> None:
    """The worst verdict and its words; a row that makes no line is NO_DATA and says why."""
    columns: dict[str, list[Any]] = {
        "cpt": ["71260", "77427", "71260", "71260", None, "71260"],
        "m1": ["26", "26", "26", None, "26", "26"],
        "m2": [None, "", "TC", None, None, None],
        "dos": [DAY, DAY, DAY, DAY, DAY, None],
        "pos": ["11", "11", "11", "22", "11", "11"],
    }
    told = frames.modifiers(made(engine, columns), place_of_service="pos")
    outcomes = pick(told, "modifier_outcome", "modifier_reason")
    assert outcomes[0] == ("PASS", None)
    assert [outcome for outcome, _ in outcomes[1:]] == [
        "FAIL",
        "FAIL",
        "FAIL",
        "NO_DATA",
        "NO_DATA",
    ]
    assert outcomes[2][1] == "26 with TC: both components together are the global service"
    assert outcomes[3][1].startswith("the technical part inside the code is not paid")
    assert outcomes[4][1] == "there is no code in the cell"
    assert outcomes[5][1] == "there is no date of service in the cell"


@ON_EVERY_ENGINE
def test_rows_are_priced_as_lines_are(engine: str) -> None:
    """Amounts to the cent, by the row's own place, units and locality, and why there is none."""
    columns: dict[str, list[Any]] = {
        "cpt": ["71250", "71250", "71250", "71999", "71250", "71250", "71250"],
        "m1": ["26", "26", None, None, None, None, None],
        "dos": [dt.date(2026, 8, 15)] * 7,
        "n": [1, 2, 1, 1, 1, 1, None],
        "pos": ["22", "22", "11", "11", "11", "11", "11"],
        "place": ["01112-05", "01112-05", "01112-05", "01112-05", "nowhere", None, "01112-05"],
    }
    frame = made(engine, columns)
    told = frames.price(frame, modifiers="m1", units="n", place_of_service="pos", locality="place")
    amounts = [amount for (amount,) in pick(told, "amount")]
    for row, amount in some(zip(rows(frame)[:3], amounts, strict=False)):
        line = ClaimLine(
            row["cpt"],
            (row["m1"],) if row["m1"] else (),
            date_of_service=dt.date(2026, 8, 15),
            units=row["n"],
            place_of_service=row["pos"],
        )
        assert amount == cptkit.payment.price(line, locality="01112-05").amount
    assert isinstance(amounts[0], Decimal)
    assert amounts[3:] == [None] * 4
    reasons = [reason for (reason,) in pick(told, "reason")]
    assert reasons[:3] == [None] * 3
    assert "nowhere" in reasons[4]
    assert reasons[5] == "there is no locality in the cell"
    assert reasons[6].startswith("units must be")


@ON_EVERY_ENGINE
def test_names_of_exams_get_the_best_code(engine: str) -> None:
    """The first suggestion, its modifiers and its score; nothing for what is no exam's name or no name at all."""
    names = ["MRI KNEE RT W/O CONT", "LIPID PANEL", None, "CT CHEST"]
    frame = made(engine, {"description": names, "dos": [DAY, DAY, DAY, dt.date(1990, 1, 1)]})
    told = frames.suggest(frame)
    best = cptkit.suggest("CT CHEST")[0]
    assert pick(told, "code", "modifiers", "missing", "note")[3] == (
        best.code,
        None,
        "; ".join(best.missing),
        best.note or None,
    )
    assert pick(told, "code", "modifiers")[:3] == [("73721", "RT"), (None, None), (None, None)]
    assert rows(told)[3]["score"] == pytest.approx(float(best.score))
    dated = frames.suggest(frame, on="dos")
    assert [code for (code,) in pick(dated, "code")] == ["73721", None, None, None]
    assert "1990" in rows(dated)[3]["note"]


@ON_EVERY_ENGINE
def test_the_codes_of_a_day_are_a_table_of_the_engine(engine: str) -> None:
    """All codes in force, in code order, with the attributes beside them."""
    like = made(engine, {"x": [1]})
    table = frames.codes(like, on=DAY)
    assert type(table) is type(like)
    listed = rows(table)
    edition = cptkit.edition(DAY)
    assert [row["code"] for row in listed] == list(edition)
    (chest,) = [row for row in listed if row["code"] == "71260"]
    assert (chest["modality"], chest["label"]) == ("CT", edition["71260"].label)


@ON_EVERY_ENGINE
def test_an_empty_frame_gives_an_empty_frame(engine: str) -> None:
    """No rows in, no rows out, and the columns are there."""
    table = pa.table({"cpt": pa.array([], pa.string()), "dos": pa.array([], pa.date32())})
    told = frames.annotate(of_arrow(engine, table), columns=("status",))
    assert rows(told) == []
    names = told.collect_schema().names() if engine == "polars lazy" else None
    assert (names or list(getattr(told, "column_names", told.columns))) == ["cpt", "dos", "status"]


@ON_EVERY_ENGINE
def test_more_rows_than_a_block_keep_their_order(engine: str) -> None:
    """Above 33,000 rows each row gets its own answer, in the order in which it came."""
    codes = ["71260", "71250", "77014", "74177", "x", None]
    chosen = random.Random(19)  # noqa: S311 - a repeatable sample
    cells = [chosen.choice(codes) for _ in range(70_000)]
    days = [chosen.choice([DAY, LATER, None]) for _ in cells]
    frame = made(engine, {"n": list(range(len(cells))), "cpt": cells, "dos": days})
    told = pick(frames.annotate(frame, columns=("status", "label")), "n", "status", "label")
    expected: dict[tuple[str | None, dt.date | None], tuple[Any, ...]] = {}
    for code, on in itertools.product(codes, [DAY, LATER, None]):
        ((said, label),) = pick(
            frames.annotate(
                pa.table(
                    {"cpt": pa.array([code], pa.string()), "dos": pa.array([on], pa.date32())}
                ),
                columns=("status", "label"),
            ),
            "status",
            "label",
        )
        expected[code, on] = (said, label)
    assert len({expected[key] for key in expected}) > 4
    assert told == [(n, *expected[key]) for n, key in enumerate(zip(cells, days, strict=True))]


@ON_EVERY_ENGINE
def test_a_timestamp_counts_by_its_day_where_it_was_written(engine: str) -> None:
    """The last minutes of a year in New York are the next year in Greenwich, and count in New York."""
    if engine == "duckdb":
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'America/New_York'")
        frame: Any = connection.sql(
            "SELECT '77014' AS cpt, TIMESTAMPTZ '2025-12-31 23:30:00-05' AS dos"
        )
    else:
        zone = pa.timestamp("us", "America/New_York")
        late = dt.datetime(2026, 1, 1, 4, 30, tzinfo=dt.timezone.utc)
        frame = of_arrow(engine, pa.table({"cpt": ["77014"], "dos": pa.array([late], zone)}))
    assert pick(frames.annotate(frame, columns=("status",)), "status") == [("ACTIVE",)]


@ON_EVERY_ENGINE
def test_dictionaries_and_categories_are_texts(engine: str) -> None:
    """A column of categories is read by its texts, nulls and chunks of other dictionaries included."""
    chunks = [
        pa.array(["71260", None, "77014"]).dictionary_encode(),
        pa.array(["77014", "71250"]).dictionary_encode(),
    ]
    column = pa.chunked_array(chunks)
    days = pa.chunked_array([[DAY] * 2, [DAY] * 3])
    table = pa.table({"cpt": column, "dos": days})
    if engine == "pandas":
        table = pa.table({"cpt": column.unify_dictionaries(), "dos": days})
    told = frames.annotate(of_arrow(engine, table), columns=("status",))
    assert [said for (said,) in pick(told, "status")] == [
        "ACTIVE",
        "MALFORMED",
        "RETIRED",
        "RETIRED",
        "ACTIVE",
    ]


@ON_EVERY_ENGINE
def test_numbers_name_codes(engine: str) -> None:
    """Spreadsheets make numbers of codes, places and modifiers; they are read where one reading is possible."""
    columns: dict[str, list[Any]] = {
        "cpt": [71260.0, 71260.0, float("nan")],
        "m1": [26.0, None, None],
        "pos": [11.0, 2.0, None],
        "dos": [DAY] * 3,
    }
    frame = made(engine, columns)
    assert pick(frames.annotate(frame, columns=("status",)), "status") == [
        ("ACTIVE",),
        ("ACTIVE",),
        ("MALFORMED",),
    ]
    told = frames.modifiers(frame, modifiers="m1", place_of_service="pos")
    assert [said for (said,) in pick(told, "modifier_outcome")] == ["PASS", "WARN", "NO_DATA"]


def test_a_pandas_column_of_anything_is_read_cell_by_cell() -> None:
    """Texts, numbers, lists, times and nothing in one column: each cell is judged as itself, 1 and True apart."""
    cells = ["71260", 71260, 71260.0, Decimal(71260), True, 1, ["71260"], None, float("nan"), DAY]
    frame = pd.DataFrame({"cell": pd.Series(cells, dtype=object, index=[7] * len(cells))})
    read = frames.parse(frame, "cell")
    assert list(read["code"].iloc[:4]) == ["71260"] * 4
    assert read["code"].isna().sum() == 6
    assert list(read.index) == [7] * len(cells)
    assert "bool" in read["refused"].iloc[4]


def test_a_cell_that_has_no_hash_makes_its_own_row_no_line() -> None:
    """A list among codes is NO_DATA of its row in every month, whether its day stands for others or not; no run dies of it."""
    days = [dt.date(2026, 3, n) for n in (2, 2, 5, 5)]
    df = pd.DataFrame({"cpt": [["71260"], "71260"] * 2, "m1": ["26"] * 4, "dos": days})
    told = frames.modifiers(df, modifiers=("m1",))["modifier_outcome"].tolist()
    assert told == ["NO_DATA", "PASS"] * 2
    assert frames.price(df, modifiers=("m1",))["amount"].isna().tolist()[::2] == [True, True]
    unread = frames.check(df.assign(claim_id=list("ABCD")), modifiers=("m1",))
    assert unread[unread["rule"] == "line.unreadable"]["row"].tolist() == [0, 2]


def test_pandas_days_are_read_from_objects_and_categories() -> None:
    """Dates of Python's own, timestamps and their categories count by their day."""
    days: list[Any] = [dt.date(2025, 12, 31), pd.Timestamp("2026-01-01 08:00"), None, "soon"]
    frame = pd.DataFrame({"cpt": ["77014"] * 4, "dos": pd.Series(days, dtype=object)})
    told = frames.annotate(frame, columns=("status",))
    assert list(told["status"]) == ["ACTIVE", "RETIRED", "NO_DATA", "NO_DATA"]
    stamps = pd.Series(pd.to_datetime(["2025-12-31", None])).astype("category")
    told = frames.annotate(pd.DataFrame({"cpt": ["77014"] * 2, "dos": stamps}), columns=("status",))
    assert list(told["status"]) == ["ACTIVE", "NO_DATA"]
    texts = pd.DataFrame({"cpt": ["77014"], "dos": pd.Series(["2026-01-01"], dtype=object)})
    with pytest.raises(DataError, match="cast it"):
        frames.annotate(texts)


def test_a_polars_column_of_objects_is_read_cell_by_cell() -> None:
    """Polars cannot join on objects, and they are asked one by one."""
    cells = pl.Series("cell", ["71260", 71260, None, object()], dtype=pl.Object)
    read = frames.parse(pl.DataFrame([cells]), "cell")
    assert read["code"].to_list() == ["71260", "71260", None, None]
    dated = pl.DataFrame([cells.alias("cpt"), pl.Series("dos", [DAY, None, DAY, DAY])])
    told = frames.annotate(dated, columns=("status",))["status"].to_list()
    assert told == ["ACTIVE", "NO_DATA", "MALFORMED", "MALFORMED"]


def test_a_polars_column_of_nothing_holds_no_codes() -> None:
    """A column whose type nobody knows, since it holds nothing, is one of empty cells."""
    read = frames.parse(pl.DataFrame({"cell": [None, None]}), "cell")
    assert read["refused"].to_list() == ["it is empty"] * 2
    told = frames.parse(pa.table({"cell": pa.nulls(2)}), "cell")
    assert told["refused"].to_pylist() == ["it is empty"] * 2


@pytest.mark.parametrize("kind", ["Int32", "UInt64", "Int128", "UInt128", "Float64"])
def test_polars_numbers_of_every_width_are_read(kind: str) -> None:
    """Codes, units and claims in numbers of any type, also of those that Arrow has not, by a column and by a claim."""
    if not hasattr(pl, kind):
        pytest.skip(f"this Polars has no {kind}")
    numbers = pl.DataFrame({"claim_id": [1, 1], "cpt": [71260, 71250], "dos": [DAY, DAY]})
    df = numbers.with_columns(pl.col("claim_id", "cpt").cast(getattr(pl, kind)))
    assert frames.parse(df, "cpt")["code"].to_list() == ["71260", "71250"]
    assert frames.parse(df.lazy(), "cpt").collect()["code"].to_list() == ["71260", "71250"]
    told = frames.check(df, modifiers=())
    assert told["claim"].dtype == df["claim_id"].dtype
    asked = ["line", "rule", "message"]
    assert told.select(asked).equals(
        frames.check(numbers.with_columns(pl.col("cpt").cast(pl.String)), modifiers=()).select(
            asked
        )
    )


def test_arrow_columns_of_every_layout_are_read() -> None:
    """Views, old dates in milliseconds, chunks of none: the layout says nothing of the cells."""
    days = pa.array([DAY]).cast(pa.date64())
    table = pa.table({"cpt": pa.array(["77014"], pa.string_view()), "dos": days})
    assert frames.annotate(table, columns=("status",))["status"].to_pylist() == ["RETIRED"]
    none = pa.table({"cell": pa.chunked_array([], pa.string())})
    assert frames.parse(none, "cell").num_rows == 0


def test_a_lazy_frame_is_asked_when_it_is_collected() -> None:
    """Nothing is judged before the rows are wanted, and what follows is lazy too: a filter on what was added works."""
    asked: list[int] = []

    def noted(df: pl.DataFrame) -> pl.DataFrame:
        asked.append(df.height)
        return df

    lazy = pl.LazyFrame({"cell": ["71260-26", "pending"], "x": [1, 2]}).map_batches(noted)
    told = frames.parse(lazy, "cell").filter(pl.col("code").is_null()).select("x")
    assert asked == []
    assert told.collect()["x"].to_list() == [2]
    assert frames.parse(lazy, "cell").collect(engine="streaming").height == 2


def test_relations_stay_on_the_connection_of_their_own() -> None:
    """Two relations of one connection, and one of another, are asked side by side and answer later, each by itself."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE charges AS SELECT '71260-26' AS cell")
    first = frames.parse(connection.table("charges"), "cell")
    second = frames.parse(
        connection.sql("SELECT '77066TC' AS cell, 'a b' AS \"odd \"\"name\""), "cell"
    )
    other = frames.parse(duckdb.connect().sql("SELECT 'pending' AS cell"), "cell")
    assert [pick(each, "code") for each in (first, second, other)] == [
        [("71260",)],
        [("77066",)],
        [(None,)],
    ]
    connection.execute("INSERT INTO charges VALUES ('77066TC')")
    assert len(pick(frames.parse(connection.table("charges"), "cell"), "code")) == 2


def test_a_caller_s_catalog_is_asked() -> None:
    """Codes of the caller's house are known where its catalog is given."""
    mine = cptkit.packaged.with_tables(
        house_codes=(cptkit.HouseCode("X7001", "Outside film review"),)
    )
    lines = pa.table({"cpt": ["X7001"], "dos": [DAY]})
    told = frames.annotate(lines, columns=("label", "category"), catalog=mine)
    assert told.to_pylist()[0]["label"] == "Outside film review"
    assert frames.annotate(lines, columns=("status",))["status"].to_pylist() != ["ACTIVE"]


def test_each_day_is_told_as_itself() -> None:
    """Days on which nothing changes are asked once, and each row is told its own day and its own answer."""
    days = [dt.date(2018, 12, 20) + dt.timedelta(n) for n in range(0, 3_300, 9)]
    codes = ["77014", "71260", "G0297", "80053", "2026-03-02"]
    asked = [(code, on) for code in codes for on in days]
    table = pa.table(
        {
            "cpt": [code for code, _ in asked],
            "m1": ["26"] * len(asked),
            "dos": [on for _, on in asked],
        }
    )
    judged = frames.modifiers(table, modifiers="m1")["modifier_reason"].to_pylist()
    priced = frames.price(table, modifiers="m1")
    amounts, reasons = priced["amount"].to_pylist(), priced["reason"].to_pylist()
    for n, (code, on) in some(enumerate(asked)):
        if n % 7 == 0:
            alone = frames.modifiers(table.slice(n, 1).drop_columns("dos"), modifiers="m1", on=on)
            assert judged[n] == alone["modifier_reason"][0].as_py()
        found = cptkit.payment.price(ClaimLine(code, ("26",), date_of_service=on))
        assert (amounts[n], reasons[n]) == (found.amount, found.reason or None)
    assert any(str(on) in (judged[n] or "") for n, (_, on) in enumerate(asked))


# --- what is wrong is told before any work


@ON_EVERY_ENGINE
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"code": ["71260"], "dos": [DAY]}, "code: there is no column 'cpt'"),
        ({"cpt": ["71260"], "dos": [1.5]}, "on: the column 'dos' is of type Float64"),
        ({"cpt": [True], "dos": [DAY]}, "code: the column 'cpt' is of type Boolean"),
        ({"cpt": ["71260"], "dos": [DAY], "status": ["new"]}, "prefix="),
    ],
)
def test_a_column_that_cannot_be_asked_is_told_with_its_cure(
    engine: str, columns: dict[str, list[Any]], words: str
) -> None:
    """A missing column, a wrong type, a name that is taken: the error names the column, the type and the cure."""
    with pytest.raises(DataError, match=words):
        frames.annotate(made(engine, columns))


@ON_EVERY_ENGINE
def test_a_prefix_keeps_names_apart(engine: str) -> None:
    """Where a name is taken, a prefix makes another."""
    frame = made(engine, {"cpt": ["71260"], "dos": [DAY], "status": ["new"]})
    told = frames.annotate(frame, columns=("status",), prefix="cpt_")
    assert pick(told, "status", "cpt_status") == [("new", "ACTIVE")]


@pytest.mark.parametrize(
    "frame",
    [
        pa.table([["1"], ["2"]], names=["cell", "cell"]),
        pd.DataFrame([["1", "2"]], columns=["cell", "cell"]),
        duckdb.connect().sql("SELECT '1' AS cell, '2' AS cell"),
    ],
)
def test_two_columns_of_one_name_are_refused(frame: Any) -> None:
    """Which of the two would be meant, nobody knows."""
    with pytest.raises(DataError, match="two columns are called 'cell'"):
        frames.parse(frame, "cell")


@pytest.mark.parametrize("frame", [[{"cell": "71260"}], {"cell": ["71260"]}, pd.Series(["71260"])])
def test_what_is_no_frame_is_refused(frame: Any) -> None:
    """The error names what came and what is known."""
    with pytest.raises(DataError, match="a DuckDB relation"):
        frames.parse(frame, "cell")


def test_arguments_of_a_wrong_kind_are_refused() -> None:
    """Names are texts, days are days, attributes are those that there are."""
    frame = pa.table({"cpt": ["71260"], "dos": [DAY]})
    anything: Any = frames
    with pytest.raises(DataError, match="names a column"):
        anything.parse(frame, 3)
    with pytest.raises(DataError, match="give a tuple"):
        anything.modifiers(frame, modifiers=3)
    with pytest.raises(InvalidDateError):
        anything.modifiers(frame, modifiers=(), on=None)
    with pytest.raises(DataError, match="'colour' is no attribute"):
        anything.annotate(frame, columns=("colour",))
    with pytest.raises(DataError, match="columns are a tuple"):
        anything.annotate(frame, columns="status")
    with pytest.raises(DataError, match="setting must be"):
        anything.modifiers(frame, modifiers=(), setting="hospital")


def test_without_the_extra_a_call_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing needs nothing; a call names the extra."""
    monkeypatch.setattr("cptkit.frames.engines.find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"cptkit\[frames\]"):
        frames.parse(pa.table({"cell": ["71260"]}), "cell")


@pytest.mark.parametrize("bad", [5, None, ["x"], b"x"])
def test_a_prefix_is_a_text(bad: Any) -> None:
    """No column is called 5status."""
    frame = pa.table({"cpt": ["71260"], "dos": [DAY]})
    asks: tuple[Callable[[], object], ...] = (
        lambda: frames.parse(frame, "cpt", prefix=bad),
        lambda: frames.annotate(frame, columns=("status",), prefix=bad),
        lambda: frames.modifiers(frame, modifiers=(), prefix=bad),
        lambda: frames.price(frame, modifiers=(), prefix=bad),
        lambda: frames.suggest(frame, "cpt", prefix=bad),
    )
    for ask in asks:
        with pytest.raises(DataError, match="prefix must be a str, not"):
            ask()
