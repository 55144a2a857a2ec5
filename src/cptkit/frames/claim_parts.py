"""Claims judged by their parts: each distinct part once, by the rules that see such lines together.

Parts are told apart by what their rules read, so a part is judged once however many claims have it. Providers and
sessions count by which lines share them, not by their names; the day counts by the span of days in which nothing that
is known changes, and is put into the words afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias

import attrs

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.turning_days import days_in, turning_days
from cptkit.claim_check.parts import Terms, findings_of
from cptkit.claim_check.reach import Reach, Scope, is_whole, rules_by_scope
from cptkit.frames.line_kinds import LineKind, ScopeLines, changed, names
from cptkit.frames.told_words import Told, Words
from cptkit.lines.view import View
from cptkit.values.claim import ClaimLine
from cptkit.values.finding import Outcome
from cptkit.values.policy import PayerPolicy
from cptkit.values.rule import Rule

Ids: TypeAlias = "tuple[str | None, ...] | None"

_TOLD = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA})
_MOST_REMEMBERED = 300_000


@attrs.frozen
class LineOf:
    """A line of a claim at hand.

    Attributes:
        kind: Its content, provider and session left out.
        provider: Its provider's id, or None.
        session: Its session's id, or None.
    """

    kind: LineKind
    provider: str | None = None
    session: str | None = None


@attrs.define(eq=False)
class _ScopeAtHand:
    """A scope, its place among the scopes, its rules, and the lines as they see them."""

    at: int
    scope: Scope
    rules: tuple[Rule[View], ...]
    codes: frozenset[str] | None
    lines: ScopeLines


class ClaimJudge:
    """Judges claims; it remembers what it said of a part.

    Attributes:
        words: What its findings say.
    """

    def __init__(self, policy: PayerPolicy, catalog: Catalog, *, verdicts: bool) -> None:
        self.words: Words = Words()
        self._policy = policy
        self._catalog = catalog
        self._verdicts = verdicts
        self._days = turning_days(catalog, _days_of(policy))
        self._kinds: dict[tuple[ClaimLine, dt.date], LineKind] = {}
        self._folded: dict[ClaimLine, tuple[int, ...]] = {}
        self._terms: dict[Terms, int] = {}
        self._parts: dict[Hashable, Told] = {}
        self._claims: dict[Hashable, Told] = {}
        self._scopes = [
            _ScopeAtHand(at, scope, rules, scope.codes and scope.codes(), ScopeLines(scope.reads))
            for at, (scope, rules) in enumerate(rules_by_scope(passes=verdicts).items())
        ]
        self._single = [each for each in self._scopes if each.scope.reach is Reach.LINE]
        self._several = [each for each in self._scopes if each.scope.reach is not Reach.LINE]

    def kind(self, line: ClaimLine, on: dt.date) -> LineKind:
        """Give the content of a line on a day.

        Args:
            line: The line without provider and session; its own day is not asked.
            on: The day of service.
        """
        found = self._kinds.get((line, on))
        if found is None:
            like = self._days.like(on)
            like = on if names(line, like) else like
            stands = changed(line, date_of_service=like)
            numbers = self._folded.get(stands)
            if numbers is None:
                numbers = self._folded[stands] = self._numbers(stands)
            dated = changed(line, date_of_service=on)
            found = LineKind(len(self._kinds), dated, on, like, numbers)
            self._kinds[line, on] = found
        return found

    def _numbers(self, line: ClaimLine) -> tuple[int, ...]:
        return tuple(each.lines.number(line) for each in self._scopes)

    def of_claim(self, lines: Sequence[LineOf], terms: Terms) -> Told:
        """Say of a claim what `cptkit.check_claim` says.

        Args:
            lines: The claim's lines, in their order.
            terms: What holds for all of them.

        Returns:
            The findings in the order of the report.
        """
        number = self._terms.setdefault(terms, len(self._terms))
        kinds = tuple([each.kind.number for each in lines])
        providers = _ranks([each.provider for each in lines])
        sessions = _ranks([each.session for each in lines])
        key = (number, kinds, providers, sessions)
        found = self._claims.get(key)
        if found is None:
            _hold_small(self._claims)
            _hold_small(self._parts)
            found = self._claims[key] = self.words.merged(self._of_parts(lines, terms, number))
        return found

    def _of_parts(self, lines: Sequence[LineOf], terms: Terms, number: int) -> Told:
        found: Told = []
        whole = [
            each
            for each in self._single
            if is_whole(each.scope, (line.kind.line.diagnoses for line in lines))
        ]
        for scope in whole:
            every = range(len(lines))
            found += self._of_part(scope, lines, every, terms, number, folded=False)
        for i, line in enumerate(lines):
            found += [((i,), words) for words in self._alone(line, terms, number, whole)]
        for scope in self._several:
            folded = scope.scope.reach is not Reach.CLAIM
            for places in _cut(scope, lines):
                part = [lines[i] for i in places]
                found += self._of_part(scope, part, places, terms, number, folded=folded)
        return found

    def _alone(
        self, line: LineOf, terms: Terms, number: int, but: list[_ScopeAtHand]
    ) -> tuple[int, ...]:
        """Give what is said of a line by rules that look at lines alone, some left out; remembered by its kind."""
        found = None if but else line.kind.alone.get(number)
        if found is None:
            told = [
                words
                for scope in self._single
                if scope not in but
                for _, words in self._of_part(scope, (line,), (0,), terms, number)
            ]
            found = tuple(told)
            if not but:
                line.kind.alone[number] = found
        return found

    def _of_part(  # noqa: PLR0913 - a part, where it stands, and what holds for it
        self,
        scope: _ScopeAtHand,
        lines: Sequence[LineOf],
        places: Sequence[int],
        terms: Terms,
        number: int,
        *,
        folded: bool = True,
    ) -> Told:
        """Say of a part what its rules say, with the places of its lines on the claim."""
        at, reads = scope.at, scope.scope.reads
        content = [each.kind.folded[at] if folded else self._dated(each.kind)[at] for each in lines]
        providers = _ranks([x.provider for x in lines]) if "provider" in reads else None
        sessions = _ranks([x.session for x in lines]) if "session" in reads else None
        if len(lines) > 1 and not scope.scope.in_order:
            order = _order(content, providers, sessions)
            content = [content[i] for i in order]
            providers = providers and tuple([providers[i] for i in order])
            sessions = sessions and tuple([sessions[i] for i in order])
            places = [places[i] for i in order]
        key = (at, number, tuple(content), providers, sessions)
        found = self._parts.get(key)
        if found is None:
            seen = scope.lines.lines(content, providers, sessions)
            found = self._parts[key] = self._judged(scope, seen, terms)
        kind = lines[0].kind
        dated = folded and kind.like != kind.on
        return [
            (
                tuple(sorted([places[i] for i in local])),
                self.words.on_day(words, kind.like, kind.on) if dated else words,
            )
            for local, words in found
        ]

    def _dated(self, kind: LineKind) -> tuple[int, ...]:
        if kind.dated is None:
            kind.dated = self._numbers(kind.line)
        return kind.dated

    def _judged(self, scope: _ScopeAtHand, lines: list[ClaimLine], terms: Terms) -> Told:
        found = findings_of(lines, terms, scope.rules, self._policy, self._catalog)
        return [
            (each.lines, self.words.number(each, together=scope.scope.together))
            for each in found
            if self._verdicts or each.outcome in _TOLD
        ]


def _cut(scope: _ScopeAtHand, lines: Sequence[LineOf]) -> Iterable[Sequence[int]]:
    """Cut a claim into the parts that the rules of a scope see together, as places of lines."""
    every = range(len(lines))
    if scope.scope.reach is Reach.CLAIM:
        codes = scope.codes
        asked = [i for i in every if codes is None or lines[i].kind.line.code in codes]
        return (asked,) if asked else ()
    if len(lines) == 1:
        return (every,)
    if scope.scope.reach is Reach.CODE:
        return _grouped(
            every,
            lambda i: (lines[i].kind.on, lines[i].provider, lines[i].kind.line.code),
        )
    if scope.scope.reach is Reach.DAY:
        return _grouped(every, lambda i: lines[i].kind.on)
    return _grouped(every, lambda i: (lines[i].kind.on, lines[i].provider))


def _order(content: list[int], providers: Ids, sessions: Ids) -> list[int]:
    """Put the lines of a part into one order, whatever theirs is: what is said of them does not depend on it."""
    return sorted(
        range(len(content)),
        key=lambda i: (
            content[i],
            "" if providers is None else providers[i] or "",
            "" if sessions is None else sessions[i] or "",
        ),
    )


def _hold_small(kept: dict[Hashable, Told]) -> None:
    if len(kept) >= _MOST_REMEMBERED:
        kept.clear()


def _days_of(policy: PayerPolicy) -> set[dt.date]:
    """Give the days that a policy turns on, those of timely filing included."""
    days = set(days_in(policy))
    if policy.filed_on is not None and policy.timely_filing_days is not None:
        first = dt.timedelta(days=policy.timely_filing_days)
        if policy.filed_on - dt.date.min > first:
            days.add(policy.filed_on - first - dt.timedelta(days=1))
    return days


def _grouped(places: Iterable[int], key: Callable[[int], Hashable]) -> Iterable[list[int]]:
    found: dict[Hashable, list[int]] = {}
    for place in places:
        found.setdefault(key(place), []).append(place)
    return found.values()


def _ranks(ids: Sequence[str | None]) -> Ids:
    """Name ids by their place in text order, so that only who shares one with whom tells parts apart; None where none is named."""
    known = {each for each in ids if each is not None}
    if not known:
        return None
    if len(known) == 1:
        return tuple([None if each is None else "0" for each in ids])
    rank = {each: f"{place:06d}" for place, each in enumerate(sorted(known))}
    return tuple([None if each is None else rank[each] for each in ids])
