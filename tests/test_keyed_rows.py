"""Packaged rows that are made when they are asked for are a sequence as any other."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

import cptkit
from cptkit.indicators import Setting
from cptkit.values.heading import CodeRange
from cptkit.values.keyed_rows import KeyedRows
from cptkit.values.trusted import filled
from looped import some

DAY = dt.date(2026, 5, 4)


def test_packaged_limits_and_add_ons_are_sequences_of_rows() -> None:
    """They are counted, cut, walked, compared, hashed and packed as a tuple of the same rows."""
    tables = (
        cptkit.packaged.mue(DAY, Setting.PROFESSIONAL)[0].table,
        cptkit.packaged.add_on(DAY)[0].table,
    )
    for table in some(tables):
        rows, whole = table.rows, tuple(table)
        assert isinstance(rows, KeyedRows)
        assert len(rows) == len(whole) > 1000
        assert (rows[0], rows[-1], rows[5:7]) == (whole[0], whole[-1], whole[5:7])
        assert rows == whole
        assert rows != 7
        assert hash(rows) == hash(whole)
        assert pickle.loads(pickle.dumps(rows)) == whole


def test_rows_of_a_code_are_those_of_the_table() -> None:
    """The rows of each code are what a walk through the table finds, in its order; a code without rows has none."""
    rows = cptkit.packaged.add_on(DAY)[0].table.rows
    assert isinstance(rows, KeyedRows)
    for code in some(dict.fromkeys(row.add_on for row in rows)):
        assert rows.of(code) == tuple(row for row in rows if row.add_on == code)
    assert rows.of("71260") == ()


def test_a_value_is_filled_of_its_own_fields_only() -> None:
    """A field that is missing or that the class has not is refused, not left empty or dropped."""
    with pytest.raises(TypeError, match="CodeRange is not made of first"):
        filled(CodeRange, {"first": "71250"})
    with pytest.raises(TypeError, match="CodeRange is not made of"):
        filled(CodeRange, {"first": "71250", "last": "71275", "next": ""})
