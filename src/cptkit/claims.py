"""What callers bring and get back: claim lines, claims, findings and the report on a claim."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

import attrs

from cptkit.codes import Certainty, as_day
from cptkit.errors import (
    DataError,
    InvalidCodeError,
    InvalidModifierError,
    InvalidRecordError,
    shown,
)
from cptkit.indicators import Setting
from cptkit.tables import Source

EvidenceValue = str | bool | int | Decimal | dt.date | tuple[str, ...]
"""What a record may hold for one evidence id."""
_MOST_UNITS = 10**100


class Outcome(Enum):
    """What a rule says of the lines it looked at; worst first."""

    FAIL = "will be denied"
    NO_DATA = "cannot be told: no table covers it"
    WARN = "may be denied, or wants a look"
    BYPASSED = "would be denied but for a modifier that the record must justify"
    PASS = "nothing against it"


class Severity(Enum):
    """How grave a finding is, in the words of FHIR's OperationOutcome."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Payer(Enum):
    """Who pays; Medicare-only rules give a WARN, not a FAIL, for other payers."""

    MEDICARE = "Medicare fee-for-service"
    OTHER = "another payer"


def _code(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidCodeError(value, f"a claim line's code is a str, not {type(value).__name__}")
    return value.strip().upper() if len(value) <= 32 else value


def _modifiers(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise InvalidModifierError(value, "modifiers are a tuple of texts: give ('26',), not '26'")
    each = tuple(value)
    for modifier in each:
        if not isinstance(modifier, str):
            raise InvalidModifierError(
                modifier, f"a modifier is a str, not {type(modifier).__name__}"
            )
    return tuple(m.strip().upper() if len(m) <= 8 else m for m in each)


def _units(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise DataError(
            (f"units must be an int, not {shown(value)}: give the number of units billed",)
        )
    if abs(value) > _MOST_UNITS:
        raise DataError(
            (
                f"units must be a number that a claim can hold, not {shown(value)}: give the number of units billed",
            )
        )
    return value


def _charge(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise DataError((f"charge must be a finite amount, not {shown(value)}",))
        return value
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            amount = Decimal(
                value if isinstance(value, int) or value.isascii() else "NaN"
            )  # other scripts' digits are no amount
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite():
            return amount
    raise DataError(
        (f"charge must be a Decimal, int or decimal text, not {shown(value)}: floats lose cents",)
    )


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise DataError((f"diagnoses are a tuple of texts, not {shown(value)}: give ('R91.1',)",))
    each = tuple(value)
    wrong = tuple(f"a diagnosis is a str, not {shown(d)}" for d in each if not isinstance(d, str))
    if wrong:
        raise DataError(wrong)
    return each


def _optional_text(_line: object, attribute: Any, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise DataError((f"{attribute.name} must be a str or None, not {shown(value)}",))


def _member_of(kind: type[Enum]) -> Any:
    def check(_claim: object, attribute: Any, value: object) -> None:
        if not isinstance(value, kind):
            raise DataError(
                (f"{attribute.name} must be a cptkit.{kind.__name__}, not {shown(value)}",)
            )

    return check


def _evidence(value: object) -> tuple[tuple[str, EvidenceValue], ...]:
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, tuple) and all(isinstance(p, tuple) and len(p) == 2 for p in value):
        pairs = list(value)
    else:
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


@attrs.frozen
class Record:
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

        Example:
            >>> Record({"contrast.route": "intravenous"}).get("contrast.agent") is None
            True
        """
        return dict(self.entries).get(evidence)


def _record(value: object) -> Record | None:
    return value if value is None or isinstance(value, Record) else Record(value)


@attrs.frozen
class ClaimLine:
    """One line of a claim.

    Attributes:
        code: The procedure code as billed.
        modifiers: Its modifiers in order; a list becomes a tuple, a bare string is refused.
        date_of_service: The day; a ``datetime`` counts by its day.
        units: Units billed; whether they make sense is a finding, not an error.
        place_of_service: Two-digit CMS place of service, or None where it is not known.
        charge: What is charged, as `Decimal`.
        diagnoses: ICD-10-CM codes, the first listed first.
        provider: An opaque id; equal ids, both None included, are the same provider.
        session: An opaque id; lines of different ids were different sessions, None is not known.
        record: What the medical record documents, or None.

    Raises:
        InvalidCodeError: `code` is no text.
        InvalidModifierError: `modifiers` is a bare string, or holds something else than texts.
        InvalidRecordError: `record` is no mapping of evidence id to value.
        DataError: Another field has the wrong type.
        TypeError: `date_of_service` is no date.

    Example:
        >>> ClaimLine("71260", ["26"], date_of_service=dt.date(2025, 3, 1)).modifiers
        ('26',)
    """

    code: str = attrs.field(converter=_code)
    modifiers: tuple[str, ...] = attrs.field(default=(), converter=_modifiers)
    date_of_service: dt.date = attrs.field(kw_only=True, converter=as_day)
    units: int = attrs.field(default=1, kw_only=True, converter=_units)
    place_of_service: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    charge: Decimal | None = attrs.field(default=None, kw_only=True, converter=_charge)
    diagnoses: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_texts)
    provider: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    session: str | None = attrs.field(default=None, kw_only=True, validator=_optional_text)
    record: Record | None = attrs.field(default=None, kw_only=True, converter=_record)


def checked_lines(value: object) -> tuple[ClaimLine, ...]:
    """Give claim lines as a tuple.

    Args:
        value: What a caller gives as lines.

    Returns:
        The lines, in their order.

    Raises:
        DataError: It is no iterable of `ClaimLine`; every other item is named with its place.
    """
    if isinstance(value, (ClaimLine, str, bytes)) or not isinstance(value, Iterable):
        raise DataError((f"lines are a tuple of ClaimLine, not {shown(value)}",))
    each = tuple(value)
    wrong = tuple(
        f"line {i} is {shown(line)}, not a ClaimLine"
        for i, line in enumerate(each)
        if not isinstance(line, ClaimLine)
    )
    if wrong:
        raise DataError(wrong)
    return each


@attrs.frozen
class Claim:
    """A claim: lines of one patient, on one form.

    Attributes:
        lines: The lines; findings name them by their index.
        setting: The claim form and NCCI table that apply, not the place of service.
        payer: Medicare fee-for-service, or another.
        ordering_provider: An opaque id or NPI of who ordered, or None where it is not on the claim.

    Raises:
        DataError: `lines` holds something else than `ClaimLine`, or another field has the wrong type.

    Example:
        >>> Claim([ClaimLine("71260", date_of_service=dt.date(2025, 3, 1))]).setting.name
        'PROFESSIONAL'
    """

    lines: tuple[ClaimLine, ...] = attrs.field(converter=checked_lines)
    setting: Setting = attrs.field(default=Setting.PROFESSIONAL, validator=_member_of(Setting))
    payer: Payer = attrs.field(default=Payer.MEDICARE, validator=_member_of(Payer))
    ordering_provider: str | None = attrs.field(default=None, validator=_optional_text)


@attrs.frozen
class Finding:
    """What one rule says of some lines of a claim.

    Attributes:
        rule: Stable dotted id of the rule.
        outcome: FAIL, WARN, BYPASSED, NO_DATA or PASS.
        lines: Indices of the lines concerned, ascending.
        message: What is the matter, in a sentence.
        remedy: What to do about it; empty where there is nothing to do.
        citation: The source of the rule.
        certainty: How sure the rule is.
        source: The table that decided, where one did.
        carc: Claim Adjustment Reason Code that a payer would give, where the field has one.

    Example:
        >>> Finding("code.retired", Outcome.FAIL, (0,), "77014 ended on 2025-12-31").outcome.value
        'will be denied'
    """

    rule: str
    outcome: Outcome
    lines: tuple[int, ...]
    message: str
    remedy: str = ""
    citation: str = ""
    certainty: Certainty = Certainty.H
    source: Source | None = None
    carc: str | None = None

    @property
    def severity(self) -> Severity:
        """FAIL is an error, WARN and NO_DATA are warnings, BYPASSED and PASS information.

        Example:
            >>> Finding("code.retired", Outcome.FAIL, (0,), "it was in force through 2025-12-31 only").severity.value
            'error'
        """
        if self.outcome is Outcome.FAIL:
            return Severity.ERROR
        return (
            Severity.WARNING
            if self.outcome in (Outcome.WARN, Outcome.NO_DATA)
            else Severity.INFORMATION
        )


_WORST_FIRST = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN)


@attrs.frozen
class ClaimReport:
    """Everything the rules said of a claim.

    Attributes:
        verdicts: Every rule's verdicts, PASS and BYPASSED included, in order of lines and rules.

    Example:
        >>> report = ClaimReport((Finding("bundling.ptp", Outcome.NO_DATA, (0, 1), "no table covers the day"),))
        >>> report.is_clean, report.is_complete, report.outcome.name
        (True, False, 'NO_DATA')
    """

    verdicts: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What speaks against the claim: FAIL and WARN."""
        return tuple(v for v in self.verdicts if v.outcome in (Outcome.FAIL, Outcome.WARN))

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be told, one per rule and table, with its lines and what to load."""
        return tuple(v for v in self.verdicts if v.outcome is Outcome.NO_DATA)

    @property
    def outcome(self) -> Outcome:
        """The worst of FAIL, NO_DATA, WARN, PASS."""
        held = {v.outcome for v in self.verdicts}
        return next((each for each in _WORST_FIRST if each in held), Outcome.PASS)

    @property
    def is_clean(self) -> bool:
        """Whether no rule says FAIL; a clean report need not be complete."""
        return all(v.outcome is not Outcome.FAIL for v in self.verdicts)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left unchecked for want of a table."""
        return not self.unchecked

    def explain(self) -> str:
        """Give every rule's verdict as text, a paragraph each."""
        return (
            "\n".join(_explained(v) for v in self.verdicts)
            or "no rule had anything to look at: the claim has no lines"
        )

    def _repr_html_(self) -> str:
        from cptkit.listing import report_html  # noqa: PLC0415 - only a notebook asks for it

        return report_html(self)


def _explained(finding: Finding) -> str:
    where = ", ".join(str(i) for i in finding.lines)
    text = f"{finding.outcome.name:8} {finding.rule} [lines {where}] {finding.message}"
    if finding.remedy:
        text += f"\n         remedy: {finding.remedy}"
    if finding.citation:
        text += f"\n         source: {finding.citation} (certainty {finding.certainty.name})"
    return text
