"""The rules of image guidance: the index of a guidance line, all lines, the catalog; findings out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from cptkit.catalog.catalog import Catalog
from cptkit.catalog.guidance_codes import guidance_codes, included_by, including
from cptkit.indicators import AddOnType
from cptkit.values.claim import ClaimLine
from cptkit.values.code import Certainty, Code
from cptkit.values.coverage import add_ons_by_code
from cptkit.values.days import in_force
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import Modality, Role
from cptkit.values.table import AddOnEdit, Source

_BYPASSING = frozenset({"59", "XE", "XS", "XP", "XU"})


NCCI = "Medicare NCCI Policy Manual ch. IX (secondary); NCCI PTP v30.2"


AOC = "Medicare NCCI add-on code edits; Medicare Claims Processing Manual ch. 12 §30"


def _included(index: int, lines: tuple[ClaimLine, ...], _where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    for other in _companions(index, lines):
        row = included_by(lines[other].code)
        if row is None or not row.includes(line.code):
            continue
        message = f"{lines[other].code} ({row.procedure}) already includes imaging; {line.code} is not billed beside it for the same procedure"
        firm = line.code in row.firm
        apart = (
            "no modifier makes them two"
            if firm
            else "for another procedure that day add 59 or X and document it"
        )
        cure = "; ".join(each for each in (f"take {line.code} off", row.instead, apart) if each)
        outcome = Outcome.FAIL if firm else _outcome(line, lines[other])
        yield _finding(
            "guidance.included",
            outcome,
            (index, other),
            message,
            cure,
            row.citation,
            row.certainty,
            "97",
        )


def _fluoroscopy(index: int, lines: tuple[ClaimLine, ...], where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    if line.code != "76000":
        return
    for other in _companions(index, lines):
        beside = lines[other]
        known = where.code(beside.code, beside.date_of_service)
        if known is not None and _is_fluoroscopic(known):
            guided = beside.code in guidance_codes()
            worst = Outcome.FAIL if guided else Outcome.WARN
            message = f"fluoroscopy is part of {beside.code}; 76000 is not billed beside it"
            outcome = Outcome.BYPASSED if _bypassed(line, beside) else worst
            cure = "take 76000 off, or for a separate session add 59 or XE and document it"
            yield _finding(
                "guidance.fluoroscopy",
                outcome,
                (index, other),
                message,
                cure,
                NCCI,
                Certainty.H if guided else Certainty.M,
                "97",
            )


def _no_primary(index: int, lines: tuple[ClaimLine, ...], where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    edits, source = add_on_edits(line.code, line.date_of_service, where)
    companions = [lines[other].code for other in _companions(index, lines)]
    if not edits or {each.primary for each in edits} & set(companions):
        return
    others = [
        code for code in companions if not _is_imaging_or_add_on(code, line.date_of_service, where)
    ]
    open_list = any(each.type is not AddOnType.NATIONAL for each in edits)
    if open_list and others:
        outcome, carc = Outcome.NO_DATA, None
        message = f"{line.code} is an add-on whose primaries the Medicare contractor names; whether {others[0]} is one is not in any table here"
        cure = "look at the contractor's list"
    else:
        outcome, carc = Outcome.FAIL, "107"
        message = f"{line.code} is an add-on, and none of its primaries is here that day"
        cure = _cure_of_no_primary(line, companions, where)
    yield _finding(
        "guidance.no-primary",
        outcome,
        (index,),
        message,
        cure,
        AOC,
        Certainty.H,
        carc,
        source,
    )


def _cure_of_no_primary(line: ClaimLine, companions: list[str], where: Catalog) -> str:
    better = [
        each
        for each in guidance_codes()
        if each != line.code and _is_primary(companions, each, line.date_of_service, where)
    ]
    if better:
        return f"{' or '.join(better)} goes with the procedure on this claim"
    with_imaging = [
        f"{each} with imaging is {row.span}"
        for each in companions
        for row in including()
        if row.includes(line.code) and each in row.instead
    ]
    if with_imaging:
        return f"{'; '.join(with_imaging)}: bill that code alone, without {line.code}"
    return "bill it with the procedure that it guided, on the same day and by the same provider"


def _no_procedure(index: int, lines: tuple[ClaimLine, ...], where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    known = where.code(line.code, line.date_of_service)
    if (
        known is None
        or known.imaging is None
        or known.imaging.role is not Role.GUIDANCE
        or add_on_edits(line.code, line.date_of_service, where)[0]
    ):
        return
    if all(
        _is_imaging_or_add_on(lines[other].code, line.date_of_service, where)
        for other in _companions(index, lines)
    ):
        message = (
            f"{line.code} guides a procedure, and no procedure is here that day by that provider"
        )
        cure = "check that the procedure is billed by whoever did it"
        yield _finding(
            "guidance.no-procedure", Outcome.WARN, (index,), message, cure, NCCI, Certainty.M, None
        )


def _units(index: int, lines: tuple[ClaimLine, ...], _where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    row = guidance_codes()[line.code]
    if row.per_encounter and line.units > 1:
        message = f"one unit of {line.code} stands for the encounter, however many needles or lesions; {line.units} are billed"
        yield _finding(
            "guidance.units",
            Outcome.FAIL,
            (index,),
            message,
            "bill one unit",
            NCCI,
            Certainty.H,
            "151",
        )


RULES = (_included, _fluoroscopy, _no_primary, _no_procedure, _units)


def _companions(index: int, lines: tuple[ClaimLine, ...]) -> list[int]:
    """Give the other lines of that day and provider, except those known to be of another session."""
    line = lines[index]
    return [
        other
        for other, each in enumerate(lines)
        if other != index
        and (each.date_of_service, each.provider) == (line.date_of_service, line.provider)
        and not (each.session and line.session and each.session != line.session)
    ]


def add_on_edits(code: str, on: dt.date, where: Catalog) -> tuple[list[AddOnEdit], Source | None]:
    """Give the add-on edits of a code in force on a day, from the table that answers first."""
    for holding in where.add_on(on):
        found = [
            each
            for each in add_ons_by_code(holding.table).get(code, ())
            if in_force(each.effective, each.through, on)
        ]
        if found:
            return found, attrs.evolve(holding.table.source, exact=holding.exact)
    return [], None


def _is_primary(companions: list[str], add_on: str, on: dt.date, where: Catalog) -> bool:
    return any(each.primary in companions for each in add_on_edits(add_on, on, where)[0])


def _is_imaging_or_add_on(code: str, on: dt.date, where: Catalog) -> bool:
    known = where.code(code, on)
    if known is None or known.is_add_on or known.supply is not None:
        return True
    return known.imaging is not None and known.headings[:1] != (
        "surgery",
    )  # an injection or biopsy with imaging is a procedure


def _is_fluoroscopic(known: Code) -> bool:
    """Tell a fluoroscopic study or guidance; of procedures the table of included imaging tells (36597 takes 76000)."""
    profile = known.imaging
    if profile is None or known.code == "76000":
        return False
    return profile.modality in (Modality.RF, Modality.XA) and (
        profile.role is not Role.THERAPEUTIC or known.headings[:1] == ("radiology",)
    )


def _bypassed(line: ClaimLine, other: ClaimLine) -> bool:
    return bool(_BYPASSING & {*line.modifiers, *other.modifiers})


def _outcome(line: ClaimLine, other: ClaimLine) -> Outcome:
    return Outcome.BYPASSED if _bypassed(line, other) else Outcome.FAIL


def _finding(  # noqa: PLR0913, PLR0917 - a finding's own fields
    rule: str,
    outcome: Outcome,
    lines: tuple[int, ...],
    message: str,
    remedy: str,
    citation: str,
    certainty: Certainty,
    carc: str | None,
    source: Source | None = None,
) -> Finding:
    return Finding(
        rule, outcome, tuple(sorted(lines)), message, remedy, citation, certainty, source, carc
    )
