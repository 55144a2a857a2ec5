"""What the record of a service holds: values by the ids of evidence."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cptkit import lazy_attrs as attrs
from cptkit.errors import InvalidRecordError, shown
from cptkit.printing.cells import told
from cptkit.printing.mappings import items_of
from cptkit.printing.value import Printed
from cptkit.values.days import as_day
from cptkit.values.raw import unboxed

EvidenceValue = str | bool | int | Decimal | dt.date | tuple[str, ...]
"""What a record may hold for one evidence id."""


def _evidence(value: object) -> tuple[tuple[str, EvidenceValue], ...]:
    pairs: Any = items_of(value)
    if isinstance(value, tuple) and all(isinstance(p, tuple) and len(p) == 2 for p in value):
        pairs = value
    if pairs is None:
        raise InvalidRecordError(
            value, reason="is no record: give a mapping of evidence id to value"
        )
    for name, held in pairs:
        if not isinstance(name, str):
            raise InvalidRecordError(name, reason="is no evidence id: ids are texts")
        if not isinstance(held, (str, bool, int, Decimal, dt.date)) and not (
            isinstance(held, tuple) and all(isinstance(h, str) for h in held)
        ):
            raise InvalidRecordError(
                name,
                reason=f"holds {shown(held)}: values are text, bool, int, Decimal, date or a tuple of texts",
            )
    twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if twice:
        raise InvalidRecordError(
            twice[0], reason="stands twice in one record: give one value for it"
        )
    return tuple(
        sorted(((name, _held(name, held)) for name, held in pairs), key=lambda pair: pair[0])
    )


def _held(name: str, value: EvidenceValue) -> EvidenceValue:
    """Take a date and time by its day, as everywhere."""
    try:
        return as_day(value) if isinstance(value, dt.date) else value
    except TypeError:
        raise InvalidRecordError(name, reason=f"holds {shown(value)}, which is no day") from None


@attrs.frozen(repr=False)
class Record(Printed):
    """What the medical record documents: evidence ids with what is there.

    Whether the ids are known is asked by `cptkit.documentation`, which holds their list.

    Attributes:
        entries: Pairs of evidence id and value, in order of the ids; a mapping is taken too.

    Raises:
        InvalidRecordError: Not a mapping, or a value of a kind that no evidence has.

    Example:
        >>> Record({"contrast.route": "intravenous"}).get("contrast.route")
        'intravenous'
    """

    entries: tuple[tuple[str, EvidenceValue], ...] = attrs.field(default=(), converter=_evidence)

    def get(self, evidence: str) -> EvidenceValue | None:
        """Give what is documented for an evidence id, or None.

        Args:
            evidence: The id; one that is not in the record gives None, known or not.

        Returns:
            The value as given.

        Raises:
            InvalidRecordError: `evidence` is no text.

        Example:
            >>> Record({"contrast.route": "intravenous"}).get("contrast.agent") is None
            True
        """
        name = unboxed(evidence)
        if not isinstance(name, str):
            raise InvalidRecordError(evidence, reason="is no evidence id: give a text")
        at = bisect_left(self.entries, (name,))  # they stand in order of the ids
        found = self.entries[at : at + 1]
        return found[0][1] if found and found[0][0] == name else None

    def __str__(self) -> str:
        said = (f"{name}: {told(held)}" for name, held in self.entries)
        return "; ".join(said) or "nothing documented"

    def _rows(self) -> Iterable[object]:
        return ({"evidence": name, "found": held} for name, held in self.entries)
