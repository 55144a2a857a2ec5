"""The public question: which codes may this exam's name stand for?"""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.catalog import code_set
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.known_codes import KnownCodes
from cptkit.errors import DataError, InvalidCodeError, shown
from cptkit.exam_names.candidates import Candidate, is_suggested
from cptkit.exam_names.doubts import doubts
from cptkit.exam_names.evidence import evidence, left_open, modifiers_of
from cptkit.exam_names.index import Index, index_of
from cptkit.exam_names.packed_layout import packaged_layout
from cptkit.exam_names.packed_lexicon import packaged_lexicon
from cptkit.exam_names.ranking import ranked
from cptkit.exam_names.reading import Reading, read
from cptkit.exam_names.scores import calibrated, shares, temperature
from cptkit.exam_names.several_codes import also, first_of_several
from cptkit.exam_names.shelves import Shelf, shelf_of
from cptkit.exam_names.studies import studies_of
from cptkit.exam_names.weights import packaged_tables
from cptkit.exam_names.words import LONGEST_NAME
from cptkit.once import once
from cptkit.printing.listing import Listing
from cptkit.values.code import Code
from cptkit.values.raw import unboxed, whole_number
from cptkit.values.suggestion import Suggestion
from cptkit.values.trusted import trusted

_LEAST_SHARE = 0.0001
"""Codes that fall further behind the best are not suggested."""
_LAST_LATIN = "\u024f"
"""The last letter of the Latin script's blocks: a name with letters of another script is not read."""
_RANKED = 12
"""How many codes are compared to say how far the best stand out."""


@attrs.frozen(eq=False)
class _Question:
    """A name as read, with what it is asked of."""

    reading: Reading
    shelf: Shelf
    on: dt.date
    catalog: Catalog


def suggest(
    text: object, on: dt.date | None = None, limit: object = 5, *, catalog: Catalog | None = None
) -> tuple[Suggestion, ...]:
    """Suggest codes for the name of an imaging exam, as hospitals and offices type it.

    Args:
        text: The name: ``CT CHEST W/O CONTRAST``, ``MRI LOW EX JNT RT W/O CONT``, ``XR KNEE 3+ VWS LT``.
        on: The day on which the codes must be in force; None means the newest packaged year.
        limit: How many suggestions to give at most.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Suggestions, best first, each with what it matched, what it contradicts and what the name leaves open (in a
        notebook they print as a table);
        () for a text that is no name of an imaging exam. Screening, guidance and add-on codes only for names
        that say so.

    Raises:
        InvalidCodeError: `text` is no str.
        UnknownEditionError: No packaged year covers `on`.
        InvalidDateError: `on` is no day.
        DataError: `limit` is no whole number from 0 on, or `catalog` is no catalog.

    Example:
        >>> best = suggest("MRI KNEE RT W/O CONT")[0]
        >>> str(best.expression)
        '73721-RT'
        >>> suggest("CT CHEST")[0].missing
        ('contrast not stated: 71250 assumed; 71260 if given, 71270 if without, then with it',)
        >>> suggest("LIPID PANEL")
        ()
    """
    text, most = unboxed(text), whole_number(limit)
    if not isinstance(text, str):
        raise InvalidCodeError(
            text,
            f"an exam's name is a str such as 'CT CHEST W/O CONTRAST', not {type(text).__name__}",
        )
    if most is None or most < 0:
        raise DataError((f"limit {shown(limit)} is no count: give a whole number from 0 on",))
    where = chosen(catalog)
    day = where.at(on).on
    if (
        len(text) > LONGEST_NAME
        or not most
        or (not text.isascii() and any(each > _LAST_LATIN and each.isalpha() for each in text))
    ):
        return Listing()
    reading = read(text, packaged_lexicon())
    if not reading.is_imaging:
        return Listing()
    return Listing(_answers(reading, day, where, most))


def _answers(reading: Reading, on: dt.date, catalog: Catalog, limit: int) -> list[Suggestion]:
    """Answer for the first study of a name, with the codes of the others beside it."""
    asked = [
        _Question(study, _shelf(_index(on, catalog.codes), study.modalities), on, catalog)
        for study in studies_of(reading) or (reading,)
    ]
    first, *others = (_answer(each, 1 if i else limit) for i, each in enumerate(asked))
    more = tuple(code for each in others for best in each for code in (best.code, *best.also))
    if not first or not more:
        return [*first]
    best = first[0]
    beside = tuple(code for code in dict.fromkeys((*best.also, *more)) if code != best.code)
    return [attrs.evolve(best, also=beside), *first[1:]]


def _index(on: dt.date, known: KnownCodes) -> Index:
    return _own_index(on, known) if known.releases else _packaged_index(on)


@functools.lru_cache(maxsize=512)
def _packaged_index(on: dt.date) -> Index:
    return _index_of(packaged_layout().in_force(on))


@functools.lru_cache(maxsize=8)
def _own_index(on: dt.date, known: KnownCodes) -> Index:
    """Put together what can be suggested by a caller's releases too; of two meanings that are alike, the later."""
    carried = (place for place, code in enumerate(_suggested()) if known.carries(code, on))
    return _index_of(tuple(carried))


@once
def _suggested() -> tuple[Code, ...]:
    """Give the codes of the packaged layout, by their place in it."""
    return tuple(filter(is_suggested, code_set.authored_codes()))


@functools.lru_cache(maxsize=32)
def _index_of(places: tuple[int, ...]) -> Index:
    return index_of(packaged_layout(), places, packaged_tables())


@functools.lru_cache(maxsize=64)
def _shelf(index: Index, modalities: frozenset[str]) -> Shelf:
    return shelf_of(index, modalities)


def _answer(asked: _Question, limit: int) -> tuple[Suggestion, ...]:
    shelf = asked.shelf
    found = first_of_several(
        asked.reading, shelf, ranked(asked.reading, shelf, max(_RANKED, limit))
    )
    weights = shelf.index.tables.weights
    if not found or found[0][0] < weights["least sum of a suggestion"]:
        return ()
    parts = shares([score for score, _ in found], temperature(asked.reading, shelf.index.tables))
    kept = [
        (shelf.index.layout.candidates[place], part)
        for (_, place), part in zip(found, parts, strict=True)
        if part >= _LEAST_SHARE
    ][:limit]
    scores = calibrated([part for _, part in kept], shelf.index.tables)
    beside = also(asked.reading, kept[0][0], shelf)
    second = kept[1][0] if len(kept) > 1 else None
    open_still = doubts(asked.reading, scores[0], kept[0][0], second)
    return tuple(
        _suggestion(asked, each, score, *(((), ()) if rank else (beside, open_still)))
        for rank, ((each, _), score) in enumerate(zip(kept, scores, strict=True))
    )


def _suggestion(
    asked: _Question,
    candidate: Candidate,
    score: Decimal,
    beside: tuple[str, ...],
    open_still: tuple[str, ...],
) -> Suggestion:
    index = asked.shelf.index
    matched, contradicted = evidence(asked.reading, candidate, index)
    modifiers, remarks = modifiers_of(asked.reading, candidate, asked.on, asked.catalog)
    return trusted(
        Suggestion,
        candidate.code,
        beside,
        modifiers,
        score,
        matched,
        contradicted,
        (*left_open(asked.reading, candidate, index), *remarks, *open_still),
        candidate.label,
    )
