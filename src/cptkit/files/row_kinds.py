"""Which value the rows of each kind of table are, for whatever writes whole tables and reads them back."""

from __future__ import annotations

from typing import Any

from cptkit.values.opps import OppsCapAmount, OppsStatusRow
from cptkit.values.table import (
    AddOnEdit,
    Descriptor,
    FeeScheduleRow,
    Locality,
    Mue,
    PtpEdit,
    TableKind,
)

_ROWS: dict[TableKind, type[Any]] = {
    TableKind.FEE_SCHEDULE: FeeScheduleRow,
    TableKind.LOCALITIES: Locality,
    TableKind.OPPS_CAP: OppsCapAmount,
    TableKind.PTP: PtpEdit,
    TableKind.MUE: Mue,
    TableKind.ADD_ON: AddOnEdit,
    TableKind.OPPS_STATUS: OppsStatusRow,
    TableKind.DESCRIPTORS: Descriptor,
}


def row_of(kind: TableKind) -> type[Any] | None:
    """Give the class of a kind's rows.

    Args:
        kind: What a table holds.

    Returns:
        The attrs class; None for the package's own kinds, which no caller brings and whose rows are no values.

    Example:
        >>> row_of(TableKind.MUE).__name__
        'Mue'
    """
    if kind in _ROWS:
        return _ROWS[kind]
    from cptkit.values.necessity import CoverageRow, IcdCode  # noqa: PLC0415 - spares a quarter without them a dozen modules
    from cptkit.values.published import County, HcpcsCode, PublishedAmount  # noqa: PLC0415 - as above

    others = {
        TableKind.DETERMINATIONS: CoverageRow,
        TableKind.ICD10_CM: IcdCode,
        TableKind.HCPCS_CODES: HcpcsCode,
        TableKind.AMOUNTS: PublishedAmount,
        TableKind.COUNTIES: County,
    }
    return others.get(kind)
