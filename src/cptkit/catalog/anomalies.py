"""Where one release of an official file prints a value against all others, and the supervision level that holds all the same.

The row keeps what was published; a rule that needs the value asks here, and says why it takes another one.
"""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.errors import NoDataError
from cptkit.files.packaged import authored
from cptkit.indicators import Supervision
from cptkit.once import once
from cptkit.values.code import Certainty
from cptkit.values.table import FeeScheduleRow


@attrs.frozen
class Anomaly:
    """A field of one row that one release prints against all others.

    Attributes:
        code: The five characters.
        modifier: The row's modifier; empty for the global row.
        release: The release, such as ``RVU25D``.
        field: The row's field.
        published: What the release prints.
        use: What all other releases print.
        note: What is odd about it.
        citation: Where that was read.
        certainty: How sure it is.
    """

    code: str
    modifier: str
    release: str
    field: str
    published: str
    use: str
    note: str
    citation: str
    certainty: Certainty

    def __str__(self) -> str:
        name = f"{self.code}-{self.modifier}" if self.modifier else self.code
        return f"release {self.release} prints {self.published} for {name}, every other release here {self.use}"


@attrs.frozen
class SupervisionAsked:
    """The supervision that the fee schedule asks for.

    Attributes:
        level: The level that holds.
        anomaly: Why it is not the one printed; None where it is.
    """

    level: Supervision
    anomaly: Anomaly | None = None

    @property
    def why(self) -> str:
        """Why the level is not the one printed; empty where it is."""
        return str(self.anomaly) if self.anomaly else ""


@once
def _by_place() -> dict[tuple[str, str, str, str], Anomaly]:
    return {
        (each.code, each.modifier, each.release, each.field): each
        for each in authored("anomalies", Anomaly)
    }


def anomaly(row: FeeScheduleRow, field: str) -> Anomaly | None:
    """Give the anomaly of a row's field, or None: the release is another, or prints the right value.

    Args:
        row: A row of a fee schedule, packaged or the caller's own.
        field: The name of a field that holds an indicator.

    Returns:
        What to use instead, and why.
    """
    release = row.source.release if row.source else ""
    found = _by_place().get((row.code, row.modifier, release, field))
    return found if found and found.published == getattr(row, field).value else None


def supervision_asked(code: str, on: dt.date, where: Catalog) -> SupervisionAsked | None:
    """Give the supervision that the technical component of a code needs on a day, a release's misprint put right.

    Args:
        code: A well-formed code.
        on: The date of service.
        where: The catalog.

    Returns:
        The level of the TC row, else of the global row; None where no table covers the day or has such a row.
    """
    try:
        row = where.fee_row(code, "TC", on) or where.fee_row(code, "", on)
    except NoDataError:
        return None
    if row is None:
        return None
    odd = anomaly(row, "supervision")
    return SupervisionAsked(row.supervision if odd is None else Supervision(odd.use), odd)
