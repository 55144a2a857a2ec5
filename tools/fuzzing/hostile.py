"""Ordinary hostile values: what cells, forms, spreadsheets and slips put in the place of an argument."""

from __future__ import annotations

import datetime as dt
import enum
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
HOSTILE: Values = (*NOTHING, *NUMBERS, *TEXTS, *DAYS, *SEVERAL, *THINGS)
