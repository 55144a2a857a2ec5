"""However Arrow holds the cells of a column, the answers are the same; what no rule can read is told by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import cptkit
from cptkit import frames
from cptkit.errors import DataError
from engines import ENGINES, of_arrow, rows

DAY = dt.date(2026, 3, 2)
TEXTS = ["71260", "71260", None, "nothing", "77067", "77067"]
CLAIMS = ["A", "A", None, "B", "C", "C"]

WAYS: dict[str, Callable[[list[str | None]], Any]] = {
    "large": lambda cells: pa.array(cells, pa.large_string()),
    "views": lambda cells: pa.array(cells, pa.string_view()),
    "dictionary": lambda cells: pa.array(cells).dictionary_encode(),
    "dictionary of views": lambda cells: pa.DictionaryArray.from_arrays(
        pa.array(cells).dictionary_encode().indices,
        pa.array(cells).dictionary_encode().dictionary.cast(pa.string_view()),
    ),
    "runs": lambda cells: pc.run_end_encode(pa.array(cells)),
    "an extension": lambda cells: pa.ExtensionArray.from_storage(
        pa.opaque(pa.string(), "text", "somebody"), pa.array(cells)
    ),
}


def table(code: Any, claim: Any, **others: Any) -> Any:
    """Make a table in two chunks, with an empty one between."""
    whole = pa.table({"claim": claim, "cpt": code, "dos": [DAY] * 6, **others})
    return pa.concat_tables([whole.slice(0, 1), whole.slice(1, 0), whole.slice(1)])


PLAIN = table(pa.array(TEXTS), pa.array(CLAIMS))
CHECK: dict[str, Any] = {"claim": "claim", "code": "cpt", "modifiers": (), "on": "dos"}


@pytest.mark.parametrize("way", WAYS)
def test_texts_held_in_any_way(way: str) -> None:
    """Parsed, annotated and checked, whole or in batches, with the columns kept as they are."""
    held = table(WAYS[way](TEXTS), WAYS[way](CLAIMS))
    for asked in (PLAIN, held):
        assert frames.parse(asked, "cpt").column("code").to_pylist()[0] == "71260"
    wanted = frames.annotate(PLAIN, on="dos").drop_columns(["cpt", "claim"])
    assert frames.annotate(held, on="dos").drop_columns(["cpt", "claim"]) == wanted
    found = frames.check(PLAIN, **CHECK, keep=("cpt",)).to_pylist()
    assert frames.check(held, **CHECK, keep=("cpt",)).to_pylist() == found
    in_batches = frames.check(held.to_reader(2), **CHECK, keep=("cpt",)).read_all()
    assert in_batches.to_pylist() == found


@pytest.mark.parametrize(
    "kind", [pa.decimal32(7, 1), pa.decimal64(9, 2), pa.decimal128(9, 2), pa.decimal256(40, 3)]
)
def test_codes_in_decimals_of_any_width(kind: Any) -> None:
    """Spreadsheets hold codes as numbers."""
    held = pa.table({"cpt": pa.array([Decimal(71260), None], kind)})
    assert frames.parse(held, "cpt").column("code").to_pylist() == ["71260", None]


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (pa.array([[1], [2]], pa.list_view(pa.int64())), "list_view<item: int64>"),
        (pa.array([(1, 2, 3), None], pa.month_day_nano_interval()), "month_day_nano_interval"),
        (pa.array([b"71260", b"x"], pa.binary_view()), "binary_view"),
        (pa.array([b"7", b"x"], pa.binary(1)), "fixed_size_binary[1]"),
    ],
)
def test_what_only_arrow_knows_is_refused_by_its_name(cells: Any, name: str) -> None:
    """Such a column can be kept, and no rule reads it."""
    held = pa.table({"odd": cells, "claim": ["A", "B"], "cpt": ["71260"] * 2, "dos": [DAY] * 2})
    with pytest.raises(DataError) as error:
        frames.parse(held, "odd")
    assert f"the column 'odd' is of type {name}, and wanted are codes" in str(error.value)
    kept = frames.check(held, **CHECK, keep=("odd",)).column("odd").to_pylist()
    assert set(map(str, kept)) == set(map(str, cells.to_pylist()))


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([["a"], ["b"]], pa.list_(pa.string_view())),
        pc.run_end_encode(pa.array([1, 1])),
        pa.array([b"a", b"b"], pa.binary_view()),
    ],
)
def test_kept_columns_of_which_arrow_takes_no_rows(cells: Any) -> None:
    """A row without an id of its claim is a claim of its own; what is kept stands beside its findings."""
    held = pa.table({"odd": cells, "claim": ["A", None], "cpt": ["71260", "x"], "dos": [DAY] * 2})
    found = frames.check(held, **CHECK, keep=("odd",)).to_pylist()
    by_row = dict(enumerate(cells.to_pylist()))
    assert {each["row"] for each in found if each["row"] is not None} == {0, 1}
    assert [each["odd"] for each in found] == [by_row.get(each["row"]) for each in found]


FAR = [
    pa.array([2**31 - 1, -(2**31), None, 20514], pa.int32()).cast(pa.date32()),
    pa.array([2**62, -(2**62), None, 1772409600 * 10**6], pa.int64()).cast(pa.timestamp("us")),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("days", FAR, ids=lambda held: str(held.type))
def test_a_day_that_python_has_not(engine: str, days: Any) -> None:
    """A day of the year 148108 makes its own row unanswered as one without a day is, and no other."""
    held = pa.table({"cpt": ["71260"] * 4, "dos": days})
    asked = (
        held.to_pandas(types_mapper=pd.ArrowDtype) if engine == "pandas" else of_arrow(engine, held)
    )
    told = nw.from_native(frames.annotate(asked, on="dos", columns=("status", "label")))
    found = rows(told.select("status", "label").to_native())
    assert [each["status"] for each in found] == ["NO_DATA", "NO_DATA", "NO_DATA", "ACTIVE"]
    assert [bool(each["label"]) for each in found] == [False, False, False, True]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "America/New_York"])
def test_moments_count_by_the_day_of_their_clock(unit: str, zone: str | None) -> None:
    """The last second before midnight is the day before; so it is where the clock stands in another zone, and before 1970."""
    late = dt.datetime(2025, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a clock's
    old = dt.datetime(1969, 12, 31, 23, 59, 59)  # noqa: DTZ001 - the same
    held = pa.array([late, old, None], pa.timestamp(unit))
    held = held if zone is None else pc.assume_timezone(held, zone)
    found = frames.annotate(pa.table({"cpt": ["77014"] * 3, "dos": held}), on="dos")
    assert found.column("status").to_pylist() == ["ACTIVE", "NO_DATA", "NO_DATA"]


@pytest.mark.parametrize("engine", ENGINES)
def test_names_that_no_engine_makes(engine: str) -> None:
    """A prefix with NUL or half a character, and an attribute that is named twice, are told; none at all adds nothing."""
    held = of_arrow(engine, pa.table({"cpt": ["71260"]}))
    for prefix in ("\0", "\ud800"):
        with pytest.raises(DataError, match="holds NUL or half a character"):
            frames.annotate(held, on=DAY, prefix=prefix)
    with pytest.raises(DataError, match="columns names 'label' twice: name each attribute once"):
        frames.annotate(held, on=DAY, columns=("label", "status", "label"))
    assert rows(frames.annotate(held, on=DAY, columns=())) == [{"cpt": "71260"}]


def test_a_frame_of_polars_with_the_widest_numbers() -> None:
    """Polars has whole numbers of 128 bits."""
    held = pl.DataFrame({"cpt": pl.Series([71260, None], dtype=pl.Int128)})
    assert frames.parse(held, "cpt")["code"].to_list() == ["71260", None]


def test_more_suggestions_than_python_counts() -> None:
    """All of them are given."""
    asked = cptkit.suggest("CT CHEST", limit=10**50)
    assert asked == cptkit.suggest("CT CHEST", limit=10_000)
