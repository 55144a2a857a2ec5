"""Published amounts by locality (PFALL for a year, PFREV for what a revision changed), text as CMS ships it.

Sixteen quoted cells a line, of fixed width, and a trailer that begins with TRL: a text without it is cut. The rows
state their year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Kind, Unreadable, one_of, read_row
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import AMOUNTS_PLACES, CURE
from cptkit.indicators import MultipleProcedure, PcTc, Status
from cptkit.values.published import PublishedAmount
from cptkit.values.table import Source, Table, TableKind

_AMOUNT = re.compile(r"[0-9]{7}\.[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{5}")
_PLACE = re.compile(r"[0-9]{2}")
_YEAR = re.compile(r"20[0-9]{2}")
_CAPS = {"1": True, "9": False}


@lru_cache(maxsize=65536)
def amount(text: str) -> Decimal:
    """Read an amount of seven digits and two decimals.

    Example:
        >>> amount("0000132.60")
        Decimal('132.60')
    """
    if _AMOUNT.fullmatch(text) is None:
        raise Unreadable("an amount written 0000000.00")
    return Decimal(text).quantize(Decimal("0.01"))


def _matching(form: re.Pattern[str], expected: str) -> Kind:
    def read(text: str) -> str:
        if form.fullmatch(text) is None:
            raise Unreadable(expected)
        return text

    return read


def _cap(text: str) -> bool:
    if text not in _CAPS:
        raise Unreadable("1 or 9")
    return _CAPS[text]


def _anything(text: str) -> str:
    return text


_KINDS: dict[str, Kind] = {
    "year": _matching(_YEAR, "a year"),
    "mac": _matching(_NUMBER, "a contractor of five digits"),
    "locality": _matching(_PLACE, "a locality of two digits"),
    "code": fields.code,
    "modifier": fields.modifier,
    "non_facility": amount,
    "facility": amount,
    "filler": _anything,
    "pc_tc": one_of(PcTc),
    "status": one_of(Status),
    "multiple_procedure": one_of(MultipleProcedure),
    "non_facility_therapy": amount,
    "facility_therapy": amount,
    "capped": _cap,
    "non_facility_cap": amount,
    "facility_cap": amount,
}
_KEPT = ("code", "modifier", "status", "mac", "locality", "non_facility", "facility", "capped")


@checked
def read_amounts(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[PublishedAmount]:
    r"""Read published amounts by locality, PFALL or PFREV.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers; by default 1 January of the year in its rows.
        through: Last day; by default 31 December of that year.
        file: The file's name, kept in the table's source.
        release: The name of the release, such as ``PFREV26B``.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The amounts in the file's order.

    Raises:
        DataError: Anything cannot be read, or the trailer is missing; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> row = '"2026","01112","05","71260","TC","0000101.10","0000101.10"," ","1","A","4","0000000.00","0000000.00","1","0000101.10","0000101.10"'
        >>> read_amounts(row + '\n"TRL"\n', partial=True)[0].non_facility
        Decimal('101.10')
    """
    problems = Problems()
    origin = Source("CMS", file, release, licence=LICENCE)
    found = cells(numbered(source, problems), problems)
    read = [values for values in _values(found, problems, partial=partial) if values is not None]
    years = Counter(str(values["year"]) for values in read)
    origin = _dated(origin, years, problems, (effective, through))
    rows = tuple(
        PublishedAmount(**{name: values[name] for name in _KEPT}, source=origin) for values in read
    )
    if not partial:
        _hold_places(rows, problems)
    problems.refuse()
    return Table(TableKind.AMOUNTS, origin, rows, complete=not partial)


def _dated(
    origin: Source,
    years: Counter[str],
    problems: Problems,
    given: tuple[dt.date | None, dt.date | None],
) -> Source:
    """Give the source its days: what the caller says, else the year of the rows."""
    if len(years) > 1:
        problems.found.append(f"the rows are of {' and '.join(sorted(years))}: years are mixed")
    year = next((int(each) for each in years), None)
    stated = (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    first, last = span(problems, *given, stated)
    return Source(
        origin.publisher, origin.file, origin.release, first, last, licence=origin.licence
    )


def _values(
    found: Iterable[tuple[int, list[str]]], problems: Problems, *, partial: bool
) -> Iterator[dict[str, Any] | None]:
    """Read the rows up to the trailer; what stands behind it, and a missing one, are noted."""
    trailer: list[int] = []

    def body() -> Iterator[tuple[int, list[str]]]:
        for number, row in found:
            if row and trailer:
                problems.at(number, f"stands behind the trailer on line {trailer[0]}")
            elif row and row[0].startswith("TRL"):
                trailer.append(number)
            else:
                yield number, row

    for number, texts in rows_of(body(), len(_KINDS), problems):
        problems.once(number, tuple(texts[1:5]))
        yield read_row(_KINDS, texts, number, problems)
    if not trailer and not partial:
        problems.found.append(f"the trailer (TRL) that ends every file is missing: {CURE}")


def _hold_places(rows: tuple[PublishedAmount, ...], problems: Problems) -> None:
    """Note codes that lack localities which others have, rows out of order, and amounts that cannot be."""
    counts = Counter((row.code, row.modifier) for row in rows)
    most = max(counts.values(), default=0)
    problems.found.extend(
        f"{code} {modifier or 'global'} stands at {count} localities, others at {most}: {CURE}"
        for (code, modifier), count in counts.items()
        if count != most
    )
    if most > 1 and most < AMOUNTS_PLACES.least:
        problems.found.append(
            f"every code stands at {most} localities, and CMS has {AMOUNTS_PLACES.least} or more: {CURE}"
        )
    keys = [(row.mac, row.locality, row.code, row.modifier) for row in rows]
    turned = next((at for at in range(1, len(keys)) if keys[at] < keys[at - 1]), 0)
    if turned:
        problems.found.append(
            f"row {turned + 1} ({' '.join(keys[turned])}) stands behind {' '.join(keys[turned - 1])}:"
            " rows are out of CMS's order or from another file"
        )
