"""Bundling: edits between two codes, limits on units, and the primary codes of add-ons, each with how well it is known.

A table of another quarter still tells what it holds, and says that it is of another quarter; that it holds
nothing proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.catalog import chosen as chosen_catalog
from cptkit.catalog.code_forms import asked, well_formed
from cptkit.catalog.packaged_tables import has_profile
from cptkit.catalog.remembered import Remembered
from cptkit.errors import NoDataError
from cptkit.files.pairs import Pairs
from cptkit.indicators import Setting
from cptkit.values.claim_fields import checked_member, not_these
from cptkit.values.code import is_radiology, sort_key
from cptkit.values.coverage import Holding, of_another_quarter, once_a_table, rows_by
from cptkit.values.days import as_day, holds
from cptkit.values.raw import in_any_order
from cptkit.values.release_words import quarter_of
from cptkit.values.table import Mue, PtpEdit, Source, Table, TableScope
from cptkit.values.trusted import retold

__all__ = ["PairAnswer", "among", "mue", "primaries", "ptp"]


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
        InvalidDateError: `on` is no day.

    Example:
        >>> edit = ptp("71250", "71260", on=dt.date(2024, 8, 15))
        >>> edit.column_1, edit.column_2, edit.indicator.value, edit.exact
        ('71260', '71250', '0', True)
    """
    one, two, day = well_formed(first), well_formed(second), as_day(on)
    answer = among((one, two), day, _a_setting(setting), chosen_catalog(catalog))
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
        InvalidDateError: `on` is no day.

    Example:
        >>> mue("71260", on=dt.date(2024, 8, 15)).units
        2
    """
    text, day, where = well_formed(code), as_day(on), chosen_catalog(catalog)
    return limit_of(text, day, _a_setting(setting), where)


def limit_of(code: str, on: dt.date, setting: Setting, catalog: Catalog) -> Mue | None:
    """Do as `mue`, of what was read already: a claim's lines were."""
    found, is_told = _LIMITS.of(
        catalog, (code, on, setting), lambda: _limit(code, catalog.mue(on, setting))
    )
    if is_told:
        return found
    raise NoDataError(
        f"MUE table ({setting.value}) that covers {code}", on, _remedy("read_mue", on)
    )


_LIMITS: Remembered[tuple[Mue | None, bool]] = Remembered(20_000)


def _limit(code: str, holdings: tuple[Holding[Mue], ...]) -> tuple[Mue | None, bool]:
    """Give the limit of a code, or None, and whether any of the tables tells."""
    other: Mue | None = None
    for held in holdings:
        found = next(reversed(_limits_of(held.table, code)), None)
        if held.exact and found is not None:
            return found, True
        if held.exact and held.table.complete and _holds_all_of(held.table.scope, code):
            return None, True
        if other is None and found is not None:
            other = attrs.evolve(found, exact=False, source=of_another_quarter(held.table))
    return other, other is not None


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
        InvalidDateError: `on` is no day.

    Example:
        >>> primaries("70472", on=dt.date(2026, 3, 1))
        ('70450', '70460', '70470', '70471', '70496')
    """
    from cptkit.lines.add_ons import primaries_of  # noqa: PLC0415 - claims and their rules, which a pair needs not

    text, day, where = well_formed(add_on), as_day(on), chosen_catalog(catalog)
    known = primaries_of(text, day, where)
    if known.codes:
        return known.codes
    if known.edits:
        raise NoDataError(
            f"list of primaries of {text}",
            day,
            "the contractor decides which primaries it takes: ask it",
        )
    code = where.code(text, day)
    if code is not None and code.is_add_on:
        raise NoDataError(f"add-on table that covers {text}", day, _remedy("read_add_on", day))
    return ()


def among(codes: Iterable[str], on: dt.date, setting: Setting, catalog: Catalog) -> PairAnswer:
    """Give every edit among a claim's codes, and of which codes the tables at hand do not tell.

    Args:
        codes: Well-formed codes; repeated ones count once.
        on: The date of service.
        setting: Whose table.
        catalog: Where to look.

    Returns:
        The edits found and what is unproven.

    Raises:
        InvalidCodeError: One of `codes` names no code.
        InvalidDateError: `on` is no date.
        DataError: `codes`, `setting` or `catalog` is no such thing.

    Example:
        >>> among(("71250", "71260", "71275"), dt.date(2026, 3, 1), Setting.PROFESSIONAL, cptkit.packaged).unproven
        ()
    """
    given = in_any_order(codes, "codes are several texts such as ('71250', '71260')", not_these)
    wanted = tuple(sorted(set(map(asked, given)), key=sort_key))
    return among_ordered(wanted, as_day(on), _a_setting(setting), chosen_catalog(catalog))


def among_ordered(
    codes: tuple[str, ...], on: dt.date, setting: Setting, catalog: Catalog
) -> PairAnswer:
    """Do as `among`, of what was read already: the codes of a visit, each once, in code order."""
    if len(codes) < 2:
        return PairAnswer(())
    return _PAIRS.of(
        catalog,
        (codes, on, setting),
        lambda: _among(codes, on, _answering(catalog.ptp(on, setting))),
    )


_PAIRS: Remembered[PairAnswer] = Remembered(5_000)
"""Several rules ask of the same visit, and claims of the same services ask again."""


def _among(
    wanted: tuple[str, ...], on: dt.date, chosen: tuple[Holding[PtpEdit], ...]
) -> PairAnswer:
    found = _found(chosen, wanted, on)
    edits = tuple(
        sorted(found, key=lambda edit: (sort_key(edit.column_1), sort_key(edit.column_2)))
    )
    source = retold(chosen[0].table.source, exact=chosen[0].exact) if chosen else None
    whole = len(wanted) * (len(wanted) - 1) // 2
    unproven = (
        ()
        if len({frozenset((e.column_1, e.column_2)) for e in found}) == whole
        else _unproven(wanted, chosen)
    )
    return PairAnswer(edits, unproven, source, _remedy("read_ptp", on) if unproven else "")


def _answering(held: tuple[Holding[PtpEdit], ...]) -> tuple[Holding[PtpEdit], ...]:
    """Give the tables that answer: those of the day, the one given last first, up to a whole one; else the nearest.

    Beside tables of the day that hold pairs of radiology codes alone, the nearest other one tells of the rest.
    """
    exact = tuple(each for each in held if each.exact)
    last = next((place for place, each in enumerate(exact, 1) if each.is_whole), len(exact))
    narrow = all(each.table.scope is TableScope.WITHIN_RADIOLOGY for each in exact)
    others = [each for each in held if not each.exact] if narrow else []
    return (*exact[:last], *others[:1])


def _found(
    tables: tuple[Holding[PtpEdit], ...], codes: tuple[str, ...], on: dt.date
) -> list[PtpEdit]:
    """Give the edits among codes; of a pair that several tables name, what the first of them says, an end included."""
    found: dict[tuple[str, str], PtpEdit] = {}
    for place, held in enumerate(tables):
        for edit in _edits(held, codes, on):
            if not any(_tells(before, edit) for before in tables[:place]):
                found[edit.column_1, edit.column_2] = edit
    return list(found.values())


def _tells(held: Holding[PtpEdit], edit: PtpEdit) -> bool:
    """Tell whether a table has a row of a pair, in either order and of any day, or proves that there is none."""
    table, pair = held.table, (edit.column_1, edit.column_2)
    limited = held.exact and table.complete and table.scope is not TableScope.ALL
    return (limited and not _unproven_in(table.scope, pair)) or _names(table, edit)


def _names(table: Table[PtpEdit], edit: PtpEdit) -> bool:
    rows, (one, two) = table.rows, (edit.column_1, edit.column_2)
    if isinstance(rows, Pairs):
        return bool(rows.history(one, two) or rows.history(two, one))
    return any({row.column_1, row.column_2} == {one, two} for row in rows)


def _edits(held: Holding[PtpEdit], codes: tuple[str, ...], on: dt.date) -> Iterable[PtpEdit]:
    rows = held.table.rows if held.exact else _away(held.table)
    return rows.among(codes, on) if isinstance(rows, Pairs) else _plain(rows, set(codes), on)


@once_a_table
def _away(table: Table[PtpEdit]) -> Iterable[PtpEdit]:
    """Give the rows of a table that answers for a day that it does not cover, as they say so."""
    rows, source = table.rows, of_another_quarter(table)
    if isinstance(rows, Pairs):
        return rows.of_another_quarter(source)
    return tuple(attrs.evolve(edit, exact=False, source=source) for edit in rows)


def _plain(rows: Iterable[PtpEdit], codes: set[str], on: dt.date) -> Iterable[PtpEdit]:
    """Look through a table whose rows are no `Pairs`, such as one that a test makes up."""
    for edit in rows:
        if (
            {edit.column_1, edit.column_2} <= codes
            and edit.indicator.value != "9"
            and holds(edit, on)
        ):
            yield edit


def _unproven(codes: tuple[str, ...], held: tuple[Holding[PtpEdit], ...]) -> tuple[str, ...]:
    """Give the codes of pairs whose absence proves nothing."""
    if not held or not held[0].exact:
        return codes
    if any(each.is_whole for each in held):
        return ()
    narrow = [
        each.table.scope for each in held if each.exact and each.table.scope is not TableScope.ALL
    ]
    if narrow:
        return min((_unproven_in(scope, codes) for scope in narrow), key=len)
    spans = tuple(_span(each.table) for each in held)
    outside = any(not any(first <= code <= last for first, last in spans) for code in codes)
    return codes if outside else ()


def _unproven_in(scope: TableScope, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give the codes of pairs that a table of a scope does not hold whole."""
    others = tuple(code for code in codes if not _holds_all_of(scope, code))
    if scope is TableScope.WITHIN_RADIOLOGY:
        return codes if others else ()
    return others if len(others) > 1 else ()


def _holds_all_of(scope: TableScope, code: str) -> bool:
    """Tell whether a table of a scope holds every row of a code."""
    if scope is TableScope.ALL:
        return True
    return is_radiology(code) or (scope is TableScope.PROFILED and has_profile(code))


@once_a_table
def _span(table: Table[PtpEdit]) -> tuple[str, str]:
    """Give the least and the greatest column 1 code of a part, in text order: CMS cuts its table there."""
    rows = table.rows
    firsts = rows.column_1_codes() if isinstance(rows, Pairs) else {edit.column_1 for edit in rows}
    return (min(firsts), max(firsts)) if firsts else ("~", "")


def _code(row: Mue) -> str:
    return row.code


_limits_of = rows_by(_code)


def _remedy(reader: str, on: dt.date) -> str:
    return f"read the table of {quarter_of(on)} with cptkit.cms.{reader} and give it to with_tables"


def _a_setting(setting: object) -> Setting:
    return checked_member(setting, Setting, "setting")
