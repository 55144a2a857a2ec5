"""What is asked of the determinations: claim lines, for a payer, on a form; and which rows answer for a line."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

import attrs

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.determinations import coverage_rows
from cptkit.indicators import Setting
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import SupplyKind, sort_key
from cptkit.values.diagnosis import has_form, plain
from cptkit.values.necessity import CoverageRow

Place = tuple[str, tuple[str, ...]]
"""A jurisdiction: a contractor and its states."""


@attrs.frozen(eq=False)
class Asked:
    """A line, the day that it is judged by, and its diagnoses that have the form of one.

    Attributes:
        index: Its place on the claim.
        line: The line.
        on: The day.
        diagnoses: Plain diagnoses, in their order.
        strict: Whether the payer refuses a side that the diagnosis does not bear out.
    """

    index: int
    line: ClaimLine
    on: dt.date
    diagnoses: tuple[str, ...]
    strict: bool = False


def asked_line(
    index: int, line: ClaimLine, on: dt.date | None = None, *, strict: bool = False
) -> Asked:
    """Make what is asked of a line."""
    formed = (plain(each) for each in line.diagnoses if has_form(each))
    return Asked(index, line, on or line.date_of_service, tuple(dict.fromkeys(formed)), strict)


@attrs.frozen(eq=False)
class Asking:
    """The lines of a claim that are asked about, on what form, of which payer, by which tables.

    Attributes:
        lines: The lines of national codes.
        setting: The claim form.
        payer: Who pays.
        catalog: The tables.
        state: The state whose contractor judges; None where it is not known.
    """

    lines: tuple[Asked, ...]
    setting: Setting
    payer: Payer
    catalog: Catalog
    state: str | None = None

    @property
    def is_medicare(self) -> bool:
        """Whether Medicare fee-for-service pays."""
        return self.payer is Payer.MEDICARE

    def companions(self, asked: Asked) -> frozenset[str]:
        """Give the codes of all lines of a line's day."""
        return frozenset(each.line.code for each in self.lines if each.on == asked.on)

    def is_supply(self, asked: Asked) -> bool:
        """Tell whether a line is of a supply, whose study carries the diagnosis."""
        code = self.catalog.code(asked.line.code)
        return code is not None and code.supply is not None


@attrs.frozen
class Applied:
    """A row that applies to a line.

    Attributes:
        row: The row.
        sure: False where it turns on a tracer that the claim does not name.
    """

    row: CoverageRow
    sure: bool


def applied(asking: Asking, asked: Asked) -> tuple[Applied, ...]:
    """Give the rows that apply to a line, whatever its diagnoses are; a payer's own list leaves Medicare's out."""
    beside = asking.companions(asked)
    found = []
    for row in coverage_rows(asked.line.code, asked.on, asking.catalog):
        if _admits(row, asking, frozenset(asked.line.modifiers)):
            sure = _beside(row, beside, asking.catalog)
            if sure is not None:
                found.append(Applied(row, sure))
    of_the_payer = tuple(one for one in found if not one.row.medicare)
    return of_the_payer or tuple(found)


def _admits(row: CoverageRow, asking: Asking, modifiers: frozenset[str]) -> bool:
    """Tell whether a row is for a line's modifiers, form and payer."""
    if row.modifiers and not modifiers & set(row.modifiers):
        return False
    if modifiers & set(row.without) or (row.settings and asking.setting not in row.settings):
        return False
    if not row.medicare and asking.is_medicare:
        return False
    return not (asking.state and row.states and asking.state not in row.states)


def _beside(row: CoverageRow, codes: frozenset[str], catalog: Catalog) -> bool | None:
    """Tell whether what must stand beside a line does: True, None if not, False if it is only assumed."""
    if not row.beside or any(_named(row.beside, code) for code in codes):
        return True
    if not row.assumed or any(_is_tracer(code, catalog) for code in codes):
        return None
    return False


def _is_tracer(text: str, catalog: Catalog) -> bool:
    code = catalog.code(text)
    supply = None if code is None else code.supply
    return supply is not None and supply.kind is SupplyKind.RADIOPHARMACEUTICAL


def _named(names: tuple[str, ...], code: str) -> bool:
    key = sort_key(code)
    return any(first <= key <= last for first, last in _spans(names))


@functools.cache
def _spans(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    ends = (name.partition("-") for name in names)
    return tuple((sort_key(first), sort_key(last or first)) for first, _, last in ends)


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
