"""Places of service: one that CMS assigns, and one where imaging is done."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.lines.place_words import place_shown
from cptkit.lines.value_sets import members
from cptkit.lines.view import View
from cptkit.values.finding import Finding, Outcome


def place_of_imaging(view: View) -> Iterator[Finding]:
    """A reading is billed where the patient had the study: telehealth is no place of imaging."""
    for seen in view.national:
        telehealth = seen.line.place_of_service in members("place.telehealth")
        admitted = seen.text in members("place.telehealth-admits")
        if telehealth and seen.imaging is not None and not admitted:
            message = f"place of service {seen.line.place_of_service} says telehealth, and imaging is done where the patient is"
            cure = "give the place where the patient had the study: 11 in an office, 21 for an inpatient, 19 or 22 for a hospital's outpatient"
            yield view.say("place.imaging", Outcome.WARN, (seen,), message, cure)


def place(view: View) -> Iterator[Finding]:
    """A place of service must be one that CMS assigns."""
    places = {seen.line.place_of_service for seen in view.lines}
    wrong = {each for each in places if each and view.catalog.is_facility(each) is None}
    for seen in view.lines if wrong else ():
        given = seen.line.place_of_service
        if given and given in wrong:
            message = f"{place_shown(given)} is no place of service that CMS assigns"
            yield view.say(
                "place.unassigned",
                Outcome.FAIL,
                (seen,),
                message,
                "give the two digits, such as 11 for an office",
            )
