"""How a code is billed: what to document, why it is denied."""

from __future__ import annotations

import datetime as dt

from cptkit import bundling, documentation
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.contrast_families import family_of
from cptkit.errors import NoDataError
from cptkit.guides.notes import notes
from cptkit.indicators import CorrectCoding, Setting
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Code
from cptkit.values.guide import GuideNoteKind
from cptkit.values.release_words import told
from cptkit.values.requirement import DocumentationRequirement, RequirementLevel
from cptkit.values.table import PtpEdit, TableKind

_WORKFLOW = ("order", "indication", "identity", "technique", "views", "laterality", "contrast")
"""Groups of requirements in the order of the work; all others follow by id, the report and the supervision last."""
_AT_THE_END = ("report", "teaching", "supervision")


def _place(requirement: DocumentationRequirement) -> tuple[int, int, str]:
    group = requirement.id.partition(".")[0]
    level = list(RequirementLevel).index(requirement.level)
    if group in _WORKFLOW:
        return level, _WORKFLOW.index(group), requirement.id
    return (
        level,
        len(_WORKFLOW) + 1 + (_AT_THE_END.index(group) + 1 if group in _AT_THE_END else 0),
        requirement.id,
    )


def requirement_section(code: Code, on: dt.date, where: Catalog) -> Section:
    """Make the table of what the record must hold, for the whole service without modifiers."""
    title = "What to document"
    columns = ("Level", "What must be there", "Evidence")
    try:
        found = documentation.requirements(code.code, on=on, catalog=where)
    except NoDataError as error:
        return Section("documentation", title, (SectionRow((str(error),)),))
    rows = tuple(
        SectionRow(
            (each.level.name.lower(), each.text, each.evidence.id),
            each.citation,
            each.certainty.name,
        )
        for each in sorted(found, key=_place)
    )
    return Section("documentation", title, rows, columns)


def denials(code: Code, on: dt.date, where: Catalog) -> Section:
    """Make the table of frequent reasons for denial: from the notes, and from the edits between siblings."""
    rows = [
        SectionRow((each.text, each.cure), each.citation, each.certainty.name)
        for each in notes(code, on, GuideNoteKind.DENIAL, where)
    ]
    return Section(
        "denials",
        "Why it is denied, and how to avoid it",
        (*_edits(code, on, where), *rows),
        ("Reason", "How to avoid it"),
    )


def _edits(code: Code, on: dt.date, where: Catalog) -> list[SectionRow]:
    known = family_of(code.code)
    if known is None or len(known.members) < 2:
        return []
    others = [each for each in known.members if each != code.code]
    said = f"{code.code} with {' or '.join(others)} in one session: one code of the family counts for the {known.region}."
    cure = f"bill one code: {known.without_then_with or known.with_contrast} where both phases were made{_indicators(code.code, others, on, where)}"
    return [SectionRow((said, cure), known.citation, known.certainty.name)]


def _indicators(code: str, others: list[str], on: dt.date, where: Catalog) -> str:
    """Say whether NCCI lets a modifier tell siblings apart."""
    found = []
    for other in others:
        try:
            edit = bundling.ptp(code, other, on=on, setting=Setting.PROFESSIONAL, catalog=where)
        except NoDataError:
            continue
        if edit is not None:
            found.append((other, edit))
    if not found:
        return ""
    words = "; ".join(f"{other}: {_helps(edit)}" for other, edit in found)
    tables = dict.fromkeys(
        told(TableKind.PTP.value, edit.source, on) for _, edit in found if edit.source
    )
    return f" (NCCI, {'; '.join((words, *tables))})"


def _helps(edit: PtpEdit) -> str:
    allowed = edit.indicator is CorrectCoding.ALLOWED
    return "59 or X with proof of another session" if allowed else "no modifier helps"
