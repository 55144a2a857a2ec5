"""Claim lines that nobody billed: what hospitals and offices send, and what goes wrong in it, from a seed.

The tests of frames, `frames_equality.py` and the benchmarks make their rows here.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cptkit import (
    BilateralBilling,
    Catalog,
    Claim,
    ClaimLine,
    ClaimReport,
    CodeSelection,
    DistinctBilling,
    HouseCode,
    Payer,
    PayerPolicy,
    PolicyRequirement,
    Setting,
    check_claim,
)
from cptkit.files import manifest

COLUMNS = [
    "claim_id",
    "line_no",
    "cpt",
    "m1",
    "m2",
    "m3",
    "m4",
    "dos",
    "units",
    "pos",
    "dx1",
    "dx2",
    "dx3",
    "dx4",
    "provider",
    "session",
    "charge",
    "ordering",
    "setting",
    "payer",
]
HOUSE = (HouseCode("X7001", "Outside film review"),)

STUDIES = [
    "71045",
    "71046",
    "71250",
    "71260",
    "71270",
    "74176",
    "74177",
    "74178",
    "74150",
    "74160",
    "72192",
    "72193",
    "70450",
    "70460",
    "70470",
    "70551",
    "70552",
    "70553",
    "72148",
    "72158",
    "73721",
    "73722",
    "73723",
    "76700",
    "76705",
    "76770",
    "76856",
    "76830",
    "93970",
    "93971",
    "93880",
    "78306",
    "78315",
    "78452",
    "78815",
    "78816",
    "77067",
    "77063",
    "77065",
    "77066",
    "77080",
    "77081",
    "73030",
    "73560",
    "73562",
    "73630",
    "72100",
    "72110",
    "76641",
    "76642",
    "75635",
    "71275",
    "74174",
    "70496",
    "70498",
    "76376",
    "76377",
    "78608",
]
PROCEDURES = [
    "77002",
    "77012",
    "76942",
    "77001",
    "76937",
    "20610",
    "20611",
    "49083",
    "32555",
    "10005",
    "10006",
    "19083",
    "62323",
    "64483",
    "36556",
    "36569",
    "76000",
    "47000",
    "50200",
    "60100",
    "75894",
    "37243",
    "77021",
]
TREATMENT = [
    "77427",
    "77402",
    "77412",
    "77336",
    "77263",
    "77290",
    "77334",
    "77300",
    "77301",
    "77338",
    "77385",
    "77386",
    "77431",
    "G6015",
]
SUPPLIES = [
    "Q9967",
    "Q9966",
    "A9579",
    "A9585",
    "A9500",
    "A9552",
    "A9503",
    "A9575",
    "J0152",
    "J2785",
]
OTHERS = [
    "99213",
    "99284",
    "80053",
    "R0070",
    "R0075",
    "Q0092",
    "C9600",
    "G0279",
    "G0297",
    "77014",
    "78205",
    "76001",
    "74400",
    "X7001",
    "71999",
    "00000",
    "7126",
    "ABCDE",
    "0042T",
    "3014F",
]
_MODIFIERS = [
    "26",
    "TC",
    "59",
    "XE",
    "XS",
    "XU",
    "RT",
    "LT",
    "50",
    "76",
    "77",
    "GZ",
    "GY",
    "GG",
    "GH",
    "JW",
    "JZ",
    "PI",
    "PS",
    "52",
    "53",
    "22",
    "91",
    "QW",
    "ZZ",
    "2",
]
_PLACES = ["11", "22", "21", "23", "19", "24", "81", "02", "99", "00"]
_DIAGNOSES = [
    "R91.1",
    "C34.11",
    "Z12.31",
    "M25.561",
    "M25.562",
    "R10.9",
    "Z87.891",
    "C50.911",
    "I25.10",
    "S83.511A",
    "N63.11",
    "R07.9",
    "M81.0",
    "Z78.0",
    "bad",
    "Z12.39",
    "G30.9",
    "C61",
    "C79.51",
    "K80.20",
    "R51.9",
    "I63.9",
    "M54.50",
    "N20.0",
]


def made_rows(lines: int, seed: int = 19, *, clean: bool = False) -> list[dict[str, Any]]:
    """Make rows of claims, a claim's rows one after the other.

    Args:
        lines: How many rows.
        seed: Where chance begins.
        clean: Whether all are as a hospital sends them: days of one month, nothing odd.

    Returns:
        The rows; columns as `COLUMNS` names them.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable sample
    rows: list[dict[str, Any]] = []
    number = 0
    while len(rows) < lines:
        number += 1
        rows.extend(_claim(chance, f"claim-{number:07d}", clean=clean))
    return rows[:lines]


def _claim(chance: random.Random, name: str, *, clean: bool) -> list[dict[str, Any]]:
    size = chance.choices((1, 2, 3, 5, 9, 20, 45), (40, 22, 15, 12, 8, 2, 1))[0]
    first = _day(chance, clean=clean)
    setting = chance.choices(tuple(Setting), (70, 25, 5))[0]
    whole = {
        "claim_id": name,
        "ordering": chance.choice(("NPI-7", "NPI-8", None)),
        "setting": setting.name,
        "payer": chance.choices(("MEDICARE", "OTHER"), (80, 20))[0],
    }
    pools = [STUDIES]
    if chance.random() < 0.25:
        pools.append(PROCEDURES)
    if chance.random() < 0.06:
        pools = [TREATMENT]
    if chance.random() < 0.2:
        pools.append(SUPPLIES)
    if not clean and chance.random() < 0.3:
        pools.append(OTHERS)
    days = [first + dt.timedelta(chance.choice((0, 0, 0, 1, 2, 30))) for _ in range(3)]
    people = chance.choice(((None,), ("A",), ("A", "B"), (None, "B")))
    held: list[dict[str, Any]] = []
    for n in range(size):
        if held and chance.random() < 0.12:
            again = {**held[-1], "line_no": n + 1}
            held.append(again)
            continue
        held.append(whole | _line(chance, n, chance.choice(pools), days, people, clean=clean))
    return held


_FIRST, _LAST = manifest.first_day().year, manifest.last_day().year


def _day(chance: random.Random, *, clean: bool) -> dt.date:
    if clean:
        return dt.date(2026, 3, 1) + dt.timedelta(chance.randrange(31))
    if chance.random() < 0.1:
        return dt.date(chance.choice((_FIRST - 1, _LAST + 1)), chance.randrange(1, 13), 5)
    return dt.date(
        chance.randrange(_FIRST, _LAST + 1),
        chance.choice((1, 3, 7, 8, 12)),
        chance.randrange(1, 29),
    )


def _line(  # noqa: PLR0913 - what a claim decides of its lines
    chance: random.Random,
    n: int,
    pool: list[str],
    days: list[dt.date],
    people: tuple[str | None, ...],
    *,
    clean: bool,
) -> dict[str, Any]:
    used = chance.choices((0, 1, 2, 4), (35, 45, 15, 5))[0]
    modifiers = [chance.choice(_MODIFIERS[: 8 if clean else None]) for _ in range(used)]
    if clean or chance.random() < 0.5:
        modifiers = ["26", *(each for each in modifiers if each not in ("26", "TC"))][:4]
    diagnoses = chance.sample(_DIAGNOSES, chance.choices((0, 1, 2, 4), (10, 50, 25, 15))[0])
    return {
        "line_no": n + 1,
        "cpt": chance.choice(pool),
        **{f"m{i + 1}": (modifiers + [None] * 4)[i] for i in range(4)},
        "dos": chance.choice(days),
        "units": chance.choices((1, 2, 3, 10, 0, 1500), (80, 10, 5, 3, 1, 1))[0],
        "pos": chance.choice((None, *_PLACES)) if not clean else chance.choice(_PLACES[:3]),
        **{f"dx{i + 1}": (diagnoses + [None] * 4)[i] for i in range(4)},
        "provider": chance.choice(people),
        "session": chance.choices((None, "morning", "evening"), (80, 10, 10))[0],
        "charge": chance.choice((None, "131.50", "90")),
    }


def claims_of(rows: list[dict[str, Any]]) -> dict[str, tuple[list[int], Claim]]:
    """Make the claims of rows without frames: by id the rows' places in the order of line_no, and the claim."""
    held: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        held.setdefault(row["claim_id"], []).append(place)
    made = {}
    for name, places in held.items():
        places.sort(key=lambda place: (rows[place]["line_no"], place))
        first = rows[places[0]]
        claim = Claim(
            tuple(_line_of(rows[place]) for place in places),
            Setting[first["setting"]],
            Payer[first["payer"]],
            first["ordering"],
        )
        made[name] = (places, claim)
    return made


def _line_of(row: dict[str, Any]) -> ClaimLine:
    return ClaimLine(
        row["cpt"],
        [row[f"m{i}"] for i in range(1, 5)],
        date_of_service=row["dos"],
        units=row["units"],
        place_of_service=row["pos"],
        diagnoses=[row[f"dx{i}"] for i in range(1, 5) if row[f"dx{i}"] is not None],
        provider=row["provider"],
        session=row["session"],
        charge=None if row["charge"] is None else Decimal(row["charge"]),
    )


def made_policy() -> PayerPolicy:
    """Make a policy that asks something of everything that a policy can ask of."""
    return PayerPolicy(
        "Plan A",
        prior_authorization=(CodeSelection("71260, 74177, 78815"),),
        authorizations=("71260",),
        requires_laterality=True,
        bilateral=BilateralBilling.MODIFIER_50,
        distinct=DistinctBilling.X_MODIFIERS,
        timely_filing_days=365,
        filed_on=dt.date(2026, 3, 20),
        requirements=(
            PolicyRequirement(
                "knee.diagnosis",
                CodeSelection("73721, 73562"),
                "a knee has a diagnosis of the knee",
                diagnoses=("M25", "S83"),
            ),
        ),
    )


def expected_findings(
    rows: list[dict[str, Any]],
    policy: PayerPolicy | None,
    catalog: Catalog | None,
    *,
    verdicts: bool,
) -> list[dict[str, Any]]:
    """Check claim by claim without frames, and write the findings as `cptkit.frames.check` does; ``line`` is ``line_no``."""
    return [
        each
        for places, claim in claims_of(rows).values()
        for each in _written(
            rows, places, check_claim(claim, policy=policy, catalog=catalog), verdicts=verdicts
        )
    ]


def _written(
    rows: list[dict[str, Any]], places: list[int], report: ClaimReport, *, verdicts: bool
) -> Iterator[dict[str, Any]]:
    told = [
        each
        for each in report.verdicts
        if verdicts or each.outcome.name not in ("PASS", "BYPASSED")
    ]
    for number, found in enumerate(told):
        for index in found.lines or (None,):
            row = None if index is None else places[index]
            yield {
                "claim": rows[places[0]]["claim_id"],
                "line": None if row is None else rows[row]["line_no"],
                "row": row,
                "finding": number,
                "rule": found.rule,
                "outcome": found.outcome.name,
                "message": found.message,
                "remedy": found.remedy,
                "citation": found.citation,
                "certainty": found.certainty.name,
                "carc": found.carc,
                "release": None if found.source is None else found.source.release,
            }


ARGUMENTS: dict[str, Any] = {
    "line": "line_no",
    "units": "units",
    "place_of_service": "pos",
    "diagnoses": ("dx1", "dx2", "dx3", "dx4"),
    "provider": "provider",
    "session": "session",
    "charge": "charge",
    "ordering_provider": "ordering",
    "setting": "setting",
    "payer": "payer",
}
"""How `cptkit.frames.check` is told where the fields of these rows stand."""
