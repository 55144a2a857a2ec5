"""What NCCI's tables say of the lines of a day and provider: pairs, unit limits, add-ons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import combinations

from cptkit import bundling
from cptkit.catalog.contrast_families import family_of
from cptkit.catalog.guidance_codes import with_imaging
from cptkit.claim_check.distinct_lines import Apart, pairs_of_classes
from cptkit.claim_check.rule_tables import (
    combination_of,
    combined_parts,
    edit_cure,
    pairs_by_first,
)
from cptkit.errors import NoDataError
from cptkit.indicators import Adjudication, Bilateral, CorrectCoding, Setting
from cptkit.lines.view import Seen, View
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Laterality
from cptkit.values.modifier import SIDES
from cptkit.values.release_words import told
from cptkit.values.table import FeeScheduleRow, Mue, PtpEdit, Source, TableKind

_PTP, _MUE = "bundling.ptp", "bundling.mue"


def pairs(view: View) -> Iterator[Finding]:
    """Of two codes with a procedure-to-procedure edit the second is denied, unless a modifier says why both are right."""
    for (on, _), visit in view.known_visits.items():
        lines = _billed(visit)
        of_code = view.by_code(lines)
        if len(of_code) > 1:
            answer = bundling.among_ordered(tuple(of_code), on, view.setting, view.catalog)
            found = [f for edit in answer.edits for f in _of_edit(view, edit, of_code)]
            yield from found
            yield from _of_rest(view, answer, lines, found)


def _billed(lines: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Give the lines that have units; where all have, the same tuple, which the view knows by its codes."""
    billed = tuple(each for each in lines if each.line.units > 0)
    return lines if len(billed) == len(lines) else billed


def _of_rest(
    view: View, answer: bundling.PairAnswer, lines: tuple[Seen, ...], found: list[Finding]
) -> Iterator[Finding]:
    """Say what holds of the lines between which no edit was found: nothing stands against them, or nobody can tell."""
    if answer.unproven:
        open_lines = [each for each in lines if each.text in set(answer.unproven)]
        asked = (
            told(TableKind.PTP.value, answer.source, lines[0].on) if answer.source else "no table"
        )
        message = (
            f"no table at hand tells of all pairs among these codes on that day; asked was: {asked}"
        )
        yield view.say(
            _PTP, Outcome.NO_DATA, open_lines, message, answer.remedy, source=answer.source
        )
        return
    named = {index for finding in found for index in finding.lines}
    fine = [each for each in lines if each.index not in named]
    if fine:
        yield view.say(
            _PTP,
            Outcome.PASS,
            fine,
            "no edit between these codes and the others of the day",
            source=answer.source,
        )


def _of_edit(view: View, edit: PtpEdit, of_code: dict[str, tuple[Seen, ...]]) -> Iterator[Finding]:
    for apart, used, lines in pairs_of_classes(
        of_code[edit.column_1], of_code[edit.column_2], view
    ):
        outcome, said = _edit_outcome(edit, apart)
        message = f"{edit.column_2} is part of {edit.column_1}: edit with indicator {edit.indicator.value}{_why(edit)}; {said}"
        if outcome is Outcome.BYPASSED and used:
            message += f" ({', '.join(sorted(used))})"
        remedy = _edit_remedy(edit, outcome, lines[0])
        if not edit.exact:
            message += f"; by the {_said(TableKind.PTP, edit, lines[0])}"
            remedy += f"; to be sure, {_load(lines[0])}"
            outcome = Outcome.WARN if outcome is Outcome.FAIL else outcome
        yield view.say(_PTP, outcome, lines, message, remedy, source=edit.source)


def _said(kind: TableKind, row: PtpEdit | Mue, seen: Seen) -> str:
    """Say which table a row stands in, where it is not of the day."""
    return told(kind.value, row.source, seen.on) if row.source else f"{kind.value} of another day"


def _why(edit: PtpEdit) -> str:
    return f" ({edit.rationale})" if edit.rationale else ""


def _edit_outcome(edit: PtpEdit, apart: Apart) -> tuple[Outcome, str]:
    if edit.indicator is CorrectCoding.NOT_ALLOWED:
        return Outcome.FAIL, "no modifier bypasses it"
    if apart in (Apart.MODIFIER, Apart.SIDES):
        return Outcome.BYPASSED, f"bypassed, since {apart.value}; the record must justify it"
    if apart is Apart.HALF:
        return Outcome.WARN, apart.value
    return Outcome.FAIL, apart.value


def _edit_remedy(edit: PtpEdit, outcome: Outcome, seen: Seen) -> str:
    """Tell the cure; where one code stands for both services, that code and not a modifier."""
    row = combination_of(edit.column_1, edit.column_2, seen.on)
    if row is not None and row.combined not in (edit.column_1, edit.column_2):
        return f"both in one session are {row.combined}; a modifier is right only for separate sessions"
    if outcome is Outcome.BYPASSED:
        return "keep what shows the separate session, site or service in the record"
    better = with_imaging((edit.column_1,), edit.column_2, seen.on) or edit_cure(
        edit.column_1, edit.column_2
    )
    if better:
        return better
    if edit.indicator is CorrectCoding.NOT_ALLOWED:
        return f"take {edit.column_2} off"
    family = family_of(edit.column_1)
    if family is not None and family is family_of(edit.column_2):
        return f"one session has one code: {_combined(family.without_then_with)}opposite sides are RT and LT; separate sessions XE"
    return f"take {edit.column_2} off; only if it was a separate session, site or service, add XE, XS, XP, XU or 59 and document it"


def _combined(code: str | None) -> str:
    return "" if code is None else f"{code} if done without and then with contrast; "


def _load(seen: Seen) -> str:
    return (
        f"read the table that covers {seen.on} with cptkit.cms.read_ptp and give it to with_tables"
    )


# --- modifiers that bypass nothing


def unused(view: View) -> Iterator[Finding]:
    """59 and the X modifiers tell a service apart from another one; where no edit and no repeated code asks for it, they say nothing."""
    for (on, _), lines in view.visits.items():
        marked = [each for each in lines if each.distinct]
        if marked:
            of_code = view.by_code(lines)
            answer = bundling.among_ordered(tuple(of_code), on, view.setting, view.catalog)
            edited = (
                {code for edit in answer.edits for code in (edit.column_1, edit.column_2)}
                | set(answer.unproven)
                | set(_asked_elsewhere(of_code, on))
            )
            for seen in marked:
                if seen.text not in edited and len(of_code[seen.text]) == 1:
                    message = f"{seen.text} carries {', '.join(sorted(seen.distinct))}, and nothing on the claim for that day and provider asks for it"
                    yield view.say(
                        "bundling.distinct-unused",
                        Outcome.WARN,
                        (seen,),
                        message,
                        "take it off, unless the other service is on another claim",
                    )


def _asked_elsewhere(of_code: dict[str, tuple[Seen, ...]], on: dt.date) -> Iterator[str]:
    """Give the codes between which a rule other than the PTP edits may ask for a modifier."""
    parts = combined_parts()
    for one, two in combinations([code for code in of_code if code in parts], 2):
        if combination_of(one, two, on) is not None:
            yield from (one, two)
    by_first = pairs_by_first()
    excluding = {id(row): row for code in of_code for row in by_first.get(code, ())}
    for excluded in excluding.values():
        if not of_code.keys().isdisjoint(excluded.second):
            yield from (*excluded.first, *excluded.second)


# --- unit limits


def unit_limits(view: View) -> Iterator[Finding]:
    """More units than a medically unlikely edit allows are denied: by the line, or over the day's lines of one provider."""
    for (on, _), visit in view.known_visits.items():
        within: dict[Source | None, list[Seen]] = {}
        for code, same in view.by_code(_billed(visit)).items():
            try:
                limit = bundling.limit_of(code, on, view.setting, view.catalog)
            except NoDataError as error:
                yield view.say(
                    _MUE,
                    Outcome.NO_DATA,
                    same,
                    "no table at hand limits these codes' units on that day",
                    error.remedy,
                )
                continue
            if limit is None:
                yield view.say(_MUE, Outcome.PASS, same, "no limit is set")
            elif limit.exact and _units(same) <= limit.units:  # all together, so any part of them
                within.setdefault(limit.source, []).extend(same)
            else:
                yield _held_to(view, same, limit)
        for source, lines in within.items():
            yield view.say(_MUE, Outcome.PASS, lines, "within the limit", source=source)


def _held_to(view: View, lines: tuple[Seen, ...], limit: Mue) -> Finding:
    """Say what a limit comes to: by the day for all lines together, by the line for each, and for each side where those are billed apart."""
    code = lines[0].text
    over, count = _over(lines, limit)
    held = f"{limit.units} {limit.adjudication.meaning}"
    apart = count <= 2 * limit.units and _sides_apart(view, over)
    if over and not apart:
        message = f"{count} units of {code}; the limit is {held}"
        return _exceeded(view, over, limit, message)
    if limit.exact:
        within = (
            f"within the limit of each side, {held}: surgical centers bill both sides apart"
            if apart
            else "within the limit"
        )
        return view.say(
            _MUE,
            Outcome.PASS,
            lines,
            within,
            source=limit.source,
            certainty=Certainty.M if apart else None,
        )
    message = f"these units are within the limits of another quarter, which may have changed: {_said(TableKind.MUE, limit, lines[0])}"
    remedy = f"read the table that covers {lines[0].on} with cptkit.cms.read_mue and give it to with_tables"
    return view.say(_MUE, Outcome.NO_DATA, lines, message, remedy, source=limit.source)


def _sides_apart(view: View, lines: tuple[Seen, ...]) -> bool:
    """Tell whether a surgical center bills the right and the left of a code of one side on lines of their own, since it has no 50."""
    if (
        view.setting is not Setting.ASC
        or {side for each in lines for side in each.modifiers & SIDES} != SIDES
    ):
        return False
    row = view.fee_row(lines[0])
    return (
        row is not None
        and not isinstance(row, NoDataError)
        and row.bilateral is Bilateral.ONE_AND_A_HALF
    )


def _exceeded(view: View, lines: tuple[Seen, ...], limit: Mue, message: str) -> Finding:
    outcome, remedy = Outcome.FAIL, _limit_cure(view, lines, limit)
    if not limit.exact:
        outcome = Outcome.WARN
        message += f", by the {_said(TableKind.MUE, limit, lines[0])}"
        remedy += f"; to be sure, read the table that covers {lines[0].on} with cptkit.cms.read_mue"
    return view.say(_MUE, outcome, lines, message, remedy, source=limit.source)


_CURES = {
    Adjudication.LINE: "correct the units; if all were needed, lines of their own with 76, 77 or 59",
    Adjudication.DAY_ABSOLUTE: "correct the units: law, policy or anatomy forbid more, and no modifier helps",
    Adjudication.DAY_CLINICAL: "correct the units; if all were needed, bill them and appeal with the records",
}


def _limit_cure(view: View, lines: tuple[Seen, ...], limit: Mue) -> str:
    """Speak of sides only where the code has them: by the line they help, by the day 50 where it pays one and a half times."""
    cure, profile = _CURES[limit.adjudication], lines[0].imaging
    if profile is None or profile.laterality not in (Laterality.UNILATERAL, Laterality.EITHER):
        return cure
    if limit.adjudication is Adjudication.LINE:
        return f"{cure}, or RT and LT"
    row = view.fee_row(lines[0])
    if isinstance(row, FeeScheduleRow) and row.bilateral is Bilateral.ONE_AND_A_HALF:
        return f"{cure}; both sides are one line with 50 and one unit"
    return cure


def _over(lines: tuple[Seen, ...], limit: Mue) -> tuple[tuple[Seen, ...], int]:
    """Give the lines that are over the limit, and how many units they have.

    A professional and a technical line of one test are one test: each part is counted by itself.
    """
    if limit.adjudication is Adjudication.LINE:
        over = tuple(each for each in lines if each.line.units > limit.units)
        return over, max((each.line.units for each in over), default=0)
    parts = (
        [each for each in lines if each.has_professional],
        [each for each in lines if each.has_technical],
    )
    most = max(parts, key=_units)
    return (tuple(most), _units(most)) if _units(most) > limit.units else ((), 0)


def _units(lines: Iterable[Seen]) -> int:
    return sum(each.line.units for each in lines)
