"""What a claim holds, and which rules can say anything of it: the others need not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cptkit.indicators import Setting
from cptkit.lines.view import Seen, View
from cptkit.once import with_room
from cptkit.values.policy import NO_POLICY
from cptkit.values.rule import Content, Held, Names, Rule


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
    """Rules, found by claim form and by what a claim holds, then by its codes and modifiers.

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
        self._fitting: dict[tuple[Setting, frozenset[Held]], _Fitting] = {}

    def interested(self, view: View) -> Iterator[Rule[View]]:
        """Give the rules that can say anything of a claim, in their order."""
        content = content_of(view)
        key = (content.setting, content.held)
        fitting = self._fitting.get(key)
        if fitting is None:
            rules = tuple(rule for rule in self._rules if rule.interest.fits(*key))
            fitting = self._fitting[key] = _Fitting(rules)
        return fitting.named(content)


class _Fitting:
    """The rules that fit a claim form and what a claim holds: few choices of these make most claims."""

    __slots__ = ("_codes", "_modifiers", "_rules")

    def __init__(self, rules: tuple[Rule[View], ...]) -> None:
        self._rules = rules
        self._codes = _Asking([rule.interest.codes for rule in rules])
        self._modifiers = _Asking([rule.interest.modifiers for rule in rules])

    def named(self, content: Content) -> Iterator[Rule[View]]:
        """Give those that ask for no code and modifier, or for one of a claim's."""
        asked = self._codes.places(content.codes) & self._modifiers.places(content.modifiers)
        return (self._rules[place] for place in sorted(asked))


class _Asking(dict[str, frozenset[int]]):
    """Which of some rules ask for a code or modifier, by their places: looked up once, since tables of the package do not change.

    Args:
        tables: What gives the names for which each rule asks; None where it asks for none.
    """

    def __init__(self, tables: list[Names | None]) -> None:
        super().__init__()
        self._tables = [(at, names) for at, names in enumerate(tables) if names is not None]
        self._others = frozenset(at for at, names in enumerate(tables) if names is None)

    def __missing__(self, name: str) -> frozenset[int]:
        asking = frozenset(at for at, names in self._tables if name in names())
        with_room(self, _MOST_NAMES)[name] = asking
        return asking

    def places(self, named: Iterable[str]) -> frozenset[int]:
        """Give the places of the rules that ask for one of some names, or for none."""
        return self._others.union(*map(self.__getitem__, named))


_MOST_NAMES = 20_000
"""So many codes, and so many modifiers, are looked up once; callers may make up others."""
