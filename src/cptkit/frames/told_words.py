"""The words of findings, each once, by number: which are made one, and in what order they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from operator import attrgetter
from typing import TypeAlias

import numpy as np

from cptkit.claim_check.merging import kind_of, one_of, order_of_words
from cptkit.frames.coded import Places
from cptkit.lazy_attrs import fields_written
from cptkit.values.finding import Finding
from cptkit.values.trusted import retold

Spots: TypeAlias = "tuple[int, ...]"
Told: TypeAlias = "list[tuple[Spots, int]]"
"""Findings as the places of their lines and the number of their words."""

_WORDS = ("message", "remedy", "citation", "table")
_ALL_BUT_LINES = attrgetter(*(name for name in fields_written(Finding) if name != "lines"))


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
        self._numbers: dict[tuple[Hashable, bool], int] = {}
        self._kinds: dict[Hashable, int] = {}
        self._made_one: dict[frozenset[int], int] = {}
        self._dated: dict[tuple[int, int, int], int] = {}
        self._ranks: Places = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self.findings) + len(self._dated) + len(self._made_one)

    def number(self, finding: Finding, *, together: bool = False) -> int:
        """Number the words of a finding.

        Args:
            finding: The finding.
            together: Whether those of several lines in these words are one.
        """
        said = (_ALL_BUT_LINES(finding), together)
        number = self._numbers.setdefault(said, len(self.findings))
        if number == len(self.findings):
            words = retold(finding, lines=())
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

    def on_day(self, number: int, stood: int, on: int) -> int:
        """Give the words of a finding with a day in place of the one that stood for it, both as ordinals."""
        key = (number, stood, on)
        found = self._dated.get(key)
        if found is None:
            words = self.findings[number]
            old, new = (dt.date.fromordinal(day).isoformat() for day in (stood, on))
            there = {
                name: text.replace(old, new)
                for name in _WORDS
                if old in (text := getattr(words, name))
            }
            dated = retold(words, **there) if there else words
            found = self._dated[key] = self.number(dated, together=self._together[number])
        return found

    def one(self, numbers: frozenset[int]) -> int:
        """Give the words of one finding that is made of several of a kind."""
        if len(numbers) == 1:
            (number,) = numbers
            return number
        if numbers not in self._made_one:
            self._made_one[numbers] = self.number(one_of([self.findings[n] for n in numbers]))
        return self._made_one[numbers]

    def ranks(self) -> Places:
        """Give by number the place of each finding's words among those of the same lines; equal words have one."""
        if len(self._ranks) < len(self._order):
            rank = {order: place for place, order in enumerate(sorted(set(self._order)))}
            self._ranks = np.array([rank[order] for order in self._order], np.int64)
        return self._ranks
