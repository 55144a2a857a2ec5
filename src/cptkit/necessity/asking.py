"""What is asked of the determinations: claim lines, for a payer, on a form; and which rows answer for a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.determinations import coverage_rows
from cptkit.indicators import Setting
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import SupplyKind
from cptkit.values.diagnosis import has_form, plain
from cptkit.values.necessity import CoverageRow, code_listed


def _never(_on: dt.date) -> bool:
    return False


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
class Asked:
    """A line, the day that it is judged by, its diagnoses that have the form of one, and the rows that apply to it.

    Attributes:
        index: Its place on the claim.
        line: The line.
        on: The day.
        diagnoses: Plain diagnoses, in their order.
        is_supply: Whether it is of a supply, whose study carries the diagnosis.
        rows: The coverage rows that apply, whatever the diagnoses are; none for a line without any.
    """

    index: int
    line: ClaimLine
    on: dt.date
    diagnoses: tuple[str, ...]
    is_supply: bool
    rows: tuple[Applied, ...] = ()


@attrs.frozen(eq=False)
class Asking:
    """The lines of a claim that are asked about, on what form, of which payer, by which tables.

    Attributes:
        lines: The lines of national codes.
        setting: The claim form.
        payer: Who pays.
        catalog: The tables.
        state: The state whose contractor judges; None where it is not known.
        strict: Whether the payer refuses a side that the diagnosis does not bear out, by the line's day.
    """

    lines: tuple[Asked, ...]
    setting: Setting
    payer: Payer
    catalog: Catalog
    state: str | None = None
    strict: Callable[[dt.date], bool] = _never

    @property
    def is_medicare(self) -> bool:
        """Whether Medicare fee-for-service pays."""
        return self.payer is Payer.MEDICARE


def ask(
    asking: Asking,
    lines: Iterable[tuple[int, ClaimLine]],
    on: dt.date | None = None,
    *,
    determinations: bool = True,
) -> Asking:
    """Put lines to the determinations: find the rows that apply to each.

    Args:
        asking: How it is asked; its lines are left out.
        lines: The lines with their places.
        on: The day to judge by; None means each line's own.
        determinations: False where only the diagnoses are asked about: no line then has rows.

    Returns:
        What is asked.
    """
    bare = tuple(
        _bare(index, line, on or line.date_of_service, asking.catalog) for index, line in lines
    )
    if not determinations:
        return attrs.evolve(asking, lines=bare)
    days: dict[dt.date, list[Asked]] = {}
    for asked in bare:
        days.setdefault(asked.on, []).append(asked)
    beside = {day: _Beside.of(same, asking.catalog) for day, same in days.items()}
    rows = (_applied(asking, asked, beside[asked.on]) if asked.diagnoses else () for asked in bare)
    return attrs.evolve(
        asking,
        lines=tuple(
            attrs.evolve(asked, rows=found) for asked, found in zip(bare, rows, strict=True)
        ),
    )


def _bare(index: int, line: ClaimLine, on: dt.date, catalog: Catalog) -> Asked:
    formed = (plain(each) for each in line.diagnoses if has_form(each))
    code = catalog.code(line.code)
    is_supply = code is not None and code.supply is not None
    return Asked(index, line, on, tuple(dict.fromkeys(formed)), is_supply)


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
    def of(cls, lines: Iterable[Asked], catalog: Catalog) -> _Beside:
        """Look at the lines of a day."""
        same = tuple(lines)
        has_tracer = any(asked.is_supply and _is_tracer(asked.line.code, catalog) for asked in same)
        return cls(frozenset(asked.line.code for asked in same), has_tracer)

    def admits(self, row: CoverageRow) -> bool | None:
        """Tell whether what must stand beside a line does: True, None if not, False if it is only assumed."""
        if not row.beside or any(code_listed(row.beside, code) for code in self.codes):
            return True
        return None if self.has_tracer or not row.assumed else False


def _is_tracer(text: str, catalog: Catalog) -> bool:
    code = catalog.code(text)
    supply = None if code is None else code.supply
    return supply is not None and supply.kind is SupplyKind.RADIOPHARMACEUTICAL


def _applied(asking: Asking, asked: Asked, beside: _Beside) -> tuple[Applied, ...]:
    """Give the rows that apply to a line, whatever its diagnoses are; a payer's own list leaves Medicare's out."""
    found = []
    modifiers = frozenset(asked.line.modifiers)
    for row in coverage_rows(asked.line.code, asked.on, asking.catalog):
        if _admits(row, asking, modifiers):
            sure = beside.admits(row)
            if sure is not None:
                found.append(Applied(row, sure))
    of_the_payer = tuple(one for one in found if not one.row.medicare)
    return of_the_payer or tuple(found)


def _admits(row: CoverageRow, asking: Asking, modifiers: frozenset[str]) -> bool:
    """Tell whether a row is for a line's modifiers, form and payer."""
    if row.modifiers and modifiers.isdisjoint(row.modifiers):
        return False
    if not modifiers.isdisjoint(row.without) or (
        row.settings and asking.setting not in row.settings
    ):
        return False
    if not row.medicare and asking.is_medicare:
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
