"""The loops of an 837: who bills, who is insured, the claim, and its service lines."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cptkit.x12.envelope import Segment, TransactionSet

_BILLING, _SUBSCRIBER = "20", "22"
_OVER = frozenset({"HL", "CLM"})
"""What ends a claim."""
_WITHIN = frozenset({"LX", "SBR"})


@attrs.define(eq=False)
class ClaimLoop:
    """A claim with the loops that it stands in.

    Attributes:
        billing: Segments of the billing provider (loop 2000A).
        subscriber: Segments of the subscriber (2000B); the first SBR is the payer that gets the claim.
        claim: Segments of the claim itself (2300), those of other payers (2320) left out.
        lines: Segments of each service line (2400), LX first.
    """

    billing: list[Segment]
    subscriber: list[Segment]
    claim: list[Segment]
    lines: list[list[Segment]] = attrs.Factory(list)


def claim_loops(transaction_set: TransactionSet) -> Iterator[ClaimLoop]:
    """Give the claims of a transaction set, in their order."""
    billing: list[Segment] = []
    subscriber: list[Segment] = []
    loop: ClaimLoop | None = None
    target: list[Segment] = []
    for each in transaction_set.segments:
        tag = each.tag
        if tag in _OVER:
            if loop is not None:
                yield loop
                loop = None
            target = []
            if tag == "CLM":
                loop = ClaimLoop(billing, subscriber, target)
            elif each.at(3) == _BILLING:
                billing, subscriber = target, []
            elif each.at(3) == _SUBSCRIBER:
                subscriber = target
        elif loop is not None and tag in _WITHIN:
            target = []  # of a service line, or of another payer up to the first of them
            if tag == "LX":
                loop.lines.append(target)
        target.append(each)
    if loop is not None:
        yield loop
