"""What Medicare pays under the physician fee schedule, to the cent, with every step.

``price`` takes a line by itself, ``price_claim`` the lines of a claim together, with the reductions that
several studies of a session or day bring; ``settle`` divides a price between Medicare and the patient.
"""

from __future__ import annotations

from cptkit.payment.by_place import published_amount
from cptkit.payment.fee_rows import indicators, localities, rvus
from cptkit.payment.patient_share import settle
from cptkit.payment.pricing import price, price_claim

__all__ = ["indicators", "localities", "price", "price_claim", "published_amount", "rvus", "settle"]


def __dir__() -> list[str]:
    return sorted(__all__)
