"""What rules say: a finding, and the report on a claim."""

from __future__ import annotations

from collections.abc import Sequence

from cptkit import lazy_attrs as attrs
from cptkit.printing.listing import Listing
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.code import Certainty
from cptkit.values.coverage import Coverage
from cptkit.values.table import Source
from cptkit.values.typed import typed


class Outcome(Ranked):
    """What a rule says of the lines it looked at; worst first."""

    FAIL = "will be denied"
    NO_DATA = "cannot be told: no table covers it"
    WARN = "may be denied, or wants a look"
    BYPASSED = "would be denied but for a modifier that the record must justify"
    PASS = "nothing against it"


class Severity(Ranked):
    """How grave a finding is, in the words of FHIR's OperationOutcome."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@attrs.frozen(field_transformer=typed, repr=False)
class Finding(Printed):
    """What one rule says of some lines of a claim.

    Attributes:
        rule: Stable dotted id of the rule.
        outcome: FAIL, WARN, BYPASSED, NO_DATA or PASS.
        lines: Indices of the lines concerned, ascending.
        message: What is the matter, in a sentence.
        remedy: What to do about it; empty where there is nothing to do.
        citation: The source of the rule.
        certainty: How sure the rule is.
        source: The table that decided, where one did.
        carc: Claim Adjustment Reason Code that a payer would give, where the field has one.
        table: Which table decided, in words: its quarter and release, and the quarter of the day where it is another.

    Example:
        >>> Finding("code.retired", Outcome.FAIL, (0,), "77014 ended on 2025-12-31").outcome.value
        'will be denied'
    """

    _columns = ("outcome", "rule", "lines", "message", "remedy")

    rule: str
    outcome: Outcome
    lines: tuple[int, ...]
    message: str
    remedy: str = ""
    citation: str = ""
    certainty: Certainty = Certainty.H
    source: Source | None = None
    carc: str | None = None
    table: str = ""

    @property
    def severity(self) -> Severity:
        """FAIL is an error, WARN and NO_DATA are warnings, BYPASSED and PASS information.

        Example:
            >>> Finding("code.retired", Outcome.FAIL, (0,), "it was in force through 2025-12-31 only").severity.value
            'error'
        """
        if self.outcome is Outcome.FAIL:
            return Severity.ERROR
        return (
            Severity.WARNING
            if self.outcome in (Outcome.WARN, Outcome.NO_DATA)
            else Severity.INFORMATION
        )

    @property
    def url(self) -> str:
        """Where the rule stands on the documentation's page of rules, relative to its front page.

        Example:
            >>> Finding("code.retired", Outcome.FAIL, (0,), "77014 ended on 2025-12-31").url
            'rules.html#code-retired'
        """
        return f"rules.html#{self.rule.replace('.', '-')}"

    def __str__(self) -> str:
        cure = f" Remedy: {self.remedy}" if self.remedy else ""
        return f"{self.outcome.name} {self.rule}{_lines(self.lines)}: {self.message}{cure}"


_WORST_FIRST = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN)


@attrs.frozen(field_transformer=typed, repr=False)
class ClaimReport(Printed):
    """Everything the rules said of a claim.

    Attributes:
        verdicts: Every rule's verdicts, PASS and BYPASSED included, in order of lines and rules.
        coverage: What no table at hand tells and no rule waits for: one line for all lines of which no coverage
            determination tells, and one for each year whose changes were not looked through for what is authored of
            the codes. It leaves a report complete.

    Example:
        >>> report = ClaimReport((Finding("bundling.ptp", Outcome.NO_DATA, (0, 1), "no table covers the day"),))
        >>> report.is_clean, report.is_complete, report.outcome.name
        (True, False, 'NO_DATA')
    """

    verdicts: tuple[Finding, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What speaks against the claim: FAIL and WARN."""
        return Listing(v for v in self.verdicts if v.outcome in (Outcome.FAIL, Outcome.WARN))

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be told, one per rule and table, with its lines and what to load."""
        return Listing(v for v in self.verdicts if v.outcome is Outcome.NO_DATA)

    @property
    def outcome(self) -> Outcome:
        """The worst of FAIL, NO_DATA, WARN, PASS."""
        held = {v.outcome for v in self.verdicts}
        return next((each for each in _WORST_FIRST if each in held), Outcome.PASS)

    @property
    def is_clean(self) -> bool:
        """Whether no rule says FAIL; a clean report need not be complete."""
        return all(v.outcome is not Outcome.FAIL for v in self.verdicts)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left unchecked for want of a table."""
        return not self.unchecked

    def explain(self) -> str:
        """Give every rule's verdict as text, a paragraph each."""
        return (
            "\n".join((*map(_explained, self.verdicts), *map(_open, self.coverage)))
            or "no rule had anything to look at: the claim has no lines"
        )

    def __repr__(self) -> str:
        counts = f"{len(self.findings)} findings, {len(self.unchecked)} unchecked"
        return f"<ClaimReport {self.outcome.name}: {counts}, {len(self.verdicts)} verdicts>"

    def _listed(self) -> tuple[str, Sequence[object]]:
        """What rules found, could not tell, or saw bypassed, the worst first."""
        told = sorted(
            (each for each in self.verdicts if each.outcome is not Outcome.PASS),
            key=lambda each: each.outcome,
        )
        said = [
            f"{self.outcome.name}: {self.outcome.value}"
            if self.verdicts
            else "no rule had anything to look at",
            f"rules that found nothing: {len(self.verdicts) - len(told)}",
        ]
        if self.coverage:
            said.append(f"notes on coverage: {len(self.coverage)}")
        return "; ".join(said), told

    def _rows(self) -> Sequence[object]:
        return self.verdicts


def _lines(lines: tuple[int, ...]) -> str:
    return f" [lines {', '.join(map(str, lines))}]" if lines else ""


def _explained(finding: Finding) -> str:
    where = ", ".join(str(i) for i in finding.lines)
    text = f"{finding.outcome.name:8} {finding.rule} [lines {where}] {finding.message}"
    if finding.remedy:
        text += f"\n         remedy: {finding.remedy}"
    if finding.citation:
        text += f"\n         source: {finding.citation} (certainty {finding.certainty.name})"
    if finding.table:
        text += f"\n         table: {finding.table}"
    return text


def _open(line: Coverage) -> str:
    where = ", ".join(str(i) for i in line.lines)
    return f"{line.state.name:8} {line.table.value} [lines {where}] {line.note}"
