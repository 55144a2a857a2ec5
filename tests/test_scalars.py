"""Scalars of numpy are read as what they hold, and what only looks like one stays what it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

import cptkit
from cptkit.errors import DataError, MissingExtraError
from cptkit.values.raw import in_order, unboxed


class Stranger:
    """Looks like a scalar of numpy and gives nothing."""

    shape = ()
    dtype = None


def test_numbers_and_days_of_numpy() -> None:
    """A whole number is a code, a day is a day, an array without dimensions is its one value."""
    assert cptkit.lookup(np.int64(71260)).code == "71260"
    assert cptkit.lookup(np.array(71260)).code == "71260"
    day: Any = np.datetime64("2026-01-01")
    assert cptkit.status("77014", on=day).name == "RETIRED"
    assert unboxed(np.datetime64("2026-01-01T10")) == dt.date(2026, 1, 1)
    stranger = Stranger()
    assert unboxed(stranger) is stranger


def test_an_array_without_dimensions_is_no_row() -> None:
    """It says that it can be iterated, and cannot."""
    with pytest.raises(DataError):
        in_order(np.array("26"), "a tuple", lambda _, told: DataError((told,)))


def test_a_missing_extra_is_named() -> None:
    """With what to install."""
    assert str(MissingExtraError("excel")).endswith("pip install 'cptkit[excel]'")
