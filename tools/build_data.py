"""Derives the packaged data from the official files: ``build_data.py --from DIR [--to DIR] [--only PART]``.

Pure and reproducible: the same originals give the same bytes. No clock, no network. With ``--only`` nothing else is read,
and the manifest at hand keeps its other rows: ``--only suggest`` needs no official file, and builds anew what a first suggestion
reads from the lexicon, the hints, the weights and the code set at hand. Nothing is written before all is built.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder import build, originals
from builder.bench import Bench

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "src" / "cptkit" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Read the originals, write the derived files, and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--from",
        dest="originals",
        type=Path,
        help="folder of the official files; --only suggest reads none",
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
    parser.add_argument(
        "--list", type=Path, default=originals.LIST, help="the list of the official files"
    )
    chosen = parser.parse_args(arguments)
    bench = Bench(
        chosen.originals,
        chosen.authored,
        originals.listed(chosen.list),
        strict=not chosen.incomplete,
        at_hand=chosen.target,
    )
    target: Path = chosen.target
    target.mkdir(parents=True, exist_ok=True)
    manifest = target / build.MANIFEST
    before = manifest.read_text(encoding="utf-8") if manifest.exists() else None
    texts = list(build.build(bench, only=chosen.only, before=before, say=_told))
    for name, text in texts:
        (target / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text):,} characters")
    for name, data in build.columns(texts):
        (target / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")
    return 0


def _told(step: str) -> None:
    """Show how far the build is, on a terminal."""
    if sys.stderr.isatty():  # pragma: no cover - tests have no terminal
        print(f"\r\x1b[K{step}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
