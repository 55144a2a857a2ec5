"""What a medical record must hold: evidence, the rules that ask for it, what they ask of one service, and what is missing.

Values only. The rules themselves are data (``cptkit/data/authored/requirements.json`` and ``evidence.json``);
`cptkit.documentation` applies them.
"""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting, Supervision
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.claim import Payer
from cptkit.values.code import Certainty, SupplyKind
from cptkit.values.imaging import Contrast, Extent, Laterality, Modality, Role, Technique
from cptkit.values.record import EvidenceValue
from cptkit.values.typed import typed


class EvidenceKind(Ranked):
    """What a record may hold for an evidence id; the value says it in words."""

    TEXT = "text, or True where it is there and not copied, False where it is not"
    YES_NO = "True or False"
    NUMBER = "a whole number or Decimal"
    DATE = "a date"
    CHOICE = "one of the listed texts, or a tuple of them"
    LIST = "a tuple of texts"


class RequirementLevel(Ranked):
    """How binding a requirement is."""

    REQUIRED = "required"
    CONDITIONAL = "required where its condition holds"
    RECOMMENDED = "recommended"


class GapKind(Ranked):
    """How something is missing."""

    ABSENT = "not there"
    INSUFFICIENT = "there, but not good enough"


class AcceptFrom(Ranked):
    """Where a rule's threshold comes from, when it differs by code."""

    VIEWS = "the number of views that the code stands for"
    SUPERVISION = "the supervision level of the fee schedule's TC row"


@attrs.frozen(field_transformer=typed, repr=False)
class Evidence(Printed):
    """One thing that a record can hold.

    Attributes:
        id: Dotted words, such as ``contrast.route``.
        kind: What its value is.
        meaning: What it is, in our words.
        values: The texts that a choice may be; () elsewhere.
        unit: The unit of a number; empty elsewhere.
    """

    _columns = ("id", "kind", "values", "meaning")

    id: str
    kind: EvidenceKind
    meaning: str
    values: tuple[str, ...] = ()
    unit: str = ""

    def __str__(self) -> str:
        values = f" ({', '.join(self.values)})" if self.values else ""
        return f"{self.id}: {self.meaning}{values}"


@attrs.frozen
class Condition:
    """A fact in the record on which a conditional rule turns.

    Attributes:
        evidence: The evidence id that states the fact.
        values: Texts that make the condition hold; ``yes`` and ``no`` stand for True and False; () means any.
        if_silent: Whether the condition counts as held where the record does not say.
    """

    evidence: str
    values: tuple[str, ...] = ()
    if_silent: bool = False


@attrs.frozen
class Applicability:
    """When a rule applies. Every field that is not empty must match; within one field any value does.

    Attributes:
        modalities: Modality of the code.
        contrasts: Contrast state of the code.
        roles: What the service is for.
        techniques: Techniques, any of which the code has.
        not_techniques: Techniques, none of which the code has.
        extents: Complete, limited, follow-up.
        lateralities: What the code says of sides.
        views: Whether the code counts views.
        codes: Codes, and first-last ranges.
        not_codes: Codes and ranges that are left out.
        screening: Whether the code is for people without symptoms.
        unlisted: Whether the code stands for a service without a code.
        supplies: Kinds of supply.
        modifiers: Modifiers, any of which the line has.
        not_modifiers: Modifiers, none of which the line has.
        settings: Claim forms.
        payers: Who pays.
        supervisions: Supervision that the fee schedule asks for.
        effective: First day of service.
        through: Last day of service.
    """

    modalities: tuple[Modality, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    roles: tuple[Role, ...] = ()
    techniques: tuple[Technique, ...] = ()
    not_techniques: tuple[Technique, ...] = ()
    extents: tuple[Extent, ...] = ()
    lateralities: tuple[Laterality, ...] = ()
    views: bool | None = None
    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    screening: bool | None = None
    unlisted: bool | None = None
    supplies: tuple[SupplyKind, ...] = ()
    modifiers: tuple[str, ...] = ()
    not_modifiers: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    payers: tuple[Payer, ...] = ()
    supervisions: tuple[Supervision, ...] = ()
    effective: dt.date | None = None
    through: dt.date | None = None


@attrs.frozen
class Acceptance:
    """What counts as good enough, once something is there.

    Attributes:
        choices: Of a choice's values, those that satisfy; () means all.
        rejects: Values, any of which spoils it.
        above: The number must be greater than this.
        minimum: Least number.
        maximum: Greatest number.
        alternatives: Lists of elements, one of which must be there whole.
        excused_by: Evidence id of a list whose elements count as there, such as those that could not be seen.
        not_after_service: Whether a date must not lie after the day of service.
        expected: What a yes or no must be.
        by: Where the threshold comes from, when it differs by code.
        reason: What to say where it falls short; made from the fields above if empty.
    """

    choices: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    above: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    excused_by: str = ""
    not_after_service: bool = False
    expected: bool = True
    by: AcceptFrom | None = None
    reason: str = ""


@attrs.frozen(field_transformer=typed, repr=False)
class RequirementRule(Printed):
    """One row of the requirements: what must be there, when, how firmly, and who says so.

    Attributes:
        id: Stable dotted words; public, never reused.
        text: What must be there.
        level: How binding it is.
        evidence: Id of the evidence.
        when: Which services it applies to.
        given: The condition in the record that a conditional rule turns on.
        accept: What is good enough.
        partial: Evidence ids that show the thing is there in part, so that a gap is INSUFFICIENT, not ABSENT.
        citation: Who says so.
        certainty: How sure that is.
    """

    _columns = ("id", "level", "text", "evidence", "citation")

    id: str
    text: str
    level: RequirementLevel
    evidence: str
    citation: str
    certainty: Certainty
    when: Applicability = Applicability()
    given: Condition | None = None
    accept: Acceptance = Acceptance()
    partial: tuple[str, ...] = ()


@attrs.frozen(field_transformer=typed, repr=False)
class DocumentationRequirement(Printed):
    """What the record of one service must hold.

    Attributes:
        id: The rule's stable id.
        text: What must be there.
        level: How binding it is.
        evidence: The evidence that shows it, with its kind and allowed values.
        applies: Why it applies here.
        citation: Who says so.
        certainty: How sure that is.
    """

    _columns = ("level", "text", "evidence", "citation")

    id: str
    text: str
    level: RequirementLevel
    evidence: Evidence
    applies: str
    citation: str
    certainty: Certainty

    def __str__(self) -> str:
        return f"{self.text} ({self.level.value}; {self.evidence.id})"


@attrs.frozen(field_transformer=typed, repr=False)
class Gap(Printed):
    """What a record lacks.

    Attributes:
        requirement: What must be there.
        kind: ABSENT, or INSUFFICIENT: there and not good enough.
        found: What the record holds, or None.
        reason: What is wrong and what would do, in a sentence.
    """

    _columns = ("requirement", "kind", "found", "reason")

    requirement: DocumentationRequirement
    kind: GapKind
    found: EvidenceValue | None
    reason: str

    def __str__(self) -> str:
        return f"{self.requirement.id}: {self.reason}"
