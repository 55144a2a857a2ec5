"""The packaged fee schedules and localities: which release answers for a day, and its rows, read once each.

A day without its own release is answered by the nearest release of the same year, and the row's source says
so; never across years.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

import attrs

from cptkit import codeset
from cptkit.errors import NoDataError
from cptkit.loading import packaged_text
from cptkit.packed import PackedLocalities, PackedTable, nearest_release
from cptkit.tables import FeeScheduleRow, Locality, Source

YEARS: Final = range(codeset.FIRST_DAY.year, codeset.LAST_DAY.year + 1)
"""Years whose radiology rows are packaged."""
OTHER_YEARS: Final = (2025, 2026)
"""Years whose rows of all other codes are packaged too."""

_rows: dict[tuple[str, str, dt.date], FeeScheduleRow | None] = {}
_MOST_ROWS = 100_000


@functools.cache
def radiology_fees(year: int) -> PackedTable:
    """Give one year's packaged rows of radiology and of every code with a profile."""
    return PackedTable(packaged_text(f"derived/fee_schedule_{year}.json"))


@functools.cache
def other_fees(year: int) -> PackedTable:
    """Give one year's packaged rows of all other codes."""
    return PackedTable(packaged_text(f"derived/fee_schedule_other_{year}.json"))


@functools.cache
def has_profile(code: str) -> bool:
    """Tell whether a code's rows stand in the radiology files: those of chapter 7, and every code with a label."""
    return (code[0] == "7" and code.isdigit()) or any(each.label for each in codeset.versions(code))


def fee_source(on: dt.date) -> Source | None:
    """Give the release that answers for a day, or None where no packaged year covers it."""
    return None if on.year not in YEARS else _release(on)[1]


@functools.lru_cache(maxsize=4096)
def _release(on: dt.date) -> tuple[int, Source]:
    releases = radiology_fees(on.year).releases
    found = nearest_release(releases, on)
    assert found is not None, "every packaged year has a release"  # noqa: S101
    index, exact = found
    return index, attrs.evolve(releases[index].source, exact=exact)


def fee_row(code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
    """Give the packaged row of a code and modifier on a day; None where the release has no such row.

    Args:
        code: A well-formed code.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        on: The day.

    Returns:
        The row, its source saying whether the release is of that day; or None.

    Raises:
        NoDataError: No packaged table covers the day, or that year's rows of codes outside radiology.
    """
    key = (code, modifier, on)
    try:
        return _rows[key]
    except KeyError:
        row = _read_row(code, modifier, on)
        if len(_rows) < _MOST_ROWS:
            _rows[key] = row
        return row


def _read_row(code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
    if on.year not in YEARS:
        raise NoDataError("fee schedule", on, f"packaged are {YEARS[0]} to {YEARS[-1]}; read your own with cptkit.cms.read_fee_schedule")
    table = radiology_fees(on.year)
    if not has_profile(code):
        if on.year not in OTHER_YEARS:
            raise NoDataError(
                f"fee schedule row of {code}",
                on,
                f"codes outside radiology are packaged for {' and '.join(map(str, OTHER_YEARS))}; read your own with cptkit.cms.read_fee_schedule",
            )
        table = other_fees(on.year)
    index, source = _release(on)
    row = table.find(code, modifier, index)
    return row if row is None else attrs.evolve(row, source=source)


@functools.cache
def _packed_localities() -> PackedLocalities:
    return PackedLocalities(packaged_text("derived/localities.json"))


@functools.lru_cache(maxsize=256)
def localities(on: dt.date) -> tuple[Locality, ...]:
    """Give the packaged payment localities of a day, by id.

    Raises:
        NoDataError: No packaged year covers the day.
    """
    packed = _packed_localities()
    found = nearest_release(packed.releases, on)
    if found is None:
        raise NoDataError("locality table", on, f"packaged are {YEARS[0]} to {YEARS[-1]}; read your own with cptkit.cms.read_gpci")
    index, exact = found
    source = attrs.evolve(packed.releases[index].source, exact=exact)
    return tuple(attrs.evolve(each, source=source) for each in packed.rows(index))
