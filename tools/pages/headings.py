"""A page for each heading of radiology: its codes with what each stands for, the contrast families, the headings below."""

from __future__ import annotations

from collections.abc import Iterable

import cptkit
from cptkit.catalog.headings import headings_by_id
from cptkit.printing.cells import cell
from pages import GENERATED, table, toctree

ROOT = "radiology"


def pages() -> dict[str, str]:
    """Give ``headings/index.md`` and a page for each heading of radiology."""
    shown = [each for name, each in headings_by_id().items() if name.split(".")[0] == ROOT]
    shown.sort(key=lambda each: list(headings_by_id()).index(each.id))
    found = {f"headings/{each.id}.md": GENERATED + _page(each) for each in shown}
    return {"headings/index.md": GENERATED + _index(shown), **found}


def _index(shown: list[cptkit.Heading]) -> str:
    rows = [
        (
            f"{'&emsp;' * each.level}[{each.title}]({each.id}.md)",
            each.id,
            _spans(each),
            len(_codes(each)),
        )
        for each in sorted(shown, key=lambda each: each.id)
    ]
    newest = cptkit.edition().on.year
    return (
        f"# Headings of radiology\n\nWhere each code stands, with the number of codes in force in {newest}. "
        "A heading is not a range of numbers: a code stands where its row says, also where its number lies elsewhere.\n\n"
        + table(["heading", "id", "first-last", "codes"], rows)
        + "\n"
        + toctree(each.id for each in shown)
    )


def _page(heading: cptkit.Heading) -> str:
    below = [each for each in headings_by_id().values() if each.parent == heading.id]
    parts = [
        (
            f"# {heading.title}\n\n{_path(heading)}\n\n`{heading.id}`, {_spans(heading)}. "
            f'In code: `cptkit.under("{heading.id}")`.\n'
        )
    ]
    if below:
        parts.append(
            "## Headings below\n\n" + "".join(f"- [{h.title}]({h.id}.md)\n" for h in below)
        )
    codes = [each for each in _codes(heading) if not below or each.headings[-1] == heading.id]
    if codes:
        parts.append(f"## Codes in force in {cptkit.edition().on.year}\n\n{_code_table(codes)}")
        parts += _families(codes)
    return "\n".join(parts)


def _path(heading: cptkit.Heading) -> str:
    above = heading.id.split(".")[:-1]
    ids = [".".join(above[: i + 1]) for i in range(len(above))]
    known = headings_by_id()
    return " > ".join([*(f"[{known[i].title}]({i}.md)" for i in ids), heading.title])


def _spans(heading: cptkit.Heading) -> str:
    return ", ".join(
        each.first if each.first == each.last else f"{each.first}-{each.last}"
        for each in heading.ranges
    )


def _codes(heading: cptkit.Heading) -> tuple[cptkit.Code, ...]:
    return cptkit.under(heading.id)


def _code_table(codes: Iterable[cptkit.Code]) -> str:
    return table(
        ["code", "what it is", "modality", "region", "contrast", "sides", "since"],
        [_row(each) for each in codes],
    )


def _row(code: cptkit.Code) -> tuple[object, ...]:
    profile = code.imaging
    notes = [
        name for name, true in (("add-on", code.is_add_on), ("unlisted", code.is_unlisted)) if true
    ]
    label = f"{code.label or ''}{' (' + ', '.join(notes) + ')' if notes else ''}"
    number = f'<span data-pagefind-weight="10">{code.code}</span>'
    if profile is None:
        return number, label, "", "", "", "", code.effective
    return (
        number,
        label,
        profile.modality.dicom if profile.modality else "",
        ", ".join(each.value for each in profile.regions),
        profile.contrast.value if profile.contrast else "",
        "" if profile.laterality is cptkit.Laterality.NOT_PAIRED else profile.laterality.value,
        code.effective,
    )


def _families(codes: Iterable[cptkit.Code]) -> list[str]:
    """Give the contrast families that hold a code of the heading, each once."""
    held = (cptkit.contrast.family(each.code) for each in codes)
    families = list(dict.fromkeys(each for each in held if each is not None))
    if not families:
        return []
    rows = [
        (cell(f.region), cell(f.modality), f.without, f.with_contrast, f.without_then_with)
        for f in families
    ]
    titles = ["region", "modality", "without contrast", "with", "without, then with"]
    return [f"## Contrast families\n\nOne session earns one of a row.\n\n{table(titles, rows)}"]
