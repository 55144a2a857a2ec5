"""The manifest: what is packaged, from which originals, for which days, with how many rows and which checksum."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cptkit.files.packaged import packaged_bytes, packaged_json, packaged_text
from cptkit.once import once

_MANIFEST = "derived/manifest.json"


@once
def _head() -> Mapping[str, Any]:
    """Read the first line alone: a first question about a day needs no more."""
    line, _, _ = packaged_text(_MANIFEST).partition("\n")
    head: Mapping[str, Any] = json.loads(f"{line}]}}")
    return head


def version() -> str:
    """Give the version of the packaged data: the year and quarter of the newest fee schedule."""
    return str(_head()["version"])


@once
def first_day() -> dt.date:
    """Give the first day of the oldest packaged year."""
    return dt.date.fromisoformat(_head()["first_day"])


@once
def last_day() -> dt.date:
    """Give the last day of the newest packaged year; what ``on=None`` means for questions about a year."""
    return dt.date.fromisoformat(_head()["last_day"])


def entries(table: str = "") -> tuple[Mapping[str, Any], ...]:
    """Give the manifest's rows of a table, or all: file, setting, days, rows, checksums, how checked, sources.

    Example:
        >>> {entry["setting"] for entry in entries("mue")} == {"PROFESSIONAL", "OUTPATIENT_HOSPITAL"}
        True
    """
    return tuple(
        row for row in packaged_json(_MANIFEST)["rows"] if not table or row["table"] == table
    )


@once
def years(table: str) -> tuple[int, ...]:
    """Give the years of which a table is packaged, ascending.

    Example:
        >>> years("fee_schedule")[0]
        2020
    """
    return tuple(
        year
        for row in entries(table)
        for year in range(int(row["effective"][:4]), int(row["through"][:4]) + 1)
    )


@once
def last_listed(*, hospital: bool) -> dt.date:
    """Give the last day of the newest packaged release that lists codes.

    Args:
        hospital: True for codes that OPPS Addendum B alone names; else the fee schedule tells too.

    Example:
        >>> last_listed(hospital=True) < last_listed(hospital=False) <= last_day()
        True
    """
    table = "opps_status" if hospital else "other_codes"
    sources = [source for row in entries(table) for source in row["sources"]]
    return max(dt.date.fromisoformat(source["through"]) for source in sources)


def columns_file(file: str) -> str:
    """Give the name of the file that holds a packaged table in columns, beside its JSON.

    Example:
        >>> columns_file("ptp_practitioner_v302r0.json")
        'ptp_practitioner_v302r0.cptkit'
    """
    return file.removesuffix(".json") + ".cptkit"


def file_problems(
    rows: Iterable[Mapping[str, Any]], bytes_of: Callable[[str], bytes] = packaged_bytes
) -> Iterator[str]:
    """Check packaged files against the manifest: each is there, and is the one that was built.

    Args:
        rows: Rows of the manifest.
        bytes_of: What reads a packaged file.

    Yields:
        A sentence for each file that is missing or altered.
    """
    from hashlib import sha256  # noqa: PLC0415 - nothing else here needs it, and it loads slowly

    for row in rows:
        checksums = {row["file"]: row["sha256"]}
        if "columns" in row:
            checksums[columns_file(row["file"])] = row["columns"]
        for file, checksum in checksums.items():
            try:
                data = bytes_of(f"derived/{file}")
            except FileNotFoundError:
                yield f"{file} is in the manifest and not in the package"
                continue
            if sha256(data).hexdigest() != checksum:
                yield f"{file} is not the file that was built: its checksum is not the manifest's"
