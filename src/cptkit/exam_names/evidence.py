"""What speaks for a code and against it, what the name leaves open, and the modifiers that the name adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from cptkit.catalog.catalog import Catalog
from cptkit.errors import NoDataError
from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.facets import assumed_contrast
from cptkit.exam_names.index import Index
from cptkit.exam_names.lexicon import Entry
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.view_counts import MANY
from cptkit.indicators import Bilateral, PcTc
from cptkit.once import with_room
from cptkit.values.table import FeeScheduleRow

_CONTRAST = {
    "WITHOUT": "without contrast",
    "WITH": "with contrast",
    "WITHOUT_THEN_WITH": "without contrast, then with it",
}
_IF_CONTRAST = {
    "WITHOUT": "if none is given",
    "WITH": "if given",
    "WITHOUT_THEN_WITH": "if without, then with it",
}
_SIDES = {"L": "left", "R": "right", "B": "both sides", "U": "one side"}
_REMEMBERED = 20_000
"""So many verdicts are kept."""
_FIFTY = frozenset({Bilateral.ONE_AND_A_HALF, Bilateral.EACH_SIDE_IN_FULL})


def evidence(
    reading: Reading, candidate: Candidate, index: Index
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what the name says that the code bears out, and what it does not.

    Args:
        reading: What the name says.
        candidate: The code.
        index: The codes of the day.

    Returns:
        Matched and contradicted, in the order of the name.
    """
    matched: dict[str, None] = {}
    contradicted: dict[str, None] = {}
    place = index.places[candidate.code]
    for at, item in enumerate(reading.items):
        entry = item.entry
        if entry is not None and at not in reading.contrast.negated:
            verdict = _verdict(entry, candidate, place, index)
            if verdict is not None:
                (matched if verdict else contradicted)[entry.shown] = None
    for text, agrees in _facet_words(reading, candidate):
        (matched if agrees else contradicted)[text] = None
    return tuple(matched), tuple(contradicted)


def _verdict(entry: Entry, candidate: Candidate, place: int, index: Index) -> bool | None:
    """Tell whether a code bears out a term, worked out once for each two of them."""
    known = index.borne_out.get((id(entry), place))
    if known is None:
        verdict = _bears_out(entry, candidate, place, index) if entry.speaks else None
        known = with_room(index.borne_out, _REMEMBERED)[id(entry), place] = (entry, verdict)
    return known[1]


def _bears_out(entry: Entry, candidate: Candidate, place: int, index: Index) -> bool | None:
    """Tell whether a code bears out a term; None for what says nothing for or against it."""
    verdicts = []
    if entry.regions:
        verdicts.append(
            candidate.is_anywhere
            or any(place in index.layout.by_region.get(name, ()) for name in entry.regions)
        )
    technique = _bears_out_technique(entry, candidate, place, index)
    if technique is not None:
        verdicts.append(technique)
    if entry.modalities and not verdicts:
        known = index.tables.compatible
        verdicts.append(
            any(
                known[asked].get(each, -1.0) >= 0
                for asked in entry.modalities
                for each in candidate.facets.modalities
            )
        )
    if ("code", candidate.code) in entry.others:
        verdicts.append(True)
    return any(verdicts) if verdicts else None


def _bears_out_technique(
    entry: Entry, candidate: Candidate, place: int, index: Index
) -> bool | None:
    """Tell whether a code has a technique that a term may mean; a lack speaks against it only where another code has it."""
    if any(place in index.layout.by_technique.get(name, ()) for name in entry.techniques):
        return True
    lacks = not entry.has("extent") and any(
        _tells_apart(name, candidate, place, index) for name in entry.techniques
    )
    return False if lacks else None


def _tells_apart(technique: str, candidate: Candidate, place: int, index: Index) -> bool:
    """Tell whether a technique is that of another code for the same part by the same apparatus: else it decides nothing."""
    known = index.apart.get((technique, place))
    if known is None:
        having = index.layout.by_technique.get(technique, ())
        others = (index.layout.candidates[each] for each in having if each in index.here)
        same = (candidate.regions[:1], candidate.facets.modalities)
        known = any((each.regions[:1], each.facets.modalities) == same for each in others)
        index.apart[technique, place] = known
    return known


def facet_contradictions(reading: Reading, candidate: Candidate) -> tuple[str, ...]:
    """Give what a name says of contrast, views, sides and extent that a code excludes."""
    return tuple(text for text, agrees in _facet_words(reading, candidate) if not agrees)


def _facet_words(reading: Reading, candidate: Candidate) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    contrast = candidate.facets.contrast
    stated = reading.contrast.stated
    is_included = (
        candidate.facets.is_angiography
        and "CT" in candidate.facets.modalities
        and stated != "WITHOUT"
    )
    if stated and candidate.facets.modalities & {"CT", "MR"} and contrast:
        found.append((_CONTRAST[stated], contrast in {stated, "WITH_OR_WITHOUT"} or is_included))
    if reading.views.low and candidate.facets.views[0]:
        overlap = (
            reading.views.low <= candidate.facets.views[1]
            and reading.views.high >= candidate.facets.views[0]
        )
        found.append((f"{views_in_words(reading.views.low, reading.views.high)}", overlap))
    laterality = candidate.facets.laterality
    if reading.side and laterality != "NOT_PAIRED":
        found.append((_SIDES[reading.side], laterality != "BILATERAL" or reading.side == "B"))
    extent = candidate.facets.extent
    found += [
        (name.lower().replace("_", "-"), name == extent)
        for name in sorted(reading.extents)
        if extent
    ]
    return found


def views_in_words(low: int, high: int) -> str:
    """Say a number of views.

    Example:
        >>> views_in_words(1, 2), views_in_words(3, MANY), views_in_words(1, 1)
        ('1-2 views', '3 or more views', '1 view')
    """
    if high >= MANY:
        return f"{low} or more views"
    return f"{low} view" + "s" * (low > 1) if low == high else f"{low}-{high} views"


def left_open(reading: Reading, candidate: Candidate, index: Index) -> list[str]:
    """Give what the name leaves open, what was assumed, and which code it would be otherwise."""
    found = [
        *_contrast_left_open(reading, candidate, index),
        *_views_left_open(reading, candidate, index),
    ]
    if candidate.facets.laterality == "UNILATERAL" and reading.side in {"", "U"}:
        found.append("side not stated: add RT or LT")
    if (
        candidate.is_guidance
        and "GUIDANCE" not in reading.roles
        and not reading.spells_out(candidate.code)
    ):
        found.append(
            "guidance not stated: the procedure has a code of its own, which may include the imaging"
        )
    return found


def _contrast_left_open(reading: Reading, candidate: Candidate, index: Index) -> Iterator[str]:
    code, contrast = candidate.code, candidate.facets.contrast
    if not contrast or reading.contrast.stated or not candidate.facets.modalities & {"CT", "MR"}:
        return
    family = _in_force(index.layout.contrasts, candidate, index)
    others = {each.facets.contrast: each.code for each in reversed(family)}
    choices = [
        f"{others[state]} {words}"
        for state, words in _IF_CONTRAST.items()
        if state in others and others[state] != code
    ]
    if choices:
        by_protocol = assumed_contrast(reading, index.tables) != "WITHOUT" and contrast != "WITHOUT"
        yield f"contrast not stated: {code} assumed{' from the protocol' if by_protocol else ''}; {', '.join(choices)}"


def _views_left_open(reading: Reading, candidate: Candidate, index: Index) -> Iterator[str]:
    if not candidate.facets.views[0] or reading.views.low:
        return
    code = candidate.code
    family = _in_force(index.layout.view_counts, candidate, index)
    counted = sorted((each.facets.views, each.code) for each in family)
    rest = [f"{other} for {views_in_words(*views)}" for views, other in counted if other != code]
    if rest:
        yield f"number of views not stated: {code} assumed; {', '.join(rest)}"


def _in_force(
    families: Mapping[int, tuple[int, ...]], candidate: Candidate, index: Index
) -> list[Candidate]:
    """Give those of a code's family that are in force on the day, in code order."""
    family = families.get(index.places[candidate.code], ())
    return [index.layout.candidates[each] for each in family if each in index.here]


def modifiers_of(
    reading: Reading, candidate: Candidate, on: dt.date, catalog: Catalog
) -> tuple[tuple[str, ...], list[str]]:
    """Give the modifiers that a name adds to a code, and what to mind where it adds none.

    Args:
        reading: What the name says.
        candidate: The code.
        on: The day, which decides the fee schedule's indicators.
        catalog: Where the fee schedule is.

    Returns:
        Modifiers in billing order, and remarks.
    """
    laterality = candidate.facets.laterality
    if not reading.components and (not reading.side or laterality == "NOT_PAIRED"):
        return (), []
    try:
        row = catalog.fee_row(candidate.code, "", on)
    except NoDataError:
        row = None
    component, remarks = _component(reading, row)
    side, more = _side_modifier(reading.side, laterality, row)
    return component + side, remarks + more


def _component(reading: Reading, row: FeeScheduleRow | None) -> tuple[tuple[str, ...], list[str]]:
    if len(reading.components) != 1:
        return (), []
    component = reading.components[0]
    if row is not None and row.pc_tc is not PcTc.DIAGNOSTIC_TEST:
        return (), [f"no {component}: the fee schedule does not split this code"]
    return (component,), []


def _side_modifier(
    side: str, laterality: str, row: FeeScheduleRow | None
) -> tuple[tuple[str, ...], list[str]]:
    if laterality in {"NOT_PAIRED", "BILATERAL"} or side in {"", "U"}:
        return (), []
    if side in {"L", "R"}:
        return ({"L": "LT", "R": "RT"}[side],), []
    if laterality == "EITHER" or (row is not None and row.bilateral is Bilateral.ALREADY_BILATERAL):
        return (), []
    if row is not None and row.bilateral in _FIFTY:
        return ("50",), []
    return (), ["both sides: one line with RT, one with LT"]
