"""The HCPCS Level II file (ANWEB), csv or fixed-width: the days of each code. Descriptions are not kept.

The csv is the sheet that CMS ships; notices may stand before its header. The fixed-width text has 293 to 320
characters a line. A record of identity 3 is a code and 7 a modifier, 4 and 8 continue their description. Modifiers
are read to hold the file, and not given: `cptkit.modifiers` has them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Unreadable, compact_date, read_cell
from cptkit.cms.spreadsheets import whole_number
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import HCPCS, hold_whole
from cptkit.values.published import HcpcsCode
from cptkit.values.table import Source, Table, TableKind

_NAMES = ("HCPC", "SEQNUM", "RECID", "ADD DT", "ACT EFF DT", "TERM DT", "ACTION CD")
_PLACES = ((0, 5), (5, 10), (10, 11), (268, 276), (276, 284), (284, 292), (292, 293))
"""CMS's record layout: 1-5, 6-10, 11, 269-276, 277-284, 285-292, 293."""
_LONGEST_PREAMBLE = 20
_LEAST_WIDTH, _MOST_WIDTH = 293, 330
_FIXED = re.compile(r"[A-Z0-9 ]{5}[0-9]{5}[3478]")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_ISO = re.compile(r"(20[0-9]{2}|19[0-9]{2})-([01][0-9])-([0-3][0-9])(?:[ T]00:00:00)?")
_ACTION = re.compile(r"[A-Z]?")
_CODE, _MORE_CODE, _MARK, _MORE_MARK = "3", "4", "7", "8"
_FEW = 3

Found = Iterable[tuple[int, list[str]]]


def _day(text: str) -> dt.date | None:
    """Read a day, or nothing; spreadsheets may have made a date of it."""
    iso = _ISO.fullmatch(text)
    plain = "".join(iso.groups()) if iso else whole_number(text)
    return compact_date(plain) if plain else None


def _first_day(text: str) -> dt.date:
    day = _day(text)
    if day is None:
        raise Unreadable("a date written YYYYMMDD")
    return day


def _action(text: str) -> str:
    if _ACTION.fullmatch(text) is None:
        raise Unreadable("empty or one letter")
    return text


def _identity(text: str) -> str:
    if text not in (_CODE, _MORE_CODE, _MARK, _MORE_MARK):
        raise Unreadable("3, 4, 7 or 8")
    return text


def _mark(text: str) -> str:
    if _MODIFIER.fullmatch(text) is None:
        raise Unreadable("a modifier of two characters")
    return text


@checked
def read_hcpcs(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[HcpcsCode]:
    r"""Read the HCPCS Level II file. The file states no days of its own: `effective` is needed.

    Args:
        source: The file's text, bytes or lines: the sheet as csv, or the fixed-width text.
        effective: First day of the release, the first of a quarter.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: The name of the release.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        Each Level II code with its days, in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = "HCPC,SEQNUM,RECID,ADD DT,ACT EFF DT,TERM DT,ACTION CD\nA9616,00100,3,20251001,20251001,,A\n"
        >>> print(read_hcpcs(text, effective=dt.date(2025, 10, 1))[0].effective)
        2025-10-01
    """
    problems = Problems()
    days = span(problems, effective, through)
    origin = Source("CMS", file, release, *days, licence=LICENCE)
    rows = tuple(_rows(_body(numbered(source, problems), problems), origin, problems))
    _hold_days(rows, problems)
    if not partial:
        hold_whole(HCPCS, [row.code for row in rows], problems, must=False)
    problems.refuse()
    return Table(TableKind.HCPCS_CODES, origin, rows, complete=not partial)


def _body(lines: Iterator[tuple[int, str]], problems: Problems) -> Found:
    """Tell the layout, and give what is read of each row: seven cells."""
    for number, line in lines:
        if _FIXED.match(line) and len(line) >= _LEAST_WIDTH:
            return _cut(_with(number, line, lines), problems)
        names = [cell.strip(' "').upper() for cell in line[:2000].split(",")]
        if names[0] == _NAMES[0]:
            missing = [name for name in _NAMES if names.count(name) != 1]
            if missing:
                raise problems.ended(
                    f"line {number}: the header has not, or twice: {', '.join(missing)}"
                )
            return _picked(rows_of(cells(lines, problems), len(names), problems), names)
        if number > _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of a HCPCS Level II file (HCPC, SEQNUM, RECID, ...) and no fixed-width record was found"
    )


def _with(number: int, line: str, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield number, line
    yield from lines


def _picked(found: Found, names: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the cells that are read, by the header."""
    places = [names.index(name) for name in _NAMES]
    for number, row in found:
        yield number, [row[place] for place in places]


def _cut(lines: Iterable[tuple[int, str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Cut fixed-width lines at their places; one of another width is noted."""
    blank = 0
    for number, line in lines:
        if not line.strip():
            blank = blank or number
            continue
        if blank:
            problems.at(blank, "a blank line stands among the rows")
            blank = 0
        if not _LEAST_WIDTH <= len(line) <= _MOST_WIDTH or not _FIXED.match(line):
            problems.at(
                number,
                f"is no record of {_LEAST_WIDTH} to {_MOST_WIDTH} characters that begins with a code: it is cut",
            )
            continue
        yield number, [line[start:end].strip() for start, end in _PLACES]


def _rows(found: Found, origin: Source, problems: Problems) -> Iterator[HcpcsCode]:
    """Make the rows of codes; a cell that cannot be read, or a code that recurs, is noted."""
    before = ""
    for number, texts in found:
        code, sequence, identity = texts[0], whole_number(texts[1]), whole_number(texts[2])
        kind = read_cell(_identity, "RECID", identity, number, problems)
        if kind in (_MORE_CODE, _MORE_MARK):
            if code != before:
                problems.at(number, f"continues {code}, but stands behind {before or 'no record'}")
            continue
        before = code
        problems.once(number, (code, ""), code)
        if not sequence.isdigit():
            problems.at(number, f"SEQNUM is {sequence!r}, not a number")
        row = _row(number, texts, origin, problems, marked=kind == _MARK)
        if row is not None:
            yield row


def _row(
    number: int, texts: list[str], origin: Source, problems: Problems, *, marked: bool
) -> HcpcsCode | None:
    """Make one row, or note why not; a modifier's is read, and not given."""
    noted = len(problems.found)
    code = read_cell(_mark if marked else fields.code, "HCPC", texts[0], number, problems)
    first = read_cell(_first_day, "ADD DT", texts[3], number, problems)
    changed = read_cell(_day, "ACT EFF DT", texts[4], number, problems)
    last = read_cell(_day, "TERM DT", texts[5], number, problems)
    action = read_cell(_action, "ACTION CD", texts[6], number, problems)
    if not marked and code is not None and code[0].isdigit():
        problems.at(number, f"{code} is no Level II code: the file has none of the AMA's")
    if first is not None and last is not None and last < first:
        problems.at(number, f"ends on {last}, before it begins on {first}")
    if marked or code is None or first is None or action is None or len(problems.found) > noted:
        return None
    return HcpcsCode(code, first, last, changed, action, origin)


def _hold_days(rows: tuple[HcpcsCode, ...], problems: Problems) -> None:
    """Note days of another column: CMS acts on a code after it was added."""
    after = sum(row.changed is not None and row.changed > row.effective for row in rows)
    ahead = sum(row.changed is not None and row.changed < row.effective for row in rows)
    if ahead > after and ahead >= _FEW:
        problems.found.append(
            f"{ahead} codes were changed before they were added: columns of dates are swapped"
        )
    without = sum(row.changed is None for row in rows)
    if without * 2 > len(rows) > _FEW:
        problems.found.append(
            f"{without} of {len(rows)} codes lack the day of CMS's last action: columns are swapped or lost"
        )
