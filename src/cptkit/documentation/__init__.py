"""What the record of a service must hold, and what it lacks.

The rules are data: which service they apply to, what is good enough, who says so. Here they are applied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import with_modifiers
from cptkit.catalog.lookups import lookup
from cptkit.catalog.reviewed import not_reviewed
from cptkit.documentation.applicability import (
    Service,
    applying,
    evidence,
    evidence_by_id,
    rules,
    service_in,
    service_on,
)
from cptkit.documentation.gaps import checked_record, gap_in, holds
from cptkit.errors import DataError, InvalidCodeError, NoDataError, shown
from cptkit.indicators import Setting
from cptkit.lines.view import Seen, View, view_of
from cptkit.printing.listing import Listing
from cptkit.values.claim import Claim, ClaimLine, Payer, checked_lines
from cptkit.values.claim_fields import checked_flag
from cptkit.values.code import Code
from cptkit.values.days import as_day
from cptkit.values.finding import Finding, Outcome
from cptkit.values.policy import NO_POLICY
from cptkit.values.raw import Ordered
from cptkit.values.record import EvidenceValue, Record
from cptkit.values.requirement import DocumentationRequirement, Evidence, Gap, RequirementLevel
from cptkit.values.rule import Held, Interest, Rule

__all__ = ["RULES", "check", "evidence", "known_evidence", "missing", "requirements", "rules"]


def __dir__() -> list[str]:
    return sorted(__all__)


def known_evidence() -> tuple[Evidence, ...]:
    """Give everything that a record can hold, in order of the ids.

    Example:
        >>> [each.id for each in known_evidence()][:2]
        ['abn.signed', 'aneurysm_screening.risk']
    """
    return Listing(evidence_by_id().values())


def requirements(  # noqa: PLR0913 - a line has that many sides
    code: object,
    modifiers: Ordered[str] = (),
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    catalog: Catalog | None = None,
) -> tuple[DocumentationRequirement, ...]:
    """Give what the record of a service must hold: what is required first, then conditional, then recommended.

    Args:
        code: The code's text.
        modifiers: The line's modifiers, in any order.
        on: The date of service.
        setting: The claim form.
        payer: Who pays; some rules are Medicare's, some other payers'.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The requirements, each with why it applies here, its basis and its certainty.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not in force on that day.
        InvalidModifierError: `modifiers` is a bare string, or holds something else than texts.
        NoDataError: No rule here is for the service: it is neither imaging, nor radiation treatment, nor a supply
            of theirs, or none is written for it yet.
        UnknownEditionError: No packaged year covers `on`.
        InvalidDateError: `on` is no day.

    Example:
        >>> [each.id for each in requirements("71260", ("26",), on=dt.date(2026, 5, 4)) if each.id.startswith("contrast")][:3]
        ['contrast.agent', 'contrast.amount', 'contrast.route']
    """
    service = _service(code, modifiers, as_day(on), setting, payer, chosen(catalog))
    return Listing(requirement for _, requirement in applying(service))


def missing(  # noqa: PLR0913 - a line has that many sides
    code: object,
    record: Record | Mapping[str, EvidenceValue],
    modifiers: Ordered[str] = (),
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    recommended: bool = False,
    catalog: Catalog | None = None,
) -> tuple[Gap, ...]:
    """Give what a record lacks for a service.

    Args:
        code: The code's text.
        record: What is documented: evidence id to value. `known_evidence` lists the ids.
        modifiers: The line's modifiers, in any order.
        on: The date of service.
        setting: The claim form.
        payer: Who pays.
        recommended: Whether gaps in what is only recommended are given too.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Gaps in the order of `requirements`; each ABSENT, or INSUFFICIENT: there, and not good enough. A
        conditional requirement is a gap only where the record states its condition.

    Raises:
        InvalidRecordError: An id that no rule knows, with the nearest; or a value of another kind.
        InvalidCodeError, UnknownCodeError, InvalidModifierError, NoDataError, UnknownEditionError, TypeError:
            as `requirements`.

    Example:
        >>> gaps = missing("71260", {"contrast.given": True}, ("26",), on=dt.date(2026, 5, 4))
        >>> next(str(gap) for gap in gaps if gap.requirement.id == "contrast.route")[:61]
        'contrast.route: the record has contrast.given, but not contra'
    """
    held = checked_record(record)
    service = _service(code, modifiers, as_day(on), setting, payer, chosen(catalog))
    return Listing(_gaps(service, held, recommended=checked_flag(recommended, "recommended")))


def check(
    lines: Iterable[ClaimLine],
    *,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    catalog: Catalog | None = None,
) -> tuple[Finding, ...]:
    """Judge the records that claim lines bring, under the rule ``documentation.missing``; lines without a record are left out.

    Args:
        lines: The claim's lines.
        setting: The claim form.
        payer: Who pays.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        For each line with a record: a WARN for each gap, or one PASS; NO_DATA where there are no rules for the code.

    Raises:
        DataError: Something is no `ClaimLine`, or `setting`, `payer` or `catalog` is no such thing.
        InvalidRecordError: A record has an id that no rule knows, or a value of another kind.
    """
    _check_words(setting, payer)
    given = checked_lines(lines)
    view = view_of(Claim(given, setting, payer), NO_POLICY, chosen(catalog))
    return Listing(finding for rule in RULES for finding in rule.judge(view))


def record_lines(view: View) -> Iterator[Finding]:
    """A record that is attached holds what the service requires."""
    for seen in view.lines:
        if seen.line.record is not None:
            yield from _of_line(view, seen, seen.line.record)


RULES: tuple[Rule[View], ...] = (
    Rule(
        ("documentation.missing",),
        record_lines,
        ("requirements", "evidence"),
        Interest(held=frozenset({Held.RECORD})),
    ),
)
"""Every rule: what a record must hold is data, so one rule asks it all."""

RULE = "documentation.missing"
_BY_HAND = "correct the code or the day; where both are right, look the record through by hand"


def _gaps(service: Service, held: dict[str, EvidenceValue], *, recommended: bool) -> list[Gap]:
    found = []
    for rule, requirement in applying(service):
        if rule.level is RequirementLevel.RECOMMENDED and not recommended:
            continue
        if rule.given is None or holds(rule.given, held):
            gap = gap_in(rule, requirement, held, service)
            if gap is not None:
                found.append(gap)
    return found


def _of_line(view: View, seen: Seen, record: Record) -> list[Finding]:
    held = checked_record(record)
    try:
        known = lookup(seen.text, seen.on, catalog=view.catalog)
        service = service_in(view, seen)
        _has_rules(known, seen.on)
        gaps = _gaps(service, held, recommended=False)
    except LookupError as error:  # unknown code or day, or no rules for it
        message = f"the record of {seen.text} cannot be judged: {error}"
        return [view.say(RULE, Outcome.NO_DATA, (seen,), message, _BY_HAND)]
    except InvalidCodeError as error:  # another rule says so
        message = f"the record cannot be judged: {error}"
        return [view.say(RULE, Outcome.NO_DATA, (seen,), message, "correct the code")]
    if gaps:
        return [_finding(view, seen, gap) for gap in gaps]
    number = sum(need.level is RequirementLevel.REQUIRED for _, need in applying(service))
    message = f"the record holds all that the rules here ask of {seen.text} ({number} required)"
    return [view.say(RULE, Outcome.PASS, (seen,), message)]


def _finding(view: View, seen: Seen, gap: Gap) -> Finding:
    need = gap.requirement
    return view.say(
        RULE,
        Outcome.WARN,
        (seen,),
        f"{seen.text}, {need.id}: {gap.reason}",
        f"document: {need.text}; if it was not so, another code or none is right",
        citation=need.citation,
        certainty=need.certainty,
    )


def _service(  # noqa: PLR0913, PLR0917 - a line has that many sides
    code: object,
    modifiers: Ordered[str],
    on: dt.date,
    setting: Setting,
    payer: Payer,
    catalog: Catalog,
) -> Service:
    _check_words(setting, payer)
    asked, beside = with_modifiers(code, modifiers)
    known = lookup(asked, on, catalog=catalog)
    line = ClaimLine(known.code, beside, date_of_service=on)
    _has_rules(known, on)
    return service_on(known, line, setting, payer, catalog)


def _has_rules(code: Code, on: dt.date) -> None:
    """Refuse what no rule is written for: a `NoDataError` says so."""
    if code.imaging is None and code.supply is None:
        raise NoDataError(
            "documentation rule",
            on,
            not_reviewed((code,), on)
            or f"{code.code} is neither imaging nor radiation treatment, and only those have rules",
        )


def _check_words(setting: object, payer: object) -> None:
    if not isinstance(setting, Setting):
        raise DataError((f"setting must be a cptkit.Setting, not {shown(setting)}",))
    if not isinstance(payer, Payer):
        raise DataError((f"payer must be a cptkit.Payer, not {shown(payer)}",))
