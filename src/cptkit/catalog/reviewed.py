"""What is said of a day beyond the years whose changes were looked through for what is authored here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit.catalog.code_set import reviewed_through
from cptkit.values.code import Code


def not_reviewed(codes: Iterable[Code], on: dt.date) -> str:
    """Say what of some codes was not reviewed for the year of a day.

    Args:
        codes: The codes, in the meanings of that day.
        on: The day.

    Returns:
        A sentence; empty where the year was reviewed.

    Example:
        >>> from cptkit.catalog.first_lookup import get
        >>> not_reviewed((get("71260"),), dt.date(2026, 12, 31))
        ''
        >>> not_reviewed((get("71260"),), dt.date(2027, 1, 1))
        'what is written here of 71260 was reviewed through 2026; the changes of 2027 were not looked through'
    """
    last = reviewed_through()
    if on.year <= last:
        return ""
    each = tuple(codes)
    known = ", ".join(code.code for code in each if code.label is not None)
    bare = ", ".join(code.code for code in each if code.label is None)
    said = (
        f"what is written here of {known} was reviewed through {last}; the changes of {on.year} were not looked through"
        if known
        else "",
        f"of {bare} nothing is written here but what the tables at hand hold" if bare else "",
    )
    return "; ".join(text for text in said if text)
