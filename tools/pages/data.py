"""The page on the packaged data: every derived file with its originals, from the manifest; what is authored; coverage."""

from __future__ import annotations

import datetime as dt

import cptkit
from cptkit.catalog import code_set
from cptkit.files.packaged import packaged_json
from pages import GENERATED, table

_DAYS = tuple(dt.date(year, month, 15) for year in range(2020, 2027) for month in (2, 5, 8, 11))


def pages() -> dict[str, str]:
    """Give ``data.md``."""
    sections = (_intro(), _coverage(), _files(), _sources(), _codes())
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


def _files() -> str:
    rows = [
        (row["file"], row["rows"], len(row["sources"]))
        for row in packaged_json("derived/manifest.json")["rows"]
    ]
    return "## Derived files\n\n" + table(["file", "rows", "originals"], rows)


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
