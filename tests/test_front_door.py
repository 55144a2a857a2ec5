"""What README and pages show of the shell, of the alternatives and of files is what happens; their links lead somewhere."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import cptkit
from cptkit.shell import main
from looped import some

ROOT = Path(__file__).resolve().parents[1]
SITE = "https://cptkit.github.io/cptkit/"
REPOSITORY = "https://github.com/cptkit/cptkit"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    if path.exists() and "_build" not in path.parts
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SHELL = re.compile(r"^\$ python -m cptkit (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
BLOCK = re.compile(
    r"(<!-- reads files of yours -->\n+)?^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
pytestmark = pytest.mark.skipif(
    not (ROOT / "docs/index.md").is_file(), reason="the docs are not beside these tests"
)


def text_of(page: str) -> str:
    """Read a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def shown(page: str) -> list[tuple[str, str]]:
    """Give the shell's commands of a page with what the page shows behind each."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)
    return [found for block in blocks for found in SHELL.findall(block)]


SHOWN = [(page, *each) for page in PAGES for each in shown(page)]
PLAIN = [
    page
    for page in PAGES
    if page != "docs/notebook.md"  # tests/test_notebook.py runs it
    and any(not body.lstrip().startswith(">>>") for _, body in BLOCK.findall(text_of(page)))
]


@pytest.mark.parametrize(("page", "command", "right"), SHOWN)
def test_what_a_page_shows_of_the_shell_is_what_the_shell_prints(
    page: str, command: str, right: str, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    """Every command behind a dollar sign is run in the checkout; three dots stand for any lines."""
    monkeypatch.chdir(ROOT)
    arguments = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)]
    main(arguments)
    given = capfd.readouterr().out
    right = re.sub(r"(?m)^\s+\.\.\.$", "...", right)
    assert doctest.OutputChecker().check_output(right, given, FLAGS), f"{page}: {command}\n{given}"


def test_the_readme_shows_a_claim_a_name_and_a_page() -> None:
    """Its first screen holds what the package does best: an 837, an exam's name, the page on a code, a claim."""
    commands = {command.split()[0] for page, command, _ in SHOWN if page == "README.md"}
    assert commands == {"check", "suggest", "code"}
    first = "\n".join(text_of("README.md").splitlines()[:110])
    assert "cptkit.check_claim" in first
    assert first.index("## What is covered") < first.index("| pairs of codes")


def test_the_two_commands_stand_first() -> None:
    """Setting up with the main job, and the tests, come before anything else that is to be typed."""
    first, second = re.findall(
        r"^```\w+\n(.*?)^```", text_of("README.md"), re.MULTILINE | re.DOTALL
    )[:2]
    assert first.endswith(".venv/bin/python docs/examples/read_charge_list.py\n")
    assert second.endswith("-m pytest -q -n auto\n")


@pytest.mark.parametrize("page", PLAIN)
def test_every_block_of_python_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks without prompts run in order, in one namespace and an empty folder; one that reads a reader's files names what there is."""
    for needed in ("polars", "matplotlib"):
        pytest.importorskip(needed, reason="pip install 'cptkit[tests]'")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for files, body in some(BLOCK.findall(text_of(page))):
        if body.lstrip().startswith(">>>"):
            continue
        tree = compile(body, page, "exec")
        if files:
            assert missing_names(body) == []
        else:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(tree, names)  # noqa: S102 - our own pages


def missing_names(body: str) -> list[str]:
    """Give what a block asks of cptkit that is not there."""
    missing = []
    for node in ast.walk(ast.parse(body)):
        dotted = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if dotted.startswith("cptkit.") and dotted.replace(".", "").isidentifier():
            value: Any = cptkit
            for name in dotted.split(".")[1:]:
                value = getattr(value, name, None)
            if value is None:
                missing.append(dotted)
    return missing


def test_a_misspelt_name_is_seen() -> None:
    """The check of blocks that are not run finds a function that does not exist."""
    assert missing_names("cptkit.cms.reed(x); cptkit.get('71260')") == ["cptkit.cms.reed"]


@pytest.mark.parametrize("page", PAGES)
def test_links_out_have_the_form_of_links(page: str) -> None:
    """An address is https with a host, without blanks or a full stop at its end; only its form is looked at."""
    form = re.compile(r"https://[\w-]+(\.[\w-]+)+(/[^\s<>]*[^\s.,<>])?/?")
    addresses = re.findall(r"\]\((\w+:[^)]*)\)", text_of(page))  # not every page has one
    assert {address: bool(form.fullmatch(address)) for address in addresses} == dict.fromkeys(
        addresses, True
    )


def test_links_of_the_readme_are_absolute_and_lead_to_pages() -> None:
    """PyPI shows the README away from the repository: each link names the site or the repository, and what it names is there."""
    links = re.findall(r"\]\(([^)]+)\)", text_of("README.md"))
    assert len(links) > 10
    for link in some(links):
        if link.startswith(SITE):
            name = link.removeprefix(SITE).partition("#")[0] or "index.html"
            page = ROOT / "docs" / name.replace(".html", ".md")
            assert page.is_file() or name == "try/index.html", link
        else:
            assert link.startswith(f"{REPOSITORY}/blob/main/"), link
            assert (ROOT / link.removeprefix(f"{REPOSITORY}/blob/main/")).is_file(), link


def test_the_addresses_are_those_of_the_project() -> None:
    """README, pages and the package's own data name one site and one repository."""
    project = text_of("pyproject.toml")
    assert f'Documentation = "{SITE}"' in project
    assert f'Repository = "{REPOSITORY}"' in project


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    """The script that asks cptkit and the alternatives."""
    path = ROOT / "benchmarks" / "compare.py"
    if not path.is_file():
        pytest.skip("the benchmarks are not beside these tests")
    spec = importlib.util.spec_from_file_location("compare", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare"] = module
    spec.loader.exec_module(module)
    return module


def test_our_answers_beside_the_alternatives_are_what_we_answer(compare: ModuleType) -> None:
    """Each answer of ours on the comparison page is what the package gives today, and right; the rest is "no function"."""
    page = text_of("docs/comparison.md")
    answers = compare.answers("cptkit")
    for task in some(compare.TASKS):
        answer = answers[task.id]
        (part,) = re.findall(
            rf"### {task.short}\n.*?(?=\n### |<!--)", page, re.DOTALL | re.IGNORECASE
        )
        row = f"| cptkit | {answer} |"
        assert (row in part) is (answer != compare.NOTHING), part
        assert compare.mark(task, answer) in {"yes", "-", "100 %"}


def test_the_readme_has_the_comparison_of_the_page() -> None:
    """One run wrote both tables."""
    marks = re.compile(r"<!-- compare.py: matrix -->(.*?)<!-- compare.py: end", re.DOTALL)
    (ours,) = marks.findall(text_of("README.md"))
    assert [ours] == marks.findall(text_of("docs/comparison.md"))
    assert re.search(r"Asked on \d{4}-\d\d-\d\d, Python", ours)


def test_a_wrong_answer_is_marked_as_wrong(compare: ModuleType) -> None:
    """The marks tell right answers from others, and from none."""
    pair = next(task for task in compare.TASKS if task.id == "pair")
    assert [
        compare.mark(pair, answer)
        for answer in (
            "nothing objected to",
            compare.NOTHING,
            "not imported: no module",
            "71250 is part of 71260: x",
        )
    ] == ["no", "-", "not imported", "yes"]
