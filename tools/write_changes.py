"""Writes what the newest packaged quarter changes into the changelog's *Data* section: ``write_changes.py``.

Run it when the data is built. By default the newest release of the fee schedule is compared with the one before. What it wrote
before for the same days is replaced.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from pathlib import Path

import cptkit
from cptkit.catalog import packaged_tables
from cptkit.files.manifest import years

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_SECTION = "### Data\n"
_MOST = 8
"""So many rows of a topic stand in the changelog: the report has all."""


def newest_days() -> tuple[dt.date, dt.date]:
    """Give the first days of the newest two packaged releases of the fee schedule."""
    days = sorted(
        {
            each.source.effective
            for year in years("fee_schedule")[-2:]
            for each in packaged_tables.radiology_fees(year).releases
            if each.source.effective is not None
        }
    )
    return days[-2], days[-1]


def with_data(changelog: str, report: cptkit.ChangeReport) -> str:
    """Give a changelog whose first *Data* section says what a report says; one of the same days is replaced.

    Args:
        changelog: The text.
        report: What changed.

    Raises:
        ValueError: The changelog has no such section.
    """
    if _SECTION not in changelog:
        raise ValueError(f"the changelog has no section {_SECTION.strip()!r}")
    said = report.to_markdown(_MOST)
    title = said.partition("\n")[0]
    start, end = f"<!-- changes {title} -->\n", "<!-- end of changes -->\n"
    block = f"{start}{said}\n{end}"
    known = re.compile(re.escape(start) + r".*?" + re.escape(end), re.DOTALL)
    if known.search(changelog):
        return known.sub(lambda _: block, changelog, count=1)
    before, section, after = changelog.partition(_SECTION)
    return f"{before}{section}\n{block}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Compare, and write the changelog."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    day = dt.date.fromisoformat
    parser.add_argument("--before", type=day, default=None, help="a day of the release before")
    parser.add_argument("--on", type=day, default=None, help="a day of the newest release")
    parser.add_argument("--changelog", type=Path, default=CHANGELOG)
    chosen = parser.parse_args(arguments)
    before, on = newest_days()
    report = cptkit.changes(
        cptkit.edition(chosen.before or before), cptkit.edition(chosen.on or on)
    )
    path: Path = chosen.changelog
    text = with_data(path.read_text(encoding="utf-8"), report)
    path.write_text(text, encoding="utf-8", newline="\n")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
