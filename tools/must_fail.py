"""See that mypy and pyright refuse every slip in typing_tests/must_fail.py, line by line, and nothing else there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "typing_tests" / "must_fail.py"
CHECKERS = {
    "mypy": [sys.executable, "-m", "mypy", str(FILE)],
    "pyright": [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, str(FILE)],
}
_ERROR = re.compile(r"must_fail\.py:(\d+):(?:\d+)?(?: -)? error")


def main() -> int:
    """Compare the lines that each checker refuses with those marked ``# refused``; give the exit status."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if "# refused" in line}
    wrong = not marked
    for name, command in CHECKERS.items():
        refused = refused_by(command)
        for number in sorted(marked ^ refused):
            told = "passes, and must not" if number in marked else "refused, unmarked"
            print(f"{name}: line {number}: {told}: {lines[number - 1]}")
        print(f"{name}: {len(refused & marked)} of {len(marked)} slips refused")
        wrong = wrong or marked != refused
    return int(wrong)


def refused_by(command: list[str]) -> set[int]:
    """Run a checker, and give the lines that it refuses."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return {int(number) for number in _ERROR.findall(done.stdout)}


if __name__ == "__main__":
    sys.exit(main())
