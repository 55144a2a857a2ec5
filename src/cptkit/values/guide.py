"""The page on a code as a value: sections of rows, each row with the source that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.indicators import MultipleProcedure, PcTc
from cptkit.printing.html import page_html
from cptkit.printing.page import Page, Section
from cptkit.printing.table import shortened
from cptkit.printing.text import page_markdown, page_text
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.claim_fields import checked_text
from cptkit.values.code import Certainty, Code
from cptkit.values.requirement import Applicability
from cptkit.values.table import Source
from cptkit.values.typed import typed


class GuideNoteKind(Ranked):
    """Where on the page an authored note stands; the value is what introduces it."""

    INCLUDED = "included"
    NOT_INCLUDED = "not included"
    USE = "when to use it"
    INSTEAD = "when another code is right"
    DENIAL = "why it is denied"
    GOOD_TO_KNOW = "good to know"


@attrs.frozen
class GuideNote:
    """One authored sentence for the page on a code, where no table can say it.

    Attributes:
        id: Stable dotted words.
        kind: Where it stands.
        text: The sentence.
        citation: Who says so.
        certainty: How sure it is.
        cure: How to avoid it, for what is denied.
        codes: Codes that it points to.
        when: Which codes it is for.
        pc_tc: Component indicators of the fee schedule that bear it out; () where it does not turn on them.
        multiple: Indicators of several procedures that bear it out; () where it does not turn on them.
    """

    id: str
    kind: GuideNoteKind
    text: str
    citation: str
    certainty: Certainty
    cure: str = ""
    codes: tuple[str, ...] = ()
    when: Applicability = attrs.field(factory=Applicability)
    pc_tc: tuple[PcTc, ...] = ()
    multiple: tuple[MultipleProcedure, ...] = ()


@attrs.frozen(repr=False, field_transformer=typed)
class Guide(Printed):
    """Everything that is known of a code, on one page.

    ``str`` gives text, ``_repr_markdown_`` Markdown and ``_repr_html_`` HTML for notebooks, light and dark.

    Attributes:
        code: The code in force on the day.
        on: The day that the page is for.
        path: The titles of its headings, outermost first.
        badges: A few words that place it.
        sections: The sections, in order.
        sources: The tables that answered.
    """

    code: Code
    on: dt.date
    path: tuple[str, ...]
    badges: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        """The code and its label."""
        return str(self.code)

    def section(self, section_id: str) -> Section | None:
        """Give a section by its id, such as ``documentation``; None where the page has none.

        Raises:
            DataError: `section_id` is no text.
        """
        wanted = checked_text(section_id, "section_id")
        return next((each for each in self.sections if each.id == wanted), None)

    @property
    def page(self) -> Page:
        """The same as a page that prints: with the tables that answered, and the day, at its end."""
        footer = (f"For services on {self.on}.", *(f"Table: {each}" for each in self.sources))
        return Page(
            self.code.code, self.code.label or "", self.path, self.badges, self.sections, footer
        )

    def _rows(self) -> Iterable[object]:
        return (
            {
                "code": self.code.code,
                "section": section.title,
                "text": row.cells[:1],
                "more": row.cells[1:],
                "citation": row.citation,
                "certainty": row.certainty,
            }
            for section in self.sections
            for row in section.rows
        )

    def __repr__(self) -> str:
        return f"<Guide {shortened(self.title)} on {self.on}>"

    def __str__(self) -> str:
        return page_text(self.page)

    def _repr_markdown_(self) -> str:
        return page_markdown(self.page)

    def _repr_html_(self) -> str:
        return page_html(self.page)
