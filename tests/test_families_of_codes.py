"""Codes of every family: listed by a source and so known, or of a family that no source lists whole, and so not told."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from pathlib import Path

import pytest

import cptkit
from cptkit import Claim, ClaimLine, CodeStatus, NoDataError, Outcome

AUGUST = dt.date(2026, 8, 3)
DAYS = tuple(dt.date(year, month, 15) for year in range(2020, 2027) for month in (2, 5, 8, 11))


@pytest.mark.parametrize(
    ("code", "on", "status"),
    [
        ("L8699", AUGUST, CodeStatus.ACTIVE),
        ("C1717", AUGUST, CodeStatus.ACTIVE),
        ("0001U", AUGUST, CodeStatus.ACTIVE),
        ("A9616", dt.date(2025, 9, 30), CodeStatus.FUTURE),
        ("A9616", dt.date(2025, 10, 1), CodeStatus.ACTIVE),
        ("A9611", dt.date(2025, 3, 31), CodeStatus.FUTURE),
        ("A9611", dt.date(2025, 4, 1), CodeStatus.ACTIVE),
        ("G0680", dt.date(2026, 4, 1), CodeStatus.ACTIVE),
        ("1030T", dt.date(2026, 6, 30), CodeStatus.FUTURE),
        ("1030T", dt.date(2026, 7, 1), CodeStatus.ACTIVE),
        ("S0001", AUGUST, CodeStatus.NO_DATA),
        ("D9998", AUGUST, CodeStatus.NO_DATA),
        ("71999", AUGUST, CodeStatus.UNASSIGNED),
    ],
)
def test_days_of_other_families(code: str, on: dt.date, status: CodeStatus) -> None:
    """Addendum B and the fee schedule give the quarter (A9611, A9616, G0680 as SNMMI and CMS announced them)."""
    assert cptkit.status(code, on=on) is status


def _named(shared: Path) -> set[str]:
    """Give every code that a release of the fee schedule or of Addendum B names."""
    found = set()
    for path in (
        shared / "cms/opps/addendum_b_all_codes_2020-2026.csv.gz",
        *sorted((shared / "cms/pfs/history").glob("pprrvu_*.csv.gz")),
    ):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found |= {line.partition(",")[0] for line in lines}
    for path in (shared / "cms/pfs").glob("PPRRVU*.csv"):
        found |= {line[:5] for line in path.read_text(encoding="latin-1").splitlines()}
    return found


def test_no_cell_of_a_hospital_is_called_unassigned_that_a_source_names(shared: Path) -> None:
    """Of the cells of public charge lists: each code that the fee schedule or Addendum B ever names is assigned, on every day."""
    named, asked, wrong = _named(shared), set(), set()
    with (shared / "exams/cells_dev.csv").open(encoding="utf-8", newline="") as lines:
        cells = [row["cell"] for row in csv.DictReader(lines)]
    for cell in cells:
        try:
            code = cptkit.parse(cell).code
        except cptkit.InvalidCodeError:
            continue
        if code in named:
            asked.add(code)
            wrong |= {code for on in DAYS if cptkit.status(code, on) is CodeStatus.UNASSIGNED}
    assert wrong == set()
    assert len(asked) > 600


def test_what_no_source_lists_is_not_told() -> None:
    """A look-up raises, a range of such codes is no empty answer, and a claim is not complete."""
    assert cptkit.get("S0001") is None
    with pytest.raises(NoDataError, match="S0001"):
        cptkit.lookup("S0001", on=AUGUST)
    with pytest.raises(NoDataError, match="T9000-T9999"):
        cptkit.between("T9000", "T9999", on=AUGUST)
    report = cptkit.check_claim(Claim([ClaimLine("S0001", date_of_service=AUGUST)]))
    assert [v.outcome for v in report.verdicts if v.rule == "code.not-covered"] == [Outcome.NO_DATA]


def test_a_day_between_two_releases_is_told_by_neither() -> None:
    """Of a code that the release before lacks and the next one has, the days between are not known."""
    begun = cptkit.Code(
        "A9999",
        cptkit.Category.HCPCS,
        effective=dt.date(2026, 7, 1),
        absent_through=dt.date(2025, 12, 31),
    )
    assert [begun.is_undecided(day) for day in (dt.date(2025, 12, 31), dt.date(2026, 1, 1))] == [
        False,
        True,
    ]
    ended = cptkit.Code(
        "A9999",
        cptkit.Category.HCPCS,
        through=dt.date(2024, 9, 30),
        absent_from=dt.date(2025, 1, 1),
    )
    assert [ended.is_undecided(day) for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1))] == [
        True,
        False,
    ]


def test_ambulance_pairs_belong_on_ambulance_codes() -> None:
    """RH is residence to hospital on an ambulance line, and nothing on a scan."""
    fits = cptkit.modifiers.check("A0428", ("RH",), on=AUGUST)
    assert Outcome.FAIL not in {finding.outcome for finding in fits}
    said = cptkit.modifiers.check("71260", ("RH",), on=AUGUST)
    assert Outcome.FAIL in {finding.outcome for finding in said}


def test_on_an_ambulance_a_pair_of_letters_is_where_it_went() -> None:
    """PN is a physician's office to a nursing home there, and an off-campus department elsewhere; only the first is the trip."""
    for start in "DEGHIJNPRS":
        for end in "DEGHIJNPRSX":
            asked = cptkit.modifiers.check("A0428", (start + end,), on=AUGUST)
            assert not asked, start + end
    (elsewhere,) = cptkit.modifiers.check("71260", ("PN",), on=AUGUST, place_of_service="11")
    assert elsewhere.rule == "modifier.setting"
    second = cptkit.modifiers.check("A0428", ("RH", "PN"), on=AUGUST)
    assert [each.rule for each in second] == ["modifier.setting"]
    fits = {each.modifier for each in cptkit.modifiers.applicable("A0428", on=AUGUST)}
    assert {"PN", "GD", "HH", "RH"} <= fits
