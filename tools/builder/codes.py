"""The code set with its days: authored codes with their profiles, and every other code that a source names.

Which days a code was in force is read from the releases that name it, of the fee schedule and of hospitals' Addendum B;
of both only those sources count that ever name it. A change between neighbors falls on the first day of the later one.
Where a release between is missing, a code of Category I changed on 1 January; of any other the day lies between, and
the row says between which days. A row is open while the newest release names its code; how far that tells, the manifest
says, and the reader of the rows (`cptkit.catalog.code_set`) ends there what goes on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any, TypeAlias

import attrs

from cptkit.catalog.listed_days import DAY, Span, begun, ended
from cptkit.files.packaged import canonical
from cptkit.values.code import sort_key


def iso(day: dt.date | None) -> str | None:
    """Write a day as packed rows do; None stands for an open end."""
    return None if day is None else day.isoformat()


@attrs.frozen(eq=False)
class Listed:
    """A release of a source that lists codes.

    Attributes:
        effective: The first day that it covers.
        through: The last day.
        codes: The codes that it names.
    """

    effective: dt.date
    through: dt.date
    codes: AbstractSet[str]


Present: TypeAlias = "Sequence[Sequence[Listed]]"
"""The sources, each with its releases, oldest first."""

_FORM = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]")


def spans(code: str, present: Present) -> list[Span]:
    """Give the spans of days of a code from the sources that ever name it.

    A source that ended before the code was first named tells that it was absent then, where it names every code of
    Category III, the one family that gains codes in the middle of a year and is named whole by both sources.
    """
    naming = [source for source in present if any(code in each.codes for each in source)]
    if code[-1] == "T" and naming:
        first = min(e.effective for source in naming for e in source if code in e.codes)
        naming += [each for each in present if each not in naming and each[-1].through < first]
    found: list[Span] = []
    before: tuple[bool, dt.date] | None = None
    for day, last, named in _observed(code, naming):
        if before is None:
            if named:
                found.append(Span(None, None))
        elif named and not before[0]:
            found.append(begun(code, before[1], day))
        elif before[0] and not named:
            found[-1] = ended(code, found[-1], before[1], day)
        before = (named, last)
    return found


def _observed(code: str, sources: Present) -> Iterator[tuple[dt.date, dt.date, bool]]:
    """Give for each day on which a release begins: the last day that is covered from then on, and whether a source names the code."""
    days = sorted({each.effective for source in sources for each in source})
    for day, after in pairwise([*days, dt.date.max]):
        covering = [e for source in sources for e in source if e.effective <= day <= e.through]
        last = min(max(each.through for each in covering), after - DAY)
        yield day, last, any(code in each.codes for each in covering)


def other_codes(present: Present, ours: AbstractSet[str]) -> tuple[str, int]:
    """Pack the spans of every code that is not authored; placeholders that have not the form of a code are left out."""
    named = {code for source in present for each in source for code in each.codes}
    codes = {code for code in named if code not in ours and _FORM.fullmatch(code)}
    rows = [
        _packed(code, span) for code in sorted(codes, key=sort_key) for span in spans(code, present)
    ]
    columns = ["code", "effective", "through", "absent_through", "absent_from"]
    return canonical(rows, {"columns": columns}), len(rows)


def _packed(code: str, span: Span) -> list[str | None]:
    """Write the days of a code; what is open or known at the end is not written."""
    row = [code, *map(iso, (span.effective, span.through, span.absent_through, span.absent_from))]
    while row[-1] is None and len(row) > 3:
        row.pop()
    return row


def authored_codes(  # noqa: PLR0913 - the sources of days
    profiles: Iterable[Mapping[str, Any]],
    successors: Mapping[str, Mapping[str, Any]],
    present: Present,
    taxonomy: Mapping[str, tuple[dt.date, dt.date | None]],
    named: AbstractSet[str] = frozenset(),
    *,
    strict: bool = True,
) -> tuple[str, int]:
    """Join profiles with days and successors.

    Args:
        profiles: The authored rows.
        successors: Authored successors by code.
        present: The releases with the codes that each names.
        taxonomy: First and last days of before the releases.
        named: Codes that a unit limit table of these years names: in force, on days that nothing states.
        strict: Refuse what has no days.

    Returns:
        The packaged text and the number of rows.

    Raises:
        ValueError: A code has no days in any source (unless not strict), or two versions overlap.
    """
    versions: dict[str, list[Mapping[str, Any]]] = {}
    for row in profiles:
        versions.setdefault(row["code"], []).append(row)
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for code in sorted(versions, key=sort_key):
        days = code_spans(code, present, taxonomy)
        if (
            not days
            and code not in named
            and not any(row.get("effective") or row.get("through") for row in versions[code])
        ):
            problems.append(f"{code}: no source says when it was in force")
        made = list(_dated(versions[code], days))
        problems += [f"{code}: {text}" for text in _wrong_days(made)]
        rows += (_row(row, span, versions[code], successors.get(code)) for row, span in made)
    problems += [
        f"{code}: has successors and no profile" for code in sorted(set(successors) - set(versions))
    ]
    if problems and strict:
        raise ValueError("; ".join(problems))
    return canonical(rows), len(rows)


def code_spans(
    code: str, present: Present, taxonomy: Mapping[str, tuple[dt.date, dt.date | None]]
) -> list[Span]:
    """Give the days of a code from the releases and, before them, from the taxonomy."""
    found = spans(code, present)
    first, last = taxonomy.get(code, (None, None))
    oldest = min(source[0].effective for source in present)
    if found and first is not None and found[0].effective is None and first <= oldest:
        found[0] = attrs.evolve(found[0], effective=first)
    if not found and first is not None and last is not None and last < oldest:
        return [Span(first, last)]
    return found


def _dated(
    rows: Sequence[Mapping[str, Any]], days: Sequence[Span]
) -> Iterator[tuple[Mapping[str, Any], Span]]:
    """Give each meaning of a code its days; what is authored goes before what is derived."""
    if len(rows) == 1 and not _day(rows[0], "effective") and not _day(rows[0], "through") and days:
        yield from ((rows[0], span) for span in days)
        return
    first = days[0].effective if days else None
    last = days[-1].through if days else None
    for index, row in enumerate(rows):
        start = _day(row, "effective") or (first if index == 0 else None)
        end = _day(row, "through") or (last if index == len(rows) - 1 else None)
        absent = days[-1].absent_from if days and index == len(rows) - 1 and end == last else None
        yield row, Span(start, end, absent_from=absent)


def _wrong_days(made: Sequence[tuple[Mapping[str, Any], Span]]) -> Iterator[str]:
    """Name spans that end before they begin, and neighbors that overlap."""
    days = [span for _, span in made]
    for span in days:
        if span.effective and span.through and span.through < span.effective:
            yield f"ends on {span.through}, before {span.effective}"
    for span, after in pairwise(days):
        if span.through is None or after.effective is None or span.through >= after.effective:
            yield f"the version from {span.effective} runs into the one from {after.effective}"


def _row(
    row: Mapping[str, Any],
    span: Span,
    versions: Sequence[Mapping[str, Any]],
    successor: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Write one row: code, label, days, successors, then the profile as authored.

    Codes other than Category I change within a year too: where releases are missing, the row says between which days.
    """
    revised = row.get("revised") or [
        each["effective"] for each in versions[1:] if each.get("effective")
    ]
    made: dict[str, Any] = {"code": row["code"], "label": row["label"]}
    for name, day in (("effective", span.effective), ("through", span.through)):
        if day is not None:
            made[name] = day.isoformat()
    if revised:
        made["revised"] = sorted(revised)
    if successor is not None and span.through is not None and row is versions[-1]:
        made["successors"] = list(successor["successors"])
        made["successors_note"] = (
            f"{successor['note']} [{successor['citation']}]"
            if successor.get("note")
            else f"[{successor['citation']}]"
        )
        made["successors_certainty"] = successor["certainty"]
    made.update(
        (key, value) for key, value in row.items() if key not in {*made, "effective", "through"}
    )
    for name, day in (
        ("absent_through", span.absent_through),
        ("absent_from", span.absent_from),
    ):
        if day is not None:
            made[name] = day.isoformat()
    return made


def _day(row: Mapping[str, Any], name: str) -> dt.date | None:
    text = row.get(name)
    return dt.date.fromisoformat(text) if text else None
