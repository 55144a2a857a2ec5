"""The codes that the tables rank first for many names: what fitting counts."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from cptkit.exam_names.laying_out import index_by
from cptkit.exam_names.ranking import ranked
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.several_codes import also, first_of_several
from cptkit.exam_names.shelves import Shelf, shelf_of
from cptkit.exam_names.studies import studies_of
from cptkit.exam_names.weights import Tables
from suggesting.names import Name, active_codes, reading_of


def answers(
    names: Iterable[Name], tables: Tables, most: int
) -> list[list[tuple[float, frozenset[str]]]]:
    """Rank codes for every name: scores with the codes that a suggestion stands for, best first."""
    index = functools.cache(lambda day: index_by(active_codes(day), tables))
    shelf = functools.cache(lambda day, modalities: shelf_of(index(day), modalities))
    found = []
    for name in names:
        whole = reading_of(name.text)
        ranks = [
            _ranked(reading, shelf(name.day, reading.modalities), most)
            for reading in studies_of(whole) or (whole,)
        ]
        beside = frozenset[str]().union(*(rank[0][1] for rank in ranks[1:] if rank))
        found.append(
            [(score, codes if i else codes | beside) for i, (score, codes) in enumerate(ranks[0])]
        )
    return found


def _ranked(reading: Reading, shelf: Shelf, most: int) -> list[tuple[float, frozenset[str]]]:
    """Rank codes for one study, the first with those that the study needs besides."""
    candidates = shelf.index.layout.candidates
    best = first_of_several(reading, shelf, ranked(reading, shelf, most))
    return [
        (
            score,
            frozenset(
                {
                    candidates[place].code,
                    *(() if i else also(reading, candidates[place], shelf)),
                }
            ),
        )
        for i, (score, place) in enumerate(best)
    ]


def points(names: list[Name], tables: Tables) -> list[int]:
    """Give for every name 2 where its code comes first, 1 where it is among the first five, else 0."""
    return [
        (bool(codes) and name.code in codes[0][1]) + any(name.code in theirs for _, theirs in codes)
        for name, codes in zip(names, answers(names, tables, 5), strict=True)
    ]
