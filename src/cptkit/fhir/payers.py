"""Who pays a claim of R4: by its coverage, its insurer, or the type of the claim; what is unknown stays another payer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cptkit import lazy_attrs as attrs
from cptkit.fhir.concepts import codes, codings, listed, part, referred, text_of
from cptkit.fhir.elements import Resource
from cptkit.fhir.reading import ClaimReading
from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.ranked import Ranked
from cptkit.values.claim import Payer
from cptkit.values.code import Certainty


class SaidBy(Ranked):
    """Which part of a claim or its coverage says who pays."""

    TYPE = "the type of the coverage"
    CLAIM_TYPE = "the type of the claim"
    PLAN = "the plan of the coverage"
    IDENTIFIER = "the identifier of the insurer or payor"
    NAME = "the name of the insurer, the payor or the coverage"


@attrs.frozen
class PayerRow:
    """Values that say who pays.

    Attributes:
        said_by: Where they stand.
        system: The system that they are of; empty where any counts.
        values: The values, in lower case for names, plans and identifiers.
        payer: Who pays.
        citation: The source.
        certainty: How sure it is.
    """

    said_by: SaidBy
    system: str
    values: tuple[str, ...]
    payer: Payer
    citation: str
    certainty: Certainty


_Said = tuple[SaidBy, str, str]


@once
def _known() -> Mapping[_Said, Payer]:
    rows = authored("payer_names", PayerRow)
    return {(row.said_by, row.system, value): row.payer for row in rows for value in row.values}


def payer_of(reading: ClaimReading) -> Payer:
    """Tell who pays a claim.

    Args:
        reading: The claim; what leaves it open is noted.

    Returns:
        Medicare where whole values say so and none says another; else another payer.
    """
    said = list(_said(reading))
    found = {_known()[each] for each in said if each in _known()}
    if len(found) > 1:
        told = (
            "coverage, insurer and type of the claim name Medicare and another payer: give payer="
        )
        reading.note("insurance", told)
        return Payer.OTHER
    for name in ("insurance", "insurer") if not said else ():
        if reading.resource.get(name):
            told = "points at what is not here, so that nothing says who pays: give payer="
            reading.note(name, told)
    return found.pop() if found else Payer.OTHER


def _said(reading: ClaimReading) -> Iterator[_Said]:
    """Give whatever says who pays, known or not."""
    for system, code in codings(part(reading.resource, "type")):
        if (SaidBy.CLAIM_TYPE, system, code) in _known():
            yield SaidBy.CLAIM_TYPE, system, code
    yield from _of_organization(part(reading.resource, "insurer"), reading)
    held = [each for _, each in listed(reading.resource, "insurance")]
    focal = [each for each in held if each.get("focal") is True] or held
    for each in focal:
        reference = part(each, "coverage")
        yield from _named(reference, ("display",))
        coverage = referred(reference, reading.others)
        if coverage is not None:
            yield from _of_coverage(coverage, reading)


def _of_coverage(coverage: Resource, reading: ClaimReading) -> Iterator[_Said]:
    kind = part(coverage, "type")
    yield from ((SaidBy.TYPE, system, code) for system, code in codings(kind))
    yield from _named(kind, ("text",))
    plans = [
        text_of(each, "value").lower()
        for _, each in listed(coverage, "class")
        if "plan" in codes(part(each, "type"))
    ]
    yield from ((SaidBy.PLAN, "", plan) for plan in plans if plan)
    if any((SaidBy.PLAN, "", plan) in _known() for plan in plans):
        return  # CMS is the payor of every part of Medicare: the plan tells which
    for _, payor in listed(coverage, "payor"):
        yield from _of_organization(payor, reading)


def _of_organization(reference: Resource, reading: ClaimReading) -> Iterator[_Said]:
    yield from _identified([part(reference, "identifier")])
    yield from _named(reference, ("display",))
    found = referred(reference, reading.others)
    if found is not None:
        yield from _identified(each for _, each in listed(found, "identifier"))
        yield from _named(found, ("name",))


def _identified(identifiers: Iterable[Resource]) -> Iterator[_Said]:
    values = (text_of(each, "value").lower() for each in identifiers)
    yield from ((SaidBy.IDENTIFIER, "", value) for value in values if value)


def _named(held: Resource, names: Iterable[str]) -> Iterator[_Said]:
    values = (text_of(held, name).lower() for name in names)
    yield from ((SaidBy.NAME, "", value) for value in values if value)
