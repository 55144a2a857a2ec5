"""Types of bills (NUBC): which are of outpatients."""

from __future__ import annotations

_OUTPATIENT = frozenset({"12", "13", "14", "22", "23", "34", "43", "83", "85"}) | frozenset(
    {"71", "72", "73", "74", "75", "76", "77", "79"}
)


def is_outpatient_bill(kind: str) -> bool:
    """Tell whether the type of facility and care, with or without the leading zero, is of outpatients.

    Args:
        kind: The two digits behind the leading zero, such as ``13``.

    Example:
        >>> is_outpatient_bill("13"), is_outpatient_bill("013"), is_outpatient_bill("11")
        (True, True, False)
    """
    return kind.removeprefix("0") in _OUTPATIENT
