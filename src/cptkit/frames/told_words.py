"""The words of findings, each once, by number: which are made one, and in what order they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import TypeAlias

import attrs

from cptkit.claim_check.merging import kind_of, one_of, order_of_words
from cptkit.values.finding import Finding

Places: TypeAlias = "tuple[int, ...]"
Told: TypeAlias = "list[tuple[Places, int]]"
"""Findings as the places of their lines and the number of their words."""

_WORDS = ("message", "remedy", "citation", "table")


class Words:
    """The words of findings.

    Attributes:
        findings: The findings without their lines, by number.
        merges: By number, what the findings have in common of which one is made; -1 where each stands by itself.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.merges: list[int] = []
        self._together: list[bool] = []
        self._order: list[tuple[object, ...]] = []
        self._numbers: dict[tuple[Finding, bool], int] = {}
        self._kinds: dict[Hashable, int] = {}
        self._made_one: dict[frozenset[int], int] = {}
        self._dated: dict[tuple[int, dt.date, dt.date], int] = {}

    def number(self, finding: Finding, *, together: bool = False) -> int:
        """Number the words of a finding.

        Args:
            finding: The finding.
            together: Whether those of several lines in these words are one.
        """
        words = attrs.evolve(finding, lines=())
        number = self._numbers.setdefault((words, together), len(self.findings))
        if number == len(self.findings):
            self.findings.append(words)
            self._together.append(together)
            self._order.append(order_of_words(words))
            kind = kind_of(words)
            if kind is None:
                kind = words if together else None
            self.merges.append(
                -1 if kind is None else self._kinds.setdefault(kind, len(self._kinds))
            )
        return number

    def on_day(self, number: int, stood: dt.date, on: dt.date) -> int:
        """Give the words of a finding with a day in place of the one that stood for it."""
        key = (number, stood, on)
        found = self._dated.get(key)
        if found is None:
            words = self.findings[number]
            there = {
                name: text.replace(stood.isoformat(), on.isoformat())
                for name in _WORDS
                if stood.isoformat() in (text := getattr(words, name))
            }
            dated = attrs.evolve(words, **there) if there else words
            found = self._dated[key] = self.number(dated, together=self._together[number])
        return found

    def merged(self, told: Told) -> Told:
        """Make one of findings of a kind, and put all in the order of a report."""
        alone: Told = []
        alike: dict[int, Told] = {}
        for held in told:
            kind = self.merges[held[1]]
            if kind < 0:
                alone.append(held)
            else:
                alike.setdefault(kind, []).append(held)
        alone.extend(map(self._one, alike.values()))
        alone.sort(key=lambda held: (held[0], self._order[held[1]]))
        return alone

    def _one(self, same: Told) -> tuple[Places, int]:
        if len(same) == 1:
            return same[0]
        places = tuple(sorted({place for held, _ in same for place in held}))
        numbers = frozenset([number for _, number in same])
        if len(numbers) == 1:
            return places, same[0][1]
        if numbers not in self._made_one:
            self._made_one[numbers] = self.number(one_of([self.findings[n] for n in numbers]))
        return places, self._made_one[numbers]
