"""The lexicon made from its authored rows of one meaning each.

The package holds what comes out of this for its own rows (`cptkit.exam_names.packed_lexicon`); here it is made when the
package is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate

from cptkit.exam_names.lexicon import Entry, Lexicon, cut
from cptkit.exam_names.near_words import near_words, slips_of
from cptkit.once import once

_HEIRLOOMS = frozenset({"modality", "region", "technique", "role", "flag", "population"})
"""Kinds of meaning that a phrase takes over from its words, where it has none of the kind itself."""
KINDS = (
    "code",
    "component",
    "contrast",
    "contrast_state",
    "contrast_word",
    "extent",
    "flag",
    "mention",
    "modality",
    "named",
    "noise",
    "not",
    "not_exam",
    "population",
    "prefix",
    "region",
    "role",
    "side",
    "spelling",
    "technique",
    "view",
)
"""The kinds of meaning, a file each: ``authored/lexicon/<kind>.json``."""


def lexicon_from(rows: Iterable[Mapping[str, str]]) -> Lexicon:
    """Make a lexicon from rows of term, kind and meaning."""
    rows = [*rows]
    spelling = _spelling(rows)
    meanings: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows:
        tokens = _term_tokens(row["term"], spelling)
        if tokens and row["kind"] not in {"spelling", "prefix"}:
            meanings.setdefault(tokens, []).append((row["kind"], row["means"]))
    entries: dict[str, Entry] = {}
    for tokens in sorted(meanings, key=len):
        meanings[tokens] += _inherited(tokens, meanings[tokens], meanings)
        entries[" ".join(tokens)] = _entry(" ".join(tokens), meanings[tokens])
    words = frozenset(spelling).union(*meanings)
    begun = {each for tokens in meanings for each in accumulate(tokens, "{} {}".format)}
    return Lexicon(
        spelling,
        words,
        {each: each in entries for each in begun},
        entries,
        {row["term"]: tuple(row["means"].split()) for row in rows if row["kind"] == "prefix"},
        once(lambda: near_words(words, spelling, entries, slips_of(words, spelling))),
    )


def _spelling(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Spell every token that rows spell, what stands for it spelled again."""
    written = {
        row["term"]: tuple(row["means"].split()) for row in rows if row["kind"] == "spelling"
    }
    return {
        term: tuple(each for word in means for each in written.get(word, (word,)))
        for term, means in written.items()
    }


def _inherited(
    tokens: tuple[str, ...],
    own: list[tuple[str, str]],
    meanings: dict[tuple[str, ...], list[tuple[str, str]]],
) -> list[tuple[str, str]]:
    """Give what a phrase takes over from the terms inside it: every kind of meaning that it has none of itself."""
    kinds = {kind for kind, _ in own}
    if "noise" in kinds:
        return []
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(tokens):
        end = next(
            (
                e
                for e in range(len(tokens), at, -1)
                if e - at < len(tokens) and tokens[at:e] in meanings
            ),
            at + 1,
        )
        found += [
            pair for pair in meanings.get(tokens[at:end], ()) if pair[0] in _HEIRLOOMS - kinds
        ]
        at = end
    return found


def _term_tokens(term: str, spelling: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(each for token in cut(term) for each in spelling.get(token, (token,)))


def _entry(term: str, pairs: list[tuple[str, str]]) -> Entry:
    return Entry(
        term,
        frozenset(means for kind, means in pairs if kind == "region" and means != "NONE"),
        tuple(
            dict.fromkeys(means for kind, means in pairs if kind == "technique" and means != "NONE")
        ),
        tuple(
            dict.fromkeys(
                pair
                for pair in pairs
                if pair[0] not in {"region", "technique"} and pair[1] != "NONE"
            )
        ),
    )
