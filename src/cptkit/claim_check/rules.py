"""The rules of the claim check; reading `RULES` is reading what is checked."""

from __future__ import annotations

from cptkit.catalog.contrast_families import families_by_code
from cptkit.catalog.guidance_codes import guidance_codes
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
from cptkit.claim_check.rule_tables import (
    combined_parts,
    course_codes,
    denial_rows,
    interval_codes,
    pairs_by_first,
    predecessors,
)
from cptkit.documentation import RULES as DOCUMENTATION_RULES
from cptkit.guidance.rules import GUIDANCE_RULE
from cptkit.indicators import Setting
from cptkit.lines.add_ons import ADD_ON_RULE
from cptkit.lines.view import View
from cptkit.modifiers import RULES as MODIFIER_RULES
from cptkit.necessity.rules import RULES as NECESSITY_RULES
from cptkit.values.modifier import BILATERAL, DISTINCT, SIDES
from cptkit.values.rule import Held, Interest, Rule

_FEES = "fee schedule"
_PAIR, _PLACED = Interest(held=frozenset({Held.PAIR})), Interest(held=frozenset({Held.PLACE}))
_SUPPLIED, _POLICY = (
    Interest(held=frozenset({Held.SUPPLY})),
    Interest(held=frozenset({Held.POLICY})),
)
_PROFESSIONAL = Interest(settings=(Setting.PROFESSIONAL,))
_IMAGED = Interest(settings=(Setting.PROFESSIONAL,), held=frozenset({Held.IMAGE}))

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
    Rule(("status.not-payable",), code_status.fee_status, (_FEES,), _PROFESSIONAL),
    Rule(
        ("coverage.billed-for-denial",),
        code_status.billed_for_denial,
        ("denial_modifiers",),
        interest=Interest(modifiers=denial_rows, held=frozenset({Held.MEDICARE})),
    ),
    Rule(
        ("hospital.status",),
        code_status.hospital_status,
        ("hospital outpatient status", "hospital_codes"),
        Interest(settings=(Setting.OUTPATIENT_HOSPITAL,)),
    ),
    Rule(("hospital.only",), code_status.hospital_only, interest=_PROFESSIONAL),
    *MODIFIER_RULES,
    Rule(("place.unassigned",), places.place, ("places of service",), _PLACED),
    Rule(
        ("place.imaging",),
        places.place_of_imaging,
        interest=Interest(held=frozenset({Held.PLACE, Held.IMAGE})),
    ),
    Rule(("units.count",), code_status.units),
    Rule(("claim.duplicate",), repeats.duplicates),
    Rule(("component.overlap",), repeats.components, interest=_PAIR),
    Rule(
        ("repeat.first-line",),
        repeats.repeats,
        interest=Interest(modifiers=repeats.repeating),
    ),
    Rule(
        ("repeat.second-reading",),
        repeats.second_readings,
        interest=Interest(
            settings=(Setting.PROFESSIONAL,), held=frozenset({Held.PAIR, Held.IMAGE})
        ),
    ),
    Rule(
        ("bilateral.one-line", "bilateral.both-sides-code"),
        repeats.both_sides,
        (_FEES, "bilateral_codes"),
        Interest(modifiers=lambda: SIDES, held=frozenset({Held.PAIR})),
    ),
    Rule(
        ("bilateral.units",),
        repeats.fifty,
        interest=Interest(modifiers=lambda: (BILATERAL,), held=frozenset({Held.UNITS})),
    ),
    Rule(("bundling.ptp",), ncci_edits.pairs, ("PTP edits of the claim form",), _PAIR),
    Rule(
        ("bundling.by-predecessor",),
        predecessor_edits.by_predecessor,
        ("PTP edits of the claim form", "successors"),
        Interest(codes=predecessors, held=frozenset({Held.PAIR})),
    ),
    Rule(
        ("bundling.distinct-unused",),
        ncci_edits.unused,
        ("PTP edits of the claim form",),
        Interest(modifiers=lambda: DISTINCT),
    ),
    Rule(("bundling.mue",), ncci_edits.unit_limits, ("MUE of the claim form",)),
    ADD_ON_RULE,
    Rule(
        ("contrast.one-of-family",),
        one_session.contrast_families,
        ("contrast_families", "angiography_families", "PTP edits of any quarter"),
        Interest(codes=families_by_code),
    ),
    Rule(
        ("combination.one-code",),
        one_session.combined_codes,
        ("combination_codes",),
        Interest(codes=combined_parts, held=frozenset({Held.PAIR})),
    ),
    Rule(
        (
            "combination.included-study",
            "combination.exclusive",
            "screening.with-diagnostic",
            "documentation.separate-study",
        ),
        one_session.excluded_pairs,
        ("claim_pairs",),
        Interest(codes=pairs_by_first, held=frozenset({Held.PAIR})),
    ),
    Rule(
        ("mammography.same-day",),
        one_session.mammograms,
        interest=Interest(codes=one_session.mammogram_codes, held=frozenset({Held.PAIR})),
    ),
    GUIDANCE_RULE,
    Rule(
        ("guidance.once-per-encounter",),
        one_session.encounters,
        ("guidance_codes",),
        Interest(codes=guidance_codes, held=frozenset({Held.PAIR})),
    ),
    Rule(("supply.agent-missing",), supplies.agents_missing, ("places of service",), _IMAGED),
    Rule(
        ("supply.tracer-missing",),
        supplies.tracers_missing,
        ("places of service",),
        Interest(held=frozenset({Held.IMAGE})),
    ),
    Rule(
        ("supply.study-missing", "supply.beside-professional"),
        supplies.studies_missing,
        interest=_SUPPLIED,
    ),
    Rule(("supply.units",), supplies.agent_units, ("supply_units",), _SUPPLIED),
    Rule(
        ("supply.waste",),
        supplies.waste,
        ("places of service",),
        Interest(
            settings=(Setting.PROFESSIONAL,),
            held=frozenset({Held.SUPPLY, Held.PLACE, Held.MEDICARE}),
        ),
    ),
    *NECESSITY_RULES,
    Rule(("order.provider",), orders.ordering, interest=_IMAGED),
    Rule(
        ("frequency.history", "frequency.interval"),
        frequency.intervals,
        ("claim_intervals",),
        Interest(codes=interval_codes),
    ),
    Rule(
        ("frequency.course",),
        frequency.courses,
        ("course_frequency",),
        Interest(codes=course_codes),
    ),
    Rule(
        ("portable.transport", "portable.setup"),
        portable_xray.portable,
        interest=Interest(codes=portable_xray.codes),
    ),
    *DOCUMENTATION_RULES,
    Rule(("policy.authorization",), payer_policy.authorization, interest=_POLICY),
    Rule(("policy.laterality",), payer_policy.laterality, interest=_POLICY),
    Rule(("policy.bilateral",), payer_policy.bilateral, interest=_POLICY),
    Rule(("policy.distinct",), payer_policy.distinct, interest=_POLICY),
    Rule(("policy.timely-filing",), payer_policy.timely_filing, interest=_POLICY),
    Rule(("policy.requirement",), payer_policy.requirements, interest=_POLICY),
)
"""Every rule, in the order in which its findings stand."""

ORDER = {name: place for place, rule in enumerate(RULES) for name in rule.ids}
"""The place of each id."""
