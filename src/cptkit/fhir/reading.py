"""A claim of R4 on its way to a `Claim`: what is known of it, and what of it is not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from cptkit.fhir.concepts import listed, part, referred, text_of
from cptkit.fhir.elements import Resource

_GONE = "points at a contained resource that is not there"
_NPI = frozenset({"http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6"})


@attrs.frozen(eq=False)
class ClaimReading:
    """A claim being read.

    Attributes:
        resource: The resource.
        kind: Claim or ExplanationOfBenefit.
        others: What its references may point at.
        place: Its place in the source.
        known: Opaque ids by what identifies a provider, for the whole source.
        unread: What is not read, as (path, reason).
    """

    resource: Resource
    kind: str
    others: Mapping[str, Resource]
    place: int
    known: dict[str, str]
    unread: list[tuple[str, str]] = attrs.Factory(list)

    def note(self, path: str, reason: str) -> None:
        """Note a part that is not read; its path without the resource's name."""
        self.unread.append((f"{self.kind}.{path}", reason))

    def points_nowhere(self, reference: Resource, path: str) -> bool:
        """Tell whether a reference is to a contained resource that is not there, and note it."""
        is_gone = text_of(reference, "reference").startswith("#") and not referred(
            reference, self.others
        )
        if is_gone:
            self.note(path, _GONE)
        return is_gone

    def ordinal(self, reference: Resource, path: str) -> str | None:
        """Name who is referred to by an ordinal, equal for one identity throughout the source.

        Args:
            reference: The reference: its identifier counts, else what it points at.
            path: Where it stands.

        Returns:
            ``provider-1`` and so on; None where nobody is named, or by words alone, which is noted.
        """
        if self.points_nowhere(reference, path):
            return None
        who = text_of(part(reference, "identifier"), "value") or self._pointed(reference)
        if not who:
            if text_of(reference, "display"):
                self.note(path, "names somebody by words alone, who cannot be told from others")
            return None
        return self.known.setdefault(who, f"provider-{len(self.known) + 1}")

    def _pointed(self, reference: Resource) -> str:
        """Give what identifies a resource that is pointed at: its NPI where it is here and has one."""
        url = text_of(reference, "reference")
        found = referred(reference, self.others)
        if found is not None:
            held = [each for _, each in listed(found, "identifier")]
            known = [each for each in held if text_of(each, "system") in _NPI or _is_npi(each)]
            value = text_of(known[0], "value") if known else ""
            if value:
                return value
        return f"{self.place}{url}" if url.startswith("#") else url


def _is_npi(identifier: Resource) -> bool:
    return any(
        text_of(each, "code").lower() == "npi"
        for _, each in listed(part(identifier, "type"), "coding")
    )


def distinct(found: Iterable[str | None]) -> list[str]:
    """Give the texts among what was found, each once."""
    return list(dict.fromkeys(each for each in found if each))
