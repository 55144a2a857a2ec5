"""The physician fee schedule's relative value file (PPRRVU): csv of 31 and 32 columns, and fixed width.

The csv states its year and quarter in its first line; the fixed-width text states neither.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fee_sums import hold_row, hold_sound
from cptkit.cms.fields import Kind, decimals, flag, one_of, read_row
from cptkit.cms.spreadsheets import restored
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import FEE_SCHEDULE, hold_whole
from cptkit.errors import shown
from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    GlobalDays,
    ImagingFamily,
    MultipleProcedure,
    PcTc,
    Status,
    Supervision,
    TeamSurgeon,
)
from cptkit.values.table import FeeScheduleRow, Source, Table, TableKind

KINDS: dict[str, Kind] = {
    "code": fields.code,
    "modifier": fields.modifier,
    "status": one_of(Status),
    "not_used_for_medicare": flag("+"),
    "work_rvu": decimals(2),
    "non_facility_pe_rvu": decimals(2),
    "non_facility_na": flag("NA"),
    "facility_pe_rvu": decimals(2),
    "facility_na": flag("NA"),
    "malpractice_rvu": decimals(2),
    "non_facility_total": decimals(2),
    "facility_total": decimals(2),
    "pc_tc": one_of(PcTc),
    "global_days": one_of(GlobalDays),
    "pre_op": decimals(2),
    "intra_op": decimals(2),
    "post_op": decimals(2),
    "multiple_procedure": one_of(MultipleProcedure),
    "bilateral": one_of(Bilateral),
    "assistant_surgeon": one_of(AssistantSurgeon),
    "co_surgeon": one_of(CoSurgeon),
    "team_surgeon": one_of(TeamSurgeon),
    "price_indicator": fields.digit,
    "endoscopic_base": fields.optional_code,
    "conversion_factor": decimals(4),
    "supervision": one_of(Supervision),
    "calculation_flag": fields.digit,
    "imaging_family": one_of(ImagingFamily),
    "opps_non_facility_pe_rvu": decimals(2),
    "opps_facility_pe_rvu": decimals(2),
    "opps_malpractice_rvu": decimals(2),
}
"""Every field in the order of the 32-column layout, without the description, and how it is written."""

_NAMES_32 = tuple(KINDS)
_NAMES_31 = tuple(name for name in KINDS if name != "price_indicator")
_HEADER = (
    "HCPCS MOD DESCRIPTION CODE PAYMENT RVU PERVU INDICATOR PERVU INDICATOR RVU TOTAL TOTAL IND DAYS OP OP OP PROC SURG SURG SURG SURG"
    " BASE FACTOR PROCEDURES FLAG INDICATOR AMOUNT AMOUNT AMOUNT"
)
_HEADER_31 = _HEADER.split(" ")
_HEADER_32 = [*_HEADER_31[:23], "IND", *_HEADER_31[23:]]
_DESCRIPTION = 2
_LONGEST_PREAMBLE = 20

_WIDTHS = {
    "code": (0, 5),
    "modifier": (5, 7),
    "status": (57, 58),
    "not_used_for_medicare": (58, 59),
    "work_rvu": (59, 65),
    "non_facility_pe_rvu": (65, 72),
    "non_facility_na": (72, 74),
    "facility_pe_rvu": (74, 81),
    "facility_na": (81, 83),
    "malpractice_rvu": (83, 89),
    "non_facility_total": (89, 96),
    "facility_total": (96, 102),
    "pc_tc": (102, 103),
    "global_days": (103, 106),
    "pre_op": (106, 109),
    "intra_op": (109, 112),
    "post_op": (112, 115),
    "multiple_procedure": (115, 116),
    "bilateral": (116, 117),
    "assistant_surgeon": (117, 118),
    "co_surgeon": (118, 119),
    "team_surgeon": (119, 120),
    "endoscopic_base": (127, 132),
    "conversion_factor": (133, 140),
    "supervision": (141, 143),
    "calculation_flag": (143, 144),
    "imaging_family": (145, 147),
    "opps_non_facility_pe_rvu": (147, 157),
    "opps_facility_pe_rvu": (157, 164),
    "opps_malpractice_rvu": (164, 171),
}
_WIDTH = 171
_FILLERS = ((120, 127), (132, 133), (140, 141), (144, 145))

_RELEASE = re.compile(
    r"(20[0-9]{2}) National Physician Fee Schedule Relative Value File (January|April|July|October) Release"
)
_QUARTERS = {"January": ("A", 1), "April": ("B", 4), "July": ("C", 7), "October": ("D", 10)}


@checked
def read_fee_schedule(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[FeeScheduleRow]:
    r"""Read a relative value file (PPRRVU), csv or fixed-width text, of any year since 2020.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers; the csv states it, the text does not.
        through: Last day that it covers; the csv states its quarter.
        file: The file's name, kept in the table's source.
        release: CMS's name of the release, such as ``RVU25D``; the csv states it.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The rows in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> read_fee_schedule("HDR\n", effective=dt.date(2025, 10, 1))
        Traceback (most recent call last):
        cptkit.errors.DataError: no rows: the text ends before the table begins
    """
    problems = Problems()
    lines = numbered(source, problems)
    first = next(((number, line) for number, line in lines if line.strip()), (0, ""))
    stated: tuple[str, dt.date, dt.date] | None = None
    if first[1].startswith("HDR"):
        names, found = _NAMES_31, _fixed(chain([first], lines), problems)
    else:
        names, found, stated = _delimited(cells(chain([first], lines), problems), problems)
    days = span(problems, effective, through, stated[1:] if stated else None)
    origin = Source("CMS", file, release or (stated[0] if stated else ""), *days, licence=LICENCE)
    rows = tuple(_rows(names, restored(names, found), origin, problems))
    hold_sound(rows, days[0], problems)
    if not partial:
        hold_whole(FEE_SCHEDULE, [row.code for row in rows], problems, must=False)
    problems.refuse()
    return Table(TableKind.FEE_SCHEDULE, origin, rows, complete=not partial)


def _delimited(
    found: Iterator[tuple[int, list[str]]], problems: Problems
) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]], tuple[str, dt.date, dt.date] | None]:
    """Find the header and the release of a csv; the rest of its rows come without the description."""
    stated = None
    for number, row in found:
        if row[:2] == ["HCPCS", "MOD"]:
            words = [cell.replace(" ", "").upper() for cell in row]
            names = {tuple(_HEADER_31): _NAMES_31, tuple(_HEADER_32): _NAMES_32}.get(tuple(words))
            if names is not None:
                body = rows_of(found, len(words), problems)
                return (
                    names,
                    (
                        (at, cells_[:_DESCRIPTION] + cells_[_DESCRIPTION + 1 :])
                        for at, cells_ in body
                    ),
                    stated,
                )
            problems.at(number, f"the header of {len(row)} columns is of no year that is known")
            break
        stated = stated or _stated(" ".join(row))
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of a relative value file (HCPCS, MOD, DESCRIPTION, ...) was found"
    )


def _stated(text: str) -> tuple[str, dt.date, dt.date] | None:
    """Read release, first and last day from the title line."""
    match = _RELEASE.search(text[:500])
    if match is None:
        return None
    year = int(match[1])
    letter, month = _QUARTERS[match[2]]
    after = dt.date(year + (month == 10), (month + 2) % 12 + 1, 1)
    return f"RVU{year % 100}{letter}", dt.date(year, month, 1), after - dt.timedelta(days=1)


def _fixed(lines: Iterable[tuple[int, str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Cut fixed-width lines into cells; lines of another width are noted."""
    body = (
        (number, [line] if line.strip() else [])
        for number, line in lines
        if not line.startswith("HDR")
    )
    for number, (line,) in rows_of(body, 1, problems):
        if len(line.rstrip()) != _WIDTH or any(line[a:b].strip() for a, b in _FILLERS):
            problems.at(
                number,
                f"is no row of {_WIDTH} characters: it is cut or of a layout that is not known ({shown(line[:20])})",
            )
        else:
            yield number, [line[first:last].strip() for first, last in _WIDTHS.values()]


def _rows(
    names: tuple[str, ...],
    found: Iterable[tuple[int, list[str]]],
    origin: Source,
    problems: Problems,
) -> Iterator[FeeScheduleRow]:
    """Make the rows; a cell that cannot be read, or a key that recurs, is noted."""
    columns = {name: KINDS[name] for name in names}
    for number, texts in found:
        values = read_row(columns, texts, number, problems)
        problems.once(number, (texts[0], texts[1]), f"{texts[0]} {texts[1] or 'global'}")
        if values is not None:
            row = FeeScheduleRow(**values, source=origin)
            hold_row(row, number, problems)
            yield row
