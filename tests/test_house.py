"""Codes of a caller's own house: what may be declared, and how they are found."""

from __future__ import annotations

from typing import Any

import pytest

import cptkit
from cptkit import CodeStatus, DataError, HouseCode

FILM = HouseCode("X7001", "Outside film review")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "None is no HouseCode"),
        (("X7001",), "'X7001' is no HouseCode"),
        (HouseCode(["X7001"], "a"), "one to ten capital letters and digits"),  # type: ignore[arg-type]
        ((HouseCode("x7001", "a"),), "one to ten capital letters and digits"),
        ((HouseCode("X" * 11, "a"),), "one to ten capital letters and digits"),
        ((HouseCode("X7001", ""),), "needs a label"),
        ((HouseCode("X7001", None),), "needs a label"),  # type: ignore[arg-type]
        ((FILM, FILM), "stands twice"),
        ((HouseCode("71260", "a"),), "a house may not redefine it"),
    ],
)
def test_what_may_not_be_declared(given: Any, told: str) -> None:
    """Each refusal names the code and what is wrong with it, whatever was given."""
    with pytest.raises(DataError, match=told):
        cptkit.packaged.with_tables(house_codes=given)


def test_all_problems_at_once() -> None:
    """One run shows everything that must be mended."""
    with pytest.raises(DataError) as caught:
        cptkit.packaged.with_tables(house_codes=(HouseCode("x", ""), "y"))  # type: ignore[arg-type]
    assert len(caught.value.problems) == 3


def test_a_house_code_is_found_as_any_code() -> None:
    """It is active on every day, stands under no heading, and small letters and blanks do no harm."""
    mine = cptkit.packaged.with_tables(house_codes=(FILM, HouseCode("FILM", "Film copy")))
    found = cptkit.lookup(" x7001 ", catalog=mine)
    assert (found.code, found.label, found.category) == (
        "X7001",
        "Outside film review",
        cptkit.Category.HOUSE,
    )
    assert cptkit.status("FILM", catalog=mine) is CodeStatus.ACTIVE
    assert cptkit.headings("X7001", catalog=mine) == ()
    assert cptkit.get("X7001") is None
    assert mine.is_house_code("film")
    assert not mine.is_house_code(None)


def test_a_range_holds_the_house_codes_in_it() -> None:
    """Those that have the form of a code; a name such as FILM has no place among numbers."""
    mine = cptkit.packaged.with_tables(house_codes=(FILM, HouseCode("71FILM", "Film copy")))
    assert [c.code for c in cptkit.between("X7000", "X7002", catalog=mine)] == ["X7001"]
    assert cptkit.between("71045", "71555", catalog=mine) == cptkit.between("71045", "71555")
