"""The conversions of the 2020-2024 releases, written back into the official layouts, so that one reader reads all.

The conversions print 0 for 0.00, and that of RVU20D lost the leading zeros of codes, supervision levels and global
days. All are put back here; anything else that the official reader refuses stays refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal

from builder.originals import Read
from cptkit.cms import read_fee_schedule
from cptkit.values.table import FeeScheduleRow, Locality

OFFICIAL = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,"
    "BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
)
"""The header row of the official 31-column layout."""

NAMES = (
    "hcpcs,mod,status_code,not_used_for_medicare_payment,work_rvu,non_fac_pe_rvu,non_fac_indicator,facility_pe_rvu,facility_indicator,mp_rvu,"
    "non_facility_total,facility_total,pctc_ind,glob_days,pre_op,intra_op,post_op,mult_proc,bilat_surg,asst_surg,co_surg,team_surg,endo_base,"
    "conv_factor,physician_supervision_of_diagnostic_procedures,calculation_flag,diagnostic_imaging_family_indicator,"
    "non_facility_pe_used_for_opps_payment_amount,facility_pe_used_for_opps_payment_amount,mp_used_for_opps_payment_amount"
)
"""The header row of the conversions: the official columns without the description."""

_WIDTHS = {"hcpcs": 5, "glob_days": 3, "physician_supervision_of_diagnostic_procedures": 2}
_DECIMALS = {
    name: 4 if name == "conv_factor" else 2
    for name in NAMES.split(",")
    if name.endswith(("_rvu", "_total", "_op", "_amount", "conv_factor"))
}


def fee_schedule(
    read: Read, seen: dict[str, FeeScheduleRow] | None = None
) -> tuple[FeeScheduleRow, ...]:
    """Read a relative value file, official or converted.

    Args:
        read: The file.
        seen: Lines of conversions read before, with their rows: most lines of a release are those of the one
            before, and are not read again. What is new is added.

    Returns:
        The rows, in the order of the file. A row that was read before has the source of then.
    """
    if not read.text.startswith("hcpcs,"):
        return _official_rows(read, read.text)
    known = {} if seen is None else seen
    header, *lines = read.text.splitlines()
    new = [line for line in dict.fromkeys(lines) if line not in known and line.strip(",")]
    rows = _official_rows(read, official("\n".join([header, *new, ""]))) if new else ()
    known.update(zip(new, rows, strict=True))
    return tuple(known[line] for line in lines if line.strip(","))


def _official_rows(read: Read, text: str) -> tuple[FeeScheduleRow, ...]:
    each = read.original
    table = read_fee_schedule(
        text, effective=each.effective, through=each.through, file=each.file, release=each.release
    )
    return tuple(table)


def official(text: str) -> str:
    """Write a conversion back into the official csv layout.

    Raises:
        ValueError: The header is not that of a conversion.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if ",".join(reader.fieldnames or ()) != NAMES:
        raise ValueError(f"the header is not that of a conversion: {reader.fieldnames}")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(OFFICIAL + "\r\n")
    writer.writerows(_official_cells(row) for row in reader if row["hcpcs"])
    return out.getvalue()


def _official_cells(row: Mapping[str, str]) -> list[str]:
    cells = [_official_cell(name, row[name]) for name in NAMES.split(",")]
    return [*cells[:2], "", *cells[2:]]


def _official_cell(name: str, text: str) -> str:
    if name in _DECIMALS:
        return f"{Decimal(text):.{_DECIMALS[name]}f}"
    return text.zfill(_WIDTHS[name]) if name in _WIDTHS and text.isdigit() else text


def localities(read: Read, states: Mapping[str, str]) -> Iterator[Locality]:
    """Read a converted GPCI file; a release that does not state the states takes them from another one."""
    for row in csv.DictReader(io.StringIO(read.text, newline="")):
        if not row["mac"]:
            continue
        mac, number = row["mac"].zfill(5), row["locality_number"].zfill(2)
        identity = f"{mac}-{number}"
        work, expense, malpractice = (
            Decimal(row[name]).quantize(Decimal("0.001"))
            for name in ("gpci_work", "gpci_pe", "gpci_mp")
        )
        name = row["locality_name"].rstrip("* ").strip()
        yield Locality(
            identity,
            name,
            mac,
            number,
            row.get("state") or states.get(identity, ""),
            work,
            expense,
            malpractice,
        )
