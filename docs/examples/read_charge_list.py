"""Read the CPT column of a charge list: each cell with code, modifiers, status, heading and label, or why it was refused.

Usage: read_charge_list.py [FILE.csv [COLUMN]]; without arguments, the small list beside this script.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import cptkit


def read(cell: str) -> str:
    """Say what one cell holds, on one line."""
    try:
        found = cptkit.parse(cell)
    except cptkit.InvalidCodeError as error:
        return f"{cell!r:14} refused: {error.reason}"
    status = cptkit.status(found.code)
    code = cptkit.get(found.code)
    headings = cptkit.headings(found.code)
    place = headings[-1].title if headings else "in no section"
    what = told(found.code, code, status)
    return f"{cell!r:14} {found.code} {'-'.join(found.modifiers) or '.':6} {status.name:10} {place}: {what}"


def told(text: str, code: cptkit.Code | None, status: cptkit.CodeStatus) -> str:
    """Say what is known of a code: its label, its end and what replaced it, or the codes most like it."""
    if code is None:
        return missed(text)
    label = code.label or "known, no label of ours"
    if status is cptkit.CodeStatus.RETIRED:
        cure = f"; see {', '.join(code.successors)}" if code.successors else ""
        return f"{label} (through {code.through}{cure})"
    return label


def missed(text: str) -> str:
    """Say which codes look like one that is not known."""
    try:
        return str(cptkit.lookup(text))
    except cptkit.UnknownCodeError as error:
        return (
            f"no such code; nearest {', '.join(error.nearest)}" if error.nearest else "no such code"
        )


def main() -> None:
    """Print a line for each cell of the file."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "charge_list.csv"
    column = sys.argv[2] if len(sys.argv) > 2 else "cpt"
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            print(read(row[column]))


if __name__ == "__main__":
    main()
