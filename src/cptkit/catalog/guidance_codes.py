"""The guidance tables loaded: what a guidance code guides, which procedures include it, and the codes with imaging for codes without."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import sort_key
from cptkit.values.days import holds
from cptkit.values.guidance import GuidanceCode, ImagingTwin, IncludedGuidance


@once
def guidance_codes() -> dict[str, GuidanceCode]:
    """Give every guidance code that the package describes, by its code."""
    return {each.code: each for each in authored("guidance_codes", GuidanceCode)}


@once
def including() -> tuple[IncludedGuidance, ...]:
    """Give the guidance codes that procedures include, in order of the first procedure code."""
    return authored("guidance_included", IncludedGuidance)


@once
def imaging_twins() -> tuple[ImagingTwin, ...]:
    """Give the procedures without imaging that have a code of their own with it."""
    return authored("imaging_twins", ImagingTwin)


@functools.lru_cache(maxsize=4096)
def including_of(procedure: str) -> tuple[IncludedGuidance, ...]:
    """Give the rows that name a procedure, whatever the day.

    Example:
        >>> [row.guidance for row in including_of("62323")]
        [('76942', '77002', '77003', '77012')]
    """
    key = sort_key(procedure)
    return tuple(each for each in including() if sort_key(each.first) <= key <= sort_key(each.last))


def included(procedure: str, guidance: str, on: dt.date) -> IncludedGuidance | None:
    """Give the row that says that a guidance code is not paid beside a procedure on a day, or None.

    Example:
        >>> included("64415", "76942", dt.date(2022, 6, 1)) is None
        True
        >>> included("64415", "76942", dt.date(2024, 6, 1)).basis.name
        'TEXT'
    """
    return next(
        (each for each in including_of(procedure) if each.includes(guidance) and holds(each, on)),
        None,
    )


def with_imaging(procedures: Iterable[str], guidance: str, on: dt.date) -> str:
    """Say which code takes the place of a procedure without imaging and a guidance code; empty where there is none.

    Example:
        >>> with_imaging(["20610"], "76942", dt.date(2026, 6, 1))
        '20610 with ultrasound is 20611: bill that alone, without 76942'
        >>> with_imaging(["20610"], "77002", dt.date(2026, 6, 1))
        ''
    """
    said = [
        f"{each.without} with {each.imaging} is {' or '.join(each.with_imaging)}"
        for procedure in procedures
        for each in imaging_twins()
        if each.without == procedure and guidance in each.guidance and holds(each, on)
    ]
    return f"{'; '.join(said)}: bill that alone, without {guidance}" if said else ""


def without_imaging(procedure: str, on: dt.date) -> str:
    """Say which code stands for a procedure done without its imaging; empty where there is none.

    Example:
        >>> without_imaging("20611", dt.date(2026, 6, 1))
        'without ultrasound it is 20610'
    """
    found = [each for each in imaging_twins() if procedure in each.with_imaging and holds(each, on)]
    codes = " or ".join(dict.fromkeys(each.without for each in found))
    return f"without {found[0].imaging} it is {codes}" if found else ""
