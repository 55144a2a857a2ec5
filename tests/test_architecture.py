"""The house keeps its floors: modules import from lower floors only, and one place opens files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import cptkit

PACKAGE = Path(cptkit.__file__).parent
FLOORS = {
    1: (
        "_version errors codes book expressions regions techniques imaging indicators tables claims modifier_values requirements families guidance_values guide_values sections pages page_html listing "
        "prices policies suggestions showing"
    ),
    2: "loading converter cms ama packed packed_ncci pairs",
    3: "anomalies ranges parsing codeset catalog packaged_tables holdings house getting looking requirement_rules contrast_index guidance_index",
    4: "modifiers documentation contrast guidance bundling payment",
    5: "consistency suggesting guides checking",
}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names.split()}
OPENERS = re.compile(
    r"\bopen\(|read_text|read_bytes|get_data\(|importlib_resources|urlopen|os\.environ|date\.today|datetime\.now|\btime\.(time|perf|monotonic|sleep)"
)


def module_of(path: Path) -> str:
    """Name the part of the house that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


DOOR = "the door, that is cptkit itself"


def imported(path: Path) -> set[str]:
    """Name the parts of the house that a file imports; what is taken through the door can be of any floor."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cptkit."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "cptkit":
            found |= {alias.name if alias.name in FLOOR_OF else DOOR for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                [*alias.name.split("."), DOOR][1]
                for alias in node.names
                if alias.name.split(".")[0] == "cptkit"
            }
    return found


def sources() -> list[Path]:
    """List the package's modules but the door itself."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def test_every_module_has_a_floor() -> None:
    """A new module says where it lives, and one that is gone leaves no name behind."""
    assert {module_of(path) for path in sources()} == set(FLOOR_OF)


def test_imports_go_down() -> None:
    """Nothing imports from a higher floor or through the door, and rules do not import each other."""
    wrong = [
        (here, there)
        for path in sources()
        for here in [module_of(path)]
        for there in imported(path) - {here}
        if there == DOOR
        or FLOOR_OF[there] > FLOOR_OF[here]
        or FLOOR_OF[there] == FLOOR_OF[here] == 4
    ]
    assert wrong == []


def test_only_loading_opens_files() -> None:
    """No other module touches files, the network, the environment or the clock."""
    assert [
        path.name
        for path in sources()
        if module_of(path) != "loading" and OPENERS.search(path.read_text(encoding="utf-8"))
    ] == []


def test_modules_stay_small() -> None:
    """A module has at most four hundred lines, a function at most forty besides its docstring."""
    long_modules = [
        path.name for path in sources() if len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]
    long_functions = [
        (path.name, node.name)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0)
        - node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0].lineno
        + 1
        > 40
    ]
    assert (long_modules, long_functions) == ([], [])


def test_importing_costs_little() -> None:
    """Importing opens no data and loads neither cattrs nor importlib_resources; nor does the first look-up."""
    script = (
        "import sys, cptkit\n"
        "assert not {m for m in sys.modules if m.startswith('cptkit.')} - {'cptkit._version'}, sys.modules\n"
        "assert cptkit.get('71260').code == '71260'\n"
        "assert not {'cattrs', 'importlib_resources'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603


def test_every_name_is_there_and_typed() -> None:
    """The lazy names, those for type checkers and `__all__` are the same, and each loads."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {
        alias.asname or alias.name
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed - {"Any"} == set(cptkit.__all__) - {"__version__"}
    assert all(getattr(cptkit, name) is not None for name in cptkit.__all__)
    assert set(cptkit.__all__) <= set(dir(cptkit))


def test_unknown_names_are_attribute_errors() -> None:
    """A misspelled name is told as Python tells it."""
    assert not hasattr(cptkit, "get_codes")
