"""The code set with its days: authored codes with their profiles, and every other code that a release names.

Which days a code was in force is read from the releases that name it. A change between releases of one
year falls on the first day of the release that shows it; between releases of different years on 1 January.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any, TypeAlias

import attrs

from builder.originals import Original
from builder.small import iso
from cptkit.files.packaged import canonical
from cptkit.values.code import sort_key

Present: TypeAlias = "Sequence[tuple[Original, set[str]]]"
"""Releases, oldest first, each with the codes that it names."""

_FORM = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]")
_DAY = dt.timedelta(days=1)


@attrs.frozen
class Span:
    """Days on which a code was in force.

    Attributes:
        effective: The first day; None where the oldest release names the code already.
        through: The last day; None where the newest release names it.
        across_gap: Whether a release between is missing, so that the day may be another of that time.
    """

    effective: dt.date | None
    through: dt.date | None
    across_gap: bool = False


def spans(seen: Sequence[bool], releases: Sequence[Original]) -> list[Span]:
    """Give the spans of days of a code from the releases that name it."""
    found: list[Span] = []
    start: tuple[dt.date | None, bool] | None = None
    for index, named in enumerate(seen):
        if named and start is None:
            start = (None, False) if index == 0 else _change(releases[index - 1], releases[index])
        elif not named and start is not None:
            day, gap = _change(releases[index - 1], releases[index])
            found.append(Span(start[0], day - _DAY, start[1] or gap))
            start = None
    if start is not None:
        found.append(Span(start[0], None, start[1]))
    return found


def _change(before: Original, after: Original) -> tuple[dt.date, bool]:
    """Give the day of a change between two releases, and whether releases between them are missing."""
    gap = after.effective - before.through > _DAY
    return (
        (after.effective, gap)
        if before.effective.year == after.effective.year
        else (dt.date(after.effective.year, 1, 1), gap)
    )


def other_codes(present: Present, ours: AbstractSet[str]) -> tuple[str, int]:
    """Pack the spans of every code that is not authored: code, first day, last day, whether a day is inferred.

    Category I codes change on 1 January, so that a missing release leaves no doubt; for the others the day
    is inferred. Placeholders that have not the form of a code are left out.
    """
    releases = [release for release, _ in present]
    codes = {
        code for _, named in present for code in named if code not in ours and _FORM.fullmatch(code)
    }
    rows = [
        [code, iso(span.effective), iso(span.through), int(span.across_gap and not code.isdigit())]
        for code in sorted(codes, key=sort_key)
        for span in spans([code in named for _, named in present], releases)
    ]
    return canonical(rows, {"columns": ["code", "effective", "through", "inferred"]}), len(rows)


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
    found = spans([code in named for _, named in present], [release for release, _ in present])
    first, last = taxonomy.get(code, (None, None))
    oldest = present[0][0].effective
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
        yield row, Span(start, end)


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

    Codes other than Category I change within a year too: where releases are missing, their day is inferred,
    the row says so, and is no surer than M.
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
    if span.across_gap and not row["code"].isdigit():
        made.update(day_inferred=True, certainty=max(made["certainty"], "M", key="HML".index))
    return made


def _day(row: Mapping[str, Any], name: str) -> dt.date | None:
    text = row.get(name)
    return dt.date.fromisoformat(text) if text else None
