"""Every function of cptkit.frames and every argument of it that names a column, with a type that it cannot read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import cptkit
from cptkit import Catalog, ClaimLine, DataError, frames
from made_lines import COLUMNS as MADE
from made_lines import HOUSE, made_rows
from next_year import ADDED, JANUARY, REVALUED, fee_schedule

DAY = dt.date(2026, 3, 10)

COLUMNS: dict[str, list[Any]] = {
    "claim": ["A", "A", "B", None, "C", "C"],
    "n": [1, 2, 1, 1, 1, 2],
    "cell": ["71260", "71260-26", "nothing", None, "", "77067"],
    "mod": ["26", None, "ZZ", "", "26", "toolong"],
    "dos": [DAY, None, DAY, DAY, DAY, DAY],
    "units": [1, 1, None, 2, -3, 1],
    "place": ["11", "22", None, "", "zz", "11"],
    "dx": ["R91.1", None, "bad", "", "Z12.31", "Z12.31"],
    "who": ["X", None, "", "Y", "X", "X"],
    "charge": [Decimal("1.50"), None, Decimal("9.00"), None, None, None],
    "form": ["PROFESSIONAL", "PROFESSIONAL", "ASC", "tent", "ASC", "PROFESSIONAL"],
    "where": ["01112-05", None, "nowhere", "", "01112-05", "01112-05"],
}
"""A frame of six rows of which few are as they should be."""

FLAG, DAYS, SHARE, TEXT = [True] * 6, [DAY] * 6, [0.5] * 6, ["one"] * 6

CHECK: dict[str, Any] = {
    "claim": "claim",
    "line": "n",
    "code": "cell",
    "modifiers": ("mod",),
    "on": "dos",
    "units": "units",
    "place_of_service": "place",
    "diagnoses": ("dx",),
    "provider": "who",
    "session": "who",
    "charge": "charge",
    "ordering_provider": "who",
    "setting": "form",
}
"""How `frames.check` is told where everything stands."""

CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "parse": (frames.parse, {"cell": "cell"}),
    "annotate": (frames.annotate, {"code": "cell", "on": "dos"}),
    "modifiers": (frames.modifiers, {"code": "cell", "modifiers": ("mod",), "on": "dos"}),
    "price": (
        frames.price,
        {
            "code": "cell",
            "modifiers": ("mod",),
            "on": "dos",
            "units": "units",
            "place_of_service": "place",
            "locality": "where",
        },
    ),
    "suggest": (frames.suggest, {"description": "cell", "on": "dos"}),
    "check": (frames.check, CHECK),
}
"""The functions that ask rows, each with all arguments that may name columns."""

_WRONG: dict[str, tuple[list[Any], str]] = {
    "on": (TEXT, "String"),
    "units": (TEXT, "String"),
    "charge": (SHARE, "Float64"),
    "description": (FLAG, "Boolean"),
    "locality": (DAYS, "Date"),
    "diagnoses": (DAYS, "Date"),
    "setting": (DAYS, "Date"),
}

ASKED = tuple((name, argument) for name, (_, given) in CALLS.items() for argument in given)
"""Each function with each argument that names a column."""


def table(**others: list[Any]) -> Any:
    """Make the frame as an Arrow table, some columns put in the place of its own."""
    columns = COLUMNS | others
    kinds = {"charge": pa.decimal128(9, 2)} if "charge" not in others else {}
    return pa.table({name: pa.array(held, kinds.get(name)) for name, held in columns.items()})


def call(name: str, frame: Any, **others: Any) -> Any:
    """Call a function with its arguments, some put in the place of others."""
    function, given = CALLS[name]
    return function(frame, **given | others)


def wrong(argument: str) -> tuple[list[Any], str]:
    """Give a column of a type that an argument cannot read, and the type's name."""
    return _WRONG.get(argument, (FLAG, "Boolean"))


def problem_of(name: str, frame: Any, **others: Any) -> str:
    """Call a function that must refuse with one problem, and give it."""
    with pytest.raises(DataError) as told:
        call(name, frame, **others)
    (said,) = told.value.problems
    return said


def naming(argument: str, column: str) -> dict[str, Any]:
    """Give the argument that names a column, in a tuple where it takes several."""
    return {argument: (column,) if argument in ("modifiers", "diagnoses") else column}


def broken_rows(seed: int) -> Any:
    """Make 400 rows of claims as an Arrow table, the cells of each fifth broken so that it makes no line; `at` is the row."""
    made = made_rows(400, seed=seed)
    broken: tuple[dict[str, Any], ...]
    broken = ({"dos": None}, {"cpt": None}, {"setting": "tent"}, {"charge": "much"})
    for at, row in enumerate(made):
        if at % 5 == 0:
            row.update(broken[at % 4])
    told = [{name: row[name] for name in MADE} | {"at": at} for at, row in enumerate(made)]
    return pa.Table.from_pylist(told)


def next_year() -> Catalog:
    """Make the catalog of one who brings the fee schedule of the year that is not packaged, and a house code."""
    return cptkit.packaged.with_tables(fee_schedule(), house_codes=HOUSE)


def check_next_year(
    frame: Callable[[Any], Any], read: Callable[[Any], list[dict[str, Any]]]
) -> None:
    """Hold every function on an engine to the caller's year: statuses, verdicts, prices and codes are those of its tables.

    Args:
        frame: Makes a frame of an Arrow table.
        read: Reads a frame back as rows.
    """
    year, cells = next_year(), ["71260", ADDED[0], "71250", REVALUED]
    columns = {"claim": list("ABCD"), "cell": cells, "dos": [JANUARY] * 4, "pos": ["11"] * 4}
    arrow = pa.table(columns)
    told = read(frames.annotate(frame(arrow), "cell", columns=("status",), catalog=year))
    expected = [cptkit.status(cell, JANUARY, catalog=year).name for cell in cells]
    assert [row["status"] for row in told] == expected == ["ACTIVE", "ACTIVE", "RETIRED", "ACTIVE"]
    priced = read(frames.price(frame(arrow), "cell", (), place_of_service="pos", catalog=year))
    assert [row["amount"] for row in priced] == [
        cptkit.payment.price(
            ClaimLine(cell, date_of_service=JANUARY, place_of_service="11"), catalog=year
        ).amount
        for cell in cells
    ]
    assert priced[0]["amount"] is not None
    judged = read(frames.modifiers(frame(arrow), "cell", (), catalog=year))
    assert judged != read(frames.modifiers(frame(arrow), "cell", ()))
    listed = {row["code"] for row in read(frames.codes(frame(arrow), JANUARY, catalog=year))}
    assert {ADDED[0], "71260"} <= listed
    assert "71250" not in listed
