"""Denials: what a remittance means, which rule stands behind it, and whether a modifier or an appeal can help."""

from __future__ import annotations

from collections.abc import Iterable

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.claim_check import check_claim
from cptkit.denials.edits import Help, by_edit, by_limit
from cptkit.denials.lines import denied_lines
from cptkit.denials.reason_codes import carc_rows, rarc_rows, reasons, rules_of
from cptkit.documentation import requirements
from cptkit.errors import CptkitError, DataError, shown
from cptkit.values.arithmetic import exactly
from cptkit.values.claim import Claim
from cptkit.values.code import Certainty
from cptkit.values.denial import Appeal, Denial, DenialExplanation, ModifierHelp
from cptkit.values.finding import Finding, Outcome

__all__ = ["explain_denial"]

_EDIT, _LIMIT = "bundling.ptp", "bundling.mue"
_UNKNOWN = (
    "this reason is not among those known here: see the X12 lists, and what the payer writes of it"
)
_OURS_TOO = "our check finds nothing of the kind on this line: ask the payer what it saw"
_TELLING_APART = {"distinct": "59", "repeat": "76"}


@exactly
def explain_denial(
    denial: Denial, claim: Claim, *, catalog: Catalog | None = None
) -> DenialExplanation:
    """Tell what stands behind a denial of a remittance, and what can be done about it.

    Args:
        denial: The denial, as `cptkit.x12.denials` gives it.
        claim: The claim that was sent.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        What its codes mean, which of our rules carry them and what they find on the denied lines, whether a
        modifier may be added (NCCI indicator 1) or an appeal is hopeless (indicator 0, law), and what the record
        must show.

    Raises:
        DataError: `denial` is no `Denial`, `claim` no `Claim`, or they name different claims.

    Example:
        >>> from cptkit import ClaimLine
        >>> day = dt.date(2024, 8, 15)
        >>> sent = Claim((ClaimLine("71260", ["26"], date_of_service=day), ClaimLine("71250", ["26"], date_of_service=day)))
        >>> told = explain_denial(Denial(code="71250", modifiers=("26",), on=day, carc="236", group="CO", is_line=True), sent)
        >>> told.lines, told.modifier.name, told.appeal.name
        ((1,), 'NEVER', 'HOPELESS')
    """
    _check(denial, claim)
    tables = chosen(catalog)
    lines = denied_lines(denial, claim)
    rules = _rules(denial)
    findings = () if denial.is_adjustment else _findings(claim, lines, rules, tables)
    help_ = _help(denial, claim, lines, rules, tables)
    known = reasons(denial.carc, denial.rarcs)
    held = {each.code for each in known}
    return DenialExplanation(
        denial,
        known,
        tuple(code for code in (denial.carc, *denial.rarcs) if code and code not in held),
        lines,
        rules,
        findings,
        help_.modifier,
        help_.appeal,
        _advice(denial, help_, lines, findings),
        _must_show(denial, claim, lines, help_),
        help_.citation,
        help_.certainty,
    )


def _check(denial: object, claim: object) -> None:
    if not isinstance(denial, Denial):
        raise DataError((f"{shown(denial)} is no Denial: give one of cptkit.x12.denials",))
    if not isinstance(claim, Claim):
        raise DataError((f"{shown(claim)} is no Claim: give the claim that was sent",))
    if denial.claim is not None and claim.id is not None and denial.claim != claim.id:
        told = f"the denial is of claim {shown(denial.claim)}, and the claim is {shown(claim.id)}"
        raise DataError((f"{told}: match Denial.claim with Claim.id first",))


def _rules(denial: Denial) -> tuple[str, ...]:
    """Give the rules that carry the codes of a denial; a remark that names rules narrows the reason's."""
    by_reason = rules_of(denial.carc)
    by_remark = [
        rule for code in denial.rarcs if code in rarc_rows() for rule in rarc_rows()[code].rules
    ]
    both = [rule for rule in by_reason if rule in by_remark]
    return tuple(dict.fromkeys(both or (*by_reason, *by_remark)))


def _findings(
    claim: Claim, lines: tuple[int, ...], rules: tuple[str, ...], catalog: Catalog
) -> tuple[Finding, ...]:
    """Give what the rules behind a denial say of its lines, and whatever else carries no PASS."""
    return tuple(
        each
        for each in check_claim(claim, catalog=catalog).verdicts
        if each.rule in rules
        and each.outcome is not Outcome.PASS
        and (not lines or not each.lines or set(lines) & set(each.lines))
    )


def _help(
    denial: Denial, claim: Claim, lines: tuple[int, ...], rules: tuple[str, ...], catalog: Catalog
) -> Help:
    """Ask the tables where an edit or a limit decides, else the reason's own row."""
    if denial.is_adjustment:
        return _settled(denial)
    asked: list[Help | None] = []
    if lines and _EDIT in rules:
        asked += [by_edit(place, claim, catalog) for place in lines]
    if lines and _LIMIT in rules:
        asked.append(by_limit(lines, claim, catalog))
    found = next((each for each in asked if each is not None), None)
    return found if found is not None else _by_row(denial)


_BESIDE = ModifierHelp.BESIDE_THE_POINT


def _settled(denial: Denial) -> Help:
    row = carc_rows().get(denial.carc)
    advice = "no denial: a write-off by contract, the patient's share, or another payer's part"
    citation = "" if row is None else row.citation
    return Help(_BESIDE, Appeal.NOT_NEEDED, advice, citation, Certainty.M)


def _by_row(denial: Denial) -> Help:
    row = carc_rows().get(denial.carc)
    if row is None:
        return Help(ModifierHelp.UNTOLD, Appeal.PAYER, _UNKNOWN, "", Certainty.L)
    remarks = [rarc_rows()[code] for code in _remarks(denial) if code in rarc_rows()]
    appeal = row.appeal
    if any(each.by_law for each in remarks):
        appeal = Appeal.HOPELESS
    elif any(each.ends_appeal for each in remarks) and appeal is not Appeal.HOPELESS:
        appeal = Appeal.CORRECT
    return Help(row.modifier, appeal, row.advice, row.citation, row.certainty)


def _remarks(denial: Denial) -> tuple[str, ...]:
    return (*denial.rarcs, *denial.claim_rarcs)


def _advice(
    denial: Denial, help_: Help, lines: tuple[int, ...], findings: tuple[Finding, ...]
) -> tuple[str, ...]:
    told = [help_.advice]
    if not denial.is_adjustment:
        if denial.is_line and not lines:
            told.append("no line of the claim has this code, these modifiers and this day")
        elif lines and not findings and denial.carc in carc_rows():
            told.append(_OURS_TOO)
        told += [each.remedy for each in findings if each.remedy]
    return tuple(dict.fromkeys(told))


def _must_show(
    denial: Denial, claim: Claim, lines: tuple[int, ...], help_: Help
) -> tuple[str, ...]:
    """Give what the record must show: the requirements of the denied lines that the reason is about."""
    if denial.is_adjustment or help_.appeal is Appeal.HOPELESS:
        return ()
    row = carc_rows().get(denial.carc)
    wanted = list(row.record if row is not None else ())
    wanted += [
        start for code in denial.rarcs if code in rarc_rows() for start in rarc_rows()[code].record
    ]
    texts = (text for place in lines for text in _required(claim, place, wanted))
    return tuple(dict.fromkeys(texts))


def _required(claim: Claim, place: int, wanted: Iterable[str]) -> Iterable[str]:
    line = claim.lines[place]
    starts = tuple(wanted)
    added = [_TELLING_APART[start] for start in starts if start in _TELLING_APART]
    carried = [each for each in line.modifiers if each not in added]
    try:
        asked = requirements(
            line.code,
            modifiers=(*carried, *added)[:4],
            on=line.date_of_service,
            setting=claim.setting,
        )
    except CptkitError:  # a code that is none has no requirements
        return []
    return [each.text for each in asked if each.id.startswith(starts)] if starts else []
