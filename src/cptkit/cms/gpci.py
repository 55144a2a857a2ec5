"""Geographic practice cost indices (GPCI, addendum E): csv and fixed-width text.

Rows stand before the header and footnotes after the table; asterisks on names belong to the footnotes. The
header states the year. Spreadsheets lose leading zeros of contractors and localities: they are put back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from cptkit.cms.arguments import checked
from cptkit.cms.fields import Kind, Unreadable, padded, phrase, read_row
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, span
from cptkit.cms.whole import CURE, STATES
from cptkit.values.table import Locality, Source, Table, TableKind

_YEAR = re.compile(r"\b(20[0-9]{2}) PW GPCI")
_HEADER = re.compile(r"medicare admi[a-z ]*(\(mac\))?,? *state *,? *locality")
_INDEX = re.compile(r"[0-9](\.[0-9]{1,3})?")
_TORN = re.compile(r"[,\s][0-9](\.[0-9]{1,2})?\Z")
_STATE = re.compile(r"[A-Z]{2}")
_GAP = re.compile(r"\s{2,}")
_LONGEST_LINE = 1000
_LONGEST_PREAMBLE = 20
_CELLS = 7
_WITHOUT_FLOOR = 4
_FEW = 9
_FIRST = "AL"
"""Every file begins with Alabama and has blank lines or footnotes behind its last row."""
_ALASKA = Decimal("1.5")
"""Floor of work in Alaska: 1848(e)(1)(G) of the Social Security Act."""
_FRONTIER = frozenset(("MT", "ND", "NV", "SD", "WY"))
"""States with a floor of 1.0 for practice expense: 1848(e)(1)(I) of the Social Security Act."""


def index(text: str) -> Decimal:
    """Read an index; it is given with three decimals, since spreadsheets write 1 for 1.000."""
    if _INDEX.fullmatch(text) is None or not Decimal(text):
        raise Unreadable("an index of up to three decimals, above 0")
    return Decimal(text).quantize(Decimal("0.001"))


def state(text: str) -> str:
    """Read a two-letter state."""
    if _STATE.fullmatch(text) is None:
        raise Unreadable("a state of two letters")
    return text


def name(text: str) -> str:
    """Read a locality's name without its footnote marks."""
    plain = text.rstrip("*").rstrip()
    if not plain:
        raise Unreadable("a name")
    return phrase(plain)


_KINDS: dict[str, Kind] = {
    "mac": padded(5),
    "state": state,
    "number": padded(2),
    "name": name,
    "work_gpci": index,
    "pe_gpci": index,
    "malpractice_gpci": index,
}


@checked
def read_gpci(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[Locality]:
    r"""Read a GPCI file, csv or fixed-width text.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers; by default 1 January of the year in its header.
        through: Last day; by default 31 December of that year.
        file: The file's name, kept in the table's source.
        release: The name of the release; by default ``GPCI`` and the year.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The localities in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2025 PW GPCI,2025 PE GPCI,2025 MP GPCI"
        >>> read_gpci(text + "\n10112,AL,00,ALABAMA,1,0.869,0.575\n", partial=True)[0].id
        '10112-00'
    """
    problems = Problems()
    lines = numbered(source, problems)
    header = _header(lines, problems)
    columns = [header.upper().rfind(name) for name in ("PW GPCI", "PE GPCI", "MP GPCI")]
    if -1 not in columns and columns != sorted(columns):
        problems.found.append(
            "the header does not name work, practice expense, malpractice in order"
        )
    year = _YEAR.search(header)
    stated = (dt.date(int(year[1]), 1, 1), dt.date(int(year[1]), 12, 31)) if year else None
    days = span(problems, effective, through, stated)
    origin = Source(
        "CMS", file, release or (f"GPCI{year[1]}" if year else ""), *days, licence=LICENCE
    )
    found = cells(lines, problems) if "," in header else _fixed(lines)
    ends: list[int] = []
    rows = tuple(_rows(_floored(found, header), origin, problems, ends, torn=_torn(source)))
    if not partial:
        hold_states(rows, problems, must=not ends and bool(rows) and rows[0].state == _FIRST)
    problems.refuse()
    return Table(TableKind.LOCALITIES, origin, rows, complete=not partial)


def _header(lines: Iterator[tuple[int, str]], problems: Problems) -> str:
    """Find the header and leave the lines after it."""
    for number, line in lines:
        if len(line) <= _LONGEST_LINE and _HEADER.match(line.lower()):
            return line
        if number >= _LONGEST_PREAMBLE:
            break
    raise problems.ended(
        "no header of a GPCI file (Medicare Administrative Contractor, State, ...) was found"
    )


def _fixed(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Cut fixed-width lines at their gaps."""
    for number, line in lines:
        yield number, _GAP.split(line.strip()) if line.strip() else []


def _floored(
    found: Iterable[tuple[int, list[str]]], header: str
) -> Iterator[tuple[int, list[str]]]:
    """Leave out the work index without the floor, which some releases print beside the one in force."""
    both = "without 1.0 floor" in header.lower()
    for number, texts in found:
        wide = both and len(texts) == _CELLS + 1
        yield number, texts[:_WITHOUT_FLOOR] + texts[_WITHOUT_FLOOR + 1 :] if wide else texts


def _torn(source: Text) -> bool:
    """Tell whether a text ends in an index of fewer than three decimals, without the line break that would show it whole."""
    end = source[-8:] if isinstance(source, (str, bytes)) else ""
    return _TORN.search(end.decode("latin-1") if isinstance(end, bytes) else end) is not None


def _rows(
    found: Iterable[tuple[int, list[str]]],
    origin: Source,
    problems: Problems,
    ends: list[int],
    *,
    torn: bool,
) -> Iterator[Locality]:
    """Make the rows up to the first footnote, and note its line; a row after that, or one torn off, is a problem."""
    any_row = False
    number = 0
    for number, texts in found:
        if not _is_row(texts):
            ends.append(number)
            continue
        if ends:
            problems.at(number, f"a row stands after the end of the table on line {ends[0]}")
        row = _row(number, texts, origin, problems)
        if row is not None:
            _hold_floors(row, number, problems)
            problems.once(number, (row.id,), f"locality {row.id}")
            any_row = True
            yield row
    if torn and not ends:
        problems.at(
            number,
            "the text ends within an index: load the whole file, or end the line with a line break if it is whole",
        )
    if not any_row:
        problems.found.append("no rows: the text ends before the table begins")


def _is_row(texts: list[str]) -> bool:
    """Tell a row from a footnote: it begins with a contractor, or has an index after its first cell."""
    return bool(texts) and (
        texts[0][:1].isdigit() or any(_INDEX.fullmatch(text) for text in texts[1:])
    )


def _hold_floors(row: Locality, number: int, problems: Problems) -> None:
    """Note indices below what the law gives: then they stand in other columns or are another's."""
    if row.state == "AK" and row.work_gpci < _ALASKA:
        problems.at(number, f"work_gpci of Alaska is {row.work_gpci}, by law at least {_ALASKA}")
    if row.state in _FRONTIER and row.pe_gpci < 1:
        problems.at(number, f"pe_gpci of a frontier state is {row.pe_gpci}, by law at least 1.0")


def hold_states(rows: tuple[Locality, ...], problems: Problems, *, must: bool) -> None:
    """Note states that are missing.

    Args:
        rows: The localities, in the file's order.
        problems: Where it is noted.
        must: True where an excerpt is refused too; else only a text that begins as CMS's does and
            has more than a few rows is held to all states.
    """
    missing = sorted(STATES - {row.state for row in rows})
    if missing and rows and (must or (rows[0].state == _FIRST and len(rows) > _FEW)):
        problems.found.append(f"no locality of {', '.join(missing)}: {CURE}")


def _row(number: int, texts: list[str], origin: Source, problems: Problems) -> Locality | None:
    """Make one row, or note why not."""
    if len(texts) != _CELLS:
        problems.at(
            number,
            f"has {len(texts)} cells, {_CELLS} are expected: the row is cut or of another layout",
        )
        return None
    values = read_row(_KINDS, texts, number, problems)
    return (
        None
        if values is None
        else Locality(id=f"{values['mac']}-{values['number']}", **values, source=origin)
    )
