"""Every function of cptkit.frames and every argument of it that names a column, with a type that it cannot read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from cptkit import frames

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
