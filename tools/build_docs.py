"""Write the pages of the documentation that are generated from the packaged data and the rules.

Usage: build_docs.py [--check]   with --check, compare instead of writing, and fail where a page is stale.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from pages.notebook import comparable

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"


def all_pages() -> dict[str, str]:
    """Give the text of every generated page by its path below ``docs``."""
    found: dict[str, str] = {}
    for path in sorted((HERE / "pages").glob("[!_]*.py")):
        made = import_module(f"pages.{path.stem}")
        if hasattr(made, "pages"):  # a module that only helps others gives none
            found |= made.pages()
    return found


def main() -> int:
    """Write or compare the pages; give the exit status."""
    check = "--check" in sys.argv[1:]
    made = all_pages()
    stale = [name for name, text in made.items() if not _same(DOCS / name, text)]
    if check and stale:
        print("stale, run tools/build_docs.py:", *stale)
        return 1
    for name in stale:
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(made[name], encoding="utf-8")
    print(f"{len(stale)} pages {'stale' if check else 'written'}")
    return 0


def _same(path: Path, text: str) -> bool:
    """Compare a page with what stands there; what others draw in the notebook differs by their versions."""
    if not path.is_file():
        return False
    stands = path.read_text(encoding="utf-8")
    return stands == text or (path.stem == "notebook" and comparable(stands) == comparable(text))


if __name__ == "__main__":
    sys.exit(main())
