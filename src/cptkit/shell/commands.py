"""The commands that look: `code`, `suggest`, `parse`; and the table of all of them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable

import cptkit
from cptkit.errors import CptkitError, DataError, shown
from cptkit.shell.answers import BAD_INPUT, CLEAN, INCOMPLETE, Answer, Row
from cptkit.shell.claim_commands import check, price
from cptkit.shell.inputs import nearest, rows_of, text_of
from cptkit.shell.intake import intake
from cptkit.shell.tables import catalog_of


def code(options: Namespace) -> Answer:
    """Tell all that is known of codes."""
    catalog = catalog_of(options)
    pages = [cptkit.guide(each, options.on, catalog=catalog) for each in options.codes]
    rows = [_code_row(each, options, catalog) for each in options.codes]
    return Answer(
        "\n\n".join(map(str, pages)),
        lambda: f"[{', '.join(map(cptkit.to_json, pages))}]",
        rows,
        ("code", "label", "status", "headings", "category", "effective", "through"),
    )


def _code_row(text: str, options: Namespace, catalog: cptkit.Catalog) -> Row:
    found = cptkit.lookup(text, options.on, catalog=catalog)
    headings = cptkit.headings(found.code, options.on, catalog=catalog)
    return {
        "code": found.code,
        "label": found.label,
        "status": cptkit.status(found.code, options.on, catalog=catalog).name,
        "headings": " > ".join(each.title for each in headings),
        "category": found.category.name,
        "effective": found.effective,
        "through": found.through,
    }


def suggest(options: Namespace) -> Answer:
    """Suggest codes for names of exams."""
    catalog = catalog_of(options)
    found = [
        (name, cptkit.suggest(name, options.on, options.limit, catalog=catalog))
        for name in options.names
    ]
    rows = [_suggestion_row(name, each, catalog) for name, several in found for each in several]
    several = len(options.names) > 1
    text = [line for name, _ in found for line in _told(name, rows, several=several)]
    return Answer(
        "\n".join(text),
        lambda: json.dumps(rows, ensure_ascii=False, indent=1),
        rows,
        ("name", "code", "also", "modifiers", "score", "label", "missing", "note"),
        CLEAN if all(each for _, each in found) else INCOMPLETE,
    )


def _suggestion_row(name: str, found: cptkit.Suggestion, catalog: cptkit.Catalog) -> Row:
    known = cptkit.get(found.code, catalog=catalog)
    return {
        "name": name,
        "code": found.code,
        "also": " ".join(found.also),
        "modifiers": " ".join(found.modifiers),
        "score": round(float(found.score), 2),
        "label": known.label if known else "",
        "missing": "; ".join(found.missing),
        "note": found.note,
    }


def _told(name: str, rows: list[Row], *, several: bool) -> list[str]:
    own = [row for row in rows if row["name"] == name]
    lines = [name] if several else []
    for row in own:
        codes = " + ".join(f"{row['code']} {row['also']}".split())
        billed = "-".join([codes, *str(row["modifiers"]).split()])
        lines.append(f"{row['score']:.2f}  {billed:<12} {row['label']}")
        lines += [
            f"      {row[key]}" for key in ("missing", "note") if row[key] not in ("", row["label"])
        ]
    return lines if own else [*lines, f"nothing fits {shown(name)}"]


def parse(options: Namespace) -> Answer:
    """Read the codes and modifiers of a column."""
    catalog = catalog_of(options)
    columns, cells = rows_of(text_of(options.file), options.file)
    column = next((each for each in columns if each.lower() == options.column.lower()), None)
    if column is None:
        near = nearest(options.column, columns)
        raise DataError((f"{shown(options.file)} has no column {shown(options.column)}: {near}",))
    rows = [_cell_row(number, row[column], catalog) for number, row in cells]
    refused = sum(1 for row in rows if row["refused"])
    lines = [
        f"{row['row']:>6}  {row['cell']!s:<20} {row['refused'] or row['billed']}" for row in rows
    ]
    return Answer(
        "\n".join([*lines, f"{len(rows) - refused} read, {refused} refused"]),
        lambda: json.dumps(rows, ensure_ascii=False, indent=1),
        rows,
        ("row", "cell", "code", "modifiers", "billed", "refused"),
        BAD_INPUT if refused else CLEAN,
    )


def _cell_row(number: int, cell: str, catalog: cptkit.Catalog) -> Row:
    empty = {"row": number, "cell": cell, "code": None, "modifiers": None, "billed": None}
    try:
        found = cptkit.parse(cell, catalog=catalog)
    except CptkitError as error:
        return {**empty, "refused": str(error)}
    modifiers = " ".join(found.modifiers)
    read = {"code": found.code, "modifiers": modifiers, "billed": str(found), "refused": None}
    return {**empty, **read}


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "code": code,
    "suggest": suggest,
    "parse": parse,
    "check": check,
    "price": price,
    "intake": intake,
}
