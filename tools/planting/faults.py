"""Where faults can be planted in a module, and planting one; by cosmic-ray's operators."""

from __future__ import annotations

import ast
import contextlib
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator, operator_names

SPEED_ONLY = ("once", "functools.cache", "cache", "functools.lru_cache", "lru_cache")
"""Decorators without which an answer only comes later."""
SAME = ("core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq")
ALONE = re.compile(r"is (not )?(None\b|([\w.]+\.)?_?[A-Z][A-Z0-9_]*\b(?![\w.(]))")
"""Of None, members of enums and constants there is one each: they are what they equal."""
Place = tuple[int, int]


@attrs.frozen
class Fault:
    """One fault: which operator at which of its places in a module."""

    room: str
    module: str
    operator: str
    occurrence: int
    line: int
    text: str

    @property
    def named(self) -> dict[str, Any]:
        """What tells it from every other, and stays while the line does."""
        return {
            "module": self.module,
            "operator": self.operator,
            "occurrence": self.occurrence,
            "text": self.text,
        }

    @property
    def key(self) -> str:
        """The name as one text."""
        return json.dumps(self.named, sort_keys=True)

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.operator.removeprefix('core/')}: {self.text}"


def faults_of(root: Path, path: Path, room: str) -> Iterator[Fault]:
    """Give every fault that can be planted in a module, but in type hints and in what changes no answer."""
    source = path.read_text(encoding="utf-8")
    lines, hints = source.splitlines(), tuple(_no_code(ast.parse(source)))
    nodes = list(ast_nodes(get_ast_from_path(path)))
    for name in sorted(operator_names()):
        kind = get_operator(name)
        if kind.arguments():
            continue
        places = [start for node in nodes for start, _ in kind().mutation_positions(node)]
        for occurrence, start in enumerate(places):
            text = lines[start[0] - 1].strip()
            if any(first <= start < last for first, last in hints) or _is_speed(name, text):
                continue
            if name in SAME and ALONE.match(lines[start[0] - 1], start[1]):
                continue
            module = path.relative_to(root).as_posix()
            yield Fault(room, module, name, occurrence, start[0], text)


def _no_code(tree: ast.AST) -> Iterator[tuple[Place, Place]]:
    """Give where type hints stand, which are texts that nothing runs, and what type checkers alone read."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            yield _span(node.returns)
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation:
            yield _span(node.annotation)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield _span(node)


def _span(node: ast.expr | ast.stmt) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _is_speed(operator: str, text: str) -> bool:
    bare = text.removeprefix("@").partition("(")[0]
    return operator.endswith("RemoveDecorator") and bare in SPEED_ONLY


@functools.cache
def _operator(name: str) -> Any:
    return get_operator(name)()


def _is_another(before: str, after: str) -> bool:
    """Tell whether a planted text is Python, and another program: to the operators the star of ``*, name`` is a product."""
    try:
        return ast.dump(ast.parse(before)) != ast.dump(ast.parse(after))
    except SyntaxError:
        return False


@contextlib.contextmanager
def planted(root: Path, fault: Fault) -> Iterator[str]:
    """Plant a fault in the copy, and take it out afterwards; gives the line as it reads then, "" where it is no program or the same."""
    path = root / fault.module
    with use_mutation(path, _operator(fault.operator), fault.occurrence) as (before, after):
        if after is None:
            raise LookupError(str(fault))
        if not _is_another(before, after):
            yield ""
            return
        pairs = zip(before.splitlines(), after.splitlines(), strict=False)
        yield "; ".join(new.strip() for old, new in pairs if old != new)
