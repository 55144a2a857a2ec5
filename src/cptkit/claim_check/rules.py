"""The rules of the claim check; reading `RULES` is reading what is checked."""

from __future__ import annotations

from cptkit.claim_check import (
    code_status,
    frequency,
    ncci_edits,
    one_session,
    orders,
    payer_policy,
    places,
    portable_xray,
    predecessor_edits,
    repeats,
    supplies,
    whole,
)
from cptkit.documentation import RULES as DOCUMENTATION_RULES
from cptkit.guidance.rules import GUIDANCE_RULE
from cptkit.lines.add_ons import ADD_ON_RULE
from cptkit.lines.view import View
from cptkit.modifiers import RULES as MODIFIER_RULES
from cptkit.necessity.rules import RULES as NECESSITY_RULES
from cptkit.values.rule import Rule

_FEES = "fee schedule"

RULES: tuple[Rule[View], ...] = (
    Rule(("claim.unread", "claim.no-lines", "line.unreadable"), whole.completeness),
    Rule(
        (
            "code.in-force",
            "code.malformed",
            "code.unknown",
            "code.not-covered",
            "code.unassigned",
            "code.not-yet-valid",
            "code.retired",
        ),
        code_status.code_life,
    ),
    Rule(("status.not-payable",), code_status.fee_status, (_FEES,)),
    Rule(("coverage.billed-for-denial",), code_status.billed_for_denial),
    Rule(
        ("hospital.status",),
        code_status.hospital_status,
        ("hospital outpatient status", "hospital_codes"),
    ),
    Rule(("hospital.only",), code_status.hospital_only),
    *MODIFIER_RULES,
    Rule(("place.unassigned",), places.place, ("places of service",)),
    Rule(("place.imaging",), places.place_of_imaging),
    Rule(("units.count",), code_status.units),
    Rule(("claim.duplicate",), repeats.duplicates),
    Rule(("component.overlap",), repeats.components),
    Rule(("repeat.first-line",), repeats.repeats),
    Rule(("repeat.second-reading",), repeats.second_readings),
    Rule(
        ("bilateral.one-line", "bilateral.both-sides-code"),
        repeats.both_sides,
        (_FEES, "bilateral_codes"),
    ),
    Rule(("bilateral.units",), repeats.fifty),
    Rule(("bundling.ptp",), ncci_edits.pairs, ("PTP edits of the claim form",)),
    Rule(
        ("bundling.by-predecessor",),
        predecessor_edits.by_predecessor,
        ("PTP edits of the claim form", "successors"),
    ),
    Rule(("bundling.distinct-unused",), ncci_edits.unused, ("PTP edits of the claim form",)),
    Rule(("bundling.mue",), ncci_edits.unit_limits, ("MUE of the claim form",)),
    ADD_ON_RULE,
    Rule(
        ("contrast.one-of-family",),
        one_session.contrast_families,
        ("contrast_families", "angiography_families", "PTP edits of any quarter"),
    ),
    Rule(("combination.one-code",), one_session.combined_codes, ("combination_codes",)),
    Rule(
        (
            "combination.included-study",
            "combination.exclusive",
            "screening.with-diagnostic",
            "documentation.separate-study",
        ),
        one_session.excluded_pairs,
        ("claim_pairs",),
    ),
    Rule(("mammography.same-day",), one_session.mammograms),
    GUIDANCE_RULE,
    Rule(("guidance.once-per-encounter",), one_session.encounters, ("guidance_codes",)),
    Rule(("supply.agent-missing",), supplies.agents_missing, ("places of service",)),
    Rule(("supply.tracer-missing",), supplies.tracers_missing, ("places of service",)),
    Rule(("supply.study-missing", "supply.beside-professional"), supplies.studies_missing),
    Rule(("supply.units",), supplies.agent_units, ("supply_units",)),
    Rule(("supply.waste",), supplies.waste, ("places of service",)),
    *NECESSITY_RULES,
    Rule(("order.provider",), orders.ordering),
    Rule(("frequency.history", "frequency.interval"), frequency.intervals, ("claim_intervals",)),
    Rule(("frequency.course",), frequency.courses, ("course_frequency",)),
    Rule(("portable.transport", "portable.setup"), portable_xray.portable),
    *DOCUMENTATION_RULES,
    Rule(("policy.authorization",), payer_policy.authorization),
    Rule(("policy.laterality",), payer_policy.laterality),
    Rule(("policy.bilateral",), payer_policy.bilateral),
    Rule(("policy.distinct",), payer_policy.distinct),
    Rule(("policy.timely-filing",), payer_policy.timely_filing),
    Rule(("policy.requirement",), payer_policy.requirements),
)
"""Every rule, in the order in which its findings stand."""

ORDER = {name: place for place, rule in enumerate(RULES) for name in rule.ids}
"""The place of each id."""
