"""For Sphinx: summary tables on the pages of the reference, and links from types to the public names they are reached by."""

from __future__ import annotations

import importlib
import inspect
import re
from enum import Enum
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import cptkit

DIRECTIVE = re.compile(
    r"^\.\. (?:auto(function|class|exception|module)|py:(data)):: (\S+)", re.MULTILINE
)
ONE, ALL = "<!-- summary -->", "<!-- summary of all -->"


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into reading and linking."""
    app.connect("source-read", summarize)
    app.connect("missing-reference", public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def summarize(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the table of what a page holds into its place."""
    if name == "reference/index":
        pages = sorted(Path(app.srcdir, "reference").glob("[!i]*.md"))
        texts = "\n".join(page.read_text(encoding="utf-8") for page in pages)
        source[0] = source[0].replace(ALL, table(texts, key=lambda row: row.lower()))
    elif name.startswith("reference/"):
        source[0] = source[0].replace(ONE, table(source[0]))


def table(text: str, key: Any = None) -> str:
    """Write a row for each name that a page documents, modules member by member."""
    rows = [
        row for kind, data, name in DIRECTIVE.findall(text) for row in _rows(kind or data, name)
    ]
    if key is not None:
        rows.sort(key=key)
    return "\n".join(["| name | kind | what it is |", "|---|---|---|", *rows])


def _rows(kind: str, name: str) -> list[str]:
    full = name if name.startswith("cptkit.") else f"cptkit.{name}"
    if kind != "module":
        return [_row(full)]
    module = importlib.import_module(full)
    members = [each for each in module.__all__ if inspect.isroutine(getattr(module, each))]
    return [_row(f"{full}.{each}") for each in members]


def _row(full: str) -> str:
    value: Any = cptkit
    for part in full.split(".")[1:]:
        value = getattr(value, part)
    kind, role = _kind(value)
    says = (
        inspect.cleandoc(value.__doc__ or "")
        .partition("\n\n")[0]
        .replace("\n", " ")
        .replace("|", "\\|")
    )
    return f"| {{py:{role}}}`{full.removeprefix('cptkit.')} <{full}>` | {kind} | {says} |"


def _kind(value: object) -> tuple[str, str]:
    if not isinstance(value, type):
        return ("function", "func") if callable(value) else ("value", "data")
    if issubclass(value, Exception):
        return "error", "exc"
    return ("terms" if issubclass(value, Enum) else "value", "class")


def public(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.Element
) -> nodes.Node | None:
    """Link ``cptkit.values.code.Code`` where ``cptkit.Code`` is documented."""
    target = str(node.get("reftarget", ""))
    name = target.rpartition(".")[2]
    if node.get("refdomain") != "py" or name not in cptkit.__all__ or target == f"cptkit.{name}":
        return None
    found = env.get_domain("py").resolve_any_xref(
        env, node["refdoc"], app.builder, f"cptkit.{name}", node, text
    )
    return found[0][1] if found else None
