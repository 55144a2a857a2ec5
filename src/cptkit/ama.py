"""A licensee's descriptor files (LONGULT, MEDU, SHORTU): the texts stay in the caller's memory only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from cptkit.cms.arguments import checked
from cptkit.cms.text import Problems, Text, numbered, span
from cptkit.errors import shown
from cptkit.values.table import Descriptor, Source, Table, TableKind

__all__ = ["read_descriptors"]


def __dir__() -> list[str]:
    return sorted(__all__)


LICENCE = "licensed by the American Medical Association to the one who brings the file"

_ROW = re.compile(r"[0-9]{4}[0-9A-Z]\t")
_LENGTHS = ("long", "medium", "short")
_LONGEST_PREAMBLE = 200
_LONGEST_SHORT = 28
_LONGEST_MEDIUM = 48
_LONGEST_TEXT = 20_000


@checked
def read_descriptors(
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    length: str = "",
) -> Table[Descriptor]:
    r"""Read a descriptor file: a code, a tab and the text on each line; notices before the first row are passed over.

    Args:
        source: The file's text, bytes or lines.
        effective: First day of the edition; None counts for any day.
        through: Last day of the edition.
        file: The file's name, kept in the table's source.
        length: ``long``, ``medium`` or ``short``; by default told from the longest text.

    Returns:
        The rows in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> read_descriptors("71260\tour own words for it\n")[0].text
        'our own words for it'
    """
    problems = Problems()
    if length and length not in _LENGTHS:
        problems.found.append(f"length is {shown(length)}, not one of {', '.join(_LENGTHS)}")
    first, last = span(problems, effective, through, needed=False)
    texts = tuple(_texts(numbered(source, problems), problems))
    if not texts:
        problems.found.append("no rows: no line holds a code, a tab and a text")
    problems.refuse()
    origin = Source("AMA", file, "", first, last, licence=LICENCE)
    kind = length or _told(texts)
    return Table(
        TableKind.DESCRIPTORS,
        origin,
        tuple(Descriptor(code, text, kind, origin) for code, text in texts),
    )


def _texts(lines: Iterable[tuple[int, str]], problems: Problems) -> Iterator[tuple[str, str]]:
    """Give code and text of every row; a line that is none, or a code that recurs, is noted."""
    begun = False
    blank = 0
    for number, line in lines:
        if not line.strip():
            blank = blank or number
            continue
        if not begun and _ROW.match(line) is None and number <= _LONGEST_PREAMBLE:
            blank = 0
            continue
        if blank and begun:
            problems.at(blank, "a blank line stands among the rows")
        blank = 0
        code, text = line[:5], line[6:].strip()
        if _ROW.match(line) is None or not text or "\t" in text or len(text) > _LONGEST_TEXT:
            problems.at(number, "is no code, tab and text: it is cut or of another layout")
            continue
        problems.once(number, (code,))
        begun = True
        yield code, text


def _told(texts: Iterable[tuple[str, str]]) -> str:
    """Tell from the longest text which of the three files it is: the short ones have fixed widths."""
    longest = max(len(text) for _, text in texts)
    return (
        "short" if longest <= _LONGEST_SHORT else "medium" if longest <= _LONGEST_MEDIUM else "long"
    )
