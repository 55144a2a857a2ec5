"""Every public function that takes a day takes the same days, and says the same of what is none."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cptkit
import fuzz
from cptkit.errors import InvalidDateError
from cptkit.files.row_kinds import row_of
from fuzzing.good import values_for
from looped import some

DAY = dt.date(2026, 3, 2)
SAME: tuple[Any, ...] = (
    dt.datetime(2026, 3, 2, 23, 59),  # noqa: DTZ001 - as people give it
    dt.datetime(2026, 3, 2, tzinfo=dt.timezone.utc),
    np.datetime64("2026-03-02"),
    np.datetime64("2026-03-02T23:59"),
    np.array("2026-03-02T23:59", "datetime64[ns]"),
)
NONE: tuple[Any, ...] = (
    "2026-03-02",
    20260302,
    46083.0,
    float("nan"),
    np.datetime64("NaT", "D"),
    np.timedelta64(1, "D"),
    dt.time(5),
    [DAY],
    True,
)
NAMES = ("on", "effective", "through", "date_of_service", "filed_on")
Asked = tuple[str, Callable[..., Any], str]


def asked() -> list[Asked]:
    """Give every public entry with the name of each day that it takes; readers make rows, and frames name columns."""
    rows = {
        "Code",
        *(getattr(row_of(kind), "__name__", "") for kind in cptkit.TableKind),
    }  # made by the ten thousand, unchecked
    return [
        (name, entry, each)
        for name, entry in fuzz.entries()
        if name not in rows and not name.startswith("frames.")
        for each in inspect.signature(entry).parameters
        if each in NAMES
    ]


def good(
    name: str, entry: Callable[..., Any], day: str, value: Any
) -> tuple[list[Any], dict[str, Any]]:
    """Give arguments that fit, with a value for the day."""
    positional, named = [], {}
    for each in inspect.signature(entry).parameters.values():
        if each.kind is each.VAR_KEYWORD or each.kind is each.VAR_POSITIONAL:
            continue
        if each.name != day and each.default is not each.empty:
            continue
        given = value if each.name == day else values_for(name, each.name)[0]
        if each.kind is each.POSITIONAL_ONLY:
            positional.append(given)
        else:
            named[each.name] = given
    return positional, named


def outcome(name: str, entry: Callable[..., Any], day: str, value: Any) -> object:
    """Give what an entry answers, or the error of ours that it raises."""
    positional, named = good(name, entry, day, value)
    try:
        return entry(*positional, **named)
    except cptkit.CptkitError as error:
        return type(error), str(error)


ASKED = asked()


@pytest.mark.parametrize(
    ("name", "entry", "day"),
    ASKED,
    ids=[f"{n}-{d}" for n, _, d in ASKED],
)
def test_every_day(name: str, entry: Callable[..., Any], day: str) -> None:
    """A datetime and numpy's datetime64 count by their day; anything else is an InvalidDateError that shows it."""
    told = outcome(name, entry, day, DAY)
    for same in some(SAME):
        assert repr(outcome(name, entry, day, same)) == repr(told), same
    for none in NONE:
        positional, named = good(name, entry, day, none)
        with pytest.raises(InvalidDateError, match=f"{day} must be a date"):
            entry(*positional, **named)


def test_the_walk_sees_them_all() -> None:
    """Functions of each public module, methods of catalogs, editions and values, and constructors are walked."""
    names = {name for name, _, _ in ASKED}
    assert names >= {
        *("get", "lookup", "guide", "select", "guidance.role", "contrast.explain", "cms.read_ptp"),
        *("packaged.ptp", "packaged.mue", "packaged.add_on", "packaged.opps_status"),
        *("packaged.code", "packaged.fee_row", "packaged.coverage", "PayerPolicy.governs"),
        *("Edition", "ClaimLine", "Code.is_active", "payment.localities", "necessity.covered"),
    }
    assert len(ASKED) > 50


def test_pandas_days() -> None:
    """A Timestamp counts by its day, and NaT is none; pandas itself is not imported by the package."""
    pandas = pytest.importorskip("pandas")
    assert cptkit.guidance.role("77002", pandas.Timestamp("2026-03-02 23:59")) == (
        cptkit.guidance.role("77002", DAY)
    )
    for none in (pandas.NaT, pandas.NA):
        with pytest.raises(InvalidDateError, match="give the date of service"):
            cptkit.contrast.explain("71260", none)
