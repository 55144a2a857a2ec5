"""What an exam name says of contrast: "W", "W/O", "W&WO", "NO IV", and what only looks like it."""

from __future__ import annotations

import attrs

from cptkit.exam_names.words import Item

_NAMED = frozenset({"CONTRAST", "IV", "INTRAVENOUS"})
"""Words that by themselves say that contrast is given."""
_AND = (("&",), ("AND",), ("OR",))
_TRANSPARENT = frozenset({"noise", "component", "side", "modality", "extent"})
"""Kinds of terms that may stand between "with" and what follows it."""


@attrs.frozen
class ContrastReading:
    """What a name says of contrast.

    Attributes:
        stated: WITHOUT, WITH, WITHOUT_THEN_WITH, or "" where the name does not say.
        is_open: It mentions contrast but leaves both open ("with or without", or cut short after "W/").
        negated: Places of the terms that a "without" excludes.
    """

    stated: str = ""
    is_open: bool = False
    negated: frozenset[int] = frozenset()


def read_contrast(items: tuple[Item, ...], *, is_sectional: bool, is_cut: bool) -> ContrastReading:
    """Read what is said of contrast.

    Args:
        items: The terms of the name.
        is_sectional: The name says CT or MR, where "with" before a part of the body still means contrast.
        is_cut: The name ends in a slash: what "W/" meant was cut off.

    Returns:
        The state, whether it is open, and what "without" excludes instead of contrast.
    """
    marks = {_meaning(item, "contrast_state") for item in items} - {"", "ORAL"}
    marks |= {"BOTH"} if _is_followed_by_contrast(items) else set()
    weak: set[str] = set()
    negated: set[int] = set()
    for i, item in enumerate(items):
        mark = _mark(item)
        follows = _follower(items, i) if mark else None
        if mark == "OR" and _is_between(items, i):
            return ContrastReading("", is_open=True)
        if mark in {"OR", "THEN"}:
            continue
        if mark and (
            follows is None
            or _is_contrast(items[follows])
            or (is_sectional and _excludes_no_part(items, i, follows))
        ):
            if not (follows is None and (mark == "NO" or (is_cut and i == len(items) - 1))):
                marks.add("WITHOUT" if mark == "NO" else mark)
        elif mark:
            weak.add("WITH" if mark == "WITH" else "WITHOUT" * (mark == "WITHOUT"))
            negated.update(
                _and_more(items, follows) if mark != "WITH" and follows is not None else ()
            )
    if not marks and is_sectional and not weak and any(_names_contrast(item) for item in items):
        marks = {"WITH"}
    if not marks and is_sectional and weak - {""}:
        return ContrastReading(_state(weak), is_cut, frozenset())
    return ContrastReading(_state(marks), is_cut and not marks, frozenset(negated))


def _is_followed_by_contrast(items: tuple[Item, ...]) -> bool:
    """Tell whether "without" is followed by contrast: "W/O CONTRAST FOLLOWED BY CONTRAST", "W/O FLWD BY W"."""
    states = [_mark(item) or _meaning(item, "contrast_state") for item in items]
    if "THEN" not in states:
        return False
    then = states.index("THEN")
    after = items[then + 1 : then + 4]
    return "WITHOUT" in states[:then] and (
        not after or any(_is_contrast(item) or _mark(item) == "WITH" for item in after)
    )


def _and_more(items: tuple[Item, ...], first: int) -> list[int]:
    """Give the places of the terms that one "without" excludes: "W/O COLOR & DOPPLER" excludes two techniques."""
    found = [first]
    while (
        found[-1] + 2 < len(items)
        and items[found[-1] + 1].tokens in _AND
        and (entry := items[found[-1] + 2].entry) is not None
        and entry.techniques
        and not entry.regions
    ):
        found.append(found[-1] + 2)
    return found


def _mark(item: Item) -> str:
    return _meaning(item, "contrast")


def _meaning(item: Item, kind: str) -> str:
    return "" if item.entry is None else item.entry.first.get(kind, "")


def _is_contrast(item: Item) -> bool:
    return item.entry is not None and (
        item.entry.has("contrast_word") or item.entry.has("contrast_state")
    )


def _names_contrast(item: Item) -> bool:
    return (
        item.entry is not None
        and item.entry.has("contrast_word")
        and not _NAMED.isdisjoint(item.tokens)
    )


def _follower(items: tuple[Item, ...], at: int) -> int | None:
    """Find the next term that means something, past further words such as "without"; None at the end."""
    for i in range(at + 1, len(items)):
        entry = items[i].entry
        if entry is not None and entry.has("contrast"):
            continue
        if (
            entry is None
            or not entry.others
            or not all(kind in _TRANSPARENT for kind, _ in entry.others)
            or entry.regions
            or entry.techniques
        ):
            return i
    return None


def _is_between(items: tuple[Item, ...], at: int) -> bool:
    """Tell whether an "or" stands between "with" and "without"."""
    if len(items[at].tokens) > 1:
        return True
    near = {_mark(items[i]) for i in (at - 1, at + 1) if 0 <= i < len(items)}
    return {"WITH", "WITHOUT"} <= near


def _excludes_no_part(items: tuple[Item, ...], at: int, follows: int) -> bool:
    """Tell whether what stands before a part of the body, or a word not known, speaks of contrast: "W/O PELVIS"."""
    entry = items[follows].entry
    if entry is not None and not entry.regions:
        return False
    return _mark(items[at]) == "WITHOUT" or (
        at + 1 < len(items) and _mark(items[at + 1]) == "WITHOUT"
    )


def _state(marks: set[str]) -> str:
    if "BOTH" in marks or {"WITH", "WITHOUT"} <= marks:
        return "WITHOUT_THEN_WITH"
    return next((mark for mark in ("WITHOUT", "WITH") if mark in marks), "")
