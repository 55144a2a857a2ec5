"""The files that a user names: their bytes, their text, and the rows of a csv file."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from cptkit.errors import DataError, shown

Row = tuple[int, dict[str, str]]
"""A row of a csv file: its number, counted from 1 below the header, and its cells by column."""

_LONGEST_PATH = 100
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def file_shown(name: str) -> str:
    """Show a path, long ones by their end: that tells files apart."""
    return repr(name if len(name) <= _LONGEST_PATH else f"...{name[-_LONGEST_PATH:]}")


def data_of(name: str) -> bytes:
    """Read a file whole.

    Args:
        name: Its path; ``-`` is standard input.

    Returns:
        Its bytes.

    Raises:
        DataError: It cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise cannot("read", name, error) from error


def cannot(verb: str, name: str, error: Exception) -> DataError:
    """Make the error of a file that the system does not let us read or write.

    Args:
        verb: What was tried.
        name: The path.
        error: What the system says.
    """
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return DataError((f"cannot {verb} {file_shown(name)}: {why}",))


def text_of(name: str) -> str:
    """Read a file of text: UTF-8, or UTF-16 with its byte order mark.

    Args:
        name: Its path; ``-`` is standard input.

    Returns:
        The text, without a byte order mark.

    Raises:
        DataError: It cannot be read, is empty, is no text, or has another encoding.
    """
    return decoded(data_of(name), name)


def decoded(data: bytes, name: str) -> str:
    """Read bytes as text: UTF-8, or UTF-16 with its byte order mark.

    Args:
        data: The bytes.
        name: What messages call them.

    Returns:
        The text, without a byte order mark.

    Raises:
        DataError: They are empty, no text, or of another encoding.
    """
    encoding = "utf-16" if data.startswith(_WIDE) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not {encoding.removesuffix('-sig').upper()}"
        raise DataError(
            (f"{file_shown(name)}: {what}: save it as csv UTF-8, or as text in UTF-8",)
        ) from None
    if "\0" in text:
        raise DataError(
            (f"{file_shown(name)} holds NUL bytes, so it is no text: give text in UTF-8",)
        )
    if not text.strip():
        raise DataError((f"{file_shown(name)} is empty",))
    return text


def rows_of(text: str, name: str) -> tuple[tuple[str, ...], list[Row]]:
    """Read the rows of a csv file with a header; separated by commas, semicolons or tabs.

    Args:
        text: The file's text.
        name: What messages call it.

    Returns:
        The columns as written, and the rows that hold anything.

    Raises:
        DataError: A row has more cells than the header, a column stands twice, a quote is not closed, or a cell is huge.
    """
    head = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(
        io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=separator, strict=True
    )
    try:
        header, *cells = list(reader)
    except csv.Error as error:
        where = f"{file_shown(name)}, line {reader.line_num}"
        raise DataError((f"{where}: {error}: is this a csv file?",)) from error
    columns = tuple(each.strip() for each in header)
    problems = [f"column {shown(each)} stands twice" for each in _twice(columns)]
    problems += [
        f"row {number} has {len(row)} cells under {len(columns)} columns"
        for number, row in enumerate(cells, 1)
        if len(row) > len(columns) and any(each.strip() for each in row[len(columns) :])
    ]
    if problems:
        raise DataError(tuple(f"{file_shown(name)}: {each}" for each in problems))
    padding = [""] * len(columns)
    return columns, [
        (number, dict(zip(columns, [*row, *padding], strict=False)))
        for number, row in enumerate(cells, 1)
        if any(each.strip() for each in row)
    ]


def _twice(columns: Sequence[str]) -> list[str]:
    return [each for index, each in enumerate(columns) if each and each in columns[:index]]


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name is meant, or which there are.

    Args:
        name: What is not known.
        known: The names that are.
    """
    names = list(known)
    close = difflib.get_close_matches(name.lower(), [each.lower() for each in names], 1, 0.6)
    if close:
        return f"is {next(each for each in names if each.lower() == close[0])!r} meant?"
    return f"there are {', '.join(map(shown, names[:20]))}"
