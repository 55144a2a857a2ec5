"""What all tests share: where the official files lie, when they are here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "cptkit", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("cptkit")

SHARED = Path(os.environ.get("CPTKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official files; tests that need it are skipped where it is absent."""
    if not (SHARED / "cms").is_dir():
        pytest.skip("the official CMS files are not beside this checkout")
    return SHARED
