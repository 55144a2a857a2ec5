"""From a claim line to the rows that price it, or to the reason why nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.code_forms import normalize
from cptkit.errors import NoDataError, shown
from cptkit.indicators import AssistantSurgeon, CoSurgeon, PcTc, Status
from cptkit.lines.view import Seen
from cptkit.payment.rules import Part, PaymentRule, RuleKind, conflict, rule
from cptkit.values.claim import ClaimLine
from cptkit.values.modifier import BILATERAL
from cptkit.values.price import Unpriced
from cptkit.values.table import FeeScheduleRow, Source

PRICED = frozenset({Status.ACTIVE, Status.RESTRICTED, Status.PAID_IF_ALONE})
"""Statuses that are priced from the relative values."""
_MOST_UNITS = 999
_KNOWN_KINDS = (
    RuleKind.NO_EFFECT,
    RuleKind.EQUIPMENT,
    RuleKind.SURGEON,
    RuleKind.NOT_PAID,
    RuleKind.NO_RULE,
)


class Refused(Exception):  # noqa: N818 - it never leaves this room
    """Why a line has no price: raised where that is found, and kept in the price's place.

    Attributes:
        unpriced: What kind of reason it is.
        reason: The reason and what to do.
        source: The release that told so, where one did.
    """

    def __init__(self, unpriced: Unpriced, reason: str, source: Source | None = None) -> None:
        """Make a refusal."""
        super().__init__(reason)
        self.unpriced = unpriced
        self.reason = reason
        self.source = source


@attrs.frozen(eq=False)
class RatedLine:
    """A seen line that can be priced, with its rows.

    Attributes:
        seen: The line.
        row: The fee schedule row that is billed.
        technical: The row that values its technical part; None where it has none.
        facility: Whether the facility's practice expense holds; None where it is the same.
        rules: What its modifiers do to the price, in order of the rules' names.
    """

    seen: Seen
    row: FeeScheduleRow
    technical: FeeScheduleRow | None
    facility: bool | None
    rules: tuple[PaymentRule, ...]

    @property
    def index(self) -> int:
        """Where the line stands in its claim."""
        return self.seen.index

    @property
    def line(self) -> ClaimLine:
        """The line as billed."""
        return self.seen.line


def name_of(row: FeeScheduleRow) -> str:
    """Name a row as traces and reasons do: ``71260-TC``, or ``71260`` for the global one."""
    return f"{row.code}-{row.modifier}" if row.modifier else row.code


def release_of(row: FeeScheduleRow) -> str:
    """Name the release of a row; empty for a caller's own row without a source."""
    return row.source.release if row.source else ""


def rated(seen: Seen, catalog: Catalog) -> RatedLine | Refused:
    """Find the rows that price a line, or the reason why nothing does.

    Args:
        seen: The line.
        catalog: Where the tables are.
    """
    try:
        return _rated(seen, catalog)
    except Refused as refusal:
        return refusal.with_traceback(None)
    except NoDataError as error:
        return Refused(Unpriced.NO_DATA, str(error))


def _rated(seen: Seen, catalog: Catalog) -> RatedLine:
    line = seen.line
    code = _code(line, catalog)
    if not 1 <= line.units <= _MOST_UNITS:
        raise Refused(
            Unpriced.LINE,
            f"units must be 1 to {_MOST_UNITS}, not {shown(line.units)}: bill what was done",
        )
    modifiers = seen.modifiers
    clash = conflict(modifiers)
    if clash is not None:
        raise Refused(
            Unpriced.LINE,
            f"{clash.first} and {clash.second} exclude each other: {clash.reason}; {clash.remedy}",
        )
    component = seen.component or ("53" if "53" in modifiers else "")
    row = _row(code, component, line.date_of_service, catalog)
    effects = tuple(
        sorted(
            _effects(modifiers - {row.modifier}, row, line.date_of_service),
            key=lambda each: each.id,
        )
    )
    _payable(row)
    return RatedLine(
        seen,
        row,
        _technical(row, line.date_of_service, catalog),
        _facility(row, line, catalog),
        effects,
    )


def _code(line: ClaimLine, catalog: Catalog) -> str:
    if catalog.is_house_code(line.code):
        raise Refused(
            Unpriced.NO_DATA,
            f"{line.code} is a code of your own house, which no fee schedule prices",
        )
    code = normalize(line.code)
    if code is None:
        raise Refused(
            Unpriced.LINE,
            f"{shown(line.code)} has not the form of a code: bill five characters, modifiers apart",
        )
    return code


def _row(code: str, component: str, on: dt.date, catalog: Catalog) -> FeeScheduleRow:
    row = catalog.fee_row(code, component, on)
    if row is not None:
        return row
    whole = catalog.fee_row(code, "", on) if component else None
    if whole is not None and component == "53":
        return whole
    if whole is not None:
        raise Refused(
            Unpriced.LINE,
            f"{code} has no {component} row: it {_told(whole.pc_tc)}; bill it without {component}",
            whole.source,
        )
    if not catalog.versions(code):
        raise Refused(
            Unpriced.LINE,
            f"{code} is no code that is known: look at the heading it should stand under",
        )
    if catalog.code(code, on) is None:
        raise Refused(
            Unpriced.LINE,
            f"{code} is not in force on {on}: see cptkit.get({code!r}) for its days and successors",
        )
    raise Refused(
        Unpriced.NOT_PAID,
        f"the physician fee schedule of {on} has no row for {code}: another schedule may pay it",
    )


def _told(pc_tc: PcTc) -> str:
    return f"has PC/TC indicator {pc_tc.value} ({pc_tc.meaning})"


def _effects(modifiers: frozenset[str], row: FeeScheduleRow, on: dt.date) -> Iterator[PaymentRule]:
    """Give what each modifier does to the price; one that stops payment refuses the line."""
    for modifier in sorted(modifiers):
        if modifier == BILATERAL:
            yield _both_sides(row, on)
            continue
        found = _rule_of(modifier, row, on)
        if found.kind is RuleKind.NO_RULE:
            raise Refused(
                Unpriced.NO_NATIONAL_RULE,
                f"modifier {modifier}: {found.text} ({found.citation})",
                row.source,
            )
        if found.kind is RuleKind.NOT_PAID and not (
            found.part is Part.TECHNICAL and row.modifier == "26"
        ):
            raise Refused(
                Unpriced.NOT_PAID,
                f"modifier {modifier}: {found.text} ({found.citation})",
                row.source,
            )
        if found.kind is RuleKind.SURGEON:
            _assisted(modifier, row)
        yield found


def _rule_of(modifier: str, row: FeeScheduleRow, on: dt.date) -> PaymentRule:
    for kind in _KNOWN_KINDS:
        found = rule(kind, modifier, on)
        if found is not None:
            return found
    cure = "leave it off to see the price without it"
    raise Refused(
        Unpriced.NO_DATA,
        f"no rule here tells what modifier {shown(modifier)} does to the price: {cure}",
        row.source,
    )


def _both_sides(row: FeeScheduleRow, on: dt.date) -> PaymentRule:
    found = rule(RuleKind.BILATERAL, row.bilateral.value, on)
    if found is None:
        reason = f"modifier 50: bilateral indicator {row.bilateral.value} ({row.bilateral.meaning}); bill {row.code} without 50"
        raise Refused(Unpriced.LINE, reason, row.source)
    return found


def _assisted(modifier: str, row: FeeScheduleRow) -> None:
    """Refuse an assistant or second surgeon whom the row's indicator does not pay."""
    indicator = row.co_surgeon if modifier == "62" else row.assistant_surgeon
    if indicator in (AssistantSurgeon.PAID, CoSurgeon.PERMITTED):
        return
    by_record = indicator in (AssistantSurgeon.WITH_DOCUMENTATION, CoSurgeon.WITH_DOCUMENTATION)
    kind = Unpriced.NO_NATIONAL_RULE if by_record else Unpriced.NOT_PAID
    raise Refused(
        kind,
        f"modifier {modifier}: {row.code} has indicator {indicator.value} ({indicator.meaning})",
        row.source,
    )


def _payable(row: FeeScheduleRow) -> None:
    name = name_of(row)
    if row.status is Status.CONTRACTOR_PRICED:
        raise Refused(
            Unpriced.NO_NATIONAL_RULE, f"{name} has status C: {row.status.meaning}", row.source
        )
    if row.status not in PRICED:
        raise Refused(
            Unpriced.NOT_PAID,
            f"{name} has status {row.status.value}: {row.status.meaning}",
            row.source,
        )
    if row.work_rvu + row.non_facility_pe_rvu + row.facility_pe_rvu + row.malpractice_rvu == 0:
        raise Refused(
            Unpriced.NO_NATIONAL_RULE,
            f"the fee schedule states no value for {name}: the contractor sets the amount",
            row.source,
        )


def _technical(row: FeeScheduleRow, on: dt.date, catalog: Catalog) -> FeeScheduleRow | None:
    """Find the row that values the technical part of what is billed."""
    if row.modifier == "TC" or (not row.modifier and row.pc_tc is PcTc.TECHNICAL_ONLY):
        return row
    if row.modifier or row.pc_tc is not PcTc.DIAGNOSTIC_TEST:
        return None
    technical = catalog.fee_row(row.code, "TC", on)
    if technical is None:
        cure = "load a fee schedule that has it"
        raise Refused(
            Unpriced.NO_DATA,
            f"the table has no TC row of {row.code}, so its technical part is not known: {cure}",
            row.source,
        )
    return technical


def _facility(row: FeeScheduleRow, line: ClaimLine, catalog: Catalog) -> bool | None:
    """Tell which practice expense holds; None where the place of service makes no difference."""
    if (
        not (row.facility_na or row.non_facility_na)
        and row.facility_pe_rvu == row.non_facility_pe_rvu
    ):
        return None
    place = line.place_of_service
    if place is None:
        raise Refused(
            Unpriced.NO_DATA,
            f"the price of {row.code} hangs on the place of service, which is not given: give place_of_service",
            row.source,
        )
    facility = catalog.is_facility(place)
    if facility is None:
        raise Refused(
            Unpriced.NO_DATA,
            f"{shown(place)} is no place of service that is known: give CMS's two digits, such as '11'",
            row.source,
        )
    if facility and row.facility_na:
        raise Refused(Unpriced.LINE, _nothing_in_facility(row, place.strip()), row.source)
    return facility


def _nothing_in_facility(row: FeeScheduleRow, place: str) -> str:
    where = f"in a facility (place of service {place})"
    if row.modifier == "TC" or row.pc_tc is PcTc.TECHNICAL_ONLY:
        return f"the technical part has no physician fee schedule price {where}: the facility's own payment holds it"
    if row.pc_tc is PcTc.DIAGNOSTIC_TEST:
        return f"the global service has no price {where}: bill {row.code}-26 for the reading; the facility bills the test itself"
    return f"the fee schedule states no value for {row.code} {where}"
