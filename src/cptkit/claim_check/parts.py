"""Parts of claims: the lines that a rule sees together, judged by the same rules as the whole claim is."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.indicators import Setting
from cptkit.lines.content import Rules
from cptkit.lines.view import view_of
from cptkit.necessity.rules import is_silence
from cptkit.values.claim import Claim, ClaimLine, Payer
from cptkit.values.finding import Finding
from cptkit.values.policy import PayerPolicy
from cptkit.values.trusted import trusted


@attrs.frozen
class Terms:
    """What holds for all lines of a claim.

    Attributes:
        setting: The claim form.
        payer: Who pays.
        ordered: Whether who ordered is named.
    """

    setting: Setting
    payer: Payer
    ordered: bool


def findings_of(
    lines: Iterable[ClaimLine],
    terms: Terms,
    rules: Rules,
    policy: PayerPolicy,
    catalog: Catalog,
) -> list[Finding]:
    """Give what some rules say of some lines, before findings of one kind are made one.

    Args:
        lines: The lines of a part, in the order of the claim.
        terms: What holds for the claim.
        rules: The rules that see these lines together.
        policy: The payer's own rules.
        catalog: The tables.

    Returns:
        The findings, with indices of the lines given; what no determination tells is no finding.
    """
    orderer = "named" if terms.ordered else None
    claim = trusted(Claim, tuple(lines), terms.setting, terms.payer, orderer, None, ())
    view = view_of(claim, policy, catalog)
    asked = rules.interested(view)
    return [each for rule in asked for each in rule.judge(view) if not is_silence(each)]
