"""What stands beside a code: siblings with their difference, and what is right instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit import guidance
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.contrast_families import families_beside, family_of
from cptkit.catalog.guidance_codes import guidance_codes, without_imaging
from cptkit.catalog.lookups import under
from cptkit.guides.facts import views
from cptkit.guides.notes import notes
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Code
from cptkit.values.guide import GuideNoteKind
from cptkit.values.imaging import Contrast, ImagingProfile, Laterality, Region

_MOST = 10
_ANYWHERE = frozenset({Region.ANY, Region.WHOLE_BODY, Region.SKULL_BASE_TO_THIGH})


def instead(code: Code, on: dt.date, where: Catalog) -> Section:
    """Make the section of when another code is right: notes, codes beside the family, procedures that include the guidance."""
    said = notes(code, on, GuideNoteKind.INSTEAD, where)
    rows = [SectionRow((each.text,), each.citation, each.certainty.name) for each in said]
    told = {each for note in said for each in note.codes}
    known = family_of(code.code)
    named = {each.code for family in families_beside(code.code) for each in family.related}
    if known is not None:
        rows += [
            SectionRow((f"{each.code}: {each.why}.",), known.citation, known.certainty.name)
            for each in known.related
            if each.code not in told and where.code(each.code, on) is not None
        ]
    elif named:
        rows += [
            SectionRow(
                (f"{member}: {family.region}, {state.value} contrast.",),
                family.citation,
                family.certainty.name,
            )
            for family in families_beside(code.code)
            for member in family.members
            if (state := family.state(member)) is not None and where.code(member, on) is not None
        ]
    row = guidance_codes().get(code.code)
    if row is not None and row.not_for:
        rows.append(
            SectionRow(
                (f"{row.not_for[0].upper()}{row.not_for[1:]}.",), row.citation, row.certainty.name
            )
        )
    return Section("instead", "When another code is right", tuple(rows))


def guidance_sections(code: Code, on: dt.date, where: Catalog) -> tuple[Section, Section]:
    """Make the sections of a guidance code: its primaries, and the procedures that already include it."""
    role = guidance.role(code.code, on, catalog=where)
    said = ", ".join(role.primaries) or "named by the Medicare contractor"
    primaries = (
        [SectionRow((f"{said}.",), role.citation, role.certainty.name)]
        if role.primaries or role.contractor_defined
        else []
    )
    rows = [
        SectionRow(
            (each.span, each.procedure, each.basis.value, without_imaging(each.first, on)),
            each.citation,
            each.certainty.name,
        )
        for each in role.included_in
        if where.code(each.first, on) is not None or where.code(each.last, on) is not None
    ]
    return (
        Section("primaries", "Primaries of this add-on", tuple(primaries)),
        Section(
            "includes",
            "Procedures that already include it",
            tuple(rows),
            ("Procedure", "What it is", "By", "Otherwise"),
        ),
    )


def sibling_section(code: Code, on: dt.date, where: Catalog) -> Section | None:
    """Make the table of siblings: the contrast family first, then the nearest codes under the same heading."""
    if code.imaging is None or not code.headings:
        return None
    known = family_of(code.code)
    members = [
        found
        for each in (known.members if known else ())
        if each != code.code and (found := where.code(each, on)) is not None
    ]
    near = [
        each
        for each in under(code.headings[-1], on, catalog=where)
        if each.code != code.code and each not in members and _alike(code, each)
    ]
    near.sort(key=lambda each: len(differences(code, each)))
    listed = sorted(near[: max(_MOST - len(members), 0)])
    rows = tuple(_row(code, each) for each in (*members, *listed))
    return Section("siblings", "Siblings", rows, ("Code", "What it is", "Differs in"))


def _row(code: Code, other: Code) -> SectionRow:
    return SectionRow(
        (other.code, other.label or "", "; ".join(differences(code, other)) or "see the label"),
        other.citation,
        other.certainty.name,
    )


def _alike(code: Code, other: Code) -> bool:
    one, two = code.imaging, other.imaging
    if one is None or two is None:
        return False
    near = (
        not one.regions
        or bool(set(one.regions) & set(two.regions))
        or bool(_ANYWHERE & {*one.regions[:1], *two.regions[:1]})
    )
    return one.modality is two.modality and near


def differences(code: Code, other: Code) -> tuple[str, ...]:
    """Say in what another code differs, in the other's words; () where no field tells."""
    one, two = code.imaging, other.imaging
    if one is None or two is None:
        return ()
    pairs = ((said(one), said(two)) for said in _ASPECTS)
    found = [
        there or without
        for (here, there), without in zip(pairs, _WITHOUT, strict=True)
        if here != there
    ]
    return (*_flags(code, other), *found)


def _flags(code: Code, other: Code) -> Iterator[str]:
    if other.is_screening is not code.is_screening:
        yield "screening" if other.is_screening else "not for screening"
    if other.is_add_on is not code.is_add_on:
        yield "add-on" if other.is_add_on else "stands by itself"


def _contrast(profile: ImagingProfile) -> str:
    if profile.contrast is Contrast.WITHOUT_THEN_WITH:
        return "without, then with contrast"
    return f"{profile.contrast.value} contrast" if profile.contrast else ""


def _views(profile: ImagingProfile) -> str:
    number = views(profile)
    return f"views: {number}" if number else ""


def _side(profile: ImagingProfile) -> str:
    return "" if profile.laterality is Laterality.NOT_PAIRED else profile.laterality.value


_ASPECTS = (
    lambda profile: profile.role.value,
    _contrast,
    _views,
    _side,
    lambda profile: f"{profile.extent.value}" if profile.extent else "",
    lambda profile: ", ".join(each.value for each in profile.technique),
    lambda profile: ", ".join(each.value for each in profile.regions[:3]),
    lambda profile: profile.population.value if profile.population else "",
)
_WITHOUT = (
    "",
    "does not turn on contrast",
    "views not counted",
    "no side",
    "extent not said",
    "no special technique",
    "region not said",
    "any patient",
)
