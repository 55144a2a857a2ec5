"""How the work of each entry that takes several things grows with their number: exponents, 1 is linear, 2 is square.

    python benchmarks/bench_growth.py [NAME ...]                 by the processor's time, the least of three
    python benchmarks/bench_growth.py --instructions [NAME ...]  by instructions under valgrind, which hang on nothing else

Each entry is asked of n things and of twice as many, in one process where time is taken and in fresh ones where
instructions are counted; what makes the things is taken off. The exit status is 1 where an exponent is above 1.3.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from rows import LATE, claim

import cptkit
from cptkit import ClaimLine, frames
from cptkit.indicators import Adjudication

HERE = Path(__file__).resolve().parents[1]
MOST = 1.3
"""Sorting, memory and the clock leave a little above 1."""
Ask = Callable[[], object]
EXAMPLES = HERE / "docs" / "examples"


def _x12_claims(count: int) -> Ask:
    text = (EXAMPLES / "service" / "claim.837").read_text("utf-8").replace("\n", "")
    head, _, rest = text.partition("CLM*")
    one, mark, tail = rest.rpartition("SE*")
    whole = head + f"CLM*{one}" * count + mark + tail
    return lambda: cptkit.x12.claims(whole)


def _fhir_claims(count: int) -> Ask:
    resource = json.loads((EXAMPLES / "service" / "claim.fhir.json").read_text("utf-8"))
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource}] * count}
    return lambda: cptkit.fhir.claims(bundle)


def _guidance(count: int) -> Ask:
    codes = ("77002", "20610", "73721", "77012", "62323")
    lines = [
        ClaimLine(
            codes[n % 5],
            date_of_service=LATE + dt.timedelta(n // 10 % 200),
            provider=str(n // 2000),
        )
        for n in range(count)
    ]
    return lambda: cptkit.guidance.check(lines)


def _table(count: int) -> Any:
    codes = [each.code for each in cptkit.under("radiology", on=LATE)]
    return pa.table(
        {
            "claim_id": [f"C{n // 5}" for n in range(count)],
            "cpt": [codes[n * 7919 % len(codes)] for n in range(count)],
            "m1": [("26", "TC", None, "59")[n % 4] for n in range(count)],
            "dos": [LATE + dt.timedelta(n % 100) for n in range(count)],
            "description": [f"CT CHEST {n}" for n in range(count)],
        }
    )


def _limits(count: int) -> cptkit.Table[Any]:
    rows = tuple(
        cptkit.Mue(f"{n:05d}", 1 + n % 9, Adjudication.DAY_CLINICAL)
        for n in range(10_000, 10_000 + count)
    )
    return cptkit.Table(cptkit.TableKind.MUE, cptkit.Source("invented"), rows)


def _mue_file(count: int) -> Ask:
    head = (
        "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
    )
    rows = "".join(
        f"{n:05d},{1 + n % 9},3 Date of Service Edit: Clinical,Clinical: Data\n"
        for n in range(10_000, 10_000 + count)
    )
    return lambda: cptkit.cms.read_mue(
        head + rows, effective=LATE.replace(month=4, day=1), partial=True
    )


def _pairs_file(count: int) -> Ask:
    head = "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n\t\t\t\t\t9=not applicable\t\n"
    rows = "".join(
        f"{20_000 + n // 50:05d}\t{70_000 + n % 50:05d}\t\t20050101\t*\t0\tStandards\n"
        for n in range(count)
    )
    return lambda: cptkit.cms.read_ptp(
        head + rows, setting=cptkit.Setting.PROFESSIONAL, effective=LATE.replace(month=4, day=1)
    )


def _on_table(ask: Callable[[Any], object]) -> Callable[[int], Ask]:
    def made(count: int) -> Ask:
        table = _table(count)
        return lambda: ask(table)

    return made


def _on_claim(ask: Callable[[cptkit.Claim], object]) -> Callable[[int], Ask]:
    def made(count: int) -> Ask:
        whole = claim(count, LATE)
        return lambda: ask(whole)

    return made


def _house_codes(count: int) -> Ask:
    codes = tuple(cptkit.HouseCode(f"X{n:05d}", f"Our own item {n}") for n in range(count))
    return lambda: cptkit.packaged.with_tables(house_codes=codes).is_house_code("X00001")


def _ranges(count: int) -> Ask:
    ranges = [(f"{n:06d}", f"{n:06d}~", n) for n in range(count)] + [("0", "9", -1)]
    return lambda: cptkit.RangeIndex(ranges).find("000005")


def _packed(count: int) -> Ask:
    data = cptkit.pack(_limits(count))
    return lambda: cptkit.unpack(data)


def _packing(count: int) -> Ask:
    table = _limits(count)
    return lambda: cptkit.pack(table)


def _from_json(count: int) -> Ask:
    text = cptkit.to_json(claim(count, LATE))
    return lambda: cptkit.from_json(text, cptkit.Claim)


def _among(count: int) -> Ask:
    codes = [each.code for each in cptkit.edition(LATE).values()][:count]
    return lambda: cptkit.bundling.among(codes, LATE, cptkit.Setting.PROFESSIONAL, cptkit.packaged)


def _long_name(count: int) -> Ask:
    return lambda: cptkit.suggest("CT CHEST WITH CONTRAST AND MORE " * count, on=LATE)


def _selection(count: int) -> Ask:
    text = ", ".join(f"{70_000 + n * 9}-{70_004 + n * 9}" for n in range(count))
    return lambda: cptkit.CodeSelection(text).matches(cptkit.lookup("71260"))


ENTRIES: dict[str, tuple[Callable[[int], Ask], int]] = {
    "check_claim": (_on_claim(cptkit.check_claim), 600),
    "payment.price_claim": (_on_claim(cptkit.payment.price_claim), 600),
    "guidance.check": (_guidance, 600),
    "necessity.check": (_on_claim(lambda each: cptkit.necessity.check(each.lines)), 600),
    "records": (_on_claim(lambda each: cptkit.records(each.lines)), 2_000),
    "to_json": (_on_claim(cptkit.to_json), 2_000),
    "from_json": (_from_json, 2_000),
    "x12.claims": (_x12_claims, 400),
    "fhir.claims": (_fhir_claims, 400),
    "bundling.among": (_among, 600),
    "frames.annotate": (_on_table(lambda each: frames.annotate(each, on="dos")), 20_000),
    "frames.modifiers": (_on_table(lambda each: frames.modifiers(each, modifiers=("m1",))), 20_000),
    "frames.price": (_on_table(lambda each: frames.price(each, modifiers=("m1",))), 20_000),
    "frames.check": (_on_table(lambda each: frames.check(each, modifiers=("m1",))), 10_000),
    "frames.suggest": (_on_table(lambda each: frames.suggest(each, on=LATE)), 400),
    "cms.read_mue": (_mue_file, 5_000),
    "cms.read_ptp": (_pairs_file, 20_000),
    "pack": (_packing, 10_000),
    "unpack": (_packed, 10_000),
    "with_tables(house_codes)": (_house_codes, 2_000),
    "RangeIndex": (_ranges, 10_000),
    "CodeSelection": (_selection, 150),
    "suggest, a long name": (_long_name, 15),
}


def seconds(name: str, count: int) -> float:
    """Give the least CPU seconds of an entry that is asked of so many things."""
    make, _ = ENTRIES[name]
    taken = []
    for _ in range(3):
        ask = make(count)
        began = time.process_time()
        ask()
        taken.append(time.process_time() - began)
    return min(taken)


def counted(name: str, count: int) -> float:
    """Give the instructions of the same in fresh processes, where one thing more was asked before, so that what loads is not in it.

    Garbage is not collected meanwhile: one collection of all that was loaded costs more than a small question.
    """
    from bench_targets import instructions

    source = HERE / "src"
    path = f"import gc, sys; sys.path[:0] = {[str(HERE / 'benchmarks')]!r}; gc.disable()\n"
    made = f"{path}import bench_growth as b\nmake, _ = b.ENTRIES[{name!r}]\nmake({count + 1})()\nask = make({count})\n"
    return instructions(f"{made}ask()", source) - instructions(made, source)


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--instructions", action="store_true")
    given = parser.parse_args()
    ask = counted if given.instructions else seconds
    steep = []
    for name in given.names or ENTRIES:
        count = ENTRIES[name][1]
        if not given.instructions:
            ask(name, count)  # what is loaded on first need
        once, twice = ask(name, count), ask(name, 2 * count)
        exponent = math.log2(twice / once)
        steep += [name] if exponent > MOST else []
        print(f"{name:<26} {count:>6} {exponent:>6.2f}", flush=True)
    print(f"above {MOST}: {', '.join(steep) or 'none'}")
    return int(bool(steep))


if __name__ == "__main__":
    sys.exit(main())
