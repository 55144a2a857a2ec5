"""Add-on code edits (AOC), saved as csv or tab-separated text.

Dates are Julian, YYYYDDD; a deletion date is the last day in force. ``CCCCC`` stands for primaries that the
contractor names. The file states no days of its own: each edit has its days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import julian_date, one_of, read_cell
from cptkit.cms.spreadsheets import restored
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import ADD_ON, hold_whole
from cptkit.indicators import AddOnType
from cptkit.values.table import AddOnEdit, Source, Table, TableKind

_HEADER = (
    "AOC_Edit_Type",
    "Add-On_Code",
    "AOC_DelDT",
    "Primary_Code",
    "Primary_Code_DelDT",
    "AOC_Edit_EffDT",
    "AOC_Edit_DelDT",
    "Special_Instruction_Notes",
)
_COLUMNS = ("type", "code", "through", "primary", "through", "effective", "through", "notes")
_CONTRACTOR = "CCCCC"
_FEW = 4
_LONGEST_PREAMBLE = 20
_TYPE = one_of(AddOnType)
_DAY = re.compile(r"(19|20)[0-9]{5}")


@checked
def read_add_on(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[AddOnEdit]:
    r"""Read an add-on code edit file. The file states no days: `effective` is needed.

    Args:
        source: The file's text, bytes or lines.
        effective: First day of the release, the first of a quarter.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: The name of the release, such as ``V2026Q2``.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The edits in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = ",".join(_HEADER) + "\n2,77001,,CCCCC,,2013091,,Contractor Defined Primary Codes\n"
        >>> edit = read_add_on(text, effective=dt.date(2026, 4, 1))[0]
        >>> edit.primary is None, edit.effective
        (True, datetime.date(2013, 4, 1))
    """
    problems = Problems()
    origin = Source("CMS NCCI", file, release, *span(problems, effective, through), licence=LICENCE)
    found = _body(numbered(source, problems), problems)
    rows = tuple(_rows(found, origin, problems))
    if sum(row.effective is None for row in rows) > len(rows) // 2 > _FEW:
        problems.found.append("most rows have no effective date: columns are swapped")
    if not partial:
        hold_whole(ADD_ON, [row.add_on for row in rows], problems, must=False)
    problems.refuse()
    return Table(TableKind.ADD_ON, origin, rows, complete=not partial)


def _body(lines: Iterator[tuple[int, str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Find the header and give the rows after it."""
    for number, line in lines:
        for delimiter in (",", "\t"):
            if tuple(cell.strip(' "') for cell in line[:1000].split(delimiter)) == _HEADER:
                return cells(lines, problems, delimiter)
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended("no header of an add-on file (AOC_Edit_Type, Add-On_Code, ...) was found")


def _rows(
    found: Iterable[tuple[int, list[str]]], origin: Source, problems: Problems
) -> Iterator[AddOnEdit]:
    """Make the rows; a cell that cannot be read, or an edit that recurs, is noted."""
    for number, texts in restored(_COLUMNS, rows_of(found, len(_HEADER), problems)):
        problems.once(number, (texts[1], texts[3], texts[5]))
        row = _row(number, texts, origin, problems)
        if row is not None:
            yield row


def _row(number: int, texts: list[str], origin: Source, problems: Problems) -> AddOnEdit | None:
    """Make one row, or note why not."""
    before = len(problems.found)
    kind = read_cell(_TYPE, "type", texts[0], number, problems)
    add_on = read_cell(fields.code, "add_on", texts[1], number, problems)
    for name, text in (("AOC_DelDT", texts[2]), ("Primary_Code_DelDT", texts[4])):
        read_cell(julian_date, name, text, number, problems)
    primary = (
        None
        if texts[3] == _CONTRACTOR
        else read_cell(fields.code, "primary", texts[3], number, problems)
    )
    first = read_cell(julian_date, "effective", texts[5], number, problems)
    last = read_cell(julian_date, "through", texts[6], number, problems)
    if _DAY.fullmatch(texts[7]):
        problems.at(number, f"the notes hold {texts[7]}, a date: columns are swapped")
    if not texts[6] and (texts[2] or texts[4]):
        problems.at(number, "a code is deleted, but not the edit: columns are swapped or dropped")
    if first is not None and last is not None and last < first:
        problems.at(number, f"ends on {last}, before it begins on {first}")
    if not isinstance(kind, AddOnType) or add_on is None or len(problems.found) > before:
        return None
    return AddOnEdit(add_on, primary, kind, first, last, origin)
