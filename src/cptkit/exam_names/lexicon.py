"""The lexicon: what the words of exam names mean, ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.near_words import NearWords

_TOKEN = re.compile(r"[A-Z]+|\d+|[<>=+&]|(?<=\d) ?[-/] ?(?=\d)")
_STOP = frozenset({"OF", "FOR", "THE"})
_BODY = frozenset({"BODY", "BDY", "BOD"})
"""What "for" before it is short for "foreign"."""
_BORNE_OUT = frozenset({"modality", "code"})
"""Kinds of meaning, beside regions and techniques, that a code bears out or does not."""


@attrs.frozen
class Entry:
    """What one term means, in every way that the rows give it.

    Attributes:
        term: The term, spelled in the one way.
        regions: Parts of the body that it may name; one of them is meant.
        techniques: Ways of imaging that it names.
        others: Further meanings, as pairs of kind and meaning.
        shown: The term as people read it, no word twice in a row: "MR" is spelled as two words, and so is "MAGNETIC".
        first: The first further meaning of every kind.
        modalities: Apparatus that it names.
    """

    term: str
    regions: frozenset[str] = frozenset()
    techniques: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    shown: str = attrs.field(init=False, eq=False)
    first: dict[str, str] = attrs.field(init=False, eq=False)
    modalities: tuple[str, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Lay out what is asked of every word of every name."""
        shown = " ".join(word for word, _ in groupby(self.term.lower().split(" ")))
        modalities = tuple(means for kind, means in self.others if kind == "modality")
        object.__setattr__(self, "shown", shown)
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


@attrs.frozen(eq=False)
class Lexicon:
    """All terms, ready to be matched.

    Attributes:
        spelling: Token to the one spelling of it, which may be several tokens.
        words: Every token that a term holds or that is spelled in another way.
        terms: Every term, and every beginning of one, as tokens with blanks between: whether a term ends there.
        entries: What each term means.
        prefixes: What stands for a department or a list before a name, with what it says of the exam.
        near: What gives the words that unknown ones are compared with; most names need none.
    """

    spelling: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    terms: Mapping[str, bool]
    entries: Mapping[str, Entry]
    prefixes: Mapping[str, tuple[str, ...]]
    near: Callable[[], NearWords]


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
