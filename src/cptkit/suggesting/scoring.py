"""From sums to shares: what a rank among others says of being right, as measured on real names."""

from __future__ import annotations

import math
from bisect import bisect_left
from decimal import Decimal

from cptkit.suggesting.tables import Tables

_PLACES = 1000
_THOUSANDTHS = tuple(Decimal(i).scaleb(-3) for i in range(_PLACES + 1))


def shares(sums: list[float], temperature: float) -> list[float]:
    """Turn sums into shares of one: the further a code stands out, the larger its share.

    Example:
        >>> [round(share, 2) for share in shares([3.0, 1.0], 1.0)]
        [0.88, 0.12]
    """
    top = max(sums)
    raised = [math.exp((each - top) / temperature) for each in sums]
    total = math.fsum(raised)
    return [each / total for each in raised]


def calibrated(share: float, tables: Tables) -> Decimal:
    """Turn a share into the share of right suggestions that was measured at it, between the fitted points in a line."""
    points = tables.calibration
    at = bisect_left(points, (share, 0.0))
    if at == len(points):
        return _THOUSANDTHS[round(points[-1][1] * _PLACES)]
    if at == 0:
        return _THOUSANDTHS[round(points[0][1] * _PLACES)]
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    part = (share - x0) / (x1 - x0) if x1 > x0 else 1.0
    return _THOUSANDTHS[round((y0 + part * (y1 - y0)) * _PLACES)]
