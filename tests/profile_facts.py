"""What tests of profiles ask: packaged codes and profiles that must be there."""

from __future__ import annotations

import datetime as dt

import cptkit


def the(code: str, on: dt.date | None = None) -> cptkit.Code:
    """Give a packaged code that must be there."""
    found = cptkit.get(code, on)
    assert found is not None
    return found


def profile(code: str, on: dt.date | None = None) -> cptkit.ImagingProfile:
    """Give the profile of a packaged code that must have one."""
    imaging = the(code, on).imaging
    assert imaging is not None
    return imaging
