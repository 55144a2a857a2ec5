"""Codes that columns name by number: one text that is searched, until enough was asked of it to make an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from cptkit.errors import DataError, shown

_STEP = 6
"""Five characters and a blank."""
_FEW = 16
"""So many questions are answered by searching; one more, and the index pays."""


class CodeNumbers(Sequence[str]):
    """Distinct codes in an order; each has its place as its number. Ten thousand cost nothing before they are asked for.

    Attributes:
        text: The codes, a blank between any two.

    Example:
        >>> codes = CodeNumbers("71250 71260")
        >>> codes.finder()("71260"), codes.finder()("71270"), codes[0]
        (1, None, '71250')
    """

    __slots__ = ("_asked", "_ids", "_items", "text")

    def __init__(self, text: str) -> None:
        """Take the codes; where all have five characters, as those of CPT and HCPCS have, they are left in the text."""
        self.text: str = text
        self._items = None if _all_of_five(text) else tuple(text.split(" "))
        self._ids: dict[str, int] | None = None
        self._asked = 0

    def finder(self) -> Callable[[str], int | None]:
        """Give what finds the number of a code, or None: a search at first, an index after a few questions."""
        if self._ids is None:
            self._asked += 1
            if self._asked <= _FEW and self._items is None:
                return self._search
            self._ids = {code: number for number, code in enumerate(self)}
        return self._ids.get

    def _search(self, code: str) -> int | None:
        text, size = self.text, _STEP - 1
        if len(code) != size:
            return None
        if text.startswith(code):
            return 0
        at = text.find(f" {code}")
        return None if at < 0 else (at + 1) // _STEP

    def __len__(self) -> int:
        return len(self._items) if self._items is not None else (len(self.text) + 1) // _STEP

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...

    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if self._items is not None:
            return self._items[index]
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self))[index] * _STEP
        return self.text[at : at + _STEP - 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split(" ") if self.text else ())

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, CodeNumbers) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return CodeNumbers, (self.text,)


def numbered(codes: Iterable[str]) -> CodeNumbers:
    """Number codes in the order in which they come.

    Raises:
        DataError: A code is empty or has a blank in it.
    """
    listed = tuple(codes)
    wrong = tuple(f"{shown(code)} is no code" for code in listed if code.split() != [code])
    if wrong:
        raise DataError(wrong)
    return CodeNumbers(" ".join(listed))


def _all_of_five(text: str) -> bool:
    """Tell whether a text is words of five characters with one blank between any two, or empty."""
    aligned = text[_STEP - 1 :: _STEP] == " " * text.count(" ")
    return not text or (aligned and (len(text) + 1) % _STEP == 0)
