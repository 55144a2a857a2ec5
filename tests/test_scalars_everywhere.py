"""What numpy holds is taken as what it holds, in every argument of every public entry."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import cptkit
import fuzz
from fuzzing.good import values_for
from looped import some

Entry = Callable[..., Any]


def boxes(value: object) -> list[Any]:
    """Give numpy's scalars, and arrays without dimensions, that hold a value; none for what numpy has no type for."""
    if isinstance(value, bool):
        return [np.bool_(value), np.array(value)]
    if isinstance(value, str):
        return [np.str_(value), np.array(value)]
    if type(value) is int:
        return [np.int64(value), np.int32(value), np.array(value)]
    if type(value) is dt.date:
        return [np.datetime64(value), np.array(value, "datetime64[D]")]
    return []


def rows() -> set[str]:
    """Name the classes whose values check nothing when they are made: tables hold them by the ten thousand."""
    from cptkit.files.row_kinds import row_of

    held = {getattr(row_of(kind), "__name__", "") for kind in cptkit.TableKind}
    return {"Code", "HouseCode", *held} - {"CoverageRow"}


def asked() -> Iterator[tuple[str, Entry, str]]:
    """Give every argument that has a good value, or is a flag."""
    unchecked = rows()
    for name, entry in fuzz.entries():
        if name in unchecked or name.startswith("frames.") or name == "ClaimLine.of":
            continue
        for each in inspect.signature(entry).parameters.values():
            if any(map(boxes, good_values(name, each))):
                yield name, entry, each.name


def good_values(name: str, parameter: inspect.Parameter) -> tuple[Any, ...]:
    """Give values that fit; a flag has two."""
    if isinstance(parameter.default, bool):
        return (True, False)
    return values_for(name, parameter.name)


def outcome(name: str, entry: Entry, argument: str, value: Any) -> tuple[bool, str]:
    """Give what an entry answers with a value in one argument and good ones where they are needed; or what kind of error."""
    positional, named = [], {}
    for each in inspect.signature(entry).parameters.values():
        if each.name != argument and each.default is not each.empty:
            continue
        given = value if each.name == argument else (values_for(name, each.name) or (None,))[0]
        if each.kind in (each.POSITIONAL_ONLY, each.VAR_POSITIONAL):
            positional.append(given)
        elif each.kind is not each.VAR_KEYWORD:
            named[each.name] = given
    try:
        return True, repr(entry(*positional, **named))
    except cptkit.CptkitError as error:
        return False, type(error).__name__


ASKED = list(asked())


@pytest.mark.parametrize(
    ("name", "entry", "argument"), ASKED, ids=[f"{name}-{argument}" for name, _, argument in ASKED]
)
def test_every_argument(name: str, entry: Entry, argument: str) -> None:
    """The same answer as for Python's own value."""
    parameter = inspect.signature(entry).parameters[argument]
    boxed = [(box, value) for value in good_values(name, parameter) for box in boxes(value)]
    for box, value in some(boxed):
        assert outcome(name, entry, argument, box) == outcome(name, entry, argument, value)


def test_the_walk_sees_flags_texts_and_days() -> None:
    """Of functions, readers and constructors."""
    found = {(name, argument) for name, _, argument in ASKED}
    assert found >= {
        *(("get", "code"), ("suggest", "limit"), ("cms.read_mue", "partial")),
        *(("payment.settle", "assigned"), ("payment.price", "qualifying_apm")),
        *(("PayerPolicy", "requires_laterality"), ("documentation.evidence", "name")),
    }
