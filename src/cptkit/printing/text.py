"""A page of sections as plain text and as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from cptkit.printing.page import LEGEND, Page, Section, SectionRow, cited, mark

_WIDTH = 100


def page_text(page: Page) -> str:
    """Write a page as text of at most a hundred columns.

    Args:
        page: The page.

    Returns:
        The text.
    """
    numbers = cited(page.sections)
    lines = [
        *_wrapped(page.title, "", ""),
        "=" * min(len(page.title), _WIDTH),
        *_wrapped(" > ".join(page.path), "", ""),
        *_wrapped(" | ".join(page.badges), "", ""),
    ]
    for section in page.sections:
        lines += ["", section.title.upper(), *_wrapped(section.note)]
        lines += _text_rows(section, numbers)
    lines += ["", "SOURCES", *_wrapped(LEGEND)]
    for citation, number in numbers.items():
        lines += _wrapped(citation, first=f"  [{number}] ", rest="      ")
    for line in page.footer:
        lines += _wrapped(line, first="  ", rest="    ")
    return "\n".join(line.rstrip() for line in lines)


def _text_rows(section: Section, numbers: dict[str, int]) -> Iterator[str]:
    """Write rows one by one; of a table, rows in a run that begin alike stand below what they begin with."""
    for head, rows in groupby(
        section.rows, key=lambda row: row.cells[0] if section.columns else None
    ):
        run = tuple(rows)
        if head is None or len(run) == 1:
            for row in run:
                yield from _wrapped(
                    _row_text(section, row) + _end(row, numbers), first="  - ", rest="    "
                )
            continue
        yield from _wrapped(f"{head}:", first="  - ", rest="    ")
        for row in run:
            yield from _wrapped(
                _cells_text(section, row) + _end(row, numbers), first="    - ", rest="      "
            )


def _end(row: SectionRow, numbers: dict[str, int]) -> str:
    return f" {mark(row, numbers)}" if row.citation else ""


def _row_text(section: Section, row: SectionRow) -> str:
    head, *rest = row.cells
    if not rest:
        return head
    return f"{head.rstrip('.')}: {_cells_text(section, row) if section.columns else rest[0]}"


def _cells_text(section: Section, row: SectionRow) -> str:
    """Write the cells after the first, those after the second with the name of their column."""
    pairs = zip(section.columns[1:], row.cells[1:], strict=True)
    return "; ".join(
        f"{_small(name)}: {cell}" if i else cell for i, (name, cell) in enumerate(pairs) if cell
    )


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _wrapped(text: str, first: str = "  ", rest: str = "  ") -> list[str]:
    return (
        textwrap.wrap(
            text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
        if text
        else []
    )


def page_markdown(page: Page) -> str:
    """Write a page as Markdown, with a level-1 title.

    Args:
        page: The page.

    Returns:
        The text, with a final newline.
    """
    numbers = cited(page.sections)
    parts = [
        f"# {_plain(page.title)}",
        f"*{_plain(' › '.join(page.path))}*" if page.path else "",
        " · ".join(f"**{_plain(each)}**" for each in page.badges),
    ]
    parts += ["\n".join(_markdown_section(each, numbers)) for each in page.sections]
    listed = "\n".join(f"{number}. {_plain(citation)}" for citation, number in numbers.items())
    parts += [
        f"## Sources\n\n{LEGEND}",
        listed,
        "\n".join(f"- {_plain(line)}" for line in page.footer),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown_section(section: Section, numbers: dict[str, int]) -> Iterator[str]:
    yield f"## {_plain(section.title)}\n"
    if section.note:
        yield f"{_plain(section.note)}\n"
    if section.columns:
        yield _markdown_cells((*section.columns, ""))
        yield "|" + " --- |" * (len(section.columns) + 1)
    for row in section.rows:
        if section.columns:
            yield _markdown_cells((*row.cells, mark(row, numbers)))
        else:
            head, *rest = row.cells
            said = f"**{_plain(head)}**: {_plain(rest[0])}" if rest else _plain(head)
            yield f"- {said} {_plain(mark(row, numbers))}".rstrip()


def _markdown_cells(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Keep Markdown from reading a text as its own signs."""
    for sign in "\\`*_[]<>#":
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())
