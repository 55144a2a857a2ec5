"""The JSON of a claim's report: what people read first, every verdict, and each source once, named by its place.

A report of a thousand lines rests on a handful of tables: findings name theirs by its index in ``sources``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.values.code import Certainty
from cptkit.values.coverage import Coverage, CoverageState
from cptkit.values.finding import ClaimReport, Finding, Outcome
from cptkit.values.table import Source, TableKind


@attrs.frozen
class WrittenFinding:
    """A finding of a written report: as `Finding`, its source by its place.

    Attributes:
        rule: Stable dotted id of the rule.
        outcome: FAIL, WARN, BYPASSED, NO_DATA or PASS.
        lines: Indices of the lines concerned, ascending.
        message: What is the matter, in a sentence.
        remedy: What to do about it; empty where there is nothing to do.
        citation: The source of the rule.
        certainty: How sure the rule is.
        source: Index of the table that decided in the report's ``sources``, or null.
        carc: Claim Adjustment Reason Code that a payer would give, or null.
        table: Which table decided, in words: its quarter and release, and the quarter of the day where it is another.
    """

    rule: str
    outcome: Outcome
    lines: tuple[int, ...]
    message: str
    remedy: str
    citation: str
    certainty: Certainty
    source: int | None
    carc: str | None
    table: str


@attrs.frozen
class WrittenCoverage:
    """A line of coverage of a written report: as `Coverage`, its source by its place.

    Attributes:
        table: The kind.
        setting: Whose table, where there is one for each.
        state: How well.
        source: Index of the table that would answer in the report's ``sources``, or null.
        lines: Lines of the claim that the table would answer for.
        note: What is missing and what to load.
    """

    table: TableKind
    setting: Setting | None
    state: CoverageState
    source: int | None
    lines: tuple[int, ...]
    note: str


@attrs.frozen
class WrittenReport:
    """A claim's report as JSON holds it.

    Attributes:
        outcome: The worst of FAIL, NO_DATA, WARN, PASS.
        is_clean: Whether no rule says FAIL.
        is_complete: Whether nothing was left unchecked for want of a table.
        findings: What speaks against the claim: the verdicts FAIL and WARN.
        unchecked: What could not be told: the verdicts NO_DATA.
        coverage: What no table tells and no rule waits for.
        verdicts: Every rule's verdicts, those above included.
        sources: The tables that verdicts and coverage name by their place here, each once.
    """

    outcome: Outcome
    is_clean: bool
    is_complete: bool
    findings: tuple[WrittenFinding, ...]
    unchecked: tuple[WrittenFinding, ...]
    coverage: tuple[WrittenCoverage, ...]
    verdicts: tuple[WrittenFinding, ...]
    sources: tuple[Source, ...]


def written(report: ClaimReport) -> WrittenReport:
    """Give the form in which a report is written.

    Example:
        >>> source = Source("CMS", release="v322r0")
        >>> verdicts = [Finding("bundling.ptp", Outcome.WARN, (i,), "x", source=source) for i in range(3)]
        >>> form = written(ClaimReport(verdicts))
        >>> len(form.sources), [each.source for each in form.findings]
        (1, [0, 0, 0])
    """
    places: dict[Source, int] = {}
    sources = [each.source for each in report.verdicts]
    for source in (*sources, *(each.source for each in report.coverage)):
        if source is not None:
            places.setdefault(source, len(places))

    def findings(some: Iterable[Finding]) -> tuple[WrittenFinding, ...]:
        return tuple(WrittenFinding(**_fields(each, places)) for each in some)

    return WrittenReport(
        report.outcome,
        report.is_clean,
        report.is_complete,
        findings(report.findings),
        findings(report.unchecked),
        tuple(WrittenCoverage(**_fields(each, places)) for each in report.coverage),
        findings(report.verdicts),
        tuple(places),
    )


def _fields(value: Finding | Coverage, places: dict[Source, int]) -> dict[str, Any]:
    """Give the fields of a value by their names, its source by its place."""
    held = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
    return held | {"source": None if value.source is None else places[value.source]}


def report_of(form: WrittenReport) -> ClaimReport:
    """Give the report that a form was written of.

    Raises:
        ValueError: A source's index leads nowhere, or what stands first disagrees with the verdicts.
    """
    report = ClaimReport(
        tuple(Finding(**_sourced(each, form.sources)) for each in form.verdicts),
        tuple(Coverage(**_sourced(each, form.sources)) for each in form.coverage),
    )
    again = written(report)
    told = ("outcome", "is_clean", "is_complete", "findings", "unchecked")
    wrong = [name for name in told if _plain(form, name) != _plain(again, name)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not what the verdicts say")
    return report


def _sourced(form: WrittenFinding | WrittenCoverage, sources: tuple[Source, ...]) -> dict[str, Any]:
    held = {each.name: getattr(form, each.name) for each in attrs.fields(type(form))}
    place = form.source
    if place is not None and not 0 <= place < len(sources):
        raise ValueError(f"source {place} is none of the {len(sources)} sources: count from 0")
    return held | {"source": None if place is None else sources[place]}


def _plain(form: WrittenReport, name: str) -> object:
    """Give what stands in a form, findings with their sources themselves: another order of sources says the same."""
    held = getattr(form, name)
    if not isinstance(held, tuple):
        return held
    return [_sourced(each, form.sources) for each in held]
