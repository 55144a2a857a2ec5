"""Tables are built once, and what is remembered has a bound: `functools.cache` lets every thread that asks first build for itself."""

from __future__ import annotations

import functools
from collections.abc import Callable
from threading import RLock
from typing import TypeVar

Made = TypeVar("Made")
Key = TypeVar("Key")
Held = TypeVar("Held")

BUILDING = RLock()
"""Held while something is built once. There is one for all, so that builders which ask each other never wait in a circle."""


def once(build: Callable[..., Made]) -> Callable[..., Made]:
    """Keep what a function gives for each choice of arguments, and build it once, however many threads ask first at once.

    Args:
        build: The function; its arguments can be hashed and are few.

    Returns:
        The same function, which remembers.

    Example:
        >>> @once
        ... def letters() -> list[str]:
        ...     return ["a", "b"]
        >>> letters() is letters()
        True
    """
    built: dict[object, Made] = {}

    @functools.cache  # answers what is built without a lock, and faster than Python code could
    @functools.wraps(build)
    def ask(*arguments: object, **named: object) -> Made:
        asked = (arguments, *named.items())
        with BUILDING:
            if asked not in built:
                built[asked] = build(*arguments, **named)
            return built[asked]

    return ask


def with_room(kept: dict[Key, Held], most: int) -> dict[Key, Held]:
    """Make room for one thing more: where too many are kept, all are forgotten, which costs least.

    Args:
        kept: What is remembered, by what was asked; what a caller makes up must not fill memory.
        most: How many things it may hold.

    Returns:
        The same dict.

    Example:
        >>> kept = {"71250": 1, "71260": 2}
        >>> with_room(kept, 2)["71270"] = 3
        >>> kept
        {'71270': 3}
    """
    if len(kept) >= most:
        kept.clear()
    return kept
