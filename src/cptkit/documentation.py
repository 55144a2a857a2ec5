"""What the record of a service must hold, and what it lacks.

The rules are data: which service they apply to, what is good enough, who says so. Here they are applied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cptkit.anomalies import SupervisionAsked, supervision_asked
from cptkit.catalog import Catalog, chosen
from cptkit.claims import ClaimLine, EvidenceValue, Finding, Outcome, Payer, Record, checked_lines
from cptkit.codes import as_day
from cptkit.errors import DataError, InvalidCodeError, InvalidRecordError, NoDataError, shown
from cptkit.indicators import Setting
from cptkit.listing import Listing
from cptkit.looking import lookup
from cptkit.requirement_rules import Service, evidence, evidence_by_id, rules, why
from cptkit.requirements import (
    Acceptance,
    AcceptFrom,
    Condition,
    DocumentationRequirement,
    Evidence,
    EvidenceKind,
    Gap,
    GapKind,
    RequirementLevel,
    RequirementRule,
)

__all__ = ["check", "evidence", "known_evidence", "missing", "requirements", "rules"]

_LEVELS = tuple(RequirementLevel)
_SUPERVISION = ("general", "direct", "personal")
_ASSISTANT = (
    "direct is enough only where a radiologist assistant does the test and State law allows it"
)
_KINDS: dict[EvidenceKind, tuple[type, ...]] = {
    EvidenceKind.TEXT: (str, bool),
    EvidenceKind.YES_NO: (bool,),
    EvidenceKind.NUMBER: (int, Decimal),
    EvidenceKind.DATE: (dt.date,),
    EvidenceKind.CHOICE: (str, tuple),
    EvidenceKind.LIST: (tuple,),
}


def known_evidence() -> tuple[Evidence, ...]:
    """Give everything that a record can hold, in order of the ids.

    Example:
        >>> [each.id for each in known_evidence()][:2]
        ['abn.signed', 'aneurysm_screening.risk']
    """
    return Listing(evidence_by_id().values())


def requirements(  # noqa: PLR0913 - a line has that many sides
    code: object,
    modifiers: Iterable[str] = (),
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
        TypeError: `on` is no date.

    Example:
        >>> [each.id for each in requirements("71260", ("26",), on=dt.date(2026, 5, 4)) if each.id.startswith("contrast")][:3]
        ['contrast.agent', 'contrast.amount', 'contrast.route']
    """
    where = chosen(catalog)
    service = _service(code, modifiers, as_day(on), setting, payer, where)
    return Listing(requirement for _, requirement in _applying(service))


def missing(  # noqa: PLR0913 - a line has that many sides
    code: object,
    record: Record | Mapping[str, EvidenceValue],
    modifiers: Iterable[str] = (),
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
    held = _checked(record)
    where = chosen(catalog)
    service = _service(code, modifiers, as_day(on), setting, payer, where)
    found = []
    for rule, requirement in _applying(service):
        if rule.level is RequirementLevel.RECOMMENDED and not recommended:
            continue
        if rule.given is None or _holds(rule.given, held):
            gap = _gap(rule, requirement, held, service)
            if gap is not None:
                found.append(gap)
    return Listing(found)


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
    where = chosen(catalog)
    found: list[Finding] = []
    for index, line in enumerate(checked_lines(lines)):
        if line.record is not None:
            found += _of_line(index, line, line.record, setting, payer, where)
    return Listing(found)


RULE = "documentation.missing"
_BY_HAND = "correct the code or the day; where both are right, look the record through by hand"
_RULE_CITATION = "each requirement cites its own source"


def _of_line(  # noqa: PLR0913, PLR0917
    index: int, line: ClaimLine, record: Record, setting: Setting, payer: Payer, where: Catalog
) -> list[Finding]:
    _checked(record)
    try:
        gaps = missing(
            line.code,
            record,
            line.modifiers,
            on=line.date_of_service,
            setting=setting,
            payer=payer,
            catalog=where,
        )
    except LookupError as error:  # unknown code or day, or no rules for it
        return [
            Finding(
                RULE,
                Outcome.NO_DATA,
                (index,),
                f"the record of {line.code} cannot be judged: {error}",
                _BY_HAND,
                citation=_RULE_CITATION,
            )
        ]
    except InvalidCodeError as error:  # another rule says so
        return [
            Finding(
                RULE,
                Outcome.NO_DATA,
                (index,),
                f"the record cannot be judged: {error}",
                "correct the code",
                citation=_RULE_CITATION,
            )
        ]
    if not gaps:
        asked = requirements(
            line.code,
            line.modifiers,
            on=line.date_of_service,
            setting=setting,
            payer=payer,
            catalog=where,
        )
        number = sum(each.level is RequirementLevel.REQUIRED for each in asked)
        message = f"the record holds all that the rules here ask of {line.code} ({number} required)"
        return [Finding(RULE, Outcome.PASS, (index,), message, citation=_RULE_CITATION)]
    return [_finding(index, line, gap) for gap in gaps]


def _finding(index: int, line: ClaimLine, gap: Gap) -> Finding:
    need = gap.requirement
    return Finding(
        RULE,
        Outcome.WARN,
        (index,),
        f"{line.code}, {need.id}: {gap.reason}",
        remedy=f"document: {need.text}; if it was not so, another code or none is right",
        citation=need.citation,
        certainty=need.certainty,
        carc="16",
    )


# --- which requirements apply


def _service(  # noqa: PLR0913, PLR0917
    code: object,
    modifiers: Iterable[str],
    on: dt.date,
    setting: Setting,
    payer: Payer,
    where: Catalog,
) -> Service:
    _check_words(setting, payer)
    known = lookup(code, on, catalog=where)
    line = ClaimLine(known.code, modifiers, date_of_service=on)
    if known.imaging is None and known.supply is None:
        raise NoDataError(
            "documentation rule",
            on,
            f"{known.code} is neither imaging nor radiation treatment, and only those have rules",
        )
    return Service(
        known, line.modifiers, on, setting, payer, supervision_asked(known.code, on, where)
    )


def _check_words(setting: object, payer: object) -> None:
    if not isinstance(setting, Setting):
        raise DataError((f"setting must be a cptkit.Setting, not {shown(setting)}",))
    if not isinstance(payer, Payer):
        raise DataError((f"payer must be a cptkit.Payer, not {shown(payer)}",))


def _applying(service: Service) -> list[tuple[RequirementRule, DocumentationRequirement]]:
    found = []
    for rule in rules():
        reason = why(rule.when, service)
        if reason is not None:
            found.append((rule, _requirement(rule, reason, service)))
    if not found:
        raise NoDataError(
            "documentation rule",
            service.on,
            f"none is written for {service.code.code}, so what its record must hold is not known",
        )
    return sorted(found, key=lambda pair: _LEVELS.index(pair[0].level))


def _requirement(rule: RequirementRule, reason: str, service: Service) -> DocumentationRequirement:
    text, citation = rule.text, rule.citation
    if rule.accept.by is AcceptFrom.VIEWS:
        text += f" ({_views_asked(service)})"
    if rule.accept.alternatives:
        text += f" ({'; or '.join(', '.join(each) for each in rule.accept.alternatives)})"
    asked = service.supervision
    if rule.accept.by is AcceptFrom.SUPERVISION and asked is not None:
        text += f" ({asked.level.name.lower()})"
    if rule.when.supervisions and asked is not None and asked.anomaly is not None:
        reason, citation = f"{reason}; {asked.why}", f"{citation}; {asked.anomaly.citation}"
    return DocumentationRequirement(
        rule.id, text, rule.level, evidence(rule.evidence), reason, citation, rule.certainty
    )


def _view_bounds(service: Service) -> tuple[int, int | None]:
    views = service.profile.views
    assert views is not None  # noqa: S101 - the rule asks for a code that counts views
    return views.minimum or 0, views.maximum


def _views_asked(service: Service) -> str:
    least, most = _view_bounds(service)
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"


# --- what a record lacks


def _checked(record: object) -> dict[str, EvidenceValue]:
    made = record if isinstance(record, Record) else Record(record)
    for name, value in made.entries:
        kind = evidence(name).kind
        if not _is_of(value, _KINDS[kind]):
            raise InvalidRecordError(name, reason=f"holds {shown(value)}, and is {kind.value}")
    return dict(made.entries)


def _is_of(value: EvidenceValue, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return isinstance(value, kinds) and not (isinstance(value, dt.date) and value != value)  # noqa: PLR0124 - NaT differs from itself


def _holds(given: Condition, held: Mapping[str, EvidenceValue]) -> bool:
    value = held.get(given.evidence)
    if value is None:
        return given.if_silent
    words = {"yes" if value else "no"} if isinstance(value, bool) else set(_texts(value))
    return not given.values or bool(words & set(_texts(given.values)))


def _texts(value: EvidenceValue) -> tuple[str, ...]:
    """Give one text or several without regard to capitals and outer blanks."""
    return tuple(
        each.strip().lower() for each in (value if isinstance(value, tuple) else (str(value),))
    )


def _is_there(value: EvidenceValue | None, kind: EvidenceKind) -> bool:
    if value is None or value == () or (isinstance(value, str) and not value.strip()):
        return False
    return not (value is False and kind is EvidenceKind.TEXT)


def _gap(  # the order of questions: is it there, is it there in part, is it good enough
    rule: RequirementRule,
    need: DocumentationRequirement,
    held: Mapping[str, EvidenceValue],
    service: Service,
) -> Gap | None:
    value = held.get(rule.evidence)
    if not _is_there(value, need.evidence.kind):
        part = next((name for name in rule.partial if held.get(name)), None)
        if part is not None:
            return Gap(
                need,
                GapKind.INSUFFICIENT,
                held[part],
                f"the record has {part}, but not {rule.evidence}: {need.text}",
            )
        return Gap(need, GapKind.ABSENT, value, f"nothing is documented: {need.text}")
    assert value is not None  # noqa: S101 - it is there
    fault = _fault(rule.accept, need.evidence, value, held, service)
    if fault is None:
        return None
    return Gap(
        need,
        GapKind.INSUFFICIENT,
        value,
        f"{rule.evidence} is {shown(value)}: {rule.accept.reason or fault}",
    )


def _fault(  # noqa: PLR0911 - one return a kind
    accept: Acceptance,
    what: Evidence,
    value: EvidenceValue,
    held: Mapping[str, EvidenceValue],
    service: Service,
) -> str | None:
    if accept.by is AcceptFrom.SUPERVISION:
        return _too_little_supervision(value, service.supervision)
    if what.kind is EvidenceKind.CHOICE:
        return _no_choice(accept, what, _texts(value))
    if what.kind is EvidenceKind.LIST:
        return _lacking(accept, _texts(value), _texts(held.get(accept.excused_by) or ()))
    if what.kind is EvidenceKind.YES_NO:
        return None if value is accept.expected else f"it must be {accept.expected}"
    if what.kind is EvidenceKind.DATE:
        return _too_late(accept, value, service.on)
    if what.kind is EvidenceKind.NUMBER:
        return (
            _wrong_views(value, service)
            if accept.by is AcceptFrom.VIEWS
            else _out_of_bounds(accept, value)
        )
    return None


def _no_choice(accept: Acceptance, what: Evidence, given: tuple[str, ...]) -> str | None:
    unknown = [each for each in given if each not in _texts(what.values)]
    if unknown:
        return f"{shown(unknown[0])} is none of {', '.join(what.values)}"
    if set(given) & set(_texts(accept.rejects)):
        return f"none of {', '.join(accept.rejects)} may stand there"
    if accept.choices and not set(given) & set(_texts(accept.choices)):
        return f"it must be {' or '.join(accept.choices)}"
    return None


def _lacking(accept: Acceptance, given: tuple[str, ...], excused: tuple[str, ...]) -> str | None:
    """Say what the alternative that comes nearest still lacks."""
    lacks = [
        [each for each in _texts(one) if each not in given and each not in excused]
        for one in accept.alternatives
    ]
    least = min(lacks, key=len, default=[])
    return f"not documented: {', '.join(least)}" if least else None


def _too_late(accept: Acceptance, value: EvidenceValue, on: dt.date) -> str | None:
    return (
        "it lies after the day of service"
        if accept.not_after_service and as_day(value) > on
        else None
    )


def _out_of_bounds(accept: Acceptance, value: EvidenceValue) -> str | None:
    assert isinstance(value, (int, Decimal))  # noqa: S101 - the record was checked
    if accept.above is not None and value <= accept.above:
        return f"it must be more than {accept.above}"
    if accept.minimum is not None and value < accept.minimum:
        return f"it must be at least {accept.minimum}"
    return (
        f"it must be at most {accept.maximum}"
        if accept.maximum is not None and value > accept.maximum
        else None
    )


def _wrong_views(value: EvidenceValue, service: Service) -> str | None:
    least, most = _view_bounds(service)
    fault = _out_of_bounds(Acceptance(minimum=least, maximum=most), value)
    return (
        None
        if fault is None
        else f"the code stands for {_views_asked(service)} views: use the code for the number taken, or 52 with a reason"
    )


def _too_little_supervision(value: EvidenceValue, asked: SupervisionAsked | None) -> str | None:
    assert asked is not None  # noqa: S101 - the rule applies only where a level is asked for
    least = asked.level.name.lower()
    if set(_SUPERVISION[_SUPERVISION.index(least) :]) & set(_texts(value)):
        return None
    assistant = f"; {_ASSISTANT}" if least == "personal" else ""
    return (
        f"the fee schedule asks for {least} supervision"
        + (f" ({asked.why})" if asked.why else "")
        + assistant
    )
