"""The packaged county files, a year each; read on first use, once."""

from __future__ import annotations

from cptkit.files.manifest import entries
from cptkit.files.packaged import packaged_json
from cptkit.files.sources import source_from_json
from cptkit.once import once
from cptkit.values.published import County
from cptkit.values.table import Table, TableKind


@once
def counties(year: int) -> Table[County] | None:
    """Give the packaged county file of a year, or None.

    Example:
        >>> next(row.locality for row in counties(2025) if (row.state, row.name) == ("TX", "HARRIS"))
        '04412-18'
    """
    for entry in entries("counties"):
        if entry["effective"].startswith(f"{year}-"):
            source = source_from_json(entry["sources"][0])
            packed = packaged_json(f"derived/{entry['file']}")["rows"]
            rows = (County(state, name, mac, number, source) for state, name, mac, number in packed)
            return Table(TableKind.COUNTIES, source, tuple(rows))
    return None
