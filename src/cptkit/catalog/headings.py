"""The headings of the code set, and which stand over a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cptkit.files.packaged import packaged_json
from cptkit.once import once
from cptkit.values.code import WellFormed, sort_key

if TYPE_CHECKING:  # a first look-up asks for no heading
    from cptkit.catalog.ranges import RangeIndex
    from cptkit.values.heading import Heading


@once
def headings_by_id() -> dict[str, Heading]:
    """Give every heading by its id, parents first."""
    from cptkit.values.heading import CodeRange, Heading  # noqa: PLC0415 - a first look-up asks for no heading

    found = {}
    for row in packaged_json("authored/headings.json")["rows"]:
        ranges = tuple(CodeRange(first, last) for first, last in row["ranges"])
        found[row["id"]] = Heading(
            row["id"], row["title"], row["id"].count("."), ranges, row.get("parent")
        )
    return dict(sorted(found.items(), key=lambda item: item[1].level))


@once
def _heading_index() -> RangeIndex[str]:
    from cptkit.catalog.ranges import RangeIndex  # noqa: PLC0415 - a first look-up asks for no heading

    return RangeIndex(
        (sort_key(each.first), sort_key(each.last), heading.id)
        for heading in headings_by_id().values()
        for each in heading.ranges
    )


def heading_ids(code: WellFormed) -> tuple[str, ...]:
    """Give the ids of the headings over a well-formed code, assigned or not, outermost first; by bisect.

    Example:
        >>> heading_ids("71260")
        ('radiology', 'radiology.diagnostic', 'radiology.diagnostic.chest')
    """
    return _heading_index().find(sort_key(code))


def chain(heading_id: str) -> tuple[str, ...]:
    """Give the ids from the section down to a heading.

    Example:
        >>> chain("radiology.diagnostic.chest")
        ('radiology', 'radiology.diagnostic', 'radiology.diagnostic.chest')
    """
    parts = heading_id.split(".")
    return tuple(".".join(parts[: i + 1]) for i in range(len(parts)))


def heading(heading_id: object) -> Heading:
    """Give a heading by its id.

    Args:
        heading_id: The id.

    Returns:
        The heading.

    Raises:
        UnknownCodeError: No heading has this id; the nearest ids are named.

    Example:
        >>> heading("radiology.diagnostic.chest").title
        'Chest'
    """
    text = (
        heading_id[:200] if isinstance(heading_id, str) else ""
    )  # no id is so long, and a slice is a plain str
    found = headings_by_id().get(text)
    if found is None:
        from cptkit.errors import UnknownCodeError  # noqa: PLC0415 - only an error needs it

        raise UnknownCodeError(heading_id, nearest=_nearest_ids(text), what="heading")  # type: ignore[arg-type]  # whatever was given is shown
    return found


def _nearest_ids(text: str) -> tuple[str, ...]:
    """Give ids that end in the words given, else those spelled most alike."""
    import difflib  # noqa: PLC0415 - only an error needs it

    ids = list(headings_by_id())
    ending = [each for each in ids if text and each.rpartition(".")[2] == text.strip().lower()]
    return tuple(dict.fromkeys([*ending, *difflib.get_close_matches(text, ids, n=3, cutoff=0.3)]))[
        :3
    ]
