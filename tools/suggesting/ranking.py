"""The codes that the tables rank first for many names: what fitting counts."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from cptkit.exam_names.candidates import index_of
from cptkit.exam_names.ranking import ranked
from cptkit.exam_names.several_codes import first_of_several
from cptkit.exam_names.shelves import shelf_of
from cptkit.exam_names.studies import studies_of
from cptkit.exam_names.weights import Tables
from suggesting.names import Name, active_codes, reading_of


def answers(names: Iterable[Name], tables: Tables, most: int) -> list[list[tuple[float, str]]]:
    """Rank codes for every name: scores and codes, best first."""
    index = functools.cache(lambda day: index_of(active_codes(day), tables))
    shelf = functools.cache(lambda day, modalities: shelf_of(index(day), modalities))
    found = []
    for name in names:
        whole = reading_of(name.text)
        reading = next(iter(studies_of(whole)), whole)
        here = shelf(name.day, reading.modalities)
        best = first_of_several(reading, here, ranked(reading, here, most))
        codes = [(score, here.index.candidates[place]) for score, place in best]
        found.append([(score, each.code.code) for score, each in codes])
    return found


def right(names: list[Name], tables: Tables) -> tuple[int, int]:
    """Count the names whose code comes first, and those whose code is among the first five."""
    given = answers(names, tables, 5)
    first = sum(
        bool(codes) and codes[0][1] == name.code for name, codes in zip(names, given, strict=True)
    )
    fifth = sum(
        name.code in {code for _, code in codes} for name, codes in zip(names, given, strict=True)
    )
    return first, fifth
