"""The rules of other modules on a claim's lines: modifiers, image guidance, records."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cptkit import documentation, guidance, modifiers
from cptkit.catalog.guidance_codes import guidance_codes
from cptkit.claim_check.claim_view import Seen, View, grouped
from cptkit.values.claim import ClaimLine
from cptkit.values.finding import Finding, Outcome


def modifier_rules(view: View) -> Iterator[Finding]:
    """Modifiers fit the code, the day, the claim form and each other."""
    for same in grouped(view.lines, lambda each: _alike(each.line)).values():
        places = tuple(each.index for each in same)
        of_house = view.catalog.is_house_code(
            same[0].text
        )  # no national table tells of it, and none is missing
        for finding in modifiers.judge(
            same[0].line,
            setting=view.setting,
            payer=view.claim.payer,
            index=places[0],
            catalog=view.catalog,
        ):
            if of_house and finding.outcome is Outcome.NO_DATA:
                continue
            yield finding
            for place in places[1:]:
                yield attrs.evolve(finding, lines=(place,))


def _alike(line: ClaimLine) -> tuple[object, ...]:
    return line.code, line.modifiers, line.date_of_service, line.place_of_service


def guidance_rules(view: View) -> Iterator[Finding]:
    """Image guidance is billed beside procedures that do not include it already."""
    for lines in view.visits.values():
        if any(each.text in guidance_codes() for each in lines):
            yield from _guided(view, lines)


def _guided(view: View, lines: tuple[Seen, ...]) -> Iterator[Finding]:
    """Ask of each kind of line once, in an order that does not depend on the claim's.

    Sessions of equal lines are asked as one of them: the first in text order.
    """
    content = {
        session: frozenset(map(_kind, same))
        for session, same in grouped(lines, lambda each: each.line.session).items()
        if session is not None
    }
    kinds = grouped(lines, lambda each: (_kind(each), content.get(each.line.session or "")))
    asked = sorted(
        (sorted(same, key=lambda each: each.line.session or "") for same in kinds.values()),
        key=lambda same: (_kind(same[0]), same[0].line.session or ""),
    )
    for finding in guidance.check([same[0].line for same in asked], catalog=view.catalog):
        if finding.rule != "guidance.no-primary":  # addon.no-primary asks it of every add-on
            yield attrs.evolve(
                finding,
                lines=tuple(sorted(each.index for place in finding.lines for each in asked[place])),
            )


def _kind(seen: Seen) -> tuple[str, tuple[str, ...], int]:
    return seen.text, tuple(sorted(seen.modifiers)), seen.line.units


def documentation_rules(view: View) -> Iterator[Finding]:
    """A record that is attached holds what the service requires."""
    asked = [each for each in view.lines if each.line.record is not None]
    for finding in documentation.check(
        [each.line for each in asked],
        setting=view.setting,
        payer=view.claim.payer,
        catalog=view.catalog,
    ):
        yield attrs.evolve(finding, lines=tuple(asked[place].index for place in finding.lines))
