"""Reason and remark codes of remittances, in our own words, with what the field makes of them."""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.claim_check.rule_tables import denial_rows
from cptkit.files.packaged import authored
from cptkit.lines.rule_rows import rule_rows
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.denial import Appeal, DenialReason, ModifierHelp, ReasonKind

_REVERSAL_GROUP = "CR"


@attrs.frozen
class CarcRow:
    """A Claim Adjustment Reason Code.

    Attributes:
        code: The code.
        meaning: What it says, in our words.
        effective: The first day, where a source states it.
        modifier: Whether a modifier helps, where no table decides.
        appeal: Whether an appeal does, where no table decides.
        advice: What to do.
        citation: The source.
        certainty: How sure it is.
        is_adjustment: Whether it is no denial.
        rules: The rules that may stand behind it beside those whose own row in the catalogue of rules names it.
        record: Beginnings of the ids of requirements that the record must meet.
        through: The last day, where it was taken off the list.
    """

    code: str
    meaning: str
    effective: dt.date | None
    modifier: ModifierHelp
    appeal: Appeal
    advice: str
    citation: str
    certainty: Certainty
    is_adjustment: bool = False
    rules: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    through: dt.date | None = None


@attrs.frozen
class RarcRow:
    """A Remittance Advice Remark Code.

    Attributes:
        code: The code.
        meaning: What it says, in our words.
        citation: The source.
        certainty: How sure it is.
        rules: The rules that carry it.
        record: Beginnings of the ids of requirements that the record must meet.
        ends_appeal: Whether it says that there is no appeal: a corrected claim is the way.
        by_law: Whether it says that a law excludes the service.
        effective: The first day, where a source states it.
        through: The last day, where it was taken off the list.
    """

    code: str
    meaning: str
    citation: str
    certainty: Certainty
    rules: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    ends_appeal: bool = False
    by_law: bool = False
    effective: dt.date | None = None
    through: dt.date | None = None


@once
def carc_rows() -> dict[str, CarcRow]:
    """Give the reason codes that are known."""
    return {row.code: row for row in authored("adjustment_reasons", CarcRow)}


@once
def rarc_rows() -> dict[str, RarcRow]:
    """Give the remark codes that are known."""
    return {row.code: row for row in authored("remark_codes", RarcRow)}


@once
def rules_of(carc: str) -> tuple[str, ...]:
    """Give the rules that carry a reason code: those that name it themselves, then what else may stand behind it.

    Args:
        carc: The reason code.

    Returns:
        Their ids; () for a code that no rule carries.

    Example:
        >>> rules_of("107")[0], rules_of("1")
        ('addon.no-primary', ())
    """
    named = [row.rule for row in rule_rows().values() if row.carc == carc]
    if any(row.carc == carc for row in denial_rows().values()):
        named.append("coverage.billed-for-denial")
    known = carc_rows().get(carc)
    return tuple(dict.fromkeys((*named, *(known.rules if known is not None else ()))))


def is_adjustment(group: str, carc: str) -> bool:
    """Tell whether an amount is no denial: a write-off by contract, the patient's share, another payer's part.

    Args:
        group: Who owes it.
        carc: The reason.

    Returns:
        True for amounts above the fee schedule (45) and the shares of patients (PR with 1, 2, 3), and others of
        their kind. A patient who owes a service that is not covered (PR-96, PR-204) owes it by a denial: False.

    Example:
        >>> is_adjustment("CO", "45"), is_adjustment("PR", "2"), is_adjustment("PR", "204")
        (True, True, False)
    """
    row = carc_rows().get(carc)
    return group == _REVERSAL_GROUP or (row is not None and row.is_adjustment)


def reasons(carc: str, rarcs: tuple[str, ...]) -> tuple[DenialReason, ...]:
    """Give what the codes of a denial mean, those that are known."""
    found: list[DenialReason] = []
    if carc in carc_rows():
        found.append(_reason(carc_rows()[carc], ReasonKind.CARC))
    known = (rarc_rows()[code] for code in rarcs if code in rarc_rows())
    return (*found, *(_reason(row, ReasonKind.RARC) for row in known))


def _reason(row: CarcRow | RarcRow, kind: ReasonKind) -> DenialReason:
    return DenialReason(
        row.code, kind, row.meaning, row.effective, row.through, row.citation, row.certainty
    )
