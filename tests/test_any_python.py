"""One answer, however Python was started: options, hash seed, locale, precision, recursion, zip, processes, threads."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Context, localcontext
from pathlib import Path

import pytest

import cptkit
from one_answer import checksum

SCRIPT = Path(__file__).with_name("one_answer.py")
PACKAGE = Path(cptkit.__file__).parent
PLACES = [str(PACKAGE.parent), *(each for each in sys.path if each.endswith("-packages"))]
"""Where the package and what it needs lie, so that a bare Python finds them."""

NOTHING_MORE: Mapping[str, str] = {}


@pytest.fixture(scope="module")
def expected() -> str:
    """What this process answers."""
    return checksum()


def _started(
    *options: str,
    before: str = "",
    places: list[str] = PLACES,
    surroundings: Mapping[str, str] = NOTHING_MORE,
) -> str:
    """Start another Python, let it say what it answers, and give that; what it warns of ends the test."""
    script = f"{before}\nimport sys\nsys.path[:0] = {[str(SCRIPT.parent)]!r}\n"
    script += "import one_answer\nsys.stdout.write(one_answer.checksum())\n"
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LC_", "LANG", "COV"))
    }
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, *options, "-c", script],
        env=clean | {"PYTHONPATH": os.pathsep.join(places)} | dict(surroundings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("options", [("-OO",), ("-bb",), ("-W", "error"), ("-OO", "-bb", "-Xdev")])
def test_options(options: tuple[str, ...], expected: str) -> None:
    """No assertion and no docstring is needed for an answer, and nothing warns."""
    assert _started(*options) == expected


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed(seed: str, expected: str) -> None:
    """No order of a set or a dictionary shows in an answer."""
    assert _started(surroundings={"PYTHONHASHSEED": seed}) == expected


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
        {"TZ": "Pacific/Pago_Pago"},
    ],
)
def test_locale_and_time_zone(surroundings: dict[str, str], expected: str) -> None:
    """Packaged texts are UTF-8 wherever they are read, and a day is a day everywhere."""
    assert _started(surroundings=surroundings) == expected


def test_little_room(expected: str) -> None:
    """A quarter of the usual depth of calls does: nothing goes down by a caller's length."""
    assert _started(before="import sys\nsys.setrecursionlimit(250)") == expected


@pytest.mark.parametrize("digits", [1, 3])
def test_the_callers_precision(digits: int, expected: str) -> None:
    """Money is reckoned in the house's own decimal context."""
    with localcontext(Context(prec=digits)):
        assert checksum() == expected


def test_from_a_zip(tmp_path: Path, expected: str) -> None:
    """Packaged data are read through importlib-resources, from a zipped package too."""
    archive = tmp_path / "cptkit.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in PACKAGE.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                zipped.write(path, path.relative_to(PACKAGE.parent))
    assert _started(places=[str(archive), *PLACES[1:]]) == expected
    told = f"import cptkit\nassert {str(archive)!r} in cptkit.__file__"
    assert _started(before=told, places=[str(archive), *PLACES[1:]]) == expected


def test_nothing_is_written_and_nobody_is_called(expected: str) -> None:
    """An answer opens files of the package alone, to read, and no socket; it starts nothing."""
    watch = f"""
import sys, importlib.util
import cptkit, one_answer
home = {str(PACKAGE)!r}
refused = ("socket.", "subprocess.", "os.system", "os.exec", "os.remove", "os.rename", "os.mkdir",
           "shutil.", "ctypes.", "urllib.")
def heard(event, given):
    if event == "open" and isinstance(given[0], str):
        read = given[1] is None or not set(given[1]) & set("wax+")
        source = given[0].endswith((".py", ".pyc"))
        if not read or not (source or given[0].startswith(home)):
            raise AssertionError(f"opened {{given!r}}")
    if event.startswith(refused):
        raise AssertionError(f"{{event}} {{given!r}}")
sys.addaudithook(heard)
"""
    before = (
        f"import sys\nsys.path[:0] = {[str(SCRIPT.parent)]!r}\nsys.dont_write_bytecode = True\n"
    )
    assert _started(before=before + watch) == expected


def test_threads_that_ask_first_at_once(expected: str) -> None:
    """Whatever is built on first need is built whole, whoever asks first."""
    together = """
import threading, sys
from concurrent.futures import ThreadPoolExecutor
sys.setswitchinterval(1e-6)
"""
    script = f"{together}sys.path[:0] = {[str(SCRIPT.parent)]!r}\nimport one_answer\n"
    script += "gate = threading.Barrier(8)\n"
    script += "def ask(_):\n    gate.wait()\n    return one_answer.checksum()\n"
    script += "told = list(ThreadPoolExecutor(8).map(ask, range(8)))\n"
    script += f"assert set(told) == {{{expected!r}}}, told\n"
    assert _started(before=script) == expected


def test_threads_in_a_warm_process(expected: str) -> None:
    """Threads share what is remembered, and none sees another's question."""
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: checksum(), range(8))) == {expected}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes(method: str, expected: str) -> None:
    """A worker answers alike, whether it was forked with all that is loaded or began with nothing."""
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert set(pool.starmap(checksum, [()] * 3)) == {expected}
