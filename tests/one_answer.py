"""Ask the same questions and print what comes out as a checksum; `test_any_python.py` runs it in many surroundings."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import cptkit
from cptkit import Claim, ClaimLine, Setting

DAY = dt.date(2026, 3, 2)
CODES = ("70450", "71260", "72197", "73721", "74178", "76856", "77002", "77067", "78816", "93306")
NAMES = ("CT CHEST W CONTRAST", "MRI KNEE RT W/O", "US PELVIS TA AND TV", "XR FOOT 3 VIEWS LT")
WRONG = ("7126", "71260-26-26-26-26-26", "\u017f8032", "26")


def claims() -> Iterator[Claim]:
    """Give claims of both forms, with modifiers that fit and that do not."""
    for first in CODES:
        for setting in (Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL):
            lines = (
                ClaimLine(first, ("26",), date_of_service=DAY, place_of_service="22"),
                ClaimLine("71250", ("59", "LT"), date_of_service=DAY, units=2, charge="310.40"),
                ClaimLine("73030", ("50",), date_of_service=DAY, diagnoses=("M25.511",)),
            )
            yield Claim(lines, setting)


def answers() -> Iterator[str]:
    """Give what comes out, as a reader sees it and as JSON."""
    for claim in claims():
        yield cptkit.to_json(cptkit.check_claim(claim))
    for code in CODES:
        yield str(cptkit.guide(code, on=DAY))
        yield cptkit.to_json(cptkit.lookup(code))
        yield str(cptkit.payment.price(ClaimLine(code, date_of_service=DAY)))
        yield repr(cptkit.modifiers.applicable(code, on=DAY))
    for name in NAMES:
        yield repr(cptkit.suggest(name, on=DAY))
    asked: list[partial[Any]] = [partial(cptkit.parse, wrong) for wrong in WRONG]
    asked += [partial(cptkit.bundling.ptp, each, "71250", on=dt.date(2024, 8, 1)) for each in CODES]
    yield from map(_told, asked)


def _told(ask: partial[Any]) -> str:
    try:
        return repr(ask())
    except cptkit.CptkitError as error:
        return str(error)


def checksum() -> str:
    """Give one checksum of all answers."""
    told = hashlib.sha256()
    for answer in answers():
        told.update(answer.encode("utf-8", "surrogatepass"))
    return told.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(checksum())
