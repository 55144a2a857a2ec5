"""Attributes of codes as columns: beside the codes of a frame, and as a table to join oneself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import TypeVar

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.first_lookup import get
from cptkit.catalog.lookups import status
from cptkit.errors import CptkitError, DataError, UnknownEditionError, shown
from cptkit.frames import arguments
from cptkit.frames.engines import engine_of
from cptkit.frames.questions import Cells, Gives, Input, Question, Reads
from cptkit.values.code import Code
from cptkit.values.code_expression import CodeStatus
from cptkit.values.imaging import ImagingProfile
from cptkit.values.raw import in_order, is_blank

Frame = TypeVar("Frame")


def _joined(words: tuple[object, ...]) -> str | None:
    return ", ".join(_word(each) or "" for each in words) or None


def _word(value: object) -> str | None:
    if isinstance(value, Enum):
        return str(value.value)
    return None if value is None else str(value)


def _of_code(read: Callable[[Code], object]) -> Callable[[Code | None], object]:
    return lambda code: None if code is None else read(code)


def _of_image(read: Callable[[ImagingProfile], object]) -> Callable[[Code | None], object]:
    return lambda code: None if code is None or code.imaging is None else read(code.imaging)


_READ: dict[str, tuple[Gives, Callable[[Code | None], object]]] = {
    "label": (Gives.TEXT, _of_code(lambda code: code.label)),
    "category": (Gives.TEXT, _of_code(lambda code: code.category.value)),
    "section": (Gives.TEXT, _of_code(lambda code: code.section or None)),
    "heading": (Gives.TEXT, _of_code(lambda code: code.headings[-1] if code.headings else None)),
    "modality": (Gives.TEXT, _of_image(lambda image: image.modality and image.modality.dicom)),
    "regions": (Gives.TEXT, _of_image(lambda image: _joined(image.regions))),
    "contrast": (Gives.TEXT, _of_image(lambda image: _word(image.contrast))),
    "laterality": (Gives.TEXT, _of_image(lambda image: image.laterality.value)),
    "role": (Gives.TEXT, _of_image(lambda image: image.role.value)),
    "technique": (Gives.TEXT, _of_image(lambda image: _joined(image.technique))),
    "extent": (Gives.TEXT, _of_image(lambda image: _word(image.extent))),
    "population": (Gives.TEXT, _of_image(lambda image: _word(image.population))),
    "is_add_on": (Gives.FLAG, _of_code(lambda code: code.is_add_on)),
    "is_unlisted": (Gives.FLAG, _of_code(lambda code: code.is_unlisted)),
    "is_screening": (Gives.FLAG, _of_code(lambda code: code.is_screening)),
    "effective": (Gives.DAY, _of_code(lambda code: code.effective)),
    "through": (Gives.DAY, _of_code(lambda code: code.through)),
    "successors": (Gives.TEXT, _of_code(lambda code: _joined(code.successors))),
    "note": (Gives.TEXT, _of_code(lambda code: code.note or None)),
}
"""The attributes but the status, each with its type and where it is read."""

COLUMNS = (
    "status",
    "label",
    "category",
    "heading",
    "modality",
    "regions",
    "contrast",
    "laterality",
    "role",
    "is_add_on",
)
"""The attributes that are given where none is named."""


def annotate(  # noqa: PLR0913 - the contract's signature
    df: Frame,
    code: str = "cpt",
    on: str | dt.date | None = "dos",
    columns: tuple[str, ...] = COLUMNS,
    *,
    prefix: str = "",
    catalog: Catalog | None = None,
) -> Frame:
    """Add to each row what is known of its code on its day.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation.
        code: The column of codes, in the forms that `cptkit.get` reads.
        on: The column of days; a date for all rows; None for any day, which gives the latest meaning.
        columns: The attributes to add. Those of several values are joined by a comma.
        prefix: Put before the names of the added columns.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        A frame of the same kind with the same rows in the same order. What is not known of a code is null;
        ``status`` tells why, NO_DATA for a row without a day or with one that no year covers included.

    Raises:
        DataError: A column is missing, has the wrong type, or would be added twice; or no such attribute or engine.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> lines = pa.table({"cpt": ["71260", "77014"], "dos": [dt.date(2026, 3, 1)] * 2})
        >>> annotate(lines, columns=("status", "modality")).to_pylist()[1]
        {'cpt': '77014', 'dos': datetime.date(2026, 3, 1), 'status': 'RETIRED', 'modality': None}
    """
    names = _checked(columns)
    day = arguments.day(on, may_be_none=True)
    given = (arguments.column(code, Reads.CODE, "code"), day)
    inputs = arguments.inputs_of(given)
    answer = partial(_attributes, given, inputs, names, chosen(catalog))
    gives = tuple(zip(arguments.named(prefix, names), map(_gives, names), strict=True))
    engine = engine_of(df)
    return engine.with_answers(Question(inputs, gives, answer)) if gives else df


def _checked(columns: object) -> tuple[str, ...]:
    names = in_order(
        columns,
        "columns are a tuple of names of attributes",
        lambda value, why: DataError((f"{why}, not {shown(value)}",)),
    )
    unknown = [name for name in names if type(name) is not str or name not in ("status", *_READ)]
    if unknown:
        raise DataError(
            (f"{shown(unknown[0])} is no attribute: choose of status, {', '.join(_READ)}",)
        )
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise DataError((f"columns names {shown(twice[0])} twice: name each attribute once",))
    return names


def _gives(name: str) -> Gives:
    return Gives.TEXT if name == "status" else _READ[name][0]


def _attributes(
    given: tuple[arguments.Given, ...],
    inputs: tuple[Input, ...],
    names: tuple[str, ...],
    catalog: Catalog,
    cells: Cells,
) -> Cells:
    row = arguments.by_name(inputs, cells)
    code, on = (each.cell(row) for each in given)
    timeless = given[1].input is None and given[1].value is None
    said, found = _looked_up(code, on, catalog, timeless=timeless)
    return tuple(said.name if name == "status" else _READ[name][1](found) for name in names)


def _looked_up(
    code: object, on: object, catalog: Catalog, *, timeless: bool
) -> tuple[CodeStatus, Code | None]:
    """Look a cell up; a code without a day, or on a day that no year covers, is not told of."""
    try:
        day = arguments.day_cell(None if is_blank(on) else on)
    except CptkitError:
        day = None
    try:
        if day is None and not timeless:
            malformed = status(code, catalog=catalog) is CodeStatus.MALFORMED
            return (CodeStatus.MALFORMED if malformed else CodeStatus.NO_DATA), None
        return status(code, day, catalog=catalog), get(code, day, catalog=catalog)
    except UnknownEditionError:
        return CodeStatus.NO_DATA, None


def codes(like: Frame, on: dt.date | None = None, *, catalog: Catalog | None = None) -> Frame:
    """Give the codes in force on a day with all their attributes as a frame, to join oneself.

    Args:
        like: A frame of the engine that is wanted; nothing is read of it.
        on: The day; None means the newest packaged year.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        A frame of that kind, one row a code, in code order.

    Raises:
        DataError: The engine is not known.
        UnknownEditionError: No packaged year covers the day.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> table = codes(pa.table({}), on=dt.date(2026, 1, 1))
        >>> table.column_names[:3]
        ['code', 'label', 'category']
    """
    engine = engine_of(like)
    edition = chosen(catalog).at(on)
    gives = (("code", Gives.TEXT), *((name, gives) for name, (gives, _) in _READ.items()))
    rows = [(code, *(read(found) for _, read in _READ.values())) for code, found in edition.items()]
    return engine.made(gives, rows)
