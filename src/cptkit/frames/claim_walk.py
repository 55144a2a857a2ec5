"""Many claims judged part by part: lines that stand alone in columns, parts of several lines one after the other."""

from __future__ import annotations

from itertools import pairwise

import attrs
import numpy as np

from cptkit.claim_check.reach import Reach, is_whole
from cptkit.frames.claim_lines import Lines, first_places, numbered, runs
from cptkit.frames.claim_parts import ClaimJudge, Ids, ScopeAtHand
from cptkit.frames.coded import Places
from cptkit.frames.heard import Heard
from cptkit.frames.part_cuts import cut
from cptkit.frames.told_words import Told
from cptkit.necessity.diagnosis_codes import MOST_A_CLAIM


def of_claims(lines: Lines, judge: ClaimJudge) -> Heard:
    """Say of claims what `cptkit.check_claim` says.

    Args:
        lines: The lines of the claims.
        judge: Who judges.

    Returns:
        The findings, before those of a kind are made one.
    """
    used, kinds = np.unique(lines.kinds, return_inverse=True)
    folded = np.array([judge.kinds[kind].folded for kind in used.tolist()], np.int64)
    heard = Heard(lines, judge.words)
    for scope in judge.scopes:
        walk = _Walk(scope, lines, judge, heard)
        if scope.scope.reach is Reach.CLAIM:
            walk.whole(walk.looked_at())
        else:
            walk.parts(folded.reshape(len(used), len(judge.scopes))[:, scope.at][kinds])
    return heard


@attrs.frozen(eq=False)
class _Walk:
    """A scope on its way over the lines."""

    scope: ScopeAtHand
    lines: Lines
    judge: ClaimJudge
    heard: Heard

    # --- which lines

    def looked_at(self) -> Places:
        """Give the places of the lines that rules of whole claims look at."""
        asked = self.scope.codes
        if asked is None:
            return np.arange(len(self.lines.rows))
        codes = [number for code, number in self.judge.codes.items() if code in asked]
        return np.flatnonzero(np.isin(self.lines.codes, codes))

    def _counted_together(self) -> Places:
        """Give the places of the lines of claims that rules of single lines must see whole."""
        every = [kind.line.diagnoses for kind in self.judge.kinds]
        kinds, claims = self.lines.kinds, self.lines.claims
        counts = np.bincount(claims, np.array([len(each) for each in every])[kinds])
        many = np.flatnonzero(np.isin(claims, np.flatnonzero(counts > MOST_A_CLAIM)))
        edges = (*first_places(claims[many]).tolist(), len(many))
        found = [
            many[start:end]
            for start, end in pairwise(edges)
            if is_whole(self.scope.scope, (every[kind] for kind in kinds[many[start:end]].tolist()))
        ]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _seeing_all(self, content: Places) -> Places:
        """Give the places of the lines beside which all must be seen."""
        if self.scope.scope.sees_all is None:
            return np.zeros(0, np.int64)
        asked = (content, self.lines.terms)
        known = numbered(*asked)
        said = [self.judge.sees_all(self.scope, *each) for each in known.distinct(*asked)]
        return np.flatnonzero(np.array(said, bool)[known.numbers])

    # --- what is said of them

    def parts(self, content: Places) -> None:
        """Say of the parts of lines what the rules say; days count by what stands for them."""
        codes = list(self.judge.codes)
        parts = cut(
            self.scope.scope,
            self.lines,
            self._seeing_all(content),
            lambda pair: self.judge.meet(self.scope, pair, codes),
        )
        order = np.argsort(parts, kind="stable")
        if self.scope.scope.reach is Reach.LINE:
            whole = self._counted_together()
            self.whole(whole)
            order = order[~np.isin(order, whole)]
        starts, sizes = runs(parts[order])
        self._alone(content, order[starts[sizes == 1]])
        self._several(content, order[np.repeat(sizes > 1, sizes)], parts)

    def _alone(self, content: Places, places: Places) -> None:
        """Say of lines that are parts of their own: each distinct one is asked once."""
        asked = (
            content[places],
            self.lines.terms[places],
            *(np.minimum(ids[places], 0) for ids in self._ids()),
        )
        known = numbered(*asked)
        told = [self.judge.told_alone(self.scope, *each) for each in known.distinct(*asked)]
        self.heard.add_alone(places, known.numbers, told)

    def _several(self, content: Places, places: Places, parts: Places) -> None:
        """Say of parts of several lines, one after the other."""
        held, at = content[places].tolist(), places.tolist()
        lines = self.lines
        terms, days, likes, claims = (
            column[places].tolist()
            for column in (lines.terms, lines.days, lines.likes, lines.claims)
        )
        providers, sessions = (ids[places].tolist() for ids in self._ids())
        edges = (*first_places(parts[places]).tolist(), len(at))
        for start, end in pairwise(edges):
            mine = slice(start, end)
            told = self._of_part(
                held[mine], at[mine], terms[start], _ranks(providers[mine]), _ranks(sessions[mine])
            )
            self.heard.add(told, claims[start], likes[start], days[start])

    def whole(self, places: Places) -> None:
        """Say of lines that rules see together as they stand on a claim, each on its own day."""
        claims = self.lines.claims[places].tolist()
        providers, sessions = (ids[places].tolist() for ids in self._ids())
        kinds, days = self.lines.kinds[places].tolist(), self.lines.days[places].tolist()
        terms, at = self.lines.terms[places].tolist(), places.tolist()
        edges = (*first_places(self.lines.claims[places]).tolist(), len(at))
        for start, end in pairwise(edges):
            mine = slice(start, end)
            held = [
                self.judge.dated(self.scope, kind, day)
                for kind, day in zip(kinds[mine], days[mine], strict=True)
            ]
            told = self._of_part(
                held, at[mine], terms[start], _ranks(providers[mine]), _ranks(sessions[mine])
            )
            self.heard.add(told, claims[start], days[start], days[start])

    def _ids(self) -> tuple[Places, Places]:
        """Give the providers and sessions of all lines, as far as they are read."""
        nobody = np.full(len(self.lines.rows), -1)
        reads = self.scope.scope.reads
        return (
            self.lines.providers if "provider" in reads else nobody,
            self.lines.sessions if "session" in reads else nobody,
        )

    def _of_part(
        self, content: list[int], places: list[int], terms: int, providers: Ids, sessions: Ids
    ) -> Told:
        """Say of a part what its rules say, with the places of its lines among all."""
        if self.scope.scope.names is not None:
            return self._of_alike(content, places, terms)
        if not self.scope.scope.in_order:
            order = _order(content, providers, sessions)
            content = [content[i] for i in order]
            providers = providers and tuple([providers[i] for i in order])
            sessions = sessions and tuple([sessions[i] for i in order])
            places = [places[i] for i in order]
        told = self.judge.told(self.scope, tuple(content), terms, providers, sessions)
        return [(tuple(sorted([places[i] for i in local])), words) for local, words in told]

    def _of_alike(self, content: list[int], places: list[int], terms: int) -> Told:
        """Say of a part whose rules say of equal lines the same, however many they are."""
        known = sorted(set(content))
        told = self.judge.told(self.scope, tuple(known), terms, None, None)
        if not told:
            return told
        where: dict[int, list[int]] = {}
        for number, place in zip(content, places, strict=True):
            where.setdefault(number, []).append(place)
        return [
            (tuple(sorted([place for i in local for place in where[known[i]]])), words)
            for local, words in told
        ]


def _order(content: list[int], providers: Ids, sessions: Ids) -> list[int]:
    """Put the lines of a part into one order, whatever theirs is: what is said of them does not depend on it."""
    every = range(len(content))
    return sorted(
        every, key=lambda i: (content[i], providers and providers[i], sessions and sessions[i])
    )


def _ranks(ids: list[int]) -> Ids:
    """Number ids by their order, so that only who shares one with whom tells parts apart; None where none is named."""
    known = sorted({each for each in ids if each >= 0})
    if not known:
        return None
    rank = {each: place for place, each in enumerate(known)} | {-1: -1}
    return tuple([rank[each] for each in ids])
