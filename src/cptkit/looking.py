"""Look-ups: what is a code, which codes are there, what does a cell hold. Looking is convenient; judging is elsewhere.

``on=None`` means any day, the latest version, for `get`, `lookup` and `headings`; and the newest packaged
year for `status`, `between`, `under` and `select`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from cptkit import codeset, parsing
from cptkit.book import Heading
from cptkit.catalog import Catalog, Edition, chosen
from cptkit.codes import Code, as_day, in_force, sort_key
from cptkit.errors import InvalidCodeError, UnknownCodeError
from cptkit.expressions import CodeExpression, CodeStatus
from cptkit.getting import get
from cptkit.listing import Listing


def lookup(code: object, on: dt.date | None = None, *, catalog: Catalog | None = None) -> Code:
    """Give what is known of a code, or say why nothing is.

    Args:
        code: The code's text.
        on: The day on which it must be in force; None means any day.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The code.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day; the error holds the nearest codes,
            its last day and its successors.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> lookup("77014", on=dt.date(2026, 1, 1))
        Traceback (most recent call last):
        ...
        cptkit.errors.UnknownCodeError: '77014' was in force through 2025-12-31 only; see 77387
    """
    found = get(code, on, catalog=catalog)
    if found is not None:
        return found
    where = chosen(catalog)
    text = parsing.well_formed(code)
    raise unknown(text, None if on is None else as_day(on), where)


def unknown(code: object, day: dt.date | None, where: Catalog) -> UnknownCodeError:
    """Make the error that tells what is known of a code that is not in force on a day, or on any.

    Args:
        code: What was asked; what has not even the form of a code is shown as it is.
        day: The day asked; None for any.
        where: Where it was looked for.

    Returns:
        The error, to be raised.

    Example:
        >>> unknown("71261", None, chosen(None)).nearest[0]
        '71260'
    """
    text = parsing.normalize(code) if isinstance(code, str) else None
    if text is None:
        return UnknownCodeError(code, on=day)  # type: ignore[arg-type]  # whatever was given is shown
    known = where.versions(text)
    if day is None or not known:
        return UnknownCodeError(
            text, nearest=_nearest(text, day or codeset.LAST_DAY, where), on=day
        )
    ended = [each for each in known if each.through is not None and each.through < day]
    effective = next(
        (each.effective for each in known if each.effective is not None and each.effective > day),
        known[0].effective,
    )
    if not ended:
        return UnknownCodeError(text, on=day, effective=effective)
    return UnknownCodeError(
        text,
        through=ended[-1].through,
        successors=ended[-1].successors,
        on=day,
        effective=effective,
    )


def status(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> CodeStatus:
    """Say what can be said of a text that may be a code.

    Args:
        code: Anything.
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        MALFORMED, UNKNOWN, UNASSIGNED, FUTURE, RETIRED or ACTIVE.

    Raises:
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> status("77014").name, status("71999").name, status("7126").name
        ('RETIRED', 'UNASSIGNED', 'MALFORMED')
    """
    where = chosen(catalog)
    day = where.at(on).on
    known = where.versions(code)
    if known:
        if any(in_force(each.effective, each.through, day) for each in known):
            return CodeStatus.ACTIVE
        ended = any(each.through is not None and each.through < day for each in known)
        return CodeStatus.RETIRED if ended else CodeStatus.FUTURE
    text = parsing.normalize(code)
    if text is None:
        return CodeStatus.MALFORMED
    return CodeStatus.UNASSIGNED if codeset.heading_ids(text) else CodeStatus.UNKNOWN


def parse(text: object, *, catalog: Catalog | None = None) -> CodeExpression:
    """Read a code with its modifiers from any form that systems write; never ask whether the code exists.

    Args:
        text: ``71260-26-59``, ``71260:26``, ``HC:71260:26``, ``HC^71260^26``, ``71260,26``, ``7126026``,
            ``77066TC``, the int 71260, and what spreadsheets make of it (``71260.0``).
        catalog: Whose modifiers a glued tail may be split into; the packaged catalog's if None.

    Returns:
        The code and at most four modifiers.

    Raises:
        InvalidCodeError: It cannot be read surely; `reason` says why.

    Example:
        >>> str(parse("70030TCLT"))
        '70030-TC-LT'
        >>> parse("73501R")
        Traceback (most recent call last):
        ...
        cptkit.errors.InvalidCodeError: '73501R' cannot be read as a code: the tail 'R' may mean a side but is no modifier: write RT
    """
    where = chosen(catalog)
    return parsing.parse(text, where.is_modifier)


def headings(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Heading, ...]:
    """Give the headings that a code stands under, outermost first; also for numbers not assigned.

    Args:
        code: The code's text.
        on: A day that a packaged year must cover; headings do not change within the packaged years.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        From the section down; () for a code of a caller's house, or one in no section.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> [heading.title for heading in headings("71260")]
        ['Radiology', 'Diagnostic radiology', 'Chest']
    """
    where = chosen(catalog)
    if on is not None:
        where.day(on)
    if where.is_house_code(code):
        return ()
    known = codeset.headings_by_id()
    return Listing(known[each] for each in codeset.heading_ids(parsing.well_formed(code)))


def between(
    first: object, last: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force from one number to another, both included, in code order.

    Args:
        first: The first code; it need not exist.
        last: The last code; it need not exist.
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes, those of the caller's house that have the form of a code included; () where none is in force there.

    Raises:
        InvalidCodeError: A text has not the form of a code, or the range runs backwards.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> [each.code for each in between("71250", "71275")]
        ['71250', '71260', '71270', '71271', '71275']
    """
    where = chosen(catalog)
    day = where.at(on).on
    start, end = parsing.well_formed(first), parsing.well_formed(last)
    if sort_key(start) > sort_key(end):
        raise InvalidCodeError(
            f"{start}-{end}", "the range runs backwards: give the lower code first"
        )
    house = (
        each.code
        for each in where.house_codes
        if parsing.normalize(each.code) and sort_key(start) <= sort_key(each.code) <= sort_key(end)
    )
    return Listing(sorted(_in_force_on((*codeset.span(start, end), *house), day, where)))


def under(
    heading_id: str, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force under a heading, by membership, resequenced codes included, in code order.

    Args:
        heading_id: A heading's id, such as ``radiology.diagnostic.chest``.
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes of the heading and of all below it.

    Raises:
        UnknownCodeError: No heading has this id; the nearest ids are named.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> len(under("radiology.guidance.fluoroscopic"))
        3
    """
    where = chosen(catalog)
    day = where.at(on).on
    heading = codeset.heading(heading_id)
    spans = (codeset.span(each.first, each.last) for each in heading.ranges)
    found = _in_force_on((code for span in spans for code in span), day, where)
    return Listing(sorted(each for each in found if heading.id in each.headings))


def select(
    text: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force that a list of codes and ranges names.

    Args:
        text: Codes and ``first-last`` ranges, separated by commas.
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes in code order, each once.

    Raises:
        InvalidCodeError: A part is neither a code nor a range.
        UnknownCodeError: A single code is not in force on that day.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> [each.code for each in select("71045-71048, 77001")]
        ['71045', '71046', '71047', '71048', '77001']
    """
    if not isinstance(text, str):
        raise InvalidCodeError(
            text, f"a selection is a str such as '71045-71555, 77001', not {type(text).__name__}"
        )
    where = chosen(catalog)
    day = where.at(on).on
    found: set[Code] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if dash:
            found.update(between(first, last, day, catalog=where))
        else:
            found.add(lookup(part, day, catalog=where))
    return Listing(sorted(found))


def edition(on: dt.date | None = None, *, catalog: Catalog | None = None) -> Edition:
    """Give what is in force on a day, as a mapping of code to `Code`.

    Args:
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The edition; also its localities and sources.

    Raises:
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> "71271" in edition(dt.date(2020, 6, 1))
        False
    """
    return chosen(catalog).at(on)


def _in_force_on(codes: Iterable[str], day: dt.date, where: Catalog) -> tuple[Code, ...]:
    return tuple(
        each
        for code in codes
        for each in where.versions(code)
        if in_force(each.effective, each.through, day)
    )


# --- nearest codes

_LETTERS = "0123456789FTUMA"
_MOST_NEAREST = 5


def _nearest(code: str, day: dt.date, where: Catalog) -> tuple[str, ...]:
    """Give codes in force that differ by one character, or by two neighbors swapped; else those next to it in order."""
    alike = {code[:i] + c + code[i + 1 :] for i in range(len(code)) for c in _LETTERS}
    alike |= {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)}
    alike.discard(code)
    found = [each.code for each in _in_force_on(filter(parsing.normalize, alike), day, where)]
    return tuple(
        sorted(found, key=lambda other: (_distance(code, other), sort_key(other)))[:_MOST_NEAREST]
    )


def _distance(code: str, other: str) -> int:
    """Tell how far two codes are apart in number; digits typed wrong at the end are the commonest slip."""
    return abs(_number(code) - _number(other))


def _number(code: str) -> int:
    return int(re.sub(r"\D", "", code))
