"""Ordinary hostile values: what cells, forms, spreadsheets and slips put in the place of an argument."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

import cptkit


class Colour(enum.Enum):
    """An enum of the caller's."""

    RED = "red"


class TextColour(str, enum.Enum):
    """A caller's enum of texts."""

    RED = "26"


class NoHash:
    """A thing that will not be hashed."""

    def __hash__(self) -> int:
        raise RuntimeError("no hash")


class NoRepr:
    """A thing that will not be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


class NoLook:
    """A thing with nothing to look at: every attribute that it lacks raises something of its own."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("no attribute")


class NoTruth:
    """A thing that is neither true nor false, and equal to nothing without a complaint."""

    def __bool__(self) -> bool:
        raise RuntimeError("no truth")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = object.__hash__


class NoEnd:
    """Several things, nobody knows how many."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        raise RuntimeError("no length")


class OddInt(int):
    """A whole number that will not be compared, hashed or reckoned with."""

    def _no(self, *_: object) -> Any:
        raise RuntimeError("no comparison")

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __add__ = __mul__ = __hash__ = _no


class OddText(str):
    """A text whose methods give what is no text, or raise."""

    __slots__ = ()

    def upper(self) -> Any:
        return 5

    def strip(self, *_: object) -> Any:
        return None

    def split(self, *_: object) -> Any:
        return 5

    def isascii(self) -> Any:
        raise RuntimeError("no look")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    def __len__(self) -> int:
        return -1

    def __hash__(self) -> int:
        raise RuntimeError("no hash")


class OddDay(dt.date):
    """A day that will not be compared or shown."""

    def __lt__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    def __hash__(self) -> int:
        raise RuntimeError("no hash")

    def isoformat(self) -> str:
        raise RuntimeError("no text")


class OddTable(dict[str, Any]):
    """A mapping whose look-ups raise."""

    def __getitem__(self, key: object) -> Any:
        raise RuntimeError("no item")

    def get(self, *_: object) -> Any:
        raise RuntimeError("no item")

    def items(self) -> Any:
        return 5


Values: TypeAlias = tuple[Any, ...]

NOTHING: Values = (
    None,
    "",
    " ",
    (),
    [],
    {},
    float("nan"),
    Decimal("NaN"),
    np.datetime64("NaT", "D"),
)
NUMBERS: Values = (
    *(0, 1, -1, 5, 26, 100, 71260, 10**50, -(10**50), 0.0, 1.5, 71260.0, 1e300),
    *(float("inf"), float("-inf"), True, False, 1j, Fraction(1, 3), Fraction(71260)),
    *(Decimal(0), Decimal(-1), Decimal("1E+50"), Decimal("Infinity"), Decimal("sNaN")),
    *(np.int64(71260), np.int8(-1), np.float64("nan"), np.float32(1.5), np.bool_(1)),
    *(np.array(71260), np.array([71260]), np.array([[1.0]]), np.array([]), np.array("26")),
)
TEXTS: Values = (
    *("71260", "71260-26", "7126", "ABC", "no", "26", "TC", "2026-01-01", "radiology", "x" * 5000),
    *(
        "\x00",
        "\n",
        "71260\x1f",
        "ſ8032",
        "ß",
        "ﬆ",
        "é",
        "漢字",
        "\ud800",
        "７１２６０",
        "1e3",
        "1_000",
    ),
    *("NaN", "inf", "-1", "[", "{}", "{", "null", "ISA*", "MSH|", "09302-00", "71250-71260, 77001"),
    *("CT CHEST W CONTRAST", "%s%n{0}", "../../etc", b"71260", b"\xff\xfe", bytearray(b"71260")),
    *(np.str_("71260"), np.bytes_(b"26"), memoryview(b"26"), TextColour.RED),
)
DAYS: Values = (
    *(dt.date(2026, 3, 1), dt.date.min, dt.date.max, dt.datetime(2026, 3, 1, 5, 4)),  # noqa: DTZ001 - as people give it
    *(dt.datetime(2026, 3, 1, tzinfo=dt.timezone.utc), dt.time(5), dt.timedelta(1)),
    *(np.datetime64("2026-03-01"), np.datetime64("2026-03-01T05"), np.timedelta64(1, "D")),
    *(np.datetime64("99999-01-01"), np.datetime64(10**15, "s"), np.array("2026-03-01", "M8[D]")),
)
SEVERAL: Values = (
    *([1], ["71260"], [["26"]], ("26", "LT"), (None,), {"a": 1}, {"26"}, frozenset({"TC"})),
    *([float("nan")], range(3), {1: 2}, [b"26"], {"code": "71260"}, {"coding": [{}]}, [{}, []]),
    *({"resourceType": "Claim"}, {"resourceType": "Bundle", "entry": 5}, {"lines": "x"}),
)
THINGS: Values = (
    *(Colour.RED, Colour, object(), object, type, len, print, Path("x"), ...),
    *(cptkit.Setting.ASC, cptkit.Payer.OTHER, cptkit.Outcome.PASS, cptkit.Modality.CT),
    *(cptkit.Contrast.WITH, cptkit.CodeExpression("71260", ("26",)), cptkit.get("71260")),
    *(cptkit.packaged, cptkit.Claim(()), cptkit.Record({}), cptkit.Claim, cptkit, ValueError("x")),
    *(lambda: 1, iter(()), dict, "".join, cptkit.CptkitError),
)
CLASSES: Values = (
    *(NoHash(), NoRepr(), NoLook(), NoTruth(), NoEnd(), OddInt(26), OddInt(71260)),
    *(OddText("71260"), OddText("26"), OddDay(2026, 3, 2), OddTable(code="71260"), NoHash),
)
HOSTILE: Values = (*CLASSES, *NOTHING, *NUMBERS, *TEXTS, *DAYS, *SEVERAL, *THINGS)
