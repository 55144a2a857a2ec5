"""Sections of a page as values: rows of cells, each with the source that it rests on, and the numbering of sources."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import lazy_attrs as attrs

LEGEND = "Numbers in brackets are sources; M: one good source, L: not verified, no letter: official or two sources agree."
"""What the marks of a page mean."""


@attrs.frozen
class SectionRow:
    """One row of a section.

    Attributes:
        cells: What it says; as many as the section has columns, or one or two where it has none.
        citation: Who says so; empty where a table of the footer does.
        certainty: How sure it is, ``H``, ``M`` or ``L``; None where that goes with the table.
    """

    cells: tuple[str, ...]
    citation: str = ""
    certainty: str | None = None


@attrs.frozen
class Section:
    """A section of a page: a table where it has columns, else a list of sentences, or of terms with their meaning.

    Attributes:
        id: A word that names it.
        title: Its title.
        rows: Its rows.
        columns: Titles of the columns; () for a list.
        note: A sentence that stands below the title.
    """

    id: str
    title: str
    rows: tuple[SectionRow, ...]
    columns: tuple[str, ...] = ()
    note: str = ""


@attrs.frozen
class Page:
    """A page: what it is about, where that stands, and sections.

    Attributes:
        code: What stands first in the title.
        label: The rest of the title; may be empty.
        path: Where it stands, outermost first.
        badges: A few words that place it.
        sections: The sections.
        footer: Lines at the end.
    """

    code: str
    label: str
    path: tuple[str, ...]
    badges: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Code and label."""
        return f"{self.code} {self.label}".rstrip()


def cited(sections: Iterable[Section]) -> dict[str, int]:
    """Number the sources of a page in the order in which they are first cited, from 1.

    Example:
        >>> cited([Section("a", "A", (SectionRow(("x",), "CMS"), SectionRow(("y",), "AMA"), SectionRow(("z",), "CMS")))])
        {'CMS': 1, 'AMA': 2}
    """
    found: dict[str, int] = {}
    for section in sections:
        for row in section.rows:
            if row.citation:
                found.setdefault(row.citation, len(found) + 1)
    return found


def mark(row: SectionRow, numbers: dict[str, int]) -> str:
    """Give the mark of a row's source: its number, and its certainty where that is not H.

    Example:
        >>> mark(SectionRow(("x",), "CMS", "M"), {"CMS": 3})
        '[3 M]'
    """
    if not row.citation:
        return ""
    sure = f" {row.certainty}" if row.certainty not in (None, "H") else ""
    return f"[{numbers[row.citation]}{sure}]"
