"""The packaged layout of codes: read at once, but for what is told of single codes, which is read code by code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cptkit.exam_names.candidates import Candidate, Facets
from cptkit.exam_names.layout import Layout
from cptkit.files.packaged import packaged_bytes, row_of, taken_apart
from cptkit.once import once
from cptkit.values.trusted import trusted

FILE = "suggest_codes.json"
"""Its name below ``derived``; `tools/build_data.py` writes it."""


class _Candidates(dict[int, Candidate]):
    """Codes by their place, each read when it is first asked for."""

    __slots__ = ("_anywhere", "_facets", "_lines", "_numbers")

    def __init__(
        self,
        lines: list[str],
        facets: tuple[Facets, ...],
        numbers: list[int],
        anywhere: frozenset[int],
    ) -> None:
        super().__init__()
        self._lines = lines
        self._facets = facets
        self._numbers = numbers
        self._anywhere = anywhere

    def __missing__(self, place: int) -> Candidate:
        code, label, regions, needs, asked, techniques, is_asked_for, also = row_of(
            self._lines[place]
        )
        made = trusted(
            Candidate,
            code,
            label,
            tuple(regions),
            frozenset(needs),
            frozenset(asked),
            frozenset(techniques),
            self._facets[self._numbers[place]],
            place in self._anywhere,
            bool(is_asked_for),
            tuple((frozenset(evidence), follows) for evidence, follows in also),
        )
        return self.setdefault(place, made)


@once
def packaged_layout() -> Layout:
    """Give the packaged layout."""
    return layout_from(packaged_bytes(f"derived/{FILE}").decode())


def layout_from(text: str) -> Layout:
    """Read a layout.

    Args:
        text: What the builder wrote: a head with a column for each fact of all codes, and a row for each code.

    Returns:
        The layout.
    """
    head, lines = taken_apart(text)
    facets = tuple(map(_facets, head["facets"]))
    numbers: list[int] = head["facet_numbers"]
    anywhere = frozenset(head["anywhere"])
    return Layout(
        tuple(line[2:7] for line in lines),
        tuple(zip(head["effective"].split(","), head["through"].split(","), strict=True)),
        facets,
        numbers,
        head["bases"],
        {place: tuple(map(_given, given)) for place, given in head["given"]},
        anywhere,
        frozenset(head["partless"]),
        frozenset(head["needy"]),
        _worths(head["by_region"], head["worths"]),
        _worths(head["by_technique"], head["worths"]),
        _by_place(head["contrasts"]),
        _by_place(head["view_counts"]),
        _Candidates(lines, facets, numbers, anywhere),
    )


def _facets(row: list[Any]) -> Facets:
    modalities, contrast, views, laterality, role, extent, population, flags, angiography = row
    return trusted(
        Facets,
        frozenset(modalities),
        contrast,
        tuple(views),
        laterality,
        role,
        extent,
        population,
        frozenset(flags),
        bool(angiography),
    )


def _given(row: list[Any]) -> tuple[frozenset[str], float]:
    return frozenset(row[0]), row[1]


def _worths(rows: Iterable[list[Any]], worths: list[float]) -> dict[str, dict[int, float]]:
    """Read what each word is worth to which codes; equal worths are written once."""
    return {
        name: dict(zip(places, map(worths.__getitem__, numbers), strict=True))
        for name, places, numbers in rows
    }


def _by_place(families: list[list[int]]) -> dict[int, tuple[int, ...]]:
    return {place: family for family in map(tuple, families) for place in family}
