"""Which lines of a claim a denial is about."""

from __future__ import annotations

from collections.abc import Callable

from cptkit.values.claim import Claim, ClaimLine
from cptkit.values.denial import Denial


def denied_lines(denial: Denial, claim: Claim) -> tuple[int, ...]:
    """Give the lines that a denial is about: by its control number, else its number, else code, modifiers and day.

    Args:
        denial: The denial.
        claim: The claim.

    Returns:
        Indices; () where the denial is about the whole claim, or no line fits.
    """
    for fits in _ways(denial):
        found = tuple(place for place, line in enumerate(claim.lines) if fits(line))
        if found:
            return found
    return ()


def _ways(denial: Denial) -> tuple[Callable[[ClaimLine], bool], ...]:
    if not denial.is_line and denial.code is None:
        return ()
    ways: list[Callable[[ClaimLine], bool]] = []
    if denial.control is not None:
        ways.append(lambda line: line.control == denial.control)
    if denial.number is not None:
        ways.append(
            lambda line: (
                line.control is None and line.number == denial.number and _same_code(denial, line)
            )
        )
    ways += [
        lambda line: _same_code(denial, line) and _same_modifiers(denial, line),
        lambda line: _same_code(denial, line),
    ]
    return tuple(ways)


def _same_code(denial: Denial, line: ClaimLine) -> bool:
    """Tell whether code and day agree; a denial without them says nothing against a line."""
    same_day = denial.on is None or line.date_of_service == denial.on
    return same_day and denial.code in {None, line.code}


def _same_modifiers(denial: Denial, line: ClaimLine) -> bool:
    return sorted(denial.modifiers) == sorted(line.modifiers)
