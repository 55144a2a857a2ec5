"""Headings of the code book and the ranges that it prints."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.values.typed import typed


@attrs.frozen(field_transformer=typed, repr=False)
class CodeRange(Printed):
    """A first and a last code, both included; a label as printed, not a membership.

    Attributes:
        first: The first code.
        last: The last code; the same as the first where a heading has only one.

    Example:
        >>> str(CodeRange("71045", "71555"))
        '71045-71555'
    """

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


@attrs.frozen(field_transformer=typed, repr=False)
class Heading(Printed):
    """A heading of the code set.

    Attributes:
        id: Stable dotted id, such as ``radiology.diagnostic.chest``.
        title: The heading in our words.
        level: 0 for a section, 1 for a subsection, and so on.
        ranges: First and last codes as a printed book would show them; labels, not membership.
        parent: The id of the heading above, or None.

    Example:
        >>> Heading("radiology", "Radiology", 0, (CodeRange("70010", "79999"),)).ranges[0].last
        '79999'
    """

    _columns = ("id", "title", "ranges")

    id: str
    title: str
    level: int
    ranges: tuple[CodeRange, ...]
    parent: str | None = None

    def __str__(self) -> str:
        spans = ", ".join(map(str, self.ranges))
        return f"{self.title} ({spans})" if spans else self.title
