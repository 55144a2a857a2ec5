"""Portable X-ray: bringing the equipment, setting it up, and the films that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cptkit.lines.value_sets import ValueSetRow, members, value_set
from cptkit.lines.view import Seen, View, by_day_and_provider
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Modality

_TRIP, _SET_UP = "portable.transport", "portable.setup"
_ONE, _SEVERAL, _SETUP = "portable.one-patient", "portable.several-patients", "portable.setup"


def codes() -> frozenset[str]:
    """Give the codes of transport and of set-up."""
    return members(_ONE, _SEVERAL, _SETUP)


def _named(name: str) -> str:
    return " or ".join(sorted(members(name)))


def portable(view: View) -> Iterator[Finding]:
    """Transport is billed once a trip, for one patient or with the number of patients, and set-up once a procedure, beside films."""
    asked = (each for each in view.national if each.text in codes() or _is_film(each))
    for lines in by_day_and_provider(asked).values():
        trips = [each for each in lines if each.text in members(_ONE, _SEVERAL)]
        set_ups = [each for each in lines if each.text in members(_SETUP)]
        films = [each for each in lines if _is_film(each)]
        yield from view.rest_passes(
            _TRIP, trips, _trips(view, trips, films), "transport beside films"
        )
        yield from view.rest_passes(
            _SET_UP, set_ups, _set_ups(view, set_ups, films), "set-up beside films"
        )


def _is_film(seen: Seen) -> bool:
    return seen.imaging is not None and seen.imaging.modality is Modality.XR and seen.has_technical


def _trips(view: View, trips: list[Seen], films: list[Seen]) -> Iterator[Finding]:
    if trips and not films:
        yield view.say(
            _TRIP,
            Outcome.WARN,
            trips,
            "transport of portable X-ray equipment, and no film of the day",
            "bill the films too, or take the transport off",
        )
    if len({each.text in members(_ONE) for each in trips}) > 1:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            trips,
            f"{_named(_ONE)} is for one patient of the trip, {_named(_SEVERAL)} for several: both are billed",
            "keep the one that fits the trip",
        )
    for seen in trips:
        yield from _trip(view, seen)


def _trip(view: View, seen: Seen) -> Iterator[Finding]:
    patients = value_set("portable.patients")
    counted = not seen.modifiers.isdisjoint(patients)
    is_shared = seen.text in members(_SEVERAL)
    if is_shared and not counted:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            (seen,),
            f"{seen.text} without the number of patients",
            _numbers(patients.values()),
        )
    if not is_shared and counted:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            (seen,),
            f"{seen.text} is for one patient, and its modifier says several",
            f"bill {_named(_SEVERAL)} with that modifier",
        )
    if is_shared and seen.line.units > 1:
        yield view.say(
            _TRIP,
            Outcome.WARN,
            (seen,),
            f"{seen.line.units} units of {seen.text}: the modifier says how many patients, units stay 1",
            "one unit",
            certainty=Certainty.M,
        )


def _numbers(patients: Iterable[ValueSetRow]) -> str:
    first, *others = (f"{row.member} {row.says}" for row in patients)
    return f"add {first.replace(' ', ' for ', 1)}, {', '.join(others)}"


def _set_ups(view: View, set_ups: list[Seen], films: list[Seen]) -> Iterator[Finding]:
    billed = sum(max(each.line.units, 0) for each in set_ups)
    done = sum(max(each.line.units, 0) for each in films)
    if billed > done:
        message = f"{billed} set-ups beside {done} film procedures"
        yield view.say(
            _SET_UP,
            Outcome.WARN,
            set_ups,
            message,
            "one set-up for each procedure, none for retakes",
        )
