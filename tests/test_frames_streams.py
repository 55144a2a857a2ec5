"""Rows that come in batches: a claim that is open at a batch's end is carried on, and memory holds what is judged at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cptkit import DataError, frames
from cptkit.frames import remembered, streams
from looped import some
from made_lines import ARGUMENTS, COLUMNS, expected_findings, made_rows

DAY = dt.date(2024, 8, 15)


def reader_of(rows: list[dict[str, Any]], size: int) -> Any:
    """Put rows into a reader that gives a few at a time."""
    table = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows])
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=size))


@pytest.mark.parametrize("size", [1, 7, 1_000])
@pytest.mark.parametrize("judged", [1, 40, 50_000])
def test_a_claim_goes_on_from_batch_to_batch(
    size: int, judged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches of one row, of seven, of a thousand: no pair of lines is lost at a batch's end."""
    monkeypatch.setattr(streams, "ROWS", judged)
    rows = made_rows(250, seed=14)
    found = frames.check(reader_of(rows, size), **ARGUMENTS)
    assert isinstance(found, pa.RecordBatchReader)
    assert found.read_all().to_pylist() == expected_findings(rows, None, None, verdicts=False)


def test_parquet_is_checked_as_it_is_read(tmp_path: Any) -> None:
    """From a file to a file, a batch at a time, with a bar."""
    rows = made_rows(150, seed=15)
    pq.write_table(reader_of(rows, 1_000).read_all(), tmp_path / "lines.parquet")
    with pq.ParquetFile(tmp_path / "lines.parquet") as file:
        lines = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(16))
        found = frames.check(lines, **ARGUMENTS, progress=True)
        with pq.ParquetWriter(tmp_path / "findings.parquet", found.schema) as out:
            for batch in found:
                out.write_batch(batch)
    told = pq.read_table(tmp_path / "findings.parquet").to_pylist()
    assert told == expected_findings(rows, None, None, verdicts=False)


def test_a_claim_that_comes_again_is_refused() -> None:
    """Lines of a claim that stand apart would be judged apart: the reader says so instead."""
    table = pa.table(
        {"claim_id": pa.array(["A", "B", "A"]).dictionary_encode(), "cpt": ["71260"] * 3}
    )
    with pytest.raises(DataError, match="claim 'A' comes again after others: sort the rows"):
        frames.check(table.to_reader(), modifiers=(), on=DAY).read_all()


def test_rows_without_a_claim_are_claims_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such rows wait for no other, wherever a batch ends."""
    monkeypatch.setattr(streams, "ROWS", 1)
    table = pa.table({"claim_id": pa.array([None, None, "A", None]), "cpt": ["71260"] * 4})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=1))
    found = frames.check(reader, modifiers=(), on=DAY).read_all().to_pylist()
    assert [row["row"] for row in found if row["rule"] == "order.provider"] == [0, 1, 2, 3]
    assert not [row for row in some(found) if row["rule"] == "claim.duplicate"]


def test_answers_stream_beside_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of a row alone goes batch by batch, and what is remembered is bounded."""
    monkeypatch.setattr(remembered, "_MOST", 1)
    table = pa.table({"cell": ["71260-26", "77066TC", "71260-26", None]})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=1))
    read = frames.parse(reader, "cell")
    assert isinstance(read, pa.RecordBatchReader)
    assert read.read_all()["code"].to_pylist() == ["71260", "77066", "71260", None]
    codes = frames.codes(frames.parse(table.to_reader(), "cell"), on=DAY)
    assert codes.read_all().num_rows > 10_000


def test_empty_batches_are_nothing() -> None:
    """A reader may give batches without rows."""
    table = pa.table({"claim_id": pa.array([], pa.string()), "cpt": pa.array([], pa.string())})
    empty = pa.RecordBatch.from_pydict({"claim_id": [], "cpt": []}, table.schema)
    full = pa.RecordBatch.from_pydict({"claim_id": ["A"], "cpt": ["71260"]}, table.schema)
    reader = pa.RecordBatchReader.from_batches(table.schema, [empty, full, empty])
    assert frames.check(reader, modifiers=(), on=DAY).read_all().num_rows > 0
    nothing = pa.RecordBatchReader.from_batches(table.schema, [empty])
    assert frames.check(nothing, modifiers=(), on=DAY).read_all().num_rows == 0
