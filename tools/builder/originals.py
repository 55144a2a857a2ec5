"""Which official files the data is built from, what days each covers, and how their bytes are read.

The list is data (`originals.json`): a quarter is a row more. The only module of the builder that opens a file.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import attrs

LIST = Path(__file__).with_name("originals.json")
"""The list of originals."""


@attrs.frozen
class Original:
    """An official file.

    Attributes:
        path: Where it lies below the folder of originals.
        release: CMS's name of the release.
        effective: The first day that it covers.
        through: The last day.
        publisher: Who publishes it.
        table: What it is a release of.
        setting: Name of the setting that it is for; empty for tables that have none.
        complete: False where absence in the copy proves nothing.
        other_codes: Whether its rows outside radiology are packaged too.
        scope: Of which codes the copy holds every row: a name of `TableScope`.
    """

    path: str
    release: str
    effective: dt.date
    through: dt.date
    publisher: str = "CMS"
    table: str = ""
    setting: str = ""
    complete: bool = True
    other_codes: bool = False
    scope: str = "ALL"

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.rsplit("/", 1)[-1]


@attrs.frozen
class Originals:
    """The list of originals.

    Attributes:
        all: Every original, in the order of the list.
        licence: What governs their use.
        checked: Table to how it was checked.
        left_out: Originals that were at hand and are not used, and why.
    """

    all: tuple[Original, ...]
    licence: str
    checked: Mapping[str, str]
    left_out: tuple[Mapping[str, str], ...]

    def of(self, table: str, setting: str = "") -> tuple[Original, ...]:
        """Give the releases of a table, oldest first."""
        return tuple(each for each in self.all if (each.table, each.setting) == (table, setting))


def listed(path: Path = LIST) -> Originals:
    """Read the list.

    Raises:
        ValueError: Two releases of a table cover one day, or a later one stands first.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    found = tuple(
        Original(
            **{
                **row,
                "effective": dt.date.fromisoformat(row["effective"]),
                "through": dt.date.fromisoformat(row["through"]),
            }
        )
        for row in raw["rows"]
    )
    made = Originals(found, raw["licence"], raw["checked"], tuple(raw["left_out"]))
    for kind in sorted({(each.table, each.setting) for each in found}):
        _in_order(made.of(*kind))
    return made


def _in_order(releases: Sequence[Original]) -> None:
    for before, after in pairwise(releases):
        if before.through >= after.effective:
            raise ValueError(
                f"{after.path} covers {after.effective}, and so does {before.path} before it"
            )


@attrs.frozen
class Read:
    """An official file and its text.

    Attributes:
        original: The file.
        text: Its content, unpacked.
        sha256: Checksum of the bytes as they lie on disk.
        licence: What governs use of it.
    """

    original: Original
    text: str
    sha256: str
    licence: str = ""

    def source(self) -> dict[str, str]:
        """Give what packaged files say of their source."""
        each = self.original
        return {
            "publisher": each.publisher,
            "file": each.file,
            "release": each.release,
            "effective": each.effective.isoformat(),
            "through": each.through.isoformat(),
            "licence": self.licence,
            "sha256": self.sha256,
        }


def read(folder: Path, original: Original, licence: str = "") -> Read:
    """Read an official file."""
    raw = (folder / original.path).read_bytes()
    unpacked = gzip.decompress(raw) if original.path.endswith(".gz") else raw
    return Read(
        original,
        unpacked.decode("utf-8-sig", errors="replace"),
        hashlib.sha256(raw).hexdigest(),
        licence,
    )
