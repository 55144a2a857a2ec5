"""What Medicare pays under the physician fee schedule, to the cent, with every step.

``price`` takes a line by itself, ``price_claim`` the lines of a claim together, with the reductions that
several studies of a session or day bring; ``settle`` divides a price between Medicare and the patient.
"""

from __future__ import annotations

from cptkit.payment.pricing import price, price_claim
from cptkit.payment.rows import indicators, localities, rvus
from cptkit.payment.settling import settle

__all__ = ["indicators", "localities", "price", "price_claim", "rvus", "settle"]
