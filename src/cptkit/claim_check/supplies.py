"""What holds between studies and the agents they use: contrast, tracers, their units and waste."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal

from cptkit.claim_check.rule_tables import supply_units
from cptkit.indicators import Setting
from cptkit.lines.value_sets import members, members_on
from cptkit.lines.view import Seen, View, by_code, grouped, listed
from cptkit.once import once
from cptkit.values.code import SupplyKind
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Contrast, Modality, Role
from cptkit.values.technique import Technique

PROCEDURES = ("surgery", "medicine")
"""Sections whose services may use any agent, where no profile says what they use."""
GIVEN = (Contrast.WITH, Contrast.WITHOUT_THEN_WITH, Contrast.WITH_OR_WITHOUT)
_MOST_MILLILITERS = 10**6
"""No record of a patient holds more."""


def agents_missing(view: View) -> Iterator[Finding]:
    """An office that does the technical part of a study with contrast bills the agent too."""
    if view.setting is not Setting.PROFESSIONAL:
        return
    users = [each for each in view.national if each.has_technical and _uses_contrast(each)]
    for lines, asked in _with_their_days(view, users):
        served = _served_by(lines, SupplyKind.CONTRAST_AGENT)
        found = (
            f for each in asked if _modality(each) not in served for f in _agent_of(view, each)
        )
        yield from view.rest_passes(
            "supply.agent-missing",
            asked,
            found,
            "the agent is on the claim, or the facility supplies it",
        )


def _with_their_days(
    view: View, users: list[Seen]
) -> Iterator[tuple[tuple[Seen, ...], tuple[Seen, ...]]]:
    """Give all lines of each day, and those of them that use an agent; only of the days of such lines."""
    if users:
        days = grouped(view.national, lambda each: each.on)
        for on, asked in grouped(users, lambda each: each.on).items():
            yield days[on], asked


def _uses_contrast(seen: Seen) -> bool:
    profile = seen.imaging
    return (
        profile is not None
        and profile.modality in (Modality.CT, Modality.MR)
        and profile.contrast in (Contrast.WITH, Contrast.WITHOUT_THEN_WITH)
    )


def _modality(seen: Seen) -> Modality | None:
    """Give the modality of a study, or the one that an add-on payment is for."""
    if seen.supply is not None:
        return Modality[seen.supply.modality] if seen.supply.modality else None
    return None if seen.imaging is None else seen.imaging.modality


def _is_kind(seen: Seen, *kinds: SupplyKind) -> bool:
    return seen.supply is not None and seen.supply.kind in kinds


def _served_by(lines: tuple[Seen, ...], kind: SupplyKind) -> frozenset[Modality]:
    """Give the modalities that the supplies among some lines serve; one that names none serves all."""
    held = (each.supply for each in lines)
    named = {each.modality for each in held if each is not None and each.kind is kind}
    return (
        frozenset(Modality)
        if None in named
        else frozenset(each for name in named for each in _served(name or ""))
    )


@once
def _served(made_for: str) -> frozenset[Modality]:
    """Give the modalities whose studies use agents that are made for one: iodine serves every X-ray."""
    return frozenset(Modality[each] for each in members(f"agent.{made_for}"))


def _agent_of(view: View, seen: Seen) -> Iterator[Finding]:
    rule, given = "supply.agent-missing", seen.line.place_of_service
    if given is None:
        message = (
            "whether the agent is the biller's hangs on the place of service, which is not given"
        )
        yield view.say(rule, Outcome.NO_DATA, (seen,), message, "give place_of_service")
    elif view.catalog.is_facility(given) is False:
        message = f"{seen.text} uses contrast, and no agent for it is on the claim"
        yield view.say(
            rule,
            Outcome.WARN,
            (seen,),
            message,
            "add the agent's code in its own unit, if the office supplied it",
        )


def tracers_missing(view: View) -> Iterator[Finding]:
    """Whoever does the technical part of a nuclear study bills its tracer, as does who is paid an add-on for it; never asked of a reading alone."""
    users = [
        each
        for each in view.national
        if (each.has_technical and _uses_tracer(each) and _is_supplier(view, each))
        or _is_kind(each, SupplyKind.TRACER_ADD_ON)
    ]
    for lines, asked in _with_their_days(view, users):
        served = _served_by(lines, SupplyKind.RADIOPHARMACEUTICAL)
        found = (_tracer_of(view, each) for each in asked if _modality(each) not in served)
        yield from view.rest_passes(
            "supply.tracer-missing", asked, found, "a tracer is on the claim"
        )


def _uses_tracer(seen: Seen) -> bool:
    profile, code = seen.imaging, seen.code
    if (
        profile is None
        or code is None
        or code.is_add_on
        or code.is_unlisted
        or not code.code.isdigit()
    ):
        return False
    return profile.modality in (Modality.NM, Modality.PT) and profile.role is Role.DIAGNOSTIC


def _is_supplier(view: View, seen: Seen) -> bool:
    """Tell whether the biller supplies what a line uses: a hospital, or an office."""
    given = seen.line.place_of_service
    return view.setting is not Setting.PROFESSIONAL or (
        given is not None and view.catalog.is_facility(given) is False
    )


def _tracer_of(view: View, seen: Seen) -> Finding:
    uses = "uses" if seen.supply is None else "is paid on top of"
    message = f"{seen.text} {uses} a tracer, and none for it is on the claim"
    return view.say(
        "supply.tracer-missing",
        Outcome.WARN,
        (seen,),
        message,
        "add the tracer's code in its own unit",
    )


# --- supplies without their study


def studies_missing(view: View) -> Iterator[Finding]:
    """An agent, tracer or source goes with a service that uses it, and not with a reading alone: the facility bills it then."""
    for lines in grouped(view.national, lambda each: each.on).values():
        asked = [each for each in lines if _is_agent(each)]
        for same in by_code(asked).values():
            yield _study_of(view, same, lines)


_STUDY = (
    "study",
    "bill the study, or correct the agent; contrast by mouth alone is inside a study without contrast",
)
_USED_BY = {
    SupplyKind.BRACHYTHERAPY_SOURCE: (
        "treatment",
        "bill the application of the source on the day it was given, or correct the day",
    )
}


def _is_agent(seen: Seen) -> bool:
    held = seen.supply
    if held is None or held.kind is SupplyKind.DRUG:
        return False
    return held.modality is not None or held.kind is SupplyKind.BRACHYTHERAPY_SOURCE


def _study_of(view: View, agents: tuple[Seen, ...], lines: tuple[Seen, ...]) -> Finding:
    code = agents[0].text
    studies = [each for each in lines if _is_served(agents[0], each)]
    if any(each.has_technical for each in studies):
        return view.say(
            "supply.study-missing", Outcome.PASS, agents, f"{code} goes with a service of the day"
        )
    if studies:
        message = f"{code} stands beside readings alone ({listed(each.text for each in studies)}): who did the technical part bills the agent"
        return view.say(
            "supply.beside-professional",
            Outcome.WARN,
            agents,
            message,
            "take the agent off, or bill the technical part that used it",
        )
    used, remedy = _USED_BY.get(agents[0].supply.kind, _STUDY) if agents[0].supply else _STUDY
    message = f"{code} is on the claim, and no {used} that uses it is there that day"
    return view.say("supply.study-missing", Outcome.WARN, agents, message, remedy)


def _is_served(agent: Seen, study: Seen) -> bool:
    """Tell whether a line is a study that uses an agent; procedures outside radiology may use any."""
    held = agent.supply
    profile = study.imaging
    if held is None or study.code is None or study.supply is not None:
        return False
    if held.kind is SupplyKind.BRACHYTHERAPY_SOURCE:
        return _applies_sources(study)
    if profile is None or profile.modality is None:
        return study.section in PROCEDURES
    if profile.modality not in (_served(held.modality) if held.modality else ()):
        return False
    if profile.modality is Modality.US and profile.contrast is None and study.section == "medicine":
        return True  # an echocardiogram has one code with contrast and without
    return (
        held.kind is not SupplyKind.CONTRAST_AGENT
        or profile.contrast in GIVEN
        or profile.modality in (Modality.RF, Modality.XA)
    )


def _applies_sources(seen: Seen) -> bool:
    """Tell whether a line can be the treatment that a source was given in: brachytherapy, particles by artery, or an operation."""
    profile = seen.imaging
    if profile is None or profile.role not in (Role.DELIVERY, Role.THERAPEUTIC):
        return profile is None and seen.section in PROCEDURES
    if Technique.ELECTRONIC in profile.technique:
        return False  # an X-ray tube is no source
    of_sources = frozenset({Technique.BRACHYTHERAPY, Technique.INTRA_ARTERIAL})
    return seen.section == "surgery" or not of_sources.isdisjoint(profile.technique)


# --- units and waste


def agent_units(view: View) -> Iterator[Finding]:
    """An agent's units follow its own unit of measure: 0.1 mL for some, 1 mL for most, a study dose or a millicurie for tracers."""
    asked = [each for each in view.national if each.supply is not None]
    of_procedures = (
        {each.on for each in view.national if each.section == "surgery"} if asked else set()
    )
    found = (f for each in asked for f in _units_of(view, each, injected=each.on in of_procedures))
    yield from view.rest_passes("supply.units", asked, found, "the units are plausible")


def _units_of(view: View, seen: Seen, *, injected: bool) -> Iterator[Finding]:
    """Compare with the record, or else with what a study takes; a needle in a joint or the spine takes less."""
    supply = seen.supply
    recorded = _recorded_milliliters(seen)
    if supply is not None and supply.unit == "mL" and recorded is not None:
        expected = math.ceil(Decimal(recorded) / supply.amount)
        if expected != seen.line.units:
            message = f"{seen.line.units} units of {seen.text}; the record has {recorded} mL, which are {expected} units of {supply.amount} mL"
            yield view.say(
                "supply.units",
                Outcome.WARN,
                (seen,),
                message,
                f"bill {expected} units, waste on a line of its own with JW",
            )
        return
    row = supply_units().get(seen.text)
    if row is not None and 0 < seen.line.units < row.fewest and not injected:
        message = f"{seen.line.units} units of {seen.text}: {row.reason}"
        yield view.say(
            "supply.units",
            Outcome.WARN,
            (seen,),
            message,
            "bill in the code's own unit of measure",
            citation=row.citation,
            certainty=row.certainty,
        )


def _recorded_milliliters(seen: Seen) -> int | Decimal | None:
    """Give the amount of contrast that the line's record holds, if it holds a number."""
    held = None if seen.line.record is None else seen.line.record.get("contrast.amount")
    if isinstance(held, bool) or not isinstance(held, (int, Decimal)):
        return None
    return held if Decimal(held).is_finite() and 0 <= held < _MOST_MILLILITERS else None


def waste(view: View) -> Iterator[Finding]:
    """Since July 2023 an office tells Medicare with JW or JZ whether a single-dose container had waste.

    What was thrown away has JW on a line of its own; the line of what was given then bears neither
    (Claims Processing Manual ch. 17 §40).
    """
    if view.setting is not Setting.PROFESSIONAL or not view.is_medicare:
        return
    asked = [
        each
        for each in view.national
        if _is_in_containers(each) and members_on(_TOLD, each.on) and _is_supplier(view, each)
    ]
    thrown = {_given(each) for each in asked if _WASTED in each.modifiers}
    bare = [
        each for each in asked if not each.modifiers & members(_TOLD) and _given(each) not in thrown
    ]
    found = [
        view.say(
            "supply.waste",
            Outcome.WARN,
            (each,),
            f"{each.text} carries neither JW nor JZ",
            "JZ if nothing was thrown away, JW on a line of its own for what was; neither for multi-dose containers",
        )
        for each in bare
    ]
    yield from view.rest_passes("supply.waste", asked, found, "JW or JZ is there")


def _given(seen: Seen) -> tuple[str, dt.date, str | None]:
    """Name what was given: which agent, on which day, by whom."""
    return seen.text, seen.on, seen.line.provider


_TOLD = "waste.told"
_WASTED = "JW"


def _is_in_containers(seen: Seen) -> bool:
    """Tell what comes in a container whose rest may be thrown away: contrast, drugs and tracers by amount, not what counts by the study."""
    return (
        seen.supply is not None
        and seen.supply.unit in members("waste.units")
        and not _is_kind(seen, SupplyKind.BRACHYTHERAPY_SOURCE)
    )
