"""What CMS publishes beside relative values and edits: days of Level II codes, amounts by locality, counties of localities.

As in `cptkit.values.table`, a row knows what its file says; its `source` takes no part in equality.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Status
from cptkit.printing.value import Printed
from cptkit.values.table import Source


@attrs.frozen(repr=False)
class HcpcsCode(Printed):
    """A HCPCS Level II code with its days, from CMS's alpha-numeric file (ANWEB); descriptions are not kept.

    Attributes:
        code: The five characters.
        effective: The day on which the code was added.
        through: The last day on which it may be billed (CMS's termination date); None while it is open.
        changed: The day from which CMS's last action on it counts; None where the file states none.
        action: CMS's letter of that action, such as ``A`` for added, ``N`` for none; empty where none is stated.
        source: The release.
    """

    code: str
    effective: dt.date
    through: dt.date | None = None
    changed: dt.date | None = None
    action: str = ""
    source: Source | None = attrs.field(default=None, eq=False)


@attrs.frozen(repr=False)
class PublishedAmount(Printed):
    """Dollars that CMS publishes for one code and locality (PFALL, PFREV), the OPPS cap already applied.

    Attributes:
        code: The five characters.
        modifier: ``""``, ``26``, ``TC``, ``53``.
        status: Fee schedule status.
        mac: Five-digit number of the contractor.
        locality: Two-digit number of the locality.
        non_facility: Dollars outside facilities.
        facility: Dollars in facilities.
        capped: Whether CMS says that the OPPS cap applies to the code.
        source: The release.
    """

    code: str
    modifier: str
    status: Status
    mac: str
    locality: str
    non_facility: Decimal
    facility: Decimal
    capped: bool = False
    source: Source | None = attrs.field(default=None, eq=False)


@attrs.frozen(repr=False)
class County(Printed):
    """A county and the payment locality that it belongs to.

    Attributes:
        state: Two letters of the state in which the county lies.
        name: The county as CMS writes it, in capitals; empty for every county of the state that no other row names.
        mac: Five-digit number of the contractor.
        number: Two-digit number of the locality under that contractor.
        source: The release.

    Example:
        >>> County("VA", "FAIRFAX", "12202", "01").locality
        '12202-01'
    """

    state: str
    name: str
    mac: str
    number: str
    source: Source | None = attrs.field(default=None, eq=False)

    @property
    def locality(self) -> str:
        """Contractor and locality number, as `Locality.id`."""
        return f"{self.mac}-{self.number}"
