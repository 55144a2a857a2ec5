"""The picture of the house: floors as bands, rooms as boxes, an arrow from each room to those it imports."""

from __future__ import annotations

import house

WIDTH, BAND, BOX, LEFT = 1040, 92, 46, 190
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b2330}"
    ".floor{fill:#f4f6f8}.room{fill:#fff;stroke:#0b6e75;stroke-width:1.5}"
    ".arrow{stroke:#8a97a6;stroke-width:1.1;fill:none;marker-end:url(#tip)}"
)


def pages() -> dict[str, str]:
    """Give ``house.svg``."""
    places = _places()
    height = BAND * len(house.FLOORS) + 10
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-label="The floors of cptkit and their imports">'
        ),
        f"<style>{_STYLE}</style>",
        (
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#8a97a6"/></marker></defs>'
        ),
        *_bands(),
        *(_arrow(places, *pair) for pair in _drawn()),
        *_rooms(places),
        "</svg>\n",
    ]
    return {"house.svg": "\n".join(parts)}


def _top(level: int) -> int:
    return BAND * (len(house.FLOORS) - 1 - level) + 5


def _places() -> dict[str, tuple[float, float, float]]:
    """Give each room's left edge, top and width; the rooms of a floor share its width."""
    found = {}
    for level, rooms in enumerate(house.FLOORS.values()):
        names = rooms.split()
        width = min(150.0, (WIDTH - LEFT - 20) / len(names) - 14)
        step = (WIDTH - LEFT - 20) / len(names)
        for place, name in enumerate(names):
            left = LEFT + step * place + (step - width) / 2
            found[name] = (round(left, 1), _top(level) + (BAND - BOX) / 2 - 3, round(width, 1))
    return found


def _bands() -> list[str]:
    return [
        f'<rect class="floor" x="5" y="{_top(level)}" width="{WIDTH - 10}" height="{BAND - 8}" rx="6"/>'
        f'<text x="18" y="{_top(level) + BAND / 2}">{name}</text>'
        for level, name in enumerate(house.FLOORS)
    ]


def _rooms(places: dict[str, tuple[float, float, float]]) -> list[str]:
    return [
        f'<rect class="room" x="{left}" y="{top}" width="{width}" height="{BOX}" rx="4"/>'
        f'<text x="{left + width / 2}" y="{top + 28}" text-anchor="middle">{name}</text>'
        for name, (left, top, width) in places.items()
    ]


def _drawn() -> list[tuple[str, str]]:
    """Give the imports that no longer way through the house implies; all of them would hide the plan."""
    direct = house.room_imports()
    reach: dict[str, set[str]] = {}
    for room in sorted(direct, key=lambda name: house.FLOOR_OF[name]):
        reach[room] = set().union(direct[room], *(reach.get(each, set()) for each in direct[room]))
    return sorted(
        (here, there)
        for here, others in direct.items()
        for there in others
        if not any(there in reach[other] for other in others - {there})
    )


def _arrow(places: dict[str, tuple[float, float, float]], here: str, there: str) -> str:
    left, top, width = places[here]
    to_left, to_top, to_width = places[there]
    start, end = left + width / 2, to_left + to_width / 2
    if top == to_top:
        return f'<path class="arrow" d="M{start} {top} C{start} {top - 22} {end} {top - 22} {end} {top - 1}"/>'
    foot = top + BOX
    bend = (to_top - foot) / 2
    return (
        f'<path class="arrow" d="M{start} {foot} C{start} {foot + bend} {end} {to_top - bend} '
        f'{end} {to_top - 1}"/>'
    )
