"""Bundling: edits between two codes, limits on units, and the primary codes of add-ons, each with how well it is known.

A table of another quarter still tells what it holds, and says that it is of another quarter; that it holds
nothing proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from cptkit.catalog import code_set
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import well_formed
from cptkit.errors import DataError, NoDataError, shown
from cptkit.files.pairs import Pairs
from cptkit.indicators import AddOnType, Setting
from cptkit.values.code import sort_key
from cptkit.values.coverage import Holding, add_ons_by_code, of_another_quarter, once_a_table
from cptkit.values.days import as_day, in_force
from cptkit.values.table import AddOnEdit, Mue, PtpEdit, Source, Table

__all__ = ["PairAnswer", "among", "mue", "primaries", "primary_edits", "ptp"]


def __dir__() -> list[str]:
    return sorted(__all__)


@attrs.frozen
class PairAnswer:
    """What is known of the pairs among some codes.

    Attributes:
        edits: The edits found, each saying whether its table covers the day.
        unproven: Codes of pairs of which it cannot be said that no edit exists.
        source: The table that was asked, `exact` False where it is of another quarter; None where there is none.
        remedy: What to load, where something is unproven.
    """

    edits: tuple[PtpEdit, ...]
    unproven: tuple[str, ...] = ()
    source: Source | None = None
    remedy: str = ""


def ptp(
    first: object,
    second: object,
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    catalog: Catalog | None = None,
) -> PtpEdit | None:
    """Give the procedure-to-procedure edit between two codes, in either order.

    Args:
        first: A code.
        second: Another code.
        on: The date of service.
        setting: Whose table: practitioners' (which ambulatory surgical centers share) or outpatient hospitals'.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The edit in the table's column order, `exact` False where the table is of another quarter; None only
        where a table that covers the day, and these codes, has none.

    Raises:
        InvalidCodeError: A text has not the form of a code.
        NoDataError: No table covers the day and these codes, and none of another quarter has an edit.
        DataError: `setting` is no `Setting`.
        TypeError: `on` is no date.

    Example:
        >>> edit = ptp("71250", "71260", on=dt.date(2024, 8, 15))
        >>> edit.column_1, edit.column_2, edit.indicator.value, edit.exact
        ('71260', '71250', '0', True)
    """
    one, two, day = well_formed(first), well_formed(second), as_day(on)
    answer = among((one, two), day, _a_setting(setting), chosen(catalog))
    if answer.edits:
        return answer.edits[0]
    if answer.unproven:
        raise NoDataError(
            f"PTP table ({setting.value}) that covers {one} with {two}", day, answer.remedy
        )
    return None


def mue(
    code: object,
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    catalog: Catalog | None = None,
) -> Mue | None:
    """Give the medically unlikely edit of a code: the most units that are payable.

    Args:
        code: The code.
        on: The date of service.
        setting: Whose table.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The limit, `exact` False where the table is of another quarter; None only where a whole table that
        covers the day has none.

    Raises:
        InvalidCodeError: It has not the form of a code.
        NoDataError: No table tells.
        DataError: `setting` is no `Setting`.
        TypeError: `on` is no date.

    Example:
        >>> mue("71260", on=dt.date(2024, 8, 15)).units
        2
    """
    text, day, where = well_formed(code), as_day(on), chosen(catalog)
    other: Mue | None = None
    for held in where.mue(day, _a_setting(setting)):
        found = _limits(held.table).get(text)
        if held.exact and found is not None:
            return found
        if held.exact and held.table.complete and (not held.radiology_only or _is_described(text)):
            return None
        if other is None and found is not None:
            other = attrs.evolve(found, exact=False, source=of_another_quarter(held.table))
    if other is not None:
        return other
    raise NoDataError(
        f"MUE table ({setting.value}) that covers {text}", day, _remedy("read_mue", day)
    )


def primaries(add_on: object, *, on: dt.date, catalog: Catalog | None = None) -> tuple[str, ...]:
    """Give the codes that an add-on may go with, in code order.

    Args:
        add_on: The add-on code.
        on: The date of service.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The primary codes; () for a code that no table has as an add-on.

    Raises:
        InvalidCodeError: It has not the form of a code.
        NoDataError: The contractor, not CMS, names the primaries; or the code is an add-on of which no table tells.
        TypeError: `on` is no date.

    Example:
        >>> primaries("70472", on=dt.date(2026, 3, 1))
        ('70450', '70460', '70470', '70471', '70496')
    """
    text, day, where = well_formed(add_on), as_day(on), chosen(catalog)
    edits = primary_edits(text, day, where)
    named = tuple(
        sorted({each.primary for each in edits if each.primary is not None}, key=sort_key)
    )
    if not named and edits:
        raise NoDataError(
            f"list of primaries of {text}",
            day,
            "the contractor decides which primaries it takes: ask it",
        )
    code = where.code(text, day)
    if not named and code is not None and code.is_add_on:
        raise NoDataError(f"add-on table that covers {text}", day, _remedy("read_add_on", day))
    return named


def primary_edits(add_on: str, on: dt.date, catalog: Catalog) -> tuple[AddOnEdit, ...]:
    """Give the add-on edits of a code that are in force on a day; each row has days of its own."""
    rows = (
        row for held in catalog.add_on(on) for row in add_ons_by_code(held.table).get(add_on, ())
    )
    return tuple(row for row in rows if in_force(row.effective, row.through, on))


def is_whole(edits: Iterable[AddOnEdit]) -> bool:
    """Tell whether CMS's list of primaries is whole, so that no other code is one.

    Example:
        >>> is_whole(primary_edits("77002", dt.date(2026, 3, 1), cptkit.packaged))
        True
    """
    return all(each.type is AddOnType.NATIONAL for each in edits)


def among(codes: Iterable[str], on: dt.date, setting: Setting, catalog: Catalog) -> PairAnswer:
    """Give every edit among a claim's codes, and of which codes the tables at hand do not tell.

    Args:
        codes: Well-formed codes; repeated ones count once.
        on: The date of service.
        setting: Whose table.
        catalog: Where to look.

    Returns:
        The edits found and what is unproven.

    Example:
        >>> among(("71250", "71260", "71275"), dt.date(2026, 3, 1), Setting.PROFESSIONAL, cptkit.packaged).unproven
        ()
    """
    wanted = tuple(sorted(set(codes), key=sort_key))
    held = catalog.ptp(on, setting)
    if len(wanted) < 2:
        return PairAnswer(())
    chosen = tuple(each for each in held if each.exact) or held[:1]
    found = {
        (edit.column_1, edit.column_2): edit
        for each in reversed(chosen)
        for edit in _edits(each, wanted, on)
    }
    edits = tuple(
        found[key] for key in sorted(found, key=lambda pair: (sort_key(pair[0]), sort_key(pair[1])))
    )
    source = attrs.evolve(chosen[0].table.source, exact=chosen[0].exact) if chosen else None
    whole = len(wanted) * (len(wanted) - 1) // 2
    unproven = () if len({frozenset(key) for key in found}) == whole else _unproven(wanted, chosen)
    return PairAnswer(edits, unproven, source, _remedy("read_ptp", on) if unproven else "")


def _edits(held: Holding[PtpEdit], codes: tuple[str, ...], on: dt.date) -> Iterable[PtpEdit]:
    rows = held.table.rows
    found: Iterable[PtpEdit] = (
        rows.among(codes, on) if isinstance(rows, Pairs) else _plain(rows, set(codes), on)
    )
    if held.exact:
        return found
    source = of_another_quarter(held.table)
    return (attrs.evolve(edit, exact=False, source=source) for edit in found)


def _plain(rows: Iterable[PtpEdit], codes: set[str], on: dt.date) -> Iterable[PtpEdit]:
    """Look through a table whose rows are no `Pairs`, such as one that a test makes up."""
    for edit in rows:
        if (
            {edit.column_1, edit.column_2} <= codes
            and edit.indicator.value != "9"
            and in_force(edit.effective, edit.through, on)
        ):
            yield edit


def _unproven(codes: tuple[str, ...], held: tuple[Holding[PtpEdit], ...]) -> tuple[str, ...]:
    """Give the codes of pairs whose absence proves nothing."""
    if not held or not held[0].exact:
        return codes
    if any(each.table.complete and not each.radiology_only for each in held):
        return ()
    if any(each.table.complete for each in held):
        others = tuple(code for code in codes if not _is_radiology(code))
        return others if len(others) > 1 else ()
    spans = tuple(_span(each.table) for each in held)
    outside = any(not any(first <= code <= last for first, last in spans) for code in codes)
    return codes if outside else ()


@once_a_table
def _span(table: Table[PtpEdit]) -> tuple[str, str]:
    """Give the least and the greatest column 1 code of a part, in text order: CMS cuts its table there."""
    rows = table.rows
    firsts = rows.column_1_codes() if isinstance(rows, Pairs) else {edit.column_1 for edit in rows}
    return (min(firsts), max(firsts)) if firsts else ("~", "")


@once_a_table
def _limits(table: Table[Mue]) -> dict[str, Mue]:
    return {row.code: row for row in table}


def _is_radiology(code: str) -> bool:
    return code.isdigit() and "70010" <= code <= "79999"


def _is_described(code: str) -> bool:
    """Tell whether the packaged unit limits were taken over for a code: radiology, and codes with a profile."""
    return _is_radiology(code) or any(each.label for each in code_set.versions(code))


def _remedy(reader: str, on: dt.date) -> str:
    quarter = (on.month - 1) // 3 + 1
    return f"read the table of {on.year} Q{quarter} with cptkit.cms.{reader} and give it to with_tables"


def _a_setting(setting: object) -> Setting:
    if not isinstance(setting, Setting):
        raise DataError((f"setting must be a cptkit.Setting, not {shown(setting)}",))
    return setting
