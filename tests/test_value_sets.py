"""Value sets: every row names something that exists, is asked for by some rule, and agrees with what other tables say."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import attrs
import pytest

import cptkit
from cptkit import Claim, ClaimLine, Outcome, Setting, check_claim
from cptkit.catalog.packaged_tables import modifiers
from cptkit.indicators import OppsStatus, Status
from cptkit.lines.modifier_tables import lists
from cptkit.lines.value_sets import members, members_on, modifiers_of, value_set, value_sets
from cptkit.values.imaging import Modality
from cptkit.values.modifier import BILATERAL, DISTINCT, SIDES, ModifierKind, Scope
from cptkit.values.region import Region
from looped import some

SOURCE = Path(cptkit.__file__).parent
DAY = dt.date(2026, 5, 4)
PLACES = frozenset(
    each
    for each in map("{:02}".format, range(100))
    if cptkit.packaged.is_facility(each) is not None
)
KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"site\.", frozenset(Region.__members__)),
    (r"agent\.|modality\.", frozenset(Modality.__members__)),
    (r"fee-status\.", frozenset(each.value for each in Status)),
    (r"hospital-status\.", frozenset(each.value for each in OppsStatus)),
    (
        r"waste\.units",
        frozenset(each.supply.unit for each in cptkit.edition(DAY).values() if each.supply),
    ),
    (r"denial\.|repeat\.|waste\.told|portable\.patients", frozenset(modifiers())),
    (r"mammography\.(two-studies|converted)", frozenset(modifiers())),
    (
        r"place\.telehealth-admits|mammography\.|pet\.|portable\.|fluoroscopy\.",
        frozenset(cptkit.edition(DAY)),
    ),
    (r"place\.", PLACES),
)
"""What may be a member of a set, by how its name begins."""


@pytest.mark.parametrize("name", sorted(value_sets()))
def test_every_member_exists(name: str) -> None:
    """A member is a code in force, a modifier, a place that CMS assigns, a status letter or an enum's member."""
    codes = frozenset(cptkit.edition(DAY))  # sets of other names hold codes
    known = next((known for begins, known in some(KINDS) if re.match(begins, name)), codes)
    assert members(name)
    assert members(name) - known == set()


def test_every_row_says_who_says_so() -> None:
    """Each row has a citation; none stands twice; dates are in order."""
    rows = [row for rows in some(value_sets().values()) for row in rows.values()]
    assert len(rows) == len({(row.name, row.member) for row in rows}) >= 100
    assert [row for row in some(rows) if not row.citation.strip()] == []
    assert [
        row for row in some(rows) if row.effective and row.through and row.through < row.effective
    ] == []


def test_every_set_is_asked_for() -> None:
    """No set lies idle: its name stands in the rules, or begins as a family of names that they make."""
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    made = {f"site.{each}" for each in (*Scope.__members__, *modifiers())} | {
        f"agent.{each}" for each in Modality.__members__
    }
    idle = {name for name in some(value_sets()) if f'"{name}"' not in text} - made
    assert idle == set()


def test_a_set_that_nobody_wrote_is_refused() -> None:
    """A misspelt name is an error at once, never an empty set."""
    with pytest.raises(KeyError):
        members("mammography.screaning")
    with pytest.raises(KeyError):
        members_on("waste.tolled", DAY)


def test_statuses_say_what_they_come_to() -> None:
    """Every status that speaks against a line is a FAIL or a WARN, with its reason."""
    rows = [
        row
        for name in ("fee-status.not-payable", "hospital-status.not-payable")
        for row in value_set(name).values()
    ]
    assert len(rows) == 14
    assert {row.outcome for row in rows} == {Outcome.FAIL, Outcome.WARN}
    assert [row for row in some(rows) if not row.says] == []


def test_what_the_modifiers_own_rows_say_holds_here_too() -> None:
    """The short names in code are those of the modifiers' kinds, and sets of modifiers agree with lists of their codes."""
    assert modifiers_of(ModifierKind.DISTINCT) == DISTINCT
    assert modifiers_of(ModifierKind.SIDE) == SIDES
    assert modifiers_of(ModifierKind.BILATERAL) == {BILATERAL}
    assert modifiers_of(ModifierKind.PORTABLE) == members("portable.patients")
    assert modifiers_of(ModifierKind.REPEAT) == members(
        "repeat.same-provider", "repeat.other-provider"
    ) | {"91"}
    assert modifiers_of(ModifierKind.MAMMOGRAPHY) == members(
        "mammography.two-studies", "mammography.converted"
    )
    for modifier in some(sorted(modifiers_of(ModifierKind.PET))):
        spans = [row for row in lists()[modifier] if row.outcome is Outcome.PASS]
        assert {
            code.code for row in spans for code in cptkit.between(row.first, row.last, DAY)
        } == members("pet.oncologic")
    for modifier in some(sorted(members("portable.patients"))):
        assert {row.first for row in lists()[modifier]} == members("portable.several-patients")


def test_telling_waste_began_in_july_2023() -> None:
    """JW or JZ is asked from 2023-07-01 on, not a day before (Claims Processing Manual ch. 17 §40)."""
    line = ClaimLine("Q9967", date_of_service=dt.date(2023, 7, 1), units=100, place_of_service="11")
    before = attrs.evolve(line, date_of_service=dt.date(2023, 6, 30))

    def said(asked: ClaimLine) -> list[Outcome]:
        verdicts = check_claim(Claim((asked,))).verdicts
        return [each.outcome for each in verdicts if each.rule == "supply.waste"]

    assert said(line) == [Outcome.WARN]
    assert said(before) == []


@pytest.mark.parametrize(
    ("place", "says"), sorted((k, v.says) for k, v in value_set("place.hospital").items())
)
def test_hospitals_are_named(place: str, says: str) -> None:
    """A practice's technical part for patients of each kind of hospital fails, and the message names the place."""
    line = ClaimLine("71260", ["TC"], date_of_service=DAY, place_of_service=place)
    found = [
        each
        for each in check_claim(Claim((line,), Setting.PROFESSIONAL)).findings
        if each.rule == "modifier.place-of-service"
    ]
    assert [each.outcome for each in found] == [Outcome.FAIL]
    assert says in found[0].message
