"""The rules of the claim check; reading `RULES` is reading what is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from cptkit.checking import (
    codes_say,
    composed,
    diagnoses_say,
    edits_say,
    families_say,
    frequency_say,
    policy_say,
    portable_say,
    repeats_say,
    supplies_say,
)
from cptkit.checking.view import View
from cptkit.claims import Finding
from cptkit.modifiers import RULES as MODIFIER_RULES


@attrs.frozen
class Rule:
    """A rule: what it is called, what it asks, and what says so. Its function's first sentence says what is checked.

    Attributes:
        ids: The ids of its findings.
        judge: The claim with the tables at hand in, findings out; it keeps nothing.
        tables: The tables it asks, besides the code set.
    """

    ids: tuple[str, ...]
    judge: Callable[[View], Iterator[Finding]]
    tables: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What is checked, in a sentence."""
        return (self.judge.__doc__ or "").split("\n", 1)[0]


_FEES = "fee schedule"

RULES: tuple[Rule, ...] = (
    Rule(
        (
            "code.in-force",
            "code.malformed",
            "code.unknown",
            "code.unassigned",
            "code.not-yet-valid",
            "code.retired",
        ),
        codes_say.code_life,
    ),
    Rule(("status.not-payable",), codes_say.fee_status, (_FEES,)),
    Rule(("coverage.billed-for-denial",), codes_say.billed_for_denial),
    Rule(
        ("hospital.status",),
        codes_say.hospital_status,
        ("hospital outpatient status", "hospital_codes"),
    ),
    Rule(("hospital.only",), codes_say.hospital_only),
    Rule(
        tuple(name for ids, _ in MODIFIER_RULES for name in ids),
        composed.modifier_rules,
        (_FEES, "modifiers", "modifier_codes", "modifier_conflicts"),
    ),
    Rule(("place.unassigned",), codes_say.place, ("places of service",)),
    Rule(("units.count",), codes_say.units),
    Rule(("claim.duplicate",), repeats_say.duplicates),
    Rule(("component.overlap",), repeats_say.components),
    Rule(("repeat.first-line",), repeats_say.repeats),
    Rule(("repeat.second-reading",), repeats_say.second_readings),
    Rule(
        ("bilateral.one-line", "bilateral.both-sides-code"),
        repeats_say.both_sides,
        (_FEES, "bilateral_codes"),
    ),
    Rule(("bilateral.units",), repeats_say.fifty),
    Rule(("bundling.ptp",), edits_say.pairs, ("PTP edits of the claim form",)),
    Rule(("bundling.distinct-unused",), edits_say.unused, ("PTP edits of the claim form",)),
    Rule(("bundling.mue",), edits_say.unit_limits, ("MUE of the claim form",)),
    Rule(("addon.no-primary",), edits_say.add_ons, ("add-on edits",)),
    Rule(
        ("contrast.one-of-family",),
        families_say.contrast_families,
        ("contrast_families", "angiography_families", "PTP edits of any quarter"),
    ),
    Rule(("combination.one-code",), families_say.combined_codes, ("combination_codes",)),
    Rule(
        (
            "combination.included-study",
            "combination.exclusive",
            "screening.with-diagnostic",
            "documentation.separate-study",
        ),
        families_say.excluded_pairs,
        ("claim_pairs",),
    ),
    Rule(("mammography.same-day",), families_say.mammograms),
    Rule(
        ("guidance.included", "guidance.fluoroscopy", "guidance.no-procedure", "guidance.units"),
        composed.guidance_rules,
        ("guidance_codes", "guidance_included"),
    ),
    Rule(("guidance.once-per-encounter",), families_say.encounters, ("guidance_codes",)),
    Rule(("supply.agent-missing",), supplies_say.agents_missing, ("places of service",)),
    Rule(("supply.tracer-missing",), supplies_say.tracers_missing, ("places of service",)),
    Rule(("supply.study-missing", "supply.beside-professional"), supplies_say.studies_missing),
    Rule(("supply.units",), supplies_say.agent_units, ("supply_units",)),
    Rule(("supply.waste",), supplies_say.waste, ("places of service",)),
    Rule(("diagnosis.missing", "diagnosis.form", "diagnosis.too-many"), diagnoses_say.form),
    Rule(("diagnosis.needed",), diagnoses_say.needed, ("diagnosis_rules",)),
    Rule(("pet.strategy",), diagnoses_say.pet_strategy),
    Rule(("diagnosis.side",), diagnoses_say.sides, ("diagnosis_sides",)),
    Rule(("order.provider",), diagnoses_say.ordering),
    Rule(
        ("frequency.history", "frequency.interval"), frequency_say.intervals, ("claim_intervals",)
    ),
    Rule(("frequency.course",), frequency_say.courses, ("course_frequency",)),
    Rule(("portable.transport", "portable.setup"), portable_say.portable),
    Rule(("documentation.missing",), composed.documentation_rules, ("requirements", "evidence")),
    Rule(("policy.authorization",), policy_say.authorization),
    Rule(("policy.laterality",), policy_say.laterality),
    Rule(("policy.bilateral",), policy_say.bilateral),
    Rule(("policy.distinct",), policy_say.distinct),
    Rule(("policy.timely-filing",), policy_say.timely_filing),
    Rule(("policy.requirement",), policy_say.requirements),
)
"""Every rule, in the order in which its findings stand."""

ORDER = {name: place for place, rule in enumerate(RULES) for name in rule.ids}
"""The place of each id."""
