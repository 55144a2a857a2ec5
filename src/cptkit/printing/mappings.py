"""The items of a mapping of the caller's, whatever its class does."""

from __future__ import annotations

from collections.abc import Mapping


def items_of(value: object) -> list[tuple[object, object]] | None:
    """Give keys and values, in the mapping's order.

    Args:
        value: Anything.

    Returns:
        The items; None for what is no mapping, and for one that raises when it is read.

    Example:
        >>> items_of({"contrast.agent": "iohexol"}), items_of("contrast.agent")
        ([('contrast.agent', 'iohexol')], None)
    """
    if type(value) is dict:
        return list(value.items())
    if not isinstance(value, Mapping):
        return None
    try:
        return [(key, value[key]) for key in value]
    except Exception:  # noqa: BLE001 - a caller's own class may raise anything
        return None
