"""The kernel for what needs two lines: which codes of a visit or day meet, and the parts into which they fall.

Pairs are made in columns: each two codes of a group once, each distinct pair of a span of days asked once, and the
codes that meet, directly or through others, put together. What meets nothing stands alone.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from cptkit.claim_check.meetings import never
from cptkit.claim_check.reach import Scope
from cptkit.frames.claim_lines import Lines, numbered, runs, spread
from cptkit.frames.coded import Places

MOST_CODES = 100
"""A group of more codes is not cut: its pairs would cost more than they save."""


@attrs.frozen
class Pair:
    """Two codes of a group.

    Attributes:
        one: The number of one code.
        two: The number of the other.
        like: The day that stands for the group's, as an ordinal.
        terms: The number of what holds for the claim.
    """

    one: int
    two: int
    like: int
    terms: int


def cut(
    scope: Scope,
    lines: Lines,
    seeing_all: Places,
    meet: Callable[[Pair], bool],
) -> Places:
    """Cut lines into the parts that the rules of a scope see together.

    Args:
        scope: The scope.
        lines: The lines.
        seeing_all: The places of lines beside which all of their group must be seen.
        meet: Tells whether two codes meet.

    Returns:
        For each line the number of its part.
    """
    groups = lines.together(scope.reach)
    if scope.meets is None:
        return groups
    whole = np.zeros(groups.max(initial=-1) + 1, bool)
    whole[groups[seeing_all]] = True
    if scope.meets is never:
        return numbered(groups, np.where(whole[groups], -1, np.arange(len(groups)))).numbers
    codes = numbered(groups, lines.codes)
    owners = groups[codes.firsts]
    starts, sizes = runs(owners)
    whole |= sizes > MOST_CODES
    parts = np.where(whole[owners], np.repeat(starts, sizes), np.arange(len(owners)))
    one, two = _pairs(starts[~whole], sizes[~whole])
    met = _met(lines, codes.firsts[one], codes.firsts[two], meet)
    return _joined(parts, one[met], two[met])[codes.numbers]


def _pairs(starts: Places, sizes: Places) -> tuple[Places, Places]:
    """Give each two members of each group once."""
    members = spread(starts, sizes)
    behind = np.repeat(starts + sizes, sizes) - members - 1
    return np.repeat(members, behind), spread(members + 1, behind)


def _met(lines: Lines, one: Places, two: Places, meet: Callable[[Pair], bool]) -> Places:
    """Give the places of the pairs that meet; each distinct pair is asked once."""
    asked = (lines.codes[one], lines.codes[two], lines.likes[one], lines.terms[one])
    pairs = numbered(*asked)
    said = np.array([meet(Pair(*each)) for each in pairs.distinct(*asked)], bool)
    return np.flatnonzero(said[pairs.numbers])


def _joined(parts: Places, one: Places, two: Places) -> Places:
    """Give everything the least number of all that it is tied to."""
    while True:
        least = np.minimum(parts[one], parts[two])
        joined = parts.copy()
        np.minimum.at(joined, one, least)
        np.minimum.at(joined, two, least)
        if np.array_equal(joined, parts):
            return parts
        parts = joined
