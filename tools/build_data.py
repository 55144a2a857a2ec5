"""Derives the packaged data from the official files: ``build_data.py --from DIR [--to DIR]``.

Pure and reproducible: the same originals give the same bytes. No clock, no network.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder import build

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "src" / "cptkit" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Read the originals, write the derived files, and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--from", dest="originals", type=Path, required=True, help="folder of the official files"
    )
    parser.add_argument(
        "--to",
        dest="target",
        type=Path,
        default=DATA / "derived",
        help="folder of the derived files",
    )
    parser.add_argument(
        "--authored", type=Path, default=DATA / "authored", help="folder of the authored files"
    )
    parser.add_argument(
        "--only", default="", help="part of the names of the files to write; all by default"
    )
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help="tolerate authored codes without days, and folders without profiles",
    )
    chosen = parser.parse_args(arguments)
    texts = build.everything(chosen.originals, chosen.authored, strict=not chosen.incomplete)
    chosen.target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        if chosen.only in name:
            (chosen.target / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: {len(text):,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
