"""The package's own tables are read without the strict converter, and are what it would make of them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import cptkit
from cptkit.files.checked_rows import rows_of
from cptkit.files.packaged import packaged_json, structure
from cptkit.values.claim import ClaimLine
from house import name_of, sources

_LOADED = re.compile(r'authored\("(\w+)", (\w+)\)')
LOADED = sorted(
    {
        (name_of(path), *found)
        for path in sources()
        for found in _LOADED.findall(path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize(("module", "table", "kind"), LOADED)
def test_a_packaged_table_is_what_the_strict_converter_makes(
    module: str, table: str, kind: str
) -> None:
    """So no row has an unknown key, a value of another type, or a term that its field does not have."""
    row = getattr(importlib.import_module(f"cptkit.{module}"), kind)
    raw = packaged_json(f"authored/{table}.json")["rows"]
    assert raw
    assert rows_of(raw, row) == structure(raw, tuple[row, ...])  # type: ignore[valid-type]  # a run-time alias


def test_every_authored_table_of_rows_is_held_so() -> None:
    """A table that nobody loads in this way is read in one of its own, which has its own tests."""
    folder = Path(cptkit.__file__).parent / "data" / "authored"
    others = {path.stem for path in folder.glob("*.json")} - {table for _, table, _ in LOADED}
    assert others == {
        "conversion_factors",
        "headings",
        "reviewed",
        "suggest_hints",
        "suggest_relations",
    }


def test_rows_read_every_form_of_field() -> None:
    """Texts, counts, decimals, days, terms and tuples of them; null where a field may be empty."""
    raw = {
        "code": "71260",
        "modifiers": ["26"],
        "date_of_service": "2026-05-04",
        "units": 2,
        "charge": "131.50",
        "place_of_service": None,
    }
    assert rows_of([raw], ClaimLine) == structure([raw], tuple[ClaimLine, ...])
