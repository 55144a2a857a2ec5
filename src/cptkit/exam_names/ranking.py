"""Ranking: how well every code agrees with what an exam name says, word by word and facet by facet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.layout import Layout
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.shelves import Shelf

_STEP = 2.0
"""How far guidance stands behind its procedure."""
_FAR = 5.0
"""How much better than any procedure guidance must fit to stand before it: the name asks for the guidance as such."""
_PLACES = 6
"""Sums that differ by less are equal: floats added in another order are."""
_SPARE = 3
"""How many more are ranked than asked for, since guidance moves behind its procedure."""


_BESIDES = frozenset(
    {
        *("DEEP", "TUMOR", "BLEEDING", "CYST", "PORT", "STEREO", "TRANSVAGINAL", "TRANSRECTAL"),
        *("CHOLANGIOGRAPHY", "PYELOGRAPHY", "ANTEGRADE", "MYELOGRAPHY", "ARTHROGRAPHY"),
        *("DISCOGRAPHY", "DUCTOGRAPHY", "TUNNELED", "NASOGASTRIC", "CRYOABLATION", "LASER"),
        *("REMOVAL", "CATHETER_EXCHANGE", "COMPLEX", "FUSION", "TRANSPERINEAL"),
        *("IN_BORE", "SATURATION", "TARGET_ALONE"),
    }
)
"""Techniques that say how a procedure is done, not what is done."""


def ranked(reading: Reading, shelf: Shelf, most: int) -> list[tuple[float, int]]:
    """Rank the codes for a name.

    Args:
        reading: What the name says.
        shelf: The codes of the day that its modalities admit.
        most: How many to give.

    Returns:
        Scores and places of candidates, best first; equal scores in code order.
    """
    layout = shelf.index.layout
    numbers, bases, given = layout.facet_numbers, layout.bases, layout.given
    stated = shelf.stated(reading)
    scores = stated.scores
    said: set[str] = set()
    found = []
    for place, total in _word_sums(reading, shelf, stated.silent).items():
        facets = scores[numbers[place]]
        if facets is None:
            facets = shelf.facet_score(reading, numbers[place], scores)
        score = total + facets + bases[place]
        if place in given:
            said = said or said_by(reading)
            score += _worth_of(given[place], said)
        found.append((-score, place))
    found.sort()
    candidates = layout.candidates
    admitted = (each for each in _best(found) if is_admitted(reading, candidates[each[1]]))
    most = min(most, len(layout.codes))
    return _guidance_behind([*islice(admitted, most + _SPARE)], layout)[:most]


def _best(found: list[tuple[float, int]]) -> Iterator[tuple[float, int]]:
    """Give scores and places, best first, equal sums in code order; a sum is rounded when it is looked at, for few are."""
    worth, equal = 0.0, list[int]()
    for score, place in found:
        rounded = round(score, _PLACES)
        if equal and rounded != worth:
            for each in sorted(equal):
                yield -worth, each
            equal = []
        worth = rounded
        equal.append(place)
    for each in sorted(equal):
        yield -worth, each


def _worth_of(given: tuple[tuple[frozenset[str], float], ...], said: set[str]) -> float:
    """Add up the evidence for or against a code alone that a name gives."""
    worths = 0.0
    for evidence, worth in given:
        if evidence <= said:
            worths += worth
    return worths


def _guidance_behind(found: list[tuple[float, int]], layout: Layout) -> list[tuple[float, int]]:
    """Put guidance behind the procedure that it guides: alone it is right only where no code stands for the procedure."""
    candidates = layout.candidates
    procedure = next((score for score, place in found if candidates[place].is_procedure), None)
    guides = [score for score, place in found if candidates[place].is_guidance]
    if procedure is None or max(guides, default=procedure) > procedure + _FAR:
        return found
    behind = procedure - _STEP
    moved = [
        (min(score, behind) if candidates[place].is_guidance else score, place)
        for score, place in found
    ]
    return sorted(moved, key=lambda each: (-each[0], each[1]))


def _word_sums(reading: Reading, shelf: Shelf, silent: tuple[int, ...]) -> dict[int, float]:
    """Add up what single words are worth to every code; a word that a code does not bear out costs it something."""
    weights = shelf.index.tables.weights
    wanted = len(reading.regions)
    regional, technical = shelf.regional(reading.regions), shelf.technical(reading.techniques)
    anywhere = weights["any region"] if wanted else 0.0
    unsaid = -weights["region not borne out"] * wanted - weights["no region said"]
    everywhere = shelf.index.layout.anywhere
    sums = {place: technical.get(place, 0.0) + worth for place, worth in regional.items()}
    for place, worth in technical.items():
        if place not in sums:
            sums[place] = worth + (anywhere if place in everywhere else unsaid)
    for place in silent:
        if place not in sums:
            sums[place] = anywhere
    for place in () if wanted else shelf.index.layout.partless & shelf.here:
        sums.setdefault(place, unsaid)
    for code in reading.codes:
        place = shelf.index.places.get(code, -1)
        if place in shelf.here:
            silence = anywhere if place in everywhere else unsaid
            worth = weights["code by its own word"] * (2 if reading.spells_out(code) else 1)
            sums[place] = sums.get(place, silence) + worth
    _hold_against(reading, shelf, sums)
    return sums


def _hold_against(reading: Reading, shelf: Shelf, sums: dict[int, float]) -> None:
    """Take off what a name excludes, and what codes for several parts lack of them."""
    weights = shelf.index.tables.weights
    candidates = shelf.index.layout.candidates
    for place in shelf.index.layout.needy & sums.keys():
        if not all(
            any(need in mention for mention in reading.regions) for need in candidates[place].needs
        ):
            sums[place] -= weights["needed region unsaid"]
    for place in sums if reading.negated else ():
        candidate = candidates[place]
        if not reading.negated.isdisjoint((*candidate.techniques, *candidate.regions)):
            sums[place] -= weights["negated"]


def said_by(reading: Reading) -> set[str]:
    """Give all that a name says, as words that hints for single codes may ask for."""
    found = {name for names in reading.techniques for name in names}
    found.update(
        *reading.regions,
        reading.modalities,
        reading.extents,
        reading.roles,
        reading.flags,
        reading.populations,
    )
    found.update(f"NOT_{name}" for name in reading.negated)
    found.update(
        means
        for item in reading.items
        if item.entry is not None
        for kind, means in item.entry.others
        if kind in {"named", "modality"}
    )
    found.add({"B": "BOTH_SIDES", "": "NO_SIDE"}.get(reading.side, "ONE_SIDE"))
    found.add(reading.contrast.stated or "NO_CONTRAST")
    silent = {
        "NO_MODALITY": reading.modalities,
        "NO_EXTENT": reading.extents,
        "NO_REGION": reading.regions,
        "NO_VIEWS": reading.views.low,
        "NO_ANGIOGRAPHY": "ANGIOGRAPHY" in found,
        "NO_DOPPLER": "DOPPLER" in found,
    }
    found.update(name for name, said in silent.items() if not said)
    return found


def is_admitted(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether a name says what screening, guidance and add-on codes must be asked for by."""
    if not candidate.is_asked_for:
        return True
    code, flags = candidate.code, candidate.facets.flags
    is_add_on, is_screening = "ADD_ON" in flags, "SCREENING" in flags
    is_asked = _says_any(reading, candidate.asked)
    if candidate.is_procedure and (
        ("SUPERVISION" in reading.roles and not is_asked) or not _speaks_of(reading, candidate)
    ):
        return False
    if not (candidate.is_guidance or is_add_on or is_screening) or (
        code in reading.codes and _speaks_of_images(reading, code)
    ):
        return True
    if is_screening and "SCREENING" not in reading.flags:
        return False
    if candidate.is_guidance:
        may_be_meant = not is_add_on or _speaks_of_images(reading, code)
        return "GUIDANCE" in reading.roles or (
            may_be_meant and _says_any(reading, candidate.techniques)
        )
    return not is_add_on or "ADD_ON" in reading.flags or is_asked


def _speaks_of(reading: Reading, procedure: Candidate) -> bool:
    """Tell whether a name asks for a procedure: it says what is done, and where; or spells the code out."""
    if procedure.code in reading.codes:
        return _speaks_of_images(reading, procedure.code)
    what = procedure.techniques - _BESIDES or procedure.techniques
    return _says_any(reading, what) and (
        procedure.is_anywhere
        or any(not mention.isdisjoint(procedure.regions) for mention in reading.regions)
    )


def _speaks_of_images(reading: Reading, code: str) -> bool:
    """Tell whether a name spells out a code, or says more than the procedure alone: a lumbar puncture needs no images."""
    return bool(reading.modalities or reading.roles) or reading.spells_out(code)


def _says_any(reading: Reading, techniques: frozenset[str]) -> bool:
    return any(not techniques.isdisjoint(names) for names in reading.techniques)
