"""PTP pairs as bytes: the arrays as they lie in memory, the least byte first, and a text of codes and terms."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cptkit.files.arrays import column_from_bytes, column_to_bytes
from cptkit.files.code_numbers import CodeNumbers
from cptkit.files.packaged import iso_day
from cptkit.files.pairs import Pairs
from cptkit.indicators import CorrectCoding
from cptkit.values.table import Source


def pairs_to_parts(pairs: Pairs) -> tuple[str, list[bytes]]:
    """Give the types of the three arrays, and the parts: text, then arrays."""
    codes, starts, seconds, term_of, terms = pairs.columns()
    plain = [
        [first and first.isoformat(), last and last.isoformat(), how.value, why]
        for first, last, how, why in terms
    ]
    text = json.dumps({"codes": codes.text, "terms": plain}, separators=(",", ":"))
    arrays = (starts, seconds, term_of)
    types = "".join(each.typecode for each in arrays)
    return types, [text.encode("ascii"), *map(column_to_bytes, arrays)]


def pairs_from_parts(types: str, parts: Sequence[memoryview], source: Source) -> Pairs:
    """Make pairs of their parts.

    Raises:
        ValueError: The arrays do not fit each other.
    """
    text, *arrays = parts
    raw = json.loads(bytes(text))
    starts, seconds, term_of = map(column_from_bytes, types, arrays)
    codes = CodeNumbers(raw["codes"])
    terms = tuple(
        (iso_day(first), iso_day(last), CorrectCoding(how), why)
        for first, last, how, why in raw["terms"]
    )
    if len(starts) != len(codes) + 1 or not starts[-1] == len(seconds) == len(term_of):
        raise ValueError("the columns of pairs have not one length")
    return Pairs(codes, starts, seconds, term_of, terms, source)
