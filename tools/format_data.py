"""Lays out the data that people edit: ``format_data.py [--check]``. Only layout and order change, never a value."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from builder.layout import laid_out
from builder.originals import LIST

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "cptkit" / "data"


def files() -> list[Path]:
    """Give the files that people edit, and what a program fitted: they are laid out alike."""
    parts = (path for part in ("authored", "fitted") for path in (DATA / part).rglob("*.json"))
    return sorted([*parts, LIST])


def main(arguments: list[str]) -> int:
    """Lay out every authored and fitted file and the list of originals, or tell which ones are not."""
    wrong = []
    for path in files():
        text = path.read_text(encoding="utf-8")
        wanted = laid_out(json.loads(text))
        if wanted != text:
            wrong.append(path.relative_to(ROOT))
            if "--check" not in arguments:
                path.write_text(wanted, encoding="utf-8", newline="\n")
    print("\n".join(map(str, wrong)) or "all is laid out")
    return int(bool(wrong) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
