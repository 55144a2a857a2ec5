"""The example claim of a modifier's page: what the check and the fee schedule say with the modifier, and without it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import cptkit
from cptkit.once import once
from pages import table

HERE = Path(__file__).parent
ORDERED_BY = "1234567893"
"""The number that CMS gives as an example of a valid NPI."""
SPEAKING = (cptkit.Outcome.FAIL, cptkit.Outcome.WARN)


def example(modifier: str) -> str:
    """Show the claim on which the modifier stands, what it changes there, and what it does not."""
    row = _rows()[modifier]
    with_it, without = claim(modifier), claim(modifier, bare=True)
    return (
        f"\n## An example claim\n\n{row['says']}\n\n"
        + table(["line", "day", "units", "place of service"], map(_line, with_it.lines))
        + f"\n{_told(modifier, cptkit.check_claim(with_it), cptkit.check_claim(without))}"
        + _paid(modifier, with_it, without)
    )


def claim(modifier: str, *, bare: bool = False) -> cptkit.Claim:
    """Make the example claim of a modifier; bare: the same without the modifier."""
    row = _rows()[modifier]
    first = (
        dt.date.fromisoformat(row["on"])
        if "on" in row
        else cptkit.edition().on.replace(month=3, day=2)
    )
    lines = []
    for each in row["lines"]:
        code, *modifiers = each["cell"].format(m=modifier).split("-")
        lines.append(
            cptkit.ClaimLine(
                code,
                [m for m in modifiers if not (bare and m == modifier)],
                date_of_service=first + dt.timedelta(each.get("after", 0)),
                units=each.get("units", 1),
                place_of_service=row.get("place"),
                provider=each.get("provider"),
                session=each.get("session"),
            )
        )
    setting = cptkit.Setting[row.get("setting", "PROFESSIONAL")]
    payer = cptkit.Payer[row.get("payer", "MEDICARE")]
    return cptkit.Claim(lines, setting, payer, ordering_provider=ORDERED_BY)


@once
def _rows() -> dict[str, dict[str, Any]]:
    read = json.loads((HERE / "modifier_claims.json").read_text(encoding="utf-8"))
    return {modifier: row for row in read for modifier in row["modifiers"]}


def _line(line: cptkit.ClaimLine) -> tuple[object, ...]:
    cell = "-".join((line.code, *line.modifiers))
    return f"`{cell}`", line.date_of_service, line.units, line.place_of_service


def _told(modifier: str, with_it: cptkit.ClaimReport, without: cptkit.ClaimReport) -> str:
    """Tell what the two reports have that the other has not."""
    kept, left = _spoken(with_it), _spoken(without)
    more = [each for each in left if each not in kept]
    less = [each for each in kept if each not in left]
    if any(
        each.rule == "code.in-force" and each.outcome is cptkit.Outcome.NO_DATA
        for each in with_it.findings
    ):
        return "No code set here reaches back to that day.\n"
    if not more and not less:
        return (
            f"`check_claim` says the same with {modifier} and without it: whether it belongs there the "
            "record tells, not the claim.\n"
        )
    rows = [(f"without {modifier}", *each) for each in more]
    rows += [(f"with {modifier}", *each) for each in less]
    rows += [("in either case", *each) for each in kept if each in left]
    return "What `check_claim` says:\n\n" + table(["", "", "line", "rule", "what", "cure"], rows)


def _spoken(report: cptkit.ClaimReport) -> list[tuple[str, str, str, str, str]]:
    said = (each for each in report.findings if each.outcome in SPEAKING)
    return [
        (
            each.outcome.name,
            ", ".join(str(line + 1) for line in each.lines),
            each.rule,
            each.message,
            each.remedy,
        )
        for each in said
    ]


def _paid(modifier: str, with_it: cptkit.Claim, without: cptkit.Claim) -> str:
    """Tell what Medicare allows for the line with the modifier and without it, where that differs."""
    if with_it.setting is not cptkit.Setting.PROFESSIONAL:
        return ""
    rows = []
    for line, bare in zip(with_it.lines, without.lines, strict=True):
        if modifier in line.modifiers:
            amounts = [cptkit.payment.price(each).amount for each in (bare, line)]
            if amounts[0] != amounts[1] and None not in amounts:
                rows.append((f"`{'-'.join((line.code, *line.modifiers))}`", *amounts))
    if not rows:
        return ""
    heads = ["line", f"without {modifier}, $", f"with {modifier}, $"]
    return "\nWhat Medicare allows, without the adjustment of a locality:\n\n" + table(heads, rows)


def named() -> frozenset[str]:
    """Give the modifiers that have an example claim."""
    return frozenset(_rows())
