"""Published amounts under the OPPS cap, per code, modifier, contractor and locality (OPPSCAP csv).

The file lists all of California under contractor 01112, where the GPCI files have the south under 01182.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from cptkit.cms import fields
from cptkit.cms.arguments import checked
from cptkit.cms.fields import Kind, decimals, one_of, padded, read_row
from cptkit.cms.spreadsheets import restored
from cptkit.cms.text import LICENCE, Problems, Text, cells, numbered, rows_of, span
from cptkit.cms.whole import CURE, OPPS_CAP, hold_whole
from cptkit.indicators import Status
from cptkit.values.opps import OppsCapAmount
from cptkit.values.table import Source, Table, TableKind

_KINDS: dict[str, Kind] = {
    "code": fields.code,
    "modifier": fields.modifier,
    "status": one_of(Status),
    "mac": padded(5),
    "locality": padded(2),
    "facility": decimals(2),
    "non_facility": decimals(2),
}
_HEADER = ["HCPCS", "MOD", "PROCSTAT", "CARRIER", "LOCALITY", "FACILITY PRICE"]
_LAST = ("NON-FACILTY PRICE", "NON-FACILITY PRICE")


@checked
def read_opps_cap(  # noqa: PLR0913 - what a file does not state, a caller says
    source: Text,
    *,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    file: str = "",
    release: str = "",
    partial: bool = False,
) -> Table[OppsCapAmount]:
    r"""Read an OPPSCAP csv. The file states no days: `effective` is needed.

    Args:
        source: The file's text, bytes or lines.
        effective: First day that it covers.
        through: Last day; None while it is open.
        file: The file's name, kept in the table's source.
        release: CMS's name of the release, such as ``RVU25D``.
        partial: True where the table is meant to be short; it proves no absence then.

    Returns:
        The amounts in the file's order.

    Raises:
        DataError: Anything cannot be read; lists every problem.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> text = "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\n71260,TC,A,01112,05,150.69,150.69\n"
        >>> read_opps_cap(text, effective=dt.date(2025, 10, 1))[0].non_facility
        Decimal('150.69')
    """
    problems = Problems()
    origin = Source("CMS", file, release, *span(problems, effective, through), licence=LICENCE)
    found = cells(numbered(source, problems), problems)
    _, header = next(found, (0, []))
    if header[:-1] != _HEADER or header[-1] not in _LAST:
        problems.found.append(
            "no header of an OPPS cap file (HCPCS, MOD, PROCSTAT, ...) was found on line 1"
        )
        problems.refuse()
    rows = tuple(_rows(found, origin, problems))
    if not partial and not problems.found:
        _hold_places(rows, problems)
        hold_whole(OPPS_CAP, [row.code for row in rows], problems, must=False)
    problems.refuse()
    return Table(TableKind.OPPS_CAP, origin, rows, complete=not partial)


def _rows(
    found: Iterable[tuple[int, list[str]]], origin: Source, problems: Problems
) -> Iterator[OppsCapAmount]:
    """Make the rows; a cell that cannot be read, or a key that recurs, is noted."""
    for number, texts in restored(tuple(_KINDS), rows_of(found, len(_KINDS), problems)):
        values = read_row(_KINDS, texts, number, problems)
        problems.once(number, (texts[0], texts[1], texts[3], texts[4]))
        if values is not None:
            yield OppsCapAmount(**values, source=origin)


def _hold_places(rows: tuple[OppsCapAmount, ...], problems: Problems) -> None:
    """Note codes that lack localities which others have: each stands at every one."""
    counts = Counter((row.code, row.modifier) for row in rows)
    most = max(counts.values(), default=0)
    problems.found.extend(
        f"{code} {modifier or 'global'} stands at {count} localities, others at {most}: {CURE}"
        for (code, modifier), count in counts.items()
        if count != most
    )
