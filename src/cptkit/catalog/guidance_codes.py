"""The guidance tables loaded: what a guidance code guides, and which procedures include it."""

from __future__ import annotations

import functools

from cptkit.files.packaged import authored
from cptkit.values.code import sort_key
from cptkit.values.guidance import GuidanceCode, IncludedGuidance


@functools.cache
def guidance_codes() -> dict[str, GuidanceCode]:
    """Give every guidance code that the package describes, by its code."""
    return {each.code: each for each in authored("guidance_codes", GuidanceCode)}


@functools.cache
def including() -> tuple[IncludedGuidance, ...]:
    """Give every span of procedures whose codes already include imaging, in order of the first code."""
    return authored("guidance_included", IncludedGuidance)


@functools.lru_cache(maxsize=4096)
def included_by(procedure: str) -> IncludedGuidance | None:
    """Give the row that says that a procedure includes imaging, or None.

    Example:
        >>> included_by("62323").guidance
        ('76942', '77002', '77003', '77012')
    """
    key = sort_key(procedure)
    return next(
        (each for each in including() if sort_key(each.first) <= key <= sort_key(each.last)), None
    )
