"""The rows of CMS's tables of the outpatient hospital payment system as values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.indicators import OppsStatus, Status
from cptkit.printing.cells import told
from cptkit.printing.value import Printed
from cptkit.values.days import span
from cptkit.values.table import Source


@attrs.frozen(repr=False)
class OppsCapAmount(Printed):
    """A published dollar amount under the OPPS cap for one code and locality.

    Attributes:
        code: The five characters.
        modifier: ``""``, ``TC`` and so on.
        status: Fee schedule status.
        mac: Five-digit number of the contractor.
        locality: Two-digit number of the locality.
        facility: Dollars in facilities.
        non_facility: Dollars outside facilities.
        source: The release.
    """

    code: str
    modifier: str
    status: Status
    mac: str
    locality: str
    facility: Decimal
    non_facility: Decimal
    source: Source | None = attrs.field(default=None, eq=False)


@attrs.frozen(repr=False)
class OppsStatusRow(Printed):
    """What the outpatient hospital payment system says of a code over a span of days (OPPS Addendum B).

    Attributes:
        code: The five characters.
        status: How the code is paid.
        effective: The first day of the first release that says so.
        through: The last day of the last release that says so; None while it is open.
        rate: The national payment rate in dollars, before wages and the patient's share; None where none is published.
        source: The release that answers; ``source.exact`` is False where it is the nearest of the year.
    """

    code: str
    status: OppsStatus
    effective: dt.date | None
    through: dt.date | None
    rate: Decimal | None = None
    source: Source | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        days = span(self.effective, self.through)
        return f"{self.code}: {told(self.status)}{days}"
