"""The public exam names to fit and to measure on, marked by group of hospitals."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from cptkit import Code
from cptkit.catalog.code_set import authored_codes
from cptkit.exam_names.candidates import is_suggested
from cptkit.exam_names.packed_lexicon import packaged_lexicon
from cptkit.exam_names.reading import Reading, read

ROOT = Path(__file__).resolve().parent.parent.parent


NAMES = ROOT.parent / "shared" / "exams" / "exams_dev.csv"


OTHER_REGION = NAMES.with_name("exams_dev_2021.csv")


DAY = dt.date(2020, 1, 15)


OTHER_DAY = dt.date(2022, 1, 1)


GROUPS = 5


_GUIDANCE = frozenset({"76942", "77002", "77003", "77012", "77021", "75989", "77001", "76937"})
_PROCEDURE = re.compile(
    r"BIOP|\bBX\b|ASPIR|DRAIN|CENTESIS|INJ|FNA|PUNCT|PICC|CATH|ABLAT|TUBE|\bLP\b", re.IGNORECASE
)
"""Words of procedures: a name with one of them that is charged under the guidance alone says nothing of what is right."""


@attrs.frozen
class Name:
    """A name with the code that hospitals charge for it."""

    text: str
    code: str
    part: str
    day: dt.date = DAY
    group: str = ""

    @property
    def held_out(self) -> bool:
        """Whether the weights were made without it."""
        return self.part != "tuning"


def names_of(path: Path) -> list[Name]:
    """Read the names and mark those of the held-out hospitals."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hospitals = sorted({each for row in rows for each in row["hospitals"].split()})
    even, odd = set(hospitals[::10]), set(hospitals[5::10])

    def part(theirs: set[str]) -> str:
        return "even" if theirs & even else "odd" if theirs & odd else "tuning"

    number = {hospital: i % GROUPS for i, hospital in enumerate(hospitals)}
    return _counted(
        Name(
            row["description"],
            row["code"],
            part(set(row["hospitals"].split())),
            group=f"hospitals {1 + number[row['hospitals'].split()[0]]} of {GROUPS}",
        )
        for row in rows
    )


def _counted(names: Iterable[Name]) -> list[Name]:
    """Leave out procedures that are charged under guidance alone: the procedure's own code is as right."""
    return [
        name for name in names if name.code not in _GUIDANCE or not _PROCEDURE.search(name.text)
    ]


def names_of_the_other_region() -> list[Name]:
    """Read the names of the other region: one group, never fitted on."""
    with OTHER_REGION.open(newline="", encoding="utf-8") as file:
        return _counted(
            Name(row["description"], row["code"], "tuning", OTHER_DAY, "the other region")
            for row in csv.DictReader(file)
        )


@functools.cache
def reading_of(text: str) -> Reading:
    """Read a name once: readings do not depend on weights."""
    return read(text, packaged_lexicon())


def active_codes(day: dt.date = DAY) -> tuple[Code, ...]:
    """Give the codes that `suggest` chooses from on the day."""
    return tuple(code for code in authored_codes() if code.is_active(day) and is_suggested(code))
