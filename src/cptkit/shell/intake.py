"""`intake`: a folder of CMS's files becomes one file of packed tables, and what changes is reported."""

from __future__ import annotations

import json
import os
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import Any

import cptkit
from cptkit import ChangeReport, Table
from cptkit.errors import CptkitError, DataError
from cptkit.shell.answers import CLEAN, INCOMPLETE, Answer
from cptkit.shell.inputs import cannot, data_of, file_shown
from cptkit.shell.progress import progress
from cptkit.shell.tables import catalog_of

_COLUMNS = ("topic", "code", "other", "field", "before", "after", "setting", "moved_percent")


def intake(options: Namespace) -> Answer:
    """Read every file of a folder, pack the tables, and report what they change."""
    out = Path(options.out)
    before = catalog_of(options)
    tables, unread = _tables(_files(options.folder, out))
    if not tables:
        raise DataError(
            (f"no file in {file_shown(options.folder)} is a table that is read", *unread)
        )
    after = before.with_tables(*tables)
    report = cptkit.changes(before, after, on=options.on, before_on=options.on)
    _replace(out, cptkit.pack(tables))
    kinds = [f"  {_named(table)}: {len(table):,} rows" for table in tables]
    lines = [f"packed into {out}", *kinds, *(f"not read: {each}" for each in unread), str(report)]
    return Answer(
        "\n".join(lines),
        lambda: json.dumps(_plain(out, tables, unread, report), ensure_ascii=False, indent=1),
        report.records(),
        _COLUMNS,
        INCOMPLETE if unread else CLEAN,
        tuple(f"not read: {each}" for each in unread) if options.format == "csv" else (),
    )


def _files(folder: str, out: Path) -> list[Path]:
    """List the files below a folder; not the one that is written."""
    try:
        found = sorted(each for each in Path(folder).rglob("*") if each.is_file())
        if not Path(folder).is_dir():
            raise NotADirectoryError(20, "not a folder")
    except (OSError, ValueError) as error:
        raise cannot("read", folder, error) from error
    return [each for each in found if each.absolute() != out.absolute()]


def _tables(files: list[Path]) -> tuple[list[Table[Any]], list[str]]:
    """Read files one by one; one that is no table is named with the reason, and the others are read."""
    tables: list[Table[Any]] = []
    unread: list[str] = []
    for path in progress(files, "files"):
        found = _read(path)
        if isinstance(found, str):
            unread.append(f"{path}: {found}")
        else:
            tables += found
    return tables, unread


def _read(path: Path) -> tuple[Table[Any], ...] | str:
    """Give the tables of a file, or why there are none."""
    try:
        return cptkit.cms.read(data_of(str(path)), name=path.name)
    except DataError as error:
        more = len(error.problems) - 1
        return f"{error.problems[0]}{f' (and {more} more)' if more else ''}"
    except CptkitError as error:
        return str(error)


def _named(table: Table[Any]) -> str:
    setting = f" {table.setting.value}" if table.setting else ""
    source = table.source
    return f"{table.kind.value}{setting}, {source.release}, {source.effective} to {source.through}"


def _plain(out: Path, tables: list[Table[Any]], unread: list[str], report: ChangeReport) -> object:
    return {
        "out": str(out),
        "tables": [_named(table) for table in tables],
        "unread": unread,
        "changes": report.records(),
        "not_compared": report.notes,
    }


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place, and then in its place."""
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    except (OSError, ValueError) as error:
        raise cannot("write", str(path), error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink()
        raise cannot("write", str(path), error) from error
