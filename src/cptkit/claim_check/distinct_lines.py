"""Whether the claim says that two lines are distinct services: by modifier, by side, or by session.

Lines are told apart by their marks, and lines of equal marks are judged together: a claim of ten thousand
lines has few kinds of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.packaged_tables import modifiers
from cptkit.catalog.remembered import Remembered
from cptkit.errors import NoDataError
from cptkit.indicators import GlobalDays, Setting
from cptkit.lines.view import Seen, View, grouped
from cptkit.values.modifier import SIDES, Modifier, ModifierKind, Scope

_ANATOMIC = (ModifierKind.SIDE, ModifierKind.ANATOMIC)
_EVALUATION = "evaluation-and-management"
_LABORATORY = "pathology-and-laboratory"
_HOSPITAL = (Setting.OUTPATIENT_HOSPITAL,)
_SURGICAL = (GlobalDays.TEN_DAYS, GlobalDays.NINETY_DAYS)


class Apart(Enum):
    """What the claim says of two lines."""

    NOT = "no modifier tells them apart"
    HALF = "a side or part stands on one line only, or both lines are of one site"
    SIDES = "different sides or parts"
    MODIFIER = "a modifier says that they are distinct"


@attrs.frozen
class Marks:
    """The modifiers of a line that can tell it apart from another.

    Attributes:
        distinct: Those that count whatever the other line is.
        period: 58, 78, 79: they count beside a code with a global surgical period.
        anatomic: Sides and parts of the body.
    """

    distinct: frozenset[str] = frozenset()
    period: frozenset[str] = frozenset()
    anatomic: frozenset[str] = frozenset()


def marks_of(seen: Seen, setting: Setting, catalog: Catalog) -> Marks:
    """Give the marks of a line."""
    asked = (seen.modifiers, seen.section, setting)
    return _MARKS.of(catalog, asked, lambda: _marks_of(seen, setting, catalog))


_MARKS: Remembered[Marks] = Remembered(5_000)


def _marks_of(seen: Seen, setting: Setting, catalog: Catalog) -> Marks:
    known = [
        each
        for each in map(catalog.modifier, seen.modifiers)
        if each is not None and each.ncci_associated
    ]
    return Marks(
        frozenset(each.modifier for each in known if _counts(each, seen, setting)),
        frozenset(each.modifier for each in known if each.kind is ModifierKind.GLOBAL_PERIOD),
        frozenset(each.modifier for each in known if each.kind in _ANATOMIC),
    )


def _counts(modifier: Modifier, seen: Seen, setting: Setting) -> bool:
    """Tell whether a modifier that NCCI lists counts on this line: visits' on visits, laboratory's on laboratory tests."""
    if modifier.kind is ModifierKind.DISTINCT:
        return True
    if modifier.kind is ModifierKind.VISIT:
        elsewhere = modifier.settings == _HOSPITAL and setting not in _HOSPITAL
        return seen.section == _EVALUATION and not elsewhere
    return modifier.scope is Scope.LABORATORY and seen.section == _LABORATORY


def classes(lines: Iterable[Seen], view: View) -> dict[Marks, tuple[Seen, ...]]:
    """Put lines of equal marks together."""
    return grouped(lines, lambda each: marks_of(each, view.setting, view.catalog))


def told_apart(one: tuple[Marks, Seen], other: tuple[Marks, Seen], view: View) -> Apart:
    """Say what the claim says of two lines, or of two classes of lines by one of each."""
    (marks_1, seen_1), (marks_2, seen_2) = one, other
    if marks_1.distinct or marks_2.distinct:
        return Apart.MODIFIER
    if (marks_1.period and _has_period(seen_2, view)) or (
        marks_2.period and _has_period(seen_1, view)
    ):
        return Apart.MODIFIER
    if marks_1.anatomic and marks_2.anatomic and exclude(marks_1.anatomic, marks_2.anatomic):
        return Apart.SIDES
    return Apart.HALF if marks_1.anatomic or marks_2.anatomic else Apart.NOT


def exclude(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether the sites of two lines exclude each other: a digit lies on the hand or foot of its side.

    Example:
        >>> exclude(frozenset({"RT"}), frozenset({"F6"})), exclude(frozenset({"RT"}), frozenset({"FA"}))
        (False, True)
    """
    return all(_apart(one, other) for one in ones for other in others)


def _apart(one: str, other: str) -> bool:
    side_1, side_2 = modifiers()[one].side, modifiers()[other].side
    if side_1 is not None and side_2 is not None and side_1 is not side_2:
        return True
    return one != other and one not in SIDES and other not in SIDES


def _has_period(seen: Seen, view: View) -> bool:
    """Tell whether a code has a global surgical period, or none can tell."""
    row = view.fee_row(seen, "")
    return isinstance(row, NoDataError) or (row is not None and row.global_days in _SURGICAL)


def pairs_of_classes(
    ones: Iterable[Seen], others: Iterable[Seen], view: View
) -> Iterator[tuple[Apart, frozenset[str], tuple[Seen, ...]]]:
    """Give for each two classes of lines what the claim says of them, the distinct modifiers used, and their lines."""
    second = classes(others, view)
    for marks_1, lines_1 in classes(ones, view).items():
        for marks_2, lines_2 in second.items():
            yield (
                told_apart((marks_1, lines_1[0]), (marks_2, lines_2[0]), view),
                marks_1.distinct | marks_2.distinct,
                (*lines_1, *lines_2),
            )


def of_one_session(
    ones: Iterable[Seen], others: Iterable[Seen]
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """Give the lines of two codes that may share a session: of one id, or where one is not known."""
    first, second = tuple(ones), tuple(others)
    return _sharing(first, second), _sharing(second, first)


def _sharing(lines: tuple[Seen, ...], with_lines: tuple[Seen, ...]) -> tuple[Seen, ...]:
    sessions = {each.line.session for each in with_lines}
    if None in sessions:
        return lines
    return tuple(
        each
        for each in lines
        if sessions and (each.line.session is None or each.line.session in sessions)
    )
