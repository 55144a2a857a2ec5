"""Portable X-ray: bringing the equipment, setting it up, and the films that it is for."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.lines.view import Seen, View, by_day_and_provider
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Modality

_ONE, _SEVERAL, _SETUP = CODES = ("R0070", "R0075", "Q0092")
_PATIENTS = frozenset({"UN", "UP", "UQ", "UR", "US"})
_TRIP, _SET_UP = "portable.transport", "portable.setup"


def portable(view: View) -> Iterator[Finding]:
    """Transport is billed once a trip, for one patient or with the number of patients, and set-up once a procedure, beside films."""
    asked = (each for each in view.national if each.text in CODES or _is_film(each))
    for lines in by_day_and_provider(asked).values():
        trips = [each for each in lines if each.text in (_ONE, _SEVERAL)]
        set_ups = [each for each in lines if each.text == _SETUP]
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
    if {each.text for each in trips} == {_ONE, _SEVERAL}:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            trips,
            f"{_ONE} is for one patient of the trip, {_SEVERAL} for several: both are billed",
            "keep the one that fits the trip",
        )
    for seen in trips:
        yield from _trip(view, seen)


def _trip(view: View, seen: Seen) -> Iterator[Finding]:
    counted = bool(seen.modifiers & _PATIENTS)
    if seen.text == _SEVERAL and not counted:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            (seen,),
            f"{_SEVERAL} without the number of patients",
            "add UN for two, UP three, UQ four, UR five, US six or more",
        )
    if seen.text == _ONE and counted:
        yield view.say(
            _TRIP,
            Outcome.FAIL,
            (seen,),
            f"{_ONE} is for one patient, and its modifier says several",
            f"bill {_SEVERAL} with that modifier",
        )
    if seen.text == _SEVERAL and seen.line.units > 1:
        yield view.say(
            _TRIP,
            Outcome.WARN,
            (seen,),
            f"{seen.line.units} units of {_SEVERAL}: the modifier says how many patients, units stay 1",
            "one unit",
            certainty=Certainty.M,
        )


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
