"""How often: intervals between screening studies, services of a course of radiation, and the history that a claim does not carry."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from cptkit.claim_check.rule_tables import CourseRow, IntervalRow, course_rows, interval_rows
from cptkit.lines.view import Seen, View, listed
from cptkit.values.finding import Finding, Outcome

_HISTORY, _INTERVAL, _COURSE = "frequency.history", "frequency.interval", "frequency.course"


def intervals(view: View) -> Iterator[Finding]:
    """Two dates of a claim must not be closer than coverage allows; earlier services are not on the claim."""
    for row in interval_rows():
        asked = [
            each
            for each in view.national
            if each.text in row.codes and (not row.modifiers or each.modifiers & set(row.modifiers))
        ]
        if asked:
            message = f"{listed(each.text for each in asked)}: {row.history}"
            yield view.say(
                _HISTORY,
                Outcome.NO_DATA,
                asked,
                message,
                "look at the patient's history",
                citation=row.citation,
                certainty=row.certainty,
            )
            yield from _too_close(view, row, asked)


def _too_close(view: View, row: IntervalRow, asked: list[Seen]) -> Iterator[Finding]:
    days = sorted({each.on for each in asked})
    close = {
        day
        for pair in itertools.pairwise(days)
        if row.months is not None and pair[1] < first_day_again(pair[0], row.months)
        for day in pair
    }
    if close:
        lines = [each for each in asked if each.on in close]
        message = f"{listed(each.text for each in lines)} on {len(close)} dates of the claim that are closer than {row.months} full months"
        yield view.say(
            _INTERVAL,
            row.outcome,
            lines,
            message,
            "bill the later one only when the months have passed",
            citation=row.citation,
            certainty=row.certainty,
        )


def first_day_again(on: dt.date, months: int) -> dt.date:
    """Give the first day on which a service is covered again: full months are counted from the month after.

    Example:
        >>> first_day_again(dt.date(2025, 3, 10), 11)
        datetime.date(2026, 3, 1)
    """
    count = on.year * 12 + on.month + months
    year = count // 12
    return dt.date(year, count % 12 + 1, 1) if year <= dt.MAXYEAR else dt.date.max


def courses(view: View) -> Iterator[Finding]:
    """Weekly management and physics count by five fractions, planning by the course, as far as the claim shows them."""
    for row in course_rows():
        asked = [each for each in view.national if each.text in row.codes and each.line.units > 0]
        if asked:
            yield (
                _by_fractions(view, row, asked)
                if row.fractions is not None
                else _once(view, row, asked)
            )


def _by_fractions(view: View, row: CourseRow, asked: list[Seen]) -> Finding:
    deliveries = [each for each in view.national if each.text in row.deliveries]
    fractions = sum(max(each.line.units, 0) for each in deliveries)
    billed = sum(each.line.units for each in asked)
    names, allowed = listed(each.text for each in asked), _allowed(fractions, row)
    if fractions and billed <= allowed:
        message = f"{billed} beside {fractions} fractions"
        return view.say(_COURSE, Outcome.PASS, asked, message, citation=row.citation)
    if fractions:
        outcome = Outcome.WARN
        message = f"{billed} units of {names} beside {fractions} fractions, which make {allowed}: {row.reason}"
        cure = "bill what the fractions make; a claim may show part of the course only"
    else:
        outcome = Outcome.NO_DATA
        message = f"{names}: {row.reason}; the claim shows no fractions"
        cure = "compare with the treatment log"
    return view.say(
        _COURSE,
        outcome,
        asked,
        message,
        cure,
        citation=row.citation,
        certainty=row.certainty,
    )


def _allowed(fractions: int, row: CourseRow) -> int:
    size = row.fractions or 1
    return fractions // size + (1 if fractions % size >= row.remainder else 0)


def _once(view: View, row: CourseRow, asked: list[Seen]) -> Finding:
    billed = sum(each.line.units for each in asked)
    shown = sum(max(each.line.units, 0) for each in view.national if each.text in row.deliveries)
    if row.most is not None and shown > row.most:
        message = f"{listed(each.text for each in asked)} beside {shown} fractions: {row.reason}"
        return view.say(
            _COURSE,
            Outcome.WARN,
            asked,
            message,
            "bill weekly management (77427) by five fractions, unless the claim spans two courses",
            citation=row.citation,
            certainty=row.certainty,
        )
    if billed > 1:
        message = f"{billed} units of {listed(each.text for each in asked)}: {row.reason}"
        return view.say(
            _COURSE,
            Outcome.WARN,
            asked,
            message,
            "bill it once, unless the claim spans two courses",
            citation=row.citation,
            certainty=row.certainty,
        )
    return view.say(_COURSE, Outcome.PASS, asked, "once on the claim", citation=row.citation)
