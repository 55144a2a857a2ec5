"""The packaged lexicon: its words are read at once, what a term means when a name holds it, slips when a word is unknown."""

from __future__ import annotations

import json
from collections.abc import Callable

from cptkit.exam_names.lexicon import Entry, Lexicon
from cptkit.exam_names.near_words import near_words
from cptkit.files.packaged import packaged_bytes, row_of, taken_apart
from cptkit.once import once

TERMS, SLIPS = "suggest_terms.json", "suggest_slips.json"
"""Their names below ``derived``; `tools/build_data.py` writes them."""


class _Entries(dict[str, Entry]):
    """What terms mean, each read when it is first asked for."""

    __slots__ = ("_rows",)

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, term: str) -> Entry:
        _, regions, techniques, others = row_of(self._rows[term])
        pairs = tuple((kind, means) for kind, means in others)
        made = Entry(term, frozenset(regions), tuple(techniques), pairs)
        return self.setdefault(term, made)


@once
def packaged_lexicon() -> Lexicon:
    """Give the packaged lexicon."""
    return lexicon_of(
        packaged_bytes(f"derived/{TERMS}").decode(),
        lambda: packaged_bytes(f"derived/{SLIPS}").decode(),
    )


def lexicon_of(text: str, slips: Callable[[], str]) -> Lexicon:
    """Read a lexicon.

    Args:
        text: What the builder wrote: spellings, prefixes and beginnings of terms, and a row for each term.
        slips: What gives the text of the slips; asked for a first unknown word.

    Returns:
        The lexicon.
    """
    head, lines = taken_apart(text)
    rows = {line[2 : line.index('"', 2)].replace(",", " "): line for line in lines}
    begun = head["begun"].replace(",", " ").split(";")
    spelling = {token: tuple(means.split(" ")) for token, means in head["spelling"].items()}
    words = frozenset(" ".join(rows).split(" ")).union(spelling)
    return Lexicon(
        spelling,
        words,
        {**dict.fromkeys(begun, False), **dict.fromkeys(rows, True)},
        _Entries(rows),
        {prefix: tuple(means.split(" ")) for prefix, means in head["prefixes"].items()},
        once(lambda: near_words(words, spelling, rows, slips_from(slips()))),
    )


def slips_from(text: str) -> dict[str, tuple[str, ...]]:
    """Read the slips: a row for each spelling, with all that stands for it."""
    return {
        less: spelled
        for meaning, cuts in json.loads(text)["rows"]
        for spelled in (tuple(meaning.split(" ")),)
        for less in cuts.split(",")
    }
