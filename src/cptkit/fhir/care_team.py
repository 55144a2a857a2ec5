"""Who rendered a line and who ordered, from the care team of a claim."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from cptkit.fhir.concepts import codes, is_said, listed, part, referred, text_of
from cptkit.fhir.elements import Resource, is_whole
from cptkit.fhir.reading import ClaimReading, distinct

_RENDERING = (frozenset({"performing", "rendering"}), frozenset({"primary", "principal"}))
_ORDERING = (frozenset({"ordering"}), frozenset({"referring"}))


@attrs.frozen
class Member:
    """Somebody of a care team.

    Attributes:
        sequence: By which lines point; None where there is none.
        roles: The codes of the role.
        who: An opaque id; None where nobody can be told.
    """

    sequence: int | None
    roles: frozenset[str]
    who: str | None


@attrs.frozen
class CareTeam:
    """The care team of a claim.

    Attributes:
        listed: All members, in their order.
        by_sequence: Members by their sequence.
    """

    listed: tuple[Member, ...]
    by_sequence: Mapping[int, tuple[Member, ...]]


def care_team(reading: ClaimReading) -> CareTeam:
    """Give the care team of a claim; what is not read of it is noted."""
    found = [_member(each, place, reading) for place, each in listed(reading.resource, "careTeam")]
    by_sequence: dict[int, tuple[Member, ...]] = {}
    for each in found:
        if each.sequence is not None:
            by_sequence[each.sequence] = (*by_sequence.get(each.sequence, ()), each)
    return CareTeam(tuple(found), by_sequence)


def _member(member: Resource, place: int, reading: ClaimReading) -> Member:
    path = f"careTeam[{place}]"
    role = part(member, "role")
    roles = frozenset(codes(role))
    who = reading.ordinal(part(member, "provider"), f"{path}.provider")
    if not roles and (who or is_said(role)):
        reading.note(f"{path}.role", "holds no code: what this member did is not known")
    sequence = member.get("sequence")
    if who and not is_whole(sequence):
        reading.note(path, "has no sequence, so that no line can point at it")
    return Member(sequence if is_whole(sequence) else None, roles, who)


def rendering(team: CareTeam, item: Resource, path: str, reading: ClaimReading) -> str | None:
    """Name who rendered a line: who performed it, else the primary member, else who bills.

    Args:
        team: The care team.
        item: The line.
        path: Where the line stands, without the resource's name.
        reading: The claim.

    Returns:
        An opaque id, or None.
    """
    members = team.listed
    wanted = item.get("careTeamSequence")
    if isinstance(wanted, list):
        found = [team.by_sequence.get(each, ()) for each in wanted if isinstance(each, int)]
        if len(found) < len(wanted) or not all(found):
            told = "points at a member of the care team that is not there, and is left out"
            reading.note(f"{path}.careTeamSequence", told)
        members = tuple(member for each in found for member in each)
    who = _first(members, _RENDERING, f"{path}.careTeamSequence", "rendering", reading)
    return who or reading.ordinal(part(reading.resource, "provider"), "provider")


def ordering(team: CareTeam, reading: ClaimReading) -> str | None:
    """Name who ordered: of the care team, else of the referral."""
    found = _first(team.listed, _ORDERING, "careTeam", "ordering or referring", reading)
    referral = part(reading.resource, "referral")
    if found or not referral:
        return found
    order = referred(referral, reading.others)
    requester = {} if order is None else part(order, "requester")
    who = part(requester, "identifier") or requester.get("reference")
    if who:
        return reading.ordinal(requester, "referral")
    if not text_of(part(referral, "identifier"), "value"):
        reading.note("referral", "names an order, and who ordered is not here")
    return reading.ordinal(referral, "referral")


def _first(
    members: tuple[Member, ...],
    tiers: tuple[frozenset[str], ...],
    path: str,
    role: str,
    reading: ClaimReading,
) -> str | None:
    for roles in tiers:
        found = distinct(each.who for each in members if each.roles & roles)
        if len(found) > 1:
            reading.note(path, f"several {role} providers: the first counts")
        if found:
            return found[0]
    return None
