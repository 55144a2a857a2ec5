"""Do what the example's container file says, in a fresh environment instead of an image, and see that the service runs.

Usage: try_container.py FOLDER    where FOLDER holds docs/ and dist/ with the wheel

Every instruction of the file is done or refused: COPY into a new folder, RUN and CMD with a new environment's Python
in place of the image's. What it cannot show is the image itself: its base, its user, its closed file system.
"""

from __future__ import annotations

import glob
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

FILE = "docs/examples/service/Containerfile"
_SAID_ALONE = frozenset({"FROM", "WORKDIR", "USER", "EXPOSE"})
"""What an image has and an environment has not."""


def instructions(text: str) -> list[tuple[str, str]]:
    """Read a container file: each instruction with its arguments, comments left out."""
    lines = [each.strip() for each in text.splitlines()]
    found = [each.partition(" ") for each in lines if each and not each.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in found]


def build(folder: Path, root: Path, given: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Do what builds the image below `root`; give the commands that are for a running one."""
    started: dict[str, list[str]] = {}
    for name, rest in given:
        if name == "COPY":
            source, target = rest.split()
            copy = shutil.copytree if (folder / source).is_dir() else shutil.copy
            copy(folder / source, root / target)
        elif name == "RUN":
            words = [
                match
                for word in shlex.split(rest)
                for match in (glob.glob(word, root_dir=root) if "*" in word else [word])  # noqa: PTH207 - as a shell does
            ]
            subprocess.run(words, cwd=root, env=environment(root), check=True)
        elif name in ("CMD", "HEALTHCHECK"):
            started[name] = json.loads(rest.removeprefix("CMD "))
        elif name not in _SAID_ALONE:
            raise SystemExit(f"{FILE}: {name} is not known here")
    return started


def environment(root: Path) -> dict[str, str]:
    """Give the environment of a command: the new Python before all others, and nothing of ours."""
    path = f"{root / 'env' / 'bin'}:{os.environ['PATH']}"
    kept = {name: held for name, held in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(folder: Path, root: Path, commands: dict[str, list[str]]) -> None:
    """Start the service, ask whether it is healthy, have it check a claim, and stop it as a container is stopped."""
    with subprocess.Popen(
        commands["CMD"], cwd=root, env=environment(root), stdout=subprocess.PIPE, text=True
    ) as service:
        try:
            assert service.stdout is not None  # noqa: S101 - it is piped
            print(service.stdout.readline(), end="")
            subprocess.run(commands["HEALTHCHECK"], cwd=root, env=environment(root), check=True)
            claim = (folder / "docs/examples/claim.json").read_bytes()
            asked = urllib.request.Request(
                "http://127.0.0.1:8080/check", claim, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - the same
                print(f"checked a claim: {json.load(answer)['outcome']}")
        finally:
            service.terminate()
        if service.wait(30):
            raise SystemExit(f"the service ended with status {service.returncode}")
    print("stopped when asked")


def main() -> None:
    """Run from the command line."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        venv.create(root / "env", with_pip=True)
        given = instructions((folder / FILE).read_text(encoding="utf-8"))
        run(folder, root, build(folder, root, given))


if __name__ == "__main__":
    main()
