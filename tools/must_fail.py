"""See that a type checker refuses every slip in typing_tests/must_fail.py, line by line, and nothing else there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "typing_tests" / "must_fail.py"


def main() -> int:
    """Compare the lines that mypy refuses with those marked ``# refused``; give the exit status."""
    marked = {
        number
        for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1)
        if "# refused" in line
    }
    said = subprocess.run(
        [sys.executable, "-m", "mypy", str(FILE)], capture_output=True, text=True, check=False
    ).stdout
    refused = {int(number) for number in re.findall(r"must_fail\.py:(\d+): error", said)}
    for number in sorted(marked ^ refused):
        print(
            f"line {number}: {'passes, and must not' if number in marked else 'refused, unmarked'}"
        )
    print(f"{len(refused & marked)} of {len(marked)} slips refused")
    return int(marked != refused or not marked)


if __name__ == "__main__":
    sys.exit(main())
