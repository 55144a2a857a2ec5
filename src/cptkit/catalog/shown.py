"""How a catalog and an edition show themselves: as the tables that they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from cptkit.printing.value import Printed


class PrintedCatalog(Printed):
    """What prints of a catalog: its line, then the originals that it was read from."""

    __slots__ = ()
    sources: Any

    def _listed(self) -> tuple[str, Any]:
        return repr(self).strip("<>"), self.sources


class PrintedEdition(Printed):
    """What prints of an edition: how many codes are in force, then how well tables cover the day; its rows are the codes."""

    __slots__ = ()
    catalog: Any
    on: dt.date

    def _listed(self) -> tuple[str, Any]:
        return (
            f"{len(self.catalog.at(self.on)):,} codes in force on {self.on}",
            self.catalog.coverage(self.on),
        )

    def _rows(self) -> Iterable[object]:
        return self.catalog.at(self.on).values()  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<Edition {self.on} of {self.catalog!r}>"
