"""A caller's own class, whatever its methods do, costs an error of ours, or counts for what it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import cptkit
import fuzz
from cptkit import ClaimLine
from cptkit.errors import CptkitError, shown
from cptkit.printing.cells import cell
from fuzzing.hostile import CLASSES, NoRepr, OddDay, OddInt, OddTable, OddText

untyped: Any = cptkit
"""For calls that type checkers refuse."""


@pytest.mark.parametrize("value", CLASSES, ids=lambda value: type(value).__name__)
def test_in_the_place_of_everything(value: Any) -> None:
    """As a code, a modifier, a day, units, a record, a name: an answer or an error of ours, which can be shown."""
    asks = (
        lambda: cptkit.get(value),
        lambda: untyped.parse(value),
        lambda: untyped.lookup(value, on=value),
        lambda: untyped.modifiers.is_compatible("71260", value, on=fuzz.DAY),
        lambda: untyped.modifiers.is_compatible(value, "26", on=fuzz.DAY),
        lambda: untyped.ClaimLine(value, date_of_service=fuzz.DAY),
        lambda: untyped.ClaimLine("71260", value, date_of_service=fuzz.DAY),
        lambda: untyped.ClaimLine("71260", (value,), date_of_service=fuzz.DAY),
        lambda: untyped.ClaimLine("71260", date_of_service=value, units=value),
        lambda: untyped.suggest(value, on=value),
        lambda: untyped.Record(value),
        lambda: untyped.packaged.fee_row(value, value, value),
        lambda: untyped.records(value),
        lambda: untyped.records("71260", typed=value),
        lambda: untyped.cms.read(value),
        lambda: untyped.to_json(value),
        lambda: untyped.RangeIndex([(value, value, value)]),
    )
    for ask in asks:
        _called(ask)


def _called(ask: Callable[[], object]) -> None:
    try:
        repr(ask())
    except CptkitError as error:
        assert str(error)


def test_what_it_holds_counts() -> None:
    """A text of a subclass is that text, a number that number, a day that day, whatever the class does."""
    line = ClaimLine(
        OddText("71260"),
        (OddText("26"),),
        date_of_service=OddDay(2026, 3, 2),
        units=OddInt(2),
    )
    assert line == ClaimLine("71260", ("26",), date_of_service=fuzz.DAY, units=2)
    assert [type(each) for each in (line.code, line.units, line.date_of_service)] == [
        str,
        int,
        type(fuzz.DAY),
    ]
    assert untyped.get(OddInt(71260)) == cptkit.get("71260")


def test_what_cannot_be_shown_is_named() -> None:
    """A message says its type; a row that holds such a thing shows itself all the same."""
    assert shown(NoRepr()) == cell(NoRepr()) == "<NoRepr>"
    assert shown(OddText("71260")) == "<OddText>"
    row = untyped.Descriptor(NoRepr(), OddText("x"), "long")
    assert "<NoRepr>" in repr(row)
    assert str(row)
    with pytest.raises(CptkitError, match="is no mapping whose items can be read"):
        untyped.records(OddTable(code="71260"))
