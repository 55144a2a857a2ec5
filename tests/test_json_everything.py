"""Every public value is frozen, can be a key, and comes back equal from JSON and from a pickle.

The values are found by walking `cptkit.__all__` and made from the types of their fields, so that a new value
is tested as soon as it is exported, and one with a list, a float or an unknown type in a field fails.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import functools
import pickle
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Union, get_args, get_origin

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cptkit
from cptkit import (
    Catalog,
    CoverageStance,
    DataError,
    Edition,
    HouseCode,
    Locality,
    Outcome,
    Record,
    Source,
    Table,
    TableKind,
)
from cptkit.values.record import EvidenceValue

CATALOGS = (Catalog, Edition)  # these compare by identity
VALUES = [
    value
    for name in cptkit.__all__
    if isinstance(value := getattr(cptkit, name), type)
    and attrs.has(value)
    and value not in CATALOGS
]
PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=6),
    int: st.integers(-(10**12), 10**12),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    dt.date: st.dates(),
    type(None): st.none(),
}
ROWS: Mapping[TableKind, type[Any]] = {
    TableKind.FEE_SCHEDULE: cptkit.FeeScheduleRow,
    TableKind.LOCALITIES: cptkit.Locality,
    TableKind.OPPS_CAP: cptkit.OppsCapAmount,
    TableKind.PTP: cptkit.PtpEdit,
    TableKind.MUE: cptkit.Mue,
    TableKind.ADD_ON: cptkit.AddOnEdit,
    TableKind.OPPS_STATUS: cptkit.OppsStatusRow,
    TableKind.HCPCS_CODES: cptkit.HcpcsCode,
    TableKind.AMOUNTS: cptkit.PublishedAmount,
    TableKind.COUNTIES: cptkit.County,
    TableKind.DESCRIPTORS: cptkit.Descriptor,
    TableKind.DETERMINATIONS: cptkit.CoverageRow,
    TableKind.ICD10_CM: cptkit.IcdCode,
}
CODES = st.sampled_from(["71250", "71260", "0042T", "G0279"])
MODIFIERS = st.lists(st.sampled_from(["26", "TC", "RT"]), max_size=4).map(tuple)
DIAGNOSES = st.lists(st.sampled_from(["M81.0", "F17.21-", "C00-C96"]), max_size=2).map(tuple)
NAMES = st.text(min_size=1, max_size=6).filter(str.strip)
FIRST_DAYS, LAST_DAYS = (
    st.none() | st.dates(max_value=dt.date(2020, 1, 1)),
    st.none() | st.dates(min_value=dt.date(2020, 1, 1)),
)
CHECKED: Mapping[tuple[str, str], st.SearchStrategy[Any]] = {
    # fields that a class checks beyond their type
    ("ClaimLine", "code"): CODES,
    ("ClaimLine", "modifiers"): MODIFIERS,
    ("Contract", "percent"): st.integers(1, 500).map(Decimal),
    ("Contract", "conversion_factor"): st.none() | st.decimals("0.01", "99.99", places=2),
    ("CodeSelection", "codes"): st.just("") | CODES,
    ("CoverageRow", "codes"): st.lists(CODES, min_size=1, max_size=2).map(tuple),
    ("CoverageRow", "beside"): st.lists(CODES, max_size=2).map(tuple),
    ("CoverageRow", "diagnoses"): DIAGNOSES,
    ("CoverageRow", "modifiers"): MODIFIERS,
    ("CoverageRow", "without"): MODIFIERS,
    ("CoverageRow", "states"): st.lists(st.sampled_from(["OH", "KY"]), max_size=2).map(tuple),
    ("CoverageRow", "stance"): st.sampled_from([CoverageStance.COVERED, CoverageStance.CONTRACTOR]),
    ("CoverageRow", "effective"): FIRST_DAYS,
    ("CoverageRow", "through"): LAST_DAYS,
    ("PayerPolicy", "name"): NAMES,
    ("PayerPolicy", "timely_filing_days"): st.none() | st.integers(0, 36_500),
    ("PayerPolicy", "effective"): FIRST_DAYS,
    ("PayerPolicy", "through"): LAST_DAYS,
    ("PolicyRequirement", "id"): NAMES,
    ("PolicyRequirement", "effective"): FIRST_DAYS,
    ("PolicyRequirement", "through"): LAST_DAYS,
    ("PolicyRequirement", "outcome"): st.sampled_from([Outcome.FAIL, Outcome.WARN]),
    ("Record", "entries"): st.deferred(
        lambda: st.dictionaries(st.text(max_size=6), strategy(EvidenceValue), max_size=3)
    ),
}


def strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Make values of a field's type; a type that no value may have is an error."""
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of([strategy(each) for each in get_args(kind)])
    if get_origin(kind) is tuple:
        return items(get_args(kind))
    if kind is Table:
        return tables()
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from(list(kind))
    assert isinstance(kind, type), kind
    assert attrs.has(kind), f"no public value may hold {kind}"
    return instances(kind)


def items(kinds: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Make tuples: of one kind and any length, or of fixed kinds."""
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return st.lists(strategy(kinds[0]), max_size=3).map(tuple)
    return st.tuples(*map(strategy, kinds))


@functools.cache
def instances(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Make values of an attrs class, whatever it holds, from the types of its fields."""
    fields = attrs.fields(attrs.resolve_types(kind))
    made = {each.name: field(kind, each) for each in fields}
    return (
        st.fixed_dictionaries(made)
        .map(functools.partial(build, kind))
        .filter(lambda value: value is not None)
    )


def field(kind: type[Any], of: attrs.Attribute[Any]) -> st.SearchStrategy[Any]:
    """Make values of one field."""
    checked = (kind.__name__, of.name)
    return CHECKED[checked] if checked in CHECKED else strategy(of.type)


def build(kind: type[Any], fields: dict[str, Any]) -> Any:
    """Make a value; None where the class refuses what its fields' types allow."""
    try:
        return kind(**fields)
    except cptkit.CptkitError:
        return None


def tables() -> st.SearchStrategy[Any]:
    """Make tables of localities; a table's rows are values tested by themselves."""
    rows = st.lists(instances(Locality), max_size=3).map(tuple)
    return st.builds(
        Table,
        st.just(TableKind.LOCALITIES),
        instances(Source),
        rows,
        st.none() | st.sampled_from(cptkit.Setting),
        st.booleans(),
    )


def deep(value: Any) -> Any:
    """Show all of a value, the fields that equality leaves out included."""
    if isinstance(value, tuple):
        return tuple(map(deep, value))
    if attrs.has(type(value)):
        return (
            type(value),
            *(deep(getattr(value, each.name)) for each in attrs.fields(type(value))),
        )
    return (type(value), value)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=12)
@given(data=st.data())
def test_every_value_goes_round(kind: type[Any], data: st.DataObject) -> None:
    """Through JSON, a pickle and a copy: the same fields of the same types, equal, and one key."""
    value = data.draw(strategy(kind))
    rounds = (
        cptkit.from_json(cptkit.to_json(value), kind),
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
    )
    for again in rounds:
        assert deep(again) == deep(value)
        assert again == value
        assert len({again, value}) == 1


@settings(max_examples=30)
@given(st.lists(st.deferred(lambda: strategy(cptkit.CodeExpression)), max_size=3).map(tuple))
def test_tuples_go_round(values: tuple[cptkit.CodeExpression, ...]) -> None:
    """What a function that returns several gives goes round as well."""
    assert cptkit.from_json(cptkit.to_json(values), tuple[cptkit.CodeExpression, ...]) == values


@pytest.mark.parametrize("kind", [*VALUES, *CATALOGS], ids=lambda kind: kind.__name__)
def test_every_value_is_frozen(kind: type[Any]) -> None:
    """No field of any value can be set."""
    value = object.__new__(kind)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, attrs.fields(kind)[0].name, None)


@settings(max_examples=12)
@given(
    tables(),
    st.sampled_from([(), (HouseCode("X7001", "Outside film review"),)]),
    st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
)
def test_catalogs_and_editions_go_round(
    table: Table[Any], house_codes: tuple[HouseCode, ...], on: dt.date
) -> None:
    """They compare by identity; what comes back holds the same tables, house codes and day."""
    catalog = cptkit.packaged.with_tables(table, house_codes=house_codes)
    for again in (
        cptkit.from_json(cptkit.to_json(catalog), Catalog),
        pickle.loads(pickle.dumps(catalog)),
    ):
        assert (again.tables, again.house_codes) == (catalog.tables, catalog.house_codes)
    edition = catalog.at(on)
    for same in (
        cptkit.from_json(cptkit.to_json(edition), Edition),
        pickle.loads(pickle.dumps(edition)),
    ):
        assert (same.on, same.catalog.tables, same.catalog.house_codes) == (
            on,
            catalog.tables,
            catalog.house_codes,
        )
    assert len({catalog, catalog, edition, edition}) == 2


@pytest.mark.parametrize(
    "kind", [kind for kind in TableKind if kind in ROWS], ids=lambda kind: kind.name
)
@settings(max_examples=5)
@given(data=st.data())
def test_tables_of_every_kind(kind: TableKind, data: st.DataObject) -> None:
    """A table says what its rows are, so that it comes back without being told."""
    table: Table[Any] = Table(kind, Source("CMS"), (data.draw(strategy(ROWS[kind])),))
    assert deep(cptkit.from_json(cptkit.to_json(table), Table)) == deep(table)


@pytest.mark.parametrize(
    "kind", [kind for kind in TableKind if kind not in ROWS], ids=lambda kind: kind.name
)
def test_tables_without_rows_of_ours(kind: TableKind) -> None:
    """A kind that no reader makes is not read from JSON either."""
    table: Table[Any] = Table(kind, Source("CMS"), ())
    with pytest.raises(DataError, match=f"a {kind.value} is not read from JSON"):
        cptkit.from_json(cptkit.to_json(table), Table)
    with pytest.raises(DataError, match="no object of Table"):
        cptkit.from_json("[]", Table)


def test_records_keep_the_types_of_their_values() -> None:
    """True is not 1, a day is not a text, and 1.0 is not 1."""
    record = Record(
        {
            "a": True,
            "b": 1,
            "c": "2025-03-01",
            "d": dt.date(2025, 3, 1),
            "e": Decimal("1.0"),
            "f": ("x",),
            "g": (),
        }
    )
    assert deep(cptkit.from_json(cptkit.to_json(record), Record)) == deep(record)
