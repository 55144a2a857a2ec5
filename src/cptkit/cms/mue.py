"""Medically unlikely edits (MUE csv), practitioner and outpatient hospital.

A notice of several lines in quotes stands first, and the header has a line break inside its first cell. The
header names the setting; the file states no days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Unreadable, read_cell
from cptkit.cms.spreadsheets import restored
from cptkit.cms.text import (
    LICENCE,
    Problems,
    Text,
    cells,
    may_be_cut,
    numbered,
    rows_of,
    span,
    torn,
    unended,
)
from cptkit.cms.whole import MUE, hold_whole
from cptkit.errors import shown
from cptkit.indicators import Adjudication, Setting
from cptkit.values.table import Mue, Source, Table, TableKind

_SETTINGS = {
    "Practitioner Services MUE Values": (Setting.PROFESSIONAL, Setting.ASC),
    "Outpatient Hospital Services MUE Values": (Setting.OUTPATIENT_HOSPITAL,),
}
_HEADER_END = ["MUE Adjudication Indicator", "MUE Rationale"]
_LONGEST_PREAMBLE = 40
_MOST_DIGITS = 7


def units(text: str) -> int:
    """Read a number of units; 0 occurs."""
    if not 0 < len(text) <= _MOST_DIGITS or not (text.isascii() and text.isdigit()):
        raise Unreadable("a whole number of units")
    return int(text)


def adjudication(text: str) -> Adjudication:
    """Read an adjudication indicator, such as ``3 Date of Service Edit: Clinical``."""
    digit, _, _ = text.partition(" ")
    if digit not in ("1", "2", "3"):
        raise Unreadable("an adjudication indicator that begins with 1, 2 or 3")
    return Adjudication(digit)


@checked
def read_mue(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    setting: Setting | None = None,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[Mue]:
    r"""Read an MUE csv. The file states no days: `effective` is needed.

    Args:
        source: The file's text, bytes or lines.
        setting: Whose claims it is for; by default what its header says. The practitioner file serves
            ambulatory surgical centers too.
        effective: First day that it covers, the first of a quarter.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: The name of the release.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The edits in the file's order.

    Raises:
        DataError: Anything cannot be read, or the header names another setting; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n71260,2,3 Date,Data\n"
        >>> read_mue(text, effective=dt.date(2026, 7, 1))[0].adjudication
        <Adjudication.DAY_CLINICAL: '3'>
    """
    problems = Problems()
    origin = Source("CMS NCCI", file, release, *span(problems, effective, through), licence=LICENCE)
    found = cells(numbered(source, problems), problems)
    setting = _setting(found, setting, problems)
    rows = tuple(_rows(found, setting, origin, problems))
    if unended(source):
        _hold_last(rows, problems)
    if not partial:
        hold_whole(MUE, [row.code for row in rows], problems, must=False)
    problems.refuse()
    return Table(TableKind.MUE, origin, rows, setting, complete=not partial)


def _setting(
    found: Iterator[tuple[int, list[str]]], setting: Setting | None, problems: Problems
) -> Setting:
    """Find the header and settle the setting; without a header nothing more can be read."""
    for number, row in found:
        settings = _SETTINGS.get(row[1], ()) if len(row) == 4 and row[2:] == _HEADER_END else ()
        if settings:
            if setting is not None and setting not in settings:
                problems.at(
                    number,
                    f"the header is of the table for {settings[0].value}, not {_asked(setting)}",
                )
            return setting or settings[0]
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended("no header of an MUE file (HCPCS/CPT Code, ... MUE Values, ...) was found")


def _asked(setting: object) -> str:
    return setting.value if isinstance(setting, Setting) else shown(setting)


def _rows(
    found: Iterable[tuple[int, list[str]]], setting: Setting, origin: Source, problems: Problems
) -> Iterator[Mue]:
    """Make the rows; a cell that cannot be read, or a code that recurs, is noted."""
    names = ("code", "units", "adjudication", "rationale")
    for number, (code, most, indicator, rationale) in restored(names, rows_of(found, 4, problems)):
        name = read_cell(fields.code, "code", code, number, problems)
        count = read_cell(units, "units", most, number, problems)
        how = read_cell(adjudication, "adjudication", indicator, number, problems)
        why = read_cell(fields.phrase, "rationale", rationale, number, problems)
        problems.once(number, (code,))
        if name is not None and count is not None and how is not None and why is not None:
            yield Mue(name, count, how, why, setting, origin)


def _hold_last(rows: tuple[Mue, ...], problems: Problems) -> None:
    """Note a last row whose rationale may be cut: no other row gives it, or others give a longer one."""
    if rows and may_be_cut(rows[-1].rationale, [row.rationale for row in rows[:-1]]):
        problems.found.append(torn(rows[-1].rationale))
