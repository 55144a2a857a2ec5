"""Value sets: the codes, modifiers, places and status letters that rules ask for by a name, each row with its source."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from cptkit import lazy_attrs as attrs
from cptkit.catalog.packaged_tables import modifiers
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.days import holds
from cptkit.values.finding import Outcome
from cptkit.values.modifier import ModifierKind


@attrs.frozen
class ValueSetRow:
    """One member of a value set.

    Attributes:
        name: The set: dotted words.
        member: A code, a modifier, a place of service, a status letter, or an enum's member.
        citation: The source.
        certainty: How sure the row is.
        says: What a rule says of the member, in words; empty where its name is all.
        remedy: What to do about it.
        outcome: What it comes to on a line, where members differ in that.
        effective: The first day; None means always.
        through: The last day; None while it is open.
    """

    name: str
    member: str
    citation: str
    certainty: Certainty
    says: str = ""
    remedy: str = ""
    outcome: Outcome | None = None
    effective: dt.date | None = None
    through: dt.date | None = None


@once
def value_sets() -> dict[str, dict[str, ValueSetRow]]:
    """Give every value set by its name, its rows by member."""
    found: dict[str, dict[str, ValueSetRow]] = {}
    for row in authored("value_sets", ValueSetRow):
        found.setdefault(row.name, {})[row.member] = row
    return found


def value_set(name: str) -> Mapping[str, ValueSetRow]:
    """Give a value set: its rows by member.

    Raises:
        KeyError: No set has the name.

    Example:
        >>> value_set("place.hospital")["21"].says
        'an inpatient hospital'
    """
    return value_sets()[name]


@once
def members(*names: str) -> frozenset[str]:
    """Give the members of value sets, whatever the day.

    Raises:
        KeyError: No set has one of the names.

    Example:
        >>> sorted(members("mammography.screening"))
        ['77063', '77067']
    """
    return frozenset(member for name in names for member in value_set(name))


@functools.lru_cache(maxsize=4096)
def members_on(name: str, on: dt.date) -> frozenset[str]:
    """Give the members of a value set that are in force on a day.

    Raises:
        KeyError: No set has the name.

    Example:
        >>> sorted(members_on("waste.told", dt.date(2023, 7, 1))), members_on("waste.told", dt.date(2023, 6, 30))
        (['JW', 'JZ'], frozenset())
    """
    return frozenset(member for member, row in value_set(name).items() if holds(row, on))


@once
def modifiers_of(*kinds: ModifierKind) -> frozenset[str]:
    """Give the modifiers of some kinds.

    Example:
        >>> sorted(modifiers_of(ModifierKind.PET))
        ['PI', 'PS']
    """
    return frozenset(name for name, each in modifiers().items() if each.kind in kinds)
