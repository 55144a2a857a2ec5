"""Rows put together to claims: which rows are a claim's, in what order, and which make no line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any

import attrs
import numpy as np

from cptkit.claim_check.parts import Terms
from cptkit.errors import CptkitError, shown
from cptkit.frames.arguments import Given
from cptkit.frames.claim_parts import ClaimJudge, LineOf
from cptkit.frames.coded import Coded, Places, together
from cptkit.frames.line_cells import LineColumns, line_of, text_of
from cptkit.frames.line_kinds import LineKind
from cptkit.indicators import Setting
from cptkit.lines.rule_rows import rule_rows
from cptkit.values.claim import Payer
from cptkit.values.claim_fields import charge as read_charge
from cptkit.values.days import as_day
from cptkit.values.finding import Finding, Outcome
from cptkit.values.raw import is_blank

_UNREADABLE = "line.unreadable"
_CURE = "mend the cell and check the claim again: a line that is not read is not checked"
_ANOTHER = "its setting or payer is not that of the claim's first line"
_NONE = -1


@attrs.frozen
class ClaimColumns:
    """Where the fields of claims stand.

    Attributes:
        claim: The claim's id.
        line: What orders the lines of a claim; the order of the rows where none is named.
        fields: The fields of a line but its day, provider and session.
        on: The day.
        provider: The provider's id.
        session: The session's id.
        charge: The charge.
        ordering_provider: The id of who ordered.
        setting: The claim form.
        payer: Who pays.
    """

    claim: Given
    line: Given
    fields: LineColumns
    on: Given
    provider: Given
    session: Given
    charge: Given
    ordering_provider: Given
    setting: Given
    payer: Given

    @property
    def given(self) -> tuple[Given, ...]:
        """Every argument."""
        beside = (self.on, self.provider, self.session, self.charge, self.ordering_provider)
        return (self.claim, self.line, *self.fields.given, *beside, self.setting, self.payer)


@attrs.frozen(eq=False)
class Told:
    """Findings as numbers, a row for each finding and line.

    Attributes:
        rows: The row of the frame; -1 where a finding is about no line.
        firsts: The first row of the claim.
        lines: The line's place among the lines of its claim; -1 where there is none.
        findings: The finding's number within its claim.
        words: The number of its words.
    """

    rows: Places
    firsts: Places
    lines: Places
    findings: Places
    words: Places


def told_of(
    columns: ClaimColumns, cells: Mapping[str, Coded], rows: int, judge: ClaimJudge
) -> Told:
    """Judge the claims of some rows.

    Args:
        columns: Where the fields stand.
        cells: The columns as numbers, by name.
        rows: How many rows there are.
        judge: Who judges, and keeps the words.

    Returns:
        What is said of them, claims in the order in which they first come.
    """
    claims = _Claims(columns, cells, rows, judge)
    found: tuple[list[int], ...] = ([], [], [], [], [])
    for places in claims.together():
        claims.tell(places, found)
    return Told(*(np.array(column, np.int64) for column in found))


def claim_numbers(claims: Coded, rows: int) -> Places:
    """Number the claims of some rows by their first row; a row without an id is a claim of its own.

    Args:
        claims: The column of ids as numbers.
        rows: How many rows there are.

    Returns:
        For each row the first row of its claim.
    """
    nobody = np.array([is_blank(value) for value in claims.values], bool)
    alone = nobody[claims.places]
    ids = np.where(alone, len(claims.values) + np.arange(rows), claims.places)
    _, firsts, places = np.unique(ids, return_index=True, return_inverse=True)
    numbered: Places = firsts[places]
    return numbered


@attrs.frozen
class _Value:
    """What a value of a column comes to: something that is read, or why it is not."""

    value: Any = None
    reason: str | None = None


@attrs.frozen(eq=False)
class _Column:
    """A column: for each row the place of what its cell comes to."""

    places: list[int]
    values: list[_Value]

    def of(self, row: int) -> _Value:
        """Give what the cell of a row comes to."""
        return self.values[self.places[row]]


class _Claims:
    """The rows of a frame as lines of claims."""

    def __init__(
        self, columns: ClaimColumns, cells: Mapping[str, Coded], rows: int, judge: ClaimJudge
    ) -> None:
        self._columns = columns
        self._cells = cells
        self._rows = rows
        self._judge = judge
        self._content = self._lines()
        self._days = self._read(columns.on, _day)
        self._providers = self._read(columns.provider, partial(_id, "provider"))
        self._sessions = self._read(columns.session, partial(_id, "session"))
        self._charges = self._read(columns.charge, _charge)
        self._settings = self._read(columns.setting, partial(_member, Setting))
        self._payers = self._read(columns.payer, partial(_member, Payer))
        self._orders = self._read(columns.ordering_provider, lambda cell: not is_blank(cell))
        self._asked = (
            self._content,
            self._days,
            self._providers,
            self._sessions,
            self._charges,
            self._settings,
            self._payers,
        )
        self._faulty = self._faults()
        self._kinds: dict[tuple[int, int], LineKind] = {}

    # --- rows

    def _lines(self) -> _Column:
        """Make the line of each distinct content, the day left open."""
        where = self._columns.fields
        inputs = where.inputs
        places, asked = together([self._cells[each.column] for each in inputs], self._rows)
        made = (line_of(where, inputs, cells) for cells in asked)
        return _Column(
            places.tolist(),
            [_Value(None, each) if isinstance(each, str) else _Value(each) for each in made],
        )

    def _read(self, given: Given, read: Callable[[object], object]) -> _Column:
        """Read each distinct value of an argument."""
        if given.input is None:
            return _Column([0] * self._rows, [_told(read, given.value)])
        coded = self._cells[given.input.column]
        return _Column(coded.places.tolist(), [_told(read, value) for value in coded.values])

    def _faults(self) -> list[bool]:
        """Tell which rows make no line."""
        wrong = np.zeros(self._rows, bool)
        for column in self._asked:
            told = np.array([value.reason is not None for value in column.values], bool)
            if told.any():
                wrong |= told[np.array(column.places, np.int64)]
        return wrong.tolist()

    def _fault(self, row: int) -> str:
        """Say why a row makes no line."""
        reasons = (column.of(row).reason for column in self._asked)
        return next(reason for reason in reasons if reason is not None)

    def _line(self, row: int) -> LineOf:
        key = self._content.places[row], self._days.places[row]
        kind = self._kinds.get(key)
        if kind is None:
            content, day = self._content.of(row).value, self._days.of(row).value
            kind = self._kinds[key] = self._judge.kind(content, day)
        return LineOf(kind, self._providers.of(row).value, self._sessions.of(row).value)

    # --- claims

    def together(self) -> Iterable[list[int]]:
        """Give the rows of each claim in their order, claims in the order in which they first come."""
        given = self._columns.claim.input
        assert given is not None  # noqa: S101 - a claim's id is always a column
        claims = claim_numbers(self._cells[given.column], self._rows)
        order = np.lexsort((np.arange(self._rows), self._order(), claims))
        ends = np.flatnonzero(np.diff(claims[order])) + 1
        for rows in np.split(order, ends):
            yield rows.tolist()

    def _order(self) -> Places:
        """Give what orders the lines of a claim: the named column, numbers as numbers; what holds nothing comes last."""
        given = self._columns.line.input
        if given is None:
            return np.zeros(self._rows, np.int64)
        coded = self._cells[given.column]
        keys = [_line_key(value) for value in coded.values]
        rank = {key: place for place, key in enumerate(sorted(set(keys)))}
        placed: Places = np.array([rank[key] for key in keys], np.int64)[coded.places]
        return placed

    def tell(self, rows: list[int], found: tuple[list[int], ...]) -> None:
        """Judge a claim, and put down what is said of it."""
        good = [row for row in rows if not self._faulty[row]]
        wrong = [(row, self._fault(row)) for row in rows if self._faulty[row]]
        if good:
            first = self._words(good[0])
            other = [row for row in good if self._words(row) != first]
            wrong += [(row, _ANOTHER) for row in other]
            good = [row for row in good if row not in set(other)] if other else good
            self._tell_of(good, rows[0], found)
        for row, reason in wrong:
            number = 0 if not found[1] or found[1][-1] != rows[0] else found[3][-1] + 1
            _put(found, row, rows[0], _NONE, number, self._judge.words.number(_unreadable(reason)))

    def _tell_of(self, rows: list[int], first: int, found: tuple[list[int], ...]) -> None:
        ordered = any(self._orders.of(row).value for row in rows)
        terms = Terms(*self._words(rows[0]), ordered)
        told = self._judge.of_claim([self._line(row) for row in rows], terms)
        for number, (held, words) in enumerate(told):
            for place in held:
                _put(found, rows[place], first, place, number, words)
            if not held:
                _put(found, _NONE, first, _NONE, number, words)

    def _words(self, row: int) -> tuple[Setting, Payer]:
        return self._settings.of(row).value, self._payers.of(row).value


def _put(found: tuple[list[int], ...], *values: int) -> None:
    for column, value in zip(found, values, strict=True):
        column.append(value)


def _told(read: Callable[[object], object], value: object) -> _Value:
    try:
        return _Value(read(value))
    except CptkitError as error:
        return _Value(None, str(error))


class _UnreadError(CptkitError):
    """A cell holds something else than what its column is read as."""


def _day(cell: object) -> dt.date:
    if is_blank(cell):
        raise _UnreadError("there is no date of service in the cell")
    return as_day(cell, "date_of_service")


def _id(name: str, cell: object) -> str | None:
    text = text_of(cell, str)
    if text is not None and not isinstance(text, str):
        raise _UnreadError(f"{name} is no text")
    return text


def _charge(cell: object) -> None:
    """Make sure that a charge is one; no rule of claims reads it."""
    read_charge(None if is_blank(cell) else cell)  # type: ignore[arg-type]  # it refuses what is none


def _member(kind: type[Enum], cell: object) -> Enum:
    """Read the form of a claim or its payer: the name of a member, its value, or the member."""
    for each in kind:
        if cell is each or cell in (each.name, each.value):
            return each
    names = ", ".join(each.name for each in kind)
    raise _UnreadError(f"{shown(cell)} is no {kind.__name__.lower()}: it is one of {names}")


def _line_key(value: object) -> tuple[int, Decimal, str]:
    """Order lines: numbers first, texts of digits among them, then other texts, then what holds nothing."""
    if is_blank(value):
        return 3, Decimal(0), ""
    if isinstance(value, str) and value.strip().isdecimal():
        return 1, Decimal(int(value)), value
    if isinstance(value, (int, float, Decimal)):
        return 1, Decimal(str(value)), ""
    return 2, Decimal(0), str(value)


def _unreadable(reason: str) -> Finding:
    return rule_rows()[_UNREADABLE].finding(
        Outcome.NO_DATA, (), f"the row makes no claim line: {reason}", _CURE
    )
