"""Values and tables do not change: no public attribute can be set, and what a caller still holds is copied."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import cptkit
from cptkit import Claim, ClaimLine, Setting, Source, Table, TableKind, packaged
from cptkit.errors import DataError
from looped import some

DAY = dt.date(2026, 3, 2)
CODE = cptkit.lookup("71260")
CLAIM = Claim((ClaimLine("71260", ("26",), date_of_service=DAY),))
INDEX = cptkit.RangeIndex([("10", "49", "book"), ("20", "29", "chapter")])


def held() -> Iterator[object]:
    """Give a value of every kind that holds others: tables, editions, reports, prices, guides, members of enums."""
    yield from (packaged, cptkit.edition(DAY), CODE, CLAIM, INDEX, cptkit.guide("71260", on=DAY))
    yield from (cptkit.check_claim(CLAIM), cptkit.payment.price_claim(CLAIM))
    yield from (cptkit.contrast.families(), cptkit.suggest("CT CHEST"))
    yield cptkit.bundling.ptp("71250", "71260", on=dt.date(2024, 8, 1))
    yield packaged.ptp(DAY, Setting.PROFESSIONAL)
    yield packaged.fee_row("71260", "26", DAY)
    yield cptkit.modifiers.get("26")


def public(value: object, seen: dict[int, object], depth: int = 6) -> Iterator[tuple[Any, str]]:
    """Give every public attribute that holds something, of a value of ours and of what stands in it."""
    if id(value) in seen or depth == 0:
        return
    seen[id(value)] = value
    if isinstance(value, tuple):
        for each in value[:20]:
            yield from public(each, seen, depth - 1)
    if type(value).__module__.partition(".")[0] != "cptkit":
        return
    for name in dir(value):
        found = None if name.startswith("_") else getattr(value, name, None)
        if found is None or callable(found):
            continue
        yield value, name
        yield from public(found, seen, depth - 1)


def _refuses(change: Callable[..., None], *given: object) -> bool:
    try:
        change(*given)
    except AttributeError:
        return True
    return False


def test_no_public_attribute_can_be_set() -> None:
    """Neither set nor deleted, wherever one looks; the values are the same afterwards."""
    asked = 0
    seen: dict[int, object] = {}
    for value, name in some(pair for each in held() for pair in public(each, seen)):
        before = getattr(value, name)
        assert _refuses(setattr, value, name, before), (type(value), name)
        assert _refuses(delattr, value, name), (type(value), name)
        asked += 1
    assert asked > 1000
    kinds = {type(each).__name__ for each in seen.values()}
    assert kinds >= {"Status", "FeeScheduleRow", "PtpEdit", "Code", "Finding", "Source", "Edition"}


def test_nothing_held_is_a_list_or_a_dict() -> None:
    """A public attribute that could be changed in place would change the table behind it."""
    found = [
        (type(value).__name__, name)
        for each in some(held())
        for value, name in public(each, {})
        if isinstance(getattr(value, name), (list, dict, set, bytearray))
    ]
    assert found == []


def test_an_index_of_ranges_is_frozen() -> None:
    """It has no public attribute, and the ones within do not change either; copies answer alike."""
    for name in ("_starts", "_segments", "more"):
        with pytest.raises(AttributeError):
            setattr(INDEX, name, ())
    for same in (INDEX, copy.copy(INDEX), copy.deepcopy(INDEX), pickle.loads(pickle.dumps(INDEX))):
        assert same.find("25") == ("book", "chapter")


def test_a_table_copies_a_callers_list() -> None:
    """What a caller appends later is no row; a tuple stays the same one; a text is no rows."""
    row = cptkit.Mue("71260", 3, cptkit.indicators.Adjudication.DAY_CLINICAL)
    rows = [row]
    table = Table(TableKind.MUE, Source("CMS"), rows)
    rows.append(row)
    assert table.rows == (row,)
    assert Table(TableKind.MUE, Source("CMS"), table.rows).rows is table.rows
    for wrong in ("71260", 5, {row.code}, iter(rows)):
        untyped: Any = wrong
        with pytest.raises(DataError, match="rows must be a sequence"):
            Table(TableKind.MUE, Source("CMS"), untyped)


def test_a_meaning_is_the_members_own() -> None:
    """The words for CMS's characters are as fixed as the characters."""
    member: Any = cptkit.indicators.Status.ACTIVE
    with pytest.raises(AttributeError):
        member.meaning = "free"
    assert member.meaning.startswith("separately payable")
