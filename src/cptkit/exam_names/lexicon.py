"""The lexicon: what the words of exam names mean, read once from authored rows of one meaning each."""

from __future__ import annotations

import re
from collections import Counter

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import packaged_json
from cptkit.once import once

_TOKEN = re.compile(r"[A-Z]+|\d+|[<>=+&]|(?<=\d) ?[-/] ?(?=\d)")
_STOP = frozenset({"OF", "FOR", "THE"})
_BODY = frozenset({"BODY", "BDY", "BOD"})
"""What "for" before it is short for "foreign"."""
_SHORTEST_SLIP = 6
_SHORTEST_LONG = 6
_BORNE_OUT = frozenset({"modality", "code"})
"""Kinds of meaning, beside regions and techniques, that a code bears out or does not."""
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


@attrs.frozen
class Entry:
    """What one term means, in every way that the rows give it.

    Attributes:
        term: The term, spelled in the one way.
        shown: The term as people read it.
        regions: Parts of the body that it may name; one of them is meant.
        techniques: Ways of imaging that it names.
        others: Further meanings, as pairs of kind and meaning.
        first: The first further meaning of every kind.
        modalities: Apparatus that it names.
    """

    term: str
    shown: str
    regions: frozenset[str] = frozenset()
    techniques: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    first: dict[str, str] = attrs.field(init=False, eq=False)
    modalities: tuple[str, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Lay out what is asked of every word of every name."""
        modalities = tuple(means for kind, means in self.others if kind == "modality")
        object.__setattr__(self, "first", dict(reversed(self.others)))
        object.__setattr__(self, "modalities", modalities)

    def has(self, kind: str) -> bool:
        """Tell whether the term has a meaning of a kind."""
        return kind in self.first

    @property
    def is_supply(self) -> bool:
        """Whether the term says that a thing is charged, whatever exam it is for: a kit, a dose."""
        return self.first.get("not_exam") == "SUPPLY"

    @property
    def speaks(self) -> bool:
        """Whether the term says something that a code bears out or not."""
        return bool(self.regions or self.techniques or not self.first.keys().isdisjoint(_BORNE_OUT))


class Node:
    """A place in the tree of terms: what may follow, and the term that ends here."""

    __slots__ = ("after", "entry")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.entry: Entry | None = None


@attrs.frozen(eq=False)
class Lexicon:
    """All terms, ready to be matched.

    Attributes:
        spelling: Token to the one spelling of it, which may be several tokens.
        words: Every token that a term holds or that is spelled in another way.
        sorted_words: The same, in order, for words that were cut short.
        long_words: Words long enough to be abbreviated, with their spelling, by their first letter.
        slips: Words less one letter, and what they stand for where that is sure.
        trie: The terms by their tokens.
        uses: How many terms hold a word.
        prefixes: What stands for a department or a list before a name, with what it says of the exam.
    """

    spelling: dict[str, tuple[str, ...]]
    words: frozenset[str]
    sorted_words: tuple[str, ...]
    long_words: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    slips: dict[str, tuple[str, ...]]
    trie: Node
    uses: dict[str, int]
    prefixes: dict[str, tuple[str, ...]]


@once
def packaged_lexicon() -> Lexicon:
    """Give the packaged lexicon."""
    return lexicon_from(
        [
            {"kind": kind, **row}
            for kind in KINDS
            for row in packaged_json(f"authored/lexicon/{kind}.json")["rows"]
        ]
    )


def lexicon_from(rows: list[dict[str, str]]) -> Lexicon:
    """Make a lexicon from rows of term, kind and meaning."""
    written = {
        row["term"]: tuple(row["means"].split()) for row in rows if row["kind"] == "spelling"
    }
    spelling = {
        term: tuple(each for word in means for each in written.get(word, (word,)))
        for term, means in written.items()
    }
    meanings: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows:
        if row["kind"] not in {"spelling", "prefix"}:
            meanings.setdefault(_term_tokens(row["term"], spelling), []).append(
                (row["kind"], row["means"])
            )
    trie = Node()
    for tokens in sorted(meanings, key=len):
        meanings[tokens] += _inherited(tokens, meanings[tokens], meanings)
        _place(trie, tokens, _entry(" ".join(tokens), meanings[tokens]))
    words = frozenset(spelling).union(*meanings)
    in_order = tuple(sorted(word for word in words if word.isalpha()))
    uses = dict(Counter(word for tokens in meanings for word in tokens))
    return Lexicon(
        spelling,
        words,
        in_order,
        _long_words(words, spelling),
        _slips(words, spelling),
        trie,
        uses,
        {row["term"]: tuple(row["means"].split()) for row in rows if row["kind"] == "prefix"},
    )


def _long_words(
    words: frozenset[str], spelling: dict[str, tuple[str, ...]]
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Give the words that are long enough to be abbreviated, with their spelling, by their first letter."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word in sorted(word for word in words if len(word) >= _SHORTEST_LONG and word.isalpha()):
        found.setdefault(word[0], []).append((word, spelling.get(word, (word,))))
    return {letter: tuple(theirs) for letter, theirs in found.items()}


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


def cut(text: str) -> list[str]:
    """Cut a text in capitals into tokens: words, numbers and the signs that mean something; without "of", "for", "the".

    Example:
        >>> cut("EXAM OF KNEE 1-2VW W/O CONT."), cut("EYE FOR BODY")
        (['EXAM', 'KNEE', '1', '-', '2', 'VW', 'W', 'O', 'CONT'], ['EYE', 'FOR', 'BODY'])
    """
    found = ["-" if "-" in token or "/" in token else token for token in _TOKEN.findall(text)]
    return [
        token
        for token, after in zip(found, [*found[1:], ""], strict=False)
        if token not in _STOP or (token == "FOR" and after in _BODY)
    ]


def _term_tokens(term: str, spelling: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(each for token in cut(term) for each in spelling.get(token, (token,)))


def _entry(term: str, pairs: list[tuple[str, str]]) -> Entry:
    return Entry(
        term,
        term.lower(),
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


def _place(trie: Node, tokens: tuple[str, ...], entry: Entry) -> None:
    node = trie
    for token in tokens:
        node = node.after.setdefault(token, Node())
    node.entry = entry


def _slips(
    words: frozenset[str], spelling: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Map every long word less one letter to its spelling; what two words could leave is left out."""
    found: dict[str, tuple[str, ...] | None] = {}
    for word in sorted(words):
        if len(word) < _SHORTEST_SLIP:
            continue
        stands = spelling.get(word, (word,))
        for cut in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
            found[cut] = stands if found.get(cut, stands) == stands else None
    return {cut: stands for cut, stands in found.items() if stands is not None}
