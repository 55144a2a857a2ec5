"""What is asked of one row alone: its code read, its modifiers judged, its price, its exam's name."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TypeVar

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.lookups import parse as parse_cell
from cptkit.errors import CptkitError, InvalidCodeError
from cptkit.exam_names import suggest as suggest_name
from cptkit.frames import arguments
from cptkit.frames.engines import engine_of
from cptkit.frames.folded_days import folded
from cptkit.frames.line_cells import LineColumns, line_of
from cptkit.frames.questions import Cells, Gives, Input, Question, Reads
from cptkit.indicators import Setting
from cptkit.modifiers import judge
from cptkit.payment import price as price_line
from cptkit.values.cells import MOST_MODIFIERS
from cptkit.values.claim import Payer
from cptkit.values.claim_fields import checked_member
from cptkit.values.finding import Outcome
from cptkit.values.raw import is_blank
from cptkit.values.table import Locality

Frame = TypeVar("Frame")

_MODIFIERS = tuple(f"modifier_{n}" for n in range(1, MOST_MODIFIERS + 1))
_WORST_FIRST = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN, Outcome.PASS)


def parse(df: Frame, cell: str, *, prefix: str = "", catalog: Catalog | None = None) -> Frame:
    """Read a column of codes with their modifiers, each as `cptkit.parse` reads it.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation.
        cell: The column of cells: text, or whole numbers.
        prefix: Put before the names of the added columns.
        catalog: Whose codes and modifiers are known; the packaged catalog if None.

    Returns:
        A frame of the same kind, with ``code``, ``modifier_1`` to ``modifier_4``, and ``refused``: why the cell
        was not read, or null. The same rows in the same order.

    Raises:
        DataError: A column is missing, has the wrong type, or would be added twice; or the engine is not known.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> read = parse(pa.table({"cell": ["71260-26", "pending"]}), "cell")
        >>> read["code"].to_pylist(), read["modifier_1"].to_pylist()
        (['71260', None], ['26', None])
    """
    given = arguments.column(cell, Reads.CODE, "cell")
    names = ("code", *_MODIFIERS, "refused")
    gives = tuple((name, Gives.TEXT) for name in arguments.named(prefix, names))
    answer = partial(_parsed, chosen(catalog))
    return engine_of(df).with_answers(Question(arguments.inputs_of((given,)), gives, answer))


def _parsed(catalog: Catalog, cells: Cells) -> Cells:
    refused = (None,) * (MOST_MODIFIERS + 1)
    if is_blank(cells[0]):
        return (*refused, "it is empty")
    try:
        read = parse_cell(cells[0], catalog=catalog)
    except InvalidCodeError as error:
        return (*refused, error.reason)
    beside = (*read.modifiers, *refused)[:MOST_MODIFIERS]
    return (read.code, *beside, None)


def modifiers(  # noqa: PLR0913 - the contract's signature
    df: Frame,
    code: str = "cpt",
    modifiers: tuple[str, ...] | str = ("m1", "m2"),
    on: str | dt.date = "dos",
    *,
    place_of_service: str | None = None,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    prefix: str = "",
    catalog: Catalog | None = None,
) -> Frame:
    """Judge the modifiers of each row as `cptkit.modifiers.check` judges a line's.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation.
        code: The column of codes.
        modifiers: The columns of modifiers, in their order; a cell that holds nothing is no modifier.
        on: The column of days, or a date for all rows.
        place_of_service: The column of places, where there is one.
        setting: The claim form.
        payer: Who pays.
        prefix: Put before the names of the added columns.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        A frame of the same kind, with ``modifier_outcome``, the worst verdict (FAIL, NO_DATA, WARN or PASS), and
        ``modifier_reason``, what it says; null for PASS. A row that makes no line is NO_DATA with the reason.

    Raises:
        DataError: A column is missing, has the wrong type, or would be added twice; or the engine is not known.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> lines = pa.table({"cpt": ["71260", "77427"], "m1": ["26", "26"]})
        >>> judged = modifiers(lines, modifiers=("m1",), on=dt.date(2026, 7, 1))
        >>> judged["modifier_outcome"].to_pylist()
        ['PASS', 'FAIL']
    """
    _check_words(setting, payer)
    where = LineColumns(
        arguments.column(code, Reads.CODE, "code"),
        arguments.columns(modifiers, Reads.CODE, "modifiers"),
        arguments.day(on),
        place_of_service=_place(place_of_service),
    )
    known = chosen(catalog)
    judged = partial(_judged, where, where.inputs, setting, payer, known)
    answer = folded(judged, where.inputs, where.on, known)
    added = arguments.named(prefix, ("modifier_outcome", "modifier_reason"))
    gives = tuple((name, Gives.TEXT) for name in added)
    return engine_of(df).with_answers(Question(where.inputs, gives, answer))


def _check_words(setting: object, payer: object) -> None:
    checked_member(setting, Setting, "setting")
    checked_member(payer, Payer, "payer")


def _place(name: str | None) -> arguments.Given:
    return arguments.column_or_value(name, Reads.CODE, "place_of_service")


def _judged(  # noqa: PLR0913, PLR0917 - what is asked, then the cells
    where: LineColumns,
    inputs: tuple[Input, ...],
    setting: Setting,
    payer: Payer,
    catalog: Catalog,
    cells: Cells,
) -> Cells:
    line = line_of(where, inputs, cells)
    if isinstance(line, str):
        return Outcome.NO_DATA.name, line
    found = judge(line, setting=setting, payer=payer, catalog=catalog)
    worst = min((each.outcome for each in found), key=_WORST_FIRST.index, default=Outcome.PASS)
    said = dict.fromkeys(each.message for each in found if each.outcome is worst)
    return worst.name, None if worst is Outcome.PASS else "; ".join(said)


def price(  # noqa: PLR0913, PLR0917 - the contract's signature
    df: Frame,
    code: str = "cpt",
    modifiers: tuple[str, ...] | str = ("m1", "m2"),
    on: str | dt.date = "dos",
    units: str | int = 1,
    place_of_service: str | None = None,
    locality: str | Locality | None = None,
    *,
    prefix: str = "",
    catalog: Catalog | None = None,
) -> Frame:
    """Price each row as `cptkit.payment.price` prices a line: by itself, without cuts between lines.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation.
        code: The column of codes.
        modifiers: The columns of modifiers, in their order.
        on: The column of days, or a date for all rows.
        units: The column of units, or a number for all rows.
        place_of_service: The column of places, where there is one.
        locality: The column of ids of localities (``01112-05``), a `Locality` for all rows, or None for national.
        prefix: Put before the names of the added columns.
        catalog: The tables to ask; the packaged ones if None.

    Returns:
        A frame of the same kind, with ``amount`` (decimals of two places) and ``reason``: why there is no amount, or null.

    Raises:
        DataError: A column is missing, has the wrong type, or would be added twice; or the engine is not known.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> lines = pa.table({"cpt": ["71250"], "m1": ["26"], "pos": ["11"]})
        >>> price(lines, modifiers="m1", on=dt.date(2026, 8, 15), place_of_service="pos")["amount"].to_pylist()
        [Decimal('49.43')]
    """
    where = LineColumns(
        arguments.column(code, Reads.CODE, "code"),
        arguments.columns(modifiers, Reads.CODE, "modifiers"),
        arguments.day(on),
        arguments.column_or_value(units, Reads.COUNT, "units"),
        _place(place_of_service),
    )
    place = arguments.column_or_value(locality, Reads.TEXT, "locality")
    inputs = arguments.inputs_of((*where.given, place))
    known = chosen(catalog)
    answer = folded(partial(_priced, where, place, inputs, known), inputs, where.on, known)
    amount, reason = arguments.named(prefix, ("amount", "reason"))
    gives = ((amount, Gives.AMOUNT), (reason, Gives.TEXT))
    return engine_of(df).with_answers(Question(inputs, gives, answer))


def _priced(
    where: LineColumns,
    place: arguments.Given,
    inputs: tuple[Input, ...],
    catalog: Catalog,
    cells: Cells,
) -> Cells:
    line = line_of(where, inputs, cells)
    if isinstance(line, str):
        return None, line
    named = place.cell(arguments.by_name(inputs, cells))
    if place.input is not None and is_blank(named):
        return None, "there is no locality in the cell"
    try:
        found = price_line(line, locality=named, catalog=catalog)  # type: ignore[arg-type]
    except CptkitError as error:
        return None, str(error)
    return found.amount, found.reason or None


def suggest(
    df: Frame,
    description: str = "description",
    on: str | dt.date | None = None,
    *,
    prefix: str = "",
    catalog: Catalog | None = None,
) -> Frame:
    """Suggest a code for each name of an exam: the best of what `cptkit.suggest` gives.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation.
        description: The column of names.
        on: The day on which the codes must be in force: a column, a date for all rows, or None for the newest year.
        prefix: Put before the names of the added columns.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        A frame of the same kind, with ``code``, ``also`` and ``modifiers`` (joined by commas), ``score``, ``missing``
        (joined by semicolons) and ``note``; null where the text is no name of an exam.

    Raises:
        DataError: A column is missing, has the wrong type, or would be added twice; or the engine is not known.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed.

    Example:
        >>> import pyarrow as pa
        >>> found = suggest(pa.table({"description": ["MRI KNEE RT W/O CONT", "LIPID PANEL"]}))
        >>> found["code"].to_pylist(), found["modifiers"].to_pylist()
        (['73721', None], ['RT', None])
    """
    given = (
        arguments.column(description, Reads.TEXT, "description"),
        arguments.day(on, may_be_none=True),
    )
    inputs = arguments.inputs_of(given)
    answer = partial(_suggested, given, inputs, chosen(catalog))
    names = ("code", "also", "modifiers", "score", "missing", "note")
    kinds = (Gives.SHARE if name == "score" else Gives.TEXT for name in names)
    gives = tuple(zip(arguments.named(prefix, names), kinds, strict=True))
    return engine_of(df).with_answers(Question(inputs, gives, answer))


def _suggested(
    given: tuple[arguments.Given, ...], inputs: tuple[Input, ...], catalog: Catalog, cells: Cells
) -> Cells:
    row = arguments.by_name(inputs, cells)
    name, on = (each.cell(row) for each in given)
    nothing: Cells = (None, None, None, None, None, None)
    if not isinstance(name, str) or (given[1].input is not None and is_blank(on)):
        return nothing
    try:
        best = suggest_name(name, arguments.day_cell(on), 1, catalog=catalog)
    except CptkitError as error:
        return (None, None, None, None, None, str(error))
    if not best:
        return nothing
    one = best[0]
    return (
        one.code,
        ", ".join(one.also) or None,
        ", ".join(one.modifiers) or None,
        float(one.score),
        "; ".join(one.missing) or None,
        one.note or None,
    )
