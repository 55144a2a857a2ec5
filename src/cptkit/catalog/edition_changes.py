"""What differs between two editions: each kind of table that answers on either day, compared with what it may prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from cptkit.catalog import fee_tables, own_lists, own_tables, packaged_tables
from cptkit.catalog.catalog import Edition
from cptkit.catalog.lookups import status
from cptkit.catalog.packaged_tables import has_profile
from cptkit.catalog.table_changes import (
    Key,
    code_changes,
    keyed,
    price_changes,
    row_changes,
)
from cptkit.errors import NoDataError
from cptkit.files.pair_changes import differing
from cptkit.files.pairs import Pairs, pairs_of
from cptkit.indicators import Setting
from cptkit.values.changes import Change, ChangeTopic
from cptkit.values.code import is_radiology
from cptkit.values.code_expression import CodeStatus
from cptkit.values.coverage import Holding
from cptkit.values.days import holds
from cptkit.values.table import AddOnEdit, PtpEdit, Table, TableKind, TableScope

SETTINGS = (Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL)


@attrs.define
class Comparison:
    """Two editions, and what was found out about comparing them.

    Attributes:
        before: The edition that is compared from.
        after: The edition that is compared to.
        notes: What could not be compared, and why.
    """

    before: Edition
    after: Edition
    notes: list[str] = attrs.field(factory=list)

    def changes(self) -> Iterator[Change]:
        """Give every difference, topic by topic."""
        yield from self._codes()
        yield from self._fees()
        for setting in SETTINGS:
            yield from self._limits(setting)
        for setting in SETTINGS:
            yield from self._edits(setting)
        yield from self._add_ons()
        yield from self._hospital()
        yield from self._places()

    # --- codes

    def _codes(self) -> Iterator[Change]:
        """Give the codes that came and went; of what the other day is not told of, the report notes how many they are."""
        untold = {self.before.on: 0, self.after.on: 0}
        for change in code_changes(self.before, self.after):
            if _went_untold(change, self.after) or _came_untold(change, self.before):
                untold[self.after.on if change.after is None else self.before.on] += 1
            else:
                yield change
        self.notes += [
            f"codes: nothing tells whether {count} of the other day are in force on {on}"
            for on, count in untold.items()
            if count
        ]

    # --- fee schedule

    def _fees(self) -> Iterator[Change]:
        old, new = (fee_rows(each) for each in (self.before, self.after))
        codes = {code for code, _ in old} & {code for code, _ in new}
        old, new = ({key: rows[key] for key in rows if key[0] in codes} for rows in (old, new))
        yield from row_changes(TableKind.FEE_SCHEDULE, old, new)
        yield from price_changes(old, new)

    # --- edits

    def _limits(self, setting: Setting) -> Iterator[Change]:
        sides = self._sides(
            f"unit limits ({setting.value})", lambda each: each.catalog.mue(each.on, setting)
        )
        if sides is None:
            return
        old, new = (_merged(TableKind.MUE, tables) for tables in sides)
        for change in row_changes(TableKind.MUE, old, new, setting):
            silent = sides[1] if change.after is None else sides[0]
            if (change.before and change.after) or tells(silent, change.code, change.code):
                yield change

    def _edits(self, setting: Setting) -> Iterator[Change]:
        sides = self._sides(
            f"pairs ({setting.value})", lambda each: each.catalog.ptp(each.on, setting)
        )
        if sides is not None:
            days = self.before.on, self.after.on
            yield from pair_changes(sides[0], days[0], sides[1], days[1], setting)

    def _add_ons(self) -> Iterator[Change]:
        sides = self._sides("add-on edits", _add_on_table)
        if sides is not None:
            old, new = (
                _add_ons(tables, on)
                for tables, on in zip(sides, (self.before.on, self.after.on), strict=True)
            )
            yield from (
                change
                for change in row_changes(TableKind.ADD_ON, old, new)
                if tells(sides[0], *_pair(change)) and tells(sides[1], *_pair(change))
            )

    def _sides(
        self, what: str, held_of: Callable[[Edition], tuple[Holding[Any], ...]]
    ) -> tuple[list[Table[Any]], list[Table[Any]]] | None:
        """Give the tables of either side that answer, or note why they cannot be compared."""
        sides = []
        for edition in (self.before, self.after):
            held = held_of(edition)
            exact = [each.table for each in held if each.exact]
            whole = next((at for at, each in enumerate(exact, 1) if _is_whole(each)), len(exact))
            if not exact:
                self.notes.append(f"{what}: no table covers {edition.on}")
                return None
            sides.append(exact[:whole])
        if any(not table.complete for side in sides for table in side):
            self.notes.append(
                f"{what}: a table does not say that it is whole, so that what came or went may stand elsewhere"
            )
        return sides[0], sides[1]

    # --- hospitals and places

    def _hospital(self) -> Iterator[Change]:
        old, new = map(_hospital_rows, (self.before, self.after))
        codes = old.keys() & new.keys() if old and new else frozenset[Key]()
        yield from (
            change
            for change in row_changes(
                TableKind.OPPS_STATUS,
                {key: old[key] for key in codes},
                {key: new[key] for key in codes},
            )
            if change.field != "rate" or (change.before and change.after)
        )

    def _places(self) -> Iterator[Change]:
        try:
            old, new = (each.localities for each in (self.before, self.after))
        except NoDataError as error:
            self.notes.append(str(error))
            return
        yield from row_changes(
            TableKind.LOCALITIES,
            keyed(TableKind.LOCALITIES, old),
            keyed(TableKind.LOCALITIES, new),
        )


def fee_rows(edition: Edition) -> dict[Key, Any]:
    """Give every row of the fee schedule that answers for an edition: the packaged ones, and before them the caller's."""
    own = tuple(fee_tables.answering(edition.catalog.tables, edition.on))
    whole = next((at for at, each in enumerate(own, 1) if each.complete), None)
    found: dict[Key, Any] = {} if whole else dict(packaged_tables.fee_rows(edition.on))
    for table in reversed(own[:whole]):
        named = own_tables.codes_of(table)
        found = {key: row for key, row in found.items() if key[0] not in named}
        found |= own_tables.fee_rows(table)
    return found


def _hospital_rows(edition: Edition) -> dict[Key, Any]:
    """Give the hospital status of the codes of a day, and of those that a caller's Addendum B names besides."""
    own = own_lists.opps_table(edition.catalog.tables, edition.on)
    codes = {*edition, *(own_lists.statuses(own) if own is not None else ())}
    rows = own_lists.opps_rows(edition.catalog.tables, edition.on)
    return {(code, ""): rows[code] for code in codes & rows.keys()}


def _is_whole(table: Table[Any]) -> bool:
    return table.complete and table.scope is TableScope.ALL


def _merged(kind: TableKind, tables: list[Table[Any]]) -> Mapping[Key, Any]:
    """Give the rows of several tables by key; the first table that has one answers."""
    found: dict[Key, Any] = {}
    for table in reversed(tables):
        found |= keyed(kind, table)
    return found


def tells(tables: list[Table[Any]], *codes: str) -> bool:
    """Tell whether absence in some tables of a day is an answer for a row that names these codes.

    A table that does not say that it is whole counts too: the report has a note then.
    """
    return any(_holds(table.scope, codes) or not table.complete for table in tables)


def _holds(scope: TableScope, codes: tuple[str, ...]) -> bool:
    if scope is TableScope.ALL:
        return True
    if scope is TableScope.WITHIN_RADIOLOGY:
        return all(is_radiology(code) for code in codes)
    return any(
        is_radiology(code) or (scope is TableScope.PROFILED and has_profile(code)) for code in codes
    )


# --- pairs and add-ons, by what is in force on a day


def pair_changes(
    before: list[Table[PtpEdit]],
    before_on: dt.date,
    after: list[Table[PtpEdit]],
    on: dt.date,
    setting: Setting | None,
) -> Iterator[Change]:
    """Give the pairs that came, went or have another indicator, where absence on the other side is an answer."""
    sides = [[_packed(table) for table in tables] for tables in (before, after)]
    for one, two, was, now in differing(sides[0], before_on, sides[1], on):
        silent = after if now is None else before
        if (was and now) or tells(silent, one, two):
            yield Change(
                ChangeTopic.EDITS,
                one,
                two,
                "indicator",
                was.value if was else None,
                now.value if now else None,
                setting,
            )


def _packed(table: Table[PtpEdit]) -> Pairs:
    if isinstance(table.rows, Pairs):
        return table.rows
    return pairs_of(
        (
            (row.column_1, row.column_2, (row.effective, row.through, row.indicator, row.rationale))
            for row in table
        ),
        table.source,
    )


def _add_on_table(edition: Edition) -> tuple[Holding[AddOnEdit], ...]:
    """Give the table of add-on edits that answers; its rows have days of their own, so that it tells of the past too."""
    return tuple(
        attrs.evolve(
            each, exact=each.exact or edition.on <= (each.table.source.through or edition.on)
        )
        for each in edition.catalog.add_on(edition.on)[:1]
    )


def _add_ons(tables: list[Table[AddOnEdit]], on: dt.date) -> dict[Key, AddOnEdit]:
    return keyed(TableKind.ADD_ON, (row for table in tables for row in table if holds(row, on)))


def _pair(change: Change) -> tuple[str, ...]:
    return tuple(each for each in (change.code, change.other) if each)


def _went_untold(change: Change, after: Edition) -> bool:
    """Tell whether nothing says that a code which is not in force any more has ended."""
    return (
        change.after is None
        and status(change.code, after.on, catalog=after.catalog) is CodeStatus.NO_DATA
    )


def _came_untold(change: Change, before: Edition) -> bool:
    """Tell whether a code that is in force now may have been so before: the day lies between releases that tell of it."""
    meanings = before.catalog.versions(change.code)
    return change.before is None and any(each.is_undecided(before.on) for each in meanings)
