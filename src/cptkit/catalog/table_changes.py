"""What differs between the rows of two tables of one kind: which rows came and went, and which fields changed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any, TypeAlias

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Indicator, Setting, Status
from cptkit.values.changes import Change, ChangeTopic
from cptkit.values.code import sort_key
from cptkit.values.table import FeeScheduleRow, TableKind
from cptkit.values.trusted import trusted

Key: TypeAlias = "tuple[str, str]"
"""What a row is found by: the code or what stands in its place, and what tells it apart."""
Rows: TypeAlias = "Mapping[Key, Any]"

_CENT = Decimal("0.01")
_PAID = (Status.ACTIVE, Status.RESTRICTED, Status.PAID_IF_ALONE)
_INDICATORS = (
    "status pc_tc global_days multiple_procedure bilateral assistant_surgeon co_surgeon team_surgeon"
    " endoscopic_base supervision imaging_family non_facility_na facility_na not_used_for_medicare"
    " price_indicator"
)
_VALUES = (
    "work_rvu non_facility_pe_rvu facility_pe_rvu malpractice_rvu pre_op intra_op post_op"
    " opps_non_facility_pe_rvu opps_facility_pe_rvu opps_malpractice_rvu"
)


@attrs.frozen
class Compared:
    """How the rows of a kind of table are compared.

    Attributes:
        key: What a row is found by.
        fields: The fields that are compared, by topic; a row that came or went counts under the first topic.
    """

    key: Callable[[Any], Key]
    fields: Mapping[ChangeTopic, tuple[str, ...]]


def _one(topic: ChangeTopic, names: str, key: Callable[[Any], Key]) -> Compared:
    return Compared(key, {topic: tuple(names.split())})


COMPARED: Mapping[TableKind, Compared] = {
    TableKind.FEE_SCHEDULE: Compared(
        lambda row: (row.code, row.modifier),
        {
            ChangeTopic.INDICATORS: tuple(_INDICATORS.split()),
            ChangeTopic.RELATIVE_VALUES: tuple(_VALUES.split()),
        },
    ),
    TableKind.MUE: _one(ChangeTopic.LIMITS, "units adjudication", lambda row: (row.code, "")),
    TableKind.ADD_ON: _one(
        ChangeTopic.ADD_ONS,
        "type",
        lambda row: (row.add_on, row.primary or "contractor's primaries"),
    ),
    TableKind.OPPS_STATUS: _one(ChangeTopic.HOSPITAL, "status rate", lambda row: (row.code, "")),
    TableKind.LOCALITIES: _one(
        ChangeTopic.PLACES, "name work_gpci pe_gpci malpractice_gpci", lambda row: (row.id, "")
    ),
    TableKind.COUNTIES: _one(
        ChangeTopic.PLACES,
        "locality",
        lambda row: (row.state, row.name or "other counties"),
    ),
    TableKind.OPPS_CAP: _one(
        ChangeTopic.AMOUNTS,
        "non_facility facility",
        lambda row: (row.code, f"{row.modifier} {row.mac} {row.locality}".strip()),
    ),
    TableKind.AMOUNTS: _one(
        ChangeTopic.AMOUNTS,
        "non_facility facility",
        lambda row: (row.code, f"{row.modifier} {row.mac} {row.locality}".strip()),
    ),
    TableKind.HCPCS_CODES: _one(ChangeTopic.CODES, "effective through", lambda row: (row.code, "")),
    TableKind.DESCRIPTORS: _one(ChangeTopic.LISTS, "", lambda row: (row.code, row.length)),
    TableKind.ICD10_CM: _one(ChangeTopic.LISTS, "is_billable", lambda row: (row.code, "")),
}
"""How each kind is compared whose rows have a key; pairs and add-on edits are compared by what is in force on a day."""


def keyed(kind: TableKind, rows: Iterable[Any]) -> dict[Key, Any]:
    """Give the rows of a kind by their key."""
    key = COMPARED[kind].key
    return {key(row): row for row in rows}


def written(value: object) -> str:
    """Write a field: an indicator as CMS's character, nothing as nothing.

    Example:
        >>> written(Status.ACTIVE), written(Decimal("1.10")), written(None), written(True)
        ('A', '1.10', '', 'yes')
    """
    if isinstance(value, (Indicator, Enum)):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def row_changes(
    kind: TableKind, before: Rows, after: Rows, setting: Setting | None = None
) -> Iterator[Change]:
    """Give what differs between the rows of two tables of one kind, in code order.

    Args:
        kind: What the tables hold.
        before: The rows of one, by key.
        after: The rows of the other.
        setting: Whose tables.
    """
    compared = COMPARED[kind]
    first = next(iter(compared.fields))
    for key in sorted(before.keys() | after.keys(), key=_order):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            shown = _shown(was if now is None else now, compared.fields[first])
            old, new = (None, shown) if was is None else (shown, None)
            yield trusted(Change, first, *key, "", old, new, setting)
            continue
        if was is now or was == now:
            continue
        for topic, names in compared.fields.items():
            for name in names:
                old, new = getattr(was, name), getattr(now, name)
                if old != new and not (name == "price_indicator" and None in (old, new)):
                    changed = written(old), written(new)
                    yield trusted(Change, topic, *key, _word(name), *changed, setting)


@functools.lru_cache(maxsize=256)
def _word(name: str) -> str:
    return name.replace("_", " ").replace(" rvu", " RVU").replace("gpci", "GPCI")


def _shown(row: Any, names: tuple[str, ...]) -> str:
    """Say of a row that came or went what its first field holds."""
    return written(getattr(row, names[0])) if names else ""


def _order(key: Key) -> tuple[str, str]:
    return sort_key(key[0]), key[1]


def code_changes(before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Give the codes that came and went, in code order."""
    old, new = frozenset(before), frozenset(after)
    for code in sorted(old ^ new, key=sort_key):
        sides = ("", None) if code in old else (None, "")
        yield Change(ChangeTopic.CODES, code, "", "", *sides)


# --- prices


def price_changes(before: Rows, after: Rows) -> Iterator[Change]:
    """Give the national prices that moved between two fee schedules, those that moved most first.

    A price is the total of relative values times the conversion factor, to the cent: without locality and cuts. It
    is compared where both releases pay the row.
    """
    old, new = _factor(before), _factor(after)
    if old and new and old != new:
        yield Change(ChangeTopic.PRICES, "", "", "conversion factor", old, new)
    moved = []
    for key in before.keys() & after.keys():
        was, now = before[key], after[key]
        for name in ("non_facility", "facility"):
            one, two = national_price(was, name), national_price(now, name)
            if one is not None and two is not None and one != two:
                change = Change(
                    ChangeTopic.PRICES, *key, name.replace("_", "-"), str(one), str(two)
                )
                moved.append((-abs(two - one) / one, _order(key), name, change))
    yield from (each[-1] for each in sorted(moved, key=lambda each: each[:-1]))


def national_price(row: FeeScheduleRow, where: str) -> Decimal | None:
    """Give a row's national price outside or in facilities; None where it is not paid, or not there."""
    total: Decimal = getattr(row, f"{where}_total")
    if row.status not in _PAID or not total or getattr(row, f"{where}_na"):
        return None
    return (total * row.conversion_factor).quantize(_CENT, ROUND_HALF_UP)


def _factor(rows: Rows) -> str:
    """Give the conversion factor of a fee schedule; empty where it has several or none."""
    factors = {row.conversion_factor for row in rows.values()}
    return str(*factors) if len(factors) == 1 else ""
