"""What a claim holds, and which rules can say anything of it: the others need not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cptkit.indicators import Setting
from cptkit.lines.view import Seen, View
from cptkit.values.policy import NO_POLICY
from cptkit.values.rule import Content, Held, Rule


def content_of(view: View) -> Content:
    """Tell what a claim holds, as the interests of rules are asked of it."""
    held = {one for one, has in _OF_A_LINE if any(map(has, view.lines))}
    if len(view.lines) > 1:
        held.add(Held.PAIR)
    if view.policy is not NO_POLICY and view.policy != NO_POLICY:
        held.add(Held.POLICY)
    if view.is_medicare:
        held.add(Held.MEDICARE)
    codes = frozenset(seen.text for seen in view.lines)
    modifiers = frozenset(each for seen in view.lines for each in seen.modifiers)
    return Content(view.setting, codes, modifiers, frozenset(held))


_OF_A_LINE: tuple[tuple[Held, Callable[[Seen], object]], ...] = (
    (Held.MODIFIER, lambda seen: seen.modifiers),
    (Held.SUPPLY, lambda seen: seen.supply is not None),
    (Held.IMAGE, lambda seen: seen.imaging is not None),
    (Held.PLACE, lambda seen: seen.line.place_of_service is not None),
    (Held.DIAGNOSIS, lambda seen: seen.line.diagnoses),
    (Held.RECORD, lambda seen: seen.line.record is not None),
    (Held.UNITS, lambda seen: seen.line.units > 1),
)
"""What one line is enough for: mostly the first line tells."""


class Rules:
    """Rules, found by claim form and by what a claim holds: few choices of these make most claims.

    Args:
        rules: The rules, in their order.

    Example:
        >>> from cptkit import Claim, ClaimLine
        >>> from cptkit.claim_check import RULES
        >>> from cptkit.lines.view import view_of
        >>> from cptkit.values.policy import NO_POLICY
        >>> line = ClaimLine("71260", date_of_service=dt.date(2026, 5, 4))
        >>> asked = tuple(Rules(RULES).interested(view_of(Claim((line,)), NO_POLICY, cptkit.packaged)))
        >>> len(asked) < len(RULES)
        True
    """

    __slots__ = ("_fitting", "_rules")

    def __init__(self, rules: Iterable[Rule[View]]) -> None:
        self._rules = tuple(rules)
        self._fitting: dict[tuple[Setting, frozenset[Held]], tuple[Rule[View], ...]] = {}

    def interested(self, view: View) -> Iterator[Rule[View]]:
        """Give the rules that can say anything of a claim, in their order."""
        content = content_of(view)
        key = (content.setting, content.held)
        fitting = self._fitting.get(key)
        if fitting is None:
            fitting = self._fitting[key] = tuple(
                rule for rule in self._rules if rule.interest.fits(*key)
            )
        return (rule for rule in fitting if rule.interest.is_named(content))
