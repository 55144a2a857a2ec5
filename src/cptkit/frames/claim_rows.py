"""Rows put together to claims: which rows are a claim's, in what order, and which make no line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial

import attrs
import numpy as np
import numpy.typing as npt

from cptkit.claim_check.parts import Terms
from cptkit.frames.arguments import Given
from cptkit.frames.claim_cells import (
    NONE,
    CellColumn,
    CellValue,
    charge,
    day,
    member,
    text_id,
    told_value,
)
from cptkit.frames.claim_lines import Lines, counted, first_places, first_rows, numbered, runs
from cptkit.frames.claim_parts import ClaimJudge
from cptkit.frames.claim_walk import of_claims
from cptkit.frames.coded import Coded, Places, together
from cptkit.frames.heard import Said
from cptkit.frames.line_cells import LineColumns, line_of
from cptkit.frames.questions import Cells, Input
from cptkit.indicators import Setting
from cptkit.lines.rule_rows import rule_rows
from cptkit.values.claim import Payer
from cptkit.values.finding import Finding, Outcome
from cptkit.values.raw import is_blank

_UNREADABLE = "line.unreadable"
_CURE = "mend the cell and check the claim again: a line that is not read is not checked"
_ANOTHER = "its setting or payer is not that of the claim's first line"


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
        return (self.claim, *self.given_of_lines)

    @property
    def given_of_lines(self) -> tuple[Given, ...]:
        """Every argument but the claim's id."""
        beside = (self.on, self.provider, self.session, self.charge, self.ordering_provider)
        return (self.line, *self.fields.given, *beside, self.setting, self.payer)


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
    columns: ClaimColumns, cells: Mapping[str, Coded], claims: Places, judge: ClaimJudge
) -> Told:
    """Judge the claims of some rows.

    Args:
        columns: Where the fields stand.
        cells: The columns as numbers, by name.
        claims: For each row the first row of its claim.
        judge: Who judges, and keeps the words.

    Returns:
        What is said of them, claims in the order in which they first come. The numbers of words hold until the
        judge is asked again.
    """
    judge.hold_small()
    given = _Claims(columns, cells, claims, judge)
    lines = given.lines()
    told = _with_unread(_told_of_lines(of_claims(lines, judge).reports(), lines), given.unread())
    return attrs.evolve(told, firsts=given.firsts[told.firsts])


def _told_of_lines(said: Said, lines: Lines) -> Told:
    """Write findings as rows, one for each line of theirs; claims by number."""
    counts = np.maximum(said.counts, 1)
    places = np.full(counts.sum(), NONE)
    places[np.repeat(said.counts > 0, counts)] = said.places
    return Told(
        np.append(lines.rows, NONE)[places],
        np.repeat(said.claims, counts),
        np.append(lines.places, NONE)[places],
        np.repeat(counted(said.claims), counts),
        np.repeat(said.words, counts),
    )


def _with_unread(found: Told, unread: Told) -> Told:
    """Put what was not read behind what was said of its claim, and number it on."""
    claims = np.concatenate([found.firsts, unread.firsts])
    most = np.zeros(claims.max(initial=NONE) + 1, np.int64)
    np.maximum.at(most, found.firsts, found.findings + 1)
    numbers = np.concatenate([found.findings, most[unread.firsts] + unread.findings])
    order = np.argsort(claims, kind="stable")
    each = ((found.rows, unread.rows), (found.lines, unread.lines), (found.words, unread.words))
    rows, lines, words = (np.concatenate(both)[order] for both in each)
    return Told(rows, claims[order], lines, numbers[order], words)


def claim_numbers(columns: ClaimColumns, cells: Mapping[str, Coded], rows: int) -> Places:
    """Number the claims of some rows by their first row; a row without an id is a claim of its own.

    Args:
        columns: Where the fields stand.
        cells: The columns as numbers, by name.
        rows: How many rows there are.

    Returns:
        For each row the first row of its claim.
    """
    claims = cells[columns.claim.cell_name]
    nobody = np.array([_holds_nothing(value) for value in claims.values], bool)
    ids = claims.places
    if nobody[ids].any():
        ids = np.where(nobody[ids], len(claims.values) + np.arange(rows), ids)
    return first_rows(ids, len(claims.values) + rows)[ids]


def _holds_nothing(value: object) -> bool:
    """Tell whether a cell holds no id; one that begins with a letter or digit is looked at no further, since there are many."""
    begins = type(value) is str and "0" <= value[:1] <= "z"
    return not begins and is_blank(value)


class _Claims:
    """The rows of a frame as lines of claims.

    Attributes:
        firsts: The first row of each claim, claims in the order in which they first come.
    """

    def __init__(
        self, columns: ClaimColumns, cells: Mapping[str, Coded], claims: Places, judge: ClaimJudge
    ) -> None:
        self._columns = columns
        self._cells = cells
        self._count = len(claims)
        self._judge = judge
        self._content, self._known = self._contents()
        self._days = self._read(columns.on, day)
        self._providers = self._read(columns.provider, partial(text_id, "provider"))
        self._sessions = self._read(columns.session, partial(text_id, "session"))
        self._settings = self._read(columns.setting, partial(member, Setting))
        self._payers = self._read(columns.payer, partial(member, Payer))
        self._asked = (
            self._content,
            self._days,
            self._providers,
            self._sessions,
            self._read(columns.charge, charge),
            self._settings,
            self._payers,
        )
        self._rows, self._numbers = self._in_order(claims)
        self.firsts: Places = self._rows[first_places(self._numbers)]
        self._faulty = np.any([each.faults() for each in self._asked], axis=0)[self._rows]
        self._terms, self._others = self._of_claims()

    # --- what cells come to

    def _contents(self) -> tuple[CellColumn, list[int]]:
        """Make the line of each distinct content, the day left open, with the judge's number of each."""
        where = self._columns.fields
        inputs = where.inputs
        places, asked = together([self._cells[each.column] for each in inputs], self._count)
        read = partial(_line_of, where, inputs)
        numbers = [self._judge.content(cells, read) for cells in asked]
        return CellColumn(places, [self._judge.contents[each] for each in numbers]), numbers

    def _read(self, given: Given, read: Callable[[object], object]) -> CellColumn:
        """Read each distinct value of an argument."""
        if given.input is None:
            return CellColumn(np.zeros(self._count, np.int64), [told_value(read, given.value)])
        coded = self._cells[given.input.column]
        return CellColumn(coded.places, [told_value(read, value) for value in coded.values])

    # --- claims

    def _in_order(self, claims: Places) -> tuple[Places, Places]:
        """Give the rows claim by claim, in the order of their lines, and the number of each one's claim."""
        order = np.lexsort((self._order(), claims))
        starts, sizes = runs(claims[order])
        return order, np.repeat(np.arange(len(starts)), sizes)

    def _order(self) -> Places:
        """Give what orders the lines of a claim: the named column, numbers as numbers; what holds nothing comes last."""
        given = self._columns.line.input
        if given is None:
            return np.zeros(self._count, np.int64)
        coded = self._cells[given.column]
        keys = [_line_key(value) for value in coded.values]
        rank = {key: place for place, key in enumerate(sorted(set(keys)))}
        placed: Places = np.array([rank[key] for key in keys], np.int64)[coded.places]
        return placed

    def _of_claims(self) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Give for each row what holds for its claim, and whether it says otherwise than the claim's first line."""
        settings, payers = list(Setting), list(Payer)
        said = self._settings.numbers(settings.index) * len(payers)
        said = (said + self._payers.numbers(payers.index))[self._rows]
        good = np.flatnonzero(~self._faulty)
        leads = good[first_places(self._numbers[good])]
        first = np.zeros(len(self.firsts), np.int64)
        first[self._numbers[leads]] = said[leads]
        held = first[self._numbers]
        others = ~self._faulty & (said != held)
        orders = self._read(self._columns.ordering_provider, lambda cell: not is_blank(cell))
        named = orders.numbers(int)[self._rows].astype(bool) & ~self._faulty & ~others
        ordered = np.zeros(len(self.firsts), bool)
        ordered[self._numbers[named]] = True
        key = held * 2 + ordered[self._numbers]
        used, places = np.unique(key, return_inverse=True)
        terms = [
            Terms(
                settings[each // 2 // len(payers)], payers[each // 2 % len(payers)], bool(each % 2)
            )
            for each in used.tolist()
        ]
        return np.array([self._judge.terms(each) for each in terms], np.int64)[places], others

    # --- lines, and rows that make none

    def lines(self) -> Lines:
        """Give the rows that make lines, as lines."""
        good = np.flatnonzero(~self._faulty & ~self._others)
        rows, claims = self._rows[good], self._numbers[good]
        days = self._days.numbers(dt.date.toordinal)[rows]
        content = self._content.places[rows]
        likes = self._likes(content, days, claims)
        asked = numbered(content, likes)
        kinds = [
            self._judge.kind(self._known[place], like)
            for place, like in asked.distinct(content, likes)
        ]
        codes = np.array([self._judge.kinds[kind].code for kind in kinds], np.int64)
        return Lines(
            rows,
            claims,
            np.array(kinds, np.int64)[asked.numbers],
            codes[asked.numbers],
            days,
            likes,
            self._providers.ranks()[rows],
            self._sessions.ranks()[rows],
            self._terms[good],
        )

    def _likes(self, content: Places, days: Places, claims: Places) -> Places:
        """Give for each line the day that stands for its own: the day itself where a text of its claim's day names that other."""
        held, places = np.unique(days, return_inverse=True)
        likes = np.array([self._judge.like(day) for day in held.tolist()], np.int64)[places]
        asked = numbered(content, likes)
        named = [
            self._judge.names(self._known[place], like)
            for place, like in asked.distinct(content, likes)
        ]
        naming = np.array(named, bool)[asked.numbers]
        if not naming.any():
            return likes
        together = numbered(claims, days).numbers
        return np.where(np.isin(together, together[naming]), days, likes)

    def unread(self) -> Told:
        """Tell of the rows that make no line; claims by number, findings counted from 0."""
        places = np.concatenate([np.flatnonzero(self._faulty), np.flatnonzero(self._others)])
        places = places[np.argsort(self._numbers[places], kind="stable")]
        rows, claims = self._rows[places], self._numbers[places]
        reasons = map(self._fault, rows.tolist(), self._others[places].tolist())
        words = np.fromiter(map(self._unreadable, reasons), np.int64)
        return Told(rows, claims, np.full(len(rows), NONE), counted(claims), words)

    def _fault(self, row: int, is_other: bool) -> str:  # noqa: FBT001 - of a column
        """Say why a row makes no line."""
        if is_other:
            return _ANOTHER
        cells = (column.values[column.places[row]] for column in self._asked)
        reasons: Iterator[str] = (cell.reason for cell in cells if cell.reason is not None)
        return next(reasons)

    def _unreadable(self, reason: str) -> int:
        return self._judge.words.number(_unreadable(reason))


def _line_of(where: LineColumns, inputs: tuple[Input, ...], cells: Cells) -> CellValue:
    """Make a line of the cells of a row, or tell why they make none."""
    made = line_of(where, inputs, cells)
    return CellValue(None, made) if isinstance(made, str) else CellValue(made)


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
