"""Values in a notebook: tuples that print as tables, and the tables of a code and of a claim's report.

Everywhere else a listing is a tuple like any other: equal to one, hashed like one, written as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cptkit.printing.table import table_html

if TYPE_CHECKING:
    from collections.abc import Iterable


T_co = TypeVar("T_co", covariant=True)

COLUMNS: dict[str, tuple[str, ...]] = {
    "Code": ("code", "label", "effective", "through"),
    "Heading": ("id", "title", "ranges"),
    "Suggestion": ("code", "modifiers", "score", "matched", "contradicted", "missing", "note"),
    "ModifierUse": ("modifier", "title", "outcome", "reason"),
    "Modifier": ("modifier", "title", "kind", "effective", "through"),
    "DocumentationRequirement": ("level", "text", "evidence", "citation"),
    "Gap": ("requirement", "kind", "found", "reason"),
    "Evidence": ("id", "kind", "values", "meaning"),
    "Finding": ("outcome", "rule", "lines", "message", "remedy"),
    "ContrastFamily": ("region", "modality", "without", "with_contrast", "without_then_with"),
    "Locality": ("id", "name", "work_gpci", "pe_gpci", "malpractice_gpci"),
    "Coverage": ("table", "setting", "state", "source"),
}


_STYLE = "<style>.cptkit-table td,.cptkit-table th{text-align:left!important;vertical-align:top!important}</style>"


def framed(table: str) -> str:
    """Keep a notebook from setting texts to the right."""
    return f'<div class="cptkit-table">{_STYLE}{table}</div>'


class Listing(tuple[T_co, ...]):
    """A tuple that prints as a table in a notebook.

    Example:
        >>> Listing((1, 2)) == (1, 2), hash(Listing((1, 2))) == hash((1, 2)), Listing((1, 2))
        (True, True, (1, 2))
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return rows_html(self)

    def __reduce__(self) -> tuple[object, ...]:
        return Listing, (tuple(self),)


def rows_html(rows: Iterable[object]) -> str:
    """Write values of one kind as a table; values without known columns as one column of their texts.

    Args:
        rows: The values.

    Returns:
        HTML.
    """
    each = tuple(rows)
    names = {type(row).__name__ for row in each}
    columns = COLUMNS.get(next(iter(names), "")) if len(names) == 1 else None
    if columns is None:
        return framed(
            table_html((f"{len(each)} values" if each else "nothing",), [(row,) for row in each])
        )
    titles = [name.replace("_", " ") for name in columns]
    return framed(
        table_html(titles, [[cell(getattr(row, name)) for name in columns] for row in each])
    )


def cell(value: object) -> str:
    """Show one field: members by name, values by id, tuples by their items, None as nothing.

    Example:
        >>> from cptkit.values.imaging import Modality
        >>> cell(Modality.CT), cell((1, 2)), cell(None)
        ('CT', '1, 2', '')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(cell, value))
    known = getattr(value, "id", None) or getattr(value, "name", None)
    return str(known or value)
