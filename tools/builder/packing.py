"""Fee schedules and localities in packed form: rows that are equal over consecutive releases stand once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from builder.originals import Read
from cptkit.files.fee_schedule import columns
from cptkit.files.packaged import canonical
from cptkit.indicators import Indicator
from cptkit.values.code import sort_key
from cptkit.values.table import FeeScheduleRow, Locality

_MARKS = {"non_facility_na": "NA", "facility_na": "NA", "not_used_for_medicare": "+"}


def runs(releases: Sequence[Mapping[tuple[str, ...], list[Any]]]) -> list[list[Any]]:
    """Merge what is equal over consecutive releases; what holds in the newest is open, and not written again for the next.

    Args:
        releases: For each release, key to cells.

    Returns:
        Rows of key, first and last release (None: still holds), and cells, by code order of the key.

    Example:
        >>> runs([{("70010",): ["a"]}, {("70010",): ["a"]}, {("70010",): ["b"]}])
        [['70010', 0, 1, 'a'], ['70010', 2, None, 'b']]
    """
    keys = sorted(
        {key for release in releases for key in release},
        key=lambda key: (sort_key(key[0]), key[1:]),
    )
    found: list[list[Any]] = []
    for key in keys:
        open_run: list[Any] | None = None
        last = len(key) + 1
        for index, release in enumerate(releases):
            cells = release.get(key)
            if open_run is not None and cells == open_run[len(key) + 2 :]:
                open_run[last] = index
                continue
            open_run = None if cells is None else [*key, index, index, *cells]
            if open_run is not None:
                found.append(open_run)
        if open_run is not None:
            open_run[last] = None
    return found


def fee_schedule(
    reads: Sequence[Read], tables: Sequence[Iterable[FeeScheduleRow]]
) -> tuple[str, int]:
    """Pack one year's releases.

    Returns:
        The packaged text and the number of rows.
    """
    rows = [tuple(table) for table in tables]
    packed = runs([{(row.code, row.modifier): _cells(row) for row in table} for table in rows])
    releases = [
        {**read.source(), "conversion_factor": str(_factor(table))}
        for read, table in zip(reads, rows, strict=True)
    ]
    return canonical(packed, {"columns": list(columns()), "releases": releases}), len(packed)


def localities(reads: Sequence[Read], tables: Sequence[Iterable[Locality]]) -> tuple[str, int]:
    """Pack the localities of all releases.

    Returns:
        The packaged text and the number of rows.
    """
    packed = runs([{(row.id,): _locality_cells(row) for row in table} for table in tables])
    names = ["name", "state", "work_gpci", "pe_gpci", "malpractice_gpci"]
    return canonical(
        packed, {"columns": names, "releases": [read.source() for read in reads]}
    ), len(packed)


def _factor(rows: Sequence[FeeScheduleRow]) -> Decimal:
    """Give the one conversion factor of a release."""
    factors = {row.conversion_factor for row in rows}
    if len(factors) != 1:
        raise ValueError(f"a release has one conversion factor, this one has {sorted(factors)}")
    return factors.pop()


def _cells(row: FeeScheduleRow) -> list[str]:
    return [_cell(name, getattr(row, name)) for name in columns()]


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _MARKS[name] if value else ""
    if isinstance(value, Indicator):
        return str(value.value)
    return "" if value is None else str(value)


def _locality_cells(row: Locality) -> list[str]:
    return [row.name, row.state, str(row.work_gpci), str(row.pe_gpci), str(row.malpractice_gpci)]
