"""Check a claim: will it survive, and if not, why, and what cures it.

`check_claim` asks every rule of `RULES` whose interest the claim meets; each judges each line by the line's own date. Rules do not suppress
each other, nothing is denied without a table or a source that says so, and what no table covers is said.
"""

from __future__ import annotations

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.claim_check.merging import in_order, merged
from cptkit.claim_check.payer_policy import check_ids
from cptkit.claim_check.review import review_of
from cptkit.claim_check.rules import RULES
from cptkit.errors import DataError, shown
from cptkit.lines.content import Rules
from cptkit.lines.view import view_of
from cptkit.necessity.rules import is_silence
from cptkit.values.arithmetic import exactly
from cptkit.values.claim import Claim
from cptkit.values.coverage import Coverage, CoverageState
from cptkit.values.finding import ClaimReport, Finding
from cptkit.values.policy import PayerPolicy, policy_given
from cptkit.values.rule import Rule
from cptkit.values.table import TableKind
from cptkit.values.trusted import trusted

__all__ = ["RULES", "Rule", "check_claim"]

_RULES = Rules(RULES)


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
    asked = policy_given(policy)
    check_ids(asked)
    view = view_of(claim, asked, chosen(catalog))
    found = merged(finding for rule in _RULES.interested(view) for finding in rule.judge(view))
    told: list[Finding] = []
    silent: list[Finding] = []
    for finding in found:
        (silent if is_silence(finding) else told).append(finding)
    return trusted(
        ClaimReport,
        tuple(sorted(told, key=in_order)),
        (*map(_open, silent), *review_of(view)),
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
