"""The whole build: originals and authored files in, the text of every derived file out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from builder import codes, history, ncci, originals, packing, small
from builder.originals import Original, Read
from cptkit.catalog.packaged_tables import OTHER_YEARS
from cptkit.cms import read_gpci
from cptkit.files.packaged import canonical
from cptkit.values.code import sort_key
from cptkit.values.table import FeeScheduleRow, Locality

VERSION = "2026.3"
"""The version of the packaged data: the newest fee schedule's year and quarter."""


def is_radiology(code: str) -> bool:
    """Tell whether a code stands in the radiology section.

    Example:
        >>> is_radiology("71260"), is_radiology("7025F"), is_radiology("G0279")
        (True, False, False)
    """
    return len(code) == 5 and code.isdigit() and "70010" <= code <= "79999"


def everything(folder: Path, authored: Path, *, strict: bool = True) -> dict[str, str]:
    """Build every derived file.

    Args:
        folder: The official files.
        authored: The authored files.
        strict: Refuse authored codes that no source dates.

    Returns:
        Name to text, manifest last.
    """
    profiles = authored_rows(authored / "profiles")
    successors = {row["code"]: row for row in _rows(authored / "successors.json")}
    ours = {row["code"] for row in profiles}
    out: dict[str, str] = {}
    manifest: list[dict[str, Any]] = []

    def wanted(code: str) -> bool:
        return is_radiology(code) or code in ours

    def put(name: str, built: tuple[str, int], reads: Iterable[Read]) -> None:
        out[name] = built[0]
        manifest.append(
            {"file": name, "rows": built[1], "sources": [read.source() for read in reads]}
        )

    schedules = [originals.read(folder, each) for each in originals.FEE_SCHEDULES]
    tables = [history.fee_schedule(each) for each in schedules]
    rbcs = originals.read(folder, originals.RBCS)
    present = [
        (read.original, {row.code for row in table})
        for read, table in zip(schedules, tables, strict=True)
    ]
    limits = [
        originals.read(folder, each)
        for each in (
            originals.MUE_PRACTITIONER,
            originals.MUE_OUTPATIENT,
            originals.MUE_PRACTITIONER_2026,
        )
    ]
    named = {row[0] for read in limits for row in ncci.mue_rows(read)}
    put(
        "codes.json",
        codes.authored_codes(
            profiles, successors, present, small.rbcs_days(rbcs), named, strict=strict
        ),
        [*schedules, rbcs, *limits],
    )
    put("other_codes.json", codes.other_codes(present, ours), schedules)
    for name, reads, chosen in _years(schedules, tables, ours):
        put(name, packing.fee_schedule(reads, chosen), reads)
    gpcis = [originals.read(folder, each) for each in originals.GPCIS]
    put("localities.json", packing.localities(gpcis, _localities(gpcis)), gpcis)
    for name, original, build in (
        (
            "ptp_practitioner.json",
            originals.PTP_PRACTITIONER,
            lambda read: ncci.ptp(read, "PROFESSIONAL", is_radiology),
        ),
        (
            "ptp_outpatient.json",
            originals.PTP_OUTPATIENT,
            lambda read: ncci.ptp(read, "OUTPATIENT_HOSPITAL", is_radiology),
        ),
        (
            "mue_practitioner_2024q3.json",
            originals.MUE_PRACTITIONER,
            lambda read: ncci.mue(read, "PROFESSIONAL", wanted),
        ),
        (
            "mue_outpatient_2024q3.json",
            originals.MUE_OUTPATIENT,
            lambda read: ncci.mue(read, "OUTPATIENT_HOSPITAL", wanted),
        ),
        (
            "mue_practitioner_2026q2.json",
            originals.MUE_PRACTITIONER_2026,
            lambda read: ncci.mue(read, "PROFESSIONAL", wanted, complete=False),
        ),
        (
            "mue_outpatient_2026q4.json",
            originals.MUE_OUTPATIENT_2026,
            lambda read: ncci.mue(read, "OUTPATIENT_HOSPITAL", wanted, complete=False),
        ),
        ("add_on.json", originals.ADD_ON, lambda read: ncci.add_on(read, wanted)),
        ("opps_status.json", originals.OPPS_STATUS, small.opps_status),
        ("hcpcs_modifiers.json", originals.HCPCS_MODIFIERS, small.hcpcs_modifiers),
        ("places_of_service.json", originals.PLACES_OF_SERVICE, small.places_of_service),
    ):
        read = originals.read(folder, original)
        put(name, build(read), [read])
    out["manifest.json"] = canonical(
        manifest, {"version": VERSION, "left_out": list(originals.LEFT_OUT)}
    )
    return out


def authored_rows(folder: Path) -> list[dict[str, Any]]:
    """Read all profiles, in code order."""
    rows = [row for path in sorted(folder.glob("*.json")) for row in _rows(path)]
    return sorted(rows, key=lambda row: (sort_key(row["code"]), row.get("effective", "")))


def _rows(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["rows"]) if path.exists() else []


def _years(
    reads: Sequence[Read], tables: Sequence[Sequence[FeeScheduleRow]], ours: set[str]
) -> Iterable[tuple[str, list[Read], list[list[FeeScheduleRow]]]]:
    """Give for each year the radiology part, and for some years the rest."""
    for year in sorted({read.original.effective.year for read in reads}):
        chosen = [
            (read, table)
            for read, table in zip(reads, tables, strict=True)
            if read.original.effective.year == year
        ]
        of_year = [read for read, _ in chosen]
        yield (
            f"fee_schedule_{year}.json",
            of_year,
            [
                [row for row in table if is_radiology(row.code) or row.code in ours]
                for _, table in chosen
            ],
        )
        if year in OTHER_YEARS:
            rest = [
                [row for row in table if not is_radiology(row.code) and row.code not in ours]
                for _, table in chosen
            ]
            yield f"fee_schedule_other_{year}.json", of_year, rest


def _localities(reads: Sequence[Read]) -> list[tuple[Locality, ...]]:
    """Read every GPCI file; the releases of 2020 take the states from later ones."""
    states: dict[str, str] = {}
    found = []
    for read in reversed(reads):
        table = _gpci(read, states)
        states = {**states, **{row.id: row.state for row in table if row.state}}
        found.append(table)
    return found[::-1]


def _gpci(read: Read, states: Mapping[str, str]) -> tuple[Locality, ...]:
    if read.text.startswith("mac,"):
        return tuple(history.localities(read, states))
    each: Original = read.original
    return tuple(
        read_gpci(
            read.text,
            effective=each.effective,
            through=each.through,
            file=each.file,
            release=each.release,
        )
    )
