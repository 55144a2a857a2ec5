"""Many rows: the rules on pandas, Polars, PyArrow, DuckDB and Spark; a frame in, the same kind of frame out.

Importing this needs no extra; a call needs ``cptkit[frames]``, and one on a Spark frame ``cptkit[spark]``.
"""

from __future__ import annotations

from cptkit.frames.attributes import annotate, codes
from cptkit.frames.checks import check
from cptkit.frames.line_columns import modifiers, parse, price, suggest

__all__ = ["annotate", "check", "codes", "modifiers", "parse", "price", "suggest"]


def __dir__() -> list[str]:
    return sorted(__all__)
