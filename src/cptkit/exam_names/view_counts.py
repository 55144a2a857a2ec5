"""How many views an exam name states: "2VW", "3+", "MIN 4 VIEWS", "1-2 V", "AP & LAT"."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.words import Item

MANY = 99
"""The upper end of a count that is open upwards."""
_MOST_VIEWS = 12
_UP = frozenset({"+", ">", "MORE", "MINIMUM"})
_DOWN = frozenset({"<", "LESS", "MAXIMUM", "FEWER"})
_BELOW = frozenset({"LESS", "UNDER", "FEWER", "BELOW"})
"""Words before a count that it does not reach."""

_ALONE = frozenset({"AP", "PA", "LATERAL", "FRONTAL", "SINGLE"})
"""Words before "view" that mean one view."""
_BETWEEN = _UP | _DOWN | {"OR", "OF", "AND", "THAN", "=", "TO"}
_JOINS = frozenset({"-", "OR", "TO", "AND"})


@attrs.frozen
class ViewReading:
    """How many views a name states.

    Attributes:
        low: The least number; 0 where it states none.
        high: The greatest number.
        named: How many projections it names, where it gives no number.
    """

    low: int = 0
    high: int = 0
    named: int = 0


def read_views(tokens: list[str], items: tuple[Item, ...]) -> ViewReading:
    """Read the number of views.

    Args:
        tokens: The spelled tokens.
        items: The same, as terms.

    Returns:
        The range that is stated, or the number of projections that are named.
    """
    counts = [
        count
        for i, token in enumerate(tokens)
        if token == "VIEW" and (count := _count_before(tokens, i))
    ]
    if not counts:
        counts = [count for i in range(len(tokens)) if (count := _bare_count(tokens, items, i))]
    named = {
        means
        for item in items
        if item.entry is not None
        for kind, means in item.entry.others
        if kind == "named"
    }
    if not counts:
        return ViewReading(named=len(named))
    return ViewReading(
        min(sum(low for low, _ in counts), MANY),
        min(sum(high for _, high in counts), MANY),
        len(named),
    )


def _number(token: str) -> int:
    if token in _ALONE:
        return 1
    return int(token) if token.isdigit() and len(token) < 3 and int(token) <= _MOST_VIEWS else 0


def _count_before(tokens: list[str], view: int) -> tuple[int, int] | None:
    """Read the count that ends at the word "view", with the signs around it."""
    at = view - 1
    while at >= 0 and tokens[at] in _BETWEEN:
        at -= 1
    number = _number(tokens[at]) if at >= 0 else 0
    if not number:
        return None
    before, after = (
        tokens[max(at - 3, 0) : at],
        {*tokens[at + 1 : view], *tokens[view + 1 : view + 3]},
    )
    if at > 1 and tokens[at - 1] in _JOINS and _number(tokens[at - 2]):
        return min(_number(tokens[at - 2]), number), MANY if after & {"+", ">"} else number
    return _ranged(number, before, after)


def _ranged(number: int, before: list[str], after: set[str]) -> tuple[int, int]:
    """Read the signs around a number: "< 4", "more than 3", "3 or more", "2 or less", "up to 3"."""
    near = [token for token in before[-2:] if token != "THAN"]
    if "<" in before[-2:] or (near and near[-1] in _BELOW):
        return 1, number if "=" in before else max(number - 1, 1)
    if near[-1:] == ["MORE"] and before[-3:-1] != ["NO", "MORE"] and "NO" not in before:
        return number + 1, MANY
    if (">" in before[-2:] and "=" not in before) or before[-1:] == ["OVER"]:
        return number + 1, MANY
    if after & _UP or {"MINIMUM", ">"} & {*before}:
        return number, MANY
    if after & _DOWN or "MAXIMUM" in before or "NO" in before or before[-2:] == ["UPPER", "TO"]:
        return 1, number
    return number, number


def _bare_count(tokens: list[str], items: tuple[Item, ...], at: int) -> tuple[int, int] | None:
    """Read a count without the word: "3+" or "MIN 3", or a number at the end of the name."""
    number = _number(tokens[at]) if tokens[at].isdigit() else 0
    if not number or any(item.entry is not None and tokens[at] in item.tokens for item in items):
        return None
    after = tokens[at + 1 : at + 2]
    if (
        after in (["+"], [">"])
        or tokens[at + 1 : at + 3] == ["OR", "MORE"]
        or tokens[max(at - 1, 0) : at] == ["MINIMUM"]
    ):
        return number, MANY
    if after == ["-"] and at + 2 < len(tokens) and _number(tokens[at + 2]):
        return number, _number(tokens[at + 2])
    if not after and at > 1 and tokens[at - 1] in _JOINS and _number(tokens[at - 2]):
        return None
    return _ranged(number, tokens[max(at - 3, 0) : at], set()) if not after and at else None
