"""The ICD-10-CM code list in tabular order (``icd10cm_order_YYYY.txt``), fixed width.

A line has a running number (5 characters), the code without its dot (7), a flag (0 header, 1 valid on a claim), a
short text (60) and the long one, with a blank between each two.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cptkit.cms.arguments import checked
from cptkit.cms.text import Problems, Text, numbered, span, torn, unended
from cptkit.cms.whole import CURE
from cptkit.errors import shown
from cptkit.values.diagnosis import dotted, has_form
from cptkit.values.necessity import IcdCode
from cptkit.values.table import Source, Table, TableKind

_NAME = re.compile(r"order[_-]?(20[0-9]{2})")
_LINE = re.compile(r"(?P<number>[0-9]{5}) (?P<code>[A-Z0-9 ]{7}) (?P<flag>[01]) (?P<texts>.+)")
_SHORT = 61


@checked
def read_icd10(  # noqa: PLR0913 - as the other readers
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[IcdCode]:
    r"""Read the year's list of ICD-10-CM codes, headers included.

    Args:
        source: The text, bytes or lines of ``icd10cm_order_YYYY.txt``.
        effective: First day; by default 1 October before the year in `file`. The list of an April update begins later.
        through: Last day; by default 30 September of the year in `file`.
        file: The file's name, which states the fiscal year.
        release: The name of the release; by default ``ICD-10-CM`` and the year.
        partial: True where lines were left out; the running numbers need not follow each other then.

    Returns:
        The codes in the file's order.

    Raises:
        DataError: A line is cut or of another layout, a code recurs or has not its form, a running number is missing,
            or no day is stated; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> lines = "\n".join((
        ...     f"00001 M2556   0 {'Pain in knee':60} Pain in knee",
        ...     f"00002 M25561  1 {'Pain in right knee':60} Pain in right knee",
        ...     "",
        ... ))
        >>> table = read_icd10(lines, file="icd10cm_order_2026.txt")
        >>> [(row.code, row.billable, row.side) for row in table], str(table.source.effective)
        ([('M25.56', False, None), ('M25.561', True, 'RIGHT')], '2025-10-01')
    """
    problems = Problems()
    year = _NAME.search(file.lower())
    stated = None
    if year is not None:
        stated = (dt.date(int(year[1]) - 1, 10, 1), dt.date(int(year[1]), 9, 30))
    days = span(problems, effective, through, stated)
    origin = Source("CMS and NCHS", file, release or _release(year), *days, licence="public domain")
    numbers: list[tuple[int, int]] = []
    rows = tuple(_rows(numbered(source, problems), origin, problems, numbers))
    if not rows:
        problems.found.append("no codes: the text ends before the list begins")
    elif unended(source) and not problems.found:
        problems.found.append(torn(rows[-1].text))
    if not problems.found and not partial:
        _hold_numbers(numbers, problems)
    problems.refuse()
    return Table(TableKind.ICD10_CM, origin, rows, complete=not partial)


def _hold_numbers(numbers: list[tuple[int, int]], problems: Problems) -> None:
    """Note where the running numbers of the lines leave one out."""
    for (_, before), (line, after) in pairwise(numbers):
        if after != before + 1:
            problems.at(
                line, f"number {after:05d} follows {before:05d}, so that lines are missing: {CURE}"
            )


def _release(year: re.Match[str] | None) -> str:
    return "ICD-10-CM" if year is None else f"ICD-10-CM {year[1]}"


def _rows(
    lines: Iterable[tuple[int, str]],
    origin: Source,
    problems: Problems,
    numbers: list[tuple[int, int]],
) -> Iterator[IcdCode]:
    """Make the rows; blank lines at the end are meant, everything else that is no row is noted."""
    for number, line in lines:
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        code = "" if found is None else found["code"].strip()
        if found is None or not has_form(code) or len(found["texts"]) <= _SHORT:
            problems.at(
                number,
                f"{shown(line[:40])} is no line of an ICD-10-CM order file: it is cut or of another layout",
            )
            continue
        problems.once(number, (code,), f"code {code}")
        numbers.append((number, int(found["number"])))
        text = found["texts"][_SHORT:].strip()
        yield IcdCode(dotted(code), found["flag"] == "1", text, origin)
