"""Parts of several lines as columns: what each holds, and which parts are equal, so that each distinct one is asked once."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np

from cptkit.frames.claim_lines import numbered, runs
from cptkit.frames.coded import Places

MOST_COMPARED = 64
"""Parts of more members are not compared: two that are equal are hardly ever met."""


@attrs.frozen(eq=False)
class Members:
    """The members of parts, a part's members together: lines, or the lines of one content as one.

    Attributes:
        content: What is read of each.
        providers: The rank of its provider among those of its part; -1 where none is named.
        sessions: The same of its session.
        lines: The places of the lines, a member's together.
        starts: Where the lines of each member begin.
        sizes: How many lines each member is.
    """

    content: Places
    providers: Places
    sessions: Places
    lines: Places
    starts: Places
    sizes: Places


@attrs.frozen(eq=False)
class Parts:
    """Parts of claims.

    Attributes:
        members: Their members, one part's after the other's.
        starts: Where the members of each part begin.
        sizes: How many members each has.
        terms: The number of what holds for the claim of each.
    """

    members: Members
    starts: Places
    sizes: Places
    terms: Places

    @property
    def leads(self) -> Places:
        """A line of each part."""
        return self.members.lines[self.members.starts[self.starts]]

    def equal(self) -> tuple[Places, Places]:
        """Number the parts so that equal ones have one number.

        Returns:
            For each part its number, and of each number a part.
        """
        members = self.members
        each = numbered(members.content, members.providers, members.sessions).numbers
        numbers, firsts, count = np.zeros(len(self.sizes), np.int64), [np.zeros(0, np.int64)], 0
        for size in np.unique(self.sizes).tolist():
            mine = np.flatnonzero(self.sizes == size)
            if size > MOST_COMPARED:
                numbers[mine], leads = np.arange(len(mine)), mine
            else:
                held = each[self.starts[mine][:, None] + np.arange(size)]
                found = numbered(self.terms[mine], *held.T)
                numbers[mine], leads = found.numbers, mine[found.firsts]
            numbers[mine] += count
            firsts.append(leads)
            count += len(leads)
        return numbers, np.concatenate(firsts)

    def told_apart(
        self, parts: Places
    ) -> Iterator[tuple[tuple[int, ...], int, tuple[int, ...] | None, tuple[int, ...] | None]]:
        """Give what tells some parts apart: the content of their members, their terms, and who shares a provider or session."""
        members = self.members
        columns = [members.content, members.providers, members.sessions]
        starts, sizes = self.starts[parts].tolist(), self.sizes[parts].tolist()
        for start, size, terms in zip(starts, sizes, self.terms[parts].tolist(), strict=True):
            content, *ids = (tuple(each[start : start + size].tolist()) for each in columns)
            providers, sessions = (None if max(each) < 0 else each for each in ids)
            yield content, terms, providers, sessions


def ranked(parts: Places, ids: Places) -> Places:
    """Number ids within each part by their order, so that only who shares one with whom tells parts apart.

    Args:
        parts: For each line the number of its part, ascending.
        ids: For each line its id; -1 for none, which stays.

    Example:
        >>> ranked(np.array([0, 0, 0, 1, 1]), np.array([9, -1, 4, 7, 7])).tolist()
        [1, -1, 0, 0, 0]
    """
    starts, sizes = runs(parts)
    if not len(starts):
        return ids
    numbers = numbered(parts, ids).numbers
    least = np.minimum.reduceat(numbers, starts)
    is_nobody_there = np.minimum.reduceat(ids, starts) < 0
    ranks: Places = numbers - np.repeat(least + is_nobody_there, sizes)
    return ranks
