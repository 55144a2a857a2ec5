"""Which diagnoses carry a code, as the coverage determinations at hand say."""

from __future__ import annotations

import datetime as dt

from cptkit import necessity
from cptkit.catalog.catalog import Catalog
from cptkit.printing.page import Section, SectionRow
from cptkit.values.code import Code
from cptkit.values.necessity import CoverageRow, CoverageStance

_SAYS = {
    CoverageStance.COVERED: "covered",
    CoverageStance.NOT_COVERED: "not covered",
    CoverageStance.CONTRACTOR: "the contractor decides",
}
_MOST_NAMED = 12


def coverage_section(code: Code, on: dt.date, where: Catalog) -> Section:
    """Make the table of what determinations say of a code: diagnoses, when the row applies, what the record must hold."""
    rows = tuple(
        SectionRow(
            (row.document, _says(row), _diagnoses(row), f"{row.reason}{_asks(row)}"),
            row.citation,
            row.certainty.name,
        )
        for row in necessity.determinations(code.code, on, catalog=where)
    )
    return Section(
        "coverage",
        "Which diagnoses carry it",
        rows,
        ("Determination", "Says", "Diagnoses", "What it means"),
    )


def _says(row: CoverageRow) -> str:
    """Say what a row says, and with which modifiers and tracers."""
    parts = [_SAYS[row.stance]]
    if row.modifiers:
        parts.append(f"with {' or '.join(row.modifiers)}")
    if row.without:
        parts.append(f"without {' and '.join(row.without)}")
    if row.beside:
        parts.append(f"beside {' or '.join(row.beside)}")
    return ", ".join(parts)


def _diagnoses(row: CoverageRow) -> str:
    named = ", ".join(row.diagnoses[:_MOST_NAMED]) or "none named"
    more = len(row.diagnoses) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _asks(row: CoverageRow) -> str:
    asked = f"; the record holds {', '.join(row.conditions)}" if row.conditions else ""
    return f"{asked}; {row.frequency}" if row.frequency else asked
