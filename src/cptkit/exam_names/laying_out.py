"""Codes laid out for ranking: what each stands for by its profile and its hints, and what words are worth to it by the weights.

The package holds what comes out of this for its own codes and tables; it is worked out again where a weight is fitted.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Hashable, Iterable, Mapping

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.candidates import Candidate, Facets, is_procedure, role_of
from cptkit.exam_names.index import Index, index_of
from cptkit.exam_names.layout import Layout
from cptkit.exam_names.view_counts import MANY
from cptkit.exam_names.weights import Tables
from cptkit.values.code import Code, is_radiology
from cptkit.values.imaging import ImagingProfile

NO_MODALITY = "-"
_WIDE = frozenset({"CT", "MR", "US", "NM", "PT"})
"""Modalities that show every part within the part that is asked for; a film is centered on one."""


_GUIDED = ("US", "CT", "RF", "MR", "XA", "XR", NO_MODALITY)
"""What the hint GUIDED stands for: whatever apparatus a procedure may be done under."""


def layout_of(codes: Iterable[Code], tables: Tables) -> Layout:
    """Lay out codes for ranking.

    Args:
        codes: Imaging codes, in code order, each meaning by itself.
        tables: Weights, relations and hints.

    Returns:
        The layout.
    """
    profiled = [(code, code.imaging) for code in codes if code.imaging is not None]
    candidates = dict(enumerate(_candidate(*each, tables) for each in profiled))
    numbers: dict[Facets, int] = {}
    return Layout(
        tuple(code.code for code, _ in profiled),
        tuple((_iso(code.effective), _iso(code.through)) for code, _ in profiled),
        tuple(dict.fromkeys(each.facets for each in candidates.values())),
        [numbers.setdefault(each.facets, len(numbers)) for each in candidates.values()],
        [_base(code, candidates[i].techniques, tables) for i, (code, _) in enumerate(profiled)],
        _given(candidates, tables),
        frozenset(place for place, each in candidates.items() if each.is_anywhere),
        frozenset(place for place, each in candidates.items() if _is_partless(each, tables)),
        frozenset(place for place, each in candidates.items() if each.needs),
        _worths({place: _region_worths(each, tables) for place, each in candidates.items()}),
        _worths({place: _technique_worths(each, tables) for place, each in candidates.items()}),
        _families(
            {i: _but_contrast(each) for i, each in candidates.items() if each.facets.contrast}
        ),
        _families({i: _but_views(each) for i, each in candidates.items() if each.facets.views[0]}),
        candidates,
    )


def index_by(codes: Iterable[Code], tables: Tables) -> Index:
    """Lay out the codes of a day by tables of one's own.

    Args:
        codes: The imaging codes in force on the day, in code order.
        tables: Weights, relations and hints.

    Returns:
        The index that names are ranked by.
    """
    layout = layout_of(codes, tables)
    return index_of(layout, layout.candidates, tables)


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _given(
    candidates: Mapping[int, Candidate], tables: Tables
) -> dict[int, tuple[tuple[frozenset[str], float], ...]]:
    """Give the evidence for or against single codes."""
    return {
        place: tuple((evidence, float(worth)) for evidence, worth in _evidenced(hints))
        for place, each in candidates.items()
        if (hints := tables.hints.get(each.code, {}).get("given", ()))
    }


def _is_partless(candidate: Candidate, tables: Tables) -> bool:
    hints = tables.hints.get(candidate.code, {}).get("given", ())
    return not candidate.is_anywhere and any(
        "NO_REGION" in evidence for evidence, _ in _evidenced(hints)
    )


def _worths(of_codes: Mapping[int, Mapping[str, float]]) -> dict[str, dict[int, float]]:
    """Turn round what words are worth to each code: to each word the codes that it speaks for."""
    found: dict[str, dict[int, float]] = {}
    for place, worths in of_codes.items():
        for name, worth in worths.items():
            found.setdefault(name, {})[place] = worth
    return found


def _families(shared: Mapping[int, Hashable]) -> dict[int, tuple[int, ...]]:
    """Group the codes that share all but one thing; a code by itself is no family."""
    found: dict[Hashable, list[int]] = {}
    for place, key in shared.items():
        found.setdefault(key, []).append(place)
    families = [tuple(each) for each in found.values() if len(each) > 1]
    return {place: family for family in families for place in family}


def _but_contrast(candidate: Candidate) -> Hashable:
    """Give all that codes of one contrast family share."""
    return (
        attrs.evolve(candidate.facets, contrast=""),
        frozenset(candidate.regions),
        candidate.techniques,
    )


def _but_views(candidate: Candidate) -> Hashable:
    """Give all that codes for one part in different numbers of views share."""
    return attrs.evolve(candidate.facets, views=(0, 0), extent=""), frozenset(candidate.regions)


def _candidate(code: Code, profile: ImagingProfile, tables: Tables) -> Candidate:
    hints = tables.hints.get(code.code, {})
    techniques = frozenset(
        {*(each.name for each in profile.technique), *hints.get("technique", ())}
    ).difference(hints.get("not", ()))
    regions = (
        *(each.name for each in profile.regions if each.name not in hints.get("drops", ())),
        *hints.get("region", ()),
    )
    facets = _facets(
        code, profile, hints.get("modality", ()), is_angiography="ANGIOGRAPHY" in techniques
    )
    return Candidate(
        code.code,
        code.label or "",
        regions,
        frozenset(hints.get("requires", ())),
        frozenset(hints.get("asked", ())),
        techniques,
        facets,
        not regions or regions[0] == "ANY",
        code.is_add_on or code.is_screening or facets.role in {"GUIDANCE", "PROCEDURE"},
        tuple(_evidenced(hints.get("also", ()))),
    )


def _evidenced(values: tuple[str, ...]) -> list[tuple[frozenset[str], str]]:
    """Take hints apart into the evidence that they ask for and what follows from it."""
    return [
        (frozenset(evidence.split("+")), follows)
        for evidence, _, follows in (value.rpartition(" ") for value in values)
    ]


def _facets(
    code: Code, profile: ImagingProfile, modalities: tuple[str, ...], *, is_angiography: bool
) -> Facets:
    flags = {"ADD_ON": code.is_add_on, "UNLISTED": code.is_unlisted, "SCREENING": code.is_screening}
    views = (0, 0)
    if profile.views is not None and (profile.views.minimum or profile.views.maximum):
        views = (profile.views.minimum or 1, profile.views.maximum or MANY)
    own = profile.modality.name if profile.modality else NO_MODALITY
    under = _GUIDED if "GUIDED" in modalities else modalities
    return Facets(
        frozenset({own, *under}),
        profile.contrast.name if profile.contrast else "",
        views,
        profile.laterality.name,
        role_of(code, profile.role.name),
        profile.extent.name if profile.extent else "",
        profile.population.name if profile.population else "",
        frozenset(flag for flag, is_so in flags.items() if is_so),
        is_angiography,
    )


def _base(code: Code, techniques: frozenset[str], tables: Tables) -> float:
    """What a code scores in silence: each technique that a name must say costs something until it is said."""
    score = 0.0 - math.fsum(tables.silence(name) for name in sorted(techniques))
    if is_procedure(code):
        score += tables.weights["a procedure"]
    elif not is_radiology(code.code):
        score += tables.weights[
            "a code of Medicine" if code.code.startswith("9") else "another code outside radiology"
        ]
    return score + math.fsum(
        float(each) for each in tables.hints.get(code.code, {}).get("prior", ())
    )


def _region_worths(candidate: Candidate, tables: Tables) -> dict[str, float]:
    """Give what each region is worth to a code: named exactly, as part of a wider one, or holding a narrower one."""
    weights = tables.weights
    within = weights[
        "region within" if candidate.facets.modalities & _WIDE else "region within a film"
    ]
    found: dict[str, float] = {}
    for place, name in enumerate(candidate.regions):
        exact = weights["region"] + (weights["leading region"] if place == 0 else 0.0)
        found[name] = max(found.get(name, 0.0), exact)
        for child in tables.children.get(name, ()):
            found[child] = max(found.get(child, 0.0), within)
        for parent in tables.parents.get(name, ()):
            found[parent] = max(found.get(parent, 0.0), weights["region around"])
    return found


def _technique_worths(candidate: Candidate, tables: Tables) -> dict[str, float]:
    found = {
        name: tables.match(name) + tables.silence(name) for name in sorted(candidate.techniques)
    }
    for name in sorted(candidate.techniques):
        for parent in tables.parents.get(name, ()):
            found.setdefault(parent, tables.weights["technique around"] + tables.silence(name) / 2)
    if "ANGIOGRAPHY" in found and candidate.facets.modalities & {"CT", "MR"}:
        found.setdefault(
            "VENOGRAPHY", found["ANGIOGRAPHY"]
        )  # their codes are of arteries and veins
    return found
