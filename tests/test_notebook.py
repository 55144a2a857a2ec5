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
    """In order, in one namespace, without an error; each chart cell draws one figure."""
    matplotlib = pytest.importorskip("matplotlib", reason="pip install 'cptkit[notebook]'")
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    names: dict[str, Any] = {}
    figures = 0
    for cell in cells():
        with contextlib.redirect_stdout(io.StringIO()):
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
        for number in plt.get_fignums():
            plt.figure(number).canvas.draw()
            figures += 1
        plt.close("all")
    assert figures == 3
    assert names["volume"]["DX"] == 1186
    assert list(names["named"].loc[names["doubtful"], "best_code"]) == ["76705", "71271"]
    assert names["by_rule"].loc["contrast.one-of-family", "FAIL"] == 6
    assert names["paid"].min() < names["national"] < names["paid"].max()


def test_what_it_shows_is_shown_as_tables_pages_and_charts() -> None:
    """Frames, codes, pages, requirements, gaps, findings, reports and prices have HTML, charts are drawn, and no style is left open."""
    outputs = [output["data"] for cell in cells() for output in cell["outputs"] if "data" in output]
    shown = ["".join(data["text/html"]) for data in outputs if "text/html" in data]
    ours = [html for html in shown if 'class="dataframe"' not in html]
    assert len(ours) == 8
    assert len(shown) - len(ours) == 4
    assert all(some("<table" in html for html in shown))
    assert sum('class="cptkit"' in html for html in ours) == 1
    assert all(some(html.count("<style") == html.count("</style>") for html in shown))
    assert "contrast.one-of-family" in ours[6]
    charts = ["".join(data["image/svg+xml"]) for data in outputs if "image/svg+xml" in data]
    assert len(charts) == 3
    assert "contrast.one-of-family" in charts[2]
