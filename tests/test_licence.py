"""No licensed text: what is packaged repeats no CMS short description, and every authored row says where it was read."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import cptkit
from builder.layout import laid_out
from builder.originals import LIST
from looped import some

DATA = resources.files(cptkit) / "data"
AUTHORED = sorted(
    path.relative_to(str(DATA)).as_posix()
    for folder in ("authored", "fitted")
    for path in Path(str(DATA / folder)).rglob("*.json")
)


def text_of(name: str) -> str:
    """Read a file that people edit, or that a program fitted."""
    return (DATA / name).read_text(encoding="utf-8")


def rows_of(name: str) -> list[dict[str, Any]]:
    """Give the rows of an authored file, with what its head says of all of them."""
    raw = json.loads(text_of(name))
    shared = {key: raw[key] for key in ("citation", "certainty") if key in raw}
    return [{**shared, **row} for row in raw["rows"]]


def words(text: str) -> str:
    """Reduce a text to its letters and digits, so that punctuation hides nothing."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def texts(value: Any) -> Iterator[str]:
    """Give every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", AUTHORED)
def test_every_row_says_where_it_was_read_and_how_sure_it_is(name: str) -> None:
    """Authored rows carry citation and certainty, or their file's head does for all; none cites what users cannot see."""
    for row in some(rows_of(name)):
        assert row.get("certainty") in ("H", "M", "L"), row
        assert row.get("citation", "").strip(), row
        assert not re.search(r"domain\.md|\.\./shared|design\.md", " ".join(texts(row))), row


@pytest.mark.parametrize("name", AUTHORED)
def test_authored_files_are_canonical(name: str) -> None:
    """One layout, one order: a change shows as a diff of what changed. `tools/format_data.py` writes it."""
    text = text_of(name)
    assert text == laid_out(json.loads(text))


def test_the_list_of_originals_is_laid_out_too() -> None:
    """A quarter is a row more there, and nothing else changes."""
    text = LIST.read_text(encoding="utf-8")
    assert text == laid_out(json.loads(text))


def test_no_short_description_is_packaged(shared: Path) -> None:
    """No text of any packaged file holds a CMS short description of three words or more, whatever its punctuation."""
    descriptions = set()
    for name in ("PPRRVU2025_Oct.csv", "PPRRVU2026_Jul_nonQPP.csv"):
        with (shared / "cms/pfs" / name).open(encoding="latin-1", newline="") as lines:
            descriptions |= {
                words(row[2])
                for row in csv.reader(lines)
                if len(row) > 20 and re.fullmatch(r"7\d{4}", row[0])
            }
    wanted = {d for d in descriptions if len(d.split()) >= 3 and len(d) >= 14}
    lengths = {len(d.split()) for d in wanted}
    found = set()
    for name in AUTHORED:
        for text in texts(rows_of(name)):
            if re.fullmatch(r"[A-Z0-9_]+_[A-Z0-9_]+", text):
                continue  # a member's name
            parts = words(text).split()
            found |= {
                (name, text)
                for n in lengths
                for i in range(len(parts) - n + 1)
                if " ".join(parts[i : i + n]) in wanted
            }
    assert found == set()
