"""What was said of the parts of claims, made into reports: findings of a kind made one, in order, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise

import attrs
import numpy as np

from cptkit.frames.claim_lines import Lines, first_places, numbered, spread
from cptkit.frames.coded import Places
from cptkit.frames.equal_parts import Parts
from cptkit.frames.told_words import Told, Words


@attrs.frozen(eq=False)
class Said:
    """Findings as columns, each of some lines.

    Attributes:
        claims: The number of the claim.
        words: The number of the words.
        counts: How many lines it is of.
        places: The places of these lines, a finding's together.
    """

    claims: Places
    words: Places
    counts: Places
    places: Places

    def of(self, chosen: Places) -> Said:
        """Give some of the findings, in the order given."""
        starts = np.cumsum(self.counts) - self.counts
        counts = self.counts[chosen]
        places = self.places[spread(starts[chosen], counts)]
        return Said(self.claims[chosen], self.words[chosen], counts, places)

    def and_then(self, *others: Said) -> Said:
        """Put the findings of others behind these."""
        every = (self, *others)
        return Said(
            *(
                np.concatenate([getattr(each, name) for each in every])
                for name in ("claims", "words", "counts", "places")
            )
        )


_NOTHING = Said(*[np.zeros(0, np.int64)] * 4)


@attrs.define(eq=False)
class Heard:
    """Collects what is said of the lines of claims.

    Attributes:
        lines: The lines.
        words: The words of findings.
    """

    lines: Lines
    words: Words
    _said: list[Said] = attrs.field(factory=list, init=False)

    def add_parts(
        self, parts: Parts, number: Places, told: list[Told], *, days_stand: bool
    ) -> None:
        """Put down what was said of parts of several lines.

        Args:
            parts: The parts.
            number: For each the number of what was said.
            told: What was said, by number: members of the part, and words.
            days_stand: Whether it was said of days that stand for those of the lines.
        """
        said = _Flat.of(told)
        which, owners = said.of_parts(number)
        of_member = said.counts[which]
        finding = np.repeat(np.arange(len(which)), of_member)
        local = said.places[spread(said.starts[which], of_member)]
        member = parts.starts[owners[finding]] + local
        of_line = parts.members.sizes[member]
        finding = np.repeat(finding, of_line)
        places = parts.members.lines[spread(parts.members.starts[member], of_line)]
        leads, words = parts.leads[owners], said.words[which]
        self._said.append(
            Said(
                self.lines.claims[leads],
                self._on_days(words, leads) if days_stand else words,
                np.bincount(finding, minlength=len(which)),
                places[np.lexsort((places, finding))],
            )
        )

    def add_alone(self, places: Places, number: Places, told: list[Told]) -> None:
        """Put down what was said of lines by themselves.

        Args:
            places: The lines.
            number: For each the number of what was said.
            told: What was said, by number.
        """
        said = _Flat.of(told)
        which, owners = said.of_parts(number)
        lines, counts = places[owners], said.counts[which]
        dated = self._on_days(said.words[which], lines)
        self._said.append(Said(self.lines.claims[lines], dated, counts, lines[counts > 0]))

    def _on_days(self, words: Places, lines: Places) -> Places:
        """Put the days of lines into words, in place of those that stand for them."""
        asked = (words, self.lines.likes[lines], self.lines.days[lines])
        known = numbered(*asked)
        said = (
            word if like == day else self.words.on_day(word, like, day)
            for word, like, day in known.distinct(*asked)
        )
        return _whole_numbers(said)[known.numbers]

    def reports(self) -> Said:
        """Give the findings claim by claim, those of a kind made one, in the order of a report."""
        said = _merged(_NOTHING.and_then(*self._said), self.words)
        by_words = self.words.ranks()[said.words]
        return said.of(np.lexsort((by_words, *_by_places(said), said.claims)))


@attrs.frozen(eq=False)
class _Flat:
    """What was said of distinct parts, as columns of findings, a part's together.

    Attributes:
        sizes: How many findings each part has.
        words: For each finding the number of its words.
        counts: How many members of the part it is of.
        places: The places of these members within the part.
    """

    sizes: Places
    words: Places
    counts: Places
    places: Places

    @classmethod
    def of(cls, told: list[Told]) -> _Flat:
        """Write it out."""
        findings = list(chain.from_iterable(told))
        return cls(
            _whole_numbers(map(len, told)),
            _whole_numbers(words for _, words in findings),
            _whole_numbers(len(held) for held, _ in findings),
            _whole_numbers(chain.from_iterable(held for held, _ in findings)),
        )

    @property
    def starts(self) -> Places:
        """Where the places of each finding begin."""
        starts: Places = np.cumsum(self.counts) - self.counts
        return starts

    def of_parts(self, number: Places) -> tuple[Places, Places]:
        """Give the findings of parts by their numbers, and for each the place of its part among these."""
        sizes = self.sizes[number]
        first = (np.cumsum(self.sizes) - self.sizes)[number]
        return spread(first, sizes), np.repeat(np.arange(len(number)), sizes)


def _whole_numbers(numbers: Iterable[int]) -> Places:
    return np.fromiter(numbers, np.int64)


def _by_places(said: Said) -> tuple[Places, Places]:
    """Give what orders findings by their lines, the more telling behind: the first line, and then the others."""
    starts = np.cumsum(said.counts) - said.counts
    firsts = np.full(len(said.counts), -1)
    firsts[said.counts > 0] = said.places[starts[said.counts > 0]]
    several = np.flatnonzero(said.counts > 1)
    held, begin = said.places.tolist(), starts[several].tolist()
    places = [
        tuple(held[start : start + count])
        for start, count in zip(begin, said.counts[several].tolist(), strict=True)
    ]
    rank = {each: place for place, each in enumerate(sorted(set(places)), 1)}
    others = np.zeros(len(said.counts), np.int64)
    others[several] = _whole_numbers(rank[each] for each in places)
    return others, firsts


def _merged(said: Said, words: Words) -> Said:
    """Make one of the findings of a kind on a claim, as `cptkit.claim_check.merging` does."""
    kinds = np.array(words.merges, np.int64)[said.words]
    kept = np.flatnonzero(kinds >= 0)
    same = numbered(said.claims[kept], kinds[kept])
    shared = kept[same.counts[same.numbers] > 1]
    alone = np.ones(len(kinds), bool)
    alone[shared] = False
    return said.of(np.flatnonzero(alone)).and_then(_made_one(said.of(shared), kinds[shared], words))


def _made_one(said: Said, kinds: Places, words: Words) -> Said:
    """Make one finding of all of a kind and claim: all their lines, and the words of each."""
    same = numbered(said.claims, kinds)
    owners = np.repeat(same.numbers, said.counts)
    each = numbered(owners, said.places).firsts
    counts = np.bincount(owners[each], minlength=len(same.firsts))
    worded = numbered(same.numbers, said.words).firsts
    spoken = said.words[worded].tolist()
    edges = (*first_places(same.numbers[worded]).tolist(), len(worded))
    made = (words.one(frozenset(spoken[start:end])) for start, end in pairwise(edges))
    return Said(said.claims[same.firsts], _whole_numbers(made), counts, said.places[each])
