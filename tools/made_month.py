"""A month of claims as a hospital and its radiologists send them: few services make most lines, and little is odd.

How often a service comes, with which sides, places and diagnoses, is our estimate, not a count of anybody's claims.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

_CHEST = ["R05.9", "R06.02", "R07.9", "J18.9", "R91.1", "I50.9"]
_BELLY = ["R10.9", "R10.31", "K57.32", "N20.0", "R11.2", "K80.20"]
_HEAD = ["R51.9", "S09.90XA", "I63.9", "R42", "R55", "G43.909"]
_BONE = ["M25.561", "M25.562", "S83.511A", "M79.671", "M25.511", "M54.50"]
_BREAST = ["Z12.31", "N63.11", "R92.8"]
_HEART = ["I25.10", "R07.89", "I20.9"]
_CANCER = ["C34.11", "C50.911", "C61", "C79.51", "R91.1"]
_BABY = ["N93.9", "R10.2", "D25.9", "N83.201"]

SERVICES: tuple[tuple[str, int, bool, list[str]], ...] = (
    ("71046", 160, False, _CHEST),
    ("71045", 140, False, _CHEST),
    ("70450", 90, False, _HEAD),
    ("74177", 85, False, _BELLY),
    ("77067", 80, False, _BREAST),
    ("77063", 60, False, _BREAST),
    ("73630", 40, True, _BONE),
    ("73562", 40, True, _BONE),
    ("73030", 40, True, _BONE),
    ("73610", 35, True, _BONE),
    ("71260", 40, False, _CHEST),
    ("71275", 35, False, _CHEST),
    ("76700", 30, False, _BELLY),
    ("76705", 30, False, _BELLY),
    ("93970", 28, False, _CHEST),
    ("76830", 25, False, _BABY),
    ("76856", 25, False, _BABY),
    ("72148", 25, False, _BONE),
    ("70551", 22, False, _HEAD),
    ("70553", 20, False, _HEAD),
    ("73721", 20, True, _BONE),
    ("74176", 30, False, _BELLY),
    ("71250", 30, False, _CHEST),
    ("77080", 20, False, ["Z78.0", "M81.0"]),
    ("72100", 18, False, _BONE),
    ("72125", 18, False, _HEAD),
    ("70486", 12, False, _HEAD),
    ("76642", 12, True, _BREAST),
    ("77065", 12, True, _BREAST),
    ("93880", 12, False, _HEAD),
    ("70498", 12, False, _HEAD),
    ("70496", 12, False, _HEAD),
    ("74018", 12, False, _BELLY),
    ("78815", 9, False, _CANCER),
    ("78452", 9, False, _HEART),
    ("76770", 9, False, _BELLY),
    ("77002", 6, False, _BONE),
    ("20610", 6, True, _BONE),
    ("49083", 4, False, _BELLY),
    ("76942", 6, False, _BELLY),
    ("36569", 4, False, _CANCER),
    ("76937", 4, False, _CANCER),
    ("77427", 4, False, _CANCER),
    ("77412", 12, False, _CANCER),
    ("77336", 4, False, _CANCER),
)
"""Code, how often, whether it is of one side, and the diagnoses that bring it."""

_WEIGHTS = [often for _, often, _, _ in SERVICES]
_CONTRAST = frozenset({"74177", "71260", "71275", "70496", "70498"})
MAP: dict[str, Any] = {
    "line": "line_no",
    "modifiers": ("m1", "m2", "m3", "m4"),
    "units": "units",
    "place_of_service": "pos",
    "diagnoses": ("dx1", "dx2", "dx3", "dx4"),
    "provider": "provider",
    "ordering_provider": "ordering",
    "setting": "setting",
    "charge": "charge",
}
"""How `cptkit.frames.check` is told where the fields stand."""


def made_month(lines: int, seed: int = 19) -> list[dict[str, Any]]:
    """Make rows of claims of March 2026, a claim's rows one after the other."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable sample
    rows: list[dict[str, Any]] = []
    number = 0
    while len(rows) < lines:
        number += 1
        rows.extend(_claim(chance, f"M{number:09d}"))
    return rows[:lines]


def _claim(chance: random.Random, name: str) -> list[dict[str, Any]]:
    hospital = chance.random() < 0.45
    size = chance.choices((1, 2, 3, 4, 6, 10), (46, 26, 13, 8, 5, 2))[0]
    services = chance.choices(SERVICES, _WEIGHTS, k=size)
    day = dt.date(2026, 3, 1) + dt.timedelta(chance.randrange(31))
    whole = {
        "claim_id": name,
        "ordering": f"NPI{chance.randrange(400)}" if chance.random() < 0.98 else None,
        "setting": "OUTPATIENT_HOSPITAL" if hospital else "PROFESSIONAL",
        "pos": chance.choices(("22", "23", "21", "11"), (45, 35, 15, 5))[0],
        "provider": None if hospital else f"RAD{chance.randrange(25)}",
    }
    billed = [_billed(chance, service, day, hospital=hospital) for service in services]
    agents = [
        _line("Q9967", (), chance.choice((75, 100, 125)), line["dos"], (line["dx1"],))
        for line in billed
        if hospital and line["cpt"] in _CONTRAST
    ]
    return [whole | line | {"line_no": n + 1} for n, line in enumerate(billed + agents[:1])]


def _billed(
    chance: random.Random,
    service: tuple[str, int, bool, list[str]],
    day: dt.date,
    *,
    hospital: bool,
) -> dict[str, Any]:
    code, _, sided, reasons = service
    modifiers = [] if hospital or code in ("20610", "49083", "36569", "77427") else ["26"]
    if chance.random() < 0.01:
        modifiers = []
    if sided and chance.random() < 0.97:
        modifiers.append(chance.choice(("RT", "LT")))
    if chance.random() < 0.03:
        modifiers.append(chance.choice(("59", "76", "XU")))
    on = day + dt.timedelta(chance.choice((0,) * 19 + (1,)))
    diagnoses = tuple(chance.sample(reasons, chance.choices((1, 2), (75, 25))[0]))
    return _line(code, tuple(modifiers), 1, on, diagnoses)


def _line(
    code: str, modifiers: tuple[str, ...], units: int, on: dt.date, diagnoses: tuple[str, ...]
) -> dict[str, Any]:
    padded = (*modifiers, None, None, None, None)
    reasons = (*diagnoses, None, None, None, None)
    return {
        "cpt": code,
        **{f"m{i + 1}": padded[i] for i in range(4)},
        "dos": on,
        "units": units,
        **{f"dx{i + 1}": reasons[i] for i in range(4)},
        "charge": "131.50",
        "session": None,
        "payer": "MEDICARE",
    }
