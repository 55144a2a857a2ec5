"""Plant faults in a module, one at a time, and see that its tests fall; cosmic-ray plants them, in a copy of the checkout.

Usage: mutants.py MODULE TESTS [HOW-MANY]   such as: mutants.py src/cptkit/contrast.py tests/test_contrast.py 40
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
COPIED = ("src", "tests", "tools", "docs", "README.md", "pyproject.toml")
SEED = 20261128


def main() -> int:
    """Plant a sample of faults and tell which live; give the exit status, 0 where all die."""
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    module, tests = sys.argv[1:3]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _copy(folder)
        session = _planned(folder, module, tests, most)
        _run(folder, "cosmic-ray", "exec", "config.toml", "session.sqlite")
        return _told(session)


def _copy(folder: Path) -> None:
    for name in COPIED:
        copy = shutil.copytree if (HERE / name).is_dir() else shutil.copy
        copy(HERE / name, folder / name)


def _planned(folder: Path, module: str, tests: str, most: int) -> Path:
    """Write the plan, and leave a fixed sample of it."""
    command = f"{sys.executable} -m pytest -x -q -p no:randomly -o pythonpath='src tools' {tests}"
    config = (
        f'[cosmic-ray]\nmodule-path = "{module}"\ntimeout = 300.0\nexcluded-modules = []\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    (folder / "config.toml").write_text(config, encoding="utf-8")
    _run(folder, "cosmic-ray", "init", "config.toml", "session.sqlite")
    session = folder / "session.sqlite"
    with sqlite3.connect(session) as base:
        jobs = sorted(base.execute("SELECT m.rowid, m.job_id FROM mutation_specs m"))
        kept = {job for _, job in random.Random(SEED).sample(jobs, min(most, len(jobs)))}  # noqa: S311
        gone = [(job,) for _, job in jobs if job not in kept]
        base.executemany("DELETE FROM mutation_specs WHERE job_id = ?", gone)
        base.executemany("DELETE FROM work_items WHERE job_id = ?", gone)
    return session


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _told(session: Path) -> int:
    """Print each fault that lives, with its place; give 1 where one does."""
    query = (
        "SELECT m.module_path, m.start_pos_row, m.operator_name, r.test_outcome, r.diff "
        "FROM mutation_specs m JOIN work_results r ON m.job_id = r.job_id"
    )
    with sqlite3.connect(session) as base:
        rows = base.execute(query).fetchall()
    alive = [row for row in rows if "SURVIVED" in str(row[3]).upper()]
    for path, line, operator, _, diff in alive:
        print(f"lives: {path}:{line} {operator}\n{diff}")
    print(f"{len(rows) - len(alive)} of {len(rows)} faults die")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main())
