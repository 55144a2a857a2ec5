"""Fit and measure `cptkit.suggest` on real exam names, with a fifth of the hospitals kept aside.

The names are not part of the package. The file has the columns description, code, rows and hospitals. Every fifth
hospital by sorted id is held out: the weights were made without its names, and a name is held out if any of its
hospitals is. The lexicon was made without them too until November 2026, when what was misread in all parts was read by kind. Scores would promise too much if they were fitted on names that the lexicon was made
from, so they are fitted on the held-out hospitals; the diagram shows each half of them scored by what was fitted on
the other.

    fit_suggest.py report FILE         what is right, on both parts
    fit_suggest.py kinds FILE          what is read wrongly, by kind, as a Markdown table
    fit_suggest.py weights FILE        better weights, one at a time, on the tuning part; writes them, with inputs and figures
    fit_suggest.py calibration FILE    the table that turns a share into a score, from the held-out part; writes it
    fit_suggest.py inputs              which inputs have changed since; 1 where one has
    fit_suggest.py groups FILE         each group of hospitals, and the other region, scored by lines fitted without it
    fit_suggest.py diagram FILE        the reliability diagram of the held-out part: docs/suggest_reliability.svg

The default FILE is ../shared/exams/exams_dev.csv; without it the tool says so and ends.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs

from builder import fitted
from cptkit import suggest
from cptkit.exam_names.weights import Tables, packaged_tables, tables_from
from suggesting.calibration import groups, lines_of, reliability
from suggesting.diagram import diagram
from suggesting.misses import kinds
from suggesting.names import DAY, NAMES, ROOT, Name, names_of
from suggesting.ranking import points

_BESIDE = (
    "authored/suggest_relations.json",
    "authored/suggest_hints.json",
    "derived/codes.json",
)


"""What is read beside the lexicon."""


LEAST_GAIN = 6


"""How many points more a changed weight must give to be kept: a name has one for its code among five, one more for the first.

Fewer are chance: moves of 3 to 5 points on the tuning part read no name of the held-out part more.
"""


_NOT_FITTED = ("temperature", "least sum", "silence on ", "match of ", "a procedure", "PROCEDURE")


"""How the weights begin that are not moved: what a single technique is worth moves too few names to be trusted, and for procedures
the rules count, not what charge lists hold."""


FULL = 2


"""The points of a name whose code comes first."""


def figures(names: list[Name]) -> dict[str, dict[str, str]]:
    """Tell what `suggest` gets right on both parts, and on all."""
    parts = {
        "tuning": [n for n in names if not n.held_out],
        "held out": [n for n in names if n.held_out],
        "all": names,
    }
    found = {}
    for label, part in parts.items():
        given = [[{each.code, *each.also} for each in suggest(name.text, DAY)] for name in part]
        first = sum(
            bool(codes) and name.code in codes[0] for name, codes in zip(part, given, strict=True)
        )
        fifth = sum(
            any(name.code in theirs for theirs in codes)
            for name, codes in zip(part, given, strict=True)
        )
        found[label] = {
            "names": str(len(part)),
            "first": f"{first / len(part):.4f}",
            "among five": f"{fifth / len(part):.4f}",
        }
    return found


def with_weight(tables: Tables, name: str, value: float) -> Tables:
    """Change one weight."""
    rows = [
        {"name": each, "value": value if each == name else old}
        for each, old in tables.weights.items()
    ]
    changed = tables_from(rows, [], [], [])
    return attrs.evolve(tables, weights=changed.weights, compatible=changed.compatible)


def fit_weights(names: list[Name]) -> Tables:
    """Try every weight a little higher and a little lower, and keep what reads more names rightly, until nothing does.

    So a second run begins and ends with the weights that the first one wrote. The figures that are written are of the weights that a run
    began with: after a run that moved any, run it again.
    """
    part = [name for name in names if not name.held_out]
    tables = packaged_tables()
    had = points(part, tables)
    is_moved = True
    while is_moved:
        is_moved = False
        for name in sorted(name for name in tables.weights if is_fitted(name)):
            for step in (0.3, -0.3, 0.8, -0.8):
                tried = with_weight(tables, name, round(tables.weights[name] + step, 2))
                found = better(part, had, tried)
                if found is not None:
                    gain = sum(found) - sum(had)
                    print(
                        f"{name}: {tables.weights[name]} -> {tried.weights[name]}: {gain:+} right",
                        flush=True,
                    )
                    tables, had, is_moved = tried, found, True
                    break
    return tables


def is_fitted(weight: str) -> bool:
    """Tell whether a weight is moved."""
    return not weight.startswith(_NOT_FITTED)


def better(names: list[Name], had: list[int], tables: Tables) -> list[int] | None:
    """Give the points of every name where they are `LEAST_GAIN` more than what it had; None where they are not.

    The names that can gain are read first: where they do not gain enough, the others need not be read.
    """
    order = sorted(range(len(names)), key=lambda at: had[at])
    found = [*had]
    gain, most = 0, sum(each < FULL for each in had)
    for chunk in (
        order[:most],
        *(order[at : at + 4 * most] for at in range(most, len(order), 4 * most)),
    ):
        for at, new in zip(chunk, points([names[at] for at in chunk], tables), strict=True):
            gain += new - had[at]
            found[at] = new
        if gain < LEAST_GAIN:
            return None
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


def told_inputs() -> int:
    """Tell of each fitted table which of its inputs are not those of then; 1 where one has changed."""
    stale = {path.name: fitted.changed(path) for path in sorted(fitted.FITTED.glob("*.json"))}
    for name, files in stale.items():
        print(f"{name}: {', '.join(files) or 'nothing'} changed since it was fitted")
    return int(any(stale.values()))


def main(arguments: list[str]) -> int:
    """Do what is asked."""
    if arguments[:1] == ["inputs"]:
        return told_inputs()
    path = Path(arguments[1]) if len(arguments) > 1 else NAMES
    if not arguments or not path.exists():
        print(__doc__ if not arguments else f"{path} is not here: nothing to measure")
        return 0
    names = names_of(path)
    if arguments[0] == "report":
        report(names)
    elif arguments[0] == "kinds":
        print(kinds(names))
    elif arguments[0] == "weights":
        write_weights(names, path, fit_weights(names))
    elif arguments[0] == "calibration":
        write_calibration(names, path)
    elif arguments[0] == "groups":
        print(groups(names))
    elif arguments[0] == "diagram":
        draw(names)
    return 0


def report(names: list[Name]) -> None:
    """Tell what is right, on both parts and on all."""
    for part, values in figures(names).items():
        print(f"{part}: " + ", ".join(f"{name} {value}" for name, value in values.items()))


def draw(names: list[Name]) -> None:
    """Draw the reliability diagram, and tell its points."""
    bins = reliability(names)
    (ROOT / "docs" / "suggest_reliability.svg").write_text(diagram(bins), encoding="utf-8")
    for x, y, n in bins:
        print(f"score {x:.2f}: {y:.2f} right of {n}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
