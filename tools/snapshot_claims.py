"""Lay out every claim of tests/snapshots/claims.json with what the check says of it, and show how the answers changed.

Usage: snapshot_claims.py [--check]    rewrites tests/snapshots/claims.txt and prints the diff of answers; --check only tells
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "tests")]

from cptkit import ClaimLine, Outcome, check_claim  # noqa: E402 - the claims are the tests' own
from practice import ROWS, claim_of, policy_of  # noqa: E402

FILE = HERE / "tests" / "snapshots" / "claims.txt"


def laid_out() -> str:
    """Give every claim as a paragraph: what it is, its lines, and what is said of them, PASS left out."""
    return "\n".join("\n".join(_paragraph(row)) + "\n" for row in ROWS)


def _paragraph(row: dict[str, Any]) -> Iterator[str]:
    claim = claim_of(row)
    yield f"{row['id']}: {row['why']} [{row['citation']}]"
    yield f"    {claim.setting.value}, {claim.payer.value}"
    for place, line in enumerate(claim.lines):
        yield f"    {place}  {_line(line)}"
    report = check_claim(claim, policy=policy_of(row))
    for verdict in report.verdicts:
        if verdict.outcome is not Outcome.PASS:
            lines = ",".join(map(str, verdict.lines))
            yield f"  {verdict.outcome.name:8} {verdict.rule} {lines}: {verdict.message}"
    yield f"  = {report.outcome.name}"


def _line(line: ClaimLine) -> str:
    parts = (
        "-".join((line.code, *line.modifiers)),
        f"x{line.units}",
        str(line.date_of_service),
        f"at {line.place_of_service}" if line.place_of_service else "",
        f"for {', '.join(line.diagnoses)}" if line.diagnoses else "",
        f"by {line.provider}" if line.provider else "",
        f"session {line.session}" if line.session else "",
    )
    return " ".join(part for part in parts if part)


def main() -> int:
    """Print the diff of answers and rewrite the file; with --check give 1 where they differ."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    after = laid_out()
    diff = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=4
    )
    print("\n".join(diff) or "no answer changed")
    if "--check" not in sys.argv:
        FILE.write_text(after, encoding="utf-8", newline="\n")
        return 0
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())
