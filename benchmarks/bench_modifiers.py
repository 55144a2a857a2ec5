"""`is_compatible` warm, against the bare dict look-ups that it needs: code, fee schedule row, modifier. Ratios of one run.

Before that, the first question about one year's fee schedule in a fresh process, import included.

Warm answers are remembered; what it costs to work one out again, with all tables read, is printed beside.

Run: python benchmarks/bench_modifiers.py
"""

from __future__ import annotations

import datetime as dt
import timeit

from common import fresh_milliseconds, nanoseconds

import cptkit

DAY = dt.date(2026, 7, 1)
MODIFIERS = ("26", "TC", "50", "59", "RT")
AIM = 5.0
FIRST = "import cptkit, datetime; cptkit.payment.indicators('71260', on=datetime.date(2026, 7, 1))"
FIRST_AIM = 60.0


def main() -> None:
    """Measure, and print the figures."""
    bare_process, attrs_alone, asked_once = (
        fresh_milliseconds(script, repeat=9) for script in ("pass", "import attrs", FIRST)
    )
    print(
        f"first question about a year's fee schedule: {asked_once - bare_process:.0f} ms above a bare interpreter (aim {FIRST_AIM:.0f}), of which importing attrs {attrs_alone - bare_process:.0f}"
    )
    codes = [each.code for each in cptkit.under("radiology.diagnostic.chest", DAY)]
    asked = [(code, modifier) for code in codes for modifier in MODIFIERS]
    known = {code: cptkit.get(code) for code in codes}
    rows = {pair: cptkit.packaged.fee_row(pair[0], "", DAY) for pair in asked}
    definitions = {modifier: cptkit.modifiers.get(modifier) for modifier in MODIFIERS}
    is_compatible = cptkit.modifiers.is_compatible

    def bare() -> None:
        for pair in asked:
            code, modifier = pair
            known[code], rows[code, modifier], definitions[modifier]

    def warm() -> None:
        for code, modifier in asked:
            is_compatible(code, modifier, on=DAY)

    def anew() -> None:
        cptkit.modifiers._remembered.clear()  # noqa: SLF001 - to measure without memory
        warm()

    first = timeit.timeit(warm, number=1) / len(asked)
    fast, slow, again = (nanoseconds(each, repeat=7) / len(asked) for each in (bare, warm, anew))
    print(
        f"is_compatible cold {first * 1e6:.0f} us, worked out again {again / 1e3:.1f} us, warm {slow:.0f} ns; bare look-ups {fast:.0f} ns; ratio {slow / fast:.1f} (aim at most {AIM:.0f})"
    )


if __name__ == "__main__":
    main()
