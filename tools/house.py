"""The house as its imports make it: floors, rooms, and which module imports which. The floors test and the picture read it."""

from __future__ import annotations

import ast
from pathlib import Path

import cptkit

PACKAGE = Path(cptkit.__file__).parent
DOOR = "the door, that is cptkit itself"
FLOORS = {
    "ground": "_version errors ranked once lazy_attrs indicators printing",
    "values": "values",
    "files": "files",
    "readers": "cms ama",
    "what is known on a day": "catalog",
    "claim lines as rules see them": "lines",
    "rules": "modifiers documentation guidance payment contrast bundling necessity",
    "what uses all rules": "exam_names claim_check guides denials",
    "gates": "frames fhir x12",
    "the shell": "shell __main__",
}
"""The rooms of each floor, from the ground up: folders of the package, or modules at its top."""
FLOOR_OF = {room: level for level, rooms in enumerate(FLOORS.values()) for room in rooms.split()}
RULES = frozenset(FLOORS["rules"].split())
SHELL = frozenset(FLOORS["the shell"].split())
"""Who calls as any caller does: through the door."""


def sources() -> list[Path]:
    """List the package's modules but the door itself."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def name_of(path: Path) -> str:
    """Give the dotted name of a module below cptkit."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(name: str) -> str:
    """Name the part of the house that a module belongs to."""
    return name.split(".", maxsplit=1)[0]


def trees() -> dict[str, ast.Module]:
    """Give every module's syntax tree by its name below cptkit."""
    return {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


def imports() -> dict[str, set[str]]:
    """Give what every module imports, for types and within functions too, by its name."""
    known = trees()
    return {name: imported(tree, set(known)) - {name} for name, tree in known.items()}


def imported(tree: ast.Module, known: set[str]) -> set[str]:
    """Name the modules that a syntax tree imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and room_of(node.module or "") == "cptkit":
            base = (node.module or "").removeprefix("cptkit").lstrip(".")
            names = (f"{base}.{alias.name}".lstrip(".") for alias in node.names)
            found |= {name if name in known else base or DOOR for name in names}
        elif isinstance(node, ast.Import):
            found |= {DOOR for alias in node.names if room_of(alias.name) == "cptkit"}
    return found


def room_imports() -> dict[str, set[str]]:
    """Give which rooms each room imports from."""
    found: dict[str, set[str]] = {room: set() for room in FLOOR_OF}
    for name, others in imports().items():
        found[room_of(name)] |= {room_of(other) for other in others} - {room_of(name), DOOR}
    return found
