"""Where readings, look-ups and frames have an end: the least and the greatest number, the key after the last, the days between releases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cptkit
from cptkit import (
    HcpcsCode,
    OppsStatusRow,
    RangeIndex,
    Setting,
    Source,
    Table,
    TableKind,
    frames,
)
from cptkit.errors import DataError, InvalidCodeError
from cptkit.files.manifest import first_day, last_day
from cptkit.indicators import OppsStatus
from cptkit.values.days import is_over
from cptkit.values.raw import whole_number
from cptkit.values.typed import reader_of
from looped import some
from next_year import JANUARY, NEXT, YEAR, fee_schedule
from test_own_code_lists import days_of, level_ii

DAY = dt.date(2026, 3, 2)


# --- numbers and texts


def test_numbers_that_can_be_codes() -> None:
    """From five digits on, since a number of fewer has lost its zeros; whole ones of any type."""
    assert [str(cptkit.parse(each)) for each in (10_000, 10_000.0, 99_999)] == [
        *("10000", "10000", "99999")
    ]
    for short in (9_999, 0, 10**13):
        with pytest.raises(InvalidCodeError):
            cptkit.parse(short)


def test_the_greatest_whole_number() -> None:
    """A hundred zeros are read, whatever holds them, and one more unit is not."""
    most = 10**100
    for number in (most, -most, Decimal(most)):
        assert whole_number(number) == number
    for number in (most + 1, -most - 1, most * 10, -most * 10, Decimal(most) * 10):
        assert whole_number(number) is None


def test_a_field_of_several_types_takes_none_only_where_it_may() -> None:
    """None is no text and no number; where the field may be None it is that."""
    maybe: Any = str | int | None
    never: Any = str | int
    assert reader_of(maybe, "x")(None) is None
    assert [reader_of(maybe, "x")(each) for each in ("a", 5)] == ["a", 5]
    with pytest.raises(DataError, match="x must be "):
        reader_of(never, "x")(None)


# --- ranges


def test_the_key_after_the_last() -> None:
    """A range ends with its last key: the least text that follows it is outside, and inside the range around it."""
    index = RangeIndex([("20", "29", "x"), ("10", "49", "book")])
    assert index.find("29") == ("book", "x")
    assert index.find("29\0") == index.find("290") == index.find("30") == ("book",)
    assert index.find("49") == ("book",)
    assert index.find("49\0") == index.find("490") == index.find("5") == ()
    assert index.find("") == index.find("1") == ()


# --- days of codes


def test_days_that_are_covered_are_named() -> None:
    """Years that follow each other are one span, and a year that is left out parts them."""
    packaged = cptkit.packaged.codes.spanned
    assert packaged == f"{first_day()} to {last_day()}"
    assert (
        cptkit.packaged.with_tables(fee_schedule()).codes.spanned
        == f"{first_day()} to {YEAR}-12-31"
    )
    with pytest.raises(cptkit.UnknownEditionError, match=rf"{first_day()} to {YEAR}-12-31"):
        cptkit.packaged.with_tables(fee_schedule()).at(dt.date(YEAR + 3, 1, 1))


def test_an_end_that_a_list_states() -> None:
    """It counts where releases leave the end open, and where they name the code longer it does not."""
    begins, end = dt.date(2025, 4, 1), NEXT[0] + dt.timedelta(60)
    behind = NEXT[1] + dt.timedelta(1)
    stated = level_ii(*NEXT, HcpcsCode("A9611", begins, end))
    later = level_ii(behind, behind + dt.timedelta(89), HcpcsCode("A9611", begins, end))
    assert days_of("A9611", stated) == [(begins, end, None, None)]
    assert days_of("A9611", stated, later) == [(begins, end, None, None)]


def test_a_code_that_had_ended_before_is_not_given_a_later_end() -> None:
    """C9094 ended with September 2022 by every release since: a list that states another last day is not followed."""
    begins, end = dt.date(2022, 7, 1), dt.date(2022, 9, 30)
    assert [each[:2] for each in days_of("C9094")] == [(begins, end)]
    row = HcpcsCode("C9094", begins, dt.date(YEAR - 1, 11, 30))
    told = days_of("C9094", level_ii(JANUARY, dt.date(YEAR, 3, 31), row))
    assert told == [(begins, end, None, None)]


def listed(first: dt.date, last: dt.date, code: str = "C9094") -> Table[OppsStatusRow]:
    """Make a caller's short Addendum B that names a code."""
    source = Source("CMS", release="own", effective=first, through=last)
    row = OppsStatusRow(code, OppsStatus.PACKAGED, first, last)
    return Table(TableKind.OPPS_STATUS, source, (row,), Setting.OUTPATIENT_HOSPITAL)


def test_days_before_the_first_release_that_names_a_code() -> None:
    """Nothing told of January to June 2022: a list of spring leaves the winter open, and one of winter settles both."""
    autumn, open_until = dt.date(2022, 9, 30), dt.date(2021, 12, 31)
    assert days_of("C9094") == [(dt.date(2022, 7, 1), autumn, open_until, None)]
    spring = listed(dt.date(2022, 4, 1), dt.date(2022, 6, 30))
    assert days_of("C9094", spring) == [(dt.date(2022, 4, 1), autumn, open_until, None)]
    winter = listed(dt.date(2022, 1, 1), dt.date(2022, 3, 31))
    assert days_of("C9094", winter) == [(dt.date(2022, 1, 1), autumn, None, None)]


@pytest.mark.parametrize(
    ("stated", "begins"),
    [
        (dt.date(2021, 12, 31), None),
        (dt.date(2022, 1, 1), dt.date(2022, 1, 1)),
        (dt.date(2022, 7, 1), dt.date(2022, 7, 1)),
    ],
)
def test_a_first_day_that_a_list_states(stated: dt.date, begins: dt.date | None) -> None:
    """It counts behind the last day on which C9094 was absent; on that day it contradicts the releases."""
    row = HcpcsCode("C9094", stated, dt.date(2022, 9, 30))
    told = days_of("C9094", level_ii(JANUARY, dt.date(YEAR, 3, 31), row))
    assert told == ([(begins, *told[0][1:2], None, None)] if begins else days_of("C9094"))


def test_days_behind_the_last_release_that_names_a_code() -> None:
    """C9053 ended in June 2020 or later that year: a list of summer adds three months, and one of autumn settles them."""
    begins, ended, absent = dt.date(2020, 4, 1), dt.date(2020, 6, 30), dt.date(2021, 1, 1)
    assert days_of("C9053") == [(begins, ended, None, absent)]
    summer = listed(dt.date(2020, 7, 1), dt.date(2020, 9, 30), "C9053")
    assert days_of("C9053", summer) == [(begins, dt.date(2020, 9, 30), None, absent)]
    autumn = listed(dt.date(2020, 10, 1), dt.date(2020, 12, 31), "C9053")
    assert days_of("C9053", autumn) == [(begins, dt.date(2020, 12, 31), None, None)]


# --- cells


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("71260\n26", "71260-26"),
        ("71260 \n", "71260"),
        ("HC:71260:", "71260"),
        ("HC:71260::", "71260"),
        ("HC:71260:26:::", "71260-26"),
        ("HC:71260:26:RT:::words of the biller", "71260-26-RT"),
        ("HC:71260:26:RT:76:59", "71260-26-RT-76-59"),
    ],
)
def test_what_stands_behind_a_code(cell: str, read: str) -> None:
    """A line break in a cell is a blank; empty components of X12 and the text behind five are none."""
    assert str(cptkit.parse(cell)) == read


def test_a_row_is_over_behind_its_last_day() -> None:
    """Not on it, not before, and never while its end is open."""
    last = dt.date(2025, 12, 31)
    held = Source("CMS", through=last)
    day = dt.timedelta(1)
    assert [is_over(held, on) for on in (last - day, last, last + day)] == [False, False, True]
    assert not is_over(Source("CMS"), last)


# --- frames


def test_the_first_of_two_names_that_stand_twice() -> None:
    """The error names the column that comes first."""
    twice = pa.table([["1"]] * 4, names=["a", "b", "b", "a"])
    with pytest.raises(DataError, match="two columns are called 'a': rename one of them"):
        frames.parse(twice, "a")


def test_a_filter_behind_a_check_is_not_drawn_before_it() -> None:
    """A lazy frame of Polars is checked whole, and then filtered: lines that are filtered away still speak of the others."""
    held = pl.DataFrame(
        {
            "claim_id": ["A"] * 3,
            "cpt": ["71250", "71260", "71046"],
            "m1": ["26", "26", "TC"],
            "dos": [DAY] * 3,
        }
    )
    asked: dict[str, Any] = {"modifiers": ("m1",), "keep": ("cpt",)}
    for behind in (pl.col("cpt") == "71250", pl.col("claim") == "A", pl.col("outcome") == "FAIL"):
        lazily = frames.check(held.lazy(), **asked).filter(behind).collect()
        assert lazily.equals(frames.check(held, **asked).filter(behind))
        assert lazily.height
    head = frames.check(held.lazy(), **asked).head(2).collect()
    assert head.equals(frames.check(held, **asked).head(2))
    answered = frames.annotate(held.lazy(), on=DAY).filter(pl.col("cpt") == "71250").collect()
    assert answered.equals(frames.annotate(held, on=DAY).filter(pl.col("cpt") == "71250"))
    active = pl.col("status") == "ACTIVE"
    assert frames.annotate(held.lazy(), on=DAY).filter(active).collect().height == 3


def test_a_column_that_is_missing() -> None:
    """The first eight that are there are named."""
    table = pa.table({f"c{number}": ["71260"] for number in range(9)})
    with pytest.raises(DataError) as caught:
        frames.parse(table, "cpt")
    assert str(caught.value).endswith(
        "the columns are 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'"
    )


def test_a_category_that_no_row_has() -> None:
    """Categories of pandas may be more than the cells, and a cell may hold none."""
    cells = pd.Categorical(["71260", None, "71260"], categories=["77067", "71260"])
    found = frames.parse(pd.DataFrame({"cpt": cells}), "cpt")["code"].tolist()
    assert [None if each != each else each for each in found] == ["71260", None, "71260"]  # noqa: PLR0124 - NaN


def test_a_moment_without_end() -> None:
    """DuckDB has an infinite moment: its row has no day, the next one has, by the day of its clock."""
    asked = duckdb.sql(
        "SELECT '71260' AS cpt, 'infinity'::TIMESTAMP AS dos"
        " UNION ALL SELECT '71260', '2026-03-02 10:00'::TIMESTAMP"
    )
    told: Any = frames.annotate(asked, on="dos", columns=("status",))
    assert told.project("status").fetchall() == [("NO_DATA",), ("ACTIVE",)]


def test_a_type_that_only_the_engine_knows() -> None:
    """A UUID of DuckDB is no day: its row has none, and DuckDB is not asked to make one."""
    asked = duckdb.sql("SELECT '71260' AS cpt, uuid() AS dos")
    told: Any = frames.annotate(asked, on="dos", columns=("status",))
    assert told.project("status").fetchall() == [(None,)]


@pytest.mark.parametrize("year", [1960, 1969, 2260])
def test_moments_far_away_keep_their_quarter(year: int) -> None:
    """Before Arrow's first day and long behind it."""
    moment = pa.array([dt.datetime(year, 2, 3, 4, 5)], pa.timestamp("us"))  # noqa: DTZ001 - as a file holds it
    table = pa.table({"claim_id": ["A"], "cpt": ["71260"], "dos": moment})
    found = [row["message"] for row in frames.check(table, modifiers=()).to_pylist()]
    assert any(message.endswith(f"your day is in {year} Q1") for message in some(found))
