"""The tables of modifiers that several rules ask: the codes that one is made for, and which two exclude each other."""

from __future__ import annotations

from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import sort_key
from cptkit.values.modifier import ModifierCodes, ModifierConflict


@once
def lists() -> dict[str, tuple[ModifierCodes, ...]]:
    """Give each modifier's list of codes, by modifier."""
    found: dict[str, tuple[ModifierCodes, ...]] = {}
    for row in authored("modifier_codes", ModifierCodes):
        found[row.modifier] = (*found.get(row.modifier, ()), row)
    return found


@once
def conflicts() -> dict[tuple[str, str], ModifierConflict]:
    """Give the conflicts by their two modifiers, the lower in text order first."""
    return {
        (row.first, row.second): row for row in authored("modifier_conflicts", ModifierConflict)
    }


def listed(modifier: str, code: str) -> ModifierCodes | None:
    """Give the row of a modifier's list that names a code, or None.

    Example:
        >>> listed("CT", "71260").outcome.name, listed("CT", "71045")
        ('PASS', None)
    """
    key = sort_key(code)
    return next(
        (
            row
            for row in lists().get(modifier, ())
            if sort_key(row.first) <= key <= sort_key(row.last)
        ),
        None,
    )
