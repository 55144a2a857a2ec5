"""From sums to shares: what a rank among others says of being right, as measured on real names."""

from __future__ import annotations

import math
from bisect import bisect_left
from decimal import Decimal

from cptkit.exam_names.reading import Reading
from cptkit.exam_names.weights import Tables

_PLACES = 1000
_MOST_UNKNOWN = 3
_THOUSANDTHS = tuple(Decimal(f"{i // _PLACES}.{i % _PLACES:03}") for i in range(_PLACES + 1))


def temperature(reading: Reading, tables: Tables) -> float:
    """How sharply sums turn into shares: less so for a name with words that the lexicon does not know."""
    weights = tables.weights
    return weights["temperature"] * (
        1.0 + weights["temperature of an unknown word"] * min(len(reading.unknown), _MOST_UNKNOWN)
    )


def shares(sums: list[float], heat: float) -> list[float]:
    """Turn sums into shares of one: the further a code stands out, the larger its share.

    Example:
        >>> [round(share, 2) for share in shares([3.0, 1.0], 1.0)]
        [0.88, 0.12]
    """
    top = max(sums)
    raised = [math.exp((each - top) / heat) for each in sums]
    total = math.fsum(raised)
    return [each / total for each in raised]


def calibrated(parts: list[float], tables: Tables) -> list[Decimal]:
    """Turn shares, best first, into the shares of right suggestions that were measured at them.

    The best of a name and those behind it have a line each: of two codes that come out equal, the first is right more often.
    """
    scores: list[float] = []
    for rank, part in enumerate(parts):
        score = _on_line(part, tables.calibration["further" if rank else "first"])
        scores.append(min(score, scores[-1]) if scores else score)
    return [_THOUSANDTHS[round(score * _PLACES)] for score in scores]


def _on_line(share: float, points: tuple[tuple[float, float], ...]) -> float:
    """Read a rising line of points, straight between them."""
    at = min(max(bisect_left(points, (share, 0.0)), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    return y0 + min(max((share - x0) / (x1 - x0), 0.0), 1.0) * (y1 - y0)
