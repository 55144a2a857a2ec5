"""Tables are built once, on first use, however many threads ask first at once."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

import cptkit
from cptkit.catalog.remembered import Remembered
from cptkit.files import keyed_lines
from cptkit.files.keyed_lines import KeyedLines
from cptkit.files.packaged import canonical
from cptkit.once import once


def test_threads_that_ask_first_at_once_build_once() -> None:
    """The second thread waits for what the first builds, and gets the same."""
    began, built = threading.Event(), []

    @once
    def table(name: str) -> list[str]:
        built.append(name)
        began.wait(5)
        return [name]

    asked: list[list[str]] = []
    threads = [threading.Thread(target=lambda: asked.append(table("pairs"))) for _ in range(8)]
    for each in threads:
        each.start()
    began.set()
    for each in threads:
        each.join()
    assert built == ["pairs"]
    assert len({id(each) for each in asked}) == 1


def test_each_choice_of_arguments_is_built() -> None:
    """What is kept for one year is not given for another, named arguments included."""
    built = []

    @once
    def table(year: int, *, whole: bool = True) -> tuple[int, bool]:
        built.append(year)
        return year, whole

    assert [table(2025), table(2026), table(2025), table(2025, whole=False)] == [
        (2025, True),
        (2026, True),
        (2025, True),
        (2025, False),
    ]
    assert built == [2025, 2026, 2025]


def test_what_fails_is_built_again() -> None:
    """An error is not kept: the next question may be answered."""
    tries = []

    @once
    def table() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise FileNotFoundError
        return len(tries)

    with pytest.raises(FileNotFoundError):
        table()
    assert table() == table() == 2


def test_importing_builds_nothing() -> None:
    """A builder that ran while its module is imported could wait for a thread that waits for the import."""
    script = (
        "import pkgutil, importlib, cptkit, cptkit.once\n"
        "class Watched:\n"
        "    def __enter__(self): raise AssertionError('built while importing')\n"
        "    def __exit__(self, *_): pass\n"
        "cptkit.once.BUILDING = Watched()\n"
        "names = [m.name for m in pkgutil.walk_packages(cptkit.__path__, 'cptkit.')]\n"
        "assert len(names) > 100\n"
        "for name in names:\n"
        "    if name.endswith('__main__'):\n"
        "        continue\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError as error:\n"  # of an extra that is not installed
        "        assert not error.name.startswith('cptkit'), error\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603


ROWS = [["00100", "", 1], ["70450", "", 2], ["71260", "", 3], ["71260", "26", 4]]


@pytest.mark.parametrize("asked_before", [0, 50])
def test_a_row_is_found_alike_by_search_and_by_index(asked_before: int) -> None:
    """The first few keys are searched for and later ones found by an index: the answers are the same."""
    lines = KeyedLines(canonical(ROWS), '["')
    asked = [lines.rows("99999") for _ in range(asked_before)]
    assert asked == [[]] * asked_before
    assert [lines.rows(key) for key in ("00100", "71260", "7126", "")] == [
        [ROWS[0]],
        ROWS[2:],
        [],
        [],
    ]
    assert lines.rows("71260", ',"26",') == [ROWS[3]]
    assert lines.rows("71260", ',"TC",') == []
    assert lines.rows('71260","26') == []
    assert ("70450" in lines, "70451" in lines) == (True, False)


def test_the_index_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that waited while another one made the index takes that one."""
    lines = KeyedLines(canonical(ROWS), '["')
    for _ in range(20):
        lines.rows("70450")
    monkeypatch.setattr(keyed_lines, "re", None)  # what would make it again
    assert lines._indexed()["70450"] > 0


def test_what_is_forgotten_meanwhile_is_given_all_the_same() -> None:
    """Another thread may forget all between finding that an answer is kept and giving it: it is looked up once."""
    kept: Remembered[str] = Remembered(1)

    class Asked:
        """A question in whose fourth look-up another is asked, so that all is forgotten."""

        looked_up = 0

        def __hash__(self) -> int:
            self.looked_up += 1
            if self.looked_up == 4:
                kept.of(cptkit.packaged, "another", lambda: "another")
            return 1

    asked = Asked()
    assert kept.of(cptkit.packaged, asked, lambda: "first") == "first"
    assert kept.of(cptkit.packaged, asked, lambda: "again") == "first"
