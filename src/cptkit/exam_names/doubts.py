"""What a name does not tell: said of a first suggestion that is more likely wrong than right."""

from __future__ import annotations

from decimal import Decimal

from cptkit.exam_names.candidates import Candidate
from cptkit.exam_names.reading import Reading

_SURE = Decimal("0.5")
_MOST_WORDS = 3


def doubts(
    reading: Reading, score: Decimal, best: Candidate, second: Candidate | None
) -> tuple[str, ...]:
    """Say what a name leaves so open that its best code has a score below one half.

    Args:
        reading: What the name says.
        score: The score of the best code.
        best: The best code.
        second: The next one, where there is one.

    Returns:
        Words that are not understood, and between which codes the name does not decide; () for a score of 0.5 or more.
    """
    if score >= _SURE:
        return ()
    words = ", ".join(word.lower() for word in reading.unknown[:_MOST_WORDS])
    found = [f"not understood: {words}"] if words else []
    if second is None:
        return (*found, "few words of the name speak for this code")
    open_still = f"cannot tell {best.code} from {second.code}: "
    return (*found, f"{open_still}{_difference(best, second)} not stated")


def _difference(one: Candidate, other: Candidate) -> str:
    """Name the first thing in which two codes differ."""
    differs = {
        "apparatus": one.facets.modalities.isdisjoint(other.facets.modalities),
        "part of the body": set(one.regions) != set(other.regions),
        "contrast": one.facets.contrast != other.facets.contrast,
        "number of views": one.facets.views != other.facets.views,
        "extent": one.facets.extent != other.facets.extent,
        "side": one.facets.laterality != other.facets.laterality,
    }
    return next((what for what, is_so in differs.items() if is_so), "technique or purpose")
