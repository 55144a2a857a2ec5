"""Finish the documentation site after Sphinx: an index for search, and the page on which cptkit runs in the browser.

Usage: build_site.py SITE [--work DIR]   Needs npm, which brings pagefind (search) and Pyodide (Python in the page).
Sphinx's own search skips numbers; pagefind finds `71260`. Nothing on the site is loaded from elsewhere.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PACKAGES = ("pagefind@1", "pyodide@314")
ARTICLE = "#furo-main-content"
LIGHT = ('<div class="highlight">', '<div class="highlight" data-pagefind-weight="0.1">')
DETAIL = ("<h1>", '<h1 data-pagefind-weight="0.5">')
"""A page on one requirement counts less than a page on its topic."""
RUNTIME = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
"""What of Pyodide the page loads."""


def main() -> int:
    """Add the index and the page to a built site; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument(
        "--work", type=Path, default=None, help="where npm installs, kept for next time"
    )
    given = parser.parse_args()
    if shutil.which("npm") is None:
        print("no npm here: the site has neither search nor the page to try")
        return 1
    with tempfile.TemporaryDirectory() as name:
        modules = _installed(given.work or Path(name))
        _try_page(given.site / "try", modules / "pyodide")
        _index(given.site, modules)
    return 0


def _installed(work: Path) -> Path:
    """Install the npm packages, and give their folder."""
    work.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work)]
    subprocess.run([*command, *PACKAGES], check=True)
    return work / "node_modules"


def _index(site: Path, modules: Path) -> None:
    """Index the site; what stands in examples counts less than what a page is about."""
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8").replace(*LIGHT)
        if page.parent.name == "requirements":
            text = text.replace(*DETAIL)
        page.write_text(text, encoding="utf-8")
    command = [str(modules / ".bin" / "pagefind"), "--site", str(site)]
    subprocess.run([*command, "--root-selector", ARTICLE, "--quiet"], check=True)


def _try_page(folder: Path, pyodide: Path) -> None:
    """Lay the page, Pyodide's files and the wheels of cptkit and its dependencies side by side."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copy(pyodide / name, folder / name)
    for page in sorted((HERE / "docs" / "try").iterdir()):
        shutil.copy(page, folder / page.name)
    wheels = _wheels(folder)
    (folder / "wheels.json").write_text(json.dumps(wheels) + "\n", encoding="utf-8")


def _wheels(folder: Path) -> list[str]:
    """Build the wheel of cptkit and fetch those of its dependencies; give their names."""
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "-w", str(folder)]
    subprocess.run([*pip, str(HERE)], check=True)
    found = sorted(path.name for path in folder.glob("*.whl"))
    foreign = [name for name in found if not name.endswith("-none-any.whl")]
    if foreign:
        raise SystemExit(f"not for every platform, so not for a browser: {foreign}")
    return found


if __name__ == "__main__":
    sys.exit(main())
