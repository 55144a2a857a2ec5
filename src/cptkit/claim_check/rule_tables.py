"""The rows of the claim check's own tables, each with its citation and certainty; loaded once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from typing import TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.days import holds
from cptkit.values.finding import Outcome

Row = TypeVar("Row")


@attrs.frozen
class CombinationRow:
    """Two codes for which one combined code is right when both are done in one session.

    Attributes:
        id: Stable dotted words.
        first: One code.
        second: The other.
        combined: The code for both.
        citation: The source.
        certainty: How sure the row is; M rows only warn.
        effective: The first day.
        through: The last day; None while it is open.
    """

    id: str
    first: str
    second: str
    combined: str
    citation: str
    certainty: Certainty
    effective: dt.date | None = None
    through: dt.date | None = None


@attrs.frozen
class PairRow:
    """Codes that do not go together in one session, whatever the quarter's table.

    Attributes:
        id: Stable dotted words.
        rule: The rule that gives the finding.
        first: The codes that stay.
        second: The codes that go.
        outcome: FAIL or WARN.
        bypass: Whether a modifier for a distinct service helps.
        reason: Why, in words.
        remedy: What to do.
        citation: The source.
        certainty: How sure the row is.
        effective: The first day; None means always.
        through: The last day; None while it is open.
    """

    id: str
    rule: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    outcome: Outcome
    bypass: bool
    reason: str
    remedy: str
    citation: str
    certainty: Certainty
    effective: dt.date | None = None
    through: dt.date | None = None


@attrs.frozen
class HospitalRow:
    """A code that a hospital outpatient claim does not take, and the codes that it takes instead."""

    code: str
    instead: tuple[str, ...]
    note: str
    citation: str
    certainty: Certainty


@attrs.frozen
class DenialRow:
    """A modifier by which a line asks Medicare for a denial, and the reason code that the denial carries, where one is known."""

    modifier: str
    reason: str
    citation: str
    certainty: Certainty
    carc: str | None = None


@attrs.frozen
class IntervalRow:
    """How often a payer covers a service.

    Attributes:
        id: Stable dotted words.
        codes: The codes that count together.
        months: Full months that must pass before the next one; None where only history decides.
        outcome: FAIL or WARN, where the claim itself shows two that are too close.
        history: What the claim does not carry, in words.
        citation: The source.
        certainty: How sure the row is.
        modifiers: Modifiers that make the row apply; () where the code alone does.
    """

    id: str
    codes: tuple[str, ...]
    months: int | None
    outcome: Outcome
    history: str
    citation: str
    certainty: Certainty
    modifiers: tuple[str, ...] = ()


@attrs.frozen
class CourseRow:
    """How often a service is reported in a course of radiation treatment.

    Attributes:
        id: Stable dotted words.
        codes: The codes that count together.
        fractions: Fractions for one unit; None for once a course.
        remainder: Fractions left at the end of the course that make one unit more.
        deliveries: The codes of treatment delivery that show the fractions.
        reason: The rule in words.
        citation: The source.
        certainty: How sure the row is.
        most: The longest course, in fractions, that the service stands for; None for any.
    """

    id: str
    codes: tuple[str, ...]
    fractions: int | None
    remainder: int
    deliveries: tuple[str, ...]
    reason: str
    citation: str
    certainty: Certainty
    most: int | None = None


@attrs.frozen
class SupplyUnitsRow:
    """The fewest units of an agent that one study plausibly takes: fewer look like another unit of measure."""

    code: str
    fewest: int
    reason: str
    citation: str
    certainty: Certainty


@once
def combinations() -> dict[frozenset[str], CombinationRow]:
    """Give the combination codes by their two codes."""
    return {
        frozenset((row.first, row.second)): row
        for row in authored("combination_codes", CombinationRow)
    }


@once
def combined_parts() -> frozenset[str]:
    """Give every code that has a code for itself and another together."""
    return frozenset(code for pair in combinations() for code in pair)


def combination_of(one: str, two: str, on: dt.date) -> CombinationRow | None:
    """Give the combination row of two codes that is in force on a day, or None."""
    row = combinations().get(frozenset((one, two)))
    return row if row is not None and holds(row, on) else None


@once
def pair_rows() -> tuple[PairRow, ...]:
    """Give the pairs that do not go together."""
    return authored("claim_pairs", PairRow)


@once
def pairs_by_first() -> dict[str, tuple[PairRow, ...]]:
    """Give the pairs that do not go together, by each code that stays."""
    return _grouped((code, row) for row in pair_rows() for code in row.first)


@attrs.frozen
class EditCureRow:
    """What a coder would bill where a pair has an edit, in words better than taking the second code off.

    Attributes:
        id: Stable dotted words.
        first: Column 1 codes, and first-last ranges.
        second: Column 2 codes, and first-last ranges.
        remedy: What to do.
        citation: The source.
        certainty: How sure the row is.
    """

    id: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    remedy: str
    citation: str
    certainty: Certainty


@attrs.frozen
class SuccessorRow:
    """A retired code and what took its place.

    Attributes:
        code: The retired code.
        successors: The codes that took its place.
        note: Which of them when.
        citation: The source.
        certainty: How sure the row is.
        same_service: Whether the service is the same, so that its edits go on.
    """

    code: str
    successors: tuple[str, ...]
    note: str
    citation: str
    certainty: Certainty
    same_service: bool = False


@once
def predecessors() -> dict[str, tuple[str, ...]]:
    """Give by each code the retired codes of the same service, whose edits go on with it."""
    rows = (*authored("successors", SuccessorRow), *authored("successors_elsewhere", SuccessorRow))
    return _grouped((code, row.code) for row in rows if row.same_service for code in row.successors)


@functools.lru_cache(maxsize=4096)
def edit_cure(column_1: str, column_2: str) -> str:
    """Give the cure that a coder would use for a pair with an edit; empty where no row names it."""
    return next(
        (
            row.remedy
            for row in authored("edit_cures", EditCureRow)
            if _named(row.first, column_1) and _named(row.second, column_2)
        ),
        "",
    )


def _named(names: tuple[str, ...], code: str) -> bool:
    ends = (name.partition("-") for name in names)
    return any(first <= code <= (last or first) for first, _, last in ends)


@once
def denial_rows() -> dict[str, DenialRow]:
    """Give what asks Medicare for a denial, by modifier."""
    return {row.modifier: row for row in authored("denial_modifiers", DenialRow)}


@once
def hospital_rows() -> dict[str, HospitalRow]:
    """Give what a hospital bills instead, by code."""
    return {row.code: row for row in authored("hospital_codes", HospitalRow)}


@once
def interval_rows() -> tuple[IntervalRow, ...]:
    """Give how often services are covered."""
    return authored("claim_intervals", IntervalRow)


@once
def course_rows() -> tuple[CourseRow, ...]:
    """Give how often services are reported in a course of treatment."""
    return authored("course_frequency", CourseRow)


@once
def interval_codes() -> frozenset[str]:
    """Give every code that is covered so often only."""
    return frozenset(code for row in interval_rows() for code in row.codes)


@once
def course_codes() -> frozenset[str]:
    """Give every code that is reported so often in a course of treatment."""
    return frozenset(code for row in course_rows() for code in row.codes)


@once
def supply_units() -> dict[str, SupplyUnitsRow]:
    """Give the fewest plausible units by agent."""
    return {row.code: row for row in authored("supply_units", SupplyUnitsRow)}


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for code, row in pairs:
        found.setdefault(code, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}
