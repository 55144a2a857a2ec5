"""The commands that look: `code`, `suggest`, `parse`; and the table of all of them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Sequence

import cptkit
from cptkit.errors import CptkitError, DataError, shown
from cptkit.shell.answers import (
    BAD_INPUT,
    CLEAN,
    INCOMPLETE,
    Answer,
    Row,
    columns_of,
    rows_of_values,
)
from cptkit.shell.claim_commands import check, price
from cptkit.shell.inputs import file_shown, nearest, rows_of, text_of
from cptkit.shell.intake import intake
from cptkit.shell.tables import catalog_of


def code(options: Namespace) -> Answer:
    """Tell all that is known of codes."""
    catalog = catalog_of(options)
    pages = [cptkit.guide(each, options.on, catalog=catalog) for each in options.codes]
    known = [cptkit.lookup(each, options.on, catalog=catalog) for each in options.codes]
    rows = [
        row
        for each in known
        for row in rows_of_values(
            each, status=cptkit.status(each.code, options.on, catalog=catalog).name
        )
    ]
    return Answer(
        "\n\n".join(map(str, pages)),
        lambda: f"[{', '.join(map(cptkit.to_json, pages))}]",
        rows,
        columns_of(known[0], "status"),
    )


def suggest(options: Namespace) -> Answer:
    """Suggest codes for names of exams."""
    catalog = catalog_of(options)
    found = [
        (name, cptkit.suggest(name, options.on, options.limit, catalog=catalog))
        for name in options.names
    ]
    rows = [row for name, several in found for row in rows_of_values(several, name=name)]
    text = [line for name, several in found for line in _told(name, several, alone=len(found) == 1)]
    return Answer(
        "\n".join(text),
        lambda: json.dumps(rows, ensure_ascii=False, indent=1),
        rows,
        columns_of(_NO_SUGGESTION, "name"),
        CLEAN if all(each for _, each in found) else INCOMPLETE,
    )


_NO_SUGGESTION = cptkit.Suggestion("00000")


def _told(name: str, found: Sequence[cptkit.Suggestion], *, alone: bool) -> list[str]:
    lines = [] if alone else [name]
    for each in found:
        lines += [str(each), *(f"      {missing}" for missing in each.missing)]
    return lines if found else [*lines, f"nothing fits {shown(name)}"]


def parse(options: Namespace) -> Answer:
    """Read the codes and modifiers of a column."""
    catalog = catalog_of(options)
    columns, cells = rows_of(text_of(options.file), options.file)
    column = next((each for each in columns if each.lower() == options.column.lower()), None)
    if column is None:
        near = nearest(options.column, columns)
        raise DataError(
            (f"{file_shown(options.file)} has no column {shown(options.column)}: {near}",)
        )
    rows = [_cell_row(number, row[column], catalog) for number, row in cells]
    refused = sum(1 for row in rows if row["refused"])
    lines = [
        f"{row['row']:>6}  {row['cell']!s:<20} {row['refused'] or row['billed']}" for row in rows
    ]
    return Answer(
        "\n".join([*lines, f"{len(rows) - refused} read, {refused} refused"]),
        lambda: json.dumps(rows, ensure_ascii=False, indent=1),
        rows,
        ("row", "cell", *_READ, "billed", "refused"),
        BAD_INPUT if refused else CLEAN,
    )


def _cell_row(number: int, cell: str, catalog: cptkit.Catalog) -> Row:
    row: dict[str, object] = {"row": number, "cell": cell}
    try:
        found = cptkit.parse(cell, catalog=catalog)
    except CptkitError as error:
        return {**row, **dict.fromkeys(_READ), "billed": None, "refused": str(error)}
    return {**row, **cptkit.records(found)[0], "billed": str(found), "refused": None}


_READ = columns_of(cptkit.CodeExpression("00000"))

COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "code": code,
    "suggest": suggest,
    "parse": parse,
    "check": check,
    "price": price,
    "intake": intake,
}
