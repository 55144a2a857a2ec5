"""Tries the recipe of a quarter on a copy of the checkout: ``try_quarter.py --from SHARED --to NEW-FOLDER [--quarters N]``.

The newest fee schedule is given out again as that of the quarters that follow, equal in every value, with the localities
where a year begins. The recipe is done on the copy, as CONTRIBUTING tells it, and the lines of derived data that it
changed are counted. What is left in the folder, `cptkit` beside `shared`, is a checkout like another: its tests must
hold as they hold here.
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
from builder.originals import LIST, Original, read

ROOT = Path(__file__).resolve().parent.parent
DERIVED = "src/cptkit/data/derived"
_MONTHS = ["January", "April", "July", "October"]
_TITLE = re.compile(
    r"(?P<year>\b\d{4}(?= National Physician Fee Schedule| GEOGRAPHIC| P[WE] GPCI| MP GPCI))"
    r"|(?P<month>\b[A-Z][a-z]+(?= Release,))"
)
"""The year and the month in the titles of a relative value file and of the localities."""


def next_quarter(day: dt.date) -> dt.date:
    """Give the first day of the quarter after a day's.

    Example:
        >>> next_quarter(dt.date(2020, 10, 1)), next_quarter(dt.date(2020, 3, 31))
        (datetime.date(2021, 1, 1), datetime.date(2020, 4, 1))
    """
    months = day.year * 12 + (day.month - 1) // 3 * 3 + 3
    return dt.date(months // 12, months % 12 + 1, 1)


def rows_of(first: dt.date) -> dict[str, dict[str, str]]:
    """Give the list's new rows of a quarter by their table: a fee schedule, in January with the year's localities."""
    last = next_quarter(first) - dt.timedelta(days=1)
    release, of_year = f"RVU{first.year % 100}{'ABCD'[first.month // 3]}", f"GPCI{first.year}"
    made = {
        "fee_schedule": {
            "path": f"pfs/trial_{release}.csv",
            "release": release,
            "effective": first.isoformat(),
            "through": last.isoformat(),
        },
        "localities": {
            "path": f"pfs/trial_{of_year}.csv",
            "release": of_year,
            "effective": first.isoformat(),
            "through": f"{first.year}-12-31",
        },
    }
    return made if first.month == 1 else {"fee_schedule": made["fee_schedule"]}


def retitled(text: str, first: dt.date) -> str:
    """Give an official file as one of the quarter that begins on a day: another year and month in its title, the same rows.

    Example:
        >>> retitled("2020 National Physician Fee Schedule ... July Release,2020", dt.date(2021, 1, 1))
        '2021 National Physician Fee Schedule ... January Release,2020'
    """
    said = {"year": str(first.year), "month": _MONTHS[first.month // 3]}
    return _TITLE.sub(lambda found: said[found.lastgroup or ""], text)


def newest_at(rows: list[dict[str, Any]], table: str) -> int:
    """Tell where the newest release of a table stands in the list."""
    return max(at for at, row in enumerate(rows) if row["table"] == table)


def add_releases(house: Path, quarters: int) -> None:
    """Put the invented releases into the folder of originals, each with the rows of the newest one, and into the list."""
    path = house / LIST.relative_to(ROOT)
    listed = json.loads(path.read_text(encoding="utf-8"))
    rows, originals = listed["rows"], house.parent / "shared" / "cms"
    for _ in range(quarters):
        newest = rows[newest_at(rows, "fee_schedule")]
        first = next_quarter(dt.date.fromisoformat(newest["through"]))
        for table, new in rows_of(first).items():
            at = newest_at(rows, table)
            before = Original(rows[at]["path"], new["release"], first, first)
            text = retitled(read(originals, before).text, first)
            (originals / new["path"]).write_text(text, "utf-8", newline="")
            rows.insert(at + 1, {**rows[at], **new})
    path.write_text(laid_out(listed), encoding="utf-8", newline="\n")


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


def changed(house: Path) -> str:
    """Tell how many lines of each derived file came and went; those of a new file stand apart."""
    words = ("git", "diff", "--no-index", "--numstat", str(ROOT / DERIVED), str(house / DERIVED))
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    counted = {
        name.rsplit("/", 1)[-1].strip("}"): (came, went)
        for came, went, name in (line.split("\t") for line in told.splitlines())
    }
    new = {name for name in counted if not (ROOT / DERIVED / name).exists()}
    total, made = (
        sum(int(count) for name in names for count in counted[name] if count.isdigit())
        for names in (counted.keys() - new, new)
    )
    lines = [f"+{came} -{went} {name}" for name, (came, went) in counted.items()]
    said = f"{total} lines in {len(counted) - len(new)} files, and {made} in {len(new)} new ones"
    return "\n".join([*lines, said])


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
        ("tools/snapshot_claims.py",),
        ("tools/build_docs.py",),
    ):
        subprocess.run([sys.executable, *words], cwd=house, env=environment, check=True)
    print(changed(house))
    return 0


if __name__ == "__main__":
    sys.exit(main())
