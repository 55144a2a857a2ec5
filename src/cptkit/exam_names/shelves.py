"""Shelves of an index: what is left of it where a name states its modality, so that few codes are compared."""

from __future__ import annotations

from heapq import nlargest

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.facets import (
    EXCLUDED,
    asked_flags,
    assumed_contrast,
    facet_score,
    modality_score,
)
from cptkit.exam_names.index import Index
from cptkit.exam_names.reading import Reading
from cptkit.once import with_room

_REMEMBERED = 1024
"""So many things that names said are kept with what they are worth."""

_MOST_SILENT = 20
"""How many codes for any part of the body are compared where no word of the name speaks for them."""


@attrs.frozen(eq=False)
class Stated:
    """What one set of stated facets is worth to the codes of a shelf.

    Attributes:
        scores: The score of every set of facets, by its number, as far as it was asked for.
        silent: Places of the codes for any part of the body that stand out by these facets alone.
    """

    scores: list[float | None]
    silent: tuple[int, ...]


@attrs.frozen(eq=False)
class Shelf:
    """The part of an index that names with certain modalities can mean.

    Attributes:
        index: The whole index.
        here: Places of the codes that these modalities admit.
        anywhere: Those of them that stand for any part of the body.
        mentions: Region mentions met so far, with what each is worth to which codes.
        groups: Technique mentions met so far, likewise.
        regions_met: All region mentions of names met so far, with what they are worth together.
        techniques_met: All technique mentions of names met so far, likewise.
        facet_scores: Stated facets met so far, with the score of every set of facets. The shelf's modalities are one of them.
    """

    index: Index
    here: frozenset[int]
    anywhere: tuple[int, ...]
    mentions: dict[frozenset[str], dict[int, float]] = attrs.field(factory=dict)
    groups: dict[tuple[str, ...], dict[int, float]] = attrs.field(factory=dict)
    regions_met: dict[tuple[frozenset[str], ...], dict[int, float]] = attrs.field(factory=dict)
    techniques_met: dict[tuple[tuple[str, ...], ...], dict[int, float]] = attrs.field(factory=dict)
    facet_scores: dict[tuple[object, ...], Stated] = attrs.field(factory=dict)

    def mention(self, regions: frozenset[str]) -> dict[int, float]:
        """Give what one mention of a part of the body is worth to every code: the best of its meanings."""
        found = self.mentions.get(regions)
        if found is None:
            found = {}
            for name in sorted(regions):
                for place, worth in self.index.layout.by_region.get(name, {}).items():
                    if place in self.here:
                        found[place] = max(found.get(place, 0.0), worth)
            missed = self.index.tables.weights["region not borne out"]
            found = self.mentions[regions] = {
                place: worth + missed for place, worth in found.items()
            }
        return found

    def regional(self, mentions: tuple[frozenset[str], ...]) -> dict[int, float]:
        """Give what mentions of parts of the body are worth to the codes that bear out one of them; nobody changes it."""
        found = self.regions_met.get(mentions)
        if found is None:
            lost = self.index.tables.weights["region not borne out"] * len(mentions)
            found = {}
            for each in mentions:
                for place, worth in self.mention(each).items():
                    found[place] = found.get(place, -lost) + worth
            with_room(self.regions_met, _REMEMBERED)[mentions] = found
        return found

    def technical(self, mentions: tuple[tuple[str, ...], ...]) -> dict[int, float]:
        """Give what mentions of techniques are worth, likewise: a technique that is said twice counts once."""
        found = self.techniques_met.get(mentions)
        if found is None:
            found = {}
            seen: set[str] = set()
            for names in mentions:
                fresh = tuple(name for name in names if name not in seen)
                seen.update(fresh)
                for place, worth in self.group(fresh).items():
                    found[place] = found.get(place, 0.0) + worth
            with_room(self.techniques_met, _REMEMBERED)[mentions] = found
        return found

    def group(self, techniques: tuple[str, ...]) -> dict[int, float]:
        """Give what one mention of techniques is worth to every code: the sum over those that the code bears out."""
        found = self.groups.get(techniques)
        if found is None:
            found = {}
            for name in techniques:
                for place, worth in self.index.layout.by_technique.get(name, {}).items():
                    if place in self.here:
                        found[place] = (
                            found.get(place, self.index.tables.weights["technique not borne out"])
                            + worth
                        )
            self.groups[techniques] = found
        return found

    def stated(self, reading: Reading) -> Stated:
        """Give what the facets that a name states are worth, as far as that was asked for."""
        contrast = (
            reading.contrast.stated or f"{assumed_contrast(reading, self.index.tables)} assumed"
        )
        key = (
            contrast,
            (reading.views.low, reading.views.high, reading.views.named),
            reading.side,
            reading.extents,
            reading.populations,
            reading.roles,
            reading.flags,
        )
        found = self.facet_scores.get(key)
        if found is None:
            found = with_room(self.facet_scores, _REMEMBERED)[key] = self._laid_out(reading)
        return found

    def _laid_out(self, reading: Reading) -> Stated:
        """Score the codes for any part of the body, and keep those that may stand out though no word speaks for them."""
        layout = self.index.layout
        scores: list[float | None] = [None] * len(layout.facets)
        sums = {
            place: self.facet_score(reading, layout.facet_numbers[place], scores)
            + layout.bases[place]
            for place in self.anywhere
            if may_be_silent(layout.candidates[place], reading.roles, reading.flags)
        }
        least = min(nlargest(_MOST_SILENT, sums.values()), default=0.0)
        silent = (
            place
            for place, score in sums.items()
            if score + sum(max(worth, 0.0) for _, worth in layout.given.get(place, ())) >= least
        )
        return Stated(scores, tuple(silent))

    def facet_score(self, reading: Reading, number: int, scores: list[float | None]) -> float:
        """Score facets by their number, once for all codes that share them."""
        score = scores[number]
        if score is None:
            score = facet_score(reading, self.index.layout.facets[number], self.index.tables)
            scores[number] = score
        return score


def may_be_silent(candidate: Candidate, roles: frozenset[str], flags: frozenset[str]) -> bool:
    """Tell whether a code can be meant by a name none of whose techniques is its own."""
    if candidate.is_procedure or (candidate.is_guidance and "GUIDANCE" not in roles):
        return False
    asked = asked_flags(candidate.facets, roles) & {"ADD_ON", "SCREENING"}
    return asked <= flags or bool(candidate.asked)


def shelf_of(index: Index, modalities: frozenset[str]) -> Shelf:
    """Lay out the codes that a name with these modalities can mean."""
    layout = index.layout
    admitted = [
        modality_score(modalities, facets.modalities, index.tables) > EXCLUDED
        for facets in layout.facets
    ]
    here = frozenset(place for place in index.here if admitted[layout.facet_numbers[place]])
    return Shelf(index, here, tuple(sorted(here & layout.anywhere)))
