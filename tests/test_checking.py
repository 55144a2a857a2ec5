"""The claim check: what rules say at their edges, extremes, laws, and the report."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    ClaimReport,
    Finding,
    HouseCode,
    InvalidRecordError,
    Mue,
    Outcome,
    Payer,
    Setting,
    Source,
    Table,
    TableKind,
    check_claim,
)
from cptkit.catalog import code_set
from cptkit.catalog.both_sides import bilateral_rows
from cptkit.claim_check import RULES
from cptkit.claim_check.distinct_lines import Apart, Marks
from cptkit.claim_check.frequency import first_day_again
from cptkit.claim_check.rule_tables import (
    combinations,
    interval_rows,
    pair_rows,
)
from cptkit.cms import read_ptp
from cptkit.files.packaged import packaged_json
from cptkit.indicators import Adjudication
from cptkit.lines.rule_rows import rule_rows
from cptkit.necessity.diagnosis_codes import side_of
from cptkit.values.diagnosis import plain
from looped import some

DAY = dt.date(2024, 8, 15)
LATER = dt.date(2026, 5, 4)


def line(code: str, *modifiers: str, **fields: Any) -> ClaimLine:
    """Make a line of a hospital outpatient's reading, unless told otherwise."""
    told = {"date_of_service": DAY, "place_of_service": "22", "diagnoses": ("R91.1",), **fields}
    return ClaimLine(code, modifiers, **told)


def check(*lines: ClaimLine, catalog: cptkit.Catalog | None = None, **claim: Any) -> ClaimReport:
    """Check a claim whose ordering provider is named."""
    return check_claim(Claim(lines, **{"ordering_provider": "1", **claim}), catalog=catalog)


def of(report: ClaimReport, rule: str) -> list[tuple[Outcome, tuple[int, ...]]]:
    """Give outcome and lines of a rule's verdicts, PASS left out."""
    return [
        (v.outcome, v.lines)
        for v in report.verdicts
        if v.rule == rule and v.outcome is not Outcome.PASS
    ]


def one(report: ClaimReport, rule: str) -> Finding:
    """Give the one verdict of a rule."""
    (found,) = [v for v in report.verdicts if v.rule == rule]
    return found


# --- rules and their rows


def test_every_rule_is_named_once_and_has_its_source() -> None:
    """Ids are dotted words, each of one rule; each of ours has its row, and no row is without rule."""
    ids = [name for rule in RULES for name in rule.ids]
    assert len(ids) == len(set(ids))
    assert all(
        some(name.count(".") == 1 and name == name.lower() and " " not in name for name in ids)
    )
    assert set(rule_rows()) == set(ids)
    assert all(some(row.citation for row in rule_rows().values()))
    assert all(some(rule.says.endswith(".") for rule in RULES))


@pytest.mark.parametrize(
    "name",
    [
        "claim_rules",
        "claim_pairs",
        "bilateral_codes",
        "hospital_codes",
        "necessity",
        "necessity_pet",
        "diagnosis_sides",
        "claim_intervals",
        "denial_modifiers",
        "course_frequency",
        "supply_units",
        "combination_codes",
    ],
)
def test_rows_carry_source_and_certainty(name: str) -> None:
    """Every row of the rules' tables says where it was read and how sure it is."""
    rows = packaged_json(f"authored/{name}.json")["rows"]
    assert rows
    assert [
        row for row in some(rows) if not row["citation"] or row["certainty"] not in {"H", "M", "L"}
    ] == []


def test_codes_in_the_tables_exist() -> None:
    """Every code that a table of the rules names was in force on some day."""
    named = {code for row in some(pair_rows()) for code in (*row.first, *row.second)}
    named |= {code for row in bilateral_rows() for code in (row.one_side, row.both_sides)}
    named |= {
        code for row in combinations().values() for code in (row.first, row.second, row.combined)
    }
    named |= {code for often in interval_rows() for code in often.codes}
    assert {code for code in some(named) if cptkit.get(code) is None} == set()


def test_pairs_that_cite_the_table_stand_in_it() -> None:
    """A row of certainty H that stops a pair has an edit in NCCI PTP v30.2, with an indicator that agrees on modifiers."""
    wrong = []
    for row in some(pair_rows()):
        if row.certainty.name == "H":
            for first in some(row.first):
                for second in some(row.second):
                    edit = cptkit.bundling.ptp(first, second, on=DAY)
                    if edit is None or (edit.indicator.value == "1") is not row.bypass:
                        wrong.append((row.id, first, second, edit))
    assert wrong == []


# --- codes


@pytest.mark.parametrize(
    ("code", "rule", "outcome"),
    [
        ("9999", "code.malformed", Outcome.FAIL),
        ("", "code.malformed", Outcome.FAIL),
        ("Z9999", "code.unknown", Outcome.FAIL),
        ("71999", "code.unassigned", Outcome.FAIL),
        ("1999T", "code.unassigned", Outcome.NO_DATA),
        ("71010", "code.retired", Outcome.FAIL),
        ("70471", "code.not-yet-valid", Outcome.FAIL),
    ],
)
def test_codes_that_are_not_in_force(code: str, rule: str, outcome: Outcome) -> None:
    """Each way of being wrong has its id; a category that grows during the year is no denial."""
    assert of(check(line(code)), rule) == [(outcome, (0,))]


def test_a_retired_code_names_its_successor() -> None:
    """77014 ended with 2025; the remedy names what took its place."""
    found = one(check(line("77014", "26", date_of_service=LATER)), "code.retired")
    assert found.remedy.startswith("in its place: 77387. For radiation guidance")
    assert found.carc == "181"


@pytest.mark.parametrize(
    ("code", "on", "words"),
    [
        ("74245", DAY, "in its place: 74240, 74248. Both together"),
        ("71023", DAY, "in its place: 71046, 76000. Two views; fluoroscopy apart"),
        (
            "0042T",
            LATER,
            "in its place: 70472, 70473. With a head CT or CTA of the session 70472, alone 70473",
        ),
        ("75842", LATER, "Adrenal venogram of both sides deleted for 2026"),
    ],
)
def test_a_retired_code_says_which_takes_its_place_when(code: str, on: dt.date, words: str) -> None:
    """Of several successors the remedy says which is right when, or that all are needed together; none of them is a free choice."""
    found = one(check(line(code, "26", date_of_service=on)), "code.retired")
    assert found.remedy.startswith(words)
    assert "whichever" not in found.remedy


def test_a_retired_code_without_a_successor_says_so() -> None:
    """Where no source names a successor, none is made up."""
    ended = (
        code for code in code_set.all_codes() if code.through is not None and code.through < DAY
    )
    silent = next(
        code for code in ended if not (code.successors or code.successors_note or code.note)
    )
    found = one(check(line(silent.code)), "code.retired")
    assert found.remedy.startswith("no source here names a code")


def test_a_book_in_a_field_is_not_repeated() -> None:
    """Ten million characters in a field are named in short, wherever a message names them."""
    book = "7" * 10_000_000
    report = check(
        line(book, "26"),
        line("71250", book, place_of_service=book, diagnoses=(book,), provider=book, session=book),
    )
    assert {"code.malformed", "modifier.unknown", "place.unassigned", "diagnosis.form"} <= {
        v.rule for v in report.verdicts
    }
    assert len(report.explain()) < 10_000


def test_a_place_that_is_no_number_is_not_repeated() -> None:
    """What stands in the field may be anything, a name too; a number of two digits is named."""
    for place, named in (("Quixote", "what stands there"), ("98", "'98'")):
        report = check(line("71250", "26", place_of_service=place))
        assert one(report, "place.unassigned").message.startswith(f"{named} is no place")
        assert "Quixote" not in report.explain()


@pytest.mark.parametrize(
    ("diagnosis", "side"),
    [
        ("S83.200A", "RIGHT"),
        ("S83.201A", "LEFT"),  # in this family alone the last digit counts kinds and sides together
        ("S83.202A", None),
        ("S83.206A", "RIGHT"),
        ("S83.207A", "LEFT"),
        ("S83.209A", None),
        ("S83.211A", "RIGHT"),
        ("S83.282A", "LEFT"),
        ("N63.11", "RIGHT"),
        ("N63.42", "LEFT"),
        ("S82.444A", "RIGHT"),
        ("M79.603", None),
        ("R91.1", None),
    ],
)
def test_sides_of_diagnoses(diagnosis: str, side: str | None) -> None:
    """A diagnosis names the side that its own family of codes gives it, or none."""
    assert side_of(plain(diagnosis)) == side


def test_performance_codes_deny_nothing() -> None:
    """A Category II code carries no payment that could be denied; one that Medicare no longer collects is a warning."""
    both = (line("77067", "26", diagnoses=("Z12.31",)), line("7025F", diagnoses=("Z12.31",)))
    assert of(check(*both), "status.not-payable") == [(Outcome.WARN, (1,))]
    in_2020 = [attrs.evolve(each, date_of_service=dt.date(2020, 8, 15)) for each in some(both)]
    assert of(check(*in_2020), "status.not-payable") == []  # status M then: collected


def test_surgical_centers_bill_sides_apart() -> None:
    """A surgical center has no 50: a line for each side is right there, within the limit of each side, and wrong for a practice."""
    sides = [ClaimLine("64493", (side,), date_of_service=DAY) for side in ("RT", "LT")]
    center = check(*sides, setting=Setting.ASC)
    assert center.is_clean
    assert one(center, "bundling.mue").outcome is Outcome.PASS
    later = (attrs.evolve(each, date_of_service=LATER) for each in sides)
    assert one(check(*later, setting=Setting.ASC), "bundling.mue").outcome is Outcome.PASS
    assert of(check(*sides), "bilateral.one-line") == [(Outcome.FAIL, (0, 1))]
    assert of(check(*sides), "bundling.mue") == [(Outcome.FAIL, (0, 1))]
    many = [attrs.evolve(each, units=2) for each in sides]
    assert of(check(*many, setting=Setting.ASC), "bundling.mue") == [(Outcome.FAIL, (0, 1))]
    joints = [ClaimLine("20550", (side,), units=2, date_of_service=DAY) for side in ("RT", "LT")]
    assert of(check(*joints, setting=Setting.ASC), "bundling.mue") == [(Outcome.NO_DATA, (0, 1))]


def test_a_technical_part_is_billed_once() -> None:
    """One provider's global service and another's technical part of the same study want a reason; one reading beside one technical part does not."""
    office_a = {"place_of_service": "11", "provider": "a"}
    office_b = {"place_of_service": "11", "provider": "b"}
    rule = "repeat.second-reading"
    assert of(check(line("71046", "TC", **office_a), line("71046", **office_b)), rule) == [
        (Outcome.WARN, (0, 1))
    ]
    assert of(check(line("71046", "TC", **office_a), line("71046", "77", **office_b)), rule) == []
    assert of(check(line("71046", "TC", **office_a), line("71046", "26", **office_b)), rule) == []
    assert of(check(line("71046", **office_a), line("71046", **office_b)), rule) == [
        (Outcome.FAIL, (0, 1))
    ]


def test_a_record_that_cannot_be_judged_says_what_to_do() -> None:
    """Where no rule tells what a record must hold, or the code is none, the finding says what to do."""
    for code in ("99213", "7"):
        found = one(check(line(code, record={"contrast.route": "oral"})), "documentation.missing")
        assert found.outcome is Outcome.NO_DATA
        assert found.remedy.startswith("correct the code")


def test_lines_billed_for_denial() -> None:
    """GZ, GY and EY each ask Medicare for a denial; GA and GX only tell of a notice, and other payers have rules of their own."""
    rule = "coverage.billed-for-denial"
    assert [of(check(line("71250", "26", each)), rule) for each in ("GZ", "GY", "EY")] == [
        [(Outcome.WARN, (0,))]
    ] * 3
    assert [of(check(line("71250", "26", each)), rule) for each in ("GA", "GX")] == [[], []]
    assert of(check(line("71250", "26", "GZ"), payer=Payer.OTHER), rule) == []


def test_house_codes_are_accepted_as_such() -> None:
    """A declared code is in force, and national tables are not asked about it."""
    where = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    report = check(line("X7001"), line("71250", "26"), catalog=where)
    assert report.is_clean
    assert report.is_complete
    assert (
        of(check(line("X7001")), "code.unknown") + of(check(line("X7001")), "code.unassigned") != []
    )


def test_status_of_codes() -> None:
    """36591 is paid only alone; GY says that a denial is expected."""
    day = dt.date(2026, 5, 4)
    alone, beside = line("36591", date_of_service=day), line("71250", "26", date_of_service=day)
    assert of(check(alone), "status.not-payable") == []
    assert of(check(alone, beside), "status.not-payable") == [(Outcome.WARN, (0,))]
    assert of(check(line("78350", "26")), "status.not-payable") == [(Outcome.FAIL, (0,))]
    assert of(check(line("78350", "26", "GY")), "status.not-payable") == [(Outcome.WARN, (0,))]
    assert of(check(line("78350", "26"), payer=Payer.OTHER), "status.not-payable") == [
        (Outcome.WARN, (0,))
    ]


# --- modifiers that tell lines apart


@pytest.mark.parametrize(
    ("codes", "modifiers", "setting", "outcome"),
    [
        (("77427", "99213"), ((), ("25",)), Setting.PROFESSIONAL, Outcome.BYPASSED),
        (("77427", "99213"), (("25",), ()), Setting.PROFESSIONAL, Outcome.FAIL),
        (("77427", "99213"), ((), ("27",)), Setting.PROFESSIONAL, Outcome.FAIL),
        (("70551", "70552"), (("91",), ()), Setting.PROFESSIONAL, Outcome.FAIL),
        (("70551", "70552"), (("76",), ()), Setting.PROFESSIONAL, Outcome.FAIL),
        (("70551", "70552"), (("GG",), ()), Setting.PROFESSIONAL, Outcome.FAIL),
        (("70551", "70552"), ((), ("XP",)), Setting.PROFESSIONAL, Outcome.BYPASSED),
        (("73721", "73722"), (("RT",), ("LT",)), Setting.PROFESSIONAL, Outcome.BYPASSED),
        (("73721", "73722"), (("RT",), ("RT",)), Setting.PROFESSIONAL, Outcome.WARN),
        (("73721", "73722"), (("RT",), ()), Setting.PROFESSIONAL, Outcome.WARN),
        (("73130", "73140"), (("RT",), ("F6",)), Setting.PROFESSIONAL, Outcome.WARN),
        (("73130", "73140"), (("RT",), ("FA",)), Setting.PROFESSIONAL, Outcome.BYPASSED),
        (("74177", "72193"), (("58",), ()), Setting.PROFESSIONAL, Outcome.FAIL),
    ],
)
def test_what_bypasses_an_edit(
    codes: tuple[str, str],
    modifiers: tuple[tuple[str, ...], tuple[str, ...]],
    setting: Setting,
    outcome: Outcome,
) -> None:
    """Visits' modifiers count on visits, the laboratory's on laboratory tests, sides if they differ, 76 never."""
    lines = [line(code, *marks) for code, marks in zip(codes, modifiers, strict=True)]
    assert of(check(*lines, setting=setting), "bundling.ptp") == [(outcome, (0, 1))]


def test_a_period_modifier_counts_beside_a_surgical_code() -> None:
    """58, 78 and 79 tell apart beside a code of 10 or 90 global days, or where none can tell."""
    where = cptkit.packaged.with_tables(
        read_ptp(
            "Column 1\tColumn 2\n\t\t\t\t\t9=not applicable\t\n77750\t77295\t\t20200101\t*\t1\tinvented\n",
            setting=Setting.PROFESSIONAL,
            effective=DAY,
            through=DAY,
            complete=True,
        )
    )
    assert of(check(line("77750"), line("77295", "26", "79"), catalog=where), "bundling.ptp") == [
        (Outcome.BYPASSED, (0, 1))
    ]
    assert of(check(line("77750", "79"), line("77295", "26"), catalog=where), "bundling.ptp") == [
        (Outcome.FAIL, (0, 1))
    ]


def test_27_counts_on_hospital_visits() -> None:
    """27 tells apart two hospital visits of a day, nothing else."""
    where = cptkit.packaged.with_tables(
        read_ptp(
            "Column 1\tColumn 2\n\t\t\t\t\t9=not applicable\t\n77427\t99213\t\t20200101\t*\t1\tinvented\n",
            setting=Setting.OUTPATIENT_HOSPITAL,
            effective=DAY,
            through=DAY,
            complete=True,
        )
    )
    report = check(
        line("77427"), line("99213", "27"), catalog=where, setting=Setting.OUTPATIENT_HOSPITAL
    )
    assert of(report, "bundling.ptp") == [(Outcome.BYPASSED, (0, 1))]


def test_values_that_tell_apart() -> None:
    """The four answers are words."""
    assert [each.name for each in Apart] == ["NOT", "HALF", "SIDES", "MODIFIER"]
    assert Marks() == Marks(frozenset(), frozenset(), frozenset())


# --- tables of the caller


def test_own_tables_make_a_claim_complete() -> None:
    """With the quarter's own pairs and limits nothing is left unchecked, and the edit is a FAIL."""
    head = "Column 1\tColumn 2\n\t\t\t\t\t9=not applicable\t\n"
    pairs = read_ptp(
        head + "71260\t71250\t\t20100101\t*\t0\tinvented\n",
        setting=Setting.PROFESSIONAL,
        effective=LATER,
        complete=True,
    )
    limits = Table(
        TableKind.MUE,
        Source("invented", effective=LATER),
        tuple(Mue(code, 1, Adjudication.LINE) for code in ("71250", "71260")),
        Setting.PROFESSIONAL,
    )
    where = cptkit.packaged.with_tables(pairs, limits)
    lines = [line(code, "26", date_of_service=LATER) for code in ("71250", "71260")]
    report = check(*lines, catalog=where)
    assert of(report, "bundling.ptp") == [(Outcome.FAIL, (0, 1))]
    assert report.is_complete
    assert of(
        check(
            line("71250", "26", date_of_service=LATER, units=2),
            line("71250", "26", "76", date_of_service=LATER),
            catalog=where,
        ),
        "bundling.mue",
    ) == [(Outcome.FAIL, (0,))]


def test_a_code_without_limit_passes() -> None:
    """74263 has no limit in the whole table of 2024 Q3."""
    assert (
        one(
            check(line("74263", "26", units=9, diagnoses=("Z12.11",)), payer=Payer.OTHER),
            "bundling.mue",
        ).outcome
        is Outcome.PASS
    )


def test_parts_are_counted_by_themselves() -> None:
    """A professional and a technical line of one test are one test."""
    lines = (
        line("71271", "26", diagnoses=("Z87.891",), place_of_service="11"),
        line("71271", "TC", diagnoses=("Z87.891",), place_of_service="11"),
    )
    assert of(check(*lines), "bundling.mue") == []


def test_siblings_without_a_table() -> None:
    """Where no table at hand has the siblings' edit, a modifier leaves it open, and no modifier is still wrong."""
    where = cptkit.packaged.with_tables(
        read_ptp(
            "Column 1\tColumn 2\n\t\t\t\t\t9=not applicable\t\n10005\t10006\t\t20200101\t*\t1\tinvented\n",
            setting=Setting.PROFESSIONAL,
            effective=DAY,
            through=DAY,
        )
    )
    assert of(
        check(line("70551", "26"), line("70552", "26", "59"), catalog=where),
        "contrast.one-of-family",
    ) == [(Outcome.NO_DATA, (0, 1))]
    assert of(
        check(line("70551", "26"), line("70552", "26"), catalog=where), "contrast.one-of-family"
    ) == [(Outcome.FAIL, (0, 1))]
    whole = cptkit.packaged.with_tables(
        read_ptp(
            "Column 1\tColumn 2\n\t\t\t\t\t9=not applicable\t\n10005\t10006\t\t20200101\t*\t1\tinvented\n",
            setting=Setting.PROFESSIONAL,
            effective=DAY,
            through=DAY,
            complete=True,
        )
    )
    assert of(
        check(line("70551", "26"), line("70552", "26", "59"), catalog=whole),
        "contrast.one-of-family",
    ) == [(Outcome.NO_DATA, (0, 1))]


def test_hospital_siblings() -> None:
    """A hospital's siblings are judged by its own table."""
    report = check(line("71250"), line("71260"), setting=Setting.OUTPATIENT_HOSPITAL)
    assert of(report, "contrast.one-of-family") == [(Outcome.FAIL, (0, 1))]


# --- sessions


def test_sessions_separate_combined_codes() -> None:
    """Abdomen and pelvis of two known sessions are not combined; of one, or where one is not known, they are."""
    abdomen, pelvis = line("74160", "26", session="am"), line("72193", "26", session="pm")
    assert of(check(abdomen, pelvis), "combination.one-code") == []
    assert of(check(abdomen, attrs.evolve(pelvis, session="am")), "combination.one-code") == [
        (Outcome.FAIL, (0, 1))
    ]
    assert of(check(abdomen, attrs.evolve(pelvis, session=None)), "combination.one-code") == [
        (Outcome.FAIL, (0, 1))
    ]
    mixed = check(abdomen, pelvis, attrs.evolve(pelvis, session="am", modifiers=("26", "76")))
    assert of(mixed, "combination.one-code") == [(Outcome.FAIL, (0, 2))]


def test_the_cure_of_a_combined_pair_is_its_code() -> None:
    """The pair's edit has indicator 1, and its cure is 74177, not a modifier."""
    found = one(check(line("74160", "26"), line("72193", "26")), "bundling.ptp")
    assert "74177" in found.remedy
    assert "59" not in found.remedy


def test_guidance_of_two_encounters() -> None:
    """Two encounters of a day are two units of guidance: sessions or XE say so."""
    apart = [line("77012", "26", session=each) for each in ("am", "pm")]
    assert of(check(*apart), "guidance.once-per-encounter") == [(Outcome.BYPASSED, (0, 1))]
    marked = [line("77012", "26"), line("77012", "26", "XE")]
    assert of(check(*marked), "guidance.once-per-encounter") == [(Outcome.BYPASSED, (0, 1))]
    plain = [line("77012", "26", session="am"), line("77012", "26", "GC")]
    assert of(check(*plain), "guidance.once-per-encounter") == [(Outcome.FAIL, (0, 1))]


def test_guidance_names_the_code_that_fits() -> None:
    """77002 beside a spinal procedure: 77003 goes with it."""
    found = one(check(line("62267"), line("77002", "26")), "addon.no-primary")
    assert found.outcome is Outcome.FAIL
    assert found.remedy.startswith("77003")


# --- repeats and components


def test_repeats() -> None:
    """77 by the same provider should be 76; equal lines of repeats belong into one line's units."""
    assert of(check(line("71045", "26"), line("71045", "26", "77")), "repeat.first-line") == [
        (Outcome.WARN, (1,))
    ]
    assert of(
        check(line("71045", "26"), line("71045", "26", "76"), line("71045", "26", "76")),
        "claim.duplicate",
    ) == [(Outcome.WARN, (1, 2))]


def test_components_of_one_test() -> None:
    """26 and TC on lines of their own are one test; with the whole beside them they are not; sides are tests of their own."""
    office = {"place_of_service": "11"}
    assert (
        of(check(line("71046", "26", **office), line("71046", "TC", **office)), "component.overlap")
        == []
    )
    assert of(
        check(line("71046", **office), line("71046", "TC", **office)), "component.overlap"
    ) == [(Outcome.FAIL, (0, 1))]
    assert (
        of(
            check(line("73562", "RT", **office), line("73562", "26", "LT", **office)),
            "component.overlap",
        )
        == []
    )
    assert (
        of(
            check(line("73562", "RT", **office), line("73562", "26", "LT", **office)),
            "bilateral.both-sides-code",
        )
        == []
    )


def test_readings_of_two_sides_are_two_studies() -> None:
    """Two readers of two sides are no second reading."""
    assert (
        of(
            check(line("73562", "26", "RT", provider="A"), line("73562", "26", "LT", provider="B")),
            "repeat.second-reading",
        )
        == []
    )


# --- supplies


def office(code: str, *modifiers: str, **fields: Any) -> ClaimLine:
    """Make a line of an office that does the whole study."""
    return line(code, *modifiers, **{"place_of_service": "11", **fields})


def test_agents() -> None:
    """An office's contrast study wants its agent; a facility's does not; without the place nobody can tell."""
    assert of(check(office("71260")), "supply.agent-missing") == [(Outcome.WARN, (0,))]
    assert of(check(line("71260", place_of_service=None)), "supply.agent-missing") == [
        (Outcome.NO_DATA, (0,))
    ]
    assert of(check(line("71260")), "supply.agent-missing") == []
    assert of(check(office("71260"), office("A9698", "JZ")), "supply.agent-missing") == []
    assert of(check(office("71260"), office("A9585", "JZ", units=70)), "supply.agent-missing") == [
        (Outcome.WARN, (0,))
    ]


@pytest.mark.parametrize(
    ("agent", "study", "rule"),
    [
        ("Q9967", "71250", "supply.study-missing"),
        ("Q9967", "70553", "supply.study-missing"),
        ("A9585", "71260", "supply.study-missing"),
        ("A9552", "71260", "supply.study-missing"),
        ("Q9967", "77263", "supply.study-missing"),
        ("Q9967", "74240", ""),
        ("Q9967", "75710", ""),
        ("Q9967", "62323", ""),
        ("Q9967", "36561", ""),
        ("A9552", "78815", ""),
    ],
)
def test_agents_go_with_a_study(agent: str, study: str, rule: str) -> None:
    """An agent serves its own kind of study; procedures outside radiology may use any."""
    said = {
        v.rule
        for v in check(office(study), office(agent, "JZ", units=50)).findings
        if 1 in v.lines and v.rule.startswith("supply.s")
    }
    assert said == ({rule} if rule else set())


def test_contrast_echocardiography_has_no_code_of_its_own_in_an_office() -> None:
    """93306 is billed with and without contrast, so that its agent has its study; an abdominal ultrasound does not take one."""
    assert of(check(office("93306"), office("Q9957", "JZ", units=3)), "supply.study-missing") == []
    assert of(check(office("76705"), office("Q9957", "JZ", units=3)), "supply.study-missing") == [
        (Outcome.WARN, (1,))
    ]


def test_few_milliliters_for_a_needle_are_plausible() -> None:
    """An injection of a joint or the spine takes a few milliliters of contrast; a CT does not."""
    assert of(check(office("62323"), office("Q9966", "JZ", units=3)), "supply.units") == []
    assert of(check(office("72132"), office("Q9966", "JZ", units=3)), "supply.units") == [
        (Outcome.WARN, (1,))
    ]


def test_waste_is_asked_of_containers_by_the_milliliter() -> None:
    """JW and JZ speak of what is left in a container; an agent billed by the study has none."""
    assert of(check(office("74220"), office("A9698")), "supply.waste") == []
    assert of(check(office("71260"), office("Q9967", units=90)), "supply.waste") == [
        (Outcome.WARN, (1,))
    ]


def test_waste_on_a_line_of_its_own_tells_for_what_was_given() -> None:
    """JW stands on the line of what was thrown away, and the line of what was given bears neither; of that day and code alone."""
    given, thrown = office("J2785", units=3), office("J2785", "JW", units=1)
    assert of(check(given, thrown), "supply.waste") == []
    later = attrs.evolve(thrown, date_of_service=given.date_of_service + dt.timedelta(1))
    assert of(check(given, later), "supply.waste") == [(Outcome.WARN, (0,))]
    another = attrs.evolve(thrown, provider="1245319599")
    assert of(check(given, another), "supply.waste") == [(Outcome.WARN, (0,))]
    assert of(check(given, office("Q9967", "JW", units=10)), "supply.waste") == [
        (Outcome.WARN, (0,))
    ]
    assert of(check(given, office("J2785", "JZ", units=1)), "supply.waste") == [
        (Outcome.WARN, (0,))
    ]


def test_units_against_the_record() -> None:
    """7.5 mL of an agent of 0.1 mL are 75 units; 8 would be billed by the milliliter."""
    record = {"contrast.amount": Decimal("7.5")}
    assert (
        of(check(office("70553"), office("A9585", "JZ", units=75, record=record)), "supply.units")
        == []
    )
    assert of(
        check(office("70553"), office("A9585", "JZ", units=8, record=record)), "supply.units"
    ) == [(Outcome.WARN, (1,))]


# --- diagnoses


def test_numbers_of_diagnoses() -> None:
    """A line points to four diagnoses, a claim holds twelve."""
    each = tuple(f"R9{n}.{m}" for n in range(3) for m in range(5))
    assert of(check(line("71250", "26", diagnoses=each[:5])), "diagnosis.too-many") == [
        (Outcome.FAIL, (0,))
    ]
    lines = [line("71250", "26", diagnoses=each[at : at + 4]) for at in (0, 4, 8, 11)]
    assert (Outcome.FAIL, (0, 1, 2, 3)) in of(check(*lines), "diagnosis.too-many")


def test_screening_comes_first() -> None:
    """The reason for a screening study is listed first, findings after it."""
    assert of(check(line("77067", "26", diagnoses=("R92.8", "Z12.31"))), "diagnosis.needed") == [
        (Outcome.WARN, (0,))
    ]
    assert of(check(line("77067", "26", diagnoses=("z1231", "R92.8"))), "diagnosis.needed") == []


@pytest.mark.parametrize(
    "diagnosis",
    ["", "cough", "R9", "91.1", "R91.12345", "R91..1", "Ä91.1", "R91.1" * 100_000, "R91.1\n2"],
)
def test_diagnoses_without_form(diagnosis: str) -> None:
    """What has not the form of ICD-10-CM is a FAIL, in no time."""
    assert of(check(line("71250", "26", diagnoses=(diagnosis,))), "diagnosis.form") == [
        (Outcome.FAIL, (0,))
    ]


# --- frequency


@pytest.mark.parametrize(
    ("on", "months", "again"),
    [
        (dt.date(2025, 3, 10), 11, dt.date(2026, 3, 1)),
        (dt.date(2025, 12, 31), 11, dt.date(2026, 12, 1)),
        (dt.date(2025, 1, 31), 23, dt.date(2027, 1, 1)),
        (dt.date(9999, 6, 1), 11, dt.date.max),
    ],
)
def test_full_months(on: dt.date, months: int, again: dt.date) -> None:
    """Eleven full months after March are over on 1 March (Medicare Claims Processing Manual ch. 18 §20)."""
    assert first_day_again(on, months) == again


def test_screening_a_year_later() -> None:
    """The same month of the next year is far enough."""
    lines = [
        line("77067", "26", date_of_service=day, diagnoses=("Z12.31",))
        for day in (dt.date(2023, 8, 31), dt.date(2024, 8, 1))
    ]
    assert of(check(*lines), "frequency.interval") == []
    assert one(check(*lines), "frequency.history").lines == (0, 1)


@pytest.mark.parametrize(
    ("fractions", "units", "outcome"),
    [(5, 1, None), (8, 2, None), (7, 2, Outcome.WARN), (2, 1, Outcome.WARN), (3, 1, None)],
)
def test_weekly_management(fractions: int, units: int, outcome: Outcome | None) -> None:
    """Five fractions make one unit; three or four left at the end one more, one or two none."""
    lines = [
        line("77407", date_of_service=LATER + dt.timedelta(n), place_of_service="11")
        for n in range(fractions)
    ]
    found = of(check(line("77427", date_of_service=LATER, units=units), *lines), "frequency.course")
    assert found == ([] if outcome is None else [(outcome, (0,))])


# --- portable X-ray


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("R0070",), ("R0075", "UN"), ("71045",)], [(Outcome.FAIL, (0, 1))]),
        ([("R0070", "UN"), ("71045",)], [(Outcome.FAIL, (0,))]),
        ([("R0070",), ("71045",)], []),
        ([("R0075", "UP"), ("71045",)], []),
    ],
)
def test_transport(
    lines: list[tuple[str, ...]], said: list[tuple[Outcome, tuple[int, ...]]]
) -> None:
    """One patient or several, not both; the number of patients on R0075 alone."""
    assert (
        of(check(*[line(*each, place_of_service="13") for each in lines]), "portable.transport")
        == said
    )


def test_portable_units() -> None:
    """Units of R0075 stay 1, and a set-up goes with each procedure."""
    several = line("R0075", "UN", place_of_service="13", units=2)
    assert of(check(several, line("71045", place_of_service="13")), "portable.transport") == [
        (Outcome.WARN, (0,))
    ]
    set_ups = line("Q0092", place_of_service="13", units=2)
    assert of(check(set_ups, line("71045", place_of_service="13")), "portable.setup") == [
        (Outcome.WARN, (0,))
    ]


# --- records


def test_a_record_is_judged_where_it_is_attached() -> None:
    """A record without the route of contrast is told so; without a record nothing is asked."""
    assert of(check(line("71260", "26")), "documentation.missing") == []
    said = check(
        line("71250", "26"), line("71260", "26", provider="B", record={"contrast.given": True})
    ).findings
    assert any(
        f.rule == "documentation.missing" and "contrast.route" in f.message and f.lines == (1,)
        for f in said
    )
    with pytest.raises(InvalidRecordError):
        check(line("71260", "26", record={"contrast.rout": "intravenous"}))


# --- extremes and laws


def test_a_claim_without_lines_bills_nothing() -> None:
    """A claim form needs a service line."""
    report = check_claim(Claim(()))
    assert of(report, "claim.no-lines") == [(Outcome.FAIL, ())]
    assert (len(report.verdicts), one(report, "claim.no-lines").carc) == (1, "16")
    assert "no lines" in ClaimReport(()).explain()


def test_what_was_not_read_was_not_checked() -> None:
    """A claim of which a part was not read is not complete, and does not count as one without lines."""
    parts = (("SV1 of LX 1", "in minutes"), ("SV1 of LX 2", "no code"))
    report = check_claim(Claim((), unread=parts))
    assert of(report, "claim.unread") == [(Outcome.NO_DATA, ())]
    assert of(report, "claim.no-lines") == []
    assert (report.is_clean, report.is_complete) == (True, False)
    assert "SV1 of LX 2: no code" in one(report, "claim.unread").message
    many = check_claim(Claim((), unread=[(f"SV1 of LX {n}", "no code") for n in range(9)]))
    assert one(many, "claim.unread").message.endswith("and 6 more")


@pytest.mark.parametrize("units", [0, -1, 1, 10**9, 10**40])
@pytest.mark.parametrize(
    "on",
    [dt.date(1, 1, 1), dt.date(1990, 1, 2), DAY, LATER, dt.date(2099, 1, 2), dt.date(9999, 12, 31)],
)
def test_extremes_give_defined_answers(units: int, on: dt.date) -> None:
    """Any day and any number of units gets an answer, and days that no table covers are never a pass."""
    report = check(
        line("71250", "26", date_of_service=on, units=units),
        line("71260", "26", date_of_service=on, units=units),
    )
    assert isinstance(report.explain(), str)
    assert report.is_complete or report.unchecked
    if not 2020 <= on.year <= 2026:
        assert one(report, "code.in-force").outcome is Outcome.NO_DATA


def test_ten_thousand_lines() -> None:
    """A claim of ten thousand lines is answered in few words."""
    kinds = [
        line("71250", "26"),
        line("71260", "26", "59"),
        line("76942", "26"),
        line("74160", "26"),
        line("72193", "26"),
    ]
    report = check(*[attrs.evolve(kinds[n % 5], session=str(n % 7)) for n in range(10_000)])
    assert report.outcome is Outcome.FAIL
    assert len(report.unchecked) == len({(v.rule, v.source) for v in report.unchecked})
    assert len(report.findings) < 100


def test_one_no_data_for_each_rule_and_table() -> None:
    """Ten lines of 2026 are told once that pairs are of another quarter, with all their lines."""
    codes = (
        "70450",
        "71250",
        "72125",
        "72131",
        "73200",
        "73700",
        "74176",
        "70486",
        "70490",
        "72128",
    )
    report = check(*[line(code, "26", date_of_service=LATER) for code in codes])
    pairs = [v for v in report.unchecked if v.rule == "bundling.ptp"]
    assert [v.lines for v in pairs] == [tuple(range(10))]
    assert "2026 Q2" in pairs[0].remedy
    assert "read_ptp" in pairs[0].remedy


_codes = st.sampled_from(
    [
        "71250",
        "71260",
        "71275",
        "74160",
        "72193",
        "74177",
        "77002",
        "20610",
        "76942",
        "77067",
        "77065",
        "77063",
        "Q9967",
        "A9552",
        "78815",
        "73721",
        "73722",
        "77427",
        "77402",
        "71999",
        "7",
        "X1",
        "99213",
        "70471",
        "R0075",
    ]
)
_marks = st.lists(
    st.sampled_from(
        ["26", "TC", "59", "XE", "RT", "LT", "50", "76", "77", "GG", "GH", "PI", "ZZ", "25", "79"]
    ),
    max_size=4,
)
_lines = st.builds(
    ClaimLine,
    _codes,
    _marks,
    date_of_service=st.sampled_from([DAY, DAY + dt.timedelta(1), LATER, dt.date(1999, 1, 1)]),
    units=st.sampled_from([1, 1, 1, 2, 0, 7]),
    place_of_service=st.sampled_from([None, "11", "22", "21", "99", "7x"]),
    diagnoses=st.lists(
        st.sampled_from(["R91.1", "Z12.31", "C34.11", "M25.561", "x"]), max_size=3
    ).map(tuple),
    provider=st.sampled_from([None, "A", "B"]),
    session=st.sampled_from([None, "am", "pm"]),
)


@settings(max_examples=120)
@given(
    st.lists(_lines, max_size=7),
    st.sampled_from(list(Setting)),
    st.sampled_from(list(Payer)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_lines_changes_nothing(
    lines: list[ClaimLine], setting: Setting, payer: Payer, chance: Any
) -> None:
    """Permuting lines permutes the lines of the verdicts, and nothing else changes."""
    places = list(range(len(lines)))
    chance.shuffle(places)
    before = check_claim(Claim(lines, setting, payer)).verdicts
    after = check_claim(Claim([lines[place] for place in places], setting, payer)).verdicts
    back = [
        attrs.evolve(each, lines=tuple(sorted(places[index] for index in each.lines)))
        for each in after
    ]
    assert sorted(map(repr, back)) == sorted(map(repr, before))


@given(st.lists(_lines, max_size=4))
def test_reports_are_values(lines: list[ClaimLine]) -> None:
    """The same claim gets an equal report; it pickles, goes to JSON and back, and other payers are never told worse."""
    claim = Claim(lines)
    report = check_claim(claim)
    assert report == check_claim(claim)
    assert pickle.loads(pickle.dumps(report)) == report
    assert cptkit.from_json(cptkit.to_json(report), ClaimReport) == report
    fails = [
        v
        for v in check_claim(attrs.evolve(claim, payer=Payer.OTHER)).verdicts
        if v.outcome is Outcome.FAIL
    ]
    assert {(v.rule, v.lines) for v in fails} <= {
        (v.rule, v.lines) for v in report.verdicts if v.outcome is Outcome.FAIL
    }


def test_verdicts_stand_in_order_of_lines_and_rules() -> None:
    """Verdicts come by their lines, then in the order of the rules."""
    order = {name: place for place, rule in enumerate(RULES) for name in rule.ids}
    verdicts = check(line("71250", "26"), line("71260", "26"), line("77002", "26")).verdicts
    assert [(v.lines, order[v.rule]) for v in verdicts] == sorted(
        (v.lines, order[v.rule]) for v in verdicts
    )
