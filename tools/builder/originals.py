"""Which official files the data is built from, what days each covers, and how their bytes are read.

The only module of the builder that opens a file.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from pathlib import Path

import attrs

LICENCE = "US government work; CPT codes are copyright of the American Medical Association; no descriptors are taken over"


@attrs.frozen
class Original:
    """An official file.

    Attributes:
        path: Where it lies below the folder of originals.
        release: CMS's name of the release.
        effective: The first day that it covers.
        through: The last day.
        publisher: Who publishes it.
    """

    path: str
    release: str
    effective: dt.date
    through: dt.date
    publisher: str = "CMS"

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.rsplit("/", 1)[-1]


@attrs.frozen
class Read:
    """An official file and its text.

    Attributes:
        original: The file.
        text: Its content, unpacked.
        sha256: Checksum of the bytes as they lie on disk.
    """

    original: Original
    text: str
    sha256: str

    def source(self) -> dict[str, str]:
        """Give what packaged files say of their source."""
        each = self.original
        return {
            "publisher": each.publisher,
            "file": each.file,
            "release": each.release,
            "effective": each.effective.isoformat(),
            "through": each.through.isoformat(),
            "licence": LICENCE,
            "sha256": self.sha256,
        }


def read(folder: Path, original: Original) -> Read:
    """Read an official file."""
    raw = (folder / original.path).read_bytes()
    unpacked = gzip.decompress(raw) if original.path.endswith(".gz") else raw
    return Read(
        original, unpacked.decode("utf-8-sig", errors="replace"), hashlib.sha256(raw).hexdigest()
    )


def _quarter(year: int, number: int) -> tuple[dt.date, dt.date]:
    first = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def _history(kind: str) -> tuple[Original, ...]:
    """The twenty conversions of 2020 to 2024; the first quarter of 2024 had two conversion factors."""
    found = []
    for year in range(2020, 2025):
        for number, letter in enumerate("ABCD", 1):
            name, (first, last) = f"RVU{year - 2000}{letter}", _quarter(year, number)
            if name == "RVU24A":
                found.append(
                    Original(
                        f"pfs/history/{kind}_RVU24A.csv.gz", "RVU24A", first, dt.date(2024, 3, 8)
                    )
                )
                name, first = "RVU24AR", dt.date(2024, 3, 9)
            if name != "RVU24D":
                found.append(Original(f"pfs/history/{kind}_{name}.csv.gz", name, first, last))
    return tuple(found)


FEE_SCHEDULES = (
    *_history("pprrvu"),
    Original("pfs/PPRRVU2025_Oct.csv", "RVU25D", *_quarter(2025, 4)),
    Original("pfs/PPRRVU2026_Jul_nonQPP.csv", "RVU26C", *_quarter(2026, 3)),
)
GPCIS = (
    *_history("gpci"),
    Original("pfs/GPCI2025.csv", "GPCI2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
)
PTP_PRACTITIONER = Original(
    "ncci/ptp_practitioner_v302r0_noeffdate.csv.gz", "v302r0", *_quarter(2024, 3), "CMS NCCI"
)
PTP_OUTPATIENT = Original(
    "ncci/ptp_outpatient_radiology_v302r0_noeffdate.csv.gz",
    "v302r0",
    *_quarter(2024, 3),
    "CMS NCCI",
)
MUE_PRACTITIONER = Original(
    "ncci/mue_prac_2024-07-01.csv", "2024 Q3", *_quarter(2024, 3), "CMS NCCI"
)
MUE_OUTPATIENT = Original("ncci/mue_out_2024-07-01.csv", "2024 Q3", *_quarter(2024, 3), "CMS NCCI")
MUE_PRACTITIONER_2026 = Original(
    "ncci/mue_prac_mai3_only_2026-04-01.csv", "2026 Q2", *_quarter(2026, 2), "CMS NCCI"
)
MUE_OUTPATIENT_2026 = Original(
    "ncci/mue_oph_new_radiology_codes_2026-10-01.csv", "2026 Q4", *_quarter(2026, 4), "CMS NCCI"
)
ADD_ON = Original("ncci/AOC_V2026Q2-MCR.csv", "V2026Q2", *_quarter(2026, 2), "CMS NCCI")
OPPS_STATUS = Original(
    "opps/radiology_opps_status_2020-2026.csv.gz",
    "Addendum B 2020-2026",
    dt.date(2020, 1, 1),
    dt.date(2026, 6, 30),
)
RBCS = Original("rbcs/radiology_rbcs.csv", "RBCS", dt.date(2014, 1, 1), dt.date(2022, 12, 31))
HCPCS_MODIFIERS = Original(
    "hcpcs/hcpcs_level2_modifiers_2024-06.csv", "2024-06", dt.date(2024, 4, 1), dt.date(2024, 6, 30)
)
PLACES_OF_SERVICE = Original(
    "hcpcs/place_of_service_2024.csv", "2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)
)

LEFT_OUT = (
    {
        "file": "GPCI2026.csv",
        "reason": "the copy at hand names two localities twice, puts states under contractors that never served them, "
        "and repeats a few index values over most of the country: it is not what CMS publishes, and no price is made from it",
    },
)
"""Originals that were at hand and are not used, and why."""
