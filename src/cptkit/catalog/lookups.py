"""Look-ups: what is a code, which codes are there, what does a cell hold. Looking is convenient; judging is elsewhere.

``on=None`` means any day, the latest version, for `get`, `lookup` and `headings`; and the newest year that the
catalog covers for `status`, `between`, `under` and `select`.
"""

from __future__ import annotations

import datetime as dt

from cptkit.catalog import code_forms
from cptkit.catalog import headings as heading_table
from cptkit.catalog.catalog import Catalog, Edition, chosen
from cptkit.catalog.first_lookup import get
from cptkit.catalog.nearest import in_force_on, unknown
from cptkit.catalog.packaged_tables import split_names
from cptkit.errors import InvalidCodeError, NoDataError
from cptkit.printing.listing import Listing
from cptkit.values.code import Code, WellFormed, is_radiology, sort_key
from cptkit.values.code_expression import CodeExpression, CodeStatus
from cptkit.values.days import day_or_none, holds, is_over
from cptkit.values.heading import Heading
from cptkit.values.raw import plain, unboxed

NOT_LISTED = "look it up in the list of that family, and declare it as a house code if it is right"
"""What to do about a code of which no source at hand tells."""


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
        NoDataError: No source at hand lists its family whole, or the day lies between two releases of which one has it.
        UnknownEditionError: No year that the catalog covers has `on`.

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
    text = code_forms.well_formed(code, modifiers=True)
    day = day_or_none(on)
    asked = where.at(day).on
    if status(text, asked, catalog=where) is CodeStatus.NO_DATA:
        raise NoDataError(f"code list that tells of {text}", asked, NOT_LISTED)
    raise unknown(text, day, where.versions)


def status(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> CodeStatus:
    """Say what can be said of a text that may be a code.

    Args:
        code: Anything.
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        MALFORMED, UNKNOWN, UNASSIGNED, NO_DATA, FUTURE, RETIRED or ACTIVE.

    Raises:
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> status("77014").name, status("71999").name, status("7126").name
        ('RETIRED', 'UNASSIGNED', 'MALFORMED')
    """
    where = chosen(catalog)
    day = where.at(on).on
    known = where.versions(code)
    if known:
        if any(holds(each, day) for each in known):
            return CodeStatus.ACTIVE
        if any(each.is_undecided(day) for each in known):
            return CodeStatus.NO_DATA
        ended = any(is_over(each, day) for each in known)
        return CodeStatus.RETIRED if ended else CodeStatus.FUTURE
    text = code_forms.normalize(code)
    if text is None:
        return CodeStatus.MALFORMED
    if not heading_table.heading_ids(text):
        return CodeStatus.UNKNOWN
    return CodeStatus.UNASSIGNED if where.codes.lists_whole(text, day) else CodeStatus.NO_DATA


def parse(text: object, *, catalog: Catalog | None = None) -> CodeExpression:
    """Read a code with its modifiers from any form that systems write; never guess.

    Args:
        text: ``71260-26-59``, ``71260:26``, ``HC:71260:26:::``, ``HC^71260^26``, ``71260,26``, ``71260 26 59``,
            ``7126026``, ``77066TC``, ``CPT:71260``, ``71260^CHEST CT^C4``, the int 71260, what spreadsheets make
            of it (``71260.0``, ``="71260"``); a `Code` or a `CodeExpression`.
        catalog: Whose codes and modifiers are known; the packaged catalog if None. They matter only where
            modifiers hang on a code without a separator.

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
    return code_forms.parse(text, Known(chosen(catalog)))


class Known:
    """What a catalog tells a reader of cells."""

    __slots__ = ("_catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def may_carry(self, code: str, tail: str) -> bool:
        """Tell whether a code is known on any day, retired ones included; numbers of other vocabularies are not.

        Radiology's charge lists hold numbers that were never assigned: letters behind one say that it is meant as a code.
        """
        if self._catalog.versions(code):
            return True
        return not tail.isdigit() and is_radiology(code)

    def may_split(self, modifiers: tuple[str, ...]) -> bool:
        """Tell whether a tail may be split into these modifiers; letters that spell a word are none.

        Four letters and more behind a code are mostly a word (``STAT``, ``PORT``): they are modifiers only where
        each is one that the package describes.
        """
        tail = "".join(modifiers)
        names = split_names(described=len(modifiers) > 1 and tail.isalpha())
        return tail not in _WORDS and all(each in names for each in modifiers)


_WORDS = frozenset({"PORT"})
"""Words of exam names that consist of described modifiers."""


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
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> [heading.title for heading in headings("71260")]
        ['Radiology', 'Diagnostic radiology', 'Chest']
    """
    where = chosen(catalog)
    if on is not None:
        where.day(on)
    if where.is_house_code(code):
        return ()
    known = heading_table.headings_by_id()
    text = code_forms.well_formed(code, modifiers=True)
    return Listing(known[each] for each in heading_table.heading_ids(text))


def between(
    first: object, last: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force from one number to another, both included, in code order.

    Args:
        first: The first code; it need not exist.
        last: The last code; it need not exist.
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes, those of the caller's house that have the form of a code included; () where none is in force there.

    Raises:
        InvalidCodeError: A text has not the form of a code, or the range runs backwards.
        NoDataError: No source at hand tells of the range.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> [each.code for each in between("71250", "71275")]
        ['71250', '71260', '71270', '71271', '71275']
    """
    where = chosen(catalog)
    day = where.at(on).on
    start, end = code_forms.well_formed(first), code_forms.well_formed(last)
    if sort_key(start) > sort_key(end):
        raise InvalidCodeError(
            f"{start}-{end}", "the range runs backwards: give the lower code first"
        )
    house = (
        each.code
        for each in where.house_codes
        if code_forms.normalize(each.code)
        and sort_key(start) <= sort_key(each.code) <= sort_key(end)
    )
    held = where.codes.span(start, end)
    if not held and not any(where.codes.lists_whole(each, day) for each in (start, end)):
        raise NoDataError(f"code list that covers {start}-{end}", day, NOT_LISTED)
    return Listing(sorted(in_force_on((*held, *house), day, where.versions)))


def under(
    heading_id: str, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force under a heading, by membership, resequenced codes included, in code order.

    Args:
        heading_id: A heading's id, such as ``radiology.diagnostic.chest``.
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes of the heading and of all below it.

    Raises:
        UnknownCodeError: No heading has this id; the nearest ids are named.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> len(under("radiology.guidance.fluoroscopic"))
        3
    """
    where = chosen(catalog)
    day = where.at(on).on
    heading = heading_table.heading(unboxed(heading_id))
    spans = (
        where.codes.span(WellFormed(each.first), WellFormed(each.last)) for each in heading.ranges
    )
    found = in_force_on((code for span in spans for code in span), day, where.versions)
    return Listing(sorted(each for each in found if heading.id in each.headings))


def select(
    text: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[Code, ...]:
    """Give the codes in force that a list of codes and ranges names.

    Args:
        text: Codes and ``first-last`` ranges, separated by commas.
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The codes in code order, each once.

    Raises:
        InvalidCodeError: A part is neither a code nor a range.
        UnknownCodeError: A single code is not in force on that day.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> [each.code for each in select("71045-71048, 77001")]
        ['71045', '71046', '71047', '71048', '77001']
    """
    where = chosen(catalog)
    day = where.at(on).on
    found: set[Code] = set()
    for part in _parts(text):
        first, dash, last = part.partition("-")
        if dash:
            found.update(between(first, last, day, catalog=where))
        else:
            found.add(lookup(part, day, catalog=where))
    return Listing(sorted(found))


def _parts(text: object) -> list[str]:
    """Split a selection at its commas; a number or a code of ours is a selection of one."""
    value = unboxed(text)
    if not isinstance(value, str):
        code = code_forms.normalize(code_forms.bare(value))
        if code is None:
            raise InvalidCodeError(
                text,
                f"a selection is a str such as '71045-71555, 77001', not {type(value).__name__}",
            )
        return [code]
    parts = [plain(part) for part in value.split(",")]
    if None in parts:
        raise InvalidCodeError(
            text, "it holds characters other than plain ASCII letters, digits and separators"
        )
    return [part for part in parts if part is not None]


def edition(on: dt.date | None = None, *, catalog: Catalog | None = None) -> Edition:
    """Give what is in force on a day, as a mapping of code to `Code`.

    Args:
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The edition; also its localities and sources.

    Raises:
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> "71271" in edition(dt.date(2020, 6, 1))
        False
    """
    return chosen(catalog).at(on)


# --- nearest codes
