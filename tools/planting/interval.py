"""How far a share of a sample tells of the whole."""

from __future__ import annotations

from math import sqrt

Z = 1.959964
"""Of the normal distribution, for 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share.

    Example:
        >>> [round(each, 3) for each in wilson(552, 600)]
        [0.896, 0.939]
    """
    share = hits / of
    middle = share + Z * Z / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return (middle - reach) / whole, (middle + reach) / whole
