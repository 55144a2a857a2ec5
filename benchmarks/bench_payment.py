"""Prices a second: a line by itself, a claim of ten lines with reductions, and the same arithmetic by hand.

Usage: bench_payment.py. Figures are of one run on one machine; the ratio to the bare arithmetic is what to watch.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from common import nanoseconds, show

from cptkit import Claim, ClaimLine, payment

DAY = dt.date(2025, 10, 15)
CODES = ("71260", "74177", "71550", "73562", "71046", "76700", "78452", "77067", "70450", "72148")


def line(code: str) -> ClaimLine:
    return ClaimLine(code, date_of_service=DAY, place_of_service="11")


def main() -> None:
    one, many = line("71260"), Claim(tuple(line(code) for code in CODES))
    large = Claim(many.lines * 100)
    row, place = (
        payment.indicators("71260", on=DAY),
        payment.localities(on=DAY, number="01112-05")[0],
    )

    def bare() -> Decimal:
        value = (
            row.work_rvu * place.work_gpci
            + row.non_facility_pe_rvu * place.pe_gpci
            + row.malpractice_rvu * place.malpractice_gpci
        )
        return (value * row.conversion_factor).quantize(Decimal("0.01"), ROUND_HALF_UP)

    arithmetic = nanoseconds(bare)
    alone = nanoseconds(lambda: payment.price(one))
    local = nanoseconds(lambda: payment.price(one, locality="01112-05"))
    claim = nanoseconds(lambda: payment.price_claim(many)) / len(CODES)
    thousand = nanoseconds(lambda: payment.price_claim(large), repeat=3) / len(large.lines)
    show(
        [
            ("the formula by hand, one row at hand", 1e9 / arithmetic, ""),
            ("price, national", 1e9 / alone, f"{alone / arithmetic:.1f} times the formula"),
            (
                "price, by the id of a locality",
                1e9 / local,
                f"{local / arithmetic:.1f} times the formula",
            ),
            ("price_claim, a line of ten", 1e9 / claim, f"{claim / alone:.2f} of a line alone"),
            (
                "price_claim, a line of a thousand",
                1e9 / thousand,
                f"{thousand / alone:.2f} of a line alone",
            ),
        ],
        "/s",
    )


if __name__ == "__main__":
    main()
