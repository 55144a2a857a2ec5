"""Frames with hostile cells, columns and arguments, of every engine, for every function of `cptkit.frames`."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

import cptkit
from cptkit import frames
from fuzzing.good import DAY, POLICY
from fuzzing.hostile import HOSTILE
from fuzzing.spoil import WORDS

Cells = tuple[Any, ...]
_ROWS = 6

COLUMNS: Mapping[str, Cells] = {
    "claim_id": ("A", "A", "B", "B", "C", "C"),
    "line": (1, 2, 1, 2, 1, 2),
    "cpt": ("71260", "71260-26", "77002", "20610", "G0279", "77067"),
    "m1": ("26", "", "TC", "59", None, "26"),
    "m2": (None, "59", "LT", "", "RT", None),
    "dos": (DAY, DAY, DAY, None, DAY, DAY),
    "units": (1, 2, None, 1, 1, 3),
    "place": ("11", "22", None, "", "21", "11"),
    "dx": ("R91.1", None, "M54.50", "", "Z12.31", "Z12.31"),
    "who": ("X", None, "", "Y", "X", "X"),
    "charge": (Decimal("1.50"), None, Decimal("9.00"), None, None, None),
    "form": ("PROFESSIONAL", "PROFESSIONAL", "ASC", "ASC", "ASC", "PROFESSIONAL"),
    "where": ("01112-05", None, "10112-00", "", "01112-05", "01112-05"),
    "description": ("CT CHEST W CONTRAST", "XR KNEE 3 VW", None, "", "MRI BRAIN", "US"),
}
"""A frame as hospitals have it; any of its columns may come in another type, with other cells, twice or not at all."""

KINDS: Mapping[str, Callable[[random.Random], Any]] = {
    "text": lambda chance: pa.array(_cells(chance, WELL_FORMED), pa.string()),
    "large text": lambda chance: pa.array(_cells(chance, WELL_FORMED), pa.large_string()),
    "text view": lambda chance: pa.array(_cells(chance, WELL_FORMED), pa.string_view()),
    "category": lambda chance: pa.array(_cells(chance, WELL_FORMED)).dictionary_encode(),
    "whole": lambda chance: pa.array(_cells(chance, (0, 1, -1, 26, 71260, 2**63 - 1)), pa.int64()),
    "small": lambda chance: pa.array(_cells(chance, (0, 1, 26, 255)), pa.uint8()),
    "real": lambda chance: pa.array(
        _cells(chance, (0.0, 1.5, 71260.0, float("nan"), float("inf"), 1e300)), pa.float64()
    ),
    "half": lambda chance: pa.array(_cells(chance, (1.0, 26.0)), pa.float32()),
    "exact": lambda chance: pa.array(
        _cells(chance, (Decimal("1.00"), Decimal("-9.99"), Decimal("99999999999.99"))),
        pa.decimal128(20, 2),
    ),
    "day": lambda chance: pa.array(_cells(chance, (DAY, dt.date.min, dt.date.max)), pa.date32()),
    "far day": lambda chance: pa.array(
        _cells(chance, (0, 2**31 - 1, -(2**31), 20514)), pa.int32()
    ).cast(pa.date32()),
    "milliday": lambda chance: pa.array(_cells(chance, (DAY,)), pa.date64()),
    "moment": lambda chance: pa.array(
        _cells(chance, (0, 1772409600 * 10**6, 2**62, -(2**62))), pa.int64()
    ).cast(pa.timestamp("us")),
    "zoned": lambda chance: pa.array(_cells(chance, (0, 1772409600)), pa.int64()).cast(
        pa.timestamp("s", "America/New_York")
    ),
    "time": lambda chance: pa.array(_cells(chance, (dt.time(5),)), pa.time64("us")),
    "span": lambda chance: pa.array(_cells(chance, (dt.timedelta(1),)), pa.duration("us")),
    "truth": lambda chance: pa.array(_cells(chance, (True, False)), pa.bool_()),
    "bytes": lambda chance: pa.array(_cells(chance, (b"71260", b"\xff")), pa.binary()),
    "list": lambda chance: pa.array(_cells(chance, (["71260"], [], [None]))),
    "struct": lambda chance: pa.array(_cells(chance, ({"code": "71260"},))),
    "nothing": lambda _: pa.nulls(_ROWS),
}
"""Columns of each type, whose cells are such as the type holds, or null."""

WELL_FORMED: Cells = tuple(
    each for each in WORDS if not any("\ud800" <= c <= "\udfff" for c in each)
)
"""Texts that Arrow can hold."""

ARGUMENTS: Mapping[str, Cells] = {
    "code": ("cpt",),
    "cell": ("cpt",),
    "claim": ("claim_id",),
    "line": (None, "line"),
    "modifiers": (("m1", "m2"), ("m1",), (), "m1"),
    "on": ("dos", DAY),
    "units": ("units", 1, None),
    "place_of_service": (None, "place"),
    "diagnoses": ((), ("dx",)),
    "provider": (None, "who"),
    "session": (None, "who"),
    "charge": (None, "charge"),
    "ordering_provider": (None, "who"),
    "setting": (cptkit.Setting.PROFESSIONAL, cptkit.Setting.OUTPATIENT_HOSPITAL, "form"),
    "payer": (cptkit.Payer.MEDICARE, cptkit.Payer.OTHER, "form"),
    "policy": (None, POLICY),
    "locality": (None, "where", "01112-05"),
    "description": ("description",),
    "columns": (("status", "label"), ("heading",)),
    "prefix": ("", "x_"),
    "keep": ((), ("cpt",), ("who", "where")),
    "verdicts": (False, True),
    "catalog": (None,),
    "workers": (1,),
    "progress": (False,),
}
"""What each argument is when it is as it should be."""


def _cells(chance: random.Random, held: Cells) -> list[Any]:
    return [chance.choice((None, *held)) for _ in range(_ROWS)]


def _table(chance: random.Random) -> Any:
    """Make an Arrow table: good columns, some spoilt, left out or doubled; in chunks, sliced, or without rows."""
    named: list[tuple[str, Any]] = []
    for name, cells in COLUMNS.items():
        how = chance.random()
        if how < 0.03:
            continue
        spoilt = KINDS[chance.choice(tuple(KINDS))](chance) if how < 0.2 else pa.array(cells)
        named.append((name, spoilt))
    if chance.random() < 0.03:
        named.append(chance.choice(named))
    if chance.random() < 0.05:
        named.append((chance.choice(WELL_FORMED), pa.nulls(_ROWS)))
    table = pa.table([cells for _, cells in named], names=[name for name, _ in named])
    if chance.random() < 0.2:
        table = pa.concat_tables([table.slice(0, 2), table.slice(2, 0), table.slice(2)])
    return table.slice(0, chance.choice((0, 1, 3))) if chance.random() < 0.15 else table


_ENGINES: tuple[Callable[[Any], Any], ...] = (
    lambda table: table,
    lambda table: table,
    lambda table: table,
    lambda table: table.to_reader(2),
    lambda table: table.to_pandas(),
    pl.from_arrow,
    lambda table: pl.DataFrame(table).lazy(),
    lambda table: duckdb.connect().from_arrow(table),
)


def _frame(chance: random.Random) -> Any:
    """Make a frame of some engine; None where the engine itself takes no such table."""
    table, engine = _table(chance), chance.choice(_ENGINES)
    try:
        return engine(table)
    except BaseException as error:  # Polars panics with what is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return None


def _given(name: str, chance: random.Random) -> dict[str, Any]:
    """Draw arguments: mostly good ones, now and then a hostile one or another column."""
    function = getattr(frames, name)
    wanted = [each for each in function.__annotations__ if each in ARGUMENTS]
    given = {each: chance.choice(ARGUMENTS[each]) for each in wanted if chance.random() < 0.7}
    if chance.random() < 0.3:
        spoilt = chance.choice([each for each in wanted if each != "workers"])
        given[spoilt] = chance.choice((*HOSTILE, *COLUMNS, *((each,) for each in COLUMNS)))
    return given


def _read(frame: Any) -> None:
    """Read a frame whole: a lazy one works only then."""
    if isinstance(frame, pl.LazyFrame):
        frame.collect()
    elif isinstance(frame, pa.RecordBatchReader):
        frame.read_all()
    elif isinstance(frame, duckdb.DuckDBPyRelation):
        frame.fetchall()


def _asking(name: str) -> Callable[[random.Random], None]:
    def ask(chance: random.Random) -> None:
        frame = _frame(chance)
        if frame is not None:
            _read(getattr(frames, name)(frame, **_given(name, chance)))

    return ask


TABLES: Mapping[str, Callable[[random.Random], None]] = {
    f"frames.{name} of a table": _asking(name) for name in frames.__all__ if name != "codes"
}
"""For each function that asks rows, a call with all of this drawn."""
