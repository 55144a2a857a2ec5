"""Invented rows of a fee schedule, for tests of what its indicators decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from cptkit.indicators import (
    AssistantSurgeon,
    Bilateral,
    CoSurgeon,
    GlobalDays,
    ImagingFamily,
    MultipleProcedure,
    PcTc,
    Status,
    Supervision,
    TeamSurgeon,
)
from cptkit.values.table import FeeScheduleRow, Source

RELEASE = Source("an invented publisher", release="TEST")
_NOTHING = Decimal(0)
_PLAIN = FeeScheduleRow(
    code="70001",
    modifier="",
    status=Status.ACTIVE,
    work_rvu=_NOTHING,
    non_facility_pe_rvu=_NOTHING,
    facility_pe_rvu=_NOTHING,
    malpractice_rvu=_NOTHING,
    non_facility_total=_NOTHING,
    facility_total=_NOTHING,
    non_facility_na=False,
    facility_na=False,
    pc_tc=PcTc.DIAGNOSTIC_TEST,
    global_days=GlobalDays.NOT_APPLICABLE,
    pre_op=_NOTHING,
    intra_op=_NOTHING,
    post_op=_NOTHING,
    multiple_procedure=MultipleProcedure.NONE,
    bilateral=Bilateral.NO_ADJUSTMENT,
    assistant_surgeon=AssistantSurgeon.WITH_DOCUMENTATION,
    co_surgeon=CoSurgeon.NOT_PERMITTED,
    team_surgeon=TeamSurgeon.NOT_PERMITTED,
    endoscopic_base="",
    conversion_factor=_NOTHING,
    supervision=Supervision.NOT_APPLICABLE,
    calculation_flag="0",
    imaging_family=ImagingFamily.NOT_APPLICABLE,
    opps_non_facility_pe_rvu=_NOTHING,
    opps_facility_pe_rvu=_NOTHING,
    opps_malpractice_rvu=_NOTHING,
    not_used_for_medicare=False,
    source=RELEASE,
)


def fee_row(code: str = "70001", modifier: str = "", **changes: Any) -> FeeScheduleRow:
    """Invent a fee schedule row of a plain imaging code that divides into components."""
    return attrs.evolve(_PLAIN, code=code, modifier=modifier, **changes)
