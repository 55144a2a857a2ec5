"""Medical necessity: does the diagnosis carry the study? By national determinations, and by those that a caller brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.determinations import coverage_rows
from cptkit.catalog.lookups import lookup
from cptkit.errors import DataError, shown
from cptkit.indicators import Setting
from cptkit.lines.view import view_of
from cptkit.necessity.answers import of_diagnosis
from cptkit.necessity.asking import Asking, ask, by_place, determined
from cptkit.necessity.rules import JUDGES
from cptkit.printing.listing import Listing
from cptkit.values.claim import Claim, ClaimLine, Payer, checked_lines
from cptkit.values.claim_fields import not_these
from cptkit.values.days import as_day
from cptkit.values.diagnosis import dotted, has_form
from cptkit.values.finding import Finding
from cptkit.values.necessity import CoverageAnswer, CoverageRow, CoverageStance
from cptkit.values.policy import NO_POLICY
from cptkit.values.raw import Ordered, in_any_order, unboxed

__all__ = ["check", "covered", "determinations"]


def __dir__() -> list[str]:
    return sorted(__all__)


def determinations(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> tuple[CoverageRow, ...]:
    """Give every coverage row that is for a code: the caller's own first.

    Args:
        code: The code's text.
        on: The day; None means the newest packaged year.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The rows in force, for whatever modifiers; () where no determination at hand is for the code.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not in force on that day.
        InvalidDateError: `on` is no day.

    Example:
        >>> [row.document for row in determinations("77080")]
        ['NCD 150.3', 'NCD 150.3']
    """
    where = chosen(catalog)
    day = where.codes.last_day if on is None else as_day(on)
    known = lookup(code, day, catalog=where)
    return Listing(row for row in coverage_rows(known.code, day, where) if row.codes)


def covered(  # noqa: PLR0913 - a line has that many sides
    code: object,
    diagnosis: object,
    *,
    on: dt.date,
    modifiers: Ordered[str] = (),
    beside: Iterable[str] = (),
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    state: str | None = None,
    catalog: Catalog | None = None,
) -> CoverageAnswer | None:
    """Say whether a diagnosis carries a study.

    Args:
        code: The code's text.
        diagnosis: An ICD-10-CM code, with or without its dot.
        on: The date of service.
        modifiers: The line's modifiers, such as PI or PS.
        beside: Other codes of that day, such as the tracer's.
        setting: The claim form.
        payer: Who pays.
        state: The state whose contractor judges, in two letters; None means any.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        What is said, true where the diagnosis is covered; its `conditions` are what the record must hold. CONTRACTOR
        where the rows name no diagnoses, or where jurisdictions differ. None where no table speaks of the code.

    Raises:
        DataError: `diagnosis` has not the form of an ICD-10-CM code.
        InvalidCodeError, UnknownCodeError, InvalidModifierError, UnknownEditionError, TypeError: as `cptkit.lookup`.

    Example:
        >>> answer = covered("77080", "M81.0", on=dt.date(2026, 5, 4))
        >>> bool(answer), answer.conditions
        (True, ('bmd.condition',))
        >>> print(covered("78815", "C61", on=dt.date(2026, 5, 4), modifiers=("PI",), beside=("A9552",)))
        78815 under C61: named as not covered (NCD 220.6.17)
    """
    where, day, diagnosis = chosen(catalog), as_day(on), unboxed(diagnosis)
    known = lookup(code, day, catalog=where)
    if not isinstance(diagnosis, str) or not has_form(diagnosis):
        raise DataError(
            (f"{shown(diagnosis)} has not the form of an ICD-10-CM code: give 'M81.0'",)
        )
    lines = [ClaimLine(known.code, modifiers, date_of_service=day, diagnoses=(diagnosis,))]
    others = in_any_order(beside, "beside are several codes such as ('A9552',)", not_these)
    lines += [ClaimLine(each, date_of_service=day) for each in others]
    asking = _asking(lines, None, where, setting, payer, state)
    asked = asking.lines[0]
    said = [of_diagnosis(rows, asked.diagnoses[0]) for rows in by_place(asked.rows).values()]
    if not said:
        return None
    alike = len({one.stance for one in said}) == 1
    stance = said[0].stance if alike else CoverageStance.CONTRACTOR
    rows = tuple(dict.fromkeys(row for one in said for row in one.rows))
    return CoverageAnswer(known.code, dotted(diagnosis), stance, rows)


def check(  # noqa: PLR0913 - a claim has that many sides
    lines: Iterable[ClaimLine],
    on: dt.date | None = None,
    *,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    state: str | None = None,
    catalog: Catalog | None = None,
) -> tuple[Finding, ...]:
    """Judge the diagnoses of claim lines.

    Rules: ``necessity.not-covered`` (a determination names the diagnosis as not covered, or lists others),
    ``diagnosis.needed`` (billing asks for another), ``pet.strategy``, ``diagnosis.form``, ``diagnosis.missing``,
    ``diagnosis.too-many``, ``diagnosis.side``, and, with the year's list, ``diagnosis.unknown`` and
    ``diagnosis.incomplete``.

    Args:
        lines: The claim's lines.
        on: The day to judge by; None means each line's own.
        setting: The claim form.
        payer: Who pays; other payers are warned where Medicare denies.
        state: The state whose contractor judges, in two letters; None means any.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Findings, the verdicts that pass included. One NO_DATA names all lines of which no list at hand tells.

    Raises:
        DataError: Something is no `ClaimLine`, or `setting`, `payer`, `state` or `catalog` is no such thing.
        InvalidDateError: `on` is no day.

    Example:
        >>> line = ClaimLine("77080", ["26"], date_of_service=dt.date(2026, 5, 4), diagnoses=("Z13.820",))
        >>> [(each.rule, each.outcome.name) for each in check([line]) if each.outcome.name != "PASS"]
        [('necessity.not-covered', 'WARN')]
    """
    day = None if on is None else as_day(on)
    asking = _asking(checked_lines(lines), day, chosen(catalog), setting, payer, state)
    return Listing(finding for judge in JUDGES for finding in judge(asking))


def _asking(  # noqa: PLR0913, PLR0917 - a claim has that many sides
    lines: Iterable[ClaimLine],
    on: dt.date | None,
    where: Catalog,
    setting: object,
    payer: object,
    state: object,
) -> Asking:
    wrong, state = [], unboxed(state)
    if not isinstance(setting, Setting):
        wrong.append(f"setting must be a cptkit.Setting, not {shown(setting)}")
    if not isinstance(payer, Payer):
        wrong.append(f"payer must be a cptkit.Payer, not {shown(payer)}")
    if state is not None and not (isinstance(state, str) and len(state) == 2):
        wrong.append(f"state must be two letters or None, not {shown(state)}")
    if not isinstance(setting, Setting) or not isinstance(payer, Payer) or wrong:
        raise DataError(tuple(wrong))
    dated = (line if on is None else attrs.evolve(line, date_of_service=on) for line in lines)
    view = view_of(Claim(tuple(dated), setting, payer), NO_POLICY, where)
    national = (seen for seen in view.lines if not where.is_house_code(seen.text))
    return determined(ask(view, national, str(state).upper() if state else None))
