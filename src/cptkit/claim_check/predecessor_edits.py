"""Edits of retired codes that go on with the codes that took their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from cptkit import bundling
from cptkit.claim_check.distinct_lines import Apart, pairs_of_classes
from cptkit.claim_check.rule_tables import pair_rows, predecessors
from cptkit.errors import NoDataError
from cptkit.indicators import CorrectCoding
from cptkit.lines.view import Seen, View
from cptkit.values.finding import Finding, Outcome
from cptkit.values.release_words import told
from cptkit.values.table import PtpEdit, TableKind


def by_predecessor(view: View) -> Iterator[Finding]:
    """Where no table at hand knows a new code, the edits of the retired code of the same service tell what to expect."""
    for (on, _), visit in view.visits.items():
        of_code = view.by_code(visit)
        new = of_code.keys() & predecessors().keys()
        if new:  # a pair of which neither is new is the tables' own
            for one, two in combinations(of_code, 2):
                if one in new or two in new:
                    yield from _of_pair(view, on, of_code[one], of_code[two])


def _of_pair(
    view: View, on: dt.date, ones: tuple[Seen, ...], others: tuple[Seen, ...]
) -> Iterator[Finding]:
    one, two = ones[0].text, others[0].text
    if _is_told(view, on, one, two):
        return
    found = [
        edit
        for old_1 in (one, *predecessors().get(one, ()))
        for old_2 in (two, *predecessors().get(two, ()))
        if (old_1, old_2) != (one, two) and old_1 != old_2
        for edit in _edit(view, on, old_1, old_2)
    ]
    if found:
        edit = max(found, key=lambda each: each.indicator.value)
        for apart, _, lines in pairs_of_classes(ones, others, view):
            yield _said(view, edit, (one, two), apart, lines)


def _said(
    view: View, edit: PtpEdit, pair: tuple[str, str], apart: Apart, lines: tuple[Seen, ...]
) -> Finding:
    told = apart in (Apart.MODIFIER, Apart.SIDES)
    bypassed = told and edit.indicator is CorrectCoding.ALLOWED
    message = f"{pair[0]} with {pair[1]}: no table at hand has the pair; by its predecessor's edit ({edit.column_2} is part of {edit.column_1}, indicator {edit.indicator.value}{_of_table(edit, lines[0])}) the one is part of the other"
    return view.say(
        "bundling.by-predecessor",
        Outcome.BYPASSED if bypassed else Outcome.WARN,
        lines,
        message,
        "look the pair up in the PTP table of the day; bill both only where the record shows two services",
        source=edit.source,
    )


def _of_table(edit: PtpEdit, seen: Seen) -> str:
    return f", {told(TableKind.PTP.value, edit.source, seen.on)}" if edit.source else ""


def _is_told(view: View, on: dt.date, one: str, two: str) -> bool:
    """Tell whether a table of the day or an authored pair answers already."""
    try:
        told = bundling.ptp(one, two, on=on, setting=view.setting, catalog=view.catalog)
    except NoDataError:
        return any(
            {one, two} & set(row.first) and {one, two} & set(row.second) for row in pair_rows()
        )
    return told is None or told.column_1 in (one, two)


def _edit(view: View, on: dt.date, one: str, two: str) -> tuple[PtpEdit, ...]:
    try:
        found = bundling.ptp(one, two, on=on, setting=view.setting, catalog=view.catalog)
    except NoDataError:
        return ()
    return () if found is None else (found,)
