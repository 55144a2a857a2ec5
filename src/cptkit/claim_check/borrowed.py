"""The rules of other modules on a claim's lines: modifiers, image guidance, records."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cptkit import documentation, modifiers
from cptkit.lines.view import View, grouped
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
