"""The example notebook: its cells run when it is built, so that what it shows is what the package gives."""

from __future__ import annotations

import ast
import contextlib
import io
import json

CELLS = (
    (
        "markdown",
        "# cptkit in a notebook\n\nLook-ups, pages, records and claims print as tables. Every cell of this notebook runs in CI.",
    ),
    (
        "code",
        "import datetime as dt\n\nimport cptkit\nfrom cptkit import Claim, ClaimLine, Contrast, contrast, documentation, guidance, payment\n\nday = dt.date(2024, 8, 15)",
    ),
    ("markdown", "## A code, and the page on it"),
    ("code", 'cptkit.lookup("71260", on=day)'),
    ("code", 'cptkit.guide("71260", day)'),
    (
        "markdown",
        "## Which member of the family?\n\nOral contrast alone is no contrast for coding.",
    ),
    ("code", 'print(contrast.explain("71260", day))'),
    ("code", 'contrast.choose("71260", performed=Contrast.WITH, routes=("oral",), on=day)'),
    ("markdown", "## What must the record hold, and what does it lack?"),
    ("code", 'documentation.requirements("71275", ("26",), on=day)'),
    (
        "code",
        """record = {"indication": "suspected embolism", "contrast.given": True, "contrast.agent": "iohexol 350", "report.findings": True}
documentation.missing("71275", record, ("26",), on=day)""",
    ),
    ("markdown", "## Image guidance beside a procedure"),
    (
        "code",
        'guidance.check([ClaimLine("20611", date_of_service=day), ClaimLine("76942", ["26"], date_of_service=day)])',
    ),
    ("markdown", "## A claim, and what it pays"),
    (
        "code",
        """lines = [
    ClaimLine("71260", ["26"], date_of_service=day, place_of_service="22", diagnoses=["R91.1"]),
    ClaimLine("71250", ["26"], date_of_service=day, place_of_service="22", diagnoses=["R91.1"]),
]
cptkit.check_claim(Claim(lines, ordering_provider="1234567893"))""",
    ),
    ("code", "payment.price(lines[0])"),
)


def pages() -> dict[str, str]:
    """Give ``examples/notebook.ipynb`` with the outputs of its cells."""
    names: dict[str, object] = {}
    cells = [_cell(number, kind, source, names) for number, (kind, source) in enumerate(CELLS)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {"examples/notebook.ipynb": json.dumps(book, indent=1, ensure_ascii=False) + "\n"}


def _cell(number: int, kind: str, source: str, names: dict[str, object]) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": number, "outputs": _run(number, source, names)}
    return cell


def _run(number: int, source: str, names: dict[str, object]) -> list[dict[str, object]]:
    """Run a cell as a notebook does: everything it prints, then the value of its last expression in every form it has."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own cells, above
        value = (
            eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - the same
            if isinstance(last, ast.Expr)
            else None
        )
    outputs: list[dict[str, object]] = []
    if printed.getvalue():
        outputs.append(
            {
                "name": "stdout",
                "output_type": "stream",
                "text": printed.getvalue().splitlines(keepends=True),
            }
        )
    if value is not None:
        outputs.append(
            {
                "data": _forms(value),
                "execution_count": number,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
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
