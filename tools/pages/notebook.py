"""The example notebook and its page: its cells run when it is built, so that what it shows is what the package gives."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from typing import Any

from pages import GENERATED
from pages.notebook_cells import CELLS

DRAWN = re.compile(
    r"```\{raw\} html\n(?:(?!```).)*?(?:<svg|class=\"dataframe\")(?:(?!```).)*```", re.DOTALL
)
Output = dict[str, Any]


def pages() -> dict[str, str]:
    """Give ``examples/notebook.ipynb`` with the outputs of its cells, and ``notebook.md``, which shows it on the site."""
    names: dict[str, object] = {}
    cells = [_cell(number, kind, source, names) for number, (kind, source) in enumerate(CELLS)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {
        "examples/notebook.ipynb": json.dumps(book, indent=1, ensure_ascii=False) + "\n",
        "notebook.md": GENERATED + "\n\n".join(map(_block, cells)) + "\n",
    }


def comparable(text: str) -> str:
    """Leave out what pandas and matplotlib draw: their versions differ from machine to machine, ours is compared whole."""
    if not text.startswith("{"):
        return DRAWN.sub("drawn", text)
    book = json.loads(text)
    for output in (each for cell in book["cells"] for each in cell.get("outputs", ())):
        html = "".join(output.get("data", {}).get("text/html", ()))
        if "image/svg+xml" in output.get("data", {}) or 'class="dataframe"' in html:
            output["data"] = "drawn"
    return json.dumps(book)


def _cell(number: int, kind: str, source: str, names: dict[str, object]) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": number, "outputs": _run(number, source, names)}
    return cell


def _run(number: int, source: str, names: dict[str, object]) -> list[Output]:
    """Run a cell as a notebook does: what it prints, the value of its last expression in every form, and its charts."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own cells
        value = (
            eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - the same
            if isinstance(last, ast.Expr)
            else None
        )
    outputs: list[Output] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": text})
    if value is not None:
        result = {"data": _forms(value), "execution_count": number, "metadata": {}}
        outputs.append(result | {"output_type": "execute_result"})
    return outputs + _charts()


def _charts() -> list[Output]:
    """Give the charts that a cell drew, as a notebook shows them below it, and close them."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - heavy, and only the notebook needs it

    outputs: list[Output] = []
    for number in plt.get_fignums():
        drawn = io.StringIO()
        with plt.rc_context({"svg.hashsalt": "cptkit", "svg.fonttype": "none"}):
            plt.figure(number).savefig(drawn, format="svg", metadata={"Date": None})
        plt.close(number)
        svg = drawn.getvalue()
        data = {"image/svg+xml": svg[svg.index("<svg") :].splitlines(keepends=True)}
        outputs.append({"data": data, "metadata": {}, "output_type": "display_data"})
    return outputs


def _forms(value: object) -> dict[str, list[str]]:
    methods = (
        ("text/html", "_repr_html_"),
        ("text/markdown", "_repr_markdown_"),
        ("text/plain", "__repr__"),
    )
    return {
        name: getattr(value, method)().splitlines(keepends=True)
        for name, method in methods
        if hasattr(value, method)
    }


def _block(cell: dict[str, Any]) -> str:
    """Write a cell with its outputs for the site."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source
    parts = [f"<!-- a cell of the notebook -->\n\n```python\n{source}\n```"]
    return "\n\n".join([*parts, *map(_shown, cell["outputs"])])


def _shown(output: Output) -> str:
    if output["output_type"] == "stream":
        return f"```text\n{''.join(output['text'])}```"
    data = output["data"]
    for name in ("image/svg+xml", "text/html"):
        if name in data:
            return f'```{{raw}} html\n<div class="cptkit-output">{"".join(data[name])}</div>\n```'
    return f"```text\n{''.join(data['text/plain'])}\n```"
