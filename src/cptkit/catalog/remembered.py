"""Answers that are asked for again and again: kept for each catalog, a bounded number of them, and gone with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import ref

from cptkit.catalog.catalog import Catalog
from cptkit.once import with_room

Answer = TypeVar("Answer")
_UNASKED: Any = object()
"""Stands where nothing was answered; None is an answer."""


class Remembered(Generic[Answer]):
    """What was answered from the tables of a catalog, by what was asked.

    Args:
        most: How many answers are kept for a catalog; when there are more, all are forgotten, which costs least.

    Example:
        >>> rows: Remembered[str] = Remembered(1000)
        >>> rows.of(cptkit.packaged, ("71260", "26"), lambda: "asked"), rows.of(cptkit.packaged, ("71260", "26"), lambda: "kept")
        ('asked', 'asked')
    """

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[ref[Catalog], dict[Hashable, Answer]] = {}

    def of(self, catalog: Catalog, asked: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Give the answer to a question, worked out if it was not asked lately.

        Args:
            catalog: The catalog that answers.
            asked: All that the answer hangs on, already read: 1, True and 1.0 are one question.
            answer: Works it out; what it raises is not kept.

        Returns:
            The answer.
        """
        kept = self._kept.get(ref(catalog))
        if kept is None:
            kept = self._kept.setdefault(ref(catalog, self._forget), {})
        found: Answer = kept.get(asked, _UNASKED)  # once: another thread may forget all meanwhile
        if found is _UNASKED:
            found = answer()
            return with_room(kept, self._most).setdefault(asked, found)
        return found

    def _forget(self, gone: ref[Catalog]) -> None:
        self._kept.pop(gone, None)
