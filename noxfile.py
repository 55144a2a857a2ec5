"""What a developer does with cptkit, a session each: `nox -l` lists them, `.ci/run` calls them. See CONTRIBUTING.md."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = [
    "tests",
    "types",
    "style",
    "docs",
    "site",
    "wheel",
    "service",
    "data",
    "checks",
]

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "shared"
"""Official files and checks, beside the checkout of those who have them."""
CHECKS = ("codes", "modifiers", "pairs", "amounts", "cells", "suggest")
CASES = ("claims", "lines", "cells", "families", "names", "values")
"""The parts of cases.py that are held without complaint."""
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
BETWEEN = ("tests/test_documents.py", "tests/test_claim_snapshots.py", "tests/test_looking.py")
"""What the Pythons between the oldest and the newest run: every example, the claims of practice, looking up."""
SERVICE = ("tests/test_service.py", "tests/test_service_server.py")
"""What README's command skips: Flask is the example's, not the package's."""
BESIDE_THE_WHEEL = (
    "tests",
    "tools",
    "docs",
    "typing_tests",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "NOTICE",
    "pyproject.toml",
)
"""What the tests of the wheel need: all but src."""


SPELT = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "RELEASE.md",
    "SECURITY.md",
    "NOTICE",
    "docs",
    "src",
    "tests",
    "tools",
    "benchmarks",
)
"""What codespell reads; words of the field are in tools/words_of_the_field.txt."""

ONCE = "--deselect=tests/test_damage_matrix.py::test_no_damage_of_the_real_files_is_accepted_with_other_contents"
"""Minutes under coverage and the same on every Python: `.ci/run` runs it by itself."""


def editable(session: nox.Session, *extras: str) -> None:
    """Install the checkout itself with some extras."""
    session.install("-q", "-e", f".[{','.join(extras)}]" if extras else ".")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, random order, in parallel, every branch of the package covered; Spark's need Java 17."""
    editable(session, "tests", "examples", "spark", "notebook")
    arguments = session.posargs or ["--cov", "--cov-report=term", ONCE]
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *arguments)


@nox.session
def types(session: nox.Session) -> None:
    """Check types by mypy, that both mypy and pyright refuse each slip, and that every public type is known."""
    editable(session, "tests", "typing", "docs", "site", "examples", "notebook")
    session.run("python", "-m", "mypy")
    session.run("python", "tools/must_fail.py")
    session.run("python", "-m", "pyright", "typing_tests/public.py")
    session.run("python", "-m", "pyright", "--verifytypes", "cptkit", "--ignoreexternal")


@nox.session
def style(session: nox.Session) -> None:
    """Hold layout, style and spelling, and look for licensed text where the official files are at hand."""
    session.install("-q", "ruff>=0.6", "codespell>=2.3", "tomli; python_version < '3.11'")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("codespell", *SPELT)
    if (SHARED / "licence_scan.py").is_file():
        session.run("python", str(SHARED / "licence_scan.py"))


@nox.session
def docs(session: nox.Session) -> None:
    """Compare the generated pages, and build the site into docs/_build."""
    editable(session, "docs", "frames", "notebook")
    session.run("python", "tools/build_docs.py", "--check")
    session.run(
        "python", "-m", "sphinx", "-q", "-W", "-j", "auto", "-b", "html", "docs", "docs/_build/html"
    )
    session.run("python", "tools/check_links.py", "docs/_build/html")


@nox.session
def site(session: nox.Session) -> None:
    """Finish the site that `docs` built (search, the page to try), and look at it in headless Chromium."""
    if shutil.which("npm") is None or shutil.which("chromium") is None:
        session.skip("no npm or no Chromium on this machine")
    editable(session, "site")
    work = Path(session.create_tmp()) / "npm"
    session.run("python", "tools/build_site.py", "docs/_build/html", "--work", str(work))
    session.run("python", "tools/see_site.py", "docs/_build/html", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel and test it on its own, away from the sources: all tests on the oldest and the newest Python."""
    built = _built(session)
    alone = _beside_the_wheel(session)
    tested = 0
    for version in PYTHONS:
        python = _python(version)
        if python is None:
            session.warn(f"no Python {version} on this machine: not tested")
            continue
        own = _environment(session, python, version)
        session.run(own, "-m", "pip", "install", "-q", f"{built}[tests]", external=True)
        environment = {"CPTKIT_SHARED": str(SHARED)}
        with session.chdir(alone):
            which = (ONCE,) if version in (PYTHONS[0], PYTHONS[-1]) else BETWEEN
            session.run(
                own, "-m", "pytest", "-q", "-n", "auto", *which, env=environment, external=True
            )
        tested += 1
    if not tested:
        session.error("no Python to test the wheel with")


@nox.session
def service(session: nox.Session) -> None:
    """Attack the example service, and do what its container file says with the wheel."""
    editable(session, "tests", "examples")
    session.run("python", "-m", "pytest", "-q", *SERVICE, *session.posargs)
    built = _built(session)
    alone = Path(_beside_the_wheel(session))
    (alone / "dist").mkdir()
    shutil.copy(built, alone / "dist")
    session.run("python", "tools/try_container.py", str(alone))


@nox.session
def data(session: nox.Session) -> None:
    """Rebuild the derived data from the official files, and compare every byte."""
    if not (SHARED / "cms").is_dir():
        session.skip("the official files are not beside this checkout")
    editable(session)
    made = Path(session.create_tmp()) / "derived"
    session.run("python", "tools/build_data.py", "--from", str(SHARED / "cms"), "--to", str(made))
    session.run("diff", "-rq", str(made), "src/cptkit/data/derived", external=True)


@nox.session
def checks(session: nox.Session) -> None:
    """Hold the wheel to data that nobody here wrote."""
    if not (SHARED / "checks").is_dir():
        session.skip("the checks are not beside this checkout")
    session.install("-q", _built(session))
    with session.chdir(_beside_the_wheel(session)):
        for check in CHECKS:
            session.log(check)
            session.run("python", str(SHARED / "checks" / f"{check}.py"))
        session.run("python", str(SHARED / "checks" / "cases.py"), *CASES)
        published = SHARED / "cms" / "pfs" / "pfs_amounts_rvu26b_revised_codes.csv"
        session.run("python", "tools/published_amounts.py", str(published), "2026-04-15")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """See that every row of the benchmarks can be measured; how long it takes is judged by hand, on a quiet machine."""
    editable(session, "benchmarks")
    arguments = session.posargs or ["--smoke"]
    session.run("python", "benchmarks/bench_targets.py", *arguments)


@nox.session
def mutants(session: nox.Session) -> None:
    """Plant faults and see that tests fall: nox -s mutants -- [HOW-MANY] [--rooms ROOM]; the sample of 600 takes two hours."""
    editable(session, "tests", "mutants")
    session.run("python", "tools/mutants.py", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build what is released and check it; see RELEASE.md."""
    session.install("-q", "build", "twine")
    shutil.rmtree("dist", ignore_errors=True)
    session.run("python", "-m", "build", "-q", "--outdir", "dist", ".")
    session.run("python", "-m", "twine", "check", "--strict", *map(str, Path("dist").glob("*")))
    _sbom(session, next(Path("dist").glob("*.whl")))


def _sbom(session: nox.Session, wheel: Path) -> None:
    """Write what a user's environment holds with the wheel alone, as a CycloneDX bill of materials beside it."""
    session.install("-q", "cyclonedx-bom>=7")
    place = Path(session.create_tmp()) / "bare"
    session.run("python", "-m", "venv", "--clear", "--without-pip", str(place))
    python = place / "bin/python"
    session.run("python", "-m", "pip", "--python", str(python), "install", "-q", str(wheel))
    said = ("--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON")
    session.run("cyclonedx-py", "environment", str(python), *said, "-o", f"{wheel}.cdx.json")


def _built(session: nox.Session) -> str:
    """Build the wheel once a run, and give its path."""
    folder = Path(session.create_tmp()) / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    session.run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(folder),
        str(HERE),
        external=True,
    )
    return str(next(folder.glob("*.whl")))


def _beside_the_wheel(session: nox.Session) -> str:
    """Copy what the tests need, and not the sources, to a folder of its own."""
    alone = Path(session.create_tmp()) / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    alone.mkdir()
    for name in BESIDE_THE_WHEEL:
        copy = shutil.copytree if (HERE / name).is_dir() else shutil.copy
        copy(HERE / name, alone / name)
    return str(alone)


def _python(version: str) -> str | None:
    """Find a Python that starts: among pyenv's, or on the path, where pyenv's shim may stand for none."""
    roots = (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv", _root_of_shims())
    for root in filter(None, roots):
        kept = sorted(Path(root, "versions").glob(f"{version}.*/bin/python"))
        if kept:
            return str(kept[-1])
    found = shutil.which(f"python{version}")
    if found is None or subprocess.run([found, "-V"], check=False).returncode:  # noqa: S603
        return None
    return found


def _root_of_shims() -> Path | None:
    """Give the folder of pyenv whose shims are on the path, whatever home is."""
    shim = shutil.which("pyenv")
    return Path(shim).parent.parent if shim else None


def _environment(session: nox.Session, python: str, version: str) -> str:
    """Make a fresh environment of a Python, and give its interpreter."""
    folder = Path(session.create_tmp()) / f"py{version}"
    session.run(python, "-m", "venv", "--clear", str(folder), external=True)
    return str(folder / "bin" / "python")
