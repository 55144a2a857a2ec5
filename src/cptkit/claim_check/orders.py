"""Who ordered."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.indicators import Setting
from cptkit.lines.value_sets import members
from cptkit.lines.view import Seen, View
from cptkit.values.finding import Finding, Outcome


def ordering(view: View) -> Iterator[Finding]:
    """Diagnostic imaging names who ordered it; screening mammography needs no order."""
    asked = [each for each in view.national if _is_ordered(each)]
    if view.setting is Setting.PROFESSIONAL and asked:
        if view.claim.ordering_provider is None:
            yield view.say(
                "order.provider",
                Outcome.WARN,
                asked,
                "no ordering provider is named",
                "give Claim.ordering_provider: the NPI of who ordered the tests",
            )
        else:
            yield view.say("order.provider", Outcome.PASS, asked, "the ordering provider is named")


def _is_ordered(seen: Seen) -> bool:
    return seen.is_diagnostic_study and seen.text not in members("mammography.screening")
