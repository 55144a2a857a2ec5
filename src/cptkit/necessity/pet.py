"""Oncologic PET says which treatment strategy it serves: PI or PS, as its diagnoses ask."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import authored
from cptkit.lines.value_sets import members, modifiers_of
from cptkit.necessity.asking import Asked, Asking
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.diagnosis import diagnosis_list
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import ModifierKind

RULE = "pet.strategy"


@attrs.frozen
class DiagnosisGroup:
    """Diagnoses that ask one thing of a PET.

    Attributes:
        id: ``tumor``, ``suspected`` or ``other-question``.
        diagnoses: Codes, beginnings and ranges.
        citation: The source.
        certainty: How sure the group is.
    """

    id: str
    diagnoses: tuple[str, ...]
    citation: str
    certainty: Certainty


def oncologic() -> frozenset[str]:
    """Give the codes of oncologic PET: those that PI and PS are made for."""
    return members("pet.oncologic")


@once
def _groups() -> dict[str, DiagnosisGroup]:
    return {group.id: group for group in authored("necessity_pet", DiagnosisGroup)}


def _any(group: str, asked: Asked) -> bool:
    listed = diagnosis_list(_groups()[group].diagnoses)
    return any(listed.holds(each) for each in asked.diagnoses)


def strategy(asking: Asking) -> Iterator[Finding]:
    """An oncologic PET under a tumor diagnosis says PI or PS; under another it says neither."""
    for asked in asking.lines:
        if asked.seen.text in oncologic() and asked.diagnoses:
            yield _strategy(asked)


def _strategy(asked: Asked) -> Finding:
    code = asked.seen.text
    said = not asked.seen.modifiers.isdisjoint(modifiers_of(ModifierKind.PET))
    tumor, suspected = _any("tumor", asked), _any("suspected", asked)
    if tumor and not said:
        message = f"{code} under a tumor diagnosis carries neither PI nor PS"
        cure = "PI before the first treatment plan, PS after it"
        return asked.say(RULE, Outcome.FAIL, message, cure)
    if said and not tumor and not suspected:
        message = f"{code} carries PI or PS, and no diagnosis is of a tumor"
        cure = "take it off for infection, dementia or seizures; or code the tumor"
        return asked.say(RULE, Outcome.WARN, message, cure, certainty=Certainty.M)
    if (
        suspected
        and not said
        and code not in members("pet.other-questions")
        and not _any("other-question", asked)
    ):
        message = f"{code} under a sign, a nodule or a history carries neither PI nor PS"
        cure = (
            "PI or PS, if the study was made for a cancer that is suspected or was treated; else code"
            " the other question"
        )
        return asked.say(RULE, Outcome.WARN, message, cure, certainty=Certainty.M)
    return asked.say(RULE, Outcome.PASS, "PI or PS agrees with the diagnoses")
