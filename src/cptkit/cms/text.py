"""From a caller's text, bytes or lines to numbered lines and cells, with every problem noted on the way.

Read as they are meant: a byte order mark, CRLF or LF, blank lines at the end, and the lone 0x1A with which
DOS once ended files. Anything else that is no text is a problem.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from cptkit.errors import DataError, shown
from cptkit.values.days import as_day
from cptkit.values.raw import unboxed

Text: TypeAlias = "str | bytes | Iterable[str] | Iterable[bytes]"

LICENCE = "US government work; CPT codes are copyright of the American Medical Association"
"""What governs use of CMS's files; the source of every table read from one says so."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DOS_END = "\x1a"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DOS_END_ROW = re.compile(r"\x1a[,\s]*")
_LINE = re.compile(r"line ([0-9]+):")


class Problems:
    """What could not be read so far, each with its place.

    Example:
        >>> problems = Problems()
        >>> problems.at(3, "a cell is missing")
        >>> problems.found
        ['line 3: a cell is missing']
    """

    def __init__(self) -> None:
        self.found: list[str] = []
        self._first: dict[tuple[str, ...], int] = {}

    def at(self, number: int, text: str) -> None:
        """Note a problem on a line."""
        self.found.append(f"line {number}: {text}")

    def once(self, number: int, key: tuple[str, ...], name: str = "") -> None:
        """Note a row whose key stands on an earlier line already.

        Args:
            number: The row's line.
            key: What must not recur in the file.
            name: What the key is called; by default its parts, with blanks between.

        Example:
            >>> problems = Problems()
            >>> problems.once(2, ("71260", "26"))
            >>> problems.once(7, ("71260", "26"))
            >>> problems.found
            ['line 7: 71260 26 stands on line 2 already']
        """
        first = self._first.setdefault(key, number)
        if first != number:
            self.at(number, f"{name or ' '.join(key)} stands on line {first} already")

    def ended(self, text: str) -> DataError:
        """Note what leaves nothing to read, such as a missing header, and give the error of everything noted."""
        self.found.append(text)
        return DataError(tuple(self.found))

    def refuse(self) -> None:
        """Raise a `DataError` with everything noted, if anything was; what names lines in their order."""
        if self.found:
            raise DataError(tuple(_in_line_order(self.found)))


def _in_line_order(found: list[str]) -> Iterator[str]:
    """Give problems with those that name a line in the order of the lines, the others where they stand."""
    lines = {text: int(match[1]) for text in found if (match := _LINE.match(text))}
    ordered = iter(sorted((text for text in found if text in lines), key=lines.__getitem__))
    return (next(ordered) if text in lines else text for text in found)


def numbered(source: Text, problems: Problems) -> Iterator[tuple[int, str]]:
    r"""Give the lines of a source with their numbers from 1, without line ends.

    Args:
        source: Text, bytes or lines of either.
        problems: Where control characters and bytes that are no text are noted.

    Yields:
        The number and the line.

    Raises:
        DataError: The source is of a wrong type or in UTF-16.

    Example:
        >>> list(numbered(b"a\r\nb\n", Problems()))
        [(1, 'a'), (2, 'b')]
    """
    ended = 0
    for number, raw in enumerate(_raw_lines(source), 1):
        line = _line(raw, number, problems)
        if ended and line:
            problems.at(ended, "an end-of-file character (0x1A) stands before the end")
            ended = 0
        if _DOS_END_ROW.fullmatch(line):
            line, ended = "", number
        elif line.endswith(_DOS_END):
            line, ended = line[:-1], number
        if _CONTROL.search(line):
            problems.at(number, "holds a control character")
        yield number, line


def cells(
    lines: Iterable[tuple[int, str]], problems: Problems, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of delimited lines, each with the number of its last line, cells stripped.

    Args:
        lines: Numbered lines.
        problems: Where quotes that do not close are noted; they end the reading.
        delimiter: What stands between cells.

    Yields:
        Number and cells; an empty list for a row whose cells are all empty.

    Example:
        >>> list(cells([(1, '71260,"a, b"'), (2, ",")], Problems()))
        [(1, ['71260', 'a, b']), (2, [])]
    """
    count = 0

    def texts() -> Iterator[str]:
        nonlocal count
        for number, line in lines:
            count = number
            yield line + "\n"

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            stripped = [cell.strip() for cell in row]
            yield count, stripped if any(stripped) else []
    except csv.Error as error:
        problems.at(count, f"quotes or cells cannot be read ({error})")


def unended(source: Text) -> bool:
    r"""Tell whether a text or bytes end without a line break, so that the last row may be cut.

    Lines that a caller gives one by one end where he says.

    Example:
        >>> unended("71260,2"), unended("71260,2\n"), unended(["71260,2"])
        (True, False, False)
    """
    if isinstance(source, str):
        return not source.endswith(("\n", "\r", _DOS_END))
    return isinstance(source, (bytes, bytearray)) and not source.endswith((b"\n", b"\r", b"\x1a"))


def may_be_cut(last: str, others: Iterable[str]) -> bool:
    """Tell whether words at the end of a text may be the beginning of longer ones.

    Args:
        last: The words of the last row.
        others: The words of the rows before.

    Returns:
        True where no other row has just these, or one has more that begin so.

    Example:
        >>> may_be_cut("CMS Pol", ["CMS Policy"]), may_be_cut("CMS Policy", ["CMS Policy"])
        (True, False)
    """
    phrases = set(others)
    longer = any(each != last and each.startswith(last) for each in phrases)
    return longer or last not in phrases


def torn(last: str) -> str:
    """Say that a text may be cut within its last row."""
    return (
        f"the text ends with {shown(last)} and without a line break, so that its last row may be"
        " cut: load the whole file, or end the line with a line break if it is whole"
    )


def rows_of(
    found: Iterable[tuple[int, list[str]]], width: int, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a table's body; blank rows at the end are meant, elsewhere they are a problem.

    Args:
        found: Numbered rows, blank ones as empty lists.
        width: How many cells a row must have.
        problems: Where rows of another width and blank rows in between are noted.

    Yields:
        Rows of the right width.
    """
    blank = 0
    any_row = False
    for number, row in found:
        if not row:
            blank = blank or number
            continue
        if blank:
            problems.at(blank, "a blank line stands among the rows")
            blank = 0
        any_row = True
        if len(row) == width:
            yield number, row
        else:
            problems.at(
                number,
                f"has {len(row)} cells, {width} are expected: the row is cut or of another layout",
            )
    if not any_row:
        problems.found.append("no rows: the text ends before the table begins")


def span(
    problems: Problems,
    effective: dt.date | None,
    through: dt.date | None,
    stated: tuple[dt.date, dt.date] | None = None,
    *,
    needed: bool = True,
) -> tuple[dt.date | None, dt.date | None]:
    """Settle the days that a table covers: what the caller says, else what the file states.

    Args:
        problems: Where a missing first day, and days that run backwards, are noted.
        effective: The first day as the caller says.
        through: The last day as the caller says.
        stated: First and last day as the file states them; None where it does not.
        needed: False where a table without a first day counts for any day.

    Returns:
        The first and the last day.

    Raises:
        TypeError: `effective` or `through` is given and is no date.
    """
    first = as_day(effective) if effective is not None else None
    last = as_day(through) if through is not None else None
    if needed and first is None and stated is None:
        problems.found.append(
            "the file does not state the day from which it is in force: give effective="
        )
        return None, last
    if stated is not None:
        first = first or stated[0]
        last = last or (stated[1] if first <= stated[1] else None)
    if first is not None and last is not None and last < first:
        problems.found.append(f"the table would end on {last}, before it begins on {first}")
    return first, last


def _raw_lines(source: object) -> Iterator[object]:
    """Give the raw lines of a source of the right type."""
    source = unboxed(source)
    if isinstance(source, str):
        return iter(io.StringIO(source, newline="\n"))
    if isinstance(source, (bytes, bytearray)):
        nul = 0 if source[:2] in _UTF_16 else source.find(b"\x00")
        if nul >= 0:
            at = source.count(b"\n", 0, nul) + 1
            raise DataError(
                (f"line {at}: the bytes are UTF-16 or no text: save the file as UTF-8",)
            )
        return iter(io.BytesIO(source))
    try:
        lines = iter(source)  # type: ignore[call-overload]  # what has no lines is told so
    except TypeError:
        raise DataError(
            (f"{shown(source)} is no source: give the file's text, its bytes or its lines",)
        ) from None
    return _given(lines)


def no_source(source: object, cure: str) -> DataError:
    """Make the error of what is no source."""
    return DataError((f"{shown(source)} is no source: {cure}",))


def _given(lines: Iterable[object]) -> Iterator[object]:
    """Give a caller's lines; a file that decodes wrongly while it is read is our error."""
    try:
        yield from lines
    except UnicodeError as error:
        raise DataError(
            (
                f"the lines cannot be decoded ({error.reason if isinstance(error, UnicodeDecodeError) else error}): open the file in binary",
            )
        ) from error


def _line(raw: object, number: int, problems: Problems) -> str:
    """Make one raw line a text without its line end."""
    if isinstance(raw, bytes):
        raw = _decoded(raw, number, problems)
    if not isinstance(raw, str):
        raise DataError((f"line {number}: {shown(raw)} is no line of text",))
    line = raw.removesuffix("\n").removesuffix("\r")
    return line.removeprefix("\ufeff") if number == 1 else line


def _decoded(raw: bytes, number: int, problems: Problems) -> str:
    """Decode one line: UTF-8, else the Windows page in which CMS wrote older files."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            problems.at(number, "holds bytes that are neither UTF-8 nor Windows-1252")
        return text
