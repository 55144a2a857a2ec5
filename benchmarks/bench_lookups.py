"""Import and first look-up, look-ups, ranges and parsing, as ratios taken in one run.

Usage: python benchmarks/bench_lookups.py   (needs the extra `benchmarks`)
"""

from __future__ import annotations

import random
from bisect import bisect_right

import intervaltree
import pandas as pd
import portion
from common import fresh_milliseconds, fresh_side_by_side, nanoseconds, show

import cptkit
from cptkit.catalog.headings import headings_by_id
from cptkit.values.code import sort_key

ICD = "import simple_icd_10_cm as icd; icd.get_description('R91.1')"


def first_answers() -> None:
    """Fresh processes: what a user waits for until the first answer."""
    scripts = {
        "bare interpreter": "pass",
        "import attrs": "import attrs",
        "import cptkit": "import cptkit",
        "import cptkit and first get": "import cptkit; cptkit.get('71260')",
        "import pycountry and first look-up": "import pycountry; pycountry.countries.get(alpha_2='DE')",
    }
    times = fresh_side_by_side(scripts, rounds=21)
    clock, processor = (
        {name: each[i] - times["bare interpreter"][i] for name, each in times.items()}
        for i in (0, 1)
    )
    show(
        [(name, value, "by the clock, above a bare interpreter") for name, value in clock.items()],
        "ms",
    )
    show(
        [
            (name, value, "on the processor, above a bare interpreter")
            for name, value in processor.items()
        ],
        "ms",
    )
    for kind, above in (("clock", clock), ("processor", processor)):
        ours, attrs, pycountry = (
            above[n]
            for n in (
                "import cptkit and first get",
                "import attrs",
                "import pycountry and first look-up",
            )
        )
        print(
            f"  {kind}: first get / pycountry {ours / pycountry:.2f} (target 0.85); first get - import attrs {ours - attrs:.1f} ms (target 10)"
        )
    show(
        [
            (
                "import simple_icd_10_cm and first look-up",
                fresh_milliseconds(ICD, repeat=3),
                "by the clock",
            )
        ],
        "ms",
    )


def look_ups() -> None:
    """`get` of a string against a bare dict's `get`, once loaded."""
    codes = {code.code: code for code in cptkit.under("radiology")}
    for code in codes:
        cptkit.get(code)
    plain, ours = nanoseconds(lambda: codes.get("71260")), nanoseconds(lambda: cptkit.get("71260"))
    show([("dict.get", plain, ""), ("cptkit.get", ours, "")], "ns")
    print(f"  get / dict {ours / plain:.2f} (target 4)")


def ranges() -> None:
    """The heading of a code: flattened segments against bare bisect and three libraries."""
    triples = [
        (sort_key(r.first), sort_key(r.last), h.id)
        for h in headings_by_id().values()
        for r in h.ranges
    ]
    index = cptkit.RangeIndex(triples)
    numeric = [
        (int(a), int(b), v)
        for a, b, v in triples
        if a[0] == " " and a[1:].isdigit() and b[1:].isdigit()
    ]
    starts = sorted({a for a, _, _ in triples} | {b + "\0" for _, b, _ in triples})
    tree = intervaltree.IntervalTree.from_tuples((a, b + 1, v) for a, b, v in numeric)
    spans = portion.IntervalDict()
    for a, b, v in numeric:
        spans[portion.closed(a, b)] = v
    segments = sorted({a for a, _, _ in numeric} | {b + 1 for _, b, _ in numeric})
    frame = pd.IntervalIndex.from_breaks(segments, closed="left")
    keys = [sort_key(f"{random.Random(i).randrange(70010, 79999)}") for i in range(64)]  # noqa: S311 - no secret
    times = {
        "bisect_right": nanoseconds(lambda: [bisect_right(starts, k) for k in keys]),
        "RangeIndex.find": nanoseconds(lambda: [index.find(k) for k in keys]),
        "intervaltree": nanoseconds(lambda: [tree[int(k)] for k in keys], repeat=5),
        "portion": nanoseconds(lambda: [spans.get(int(k)) for k in keys[:4]], repeat=3) * 16,
        "pandas IntervalIndex.get_loc": nanoseconds(
            lambda: [frame.get_loc(int(k)) for k in keys], repeat=5
        ),
    }
    show([(name, value / len(keys), "") for name, value in times.items()], "ns")
    print(
        f"  RangeIndex / bisect {times['RangeIndex.find'] / times['bisect_right']:.2f} (target 1.5)"
    )


def parsing() -> None:
    """Reading one cell."""
    show(
        [
            (f"parse({text!r})", nanoseconds(lambda t=text: cptkit.parse(t)) / 1e3, "target 2")
            for text in ("71260-26", "7126026", "71260")
        ],
        "us",
    )


if __name__ == "__main__":
    first_answers()
    look_ups()
    ranges()
    parsing()
