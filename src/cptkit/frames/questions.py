"""A question to each row of a frame: which of its cells are asked, which columns the answer has, and what answers."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

import attrs

Cells: TypeAlias = "tuple[object, ...]"
"""Cells of a row in Python's own values: None, str, int, float, Decimal, date and what objects a column holds."""


class Reads(Enum):
    """What a column is read as, which decides the types that it may have."""

    CODE = "codes: text, or whole numbers"
    TEXT = "texts"
    DAY = "days: dates or timestamps"
    COUNT = "whole numbers"
    NAME = "ids: text, or whole numbers"
    AMOUNT = "amounts: decimals, whole numbers, or text such as 131.50"


class Gives(Enum):
    """The type of an added column."""

    TEXT = "text"
    DAY = "day"
    FLAG = "true or false"
    SHARE = "a number from 0 to 1"
    AMOUNT = "dollars and cents"


@attrs.frozen
class Input:
    """A column that is asked.

    Attributes:
        column: Its name.
        reads: What it is read as.
        argument: The argument that names it, for errors.
    """

    column: str
    reads: Reads
    argument: str


@attrs.frozen
class Question:
    """What is asked of each row.

    Attributes:
        inputs: The columns asked, in the order in which `answer` takes their cells.
        gives: The added columns by name, with their types.
        answer: One row's cells in, the added cells out; it depends on nothing else.
    """

    inputs: tuple[Input, ...]
    gives: tuple[tuple[str, Gives], ...]
    answer: Callable[[Cells], Cells]
