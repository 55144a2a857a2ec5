"""A rule: the ids of its findings, what it asks, and what stands behind each id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import attrs

from cptkit.indicators import Setting
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.release_words import told
from cptkit.values.table import Source, TableKind

Lines = TypeVar("Lines")


@attrs.frozen
class RuleRow:
    """What stands behind the findings of one id.

    Attributes:
        rule: The id: stable dotted words.
        citation: The source; a finding may cite a row of its own instead.
        certainty: How sure the rule is.
        carc: Claim Adjustment Reason Code that a payer would give, or None.
        carc_on: The outcomes that name it.
        medicare_only: Whether it is Medicare's own rule: other payers get a WARN where Medicare gets a FAIL.
        table: The kind of table that decides, where one does.
    """

    rule: str
    citation: str
    certainty: Certainty
    carc: str | None = None
    carc_on: tuple[Outcome, ...] = (Outcome.FAIL, Outcome.WARN)
    medicare_only: bool = False
    table: TableKind | None = None

    def finding(  # noqa: PLR0913 - a finding's own fields
        self,
        outcome: Outcome,
        lines: Iterable[int],
        message: str,
        remedy: str = "",
        *,
        medicare: bool = True,
        citation: str | None = None,
        certainty: Certainty | None = None,
        source: Source | None = None,
        on: dt.date | None = None,
        carc: str | None = None,
        medicare_only: bool | None = None,
    ) -> Finding:
        """Make a finding: the one maker of them all.

        Args:
            outcome: What the rule says under Medicare.
            lines: Places of the lines concerned, in any order.
            message: What is the matter.
            remedy: What to do about it.
            medicare: Whether Medicare fee-for-service pays.
            citation: The source of this finding, where it is not the rule's.
            certainty: How sure this finding is, where it is not as sure as the rule.
            source: The table that decided.
            on: The day of the lines, which the table may not cover.
            carc: The reason code of this finding, where it is not the rule's.
            medicare_only: Whether this finding is Medicare's alone, where the row decides otherwise.

        Returns:
            The finding; a FAIL of Medicare's own rule is a WARN for other payers.

        Example:
            >>> row = RuleRow("units.count", "CMS-1500", Certainty.H, "16", medicare_only=True)
            >>> row.finding(Outcome.FAIL, (1, 0), "0 units", medicare=False).outcome.name
            'WARN'
        """
        own = self.medicare_only if medicare_only is None else medicare_only
        return Finding(
            self.rule,
            Outcome.WARN if outcome is Outcome.FAIL and own and not medicare else outcome,
            tuple(sorted(lines)),
            message,
            remedy,
            citation or self.citation,
            self.certainty if certainty is None else certainty,
            source,
            (carc or self.carc) if outcome in self.carc_on else None,
            "" if source is None else told(self.table.value if self.table else "table", source, on),
        )


@attrs.frozen
class Interest:
    """Which lines a rule can say something of; empty fields ask for nothing.

    Attributes:
        codes: Codes of which at least one must be on the claim.
        modifiers: Modifiers of which at least one must be on the claim.
        settings: The claim forms on which the rule speaks.
    """

    codes: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    settings: tuple[Setting, ...] = ()


@attrs.frozen
class Rule(Generic[Lines]):
    """A rule: what it is called, what it asks, and what says so. Its function's first sentence says what is checked.

    Attributes:
        ids: The ids of its findings; each has a `RuleRow`.
        judge: The lines with the tables at hand in, findings out; it keeps nothing.
        tables: The tables it asks, besides the code set.
        interest: Which lines it can say something of; None where any may be.
    """

    ids: tuple[str, ...]
    judge: Callable[[Lines], Iterator[Finding]]
    tables: tuple[str, ...] = ()
    interest: Interest | None = None

    @property
    def says(self) -> str:
        """What is checked, in a sentence."""
        return (self.judge.__doc__ or "").split("\n", 1)[0]
