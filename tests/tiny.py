"""A catalog of a dozen invented codes, through the real classes: what rules say of it hangs on no row of packaged code data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from cptkit import (
    AddOnEdit,
    Catalog,
    Category,
    Claim,
    ClaimLine,
    ClaimReport,
    Code,
    Contrast,
    ImagingProfile,
    Laterality,
    Modality,
    Mue,
    NoDataError,
    PayerPolicy,
    PtpEdit,
    Region,
    Role,
    Setting,
    Source,
    Supply,
    SupplyKind,
    Table,
    TableKind,
    check_claim,
)
from cptkit.indicators import (
    AddOnType,
    Adjudication,
    Bilateral,
    CorrectCoding,
    GlobalDays,
    PcTc,
    Status,
)
from cptkit.values.table import FeeScheduleRow
from fee_rows import fee_row

DAY = dt.date(2026, 5, 4)
HOUSE = Source("an invented payer", release="TINY")
_RADIOLOGY = ("radiology", "radiology.diagnostic")


def _image(number: str, modality: Modality, **profile: Any) -> Code:
    made = ImagingProfile(
        modality, (Region.KNEE,), **{"laterality": Laterality.NOT_PAIRED, **profile}
    )
    return Code(number, Category.I, headings=_RADIOLOGY, imaging=made)


PLAIN = _image("70001", Modality.CT, contrast=Contrast.WITHOUT)
ENHANCED = _image("70002", Modality.CT, contrast=Contrast.WITH)
SIDED = _image("70003", Modality.XR, laterality=Laterality.UNILATERAL)
BOTH = _image("70004", Modality.XR, laterality=Laterality.BILATERAL)
TRACED = _image("70005", Modality.NM)
GUIDING = _image("70006", Modality.US, role=Role.GUIDANCE)
OPERATION = Code("10001", Category.I, headings=("surgery",))
MORE = Code("10002", Category.I, headings=("surgery",), is_add_on=True)
OTHER = Code("10003", Category.I, headings=("surgery",))
VISIT = Code("99001", Category.I, headings=("evaluation-and-management",))
ENDED = Code("70007", Category.I, headings=_RADIOLOGY, through=dt.date(2025, 12, 31))
COMING = Code("70008", Category.I, headings=_RADIOLOGY, effective=dt.date(2026, 10, 1))
UNPAID = Code("70009", Category.I, headings=_RADIOLOGY)
AGENT = Code(
    "Q0001",
    Category.HCPCS,
    headings=("hcpcs",),
    supply=Supply(SupplyKind.CONTRAST_AGENT, "an agent", Decimal(1), "mL", "CT"),
)
CODES = {
    each.code: each
    for each in (
        *(PLAIN, ENHANCED, SIDED, BOTH, TRACED, GUIDING, OPERATION, MORE, OTHER, VISIT),
        *(ENDED, COMING, UNPAID, AGENT),
    )
}
_NO_PARTS: dict[str, Any] = {"pc_tc": PcTc.PHYSICIAN_SERVICE, "global_days": GlobalDays.SAME_DAY}
_CHANGES: dict[str, dict[str, Any]] = {
    "70001": {},
    "70002": {},
    "70003": {"bilateral": Bilateral.ONE_AND_A_HALF},
    "70004": {"bilateral": Bilateral.ALREADY_BILATERAL},
    "70005": {},
    "70006": {},
    "10001": _NO_PARTS,
    "10002": {**_NO_PARTS, "global_days": GlobalDays.ADD_ON},
    "10003": _NO_PARTS,
    "99001": _NO_PARTS,
    "70009": {"status": Status.NON_COVERED},
}
FEES = {
    (code, modifier): fee_row(code, modifier, **changes)
    for code, changes in _CHANGES.items()
    for modifier in (("",) if "pc_tc" in changes else ("", "26", "TC"))
}


def _limit(code: str, units: int, how: Adjudication) -> Mue:
    return Mue(code, units, how, "", Setting.PROFESSIONAL)


LIMITS = (
    _limit("70001", 2, Adjudication.DAY_CLINICAL),
    _limit("70003", 1, Adjudication.DAY_ABSOLUTE),
    _limit("10001", 2, Adjudication.LINE),
)
EDITS = (
    PtpEdit("70002", "70001", None, None, CorrectCoding.ALLOWED, "", HOUSE),
    PtpEdit("10001", "10003", None, None, CorrectCoding.NOT_ALLOWED, "", HOUSE),
    PtpEdit("10001", "70003", None, None, CorrectCoding.ALLOWED, "", HOUSE),
)
TABLES: tuple[Table[Any], ...] = (
    Table(TableKind.PTP, HOUSE, EDITS),
    Table(TableKind.MUE, HOUSE, LIMITS),
    Table(TableKind.ADD_ON, HOUSE, (AddOnEdit("10002", "10001", AddOnType.NATIONAL, None, None),)),
)


class TinyCatalog(Catalog):
    """The invented codes and their fee schedule; edits, limits and add-ons are own tables of a real catalog."""

    def versions(self, code: object) -> tuple[Code, ...]:
        """Give the invented code."""
        return (CODES[code],) if isinstance(code, str) and code in CODES else ()

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Give the invented row; the schedule covers 2026 only."""
        if on.year != DAY.year:
            raise NoDataError("fee schedule", on, "load one")
        return FEES.get((code, modifier))


TINY = TinyCatalog(TABLES)


def line(code: str, *modifiers: str, **fields: Any) -> ClaimLine:
    """Make an office's line of the day."""
    told = {"date_of_service": DAY, "place_of_service": "11", "diagnoses": ("R91.1",), **fields}
    return ClaimLine(code, modifiers, **told)


def check(*lines: ClaimLine, policy: PayerPolicy | None = None, **claim: Any) -> ClaimReport:
    """Check lines of the invented codes as a claim whose ordering provider is named."""
    fields = {"ordering_provider": "1", **claim}
    return check_claim(Claim(lines, **fields), policy=policy, catalog=TINY)


def said(rule: str, *lines: ClaimLine, **claim: Any) -> list[tuple[str, tuple[int, ...]]]:
    """Give outcome and lines of what a rule says, PASS included."""
    report = check(*lines, **claim)
    return [(each.outcome.name, each.lines) for each in report.verdicts if each.rule == rule]
