"""The one decimal context of the house: what amounts, relative values and indices are computed in, whatever the caller's is.

A caller's context may round to three places or trap what is inexact: neither may change a price.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Context,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

EXACT = Context(
    prec=60,
    rounding=ROUND_HALF_UP,
    Emin=-999999,
    Emax=999999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""Sixty digits, half up; nothing of it is taken from Python's default context, which a program may have changed."""


def exactly(compute: Callable[P, T]) -> Callable[P, T]:
    """Compute in the house's own context.

    Args:
        compute: A function that gives its answer whole, not bit by bit.

    Returns:
        The function, which computes in `EXACT` and leaves the caller's context as it was.

    Example:
        >>> from decimal import Decimal, getcontext, localcontext
        >>> double = exactly(lambda amount: amount * 2)
        >>> with localcontext() as ours:
        ...     ours.prec = 2
        ...     double(Decimal("12.34")), getcontext().prec
        (Decimal('24.68'), 2)
    """

    @functools.wraps(compute)
    def computed(*args: P.args, **kwargs: P.kwargs) -> T:
        with localcontext(EXACT):
            return compute(*args, **kwargs)

    return computed
