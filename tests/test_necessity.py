"""Whether a diagnosis carries a study: what the national determinations say, and those that a caller brings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import (
    Certainty,
    Claim,
    ClaimLine,
    CoverageRow,
    CoverageStance,
    CoverageState,
    DataError,
    HouseCode,
    IcdCode,
    Outcome,
    Payer,
    PayerPolicy,
    Setting,
    Source,
    Table,
    TableKind,
    documentation,
    necessity,
)
from cptkit.catalog.determinations import packaged_rows
from cptkit.values.diagnosis import conflicts, diagnosis_list, entry_problem
from looped import some

DAY = dt.date(2026, 5, 4)
RULE = "necessity.not-covered"


def line(code: str, *diagnoses: str, modifiers: tuple[str, ...] = (), **more: Any) -> ClaimLine:
    """A line of a day in 2026."""
    return ClaimLine(code, modifiers, **{"date_of_service": DAY, "diagnoses": diagnoses, **more})


def said(*lines: ClaimLine, rule: str = RULE, **more: Any) -> list[tuple[str, tuple[int, ...]]]:
    """What one rule says of lines."""
    found = necessity.check(lines, **more)
    return [(each.outcome.name, each.lines) for each in found if each.rule == rule]


def only(*lines: ClaimLine, rule: str = RULE, **more: Any) -> cptkit.Finding:
    """The one finding of a rule that is no PASS."""
    (found,) = [
        each
        for each in necessity.check(lines, **more)
        if each.rule == rule and each.outcome is not Outcome.PASS
    ]
    return found


def table(*rows: CoverageRow, **days: Any) -> cptkit.Catalog:
    """The packaged catalog with rows of a caller."""
    own: Table[object] = Table(TableKind.DETERMINATIONS, Source("house", **days), rows)
    return cptkit.packaged.with_tables(own)


# --- the packaged rows


@pytest.mark.parametrize(
    ("code", "diagnosis", "modifiers", "beside", "stance"),
    [
        # Social Security Act 1861(rr); MLN SE1525; Benefit Policy Manual ch. 15 80.5
        ("77080", "M81.0", (), (), "COVERED"),
        ("77080", "Z78.0", (), (), "COVERED"),
        ("77080", "E21.0", (), (), "COVERED"),
        ("77085", "M85.851", (), (), "COVERED"),
        ("77085", "M85.80", (), (), "NOT_LISTED"),
        ("77080", "Z13.820", (), (), "NOT_LISTED"),
        ("77081", "M81.0", (), (), "NOT_COVERED"),
        ("77081", "Z78.0", (), (), "COVERED"),
        ("76977", "M85.89", (), (), "NOT_COVERED"),
        ("77086", "M81.0", (), (), "CONTRACTOR"),
        # NCD 210.14
        ("71271", "Z87.891", (), (), "COVERED"),
        ("71271", "F17.211", (), (), "COVERED"),
        ("71271", "F17.201", (), (), "NOT_LISTED"),
        # 42 CFR 410.34, NCD 220.4
        ("77065", "N63.11", (), (), "COVERED"),
        ("77066", "Z85.3", (), (), "COVERED"),
        ("77065", "Z12.31", (), (), "NOT_COVERED"),
        ("77065", "Z12.31", ("GG",), (), "CONTRACTOR"),
        ("77067", "Z12.31", (), (), "COVERED"),
        # NCD 220.6.17, Claims Processing Manual ch. 13 60.16
        ("78815", "C34.11", ("PI",), ("A9552",), "COVERED"),
        ("78815", "C61", ("PI",), ("A9552",), "NOT_COVERED"),
        ("78815", "C61", ("PI",), (), "NOT_COVERED"),
        ("78815", "C61", ("PI",), ("A9595",), "CONTRACTOR"),
        ("78815", "C61", ("PS",), ("A9552",), "COVERED"),
        ("78816", "C50.911", ("PI",), ("A9552",), "COVERED"),
        ("78816", "N63.0", ("PI",), ("A9552",), "NOT_COVERED"),
        ("78816", "C43.59", ("PI",), ("A9552",), "COVERED"),
        ("78812", "C4A.9", ("PI",), ("A9552",), "COVERED"),
        ("78812", "C7A.1", ("PS",), ("A9552",), "COVERED"),
        ("78815", "R91.1", ("PI",), ("A9552",), "CONTRACTOR"),
        # NCD 220.6.19, 220.6.13, 220.6.9, 220.6.8, 220.6.1
        ("78816", "C61", ("PS",), ("A9580",), "NOT_COVERED"),
        ("78608", "G30.9", (), ("A9552",), "COVERED"),
        ("78608", "G31.01", (), ("A9552",), "COVERED"),
        ("78608", "G40.219", (), ("A9552",), "COVERED"),
        ("78608", "R41.3", (), ("A9552",), "CONTRACTOR"),
        ("78459", "I25.10", (), ("A9552",), "CONTRACTOR"),
        ("78492", "I25.10", (), ("A9555",), "CONTRACTOR"),
        # NCD 220.1, 220.2, 220.5, 220.12, 220.13; 42 CFR 410.19, 410.31
        ("71260", "R91.1", (), (), "CONTRACTOR"),
        ("70551", "R51.9", (), (), "CONTRACTOR"),
        ("76700", "R10.9", (), (), "CONTRACTOR"),
        ("78452", "I25.10", (), (), "CONTRACTOR"),
        ("19083", "N63.11", (), (), "CONTRACTOR"),
        ("76706", "Z87.891", (), (), "CONTRACTOR"),
        ("78350", "M81.0", (), (), "NOT_COVERED"),
    ],
)
def test_what_determinations_say(
    code: str, diagnosis: str, modifiers: tuple[str, ...], beside: tuple[str, ...], stance: str
) -> None:
    """The national determinations answer for a study, a diagnosis, a strategy and a tracer."""
    answer = necessity.covered(code, diagnosis, on=DAY, modifiers=modifiers, beside=beside)
    assert answer is not None
    assert answer.stance.name == stance
    assert bool(answer) is (stance == "COVERED")
    assert diagnosis in str(answer)


@pytest.mark.parametrize(
    ("code", "diagnosis", "on", "beside", "stance"),
    [
        ("74263", "Z12.11", dt.date(2024, 12, 31), (), "NOT_COVERED"),
        ("74263", "Z12.11", dt.date(2025, 1, 1), (), "COVERED"),
        ("78816", "M86.9", dt.date(2020, 12, 31), ("A9552",), "NOT_COVERED"),
        ("78816", "M86.9", dt.date(2021, 1, 1), ("A9552",), "CONTRACTOR"),
        ("78814", "G30.9", dt.date(2023, 10, 12), ("A9586",), "NOT_LISTED"),
        ("78814", "Z00.6", dt.date(2023, 10, 12), ("A9586",), "COVERED"),
        ("78814", "G30.9", dt.date(2023, 10, 13), ("A9586",), "CONTRACTOR"),
    ],
)
def test_determinations_have_days(
    code: str, diagnosis: str, on: dt.date, beside: tuple[str, ...], stance: str
) -> None:
    """A determination holds from its first day to its last, both included."""
    answer = necessity.covered(code, diagnosis, on=on, beside=beside)
    assert answer is not None
    assert answer.stance.name == stance


def test_no_table_speaks() -> None:
    """Where no table speaks of a code the answer is None, never a yes or a no."""
    assert necessity.covered("77012", "R91.1", on=DAY) is None
    assert necessity.determinations("77012") == ()
    assert [row.id for row in necessity.determinations("77081", DAY)] == [
        "bone-density.monitoring",
        "bone-density.peripheral",
    ]


def test_packaged_rows_hold_together() -> None:
    """Rows have unique ids, a source, known evidence that documentation asks, codes that exist, and no contradiction."""
    rows = packaged_rows()
    assert len({row.id for row in rows}) == len(rows) >= 40
    assert all(some(row.citation and row.document and row.reason for row in rows))
    own: Table[object] = Table(TableKind.DETERMINATIONS, Source("packaged"), rows)
    assert cptkit.problems(cptkit.packaged.with_tables(own)) == ()
    known = {each.id for each in documentation.known_evidence()}
    asked = {rule.evidence for rule in documentation.rules()}
    assert {each for row in rows for each in row.conditions} <= known & asked
    named = {
        end for row in some(rows) for name in (*row.codes, *row.beside) for end in name.split("-")
    }
    assert [name for name in some(named) if cptkit.get(name) is None] == []


def test_read_rows_are_said_to_be_read() -> None:
    """A row is sure only where its citation does not rest on a second source alone."""
    assert [
        row.id
        for row in some(packaged_rows())
        if row.certainty is Certainty.H and "secondary" in row.citation.partition(";")[0]
    ] == []


# --- a line


def test_a_screening_code_alone_warns() -> None:
    """Bone density under a screening code alone may be denied; a condition beside it carries the study."""
    found = only(line("77080", "Z13.820", modifiers=("26",)))
    assert (found.outcome, found.carc, found.certainty) == (Outcome.WARN, "50", Certainty.M)
    assert "under none of Z13.820" in found.message
    assert "ABN" in found.remedy
    assert said(line("77080", "Z13.820", "M81.0")) == [("PASS", (0,))]


def test_a_named_diagnosis_fails_where_the_tracer_is_known() -> None:
    """FDG for the first strategy of prostate cancer is denied; a reading without the tracer only warns."""
    pet, tracer = line("78815", "C61", modifiers=("PI",)), line("A9552", "C61")
    assert said(pet, tracer) == [("FAIL", (0,))]
    assert said(line("78815", "C61", modifiers=("26", "PI"))) == [("WARN", (0,))]
    assert said(pet, line("A9595", "C61")) == [("NO_DATA", (0,))]
    assert said(pet, line("A9552", "C61", date_of_service=dt.date(2026, 5, 5))) == [("WARN", (0,))]


def test_several_diagnoses() -> None:
    """One covered diagnosis carries the line; an open question beside an excluded one leaves a warning."""
    tracer = line("A9552")
    assert said(line("78815", "C61", "C34.11", modifiers=("PI",)), tracer) == [("PASS", (0,))]
    assert said(line("78815", "C61", "R91.1", modifiers=("PI",)), tracer) == [("WARN", (0,))]
    assert said(line("78815", "C77.3", "C61", modifiers=("PI",)), tracer) == [("FAIL", (0,))]


def test_another_line_carries_the_diagnosis() -> None:
    """Where another line of the day carries a covered diagnosis, the cure is to point to it."""
    lines = (line("77080", "R10.9"), line("74176", "M81.0", "R10.9"))
    (found,) = [each for each in necessity.check(lines) if each.outcome is Outcome.WARN]
    assert "point the line to M81.0" in found.remedy


@pytest.mark.parametrize(
    ("modifier", "outcome", "words"),
    [
        ("GA", Outcome.WARN, "the patient"),
        ("GX", Outcome.WARN, "voluntary"),
        ("GZ", Outcome.WARN, "the provider bears it"),
    ],
)
def test_notices_are_understood(modifier: str, outcome: Outcome, words: str) -> None:
    """GA, GX and GZ say who bears the denial that the biller expects."""
    pet = line("78815", "C61", modifiers=("PI", modifier))
    found = only(pet, line("A9552", "C61"))
    assert found.outcome is outcome
    assert words in found.message
    covered = line("77080", "M81.0", modifiers=(modifier,))
    assert said(covered) == [("PASS", (0,))]


def test_excluded_by_law_is_no_question_of_necessity() -> None:
    """GY bills for the denial of no benefit: the diagnosis is not asked."""
    assert said(line("77080", "Z13.820", modifiers=("GY",))) == []


def test_silence_is_told_once() -> None:
    """All lines of which no list at hand tells share one NO_DATA; lines that a table answers are not in it."""
    found = necessity.check(
        [line("71260", "R91.1"), line("77080", "M81.0"), line("77012", "R91.1")]
    )
    silent = [each for each in found if each.rule == RULE and each.outcome is Outcome.NO_DATA]
    assert [each.lines for each in silent] == [(0, 2)]
    assert "71260, 77012" in silent[0].message
    many = [line(str(code), "R91.1") for code in range(74150, 74159)]
    assert "and 3 more" in only(*many).message


def test_other_payers_are_warned_of_what_medicare_denies() -> None:
    """Medicare's determinations do not bind others: a FAIL is a WARN, a list says nothing."""
    tracer = line("A9552")
    pet = line("78815", "C61", modifiers=("PI",))
    assert said(pet, tracer, payer=Payer.OTHER) == [("WARN", (0,))]
    assert said(line("77080", "Z13.820"), payer=Payer.OTHER) == []
    assert said(line("71260", "R91.1"), payer=Payer.OTHER) == []
    needed = line("71271", "R91.1")
    assert said(needed, rule="diagnosis.needed") == [("FAIL", (0,))]
    assert said(needed, rule="diagnosis.needed", payer=Payer.OTHER) == [("WARN", (0,))]


def test_lines_that_are_not_asked() -> None:
    """Supplies, lines without a diagnosis and codes of the house are no question of coverage."""
    where = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    lines = [line("A9552", "C61"), line("71260"), line("X7001", "C61")]
    assert said(*lines, catalog=where) == []
    assert said(*lines, rule="diagnosis.missing", catalog=where) == [("NO_DATA", (1,))]


def test_a_day_to_judge_by() -> None:
    """`on` judges all lines by one day."""
    screening = line("74263", "Z12.11", date_of_service=dt.date(2024, 6, 3))
    assert said(screening) == [("WARN", (0,))]
    assert said(screening, on=DAY) == []


# --- what billing asks


def test_first_listed() -> None:
    """The reason for a screening study stands first."""
    rule = "diagnosis.needed"
    assert said(line("77067", "Z12.31", "N63.11"), rule=rule) == [("PASS", (0,))]
    assert said(line("77067", "N63.11", "Z12.31"), rule=rule) == [("WARN", (0,))]
    assert said(line("77067", "N63.11"), rule=rule) == [("WARN", (0,))]
    assert said(line("71250", "R91.1", modifiers=("Q1",)), rule=rule) == [("WARN", (0,))]
    assert said(line("71250", "R91.1", "Z00.6", modifiers=("Q1",)), rule=rule) == [("PASS", (0,))]


@pytest.mark.parametrize(
    ("code", "diagnosis", "modifiers", "outcome"),
    [
        ("78815", "C34.11", (), "FAIL"),
        ("78815", "C34.11", ("PS",), "PASS"),
        ("78815", "D49.0", (), "FAIL"),
        ("78815", "R91.1", ("26",), "WARN"),
        ("78815", "R59.0", (), "WARN"),
        ("78815", "Z85.118", (), "WARN"),
        ("78815", "N63.11", (), "WARN"),
        ("78815", "R91.1", ("PI",), "PASS"),
        ("78816", "R50.9", (), "PASS"),
        ("78816", "M86.9", (), "PASS"),
        ("78816", "M86.9", ("PI",), "WARN"),
        ("78608", "R41.3", (), "PASS"),
        ("78608", "R90.0", (), "PASS"),
        ("78608", "G30.9", ("PI",), "WARN"),
    ],
)
def test_strategy_of_pet(
    code: str, diagnosis: str, modifiers: tuple[str, ...], outcome: str
) -> None:
    """PI or PS stands where a tumor is or may be the question, and nowhere else (NCD 220.6.17)."""
    asked = line(code, diagnosis, modifiers=modifiers)
    assert said(asked, rule="pet.strategy") == [(outcome, (0,))]


def test_strategy_for_other_payers() -> None:
    """PI and PS are Medicare's own."""
    assert said(line("78815", "C34.11"), rule="pet.strategy", payer=Payer.OTHER) == [("WARN", (0,))]


# --- diagnoses as codes


def test_form() -> None:
    """A professional line names one to four diagnoses of ICD-10-CM's form, a claim twelve at most."""
    rule = "diagnosis.form"
    assert said(line("71260", "786.50"), rule=rule) == [("FAIL", (0,))]
    assert said(line("71260", "r91.1"), rule=rule) == [("PASS", (0,))]
    hospital = {"setting": Setting.OUTPATIENT_HOSPITAL}
    assert said(line("71260", "786.50"), rule=rule, **hospital) == []
    five = line("71260", "R91.1", "R91.8", "R05.9", "R06.00", "R07.9")
    assert said(five, rule="diagnosis.too-many") == [("FAIL", (0,))]
    four = [line("71260", *(f"C{n}{m}" for m in range(4))) for n in range(10, 14)]
    assert said(*four, rule="diagnosis.too-many") == [("FAIL", (0, 1, 2, 3))]


def listed(*codes: IcdCode) -> cptkit.Catalog:
    """The packaged catalog with a list of diagnoses for fiscal year 2026."""
    source = Source("CMS and NCHS", effective=dt.date(2025, 10, 1), through=dt.date(2026, 9, 30))
    own: Table[object] = Table(TableKind.ICD10_CM, source, codes)
    return cptkit.packaged.with_tables(own)


def test_the_years_list() -> None:
    """With the year's list a diagnosis must be in it, and complete; on another day it is not asked."""
    where = listed(
        IcdCode("M25.56", billable=False, text="Pain in knee"),
        *(IcdCode(f"M25.56{n}", billable=True, text="Pain in a knee") for n in (1, 2, 9)),
        IcdCode("M25.5", billable=False, text="Pain in joint"),
    )
    header = only(line("73562", "M25.56"), rule="diagnosis.incomplete", catalog=where)
    assert (header.outcome, header.carc) == (Outcome.FAIL, "16")
    assert header.remedy == "code to the end: M25.561, M25.562, M25.569"
    wide = only(line("73562", "M25.5"), rule="diagnosis.incomplete", catalog=where)
    assert wide.remedy.endswith("M25.56, M25.561, M25.562 ...")
    unknown = line("73562", "M25.568")
    assert only(unknown, rule="diagnosis.unknown", catalog=where).outcome is Outcome.FAIL
    assert said(line("73562", "M25.561"), rule="diagnosis.unknown", catalog=where) == []
    assert said(unknown, rule="diagnosis.unknown", catalog=where, on=dt.date(2026, 10, 1)) == []


def test_sides() -> None:
    """The side of the line agrees with its diagnoses': by the year's list where there is one, else by patterns."""
    rule = "diagnosis.side"
    right = line("73562", "M25.562", modifiers=("RT",))
    assert said(right, rule=rule) == [("WARN", (0,))]
    assert said(line("73562", "M25.561", modifiers=("RT",)), rule=rule) == []
    assert said(line("73562", "M25.561", modifiers=("RT", "LT")), rule=rule) == []
    words = {"M25.562": "Pain in left knee", "M17.0": "Bilateral primary osteoarthritis of knee"}
    where = listed(*(IcdCode(code, billable=True, text=text) for code, text in some(words.items())))
    assert said(right, rule=rule, catalog=where) == [("WARN", (0,))]
    assert said(line("73562", "M17.0", modifiers=("RT",)), rule=rule, catalog=where) == []


def test_sides_in_words() -> None:
    """A text that names two sides, or none, tells none."""
    texts = {
        "Pain in right knee": "RIGHT",
        "Left or right": None,
        "Pain": None,
        "Bilateral": "BOTH",
    }
    assert {text: IcdCode("R52", billable=True, text=text).side for text in texts} == texts


# --- a caller's tables


LOCAL = CoverageRow(
    "L99999.1",
    CoverageStance.COVERED,
    ("93880-93882",),
    ("I65.2-", "G45.9"),
    Outcome.WARN,
    document="L99999",
    contractor="15202",
    states=("OH",),
    certainty=Certainty.H,
)


def test_local_determinations() -> None:
    """A local list carries and warns; without it no list tells."""
    where = table(LOCAL)
    assert said(line("93880", "I65.21")) == [("NO_DATA", (0,))]
    assert said(line("93880", "I65.21"), catalog=where) == [("PASS", (0,))]
    assert said(line("93880", "R42"), catalog=where) == [("WARN", (0,))]
    assert said(line("93880", "R42"), catalog=where, state="oh") == [("WARN", (0,))]
    assert said(line("93880", "R42"), catalog=where, state="KY") == [("NO_DATA", (0,))]


def test_jurisdictions_that_differ() -> None:
    """Where two contractors answer differently and the state is not known, no one answer is right."""
    other = attrs.evolve(
        LOCAL, id="L88888.1", document="L88888", diagnoses=("R42",), states=("TX",)
    )
    where = table(LOCAL, other)
    asked = line("93880", "R42")
    assert said(asked, catalog=where) == [("NO_DATA", (0,))]
    assert said(asked, catalog=where, state="TX") == [("PASS", (0,))]
    answer = necessity.covered("93880", "R42", on=DAY, catalog=where)
    assert answer is not None
    assert answer.stance is CoverageStance.CONTRACTOR


def test_a_callers_document_takes_the_place_of_the_packaged_one() -> None:
    """Rows of NCD 150.3 that a caller brings replace the packaged rows of it, on the days of the table only."""
    mine = CoverageRow(
        "mine", CoverageStance.COVERED, ("77080",), ("Z13.820",), Outcome.WARN, document="NCD 150.3"
    )
    where = table(mine, effective=dt.date(2026, 1, 1))
    assert said(line("77080", "Z13.820"), catalog=where) == [("PASS", (0,))]
    assert said(line("77080", "M81.0"), catalog=where) == [("WARN", (0,))]
    assert said(line("77080", "M81.0"), catalog=where, on=dt.date(2025, 5, 5)) == [("PASS", (0,))]


def test_a_payers_own_list() -> None:
    """A payer's own list is for its claims alone, and denies where it says so."""
    mine = CoverageRow(
        "plan", CoverageStance.COVERED, ("77080",), ("M81.0",), Outcome.FAIL, medicare=False
    )
    where = table(mine)
    assert said(line("77080", "Z13.820"), catalog=where, payer=Payer.OTHER) == [("FAIL", (0,))]
    assert said(line("77080", "M81.0"), catalog=where, payer=Payer.OTHER) == [("PASS", (0,))]
    assert said(line("77080", "Z13.820"), catalog=where) == [("WARN", (0,))]


def test_rows_for_a_claim_form() -> None:
    """A row for one claim form says nothing on another."""
    mine = CoverageRow(
        "form",
        CoverageStance.NOT_COVERED,
        ("77012",),
        settings=(Setting.OUTPATIENT_HOSPITAL,),
        certainty=Certainty.H,
    )
    where = table(mine)
    asked = line("77012", "R91.1")
    found = only(asked, catalog=where, setting=Setting.OUTPATIENT_HOSPITAL)
    assert found.outcome is Outcome.FAIL
    assert found.remedy.startswith("an advance notice (ABN)")
    assert said(asked, catalog=where) == [("NO_DATA", (0,))]


# --- bad input


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"codes": ()}, "would apply to every line"),
        ({"codes": ("X7001",)}, "'X7001' is a code of no code set"),
        ({"codes": ("93882-93880",)}, "runs backwards"),
        ({"beside": ("9999",)}, "'9999' is a code of no code set"),
        ({"diagnoses": ("786.50",)}, "'786.50' is no ICD-10-CM code"),
        ({"diagnoses": ("C96-C00",)}, "runs backwards"),
        ({"modifiers": ("P",)}, "'P' is no modifier"),
        ({"states": ("Ohio",)}, "'Ohio' is no state"),
        ({"stance": CoverageStance.NOT_LISTED}, "an answer, not a row's stance"),
        ({"effective": DAY, "through": dt.date(2026, 5, 3)}, "ends on 2026-05-03"),
    ],
)
def test_a_row_that_cannot_be(change: dict[str, Any], words: str) -> None:
    """A row with a code outside any set, a malformed diagnosis or turned days is refused with the cure."""
    fields = {"stance": CoverageStance.COVERED, "codes": ("77080",), **change}
    with pytest.raises(DataError, match=words):
        CoverageRow("bad", **fields)


def test_all_problems_of_a_row() -> None:
    """Everything wrong with a row is told at once."""
    with pytest.raises(DataError) as raised:
        CoverageRow("bad", CoverageStance.COVERED, ("X7001",), ("786.50",), states=("Ohio",))
    assert len(raised.value.problems) == 3


def test_questions_that_cannot_be_asked() -> None:
    """A malformed diagnosis, state, form or payer is an error of ours."""
    with pytest.raises(DataError, match="has not the form of an ICD-10-CM code"):
        necessity.covered("77080", "786.50", on=DAY)
    with pytest.raises(DataError, match="has not the form"):
        necessity.covered("77080", None, on=DAY)
    wrong: dict[str, Any] = {"setting": "office", "payer": "Medicare", "state": "Ohio"}
    with pytest.raises(DataError) as raised:
        necessity.check([line("77080", "M81.0")], **wrong)
    assert len(raised.value.problems) == 3
    with pytest.raises(TypeError):
        necessity.check([line("77080", "M81.0")], "2026-05-04")  # type: ignore[arg-type]


def test_contradictions_are_problems_of_a_catalog() -> None:
    """Rows that cover and exclude one diagnosis stand among the problems of a caller's catalog."""
    rows = (
        CoverageRow("a", CoverageStance.COVERED, ("77080",), ("M80-M81", "Z78.0")),
        CoverageRow("b", CoverageStance.NOT_COVERED, ("77080-77080",), ("M81.0",)),
        CoverageRow("c", CoverageStance.NOT_COVERED, ("77081",), through=dt.date(2020, 1, 1)),
        CoverageRow("d", CoverageStance.COVERED, ("77081",), ("M81.0",), effective=DAY),
        CoverageRow("e", CoverageStance.NOT_COVERED, ("77078",)),
        CoverageRow("f", CoverageStance.COVERED, ("77078",), ("Z78.0",)),
        CoverageRow("g", CoverageStance.NOT_COVERED, ("77080",), ("C61",)),
    )
    assert cptkit.problems(table(*rows)) == (
        "coverage determinations house: a covers and b excludes M80-M81 for 77080",
        "coverage determinations house: f covers and e excludes Z78.0 for 77078",
    )


# --- lists of diagnoses


def test_lists_of_diagnoses() -> None:
    """Codes, beginnings and ranges hold what they say; letter categories stand in whole decades only."""
    held = diagnosis_list(("C76-C80", "D37-D48", "M1A-M1A", "c00-c75"))
    asked = ("C800", "C80", "C81", "C7A1", "D3A00", "M1A0110", "C4A0", "C759")
    assert [each for each in asked if held.holds(each)] == [
        "C800",
        "C80",
        "M1A0110",
        "C4A0",
        "C759",
    ]


@pytest.mark.parametrize("entry", ["", "-", "M81-C", "81-", "M81.0.1", "M8!", "M81.0-M82.0-M83"])
def test_entries_that_cannot_be_read(entry: str) -> None:
    """An entry is a code, a beginning or a range, and nothing else."""
    assert entry_problem(entry) is not None


def test_conflicts_of_lists() -> None:
    """A code, a beginning and a range are each found in the other list, whichever way round."""
    assert conflicts(("C61", "C34-", "C00-C10", "Z78.0"), ("C61", "C34.11", "C05-C06")) == (
        "C61",
        "C34-",
        "C00-C10",
    )
    assert conflicts(("C34.11",), ("C34-",)) == ("C34.11",)
    assert conflicts(("C34-",), ("C30-C39",)) == ("C34-",)


# --- on the page of a code


def test_the_guide_shows_which_diagnoses_carry_the_code() -> None:
    """The page of a code lists what determinations say, each with its citation; a code without any has no such part."""
    section = cptkit.guide("78815").section("coverage")
    assert section is not None
    rows = {row.cells[1]: row for row in section.rows if row.cells[2] == "C61"}
    assert list(rows) == ["not covered, with PI, beside A9552 or A9609"]
    assert "§60.16" in next(iter(rows.values())).citation
    dxa = cptkit.guide("77080").section("coverage")
    assert dxa is not None
    assert "and 8 more" in dxa.rows[0].cells[2]
    assert "the record holds bmd.condition; once in 23" in dxa.rows[0].cells[3]
    mammogram = str(cptkit.guide("77065").section("coverage"))
    assert "without GG and GH" in mammogram
    assert "none named" in str(cptkit.guide("71260").section("coverage"))
    assert cptkit.guide("77012").section("coverage") is None


# --- on a claim


def test_the_claim_check_asks_the_same_rules() -> None:
    """What `necessity.check` says of lines stands in the report on the claim."""
    lines = (line("78815", "C61", modifiers=("PI",)), line("A9552", "C61"), line("77080", "M81.0"))
    report = cptkit.check_claim(Claim(lines))
    rules = {"necessity.not-covered", "pet.strategy", "diagnosis.form"}
    alone = [each for each in necessity.check(lines) if each.rule in rules]
    assert {each.outcome.name for each in alone} == {"FAIL", "PASS"}
    assert {(v.rule, v.outcome) for v in alone} == {
        (v.rule, v.outcome) for v in report.verdicts if v.rule in rules
    }


def test_what_no_determination_tells_is_one_line_of_coverage() -> None:
    """Most studies have no determination and wait for none: it is told once, and the report stays complete."""
    day = dt.date(2024, 8, 15)
    lines = [
        line(code, "R91.1", modifiers=("26",), date_of_service=day, place_of_service="22")
        for code in ("71250", "74176")
    ]
    report = cptkit.check_claim(Claim(lines, ordering_provider="1"))
    (open_line,) = report.coverage
    assert (open_line.table, open_line.state, open_line.lines) == (
        TableKind.DETERMINATIONS,
        CoverageState.ABSENT,
        (0, 1),
    )
    assert "71250, 74176" in open_line.note
    assert (report.is_complete, report.outcome) == (True, Outcome.PASS)
    assert "ABSENT   coverage determinations [lines 0, 1]" in report.explain()
    told = cptkit.check_claim(
        Claim(lines), catalog=table(attrs.evolve(LOCAL, codes=("71250", "74176")))
    )
    assert told.coverage == ()


def test_policy_on_sides() -> None:
    """A payer that wants sides refuses a side that the diagnosis does not bear out, on the days of its policy."""
    policy = PayerPolicy("Plan", requires_laterality=True, effective=dt.date(2026, 2, 1))
    lines = [line("73562", "M25.562", modifiers=("RT", "26"))]
    report = cptkit.check_claim(Claim(lines), policy=policy)
    assert [v.outcome for v in report.verdicts if v.rule == "diagnosis.side"] == [Outcome.FAIL]
    early = [attrs.evolve(lines[0], date_of_service=dt.date(2026, 1, 5))]
    report = cptkit.check_claim(Claim(early), policy=policy)
    assert [v.outcome for v in report.verdicts if v.rule == "diagnosis.side"] == [Outcome.WARN]
