"""What packaged files say of where they were read, and for which of their releases a row holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cptkit.files.packaged import iso_day
from cptkit.values.table import Source
from cptkit.values.trusted import filled


def source_from_json(raw: Mapping[str, Any]) -> Source:
    """Make a `Source` from the object that stands in a packaged file."""
    first, last = iso_day(raw.get("effective")), iso_day(raw.get("through"))
    said = {
        name: raw[name]
        for name in ("publisher", "file", "release", "licence", "sha256")
        if name in raw
    }
    return filled(Source, {**said, "effective": first, "through": last})


def in_release(first: int, last: int | None, release: int) -> bool:
    """Tell whether a packed row holds in a release; None is open.

    Example:
        >>> in_release(1, None, 3), in_release(1, 2, 3)
        (True, False)
    """
    return first <= release and (last is None or release <= last)
