"""The error tree: each error says the value and the cure, is what Python expects it to be, and pickles."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest

from cptkit import errors
from cptkit.errors import shown

DAY = dt.date(2026, 1, 1)
EACH = [
    (errors.InvalidCodeError("x", "why"), ValueError, "'x' cannot be read as a code: why"),
    (errors.UnknownCodeError("71261", ("71260",)), KeyError, "nearest are 71260"),
    (errors.UnknownCodeError("71261"), KeyError, "heading it should stand under"),
    (
        errors.UnknownCodeError("77014", (), dt.date(2025, 12, 31), ("77387",), DAY),
        KeyError,
        "through 2025-12-31 only; see 77387",
    ),
    (
        errors.UnknownCodeError("75842", (), dt.date(2025, 12, 31), (), DAY),
        KeyError,
        "through 2025-12-31 only",
    ),
    (
        errors.UnknownCodeError("74245", (), dt.date(2019, 12, 31), ("74240", "74248"), DAY),
        KeyError,
        "2019-12-31 only; see 74240, 74248",
    ),
    (
        errors.UnknownCodeError("A9574", (), dt.date(2022, 12, 31), (), dt.date(2023, 1, 1), DAY),
        KeyError,
        "only, and is again from 2026-01-01",
    ),
    (
        errors.UnknownCodeError("x", what="heading"),
        KeyError,
        "'x' is no heading that is known; ids look like radiology.diagnostic.chest",
    ),
    (
        errors.UnknownCodeError("x", ("y",), what="heading"),
        KeyError,
        "'x' is no heading that is known; nearest are y",
    ),
    (
        errors.UnknownCodeError("70471", on=dt.date(2025, 1, 1), effective=DAY),
        KeyError,
        "starts on 2026-01-01",
    ),
    (errors.InvalidModifierError("x", "why"), ValueError, "'x' is no modifier: why"),
    (errors.UnknownModifierError("ZZ", ("XS",)), KeyError, "nearest are XS"),
    (errors.UnknownModifierError("ZZ"), KeyError, "modifiers.all()"),
    (
        errors.UnknownEditionError(DAY, "a to b"),
        KeyError,
        "no edition covers 2026-01-01; covered are a to b",
    ),
    (
        errors.NoDataError("PTP table", DAY, "load it"),
        LookupError,
        "no PTP table here for 2026-01-01: load it",
    ),
    (errors.NoDataError("PTP table", None, "load it"), LookupError, "no PTP table here: load it"),
    (
        errors.InvalidRecordError("contrast.rout", ("contrast.route",)),
        ValueError,
        "nearest are contrast.route",
    ),
    (errors.InvalidRecordError("x", (), "is wrong"), ValueError, "'x' is wrong"),
    (errors.DataError(("line 1: a", "line 2: b")), ValueError, "line 1: a; line 2: b"),
    (errors.DataError(tuple(f"p{i}" for i in range(12))), ValueError, "and 2 more"),
]


@pytest.mark.parametrize(("error", "base", "told"), EACH)
def test_each_error(error: errors.CptkitError, base: type[Exception], told: str) -> None:
    """It is one of ours and one of Python's, tells value and cure, and comes back from a pickle as it was."""
    assert isinstance(error, errors.CptkitError)
    assert isinstance(error, base)
    assert told in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


class _Silent:
    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("71260", "'71260'"),
        ("7" * 10_000, "(10000 long)"),
        (b"7" * 10_000, "(10000 long)"),
        (10**40, "over thirty digits"),
        (-(10**40), "over thirty digits"),
        (5, "5"),
        (list(range(1000)), "(list)"),
        (_Silent(), "<_Silent>"),
    ],
)
def test_values_are_shown_short(value: Any, told: str) -> None:
    """No caller's value floods a message or breaks it."""
    assert told in shown(value)
    assert len(shown(value)) < 100
