"""What an exam name says: its terms gathered into one reading, facet by facet."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.contrasts import ContrastReading, read_contrast
from cptkit.exam_names.lexicon import Lexicon
from cptkit.exam_names.view_counts import ViewReading, read_views
from cptkit.exam_names.words import Item, items_of, spelled, tokens_of

_WEAK = frozenset({"XA", "RF", "IR", "XR", "SCAN"})
"""Modalities that a stronger word beside them overrules: a CT angiogram is CT, an IR biopsy under CT too."""
_SHORTEST_CUT, _LONGEST_CUT = 27, 30
_MOST_UNKNOWN, _LONG = 1, 4
"""How many unknown words of how many letters an exam's name without a modality may hold beside one that is known."""
_STRONG = frozenset({"CT", "MR", "US", "NM", "PT", "MG", "BMD"})


@attrs.frozen
class Reading:
    """What an exam name says.

    Attributes:
        items: The terms in their order.
        modalities: Names of the modalities that it states.
        regions: For each mention of a part of the body, what it may mean.
        techniques: For each mention of a technique, what it means; of several one is enough.
        negated: Techniques and regions that it excludes ("without manipulation").
        contrast: What it says of contrast.
        views: What it says of views.
        side: "L", "R", "B", "U" or "".
        extents: Names of the extents that it states.
        populations: Names of the populations that it states.
        roles: Names of the roles that it states.
        flags: ADD_ON, UNLISTED, SCREENING, DIAGNOSTIC.
        components: "26" or "TC", where a fee component is named.
        codes: Codes that it spells out, or for which a term stands by itself.
        unknown: Tokens that the lexicon does not know.
    """

    items: tuple[Item, ...]
    modalities: frozenset[str]
    regions: tuple[frozenset[str], ...]
    techniques: tuple[tuple[str, ...], ...]
    negated: frozenset[str]
    contrast: ContrastReading
    views: ViewReading
    side: str
    extents: frozenset[str]
    populations: frozenset[str]
    roles: frozenset[str]
    flags: frozenset[str]
    components: tuple[str, ...]
    codes: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_imaging(self) -> bool:
        """Whether the name speaks of imaging: it states a modality, guidance or supervision, or nothing of another department."""
        said = len(self.regions) + len(self.techniques)
        if not (
            said or self.codes or self.roles or self.flags or self.extents or self.views.low
        ) or all(item.entry is None for item in self.items):
            return False
        if any(item.entry is not None and item.entry.is_supply for item in self.items):
            return False
        if self.modalities - {"SCAN"} or self.roles & {"GUIDANCE", "SUPERVISION"}:
            return True
        if any(item.entry is not None and item.entry.has("not_exam") for item in self.items):
            return False
        return sum(len(token) >= _LONG for token in self.unknown) <= max(_MOST_UNKNOWN, said)

    def spells_out(self, code: str) -> bool:
        """Tell whether the name holds the code itself."""
        return any(code in item.tokens for item in self.items)


def read(text: str, lexicon: Lexicon) -> Reading:
    """Read an exam name.

    Args:
        text: The name.
        lexicon: What words mean.

    Returns:
        What it says.
    """
    tokens = spelled(tokens_of(text), lexicon)
    unknown = (token for token in tokens if token.isalpha() and token not in lexicon.words)
    return reading_of(
        tuple(items_of(tokens, lexicon)), is_cut=is_cut_short(text), unknown=tuple(unknown)
    )


def reading_of(
    items: tuple[Item, ...], *, is_cut: bool = False, unknown: tuple[str, ...] = ()
) -> Reading:
    """Gather what terms say.

    Args:
        items: The terms in their order.
        is_cut: The name was cut off after a slash.
        unknown: Tokens that the lexicon does not know.

    Returns:
        What they say together.
    """
    others: dict[str, list[str]] = {}
    for item in items:
        for kind, means in item.entry.others if item.entry is not None else ():
            others.setdefault(kind, []).append(means)
    modalities = frozenset(others.get("modality", ()))
    contrast = read_contrast(items, is_sectional=bool(modalities & {"CT", "MR"}), is_cut=is_cut)
    dropped = contrast.negated
    tokens = [token for item in items for token in item.tokens]
    return Reading(
        items,
        _leading(modalities),
        _regions(items, dropped),
        _techniques(items, dropped),
        frozenset((*(name for i in dropped for name in _names(items[i])), *others.get("not", ()))),
        contrast,
        read_views(tokens, items),
        _side(others.get("side", [])),
        frozenset(others.get("extent", ())),
        frozenset(others.get("population", ())),
        frozenset(others.get("role", ())),
        frozenset(others.get("flag", ())),
        tuple(dict.fromkeys(others.get("component", ()))),
        _codes(others.get("code", []), tokens),
        unknown,
    )


def is_cut_short(text: str) -> bool:
    """Tell whether a name ends in a slash at a length at which many systems cut names: what "W/" meant is lost."""
    return text.rstrip().endswith("/") and _SHORTEST_CUT <= len(text.rstrip()) <= _LONGEST_CUT


def _codes(meant: list[str], tokens: Iterable[str]) -> tuple[str, ...]:
    """Give the codes for which terms stand, then those that the name spells out, each once."""
    spelled_out = (token for token in tokens if len(token) == 5 and token.isdigit())
    return tuple(dict.fromkeys((*meant, *spelled_out)))


def _leading(modalities: frozenset[str]) -> frozenset[str]:
    if modalities & _STRONG:
        return modalities - _WEAK
    stated = modalities - {"SCAN"}
    return stated - {"XR"} if "XA" in stated else stated or modalities


def _names(item: Item) -> tuple[str, ...]:
    return () if item.entry is None else (*item.entry.regions, *item.entry.techniques)


def _regions(items: tuple[Item, ...], dropped: frozenset[int]) -> tuple[frozenset[str], ...]:
    found: list[frozenset[str]] = []
    for i, item in enumerate(items):
        if item.entry is not None and i not in dropped:
            found += [item.entry.regions] if item.entry.regions else []
            found += [frozenset({means}) for kind, means in item.entry.others if kind == "mention"]
    return tuple(dict.fromkeys(found))


def _techniques(items: tuple[Item, ...], dropped: frozenset[int]) -> tuple[tuple[str, ...], ...]:
    found = (
        item.entry.techniques
        for i, item in enumerate(items)
        if item.entry is not None and item.entry.techniques and i not in dropped
    )
    return tuple(dict.fromkeys(found))


def _side(sides: list[str]) -> str:
    found = set(sides)
    if "B" in found or {"L", "R"} <= found:
        return "B"
    return next((side for side in "LRU" if side in found), "")
