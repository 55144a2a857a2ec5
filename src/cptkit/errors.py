"""The error tree: everything that cptkit raises of its own accord derives from `CptkitError`.

A wrong *call* raises one of these. A thing that is absent is ``None`` from ``get`` and an error from
``lookup``. Something wrong with a *claim* is a returned ``Finding``, never an error.

Messages are in lower case, show the value (shortened) and name the cure. All errors pickle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "CptkitError",
    "DataError",
    "InvalidCodeError",
    "InvalidDateError",
    "InvalidModifierError",
    "InvalidRecordError",
    "MissingExtraError",
    "NoDataError",
    "UnknownCodeError",
    "UnknownEditionError",
    "UnknownModifierError",
]


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    import datetime as dt

_LONGEST_SHOWN = 60
_LONGEST_CODE = 10


def shown(value: object) -> str:
    """Show a value's ``repr``, shortened so that no caller's data floods a message.

    Args:
        value: Anything at all.

    Returns:
        At most about sixty characters; the type's name where the value cannot show itself.

    Example:
        >>> shown("71260")
        "'71260'"
    """
    try:
        if isinstance(value, (str, bytes)) and len(value) > _LONGEST_SHOWN:
            return f"{value[:40]!r}... ({len(value)} long)"
        if isinstance(value, int) and not -(10**30) < value < 10**30:
            return "an int of over thirty digits"
        text = str(repr(value))
    except Exception:  # noqa: BLE001 - a caller's broken class must not hide our error
        return f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:40]}... ({type(value).__name__})"


def code_shown(text: str) -> str:
    """Name a code or a modifier in a sentence: as it stands, or as `shown` where somebody put a book there.

    Args:
        text: A code or a modifier as billed; a house's own code has up to ten characters.

    Returns:
        The text, or its shortened ``repr``.

    Example:
        >>> code_shown("71260"), code_shown("CT OF THE CHEST")
        ('71260', "'CT OF THE CHEST'")
    """
    return text if len(text) <= _LONGEST_CODE else shown(text)


class CptkitError(Exception):
    """The root of every error of ours."""


class InvalidCodeError(CptkitError, ValueError):
    """A text that has not the form of a code, or that cannot be read surely.

    Attributes:
        text: What was given.
        reason: Why it was refused, in words.
    """

    def __init__(self, text: object, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        return f"{shown(self.text)} cannot be read as a code: {self.reason}"


class UnknownCodeError(CptkitError, KeyError):
    """A well-formed code that is not known, or not in force on the day asked.

    Attributes:
        code: The code asked for.
        nearest: Codes that look like it and are in force.
        through: The last day on which it was in force, where it is a retired code.
        successors: The codes that replaced it, as far as a source states them: one of them, or several together.
        on: The day asked, or None for any day.
        effective: The first day on which it is in force, or is again, where that is later than the day asked.
        what: What was asked for: a code, or a heading.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the facts that a caller needs to recover
        self,
        code: str,
        nearest: tuple[str, ...] = (),
        through: dt.date | None = None,
        successors: tuple[str, ...] = (),
        on: dt.date | None = None,
        effective: dt.date | None = None,
        what: str = "code",
    ) -> None:
        super().__init__(code, nearest, through, successors, on, effective, what)
        self.code = code
        self.nearest = nearest
        self.through = through
        self.successors = successors
        self.on = on
        self.effective = effective
        self.what = what

    def __str__(self) -> str:
        later = self.on is not None and self.effective is not None and self.on < self.effective
        if self.through is not None:
            again = f", and is again from {self.effective}" if later else ""
            cure = f"; see {', '.join(self.successors)}" if self.successors else ""
            return f"{shown(self.code)} was in force through {self.through} only{again}{cure}"
        if later:
            return f"{shown(self.code)} is not in force on {self.on}: it starts on {self.effective}"
        day = f" on {self.on}" if self.on is not None else ""
        return f"{shown(self.code)} is no {self.what} that is known{day}; {self._cure()}"

    def _cure(self) -> str:
        if self.nearest:
            return f"nearest are {', '.join(self.nearest)}"
        return (
            "look at the heading it should stand under"
            if self.what == "code"
            else "ids look like radiology.diagnostic.chest"
        )


class InvalidModifierError(CptkitError, ValueError):
    """A text that has not the form of a modifier: two characters, digits or capital letters.

    Attributes:
        text: What was given.
        reason: Why it was refused, in words.
    """

    def __init__(self, text: object, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        return f"{shown(self.text)} is no modifier: {self.reason}"


class UnknownModifierError(CptkitError, KeyError):
    """A well-formed modifier that no table here knows.

    Attributes:
        modifier: The modifier asked for.
        nearest: Modifiers that look like it.
    """

    def __init__(self, modifier: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(modifier, nearest)
        self.modifier = modifier
        self.nearest = nearest

    def __str__(self) -> str:
        cure = (
            f"; nearest are {', '.join(self.nearest)}"
            if self.nearest
            else "; see cptkit.modifiers.all()"
        )
        return f"{shown(self.modifier)} is no modifier that is known{cure}"


class UnknownEditionError(CptkitError, KeyError):
    """A day that the packaged code set does not cover.

    Attributes:
        on: The day asked.
        available: What is covered, in words.
    """

    def __init__(self, on: dt.date, available: str) -> None:
        super().__init__(on, available)
        self.on = on
        self.available = available

    def __str__(self) -> str:
        return f"no edition covers {self.on}; covered are {self.available}"


class NoDataError(CptkitError, LookupError):
    """No table covers the day, the setting or the code: neither yes nor no can be said.

    Attributes:
        table: The kind of table that is missing.
        on: The day asked.
        remedy: What to load.
    """

    def __init__(self, table: str, on: dt.date | None, remedy: str) -> None:
        super().__init__(table, on, remedy)
        self.table = table
        self.on = on
        self.remedy = remedy

    def __str__(self) -> str:
        day = f" for {self.on}" if self.on is not None else ""
        return f"no {self.table} here{day}: {self.remedy}"


class InvalidDateError(CptkitError, TypeError):
    """What was given as a day is none.

    Attributes:
        value: What was given.
        field: What the day is called where it was given: ``on``, ``date_of_service``, ``effective``.
        cure: What to give instead.
    """

    def __init__(self, value: object, field: str = "on", cure: str = "") -> None:
        super().__init__(value, field, cure)
        self.value = value
        self.field = field
        self.cure: str = cure or _date_cure(value)

    def __str__(self) -> str:
        return f"{self.field} must be a date, not {shown(self.value)}: {self.cure}"


def _is_no_day(value: object) -> bool:
    """Tell NaT, NaN and NA: they differ from themselves."""
    try:
        return "NaT" in type(value).__name__ or repr(value) == "<NA>" or bool(value != value)  # noqa: PLR0124
    except Exception:  # noqa: BLE001 - arrays are neither equal nor unequal, and strangers raise anything
        return False


def _date_cure(value: object) -> str:
    if isinstance(value, str):
        return "read the date of service from a text with date.fromisoformat('2026-01-31')"
    if _is_no_day(value):
        return "NaT and NaN are no day: give the date of service"
    return "give the date of service, a datetime.date such as date.fromisoformat('2026-01-31')"


class InvalidRecordError(CptkitError, ValueError):
    """A record that names an evidence id that no requirement knows, or holds a value of a wrong kind.

    Attributes:
        evidence: The id as given.
        nearest: Ids that look like it.
        reason: What is wrong with it.
    """

    def __init__(
        self,
        evidence: object,
        nearest: tuple[str, ...] = (),
        reason: str = "is no evidence id that is known",
    ) -> None:
        super().__init__(evidence, nearest, reason)
        self.evidence = evidence
        self.nearest = nearest
        self.reason = reason

    def __str__(self) -> str:
        cure = f"; nearest are {', '.join(self.nearest)}" if self.nearest else ""
        return f"{shown(self.evidence)} {self.reason}{cure}"


class DataError(CptkitError, ValueError):
    """Data that cannot be read. All its problems are listed at once.

    Attributes:
        problems: Every problem, each with its place (line number or path).
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        listed = self.problems[:10]
        more = (
            f"; and {len(self.problems) - len(listed)} more"
            if len(self.problems) > len(listed)
            else ""
        )
        return "; ".join(listed) + more


class MissingExtraError(CptkitError, ImportError):
    """What was asked needs an extra that is not installed.

    Attributes:
        extra: Its name, as in ``pip install cptkit[extra]``.
    """

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"this needs an extra: pip install 'cptkit[{self.extra}]'"
