"""NCCI tables: pairs, unit limits and add-ons that touch radiology or an authored code."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from builder.codes import iso
from builder.originals import Read
from builder.packing import runs
from builder.small import OPEN, rows_of
from cptkit.cms import read_add_on
from cptkit.cms.fields import code as is_code
from cptkit.files.packaged import canonical
from cptkit.indicators import Adjudication, CorrectCoding
from cptkit.values.code import sort_key

Wanted: TypeAlias = "Callable[[str], bool]"


def ptp(read: Read, setting: str, wanted: Wanted) -> tuple[str, int]:
    """Pack the pairs that are in force on some day of the release and touch a wanted code.

    The copies lack the first days: they stay unknown. A row is a column 1 code and, for each set of terms,
    the column 2 codes. Indicator 9 was never in force and is left out.

    Returns:
        The packaged text and the number of pairs.
    """
    first = read.original.effective.isoformat()
    rows = map(_pair, csv.DictReader(io.StringIO(read.text, newline="")))
    found: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for row in rows:
        one, two, last, indicator, why = row
        if (
            last >= first
            and indicator is not CorrectCoding.NOT_APPLICABLE
            and (wanted(one) or wanted(two))
        ):
            found.setdefault(is_code(one), {}).setdefault((last, indicator.value, why), []).append(
                is_code(two)
            )
    terms = sorted({term for groups in found.values() for term in groups})
    numbers = {term: number for number, term in enumerate(terms)}
    packed = [_ptp_row(one, found[one], numbers) for one in sorted(found, key=sort_key)]
    head = {
        "source": read.source(),
        "setting": setting,
        "scope": _packed_scope(read),
        "terms": [
            [None, None if last == OPEN else last, indicator, rationale]
            for last, indicator, rationale in terms
        ],
    }
    return canonical(packed, head), sum(
        len(codes) for groups in found.values() for codes in groups.values()
    )


def _pair(row: dict[str, str]) -> tuple[str, str, str, CorrectCoding, str]:
    """Read a row of either layout of the copies: the columns, the last day, the indicator, the rationale."""
    return (
        row["column_1"],
        row["column_2"],
        row.get("deletion", OPEN),
        CorrectCoding(row.get("modifier") or row["modifier_indicator"]),
        row.get("rationale", "").strip(),
    )


def _ptp_row(
    one: str,
    groups: dict[tuple[str, str, str], list[str]],
    numbers: dict[tuple[str, str, str], int],
) -> list[Any]:
    row: list[Any] = [one]
    for term in sorted(groups):
        if len(set(groups[term])) != len(groups[term]):
            raise ValueError(f"a pair of {one} stands twice with equal terms")
        row += [numbers[term], " ".join(sorted(groups[term], key=sort_key))]
    return row


def mue(reads: Sequence[Read], setting: str, wanted: Wanted) -> tuple[str, int]:
    """Pack the unit limits of the wanted codes of every release; the copies have different headers.

    Args:
        reads: The copies, oldest release first.
        setting: Name of the setting.
        wanted: Which codes.

    Returns:
        The packaged text and the number of rows.
    """
    tables = [[row for row in mue_rows(read) if wanted(row[0])] for read in reads]
    reasons = sorted({row[3] for table in tables for row in table})
    rows = runs([_limits(table, reasons) for table in tables])
    head = {
        "columns": ["units", "adjudication", "rationale"],
        "setting": setting,
        "rationales": reasons,
        "releases": [_release(read) for read in reads],
    }
    return canonical(rows, head), len(rows)


def _release(read: Read) -> dict[str, Any]:
    return {
        **read.source(),
        "complete": read.original.complete,
        "scope": _packed_scope(read),
    }


def _packed_scope(read: Read) -> str:
    """Name the codes of which a packed copy holds every row: of a whole original, those with a profile are taken."""
    return "PROFILED" if read.original.scope == "ALL" else read.original.scope


def _limits(
    table: Sequence[tuple[str, int, str, str]], reasons: list[str]
) -> dict[tuple[str, ...], list[Any]]:
    found: dict[tuple[str, ...], list[Any]] = {
        (code,): [units, how, reasons.index(why)] for code, units, how, why in table
    }
    if len(found) != len(table):
        raise ValueError("a code stands twice")
    return found


def mue_rows(read: Read) -> list[tuple[str, int, str, str]]:
    """Read code, units, adjudication and rationale of every row of a copy."""
    return [_mue_row(row) for row in rows_of(read)]


def _mue_row(row: dict[str, str]) -> tuple[str, int, str, str]:
    code = row.get("hcpcs_code") or row["hcpcs"]
    units = next(row[name] for name in ("mue_units", "oph_mue", "mue") if name in row)
    how = Adjudication(row.get("mue_mai") or row["mai"]).value
    return is_code(code), int(units), how, row.get("mue_rationale", row.get("rationale", ""))


def add_on(read: Read, wanted: Wanted) -> tuple[str, int]:
    """Pack every edit of the add-ons that are, or go with, a wanted code: a list of primaries is whole or says nothing."""
    each = read.original
    table = read_add_on(
        read.text,
        effective=each.effective,
        through=each.through,
        file=each.file,
        release=each.release,
    )
    edits = tuple(table)
    asked = {
        edit.add_on
        for edit in edits
        if wanted(edit.add_on) or (edit.primary is not None and wanted(edit.primary))
    }
    chosen = (edit for edit in edits if edit.add_on in asked)
    rows = [[e.add_on, e.primary, e.type.value, iso(e.effective), iso(e.through)] for e in chosen]
    rows.sort(key=_add_on_order)
    head = {
        "columns": ["add_on", "primary", "type", "effective", "through"],
        "source": read.source(),
    }
    return canonical(rows, head), len(rows)


def _add_on_order(row: list[str | None]) -> tuple[str, ...]:
    return sort_key(row[0] or " "), sort_key(row[1] or " "), *_texts(row[2:])


def _texts(cells: Iterable[str | None]) -> Iterable[str]:
    return (cell or "" for cell in cells)
