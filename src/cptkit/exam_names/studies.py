"""Names that hold two studies of their own, such as "MRI BRAIN AND MRA HEAD" or "CHEST 2V + ABDOMEN 1V"."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.reading import Reading, reading_of
from cptkit.exam_names.words import Item

_SECTIONAL = frozenset({"CT", "MR"})
_VESSELS = frozenset({"ANGIOGRAPHY", "VENOGRAPHY"})


def studies_of(reading: Reading) -> tuple[Reading, ...]:
    """Take a name apart into its studies.

    Args:
        reading: What the whole name says.

    Returns:
        A reading for each study, in the order of the name; () where it holds one.
    """
    cut = _second_kind(reading.items) if reading.modalities & _SECTIONAL else 0
    cut = cut or (_second_count(reading.items) if reading.modalities <= {"XR"} else 0)
    if not cut:
        return ()
    parts = reading_of(_but_with(reading.items[:cut])), reading_of(reading.items[cut:])
    if not any(part.regions for part in parts):
        return ()
    return tuple(_completed(part, reading) for part in parts)


def _but_with(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Leave out a "with" that joins the second study, "BRAIN WITH MRV"; behind "without" it is of contrast."""
    marks = [
        "" if item.entry is None else item.entry.first.get("contrast", "") for item in items[-2:]
    ]
    return items[:-1] if marks[-1:] == ["WITH"] and not marks[0] else items


def _completed(part: Reading, whole: Reading) -> Reading:
    """Give a study what is said once for all: the parts of the body, the contrast, the side, the apparatus."""
    return attrs.evolve(
        part,
        regions=part.regions or whole.regions,
        contrast=part.contrast if part.contrast.stated else whole.contrast,
        side=part.side or whole.side,
        modalities=part.modalities or whole.modalities,
        components=whole.components,
    )


def _second_kind(items: tuple[Item, ...]) -> int:
    """Find where a study of the vessels begins beside one of the part itself, or the reverse; 0 where none does."""
    first = None
    for at, item in enumerate(items):
        entry = item.entry
        if entry is None or not any(
            kind == "modality" and means in _SECTIONAL for kind, means in entry.others
        ):
            continue
        kind = (
            next(means for kind, means in entry.others if kind == "modality"),
            not _VESSELS.isdisjoint(entry.techniques),
        )
        if first is None:
            first = kind
        elif kind[0] == first[0] and kind != first:
            return at
    return 0


def _second_count(items: tuple[Item, ...]) -> int:
    """Find where films of another part are counted by themselves; 0 where one count stands for all."""
    part: frozenset[str] = frozenset()
    is_counted, cut = False, 0
    for at, item in enumerate(items):
        if item.entry is None:
            continue
        if item.entry.has("view"):
            if cut:
                return 0 if _is_acute_abdomen(items[:cut], items[cut:]) else cut
            is_counted = True
        elif item.entry.regions and is_counted and part.isdisjoint(item.entry.regions):
            cut = cut or at
        elif not is_counted:
            part |= item.entry.regions
    return 0


def _is_acute_abdomen(*parts: tuple[Item, ...]) -> bool:
    """Tell whether one code holds both: one view of the chest beside two or more of the abdomen."""
    readings = [reading_of(part) for part in parts]
    counts = {
        region: (reading.views.low, reading.views.named)
        for reading in readings
        for mention in reading.regions
        for region in mention
    }
    chest, abdomen = counts.get("CHEST", (0, 0)), counts.get("ABDOMEN", (0, 0))
    return chest[0] == 1 and (abdomen[0] > 1 or abdomen[1] > 1)
