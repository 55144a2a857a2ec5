"""X12: claims of an 837, denials of an 835; text in, our values out.

The parser is our own: `pyx12` 4.0 and `ansi-x12` 0.2 need Python 3.11, and what is needed of X12 here is its
envelope and a dozen segments. So there is no extra to install.
"""

from __future__ import annotations

from cptkit.x12.claim_reading import claims
from cptkit.x12.remittance import denials

__all__ = ["claims", "denials"]


def __dir__() -> list[str]:
    return sorted(__all__)
