"""What the rules of modifiers look at: one modifier on the seen line's code, and the line's modifiers together."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.lines.one_line import OneLine
from cptkit.lines.view import LineState
from cptkit.values.code import Certainty, Code
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import Modifier, ModifierCodes, ModifierConflict
from cptkit.values.table import FeeScheduleRow

WORST_FIRST = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN, Outcome.PASS)
"""Which of several findings stands for all."""


@attrs.frozen
class Fees:
    """What the fee schedule says of a line's code.

    Attributes:
        row: The row that 26 or TC selects, or else the global one; None where there is none.
        base: The global row.
        gap: Why there is no row, in words; empty where there is one.
        remedy: What to load.
    """

    row: FeeScheduleRow | None = None
    base: FeeScheduleRow | None = None
    gap: str = ""
    remedy: str = ""


@attrs.frozen(eq=False)
class Rated(OneLine):
    """A line with what the fee schedule says of its code.

    Attributes:
        fees: What the fee schedule says.
    """

    fees: Fees

    def no_data(self, rule: str) -> Finding:
        """Say that the fee schedule is not at hand, which is certain."""
        fees = self.fees
        return self.say(rule, Outcome.NO_DATA, fees.gap, fees.remedy, certainty=Certainty.H)


@attrs.frozen(eq=False)
class Subject(Rated):
    """One modifier on a line whose code is in force.

    Attributes:
        modifier: The modifier.
        listed: The row of the modifier's list of codes that names this code, if one does.
        named: Whether its findings say which modifier and code they are about.
    """

    modifier: Modifier
    listed: ModifierCodes | None = None
    named: bool = False

    def told(self, message: str) -> str:
        """Say first which modifier and code a finding of a line is about."""
        return f"{self.modifier.modifier} on {self.seen.text}: {message}" if self.named else message


@attrs.frozen(eq=False)
class LineModifiers(Rated):
    """A line with what is known of its modifiers.

    Attributes:
        known: Those of its modifiers that are known, in order, each once.
        subjects: The known ones on the code; () where the code is not in force.
        conflicts: The conflicts between them that the table names.
        facility: Whether Medicare pays its place of service as a facility; None where it is not given or none that is known.
    """

    known: tuple[Modifier, ...]
    subjects: tuple[Subject, ...]
    conflicts: tuple[ModifierConflict, ...]
    facility: bool | None = None

    @property
    def profile(self) -> Code | None:
        """The code, or None where it is not in force on the day."""
        return self.seen.code if self.seen.state is LineState.ACTIVE else None

    @property
    def place(self) -> str | None:
        """The place of service, or None."""
        place = self.seen.line.place_of_service
        return None if place is None else place.strip()


def worst(findings: tuple[Finding, ...]) -> Finding:
    """Give the finding that stands for all: the worst, and of equals the first."""
    return min(findings, key=lambda each: WORST_FIRST.index(each.outcome))
