"""What holds between services of one session whatever the quarter's table: contrast families, combined codes, codes that exclude each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import combinations

from cptkit import bundling
from cptkit.catalog.contrast_families import family_of
from cptkit.catalog.guidance_codes import guidance_codes
from cptkit.claim_check.distinct_lines import Apart, of_one_session, pairs_of_classes
from cptkit.claim_check.rule_tables import (
    CombinationRow,
    PairRow,
    combination_of,
    combined_parts,
    pairs_by_first,
)
from cptkit.errors import NoDataError
from cptkit.indicators import CorrectCoding, Setting
from cptkit.lines.value_sets import members
from cptkit.lines.view import Seen, View, by_code, by_day_and_provider, grouped, listed
from cptkit.values.code import Certainty
from cptkit.values.contrast_family import ContrastFamily
from cptkit.values.days import holds
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import DISTINCT, SEPARATE
from cptkit.values.table import PtpEdit

_FAMILY, _COMBINED = "contrast.one-of-family", "combination.one-code"


# --- contrast families


def contrast_families(view: View) -> Iterator[Finding]:
    """A session has one code of a contrast family; sides, or a modifier for another session, tell two of them apart where NCCI lets them."""
    of_family = [each for each in view.national if family_of(each.text) is not None]
    together = grouped(
        of_family, lambda each: (each.on, each.line.provider, _family_id(each.text))
    ).values()
    found = (f for same in together if len(same) > 1 for f in _of_family(view, same))
    yield from view.rest_passes(
        _FAMILY, of_family, found, "the only code of its contrast family that day by that provider"
    )


def _family_id(code: str) -> str:
    family = family_of(code)
    return "" if family is None else family.id


def _of_family(view: View, lines: tuple[Seen, ...]) -> Iterator[Finding]:
    of_code, family = by_code(lines), family_of(lines[0].text)
    assert family is not None  # noqa: S101 - the lines are those of a family
    for one, two in combinations(of_code, 2):
        yield from _siblings(view, family, lines[0].on, of_code[one], of_code[two])


def _siblings(
    view: View,
    family: ContrastFamily,
    on: dt.date,
    ones: tuple[Seen, ...],
    others: tuple[Seen, ...],
) -> Iterator[Finding]:
    one, two = ones[0].text, others[0].text
    edit = _edit_of(one, two, on, view)
    for apart, used, lines in pairs_of_classes(ones, others, view):
        outcome, said = _sibling_outcome(family, edit, apart, used)
        message = f"{one} and {two} are of one contrast family ({family.region}): {said}"
        certainty = family.certainty if outcome is Outcome.FAIL else None
        yield view.say(
            _FAMILY,
            outcome,
            lines,
            message,
            _sibling_cure(family, outcome),
            certainty=certainty,
            source=edit.source if edit else None,
        )


def _edit_of(one: str, two: str, on: dt.date, view: View) -> PtpEdit | None:
    """Give the edit between two siblings from whatever table is at hand; practitioners' where the setting's has none."""
    for setting in dict.fromkeys((view.setting, Setting.PROFESSIONAL)):
        try:
            found = bundling.ptp(one, two, on=on, setting=setting, catalog=view.catalog)
        except NoDataError:
            continue
        if found is not None:
            return found
    return None


def _sibling_outcome(
    family: ContrastFamily, edit: PtpEdit | None, apart: Apart, used: frozenset[str]
) -> tuple[Outcome, str]:
    says = (apart is Apart.SIDES and family.laterality_paired) or bool(used & SEPARATE)
    if not says:
        if apart is Apart.SIDES:
            return Outcome.FAIL, "sides tell nothing apart where the region has none"
        if apart is Apart.MODIFIER:
            return (
                Outcome.WARN,
                f"{', '.join(sorted(used)) or 'a modifier'} does not say that the session or the side was another",
            )
        return Outcome.FAIL, apart.value
    if edit is None:
        return (
            Outcome.NO_DATA,
            f"{apart.value}, and no table at hand tells whether a modifier helps this pair",
        )
    if edit.indicator is CorrectCoding.NOT_ALLOWED:
        return Outcome.FAIL, "no modifier helps this pair: NCCI indicator 0"
    return Outcome.BYPASSED, f"{apart.value}; the record must show two sessions, or two sides"


def _sibling_cure(family: ContrastFamily, outcome: Outcome) -> str:
    if outcome is Outcome.BYPASSED:
        return "keep both orders and reports, with their times or sides"
    if outcome is Outcome.NO_DATA:
        return "read the PTP table of the day with cptkit.cms.read_ptp and give it to with_tables"
    combined = family.without_then_with
    one = (
        f"one session without and then with contrast is {combined}"
        if combined is not None
        else "one session has one code"
    )
    return f"{one}; opposite sides are RT and LT on lines of their own; two sessions are XE"


# --- one code for both


def combined_codes(view: View) -> Iterator[Finding]:
    """Where one code stands for two services of one session, that code is right, not the two with a modifier."""
    for (on, _), lines in view.visits.items():
        of_code = view.by_code(lines)
        for one, two in _candidates(of_code):
            row = combination_of(one, two, on)
            if row is not None:
                yield from _combined(view, row, of_code[row.first], of_code[row.second])


def _candidates(of_code: dict[str, tuple[Seen, ...]]) -> Iterable[tuple[str, str]]:
    parts = combined_parts()
    return combinations([code for code in of_code if code in parts], 2)


def _combined(
    view: View, row: CombinationRow, ones: tuple[Seen, ...], others: tuple[Seen, ...]
) -> Iterator[Finding]:
    together, with_them = of_one_session(ones, others)
    if not together:
        yield view.say(
            _COMBINED,
            Outcome.PASS,
            (*ones, *others),
            f"{row.first} and {row.second} were of different sessions",
            citation=row.citation,
        )
        return
    for apart, used, lines in pairs_of_classes(together, with_them, view):
        message = f"{row.first} and {row.second} in one session are {row.combined}"
        if apart is Apart.MODIFIER and used & SEPARATE:
            message += f"; {', '.join(sorted(used))} says that the sessions were separate, and the record must show it"
            outcome, cure = Outcome.BYPASSED, f"bill {row.combined} if it was one session"
        else:
            outcome = Outcome.FAIL if row.certainty is Certainty.H else Outcome.WARN
            cure = f"bill {row.combined} in their place; a modifier is right only for separate sessions"
        yield view.say(
            _COMBINED, outcome, lines, message, cure, citation=row.citation, certainty=row.certainty
        )


# --- codes that do not go together


def excluded_pairs(view: View) -> Iterator[Finding]:
    """Some services are part of another, or want reasons of their own beside it."""
    for (on, _), lines in view.visits.items():
        of_code = view.by_code(lines)
        for row in _rows_of(of_code, on):
            firsts = [each for code in row.first for each in of_code.get(code, ())]
            seconds = [each for code in row.second for each in of_code.get(code, ())]
            yield from _excluded(view, row, *of_one_session(firsts, seconds))


def _rows_of(of_code: dict[str, tuple[Seen, ...]], on: dt.date) -> Iterator[PairRow]:
    by_first = pairs_by_first()
    rows = {id(row): row for code in of_code for row in by_first.get(code, ())}
    for row in rows.values():
        if holds(row, on) and any(code in of_code for code in row.second):
            yield row


def _excluded(
    view: View, row: PairRow, ones: tuple[Seen, ...], others: tuple[Seen, ...]
) -> Iterator[Finding]:
    for apart, used, lines in pairs_of_classes(ones, others, view):
        named = f"{listed(each.text for each in lines if each.text in row.second)} beside {listed(each.text for each in lines if each.text in row.first)}"
        if row.bypass and apart is Apart.MODIFIER and used & DISTINCT:
            message = f"{named}: {row.reason}; {', '.join(sorted(used))} says that they were distinct, and the record must show it"
            yield view.say(
                row.rule,
                Outcome.BYPASSED,
                lines,
                message,
                "keep what shows it in the record",
                citation=row.citation,
                certainty=row.certainty,
            )
        else:
            yield view.say(
                row.rule,
                row.outcome,
                lines,
                f"{named}: {row.reason}",
                row.remedy,
                citation=row.citation,
                certainty=row.certainty,
            )


# --- mammography


_MAMMOGRAPHY = "mammography.same-day"
_DIAGNOSTIC, _SCREENING = "mammography.diagnostic", "mammography.screening"


def mammogram_codes() -> frozenset[str]:
    """Give the codes of mammograms, screening and diagnostic ones."""
    return members(_DIAGNOSTIC, _SCREENING)


def mammograms(view: View) -> Iterator[Finding]:
    """A screening and a diagnostic mammogram on one day need GG on the diagnostic one and 59 or XU on the screening one; a converted one is GH alone."""
    for lines in by_day_and_provider(
        each for each in view.national if each.text in mammogram_codes()
    ).values():
        diagnostic = [each for each in lines if each.text in members(_DIAGNOSTIC)]
        screening = [each for each in lines if each.text in members(_SCREENING)]
        if diagnostic and screening:
            yield _same_day(view, diagnostic, screening)


def _same_day(view: View, diagnostic: list[Seen], screening: list[Seen]) -> Finding:
    lines = (*diagnostic, *screening)
    converted = [each for each in diagnostic if each.modifiers & members("mammography.converted")]
    told = any(each.distinct for each in diagnostic)
    plain = [each for each in screening if not each.distinct and not told]
    if converted:
        outcome = Outcome.FAIL
        message = "GH says that the screening study was converted, and a converted study is billed as diagnostic alone"
        cure = "take the screening line off; two separate studies are GG on the diagnostic one"
    elif plain:
        outcome, lines = Outcome.FAIL, (*diagnostic, *plain)
        message = f"{listed(each.text for each in plain)} beside a diagnostic mammogram of the day, and no modifier says that they were two studies"
        cure = "59 or XU on either code and GG on the diagnostic one, if both were done"
    elif view.is_medicare and not all(
        each.modifiers & members("mammography.two-studies") for each in diagnostic
    ):
        outcome = Outcome.WARN
        message = "the diagnostic mammogram of a day with a screening one carries no GG"
        cure = "add GG to the diagnostic code"
    else:
        outcome = Outcome.BYPASSED
        message = "screening and diagnostic mammogram of one day, told apart by modifiers"
        cure = "keep both reports"
    return view.say(_MAMMOGRAPHY, outcome, lines, message, cure)


# --- guidance


def encounters(view: View) -> Iterator[Finding]:
    """One unit of a guidance code stands for the encounter, however many needles or lesions there were."""
    guided = [
        each
        for each in view.national
        if each.text in guidance_codes() and guidance_codes()[each.text].per_encounter
    ]
    for lines in by_day_and_provider(guided).values():
        for code, same in by_code(lines).items():
            if len(same) > 1:
                yield _repeated_guidance(view, code, same)


def _repeated_guidance(view: View, code: str, lines: tuple[Seen, ...]) -> Finding:
    sessions = {each.line.session for each in lines}
    marked = [each for each in lines if each.modifiers & SEPARATE]
    if (None not in sessions and len(sessions) == len(lines)) or len(marked) >= len(lines) - 1:
        message = f"{code} on {len(lines)} lines, which say that they were separate encounters; the record must show it"
        return view.say(
            "guidance.once-per-encounter",
            Outcome.BYPASSED,
            lines,
            message,
            "keep the notes of both encounters",
        )
    message = f"{code} on {len(lines)} lines of one day; one unit stands for the encounter, however many needles or lesions"
    return view.say(
        "guidance.once-per-encounter",
        Outcome.FAIL,
        lines,
        message,
        "bill it once; a separate encounter of the day is XE",
    )
