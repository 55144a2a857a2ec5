"""A licensee's descriptor files; the texts here are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from cptkit import ama
from cptkit.errors import DataError
from cptkit.values.table import Descriptor, TableKind

TEXT = "A notice of the owner.\r\n\r\n71250\tfirst invented text\r\n0042T\tsecond; invented, text\r\n71260\tthird\r\n"


def test_code_and_text_are_read_after_the_notice() -> None:
    """Semicolons, commas and quotes are part of the text."""
    table = ama.read_descriptors(TEXT, file="SHORTU.txt", effective=dt.date(2026, 1, 1))
    assert (table.kind, table.source.publisher, table.source.file, table.source.effective) == (
        TableKind.DESCRIPTORS,
        "AMA",
        "SHORTU.txt",
        dt.date(2026, 1, 1),
    )
    assert tuple(table) == (
        Descriptor("71250", "first invented text", "short"),
        Descriptor("0042T", "second; invented, text", "short"),
        Descriptor("71260", "third", "short"),
    )


@pytest.mark.parametrize(
    ("longest", "length"), [(28, "short"), (29, "medium"), (48, "medium"), (49, "long")]
)
def test_the_length_is_told_from_the_longest_text(longest: int, length: str) -> None:
    """Short and medium texts have fixed widths."""
    assert ama.read_descriptors(f"71250\t{'x' * longest}\n71260\ty").rows[1].length == length


def test_the_caller_may_say_the_length() -> None:
    """An extract may hold short ones only."""
    assert ama.read_descriptors("71250\tx\n", length="long")[0].length == "long"


def test_everything_wrong_is_listed() -> None:
    """A repeated code, a line without a tab, an empty text, two tabs, a blank line inside."""
    text = "71250\ta\n71250\tb\n7126\tc\n71270 d\n\n71271\t\n71275\ta\tb\n"
    with pytest.raises(DataError) as caught:
        ama.read_descriptors(
            text, length="huge", effective=dt.date(2026, 1, 1), through=dt.date(2025, 1, 1)
        )
    shape = "is no code, tab and text: it is cut or of another layout"
    assert caught.value.problems == (
        "length is 'huge', not one of long, medium, short",
        "the table would end on 2025-01-01, before it begins on 2026-01-01",
        "line 2: 71250 stands on line 1 already",
        f"line 3: {shape}",
        f"line 4: {shape}",
        "line 5: a blank line stands among the rows",
        f"line 6: {shape}",
        f"line 7: {shape}",
    )


@pytest.mark.parametrize(
    "wrong",
    [None, 3, "", "prose\n" * 500, b"\xff\xfe", "x" * 10_000_000, "71250\t" + "x" * 100_000],
)
def test_what_is_no_descriptor_file_is_a_data_error(wrong: object) -> None:
    """In linear time, with the cure."""
    with pytest.raises(DataError):
        ama.read_descriptors(wrong)  # type: ignore[arg-type]


def test_trailing_blank_lines_are_read_as_meant() -> None:
    """They end the file."""
    assert len(ama.read_descriptors(TEXT + "\r\n\r\n")) == 3
