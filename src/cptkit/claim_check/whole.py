"""Whether the claim at hand is the whole claim."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.lines.view import View
from cptkit.values.finding import Finding, Outcome

_MOST_NAMED = 3


def completeness(view: View) -> Iterator[Finding]:
    """A claim has service lines, and all that its source held was read."""
    unread = tuple(dict.fromkeys(view.claim.unread))
    if unread:
        told = "; ".join(f"{place}: {reason}" for place, reason in unread[:_MOST_NAMED])
        more = f"; and {len(unread) - _MOST_NAMED} more" if len(unread) > _MOST_NAMED else ""
        yield view.say(
            "claim.unread",
            Outcome.NO_DATA,
            (),
            f"a part of the claim was not read, so it was not checked: {told}{more}",
            "look at it by hand, or mend it and read the claim again",
        )
    elif not view.lines:
        yield view.say(
            "claim.no-lines",
            Outcome.FAIL,
            (),
            "the claim has no service line, so nothing is billed",
            "add the lines, or do not send it",
        )
