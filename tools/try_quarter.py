"""Tries the recipe of a quarter on a copy of the checkout: ``try_quarter.py --from SHARED --to NEW-FOLDER [--quarters N]``.

The newest fee schedule is given out again as that of the quarters that follow, equal in every value. The recipe is done
on the copy, as CONTRIBUTING tells it, and the lines of derived data that it changed are counted. What is left in the
folder, `cptkit` beside `shared`, is a checkout like another: its tests must hold as they hold here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from builder.layout import laid_out
from builder.originals import LIST

ROOT = Path(__file__).resolve().parent.parent
DERIVED = "src/cptkit/data/derived"
_MONTHS = ["January", "April", "July", "October"]
_TITLE = re.compile(r"\d{4}(?= National Physician Fee Schedule)|\b[A-Z][a-z]+(?= Release,)")
"""The year and the month in the title line of a relative value file."""


def next_quarter(day: dt.date) -> dt.date:
    """Give the first day of the quarter after a day's.

    Example:
        >>> next_quarter(dt.date(2020, 10, 1)), next_quarter(dt.date(2020, 3, 31))
        (datetime.date(2021, 1, 1), datetime.date(2020, 4, 1))
    """
    months = day.year * 12 + (day.month - 1) // 3 * 3 + 3
    return dt.date(months // 12, months % 12 + 1, 1)


def row_of(newest: dict[str, Any], first: dt.date) -> dict[str, Any]:
    """Give the row of the list for a release that begins on a day, after the newest one's row."""
    release = f"RVU{first.year % 100}{'ABCD'[first.month // 3]}"
    return {
        **newest,
        "path": str(Path(newest["path"]).with_name(f"trial_{release}.csv")),
        "release": release,
        "effective": first.isoformat(),
        "through": (next_quarter(first) - dt.timedelta(days=1)).isoformat(),
    }


def retitled(text: str, first: dt.date) -> str:
    """Give a relative value file as one of the quarter that begins on a day: another title, the same rows.

    Raises:
        ValueError: The first lines hold no title.
    """
    head, mark, rows = text.partition("\nHCPCS,")
    year_and_month = (str(first.year), _MONTHS[first.month // 3])
    found = _TITLE.findall(head)
    if len(found) != len(year_and_month):
        raise ValueError(f"the title names {found}, not a year and a month")
    said = iter(year_and_month)
    return _TITLE.sub(lambda _: next(said), head) + mark + rows


def with_releases(rows: list[dict[str, Any]], quarters: int) -> list[dict[str, Any]]:
    """Give the list's rows with those of the quarters after the newest fee schedule, behind it."""
    made = list(rows)
    for _ in range(quarters):
        at = max(at for at, row in enumerate(made) if row["table"] == "fee_schedule")
        first = next_quarter(dt.date.fromisoformat(made[at]["through"]))
        made.insert(at + 1, row_of(made[at], first))
    return made


def copied(shared: Path, target: Path) -> Path:
    """Copy the checkout as it lies here, changes not yet committed included, beside links to the official files."""
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    house = target / "cptkit"
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (house / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, house / name)
    for path in shared.rglob("*"):
        link = target / "shared" / path.relative_to(shared)
        if not path.is_dir():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return house


def add_releases(house: Path, quarters: int) -> None:
    """Put the invented releases into the folder of originals, and their rows into the list."""
    path = house / LIST.relative_to(ROOT)
    listed = json.loads(path.read_text(encoding="utf-8"))
    before = listed["rows"]
    listed["rows"] = with_releases(before, quarters)
    path.write_text(laid_out(listed), encoding="utf-8", newline="\n")
    newest = [row for row in before if row["table"] == "fee_schedule"][-1]
    originals = house.parent / "shared" / "cms"
    text = (originals / newest["path"]).read_text(encoding="utf-8-sig")
    for row in listed["rows"]:
        if row not in before:
            made = retitled(text, dt.date.fromisoformat(row["effective"]))
            (originals / row["path"]).write_text(made, encoding="utf-8", newline="")


def changed(house: Path) -> str:
    """Tell how many lines of each derived file came and went."""
    words = ("git", "diff", "--no-index", "--numstat", str(ROOT / DERIVED), str(house / DERIVED))
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    rows = [line.split("\t") for line in told.splitlines()]
    lines = [f"+{came} -{went} {name.rsplit('/', 1)[-1]}" for came, went, name in rows]
    total = sum(int(count) for row in rows for count in row[:2] if count.isdigit())
    return "\n".join([*lines, f"{total} lines in {len(rows)} files"])


def main(arguments: list[str] | None = None) -> int:
    """Copy, add, build, and tell what changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--from", dest="shared", type=Path, required=True)
    parser.add_argument("--to", dest="target", type=Path, required=True)
    parser.add_argument("--quarters", type=int, default=1)
    chosen = parser.parse_args(arguments)
    house = copied(chosen.shared.resolve(), chosen.target.resolve())
    add_releases(house, chosen.quarters)
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    for words in (
        ("tools/build_data.py", "--from", str(house.parent / "shared" / "cms")),
        ("tools/write_changes.py",),
        ("tools/build_docs.py",),
    ):
        subprocess.run([sys.executable, *words], cwd=house, env=environment, check=True)
    print(changed(house))
    return 0


if __name__ == "__main__":
    sys.exit(main())
