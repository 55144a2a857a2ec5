"""Fit and measure `cptkit.suggest` on real exam names, with a fifth of the hospitals kept aside.

The names are not part of the package. The file has the columns description, code, rows and hospitals. Every fifth
hospital by sorted id is held out: lexicon and weights were made without a look at its names, and a name is held out
if any of its hospitals is. Scores would promise too much if they were fitted on names that the lexicon was made
from, so they are fitted on the held-out hospitals; the diagram shows each half of them scored by what was fitted on
the other.

    fit_suggest.py report FILE         what is right, on both parts
    fit_suggest.py kinds FILE          what is read wrongly, by kind, as a Markdown table
    fit_suggest.py weights FILE        better weights, one at a time, on the tuning part; writes them, with inputs and figures
    fit_suggest.py calibration FILE    the table that turns a share into a score, from the held-out part; writes it
    fit_suggest.py groups FILE         each group of hospitals, and the other region, scored by lines fitted without it
    fit_suggest.py diagram FILE        the reliability diagram of the held-out part: docs/suggest_reliability.svg

The default FILE is ../shared/exams/exams_dev.csv; without it the tool says so and ends.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

from builder import fitted
from cptkit import Code, Suggestion, suggest
from cptkit.catalog.code_set import authored_codes
from cptkit.exam_names.candidates import Index, index_of
from cptkit.exam_names.evidence import facet_contradictions
from cptkit.exam_names.lexicon import packaged_lexicon
from cptkit.exam_names.question import is_suggested
from cptkit.exam_names.ranking import ranked
from cptkit.exam_names.reading import Reading, read
from cptkit.exam_names.scores import calibrated, shares, temperature
from cptkit.exam_names.several_codes import first_of_several
from cptkit.exam_names.shelves import shelf_of
from cptkit.exam_names.studies import studies_of
from cptkit.exam_names.weights import Tables, packaged_tables, tables_from

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT.parent / "shared" / "exams" / "exams_dev.csv"
OTHER_REGION = NAMES.with_name("exams_dev_2021.csv")
DAY = dt.date(2020, 1, 15)
OTHER_DAY = dt.date(2022, 1, 1)
GROUPS = 5
_BESIDE = (
    "authored/suggest_relations.json",
    "authored/suggest_hints.json",
    "derived/codes.json",
)
"""What is read beside the lexicon."""
SURE = 0.8
LEAST_GAIN = 2
"""How many names more a changed weight must read rightly to be kept."""


@attrs.frozen
class Name:
    """A name with the code that hospitals charge for it."""

    text: str
    code: str
    part: str
    day: dt.date = DAY
    group: str = ""

    @property
    def held_out(self) -> bool:
        """Whether the lexicon and the weights were made without a look at it."""
        return self.part != "tuning"


def names_of(path: Path) -> list[Name]:
    """Read the names and mark those of the held-out hospitals."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hospitals = sorted({each for row in rows for each in row["hospitals"].split()})
    even, odd = set(hospitals[::10]), set(hospitals[5::10])

    def part(theirs: set[str]) -> str:
        return "even" if theirs & even else "odd" if theirs & odd else "tuning"

    number = {hospital: i % GROUPS for i, hospital in enumerate(hospitals)}
    return [
        Name(
            row["description"],
            row["code"],
            part(set(row["hospitals"].split())),
            group=f"hospitals {1 + number[row['hospitals'].split()[0]]} of {GROUPS}",
        )
        for row in rows
    ]


def names_of_the_other_region() -> list[Name]:
    """Read the names of the other region: one group, never fitted on."""
    with OTHER_REGION.open(newline="", encoding="utf-8") as file:
        return [
            Name(row["description"], row["code"], "tuning", OTHER_DAY, "the other region")
            for row in csv.DictReader(file)
        ]


@functools.cache
def reading_of(text: str) -> Reading:
    """Read a name once: readings do not depend on weights."""
    return read(text, packaged_lexicon())


def active_codes(day: dt.date = DAY) -> tuple[Code, ...]:
    """Give the codes that `suggest` chooses from on the day."""
    return tuple(code for code in authored_codes() if code.is_active(day) and is_suggested(code))


def answers(names: Iterable[Name], tables: Tables, most: int) -> list[list[tuple[float, str]]]:
    """Rank codes for every name: scores and codes, best first."""
    index = functools.cache(lambda day: index_of(active_codes(day), tables))
    shelf = functools.cache(lambda day, modalities: shelf_of(index(day), modalities))
    found = []
    for name in names:
        whole = reading_of(name.text)
        reading = next(iter(studies_of(whole)), whole)
        here = shelf(name.day, reading.modalities)
        best = first_of_several(reading, here, ranked(reading, here, most))
        codes = [(score, here.index.candidates[place]) for score, place in best]
        found.append([(score, each.code.code) for score, each in codes])
    return found


def right(names: list[Name], tables: Tables) -> tuple[int, int]:
    """Count the names whose code comes first, and those whose code is among the first five."""
    given = answers(names, tables, 5)
    first = sum(
        bool(codes) and codes[0][1] == name.code for name, codes in zip(names, given, strict=True)
    )
    fifth = sum(
        name.code in {code for _, code in codes} for name, codes in zip(names, given, strict=True)
    )
    return first, fifth


def figures(names: list[Name]) -> dict[str, dict[str, str]]:
    """Tell what `suggest` gets right on both parts, and on all."""
    parts = {
        "tuning": [n for n in names if not n.held_out],
        "held out": [n for n in names if n.held_out],
        "all": names,
    }
    found = {}
    for label, part in parts.items():
        given = [[each.code for each in suggest(name.text, DAY)] for name in part]
        first = sum(codes[:1] == [name.code] for name, codes in zip(part, given, strict=True))
        fifth = sum(name.code in codes for name, codes in zip(part, given, strict=True))
        found[label] = {
            "names": str(len(part)),
            "first": f"{first / len(part):.4f}",
            "among five": f"{fifth / len(part):.4f}",
        }
    return found


KINDS = (
    (
        "label wrong",
        "the name says contrast, views or a side that the charged code excludes, or is a class of wrong labels by itself",
    ),
    (
        "modality",
        "another kind of apparatus: silent names, or a film's word before a fluoroscopic or angiographic study",
    ),
    (
        "region",
        "another part of the body, a wider one, or a part under an abbreviation that is not known",
    ),
    (
        "technique or role",
        "the same part, another study of it: add-ons, SPECT or planar, one study or several, guidance",
    ),
    ("contrast", "the same study, another contrast"),
    ("views or extent", "the same films, another number of views; limited or complete"),
    ("side", "one side or both"),
    ("nothing suggested", "no word of the name, or too few of them, is known"),
)


def kind_of(name: Name, best: Suggestion | None, index: Index) -> str:
    """Tell in what the first suggestion differs from the code that is charged."""
    if best is None:
        return "nothing suggested"
    if name.code not in index.places:
        return "label wrong"
    reading = reading_of(name.text)
    charged, ours = (index.candidates[index.places[code]] for code in (name.code, best.code))
    if _is_known_wrong(reading, name.code) or (
        facet_contradictions(reading, charged) and not facet_contradictions(reading, ours)
    ):
        return "label wrong"
    differs = {
        "modality": not charged.facets.modalities & ours.facets.modalities,
        "region": not set(charged.regions) & set(ours.regions),
        "contrast": charged.facets.contrast != ours.facets.contrast,
        "views or extent": (charged.facets.views, charged.facets.extent)
        != (ours.facets.views, ours.facets.extent),
        "side": charged.facets.laterality != ours.facets.laterality,
    }
    return next((kind for kind, so in differs.items() if so), "technique or role")


def _is_known_wrong(reading: Reading, code: str) -> bool:
    regions = {name for mention in reading.regions for name in mention}
    techniques = {name for names in reading.techniques for name in names}
    if {"CHEST", "ABDOMEN", "PELVIS"} <= regions and code.startswith("741"):
        return True
    if code == "76642" and techniques & {"BIOPSY", "ASPIRATION", "DRAINAGE"}:
        return True
    return code == "71250" and "SCREENING" in reading.flags


def kinds(names: list[Name]) -> str:
    """Count what is read wrongly on both parts, by kind."""
    index = index_of(active_codes(), packaged_tables())
    counts: dict[str, list[int]] = {kind: [0, 0, 0] for kind, _ in KINDS}
    for name in names:
        found = suggest(name.text, DAY)
        if not found or found[0].code != name.code:
            row = counts[kind_of(name, found[0] if found else None, index)]
            row[name.held_out] += 1
            row[2] += name.code in {each.code for each in found}
    lines = [
        "| kind | tuning | held out | right code among the five | what it is |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {counts[kind][0]} | {counts[kind][1]} | {counts[kind][2]} | {what} |"
        for kind, what in KINDS
    ]
    total = [sum(row[i] for row in counts.values()) for i in range(3)]
    return "\n".join(
        [
            *lines,
            f"| **all** | {total[0]} | {total[1]} | {total[2]} | of {sum(not n.held_out for n in names)} and {sum(n.held_out for n in names)} names |",
        ]
    )


def with_weight(tables: Tables, name: str, value: float) -> Tables:
    """Change one weight."""
    rows = [
        {"name": each, "value": value if each == name else old}
        for each, old in tables.weights.items()
    ]
    changed = tables_from(rows, [], [], [])
    return attrs.evolve(tables, weights=changed.weights, compatible=changed.compatible)


def fit_weights(names: list[Name], sweeps: int = 1) -> Tables:
    """Try every weight a little higher and a little lower, and keep what reads more names rightly."""
    part = [name for name in names if not name.held_out]
    tables = packaged_tables()
    best = sum(right(part, tables))
    for _ in range(sweeps):
        for name in sorted(tables.weights):
            if name in {
                "temperature",
                "temperature of an unknown word",
                "least sum of a suggestion",
            } or name.startswith("silence on "):
                continue  # what a single technique is worth moves too few names to be trusted
            for step in (0.3, -0.3, 0.8, -0.8):
                tried = with_weight(tables, name, round(tables.weights[name] + step, 2))
                found = sum(right(part, tried))
                if found >= best + LEAST_GAIN:
                    print(
                        f"{name}: {tables.weights[name]} -> {tried.weights[name]}: {found - best:+} right",
                        flush=True,
                    )
                    tables, best = tried, found
                    break
    return tables


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
                (share, code == name.code)
                for share, (_, code) in list(zip(parts, codes, strict=True))[:5]
            ]
        )
    return found


def isotonic(points: list[tuple[float, bool]], bins: int = 20) -> list[tuple[float, float]]:
    """Fit a rising line of few points: bins of equal count, neighbors joined until they rise (pool adjacent violators)."""
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
    return [(round(x / n, 3), round(y / n, 3)) for x, y, n in merged]


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


def write_calibration(names: list[Name], path: Path) -> None:
    """Fit the lines on all names of the held-out hospitals, and write them."""
    rows = [
        {"rank": rank, "share": str(x), "right": str(y)}
        for rank, line in lines_of([name for name in names if name.held_out]).items()
        for x, y in line
    ]
    read_from = ("authored/lexicon", *_BESIDE, "fitted/suggest_weights.json")
    inputs = [path, *(fitted.DATA / each for each in read_from)]
    fitted.write("suggest_calibration", rows, inputs, figures(names))


def write_weights(names: list[Name], path: Path, tables: Tables) -> None:
    """Write the weights, each with the reason that it had."""
    old = json.loads((fitted.FITTED / "suggest_weights.json").read_text(encoding="utf-8"))["rows"]
    rows = [{**row, "value": str(tables.weights[row["name"]])} for row in old]
    inputs = [path, *(fitted.DATA / each for each in ("authored/lexicon", *_BESIDE))]
    fitted.write("suggest_weights", rows, inputs, figures(names))


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
    """Score each group of hospitals, and the other region, by lines fitted on the groups of the first region without it."""
    every = [*names, *names_of_the_other_region()]
    lines = [
        "| left out | names | first | among five | calibration error | wrong above 0.8 |",
        "|---|---|---|---|---|---|",
    ]
    for group in sorted({name.group for name in every}):
        theirs = [name for name in every if name.group == group]
        fitted_on = [name for name in names if name.group != group]
        tables = attrs.evolve(packaged_tables(), calibration=lines_of(fitted_on))
        points = points_of(theirs, tables)
        first = [
            (float(calibrated([each[0][0]], tables)[0]), each[0][1]) for each in points if each
        ]
        right_first = sum(is_right for _, is_right in first) / len(theirs)
        fifth = sum(any(is_right for _, is_right in each) for each in points) / len(theirs)
        sure = sum(score > SURE and not is_right for score, is_right in first) / len(theirs)
        lines.append(
            f"| {group} | {len(theirs)} | {right_first:.3f} | {fifth:.3f} "
            f"| {calibration_error(first):.3f} | {sure:.3f} |"
        )
    return "\n".join(lines)


def calibration_error(points: list[tuple[float, bool]]) -> float:
    """Give the expected calibration error: how far scores, in tenths, are from what was right, by count."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for score, is_right in points:
        tenths.setdefault(min(int(10 * score), 9), []).append((score, is_right))
    apart = (abs(sum(x for x, _ in each) - sum(y for _, y in each)) for each in tenths.values())
    return sum(apart) / len(points)


def diagram(bins: list[tuple[float, float, int]]) -> str:
    """Draw the reliability diagram as SVG: scores against what was right, the diagonal as the aim."""

    def at(x: float, y: float) -> tuple[float, float]:
        return round(60 + 320 * x, 1), round(340 - 320 * y, 1)

    grid = "".join(
        f'<line x1="{at(i / 5, 0)[0]}" y1="{at(0, 0)[1]}" x2="{at(i / 5, 0)[0]}" y2="{at(0, 1)[1]}" stroke="#ddd"/>'
        f'<line x1="{at(0, 0)[0]}" y1="{at(0, i / 5)[1]}" x2="{at(1, 0)[0]}" y2="{at(0, i / 5)[1]}" stroke="#ddd"/>'
        f'<text x="{at(i / 5, 0)[0]}" y="360" text-anchor="middle">{i / 5:.1f}</text><text x="50" y="{at(0, i / 5)[1] + 4}" text-anchor="end">{i / 5:.1f}</text>'
        for i in range(6)
    )
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    marks = "".join(
        f'<circle cx="{at(x, y)[0]}" cy="{at(x, y)[1]}" r="{2 + math.log10(n) * 1.8:.1f}" fill="#1f5fa8"><title>{n} suggestions: score {x:.2f}, right {y:.2f}</title></circle>'
        for x, y, n in bins
    )
    line = " ".join(f"{at(x, y)[0]},{at(x, y)[1]}" for x, y, _ in bins)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Reliability of scores on hospitals kept aside">'
        f'<rect width="400" height="400" fill="#fff"/>{grid}<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/>{marks}'
        '<text x="220" y="385" text-anchor="middle">score</text>'
        '<text x="18" y="180" text-anchor="middle" transform="rotate(-90 18 180)">share that is right</text></svg>\n'
    )


def main(arguments: list[str]) -> int:
    """Do what is asked."""
    path = Path(arguments[1]) if len(arguments) > 1 else NAMES
    if not arguments or not path.exists():
        print(__doc__ if not arguments else f"{path} is not here: nothing to measure")
        return 0
    names = names_of(path)
    if arguments[0] == "report":
        for part, values in figures(names).items():
            print(f"{part}: " + ", ".join(f"{name} {value}" for name, value in values.items()))
    elif arguments[0] == "kinds":
        print(kinds(names))
    elif arguments[0] == "weights":
        write_weights(names, path, fit_weights(names))
    elif arguments[0] == "calibration":
        write_calibration(names, path)
    elif arguments[0] == "groups":
        print(groups(names))
    elif arguments[0] == "diagram":
        bins = reliability(names)
        (ROOT / "docs" / "suggest_reliability.svg").write_text(diagram(bins), encoding="utf-8")
        for x, y, n in bins:
            print(f"score {x:.2f}: {y:.2f} right of {n}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
