"""Csv files with a header whose cells may be long and hold line breaks, as databases write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cptkit.cms.text import Problems, Text, no_source
from cptkit.errors import DataError, shown
from cptkit.values.raw import in_order, unboxed

_CELL = re.compile(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\r|\n|\Z)')


def whole_text(source: Text) -> str:
    """Give a source as one text: UTF-8, else the Windows page in which CMS exports.

    Raises:
        DataError: It is no text, bytes or lines of either.
    """
    given = unboxed(source)
    if isinstance(given, str):
        return given.removeprefix("\ufeff")
    if isinstance(given, (bytes, bytearray)):
        return _decoded(bytes(given))
    lines = in_order(given, "give the file's text, its bytes or its lines", no_source)
    return "".join(map(_line, lines)).removeprefix("\ufeff")


def _line(line: object) -> str:
    if isinstance(line, bytes):
        return _decoded(line)
    if not isinstance(line, str):
        raise DataError((f"{shown(line)} is no line of text",))
    return line


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def records(
    source: Text, name: str, wanted: Iterable[str], problems: Problems
) -> Iterator[tuple[int, dict[str, str]]]:
    r"""Give the rows of a csv file with a header, by column.

    Args:
        source: The file.
        name: What messages call it.
        wanted: Columns that it must have; others are passed over.
        problems: Where a missing column, a row of another width and quotes that do not close are noted.

    Yields:
        The row's number, the header being 1, and its wanted cells, stripped.

    Example:
        >>> list(records('id,"text"\r\n1,"a, ""b""\nc"\r\n', "x.csv", ("id", "text"), Problems()))
        [(2, {'id': '1', 'text': 'a, "b"\nc'})]
    """
    columns = tuple(wanted)
    header: list[str] = []
    for number, row in enumerate(_rows(whole_text(source), name, problems), 1):
        if not header:
            header = [cell.strip().lower() for cell in row]
            missing = [each for each in columns if each not in header]
            if missing:
                problems.found.append(f"{name} has no column {', '.join(missing)}")
                return
            places = {each: header.index(each) for each in columns}
        elif row == [""]:
            continue
        elif len(row) != len(header):
            problems.found.append(
                f"{name} row {number}: has {len(row)} cells, {len(header)} are expected"
            )
        else:
            yield number, {each: row[place].strip() for each, place in places.items()}
    if not header:
        problems.found.append(f"{name} is empty")


def header_of(source: Text) -> tuple[str, ...]:
    """Give the columns that a csv file names in its first row.

    Example:
        >>> header_of("Document, Codes")
        ('document', 'codes')
    """
    row = next(_rows(whole_text(source), "the file", Problems()), [])
    return tuple(cell.strip().lower() for cell in row)


def _rows(text: str, name: str, problems: Problems) -> Iterator[list[str]]:
    row: list[str] = []
    at, size = 0, len(text)
    while at < size:
        found = _CELL.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            problems.found.append(
                f"{name} line {line}: quotes do not close, or stand within a cell"
            )
            return
        cell, end = found[1], found[2]
        row.append(cell[1:-1].replace('""', '"') if cell.startswith('"') else cell)
        at = found.end()
        if end != ",":
            yield row
            row = []
    if row:
        yield [*row, ""]
