"""What the rows that apply say of a diagnosis, and of a line with all its diagnoses."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.necessity.asking import Applied
from cptkit.values.code import Certainty
from cptkit.values.diagnosis import diagnosis_list
from cptkit.values.finding import Outcome
from cptkit.values.necessity import CoverageRow, CoverageStance


@attrs.frozen
class Said:
    """What rows say.

    Attributes:
        stance: What they say.
        outcome: What a line comes to by it: PASS, FAIL, WARN or NO_DATA.
        rows: The rows that say it.
        diagnosis: The plain diagnosis that decides; empty where none does.
    """

    stance: CoverageStance
    outcome: Outcome
    rows: tuple[CoverageRow, ...]
    diagnosis: str = ""


def holds(row: CoverageRow, diagnosis: str) -> bool:
    """Tell whether a row names a plain diagnosis; a row without diagnoses is for any."""
    return not row.diagnoses or diagnosis_list(row.diagnoses).holds(diagnosis)


def of_diagnosis(rows: Iterable[Applied], diagnosis: str) -> Said:
    """Say what rows come to for one diagnosis: named as not covered, covered, on no whole list, or the contractor's.

    A row that was not read, or that turns on a tracer that no line names, warns where it would deny.
    """
    each = tuple(rows)
    named = [one for one in each if holds(one.row, diagnosis)]
    excluded = _of(named, CoverageStance.NOT_COVERED)
    if excluded:
        firm = any(one.sure and one.row.certainty is Certainty.H for one in excluded)
        return _said(
            CoverageStance.NOT_COVERED, Outcome.FAIL if firm else Outcome.WARN, excluded, diagnosis
        )
    covered = [one for one in _of(named, CoverageStance.COVERED) if one.row.diagnoses]
    if covered:
        return _said(CoverageStance.COVERED, Outcome.PASS, covered, diagnosis)
    whole = [
        one for one in _of(each, CoverageStance.COVERED) if one.row.otherwise is not Outcome.NO_DATA
    ]
    if whole:
        firm = any(one.sure and one.row.otherwise is Outcome.FAIL for one in whole)
        return _said(
            CoverageStance.NOT_LISTED, Outcome.FAIL if firm else Outcome.WARN, whole, diagnosis
        )
    return _said(CoverageStance.CONTRACTOR, Outcome.NO_DATA, each, diagnosis)


def _of(rows: Iterable[Applied], stance: CoverageStance) -> list[Applied]:
    return [one for one in rows if one.row.stance is stance]


def _said(
    stance: CoverageStance, outcome: Outcome, rows: Iterable[Applied], diagnosis: str
) -> Said:
    return Said(stance, outcome, tuple(one.row for one in rows), diagnosis)


def of_line(rows: Iterable[Applied], diagnoses: tuple[str, ...]) -> Said:
    """Say what rows come to for a line: one diagnosis that is covered carries it.

    Where none does, a diagnosis named as not covered denies the line if the others are on no list either; beside one
    that only the contractor can judge it warns.
    """
    each = tuple(rows)
    said = [of_diagnosis(each, diagnosis) for diagnosis in diagnoses]
    by_stance = {one.stance: one for one in reversed(said)}
    covered = by_stance.get(CoverageStance.COVERED)
    if covered is not None:
        return covered
    excluded = by_stance.get(CoverageStance.NOT_COVERED)
    if excluded is not None:
        open_question = CoverageStance.CONTRACTOR in by_stance
        firm = [one for one in said if one.stance is CoverageStance.NOT_COVERED]
        best = next((one for one in firm if one.outcome is Outcome.FAIL), excluded)
        return attrs.evolve(best, outcome=Outcome.WARN) if open_question else best
    return by_stance.get(CoverageStance.NOT_LISTED) or said[0]
