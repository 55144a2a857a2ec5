"""Readers for CMS's official files: text, bytes or lines in, a `Table` of values out.

The readers are pure: they open nothing. A file that cannot be read whole is a `DataError` that lists every
problem with its line number; it is never a shorter table.
"""

from __future__ import annotations

from cptkit.cms.add_on import read_add_on
from cptkit.cms.addendum_b import read_addendum_b
from cptkit.cms.amounts import read_amounts
from cptkit.cms.counties import read_counties
from cptkit.cms.coverage_database import read_coverage_database
from cptkit.cms.coverage_list import read_coverage
from cptkit.cms.fee_schedule import read_fee_schedule
from cptkit.cms.gpci import read_gpci
from cptkit.cms.hcpcs import read_hcpcs
from cptkit.cms.icd10 import read_icd10
from cptkit.cms.mue import read_mue
from cptkit.cms.opps_cap import read_opps_cap
from cptkit.cms.ptp import read_ptp
from cptkit.cms.reading import read

__all__ = [
    "read",
    "read_add_on",
    "read_addendum_b",
    "read_amounts",
    "read_counties",
    "read_coverage",
    "read_coverage_database",
    "read_fee_schedule",
    "read_gpci",
    "read_hcpcs",
    "read_icd10",
    "read_mue",
    "read_opps_cap",
    "read_ptp",
]


def __dir__() -> list[str]:
    return sorted(__all__)
