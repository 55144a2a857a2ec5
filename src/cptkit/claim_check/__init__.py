"""Check a claim: will it survive, and if not, why, and what cures it.

`check_claim` asks every rule of `RULES`; each judges each line by the line's own date. Rules do not suppress
each other, nothing is denied without a table or a source that says so, and what no table covers is said.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.claim_check.payer_policy import check_ids
from cptkit.claim_check.review import review_of
from cptkit.claim_check.rules import ORDER, RULES
from cptkit.errors import DataError, shown
from cptkit.lines.view import view_of
from cptkit.necessity.rules import is_silence
from cptkit.values.arithmetic import exactly
from cptkit.values.claim import Claim
from cptkit.values.code import Certainty
from cptkit.values.coverage import Coverage, CoverageState
from cptkit.values.finding import ClaimReport, Finding, Outcome
from cptkit.values.policy import PayerPolicy
from cptkit.values.rule import Rule
from cptkit.values.table import TableKind

__all__ = ["RULES", "Rule", "check_claim"]

_MOST_NAMED = 3
_WEAKEST_LAST = tuple(Certainty)


@exactly
def check_claim(
    claim: Claim, *, policy: PayerPolicy | None = None, catalog: Catalog | None = None
) -> ClaimReport:
    """Check a claim line by line, each by its own date, and line against line.

    Args:
        claim: The claim.
        policy: The payer's own rules; None asks only the national ones.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        The report: `findings` speak against the claim, `unchecked` could not be told and say what to load,
        `verdicts` hold everything.

    Raises:
        DataError: `claim` is no `Claim`, `policy` no `PayerPolicy`, or `catalog` no `Catalog`.
        InvalidRecordError: A line's record, or the policy, names evidence that no requirement knows.
        UnknownCodeError: The policy names a heading that does not exist.

    Example:
        >>> from cptkit import Claim, ClaimLine
        >>> day = dt.date(2024, 8, 15)
        >>> report = check_claim(Claim((ClaimLine("71250", ["26"], date_of_service=day), ClaimLine("71260", ["26"], date_of_service=day))))
        >>> [finding.rule for finding in report.findings if finding.outcome.name == "FAIL"]
        ['bundling.ptp', 'contrast.one-of-family']
    """
    if not isinstance(claim, Claim):
        raise DataError((f"{shown(claim)} is no Claim: give Claim(lines=(...))",))
    if policy is not None and not isinstance(policy, PayerPolicy):
        raise DataError((f"policy must be a PayerPolicy or None, not {shown(policy)}",))
    if policy is not None:
        check_ids(policy)
    view = view_of(claim, policy, chosen(catalog))
    found = _merged(finding for rule in RULES for finding in rule.judge(view))
    told = (each for each in found if not is_silence(each))
    return ClaimReport(
        tuple(sorted(told, key=_order)),
        (*(_open(each) for each in found if is_silence(each)), *review_of(view)),
    )


def _open(silence: Finding) -> Coverage:
    """Make a line of coverage of what no determination at hand tells: most studies have none, and wait for none."""
    return Coverage(
        TableKind.DETERMINATIONS,
        None,
        CoverageState.ABSENT,
        None,
        silence.lines,
        f"{silence.message}; {silence.remedy}",
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        finding.lines,
        ORDER[finding.rule],
        finding.outcome.name,
        finding.message,
        finding.remedy,
        finding.citation,
    )


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Make one NO_DATA of all that a rule says of one table, and one PASS of all that it lets pass in the same words."""
    kept: list[Finding] = []
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for each in findings:
        if each.outcome is Outcome.NO_DATA:
            alike.setdefault((each.rule, _table(each)), []).append(each)
        elif each.outcome is Outcome.PASS:
            alike.setdefault(
                (each.rule, _table(each), each.message, each.citation, each.certainty.name), []
            ).append(each)
        else:
            kept.append(each)
    return kept + [same[0] if len(same) == 1 else _one(same) for same in alike.values()]


def _table(finding: Finding) -> tuple[str, str, str, bool] | None:
    source = finding.source
    return None if source is None else (source.publisher, source.file, source.release, source.exact)


def _lines(findings: Iterable[Finding]) -> tuple[int, ...]:
    return tuple(sorted({index for each in findings for index in each.lines}))


def _one(same: list[Finding]) -> Finding:
    """Make one of several findings of a rule and table: all lines, the messages and remedies each once, the weakest certainty."""
    citations = dict.fromkeys(sorted(each.citation for each in same))
    certainty = max((each.certainty for each in same), key=_WEAKEST_LAST.index)
    return attrs.evolve(
        same[0],
        lines=_lines(same),
        message=_joined(each.message for each in same),
        remedy=_joined(each.remedy for each in same),
        citation="; ".join(citations),
        certainty=certainty,
    )


def _joined(texts: Iterable[str]) -> str:
    each = sorted({text for text in texts if text})
    more = f"; and {len(each) - _MOST_NAMED} more of the kind" if len(each) > _MOST_NAMED else ""
    return "; ".join(each[:_MOST_NAMED]) + more
