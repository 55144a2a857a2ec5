"""Read what CMS ships as it ships it: the content tells the layout, names tell what the content does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from cptkit.cms.add_on import read_add_on
from cptkit.cms.addendum_b import read_addendum_b
from cptkit.cms.amounts import read_amounts
from cptkit.cms.arguments import checked
from cptkit.cms.containers import Member, members
from cptkit.cms.counties import read_counties
from cptkit.cms.fee_schedule import read_fee_schedule
from cptkit.cms.file_names import Said, said
from cptkit.cms.gpci import hold_states, read_gpci
from cptkit.cms.hcpcs import read_hcpcs
from cptkit.cms.icd10 import read_icd10
from cptkit.cms.mue import read_mue
from cptkit.cms.opps_cap import read_opps_cap
from cptkit.cms.ptp import read_ptp
from cptkit.cms.text import Problems
from cptkit.cms.whole import (
    ADD_ON,
    ADDENDUM_B,
    FEE_SCHEDULE,
    HCPCS,
    MUE,
    OPPS_CAP,
    PTP,
    hold_whole,
)
from cptkit.errors import DataError, shown
from cptkit.files.pairs import Builder
from cptkit.indicators import Setting
from cptkit.values.necessity import IcdCode
from cptkit.values.table import Table, TableKind

_HEAD = 8000
_LAYOUTS: tuple[tuple[TableKind, re.Pattern[str]], ...] = (
    (TableKind.OPPS_CAP, re.compile(r"\A\s*\"?HCPCS\"?,\"?MOD\"?,\"?PROCSTAT")),
    (
        TableKind.FEE_SCHEDULE,
        re.compile(r"^HDR|^\"?HCPCS\"?,\"?MOD\"?,\"?DESCRIPTION", re.MULTILINE),
    ),
    (TableKind.MUE, re.compile(r"Services MUE Values")),
    (TableKind.PTP, re.compile(r"^\"?Column 1\"?[\t,]\"?Column 2", re.MULTILINE | re.IGNORECASE)),
    (TableKind.ADD_ON, re.compile(r"AOC_Edit_Type")),
    (
        TableKind.OPPS_STATUS,
        re.compile(
            r"^\"?HCPCS\s+Code\"?,\"?Short\s+Descriptor\"?,\"?SI\b", re.MULTILINE | re.IGNORECASE
        ),
    ),
    (
        TableKind.HCPCS_CODES,
        re.compile(r"^\"?HCPC\"?,\"?SEQNUM|\A[A-Z0-9 ]{5}[0-9]{5}[3478]", re.MULTILINE),
    ),
    (TableKind.AMOUNTS, re.compile(r'\A"20[0-9]{2}","[0-9]{5}","[0-9]{2}","')),
    (
        TableKind.COUNTIES,
        re.compile(r"locality number,\s*state\s*,\s*fee schedule area", re.IGNORECASE),
    ),
    (TableKind.ICD10_CM, re.compile(r"\A[0-9]{5} [A-Z][0-9][A-Z0-9 ]{5} [01] ")),
    (TableKind.LOCALITIES, re.compile(r"medicare admi[^\n]*locality[^\n]*gpci", re.IGNORECASE)),
)
_UNREAD = re.compile(
    r"(^|/)(anes|[0-9]{2}locco[^/]*\.txt|pprrvu[^/]*_?qpp|oppscap[^/]*\.txt"
    r"|hcpc[^/]*(trans|correct|noc|layout|changes)|[^/]*(proc[ _]?notes|rec(ord)?[ _]?layout))",
    re.IGNORECASE,
)
_KEPT = re.compile(r"non-?qpp", re.IGNORECASE)
_DME = "DME Supplier"


@checked
def read(
    *sources: object,
    name: str | None = None,
    setting: Setting | None = None,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    partial: bool = False,
) -> tuple[Table[Any], ...]:
    r"""Read files as CMS ships them: zip, xlsx, csv or text, gzipped or not.

    Args:
        *sources: Text, bytes, or lines of either.
        name: The name of the file or archive; it tells setting and quarter where the content does not.
        setting: Whose claims, for what neither content nor name tells.
        effective: The first day, for what neither tells; what is given here goes first.
        through: The last day.
        partial: True where tables are meant to be short.

    Returns:
        The tables. One held in several formats stands once; PTP parts of one version make one table.

    Raises:
        DataError: Something is no table of CMS's, is torn, or two copies differ; lists every problem.
        MissingExtraError: A spreadsheet, and the extra ``excel`` is not installed.
        InvalidDateError: `effective` or `through` is no date.

    Example:
        >>> head = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
        >>> table, = read(head + "71260,2,3 Date,Data\n", name="Eff_10-01-2026.csv", partial=True)
        >>> str(table.source.through)
        '2026-12-31'
    """
    if setting is not None and not isinstance(setting, Setting):
        raise DataError((f"setting must be a Setting, not {shown(setting)}",))
    names = (name,) if name else ()
    found: list[tuple[Member, Table[Any], Said]] = []
    problems: list[str] = []
    passed: list[str] = []
    for member in (each for source in sources for each in members(source, names)):
        if _passed_over(member.names):
            passed.append(member.names[0])
            continue
        try:
            told = _told(member, setting, effective, through)
            found.append((member, _table(member, told, partial=partial), told))
        except DataError as error:
            problems += [f"{_called(member)}{each}" for each in error.problems]
    if problems:
        raise DataError(tuple(problems))
    if not found:
        raise DataError((_nothing(passed),))
    return tuple(_joined_parts(_once(found), partial=partial))


def _nothing(passed: Sequence[str]) -> str:
    """Say that no table was found, and which files were seen for which there is no reader."""
    seen = f" (no reader is for {', '.join(map(shown, passed))})" if passed else ""
    return f"no table of CMS's was found{seen}: give the zip or the csv of its download page"


def _called(member: Member) -> str:
    return f"{member.names[0]}: " if member.names else ""


def _passed_over(names: Sequence[str]) -> bool:
    """Tell tables that no reader here is for, by the names under which CMS ships them with others."""
    archived = len(names) > 0 and bool(_UNREAD.search(names[0]))
    return archived and not _KEPT.search(names[0])


def _told(
    member: Member, setting: Setting | None, effective: dt.date | None, through: dt.date | None
) -> Said:
    """Take what the caller says before what names say."""
    names = said(member.names)
    days = (names.effective, names.through) if effective is None else (effective, through)
    return attrs.evolve(
        names, setting=setting or names.setting, effective=days[0], through=through or days[1]
    )


def _kind(member: Member) -> TableKind:
    """Tell the layout by the content, or refuse with the cure."""
    head = member.data[:_HEAD]
    text = head if isinstance(head, str) else head.decode("utf-8-sig", errors="replace")
    if isinstance(head, bytes) and b"\x00" in head[:64]:
        raise DataError(("the bytes are UTF-16 or no text: save the file as UTF-8",))
    if re.match(r"\s*<(!doctype|html)", text, re.IGNORECASE):
        cure = "accept CMS's licence in a browser, and give the zip that it downloads"
        raise DataError((f"this is a web page, not a table: {cure}",))
    if _DME in text:
        raise DataError(
            ("this is the MUE table of DME suppliers: give the practitioner's or the hospital's",)
        )
    kind = next((kind for kind, layout in _LAYOUTS if layout.search(text)), None)
    if kind is None:
        raise DataError(("no layout of CMS's that is known here was found",))
    return kind


def _table(member: Member, told: Said, *, partial: bool) -> Table[Any]:
    """Read one text as what it is."""
    kind = _kind(member)
    given: dict[str, Any] = {"effective": told.effective, "through": told.through}
    if kind in _STATING and _states_days(member):
        given = {}
    given |= {"file": member.names[0] if member.names else "", "partial": partial}
    if kind is TableKind.PTP:
        if told.setting is None:
            raise DataError(
                ("neither content nor name tells whose claims it is for: give setting=",)
            )
        return read_ptp(member.data, setting=told.setting, release=told.version, **given)
    if kind is TableKind.MUE:
        return read_mue(member.data, **given)
    return _READERS[kind](member.data, **given)


def _states_days(member: Member) -> bool:
    text = member.data[:_HEAD]
    head = text if isinstance(text, str) else text.decode("utf-8", errors="replace")
    return _STATED.search(head) is not None


_STATING = (TableKind.FEE_SCHEDULE, TableKind.LOCALITIES, TableKind.COUNTIES)
_STATED = re.compile(r"20[0-9]{2} (National Physician Fee|PW GPCI|LOCALITIES)")


_READERS: dict[TableKind, Callable[..., Table[Any]]] = {
    TableKind.FEE_SCHEDULE: read_fee_schedule,
    TableKind.LOCALITIES: read_gpci,
    TableKind.OPPS_CAP: read_opps_cap,
    TableKind.ADD_ON: read_add_on,
    TableKind.OPPS_STATUS: read_addendum_b,
    TableKind.HCPCS_CODES: read_hcpcs,
    TableKind.AMOUNTS: read_amounts,
    TableKind.COUNTIES: read_counties,
    TableKind.ICD10_CM: read_icd10,
}


def _once(
    found: Iterable[tuple[Member, Table[Any], Said]],
) -> list[tuple[Table[Any], Said]]:
    """Keep one of the copies of a table in several formats, where all say the same."""
    kept: dict[tuple[object, ...], tuple[Member, Table[Any], Said]] = {}
    for member, table, told in found:
        days = (table.source.effective, table.source.through)
        part = table.rows[:1] if table.kind is TableKind.PTP else ()
        key = (table.kind, table.setting, *days, part)
        first = kept.setdefault(key, (member, table, told))
        if first[1].rows != table.rows:
            raise DataError(
                (f"{_called(first[0])}and {_called(member)}hold one table and differ: give one",)
            )
    return [(table, told) for _, table, told in kept.values()]


def _joined_parts(
    found: Iterable[tuple[Table[Any], Said]], *, partial: bool
) -> Iterable[Table[Any]]:
    """Join PTP parts of one release, and hold every table to its kind."""
    parts: dict[tuple[object, ...], list[tuple[Table[Any], Said]]] = {}
    for table, told in found:
        if table.kind is TableKind.PTP:
            source = table.source
            key = (table.setting, source.effective, source.through)
            parts.setdefault(key, []).append((table, told))
            continue
        if not partial:
            _hold(table)
        yield table
    for group in parts.values():
        yield _one_of_parts(group, partial=partial)


_WHOLE = {
    TableKind.FEE_SCHEDULE: FEE_SCHEDULE,
    TableKind.MUE: MUE,
    TableKind.OPPS_CAP: OPPS_CAP,
    TableKind.ADD_ON: ADD_ON,
    TableKind.OPPS_STATUS: ADDENDUM_B,
    TableKind.HCPCS_CODES: HCPCS,
}
_HELD = (TableKind.AMOUNTS, TableKind.COUNTIES)
"""Kinds whose readers refuse every excerpt themselves."""


def _hold(table: Table[Any]) -> None:
    """Refuse an excerpt that is not said to be one."""
    problems = Problems()
    if table.kind is TableKind.LOCALITIES:
        hold_states(tuple(table), problems, must=True)
    elif table.kind is TableKind.ICD10_CM:
        _hold_chapters(tuple(table), problems)
    elif table.kind not in _HELD:
        codes = [row.add_on if table.kind is TableKind.ADD_ON else row.code for row in table]
        hold_whole(_WHOLE[table.kind], codes, problems, must=True)
    problems.refuse()


_LAST_DIAGNOSIS = "Z99.89"
"""The code that ends every list of ICD-10-CM since 2015."""


def _hold_chapters(rows: Sequence[IcdCode], problems: Problems) -> None:
    """Refuse a list of diagnoses that does not reach from the first chapter (A00) to the last code."""
    if rows[0].code != "A00" or rows[-1].code != _LAST_DIAGNOSIS:
        told = f"it holds {rows[0].code} to {rows[-1].code}, and the year's list reaches from A00 to {_LAST_DIAGNOSIS}"
        problems.found.append(f"{told}: give the whole file, or partial=True")


def _one_of_parts(group: list[tuple[Table[Any], Said]], *, partial: bool) -> Table[Any]:
    """Make one table of the parts of a release; a part that is missing is named."""
    numbers = sorted(told.part for _, told in group if told.part is not None)
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if missing and not partial:
        named = ", ".join(f"f{number}" for number in missing)
        raise DataError((f"part {named} of the PTP table is missing: give all parts",))
    first = group[0][0]
    builder = Builder()
    for table, _ in group:
        for edit in table:
            terms = (edit.effective, edit.through, edit.indicator, edit.rationale)
            builder.add(edit.column_1, edit.column_2, builder.term(terms))
    problems = Problems()
    problems.found += [f"{a}/{b} stands in two parts" for a, b in builder.repeated()]
    rows = first.rows if len(group) == 1 else builder.build(first.source)
    if not partial:
        codes = sorted({edit.column_1 for table, _ in group for edit in table})
        hold_whole(PTP, codes, problems, must=True, count=len(rows))
    problems.refuse()
    return Table(TableKind.PTP, first.source, rows, first.setting, complete=not partial)
