"""How every public value shows itself: one line in a shell, a text for people, a table in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Printed:
    """What public values have in common; a class says only what differs.

    The writers are loaded when something is shown, so that values stay cheap to import and to make.
    """

    __slots__ = ()
    _columns: ClassVar[tuple[str, ...]] = ()
    """The attributes that a table of such values shows; () for the first few."""

    def __repr__(self) -> str:
        from cptkit.printing.brief import brief  # noqa: PLC0415 - only what is shown loads it

        return brief(self)

    def __str__(self) -> str:
        from cptkit.printing.whole import value_text  # noqa: PLC0415

        return value_text(self)

    def _repr_html_(self) -> str:
        from cptkit.printing.whole import value_html  # noqa: PLC0415

        return value_html(self)

    def _listed(self) -> tuple[str, Sequence[object]] | None:
        """Give a headline and the rows below it, for a value that is shown as a table of others."""
        return None

    def _rows(self) -> Iterable[object] | None:
        """Give what `cptkit.records` makes rows of; None for a value that is a row itself."""
        listed = self._listed()
        return None if listed is None else listed[1]
