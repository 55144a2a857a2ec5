"""Every example in docstrings, README and docs says the truth."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cptkit

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(m.name for m in pkgutil.walk_packages(cptkit.__path__, "cptkit."))
PAGES = sorted(
    p.relative_to(ROOT).as_posix()
    for p in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    if p.exists() and "_build" not in p.parts
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("name", ["cptkit", *MODULES])
def test_docstring_examples(name: str) -> None:
    """What a docstring shows is what the call gives; the module of Spark needs Spark."""
    if name.endswith(".spark_frames"):
        pytest.importorskip("pyspark", reason="pip install 'cptkit[spark]'")
    module = importlib.import_module(name)
    result = doctest.testmod(module, optionflags=FLAGS, extraglobs={"cptkit": cptkit, "dt": dt})
    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_page_examples(page: str) -> None:
    """What a page shows is what the call gives."""
    result = doctest.testfile(
        str(ROOT / page), module_relative=False, optionflags=FLAGS, encoding="utf-8"
    )
    assert result.failed == 0


@pytest.mark.skipif(
    not (ROOT / "docs/examples").is_dir(), reason="the docs are not beside these tests"
)
def test_the_charge_list_example() -> None:
    """The README's first command prints a line for each cell, and says why it refuses what it cannot read."""
    script = ROOT / "docs/examples/read_charge_list.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)  # noqa: S603
    lines = done.stdout.splitlines()
    assert len(lines) == 17
    by_cell = {line.split("'")[1]: line for line in lines}
    assert "RETIRED" in by_cell["71020"]
    assert "71046" in by_cell["71020"]
    assert "write RT" in by_cell["73501R"]
    assert "nearest 71260" in by_cell["71261"]
    assert "refused: it is empty" in by_cell[""]


@pytest.mark.skipif(
    not (ROOT / "docs/reference").is_dir(), reason="the docs are not beside these tests"
)
def test_the_reference_names_everything_public() -> None:
    """No public name is missing from the reference."""
    pages = (page.read_text(encoding="utf-8") for page in (ROOT / "docs/reference").glob("*.md"))
    words = {word for page in pages for word in re.findall(r"\w+", page)}
    assert set(cptkit.__all__) - {"__version__"} <= words


@pytest.mark.skipif(
    not (ROOT / "docs/index.md").is_file(), reason="the docs are not beside these tests"
)
def test_every_link_between_pages_leads_somewhere() -> None:
    """A page that a page links to, or a table of contents names, is there."""
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(
            r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text(encoding="utf-8")
        )
    ]
    missing = [
        (page, target) for page, target in links if not ((ROOT / page).parent / target).exists()
    ]
    assert missing == []
