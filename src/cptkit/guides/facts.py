"""What a code is, in its own fields: badges and facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit.catalog.reviewed import not_reviewed
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Code
from cptkit.values.imaging import Contrast, ImagingProfile, Laterality


def badges(code: Code) -> tuple[str, ...]:
    """Give a few words that place a code."""
    profile = code.imaging
    flags = (
        code.category.value,
        profile.role.value if profile else "",
        profile.modality.value if profile and profile.modality else "",
        _contrast(profile) if profile else "",
        "add-on" if code.is_add_on else "",
        "screening" if code.is_screening else "",
        "unlisted" if code.is_unlisted else "",
        code.supply.kind.value if code.supply else "",
    )
    return tuple(each for each in flags if each)


def _contrast(profile: ImagingProfile) -> str:
    return (
        f"{profile.contrast.value} contrast"
        if profile.contrast and profile.contrast is not Contrast.WITHOUT_THEN_WITH
        else ("without, then with contrast" if profile.contrast else "")
    )


def facts(code: Code, on: dt.date) -> Section:
    """Make the section of what the code is, and of what of it was not reviewed for the year of the day."""
    said = (*_facts(code), ("Not reviewed", not_reviewed((code,), on)))
    rows = tuple(
        SectionRow((term, text), code.citation, code.certainty.name) for term, text in said if text
    )
    return Section("facts", "What it is", rows)


def _facts(code: Code) -> Iterator[tuple[str, str]]:
    yield "In force", _days(code)
    if code.revised:
        yield "Meaning changed", ", ".join(map(str, code.revised))
    if code.imaging:
        yield from _profile(code.imaging)
    if code.supply:
        yield "One unit", f"{code.supply.amount} {code.supply.unit} of {code.supply.substance}"
    yield "Note", code.note


def _days(code: Code) -> str:
    first = f"since {code.effective}" if code.effective else "since before the packaged years"
    return f"{first}, through {code.through}" if code.through else first


def _profile(profile: ImagingProfile) -> Iterator[tuple[str, str]]:
    yield (
        "Modality",
        f"{profile.modality.value} (DICOM {profile.modality.dicom})"
        if profile.modality
        else "no image is made",
    )
    yield "Region", ", ".join(each.value for each in profile.regions)
    yield "Technique", ", ".join(each.value for each in profile.technique)
    yield "Views", views(profile)
    yield "Side", "" if profile.laterality is Laterality.NOT_PAIRED else profile.laterality.value
    yield "Extent", profile.extent.value if profile.extent else ""
    yield "For", profile.population.value if profile.population else ""
    yield "3-D", "part of the code" if profile.three_d else ""


def views(profile: ImagingProfile) -> str:
    """Say how many views a code stands for; empty where it does not count them."""
    held = profile.views
    if held is None or held.minimum is None:
        return ", ".join(held.named) if held else ""
    number = (
        f"{held.minimum} or more"
        if held.maximum is None
        else f"{held.minimum}"
        if held.maximum == held.minimum
        else f"{held.minimum} to {held.maximum}"
    )
    return f"{number} ({', '.join(held.named)})" if held.named else number
