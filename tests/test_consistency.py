"""The checks of the data, each on tiny wrong data, one case a message."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import (
    Category,
    Code,
    CodeRange,
    Contrast,
    DataError,
    Heading,
    ImagingProfile,
    Laterality,
    Modality,
    Source,
    Table,
    TableKind,
    Views,
)
from cptkit.catalog.problems import (
    code_problems,
    heading_problems,
    label_problems,
    membership_problems,
    table_problems,
)
from cptkit.indicators import AddOnType, CorrectCoding
from cptkit.values.table import AddOnEdit, PtpEdit
from looped import some

TOP = Heading("top", "Top", 0, (CodeRange("70010", "79999"),))
DAY = dt.date(2025, 1, 1)


def code(number: str = "71250", **fields: Any) -> Code:
    """Make a code with what a test varies."""
    return Code(
        number,
        Category.I,
        **{
            "label": f"Exam {number}",
            "citation": "invented",
            "imaging": ImagingProfile(Modality.CT),
            **fields,
        },
    )


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (
            [TOP, Heading("top.in", "In", 1, (CodeRange("71250", "71275"),), None)],
            "names None as its parent",
        ),
        (
            [Heading("top.in", "In", 1, (CodeRange("71250", "71275"),), "top")],
            "no heading above it",
        ),
        (
            [TOP, Heading("top.in", "In", 1, (CodeRange("60000", "60010"),), "top")],
            "lies outside top",
        ),
        (
            [
                TOP,
                Heading("top.a", "A", 1, (CodeRange("71000", "71300"),), "top"),
                Heading("top.b", "B", 1, (CodeRange("71250", "71400"),), "top"),
            ],
            "crosses",
        ),
        ([Heading("top", "Top", 0, (CodeRange("79999", "70010"),))], "backwards"),
    ],
)
def test_headings(headings: list[Heading], told: str) -> None:
    """Ids spell their parents; ranges lie within them and nest."""
    assert [told in each for each in heading_problems(headings)] == [True]
    assert list(heading_problems([TOP])) == []


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([code("7125")], "has not the form"),
        ([code(effective=DAY, through=dt.date(2024, 1, 1))], "before it starts"),
        ([code(through=DAY), code(effective=DAY)], "overlaps"),
        ([code(), code(effective=DAY)], "overlaps"),
        ([code(successors=("99999",), through=DAY)], "not known"),
        ([code(successors=("71250",))], "no last day"),
    ],
)
def test_codes(codes: list[Code], told: str) -> None:
    """Form, days and successors."""
    assert [told in each for each in code_problems(codes)] == [True]
    assert list(code_problems([code(through=dt.date(2024, 12, 31)), code(effective=DAY)])) == []


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([code("71250", label="x"), code("71260", label="x")], "stands for 2 codes"),
        ([code(citation="")], "no citation"),
        ([code(imaging=None)], "neither a profile nor a supply"),
        ([code(imaging=ImagingProfile(Modality.XR, views=Views(4, 2)))], "more views"),
        ([code(imaging=ImagingProfile(Modality.XR, laterality=Laterality.BILATERAL))], "no region"),
        ([code(imaging=ImagingProfile(None, contrast=Contrast.WITH))], "no modality"),
    ],
)
def test_labels(codes: list[Code], told: str) -> None:
    """Labels tell codes apart; fields do not contradict each other."""
    assert [told in each for each in label_problems(codes)] == [True]
    assert (
        list(label_problems([code(), Code("99213", Category.I), code("A9552", imaging=None)])) == []
    )


def test_membership() -> None:
    """A code stands under headings that exist, and under those that its number says."""
    chest = ("radiology", "radiology.diagnostic", "radiology.diagnostic.chest")
    known = [Heading(h, h, 0, ()) for h in some(chest)]
    assert list(membership_problems([code(headings=chest)], known)) == []
    assert list(membership_problems([code(), code(headings=("nowhere",))], known)) == [
        "71250 stands under no heading",
        "71250 stands under no heading, its number under radiology.diagnostic.chest",
        "71250 stands under nowhere, which is no heading",
        "71250 stands under nowhere, its number under radiology.diagnostic.chest",
    ]


def edit(first: str, second: str) -> PtpEdit:
    """Make an edit of invented codes."""
    return PtpEdit(first, second, None, None, CorrectCoding.NOT_ALLOWED)


def test_tables() -> None:
    """A caller's table has no row twice, no pair both ways, and ends after it starts."""
    source = Source("mine", "file")
    both = Table(
        TableKind.PTP,
        source,
        (edit("71260", "71250"), edit("71250", "71260"), edit("71260", "71250")),
    )
    assert list(table_problems(both)) == [
        "PTP table mine file: 71250 and 71260 stand in both directions",
        "PTP table mine file: 71260 and 71250 stand in both directions",
        "PTP table mine file: 71260/71250 stands twice",
    ]
    add_on = AddOnEdit("77001", None, AddOnType.CONTRACTOR, None, None)
    backwards = Table(
        TableKind.ADD_ON,
        attrs.evolve(source, effective=DAY, through=dt.date(2024, 1, 1)),
        (add_on, add_on),
    )
    assert list(table_problems(backwards)) == [
        "add-on table mine file (2025-01-01 to 2024-01-01) ends before it starts",
        f"add-on table mine file (2025-01-01 to 2024-01-01): {add_on} stands twice",
    ]
    row = cptkit.packaged.fee_row("71260", "", DAY)
    assert row is not None
    fees = Table(TableKind.FEE_SCHEDULE, source, (row, row))
    assert cptkit.problems(cptkit.packaged.with_tables(fees)) == (
        "fee schedule mine file: 71260 global stands twice",
        "fee schedule mine file states no first day: it answers for prices of every day and tells of no code; give effective",
        "fee schedule mine file states no last day: it answers for every later day, though values change each quarter; give through",
    )


def test_only_catalogs_are_checked() -> None:
    """What is no catalog is refused with the cure."""
    with pytest.raises(DataError, match=r"give cptkit\.packaged"):
        cptkit.problems(None)  # type: ignore[arg-type]
