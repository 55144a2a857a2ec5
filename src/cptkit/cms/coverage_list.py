"""A plain csv layout of coverage rows: what a coder can write as a spreadsheet, a local determination or a payer's list.

The first row names the columns; `document`, `stance` and `codes` are needed. Where a cell holds several values,
blanks, commas or semicolons stand between them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar

from cptkit.cms.arguments import checked
from cptkit.cms.csv_files import header_of, records, whole_text
from cptkit.cms.text import Problems, Text, torn, unended
from cptkit.errors import DataError, shown
from cptkit.indicators import Setting
from cptkit.values.code import Certainty
from cptkit.values.finding import Outcome
from cptkit.values.necessity import CoverageRow, CoverageStance, contradictions
from cptkit.values.table import Source, Table, TableKind

E = TypeVar("E", bound=Enum)
_BETWEEN = re.compile(r"[\s,;]+")
_NEEDED = ("document", "stance", "codes")


class _Unreadable(ValueError):  # noqa: N818 - it never leaves this module
    """A cell that is not written as its kind; the text says what was expected."""


def _several(text: str) -> tuple[str, ...]:
    return tuple(each for each in _BETWEEN.split(text.upper()) if each)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(each for each in _BETWEEN.split(text) if each)


def _member(kind: type[E]) -> Callable[[str], E]:
    def read(text: str) -> E:
        name = text.upper().replace(" ", "_").replace("-", "_")
        if name not in kind.__members__:
            raise _Unreadable(f"one of {', '.join(kind.__members__)}")
        return kind[name]

    return read


def _settings(text: str) -> tuple[Setting, ...]:
    return tuple(_member(Setting)(each) for each in _ids(text))


def _otherwise(text: str) -> Outcome:
    outcome = _member(Outcome)(text)
    if outcome not in (Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA):
        raise _Unreadable("one of FAIL, WARN, NO_DATA")
    return outcome


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _Unreadable("a date written YYYY-MM-DD") from None


def _yes(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise _Unreadable("yes or no")
    return text.lower() == "yes"


_COLUMNS: Mapping[str, Callable[[str], object]] = {
    "id": str,
    "document": str,
    "stance": _member(CoverageStance),
    "codes": _several,
    "diagnoses": _several,
    "otherwise": _otherwise,
    "modifiers": _several,
    "without": _several,
    "beside": _several,
    "conditions": _ids,
    "frequency": str,
    "reason": str,
    "settings": _settings,
    "medicare": _yes,
    "publisher": str,
    "contractor": str,
    "states": _several,
    "citation": str,
    "certainty": _member(Certainty),
    "effective": _day,
    "through": _day,
}


@checked
def read_coverage(  # noqa: PLR0913 - as the other readers
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    publisher: str = "",
    file: str = "",
    release: str = "",
) -> Table[CoverageRow]:
    r"""Read coverage rows that a caller wrote as csv.

    Args:
        source: The file's text, bytes or lines.
        effective: First day of the table; None means any day: a row may have days of its own.
        through: Last day.
        publisher: Who publishes the list, for rows that do not say.
        file: The file's name, kept in the table's source.
        release: The name of the release.

    Returns:
        The rows in the file's order. A list of diagnoses is meant to be whole (`otherwise` is WARN) unless a row says
        otherwise.

    Raises:
        DataError: A column is missing or not known, a cell cannot be read, a code is of no code set, a diagnosis has not
            its form, days run backwards, or a diagnosis is both covered and excluded; lists every problem.

    Example:
        >>> text = "document,stance,codes,diagnoses,states\nL99999,covered,93880 93882,I65.2- G45.9,OH KY\n"
        >>> row = read_coverage(text)[0]
        >>> row.codes, row.diagnoses, row.otherwise.name
        (('93880', '93882'), ('I65.2-', 'G45.9'), 'WARN')
    """
    problems = Problems()
    origin = Source(publisher or "your own list", file, release, effective, through)
    text = whole_text(source)
    columns = header_of(text)
    unknown = [shown(each) for each in columns if each not in _COLUMNS]
    if unknown:
        problems.found.append(
            f"column {', '.join(unknown)} is not known: use {', '.join(_COLUMNS)}"
        )
    known = dict.fromkeys((*_NEEDED, *(each for each in columns if each in _COLUMNS)))
    rows = tuple(_rows(text, tuple(known), origin, problems))
    if not rows and not problems.found:
        problems.found.append("no rows: the text ends before the list begins")
    if rows and unended(source):
        problems.found.append(torn(text.rpartition(",")[2]))
    problems.found += contradictions(rows)
    problems.refuse()
    return Table(TableKind.DETERMINATIONS, origin, rows)


def _rows(
    source: str, columns: tuple[str, ...], origin: Source, problems: Problems
) -> Iterator[CoverageRow]:
    for number, texts in records(source, "the list", columns, problems):
        problems.once(number, tuple(texts.values()), "the same row")
        values = _values(number, texts, problems)
        if values is None:
            continue
        values.setdefault("id", f"{values['document']}.{number}")
        values.setdefault("otherwise", Outcome.WARN)
        values.setdefault("publisher", origin.publisher)
        values.setdefault("citation", str(values["document"]))
        try:
            yield CoverageRow(**values, source=origin)
        except DataError as error:
            problems.found += (f"row {number}: {each}" for each in error.problems)


def _values(number: int, texts: Mapping[str, str], problems: Problems) -> dict[str, Any] | None:
    """Read the cells of a row that are not empty, or note everything wrong with them and give None."""
    before = len(problems.found)
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if text:
            try:
                values[name] = _COLUMNS[name](text)
            except _Unreadable as expected:
                problems.found.append(f"row {number}: {name} is {shown(text)}, not {expected}")
        elif name in _NEEDED:
            problems.found.append(f"row {number}: {name} is empty")
    return values if len(problems.found) == before else None
