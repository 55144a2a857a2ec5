"""The codes of a day for ranking: a layout, and which of its codes are in force."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.layout import Layout
from cptkit.exam_names.lexicon import Entry
from cptkit.exam_names.weights import Tables


@attrs.frozen(eq=False)
class Index:
    """The codes that names of a day can ask for.

    Attributes:
        layout: Codes of every day, laid out.
        tables: Weights, and what goes with them.
        places: Code of the day to its place in the layout.
        here: The same places.
        apart: Whether a technique is that of another code for the part of a code, as far as that was asked.
        borne_out: Whether the code at a place bears out a term, by the term's identity and with the term, so that the
            identity stays its own; as far as that was asked.
    """

    layout: Layout
    tables: Tables
    places: dict[str, int]
    here: frozenset[int]
    apart: dict[tuple[str, int], bool] = attrs.field(factory=dict)
    borne_out: dict[tuple[int, int], tuple[Entry, bool | None]] = attrs.field(factory=dict)


def index_of(layout: Layout, places: Iterable[int], tables: Tables) -> Index:
    """Choose the codes of a day.

    Args:
        layout: Codes of every day, laid out.
        places: Places of those that are in force; of two meanings of a code the later counts.
        tables: The tables by which they were laid out.

    Returns:
        The index.
    """
    chosen = {layout.codes[place]: place for place in places}
    return Index(layout, tables, chosen, frozenset(chosen.values()))
