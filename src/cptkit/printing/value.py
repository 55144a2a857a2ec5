"""How every public value shows itself: one line in a shell, a text for people, a table in a notebook."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def _never_raising(own: Callable[[Any], str]) -> Callable[[Any], str]:
    """Let a value whose fields will not be written, as a caller's broken class, show its ``repr`` instead."""

    @functools.wraps(own)
    def text(self: Any) -> str:
        try:
            return own(self)
        except Exception:  # noqa: BLE001 - a caller's broken class may raise anything
            return repr(self)

    return text


class Printed:
    """What public values have in common; a class says only what differs.

    The writers are loaded when something is shown, so that values stay cheap to import and to make.
    """

    __slots__ = ()
    _columns: ClassVar[tuple[str, ...]] = ()
    """The attributes that a table of such values shows; () for the first few."""

    def __init_subclass__(cls) -> None:
        own = cls.__dict__.get("__str__")
        if own is not None and not hasattr(
            own, "__wrapped__"
        ):  # attrs makes a class with slots twice
            cls.__str__ = _never_raising(own)  # type: ignore[method-assign]

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
