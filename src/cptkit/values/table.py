"""The rows of CMS's tables as values, and the frozen sequence that holds them.

A row knows what its file says and where it stands, and nothing of other tables. Two rows are equal when
they say the same: `source` and `exact`, which tell where a row was read, take no part in equality.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Generic, TypeVar, overload

from cptkit import lazy_attrs as attrs
from cptkit.indicators import (
    AddOnType,
    Adjudication,
    AssistantSurgeon,
    Bilateral,
    CorrectCoding,
    CoSurgeon,
    GlobalDays,
    ImagingFamily,
    MultipleProcedure,
    PcTc,
    Setting,
    Status,
    Supervision,
    TeamSurgeon,
)
from cptkit.printing.cells import told
from cptkit.printing.listing import Listing
from cptkit.printing.table import shortened
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.days import span
from cptkit.values.typed import typed

Row_co = TypeVar("Row_co", covariant=True)


class TableScope(Ranked):
    """Of which codes a table holds every row, so that absence in it is an answer; of a pair, unless said otherwise, of either code."""

    ALL = "every code"
    PROFILED = "radiology codes (70010-79999) and codes with a profile"
    RADIOLOGY = "radiology codes (70010-79999)"
    WITHIN_RADIOLOGY = "radiology codes (70010-79999) alone, of a pair both"


class TableKind(Ranked):
    """What a table holds; the value is the name that messages use."""

    FEE_SCHEDULE = "fee schedule"
    LOCALITIES = "locality table"
    OPPS_CAP = "OPPS cap table"
    PTP = "PTP table"
    MUE = "MUE table"
    ADD_ON = "add-on table"
    OPPS_STATUS = "OPPS status table"
    HCPCS_CODES = "HCPCS Level II file"
    AMOUNTS = "published amounts"
    COUNTIES = "county file"
    DESCRIPTORS = "descriptor table"
    PLACES_OF_SERVICE = "place-of-service table"
    HCPCS_MODIFIERS = "HCPCS modifier table"
    DETERMINATIONS = "coverage determinations"
    ICD10_CM = "ICD-10-CM code list"
    AUTHORED = "what is authored here of codes"


@attrs.frozen(field_transformer=typed, repr=False)
class Source(Printed):
    """Where a table or a row was read.

    Attributes:
        publisher: Who publishes the original, such as ``CMS``.
        file: The original file's name; empty where the caller gave only text.
        release: The publisher's name of the release, such as ``RVU25D`` or ``v302r0``.
        effective: The first day that it covers; None where no source states it.
        through: The last day; None while it is open.
        exact: False where the answer is for another day than the table covers.
        licence: What governs use of the original.
        sha256: Checksum of the original's bytes, in hexadecimal; empty where not known.
    """

    _columns = ("publisher", "release", "effective", "through", "file")

    publisher: str
    file: str = ""
    release: str = ""
    effective: dt.date | None = None
    through: dt.date | None = None
    exact: bool = True
    licence: str = ""
    sha256: str = ""

    def __hash__(self) -> int:  # of what tells two sources apart: answers are remembered by it
        return hash((self.file, self.release, self.exact))

    def __str__(self) -> str:
        name = " ".join(part for part in (self.publisher, self.file, self.release) if part)
        first, last = self.effective or "", self.through or ""
        return f"{name} ({first} to {last})" if first or last else name


@attrs.frozen(repr=False)
class FeeScheduleRow(Printed):
    """One row of the physician fee schedule's relative value file (PPRRVU).

    Attributes:
        code: The five characters.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        status: Whether and by whom it is paid.
        work_rvu: Relative value of the physician's work.
        non_facility_pe_rvu: Practice expense outside facilities.
        facility_pe_rvu: Practice expense in facilities.
        malpractice_rvu: Relative value of malpractice insurance.
        non_facility_total: Sum of the three outside facilities.
        facility_total: Sum of the three in facilities.
        non_facility_na: Whether CMS prints NA: rarely or never done outside facilities.
        facility_na: Whether CMS prints NA: rarely or never done, or not paid, in facilities.
        pc_tc: Whether it divides into components.
        global_days: The global surgical period.
        pre_op: Share of the global payment for care before.
        intra_op: Share for the operation.
        post_op: Share for care after.
        multiple_procedure: Which multiple procedure reduction applies.
        bilateral: How both sides are paid.
        assistant_surgeon: Whether an assistant is paid.
        co_surgeon: Whether two surgeons are paid.
        team_surgeon: Whether a team is paid.
        endoscopic_base: Base code of its endoscopic family; empty where there is none.
        conversion_factor: Dollars for one RVU.
        supervision: Supervision of the technical component, as published.
        calculation_flag: As published; ``0`` in every release so far.
        imaging_family: Whether the imaging reduction's family holds it.
        opps_non_facility_pe_rvu: Practice expense under the OPPS cap, outside facilities.
        opps_facility_pe_rvu: Practice expense under the OPPS cap, in facilities.
        opps_malpractice_rvu: Malpractice under the OPPS cap.
        not_used_for_medicare: Whether CMS prints ``+``: Medicare does not pay from these values.
        price_indicator: CMS's pricing indicator, as published from 2026; None before.
        source: The release.
    """

    _columns = (
        "code",
        "modifier",
        "status",
        "work_rvu",
        "non_facility_total",
        "facility_total",
        "pc_tc",
        "multiple_procedure",
        "bilateral",
    )

    code: str
    modifier: str
    status: Status
    work_rvu: Decimal
    non_facility_pe_rvu: Decimal
    facility_pe_rvu: Decimal
    malpractice_rvu: Decimal
    non_facility_total: Decimal
    facility_total: Decimal
    non_facility_na: bool
    facility_na: bool
    pc_tc: PcTc
    global_days: GlobalDays
    pre_op: Decimal
    intra_op: Decimal
    post_op: Decimal
    multiple_procedure: MultipleProcedure
    bilateral: Bilateral
    assistant_surgeon: AssistantSurgeon
    co_surgeon: CoSurgeon
    team_surgeon: TeamSurgeon
    endoscopic_base: str
    conversion_factor: Decimal
    supervision: Supervision
    calculation_flag: str
    imaging_family: ImagingFamily
    opps_non_facility_pe_rvu: Decimal
    opps_facility_pe_rvu: Decimal
    opps_malpractice_rvu: Decimal
    not_used_for_medicare: bool
    price_indicator: str | None = None
    source: Source | None = attrs.field(default=None, eq=False)


@attrs.frozen(repr=False)
class Locality(Printed):
    """A payment locality with its geographic practice cost indices (GPCI).

    Attributes:
        id: Contractor and locality number, such as ``01112-05``.
        name: The name as published.
        mac: Five-digit number of the Medicare administrative contractor.
        number: Two-digit number of the locality under that contractor.
        state: Two-letter state; empty where the release does not state it.
        work_gpci: Index for work.
        pe_gpci: Index for practice expense.
        malpractice_gpci: Index for malpractice.
        source: The release.
    """

    _columns = ("id", "name", "state", "work_gpci", "pe_gpci", "malpractice_gpci")

    id: str
    name: str
    mac: str
    number: str
    state: str
    work_gpci: Decimal
    pe_gpci: Decimal
    malpractice_gpci: Decimal
    source: Source | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        state = f", {self.state}" if self.state else ""
        return f"{self.id} {self.name}{state}"


@attrs.frozen(repr=False)
class PtpEdit(Printed):
    """A procedure-to-procedure edit: column 1 is paid, column 2 is denied unless a modifier bypasses it.

    Attributes:
        column_1: The code that is paid.
        column_2: The code that is denied.
        effective: The first day of the edit; None where the source does not state it.
        through: The last day in force; None while it is open.
        indicator: Whether a modifier can bypass it.
        rationale: CMS's phrase for why.
        source: The table's release.
        exact: False where the table is of another quarter than the day asked.
    """

    _columns = ("column_1", "column_2", "indicator", "effective", "through", "rationale")

    column_1: str
    column_2: str
    effective: dt.date | None
    through: dt.date | None
    indicator: CorrectCoding
    rationale: str = ""
    source: Source | None = attrs.field(default=None, eq=False)
    exact: bool = attrs.field(default=True, eq=False)

    def __str__(self) -> str:
        days = span(self.effective, self.through)
        return f"{self.column_2} beside {self.column_1}: indicator {told(self.indicator)}{days}"


@attrs.frozen(repr=False)
class Mue(Printed):
    """A medically unlikely edit: the most units that are payable.

    Attributes:
        code: The five characters.
        units: The most units; 0 occurs.
        adjudication: Whether it limits the line or the day, and how firmly.
        rationale: CMS's phrase for why; empty where the source does not state it.
        setting: The table that it stands in.
        source: The table's release.
        exact: False where the table is of another quarter than the day asked.
    """

    _columns = ("code", "units", "adjudication", "rationale", "setting")

    code: str
    units: int
    adjudication: Adjudication
    rationale: str = ""
    setting: Setting = Setting.PROFESSIONAL
    source: Source | None = attrs.field(default=None, eq=False)
    exact: bool = attrs.field(default=True, eq=False)

    def __str__(self) -> str:
        limit = f"{told(self.adjudication)}; {told(self.setting)}"
        return f"{self.code}: at most {self.units} ({limit})"


@attrs.frozen(repr=False)
class AddOnEdit(Printed):
    """An add-on code and one primary code that it may go with.

    Attributes:
        add_on: The add-on code.
        primary: The primary code; None where the contractor names the primaries.
        type: Who names the primaries.
        effective: The first day; None where the source does not state it.
        through: The last day in force; None while it is open.
        source: The table's release.
    """

    add_on: str
    primary: str | None
    type: AddOnType
    effective: dt.date | None
    through: dt.date | None
    source: Source | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        days = span(self.effective, self.through)
        return f"{self.add_on} goes with {self.primary or 'what the contractor names'}{days}"


@attrs.frozen(repr=False)
class Descriptor(Printed):
    """A code and a licensed text, read from a file that the caller brings.

    Attributes:
        code: The five characters.
        text: The text; it stays in the caller's memory.
        length: Which of the licensed files it stands in: ``long``, ``medium`` or ``short``.
        source: The file.
    """

    code: str
    text: str
    length: str
    source: Source | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@attrs.frozen(repr=False, hash=True, field_transformer=typed)
class Table(Printed, Sequence[Row_co], Generic[Row_co]):
    """A frozen sequence of rows, with what they are and where they were read.

    Attributes:
        kind: What the rows are.
        source: The file and release.
        rows: The rows; a tuple, or an index that makes each row when asked.
        setting: The claim form that the table is for, where there is one for each.
        complete: False where absence in the table proves nothing, as in an extract.
        scope: Of which codes it holds every row, where it is complete.

    Example:
        >>> Table(TableKind.MUE, Source("CMS"), ())
        Table(MUE table, 0 rows, CMS)
    """

    _columns = ("kind", "setting", "source")

    kind: TableKind
    source: Source
    rows: Sequence[Row_co] = attrs.field(hash=False)
    setting: Setting | None = None
    complete: bool = True
    scope: TableScope = TableScope.ALL

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row_co: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row_co]: ...

    def __getitem__(self, index: int | slice) -> Row_co | Sequence[Row_co]:
        return Listing(self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def __iter__(self) -> Iterator[Row_co]:
        return iter(self.rows)

    def _listed(self) -> tuple[str, Sequence[object]]:
        return self._named(), self.rows

    def __repr__(self) -> str:
        return f"Table({shortened(self._named(), 150)})"

    def _named(self) -> str:
        parts = (
            self.kind.value,
            f"{len(self)} rows",
            self.setting.value if self.setting else "",
            str(self.source),
        )
        return ", ".join(part for part in parts if part)
