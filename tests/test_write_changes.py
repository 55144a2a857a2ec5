"""The changelog's *Data* section, written from what a release changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import write_changes
from cptkit import Change, ChangeReport, ChangeTopic
from cptkit.files.manifest import entries

REPORT = ChangeReport("2026-04-01", "2026-07-01", (Change(ChangeTopic.CODES, "71298", after=""),))
CHANGELOG = (
    "# Changelog\n\n## Unreleased\n\n### Data\n\n- A table.\n\n## 1.0\n\n### Data\n\n- Old.\n"
)


def test_the_first_data_section_says_what_changed() -> None:
    """What was written before for the same days is replaced; the rest stays."""
    once = write_changes.with_data(CHANGELOG, REPORT)
    head, _, tail = once.partition("<!-- end of changes -->\n")
    assert head.endswith("- codes: 1 came\n  - came: 71298\n")
    assert tail == "\n- A table.\n\n## 1.0\n\n### Data\n\n- Old.\n"
    more = ChangeReport(
        REPORT.before, REPORT.after, (*REPORT.changes, Change(ChangeTopic.CODES, "71299", after=""))
    )
    twice = write_changes.with_data(once, more)
    assert twice.count("<!-- changes") == 1
    assert "came: 71298, 71299" in twice
    with pytest.raises(ValueError, match="no section"):
        write_changes.with_data("# Changelog\n", REPORT)


def test_the_newest_release_is_compared_with_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Days can be named too."""
    first_days = {
        dt.date.fromisoformat(source["effective"])
        for entry in entries("fee_schedule")
        for source in entry["sources"]
    }
    assert write_changes.newest_days() == tuple(sorted(first_days)[-2:])
    path = tmp_path / "CHANGELOG.md"
    path.write_text(CHANGELOG, encoding="utf-8")
    days = ["--before", "2026-07-01", "--on", "2026-07-02", "--changelog", str(path)]
    assert write_changes.main(days) == 0
    assert "**2026-07-01 → 2026-07-02**" in path.read_text(encoding="utf-8")
    assert "2026-07-01 -> 2026-07-02" in capsys.readouterr().out
