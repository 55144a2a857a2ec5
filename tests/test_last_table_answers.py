"""Where several of the caller's tables cover a day the one given last answers, whoever asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import cptkit
from cptkit import (
    AddOnEdit,
    Catalog,
    Claim,
    ClaimLine,
    Mue,
    NoDataError,
    Outcome,
    PtpEdit,
    Setting,
    Source,
    Table,
    TableKind,
    bundling,
    check_claim,
    guidance,
)
from cptkit.catalog.overlaps import overlap_problems
from cptkit.files.pairs import pairs_of
from cptkit.indicators import AddOnType, Adjudication, CorrectCoding
from cptkit.values.table import Descriptor

DAY = dt.date(2026, 5, 4)
FIRST, LAST = Source("a payer", release="first"), Source("a payer", release="last")


def add_ons(source: Source, *pairs: tuple[str, str | None], complete: bool = True) -> Table[Any]:
    """Make a table of add-ons with their primaries; None where the contractor names them."""
    rows = tuple(
        AddOnEdit(
            add_on,
            primary,
            AddOnType.CONTRACTOR if primary is None else AddOnType.NATIONAL,
            None,
            None,
        )
        for add_on, primary in pairs
    )
    return Table(TableKind.ADD_ON, source, rows, complete=complete)


def pairs(source: Source, *edits: PtpEdit, complete: bool = False) -> Table[Any]:
    """Make a table of pairs that answers for every form."""
    return Table(TableKind.PTP, source, edits, Setting.PROFESSIONAL, complete)


def columns(source: Source, *edits: PtpEdit, complete: bool = False) -> Table[Any]:
    """Make the same table held in columns, as one that is read from a file is."""
    rows = [
        (
            each.column_1,
            each.column_2,
            (dt.date(2020, 1, 1), each.through, each.indicator, each.rationale),
        )
        for each in edits
    ]
    return Table(TableKind.PTP, source, pairs_of(rows, source), Setting.PROFESSIONAL, complete)


def edit(one: str, two: str, through: dt.date | None = None, indicator: str = "1") -> PtpEdit:
    """Make a pair."""
    return PtpEdit(one, two, None, through, CorrectCoding(indicator), "", LAST)


def lines(*codes: str) -> tuple[ClaimLine, ...]:
    """Make a line of each code."""
    return tuple(ClaimLine(code, date_of_service=DAY, place_of_service="22") for code in codes)


def outcomes(where: Catalog, *codes: str) -> tuple[set[Outcome], set[Outcome]]:
    """Give what guidance and the claim check say of the add-on among some codes."""
    rule = "addon.no-primary"
    by_guidance = {
        each.outcome for each in guidance.check(lines(*codes), catalog=where) if each.rule == rule
    }
    report = check_claim(Claim(lines(*codes)), catalog=where)
    return by_guidance, {each.outcome for each in report.verdicts if each.rule == rule}


# --- add-ons


def test_three_ways_to_ask_give_the_primaries_of_the_table_given_last() -> None:
    """Two whole tables cover the day: the look-up, the role and both checks go by the second, whatever the first says."""
    where = cptkit.packaged.with_tables(
        add_ons(FIRST, ("77002", "62268")), add_ons(LAST, ("77002", "20206"))
    )
    assert bundling.primaries("77002", on=DAY, catalog=where) == ("20206",)
    assert guidance.role("77002", DAY, catalog=where).primaries == ("20206",)
    assert outcomes(where, "62268", "77002") == ({Outcome.FAIL}, {Outcome.FAIL})
    assert outcomes(where, "20206", "77002") == (set(), {Outcome.PASS})


@pytest.mark.parametrize("complete", [True, False])
def test_a_part_leaves_other_codes_to_the_table_before(complete: object) -> None:
    """A table that holds some rows only answers for the codes that it names; a whole one for all."""
    where = cptkit.packaged.with_tables(
        add_ons(FIRST, ("77002", "62268")),
        add_ons(LAST, ("77003", "62273"), complete=bool(complete)),
    )
    assert guidance.role("77002", DAY, catalog=where).primaries == (() if complete else ("62268",))
    if complete:
        with pytest.raises(NoDataError, match="add-on table"):
            bundling.primaries("77002", on=DAY, catalog=where)
    else:
        assert bundling.primaries("77002", on=DAY, catalog=where) == ("62268",)


def test_a_row_that_ended_in_the_last_table_has_ended() -> None:
    """The last table names the add-on, and its row ended: the row of the table before does not come back."""
    ended = AddOnEdit("77002", "62268", AddOnType.NATIONAL, None, dt.date(2026, 3, 31))
    where = cptkit.packaged.with_tables(
        add_ons(FIRST, ("77002", "62268")), Table(TableKind.ADD_ON, LAST, (ended,))
    )
    assert guidance.role("77002", DAY, catalog=where).primaries == ()
    assert guidance.role("77002", dt.date(2026, 3, 31), catalog=where).primaries == ("62268",)


@pytest.mark.parametrize(
    ("codes", "session"),
    [
        (("77002",), None),
        (("62273", "77002"), None),
        (("20206", "77002"), None),
        (("20206", "77002"), ("a", "b")),
        (("36556", "77001"), None),
        (("71046", "77001"), None),
        (("77001",), None),
        (("62322", "77003"), None),
        (("76937",), None),
        (("71046", "76937"), None),
    ],
)
def test_guidance_and_the_claim_check_agree(
    codes: tuple[str, ...], session: tuple[str, ...] | None
) -> None:
    """What guidance says of a line's primary, but for PASS, stands word for word in the report of the claim."""
    given = tuple(
        ClaimLine(code, date_of_service=DAY, session=session[place] if session else None)
        for place, code in enumerate(codes)
    )
    said = [v for v in guidance.check(given) if v.rule == "addon.no-primary"]
    told = [v for v in check_claim(Claim(given)).verdicts if v.rule == "addon.no-primary"]
    assert len(told) == 1
    assert said == [each for each in told if each.outcome is not Outcome.PASS]


def test_nothing_that_guidance_says_against_a_claim_is_dropped() -> None:
    """Every FAIL and WARN of guidance alone is a finding of the claim check, on the same lines."""
    asked = 0
    for codes in (
        ("20611", "76942"),
        ("77002",),
        ("74246", "76000"),
        ("77012", "71250"),
        ("62323", "77003"),
        ("62322", "77003", "76000"),
    ):
        against = [
            (v.rule, v.outcome, v.lines, v.message)
            for v in guidance.check(lines(*codes))
            if v.outcome in (Outcome.FAIL, Outcome.WARN)
        ]
        report = check_claim(Claim(lines(*codes)))
        told = {(v.rule, v.outcome, v.lines, v.message) for v in report.findings}
        assert set(against) <= told
        asked += len(against)
    assert asked >= 6


# --- pairs and unit limits


def test_of_a_pair_in_two_tables_the_last_is_told() -> None:
    """Both tables are parts that cover the day; the second has the pair the other way round and with another indicator."""
    where = cptkit.packaged.with_tables(
        pairs(FIRST, edit("71250", "71260")), pairs(LAST, edit("71260", "71250", indicator="0"))
    )
    assert bundling.among(("71250", "71260"), DAY, Setting.PROFESSIONAL, where).edits == (
        edit("71260", "71250", indicator="0"),
    )


def test_a_pair_that_ended_in_the_last_table_has_ended() -> None:
    """Its end in the table given last is an answer; a part that does not name it leaves it to the one before."""
    old = pairs(FIRST, edit("71260", "71250"))
    ended = pairs(LAST, edit("71260", "71250", dt.date(2026, 3, 31)))
    other = pairs(LAST, edit("74160", "74150"))
    asked = ("71250", "71260"), DAY, Setting.PROFESSIONAL
    assert bundling.among(*asked, cptkit.packaged.with_tables(old, ended)).edits == ()
    assert len(bundling.among(*asked, cptkit.packaged.with_tables(old, other)).edits) == 1


@pytest.mark.parametrize("as_columns", [True, False])
def test_a_whole_table_given_last_answers_alone(as_columns: object) -> None:
    """That it has no edit of a pair is its answer, read from a file or made up."""
    make = columns if as_columns else pairs
    whole = make(LAST, edit("70450", "70460"), complete=True)
    old = pairs(FIRST, edit("71260", "71250"))
    assert (
        bundling.ptp("71250", "71260", on=DAY, catalog=cptkit.packaged.with_tables(old, whole))
        is None
    )
    assert bundling.ptp("71250", "71260", on=DAY, catalog=cptkit.packaged.with_tables(whole, old))
    found = bundling.ptp("70450", "70460", on=DAY, catalog=cptkit.packaged.with_tables(old, whole))
    assert found is not None


def test_an_end_read_from_a_file_is_an_answer_too() -> None:
    """The part given last is held in columns, and its row of the pair ended."""
    ended = columns(LAST, edit("71260", "71250", dt.date(2026, 3, 31)))
    where = cptkit.packaged.with_tables(pairs(FIRST, edit("71250", "71260")), ended)
    assert bundling.among(("71250", "71260"), DAY, Setting.PROFESSIONAL, where).edits == ()


@pytest.mark.parametrize("order", [1, -1])
def test_the_last_unit_limit_answers(order: int) -> None:
    """Two tables of limits cover the day, given in either order."""
    tables = [
        Table(
            TableKind.MUE,
            Source("a payer", release=str(units)),
            (Mue("71260", units, Adjudication.DAY_CLINICAL, "", Setting.PROFESSIONAL),),
            Setting.PROFESSIONAL,
        )
        for units in (3, 5)
    ][::order]
    where = cptkit.packaged.with_tables(*tables)
    limit = bundling.mue("71260", on=DAY, catalog=where)
    assert limit is not None
    assert limit.units == (5 if order == 1 else 3)


# --- the caller is told


def overlaps(*tables: Table[Any]) -> list[str]:
    """Give what the catalog's problems say of tables that answer for one day."""
    return [
        each
        for each in cptkit.problems(cptkit.packaged.with_tables(*tables))
        if "given last answers" in each
    ]


def test_problems_say_that_two_tables_overlap() -> None:
    """Both are named, with the days that both cover."""
    one = Source("a payer", release="first", through=dt.date(2026, 6, 30))
    two = Source("a payer", release="last", effective=dt.date(2026, 4, 1))
    assert overlaps(add_ons(one, ("77002", "62268")), add_ons(two, ("77002", "20206"))) == [
        "add-on table a payer first ( to 2026-06-30) and a payer last (2026-04-01 to ) both cover from 2026-04-01 through 2026-06-30: the one given last answers"
    ]
    assert (
        "both cover every day"
        in overlaps(add_ons(FIRST, ("77002", "62268")), add_ons(LAST, ("77003", "62273")))[0]
    )


def test_tables_that_share_nothing_do_not_overlap() -> None:
    """Other days, other kinds, other forms, and parts without a row in common."""
    first_half = Source("a payer", through=dt.date(2026, 6, 30))
    second_half = Source("a payer", effective=dt.date(2026, 7, 1))
    one = edit("71260", "71250")
    hospital: Table[Any] = Table(
        TableKind.PTP, LAST, (one,), Setting.OUTPATIENT_HOSPITAL, complete=False
    )
    for tables in (
        (add_ons(first_half, ("77002", "1")), add_ons(second_half, ("77002", "2"))),
        (add_ons(FIRST, ("77002", "1")), pairs(LAST, one)),
        (pairs(FIRST, one), hospital),
        (pairs(FIRST, one), pairs(LAST, edit("71270", "71250"))),
        (pairs(FIRST, one), pairs(LAST, edit("71260", "71275"))),
        (
            add_ons(FIRST, ("77002", "1"), complete=False),
            add_ons(LAST, ("77003", "2"), complete=False),
        ),
    ):
        assert overlaps(*tables) == []
    parts = [columns(LAST, edit(code, "71250")) for code in ("71260", "71270", "71260")]
    assert overlaps(*parts[:2]) == []
    assert len(overlaps(*parts)) == 1


def test_texts_of_several_lengths_do_not_overlap() -> None:
    """A licensee's long and short texts stand beside each other; the same length twice overlaps."""
    long, short = (
        Table(TableKind.DESCRIPTORS, Source(length), (Descriptor("71260", "words", length),))
        for length in ("long", "short")
    )
    assert overlaps(long, short) == []
    assert len(overlaps(long, long)) == 1


def test_practitioners_and_surgical_centers_share_a_table() -> None:
    """A table of pairs of practitioners answers for surgical centers too, and overlaps with theirs."""
    one = edit("71260", "71250")
    centers: Table[Any] = Table(TableKind.PTP, LAST, (one,), Setting.ASC, complete=False)
    assert len(overlaps(pairs(FIRST, one), centers)) == 1


@pytest.mark.parametrize("kind", TableKind)
def test_two_tables_of_every_kind_that_share_a_day_are_told(kind: TableKind) -> None:
    """Whatever the kind: two of the caller's own that hold the same rows of one day overlap, and days apart do not."""
    row = Mue("71260", 1, Adjudication.LINE, "", Setting.PROFESSIONAL)
    setting = Setting.PROFESSIONAL if kind in {TableKind.PTP, TableKind.MUE} else None

    def table(source: Source) -> Table[Any]:
        return Table(kind, source, (row,), setting)

    spring = Source("a payer", "", "spring", dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    june = Source("a payer", "", "june", dt.date(2026, 6, 30), dt.date(2026, 12, 31))
    july = Source("a payer", "", "july", dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    told = list(overlap_problems((table(spring), table(june))))
    assert [each.startswith(kind.value) for each in told] == [True]
    assert told[0].endswith(
        "both cover from 2026-06-30 through 2026-06-30: the one given last answers"
    )
    assert list(overlap_problems((table(spring), table(july)))) == []
