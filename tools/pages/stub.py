"""The stub of the package's front door, which type checkers and editors read: every public name with its home."""

from __future__ import annotations

import cptkit

HEAD = '''"""What `cptkit` offers, for type checkers and editors. Written by tools/build_docs.py from `__init__.py`."""
'''


def pages() -> dict[str, str]:
    """Give ``__init__.pyi``, whose path is told from ``docs``."""
    door = vars(cptkit)
    submodules = [f"from cptkit import {each} as {each}" for each in door["_SUBMODULES"].split()]
    names = [
        f"from cptkit.{home} import {name} as {name}"
        for home, held in sorted(door["_NAMES"].items())
        for name in sorted(held.split())
    ]
    listed = "".join(f'    "{name}",\n' for name in cptkit.__all__)
    imports = "\n".join(
        [*submodules, "from cptkit._version import __version__ as __version__", *names]
    )
    return {"../src/cptkit/__init__.pyi": f"{HEAD}\n{imports}\n\n__all__ = [\n{listed}]\n"}
