"""Where it came from: the manifest says of each packaged table its originals, releases, days, checksums, rows, and how it was checked."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cptkit.catalog.packaged_tables import _ptp_table
from cptkit.files.manifest import entries
from cptkit.files.packaged import packaged_text
from looped import some

ROWS = entries()
SOURCES = [source for row in ROWS for source in row["sources"]]
IS_SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch
TESTS = Path(__file__).parent


def counted(row: Any) -> int:
    """Count the rows of a packaged file; a row of pairs holds many, and each pair counts."""
    if row["table"] == "ptp":
        return len(_ptp_table(row["file"]))
    return len(json.loads(packaged_text(f"derived/{row['file']}"))["rows"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_table_is_told_whole(row: Any) -> None:
    """Its days are those of its originals, its rows are counted, and its checksum is one."""
    assert row["effective"] <= row["through"]
    assert row["rows"] == counted(row) > 0
    assert IS_SHA256(row["sha256"])
    if row["sources"]:  # what is made from other packaged files has none
        assert min(each["effective"] for each in row["sources"]) == row["effective"]
        assert max(each["through"] for each in row["sources"]) == row["through"]


def test_an_original_is_told_whole() -> None:
    """Publisher, file, release, days, licence and checksum of each."""
    bare = [
        source["file"]
        for source in some(SOURCES)
        if not all(source[name] for name in ("publisher", "file", "release", "licence"))
        or not source["effective"] <= source["through"]
        or not IS_SHA256(source["sha256"])
    ]
    assert bare == []


def test_how_it_was_checked_names_tests() -> None:
    """Each test that a row names is one of these."""
    named = {name for row in some(ROWS) for name in re.findall(r"\btest_\w+", row["checked"])}
    assert {name for name in some(named) if not (TESTS / f"{name}.py").is_file()} == set()
    assert [row["file"] for row in some(ROWS) if "test_" not in row["checked"]] == []


def test_the_originals_are_those_at_hand(shared: Path) -> None:
    """The checksum of every official file that the manifest names is that of the file of this name."""
    at_hand = {path.name: path for path in (shared / "cms").rglob("*") if path.is_file()}
    other = [
        source["file"]
        for source in some({each["file"]: each for each in SOURCES}.values())
        if hashlib.sha256(at_hand[source["file"]].read_bytes()).hexdigest() != source["sha256"]
    ]
    assert other == []
