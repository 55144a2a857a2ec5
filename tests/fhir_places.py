"""Every place of a FHIR resource, and the resource with something else planted there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from cptkit.fhir.elements import Reading, element_rows

Place = tuple[Any, ...]


def places(held: Any, at: Place = ()) -> Iterator[Place]:
    """Give the place of every value below a resource, containers and leaves."""
    inside = held.items() if isinstance(held, dict) else enumerate(held)
    for name, value in inside:
        yield (*at, name)
        if isinstance(value, (dict, list)):
            yield from places(value, (*at, name))


def planted(held: Any, at: Place, value: Any) -> Any:
    """Give a copy with another value at a place; what is not on the way there is shared."""
    changed = copy.copy(held)
    changed[at[0]] = planted(changed[at[0]], at[1:], value) if len(at) > 1 else value
    return changed


def is_passed(at: Place) -> bool:
    """Tell whether the table of elements passes over a place, or over what it is within."""
    kind = "claim"
    for name in at:
        if isinstance(name, int):
            continue
        row = element_rows().get(kind, {}).get(name)
        if row is None:
            return False
        if row.reading is Reading.PASSED:
            return True
        kind = row.holds
    return False


def text(at: Place) -> str:
    """Write a place as a path without places in lists."""
    return ".".join(name for name in at if isinstance(name, str))
