"""The one layout of files that people edit: a row a line where it fits, else a member a line; lists of words filled.

The order of rows is fixed too, where a file's head names the members that it is sorted by.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from typing import Any

WIDTH = 100
_dump = functools.partial(json.dumps, ensure_ascii=False)


def laid_out(table: dict[str, Any]) -> str:
    """Write a table that people edit.

    Args:
        table: Its head, with ``rows`` as the last member; ``sorted_by`` names the members that order the rows.

    Returns:
        The text, with a final newline.

    Example:
        >>> print(laid_out({"about": "Words.", "rows": [{"term": "W"}, {"term": "WO"}]}), end="")
        {"about": "Words.", "rows": [
        {"term": "W"},
        {"term": "WO"}
        ]}
    """
    head = {key: value for key, value in table.items() if key != "rows"}
    rows = table["rows"]
    if "sorted_by" in head:
        rows = sorted(rows, key=lambda row: [row[name] for name in head["sorted_by"]])
    opening = _laid(head, 0, len(', "rows": ['))
    between = ",\n " if "\n" in opening else ", "
    lines = ",\n".join(_laid(row, 0, 1) for row in rows)
    return f'{opening[:-1]}{between}"rows": [\n{lines}\n]}}\n'


def _laid(value: Any, column: int, after: int) -> str:
    """Write a value that starts at a column, where so many characters more follow on its last line."""
    line = _dump(value)
    if column + len(line) + after <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    if isinstance(value, dict):
        members = [
            f"{_dump(key)}: {_laid(member, column + len(_dump(key)) + 3, 1)}"
            for key, member in value.items()
        ]
        return "{" + f",\n{' ' * (column + 1)}".join(members) + "}"
    if any(isinstance(member, (dict, list)) for member in value):
        members = [_laid(member, column + 1, 1) for member in value]
        return "[" + f",\n{' ' * (column + 1)}".join(members) + "]"
    return "[" + _filled([_dump(member) for member in value], column + 1) + "]"


def _filled(words: Iterable[str], column: int) -> str:
    """Set words into lines of the width, from a column on."""
    lines: list[str] = []
    for word in words:
        if lines and column + len(lines[-1]) + len(word) + 4 <= WIDTH:
            lines[-1] += f", {word}"
        else:
            lines.append(word)
    return f",\n{' ' * column}".join(lines)
