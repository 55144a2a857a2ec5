"""The authored notes of a page: chosen by the same conditions as documentation rules."""

from __future__ import annotations

import datetime as dt

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.guidance_codes import guidance_codes
from cptkit.documentation.applicability import service_of, why
from cptkit.errors import NoDataError
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Code
from cptkit.values.guide import GuideNote, GuideNoteKind
from cptkit.values.table import FeeScheduleRow

_TITLES = {
    GuideNoteKind.USE: ("use", "When to use it"),
    GuideNoteKind.INCLUDED: ("included", "Included"),
    GuideNoteKind.NOT_INCLUDED: ("not-included", "Not included"),
    GuideNoteKind.GOOD_TO_KNOW: ("know", "Good to know"),
}


@once
def all_notes() -> tuple[GuideNote, ...]:
    """Give every note, in order of the ids."""
    return authored("guide_notes", GuideNote)


def notes(code: Code, on: dt.date, kind: GuideNoteKind, where: Catalog) -> tuple[GuideNote, ...]:
    """Give the notes of a kind that are for a code on a day: those that name it first, then those for its kind."""
    service = service_of(code, on=on, catalog=where)
    row = _row(code, on, where)
    found = [
        each
        for each in all_notes()
        if each.kind is kind
        and (code.imaging or each.when.codes)
        and _admits(each, row)
        and why(each.when, service) is not None
    ]
    return tuple(sorted(found, key=lambda each: not each.when.codes))


def _row(code: Code, on: dt.date, where: Catalog) -> FeeScheduleRow | None:
    try:
        return where.fee_row(code.code, "", on)
    except NoDataError:
        return None


def _admits(note: GuideNote, row: FeeScheduleRow | None) -> bool:
    """Tell whether the fee schedule bears a note out; one that turns on an indicator is not said where there is no row."""
    components = not note.pc_tc or (row is not None and row.pc_tc in note.pc_tc)
    return components and (
        not note.multiple or (row is not None and row.multiple_procedure in note.multiple)
    )


def note_section(code: Code, on: dt.date, kind: GuideNoteKind, where: Catalog) -> Section:
    """Make the section of a kind of notes."""
    name, title = _TITLES[kind]
    rows = [
        SectionRow((each.text,), each.citation, each.certainty.name)
        for each in notes(code, on, kind, where)
    ]
    row = guidance_codes().get(code.code)
    if kind is GuideNoteKind.USE and row is not None:
        rows.append(
            SectionRow((f"{row.use[0].upper()}{row.use[1:]}.",), row.citation, row.certainty.name)
        )
    return Section(name, title, tuple(rows))
