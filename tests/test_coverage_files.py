"""The readers of coverage rows and diagnoses: CMS's coverage database, a plain csv of one's own, the ICD-10-CM list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cptkit import Certainty, CoverageStance, DataError, IcdCode, Outcome, Setting
from cptkit.cms import read_coverage, read_coverage_database, read_icd10
from looped import some

KEY = "article_id,article_version"
WHO = "contractor_id,contractor_type_id,contractor_version"


def export(**changes: str) -> dict[str, str]:
    """An invented export of two articles of two contractors, in the database's layout; a change replaces a file's rows."""
    heads = {
        "article": f"{KEY},title,description,article_eff_date,article_end_date,display_id",
        "article_x_hcpc_code": f"{KEY},hcpc_code_id,hcpc_code_version,hcpc_code_group,range",
        "article_x_icd10_covered": f"{KEY},icd10_code_id,icd10_covered_group,range,sort_order",
        "article_x_icd10_noncovered": f"{KEY},icd10_code_id,icd10_noncovered_group,range",
        "article_x_icd10_covered_group": f"{KEY},icd10_covered_group,paragraph",
        "article_x_icd10_noncovered_group": f"{KEY},icd10_noncovered_group,paragraph",
        "article_x_contractor": f"{KEY},{WHO}",
        "contractor": f"{WHO},contractor_bus_name,contractor_number",
        "contractor_jurisdiction": f"{WHO},state_id,active_date,term_date",
        "state_lookup": "state_id,state_abbrev,description",
        "article_related_documents": f"{KEY},r_lcd_id",
    }
    rows = {
        "article": (
            '90001,3,An article,"<p>Long, with a\nline break and ""quotes""</p>",2026-01-01 00:00:00,,A90001\n'
            "90002,1,Another,,2020-01-01,2025-12-31,\n"
        ),
        "article_x_hcpc_code": "90001,3,77080,64,1,N\n90001,3,77081,64,1,N\n90002,1,93880,64,1,N\n",
        "article_x_icd10_covered": (
            "90001,3,M81.0,1,B,1\n90001,3,M81.6,1,E,2\n90001,3,Z78.0,2,N,1\n90002,1,I65.21,1,N,1\n"
        ),
        "article_x_icd10_noncovered": "90001,3,XX000,1,N\n90002,1,R42,1,N\n",
        "article_x_icd10_covered_group": '90001,3,1,"<p>For 77080 only</p>"\n90001,3,2,\n',
        "article_x_icd10_noncovered_group": "",
        "article_x_contractor": "90001,3,7,8,1\n90002,1,9,8,1\n",
        "contractor": "7,8,1,One,15202\n9,8,1,Two,13282\n",
        "contractor_jurisdiction": "7,8,1,41,2010-01-01,\n7,8,1,42,2010-01-01,2015-01-01\n9,8,1,65,,\n",
        "state_lookup": "41,OH,Ohio\n42,KY,Kentucky\n65,UN,New York - Upstate\n",
        "article_related_documents": "90001,3,90000\n90001,3,\n",
    } | changes
    return {f"{name}.csv": f"{heads[name]}\n{text}" for name, text in rows.items()}


def problems(**changes: str) -> tuple[str, ...]:
    """What the reader of the database says of a changed export."""
    with pytest.raises(DataError) as raised:
        read_coverage_database(export(**changes))
    return raised.value.problems


def test_an_export() -> None:
    """Each list of an article becomes a row for its contractor: services by its paragraph, days by its article."""
    rows = read_coverage_database(export(), release="2026-05").rows
    assert [(row.id, row.stance, row.codes, row.diagnoses, row.certainty) for row in rows] == [
        (
            "A90001.15202.covered.1",
            CoverageStance.COVERED,
            ("77080",),
            ("M81.0", "M81.6"),
            Certainty.H,
        ),
        (
            "A90001.15202.covered.2",
            CoverageStance.COVERED,
            ("77080", "77081"),
            ("Z78.0",),
            Certainty.M,
        ),
        ("A90002.13282.covered.1", CoverageStance.COVERED, ("93880",), ("I65.21",), Certainty.H),
        (
            "A90002.13282.noncovered.1",
            CoverageStance.NOT_COVERED,
            ("93880",),
            ("R42",),
            Certainty.H,
        ),
    ]
    assert [(row.document, row.states, row.effective, row.through) for row in rows[::2]] == [
        ("A90001 L90000", ("OH",), dt.date(2026, 1, 1), None),
        ("A90002", ("NY",), dt.date(2020, 1, 1), dt.date(2025, 12, 31)),
    ]
    assert {row.otherwise for row in rows} == {Outcome.WARN}
    assert rows[0].source is not None
    assert rows[0].source.release == "2026-05"


@pytest.mark.parametrize(
    ("choice", "documents"),
    [
        ({"state": "oh"}, {"A90001 L90000"}),
        ({"state": "KY"}, set()),
        ({"contractor": "13282"}, {"A90002"}),
        ({"codes": ["93880", "71260"]}, {"A90002"}),
    ],
)
def test_a_part_of_an_export(choice: dict[str, Any], documents: set[str]) -> None:
    """A state, a contractor or codes choose rows."""
    assert {row.document for row in read_coverage_database(export(), **choice)} == documents


def test_an_export_in_bytes_and_lines() -> None:
    """Files may be bytes of either encoding, or lines, under names with folders, in any case."""
    text = export()
    files: dict[str, Any] = {
        f"current/{name.upper()}": body.encode() for name, body in text.items()
    }
    whole = read_coverage_database(text).rows
    assert read_coverage_database(files).rows == whole
    files["current/ARTICLE.CSV"] = (
        text["article.csv"].replace("Long", "Long \x96").encode("latin-1")
    )
    files["current/CONTRACTOR.CSV"] = text["contractor.csv"].splitlines(keepends=True)
    files["current/STATE_LOOKUP.CSV"] = text["state_lookup.csv"].encode().splitlines(keepends=True)
    assert read_coverage_database(files).rows == whole


def test_an_article_without_a_known_contractor() -> None:
    """A contractor that the list of contractors lacks stands by its id; one without states is for none in particular."""
    rows = read_coverage_database(
        export(contractor="9,8,1,Two,13282\n", contractor_jurisdiction="9,8,1,65,,\n9,8,1,99,,\n")
    ).rows
    assert [(row.contractor, row.states) for row in rows[::2]] == [("7", ()), ("13282", ("NY",))]


def test_what_is_wrong_with_an_export() -> None:
    """Everything wrong is told at once: dates, codes, diagnoses, states."""
    found = problems(
        article="90001,3,,,2026-13-01,,A90001\n90002,1,,,2026-01-01,2025-01-01,\n",
        article_x_hcpc_code="90001,3,X7001,64,1,N\n",
        article_x_icd10_covered="90001,3,786.50,1,N,1\n",
        state_lookup="41,Ohio,Ohio\n",
    )
    assert [each.partition(":")[0] for each in found] == [
        "article.csv row 2",
        "article.csv row 3",
        "article_x_hcpc_code.csv row 2",
        "article_x_icd10_covered.csv row 2",
        "state_lookup.csv row 2",
    ]
    assert "A90002 ends on 2025-01-01" in found[1]


def test_a_diagnosis_both_covered_and_excluded() -> None:
    """A diagnosis on both lists of one service is a contradiction; where lists are not told apart it is a question."""
    both = {"article_x_icd10_noncovered": "90002,1,I65.21,1,N\n"}
    assert problems(**both) == (
        "A90002.13282.covered.1 covers and A90002.13282.noncovered.1 excludes I65.21 for 93880",
    )
    unsure = export(article_x_icd10_noncovered="90001,3,Z78.0,1,N\n")
    assert len(read_coverage_database(unsure)) == 4


def test_files_that_are_missing_or_cut() -> None:
    """A missing file, a missing column, a row of another width and open quotes are each told."""
    files = export()
    del files["contractor.csv"]
    with pytest.raises(DataError, match=r"lacks contractor\.csv"):
        read_coverage_database(files)
    with pytest.raises(DataError, match="must map names to texts"):
        read_coverage_database("article.csv")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="is no source"):
        read_coverage_database(export() | {"article.csv": 7})  # type: ignore[dict-item]
    whole = export() | {"state_lookup.csv": "state_id,description\n", "contractor.csv": ""}
    with pytest.raises(DataError) as raised:
        read_coverage_database(whole)
    assert raised.value.problems == (
        "contractor.csv is empty",
        "state_lookup.csv has no column state_abbrev",
    )
    cut = export(contractor='7,8,1,"One,15202\n', state_lookup="41,OH\n\n")
    with pytest.raises(DataError) as raised:
        read_coverage_database(cut)
    assert raised.value.problems == (
        "contractor.csv line 2: quotes do not close, or stand within a cell",
        "state_lookup.csv row 2: has 2 cells, 3 are expected",
    )


# --- a list of one's own


WHOLE = (
    "Document,Stance,Codes,Diagnoses,Otherwise,Modifiers,Without,Beside,Conditions,Frequency,Reason,"
    "Settings,Medicare,Publisher,Contractor,States,Citation,Certainty,Effective,Through,Id\n"
    'L1,not covered,"77080, 77085",M80-;M81.0,no data,26,GG,A9552,bmd.condition,yearly,because,'
    "PROFESSIONAL ASC,yes,Me,15202,OH KY,page 3,h,2026-01-01,2026-12-31,mine\n"
    "L1,contractor,77086," + "," * 17 + "\n"
)


def test_a_list_of_ones_own() -> None:
    """Every column of the layout is read as it is meant; empty cells take the defaults."""
    table = read_coverage("\ufeff" + WHOLE, publisher="Plan X", file="mine.csv")
    first, second = table
    assert (first.id, first.stance, first.codes) == (
        "mine",
        CoverageStance.NOT_COVERED,
        ("77080", "77085"),
    )
    assert (first.diagnoses, first.modifiers, first.without, first.beside) == (
        ("M80-", "M81.0"),
        ("26",),
        ("GG",),
        ("A9552",),
    )
    assert (first.settings, first.states, first.certainty, first.publisher) == (
        (Setting.PROFESSIONAL, Setting.ASC),
        ("OH", "KY"),
        Certainty.H,
        "Me",
    )
    assert first.otherwise is Outcome.NO_DATA
    assert (first.effective, first.through) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (second.id, second.publisher, second.citation, second.otherwise) == (
        "L1.3",
        "Plan X",
        "L1",
        Outcome.WARN,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("document,stance,codes\n", ("no rows: the text ends before the list begins",)),
        ("", ("the list is empty",)),
        ("document,codes\nL1,77080\n", ("the list has no column stance",)),
        (
            "document,stance,codes,colour\nL1,covered,77080,red\n",
            ("column 'colour' is not known",),
        ),
        (
            "document,stance,codes,otherwise,medicare,effective\nL1,maybe,77080,PASS,perhaps,1/2/26\n,covered,77080,,,\n",
            (
                "row 2: stance is 'maybe'",
                "row 2: otherwise is 'PASS', not one of FAIL, WARN, NO_DATA",
                "row 2: medicare is 'perhaps', not yes or no",
                "row 2: effective is '1/2/26', not a date",
                "row 3: document is empty",
            ),
        ),
        (
            "document,stance,codes,diagnoses,effective,through\nL1,covered,X7001,786.50,2026-02-01,2026-01-01\n",
            (
                "row 2: L1.2: 'X7001' is a code of no code set",
                "row 2: L1.2: '786.50' is no ICD-10-CM code",
                "row 2: L1.2: ends on 2026-01-01",
            ),
        ),
        (
            "document,stance,codes,diagnoses\nL1,covered,77080,M81.0\nL1,not covered,77080,M80-M82\n",
            ("L1.2 covers and L1.3 excludes M81.0 for 77080",),
        ),
    ],
)
def test_what_is_wrong_with_a_list(text: str, found: tuple[str, ...]) -> None:
    """One error tells everything that is wrong, in the order of the file."""
    with pytest.raises(DataError) as raised:
        read_coverage(text)
    assert len(raised.value.problems) == len(found)
    for problem, words in some(zip(raised.value.problems, found, strict=True)):
        assert problem.startswith(words)


# --- the ICD-10-CM list


def order(number: int, code: str, flag: int, text: str) -> str:
    """A line of the order file."""
    return f"{number:05} {code:7} {flag} {text[:60]:60} {text}"


LIST = "\r\n".join(
    (
        order(1, "A00", 0, "Cholera"),
        order(2, "A000", 1, "Cholera due to Vibrio cholerae 01"),
        order(3, "S52501A", 1, "Fracture of the lower end of right radius, initial encounter"),
        "",
    )
)


def test_a_list_that_ends_in_an_empty_cell() -> None:
    """A text without a line break at its end may be cut; lines end where the caller says."""
    text = "document,stance,codes,diagnoses\nL1,covered,77080,"
    assert read_coverage(text + "\n")[0].diagnoses == ()
    assert read_coverage(text.splitlines(keepends=True))[0].diagnoses == ()
    with pytest.raises(DataError, match="may be cut"):
        read_coverage(text)


def test_the_list_of_a_year() -> None:
    """Headers and codes are told apart; the file's name states the fiscal year."""
    table = read_icd10(LIST.encode(), file="icd10cm_order_2026.txt")
    assert table.rows == (
        IcdCode("A00", billable=False, text="Cholera"),
        IcdCode("A00.0", billable=True, text="Cholera due to Vibrio cholerae 01"),
        IcdCode(
            "S52.501A",
            billable=True,
            text="Fracture of the lower end of right radius, initial encounter",
        ),
    )
    assert table[2].side == "RIGHT"
    source = table.source
    assert (source.release, source.effective, source.through) == (
        "ICD-10-CM 2026",
        dt.date(2025, 10, 1),
        dt.date(2026, 9, 30),
    )
    april = read_icd10(LIST, effective=dt.date(2026, 4, 1)).source
    assert (april.release, april.effective, april.through) == (
        "ICD-10-CM",
        dt.date(2026, 4, 1),
        None,
    )


def test_what_is_wrong_with_the_list() -> None:
    """A cut line, a wrong layout, a code twice and a missing day are all told."""
    lines = LIST.splitlines()
    text = "\n".join(
        (lines[0], lines[1][:70], lines[0], "A000    Cholera", order(4, "00100", 1, "x"))
    )
    with pytest.raises(DataError) as raised:
        read_icd10(text)
    assert [each.partition(":")[0] for each in raised.value.problems] == [
        "the file does not state the day from which it is in force",
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]
    with pytest.raises(DataError, match="no codes"):
        read_icd10("\n\n", file="icd10cm_order_2026.txt")
