"""An editor that only reads the sources completes the public names."""

from __future__ import annotations

import jedi  # type: ignore[import-untyped]  # it ships no types

import cptkit


def completed(text: str) -> set[str]:
    """Give what jedi offers behind a text."""
    here = jedi.InterpreterEnvironment()  # the one that runs the tests
    return {each.name for each in jedi.Script(text, environment=here).complete()}


def test_names_are_completed_without_running_anything() -> None:
    """Jedi offers every public name of cptkit, and those of a submodule."""
    assert set(cptkit.__all__) <= completed("import cptkit\ncptkit.")
    assert set(cptkit.modifiers.__all__) <= completed("from cptkit import modifiers\nmodifiers.")
