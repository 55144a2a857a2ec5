"""Image guidance: guidance or diagnostic, add-on or not, its primaries, and the procedures that already include it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import bare
from cptkit.catalog.guidance_codes import guidance_codes, including
from cptkit.catalog.lookups import lookup
from cptkit.guidance.rules import RULES, is_guidance, of_line
from cptkit.lines.add_ons import primaries_of
from cptkit.lines.view import view_of
from cptkit.printing.listing import Listing
from cptkit.values.claim import Claim, ClaimLine, checked_lines
from cptkit.values.days import day_or_none, holds
from cptkit.values.finding import Finding
from cptkit.values.guidance import GuidanceRole
from cptkit.values.imaging import Role
from cptkit.values.policy import NO_POLICY

__all__ = ["RULES", "check", "codes", "role"]


def __dir__() -> list[str]:
    return sorted(__all__)


def codes() -> tuple[str, ...]:
    """Give the image guidance codes that the package describes, in code order."""
    return tuple(guidance_codes())


def role(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> GuidanceRole:
    """Say what an imaging code is beside a procedure.

    Args:
        code: The code's text.
        on: The day; None means any day for the code, and the newest packaged year for the primaries.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Whether it is guidance or diagnostic, an add-on, its primaries, and the procedures that include it.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> found = role("77003")
        >>> found.role.name, found.is_add_on, "62323" in found.primaries
        ('GUIDANCE', True, False)
    """
    where = chosen(catalog)
    day = day_or_none(on)
    known = lookup(bare(code), day, catalog=where)
    answer = primaries_of(known.code, day or where.codes.last_day, where)
    row = guidance_codes().get(known.code)
    profile = known.imaging
    found = GuidanceRole(
        known.code,
        profile.role if profile else Role.DIAGNOSTIC,
        profile.modality if profile else None,
        is_add_on=known.is_add_on or bool(answer.edits),
        primaries=answer.codes,
        contractor_defined=not answer.is_whole,
        included_in=tuple(
            each
            for each in including()
            if each.includes(known.code) and (day is None or holds(each, day))
        ),
        citation=known.citation,
        certainty=known.certainty,
    )
    if row is None:
        return found
    said = {
        name: getattr(row, name)
        for name in ("subject", "use", "not_for", "per_encounter", "citation", "certainty")
    }
    return attrs.evolve(found, **said)


def check(lines: Iterable[ClaimLine], *, catalog: Catalog | None = None) -> tuple[Finding, ...]:
    """Judge the image guidance on claim lines: each line by its own date, together with lines of that day and provider.

    Rules: ``guidance.included`` (the procedure's code already includes it), ``guidance.fluoroscopy`` (76000 is
    part of other fluoroscopy), ``addon.no-primary`` (an add-on without its primary), ``guidance.no-procedure``
    (guidance without anything guided) and ``guidance.units`` (one unit an encounter).

    Args:
        lines: The claim's lines.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Findings in order of lines and rules; a PASS for a guidance line that no rule objects to.

    Raises:
        DataError: Something is no `ClaimLine`.

    Example:
        >>> day = dt.date(2026, 5, 4)
        >>> found = check([ClaimLine("62323", date_of_service=day), ClaimLine("77003", ["26"], date_of_service=day)])
        >>> [(each.rule, each.outcome.name) for each in found]
        [('guidance.included', 'FAIL'), ('addon.no-primary', 'FAIL')]
    """
    view = view_of(Claim(checked_lines(lines)), NO_POLICY, chosen(catalog))
    visits = ((seen, visit) for visit in view.known_visits.values() for seen in visit)
    asked = sorted(
        ((seen, visit) for seen, visit in visits if is_guidance(seen)),
        key=lambda pair: pair[0].index,
    )
    return Listing(finding for seen, visit in asked for finding in of_line(view, seen, visit))
