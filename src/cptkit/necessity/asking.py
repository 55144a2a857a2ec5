"""What is asked of the determinations: claim lines, for a payer, on a form; and which rows answer for a line."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.catalog.determinations import coverage_rows
from cptkit.catalog.remembered import Remembered
from cptkit.lines.one_line import OneLine
from cptkit.lines.view import Seen, View
from cptkit.values.code import Supply, SupplyKind
from cptkit.values.diagnosis import has_form, plain
from cptkit.values.necessity import CoverageRow, code_listed

Place = tuple[str, tuple[str, ...]]
"""A jurisdiction: a contractor and its states."""


@attrs.frozen
class Applied:
    """A row that applies to a line.

    Attributes:
        row: The row.
        sure: False where it turns on a tracer that the claim does not name.
    """

    row: CoverageRow
    sure: bool


@attrs.frozen(eq=False)
class Asked(OneLine):
    """A seen line with its diagnoses that have the form of one, and the rows that apply to it.

    Attributes:
        diagnoses: Plain diagnoses, in their order.
        rows: The coverage rows that apply, whatever the diagnoses are; none for a line without any.
    """

    diagnoses: tuple[str, ...]
    rows: tuple[Applied, ...] = ()

    @property
    def supply(self) -> Supply | None:
        """What one unit of its code is, for a supply, retired ones included: the study carries its diagnosis."""
        code = self.seen.code or self.view.catalog.code(self.seen.text)
        return None if code is None else code.supply


@attrs.frozen(eq=False)
class Asking:
    """The lines of a claim that are asked about, and whose contractor judges.

    Attributes:
        view: The claim as the rules see it.
        lines: Its lines of national codes.
        state: The state whose contractor judges; None where it is not known.
    """

    view: View
    lines: tuple[Asked, ...]
    state: str | None = None
    _named: dict[dt.date, dict[str, None]] = attrs.field(factory=dict, init=False, repr=False)

    def named_on(self, day: dt.date) -> Iterable[str]:
        """Give the diagnoses that the lines of a day name, each once, in their order; looked at when a line first asks."""
        if not self._named:
            for each in self.lines:
                self._named.setdefault(each.on, {}).update(dict.fromkeys(each.diagnoses))
        return self._named[day]


def ask(view: View, lines: Iterable[Seen], state: str | None = None) -> Asking:
    """Ask about the diagnoses of lines.

    Args:
        view: The claim as the rules see it.
        lines: Those of its lines that are asked about.
        state: The state whose contractor judges; None where it is not known.

    Returns:
        What is asked; no line has coverage rows yet.
    """
    asked = (Asked(view, seen, _formed(seen.line.diagnoses)) for seen in lines)
    return Asking(view, tuple(asked), state)


def determined(asking: Asking) -> Asking:
    """Put lines to the determinations: find the rows that apply to each that has a diagnosis.

    Args:
        asking: What is asked.

    Returns:
        The same, with the rows.
    """
    days = _Days(asking.lines)
    return Asking(
        asking.view,
        tuple(_with_rows(asking, each, days) if each.diagnoses else each for each in asking.lines),
        asking.state,
    )


_APPLIED: Remembered[tuple[Applied, ...] | None] = Remembered(20_000)
"""The rows that apply to a line, where they ask for nothing beside it; None where one does."""


def _with_rows(asking: Asking, asked: Asked, days: _Days) -> Asked:
    """Give a line with the rows that apply to it, whatever its diagnoses are."""
    seen, view = asked.seen, asking.view
    rows = coverage_rows(seen.text, seen.on, view.catalog)
    terms = (view.setting.value, view.is_medicare, asking.state)
    applied = _APPLIED.of(
        view.catalog,
        (seen.text, seen.on, seen.line.modifiers, terms),
        lambda: None if any(row.beside for row in rows) else _applied(asking, asked, rows, days),
    )
    if applied is None:
        applied = _applied(asking, asked, rows, days)
    return Asked(asked.view, seen, asked.diagnoses, applied) if applied else asked


def _applied(
    asking: Asking, asked: Asked, rows: Iterable[CoverageRow], days: _Days
) -> tuple[Applied, ...]:
    """Give those of the rows for a code that apply to a line; a payer's own list leaves Medicare's out."""
    found = []
    for row in rows:
        if _admits(row, asking, asked.seen.modifiers):
            sure = days.admits(row, asked.on)
            if sure is not None:
                found.append(Applied(row, sure))
    of_the_payer = tuple(one for one in found if not one.row.medicare)
    return of_the_payer or tuple(found)


@functools.lru_cache(maxsize=4096)
def _formed(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    """Give the diagnoses that have the form of one, plain, each once: the lines of a claim mostly name the same."""
    return tuple(dict.fromkeys(plain(each) for each in diagnoses if has_form(each)))


@attrs.frozen(eq=False)
class _Beside:
    """What stands on a claim on a day.

    Attributes:
        codes: All codes.
        has_tracer: Whether a radiopharmaceutical is among them.
    """

    codes: frozenset[str]
    has_tracer: bool

    @classmethod
    def of(cls, lines: Iterable[Asked]) -> _Beside:
        """Look at the lines of a day."""
        same = tuple(lines)
        return cls(frozenset(asked.seen.text for asked in same), any(map(_is_tracer, same)))

    def admits(self, row: CoverageRow) -> bool | None:
        """Tell whether what must stand beside a line does: True, None if not, False if it is only assumed."""
        if any(code_listed(row.beside, code) for code in self.codes):
            return True
        return None if self.has_tracer or not row.assumed else False


class _Days:
    """What stands on a claim on each day: looked at when a row first asks, since few do."""

    def __init__(self, lines: tuple[Asked, ...]) -> None:
        self._lines = lines

    @functools.cached_property
    def _beside(self) -> dict[dt.date, _Beside]:
        days: dict[dt.date, list[Asked]] = {}
        for asked in self._lines:
            days.setdefault(asked.on, []).append(asked)
        return {day: _Beside.of(same) for day, same in days.items()}

    def admits(self, row: CoverageRow, on: dt.date) -> bool | None:
        """Tell whether what must stand beside a line of a day does, as `_Beside.admits` says it."""
        return self._beside[on].admits(row) if row.beside else True


def _is_tracer(asked: Asked) -> bool:
    supply = asked.supply
    return supply is not None and supply.kind is SupplyKind.RADIOPHARMACEUTICAL


def _admits(row: CoverageRow, asking: Asking, modifiers: frozenset[str]) -> bool:
    """Tell whether a row is for a line's modifiers, form and payer."""
    if row.modifiers and modifiers.isdisjoint(row.modifiers):
        return False
    if not modifiers.isdisjoint(row.without) or (
        row.settings and asking.view.setting not in row.settings
    ):
        return False
    if not row.medicare and asking.view.is_medicare:
        return False
    return not (asking.state and row.states and asking.state not in row.states)


def by_place(rows: Iterable[Applied]) -> dict[Place, tuple[Applied, ...]]:
    """Give the rows of each jurisdiction, the national ones in each; the nation alone where no local row speaks."""
    each = tuple(rows)
    national = tuple(one for one in each if one.row.is_national)
    local: dict[Place, list[Applied]] = {}
    for one in each:
        if not one.row.is_national:
            local.setdefault((one.row.contractor, one.row.states), []).append(one)
    if not local:
        return {("", ()): national} if national else {}
    return {place: (*found, *national) for place, found in local.items()}
