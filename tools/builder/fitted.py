"""Tables that a program fitted: their head says by which command, from what, and how well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder.layout import laid_out

DATA = Path(__file__).resolve().parents[2] / "src" / "cptkit" / "data"
FITTED = DATA / "fitted"


def checksum(path: Path) -> dict[str, str]:
    """Give a file's name, or a folder's, with the checksum of its bytes; a folder's are its files' by name."""
    files = [path] if path.is_file() else sorted(path.glob("*.json"))
    total = hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()
    name = path.relative_to(DATA).as_posix() if DATA in path.parents else path.name
    return {"file": name, "sha256": total}


def changed(path: Path) -> list[str]:
    """Name the inputs in the package that are no longer those that a fitted table was fitted on; others are not looked at.

    Args:
        path: The fitted table.
    """
    inputs: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["inputs"]
    return [
        each["file"]
        for each in inputs
        if (DATA / each["file"]).exists() and checksum(DATA / each["file"]) != each
    ]


def write(
    name: str,
    rows: Iterable[Mapping[str, str]],
    inputs: Iterable[Path],
    figures: Mapping[str, Mapping[str, str]],
) -> None:
    """Write a fitted table anew: its inputs, figures and rows; what it is about and the command stay, a note on the fit before goes.

    Args:
        name: The table's name: ``fitted/<name>.json``.
        rows: The fitted rows.
        inputs: Files and folders that it was fitted on.
        figures: How well it does: part of the names to measure and value.
    """
    path = FITTED / f"{name}.json"
    old: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    head = {key: value for key, value in old.items() if key not in {"note", "rows"}}
    head |= {"inputs": [checksum(each) for each in inputs], "figures": dict(figures)}
    table = {**head, "rows": [dict(row) for row in rows]}
    path.write_text(laid_out(table), encoding="utf-8", newline="\n")
