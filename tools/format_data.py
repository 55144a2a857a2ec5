"""Lays out the data that people edit: ``format_data.py [--check]``. Only layout and order change, never a value."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from builder.layout import laid_out

DATA = Path(__file__).resolve().parent.parent / "src" / "cptkit" / "data"


def main(arguments: list[str]) -> int:
    """Lay out every authored and fitted file, or tell which ones are not."""
    wrong = []
    for path in sorted([*(DATA / "authored").rglob("*.json"), *(DATA / "fitted").rglob("*.json")]):
        text = path.read_text(encoding="utf-8")
        wanted = laid_out(json.loads(text))
        if wanted != text:
            wrong.append(path.relative_to(DATA))
            if "--check" not in arguments:
                path.write_text(wanted, encoding="utf-8", newline="\n")
    print("\n".join(map(str, wrong)) or "all is laid out")
    return int(bool(wrong) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
