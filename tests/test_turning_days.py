"""Spans of days that are judged alike: every day that a table names begins one."""

from __future__ import annotations

import ast
import datetime as dt
import re
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import FeeScheduleRow, Mue, PtpEdit, Setting, Source, Table, TableKind
from cptkit.catalog.turning_days import days_in, turning_days
from cptkit.files.days_named import days_in_words, days_named
from cptkit.files.pairs import pairs_of
from cptkit.indicators import Adjudication, CorrectCoding
from house import RULES, room_of, trees
from looped import some

PACKAGED = turning_days(cptkit.packaged)
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2028, 12, 31))


@given(DAYS)
def test_a_day_that_stands_for_others_is_named_nowhere(on: dt.date) -> None:
    """It lies in the same month and between the same turning days, and no table or text names it."""
    like = PACKAGED.like(on)
    if like != on:
        assert (like.year, like.month) == (on.year, on.month)
        first, last = min(like, on), max(like, on)
        assert not [day for day in PACKAGED.firsts if first < day <= last]
        assert like not in days_named()


@given(DAYS)
def test_a_day_like_another_is_told_the_same(on: dt.date) -> None:
    """The code set, fee schedule, pairs and unit limits say of a day what they say of the one that stands for it."""
    like = PACKAGED.like(on)
    for code in ("71260", "77014", "74220", "0042T", "G0297", "78815"):
        versions = [
            next((x for x in cptkit.packaged.versions(code) if x.is_active(day)), None)
            for day in (on, like)
        ]
        assert versions[0] == versions[1]
    for setting in Setting:
        for ask in (cptkit.packaged.ptp, cptkit.packaged.mue):
            held = [[(x.table.source, x.exact) for x in ask(day, setting)] for day in (on, like)]
            assert held[0] == held[1]
    assert cptkit.packaged.coverage(on) == cptkit.packaged.coverage(like)


def test_days_of_a_caller_s_tables_count() -> None:
    """A table of the caller's own turns things on its days, on those of its rows, and on those in their words."""
    source = Source("CMS", release="as of 2026-05-09", effective=dt.date(2026, 5, 6))
    terms = (dt.date(2026, 5, 18), None, CorrectCoding.ALLOWED, "since 2026-05-22")
    pairs = Table(
        TableKind.PTP, source, pairs_of([("71260", "71250", terms)], source), Setting.PROFESSIONAL
    )
    limit = Mue("71260", 1, Adjudication.LINE, "x", Setting.PROFESSIONAL, source)
    limits = Table(TableKind.MUE, source, (limit, limit), Setting.PROFESSIONAL)
    named = [dt.date(2026, 5, day) for day in (6, 9, 18, 22)]
    own = turning_days(cptkit.packaged.with_tables(pairs, limits), [dt.date(2026, 5, 27)])
    assert {*named, dt.date(2026, 5, 27), dt.date(2026, 5, 28)} <= set(own.firsts)
    assert not {*named, dt.date(2026, 5, 27)} & set(PACKAGED.firsts)
    assert PtpEdit is not None


def test_days_midway_between_two_releases_count() -> None:
    """Where the nearest release answers, the answer turns midway, be they the caller's own or packaged."""
    spring = Source("CMS", effective=dt.date(2027, 1, 4), through=dt.date(2027, 1, 9))
    autumn = Source("CMS", effective=dt.date(2027, 1, 24), through=dt.date(2027, 1, 30))
    tables: list[Table[FeeScheduleRow]] = [
        Table(TableKind.FEE_SCHEDULE, source, ()) for source in (spring, autumn)
    ]
    own = turning_days(cptkit.packaged.with_tables(*tables))
    assert {dt.date(2027, 1, 16), dt.date(2027, 1, 17)} <= set(own.firsts)
    assert own.like(dt.date(2027, 1, 16)) == dt.date(2027, 1, 16)


def test_days_are_found_in_values_and_words() -> None:
    """Fields, tuples, texts and values within values; what only looks like a day is none."""
    assert days_in_words("2026-02-30 and 2026-02-03") == {dt.date(2026, 2, 3)}
    assert list(days_in((None, 3, "x", dt.date(2026, 2, 3)))) == [dt.date(2026, 2, 3)]


@given(st.lists(st.sampled_from(("2026-02-03", "2026", "-", "01", "1", "-02")), max_size=12))
def test_days_are_found_however_hyphens_stand(pieces: list[str]) -> None:
    """From left to right, none within another, four digits, two and two, whatever stands before and behind."""
    text, found = "".join(pieces), set()
    for each in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):
            found.add(dt.date.fromisoformat(each))
    assert days_in_words(text) == found


def test_days_far_off_stand_for_themselves() -> None:
    """Beyond the years that are looked at a day is judged by itself."""
    for far in (dt.date(1800, 5, 5), dt.date(3000, 5, 5)):
        assert PACKAGED.like(far) == far


def test_no_day_stands_in_code() -> None:
    """No day stands in a rule's code: days are rows, and every day of a row begins a span."""
    rooms = RULES | {"claim_check", "lines", "catalog"}
    typed = [
        (
            name,
            tuple(argument.value for argument in node.args if isinstance(argument, ast.Constant)),
        )
        for name, tree in trees().items()
        if room_of(name) in rooms
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("dt.date", "date")
    ]
    full = [(name, day) for name, day in some(typed) if len(day) == 3]
    assert full == []
    assert dt.date(2023, 7, 1) in days_named()  # from which a discarded amount is told
