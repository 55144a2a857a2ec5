"""Oncologic PET says which treatment strategy it serves: PI or PS, as its diagnoses ask."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cptkit.files.packaged import authored
from cptkit.lines.rule_rows import rule_rows
from cptkit.necessity.asking import Asked, Asking
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.diagnosis import diagnosis_list
from cptkit.values.finding import Finding, Outcome

RULE = "pet.strategy"
_BRAIN = "78608"
ONCOLOGIC = frozenset({_BRAIN, "78811", "78812", "78813", "78814", "78815", "78816"})
_STRATEGY = frozenset({"PI", "PS"})


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


@once
def _groups() -> dict[str, DiagnosisGroup]:
    return {group.id: group for group in authored("necessity_pet", DiagnosisGroup)}


def _any(group: str, asked: Asked) -> bool:
    listed = diagnosis_list(_groups()[group].diagnoses)
    return any(listed.holds(each) for each in asked.diagnoses)


def strategy(asking: Asking) -> Iterator[Finding]:
    """An oncologic PET under a tumor diagnosis says PI or PS; under another it says neither."""
    for asked in asking.lines:
        if asked.line.code in ONCOLOGIC and asked.diagnoses:
            yield _strategy(asking, asked)


def _strategy(asking: Asking, asked: Asked) -> Finding:
    code = asked.line.code
    said = bool(_STRATEGY & set(asked.line.modifiers))
    tumor, suspected = _any("tumor", asked), _any("suspected", asked)
    if tumor and not said:
        outcome = Outcome.FAIL if asking.is_medicare else Outcome.WARN
        message = f"{code} under a tumor diagnosis carries neither PI nor PS"
        return _said(asked, outcome, message, "PI before the first treatment plan, PS after it")
    if said and not tumor and not suspected:
        message = f"{code} carries PI or PS, and no diagnosis is of a tumor"
        cure = "take it off for infection, dementia or seizures; or code the tumor"
        return _said(asked, Outcome.WARN, message, cure, Certainty.M)
    if suspected and not said and code != _BRAIN and not _any("other-question", asked):
        message = f"{code} under a sign, a nodule or a history carries neither PI nor PS"
        cure = (
            "PI or PS, if the study was made for a cancer that is suspected or was treated; else code"
            " the other question"
        )
        return _said(asked, Outcome.WARN, message, cure, Certainty.M)
    return _said(asked, Outcome.PASS, "PI or PS agrees with the diagnoses", "")


def _said(
    asked: Asked, outcome: Outcome, message: str, cure: str, certainty: Certainty | None = None
) -> Finding:
    row = rule_rows()[RULE]
    return row.finding(outcome, (asked.index,), message, cure, certainty=certainty)
