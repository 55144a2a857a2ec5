"""What the payer's own policy says; nothing where the caller gives none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit.catalog import headings
from cptkit.documentation.applicability import evidence
from cptkit.errors import NoDataError
from cptkit.indicators import Bilateral
from cptkit.lines.view import Seen, View, by_code, by_day_and_provider
from cptkit.values.days import holds
from cptkit.values.diagnosis import plain
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Laterality
from cptkit.values.modifier import BILATERAL, DISTINCT, SIDES
from cptkit.values.policy import BilateralBilling, DistinctBilling, PayerPolicy, PolicyRequirement

_FIFTY_NINE = frozenset({"59"})


def check_ids(policy: PayerPolicy) -> None:
    """Make sure that headings and evidence that a policy names exist: a misspelt one would never match.

    Raises:
        UnknownCodeError: No heading has an id.
        InvalidRecordError: No requirement knows an evidence id.
    """
    for selection in (*policy.prior_authorization, *(row.applies for row in policy.requirements)):
        for name in selection.headings:
            headings.heading(name)
    for row in policy.requirements:
        if row.evidence:
            evidence(row.evidence)


def _governed(view: View) -> tuple[Seen, ...]:
    """Give the lines whose day the policy governs."""
    return tuple(each for each in view.active if view.policy.governs(each.on))


def authorization(view: View) -> Iterator[Finding]:
    """Codes that the policy names need prior authorization."""
    policy = view.policy
    for seen in _governed(view):
        if seen.code is None or not any(
            each.matches(seen.code) for each in policy.prior_authorization
        ):
            continue
        outcome, held = _authorization_of(policy, seen.text)
        message = f"{policy.name} asks prior authorization for {seen.text}, and {held}"
        cure = (
            ""
            if outcome is Outcome.PASS
            else "get it before the service, and name the code in PayerPolicy.authorizations"
        )
        yield view.say(
            "policy.authorization", outcome, (seen,), message, cure, citation=policy.citation
        )


def _authorization_of(policy: PayerPolicy, code: str) -> tuple[Outcome, str]:
    if policy.authorizations is None:
        return Outcome.WARN, "none is told here"
    if code in policy.authorizations:
        return Outcome.PASS, "it is at hand"
    return Outcome.FAIL, "there is none"


def laterality(view: View) -> Iterator[Finding]:
    """Where the policy asks for it, a code of one side carries the side."""
    policy = view.policy
    for seen in _governed(view) if policy.requires_laterality else ():
        profile = seen.imaging
        if (
            profile is not None
            and profile.laterality is Laterality.UNILATERAL
            and not _names_side(view, seen)
        ):
            message = f"{seen.text} is for one side, and {policy.name} wants it named"
            yield view.say(
                "policy.laterality",
                Outcome.FAIL,
                (seen,),
                message,
                "add RT or LT",
                citation=policy.citation,
            )


def _names_side(view: View, seen: Seen) -> bool:
    known = (view.catalog.modifier(each) for each in seen.modifiers)
    return BILATERAL in seen.modifiers or any(
        each is not None and each.side is not None for each in known
    )


def bilateral(view: View) -> Iterator[Finding]:
    """Both sides are billed in the form that the policy takes."""
    policy = view.policy
    if policy.bilateral is BilateralBilling.AS_INDICATED:
        return
    for lines in by_day_and_provider(_governed(view)).values():
        for code, same in by_code(
            each for each in lines if each.modifiers & {*SIDES, BILATERAL}
        ).items():
            wrong = _wrong_form(policy.bilateral, same)
            outcome = _form_outcome(view, policy.bilateral, wrong)
            if outcome is not None:
                message = f"{code} on both sides; {policy.name} takes {policy.bilateral.value}"
                cure = (
                    f"bill {policy.bilateral.value}, if the code takes 50"
                    if outcome is Outcome.NO_DATA
                    else f"bill {policy.bilateral.value}"
                )
                yield view.say(
                    "policy.bilateral", outcome, wrong, message, cure, citation=policy.citation
                )


def _wrong_form(wanted: BilateralBilling, lines: tuple[Seen, ...]) -> tuple[Seen, ...]:
    if wanted is BilateralBilling.TWO_LINES:
        return tuple(each for each in lines if BILATERAL in each.modifiers)
    named = {side for each in lines for side in each.modifiers & SIDES}
    return lines if named == SIDES else ()


def _form_outcome(view: View, wanted: BilateralBilling, wrong: tuple[Seen, ...]) -> Outcome | None:
    """Ask for 50 only on codes that take it: on the others a line for each side is the one form there is."""
    if not wrong:
        return None
    if wanted is BilateralBilling.TWO_LINES:
        return Outcome.FAIL
    row = view.fee_row(wrong[0])
    if row is None or isinstance(row, NoDataError):
        return Outcome.NO_DATA
    return (
        Outcome.FAIL
        if row.bilateral in (Bilateral.ONE_AND_A_HALF, Bilateral.EACH_SIDE_IN_FULL)
        else None
    )


def distinct(view: View) -> Iterator[Finding]:
    """Distinct services carry the modifiers that the policy takes."""
    policy = view.policy
    if policy.distinct is DistinctBilling.EITHER:
        return
    refused = (
        _FIFTY_NINE if policy.distinct is DistinctBilling.X_MODIFIERS else DISTINCT - _FIFTY_NINE
    )
    for seen in _governed(view):
        used = seen.modifiers & refused
        if used:
            message = f"{seen.text} carries {', '.join(sorted(used))}; {policy.name} takes {policy.distinct.value}"
            yield view.say(
                "policy.distinct",
                Outcome.FAIL,
                (seen,),
                message,
                f"use {policy.distinct.value}",
                citation=policy.citation,
            )


def timely_filing(view: View) -> Iterator[Finding]:
    """A claim is filed within the days that the policy gives."""
    policy = view.policy
    if policy.timely_filing_days is None:
        return
    lines = [each for each in view.lines if policy.governs(each.on)]
    if policy.filed_on is not None:
        yield from _off_time(view, policy, policy.filed_on, policy.timely_filing_days, lines)
    elif lines:
        yield view.say(
            "policy.timely-filing",
            Outcome.NO_DATA,
            lines,
            "the day of filing is not given",
            "give PayerPolicy.filed_on",
            citation=policy.citation,
        )


def _off_time(
    view: View, policy: PayerPolicy, filed: dt.date, days: int, lines: list[Seen]
) -> Iterator[Finding]:
    """Find the lines that are filed before their service, and those that are filed too late."""
    early = [each for each in lines if filed < each.on]
    late = [each for each in lines if filed - each.on > dt.timedelta(days=days)]
    if early:
        yield view.say(
            "policy.timely-filing",
            Outcome.FAIL,
            early,
            f"filed on {filed}, before the service",
            "correct the day of filing or of service",
            citation=policy.citation,
        )
    if late:
        yield view.say(
            "policy.timely-filing",
            Outcome.FAIL,
            late,
            f"filed on {filed}, more than {days} days after the service",
            "ask the payer whether an exception applies",
            citation=policy.citation,
        )


def requirements(view: View) -> Iterator[Finding]:
    """What else the policy asks of some codes."""
    policy = view.policy
    for row in policy.requirements:
        for seen in _governed(view):
            if holds(row, seen.on) and seen.code is not None and row.applies.matches(seen.code):
                met = _is_met(row, seen)
                message = f"{policy.name}, {row.id}: {row.text}"
                cure = "" if met else _cure(row)
                yield view.say(
                    "policy.requirement",
                    Outcome.PASS if met else row.outcome,
                    (seen,),
                    message,
                    cure,
                    citation=row.citation or policy.citation,
                )


def _is_met(row: PolicyRequirement, seen: Seen) -> bool:
    held = None if seen.line.record is None else seen.line.record.get(row.evidence)
    wanted = tuple(plain(each) for each in row.diagnoses)
    return bool(row.modifiers or row.diagnoses or row.evidence) and (
        (not row.modifiers or bool(seen.modifiers & set(row.modifiers)))
        and (not wanted or any(plain(each).startswith(wanted) for each in seen.line.diagnoses))
        and (not row.evidence or held not in (None, False, "", ()))
    )


def _cure(row: PolicyRequirement) -> str:
    wants = []
    if row.modifiers:
        wants.append(f"one of the modifiers {', '.join(row.modifiers)}")
    if row.diagnoses:
        wants.append(f"a diagnosis of {', '.join(row.diagnoses)}")
    if row.evidence:
        wants.append(f"{row.evidence} in the record")
    return f"give {' and '.join(wants)}" if wants else "ask the payer"
