"""Closed terms in an order: the members of an enum sort as they are declared, and group in tables."""

from __future__ import annotations

from enum import Enum
from functools import cache, total_ordering


@total_ordering
class Ranked(Enum):
    """An enum whose members are ordered as they are declared; members of two enums are not compared.

    Example:
        >>> Size = Ranked("Size", "SMALL LARGE")
        >>> sorted([Size.LARGE, Size.SMALL]), Size.SMALL < Size.LARGE
        ([<Size.SMALL: 1>, <Size.LARGE: 2>], True)
    """

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        ranks = _ranks(type(self))
        return ranks[self.name] < ranks[other.name]


@cache
def _ranks(kind: type[Ranked]) -> dict[str, int]:
    return {member.name: rank for rank, member in enumerate(kind)}
