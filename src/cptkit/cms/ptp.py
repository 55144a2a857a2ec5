"""Procedure-to-procedure edits (PTP): tab-separated text with a wrapped header of six lines, or the same saved as csv.

Dates are YYYYMMDD, and ``*`` stands for not deleted. The same pair recurs as history. The file states no days
of its own: each edit has its days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Unreadable, compact_date, one_of, read_cell
from cptkit.cms.spreadsheets import whole_number
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
from cptkit.cms.whole import PTP, PTP_PART, Whole, hold_whole
from cptkit.errors import shown
from cptkit.files.pairs import Builder, Pairs, Terms
from cptkit.indicators import CorrectCoding, Setting
from cptkit.values.table import PtpEdit, Source, Table, TableKind

_FIRST = ("COLUMN 1", "COLUMN 2")
_WIDTH = 7
_LONGEST_PREAMBLE = 30
_HEADER_END = "9=not applicable"
_INDICATOR = one_of(CorrectCoding)
_OLDEST = dt.date(1996, 1, 1)


@checked
def read_ptp(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    setting: Setting,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    complete: bool = False,
    partial: bool = False,
) -> Table[PtpEdit]:
    r"""Read one part of a PTP edit file. The file states no days: `effective` is needed.

    CMS publishes each setting's table in several parts: read each, and give a catalog all of them.

    Args:
        source: The file's text, bytes or lines.
        setting: Whose claims it is for; the practitioner table serves ambulatory surgical centers too.
        effective: First day of the release, the first of a quarter.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: The name of the release, such as ``v322r0-f1``.
        complete: True where this text holds the whole table, so that absence in it proves that no edit exists.
        partial: True where the text is meant to be shorter than a part.

    Returns:
        A table whose `rows` are `cptkit.files.pairs.Pairs`; a `PtpEdit` is made when asked for.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> head = "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n" + "\t" * 5 + "9=not applicable\t\n"
        >>> text = head + "71260\t71250\t\t20050101\t*\t0\tMore extensive procedure\n"
        >>> table = read_ptp(text, setting=Setting.PROFESSIONAL, effective=dt.date(2026, 7, 1))
        >>> table.rows.find("71250", "71260", dt.date(2026, 7, 1)).indicator
        <CorrectCoding.NOT_ALLOWED: '0'>
    """
    problems = Problems()
    if not isinstance(setting, Setting):
        problems.found.append(
            f"setting is {shown(setting)}, not a Setting: the file does not state whose claims it is for"
        )
    origin = Source("CMS NCCI", file, release, *span(problems, effective, through), licence=LICENCE)
    rows = _Rows(problems, PTP if complete else PTP_PART, partial=partial)
    pairs = rows.packed(_body(numbered(source, problems), problems), origin)
    if unended(source):
        rows.hold_last()
    problems.refuse()
    return Table(TableKind.PTP, origin, pairs, setting, complete)


def _body(lines: Iterator[tuple[int, str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Find the wrapped header and give the rows after it."""
    delimiter = ""
    for number, line in lines:
        words = line.upper()
        if not delimiter:
            delimiter = next(
                (
                    mark
                    for mark in ("\t", ",")
                    if tuple(w.strip(' "') for w in words.split(mark, 2)[:2]) == _FIRST
                ),
                "",
            )
        if delimiter and _HEADER_END.upper() in words:
            return _split(lines) if delimiter == "\t" else cells(lines, problems)
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of a PTP file (Column 1, Column 2, ... 9=not applicable) was found"
    )


def _split(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Cut tab-separated lines; this layout has no quotes, and millions of lines."""
    for number, line in lines:
        yield number, line.split("\t") if line.strip() else []


class _Rows:
    """Packs the rows, and holds them to what a whole file is."""

    def __init__(self, problems: Problems, whole: Whole, *, partial: bool) -> None:
        self._problems = problems
        self._whole = whole
        self._partial = partial
        self._codes: set[str] = set()
        self._terms: dict[tuple[str, ...], int] = {}
        self._phrases: list[str] = []
        self._firsts: list[str] = []
        self._last = ""
        self._last_recurs = False

    def packed(self, found: Iterable[tuple[int, list[str]]], origin: Source) -> Pairs:
        """Pack the rows; a cell that cannot be read, or a row that recurs, is noted."""
        builder = Builder()
        codes, terms, firsts = self._codes, self._terms, self._firsts
        count, one = 0, ""
        for number, row in rows_of(found, _WIDTH, self._problems):
            if row[0] != one:
                firsts.append(row[0])
            one, two, rest = row[0], row[1], tuple(row[2:])
            count += 1
            for name, text in (("column_1", one), ("column_2", two)):
                if text not in codes:
                    self._code(name, text, number)
            term = terms.get(rest)
            self._last_recurs = term is not None
            if term is None:
                read = _terms(rest, number, self._problems)
                if read is None:
                    continue
                term = terms[rest] = builder.term(read)
            if one in codes and two in codes:
                builder.add(one, two, term)
            self._last = rest[-1]
        self._problems.found.extend(
            f"{a}/{b} stands twice with equal days and indicator" for a, b in builder.repeated()
        )
        self._hold(count)
        return builder.build(origin)

    def _code(self, name: str, text: str, number: int) -> None:
        """Read a code that is new in the file."""
        if read_cell(fields.code, name, text, number, self._problems) is not None:
            self._codes.add(text)

    def _hold(self, count: int) -> None:
        """Hold the column 1 codes to the kind."""
        if not self._partial:
            self._hold_blocks()
            hold_whole(self._whole, self._firsts, self._problems, must=False, count=count)

    def _hold_blocks(self) -> None:
        """Note column 1 codes whose rows do not stand together: then column 2 stands in their place, or rows are mixed."""
        again = [code for code, count in Counter(self._firsts).items() if count > 1]
        if again:
            self._problems.found.append(
                f"the rows of {len(again)} column 1 codes, {again[0]} first, do not stand together: columns are swapped"
                " or rows of another file are mixed in"
            )

    def hold_last(self) -> None:
        """Note a rationale at the end of the text that may be cut."""
        others = [terms[-1].strip() for terms in self._terms]
        if others and not self._last_recurs:
            others.pop()
        if others and may_be_cut(self._last.strip(), others):
            self._problems.found.append(torn(self._last))


def _terms(texts: tuple[str, ...], number: int, problems: Problems) -> Terms | None:
    """Read what is not code: the mark of before 1996, the days, the indicator, the rationale."""
    before = len(problems.found)
    prior, first, last, indicator, rationale = (whole_number(text.strip()) for text in texts)
    old = read_cell(_prior, "mark of before 1996", prior, number, problems)
    effective = (
        _OLDEST
        if old and not first
        else read_cell(compact_date, "effective date", first, number, problems)
    )
    through = (
        None if last == "*" else read_cell(compact_date, "deletion date", last, number, problems)
    )
    how = read_cell(_INDICATOR, "modifier indicator", indicator, number, problems)
    read_cell(fields.phrase, "rationale", rationale, number, problems)
    if effective is not None and through is not None and through < effective:
        problems.at(number, f"ends on {through}, before it begins on {effective}")
    if len(problems.found) > before or not isinstance(how, CorrectCoding):
        return None
    return effective, through, how, rationale


def _prior(text: str) -> bool:
    """Read the mark of edits that are older than 1996."""
    if text not in ("", "*"):
        raise Unreadable("empty or *")
    return text == "*"
