"""Names that need two codes, such as a CT of chest, abdomen and pelvis: the first is suggested, the second is named."""

from __future__ import annotations

import attrs

from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.ranking import ranked, said_by
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.shelves import Shelf

_ADDING = frozenset({"CT", "MR", "XR", "US"})
"""Modalities in which one name often asks for two exams."""


def _left_over(reading: Reading, candidate: Candidate, shelf: Shelf) -> tuple[frozenset[str], ...]:
    """Give the mentions of a part of the body that a code does not bear out."""
    place = shelf.index.places[candidate.code.code]
    if candidate.is_anywhere or not candidate.facets.modalities & _ADDING:
        return ()
    return tuple(
        mention
        for mention in reading.regions
        if not any(place in shelf.index.by_region.get(name, ()) for name in mention)
    )


def _other(reading: Reading, candidate: Candidate, shelf: Shelf) -> Candidate | None:
    """Find the code of the same modality for the parts that a code leaves over, where one bears out all of them."""
    rest = _left_over(reading, candidate, shelf)
    if not rest or len(rest) == len(reading.regions):
        return None
    found = ranked(attrs.evolve(reading, regions=rest, codes=()), shelf, 1)
    other = shelf.index.candidates[found[0][1]] if found else None
    if (
        other is None
        or other.facets.modalities != candidate.facets.modalities
        or _left_over(attrs.evolve(reading, regions=rest), other, shelf)
    ):
        return None
    return other if other.code.code != candidate.code.code and not other.is_anywhere else None


def first_of_two(
    reading: Reading, shelf: Shelf, found: list[tuple[float, int]]
) -> list[tuple[float, int]]:
    """Put the code for the part that the name mentions first before the code for the rest.

    Args:
        reading: What the name says.
        shelf: The codes of the day that its modalities admit.
        found: Scores and places, best first.

    Returns:
        The same, with the two best changed over where the name needs two codes and begins with the second.
    """
    if len(reading.regions) < 2 or not found:
        return found
    best = shelf.index.candidates[found[0][1]]
    rest = _left_over(reading, best, shelf)
    if not rest or rest[0] != reading.regions[0]:
        return found
    other = _other(reading, best, shelf)
    if other is None:
        return found
    place = shelf.index.places[other.code.code]
    score = found[0][0]
    return [(score, place), *((min(each, score - 0.5), at) for each, at in found if at != place)]


def second_code(reading: Reading, candidate: Candidate, shelf: Shelf) -> list[str]:
    """Name the second code of a name that needs two.

    Args:
        reading: What the name says.
        candidate: The code that is suggested.
        shelf: The codes of the day that its modalities admit.

    Returns:
        One line, or none.
    """
    other = _other(reading, candidate, shelf)
    if other is not None:
        return [f"the name asks for two exams: {other.code.code} is the second"]
    said = said_by(reading) if candidate.also else set()
    asked = [
        code for evidence, code in candidate.also if evidence <= said and code in shelf.index.places
    ]
    return [f"the name asks for two codes: {code} is the second" for code in asked]
