"""A rule: the ids of its findings, what it asks, and what stands behind each id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.release_words import told
from cptkit.values.table import Source, TableKind
from cptkit.values.trusted import trusted

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
        return trusted(
            Finding,
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


class Held(Enum):
    """What a claim must hold, beside codes and modifiers, so that some rules have anything to say of it."""

    MODIFIER = "a modifier"
    SUPPLY = "a line of a supply"
    IMAGE = "a line whose code has an imaging profile"
    PLACE = "a place of service"
    DIAGNOSIS = "a diagnosis"
    RECORD = "a record"
    UNITS = "more than one unit on a line"
    PAIR = "two lines"
    POLICY = "the payer's own policy"
    MEDICARE = "Medicare fee-for-service as the payer"


@attrs.frozen
class Content:
    """What a claim holds, as interests are asked of it.

    Attributes:
        setting: The claim form.
        codes: The codes of its lines.
        modifiers: The modifiers of its lines.
        held: What else is on it.
    """

    setting: Setting
    codes: frozenset[str]
    modifiers: frozenset[str]
    held: frozenset[Held]


Names: TypeAlias = "Callable[[], Collection[str]]"
"""Gives codes or modifiers: a table of the package, read when a rule first asks."""


@attrs.frozen
class Interest:
    """What must be on a claim so that a rule can say anything of it, PASS included; what is left out asks for nothing.

    Attributes:
        codes: Gives the codes of which at least one must be on the claim.
        modifiers: Gives the modifiers of which at least one must be on the claim.
        settings: The claim forms on which the rule speaks.
        held: What else must be on the claim.
    """

    codes: Names | None = None
    modifiers: Names | None = None
    settings: tuple[Setting, ...] = ()
    held: frozenset[Held] = frozenset()

    def is_met(self, content: Content) -> bool:
        """Tell whether a rule can say anything of a claim.

        Example:
            >>> bare = Content(Setting.ASC, frozenset({"71260"}), frozenset(), frozenset())
            >>> Interest(settings=(Setting.PROFESSIONAL,)).is_met(bare), Interest().is_met(bare)
            (False, True)
        """
        return self.fits(content.setting, content.held) and self.is_named(content)

    def fits(self, setting: Setting, held: frozenset[Held]) -> bool:
        """Tell whether a claim form, and what is on a claim beside codes and modifiers, are what is asked for."""
        return self.held <= held and (not self.settings or setting in self.settings)

    def is_named(self, content: Content) -> bool:
        """Tell whether a claim has one of the codes, and one of the modifiers, where such are asked for."""
        return (self.codes is None or _any_of(self.codes(), content.codes)) and (
            self.modifiers is None or _any_of(self.modifiers(), content.modifiers)
        )


def _any_of(names: Collection[str], on_claim: Iterable[str]) -> bool:
    """Tell whether one of a few is among many; `isdisjoint` of a dict would go through the many."""
    return any(map(names.__contains__, on_claim))


EVERY_CLAIM = Interest()
"""The interest of a rule that may have something to say of any claim."""


@attrs.frozen
class Rule(Generic[Lines]):
    """A rule: what it is called, what it asks, and what says so. Its function's first sentence says what is checked.

    Attributes:
        ids: The ids of its findings; each has a `RuleRow`.
        judge: The lines with the tables at hand in, findings out; it keeps nothing.
        tables: The tables it asks, besides the code set.
        interest: What must be on a claim so that it can say anything of it.
    """

    ids: tuple[str, ...]
    judge: Callable[[Lines], Iterator[Finding]]
    tables: tuple[str, ...] = ()
    interest: Interest = EVERY_CLAIM

    @property
    def says(self) -> str:
        """What is checked, in a sentence."""
        return (self.judge.__doc__ or "").split("\n", 1)[0]
