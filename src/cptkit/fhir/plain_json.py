"""What a caller hands over as a resource, as plain JSON of Python's own: no class of the caller's goes further in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cptkit.printing.mappings import items_of
from cptkit.values.raw import unboxed

_LEAVES = frozenset({str, int, float, bool, Decimal, type(None)})


class Stranger:
    """Stands for a value that JSON cannot hold: it is no text, no number, no list and no object."""


def plain_json(value: object) -> Any:
    """Copy a resource: mappings become dicts, numbers and texts Python's own, what JSON cannot hold a stranger.

    Args:
        value: Anything, nested as deep as it likes.

    Returns:
        The copy; a container that stands in two places, or in itself, does so in the copy.

    Example:
        >>> plain_json({"resourceType": "Claim", "item": [{"sequence": 1}]})
        {'resourceType': 'Claim', 'item': [{'sequence': 1}]}
    """
    top: dict[object, Any] = {}
    waiting: list[tuple[Any, object, object]] = [(top, "", value)]
    made: dict[int, Any] = {}
    kept: list[object] = []  # an id is of one thing as long as the thing is kept
    while waiting:
        into, key, each = waiting.pop()
        kind = type(each)
        if kind in _LEAVES:
            into[key] = each
        elif id(each) in made:
            into[key] = made[id(each)]
        else:
            kept.append(each)
            made[id(each)] = into[key] = _copied(each, waiting)
    return top[""]


def _copied(each: object, waiting: list[tuple[Any, object, object]]) -> Any:
    """Give an empty container whose contents wait to be copied, or a leaf."""
    if isinstance(each, list):
        held = list(list.__iter__(each))
        made: Any = [None] * len(held)
        waiting += [(made, place, one) for place, one in enumerate(held)]
        return made
    items = items_of(each)
    if items is not None:
        named = [(_name(key), one) for key, one in items]
        made = dict.fromkeys(key for key, _ in named)
        waiting += [(made, key, one) for key, one in named]
        return made
    leaf = unboxed(each)
    return leaf if type(leaf) in _LEAVES else Stranger()


def _name(key: object) -> str:
    """Give a name; what is no text is no element of any resource."""
    text = unboxed(key)
    return text if isinstance(text, str) else ""
