"""Claims within Bundles, and what they can refer to."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import NoReturn

import attrs

from cptkit.errors import DataError
from cptkit.fhir.concepts import listed, text_of
from cptkit.fhir.elements import Resource
from cptkit.fhir.plain_json import plain_json

_CLAIMS = frozenset({"Claim", "ExplanationOfBenefit"})


@attrs.frozen
class ClaimResource:
    """A claim as a resource.

    Attributes:
        resource: The resource itself.
        kind: Claim or ExplanationOfBenefit.
        others: What references may point at, by the reference: contained resources and those of the Bundle.
    """

    resource: Resource
    kind: str
    others: Mapping[str, Resource]


def claim_resources(resource: object) -> Iterator[ClaimResource]:
    """Give the claims of a resource; those of Bundles within Bundles too, without recursion.

    Raises:
        DataError: It is another resource, or an entry of a Bundle cannot be told.
    """
    resource = plain_json(resource)
    if kind_of(resource) not in {*_CLAIMS, "Bundle"}:
        _refuse(
            "resourceType is none of Claim, ExplanationOfBenefit and Bundle (R4): give one of them"
        )
    everything = list(_unpacked(resource))
    entries: dict[str, Resource] = {}
    for url, each in everything:
        name = text_of(each, "id")
        for key in filter(None, (url, f"{kind_of(each)}/{name}" if name else "")):
            entries.setdefault(key, each)
    for _, each in everything:
        if kind_of(each) in _CLAIMS:
            contained = {f"#{text_of(one, 'id')}": one for _, one in listed(each, "contained")}
            yield ClaimResource(each, kind_of(each), ChainMap(contained, entries))


def kind_of(resource: object) -> str:
    """Give the type of a resource; empty where there is none."""
    return text_of(resource, "resourceType") if isinstance(resource, Mapping) else ""


def _unpacked(resource: object) -> Iterator[tuple[str, Resource]]:
    """Give all resources that are no Bundles, with their full URLs."""
    waiting: list[tuple[str, object]] = [("", resource)]
    opened: set[int] = set()
    while waiting:
        url, each = waiting.pop()
        if kind_of(each) == "Bundle" and isinstance(each, Mapping):
            if id(each) not in opened:  # a Bundle that holds itself is read once
                opened.add(id(each))
                waiting += reversed(_entries(each))
        elif isinstance(each, Mapping):
            yield url, each


def _entries(bundle: Resource) -> list[tuple[str, object]]:
    held = bundle.get("entry")
    if held is not None and not isinstance(held, list):
        _refuse("Bundle.entry is no list: give a Bundle of R4")
    found: list[tuple[str, object]] = []
    for place, entry in enumerate(held or ()):
        if not isinstance(entry, Mapping):
            _refuse(f"Bundle.entry[{place}] is no object: give a Bundle of R4")
        resource = entry.get("resource")
        if resource is not None and not kind_of(resource):
            _refuse(f"Bundle.entry[{place}].resource has no resourceType: say what it is")
        found.append((text_of(entry, "fullUrl"), resource))
    return found


def _refuse(problem: str) -> NoReturn:
    raise DataError((problem,))
