"""Modifiers: what each says, whether it fits a code, and what is wrong with the modifiers of a line.

Verdicts come from the fee schedule's indicators, the code's profile, the day, the claim form, and from
what modifiers say together. Every verdict says why, cites, and tells the cure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import (
    bare,
    well_formed,
    well_formed_modifier,
    with_modifiers,
)
from cptkit.catalog.code_forms import (
    split_modifiers as split,
)
from cptkit.catalog.lookups import lookup
from cptkit.catalog.remembered import Remembered
from cptkit.errors import DataError, NoDataError, UnknownEditionError, UnknownModifierError, shown
from cptkit.indicators import Setting
from cptkit.lines.view import view_in_force, view_of
from cptkit.modifiers.rules import RULES, of_line, of_modifier
from cptkit.modifiers.seen_line import fees_of, marked, meant, subject_of
from cptkit.modifiers.subjects import Subject, worst
from cptkit.once import with_room
from cptkit.printing.listing import Listing
from cptkit.values.claim import Claim, ClaimLine, Payer
from cptkit.values.claim_fields import checked_flag
from cptkit.values.code import Code
from cptkit.values.days import as_day
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import Modifier, ModifierUse
from cptkit.values.policy import NO_POLICY
from cptkit.values.raw import Ordered, unboxed

__all__ = ["RULES", "all", "applicable", "check", "get", "is_compatible", "judge", "split"]


def __dir__() -> list[str]:
    return sorted(__all__)


_MOST_REMEMBERED = 50_000
_remembered: dict[tuple[object, object, object], bool] = {}
"""Answers of `is_compatible` from the packaged catalog."""


def get(modifier: object, *, catalog: Catalog | None = None) -> Modifier:
    """Give the definition of a modifier.

    Args:
        modifier: The two characters; blanks around them and small letters do no harm.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The definition; of modifiers that are known by their dates only, just those.

    Raises:
        InvalidModifierError: It has not the form of a modifier.
        UnknownModifierError: No list here knows it; the error holds the nearest.

    Example:
        >>> get("26").title
        'Professional component'
    """
    text = well_formed_modifier(modifier)
    where = chosen(catalog)
    found = where.modifier(text)
    if found is None:
        raise UnknownModifierError(text, _nearest(text, where))
    return found


def _nearest(text: str, where: Catalog) -> tuple[str, ...]:
    described = (each.modifier for each in where.all_modifiers() if each.title is not None)
    return tuple(each for each in described if each[0] == text[0] or each[::-1] == text)[:5]


def all(*, catalog: Catalog | None = None) -> tuple[Modifier, ...]:  # noqa: A001 - the contract's name
    """Give every modifier that is known, in text order.

    Args:
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The definitions; those known by their dates only have no title.

    Example:
        >>> [each.modifier for each in all()][:3]
        ['1P', '20', '21']
    """
    return chosen(catalog).all_modifiers()


def applicable(
    code: object, *, on: dt.date, everything: bool = False, catalog: Catalog | None = None
) -> tuple[ModifierUse, ...]:
    """Give the modifiers that fit a code on a day, best first, each with the reason.

    Args:
        code: The code's text.
        on: The date of service.
        everything: Whether to give every modifier that is known, those that do not fit last.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        One value for each modifier: PASS first, then WARN and NO_DATA, those of one outcome in text order.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day.
        UnknownEditionError: No packaged year covers the day.
        InvalidDateError: `on` is no day.

    Example:
        >>> [use.modifier for use in applicable("71250", on=dt.date(2026, 7, 1))][:3]
        ['26', '32', '52']
        >>> uses = {use.modifier: use for use in applicable("71250", on=dt.date(2026, 7, 1), everything=True)}
        >>> uses["26"].outcome.name, uses["50"].outcome.name
        ('PASS', 'FAIL')
    """
    where = chosen(catalog)
    day = as_day(on)
    every = checked_flag(everything, "everything")
    found = lookup(bare(code), day, catalog=where)
    uses = _USES.of(where, (found.code, day), lambda: _uses(found, day, where))
    return Listing(uses if every else (each for each in uses if each.outcome is not Outcome.FAIL))


_USES: Remembered[tuple[ModifierUse, ...]] = Remembered(200)
"""Every modifier with its verdict: some four hundred for a code and day."""


def _uses(code: Code, on: dt.date, where: Catalog) -> tuple[ModifierUse, ...]:
    subjects = _on(code, where.all_modifiers(), on, where)
    uses = (_use(each.modifier, worst(of_modifier(each))) for each in subjects)
    return tuple(sorted(uses, key=lambda each: each.outcome, reverse=True))


def _on(
    code: Code, modifiers: Iterable[Modifier], on: dt.date, where: Catalog
) -> Iterator[Subject]:
    """Put modifiers on a line of a code that is in force, one by one."""
    line = ClaimLine(code.code, date_of_service=on)
    view = view_in_force(code, line, Setting.PROFESSIONAL, Payer.MEDICARE, where)
    fees = fees_of(code.code, "", on, where)
    meanings = (meant(each, code.code) for each in modifiers)
    return (subject_of(view, view.lines[0], each, fees) for each in meanings)


def _use(modifier: Modifier, finding: Finding) -> ModifierUse:
    return ModifierUse(
        modifier.modifier,
        modifier.title,
        modifier.meaning,
        modifier.when,
        finding.outcome,
        finding.message,
        finding.citation,
        finding.certainty,
    )


def is_compatible(
    code: object, modifier: object, *, on: dt.date, catalog: Catalog | None = None
) -> bool:
    """Tell whether the fee schedule row and the code's profile admit a modifier; not whether it will be paid.

    Args:
        code: The code's text.
        modifier: The modifier.
        on: The date of service.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        True unless a rule says FAIL.

    Raises:
        InvalidCodeError: The code has not the form of one.
        UnknownCodeError: The code is not known, or not in force on that day.
        InvalidModifierError: The modifier has not the form of one.
        UnknownModifierError: No list here knows the modifier.
        NoDataError: No table covers what would have to be asked.
        InvalidDateError: `on` is no day.

    Example:
        >>> is_compatible("71250", "26", on=dt.date(2026, 7, 1)), is_compatible("77427", "26", on=dt.date(2026, 7, 1))
        (True, False)
    """
    if catalog is None:
        try:
            return _remembered[code, modifier, on]
        except Exception:  # noqa: BLE001, S110 - not remembered, or a caller's own class that will not be hashed
            pass
    fits = _fits(code, modifier, as_day(on), chosen(catalog))
    if (
        catalog is None
        and type(code) is str
        and type(modifier) is str
        and type(on) is dt.date
        and len(code) + len(modifier) < 16
    ):
        with_room(_remembered, _MOST_REMEMBERED)[code, modifier, on] = fits
    return fits


def _fits(code: object, modifier: object, on: dt.date, where: Catalog) -> bool:
    definition = get(modifier, catalog=where)
    try:
        found = lookup(bare(code), on, catalog=where)
    except UnknownEditionError as error:
        raise NoDataError("code set", on, f"covered are {error.available}") from error
    (subject,) = _on(found, (definition,), on, where)
    said = worst(of_modifier(subject))
    if said.outcome is Outcome.NO_DATA:
        raise NoDataError(
            f"data on {definition.modifier} with {found.code}",
            on,
            f"{said.message}; {said.remedy}",
        )
    return said.outcome is not Outcome.FAIL


def check(  # noqa: PLR0913 - the contract's signature
    code: object,
    modifiers: Ordered[str] = (),
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    place_of_service: str | None = None,
    payer: Payer = Payer.MEDICARE,
    catalog: Catalog | None = None,
) -> tuple[Finding, ...]:
    """Say what is wrong with the modifiers of one line.

    Args:
        code: The code's text.
        modifiers: The modifiers, in order.
        on: The date of service.
        setting: The claim form.
        place_of_service: CMS place of service; where it decides and is None, the rule says NO_DATA.
        payer: Who pays; Medicare's own rules give a WARN, not a FAIL, for others.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        FAIL, WARN and NO_DATA findings, in the order of the rules; () where nothing speaks against the line.

    Raises:
        InvalidCodeError: The code has not the form of one.
        InvalidModifierError: A modifier has not the form of one, or `modifiers` is a bare text.
        DataError: `setting`, `payer` or `place_of_service` has the wrong type.
        InvalidDateError: `on` is no day.

    Example:
        >>> [finding.rule for finding in check("71260", ("26", "TC"), on=dt.date(2026, 7, 1))]
        ['modifier.conflict']
    """
    where = chosen(catalog)
    asked, beside = with_modifiers(code, modifiers)
    own = where.versions(asked) if where.is_house_code(asked) else ()
    text = own[0].code if own else well_formed(asked)
    line = ClaimLine(text, beside, date_of_service=as_day(on), place_of_service=place_of_service)
    for modifier in line.modifiers:
        well_formed_modifier(modifier)
    return tuple(
        each
        for each in judge(line, setting=setting, payer=payer, catalog=where)
        if each.outcome is not Outcome.PASS
    )


def judge(
    line: ClaimLine,
    *,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    index: int = 0,
    catalog: Catalog | None = None,
) -> tuple[Finding, ...]:
    """Give every verdict on the modifiers of a claim line, PASS included; never raise for what stands on the line.

    Args:
        line: The line.
        setting: The claim form.
        payer: Who pays.
        index: The line's place on its claim, for the findings.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The findings, in the order of the rules.

    Raises:
        DataError: `line`, `setting`, `payer`, `index` or `catalog` has the wrong type.

    Example:
        >>> {finding.outcome.name for finding in judge(ClaimLine("71260", ("26",), date_of_service=dt.date(2026, 7, 1)))}
        {'PASS'}
    """
    place = unboxed(index)
    wrong = tuple(
        f"{name} must be a {kind.__name__}, not {shown(given)}"
        for name, given, kind in (
            ("line", line, ClaimLine),
            ("setting", setting, Setting),
            ("payer", payer, Payer),
            ("index", place, int),
        )
        if not isinstance(given, kind)
    )
    if wrong:
        raise DataError(wrong)
    view = view_of(Claim((line,), setting, payer), NO_POLICY, chosen(catalog))
    said = of_line(marked(view, view.lines[0]))
    return tuple(attrs.evolve(each, lines=(index,)) for each in said) if place else said
