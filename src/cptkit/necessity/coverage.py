"""The rules of coverage: does a diagnosis of the line carry the study, and does the line name the diagnosis that billing asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.remembered import Remembered
from cptkit.lines.value_sets import members, value_set
from cptkit.lines.view import View
from cptkit.necessity.answers import Said, holds, of_line
from cptkit.necessity.asking import Applied, Asked, Asking, by_place
from cptkit.values.code import Certainty, sort_key
from cptkit.values.diagnosis import dotted
from cptkit.values.finding import Finding, Outcome
from cptkit.values.necessity import CoverageRow, CoverageStance

NOT_COVERED, NEEDED = "necessity.not-covered", "diagnosis.needed"
_MOST_NAMED = 6
_WEAKEST_LAST = tuple(Certainty)
_LOAD = (
    "load the contractor's determinations with cptkit.cms.read_coverage_database, or a list of your"
    " own with cptkit.cms.read_coverage"
)


def not_covered(asking: Asking) -> Iterator[Finding]:
    """A diagnosis of the line is one that a coverage determination accepts for the study."""
    silent, no_benefit = [], members("denial.no-benefit")
    for asked in asking.lines:
        if not asked.diagnoses or asked.seen.modifiers & no_benefit or asked.supply:
            continue
        if not asked.rows:
            silent.append(asked)
            continue
        found = _said(asking, asked)
        if found is not None and found.outcome is Outcome.NO_DATA:
            silent.append(asked)
        elif found is not None:
            yield from _finding(asking, asked, found)
    if silent and asking.view.is_medicare:
        yield _silence(asking.view, silent)


_SAID: Remembered[tuple[tuple[Applied, ...], Said | None]] = Remembered(5_000)
"""What rows say of diagnoses, by the rows' identity and with the rows, so that the identity stays theirs."""


def _said(asking: Asking, asked: Asked) -> Said | None:
    """Say what the determinations come to for a line; None where only billing asks for diagnoses."""
    rows, diagnoses = asked.rows, asked.diagnoses
    kept = _SAID.of(
        asking.view.catalog, (id(rows), diagnoses), lambda: (rows, _of_places(rows, diagnoses))
    )
    return kept[1]


def _of_places(rows: Iterable[Applied], diagnoses: tuple[str, ...]) -> Said | None:
    """Say what all jurisdictions say alike; what they say differently depends on where, so it is no answer."""
    places = by_place(one for one in rows if not one.row.billing)
    said = [of_line(found, diagnoses) for found in places.values()]
    if not said:
        return None
    if len({one.outcome for one in said}) == 1:
        return said[0]
    return attrs.evolve(said[0], stance=CoverageStance.CONTRACTOR, outcome=Outcome.NO_DATA)


def _silence(view: View, silent: list[Asked]) -> Finding:
    """Say once a claim of which codes no list at hand tells."""
    codes = sorted({asked.seen.text for asked in silent}, key=sort_key)
    more = f" and {len(codes) - _MOST_NAMED} more" if len(codes) > _MOST_NAMED else ""
    message = (
        f"no coverage determination at hand lists diagnoses for {', '.join(codes[:_MOST_NAMED])}{more}"
        ", or lists these: whether they carry the study is the contractor's to say"
    )
    return view.say(NOT_COVERED, Outcome.NO_DATA, (each.seen for each in silent), message, _LOAD)


def _finding(asking: Asking, asked: Asked, said: Said) -> Iterator[Finding]:
    """Make the finding of a line; other payers are not bound by Medicare's determinations, and only warned of a denial."""
    outcome = said.outcome
    if not asking.view.is_medicare and any(row.medicare for row in said.rows):
        if outcome is not Outcome.FAIL:
            return
        outcome = Outcome.WARN
    bearing = value_set("denial.liability")
    liability = next(
        (bearing[each] for each in sorted(bearing.keys() & asked.seen.modifiers)), None
    )
    message, cure = _words(asking, asked, said)
    if liability is not None and outcome in (Outcome.FAIL, Outcome.WARN):
        outcome, message, cure = Outcome.WARN, f"{message}; {liability.says}", liability.remedy
    yield _made(NOT_COVERED, outcome, asked, message, cure, said.rows)


def _words(asking: Asking, asked: Asked, said: Said) -> tuple[str, str]:
    row = said.rows[0]
    code, held = asked.seen.text, ", ".join(map(dotted, asked.diagnoses))
    where = row.document or row.publisher
    if said.stance is CoverageStance.COVERED:
        conditions = tuple(dict.fromkeys(each for one in said.rows for each in one.conditions))
        asks = f"; the record must hold {', '.join(conditions)}" if conditions else ""
        return f"{where} covers {code} under {dotted(said.diagnosis)}{asks}", ""
    if said.stance is CoverageStance.NOT_COVERED:
        tracer = "" if not row.beside else f" with {' or '.join(row.beside)}"
        under = f" under {dotted(said.diagnosis)}" if row.diagnoses else ""
        message = f"{where} does not cover {code}{under}{tracer}: {row.reason}"
    else:
        message = f"{where} covers {code} under none of {held}: {row.reason}"
    return message.rstrip(": "), _cure(asking, asked, said)


def _cure(asking: Asking, asked: Asked, said: Said) -> str:
    """Say what helps: a covered diagnosis of another line, the record, or a notice before the service."""
    others = _covered_elsewhere(asking, asked)
    if others:
        return (
            f"point the line to {', '.join(map(dotted, others))}, which another line carries, if the"
            " study was made for it"
        )
    if said.stance is CoverageStance.NOT_COVERED and not said.rows[0].diagnoses:
        return _NOTICE
    return f"code the condition of the record that is covered, if there is one; else {_NOTICE}"


_NOTICE = (
    "an advance notice (ABN) signed before the service and GA move the cost to the patient; without"
    " one it is GZ, and the provider bears it"
)


def _covered_elsewhere(asking: Asking, asked: Asked) -> list[str]:
    return [
        each
        for each in asking.named_on(asked.on)
        if each not in asked.diagnoses
        and of_line(asked.rows, (each,)).stance is CoverageStance.COVERED
    ]


def _made(  # noqa: PLR0913, PLR0917 - a finding's own fields
    rule: str,
    outcome: Outcome,
    asked: Asked,
    message: str,
    cure: str,
    rows: tuple[CoverageRow, ...],
) -> Finding:
    return asked.say(
        rule,
        outcome,
        message,
        cure,
        citation="; ".join(dict.fromkeys(row.citation or row.document for row in rows[:2])),
        certainty=max((row.certainty for row in rows), key=_WEAKEST_LAST.index),
        source=next((row.source for row in rows if row.source is not None), None),
        medicare_only=any(row.medicare for row in rows),
    )


# --- diagnoses that billing asks on the claim itself


def needed(asking: Asking) -> Iterator[Finding]:
    """Some services are billed under certain diagnoses only: screening, lung cancer screening, research."""
    for asked in asking.lines:
        for one in asked.rows:
            if one.row.billing:
                yield from _needed(asked, one.row)


def _needed(asked: Asked, row: CoverageRow) -> Iterator[Finding]:
    fits = [holds(row, each) for each in asked.diagnoses]
    wanted = " or ".join(row.diagnoses)
    if not any(fits):
        message = f"{asked.seen.text} carries none of {wanted}: {row.reason}"
        yield _made(
            NEEDED, row.otherwise, asked, message, f"code {wanted}, if the record says so", (row,)
        )
    elif row.first_listed and not fits[0]:
        message = (
            f"{wanted} stands after another diagnosis: the reason for a screening study comes first"
        )
        found = _made(
            NEEDED, Outcome.WARN, asked, message, "list it first, findings after it", (row,)
        )
        yield attrs.evolve(found, certainty=Certainty.M)
    else:
        yield _made(NEEDED, Outcome.PASS, asked, f"{row.id}: the diagnosis is there", "", (row,))
