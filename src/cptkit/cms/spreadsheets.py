"""What spreadsheets and data frames lose, put back where only one reading is possible.

``0`` for ``0.00``, ``9`` for ``09``, ``100`` for ``00100``, ``2026001.0``: all cells lose alike. Where one amount
of a file, or one cell of another column, still has its zeros, none was lost, and a cell without them is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from cptkit.indicators import GlobalDays, Indicator, PcTc, Supervision

Column = list[str]
Restore = Callable[[Column], Column]

_WHOLE = re.compile(r"([0-9]+)\.0")
_NUMBER = re.compile(r"([0-9]*)(?:\.([0-9]+))?")
_ZERO_FIRST = re.compile(r"0[0-9]{4}")
_CODE_DIGITS = 5
_SEVERAL = 2


def whole_number(text: str) -> str:
    """Give a whole number as it was before it became a decimal one.

    Example:
        >>> whole_number("2026001.0"), whole_number("0.05")
        ('2026001', '0.05')
    """
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


def amounts(digits: int) -> Restore:
    """Make what gives amounts their decimals again.

    Example:
        >>> amounts(2)(["0", "1.2", "3.79"])
        ['0.00', '1.20', '3.79']
    """

    def restore(texts: Column) -> Column:
        return [_with_decimals(text, digits) for text in texts]

    return restore


def _with_decimals(text: str, digits: int) -> str:
    match = _NUMBER.fullmatch(text)
    decimals = (match[2] or "") if match else ""
    if match is None or not text or len(decimals) > digits:
        return text
    return f"{match[1] or '0'}.{decimals:0<{digits}}"


def members(kind: type[Indicator]) -> Restore:
    """Make what gives the members of a closed field their leading zeros again.

    Example:
        >>> members(Supervision)(["9", "6A", "21.0"]), members(Supervision)(["09", "9"])
        (['09', '6A', '21'], ['09', '9'])
    """
    values = {member.value for member in kind}
    short = {(value.lstrip("0") or "0"): value for value in values}

    def restore(texts: Column) -> Column:
        if any(text.startswith("0") and len(text) > 1 and text in values for text in texts):
            return texts
        return [short.get(whole_number(text), text) for text in texts]

    return restore


def codes(texts: Column) -> Column:
    """Give codes their leading zeros again, where several lack them and that puts all into CMS's order.

    Example:
        >>> codes(["0001F", "100", "102"]), codes(["5200", "71260"])
        (['0001F', '00100', '00102'], ['5200', '71260'])
    """
    whole = [whole_number(text) for text in texts]
    short = {text for text in whole if text.isdigit() and len(text) < _CODE_DIGITS}
    if len(short) < _SEVERAL or any(_ZERO_FIRST.fullmatch(text) for text in whole):
        return whole
    filled = [text.zfill(_CODE_DIGITS) if text.isdigit() else text for text in whole]
    ascending = all(a <= b for a, b in pairwise(filled))
    return filled if ascending else whole


def codes_beside(texts: Column) -> Column:
    """Give codes that stand beside the key, in no order of their own, their leading zeros again, where all lack them.

    Example:
        >>> codes_beside(["1952", "CCCCC", "100"]), codes_beside(["00100", "1952"])
        (['01952', 'CCCCC', '00100'], ['00100', '1952'])
    """
    whole = [whole_number(text) for text in texts]
    short = sum(text.isdigit() and len(text) < _CODE_DIGITS for text in whole)
    if short < _SEVERAL or any(_ZERO_FIRST.fullmatch(text) for text in whole):
        return whole
    return [text.zfill(_CODE_DIGITS) if text.isdigit() else text for text in whole]


def integers(texts: Column) -> Column:
    """Give whole numbers without the decimal that a data frame added."""
    return [whole_number(text) for text in texts]


_AMOUNTS = (
    "work_rvu non_facility_pe_rvu facility_pe_rvu malpractice_rvu non_facility_total"
    " facility_total pre_op intra_op post_op opps_non_facility_pe_rvu opps_facility_pe_rvu"
    " opps_malpractice_rvu facility non_facility"
)
_INTEGERS = (
    "modifier multiple_procedure bilateral assistant_surgeon co_surgeon team_surgeon"
    " price_indicator endoscopic_base calculation_flag imaging_family mac number locality"
    " effective through units adjudication type"
)
_KEPT = re.compile(r"[0-9]*\.[0-9]0")
_RESTORE: dict[str, Restore] = {
    "code": codes,
    "primary": codes_beside,
    "pc_tc": members(PcTc),
    "global_days": members(GlobalDays),
    "conversion_factor": amounts(4),
    "supervision": members(Supervision),
    **dict.fromkeys(_AMOUNTS.split(" "), amounts(2)),
    **dict.fromkeys(_INTEGERS.split(" "), integers),
}
"""How a column of each name is put back."""


def restored(
    names: Sequence[str], found: Iterable[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    """Give rows with what a spreadsheet lost put back, column by column.

    Args:
        names: The columns; what is lost in one that is not known here is not put back.
        found: Numbered rows, each as wide as `names`.

    Yields:
        Number and row.

    Example:
        >>> list(restored(["code", "work_rvu"], [(2, ["71260", "1"]), (3, ["71270", "1.2"])]))
        [(2, ['71260', '1.00']), (3, ['71270', '1.20'])]
    """
    rows = list(found)
    given = [[row[at] for _, row in rows] for at in range(len(names))]
    money = set(_AMOUNTS.split(" "))
    kept = any(
        _KEPT.fullmatch(text)
        for name, column in zip(names, given, strict=True)
        if name in money
        for text in column
    )
    if kept:
        yield from rows
        return
    columns = [
        _RESTORE.get(name, _as_is)(column) for name, column in zip(names, given, strict=True)
    ]
    for (number, _), row in zip(rows, zip(*columns, strict=True), strict=True):
        yield number, list(row)


def _as_is(texts: Column) -> Column:
    return texts
