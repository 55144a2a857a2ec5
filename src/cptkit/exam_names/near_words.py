"""The words of the lexicon, laid out for comparing with a word that it does not know: by beginning, by letter, by slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cptkit import lazy_attrs as attrs

_SHORTEST_SLIP = 6
_SHORTEST_LONG = 6


@attrs.frozen(eq=False)
class NearWords:
    """What an unknown word is compared with.

    Attributes:
        sorted_words: Every word of letters, in order, for words that were cut short.
        long_words: Words long enough to be abbreviated, with their spelling, by their first letter.
        slips: Words less one letter, and what they stand for where that is sure.
        uses: How many terms hold a word.
    """

    sorted_words: tuple[str, ...]
    long_words: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    slips: Mapping[str, tuple[str, ...]]
    uses: Mapping[str, int]


def near_words(
    words: frozenset[str],
    spelling: Mapping[str, tuple[str, ...]],
    terms: Iterable[str],
    slips: Mapping[str, tuple[str, ...]],
) -> NearWords:
    """Lay out the words of a lexicon.

    Args:
        words: All words.
        spelling: Token to the one spelling of it.
        terms: All terms, as tokens with blanks between.
        slips: What `slips_of` gives for these words.

    Returns:
        The words, laid out.
    """
    in_order = tuple(sorted(word for word in words if word.isalpha()))
    return NearWords(
        in_order, _long_words(in_order, spelling), slips, Counter(" ".join(terms).split(" "))
    )


def _long_words(
    words: Iterable[str], spelling: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Give the words that are long enough to be abbreviated, with their spelling, by their first letter."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word in words:
        if len(word) >= _SHORTEST_LONG:
            found.setdefault(word[0], []).append((word, spelling.get(word, (word,))))
    return {letter: tuple(theirs) for letter, theirs in found.items()}


def slips_of(
    words: frozenset[str], spelling: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Map every long word less one letter to its spelling; what two words could leave is left out."""
    found: dict[str, tuple[str, ...] | None] = {}
    for word in sorted(words):
        if len(word) < _SHORTEST_SLIP:
            continue
        stands = spelling.get(word, (word,))
        for less in cuts(word):
            found[less] = stands if found.get(less, stands) == stands else None
    return {less: stands for less, stands in found.items() if stands is not None}


def cuts(word: str) -> set[str]:
    """Give a word and all that it leaves when one letter is taken out.

    Example:
        >>> sorted(cuts("ECHO"))
        ['CHO', 'ECH', 'ECHO', 'ECO', 'EHO']
    """
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
