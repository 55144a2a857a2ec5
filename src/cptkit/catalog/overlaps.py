"""Where two of a caller's own tables answer for one day: the one given last does, and the caller is told that they overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from cptkit.files.pairs import Pairs
from cptkit.indicators import Setting
from cptkit.values.table import Descriptor, PtpEdit, Source, Table, TableKind


def overlap_problems(tables: tuple[Table[object], ...]) -> Iterator[str]:
    """Check a caller's own tables against each other: two of one kind that answer for the same rows of one day.

    Args:
        tables: The tables, in the order in which they were given.

    Yields:
        A sentence for each two that overlap. Parts of one table, which share no row, do not.
    """
    for first, second in combinations(tables, 2):
        days = common_days(first.source, second.source)
        if (
            days is not None
            and first.kind is second.kind
            and _share_setting(first.setting, second.setting)
            and (_is_alone(first) or _is_alone(second) or _share_rows(first, second))
        ):
            yield (
                f"{first.kind.value} {first.source} and {second.source} both cover {days}: "
                "the one given last answers"
            )


def _is_alone(table: Table[object]) -> bool:
    """Tell whether a table answers for every row of its kind; descriptors of another length stand beside each other."""
    return table.complete and table.kind in _ANSWERS_ALONE


_ANSWERS_ALONE = frozenset(
    {
        TableKind.FEE_SCHEDULE,
        TableKind.LOCALITIES,
        TableKind.PTP,
        TableKind.MUE,
        TableKind.ADD_ON,
        TableKind.OPPS_STATUS,
        TableKind.HCPCS_CODES,
        TableKind.COUNTIES,
    }
)


def common_days(one: Source, other: Source) -> str | None:
    """Name the days that two sources both cover, or None."""
    first = max(one.effective or dt.date.min, other.effective or dt.date.min)
    last = min(one.through or dt.date.max, other.through or dt.date.max)
    if first > last:
        return None
    since = f"from {first}" if first > dt.date.min else ""
    until = f"through {last}" if last < dt.date.max else ""
    return " ".join(each for each in (since, until) if each) or "every day"


def _share_setting(one: Setting | None, other: Setting | None) -> bool:
    """Tell whether a claim form asks both tables: one of no setting answers all, a practitioners' one surgical centers too."""
    practitioners = {Setting.PROFESSIONAL, Setting.ASC}
    return one is other or None in (one, other) or {one, other} == practitioners


def _share_rows(one: Table[object], other: Table[object]) -> bool:
    """Tell whether two tables hold a row of the same code; of pairs, of the same pair: CMS cuts its table between two rows."""
    common = _codes(one) & _codes(other)
    if not common or one.kind is not TableKind.PTP:
        return bool(common)
    return bool(_pairs(one, common) & _pairs(other, common))


def _codes(table: Table[object]) -> frozenset[object]:
    """Give what a table answers for: the column 1 codes of pairs, else the codes of its rows."""
    if isinstance(table.rows, Pairs):
        return frozenset(table.rows.column_1_codes())
    return frozenset(map(_code, table))


def _code(row: object) -> object:
    if isinstance(row, Descriptor):
        return row.code, row.length
    named = (getattr(row, name, None) for name in ("column_1", "code", "add_on", "id"))
    return next((each for each in named if each is not None), row)


def _pairs(table: Table[object], of: frozenset[object]) -> set[tuple[str, str]]:
    edits = (row for row in table if isinstance(row, PtpEdit) and row.column_1 in of)
    return {(row.column_1, row.column_2) for row in edits}
