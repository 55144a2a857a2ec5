"""The claims of the snapshot file, as values."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from cptkit import Claim, ClaimLine, ClaimReport, Outcome, Payer, PayerPolicy, Setting
from cptkit.files.packaged import structure

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "snapshots" / "claims.json").read_text(encoding="utf-8")
)["rows"]
TOLD = (Outcome.FAIL, Outcome.WARN, Outcome.BYPASSED)


def claim_of(row: dict[str, Any]) -> Claim:
    """Make the claim of a row."""
    return Claim(
        tuple(map(line_of, row["lines"])),
        Setting[row["setting"]],
        Payer[row["payer"]],
        row["ordering_provider"],
    )


def line_of(row: dict[str, Any]) -> ClaimLine:
    """Make a line of a row."""
    fields = dict(row)
    code, modifiers, on = (
        fields.pop("code"),
        fields.pop("modifiers"),
        dt.date.fromisoformat(fields.pop("date_of_service")),
    )
    return ClaimLine(code, modifiers, date_of_service=on, **fields)


def policy_of(row: dict[str, Any]) -> PayerPolicy | None:
    """Make the policy of a row, if it has one."""
    return structure(row["policy"], PayerPolicy) if "policy" in row else None


def told(report: ClaimReport) -> list[str]:
    """Give what a report says against a claim, as the snapshots write it."""
    return sorted(
        f"{v.outcome.name} {v.rule} {','.join(map(str, v.lines))}"
        for v in report.verdicts
        if v.outcome in TOLD
    )
