"""Which ids were seen before, in eight bytes for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class SeenIds:
    """Ids that were seen, by their hashes, in sorted runs of which each is more than twice as long as the next."""

    def __init__(self) -> None:
        self._runs: list[npt.NDArray[np.int64]] = []

    def add(self, ids: Sequence[object]) -> int | None:
        """Put ids to those that were seen.

        Args:
            ids: Texts or numbers of one type.

        Returns:
            The place of the first that was seen before, among those here or earlier; None where all are new.

        Example:
            >>> seen = SeenIds()
            >>> seen.add(["A", "B"]), seen.add(["C", "B"])
            (None, 1)
        """
        hashes = np.fromiter(map(_hashed, ids), np.int64, len(ids))
        _, firsts = np.unique(hashes, return_index=True)
        again = np.ones(len(ids), bool)
        again[firsts] = False
        for run in self._runs:
            near = np.minimum(np.searchsorted(run, hashes), len(run) - 1)
            again |= run[near] == hashes
        self._hold(np.sort(hashes))
        return int(np.argmax(again)) if again.any() else None

    def _hold(self, run: npt.NDArray[np.int64]) -> None:
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)


def _hashed(value: object) -> int:
    """Give 64 bits of an id; Python's own of -1 is that of -2."""
    return hash(value if isinstance(value, str) else repr(value))
