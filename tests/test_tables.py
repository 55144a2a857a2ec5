"""Rows of tables as values, and the frozen sequence that holds them."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
import pytest

from cptkit.indicators import Adjudication, Setting
from cptkit.values.table import Mue, Source, Table, TableKind

SOURCE = Source("CMS", "file.csv", "R1", dt.date(2025, 1, 1), dt.date(2025, 3, 31))
ROWS = (
    Mue("71250", 2, Adjudication.DAY_CLINICAL, source=SOURCE),
    Mue("71260", 1, Adjudication.DAY_ABSOLUTE, source=SOURCE),
)
TABLE = Table(TableKind.MUE, SOURCE, ROWS, Setting.PROFESSIONAL)


def test_a_table_is_a_sequence_of_its_rows() -> None:
    """Length, index, slice, membership and order are those of the rows."""
    assert (len(TABLE), TABLE[1], TABLE[:1], list(TABLE)) == (2, ROWS[1], ROWS[:1], list(ROWS))
    assert ROWS[0] in TABLE


def test_a_table_shows_itself_in_one_line() -> None:
    """The repr names what it holds and where it was read, never the rows."""
    assert (
        repr(TABLE)
        == "Table(MUE table, 2 rows, professional, CMS file.csv R1 (2025-01-01 to 2025-03-31))"
    )
    assert repr(Table(TableKind.ADD_ON, Source("CMS"), ())) == "Table(add-on table, 0 rows, CMS)"


def test_tables_compare_by_what_they_hold() -> None:
    """Equal tables are equal wherever they were built, hash alike and pickle whole."""
    again = pickle.loads(pickle.dumps(TABLE))
    assert again == TABLE
    assert hash(again) == hash(TABLE)
    assert attrs.evolve(TABLE, rows=ROWS[:1]) != TABLE


def test_a_table_does_not_change() -> None:
    """Assignment is refused."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        TABLE.rows = ()  # type: ignore[misc]


def test_rows_that_say_the_same_are_equal_wherever_they_were_read() -> None:
    """Source and exactness tell where a row stands, not what it says."""
    other = attrs.evolve(ROWS[0], source=None, exact=False)
    assert other == ROWS[0]
    assert hash(other) == hash(ROWS[0])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("CMS"), "CMS"),
        (Source("CMS", "a.csv", effective=dt.date(2025, 1, 1)), "CMS a.csv (2025-01-01 to )"),
        (Source("CMS", release="R", through=dt.date(2025, 1, 1)), "CMS R ( to 2025-01-01)"),
    ],
)
def test_a_source_shows_what_is_known_of_it(source: Source, text: str) -> None:
    """Only known parts are shown."""
    assert str(source) == text
