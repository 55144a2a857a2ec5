"""One value whole: its fields with their meaning, or the values that it lists, as text and as HTML."""

from __future__ import annotations

import textwrap
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.printing.cells import cell, told
from cptkit.printing.listing import framed, rows_html, rows_text
from cptkit.printing.table import one_line, table_html

_WIDTH = 100


def value_text(value: Any) -> str:
    """Write a value as text: a title, then a line for each field that holds something.

    Args:
        value: The value.

    Returns:
        The text, of at most a hundred columns.
    """
    listed = value._listed()  # noqa: SLF001 - what values have for their writers
    if listed is not None:
        return rows_text(listed[1], listed[0])
    title, facts = _facts(value)
    wide = max((len(name) for name, _ in facts), default=0)
    lines = [
        textwrap.fill(
            one_line(said),
            _WIDTH,
            initial_indent=f"  {name:<{wide}}  ",
            subsequent_indent=" " * (wide + 4),
            break_on_hyphens=False,
        )
        for name, said in facts
    ]
    return "\n".join((one_line(title), *lines))


def value_html(value: Any) -> str:
    """Write a value as a small table for notebooks.

    Args:
        value: The value.

    Returns:
        HTML; every text is escaped.
    """
    listed = value._listed()  # noqa: SLF001 - what values have for their writers
    if listed is not None:
        return rows_html(listed[1], listed[0])
    title, facts = _facts(value)
    kind, _, name = title.partition(" ")
    return framed(table_html((kind, name), facts))


def _facts(value: Any) -> tuple[str, list[tuple[str, str]]]:
    """Give the class with the first field as the title, and the other fields that hold something."""
    kind = type(value)
    first, *others = attrs.fields(kind)
    facts = [(each.name.replace("_", " "), told(getattr(value, each.name))) for each in others]
    head = cell(getattr(value, first.name))
    return f"{kind.__name__} {head}".rstrip(), [(name, said) for name, said in facts if said]
