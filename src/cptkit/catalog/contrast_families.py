"""The contrast families loaded, and the family of a code by table, never by digit arithmetic."""

from __future__ import annotations

from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.contrast_family import ContrastFamily


@once
def families() -> tuple[ContrastFamily, ...]:
    """Give every contrast family, in order of the ids; angiograms that stand alone included."""
    both = (
        *authored("contrast_families", ContrastFamily),
        *authored("angiography_families", ContrastFamily),
    )
    return tuple(sorted(both, key=lambda each: each.id))


@once
def families_by_code() -> dict[str, ContrastFamily]:
    """Give the family of each code that is a member of one."""
    return {code: each for each in families() for code in each.members}


def family_of(code: str) -> ContrastFamily | None:
    """Give the family that a well-formed code is a member of, or None."""
    return families_by_code().get(code)


def families_beside(code: str) -> tuple[ContrastFamily, ...]:
    """Give the families that name a code as one that may be right instead."""
    return tuple(each for each in families() if any(other.code == code for other in each.related))
