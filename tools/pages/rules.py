"""A page on every rule of the claim check, from `RULES` and the tables behind them."""

from __future__ import annotations

from cptkit.catalog.both_sides import bilateral_rows
from cptkit.catalog.determinations import packaged_rows
from cptkit.claim_check import RULES, Rule
from cptkit.claim_check.rule_tables import (
    combinations,
    course_rows,
    hospital_rows,
    interval_rows,
    pair_rows,
    supply_units,
)
from cptkit.lines.rule_rows import rule_rows
from cptkit.lines.view import View
from cptkit.values.necessity import CoverageStance
from pages import GENERATED, table


def pages() -> dict[str, str]:
    """Give ``rules.md``."""
    parts = [
        _INTRODUCTION,
        "## The rules\n",
        *map(_rule, RULES),
        *_tables(),
    ]
    return {"rules.md": GENERATED + "\n".join(parts)}


_INTRODUCTION = """# Rules of the claim check

`cptkit.check_claim` asks every rule below, in this order; each judges each line by the line's own date. Rules do not
suppress each other. A rule's function gets the claim with the tables at hand and gives findings; it keeps nothing.

| outcome | what it says |
|---|---|
| FAIL | will be denied |
| WARN | may be denied, or wants a look; also an edit that was found in a table of another quarter |
| BYPASSED | would be denied but for a modifier that the record must justify |
| NO_DATA | no table at hand tells; the finding says what to load |
| PASS | nothing against it |

Where a rule is Medicare's own, other payers get a WARN where Medicare gets a FAIL. H, M and L are the certainty of the
rule: read in an official file, one good secondary source or well-known practice, not verified. CARC is the number of the
Claim Adjustment Reason Code that a payer would most likely give.
"""


def anchor(name: str) -> str:
    """Give the place of a rule on the page, as `Finding.url` names it."""
    return name.replace(".", "-")


def _rule(rule: Rule[View]) -> str:
    asks = f"\nAsks: {', '.join(rule.tables)}.\n" if rule.tables else ""
    rows = [
        (
            f'<a id="{anchor(name)}"></a>`{name}`',
            _who(name),
            row.citation,
            row.certainty.name,
            row.carc,
        )
        for name in rule.ids
        for row in (rule_rows()[name],)
    ]
    return f"### {rule.says}\n{asks}\n" + table(
        ["id", "whose", "source", "certainty", "CARC"], rows
    )


def _who(name: str) -> str:
    if name.startswith("policy."):
        return "the payer's"
    return "Medicare's" if rule_rows()[name].medicare_only else "every payer's"


def _tables() -> list[str]:
    combined = [
        (r.first, r.second, r.combined, r.effective, r.citation, r.certainty.name)
        for r in combinations().values()
    ]
    pairs = [
        (
            f"`{r.rule}`",
            ", ".join(r.first),
            ", ".join(r.second),
            r.outcome.name,
            "yes" if r.bypass else "no",
            r.reason,
            r.citation,
            r.certainty.name,
        )
        for r in pair_rows()
    ]
    sides = [
        (r.one_side, r.views or r.both_sides, r.citation, r.certainty.name)
        for r in bilateral_rows()
    ]
    hospital = [
        (r.code, ", ".join(r.instead), r.note, r.citation, r.certainty.name)
        for r in hospital_rows().values()
    ]
    determined = [
        (
            ", ".join(r.codes or r.modifiers),
            r.document,
            r.stance.name,
            ", ".join(r.diagnoses),
            ", ".join((*r.modifiers, *(f"not {name}" for name in r.without), *r.beside)),
            r.otherwise.name if r.stance is CoverageStance.COVERED else "",
            r.reason,
            r.citation,
            r.certainty.name,
        )
        for r in packaged_rows()
    ]
    often = [
        (", ".join(r.codes), r.months, r.history, r.citation, r.certainty.name)
        for r in interval_rows()
    ]
    course = [(", ".join(r.codes), r.reason, r.citation, r.certainty.name) for r in course_rows()]
    supplies = [
        (r.code, r.fewest, r.reason, r.citation, r.certainty.name) for r in supply_units().values()
    ]
    sure = ["source", "certainty"]
    return [
        "## Tables of the rules\n",
        "### One code for both\n\n"
        + table(["code", "with", "in one session", "from", *sure], combined),
        "### Codes that do not go together\n\n"
        + table(["rule", "stays", "goes", "outcome", "a modifier helps", "why", *sure], pairs),
        "### Codes of both sides\n\n" + table(["one side", "both sides", *sure], sides),
        "### What hospitals bill instead\n\n"
        + table(["code", "instead", "which", *sure], hospital),
        "### Coverage determinations\n\n"
        + table(
            [
                "codes or modifiers",
                "document",
                "stance",
                "diagnoses",
                "with",
                "otherwise",
                "why",
                *sure,
            ],
            determined,
        ),
        "### How often\n\n"
        + table(["codes", "full months between", "what a claim does not carry", *sure], often),
        "### In a course of radiation treatment\n\n" + table(["codes", "rule", *sure], course),
        "### Fewest plausible units\n\n" + table(["agent", "units", "why", *sure], supplies),
    ]
