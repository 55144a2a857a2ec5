"""What a record lacks: each requirement held against what is documented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from cptkit.catalog.anomalies import SupervisionAsked
from cptkit.documentation.applicability import Service, evidence, view_bounds, views_asked
from cptkit.errors import InvalidRecordError, shown
from cptkit.values.days import as_day
from cptkit.values.record import EvidenceValue, Record
from cptkit.values.requirement import (
    Acceptance,
    AcceptFrom,
    Condition,
    DocumentationRequirement,
    Evidence,
    EvidenceKind,
    Gap,
    GapKind,
    RequirementRule,
)
from cptkit.values.trusted import trusted

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


def checked_record(record: object) -> dict[str, EvidenceValue]:
    """Give a record's values by the ids of evidence; an `InvalidRecordError` for an unknown id or a value of another kind."""
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


def holds(given: Condition, held: Mapping[str, EvidenceValue]) -> bool:
    """Tell whether a record states the condition under which a requirement holds."""
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


def gap_in(  # the order of questions: is it there, is it there in part, is it good enough
    rule: RequirementRule,
    need: DocumentationRequirement,
    held: Mapping[str, EvidenceValue],
    service: Service,
) -> Gap | None:
    """Give what a record lacks of one requirement, or None."""
    value = held.get(rule.evidence)
    if not _is_there(value, need.evidence.kind):
        part = next((name for name in rule.partial if held.get(name)), None)
        if part is not None:
            reason = f"the record has {part}, but not {rule.evidence}: {need.text}"
            return trusted(Gap, need, GapKind.INSUFFICIENT, held[part], reason)
        return trusted(Gap, need, GapKind.ABSENT, value, f"nothing is documented: {need.text}")
    assert value is not None  # noqa: S101 - it is there
    fault = _fault(rule.accept, need.evidence, value, held, service)
    if fault is None:
        return None
    reason = f"{rule.evidence} is {shown(value)}: {rule.accept.reason or fault}"
    return trusted(Gap, need, GapKind.INSUFFICIENT, value, reason)


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
    least, most = view_bounds(service)
    fault = _out_of_bounds(Acceptance(minimum=least, maximum=most), value)
    return (
        None
        if fault is None
        else f"the code stands for {views_asked(service)} views: use the code for the number taken, or 52 with a reason"
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
