"""Claims of many rows checked: the findings that `cptkit.check_claim` gives claim by claim, as a frame."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.claim_check.payer_policy import check_ids
from cptkit.errors import DataError, shown
from cptkit.frames import arguments
from cptkit.frames.arguments import Given
from cptkit.frames.engines import engine_of
from cptkit.frames.line_cells import LineColumns
from cptkit.frames.questions import Reads
from cptkit.indicators import Setting
from cptkit.values.claim import Payer
from cptkit.values.claim_fields import checked_flag, checked_member
from cptkit.values.policy import PayerPolicy, policy_given

if TYPE_CHECKING:
    from cptkit.frames.findings import Checking

Frame = TypeVar("Frame")
_ANY_DAY = dt.date(1900, 1, 1)
"""Stands for the day in the content of a line."""


def check(  # noqa: PLR0913, PLR0917 - the contract's signature
    df: Frame,
    claim: str = "claim_id",
    line: str | None = None,
    code: str = "cpt",
    modifiers: tuple[str, ...] | str = ("m1", "m2", "m3", "m4"),
    on: str | dt.date = "dos",
    *,
    units: str | int | None = None,
    place_of_service: str | None = None,
    diagnoses: tuple[str, ...] | str = (),
    provider: str | None = None,
    session: str | None = None,
    charge: str | None = None,
    ordering_provider: str | None = None,
    setting: Setting | str = Setting.PROFESSIONAL,
    payer: Payer | str = Payer.MEDICARE,
    policy: PayerPolicy | None = None,
    catalog: Catalog | None = None,
    verdicts: bool = False,
    keep: tuple[str, ...] = (),
    workers: int = 1,
    progress: bool = False,
) -> Frame:
    """Check claims: the findings of `cptkit.check_claim` claim by claim, a row for each finding and line.

    Args:
        df: A frame of pandas, Polars (eager or lazy), PyArrow or Spark, or a DuckDB relation; a claim's rows may
            stand anywhere in it.
        claim: The column of the claim's id; a row without one is a claim of its own.
        line: The column that orders the lines of a claim; the order of the rows if None.
        code: The column of codes.
        modifiers: The columns of modifiers, in their order.
        on: The column of days, or a date for all rows.
        units: The column of units, or a number for all rows; 1 if None.
        place_of_service: The column of places.
        diagnoses: The columns of diagnoses, the first listed first.
        provider: The column of the provider's id.
        session: The column of the session's id.
        charge: The column of charges: decimals, whole numbers or text.
        ordering_provider: The column of the id of who ordered; one row that names it is enough for a claim.
        setting: The claim form, or the column of its name.
        payer: Who pays, or the column of its name.
        policy: The payer's own rules; None asks only the national ones.
        catalog: The tables to ask; the packaged ones if None.
        verdicts: Whether PASS and BYPASSED are told too.
        keep: Columns to keep beside the findings.
        workers: How many processes judge; 1 judges here. Spark has workers of its own.
        progress: Whether a bar shows how far it is (needs tqdm).

    Returns:
        A frame of the same kind: ``claim``, ``line`` (its place among the claim's lines, or what the column
        `line` holds; null for a finding about no line), ``row`` (its place in `df`; null in Spark), ``finding`` (its
        number within the claim), ``rule``, ``outcome``, ``message``, ``remedy``, ``citation``, ``certainty``,
        ``carc``, ``release``, and the columns of `keep`. FAIL, WARN and NO_DATA. A row that makes no line is a
        finding ``line.unreadable``, NO_DATA.

    Raises:
        DataError: A column is missing or has the wrong type; or an argument; or the engine is not known.
        UnknownCodeError, InvalidRecordError: The policy names a heading or evidence that does not exist.
        MissingExtraError: The extra ``frames`` (or ``spark``) is not installed, or tqdm for a bar.

    Example:
        >>> import pyarrow as pa
        >>> day = dt.date(2024, 8, 15)
        >>> lines = pa.table({"claim_id": ["A", "A"], "cpt": ["71250", "71260"], "m1": ["26", "26"]})
        >>> found = check(lines, modifiers=("m1",), on=day)
        >>> fails = [row for row in found.to_pylist() if row["outcome"] == "FAIL"]
        >>> [(row["rule"], row["line"]) for row in fails][:2]
        [('bundling.ptp', 0), ('bundling.ptp', 1)]
    """
    engine = engine_of(df)
    checking = checking_of(
        claim=claim,
        line=line,
        code=code,
        modifiers=modifiers,
        on=on,
        units=units,
        place_of_service=place_of_service,
        diagnoses=diagnoses,
        provider=provider,
        session=session,
        charge=charge,
        ordering_provider=ordering_provider,
        setting=setting,
        payer=payer,
        policy=policy,
        catalog=catalog,
        verdicts=verdicts,
        keep=keep,
        workers=workers,
        progress=progress,
    )
    return engine.with_findings(checking)


def checking_of(  # noqa: PLR0913 - the contract's arguments
    *,
    claim: object = "claim_id",
    line: object = None,
    code: object = "cpt",
    modifiers: object = ("m1", "m2", "m3", "m4"),
    on: object = "dos",
    units: object = None,
    place_of_service: object = None,
    diagnoses: object = (),
    provider: object = None,
    session: object = None,
    charge: object = None,
    ordering_provider: object = None,
    setting: object = Setting.PROFESSIONAL,
    payer: object = Payer.MEDICARE,
    policy: PayerPolicy | None = None,
    catalog: Catalog | None = None,
    verdicts: object = False,
    keep: object = (),
    workers: object = 1,
    progress: object = False,
) -> Checking:
    """Read the arguments of `check`."""
    from cptkit.frames.claim_rows import ClaimColumns  # noqa: PLC0415 - needs the extra
    from cptkit.frames.findings import Checking  # noqa: PLC0415

    asked = policy_given(policy)
    check_ids(asked)
    columns = ClaimColumns(
        arguments.column(claim, Reads.NAME, "claim"),
        _column(line, Reads.NAME, "line"),
        _fields(code, modifiers, units, place_of_service, diagnoses),
        arguments.day(on),
        _column(provider, Reads.NAME, "provider"),
        _column(session, Reads.NAME, "session"),
        _column(charge, Reads.AMOUNT, "charge"),
        _column(ordering_provider, Reads.NAME, "ordering_provider"),
        _member(setting, Setting, "setting"),
        _member(payer, Payer, "payer"),
    )
    return Checking(
        columns,
        _kept(keep),
        asked,
        chosen(catalog),
        checked_flag(verdicts, "verdicts"),
        _number(workers),
        checked_flag(progress, "progress"),
    )


def _fields(
    code: object, modifiers: object, units: object, place_of_service: object, diagnoses: object
) -> LineColumns:
    """Read where the fields of a line stand; its day is told of apart."""
    return LineColumns(
        arguments.column(code, Reads.CODE, "code"),
        arguments.columns(modifiers, Reads.CODE, "modifiers"),
        Given(None, _ANY_DAY),
        arguments.column_or_value(1 if units is None else units, Reads.COUNT, "units"),
        _column(place_of_service, Reads.CODE, "place_of_service"),
        arguments.columns(diagnoses, Reads.TEXT, "diagnoses"),
    )


def _column(name: object, reads: Reads, argument: str) -> Given:
    return Given(None) if name is None else arguments.column(name, reads, argument)


def _member(given: object, kind: Any, argument: str) -> Given:
    if isinstance(given, str):
        return arguments.column(given, Reads.TEXT, argument)
    checked_member(given, kind, argument)
    return Given(None, given)


def _number(workers: object) -> int:
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise DataError((f"workers is a whole number from 1 on, not {shown(workers)}",))
    return workers


def _kept(keep: object) -> tuple[str, ...]:
    """Read which columns are kept; none may be called as a column of findings is."""
    from cptkit.frames.findings import COLUMNS  # noqa: PLC0415 - needs the extra

    each = arguments.columns(keep, Reads.TEXT, "keep")
    names = tuple(one.input.column for one in each if one.input is not None)
    taken = [name for name in names if name in COLUMNS]
    if taken:
        raise DataError(
            (f"keep: findings have a column {shown(taken[0])} of their own: rename yours",)
        )
    return names
