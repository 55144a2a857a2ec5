"""What an exam name says of contrast: "W", "W/O", "W&WO", "NO IV", and what only looks like it."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.lexicon import Entry
from cptkit.exam_names.words import Item

_NAMED = frozenset({"CONTRAST", "IV", "INTRAVENOUS"})
"""Words that by themselves say that contrast is given."""
_IV_CONTRAST = ("IVC",)
"""After "with" or "without", in a name of CT or MR: contrast into a vein, no vena cava."""
_AND = (("&",), ("AND",), ("OR",))
_SAID = ("contrast", "contrast_state")
"""Kinds of terms that say with or without, and both at once."""
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
    marked, states = ([_meaning(each, kind) for each in items] for kind in _SAID)
    marks = {*states} - {"", "ORAL"}
    marks |= {"BOTH"} if _is_followed_by_contrast(items, marked, states) else set()
    weak, negated = set[str](), set[int]()
    for i, mark in enumerate(marked):
        if not mark:
            continue
        follows = _follower(items, i)
        if mark == "OR" and _is_between(items, i):
            return ContrastReading("", is_open=True)
        if mark in {"OR", "THEN"}:
            continue
        if follows is None:
            marks.update({mark} - {"NO"} if not (is_cut and i == len(items) - 1) else ())
        elif _is_contrast(items[follows]) or (
            is_sectional and _speaks_of_contrast(items, i, follows)
        ):
            marks.add("WITHOUT" if mark == "NO" else mark)
            negated.update([follows] if items[follows].tokens == _IV_CONTRAST else [])
        else:
            weak.add(_weakly(mark, items[follows]))
            negated.update(_and_more(items, follows) if mark != "WITH" else ())
    weak.discard("")
    if marks or not is_sectional:
        return ContrastReading(_state(marks), is_cut and not marks, frozenset(negated))
    if weak:
        return ContrastReading(_state(weak), is_cut, frozenset())
    named = {"WITH"} if any(_names_contrast(item) for item in items) else set()
    return ContrastReading(_state(named), is_cut and not named, frozenset(negated))


def _weakly(mark: str, follower: Item) -> str:
    """Give what a mark before something else than contrast still says of it: nothing before a technique, "W STRESS"."""
    if mark == "NO" or (follower.entry is not None and follower.entry.techniques):
        return ""
    return mark


def _is_followed_by_contrast(items: tuple[Item, ...], marked: list[str], states: list[str]) -> bool:
    """Tell whether "without" is followed by contrast: "W/O CONTRAST FOLLOWED BY CONTRAST", "W/O FLWD BY W"."""
    said = [mark or state for mark, state in zip(marked, states, strict=True)]
    if "THEN" not in said:
        return False
    then = said.index("THEN")
    after = items[then + 1 : then + 4]
    return "WITHOUT" in said[:then] and (
        not after or any(_is_contrast(item) or _mark(item) == "WITH" for item in after)
    )


def _and_more(items: tuple[Item, ...], first: int) -> list[int]:
    """Give the places of the terms that one "without" excludes: "W/O COLOR & DOPPLER" and "W/O COLOR DOPPLER" exclude two."""
    found = [first]
    while found[-1] + 1 < len(items):
        after = found[-1] + 1
        is_joined = items[after].tokens in _AND
        entry = items[after + is_joined].entry if after + is_joined < len(items) else None
        if entry is None or not entry.techniques or entry.regions:
            break
        if not is_joined and not _share_technique(items[found[-1]].entry, entry):
            break
        found.append(after + is_joined)
    return found


def _share_technique(one: Entry | None, other: Entry) -> bool:
    return one is not None and not set(one.techniques).isdisjoint(other.techniques)


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
            or (entry.techniques and not entry.has("extent"))
        ):
            return i
    return None


def _is_between(items: tuple[Item, ...], at: int) -> bool:
    """Tell whether an "or" stands between "with" and "without"."""
    if len(items[at].tokens) > 1:
        return True
    near = {_mark(items[i]) for i in (at - 1, at + 1) if 0 <= i < len(items)}
    return {"WITH", "WITHOUT"} <= near


def _speaks_of_contrast(items: tuple[Item, ...], at: int, follows: int) -> bool:
    """Tell whether what stands before a part of the body, or a word not known, speaks of contrast: "W/O PELVIS".

    It does not where contrast is stated by itself and a part stands before: "ABDOMEN W/O PELVIS W CONTRAST".
    """
    entry = items[follows].entry
    after = _mark(items[at + 1]) if at + 1 < len(items) else ""
    if items[follows].tokens == _IV_CONTRAST or (_mark(items[at]), after) == ("WITHOUT", "WITH"):
        return True  # "W/O W STRESS": the first stands by itself
    if entry is not None and (entry.techniques or not entry.regions):
        return False
    if (
        entry is not None
        and _mark(items[at]) == "WITHOUT"
        and not _mark(items[at - 1])
        and _is_beside_contrast(items, at)
    ):
        return False
    return "WITHOUT" in {_mark(items[at]), after}


def _is_beside_contrast(items: tuple[Item, ...], at: int) -> bool:
    """Tell whether a part of the body stands before a mark, and another mark is followed by the word contrast."""
    return any(item.entry is not None and item.entry.regions for item in items[:at]) and any(
        _mark(items[i]) in {"WITH", "WITHOUT"} and _is_contrast(items[i + 1])
        for i in range(len(items) - 1)
        if i != at
    )


def _state(marks: set[str]) -> str:
    if "BOTH" in marks or {"WITH", "WITHOUT"} <= marks:
        return "WITHOUT_THEN_WITH"
    return next((mark for mark in ("WITHOUT", "WITH") if mark in marks), "")
