"""What must hold of the guidance tables: each pair rests on an edit or a text, and the next family is found."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import cptkit
from cptkit import GuidanceBasis
from cptkit.catalog.guidance_codes import (
    guidance_codes,
    imaging_twins,
    included,
    including,
    including_of,
    with_imaging,
    without_imaging,
)
from cptkit.indicators import CorrectCoding, Setting
from looped import some

DAY_OF_TABLE = dt.date(2024, 8, 15)


def edits(indicator: CorrectCoding) -> set[tuple[str, str]]:
    """Give the pairs of an indicator in the packaged practitioner table."""
    table = cptkit.packaged.ptp(DAY_OF_TABLE, Setting.PROFESSIONAL)[0].table
    return {(each.column_1, each.column_2) for each in table if each.indicator is indicator}


def test_rows_are_sorted_and_cited() -> None:
    """Spans of procedures come in order, each with its source, and name guidance codes that are described."""
    rows = including()
    assert [each.first for each in rows] == sorted(each.first for each in rows)
    for each in some(rows):
        named = {*each.guidance, *each.firm}
        assert each.citation
        assert named
        assert named <= set(guidance_codes())
        assert not set(each.guidance) & set(each.firm)
    assert list(guidance_codes()) == sorted(guidance_codes())
    assert all(
        some(
            cptkit.get(code) and row.citation and row.use for code, row in guidance_codes().items()
        )
    )


def test_no_pair_stands_in_two_rows() -> None:
    """A procedure and a guidance code have one row on a day."""
    for one, two in some(combinations(including(), 2)):
        if one.first <= two.last and two.first <= one.last:
            assert not {*one.guidance, *one.firm} & {*two.guidance, *two.firm}, (one, two)


def test_codes_outside_the_spans_include_nothing() -> None:
    """20610 is the injection without ultrasound; sclerosing injections into leg veins take their guidance apart."""
    for code in ("20610", "36468", "36470", "36471", "34714", "34715", "34716", "36556"):
        assert including_of(code) == ()
    assert including_of("0213T")


def test_every_row_rests_on_an_edit_or_says_that_it_does_not() -> None:
    """Each pair of an edit row stands in the packaged table with its indicator; no pair of a text row does."""
    allowed, never = edits(CorrectCoding.ALLOWED), edits(CorrectCoding.NOT_ALLOWED)
    known = allowed | never
    columns = {column_1 for column_1, _ in known}
    lacking = []
    for code in some(columns):
        for row in including_of(code):
            if row.basis is GuidanceBasis.EDIT:
                lacking += [(code, each) for each in row.guidance if (code, each) not in allowed]
                lacking += [(code, each) for each in row.firm if (code, each) not in never]
            elif row.effective is None or row.effective <= DAY_OF_TABLE:
                lacking += [(code, each) for each in row.guidance if (code, each) in known]
    assert lacking == []


def test_vessel_access_is_included_only_where_an_edit_or_the_text_says_so() -> None:
    """Ultrasound access to a vessel stays billable beside these, with its own documentation."""
    beside = (
        *("37182", "37183", "37184", "37187", "37188", "37197", "37215", "37217", "37236"),
        *("37241", "37246", "37248", "36901", "36902", "36903", "34701", "33880", "61645"),
        *("36223", "36247", "36556", "36557", "36558", "36560", "36561", "37254", "37299"),
    )
    assert [each for each in some(beside) if included(each, "76937", dt.date(2026, 6, 1))] == []
    for code in ("36465", "36473", "36475", "36478", "36482", "37191", "37193", "36572", "36584"):
        assert included(code, "76937", dt.date(2026, 6, 1)), code


def test_families_that_came_to_include_imaging_have_their_day() -> None:
    """Blocks of arm and leg nerves from 2023, thoracic stent grafts, leg arteries and prostate biopsies from 2026."""
    eve, day = dt.timedelta(days=1), dt.date(2023, 1, 1)
    for code in ("64415", "64416", "64417", "64445", "64446", "64447", "64448"):
        assert included(code, "76942", day - eve) is None
        assert included(code, "76942", day)
    for code, guide in (("33880", "76998"), ("37263", "77002"), ("55707", "76942")):
        assert included(code, guide, dt.date(2025, 12, 31)) is None
        assert included(code, guide, dt.date(2026, 1, 1))
    assert included("55707", "77012", dt.date(2026, 1, 1)) is None
    assert included("55713", "77012", dt.date(2026, 1, 1))


# --- codes with imaging for codes without


def test_twins_come_by_the_imaging() -> None:
    """A joint has a code with ultrasound and none with fluoroscopy, a spinal puncture the other way round."""
    assert "20611" in with_imaging(["20610"], "76942", DAY_OF_TABLE)
    assert not with_imaging(["20610"], "77002", DAY_OF_TABLE)
    assert "62328" in with_imaging(["62270"], "77003", DAY_OF_TABLE)
    assert not with_imaging(["62270"], "76942", DAY_OF_TABLE)
    assert not with_imaging(["62320"], "76942", DAY_OF_TABLE)
    assert "10009" in with_imaging(["10021"], "77012", DAY_OF_TABLE)
    assert without_imaging("36573", DAY_OF_TABLE) == "without imaging it is 36569"
    assert not without_imaging("64415", DAY_OF_TABLE)


def test_a_twin_includes_the_imaging_it_is_named_for() -> None:
    """Following the cure leads into no further denial: the code with imaging stands alone, and is no code without."""
    without = {each.without for each in some(imaging_twins())}
    for each in some(imaging_twins()):
        assert not set(each.with_imaging) & without
        for code in some(each.with_imaging):
            rows = including_of(code)
            assert rows or code == "49450", code
            assert cptkit.get(code)


# --- the next families


REVIEWED = (
    *("0054T-0055T", "0075T-0075T", "0263T-0264T", "0408T-0416T", "0481T-0484T", "0515T-0520T"),
    *("0544T-0597T", "0613T-0613T", "0632T-0632T", "0643T-0647T", "0707T-0719T", "0781T-0814T"),
    *("20704-20704", "20985-20985", "32550-32550", "36005-36005", "36481-36481", "36500-36500"),
    *("36555-36571", "36575-36597", "36860-36861", "37200-37200", "37252-37252", "37619-37619"),
    *("42550-42550", "47370-47383", "49400-49400", "49423-49423", "50396-50396", "50592-50593"),
    *("51705-51710", "55300-55300", "58340-58345", "58970-59000", "59012-59015", "60300-60300"),
    *("61070-61070", "62268-62269", "62280-62284", "62290-62291", "70332-77001", "93568-93575"),
    *("96450-96450", "C9751-C9757", "G0259-G0259"),
)
"""Codes read one by one whose edits forbid the guidance code though their text includes no imaging, or which image by themselves."""


def test_every_code_that_forbids_guidance_is_known() -> None:
    """Column 1 over 76942, 77002, 77003 or 77012 by instruction or definition: included, a twin, or read and set aside."""
    table = cptkit.packaged.ptp(DAY_OF_TABLE, Setting.PROFESSIONAL)[0].table
    found = {
        each.column_1
        for each in table
        if each.column_2 in {"76942", "77002", "77003", "77012"}
        and any(word in each.rationale.lower() for word in ("instruction", "definition"))
    }
    assert len(found) > 500
    spans = [each.split("-") for each in REVIEWED]
    without = {each.without for each in imaging_twins()}
    new = [
        code
        for code in some(found)
        if code not in without
        and not including_of(code)
        and not any(
            first <= code <= last and first[-1].isdigit() == code[-1].isdigit()
            for first, last in spans
        )
    ]
    assert sorted(new) == []
