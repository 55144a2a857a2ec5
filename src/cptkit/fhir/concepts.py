"""Parts of a resource, leniently: what is no such part was noted by the walk over its elements, and counts as absent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from cptkit.errors import DataError
from cptkit.fhir.elements import Resource


def listed(resource: Resource, name: str) -> list[tuple[int, Resource]]:
    """Give the objects of a list with their places."""
    held = resource.get(name)
    each = enumerate(held) if isinstance(held, list) else ()
    return [(place, one) for place, one in each if isinstance(one, Mapping)]


def part(resource: Resource, name: str) -> Resource:
    """Give an object; an empty one where there is none."""
    held = resource.get(name)
    return held if isinstance(held, Mapping) else {}


def text_of(resource: Resource, name: str) -> str:
    """Give a text without blanks around it; empty where there is none."""
    held = resource.get(name)
    return held.strip() if isinstance(held, str) else ""


def codings(concept: Resource) -> list[tuple[str, str]]:
    """Give system and code of each coding that has a code, each once."""
    held = [each for _, each in listed(concept, "coding")]
    pairs = ((text_of(each, "system"), text_of(each, "code")) for each in held)
    return list(dict.fromkeys(pair for pair in pairs if pair[1]))


def codes(concept: Resource, systems: Collection[str] = ()) -> list[str]:
    """Give the codes of a concept, each once: those of some systems where there are any, else all.

    Example:
        >>> codes({"coding": [{"code": "x"}, {"system": "a", "code": "1"}]}, {"a"})
        ['1']
    """
    pairs = codings(concept)
    wanted = [code for system, code in pairs if system in systems]
    return list(dict.fromkeys(wanted or [code for _, code in pairs]))


def is_said(concept: Resource) -> bool:
    """Tell whether a concept says anything, if only in words."""
    words = [text_of(each, "display") for _, each in listed(concept, "coding")]
    return bool(text_of(concept, "text") or any(words) or codings(concept))


def one_code(concept: Resource, systems: Collection[str], what: str) -> str | None:
    """Give the code of a concept.

    Args:
        concept: The concept.
        systems: The systems whose codes count before others.
        what: What it is, for the error.

    Returns:
        The code; None where the concept says nothing.

    Raises:
        DataError: It says something in words alone, or holds several codes that differ.

    Example:
        >>> one_code({"coding": [{"code": "26"}]}, (), "a modifier")
        '26'
    """
    found = codes(concept, systems)
    if len(found) > 1:
        raise DataError((f"{what} has several codes that differ",))
    if not found and is_said(concept):
        raise DataError((f"{what} is given in words, without a code",))
    return found[0] if found else None


def referred(reference: Resource, others: Mapping[str, Resource]) -> Resource | None:
    """Give the resource that a reference points at; None where it is not here."""
    found: Any = others.get(text_of(reference, "reference"))
    return found if isinstance(found, Mapping) else None
