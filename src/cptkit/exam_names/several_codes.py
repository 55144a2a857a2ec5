"""Names that need several codes, such as a CT of chest, abdomen and pelvis: the first is suggested, with the others."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.ranking import ranked, said_by
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.shelves import Shelf

_ADDING = frozenset({"CT", "MR", "XR", "US"})
"""Modalities in which one name often asks for several exams."""
_MOST = 4
"""How many exams one name may ask for."""


def _left_over(reading: Reading, candidate: Candidate, shelf: Shelf) -> tuple[frozenset[str], ...]:
    """Give the mentions of a part of the body that a code does not bear out."""
    place = shelf.index.places[candidate.code]
    if candidate.is_anywhere or not candidate.facets.modalities & _ADDING:
        return ()
    return tuple(
        mention
        for mention in reading.regions
        if not any(place in shelf.index.layout.by_region.get(name, ()) for name in mention)
    )


def _others(reading: Reading, candidate: Candidate, shelf: Shelf) -> tuple[Candidate, ...]:
    """Find codes of the same modality for the parts that a code leaves over, where they bear out all of them."""
    rest = _left_over(reading, candidate, shelf)
    if not rest or len(rest) == len(reading.regions):
        return ()
    found: list[Candidate] = []
    while rest and len(found) < _MOST:
        open_still = attrs.evolve(reading, regions=rest, codes=())
        best = ranked(open_still, shelf, 1)
        other = shelf.index.layout.candidates[best[0][1]] if best else candidate
        left = _left_over(open_still, other, shelf)
        if (
            other.facets.modalities != candidate.facets.modalities
            or other.is_anywhere
            or other.code in {candidate.code, *(each.code for each in found)}
            or len(left) == len(rest)
        ):
            return ()
        found.append(other)
        rest = left
    return tuple(found) if not rest else ()


def first_of_several(
    reading: Reading, shelf: Shelf, found: list[tuple[float, int]]
) -> list[tuple[float, int]]:
    """Put the code for the part that the name mentions first before the codes for the rest.

    Args:
        reading: What the name says.
        shelf: The codes of the day that its modalities admit.
        found: Scores and places, best first.

    Returns:
        The same, with another code first where the name needs several and begins with that one's part.
    """
    if len(reading.regions) < 2 or not found:
        return found
    best = shelf.index.layout.candidates[found[0][1]]
    rest = _left_over(reading, best, shelf)
    if not rest or rest[0] != reading.regions[0]:
        return found
    others = _others(reading, best, shelf)
    if not others:
        return found
    place = shelf.index.places[others[0].code]
    score = found[0][0]
    return [(score, place), *((min(each, score - 0.5), at) for each, at in found if at != place)]


def also(reading: Reading, candidate: Candidate, shelf: Shelf) -> tuple[str, ...]:
    """Give the further codes of a name that needs several.

    Args:
        reading: What the name says.
        candidate: The code that is suggested.
        shelf: The codes of the day that its modalities admit.

    Returns:
        Codes, in the order of the name.
    """
    others = (other.code for other in _others(reading, candidate, shelf))
    said = said_by(reading) if candidate.also else set()
    asked = (
        code for evidence, code in candidate.also if evidence <= said and code in shelf.index.places
    )
    return tuple(dict.fromkeys((*others, *asked)))
