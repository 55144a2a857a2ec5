"""The facets of which a name says one thing: modality, contrast, views, side, extent, population, role."""

from __future__ import annotations

from cptkit.exam_names.candidates import Facets
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.weights import Tables

_FAR_APART = 4
_MOST_OF_COMPLETE = 6
EXCLUDED = -100.0
"""What excludes a code whatever else agrees."""


def facet_score(reading: Reading, facets: Facets, tables: Tables) -> float:
    """Score the facets of a code against a name.

    Args:
        reading: What the name says.
        facets: What the code stands for.
        tables: The weights.

    Returns:
        The sum over the facets.
    """
    weights = tables.weights
    meant = asked_flags(facets, reading.roles)
    return (
        modality_score(reading.modalities, facets.modalities, tables)
        + _contrast(reading, facets, tables)
        + _views(reading, facets.views, weights)
        + _extent(reading, facets.extent, weights)
        + _side(reading, facets.laterality, weights)
        + _population(reading, facets.population, weights)
        + _role(reading, facets.role, weights)
        + (
            _flag(reading, "ADD_ON", meant, weights)
            + _flag(reading, "UNLISTED", meant, weights)
            + _flag(reading, "SCREENING", meant, weights)
        )
    )


def asked_flags(facets: Facets, roles: frozenset[str]) -> frozenset[str]:
    """Give what a name must ask for of a code: guidance that is asked for as such is an add-on without further words."""
    if facets.role == "GUIDANCE" and "GUIDANCE" in roles:
        return facets.flags - {"ADD_ON"}
    return facets.flags


def _flag(reading: Reading, flag: str, meant: frozenset[str], weights: dict[str, float]) -> float:
    if not (meant or reading.flags):
        return 0.0
    if flag in reading.flags:
        return weights[f"{flag} said and meant" if flag in meant else f"{flag} said, not meant"]
    return weights[f"{flag} meant, not said"] if flag in meant else 0.0


def modality_score(asked: frozenset[str], modalities: frozenset[str], tables: Tables) -> float:
    """Score the modalities of a code against those that a name states; `EXCLUDED` where they cannot go together."""
    known = tables.compatible
    return max(
        known[each].get(modality, EXCLUDED)
        for each in asked or ("NONE",)
        for modality in modalities
    )


def assumed_contrast(reading: Reading, tables: Tables) -> str:
    """Give the contrast that a silent name is taken to mean."""
    techniques = {name for names in reading.techniques for name in names}
    regions = {name for mention in reading.regions for name in mention}
    words = {token for item in reading.items for token in item.tokens}
    for modality, evidence, contrast in tables.defaults:
        if modality in reading.modalities and (
            evidence in techniques or evidence in regions or evidence in words
        ):
            return contrast
    return "WITHOUT"


def _contrast(reading: Reading, facets: Facets, tables: Tables) -> float:
    weights = tables.weights
    stated, contrast = reading.contrast.stated, facets.contrast
    if not contrast:
        return (
            weights["contrast said, code silent"]
            if stated and (not reading.modalities or reading.modalities & {"CT", "MR"})
            else 0.0
        )
    if not facets.modalities & {"CT", "MR"}:
        return weights["contrast said, code silent"] if stated and stated != contrast else 0.0
    if contrast == "WITH_OR_WITHOUT":
        return weights["contrast either"] if stated else 0.0
    is_ct_angiography = facets.is_angiography and "CT" in facets.modalities
    if not stated:
        is_free = (
            is_ct_angiography
            or not reading.modalities & {"CT", "MR"}
            or contrast == assumed_contrast(reading, tables)
        )
        return 0.0 if is_free else weights[f"contrast assumed otherwise, {contrast}"]
    if contrast == stated or (is_ct_angiography and stated == "WITHOUT_THEN_WITH"):
        return weights["contrast agrees"]
    return 0.0 if is_ct_angiography else weights["contrast differs"]


def _views(reading: Reading, views: tuple[int, int], weights: dict[str, float]) -> float:
    low, high = reading.views.low, reading.views.high
    least, most = views
    if not low:
        return _assumed_views(reading, views, weights) if least else 0.0
    if not least:
        return weights["views said, code silent"]
    if low > most or least > high:
        return weights["views differ"] - weights["view apart"] * min(
            max(least - high, low - most), _FAR_APART
        )
    if (low, high) == views:
        return weights["views agree"]
    return weights["views within" if least <= low and high <= most else "views overlap"]


def _assumed_views(reading: Reading, views: tuple[int, int], weights: dict[str, float]) -> float:
    """Score the views of a code where the name gives no number: projections by name, a complete study, else the fewest."""
    least, most = views
    named = reading.views.named
    if "COMPLETE" in reading.extents:
        return weights["views of a complete study"] * min(least, _MOST_OF_COMPLETE)
    if named > 1:
        return (
            weights["named views agree"]
            if least <= named <= most
            else -weights["view apart"] * min(abs(least - named), _FAR_APART)
        )
    return -weights["view assumed"] * (least - 1) * (2 if "LIMITED" in reading.extents else 1)


def _extent(reading: Reading, extent: str, weights: dict[str, float]) -> float:
    if not reading.extents:
        return weights.get(f"{extent} meant, not said", 0.0)
    if extent in reading.extents:
        return weights["extent agrees"]
    if not extent:
        return weights["extent said, code silent"]
    return weights["extent differs"]


def _side(reading: Reading, laterality: str, weights: dict[str, float]) -> float:
    side = reading.side
    if side == "B":
        return weights[f"bilateral asked, {laterality}"]
    if side:
        return weights[f"one side asked, {laterality}"]
    return weights[f"no side asked, {laterality}"]


def _population(reading: Reading, population: str, weights: dict[str, float]) -> float:
    if population in {"INFANT", "CHILD"}:
        if population in reading.populations:
            return weights["population agrees"]
        return (
            weights["population near"]
            if reading.populations
            else weights["population meant, not said"]
        )
    return weights["population said, code silent"] if reading.populations else 0.0


def _role(reading: Reading, role: str, weights: dict[str, float]) -> float:
    short = {"SUPERVISION_AND_INTERPRETATION": "SUPERVISION"}.get(role, role)
    if short in reading.roles:
        return weights.get(f"{short} said and meant", weights["role agrees"])
    if role == "DIAGNOSTIC":
        hard = reading.roles & {
            "GUIDANCE",
            "THERAPEUTIC",
            "PLANNING",
            "PHYSICS",
            "DELIVERY",
            "MANAGEMENT",
            "CONSULTATION",
        }
        if hard:
            return weights["role said, diagnostic meant"]
        return (
            weights["SUPERVISION said, diagnostic meant"] if "SUPERVISION" in reading.roles else 0.0
        )
    return weights.get(f"{short} meant, not said", weights["role meant, not said"])
