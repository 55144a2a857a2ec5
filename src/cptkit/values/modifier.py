"""What modifiers are: the definition of one, the tables about them, and what is said of one on a code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.code import Certainty
from cptkit.values.finding import Outcome
from cptkit.values.typed import typed

DISTINCT = frozenset({"59", "XE", "XS", "XP", "XU"})
"""Modifiers that say that a service is distinct from another (NCCI; CMS MLN1783722): those of `ModifierKind.DISTINCT`."""

SEPARATE = frozenset({"59", "XE", "XS"})
"""Those of them that can speak of another session or another structure."""

COMPONENTS = ("26", "TC")
"""The professional and the technical component."""

SIDES = frozenset({"LT", "RT"})
"""The left and the right side: those of `ModifierKind.SIDE`."""

BILATERAL = "50"
"""Both sides on one line: that of `ModifierKind.BILATERAL`."""


def component_of(modifiers: Collection[str]) -> str:
    """Tell which component a line bills, by its modifiers.

    Args:
        modifiers: The line's modifiers, in any order.

    Returns:
        ``26`` or ``TC``; ``""`` for the global service, and for a line that carries both.

    Example:
        >>> component_of(("LT", "26")), component_of(("26", "TC"))
        ('26', '')
    """
    named = [each for each in COMPONENTS if each in modifiers]
    return named[0] if len(named) == 1 else ""


class ModifierKind(Ranked):
    """What a modifier is about."""

    COMPONENT = "professional or technical component"
    SIDE = "side of the body"
    ANATOMIC = "digit, eyelid or coronary artery"
    BILATERAL = "both sides"
    MULTIPLE = "several procedures"
    REPEAT = "repeated service"
    DISTINCT = "separate from another service"
    INCREASED = "more work than usual"
    REDUCED = "less than the whole service"
    DISCONTINUED = "stopped service"
    SURGEONS = "more than one surgeon"
    GLOBAL_PERIOD = "global surgical period"
    VISIT = "evaluation and management visit"
    LIABILITY = "who pays if coverage is denied"
    COVERAGE = "coverage policy"
    EQUIPMENT = "equipment used"
    PET = "strategy of an oncologic PET"
    AUC = "appropriate use criteria"
    RESEARCH = "clinical research"
    MAMMOGRAPHY = "mammography"
    PREVENTIVE = "preventive service"
    DEPARTMENT = "kind of hospital department"
    TEACHING = "teaching setting"
    SUBSTITUTE = "substitute physician"
    HOSPICE = "hospice patient"
    SUPPLY = "drug or supply"
    PORTABLE = "portable imaging"
    LABORATORY = "laboratory test"
    ANESTHESIA = "anesthesia"
    TELEHEALTH = "telehealth"
    THERAPY = "rehabilitation"
    MEASURE = "performance measure"
    OTHER = "something else, or not described here"


class ModifierOrder(Ranked):
    """Where a modifier stands on a line: what sets the price comes first."""

    PRICING = 1
    OTHER_PRICING = 2
    EDIT = 3
    COVERAGE = 4
    LOCATION = 5


class Side(Ranked):
    """The side of the body that a modifier names."""

    LEFT = "left"
    RIGHT = "right"


class Scope(Ranked):
    """Which codes a modifier is made for; the value says it in words."""

    ANY = "any code"
    LISTED = "the codes that the modifier's list names"
    PAIRED = "codes of paired anatomy"
    RADIOGRAPHY = "plain radiography"
    ADVANCED_IMAGING = "CT, MR, nuclear medicine and PET"
    SCREENING = "screening codes"
    EVALUATION = "evaluation and management visits"
    NOT_EVALUATION = "anything but evaluation and management visits"
    LABORATORY = "laboratory tests"
    ANESTHESIA = "anesthesia services"
    NOT_IMAGING = "anything but imaging"
    NOT_RADIOLOGY = "anything but radiology"
    AMBULANCE = "ambulance codes"
    DRUG = "drugs, contrast agents and radiopharmaceuticals"
    MEASURE = "performance measurement codes"
    FINGER = "codes of the fingers"
    TOE = "codes of the toes"
    EYELID = "codes of the eyelids"
    CORONARY = "codes of the coronary arteries"


@attrs.frozen(field_transformer=typed, repr=False)
class Modifier(Printed):
    """A modifier: what it says and where it belongs.

    Modifiers that only official lists name, without a rule here, have None for `title`, `meaning` and `when`.

    Attributes:
        modifier: The two characters.
        title: A few words.
        meaning: What it tells the payer.
        when: When to use it, and when not.
        kind: What it is about.
        order: Where it stands on a line; None where that does not matter.
        side: The side it names, if it names one.
        ncci_associated: Whether it can bypass a procedure-to-procedure edit of indicator 1.
        scope: The codes it is made for.
        outside: What using it outside its scope comes to.
        outside_reason: Why, in words.
        remedy: What to do instead.
        settings: The claim forms it is made for; () means all.
        outside_setting: What using it on another form comes to.
        setting_remedy: What to do there instead.
        medicare_only: Whether its rules are Medicare's own, so that other payers may see it otherwise.
        idle_from: The first day on which it has no effect any more, where it lingered.
        effective: The first day; None where no source states it.
        through: The last day; None while it is open.
        citation: Where this was read.
        certainty: How sure it is.
    """

    _columns = ("modifier", "title", "kind", "effective", "through")

    modifier: str
    title: str | None = None
    meaning: str | None = None
    when: str | None = None
    kind: ModifierKind = ModifierKind.OTHER
    order: ModifierOrder | None = None
    side: Side | None = None
    ncci_associated: bool = False
    scope: Scope = Scope.ANY
    outside: Outcome = Outcome.WARN
    outside_reason: str = ""
    remedy: str = ""
    settings: tuple[Setting, ...] = ()
    outside_setting: Outcome = Outcome.WARN
    setting_remedy: str = ""
    medicare_only: bool = False
    idle_from: dt.date | None = None
    effective: dt.date | None = None
    through: dt.date | None = None
    citation: str = ""
    certainty: Certainty = Certainty.H

    def __str__(self) -> str:
        return f"{self.modifier} {self.title}" if self.title else self.modifier


@attrs.frozen
class ModifierCodes:
    """Codes that a modifier is made for, or that it must not stand on, one span a row.

    Attributes:
        modifier: The modifier.
        first: The first code.
        last: The last code, included.
        outcome: PASS where it belongs; WARN or FAIL where it does not.
        reason: Why, in words.
        citation: Where this was read.
        certainty: How sure it is.
    """

    modifier: str
    first: str
    last: str
    outcome: Outcome
    reason: str
    citation: str
    certainty: Certainty


@attrs.frozen
class ModifierConflict:
    """Two modifiers that exclude each other on one line.

    Attributes:
        first: The one, lower in text order.
        second: The other.
        outcome: FAIL or WARN.
        reason: Why, in words.
        remedy: What to do instead.
        citation: Where this was read.
        certainty: How sure it is.
    """

    first: str
    second: str
    outcome: Outcome
    reason: str
    remedy: str
    citation: str
    certainty: Certainty


@attrs.frozen(field_transformer=typed, repr=False)
class ModifierUse(Printed):
    """What is to be said of one modifier on one code and day.

    Attributes:
        modifier: The two characters.
        title: A few words; None where the modifier is known by its dates only.
        meaning: What it tells the payer.
        when: When to use it.
        outcome: PASS, WARN, FAIL or NO_DATA.
        reason: Why, in words.
        citation: The source of the verdict.
        certainty: How sure it is.
    """

    _columns = ("modifier", "title", "outcome", "reason")

    modifier: str
    title: str | None
    meaning: str | None
    when: str | None
    outcome: Outcome
    reason: str
    citation: str
    certainty: Certainty

    def __str__(self) -> str:
        return f"{self.modifier} {self.outcome.name}: {self.reason}"
