"""Tuples that print as tables: each kind of value with its own columns, cut with their count where they are long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

from cptkit.printing.brief import brief_listing
from cptkit.printing.cells import cell, columns_of

if TYPE_CHECKING:
    from typing_extensions import Self, SupportsIndex

T_co = TypeVar("T_co", covariant=True)

MOST_ROWS = 100
"""How many rows of a listing a notebook shows."""
MOST_LINES = 30
"""How many rows of a listing ``print`` shows."""

_STYLE = "<style>.cptkit-table td,.cptkit-table th{text-align:left!important;vertical-align:top!important}</style>"


def framed(table: str) -> str:
    """Keep a notebook from setting texts to the right."""
    return f'<div class="cptkit-table">{_STYLE}{table}</div>'


class Listing(tuple[T_co, ...]):
    """A tuple that prints as a table: equal to a tuple and hashed like one; a slice of it is one too.

    A long one is cut where it is shown, and says how many values it holds.

    Example:
        >>> Listing((1, 2)) == (1, 2), hash(Listing((1, 2))) == hash((1, 2)), Listing((1, 2))
        (True, True, (1, 2))
        >>> Listing(range(1000))[3:][:2]
        (3, 4)
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> T_co: ...

    @overload
    def __getitem__(self, key: slice, /) -> Self: ...

    def __getitem__(self, key: SupportsIndex | slice, /) -> T_co | Self:
        found = tuple.__getitem__(self, key)
        return type(self)(found) if isinstance(key, slice) else found  # type: ignore[return-value,arg-type]  # by the overloads

    def __repr__(self) -> str:
        return brief_listing(self)

    def __str__(self) -> str:
        return rows_text(self)

    def _repr_html_(self) -> str:
        return rows_html(self)

    def __reduce__(self) -> tuple[object, ...]:
        return Listing, (tuple(self),)


def rows_text(rows: Sequence[object], headline: str = "") -> str:
    """Write values as a table of text; those of several kinds, and those without columns, as a line each.

    Args:
        rows: The values.
        headline: A line above.

    Returns:
        The text; the first rows and the count where there are more than thirty.
    """
    from cptkit.printing.table import table_text  # noqa: PLC0415 - only what is shown loads it

    titles, table, left = _table(rows, MOST_LINES)
    body = table_text(*_filled(titles, table)) if rows else ""
    return "\n".join(part for part in (headline, body, left) if part) or "nothing"


def rows_html(rows: Sequence[object], headline: str = "") -> str:
    """Write values as a table for notebooks; those of several kinds, and those without columns, as one column.

    Args:
        rows: The values.
        headline: What stands above; a longer listing says its count there.

    Returns:
        HTML, escaped; the first rows and the count where there are more than a hundred.
    """
    from cptkit.printing.table import table_html  # noqa: PLC0415 - as above

    titles, table, left = _table(rows, MOST_ROWS)
    caption = "; ".join(part for part in (headline, left) if part)
    return framed(table_html(titles or ("nothing",), table, caption))


def _filled(
    titles: tuple[str, ...], table: list[list[str]]
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Leave out the columns in which no row says anything, but for the first."""
    kept = [at for at in range(len(titles)) if at == 0 or any(row[at] for row in table)]
    return tuple(titles[at] for at in kept), [[row[at] for at in kept] for row in table]


def _table(rows: Sequence[object], most: int) -> tuple[tuple[str, ...], list[list[str]], str]:
    """Give titles, cells, and what is said of the rows that are left out."""
    first = rows[:most]
    left = f"the first {most} of {len(rows):,}" if len(rows) > most else ""
    kinds = {type(row) for row in first}
    columns = columns_of(kinds.pop()) if len(kinds) == 1 else ()
    if not columns:
        return (f"{len(rows)} values",) if rows else (), [[cell(row)] for row in first], left
    titles = tuple(name.replace("_", " ") for name in columns)
    return titles, [[cell(getattr(row, name)) for name in columns] for row in first], left
