"""Quantities of other systems as billed units: a number with a unit of measure, by what the code counts."""

from __future__ import annotations

import re
from decimal import Decimal

from cptkit.catalog.first_lookup import get
from cptkit.errors import DataError
from cptkit.values.arithmetic import exactly

_NUMBER = re.compile(r"\d{1,9}(\.\d{0,9})?", re.ASCII)
_COUNTS = frozenset({"", "1", "un", "unit", "units", "{unit}", "each", "ea"})
_TIME = frozenset(
    {"mj", "min", "minute", "minutes", "da", "d", "day", "days", "h", "hour", "hours"}
)
_SAME = {
    "ml": "ml",
    "cc": "ml",
    "mg": "mg",
    "me": "mg",
    "gr": "g",
    "g": "g",
    "mci": "mci",
    "ug": "mcg",
    "mcg": "mcg",
}


def whole_units(quantity: str, unit: str, code: str) -> int:
    """Read a quantity as the units that a line bills.

    Args:
        quantity: The number as written.
        unit: Its unit of measure; ``UN``, or for supplies what the code counts.
        code: The code of the line.

    Returns:
        The units.

    Raises:
        DataError: It is no whole number of units; the reason holds no values.

    Example:
        >>> whole_units("1.00", "UN", "71260"), whole_units("95", "mL", "Q9967")
        (1, 95)
        >>> whole_units("88", "MJ", "01710")
        Traceback (most recent call last):
        cptkit.errors.DataError: the quantity is a time (minutes or days), which is no unit
    """
    if not _NUMBER.fullmatch(quantity):
        raise DataError(("the quantity is no number of units",))
    measure = unit.lower()
    if measure in _COUNTS and quantity.isdigit():
        return int(quantity)
    return _whole(Decimal(quantity), measure, code)


@exactly
def _whole(counted: Decimal, measure: str, code: str) -> int:
    if measure not in _COUNTS:
        counted /= _of_one_unit(measure, code)
    if counted != counted.to_integral_value():
        raise DataError(("the quantity is a fraction of a unit",))
    return int(counted)


def _of_one_unit(measure: str, code: str) -> Decimal:
    """Give how much of a measure one unit of a supply code is."""
    if measure in _TIME:
        raise DataError(("the quantity is a time (minutes or days), which is no unit",))
    known = get(code)
    supply = None if known is None else known.supply
    named = _SAME.get(measure)
    if supply is None or named is None or _SAME.get(supply.unit.lower()) != named:
        raise DataError(("the unit of measure is not what the code counts",))
    return supply.amount
