"""Payment in brief: values and amounts of each component, the indicators in words, unit limits, hospital status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit import bundling, payment
from cptkit.catalog.anomalies import supervision_asked
from cptkit.catalog.catalog import Catalog
from cptkit.errors import NoDataError
from cptkit.indicators import Indicator, Setting
from cptkit.printing.page import Section, SectionRow
from cptkit.values.claim import ClaimLine
from cptkit.values.code import Code
from cptkit.values.release_words import told
from cptkit.values.table import FeeScheduleRow, Source, TableKind

_COMPONENTS = (("", "whole"), ("26", "reading (26)"), ("TC", "technical (TC)"))
_TITLE = "Payment in brief"


def payment_sections(code: Code, on: dt.date, where: Catalog) -> tuple[Section, Section]:
    """Make the table of amounts and the list of what the indicators say."""
    rows = tuple(_amounts(name, row, on, where) for name, row in _fee_rows(code, on, where))
    note = (
        "Medicare physician fee schedule, national, place of service 11, no other service that day."
    )
    if not rows:
        return Section("payment", _TITLE, (SectionRow((_no_row(code, on, where),)),)), _indicators(
            code, on, where
        )
    columns: tuple[str, ...] = (
        "Part",
        "Status",
        "Work RVU",
        "Total RVU",
        "Amount",
        "Amount, qualifying APM",
    )
    if all(row.cells[-1] == row.cells[-2] for row in rows):
        rows, columns = tuple(SectionRow(row.cells[:-1]) for row in rows), columns[:-1]
    return Section("payment", _TITLE, rows, columns, note), _indicators(code, on, where)


def _fee_rows(code: Code, on: dt.date, where: Catalog) -> Iterator[tuple[str, FeeScheduleRow]]:
    for modifier, name in _COMPONENTS:
        try:
            row = where.fee_row(code.code, modifier, on)
        except NoDataError:
            return
        if row is not None:
            yield name, row


def _no_row(code: Code, on: dt.date, where: Catalog) -> str:
    try:
        where.fee_row(code.code, "", on)
    except NoDataError as error:
        return f"{error}."
    return "The fee schedule of that day has no row of this code: it names no price for it."


def _amounts(name: str, row: FeeScheduleRow, on: dt.date, where: Catalog) -> SectionRow:
    line = ClaimLine(
        row.code, (row.modifier,) if row.modifier else (), date_of_service=on, place_of_service="11"
    )
    shown = (_amount(line, where, qualifying=False), _amount(line, where, qualifying=True))
    values = (
        ("", "")
        if shown == ("none", "none") and not row.non_facility_total
        else (str(row.work_rvu), str(row.non_facility_total))
    )
    return SectionRow((name, row.status.value, *values, *shown))


def _amount(line: ClaimLine, where: Catalog, *, qualifying: bool) -> str:
    amount = payment.price(line, qualifying_apm=qualifying, catalog=where).amount
    return "none" if amount is None else f"${amount:,}"


def _indicators(code: Code, on: dt.date, where: Catalog) -> Section:
    rows = [
        SectionRow(each)
        for each in (
            *_fee_words(code, on, where),
            *_limits(code, on, where),
            *_hospital(code, on, where),
        )
    ]
    return Section("indicators", "What the tables say", tuple(rows))


def _fee_words(code: Code, on: dt.date, where: Catalog) -> Iterator[tuple[str, str]]:
    rows = {row.modifier: row for _, row in _fee_rows(code, on, where)}
    row = rows.get("")
    if row is None:
        return
    fields: tuple[tuple[str, Indicator], ...] = (
        ("Status", row.status),
        ("Components", row.pc_tc),
        ("Several studies", row.multiple_procedure),
        ("Both sides", row.bilateral),
        ("Global period", row.global_days),
    )
    yield from ((name, f"{field.meaning} ({field.value})") for name, field in fields)
    asked = supervision_asked(code.code, on, where)
    assert asked is not None  # noqa: S101 - there is a row
    odd = f"; {asked.why}" if asked.why else ""
    yield "Supervision of the technical part", f"{asked.level.meaning} ({asked.level.value}{odd})"


def _limits(code: Code, on: dt.date, where: Catalog) -> Iterator[tuple[str, str]]:
    for setting in (Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL):
        yield f"Units a day, {setting.value}", _limit(code, on, setting, where)


def _limit(code: Code, on: dt.date, setting: Setting, where: Catalog) -> str:
    try:
        limit = bundling.mue(code.code, on=on, setting=setting, catalog=where)
    except NoDataError as error:
        return f"not known here: {error.remedy}"
    if limit is None:
        return "the table of unit limits has none"
    table = f"; {told(TableKind.MUE.value, limit.source, on)}" if limit.source else ""
    return f"at most {limit.units} ({limit.adjudication.meaning}{table})"


def _hospital(code: Code, on: dt.date, where: Catalog) -> Iterator[tuple[str, str]]:
    row = where.opps_status(code.code, on)
    if row is None:
        yield (
            "Outpatient hospital",
            "not known here: no hospital status of this code and day is at hand",
        )
        return
    table = f"; {told(TableKind.OPPS_STATUS.value, row.source, on)}" if row.source else ""
    rate = f"; national rate ${row.rate:,}" if row.rate is not None else ""
    yield "Outpatient hospital", f"{row.status.meaning} ({row.status.value}{rate}{table})"


def sources(code: Code, on: dt.date, where: Catalog) -> tuple[Source, ...]:
    """Give the tables that answered: fee schedule, pairs, unit limits, hospital status."""
    found = [row.source for _, row in _fee_rows(code, on, where)]
    for setting in (Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL):
        found += [held.table.source for held in where.ptp(on, setting)[:1]]
        found += [held.table.source for held in where.mue(on, setting)[:1]]
    status = where.opps_status(code.code, on)
    if status is not None:
        found.append(status.source)
    return tuple(dict.fromkeys(each for each in found if each is not None))
