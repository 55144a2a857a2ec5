"""How a finding names a place of service: what is no place may be anything, a patient's name too, and is not repeated."""

from __future__ import annotations

from cptkit.errors import shown

_DIGITS = 2


def place_shown(place: str) -> str:
    """Name what was given as the place of service.

    Example:
        >>> place_shown("98"), place_shown("Quixote")
        ("'98'", 'what stands there')
    """
    return shown(place) if len(place) <= _DIGITS else "what stands there"
