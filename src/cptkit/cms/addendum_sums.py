"""What holds between the numbers of OPPS Addendum B: it shows lost digits, swapped columns and another year's rows.

A patient pays at least 20 percent of the rate (42 CFR 419.41), 25 for some screenings, so that the least copayment
is a share of the rate that no lost digit leaves. The rate is the weight times the year's one conversion factor
(42 CFR 419.32). Both are held where nearly all rows of a file show them: a row may have its own rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from cptkit.cms.text import Problems
from cptkit.values.opps import OppsStatusRow

_LEAST, _MOST = Decimal("0.11"), Decimal("0.39")
_FEW = 10
_CENT = Decimal("0.01")
_TWENTIETH = 20
_ROWS_OF_A_YEAR = 3


@attrs.frozen
class Line:
    """A row with the numbers that are read to hold it, and not kept.

    Attributes:
        number: Its line.
        row: What is kept.
        weight: Relative weight of its payment class.
        copayment: The least that a patient pays.
    """

    number: int
    row: OppsStatusRow
    weight: Decimal | None
    copayment: Decimal | None


def hold_sums(lines: Sequence[Line], problems: Problems) -> None:
    """Note rows whose numbers contradict each other.

    Args:
        lines: The rows.
        problems: Where it is noted.
    """
    _hold_shares(lines, problems)
    _hold_factor(lines, problems)


def _hold_shares(lines: Sequence[Line], problems: Problems) -> None:
    """Note copayments that are no such share of the rate as the file's others are."""
    shares = [
        (line, line.copayment / line.row.rate)
        for line in lines
        if line.copayment and line.row.rate and line.row.rate >= 1
    ]
    wrong = [line for line, share in shares if not _LEAST < share < _MOST]
    if len(shares) < _FEW:
        return
    if len(wrong) * _TWENTIETH > len(shares):
        problems.found.append(
            f"the minimum copayment is about a fifth of the rate in only {len(shares) - len(wrong)}"
            f" of {len(shares)} rows: columns are swapped or digits lost"
        )
        return
    for line in wrong:
        problems.at(
            line.number,
            f"minimum copayment {line.copayment} is no fifth of the rate {line.row.rate}: a digit is lost",
        )


def _hold_factor(lines: Sequence[Line], problems: Problems) -> None:
    """Note rows that share another conversion factor than the file's: they are of another year."""
    weighed = [
        (line, line.row.rate, line.weight)
        for line in lines
        if line.row.rate and line.weight and line.weight >= 1
    ]
    if len(weighed) < _FEW:
        return
    factors = sorted(rate / heavy for _, rate, heavy in weighed)
    factor = factors[len(factors) // 2]
    others = [
        (line, rate / heavy) for line, rate, heavy in weighed if not _fits(factor, rate, heavy)
    ]
    if len(others) * _TWENTIETH > len(weighed) * (_TWENTIETH // 2):
        return
    for line, one in others:
        same = sum(abs(one - other) < one / 1000 for _, other in others)
        if same >= _ROWS_OF_A_YEAR:
            problems.at(
                line.number,
                f"the rate is {one:.2f} times the weight, in the file {factor:.2f} times: the row is of another year",
            )


def _fits(factor: Decimal, rate: Decimal, weight: Decimal) -> bool:
    """Tell whether a rate is a weight times a factor, as far as their last digits go."""
    return abs(rate - factor * weight) <= weight * factor / 500 + _CENT
