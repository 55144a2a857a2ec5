"""What was said of the parts of claims, made into reports: findings of a kind made one, in order, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise

import attrs
import numpy as np

from cptkit.frames.claim_lines import Lines, first_places, numbered, spread
from cptkit.frames.coded import Places
from cptkit.frames.told_words import Spots, Told, Words


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
    _told: list[tuple[int, int, Spots]] = attrs.field(factory=list, init=False)

    def add(self, told: Told, claim: int, like: int, day: int) -> None:
        """Put down what was said of a part on a day, in the words of the one that stands for it."""
        for places, number in told:
            words = number if like == day else self.words.on_day(number, like, day)
            self._told.append((claim, words, places))

    def add_alone(self, places: Places, number: Places, told: list[Told]) -> None:
        """Put down what was said of lines by themselves.

        Args:
            places: The lines.
            number: For each the number of what was said.
            told: What was said, by number.
        """
        sizes = _whole_numbers(len(each) for each in told)
        words = _whole_numbers(words for each in told for _, words in each)
        counts = _whole_numbers(len(held) for each in told for held, _ in each)
        of_line = sizes[number]
        which = spread((np.cumsum(sizes) - sizes)[number], of_line)
        lines, counts = np.repeat(places, of_line), counts[which]
        dated = self._on_days(words[which], lines)
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
        one_by_one = Said(
            _whole_numbers(claim for claim, _, _ in self._told),
            _whole_numbers(words for _, words, _ in self._told),
            _whole_numbers(len(places) for _, _, places in self._told),
            _whole_numbers(chain.from_iterable(places for _, _, places in self._told)),
        )
        said = _merged(one_by_one.and_then(*self._said), self.words)
        by_words = self.words.ranks()[said.words]
        return said.of(np.lexsort((by_words, *_by_places(said), said.claims)))


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
