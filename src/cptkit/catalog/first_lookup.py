"""The first look-up of all: what is known of a code. It loads one file, reads one line of it, and remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cptkit.catalog import code_set
from cptkit.values.code import Code
from cptkit.values.days import holds

if TYPE_CHECKING:
    import datetime as dt

    from cptkit.catalog.catalog import Catalog

_LATEST: dict[str, Code] = {}
"""Packaged codes asked before, by their exact spelling; never more than there are codes."""


def get(code: object, on: dt.date | None = None, *, catalog: Catalog | None = None) -> Code | None:
    """Give what is known of a code, or None.

    Args:
        code: The code: a text (blanks around it and small letters do no harm), a whole number of five digits in
            any numeric type, a `Code`, which counts by its text, or a `CodeExpression`, whose modifiers change nothing.
        on: The day on which it must be in force; None means any day, and the latest version.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The code, or None for anything that names no code, or none in force on that day.

    Raises:
        UnknownEditionError: No packaged year covers `on`.
        InvalidDateError: `on` is no date.

    Example:
        >>> get("71260").label
        'CT of the chest with contrast'
        >>> get("77014", on=dt.date(2026, 1, 1)) is None
        True
    """
    if on is None and catalog is None:
        try:
            kept: Code | None = _LATEST.get(code)  # type: ignore[call-overload]  # what is no text is not there, or cannot be hashed
        except Exception:  # noqa: BLE001 - a caller's own __hash__ or __eq__ may raise anything
            kept = None
        if kept is not None:
            return kept
        found = code_set.plain_versions(code)
        if found is not None:
            return _LATEST.setdefault(found[-1].code, found[-1]) if found else None
    from cptkit.catalog.catalog import chosen  # noqa: PLC0415 - a first answer needs no classes of tables

    where = chosen(catalog)
    day = None if on is None else where.day(on)
    known = where.versions(code)
    if day is not None:
        return next((each for each in known if holds(each, day)), None)
    return known[-1] if known else None
