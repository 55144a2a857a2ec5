"""Multiple procedure reductions: which lines are ranked together, and what each unit of a line is paid at.

Imaging (indicator 4) is ranked within a session, everything else within a day; always among lines of one
provider. The technical and the professional parts are ranked apart. The dearest is paid in full.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.indicators import MultipleProcedure, PcTc
from cptkit.payment.components import ONE, ZERO, Parts, factor_of
from cptkit.payment.line_rows import RatedLine, Refused
from cptkit.payment.rules import Part, PaymentRule, RuleKind, rules
from cptkit.values.claim import ClaimLine
from cptkit.values.policy import NO_POLICY, PayerPolicy
from cptkit.values.price import Unpriced

_IMAGING = MultipleProcedure.DIAGNOSTIC_IMAGING
_DIAGNOSTIC = frozenset(
    {
        _IMAGING,
        MultipleProcedure.DIAGNOSTIC_CARDIOVASCULAR,
        MultipleProcedure.DIAGNOSTIC_OPHTHALMOLOGY,
    }
)
_SURGERY = frozenset({MultipleProcedure.STANDARD, MultipleProcedure.ENDOSCOPY})
_UNWORKED = {
    MultipleProcedure.STANDARD_BEFORE_1995: "the reduction of before 1995 is not worked out here",
    MultipleProcedure.ENDOSCOPY: "the reduction of endoscopies by their base code is not worked out here",
    MultipleProcedure.THERAPY: "the reduction of therapies is not worked out here",
}
_MOST_SURGERIES = 5
_BY_REPORT = "the sixth and later surgical procedures of a day are priced by report"


@attrs.frozen
class Share:
    """What some units of a line are paid at.

    Attributes:
        units: How many units.
        professional: Factor of the professional part.
        technical: Factor of the technical part.
        rules: The reductions that gave the factors.
    """

    units: int
    professional: Decimal = ONE
    technical: Decimal = ONE
    rules: tuple[PaymentRule, ...] = ()


@attrs.frozen
class _Item:
    """One part of one line that is ranked."""

    subject: RatedLine
    amount: Decimal
    rule: PaymentRule


Shares = tuple[Share, ...]
Group = tuple[object, ...]


@attrs.frozen
class _Day:
    """What one provider's lines of one day hold.

    Attributes:
        counts: How many lines there are of each multiple procedure indicator.
        sessions: The sessions that imaging lines name.
    """

    counts: Counter[MultipleProcedure]
    sessions: frozenset[str]


ProviderDay = tuple[dt.date, str | None]
Days = Mapping[ProviderDay, _Day]


def is_spared(subject: RatedLine, policy: PayerPolicy) -> bool:
    """Tell whether a payer's policy takes the reduction of several diagnostic studies off a line."""
    if policy.multiple_procedure_reduction is not False:
        return False
    return subject.row.multiple_procedure in _DIAGNOSTIC and policy.governs(
        subject.line.date_of_service
    )


def shares_of(
    subjects: Sequence[RatedLine], parts: Mapping[int, Parts], policy: PayerPolicy = NO_POLICY
) -> dict[int, Shares | Refused]:
    """Rank lines together and tell what the units of each are paid at.

    Args:
        subjects: The lines that can be priced.
        parts: Their parts by the line's index.
        policy: The payer's own rules, which may spare lines the reduction.

    Returns:
        By the line's index: its units in one or two lots, or why its reduction cannot be told.
    """
    spared = {each.index: (Share(each.line.units),) for each in subjects if is_spared(each, policy)}
    subjects = [each for each in subjects if each.index not in spared]
    days = _days(subjects)
    refused = {
        each.index: no
        for each in subjects
        if (no := _unrankable(each, days[day_of(each.line)])) is not None
    }
    fit = [each for each in subjects if each.index not in refused]
    first: dict[int, set[Part]] = {}
    held: dict[int, list[PaymentRule]] = {}
    for items in _groups(fit, parts, days).values():
        ranked = sorted(items, key=_rank)
        refused.update(_beyond(ranked))
        for place, item in enumerate(ranked):
            held.setdefault(item.subject.index, []).append(item.rule)
            if place == 0:
                first.setdefault(item.subject.index, set()).add(item.rule.part)
    split = {
        each.index: _lots(each.line.units, held.get(each.index, []), first.get(each.index, set()))
        for each in fit
    }
    return {**spared, **split, **refused}


def day_of(line: ClaimLine) -> ProviderDay:
    """Tell whose day a line belongs to: lines of one provider on one date."""
    return (line.date_of_service, line.provider)


def _days(subjects: Sequence[RatedLine]) -> Days:
    counts: dict[ProviderDay, Counter[MultipleProcedure]] = {}
    sessions: dict[ProviderDay, set[str]] = {}
    for each in subjects:
        key = day_of(each.line)
        counts.setdefault(key, Counter())[each.row.multiple_procedure] += 1
        named = sessions.setdefault(key, set())
        if each.row.multiple_procedure is _IMAGING and each.line.session is not None:
            named.add(each.line.session)
    return {key: _Day(counted, frozenset(sessions[key])) for key, counted in counts.items()}


def _groups(
    subjects: Sequence[RatedLine], parts: Mapping[int, Parts], days: Days
) -> dict[Group, list[_Item]]:
    found: dict[Group, list[_Item]] = {}
    for each in subjects:
        line, indicator = each.line, each.row.multiple_procedure
        for reduction in rules(RuleKind.MULTIPLE, indicator.value, line.date_of_service):
            amount = _amount(each, parts[each.index], reduction.part)
            if amount > 0:
                key = (*day_of(line), indicator, reduction.part, _session(each, days[day_of(line)]))
                found.setdefault(key, []).append(_Item(each, amount, reduction))
    return found


def _amount(subject: RatedLine, parts: Parts, part: Part) -> Decimal:
    """What a part is ranked by: its full amount, both sides together."""
    technical = ZERO if part is Part.PROFESSIONAL else parts.technical
    professional = ZERO if part is Part.TECHNICAL else parts.professional
    return (
        (technical + professional)
        * factor_of(subject, RuleKind.BILATERAL)
        * factor_of(subject, RuleKind.SURGEON)
    )


def _rank(item: _Item) -> tuple[object, ...]:
    """Dearest first; lines of one amount by what they hold, so that their order on the claim does not matter."""
    line = item.subject.line
    held = (
        tuple(sorted(line.modifiers)),
        line.place_of_service or "",
        line.units,
        line.session or "",
    )
    return (-item.amount, item.subject.row.code, *held, item.subject.index)


def _session(subject: RatedLine, day: _Day) -> tuple[str, object]:
    """Name the session of an imaging line: the one stated, its own under 59 or XE, or the day's one session."""
    if subject.row.multiple_procedure is not _IMAGING:
        return ("day", "")
    if subject.line.session is not None:
        return ("stated", subject.line.session)
    if _stands_apart(subject):
        return ("alone", subject.index)
    return next(
        (("stated", each) for each in day.sessions), ("presumed", "")
    )  # more than one was refused


def _stands_apart(subject: RatedLine) -> bool:
    on = subject.line.date_of_service
    return any(rules(RuleKind.SEPARATE_SESSION, each, on) for each in subject.line.modifiers)


def _unrankable(subject: RatedLine, day: _Day) -> Refused | None:
    """Say why a line's reduction cannot be told, if so."""
    indicator, code = subject.row.multiple_procedure, subject.row.code
    family = _SURGERY if indicator in _SURGERY else {indicator}
    several = subject.line.units > 1 or sum(day.counts[each] for each in family) > 1
    if several and (
        indicator in _UNWORKED
        or (indicator in _SURGERY and day.counts[MultipleProcedure.ENDOSCOPY])
    ):
        text = _UNWORKED.get(indicator, _UNWORKED[MultipleProcedure.ENDOSCOPY])
        reason = f"{code} is one of several of its kind that day: {text}; price it alone"
    elif (
        several
        and subject.row.pc_tc is PcTc.GLOBAL_ONLY
        and rules(RuleKind.MULTIPLE, indicator.value, subject.line.date_of_service)
    ):
        reason = f"the technical part of {code} would be reduced, and no row tells it apart: price it alone"
    elif (
        indicator is _IMAGING
        and len(day.sessions) > 1
        and subject.line.session is None
        and not _stands_apart(subject)
    ):
        reason = f"several sessions are named that day, and none for {code}: give its session"
    else:
        return None
    return Refused(Unpriced.NO_DATA, reason, subject.row.source)


def _beyond(ranked: Sequence[_Item]) -> dict[int, Refused]:
    """Refuse surgical lines that reach beyond the fifth procedure."""
    found, count = {}, 0
    for item in ranked:
        count += item.subject.line.units
        if item.rule.part is Part.WHOLE and count > _MOST_SURGERIES:
            found[item.subject.index] = Refused(
                Unpriced.NO_NATIONAL_RULE, _BY_REPORT, item.subject.row.source
            )
    return found


def _lots(units: int, reductions: Sequence[PaymentRule], first: set[Part]) -> Shares:
    """Divide the units of a line: the first may be paid in full where the rest are not."""
    held = sorted(
        reductions, key=lambda each: each.id
    )  # groups come in the claim's order, traces do not
    lead = _share(1, [each for each in held if each.part not in first])
    rest = _share(units - 1, held)
    if units == 1:
        return (lead,)
    return (lead, rest) if lead.rules != rest.rules else (_share(units, held),)


def _share(units: int, reductions: Sequence[PaymentRule]) -> Share:
    professional = technical = ONE
    for each in reductions:
        professional *= ONE if each.part is Part.TECHNICAL else each.multiplier
        technical *= ONE if each.part is Part.PROFESSIONAL else each.multiplier
    return Share(units, professional, technical, tuple(reductions))
