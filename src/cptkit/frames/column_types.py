"""Whether the columns of a frame can be asked: all that is wrong is told before any work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cptkit.errors import DataError, shown
from cptkit.frames.questions import Input, Reads

_TEXT = ("String", "Categorical", "Enum")
_WHOLE = (
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "Int128",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "UInt128",
)
_NUMBER = (*_WHOLE, "Float32", "Float64", "Decimal")
_ANY = ("Object", "Unknown")
_TAKEN = {
    Reads.CODE: (*_TEXT, *_NUMBER, *_ANY),
    Reads.TEXT: (*_TEXT, *_ANY),
    Reads.DAY: ("Date", "Datetime", *_ANY),
    Reads.COUNT: (*_NUMBER, *_ANY),
    Reads.NAME: (*_TEXT, *_NUMBER, *_ANY),
    Reads.AMOUNT: (*_TEXT, *_WHOLE, "Decimal", *_ANY),
}
_CURES = {
    Reads.CODE: "cast it to text",
    Reads.TEXT: "cast it to text",
    Reads.DAY: "cast it to a date",
    Reads.COUNT: "cast it to a whole number",
    Reads.NAME: "cast it to text",
    Reads.AMOUNT: "cast it to a decimal number",
}


def check_names(names: Iterable[object]) -> None:
    """Make sure that no two columns have one name.

    Raises:
        DataError: Two have.
    """
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise DataError((f"two columns are called {shown(twice[0])}: rename one of them",))


def check_columns(
    schema: dict[str, str], inputs: Iterable[Input], added: Iterable[str] = ()
) -> None:
    """Make sure that the columns asked are there and of a type that can be read, and that added ones are new.

    Args:
        schema: The names of the types by column.
        inputs: The columns asked.
        added: The names of those to be added.

    Raises:
        DataError: With every problem.
    """
    problems = [problem for each in inputs for problem in _problems(schema, each)]
    problems += [
        f"there is a column {shown(name)} already: rename it, or give prefix= for those that are added"
        for name in added
        if name in schema
    ]
    if problems:
        raise DataError(tuple(problems))


def check_kept(schema: dict[str, str], keep: Iterable[str]) -> None:
    """Make sure that columns to keep are there.

    Raises:
        DataError: With every one that is not.
    """
    gone = tuple(f"keep: there is no column {shown(name)}" for name in keep if name not in schema)
    if gone:
        raise DataError(gone)


def _problems(schema: dict[str, str], asked: Input) -> Iterable[str]:
    held = schema.get(asked.column)
    if held is None:
        near = ", ".join(shown(name) for name in list(schema)[:8])
        yield f"{asked.argument}: there is no column {shown(asked.column)}; the columns are {near}"
    elif held not in _TAKEN[asked.reads]:
        yield (
            f"{asked.argument}: the column {shown(asked.column)} is of type {held}, and wanted are "
            f"{asked.reads.value}: {_CURES[asked.reads]}"
        )
