"""OPPS Addendum B: how hospitals are paid for each code of a quarter, csv. Descriptors are not kept.

Title and notices stand before the header; years append columns behind the eight that every year has. Money is
written ``$1,234.56``, and a lone point stands for none. The file states no days: its name does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from cptkit.cms import fields
from cptkit.cms.addendum_sums import Line, hold_sums
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Unreadable, one_of, read_cell
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import ADDENDUM_B, hold_whole
from cptkit.indicators import OppsStatus, Setting
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import Source, Table, TableKind

_HEADER = (
    "hcpcs code",
    "short descriptor",
    "si",
    "apc",
    "relative weight",
    "payment rate",
    "national unadjusted copayment",
    "minimum unadjusted copayment",
)
_LONGEST_PREAMBLE = 20
_STATUS = one_of(OppsStatus)
_DOLLARS = re.compile(r"\$ ?(?:[0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,7})\.[0-9]{2,3}")
_PLAIN = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,4})?")
_WEIGHT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]{1,4})?|[0-9]{0,6}\.?[0-9]{1,4}")
_NONE = ("", ".", "$ -", "$-")


def dollars(text: str) -> Decimal | None:
    """Read money, or nothing.

    Example:
        >>> dollars("$1,234.56"), dollars(".")
        (Decimal('1234.56'), None)
    """
    if text in _NONE:
        return None
    if _DOLLARS.fullmatch(text) is None and _PLAIN.fullmatch(text) is None:
        raise Unreadable("dollars, such as $1,234.56, or nothing")
    return Decimal(text.strip("$ ").replace(",", ""))


def weight(text: str) -> Decimal | None:
    """Read a relative weight, or nothing."""
    if text in _NONE:
        return None
    if _WEIGHT.fullmatch(text) is None:
        raise Unreadable("a relative weight, or nothing")
    return Decimal(text.replace(",", ""))


@checked
def read_addendum_b(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[OppsStatusRow]:
    r"""Read OPPS Addendum B, csv. The file states no days: `effective` is needed.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers, the first of a quarter.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: The name of the release.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        Hospital status and national rate of each code, in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> head = "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,Minimum Unadjusted Copayment"
        >>> row = read_addendum_b(head + "\n71260,,Q3,5571,1.9,$175.06,.,$35.02\n", effective=dt.date(2026, 1, 1))[0]
        >>> row.status.name, row.rate
        ('COMPOSITE', Decimal('175.06'))
    """
    problems = Problems()
    days = span(problems, effective, through)
    origin = Source("CMS", file, release, *days, licence=LICENCE)
    found, width = _body(cells(numbered(source, problems), problems), problems)
    lines = tuple(_rows(found, width, origin, problems))
    _hold_form(lines, problems)
    hold_sums(lines, problems)
    rows = tuple(line.row for line in lines)
    if not partial:
        hold_whole(ADDENDUM_B, [row.code for row in rows], problems, must=False)
    problems.refuse()
    return Table(
        TableKind.OPPS_STATUS, origin, rows, Setting.OUTPATIENT_HOSPITAL, complete=not partial
    )


def _body(
    found: Iterator[tuple[int, list[str]]], problems: Problems
) -> tuple[Iterator[tuple[int, list[str]]], int]:
    """Find the header, and give the rows after it and how wide they are."""
    for number, row in found:
        names = [" ".join(cell.lower().split()) for cell in row]
        if names[:1] == list(_HEADER[:1]):
            if tuple(names[: len(_HEADER)]) != _HEADER or len(set(names)) < len(names):
                wanted = ", ".join(_HEADER)
                raise problems.ended(
                    f"line {number}: the header is not {wanted} and others, once each"
                )
            return found, len(row)
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of OPPS Addendum B (HCPCS Code, Short Descriptor, SI, APC, ...) was found"
    )


def _rows(
    found: Iterable[tuple[int, list[str]]], width: int, origin: Source, problems: Problems
) -> Iterator[Line]:
    """Make the rows; a cell that cannot be read, or a code that recurs, is noted."""
    for number, texts in rows_of(found, width, problems):
        before = len(problems.found)
        code = read_cell(fields.code, "code", texts[0], number, problems)
        status = read_cell(_STATUS, "SI", texts[2], number, problems)
        heavy = read_cell(weight, "relative weight", texts[4], number, problems)
        money = [
            read_cell(dollars, name, text, number, problems)
            for name, text in zip(_HEADER[5:], texts[5:8], strict=True)
        ]
        problems.once(number, (texts[0],))
        if code is None or not isinstance(status, OppsStatus) or len(problems.found) > before:
            continue
        row = OppsStatusRow(code, status, origin.effective, origin.through, money[0], origin)
        yield Line(number, row, heavy, money[2])


def _hold_form(lines: tuple[Line, ...], problems: Problems) -> None:
    """Note a table without any status that is paid: columns are swapped, or it is another's."""
    if len(lines) > _LONGEST_PREAMBLE and not any(line.row.rate is not None for line in lines):
        problems.found.append("no row has a payment rate: the column is lost")
