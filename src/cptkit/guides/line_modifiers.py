"""Modifiers on the page of a code: those that fit, and those that are often tried and do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from cptkit import modifiers
from cptkit.catalog.catalog import Catalog
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Category, Code
from cptkit.values.finding import Outcome
from cptkit.values.imaging import Modality
from cptkit.values.modifier import ModifierKind, ModifierUse

_ORDER = (
    ModifierKind.COMPONENT,
    ModifierKind.SIDE,
    ModifierKind.BILATERAL,
    ModifierKind.ANATOMIC,
    ModifierKind.EQUIPMENT,
    ModifierKind.PET,
    ModifierKind.MAMMOGRAPHY,
    ModifierKind.REDUCED,
    ModifierKind.DISCONTINUED,
    ModifierKind.DISTINCT,
    ModifierKind.REPEAT,
    ModifierKind.SUPPLY,
    ModifierKind.PORTABLE,
    ModifierKind.TEACHING,
    ModifierKind.PREVENTIVE,
)
"""The kinds that a page shows, in its order; coverage and the like stand in the note."""
_SELDOM = frozenset({"GE", "GR", "PT"})
_OF_PROCEDURES = frozenset({"73", "74"})
_TRIED = ("26", "TC", "50", "51", "LT", "RT", "22")
_XRAY = (Modality.XR, Modality.RF, Modality.MG, Modality.XA)
_TRIED_ON = {
    "33": (),
    "CT": (Modality.CT, Modality.XR),
    "FX": _XRAY,
    "FY": _XRAY,
    "GG": (Modality.MG,),
    "GH": (Modality.MG,),
    "PI": (Modality.PT, Modality.NM),
    "PS": (Modality.PT, Modality.NM),
}
"""Modifiers of one kind of apparatus, and on what they are mistaken; elsewhere nobody would try them."""
_NOTE = "Others fit where their occasion comes, such as KX, CR and those of who pays; cptkit.modifiers.applicable lists every one."
_NO_RULES = "The modifier rules here are for imaging, radiation treatment and their supplies; what fits this code is not known here."


def modifier_sections(code: Code, on: dt.date, where: Catalog) -> tuple[Section, Section]:
    """Make the tables of modifiers that fit and of those that are often tried and do not."""
    every = modifiers.applicable(code.code, on=on, everything=True, catalog=where)
    uses = sorted(every, key=lambda each: each.modifier)
    kinds = {each.modifier: each.kind for each in where.all_modifiers()}
    tried = [
        each
        for each in uses
        if each.outcome in (Outcome.FAIL, Outcome.WARN) and _is_tried(code, each.modifier)
    ]
    misfit = Section(
        "no-modifiers",
        "Modifiers that do not",
        _together(tried),
        ("Modifier", "What it says", "Why not"),
    )
    if not _has_rules(code):
        return Section("modifiers", "Modifiers that fit", (SectionRow((_NO_RULES,)),)), misfit
    fit = [
        each
        for each in uses
        if each.outcome is Outcome.PASS and _is_shown(code, each.modifier, kinds[each.modifier])
    ]
    fit.sort(key=lambda each: (_ORDER.index(kinds[each.modifier]), each.modifier))
    return _fitting(fit), misfit


def _fitting(uses: Iterable[ModifierUse]) -> Section:
    rows = tuple(
        SectionRow(
            (each.modifier, each.title or "", each.when or ""), each.citation, each.certainty.name
        )
        for each in uses
    )
    return Section(
        "modifiers",
        "Modifiers that fit",
        rows,
        ("Modifier", "What it says", "When"),
        _NOTE if rows else "",
    )


def _has_rules(code: Code) -> bool:
    return code.category is not Category.II and (
        code.imaging is not None or code.supply is not None
    )


def _is_shown(code: Code, modifier: str, kind: ModifierKind) -> bool:
    if kind not in _ORDER or modifier in _SELDOM:
        return False
    if code.supply is not None:
        return kind is ModifierKind.SUPPLY
    return modifier not in _OF_PROCEDURES or code.section == "surgery"


def _is_tried(code: Code, modifier: str) -> bool:
    modality = code.imaging.modality if code.imaging else None
    return modifier in _TRIED or modality in _TRIED_ON.get(modifier, ())


def _together(uses: Iterable[ModifierUse]) -> tuple[SectionRow, ...]:
    """Put modifiers that do not fit for the same reason on one row, in the order of the first of each."""
    ranked: dict[str, int] = {}
    listed = sorted(uses, key=lambda each: ranked.setdefault(each.reason, len(ranked)))
    rows = []
    for reason, same in groupby(listed, key=lambda each: each.reason):
        each = tuple(same)
        citations = "; ".join(dict.fromkeys(use.citation for use in each))
        titles = "; ".join(dict.fromkeys(use.title or "" for use in each))
        rows.append(
            SectionRow(
                (", ".join(use.modifier for use in each), titles, reason),
                citations,
                each[0].certainty.name,
            )
        )
    return tuple(rows)
