"""Many claims judged part by part: equal parts are found in columns, and each distinct one is asked once."""

from __future__ import annotations

from itertools import pairwise

import attrs
import numpy as np

from cptkit.claim_check.reach import Reach, is_whole
from cptkit.frames.claim_lines import Lines, first_places, numbered, runs
from cptkit.frames.claim_parts import ClaimJudge, ScopeAtHand
from cptkit.frames.coded import Places
from cptkit.frames.equal_parts import Members, Parts, ranked
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
        several = order[np.repeat(sizes > 1, sizes)]
        heard = self._several(content[several], several, parts[several])
        self.heard.add_parts(*heard, days_stand=True)

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

    def whole(self, places: Places) -> None:
        """Say of lines that rules see together as they stand on a claim, each on its own day."""
        asked = (self.lines.kinds[places], self.lines.days[places])
        known = numbered(*asked)
        dated = [self.judge.dated(self.scope, *each) for each in known.distinct(*asked)]
        content = np.array(dated, np.int64)[known.numbers]
        heard = self._several(content, places, self.lines.claims[places])
        self.heard.add_parts(*heard, days_stand=False)

    def _several(
        self, content: Places, places: Places, parts: Places
    ) -> tuple[Parts, Places, list[Told]]:
        """Say of parts of several lines: each distinct one is asked once.

        Args:
            content: What is read of the lines.
            places: The lines.
            parts: The part of each, ascending.

        Returns:
            The parts, for each the number of what was said, and what was said, by number.
        """
        held = self._parts(content, places, parts)
        numbers, firsts = held.equal()
        told = [self.judge.told(self.scope, *each) for each in held.told_apart(firsts)]
        return held, numbers, told

    def _parts(self, content: Places, places: Places, parts: Places) -> Parts:
        """Put the lines of each part into one order where theirs says nothing, and alike ones together where their number does not."""
        providers, sessions = (ranked(parts, ids[places]) for ids in self._ids())
        order = np.arange(len(places))
        if not self.scope.scope.in_order:
            order = np.lexsort((sessions, providers, content, parts))
        content = content[order]
        alike = self.scope.scope.names is not None
        each = numbered(parts, content).numbers if alike else np.arange(len(places))
        firsts, sizes = runs(each)
        starts, counts = runs(parts[firsts])
        members = Members(
            content[firsts],
            providers[order][firsts],
            sessions[order][firsts],
            places[order],
            firsts,
            sizes,
        )
        return Parts(members, starts, counts, self.lines.terms[members.lines[firsts[starts]]])

    def _ids(self) -> tuple[Places, Places]:
        """Give the providers and sessions of all lines, as far as they are read."""
        nobody = np.full(len(self.lines.rows), -1)
        reads = self.scope.scope.reads
        return (
            self.lines.providers if "provider" in reads else nobody,
            self.lines.sessions if "session" in reads else nobody,
        )
