"""Packed fee schedules and localities: one row is found without parsing the rest, and means what the file said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from builder.originals import Original, Read
from builder.packing import fee_schedule, localities
from cptkit.cms import read_fee_schedule, read_gpci
from cptkit.files.fee_schedule import (
    PackedLocalities,
    PackedTable,
    Release,
    nearest_release,
)
from cptkit.files.sources import source_from_json
from cptkit.values.table import Source
from layouts import FAMILY, GLOBAL, GPCI_CSV, READING, ROWS_31, fee_csv
from looped import some


def made(
    *files: str, ends: tuple[tuple[int, int], ...] = ((1, 3), (4, 6), (7, 9), (10, 12))
) -> PackedTable:
    """Pack csv texts as the releases of a year."""
    reads = [
        Read(
            Original(
                f"pfs/f{i}.csv", f"RVU25{'ABCD'[i]}", dt.date(2025, a, 1), dt.date(2025, b, 28)
            ),
            text,
            f"{i}" * 64,
        )
        for i, (text, (a, b)) in enumerate(zip(files, ends, strict=False))
    ]
    return PackedTable(fee_schedule(reads, [read_fee_schedule(text) for text in files])[0])


def test_a_packed_row_is_the_row_of_the_file() -> None:
    """Every field comes back, with the release as its source."""
    table = made(fee_csv(), fee_csv())
    assert len(table.releases) == 2
    for row in some(read_fee_schedule(fee_csv())):
        found = table.find(row.code, row.modifier, 1)
        assert found == row
        assert found is not None
        assert found.source == table.releases[1].source
    assert table.rows(0) == tuple(
        sorted(read_fee_schedule(fee_csv()), key=lambda row: (row.code, row.modifier))
    )
    assert table.keys() == {("71260", ""), ("71260", "26"), ("71260", "TC"), ("52005", "")}


def test_equal_rows_of_neighboring_releases_stand_once() -> None:
    """A row that changes, one that goes and one that comes back are told by release."""
    changed = GLOBAL.replace("1.16", "1.17").replace("5.01", "5.02")
    table = made(
        fee_csv((GLOBAL, READING)),
        fee_csv((changed, READING)),
        fee_csv((changed, FAMILY)),
        fee_csv((GLOBAL, READING)),
    )
    found = [table.find("71260", "", i) for i in range(4)]
    assert [row and row.work_rvu for row in found] == [
        Decimal(x) for x in ("1.16", "1.17", "1.17", "1.16")
    ]
    assert [table.find("71260", "26", i) is not None for i in range(4)] == [True, True, False, True]
    assert [len(table.rows(i)) for i in range(4)] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("code", "modifier"),
    [("71260", "TC"), ("71261", ""), ("7126", ""), ("", ""), ('"', "\n"), ("52005", "26")],
)
def test_a_key_that_is_absent_is_none(code: str, modifier: str) -> None:
    """Nothing that is asked reads a row of another key."""
    assert made(fee_csv((GLOBAL, READING, FAMILY))).find(code, modifier, 0) is None


def test_a_release_has_one_conversion_factor() -> None:
    """Two in one file are refused by the builder."""
    with pytest.raises(ValueError, match="one conversion factor"):
        made(fee_csv((GLOBAL, READING.replace("32.3465", "32.0000"))))


RELEASES = tuple(
    Release(Source("CMS", effective=first, through=last))
    for first, last in (
        (dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        (dt.date(2024, 7, 1), dt.date(2024, 9, 30)),
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
    )
)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (dt.date(2024, 1, 1), (0, True)),
        (dt.date(2024, 3, 31), (0, True)),
        (dt.date(2024, 4, 1), (0, False)),
        (dt.date(2024, 6, 30), (1, False)),
        (dt.datetime(2024, 8, 1, 23, 59, tzinfo=dt.timezone.utc), (1, True)),
        (dt.date(2024, 12, 31), (1, False)),
        (dt.date(2025, 1, 1), None),
        (dt.date(2026, 1, 1), (2, False)),
        (dt.date(2027, 1, 1), None),
    ],
)
def test_a_day_without_its_release_takes_the_nearest_of_its_year(
    on: dt.date, answer: tuple[int, bool] | None
) -> None:
    """Never across years."""
    assert nearest_release(RELEASES, on) == answer


def test_an_open_release_covers_every_later_day() -> None:
    """One without any day covers all."""
    assert nearest_release(
        [Release(Source("CMS", effective=dt.date(2024, 1, 1)))], dt.date(2030, 1, 1)
    ) == (0, True)
    assert (
        nearest_release(
            [Release(Source("CMS", effective=dt.date(2024, 1, 1)))], dt.date(2023, 1, 1)
        )
        is None
    )
    assert nearest_release([Release(Source("CMS"))], dt.date(1990, 1, 1)) == (0, True)


def test_a_day_that_is_none_is_a_type_error() -> None:
    """As everywhere."""
    with pytest.raises(TypeError, match="date"):
        nearest_release(RELEASES, "2024-01-01")  # type: ignore[arg-type]


def test_localities_come_back_by_release() -> None:
    """An index that changes in a later release changes for that release only."""
    texts = (GPCI_CSV, GPCI_CSV.replace("0.869", "0.870"))
    reads = [
        Read(
            Original("g.csv", f"R{i}", dt.date(2025, 1 + 6 * i, 1), dt.date(2025, 6 + 6 * i, 30)),
            text,
            "",
        )
        for i, text in enumerate(texts)
    ]
    text, count = localities(reads, [read_gpci(each) for each in texts])
    table = PackedLocalities(text)
    assert count == 4
    assert [release.source.release for release in table.releases] == ["R0", "R1"]
    for index, each in some(enumerate(texts)):
        rows = table.rows(index)
        assert rows == tuple(sorted(read_gpci(each), key=lambda row: row.id))
        assert {row.source for row in rows} == {table.releases[index].source}


def test_a_source_without_days_stays_open() -> None:
    """What the text does not state is unknown."""
    assert source_from_json({"publisher": "CMS", "file": "a"}) == Source("CMS", "a")
    assert len(made(fee_csv(ROWS_31)).head.columns) == 28
