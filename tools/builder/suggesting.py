"""What a first suggestion reads: the lexicon, and the codes laid out for ranking, worked out when the package is built."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cptkit.catalog.code_set import code_from_row
from cptkit.exam_names.candidates import Candidate, Facets, is_suggested
from cptkit.exam_names.laying_out import layout_of
from cptkit.exam_names.layout import Layout
from cptkit.exam_names.lexicon import Lexicon
from cptkit.exam_names.weights import Tables
from cptkit.files.packaged import canonical


def codes(text: str, tables: Tables) -> tuple[str, int]:
    """Lay out the codes that names can ask for.

    Args:
        text: The packed code set.
        tables: Weights, relations and hints.

    Returns:
        The packed text and the number of rows.
    """
    every = map(code_from_row, json.loads(text)["rows"])
    layout = layout_of(filter(is_suggested, every), tables)
    rows = [_row(each) for each in layout.candidates.values()]
    return canonical(rows, _head(layout)), len(rows)


def _row(candidate: Candidate) -> list[Any]:
    return [
        candidate.code,
        candidate.label,
        [*candidate.regions],
        sorted(candidate.needs),
        sorted(candidate.asked),
        sorted(candidate.techniques),
        int(candidate.is_asked_for),
        [[sorted(evidence), follows] for evidence, follows in candidate.also],
    ]


def _head(layout: Layout) -> dict[str, Any]:
    """Write what is asked of all codes at once, fact by fact."""
    both = (layout.by_region, layout.by_technique)
    worths = sorted({worth for words in both for of in words.values() for worth in of.values()})
    return {
        "effective": ",".join(first for first, _ in layout.spans),
        "through": ",".join(last for _, last in layout.spans),
        "facets": [_facets(each) for each in layout.facets],
        "facet_numbers": [*layout.facet_numbers],
        "bases": [*layout.bases],
        "given": [
            [place, [[sorted(evidence), worth] for evidence, worth in given]]
            for place, given in layout.given.items()
        ],
        "anywhere": sorted(layout.anywhere),
        "partless": sorted(layout.partless),
        "needy": sorted(layout.needy),
        "worths": worths,
        "by_region": _by_word(layout.by_region, worths),
        "by_technique": _by_word(layout.by_technique, worths),
        "contrasts": _families(layout.contrasts.values()),
        "view_counts": _families(layout.view_counts.values()),
    }


def _facets(facets: Facets) -> list[Any]:
    return [
        sorted(facets.modalities),
        facets.contrast,
        [*facets.views],
        facets.laterality,
        facets.role,
        facets.extent,
        facets.population,
        sorted(facets.flags),
        int(facets.is_angiography),
    ]


def _by_word(words: Mapping[str, Mapping[int, float]], worths: list[float]) -> list[list[Any]]:
    """Write for each word the places of the codes that it speaks for, and the number of what it is worth to each."""
    number = {worth: at for at, worth in enumerate(worths)}
    return [
        [name, [*words[name]], [number[worth] for worth in words[name].values()]]
        for name in sorted(words)
    ]


def _families(families: Iterable[tuple[int, ...]]) -> list[list[int]]:
    return [[*each] for each in sorted(set(families))]


def terms(lexicon: Lexicon) -> tuple[str, int]:
    """Write a lexicon but for its slips: a row for each term.

    Args:
        lexicon: The lexicon, made from its rows.

    Returns:
        The packed text and the number of rows.
    """
    rows = [
        [
            _in_tokens(term),
            sorted(entry.regions),
            [*entry.techniques],
            [[*pair] for pair in entry.others],
        ]
        for term, entry in sorted(lexicon.entries.items())
    ]
    head = {
        "spelling": _joined(lexicon.spelling),
        "prefixes": _joined(lexicon.prefixes),
        "begun": ";".join(
            sorted(_in_tokens(each) for each, is_term in lexicon.terms.items() if not is_term)
        ),
    }
    return canonical(rows, head), len(rows)


def _in_tokens(term: str) -> str:
    """Write a term as its tokens, so that the file holds words and no phrase: spelled out, one could be a descriptor."""
    return term.replace(" ", ",")


def slips(lexicon: Lexicon) -> tuple[str, int]:
    """Write what stands for a word with one slip: a row for each spelling.

    Args:
        lexicon: The lexicon, made from its rows.

    Returns:
        The packed text and the number of rows.
    """
    found: dict[str, list[str]] = {}
    for less, spelled in lexicon.near().slips.items():
        found.setdefault(" ".join(spelled), []).append(less)
    rows = [[spelled, ",".join(sorted(found[spelled]))] for spelled in sorted(found)]
    return canonical(rows), len(rows)


def _joined(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: " ".join(words[word]) for word in sorted(words)}
