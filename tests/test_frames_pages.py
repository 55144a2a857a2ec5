"""What the pages on many rows show runs, block by block, in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[1] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the docs are not beside these tests")


@pytest.mark.parametrize("page", ["frames.md", "howto-many-rows.md"])
def test_the_blocks_of_a_page_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each block in the names of those before it, in an empty folder; a block that draws needs matplotlib."""
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))
    assert len(blocks) > 3
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks:
        if "import matplotlib" in block:
            pytest.importorskip("matplotlib", reason="the page draws a chart")
        exec(compile(block, page, "exec"), names)  # noqa: S102 - our own pages
