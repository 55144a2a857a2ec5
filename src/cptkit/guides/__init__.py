"""The page on a code: everything that the tables know of it, in one value that prints well anywhere."""

from __future__ import annotations

import datetime as dt

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import bare
from cptkit.catalog.headings import headings_by_id
from cptkit.catalog.lookups import lookup
from cptkit.catalog.remembered import Remembered
from cptkit.guides.billing import denials, requirement_section
from cptkit.guides.coverage import coverage_section
from cptkit.guides.facts import badges, facts
from cptkit.guides.line_modifiers import modifier_sections
from cptkit.guides.notes import note_section
from cptkit.guides.prices import payment_sections, sources
from cptkit.guides.siblings import guidance_sections, instead, sibling_section
from cptkit.printing.page import Section
from cptkit.values.code import Code
from cptkit.values.guide import Guide, GuideNoteKind

__all__ = ["guide"]


def guide(code: object, on: dt.date | None = None, *, catalog: Catalog | None = None) -> Guide:
    """Give everything that is known of a code on one page.

    Args:
        code: The code's text.
        on: The day that the page is for; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The page: what is included and what is not, when to use it and when another code is right, siblings,
        diagnoses, documentation, modifiers, denials, payment and sources. It prints as text, Markdown and HTML.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not in force on that day.
        UnknownEditionError: No packaged year covers `on`.
        InvalidDateError: `on` is no day.

    Example:
        >>> page = guide("71260")
        >>> page.title, page.path
        ('71260 CT of the chest with contrast', ('Radiology', 'Diagnostic radiology', 'Chest'))
    """
    where = chosen(catalog)
    day = where.at(on).on
    known = lookup(bare(code), day, catalog=where)
    return _PAGES.of(where, (known.code, day), lambda: _page(known, day, where))


_PAGES: Remembered[Guide] = Remembered(100)
"""Pages that were shown lately: a reader turns back to them."""


def _page(code: Code, on: dt.date, where: Catalog) -> Guide:
    made = _sections(code, on, where)
    return Guide(
        code,
        on,
        tuple(headings_by_id()[each].title for each in code.headings),
        badges(code),
        tuple(each for each in made if each is not None and each.rows),
        sources(code, on, where),
    )


def _sections(code: Code, on: dt.date, where: Catalog) -> tuple[Section | None, ...]:
    return (
        facts(code, on),
        note_section(code, on, GuideNoteKind.USE, where),
        note_section(code, on, GuideNoteKind.INCLUDED, where),
        note_section(code, on, GuideNoteKind.NOT_INCLUDED, where),
        instead(code, on, where),
        sibling_section(code, on, where),
        *guidance_sections(code, on, where),
        coverage_section(code, on, where),
        requirement_section(code, on, where),
        *modifier_sections(code, on, where),
        denials(code, on, where),
        *payment_sections(code, on, where),
        note_section(code, on, GuideNoteKind.GOOD_TO_KNOW, where),
    )
