"""What holds in every row and file of the fee schedule: it shows swapped columns and rows of another release.

Counted over the 22 releases of 2020 to 2026 (about 390,000 rows): each rule holds in all of them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from cptkit.cms.text import Problems
from cptkit.files.packaged import packaged_json
from cptkit.indicators import PcTc
from cptkit.once import once
from cptkit.values.table import FeeScheduleRow

_MANY = 1000
"""From so many rows on, what columns hold as a whole tells them apart."""


@once
def factors_of(year: int) -> tuple[str, ...]:
    """Give the conversion factors that CMS published for a year, in text order; () for a year that is not known.

    Example:
        >>> factors_of(2024), factors_of(1999)
        (('32.7442', '33.2875'), ())
    """
    single = packaged_json("authored/conversion_factors.json")["rows"]
    groups = packaged_json("authored/payment_rules.json")["rows"]
    rows = [*single, *(row for row in groups if row["kind"] == "CONVERSION_FACTOR")]
    return tuple(sorted(row["factor"] for row in rows if row["effective"].startswith(f"{year}-")))


def hold_row(row: FeeScheduleRow, number: int, problems: Problems) -> None:
    """Note what cannot be in one row.

    Args:
        row: The row.
        number: Its line.
        problems: Where it is noted.
    """
    if row.work_rvu + row.non_facility_pe_rvu + row.malpractice_rvu != row.non_facility_total:
        problems.at(number, "work, non-facility practice expense and malpractice are not its total")
    if row.work_rvu + row.facility_pe_rvu + row.malpractice_rvu != row.facility_total:
        problems.at(number, "work, facility practice expense and malpractice are not its total")
    if row.modifier == "TC" and row.work_rvu:
        problems.at(number, "a technical component has work: columns are swapped")
    if row.modifier == "TC" and row.non_facility_na and not row.facility_na:
        problems.at(number, "a technical component has NA outside facilities: columns are swapped")
    if row.opps_malpractice_rvu > row.opps_facility_pe_rvu:
        problems.at(number, "malpractice under the OPPS cap exceeds practice expense")


def hold_sound(rows: Sequence[FeeScheduleRow], day: dt.date | None, problems: Problems) -> None:
    """Note what cannot be in one file: two conversion factors or none, or columns that hold what others hold.

    Args:
        rows: The file's rows.
        day: The first day that it covers; None where it is not known.
        problems: Where it is noted.
    """
    factors = Counter(row.conversion_factor for row in rows)
    if len(factors) > 1:
        named = " and ".join(str(each) for each in sorted(factors))
        problems.found.append(f"a file has one conversion factor, not {named}: rows are mixed")
    if any(not factor for factor in factors):
        problems.found.append(
            "has no conversion factor: CMS's file states the dollars for one RVU in every row"
        )
    if len(rows) < _MANY:
        return
    _hold_year(factors, day, problems)
    problems.found.extend(
        f"{name} does not hold what it holds in every release: columns are swapped or marks lost"
        for name in _strange(rows)
    )


def _hold_year(factors: Counter[Decimal], day: dt.date | None, problems: Problems) -> None:
    """Note a conversion factor that CMS did not publish for the year."""
    known = factors_of(day.year) if day is not None else ()
    wrong = [factor for factor in factors if known and str(factor) not in known]
    if day is not None and known and wrong:
        problems.found.append(
            f"has conversion factor {wrong[0]}, but {day.year} has {' and '.join(known)}:"
            " the rows are of another year"
        )


def _strange(rows: Sequence[FeeScheduleRow]) -> list[str]:
    """Name the columns whose values as a whole are those of another column."""
    marks = ("multiple_procedure", "bilateral", "assistant_surgeon", "co_surgeon", "team_surgeon")
    counted = {name: Counter(getattr(row, name).value for row in rows) for name in marks}
    multiple, bilateral, assistant, co, team = counted.values()
    parts = [row.pc_tc is PcTc.DIAGNOSTIC_TEST for row in rows if row.modifier in ("26", "TC")]
    holds = {
        "pc_tc": sum(parts) * 10 >= len(parts) * 9,
        "multiple_procedure": multiple["4"] > 0,
        "bilateral": bilateral["3"] > 0,
        "assistant_surgeon": assistant["2"] > assistant["1"],
        "co_surgeon": co["1"] > co["2"],
        "team_surgeon": team["0"] > co["0"] and team["1"] < co["1"],
        "calculation_flag": {row.calculation_flag for row in rows} == {"0"},
        "pre_op": sum(row.pre_op for row in rows) <= sum(row.post_op for row in rows),
        "intra_op": all(row.intra_op >= max(row.pre_op, row.post_op) for row in rows),
        "work_rvu": sum(row.work_rvu for row in rows) > sum(row.malpractice_rvu for row in rows),
        "facility_na": any(row.facility_na for row in rows),
        "non_facility_na": any(row.non_facility_na for row in rows),
    }
    return [name for name, held in holds.items() if not held]
