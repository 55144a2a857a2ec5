"""From shares to scores: rising lines, fitted on hospitals kept aside, and how far the scores keep what they promise."""

from __future__ import annotations

import math

import attrs

from cptkit.exam_names.scores import calibrated, shares, temperature
from cptkit.exam_names.weights import Tables, packaged_tables
from suggesting.names import Name, names_of_the_other_region, reading_of
from suggesting.ranking import answers

SURE = 0.8


def points_of(names: list[Name], tables: Tables) -> list[list[tuple[float, bool]]]:
    """Give, for the five suggestions of every name, their share and whether they are right."""
    found = []
    for name, codes in zip(names, answers(names, tables, 12), strict=True):
        parts = (
            shares([score for score, _ in codes], temperature(reading_of(name.text), tables))
            if codes
            else []
        )
        found.append(
            [
                (share, name.code in theirs)
                for share, (_, theirs) in list(zip(parts, codes, strict=True))[:5]
            ]
        )
    return found


def isotonic(points: list[tuple[float, bool]], bins: int = 20) -> list[tuple[float, float]]:
    """Fit a rising line of few points: bins of equal count, neighbors joined until they rise (pool adjacent violators).

    A share is estimated with two right and two wrong added (Agresti and Coull 1998): what was always right so far is not certain.
    """
    size = math.ceil(len(points) / bins)
    pools = [
        [sum(x for x, _ in chunk), sum(y for _, y in chunk), len(chunk)]
        for at in range(0, len(points), size)
        if (chunk := points[at : at + size])
    ]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(list(pool))
        while len(merged) > 1 and merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]:
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last, strict=True)]
    return [(round(x / n, 3), round((y + 2) / (n + 4), 3)) for x, y, n in merged]


def lines_of(names: list[Name]) -> dict[str, tuple[tuple[float, float], ...]]:
    """Fit the lines that turn a share into a score: one for the first suggestion of a name, one for further ones."""
    points = points_of(names, packaged_tables())
    apart = {
        "first": [each[0] for each in points if each],
        "further": [point for each in points for point in each[1:]],
    }
    found = {}
    for rank, theirs in apart.items():
        line = isotonic(sorted(theirs))
        found[rank] = tuple(sorted({0.0: 0.0, **dict(line), 1.0: line[-1][1]}.items()))
    return found


def reliability(names: list[Name]) -> list[tuple[float, float, int]]:
    """Give, for scores in tenths, the mean score, the share of right suggestions, and their count.

    On the held-out hospitals, each half scored by the lines that were fitted on the other.
    """
    points = []
    for part in ("even", "odd"):
        tables = attrs.evolve(
            packaged_tables(),
            calibration=lines_of([n for n in names if n.held_out and n.part != part]),
        )
        for each in points_of([n for n in names if n.part == part], tables):
            scores = calibrated([share for share, _ in each], tables)
            points += [
                (float(score), is_right) for score, (_, is_right) in zip(scores, each, strict=True)
            ]
    found = []
    for tenth in range(10):
        here = [(x, y) for x, y in points if tenth / 10 <= x < (tenth + 1) / 10 + (tenth == 9)]
        if here:
            found.append(
                (
                    sum(x for x, _ in here) / len(here),
                    sum(y for _, y in here) / len(here),
                    len(here),
                )
            )
    return found


def groups(names: list[Name]) -> str:
    """Score each group of hospitals, and the other region, by lines fitted on the groups of the first region without it.

    The last row is the first region whole, by lines that were fitted on the other region alone.
    """
    elsewhere = names_of_the_other_region()
    every = [*names, *elsewhere]
    lines = [
        "| left out | names | first | among five | calibration error | wrong above 0.8 |",
        "|---|---|---|---|---|---|",
    ]
    for group in sorted({name.group for name in every}):
        theirs = [name for name in every if name.group == group]
        lines.append(_row(group, theirs, [name for name in names if name.group != group]))
    lines.append(_row("the first region, whole", names, elsewhere))
    return "\n".join(lines)


def _row(group: str, theirs: list[Name], fitted_on: list[Name]) -> str:
    """Score a group by lines that were fitted on others."""
    tables = attrs.evolve(packaged_tables(), calibration=lines_of(fitted_on))
    points = points_of(theirs, tables)
    first = [(float(calibrated([each[0][0]], tables)[0]), each[0][1]) for each in points if each]
    right_first = sum(is_right for _, is_right in first) / len(theirs)
    fifth = sum(any(is_right for _, is_right in each) for each in points) / len(theirs)
    sure = sum(score > SURE and not is_right for score, is_right in first) / len(theirs)
    return (
        f"| {group} | {len(theirs)} | {right_first:.3f} | {fifth:.3f} "
        f"| {calibration_error(first):.3f} | {sure:.3f} |"
    )


def calibration_error(points: list[tuple[float, bool]]) -> float:
    """Give the expected calibration error: how far scores, in tenths, are from what was right, by count."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for score, is_right in points:
        tenths.setdefault(min(int(10 * score), 9), []).append((score, is_right))
    apart = (abs(sum(x for x, _ in each) - sum(y for _, y in each)) for each in tenths.values())
    return sum(apart) / len(points)
