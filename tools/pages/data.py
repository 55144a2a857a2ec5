"""The page on the packaged data: every derived file with its originals, from the manifest; what is authored; coverage."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import cptkit
from cptkit.catalog import code_set
from cptkit.catalog.packaged_tables import opps_table
from cptkit.files.manifest import first_day, last_day
from cptkit.files.packaged import packaged_json
from cptkit.values.code import WellFormed
from pages import GENERATED, table

_DAYS = tuple(
    dt.date(year, month, 15)
    for year in range(first_day().year, last_day().year + 1)
    for month in (2, 5, 8, 11)
)
_SOURCES = {
    "fee schedule": code_set.FEE_FAMILIES,
    "OPPS Addendum B": code_set.ADDENDUM_B_FAMILIES,
    "none whole": code_set.UNLISTED_FAMILIES,
}


def pages() -> dict[str, str]:
    """Give ``data.md``."""
    sections = (_intro(), _coverage(), _families(), _files(), _sources(), _codes())
    return {"data.md": GENERATED + "\n".join(sections)}


def _intro() -> str:
    return f"""# Data

The packaged data has a version of its own, apart from the package's: **{cptkit.packaged.version}**. It is derived from
public CMS files by `tools/build_data.py`, which reads no clock and no network: the same originals give the same bytes.
No AMA descriptor and no CMS short description is in it.
"""


def _coverage() -> str:
    rows = []
    for day in _DAYS:
        found = cptkit.packaged.coverage(day)
        rows.append(
            [
                f"{day.year} Q{(day.month + 2) // 3}",
                *(each.state.name.lower().replace("_", " ") for each in found),
            ]
        )
    headers = [
        "quarter",
        *(
            f"{c.table.value}{' ' + c.setting.value if c.setting else ''}"
            for c in cptkit.packaged.coverage(_DAYS[0])
        ),
    ]
    text = "## What covers which quarter\n\n*Exact*: a table of that day. *Other quarter*: the nearest table answers, and says so. *Absent*: NO_DATA.\n\n"
    return text + table(headers, rows)


def _families() -> str:
    """Say for each family of codes how many are in force, and which source names every one of them."""
    day = last_day()
    counted = Counter(
        code_set.family_of(WellFormed(each.code))
        for each in code_set.all_codes()
        if each.is_active(day)
    )
    hospital = Counter(
        code_set.family_of(WellFormed(row.code)) for row in opps_table() if row.through is None
    )
    rows = [
        (
            family,
            number,
            hospital[family],
            ", ".join(name for name, families in _SOURCES.items() if family in families),
        )
        for family, number in sorted(counted.items())
    ]
    text = f"""## Which codes there are

The code set is read from the fee schedule and OPPS Addendum B together. A number of a family that a source names whole, and
that is in none, is UNASSIGNED; of the families that none names whole (H, S, T and dental codes) that is NO_DATA. Hospital
status and national rate stand for every code of Addendum B, by release. What is written about codes was reviewed through
{code_set.reviewed_through()}; a fee schedule of a later year goes on from there ([the next year](own-data.md#the-next-year)).

"""
    headers = ["family", f"in force on {day}", "with hospital status", "named whole by"]
    return text + table(headers, rows)


def _files() -> str:
    rows = [
        (row["file"], row["rows"], len(row["sources"]))
        for row in packaged_json("derived/manifest.json")["rows"]
    ]
    own = "What has no original is made from other files of the package: what a first `suggest` reads.\n\n"
    return "## Derived files\n\n" + own + table(["file", "rows", "originals"], rows)


def _sources() -> str:
    rows = [
        (s.publisher, s.file, s.release, s.effective, s.through, f"`{s.sha256[:12]}`")
        for s in cptkit.packaged.sources
    ]
    return "## Originals\n\n" + table(
        ["publisher", "file", "release", "from", "through", "sha256, first twelve"], rows
    )


def _codes() -> str:
    codes = code_set.authored_codes()
    rows = [
        (c.name, sum(1 for each in codes if each.certainty is c), c.value) for c in cptkit.Certainty
    ]
    retired = sum(1 for each in codes if each.through is not None)
    text = f"## Authored codes\n\n{len(codes)} values with a label in our own words, {retired} of them no longer in force. How sure their rows are:\n\n"
    return text + table(["certainty", "rows", "meaning"], rows)
