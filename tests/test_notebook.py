"""The example notebook runs, and shows what its cells give."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from looped import some

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs/examples/notebook.ipynb"
pytestmark = pytest.mark.skipif(
    not NOTEBOOK.is_file(), reason="the docs are not beside these tests"
)


def cells() -> list[dict[str, Any]]:
    """Read the code cells."""
    return [
        each
        for each in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if each["cell_type"] == "code"
    ]


def test_every_cell_runs() -> None:
    """In order, in one namespace, without an error."""
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells():
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    assert names["day"]


def test_what_it_shows_is_shown_as_tables_and_pages() -> None:
    """Codes, pages, requirements, gaps, findings, reports and prices all have HTML, and no style is left open."""
    shown = [
        "".join(output["data"]["text/html"])
        for cell in cells()
        for output in cell["outputs"]
        if "data" in output
    ]
    assert len(shown) == 8
    assert all(some("<table>" in html for html in shown))
    assert sum('class="cptkit"' in html for html in shown) == 1
    assert all(some(html.count("<style>") == html.count("</style>") for html in shown))
    report = shown[6]
    assert "contrast.one-of-family" in report
