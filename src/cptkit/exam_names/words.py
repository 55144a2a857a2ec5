"""The words of an exam name: cut into tokens, spelled in one way, and joined into terms of the lexicon."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.lexicon import Entry, Lexicon, cut
from cptkit.exam_names.near_words import NearWords, cuts
from cptkit.exam_names.shorthand import written_out

LONGEST_NAME = 1000
"""A text of more characters is no exam name."""

_PLURAL = re.compile(r"\((?:S|ES)\)|'S?(?=\W|$)|'")
_MEASURE = re.compile(r"\b\d+(?:\.\d+)? ?(?:MM|CM|ML|CC|MG|MCG|MCI|KG|FR|GA)\b")
"""A measure: its unit is no mammogram and no contrast medium."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""Dashes and the minus sign, as text processors put them for a hyphen."""
_SHORTEST_CUT = 4
_SHORTEST_ABBREVIATION = 4
_LONG_ABBREVIATION = 8
_MOST_ENDINGS = 40
_FAR_MORE = 3
_REMEMBERED = 4096
_SHORTEST_SLIP = 5
_LONGEST_WORD = 20
_MARKS = ("WWO", "WO", "W")
"""What may be glued to a word for contrast."""


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
    plain = " ".join(text.translate(_DASHES).upper().replace("&AMP;", "&").split())
    return cut(_MEASURE.sub(" ", _PLURAL.sub("", written_out(plain))))


def spelled(tokens: list[str], lexicon: Lexicon) -> list[str]:
    """Spell every token in the one way of the lexicon; what it does not know is compared with what it knows."""
    found: list[str] = []
    if len(tokens) > 1 and tokens[0] in lexicon.prefixes:
        found.extend(lexicon.prefixes[tokens[0]])
        tokens = tokens[1:]
    for token in tokens:
        known = lexicon.spelling.get(token)
        if known is None:
            known = (token,) if token in lexicon.words else _nearest(token, lexicon)
        found.extend(known)
    return found


@functools.lru_cache(maxsize=_REMEMBERED)
def _nearest(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Read a word that was cut short, joined to another, has one slip or lacks its vowels, where just one can be meant."""
    if not _SHORTEST_ABBREVIATION <= len(token) <= _LONGEST_WORD or not token.isalpha():
        return (token,)
    near = lexicon.near()
    at = bisect_left(near.sorted_words, token)
    begun = {
        lexicon.spelling.get(w, (w,))
        for w in near.sorted_words[at : at + _MOST_ENDINGS]
        if w.startswith(token)
    }
    if len(token) >= _SHORTEST_CUT and len(begun) == 1:
        return begun.pop()
    parts = _two_words(token, lexicon)
    if parts or (begun and len(token) >= _SHORTEST_CUT):
        return parts or _likeliest(begun, near) or (token,)
    if token.endswith("J") and len(token) >= _SHORTEST_CUT:
        return _likeliest(_ending_in_ion(token[:-1], near), near) or (token,)
    slips = (
        {near.slips[less] for less in cuts(token) if less in near.slips}
        if len(token) >= _SHORTEST_SLIP
        else set()
    )
    meant = slips or {
        meaning for word, meaning in near.long_words.get(token[0], ()) if _abbreviates(token, word)
    }
    return _likeliest(meant, near) or (token,)


def _ending_in_ion(token: str, near: NearWords) -> set[tuple[str, ...]]:
    """Read what charge masters write with a J for "-tion" and "-sion": LOCLZJ, PRFUJ, FUNCJ."""
    return {
        meaning
        for word, meaning in near.long_words.get(token[0], ())
        if word.endswith("ION") and _keeps_order(token, word)
    }


def _likeliest(meanings: set[tuple[str, ...]], near: NearWords) -> tuple[str, ...]:
    """Choose the only meaning, or the one that stands in far more terms than the next; () where none is."""
    ranked = sorted(
        (-max(near.uses.get(word, 0) for word in meaning), meaning) for meaning in meanings
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] > _FAR_MORE * ranked[1][0]):
        return ()
    return ranked[0][1]


def _abbreviates(token: str, word: str) -> bool:
    """Tell whether a token is a word with letters left out, vowels above all, and no more than half of them.

    Example:
        >>> _abbreviates("SHLDR", "SHOULDER"), _abbreviates("SHR", "SHOULDER"), _abbreviates("DIOG", "DISCOGRAM")
        (True, False, False)
    """
    if not len(word) // 2 <= len(token) < len(word):
        return False
    vowels = sum(letter in "AEIOU" for letter in token[1:])
    return (vowels < 2 or _has_most(token, word)) and _keeps_order(token, word)


def _has_most(token: str, word: str) -> bool:
    """Tell whether a long word lacks few letters: RETROPERITNL, CHOLANGRPH."""
    return len(token) >= _LONG_ABBREVIATION and 5 * len(token) >= 3 * len(word)


def _keeps_order(token: str, word: str) -> bool:
    """Tell whether a token is a word with letters left out.

    Example:
        >>> _keeps_order("SHLDR", "SHOULDER"), _keeps_order("SLHDR", "SHOULDER")
        (True, False)
    """
    letters = iter(word)
    return all(letter in letters for letter in token)


def _two_words(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Read two words that were typed as one, where both are known and the second is long enough to be sure; "WCONT", "HEADW".

    Of several places to cut, the last leaves the longest first word: CERVICALSPINE is no LSPINE.
    """
    for mark in _MARKS:
        if token.endswith(mark) and _is_word(token[: -len(mark)], lexicon):
            return tuple(
                part
                for word in (token[: -len(mark)], mark)
                for part in lexicon.spelling.get(word, (word,))
            )
        if token.startswith(mark) and lexicon.spelling.get(
            token[len(mark) :], (token[len(mark) :],)
        ) == ("CONTRAST",):
            return (*lexicon.spelling.get(mark, (mark,)), "CONTRAST")
    for at in range(len(token) - _SHORTEST_CUT, 1, -1):
        if token[:at] in lexicon.words and token[at:] in lexicon.words:
            return tuple(
                part
                for word in (token[:at], token[at:])
                for part in lexicon.spelling.get(word, (word,))
            )
    return ()


def _is_word(token: str, lexicon: Lexicon) -> bool:
    """Tell whether the lexicon has a word that is long enough to be sure."""
    return len(token) >= _SHORTEST_CUT and token in lexicon.words


def items_of(tokens: list[str], lexicon: Lexicon) -> list[Item]:
    """Join spelled tokens into the longest terms of the lexicon, from left to right."""
    terms, found = lexicon.terms, list[Item]()
    at, end = 0, len(tokens)
    while at < end:
        begun, length, term = "", 1, ""
        for i in range(at, end):
            begun = f"{begun} {tokens[i]}" if begun else tokens[i]
            is_term = terms.get(begun)
            if is_term is None:
                break
            if is_term:
                length, term = i + 1 - at, begun
        found.append(Item(tuple(tokens[at : at + length]), lexicon.entries[term] if term else None))
        at += length
    return found
