"""The elements of a claim of R4: what is done with each, and a walk that tells what cannot be read as what it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.ranked import Ranked

Resource: TypeAlias = "Mapping[str, Any]"
_EVERYWHERE = "every object"
_UNSAFE = "unsafe"
_NO_ELEMENT = (
    "holds an element that a claim of R4 does not have: its name and contents are not read"
)
_TOO_LARGE = 10**15


class Reading(Ranked):
    """What is done with an element."""

    READ = "read into the claim"
    DECIDES = "read into the claim; a line is not read where it cannot be"
    NOTED = "noted as not read"
    PASSED = "passed over: it says nothing of what is checked"


@attrs.frozen
class ElementRow:
    """An element of a resource or of a type.

    Attributes:
        of: What it is an element of: the claim, one of its parts, a type, or every object.
        element: Its name.
        reading: What is done with it.
        holds: What it holds: a part, a type, or a primitive.
        many: Whether it is a list.
        why: Why it is passed over, or what is noted of it.
    """

    of: str
    element: str
    reading: Reading
    holds: str = "any"
    many: bool = False
    why: str = ""


@attrs.frozen
class Note:
    """What is not read of a resource.

    Attributes:
        path: The element.
        reason: Why it is not read; never its value.
        decides: Whether a line cannot be read without it.
    """

    path: str
    reason: str
    decides: bool


@once
def element_rows() -> Mapping[str, Mapping[str, ElementRow]]:
    """Give the elements by their names, by what they are elements of."""
    found: dict[str, dict[str, ElementRow]] = {}
    rows = authored("fhir_elements", ElementRow)
    for row in rows:
        found.setdefault(row.of, {})[row.element] = row
    everywhere = found.pop(_EVERYWHERE)
    return {of: {**everywhere, **elements} for of, elements in found.items()}


def misread(kind: str, held: Resource, path: str, *, decides: bool = False) -> Iterator[Note]:
    """Tell what of an object is noted, unknown to R4, or of another shape than R4 gives it.

    Args:
        kind: What it is: the claim, one of its parts, or a type.
        held: The object.
        path: Where it stands.
        decides: Whether a line cannot be read without it.

    Yields:
        A note for each such element; names that R4 does not have are not repeated.

    Example:
        >>> [(each.path, each.reason) for each in misread("Money", {"value": "9"}, "Claim.item[0].net")]
        [('Claim.item[0].net.value', 'is no number that a claim can hold')]
    """
    rows = element_rows()[kind]
    for name, value in held.items():
        row = rows.get(name)
        if row is None:
            if str(name)[:1] != "_" or str(name)[1:] not in rows:
                yield Note(path, _NO_ELEMENT, decides)
        elif row.reading is not Reading.PASSED and not _holds_nothing(value):
            deciding = decides or row.reading is Reading.DECIDES
            yield from _element(row, value, f"{path}.{name}", decides=deciding)


def _holds_nothing(value: object) -> bool:
    return value is None or (isinstance(value, (str, list, Mapping)) and not value)


def _element(row: ElementRow, value: object, path: str, *, decides: bool) -> Iterator[Note]:
    if row.reading is Reading.NOTED or row.holds == _UNSAFE:
        yield Note(path, row.why, decides)
    elif not row.many:
        yield from _one(row, value, path, decides=decides)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _one(row, each, f"{path}[{place}]", decides=decides)
    else:
        yield Note(path, "is no list", decides)


def _one(row: ElementRow, value: object, path: str, *, decides: bool) -> Iterator[Note]:
    if row.holds in _PRIMITIVES:
        is_one, word = _PRIMITIVES[row.holds]
        if not is_one(value):
            yield Note(path, f"is no {word}", decides)
    elif not isinstance(value, Mapping):
        yield Note(path, "is no object", decides)
    elif row.holds in element_rows():
        yield from misread(row.holds, value, path, decides=decides)


def is_number(value: object) -> bool:
    """Tell whether a value is a number that a claim can hold: finite, of up to fifteen digits, and no text.

    Example:
        >>> is_number(9.5), is_number("9.5"), is_number(True), is_number(float("nan"))
        (True, False, False, False)
    """
    if isinstance(value, (float, Decimal)):
        return math.isfinite(value) and -_TOO_LARGE < value < _TOO_LARGE
    return is_whole(value)


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number, such as a sequence."""
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return -_TOO_LARGE < value < _TOO_LARGE


_PRIMITIVES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "text": (lambda value: isinstance(value, str), "text"),
    "whole": (is_whole, "whole number"),
    "number": (is_number, "number that a claim can hold"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
}
