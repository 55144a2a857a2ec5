"""The house keeps its floors: folders are floors, modules import from lower ones only, one floor opens files."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import cptkit
from house import DOOR, FLOOR_OF, PACKAGE, RULES, SHELL, imports, name_of, room_of, sources, trees
from looped import some

OPENERS = re.compile(
    r"\bopen\(|read_text|read_bytes|get_data\(|importlib_resources|urlopen|os\.environ|date\.today"
    r"|datetime\.now|\btime\.(time|perf|monotonic|sleep)"
)
MOST_MODULES_AT_THE_TOP = 12
TOOLS = Path(__file__).resolve().parents[1] / "tools"


def test_every_room_has_a_floor() -> None:
    """A new folder says where it stands, and one that is gone leaves no name behind."""
    assert {room_of(name) for name in trees()} == set(FLOOR_OF)
    top = [path for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    assert len(top) <= MOST_MODULES_AT_THE_TOP


def test_imports_go_down() -> None:
    """Nothing imports from a higher floor, nor through the door but the shell, which calls as any caller; nor a rule another."""
    wrong = [
        (here, there)
        for here, others in some(imports().items())
        for there in others
        if room_of(there) != room_of(here)
        and (
            (there == DOOR and room_of(here) not in SHELL)
            or FLOOR_OF.get(room_of(there), 0) > FLOOR_OF[room_of(here)]
            or {room_of(here), room_of(there)} <= RULES
        )
    ]
    assert wrong == []


def test_no_module_imports_itself_through_others() -> None:
    """The imports of the house have no circle, those for types and within functions included."""
    left = {name: set(others) for name, others in some(imports().items())}
    assert len(left) > 60
    while free := [name for name, others in left.items() if not others & set(left)]:
        for name in free:
            del left[name]
    assert left == {}


def test_only_one_floor_opens_files() -> None:
    """No other module touches files, the network, the environment or the clock, but the shell, which opens what a user names."""
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in sources()}
    opening = {name for name, text in texts.items() if OPENERS.search(text)}
    assert {room_of(name) for name in opening} == {"files", "shell"}


def test_no_module_bears_a_public_name_of_its_own_package() -> None:
    """A module would overwrite the name when it is imported; all packages are walked."""
    packages = [
        "cptkit",
        *(f"cptkit.{name}" for name in trees() if (PACKAGE / name.replace(".", "/")).is_dir()),
    ]
    assert len(packages) > 10
    shadowing = []
    for name in packages:
        package = importlib.import_module(name)
        submodules = set(getattr(package, "_SUBMODULES", "").split())
        inside = {module.name for module in pkgutil.iter_modules(package.__path__)} - submodules
        shadowing += [(name, each) for each in inside & set(getattr(package, "__all__", ()))]
    assert shadowing == []


def test_modules_stay_small() -> None:
    """A module has at most four hundred lines, a function at most thirty besides its docstring."""
    long_modules = [
        path.name for path in sources() if len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]
    long_functions = [
        (name, node.name, length)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (length := body_length(node)) > 30
    ]
    assert (long_modules, long_functions) == ([], [])


def body_length(node: ast.FunctionDef) -> int:
    """Count the lines of a function besides its signature and docstring."""
    first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_importing_costs_little() -> None:
    """Importing opens no data and loads neither cattrs nor importlib_resources; nor does the first look-up."""
    script = (
        "import sys, cptkit\n"
        "assert not {m for m in sys.modules if m.startswith('cptkit.')} - {'cptkit._version'}, sys.modules\n"
        "assert cptkit.get('71260').code == '71260'\n"
        "assert not {'cattrs', 'importlib_resources'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603


def test_every_name_is_there() -> None:
    """Each public name loads, and `dir` shows the public names and nothing else, here and in each submodule."""
    public = {"cptkit": cptkit}
    public |= {name: getattr(cptkit, name) for name in vars(cptkit)["_SUBMODULES"].split()}
    assert len(public) > 10
    for name, module in some(public.items()):
        assert all(some(getattr(module, each) is not None for each in module.__all__)), name
        assert dir(module) == sorted(module.__all__), name


def test_unknown_names_are_attribute_errors() -> None:
    """A misspelled name is told as Python tells it."""
    assert not hasattr(cptkit, "get_codes")


RELEASE = re.compile(
    r"(RVU|GPCI)[0-9]{2}.*|[vV][0-9]{3,4}[rQ][0-9].*|20[0-9]{2}([-/ _]?(Q?[0-9].*)?)?"
)
YEARS = range(2010, 2040)


def test_no_release_is_typed_in_the_program() -> None:
    """Years, quarters and releases stand in the data and in the manifest: no literal of the package or of the builder is one."""
    builder = (TOOLS / "builder").glob("*.py")
    read = {**trees(), **{path.name: ast.parse(path.read_text("utf-8")) for path in builder}}
    typed = [
        (name, node.lineno, node.value)
        for name, tree in some(read.items())
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and (
            (type(node.value) is int and node.value in YEARS)
            or (isinstance(node.value, str) and RELEASE.fullmatch(node.value))
        )
    ]
    assert typed == []
