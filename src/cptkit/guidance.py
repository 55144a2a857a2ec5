"""Image guidance: guidance or diagnostic, add-on or not, its primaries, and the procedures that already include it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from cptkit.catalog import Catalog, chosen
from cptkit.claims import ClaimLine, Finding, Outcome, checked_lines
from cptkit.codes import Certainty, Code, in_force
from cptkit.codeset import LAST_DAY
from cptkit.guidance_index import guidance_codes, included_by, including
from cptkit.guidance_values import GuidanceRole
from cptkit.holdings import add_ons_by_code
from cptkit.imaging import Modality, Role
from cptkit.indicators import AddOnType
from cptkit.listing import Listing
from cptkit.looking import lookup
from cptkit.tables import AddOnEdit, Source

__all__ = ["check", "codes", "role"]

_BYPASSING = frozenset({"59", "XE", "XS", "XP", "XU"})
_NCCI = "Medicare NCCI Policy Manual ch. IX (secondary); NCCI PTP v30.2"
_AOC = "Medicare NCCI add-on code edits; Medicare Claims Processing Manual ch. 12 §30"


def codes() -> tuple[str, ...]:
    """Give the image guidance codes that the package describes, in code order."""
    return tuple(guidance_codes())


def role(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> GuidanceRole:
    """Say what an imaging code is beside a procedure.

    Args:
        code: The code's text.
        on: The day; None means any day for the code, and the newest packaged year for the primaries.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Whether it is guidance or diagnostic, an add-on, its primaries, and the procedures that include it.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> found = role("77003")
        >>> found.role.name, found.is_add_on, "62323" in found.primaries
        ('GUIDANCE', True, False)
    """
    where = chosen(catalog)
    known = lookup(code, on, catalog=where)
    edits, _ = _edits(known.code, on or LAST_DAY, where)
    row = guidance_codes().get(known.code)
    profile = known.imaging
    found = GuidanceRole(
        known.code,
        profile.role if profile else Role.DIAGNOSTIC,
        profile.modality if profile else None,
        is_add_on=known.is_add_on or bool(edits),
        primaries=tuple(each.primary for each in edits if each.primary is not None),
        contractor_defined=any(each.type is not AddOnType.NATIONAL for each in edits),
        included_in=tuple(each for each in including() if each.includes(known.code)),
        citation=known.citation,
        certainty=known.certainty,
    )
    if row is None:
        return found
    said = {
        name: getattr(row, name)
        for name in ("subject", "use", "not_for", "per_encounter", "citation", "certainty")
    }
    return attrs.evolve(found, **said)


def check(lines: Iterable[ClaimLine], *, catalog: Catalog | None = None) -> tuple[Finding, ...]:
    """Judge the image guidance on claim lines: each line by its own date, together with lines of that day and provider.

    Rules: ``guidance.included`` (the procedure's code already includes it), ``guidance.fluoroscopy`` (76000 is
    part of other fluoroscopy), ``guidance.no-primary`` (an add-on without its primary), ``guidance.no-procedure``
    (guidance without anything guided) and ``guidance.units`` (one unit an encounter).

    Args:
        lines: The claim's lines.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Findings in order of lines and rules; a PASS for a guidance line that no rule objects to.

    Raises:
        DataError: Something is no `ClaimLine`.

    Example:
        >>> day = dt.date(2026, 5, 4)
        >>> found = check([ClaimLine("62323", date_of_service=day), ClaimLine("77003", ["26"], date_of_service=day)])
        >>> [(each.rule, each.outcome.name) for each in found]
        [('guidance.included', 'FAIL'), ('guidance.no-primary', 'FAIL')]
    """
    each = checked_lines(lines)
    where = chosen(catalog)
    found: list[Finding] = []
    for index, line in enumerate(each):
        if (
            line.code in guidance_codes()
            and where.code(line.code, line.date_of_service) is not None
        ):
            said = [finding for rule in _RULES for finding in rule(index, each, where)]
            found += said or [
                Finding(
                    "guidance.included",
                    Outcome.PASS,
                    (index,),
                    f"nothing speaks against the guidance {line.code}",
                    citation=_NCCI,
                )
            ]
    return Listing(found)


# --- rules: the index of a guidance line, all lines, the catalog; findings out


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
                _NCCI,
                Certainty.H if guided else Certainty.M,
                "97",
            )


def _no_primary(index: int, lines: tuple[ClaimLine, ...], where: Catalog) -> Iterator[Finding]:
    line = lines[index]
    edits, source = _edits(line.code, line.date_of_service, where)
    companions = [lines[other].code for other in _companions(index, lines)]
    if not edits or {each.primary for each in edits} & set(companions):
        return
    others = [
        code for code in companions if not _is_imaging_or_add_on(code, line.date_of_service, where)
    ]
    open_list = any(each.type is not AddOnType.NATIONAL for each in edits)
    if open_list and others:
        message = f"{line.code} is an add-on whose primaries the Medicare contractor names; whether {others[0]} is one is not in any table here"
        yield _finding(
            "guidance.no-primary",
            Outcome.NO_DATA,
            (index,),
            message,
            "look at the contractor's list",
            _AOC,
            Certainty.H,
            None,
            source,
        )
        return
    message = f"{line.code} is an add-on, and none of its primaries is here that day"
    cure = _cure_of_no_primary(line, companions, where)
    yield _finding(
        "guidance.no-primary",
        Outcome.FAIL,
        (index,),
        message,
        cure,
        _AOC,
        Certainty.H,
        "107",
        source,
    )


def _cure_of_no_primary(line: ClaimLine, companions: list[str], where: Catalog) -> str:
    better = [
        each
        for each in codes()
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
        or _edits(line.code, line.date_of_service, where)[0]
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
            "guidance.no-procedure", Outcome.WARN, (index,), message, cure, _NCCI, Certainty.M, None
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
            _NCCI,
            Certainty.H,
            "151",
        )


_RULES = (_included, _fluoroscopy, _no_primary, _no_procedure, _units)


# --- what the rules ask


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


def _edits(code: str, on: dt.date, where: Catalog) -> tuple[list[AddOnEdit], Source | None]:
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
    return any(each.primary in companions for each in _edits(add_on, on, where)[0])


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
