"""The tables of suggesting: fitted weights and scores; authored relations between parts, and hints for single codes."""

from __future__ import annotations

from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.files.packaged import packaged_json
from cptkit.once import once


@attrs.frozen(eq=False)
class Tables:
    """Weights, relations and hints, ready to be asked.

    Attributes:
        weights: Name to value.
        parents: Region or technique to the wider ones that hold it.
        children: Region or technique to the narrower ones.
        hints: Code to kind of hint to values.
        compatible: Modality asked to modality of a code to what that is worth.
        defaults: Evidence to the contrast that is assumed where a name is silent.
        calibration: For the first suggestion of a name and for further ones: shares, and how many with about that share were
            right; both rising.
    """

    weights: dict[str, float]
    parents: dict[str, tuple[str, ...]]
    children: dict[str, tuple[str, ...]]
    hints: dict[str, dict[str, tuple[str, ...]]]
    compatible: dict[str, dict[str, float]]
    defaults: tuple[tuple[str, str, str], ...]
    calibration: dict[str, tuple[tuple[float, float], ...]]

    def silence(self, technique: str) -> float:
        """What a code loses for a technique that the name does not say."""
        return self.weights.get(f"silence on {technique}", self.weights["silence"])

    def match(self, technique: str) -> float:
        """What a code gains for a technique that the name says."""
        return self.weights.get(f"match of {technique}", self.weights["match"])


@once
def packaged_tables() -> Tables:
    """Give the packaged tables."""
    return tables_from(
        packaged_json("fitted/suggest_weights.json")["rows"],
        packaged_json("authored/suggest_relations.json")["rows"],
        packaged_json("authored/suggest_hints.json")["rows"],
        packaged_json("fitted/suggest_calibration.json")["rows"],
    )


def tables_from(
    weights: list[dict[str, Any]],
    relations: list[dict[str, str]],
    hints: list[dict[str, str]],
    calibration: list[dict[str, Any]],
) -> Tables:
    """Make the tables from their rows."""
    values = {row["name"]: float(row["value"]) for row in weights}
    wholes = [
        (row["part"], row["whole"]) for row in relations if row["kind"] in {"region", "technique"}
    ]
    return Tables(
        values,
        _grouped(wholes),
        _grouped([(whole, part) for part, whole in wholes]),
        _hints(hints),
        _compatible(values),
        tuple(
            (row["part"].partition(" ")[0], row["part"].partition(" ")[2], row["whole"])
            for row in relations
            if row["kind"] == "contrast"
        ),
        {rank: _calibration(calibration, rank) for rank in ("first", "further")},
    )


def _hints(rows: list[dict[str, str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        kinds = found.setdefault(row["code"], {})
        kinds[row["kind"]] = (*kinds.get(row["kind"], ()), row["means"])
    return found


def _compatible(values: dict[str, float]) -> dict[str, dict[str, float]]:
    """Read the weights of which the name says "CT asked, XR": what a code of the one is worth where the other is asked."""
    found: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        if " asked, " in name:
            asked, code = name.split(" asked, ")
            found.setdefault(asked, {})[code] = value
    return found


def _calibration(rows: list[dict[str, Any]], rank: str) -> tuple[tuple[float, float], ...]:
    return tuple((float(row["share"]), float(row["right"])) for row in rows if row["rank"] == rank)


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
