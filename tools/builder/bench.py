"""The bench of a build: originals are read, and what several files need of them is made, when first asked and once."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder import history, ncci, originals, small
from builder.codes import Listed
from builder.originals import Original, Originals, Read
from cptkit.cms import read_gpci
from cptkit.exam_names.lexicon import Lexicon
from cptkit.exam_names.lexicon_rows import KINDS, lexicon_from
from cptkit.exam_names.weights import Tables, tables_from
from cptkit.values.code import is_radiology, sort_key
from cptkit.values.table import FeeScheduleRow, Locality


class Bench:
    """What a build reads and makes.

    Attributes:
        listed: The list of originals.
        strict: Whether authored codes that no source dates are refused.
        made: Text of the derived files that were made so far.
    """

    def __init__(
        self,
        folder: Path | None,
        authored: Path,
        listed: Originals,
        *,
        strict: bool,
        at_hand: Path | None = None,
    ) -> None:
        """Take the folders of originals, of authored files and of the derived ones at hand; nothing is read yet."""
        self.listed = listed
        self.strict = strict
        self.made: dict[str, str] = {}
        self._folder = folder
        self._authored = authored
        self._at_hand = at_hand
        self._seen: dict[str, FeeScheduleRow] = {}
        self.read = functools.cache(self._read)
        self.schedule = functools.cache(self._schedule)

    def reads(self, table: str, setting: str = "") -> list[Read]:
        """Read every release of a table, oldest first."""
        return [self.read(each) for each in self.listed.of(table, setting)]

    def _read(self, original: Original) -> Read:
        if self._folder is None:
            raise ValueError(f"{original.path} is read: say where it lies by --from DIRECTORY")
        return originals.read(self._folder, original, self.listed.licence)

    def _schedule(self, original: Original) -> tuple[FeeScheduleRow, ...]:
        return history.fee_schedule(self.read(original), self._seen)

    def derived(self, file: str) -> str:
        """Give the text of a derived file that another one is made from: as it was just made, else as it lies at hand."""
        if file in self.made or self._at_hand is None:
            return self.made[file]
        return (self._at_hand / file).read_text(encoding="utf-8")

    @functools.cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon, made from its authored rows."""
        folder = self._authored / "lexicon"
        return lexicon_from(
            {"kind": kind, **row} for kind in KINDS for row in _rows(folder / f"{kind}.json")
        )

    @functools.cached_property
    def tables(self) -> Tables:
        """The tables of suggesting: those that were fitted lie beside the authored ones."""
        fitted = self._authored.parent / "fitted"
        return tables_from(
            _rows(fitted / "suggest_weights.json"),
            _rows(self._authored / "suggest_relations.json"),
            _rows(self._authored / "suggest_hints.json"),
            _rows(fitted / "suggest_calibration.json"),
        )

    @functools.cached_property
    def profiles(self) -> list[dict[str, Any]]:
        """All authored profiles, in code order."""
        folder = sorted((self._authored / "profiles").glob("*.json"))
        rows = [row for path in folder for row in _rows(path)]
        return sorted(rows, key=lambda row: (sort_key(row["code"]), row.get("effective", "")))

    @functools.cached_property
    def successors(self) -> dict[str, dict[str, Any]]:
        """Authored successors by code."""
        return {row["code"]: row for row in _rows(self._authored / "successors.json")}

    @functools.cached_property
    def ours(self) -> frozenset[str]:
        """The codes that have a profile."""
        return frozenset(row["code"] for row in self.profiles)

    def wanted(self, code: str) -> bool:
        """Tell whether a code is of radiology or has a profile."""
        return is_radiology(code) or code in self.ours

    @functools.cached_property
    def present(self) -> list[list[Listed]]:
        """The sources of the code set: the releases of the fee schedule, and those of Addendum B."""
        schedules = [
            Listed(each.effective, each.through, {row.code for row in self.schedule(each)})
            for each in self.listed.of("fee_schedule")
        ]
        return [schedules, *map(small.addendum_b, self.reads("addendum_b"))]

    @functools.cached_property
    def limited(self) -> frozenset[str]:
        """The codes that a table of unit limits names."""
        tables = [each for each in self.listed.all if each.table == "mue"]
        return frozenset(row[0] for each in tables for row in ncci.mue_rows(self.read(each)))

    def taxonomy(self) -> dict[str, Any]:
        """Give the days of codes before the releases."""
        return dict(small.rbcs_days(self.reads("taxonomy")[-1]))

    def localities(self) -> list[tuple[Locality, ...]]:
        """Read every release of localities; those of 2020 take the states from later ones."""
        states: dict[str, str] = {}
        found = []
        for read in reversed(self.reads("localities")):
            table = _gpci(read, states)
            states = {**states, **{row.id: row.state for row in table if row.state}}
            found.append(table)
        return found[::-1]


def _rows(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["rows"]) if path.exists() else []


def _gpci(read: Read, states: Mapping[str, str]) -> tuple[Locality, ...]:
    if read.text.startswith("mac,"):
        return tuple(history.localities(read, states))
    each: Original = read.original
    return tuple(
        read_gpci(
            read.text,
            effective=each.effective,
            through=each.through,
            file=each.file,
            release=each.release,
        )
    )
