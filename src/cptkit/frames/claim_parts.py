"""Parts of claims judged: each distinct part once, by the rules that see such lines together.

Parts are told apart by what their rules read, so a part is judged once however many claims have it. Providers and
sessions count by which lines share them, not by their names; the day counts by the span of days in which nothing that
is known changes, and is put into the words afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence, Sized
from typing import TypeAlias

import attrs

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.turning_days import days_in, turning_days
from cptkit.claim_check.meetings import OfLine, is_national
from cptkit.claim_check.parts import Terms, findings_of
from cptkit.claim_check.reach import Scope, rules_by_scope
from cptkit.frames.claim_cells import CellValue
from cptkit.frames.line_kinds import LineKind, ScopeLines, names
from cptkit.frames.part_cuts import Pair
from cptkit.frames.questions import Cells
from cptkit.frames.told_words import Told, Words
from cptkit.lines.content import Rules
from cptkit.lines.view import Seen, seen_of
from cptkit.values.claim import ClaimLine
from cptkit.values.finding import Outcome
from cptkit.values.policy import PayerPolicy
from cptkit.values.trusted import retold

Ids: TypeAlias = "tuple[int, ...] | None"
"""Of each line of a part its provider or session, by rank among them, -1 for none; None where none is named."""

_TOLD = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA})

MOST_REMEMBERED = 1_000_000
"""Cells, lines, parts, words and answers that are remembered: 400 to 500 MB at most. One who holds so many forgets them all."""


@attrs.frozen(eq=False)
class ScopeAtHand:
    """A scope at work.

    Attributes:
        at: Its place among the scopes.
        scope: The scope.
        rules: Its rules.
        codes: The codes that its rules look at; None for any.
        lines: The lines as its rules see them.
    """

    at: int
    scope: Scope
    rules: Rules
    codes: frozenset[str] | None
    lines: ScopeLines


class ClaimJudge:
    """Judges parts of claims; it remembers what it said, up to `MOST_REMEMBERED`, and numbers hold until it forgets.

    Attributes:
        words: What its findings say.
        contents: The lines that rows come to, the day left open, or why they make none, by number.
        scopes: How far rules look, and at what.
        kinds: The kinds of lines, by number.
        codes: The numbers of codes.
    """

    def __init__(self, policy: PayerPolicy, catalog: Catalog, *, verdicts: bool) -> None:
        self._policy = policy
        self._catalog = catalog
        self._verdicts = verdicts
        self._days = turning_days(catalog, _days_of(policy))
        self._begin()

    def _begin(self) -> None:
        """Know nothing of any line."""
        self.words: Words = Words()
        self.contents: list[CellValue] = []
        self.kinds: list[LineKind] = []
        self.codes: dict[str, int] = {}
        self.scopes: tuple[ScopeAtHand, ...] = tuple(
            ScopeAtHand(
                at, scope, Rules(rules), scope.codes and scope.codes(), ScopeLines(scope.reads)
            )
            for at, (scope, rules) in enumerate(rules_by_scope(passes=self._verdicts).items())
        )
        self._read: dict[Hashable, int] = {}
        self._kinds: dict[tuple[int, int], int] = {}
        self._naming: dict[tuple[int, int], bool] = {}
        self._numbers: dict[ClaimLine, int] = {}
        self._terms: dict[Terms, int] = {}
        self._held: list[Terms] = []
        self._said: dict[tuple[int, int, dt.date], int] = {}
        self._parts: dict[Hashable, Told] = {}
        self._asked: dict[Hashable, bool] = {}
        self._seen: dict[tuple[str, dt.date], Seen] = {}

    # --- what lines and claims are known by

    def like(self, day: int) -> int:
        """Give the day that stands for a day, both as ordinals."""
        return self._days.like(dt.date.fromordinal(day)).toordinal()

    def content(self, cells: Cells, read: Callable[[Cells], CellValue]) -> int:
        """Number what the cells of a row come to; equal ones of the same types are read once."""
        try:
            number = self._read.setdefault((tuple(map(type, cells)), cells), len(self.contents))
        except TypeError:
            number = len(self.contents)
        if number == len(self.contents):
            self.contents.append(read(cells))
        return number

    def names(self, content: int, like: int) -> bool:
        """Tell whether a text of a line names a day, an ordinal."""
        key = (content, like)
        if key not in self._naming:
            self._naming[key] = names(self.contents[content].value, dt.date.fromordinal(like))
        return self._naming[key]

    def kind(self, content: int, like: int) -> int:
        """Number the kind of a line.

        Args:
            content: The number of its content, which was read.
            like: The day that stands for its own, as an ordinal.
        """
        key = (content, like)
        if key not in self._kinds:
            on = dt.date.fromordinal(like)
            self._kinds[key] = self._kind(retold(self.contents[content].value, date_of_service=on))
        return self._kinds[key]

    def _kind(self, stands: ClaimLine) -> int:
        number = self._numbers.setdefault(stands, len(self.kinds))
        if number == len(self.kinds):
            code = self.codes.setdefault(stands.code, len(self.codes))
            folded = tuple(each.lines.number(stands) for each in self.scopes)
            self.kinds.append(LineKind(stands, code, folded))
        return number

    def dated(self, scope: ScopeAtHand, kind: int, day: int) -> int:
        """Number what a scope reads of a line on its own day."""
        on = dt.date.fromordinal(day)
        return scope.lines.number(retold(self.kinds[kind].line, date_of_service=on))

    def terms(self, terms: Terms) -> int:
        """Number what holds for all lines of a claim."""
        number = self._terms.setdefault(terms, len(self._held))
        if number == len(self._held):
            self._held.append(terms)
        return number

    # --- parts

    def told(
        self,
        scope: ScopeAtHand,
        content: tuple[int, ...],
        terms: int,
        providers: Ids,
        sessions: Ids,
    ) -> Told:
        """Say of a part what the rules of a scope say.

        Args:
            scope: The scope.
            content: What it reads of the lines, as numbers.
            terms: The number of what holds for the claim.
            providers: Who shares a provider with whom.
            sessions: Who shares a session with whom.

        Returns:
            The findings, as places within the part and numbers of words.
        """
        key = (scope.at, terms, content, providers, sessions)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = (
                self._judged(scope, content, terms, providers, sessions)
                if scope.scope.names is None or len(content) == 1
                else self._named(scope, content, terms)
            )
        return found

    def _judged(
        self,
        scope: ScopeAtHand,
        content: tuple[int, ...],
        terms: int,
        providers: Ids = None,
        sessions: Ids = None,
    ) -> Told:
        """Ask the rules of a scope."""
        lines = scope.lines.lines(content, _texts(providers), _texts(sessions))
        found = findings_of(lines, self._held[terms], scope.rules, self._policy, self._catalog)
        return [
            (each.lines, self.words.number(each, together=scope.scope.together))
            for each in found
            if self._verdicts or each.outcome in _TOLD
        ]

    def _named(self, scope: ScopeAtHand, content: tuple[int, ...], terms: int) -> Told:
        """Say what hangs on which codes there are: of which lines now, in words that were asked once a day and form."""
        names = scope.scope.names
        assert names is not None  # noqa: S101 - of a scope without names rules are asked
        lines = [scope.lines.line(number) for number in content]
        on = lines[0].date_of_service
        codes = {
            line.code
            for line in lines
            if line.units > 0 and is_national(self._of_code(line.code, on), self._catalog)
        }
        told = set(names(tuple(codes), on, self._held[terms].setting, self._catalog))
        if not told & codes:
            return []
        key = (scope.at, terms, on)
        if key not in self._said:
            ((_, self._said[key]),) = self._judged(scope, content, terms)
        places = [at for at, line in enumerate(lines) if line.units > 0 and line.code in told]
        return [(tuple(places), self._said[key])]

    # --- what is seen together

    def sees_all(self, scope: ScopeAtHand, content: int, terms: int) -> bool:
        """Tell whether the rules of a scope must see everything beside a line."""
        if self._of_line(scope, scope.scope.sees_all, content, terms):
            return True
        turns_on = scope.scope.turns_on
        return bool(turns_on) and any(
            self.words.findings[words].rule in turns_on
            for _, words in self.told_alone(scope, content, terms)
        )

    def told_alone(
        self, scope: ScopeAtHand, content: int, terms: int, provider: int = -1, session: int = -1
    ) -> Told:
        """Say of a line alone what the rules of a scope say."""
        if self._of_line(scope, scope.scope.mute, content, terms):
            return []
        return self.told(
            scope,
            (content,),
            terms,
            None if provider < 0 else (0,),
            None if session < 0 else (0,),
        )

    def _of_line(self, scope: ScopeAtHand, asks: OfLine | None, content: int, terms: int) -> bool:
        """Ask something of a line, once."""
        if asks is None:
            return False
        setting = self._held[terms].setting
        key = (asks, scope.at, content, setting)
        if key not in self._asked:
            seen = seen_of(0, scope.lines.line(content), self._catalog)
            self._asked[key] = asks(seen, setting, self._catalog)
        return self._asked[key]

    def meet(self, scope: ScopeAtHand, pair: Pair, codes: Sequence[str]) -> bool:
        """Tell whether two codes of one day meet in a scope."""
        asks = scope.scope.meets
        assert asks is not None  # noqa: S101 - of a scope that is not cut no pairs are made
        setting = self._held[pair.terms].setting
        key = (scope.at, pair.one, pair.two, pair.like, setting)
        if key not in self._asked:
            on = dt.date.fromordinal(pair.like)
            one, two = (self._of_code(codes[code], on) for code in (pair.one, pair.two))
            self._asked[key] = asks(one, two, setting, self._catalog)
        return self._asked[key]

    def _of_code(self, code: str, on: dt.date) -> Seen:
        found = self._seen.get((code, on))
        if found is None:
            line = ClaimLine(code, date_of_service=on)
            found = self._seen[code, on] = seen_of(0, line, self._catalog)
        return found

    # --- memory

    @property
    def remembers(self) -> int:
        """How many cells, lines, parts, words and answers are remembered."""
        kept: tuple[Sized, ...] = (
            self.contents,
            self._read,
            self._naming,
            self._kinds,
            self.kinds,
            self._numbers,
            self.codes,
            self._terms,
            self._held,
            self._said,
            self._parts,
            self._asked,
            self._seen,
            self.words,
            *(scope.lines for scope in self.scopes),
        )
        return sum(map(len, kept))

    def hold_small(self) -> None:
        """Forget everything where too much is remembered; what was said before is then numbered no more."""
        if self.remembers >= MOST_REMEMBERED:
            self._begin()


def _texts(ids: Ids) -> list[str | None] | None:
    """Name ids so that they stand in the order of their ranks."""
    return None if ids is None else [None if rank < 0 else f"{rank:06d}" for rank in ids]


def _days_of(policy: PayerPolicy) -> set[dt.date]:
    """Give the days that a policy turns on, those of timely filing included."""
    days = set(days_in(policy))
    if policy.filed_on is not None and policy.timely_filing_days is not None:
        first = dt.timedelta(days=policy.timely_filing_days)
        if policy.filed_on - dt.date.min > first:
            days.add(policy.filed_on - first - dt.timedelta(days=1))
    return days
