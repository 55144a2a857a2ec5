"""What a command answers, and how it is written: text, JSON, or csv that Excel reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from cptkit import records

CLEAN, DENIED, BAD_INPUT, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, object]


def rows_of_values(values: object, **beside: object) -> Iterator[Row]:
    """Give values as the rows that `cptkit.records` makes of them.

    Args:
        values: What it takes.
        beside: What stands before each row, by its column.

    Yields:
        The rows.
    """
    return ({**beside, **row} for row in records(values))


def columns_of(blank: object, *beside: str) -> tuple[str, ...]:
    """Name the columns of rows of values, for an answer that may have none.

    Args:
        blank: Any value of the kind.
        beside: What stands before each row.

    Returns:
        The columns, in order.
    """
    return (*beside, *records(blank)[0])


@attrs.frozen
class Answer:
    """An answer in its three forms.

    Attributes:
        text: For people.
        json: Makes the JSON text.
        rows: Flat rows, for csv; all with the same keys.
        columns: The keys, in order.
        status: What the process exits with.
        notes: What is said on standard error besides.
    """

    text: str
    json: Callable[[], str]
    rows: Sequence[Row]
    columns: tuple[str, ...]
    status: int = CLEAN
    notes: tuple[str, ...] = ()

    def as_bytes(self, form: str) -> bytes:
        r"""Write the answer.

        Args:
            form: ``text``, ``json`` or ``csv``.

        Returns:
            UTF-8; csv begins with a byte order mark, without which Excel takes it for another encoding. Half a
            character, which JSON and arguments may hold and UTF-8 may not, is written as JSON does: ``\ud800``.
        """
        if form == "csv":
            return b"\xef\xbb\xbf" + _utf_8(_csv(self.rows, self.columns))
        text = self.json() if form == "json" else self.text
        return _utf_8(f"{text}\n")


def _utf_8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _csv(rows: Sequence[Row], columns: tuple[str, ...]) -> str:
    """Write rows with commas and CRLF; a text that Excel would compute as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
