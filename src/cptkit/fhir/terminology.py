"""The codes of a day as FHIR R4: fragments of the two code systems, and value sets; our labels, no AMA descriptor."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from cptkit.catalog.catalog import Catalog, Edition, chosen
from cptkit.catalog.headings import headings_by_id
from cptkit.catalog.lookups import select, under
from cptkit.errors import DataError, shown
from cptkit.fhir.codings import CPT, HCPCS, SYSTEMS, system_of
from cptkit.values.code import Category, Code
from cptkit.values.raw import unboxed

NAMES = {CPT: "CPT", HCPCS: "HCPCS"}
_ABOUT = "A fragment written by cptkit: display is a label in its own words, where it has one."
_PROPERTIES = (
    ("heading", "string", "The headings over the code, from the section down, in words of cptkit"),
    ("effective", "dateTime", "The first day on which the code is in force"),
    ("through", "dateTime", "The last day on which the code is in force"),
    ("add-on", "boolean", "Whether the code is billed beside a primary only"),
)
_HEADING = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")


def copyright_of(on: dt.date) -> str:
    """Give the sentence that HL7 asks of whatever holds CPT codes; the year is that of the code set's publication.

    Example:
        >>> copyright_of(dt.date(2026, 1, 1))[:54]
        'CPT © Copyright 2025 American Medical Association. All'
    """
    return (
        f"CPT © Copyright {on.year - 1} American Medical Association. All rights reserved. "
        "AMA and CPT are registered trademarks of the American Medical Association."
    )


def version_of(system: str, on: dt.date) -> str:
    """Give the version of a code system on a day: CPT counts years, Level II has quarters.

    Example:
        >>> version_of(CPT, dt.date(2026, 4, 1)), version_of(HCPCS, dt.date(2026, 4, 1))
        ('2026', '2026-04-01')
    """
    return str(on.year) if system == CPT else on.isoformat()


def code_system(edition: Edition, *, system: str = CPT) -> dict[str, Any]:
    """Write the codes in force on a day as a CodeSystem: a fragment of CPT, or of HCPCS Level II.

    Args:
        edition: What is in force on the day; `cptkit.edition` gives it.
        system: The URI of CPT or of HCPCS, any of the six that occur.

    Returns:
        The resource, in code order. A code without a label of ours has no display. Codes of the caller's house are of
        neither system and are not in it.

    Raises:
        DataError: `edition` is no `Edition`, or `system` none of these.

    Example:
        >>> import cptkit
        >>> made = code_system(cptkit.edition(dt.date(2026, 3, 1)))
        >>> made["content"], made["version"], made["concept"][0]["code"]
        ('fragment', '2026', '00100')
    """
    if not isinstance(edition, Edition):
        raise DataError((f"{shown(edition)} is no Edition: give cptkit.edition(on)",))
    uri = unboxed(system)
    url = SYSTEMS.get(uri) if isinstance(uri, str) else None
    if url is None:
        raise DataError((f"{shown(system)} is no URI of CPT or HCPCS: see cptkit.fhir",))
    held = sorted(code for code in edition.values() if code.category is not Category.HOUSE)
    properties = [
        {"code": code, "description": told, "type": kind} for code, kind, told in _PROPERTIES
    ]
    return {
        "resourceType": "CodeSystem",
        "url": url,
        "version": version_of(url, edition.on),
        "name": NAMES[url],
        "status": "active",
        "date": edition.on.isoformat(),
        "description": _ABOUT,
        **_copyright(url, edition.on),
        "caseSensitive": False,
        "content": "fragment",
        "property": properties,
        "concept": [_concept(code) for code in held if system_of(code.code) == url],
    }


def _copyright(system: str, on: dt.date) -> dict[str, str]:
    return {"copyright": copyright_of(on)} if system == CPT else {}


def _concept(code: Code) -> dict[str, Any]:
    return {**named(code), "property": properties_of(code)}


def named(code: Code) -> dict[str, Any]:
    """Write a code with our label, where there is one."""
    return {"code": code.code, **({"display": code.label} if code.label else {})}


def properties_of(code: Code) -> list[dict[str, Any]]:
    """Write what is known of a code as properties; a day that no source states is left out."""
    titles = [headings_by_id()[each].title for each in code.headings]
    given: list[dict[str, Any]] = [{"code": "heading", "valueString": ", ".join(titles)}]
    for name, day in (("effective", code.effective), ("through", code.through)):
        if day is not None:
            given.append({"code": name, "valueDateTime": day.isoformat()})
    return [*given, {"code": "add-on", "valueBoolean": code.is_add_on}]


def value_set(
    selection: object, *, on: dt.date | None = None, catalog: Catalog | None = None
) -> dict[str, Any]:
    """Write a range, a list of codes and ranges, or a heading as a ValueSet.

    Args:
        selection: Codes and ranges as `cptkit.select` takes them, or a heading's id as `cptkit.under` does.
        on: The day; None means the newest year that the catalog covers.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The resource: every code that is in force on the day, by its system.

    Raises:
        InvalidCodeError: A part is neither a code nor a range.
        UnknownCodeError: A single code is not in force on that day, or no heading has this id.
        DataError: A code of the caller's house is selected: it is of no code system.
        NoDataError: No source at hand tells of a range.
        UnknownEditionError: No year that the catalog covers has `on`.

    Example:
        >>> made = value_set("71250-71275", on=dt.date(2026, 3, 1))
        >>> [each["code"] for each in made["compose"]["include"][0]["concept"]]
        ['71250', '71260', '71270', '71271', '71275']
    """
    where = chosen(catalog)
    day = where.at(on).on
    codes = selected(selection, day, where)
    own = [code.code for code in codes if code.category is Category.HOUSE]
    if own:
        raise DataError((f"{own[0]} is a code of your house, and of no code system: leave it out",))
    include = [_include(url, codes, day) for url in (CPT, HCPCS)]
    held = [each for each in include if each["concept"]]
    has_cpt = any(each["system"] == CPT for each in held)
    return {
        "resourceType": "ValueSet",
        "name": "CptkitSelection",
        "title": _title(selection),
        "status": "active",
        "date": day.isoformat(),
        "description": _ABOUT,
        **(_copyright(CPT, day) if has_cpt else {}),
        "compose": {"lockedDate": day.isoformat(), "include": held},
    }


def is_heading(text: object) -> bool:
    """Tell whether a text is a heading's id, or has the form of one below a section.

    Example:
        >>> is_heading("radiology"), is_heading("radiology.brain"), is_heading("g0279"), is_heading("71260.0")
        (True, True, False, False)
    """
    return isinstance(text, str) and (text in headings_by_id() or bool(_HEADING.fullmatch(text)))


def selected(selection: object, on: dt.date, catalog: Catalog) -> tuple[Code, ...]:
    """Give the codes of a heading, or of a list of codes and ranges, on a day."""
    text = unboxed(selection)
    if isinstance(text, str) and is_heading(text):
        return under(text, on, catalog=catalog)
    return select(selection, on, catalog=catalog)


def _include(system: str, codes: Iterable[Code], on: dt.date) -> dict[str, Any]:
    concepts = [named(code) for code in codes if system_of(code.code) == system]
    return {"system": system, "version": version_of(system, on), "concept": concepts}


def _title(selection: object) -> str:
    text = unboxed(selection)
    heading = headings_by_id().get(text) if isinstance(text, str) else None
    return f"Codes {text}" if heading is None else heading.title
