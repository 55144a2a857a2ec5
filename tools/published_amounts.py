"""Hold prices to the amounts that CMS published by contractor and locality, to the cent, with both conversion factors.

Usage: published_amounts.py FILE YYYY-MM-DD

FILE has mac, locality, hcpcs, modifier, and a column for each setting and kind of participant. Where the fee schedule
marks a service NA in facilities, CMS prints the amount outside in both columns: there is no price in a facility, and
the printed amount is held to the price outside.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import cptkit

OUTSIDE, INSIDE = "11", "22"
COLUMNS = {
    "nonfacility": (OUTSIDE, False),
    "facility": (INSIDE, False),
    "nonfacility_qualifying_apm": (OUTSIDE, True),
    "facility_qualifying_apm": (INSIDE, True),
}
"""Each column of amounts: a place of service that it is for, and whether the participant qualifies."""


def compared(rows: Iterable[dict[str, str]], on: dt.date) -> Iterator[tuple[str, bool, str]]:
    """Give for each published amount its code, whether the price equals it, and what both are."""
    known = {each.id for each in cptkit.payment.localities(on=on)}
    for row in rows:
        code, modifier, number = row["hcpcs"], row["modifier"], row["locality"].zfill(2)
        place = f"{row['mac'].zfill(5)}-{number}"
        place = (
            place if place in known else f"01182-{number}"
        )  # CMS lists all of California under the north
        na = cptkit.payment.indicators(code, modifier, on=on).facility_na
        for name, (service, qualifying) in COLUMNS.items():
            line = cptkit.ClaimLine(
                code,
                (modifier,) if modifier else (),
                date_of_service=on,
                place_of_service=OUTSIDE if na else service,
            )
            price = cptkit.payment.price(line, locality=place, qualifying_apm=qualifying)
            told = f"{price.line} {place} {name}: published {row[name]}, here {price.amount} {price.reason}"
            yield code, price.amount == Decimal(row[name]), told


def main(arguments: list[str]) -> int:
    """Compare, print what differs and how many are equal; 1 where one differs or none was compared."""
    file, on = Path(arguments[0]), dt.date.fromisoformat(arguments[1])
    with file.open(encoding="utf-8", newline="") as text:
        found = list(compared(csv.DictReader(text), on))
    wrong = [told for _, equal, told in found if not equal]
    print(*wrong[:20], sep="\n")
    codes = len({code for code, _, _ in found})
    print(f"{len(found) - len(wrong)} amounts of {codes} codes equal to the cent, {len(wrong)} not")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
