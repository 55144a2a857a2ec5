"""The only place that opens a file: packaged data in, and every public value to JSON and back, strictly.

Packaged data was checked strictly when it was built and tested, and is read directly. What callers bring
goes through the strict converter: no coercion, no unknown keys, all problems at once.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections import Counter
from typing import Any, TypeVar

from cptkit.errors import CptkitError, DataError, shown
from cptkit.once import once
from cptkit.values.raw import MOST_DIGITS, unboxed

T = TypeVar("T")


def packaged_bytes(name: str) -> bytes:
    """Read a packaged data file.

    Args:
        name: Its path below ``cptkit/data``, such as ``derived/codes.json``.

    Returns:
        Its bytes.
    """
    loader = getattr(__spec__, "loader", None)
    if loader is not None and hasattr(
        loader, "get_data"
    ):  # PEP 302; spares importing importlib_resources on the way to the first answer
        package = __file__.rpartition("files")[0]
        return bytes(loader.get_data(f"{package}data/{name}"))
    from importlib_resources import files  # noqa: PLC0415 # pragma: no cover - loaders without get_data

    return files("cptkit").joinpath("data", name).read_bytes()  # pragma: no cover


@once
def packaged_text(name: str) -> str:
    """Read a packaged data file as text, once.

    Args:
        name: Its path below ``cptkit/data``, such as ``derived/codes.json``.

    Returns:
        The whole text.
    """
    return packaged_bytes(name).decode("utf-8")


@once
def packaged_json(name: str) -> Any:
    """Read and parse a small packaged data file, once; callers must not change what they get."""
    return json.loads(packaged_text(name))


def iso_day(text: str | None) -> dt.date | None:
    """Read a day of a packaged row; None stands for an open end.

    Example:
        >>> iso_day("2026-01-01"), iso_day(None)
        (datetime.date(2026, 1, 1), None)
    """
    return None if text is None else dt.date.fromisoformat(text)


@once
def authored(name: str, kind: type[T]) -> tuple[T, ...]:
    """Load an authored table of the package as values, once; tests hold it to the strict converter.

    Args:
        name: The table's name: ``cptkit/data/authored/<name>.json``.
        kind: The attrs class of a row.

    Returns:
        The rows in the order of the file.
    """
    from cptkit.files.checked_rows import rows_of  # noqa: PLC0415 - a first look-up reads no authored table

    return rows_of(packaged_json(f"authored/{name}.json")["rows"], kind)


def canonical(rows: list[Any], head: dict[str, Any] | None = None) -> str:
    """Write a derived table in its one form: head, then one row a line, final newline.

    Args:
        rows: What `json` can write, already sorted.
        head: What stands before the rows.

    Returns:
        The text.
    """
    dump = functools.partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    opening = dump({**(head or {}), "rows": []})[:-2]
    return opening + "\n" + ",\n".join(dump(row) for row in rows) + "\n]}\n"


def taken_apart(text: str) -> tuple[dict[str, Any], list[str]]:
    """Take a derived table in its one form apart, its rows not read yet.

    Args:
        text: What `canonical` gave.

    Returns:
        The head, and the line of each row, which `row_of` reads.

    Example:
        >>> head, lines = taken_apart(canonical([["70450", 1], ["71260", 2]], {"year": 2026}))
        >>> head, [row_of(line) for line in lines]
        ({'year': 2026, 'rows': []}, [['70450', 1], ['71260', 2]])
    """
    head, *lines = text.split("\n")[:-2]
    return json.loads(f"{head}]}}"), lines


def row_of(line: str) -> Any:
    """Read the row of a line of a derived table."""
    return json.loads(line.rstrip(","))


def to_json(value: object) -> str:
    """Write a public value, or a tuple of them, as JSON.

    Args:
        value: Any public value of cptkit.

    Returns:
        JSON text; enums by the member's name, dates in ISO form, decimals as text. Its form is `json_schema`'s: a
        report holds its outcome, findings, what is unchecked, coverage and all verdicts, and each source once.

    Raises:
        DataError: It is no public value, or holds what `from_json` would refuse: a field of another type, a number
            longer than any count, a decimal that is none.

    Example:
        >>> import cptkit
        >>> cptkit.to_json(cptkit.CodeExpression("71260", ("26",)))
        '{"code": "71260", "modifiers": ["26"]}'
    """
    from cptkit.files.json_values import CONVERTER  # noqa: PLC0415 - cattrs loads on first need only

    if not (hasattr(type(value), "__attrs_attrs__") or isinstance(value, tuple)):
        raise DataError((f"{shown(value)} is no value of cptkit: give one, or a tuple of them",))
    try:
        return _dumped(CONVERTER.unstructure(value))
    except CptkitError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise DataError((f"{shown(value)} cannot be written as JSON: {error}",)) from error


def _dumped(raw: Any) -> str:
    """Write plain values; half a character pair, which no encoding takes, is written as its escape."""
    text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(raw, allow_nan=False)
    return text


def from_json(text: str | bytes, kind: type[T]) -> T:
    """Read a public value back from JSON, strictly.

    Args:
        text: What `to_json` writes.
        kind: The class that it shall be, such as ``ClaimLine`` or ``tuple[Finding, ...]``.

    Returns:
        The value; ``from_json(to_json(x), type(x)) == x``.

    Raises:
        DataError: It is no JSON, has unknown, missing or repeated keys, or values of another type: all
            problems are listed with their paths, what the value itself refuses included. Or `kind` is no
            class of cptkit.

    Example:
        >>> import cptkit
        >>> cptkit.from_json('{"code": "71260", "modifiers": ["26"]}', cptkit.CodeExpression)
        CodeExpression(code='71260', modifiers=('26',))
    """
    given = unboxed(text)
    if not isinstance(given, (str, bytes)):
        raise DataError((f"JSON is a text, not {shown(text)}",))
    from cptkit.files.json_values import is_of_ours  # noqa: PLC0415 - cattrs loads on first need only

    if not is_of_ours(kind):
        raise DataError(
            (
                f"{shown(kind)} is no class of cptkit: give one, such as ClaimLine, or tuple[ClaimLine, ...]",
            )
        )
    try:
        raw = json.loads(
            given,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_no_float,
            parse_int=_an_int,
        )
    except CptkitError:
        raise
    except (ValueError, RecursionError) as error:
        raise DataError(
            (f"no JSON that can be read: {str(error) or 'nested too deep'}",)
        ) from error
    return structure(raw, kind)


def structure(raw: Any, kind: type[T]) -> T:
    """Make values from what `json` gives, strictly.

    Raises:
        DataError: With every problem and its path.
    """
    from cptkit.files.json_values import CONVERTER, problems_of  # noqa: PLC0415 - cattrs loads on first need only

    try:
        return CONVERTER.structure(raw, kind)
    except Exception as error:
        raise DataError(problems_of(error)) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise DataError(
            tuple(
                f"key {shown(name)} stands twice in one object"
                for name, count in sorted(counts.items())
                if count > 1
            )
        )
    return found


def _no_constant(text: str) -> Any:
    raise DataError((f"{text} is no JSON number",))


def _no_float(text: str) -> Any:
    raise DataError(
        (f"{shown(text)} is a float: amounts are written as text, counts as whole numbers",)
    )


def _an_int(text: str) -> int:
    if len(text.removeprefix("-")) > MOST_DIGITS:
        raise DataError(
            (f"{shown(text)} is longer than any count: write at most {MOST_DIGITS} digits",)
        )
    return int(text)
