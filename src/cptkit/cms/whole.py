"""What a whole table of each kind holds, and what shows that a text was cut at a line's end.

A text that begins as CMS's file begins must end as it ends, and be no shorter than its kind can be. What begins
elsewhere is an excerpt that somebody made. ``partial=True`` says that a table is meant to be short.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from cptkit.cms.text import Problems
from cptkit.values.code import Certainty

CURE = "load the whole file, or give partial=True if it is meant to be short"


@attrs.frozen
class Whole:
    """What every whole file of a kind holds.

    Attributes:
        kind: The file's name in messages.
        least: Fewer rows than in any release at hand.
        last: The code that ends every release at hand, in the order of the characters; rows stand in it.
        source: Where this was counted.
        first: How the first code of every release begins; a text that begins otherwise is an excerpt.
        certainty: M where one release was at hand, L where none whole was: a genuine release may be refused then, and
            ``partial=True`` reads it.
        sections: First two characters of which every release at hand has several codes: rows that were dropped in the
            middle leave a gap among them.
    """

    kind: str
    least: int
    last: str
    source: str
    first: str = "0001"
    certainty: Certainty = Certainty.H
    sections: frozenset[str] = frozenset()


_CPT = frozenset(f"{number:02d}" for number in (0, 1, *range(10, 18), *range(19, 100)))
"""Sections of CPT: each has three codes or more in every one of 22 fee schedules, 21 Addenda B, 3 MUE files, and the PTP file."""
_ADD_ONS = frozenset(
    [
        "00",
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "13",
        "15",
        "17",
        "19",
        "20",
        "22",
        "26",
        "27",
        "29",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "38",
        "43",
        "44",
        "47",
        "49",
        "50",
        "55",
        "57",
        "58",
        "59",
        "60",
        "61",
        "62",
        "63",
        "64",
        "66",
        "67",
        "69",
        "70",
        "74",
        "75",
        "76",
        "77",
        "78",
        "81",
        "87",
        "88",
        "90",
        "92",
        "93",
        "94",
        "95",
        "96",
        "97",
        "99",
        "C5",
        "C8",
        "C9",
        "G0",
        "G2",
    ]
)
_LEVEL_II = frozenset(
    [
        "A0",
        "A4",
        "A5",
        "A6",
        "A7",
        "A8",
        "A9",
        "B4",
        "B5",
        "B9",
        "C1",
        "C2",
        "C8",
        "C9",
        "E0",
        "E1",
        "E2",
        "E8",
        "G0",
        "G1",
        "G2",
        "G8",
        "G9",
        "J0",
        "J1",
        "J2",
        "J3",
        "J7",
        "J8",
        "J9",
        "K0",
        "K1",
        "L0",
        "L1",
        "L2",
        "L3",
        "L4",
        "L5",
        "L6",
        "L7",
        "L8",
        "M0",
        "M1",
        "P2",
        "P9",
        "Q0",
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "Q9",
        "R0",
        "V2",
        "V5",
    ]
)
"""Sections of Level II in every one of 21 Addenda B."""

FEE_SCHEDULE = Whole(
    "relative value file", 17_000, "V5364",
    "PPRRVU of RVU20A (17,236 rows) to RVU26C (19,356 rows): every release ends with V5364",
    sections=_CPT,
)  # fmt: skip
MUE = Whole(
    "MUE file", 14_000, "V5364",
    "MUE of 2024 Q3 (14,677 and 14,628 rows) and of 2026 Q2 (15,095 rows): each ends with V5364",
    sections=_CPT,
)  # fmt: skip
ADD_ON = Whole(
    "add-on file", 8_000, "U0005",
    "AOC V2026Q2 (9,000 rows): deleted edits stay as history, so that a file does not become shorter", "00",
    Certainty.M,
    sections=_ADD_ONS,
)  # fmt: skip
OPPS_CAP = Whole(
    "OPPS cap file",
    10_000,
    "93990",
    "OPPSCAP of RVU25D (16,100 rows, 140 keys at 115 places)",
    "0",
    Certainty.M,
)
PTP = Whole(
    "PTP file", 1_500_000, "U0003",
    "practitioner PTP v302r0 (2,546,017 rows in four parts): deleted edits stay as history",
    "0001A",
    Certainty.M,
    sections=_CPT,
)  # fmt: skip
PTP_PART = Whole(
    "part of a PTP file",
    300_000,
    "",
    "practitioner PTP v302r0: 636,504 rows a part on average",
    "0001A",
    Certainty.L,
)
ADDENDUM_B = Whole(
    "Addendum B file", 15_000, "V5364",
    "21 releases of OPPS Addendum B, 2020-01 (15,898 codes, dental ones left out) to 2026-04 (18,210): each ends with V5364",
    sections=_CPT,
)  # fmt: skip
HCPCS = Whole(
    "HCPCS Level II file", 6_000, "V5364",
    "OPPS Addendum B of 2026-04 alone has 6,664 Level II codes, A0021 to V5364; no whole file was at hand",
    "A00",
    Certainty.L,
    sections=_LEVEL_II,
)  # fmt: skip
AMOUNTS_PLACES = Whole(
    "amounts by locality",
    109,
    "",
    "GPCI of 2024 to 2026 and 25LOCCO: 109 localities; 112 before",
    "",
)
"""Of localities, not rows: a revision of amounts may hold one code."""
_NAMED = (
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE"
    " NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY"
)
STATES = frozenset(_NAMED.split(" "))
"""Every state that a GPCI file of 2021 to 2026 names; Guam stands under HI."""


def begins(whole: Whole, codes: Sequence[str]) -> bool:
    """Tell whether rows begin as CMS's file does.

    Example:
        >>> begins(MUE, ["0001U", "0002M"]), begins(MUE, ["71260"])
        (True, False)
    """
    return bool(codes) and codes[0].startswith(whole.first)


def is_whole(whole: Whole, codes: Collection[str], count: int) -> bool:
    """Tell whether rows are a whole file's: they begin and end as every release does, and are as many.

    Args:
        whole: The kind.
        codes: The codes of the rows.
        count: How many rows there are.

    Returns:
        False for an excerpt, which says nothing of the codes that it leaves out.

    Example:
        >>> is_whole(MUE, ["71260", "71270"], 2)
        False
    """
    return count >= whole.least and max(codes) >= whole.last and begins(whole, [min(codes)])


def hold_whole(
    whole: Whole, codes: Sequence[str], problems: Problems, *, must: bool, count: int = 0
) -> None:
    """Note what shows that a table ends before its kind's last section, or lost rows, or their order.

    Args:
        whole: The kind.
        codes: The code of each row, in the file's order.
        problems: Where it is noted.
        must: True where an excerpt is refused too.
        count: How many rows there are, where `codes` name each but once.
    """
    count = count or len(codes)
    if not codes or not (must or begins(whole, codes)):
        return
    if count < whole.least or codes[-1] < whole.last:
        problems.found.append(
            f"a {whole.kind} of {count} rows that ends with {codes[-1]} is not whole (every one"
            f" that is known has {whole.least} rows or more and ends with {whole.last or 'its part'}"
            f"): {CURE}"
        )
    _hold_sections(whole, codes, problems)
    turned = next((at for at in range(1, len(codes)) if codes[at] < codes[at - 1]), 0)
    if turned:
        problems.found.append(
            f"row {turned + 1} of the table ({codes[turned]}) stands after {codes[turned - 1]}:"
            " the rows are out of CMS's order, from another file, or under another column"
        )


_MOST_GAPS = 3
"""A file that lacks more than a third of the sections is no release with a gap: its length tells."""


def _hold_sections(whole: Whole, codes: Sequence[str], problems: Problems) -> None:
    """Note a gap: sections of which every release has codes, and this one, which has most of them, none."""
    present = {code[:2] for code in codes}
    missing = sorted(whole.sections - present)
    if missing and len(missing) * _MOST_GAPS < len(whole.sections):
        problems.found.append(
            f"no code begins with {', '.join(missing)}, as in every {whole.kind} that is known: rows are missing: {CURE}"
        )
