"""The words of an exam name: cut into tokens, spelled in one way, and joined into terms of the lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left

import attrs

from cptkit.suggesting.lexicon import Entry, Lexicon, Node

LONGEST_NAME = 1000
"""A text of more characters is no exam name."""

_TOKEN = re.compile(r"[A-Z]+|\d+|[<>=+&]|(?<=\d) ?[-/] ?(?=\d)")
_PLURAL = re.compile(r"\((?:S|ES)\)|'S?(?=\W|$)|'")
_SHORTEST_CUT = 4
_SHORTEST_SLIP = 5


@attrs.frozen
class Item:
    """A stretch of an exam name: a term that the lexicon knows, or a token that it does not."""

    tokens: tuple[str, ...]
    entry: Entry | None


def tokens_of(text: str) -> list[str]:
    """Cut a name into tokens: words, numbers and the signs that mean something.

    Example:
        >>> tokens_of("XR Knee(s) 1-2VW w/o cont.")
        ['XR', 'KNEE', '1', '-', '2', 'VW', 'W', 'O', 'CONT']
    """
    found = _TOKEN.findall(_PLURAL.sub("", text.upper()))
    return ["-" if "-" in token or "/" in token else token for token in found]


def spelled(tokens: list[str], lexicon: Lexicon) -> list[str]:
    """Spell every token in the one way of the lexicon; what it does not know is compared with what it knows."""
    found: list[str] = []
    for token in tokens:
        known = lexicon.spelling.get(token)
        if known is None:
            known = (token,) if token in lexicon.words else _nearest(token, lexicon)
        found.extend(known)
    return found


def _nearest(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Read a word that was cut short or has one slip, where just one known word can be meant."""
    if len(token) < _SHORTEST_CUT or not token.isalpha():
        return (token,)
    at = bisect_left(lexicon.sorted_words, token)
    begun = {lexicon.spelling.get(w, (w,)) for w in lexicon.sorted_words[at : at + 12] if w.startswith(token)}
    if len(begun) == 1:
        return begun.pop()
    if begun or len(token) < _SHORTEST_SLIP:
        return (token,)
    slips = {lexicon.slips[cut] for cut in _cuts(token) if cut in lexicon.slips}
    return slips.pop() if len(slips) == 1 else (token,)


def _cuts(word: str) -> set[str]:
    """Give a word and all that it leaves when one letter is taken out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def items_of(tokens: list[str], lexicon: Lexicon) -> list[Item]:
    """Join spelled tokens into the longest terms of the lexicon, from left to right."""
    found: list[Item] = []
    at, end = 0, len(tokens)
    while at < end:
        node: Node | None = lexicon.trie
        length, entry = 1, None
        for i in range(at, end):
            node = node.after.get(tokens[i]) if node is not None else None
            if node is None:
                break
            if node.entry is not None:
                length, entry = i + 1 - at, node.entry
        found.append(Item(tuple(tokens[at : at + length]), entry))
        at += length
    return found
