"""The rules of image guidance: a guidance line and the lines beside it in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.guidance_codes import (
    guidance_codes,
    included,
    with_imaging,
    without_imaging,
)
from cptkit.lines.add_ons import ADD_ON_RULE, add_on_findings, primaries_of
from cptkit.lines.value_sets import members
from cptkit.lines.view import Seen, View, grouped
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Modality, Role
from cptkit.values.rule import Interest, Rule


def _included(view: View, seen: Seen, beside: tuple[Seen, ...]) -> Iterator[Finding]:
    for other in beside:
        row = included(other.text, seen.text, seen.on)
        if row is None:
            yield from _without(view, seen, other)
            continue
        message = f"{seen.text} is not billed beside {other.text} ({row.procedure}) for the same procedure, by {row.basis.value}"
        firm = seen.text in row.firm
        apart = (
            "no modifier makes them two"
            if firm
            else "for another procedure that day add 59 or X and document it"
        )
        back = without_imaging(other.text, seen.on)
        cure = "; ".join(each for each in (f"take {seen.text} off", back, apart) if each)
        worst = Outcome.FAIL if row.certainty is Certainty.H else Outcome.WARN
        yield view.say(
            "guidance.included",
            Outcome.BYPASSED if _bypassed(seen, other) and not firm else worst,
            (seen, other),
            message,
            cure,
            citation=row.citation,
            certainty=row.certainty,
        )


def _without(view: View, seen: Seen, other: Seen) -> Iterator[Finding]:
    """Tell the code with imaging where the code without stands beside its guidance, edit or none."""
    twin = with_imaging((other.text,), seen.text, seen.on)
    if twin:
        yield view.say(
            "guidance.included",
            Outcome.BYPASSED if _bypassed(seen, other) else Outcome.WARN,
            (seen, other),
            f"{seen.text} stands beside {other.text}, the code without imaging",
            twin,
            certainty=Certainty.M,
        )


def _fluoroscopy(view: View, seen: Seen, beside: tuple[Seen, ...]) -> Iterator[Finding]:
    if seen.text not in members("fluoroscopy.alone"):
        return
    for other in beside:
        if _is_fluoroscopic(other):
            guided = other.text in guidance_codes()
            worst = Outcome.FAIL if guided else Outcome.WARN
            yield view.say(
                "guidance.fluoroscopy",
                Outcome.BYPASSED if _bypassed(seen, other) else worst,
                (seen, other),
                f"fluoroscopy is part of {other.text}; {seen.text} is not billed beside it",
                f"take {seen.text} off, or for a separate session add 59 or XE and document it",
                certainty=None if guided else Certainty.M,
            )


def _no_procedure(view: View, seen: Seen, beside: tuple[Seen, ...]) -> Iterator[Finding]:
    guides = seen.imaging is not None and seen.imaging.role is Role.GUIDANCE
    if not guides or primaries_of(seen.text, seen.on, view.catalog).edits:
        return
    if all(each.is_image or each.is_add_on or each.supply is not None for each in beside):
        message = (
            f"{seen.text} guides a procedure, and no procedure is here that day by that provider"
        )
        cure = "check that the procedure is billed by whoever did it"
        yield view.say("guidance.no-procedure", Outcome.WARN, (seen,), message, cure)


def _units(view: View, seen: Seen, _beside: tuple[Seen, ...]) -> Iterator[Finding]:
    if guidance_codes()[seen.text].per_encounter and seen.line.units > 1:
        message = f"one unit of {seen.text} stands for the encounter, however many needles or lesions; {seen.line.units} are billed"
        yield view.say("guidance.units", Outcome.FAIL, (seen,), message, "bill one unit")


def _is_fluoroscopic(seen: Seen) -> bool:
    """Tell a fluoroscopic study or guidance; of procedures the table of included imaging tells (36597 takes 76000)."""
    profile = seen.imaging
    if profile is None or seen.text in members("fluoroscopy.alone"):
        return False
    return profile.modality in (Modality.RF, Modality.XA) and (
        profile.role is not Role.THERAPEUTIC or seen.section == "radiology"
    )


def _bypassed(seen: Seen, other: Seen) -> bool:
    return bool(seen.distinct or other.distinct)


# --- one line, a visit, a claim


def of_line(view: View, seen: Seen, visit: tuple[Seen, ...]) -> tuple[Finding, ...]:
    """Give what the rules of guidance say of a guidance line of a visit, `addon.no-primary` among them; a PASS where none objects."""
    beside = _companions(seen, visit)
    primary = add_on_findings(view, {seen.text: (seen,)}, view.by_code(visit))
    said = (
        *_included(view, seen, beside),
        *_fluoroscopy(view, seen, beside),
        *(each for each in primary if each.outcome is not Outcome.PASS),
        *_no_procedure(view, seen, beside),
        *_units(view, seen, beside),
    )
    fine = f"nothing speaks against the guidance {seen.text}"
    return said or (view.say("guidance.included", Outcome.PASS, (seen,), fine),)


def _companions(seen: Seen, visit: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Give the other lines of a visit, except those known to be of another session."""
    session = seen.line.session
    return tuple(
        other
        for other in visit
        if other is not seen
        and not (session and other.line.session and other.line.session != session)
    )


def guidance_lines(view: View) -> Iterator[Finding]:
    """Image guidance is billed beside procedures that do not include it already."""
    for lines in view.visits.values():
        if any(is_guidance(each) for each in lines):
            yield from _of_visit(view, lines)


def is_guidance(seen: Seen) -> bool:
    """Tell whether a line is of a guidance code that is in force on its day."""
    return seen.text in guidance_codes() and seen.code is not None


def _of_visit(view: View, lines: tuple[Seen, ...]) -> Iterator[Finding]:
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
    firsts = tuple(same[0] for same in asked)
    places = {same[0].index: tuple(each.index for each in same) for same in asked}
    for seen in filter(is_guidance, firsts):
        for finding in of_line(view, seen, firsts):
            if finding.rule in GUIDANCE_RULE.ids:
                yield _of_all(finding, places)


def _of_all(finding: Finding, places: dict[int, tuple[int, ...]]) -> Finding:
    every: Iterable[int] = (each for index in finding.lines for each in places[index])
    return attrs.evolve(finding, lines=tuple(sorted(every)))


def _kind(seen: Seen) -> tuple[str, tuple[str, ...], int]:
    return seen.text, tuple(sorted(seen.modifiers)), seen.line.units


GUIDANCE_RULE = Rule(
    ("guidance.included", "guidance.fluoroscopy", "guidance.no-procedure", "guidance.units"),
    guidance_lines,
    ("guidance_codes", "guidance_included", *ADD_ON_RULE.tables),
    Interest(codes=guidance_codes),
)

RULES: tuple[Rule[View], ...] = (ADD_ON_RULE, GUIDANCE_RULE)
"""Every rule; that of add-ons is asked of other add-ons too, once for all."""
