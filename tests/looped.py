"""Loops of tests that cannot run over nothing: `some` refuses an empty iterable, and `unguarded` finds the loops without it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def some(things: Iterable[T], least: int = 1) -> tuple[T, ...]:
    """Give all of some things, at least one: a test that looks at each of none has looked at nothing.

    Raises:
        AssertionError: There are fewer than `least`.
    """
    held = tuple(things)
    assert len(held) >= least, f"the test would look at {len(held)} things, not at {least} or more"
    return held


# --- where a test could look at nothing

_SAME_LENGTH = frozenset({"enumerate", "sorted", "reversed", "list", "tuple", "set", "frozenset"})
_SAME_LENGTH |= frozenset({"zip", "product", "items", "values", "keys"})
_CERTAIN = frozenset({"some", "split"})


def unguarded(tree: ast.AST) -> Iterator[ast.expr]:
    """Give what loops and comprehensions of a module's tests run over, where that could be nothing and nobody would see it.

    A loop counts that asserts or collects what is asserted to be empty; so does `all(...)`, and a comprehension that
    is compared with an empty one. What is written out, or goes through `some`, holds something. Laws over drawn values
    are left out: nothing is one of the values that they hold for.
    """
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef) and not _is_law(scope):
            empties = frozenset(_asserted_empty(scope))
            for node in ast.walk(scope):
                yield from (each for each in _looked_over(node, empties) if not _is_certain(each))


def _is_law(scope: ast.FunctionDef) -> bool:
    return any("given" in ast.unparse(each) for each in scope.decorator_list)


def _asserted_empty(scope: ast.FunctionDef) -> Iterator[str]:
    """Give the names that a test asserts to be empty."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assert):
            for side in _empty_sides(node.test):
                yield from (name.id for name in ast.walk(side) if isinstance(name, ast.Name))


def _empty_sides(test: ast.expr) -> Iterator[ast.expr]:
    """Give the expressions of an assertion that must be empty: ``x == []``, ``not x``."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            sides = (node.left, node.comparators[0])
            if any(map(_is_empty, sides)):
                yield from (side for side in sides if not _is_empty(side))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node.operand


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple)):
        return not node.elts
    if isinstance(node, ast.Dict):
        return not node.keys
    return (
        isinstance(node, ast.Call)
        and not node.args
        and ast.unparse(node.func) in {"set", "frozenset"}
    )


def _looked_over(node: ast.AST, empties: frozenset[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.For):
        if any(isinstance(each, ast.Assert) or _collects(each, empties) for each in ast.walk(node)):
            yield node.iter
    elif isinstance(node, ast.Assert):
        for side in _empty_sides(node.test):
            yield from _first_iterables(side)
        for call in ast.walk(node.test):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "all":
                yield from call.args
    elif isinstance(node, ast.Assign) and {ast.unparse(each) for each in node.targets} & empties:
        yield from _first_iterables(node.value)


def _collects(node: ast.AST, empties: frozenset[str]) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"append", "add", "extend", "update"}
        and ast.unparse(node.func.value) in empties
    )


def _first_iterables(node: ast.expr) -> Iterator[ast.expr]:
    """Give what the outermost comprehensions of an expression run over."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        yield node.generators[0].iter
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _first_iterables(child)


def _is_certain(node: ast.expr) -> bool:
    """Tell whether an expression surely holds something: it is written out, or went through `some`."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return any(
            not isinstance(each, ast.Starred) or _is_certain(each.value) for each in node.elts
        )
    if isinstance(node, (ast.GeneratorExp, ast.ListComp)):
        return all(_is_certain(each.iter) and not each.ifs for each in node.generators)
    if isinstance(node, ast.Call):
        return _gives_some(node)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    return isinstance(node, ast.Constant) and bool(node.value)


def _gives_some(call: ast.Call) -> bool:
    """Tell whether a call gives as much as what it is given, and that surely holds something."""
    name = ast.unparse(call.func).rpartition(".")[2]
    inner = [call.func.value] if isinstance(call.func, ast.Attribute) else call.args
    if name == "map":
        inner = call.args[1:]
    elif name == "range":
        return all(isinstance(each, ast.Constant) for each in call.args)
    elif name not in _SAME_LENGTH:
        return name in _CERTAIN
    return bool(inner) and all(map(_is_certain, inner))
