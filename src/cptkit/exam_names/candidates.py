"""The codes of a day, laid out for ranking: what each stands for, and which codes a word speaks for."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.lexicon import Entry
from cptkit.exam_names.view_counts import MANY
from cptkit.exam_names.weights import Tables
from cptkit.values.code import Category, Code, is_radiology
from cptkit.values.imaging import ImagingProfile

NO_MODALITY = "-"
_WIDE = frozenset({"CT", "MR", "US", "NM", "PT"})
"""Modalities that show every part within the part that is asked for; a film is centered on one."""


_GUIDED = ("US", "CT", "RF", "MR", "XA", "XR", NO_MODALITY)
"""What the hint GUIDED stands for: whatever apparatus a procedure may be done under."""


@attrs.frozen
class Facets:
    """What of a code decides the facets that do not add up word by word; equal facets score alike.

    Attributes:
        modalities: Names of the modalities under which the code is asked for.
        contrast: Its contrast, or "".
        views: The least and greatest number of views; (0, 0) where the code does not count them.
        laterality: What it says of sides.
        role: What the service is for.
        extent: Complete, limited, follow-up, or "".
        population: Whom it is restricted to, or "".
        flags: ADD_ON, UNLISTED, SCREENING, where it is one.
        is_angiography: Whether it is an angiography.
    """

    modalities: frozenset[str]
    contrast: str = ""
    views: tuple[int, int] = (0, 0)
    laterality: str = "NOT_PAIRED"
    role: str = "DIAGNOSTIC"
    extent: str = ""
    population: str = ""
    flags: frozenset[str] = frozenset()
    is_angiography: bool = False


@attrs.frozen(eq=False)
class Candidate:
    """A code as ranking sees it.

    Attributes:
        code: The code itself.
        regions: Its parts of the body; the leading one first.
        needs: Parts of the body that must all be named.
        asked: Techniques that ask for an add-on code by themselves.
        techniques: Its techniques.
        facets: What decides the other facets.
        facet_class: The number of its facets among all facets of the day.
        is_anywhere: Whether it stands for any part of the body.
        base: What it scores before a word is read.
        is_asked_for: Whether a name must ask for it: procedures, screening, guidance and add-on codes.
        given: Evidence that counts for or against this code alone, with what it is worth.
        also: Evidence that asks for a further code beside this one, with that code.
    """

    code: Code
    regions: tuple[str, ...]
    needs: frozenset[str]
    asked: frozenset[str]
    techniques: frozenset[str]
    facets: Facets
    facet_class: int
    is_anywhere: bool
    base: float
    is_asked_for: bool
    given: tuple[tuple[frozenset[str], float], ...]
    also: tuple[tuple[frozenset[str], str], ...]


@attrs.frozen(eq=False)
class Index:
    """The candidates of a day, with the words that speak for them.

    Attributes:
        tables: Weights, relations and hints.
        candidates: The codes, in code order.
        places: Code to its place among the candidates.
        facets: Every different set of facets, by number.
        by_region: Region to the candidates that name it, or a wider or narrower part, with what that is worth.
        by_technique: Technique to the candidates that name it, likewise.
        contrasts: Codes that differ in contrast alone: what they share, to contrast to code.
        view_counts: Codes that differ in the number of views alone: what they share, to views and code.
        partless: Places of the codes for one part of which a hint says that names leave the part out.
        needy: Places of the codes with parts of the body that must all be named.
        apart: Whether a technique is that of another code for the part of a code, as far as that was asked.
        borne_out: Whether the code at a place bears out a term, by the term's identity and with the term, so that the
            identity stays its own; as far as that was asked.
    """

    tables: Tables
    candidates: tuple[Candidate, ...]
    places: dict[str, int]
    facets: tuple[Facets, ...]
    by_region: dict[str, dict[int, float]]
    by_technique: dict[str, dict[int, float]]
    contrasts: dict[tuple[object, ...], dict[str, str]]
    view_counts: dict[tuple[object, ...], list[tuple[tuple[int, int], str]]]
    partless: frozenset[int]
    needy: frozenset[int]
    apart: dict[tuple[str, int], bool] = attrs.field(factory=dict)
    borne_out: dict[tuple[int, int], tuple[Entry, bool | None]] = attrs.field(factory=dict)


def index_of(codes: tuple[Code, ...], tables: Tables) -> Index:
    """Lay out codes for ranking.

    Args:
        codes: The imaging codes in force on a day.
        tables: Weights, relations and hints.

    Returns:
        The index.
    """
    numbers: dict[Facets, int] = {}
    candidates = tuple(
        _candidate(code, code.imaging, tables, numbers)
        for code in codes
        if code.imaging is not None
    )
    by_region: dict[str, dict[int, float]] = {}
    by_technique: dict[str, dict[int, float]] = {}
    for place, each in enumerate(candidates):
        for name, worth in _region_worths(each, tables).items():
            by_region.setdefault(name, {})[place] = worth
        for name, worth in _technique_worths(each, tables).items():
            by_technique.setdefault(name, {})[place] = worth
    places = {each.code.code: place for place, each in enumerate(candidates)}
    return Index(
        tables,
        candidates,
        places,
        tuple(numbers),
        by_region,
        by_technique,
        *_siblings(candidates),
        frozenset(place for place, each in enumerate(candidates) if _is_partless(each)),
        frozenset(place for place, each in enumerate(candidates) if each.needs),
    )


def _is_partless(candidate: Candidate) -> bool:
    return not candidate.is_anywhere and any(
        "NO_REGION" in evidence for evidence, _ in candidate.given
    )


def _siblings(
    candidates: tuple[Candidate, ...],
) -> tuple[
    dict[tuple[object, ...], dict[str, str]],
    dict[tuple[object, ...], list[tuple[tuple[int, int], str]]],
]:
    """Group the codes that differ in contrast alone, and those that differ in the number of views alone."""
    contrasts: dict[tuple[object, ...], dict[str, str]] = {}
    view_counts: dict[tuple[object, ...], list[tuple[tuple[int, int], str]]] = {}
    for each in candidates:
        if each.facets.contrast:
            contrasts.setdefault(but_contrast(each), {}).setdefault(
                each.facets.contrast, each.code.code
            )
        if each.facets.views[0]:
            view_counts.setdefault(but_views(each), []).append((each.facets.views, each.code.code))
    return contrasts, view_counts


def but_contrast(candidate: Candidate) -> tuple[object, ...]:
    """Give all that codes of one contrast family share."""
    return (
        attrs.evolve(candidate.facets, contrast=""),
        frozenset(candidate.regions),
        candidate.techniques,
    )


def but_views(candidate: Candidate) -> tuple[object, ...]:
    """Give all that codes for one part in different numbers of views share."""
    return attrs.evolve(candidate.facets, views=(0, 0), extent=""), frozenset(candidate.regions)


def is_procedure(code: Code) -> bool:
    """Tell whether a code is of the chapters of surgery: a biopsy, a drainage, an injection, a line."""
    return code.category is Category.I and code.code[0] in "123456"


def _candidate(
    code: Code, profile: ImagingProfile, tables: Tables, numbers: dict[Facets, int]
) -> Candidate:
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
        code,
        regions,
        frozenset(hints.get("requires", ())),
        frozenset(hints.get("asked", ())),
        techniques,
        facets,
        numbers.setdefault(facets, len(numbers)),
        not regions or regions[0] == "ANY",
        _base(code, techniques, tables),
        code.is_add_on or code.is_screening or facets.role in {"GUIDANCE", "PROCEDURE"},
        tuple((evidence, float(worth)) for evidence, worth in _evidenced(hints.get("given", ()))),
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
        "PROCEDURE" if is_procedure(code) else profile.role.name,
        profile.extent.name if profile.extent else "",
        profile.population.name if profile.population else "",
        frozenset(flag for flag, is_so in flags.items() if is_so),
        is_angiography,
    )


def _base(code: Code, techniques: frozenset[str], tables: Tables) -> float:
    """What a code scores in silence: each technique that a name must say costs something until it is said."""
    score = -sum(tables.silence(name) for name in sorted(techniques))
    if is_procedure(code):
        score += tables.weights["a procedure"]
    elif not is_radiology(code.code):
        score += tables.weights[
            "a code of Medicine" if code.code.startswith("9") else "another code outside radiology"
        ]
    return score + sum(float(value) for value in tables.hints.get(code.code, {}).get("prior", ()))


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
