"""What is odd about a caller's fee schedule beside the packaged ones: days that both cover, days of several years, no factor."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.catalog.overlaps import common_days
from cptkit.catalog.packaged_tables import fee_releases
from cptkit.values.table import FeeScheduleRow, Source, Table


def fee_schedule_problems(table: Table[object]) -> Iterator[str]:
    """Check the days and the conversion factor of a caller's fee schedule.

    Args:
        table: The fee schedule.

    Yields:
        A sentence for each packaged release of which it takes the place, for days that it leaves open or that run over
        the end of a year, when codes change, and for rows without a conversion factor.
    """
    name = f"{table.kind.value} {table.source}"
    yield from (f"{name} {each}" for each in _days(table.source))
    for release in fee_releases() if table.source.effective else ():
        days = common_days(table.source, release)
        if days is not None:
            yield f"{name} and the packaged {release.release} both cover {days}: yours answers"
    factors = {row.conversion_factor for row in table if isinstance(row, FeeScheduleRow)}
    if any(factor <= 0 for factor in factors):
        yield f"{name} has no conversion factor: prices by it need conversion_factor"
    elif len(factors) > 1:
        yield f"{name} has {len(factors)} conversion factors: its rows are of several releases"


def _days(source: Source) -> Iterator[str]:
    first, last = source.effective, source.through
    if first is None:
        yield "states no first day: it answers for prices of every day and tells of no code; give effective"
    if last is None:
        yield "states no last day: it answers for every later day, though values change each quarter; give through"
    if first is not None and last is not None and first.year < last.year:
        yield f"covers days of {first.year} and of {last.year}: codes and values change each January; read each release with its own days"
