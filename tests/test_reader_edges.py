"""What readers of CMS's files hold to the line: how far a header may stand down, which row is the last, what is noted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cptkit import Certainty, cms
from cptkit.cms.coverage_list import read_coverage
from cptkit.cms.fields import Unreadable, compact_date
from cptkit.cms.text import Problems
from cptkit.cms.whole import Whole, hold_whole, is_whole
from cptkit.errors import DataError
from cptkit.files.pairs import Builder
from cptkit.indicators import CorrectCoding, Setting
from layouts import ADDENDUM_B, COUNTIES, MUE, PTP, PTP_HEAD, hcpcs_csv, hcpcs_txt, problems
from test_coverage_files import export

DAY = dt.date(2026, 7, 1)
NOTICE = "A notice\r\n"


def ptp(text: str, *, complete: bool = False) -> object:
    """Read pairs of the quarter."""
    return cms.read_ptp(text, setting=Setting.PROFESSIONAL, effective=DAY, complete=complete)


# --- headers


@pytest.mark.parametrize(
    ("read", "text", "above"),
    [
        (lambda text: cms.read_addendum_b(text, effective=DAY, partial=True), ADDENDUM_B, 18),
        (lambda text: cms.read_counties(text, effective=DAY, partial=True), COUNTIES, 0),
        (ptp, PTP[PTP.index("Column 1\t") :], 27),
    ],
    ids=["addendum b", "counties", "ptp"],
)
def test_how_far_down_a_header_is_looked_for(
    read: Callable[[str], object], text: str, above: int
) -> None:
    """The notices above it may have so many lines, and one more is a text of something else."""
    lines = above or 21 - 1 - next(
        at for at, each in enumerate(text.splitlines()) if "Medicare Admin" in each
    )
    assert read(NOTICE * lines + text)
    assert "no header of" in problems(lambda: read(NOTICE * (lines + 1) + text))[0]


# --- what is whole


SMALL = Whole("small file", 3, "70003", "invented", "7", Certainty.L)


def noted(*codes: str) -> list[str]:
    """Give what is noted of the codes of a table."""
    found = Problems()
    hold_whole(SMALL, codes, found, must=True)
    return found.found


def test_as_many_rows_as_the_least_are_whole() -> None:
    """And a table that ends early is told by its own last code."""
    assert is_whole(SMALL, ["70001", "70002", "70003"], 3)
    assert not is_whole(SMALL, ["70001", "70003"], 2)
    assert noted("70001", "70002", "70003") == []
    (said,) = noted("70001", "70002")
    assert said.startswith("a small file of 2 rows that ends with 70002 is not whole")


def test_pairs_are_held_to_what_they_are_said_to_be() -> None:
    """A text that begins as CMS's first part does must be a part, or the whole table where it is said to be that."""
    text = PTP_HEAD + "0001A\t0002A\t\t20210101\t*\t0\tStandards\r\n"
    (part,) = problems(lambda: ptp(text))
    assert part.startswith("a part of a PTP file of 1 rows that ends with 0001A is not whole")
    whole = problems(lambda: ptp(text, complete=True))
    assert whole[0].startswith("a PTP file of 1 rows that ends with 0001A is not whole")


def test_rows_of_one_column_1_code_stand_together() -> None:
    """Where a code comes again after another, columns were swapped; the first such code is named."""
    rows = [("71250", "36000"), ("71260", "36000"), ("71250", "36005"), ("71260", "36005")]
    text = "".join(f"{one}\t{two}\t\t20050101\t*\t0\tStandards\r\n" for one, two in rows)
    (said,) = problems(lambda: ptp(PTP_HEAD + text))
    assert said.startswith("the rows of 2 column 1 codes, 71250 first, do not stand together")


def test_a_last_pair_that_may_be_cut() -> None:
    """Without a line break the last rationale must stand elsewhere too: alone or as the start of a longer one it may be cut."""
    assert ptp(PTP.removesuffix("\r\n"))
    cut = PTP + "71270\t36010\t\t20200101\t*\t0\tMore ext"
    assert problems(lambda: ptp(cut))[0].startswith("the text ends with 'More ext' and without")
    new = PTP + "71270\t36010\t\t20200101\t*\t0\tSomething new"
    assert problems(lambda: ptp(new))[0].startswith("the text ends with 'Something new'")
    again = PTP + "71270\t36010\t\t20200101\t*\t0\tMisuse\r\n71270\t36011\t\t20200101\t*\t0\tMisuse"
    assert ptp(again)


def test_a_last_limit_that_may_be_cut_is_named() -> None:
    """The words of the last row, not of the one before."""
    text = MUE.format(who="Practitioner").removesuffix("\n").removesuffix("ata")
    read = lambda: cms.read_mue(text, effective=DAY, partial=True)  # noqa: E731 - asked twice
    assert problems(read)[0].startswith("the text ends with 'D' and without a line break")


def test_pairs_that_stand_twice_are_named_and_no_others() -> None:
    """Equal days and indicator make a row a repetition; history of a pair is none."""
    builder = Builder()
    old = builder.term((None, dt.date(2020, 1, 1), CorrectCoding.ALLOWED, ""))
    new = builder.term((dt.date(2020, 1, 2), None, CorrectCoding.ALLOWED, ""))
    for one, two, term in (
        ("71260", "71250", old),
        ("71260", "71250", new),
        ("71270", "71250", old),
    ):
        builder.add(one, two, term)
    assert builder.repeated() == ()
    builder.add("71260", "71250", new)
    assert builder.repeated() == (("71260", "71250"),)


# --- cells


def test_a_blank_line_is_noted_once() -> None:
    """Several in a row are one gap, and rows after it are rows again."""
    text = hcpcs_txt().replace("\r\nA9598", "\r\n\r\n\r\nA9598", 1)
    found = problems(lambda: cms.read_hcpcs(text, effective=DAY))
    assert [each for each in found if "blank" in each] == [
        "line 5: a blank line stands among the rows"
    ]
    assert cms.read_hcpcs(hcpcs_txt() + "\r\n\r\n", effective=DAY)


def test_a_level_ii_row_with_anything_wrong_is_no_row() -> None:
    """Days that cannot be are noted, and the row is not given beside it."""
    text = hcpcs_csv().replace("20250331", "20160331")
    found = problems(lambda: cms.read_hcpcs(text, effective=DAY))
    assert found == (found[0],)
    assert "ends on 2016-03-31, before it begins on 2017-01-01" in found[0]


@pytest.mark.parametrize("text", ["2026070", "202607011", "2026O701", "٢٠٢٦٠٧٠١"])
def test_a_compact_date_is_eight_digits(text: str) -> None:
    """No fewer, no more, no letters, no digits of another script."""
    with pytest.raises(Unreadable):
        compact_date(text)
    assert compact_date("20260701") == DAY


def test_no_is_no() -> None:
    """A list for other payers too says so by ``no``."""
    head = "document,stance,codes,diagnoses,medicare\n"
    rows = read_coverage(head + "L1,covered,77080,M81.0,no\nL2,covered,77081,M81.0,yes\n").rows
    assert [each.medicare for each in rows] == [False, True]


def test_a_placeholder_is_passed_over_and_what_follows_is_read() -> None:
    """XX000 stands for no code; so does not the next row."""
    held = cms.read_coverage_database(
        export(article_x_icd10_noncovered="90001,3,XX000,1,N\n90001,3,R42,1,N\n90002,1,R42,1,N\n")
    )
    assert any("R42" in str(each) and "77080" in str(each) for each in held.rows)


def test_an_export_with_a_wrong_code_tells_each() -> None:
    """The rows after a wrong one are read too."""
    with pytest.raises(DataError) as error:
        cms.read_coverage_database(
            export(
                article_x_hcpc_code="90001,3,X7001,64,1,N\n90001,3,X7002,64,1,N\n90002,1,93880,64,1,N\n"
            )
        )
    assert [each.partition(": ")[2] for each in error.value.problems] == [
        "'X7001' is a code of no code set",
        "'X7002' is a code of no code set",
    ]
