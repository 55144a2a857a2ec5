"""What is read wrongly, by kind."""

from __future__ import annotations

from cptkit import Suggestion, suggest
from cptkit.exam_names.evidence import facet_contradictions
from cptkit.exam_names.index import Index
from cptkit.exam_names.laying_out import index_by
from cptkit.exam_names.reading import Reading
from cptkit.exam_names.weights import packaged_tables
from suggesting.names import DAY, Name, active_codes, reading_of

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
    charged, ours = (index.layout.candidates[index.places[code]] for code in (name.code, best.code))
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
    index = index_by(active_codes(), packaged_tables())
    counts: dict[str, list[int]] = {kind: [0, 0, 0] for kind, _ in KINDS}
    for name in names:
        found = suggest(name.text, DAY)
        if not found or name.code not in {found[0].code, *found[0].also}:
            row = counts[kind_of(name, found[0] if found else None, index)]
            row[name.held_out] += 1
            row[2] += any(name.code in {each.code, *each.also} for each in found)
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
