"""What is remembered is what would be worked out again, for each catalog by itself, and never without bound."""

from __future__ import annotations

import datetime as dt
import gc
from weakref import ref

import attrs
import pytest

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    Finding,
    HouseCode,
    Outcome,
    Payer,
    Setting,
)
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.remembered import Remembered
from cptkit.values.trusted import retold, trusted

DAY = dt.date(2026, 5, 4)


def test_an_answer_is_worked_out_once_a_catalog() -> None:
    """Another catalog may have other tables, and answers for itself."""
    rows: Remembered[str] = Remembered(10)
    mine = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    assert rows.of(cptkit.packaged, ("71260", DAY), lambda: "packaged") == "packaged"
    assert rows.of(mine, ("71260", DAY), lambda: "mine") == "mine"
    assert rows.of(cptkit.packaged, ("71260", DAY), lambda: "again") == "packaged"


def test_what_is_remembered_is_bounded_and_goes_with_its_catalog() -> None:
    """A thousand questions keep ten answers, and a catalog that nobody holds any more keeps none."""
    rows: Remembered[int] = Remembered(10)
    mine = Catalog(house_codes=(HouseCode("X7001", "Outside film review"),))
    for number in range(1000):
        assert rows.of(mine, number, lambda number=number: number) == number  # type: ignore[misc]
        assert len(rows._kept[ref(mine)]) <= 10
    del mine
    gc.collect()
    assert len(rows._kept) == 0


def test_what_fails_is_asked_again() -> None:
    """No error is kept: a table may be there the next time."""
    rows: Remembered[int] = Remembered(10)

    def fails() -> int:
        raise KeyError

    with pytest.raises(KeyError):
        rows.of(cptkit.packaged, "71260", fails)
    assert rows.of(cptkit.packaged, "71260", lambda: 1) == 1


def test_a_value_made_of_values_is_the_one_that_its_class_makes() -> None:
    """Made by fields or of another one, a finding is equal to the one that reads its fields."""
    finding = Finding("a.b", Outcome.WARN, (1, 2), "message", carc="97")
    fields = tuple(getattr(finding, each.name) for each in attrs.fields(Finding))
    assert trusted(Finding, *fields) == finding
    assert retold(finding, lines=(3,)) == attrs.evolve(finding, lines=(3,))
    with pytest.raises(ValueError, match="argument 2"):
        trusted(Finding, "a.b")


def test_the_same_line_says_the_same_at_another_place_and_to_another_payer() -> None:
    """What was remembered of a line's modifiers names the place of each line, and Medicare's rules warn other payers."""
    marked = ClaimLine("71260", ("26", "TC"), date_of_service=DAY, place_of_service="22")
    plain = ClaimLine("71250", ("26",), date_of_service=DAY, place_of_service="22")

    def told(lines: tuple[ClaimLine, ...], payer: Payer) -> list[tuple[str, str, tuple[int, ...]]]:
        report = cptkit.check_claim(Claim(lines, Setting.PROFESSIONAL, payer))
        return [
            (each.rule, each.outcome.name, each.lines)
            for each in report.verdicts
            if each.rule == "modifier.conflict"
        ]

    first = told((marked, plain), Payer.MEDICARE)
    assert first[0][2] == (0,)
    assert told((plain, marked), Payer.MEDICARE)[-1][2] == (1,)
    assert told((marked, plain), Payer.MEDICARE) == first
    assert told((marked, marked), Payer.MEDICARE)[0][2] == (0,)


def test_a_house_code_is_judged_by_its_own_catalog() -> None:
    """What the packaged catalog said of an unknown code is not said where a house declares it."""
    line = ClaimLine("X7001", ("26",), date_of_service=DAY)
    mine = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    for _ in range(2):
        packaged, own = (
            cptkit.check_claim(Claim((line,)), catalog=catalog)
            for catalog in (cptkit.packaged, mine)
        )
        assert "FAIL" in {each.outcome.name for each in packaged.verdicts}
        assert "FAIL" not in {each.outcome.name for each in own.verdicts}
