"""What a payer asks beyond the national rules: a value that the caller fills, and that changes findings only as it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.code import Code, sort_key
from cptkit.values.days import as_day, day_or_none, holds
from cptkit.values.finding import Outcome
from cptkit.values.imaging import Modality
from cptkit.values.raw import Ordered, unboxed

T = TypeVar("T")

_PART = re.compile(r"([A-Z0-9]{5})(?:-([A-Z0-9]{5}))?")
_MOST_TEXT, _MOST_NAME = 10_000, 200
_MOST_DAYS = 36_500


class BilateralBilling(Ranked):
    """How a payer wants both sides billed."""

    AS_INDICATED = "as the fee schedule's bilateral indicator says"
    MODIFIER_50 = "one line with 50"
    TWO_LINES = "a line with RT and a line with LT"


class DistinctBilling(Ranked):
    """Which modifiers a payer takes for a distinct service."""

    EITHER = "59, or one of XE, XS, XP, XU"
    MODIFIER_59 = "59 only"
    X_MODIFIERS = "XE, XS, XP or XU, not 59"


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in text.upper().replace(" ", "").split(","):
        match = _PART.fullmatch(part)
        if match is None or sort_key(match[1]) > sort_key(match[2] or match[1]):
            raise DataError((f"{shown(part)} is no code and no range: write '70450-70498, 71250'",))
        found.append((match[1], match[2] or match[1]))
    return tuple(found)


def _codes(_selection: object, _attribute: object, value: object) -> None:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise DataError(
            (
                f"codes are a text of codes and ranges, not {shown(value)}: write '70450-70498, 71250'",
            )
        )
    if value:
        _parts(value)


Several: TypeAlias = Ordered[T] | AbstractSet[T]
"""Items whose order means nothing, and no text."""


def _as_tuple(value: Any) -> Any:
    try:
        return tuple(iter(value)) if not isinstance(value, (str, bytes, Mapping)) else value
    except TypeError:  # the validator says what is wanted
        return value


def _own_text(value: str) -> str:
    text: Any = unboxed(value)
    own: str = text
    return own


def _flag(value: bool) -> bool:  # noqa: FBT001 - a converter has one argument
    flag: Any = unboxed(value)
    own: bool = flag
    return own


def _flag_or_none(value: bool | None) -> bool | None:  # noqa: FBT001
    return None if value is None else _flag(value)


def _days(value: int | None) -> int | None:
    days: Any = unboxed(value)
    own: int | None = days
    return own


def _texts(value: Several[str]) -> tuple[str, ...]:
    texts: tuple[str, ...] = _as_tuple(value)
    return texts


def _modalities(value: Several[Modality]) -> tuple[Modality, ...]:
    modalities: tuple[Modality, ...] = _as_tuple(value)
    return modalities


def _selections(value: Several[CodeSelection]) -> tuple[CodeSelection, ...]:
    selections: tuple[CodeSelection, ...] = _as_tuple(value)
    return selections


def _requirements(value: Several[PolicyRequirement]) -> tuple[PolicyRequirement, ...]:
    requirements: tuple[PolicyRequirement, ...] = _as_tuple(value)
    return requirements


def _effective(value: dt.date | None) -> dt.date | None:
    return day_or_none(value, "effective")


def _through(value: dt.date | None) -> dt.date | None:
    return day_or_none(value, "through")


def _filed_on(value: dt.date | None) -> dt.date | None:
    return day_or_none(value, "filed_on")


def _written(value: Several[str]) -> tuple[str, ...]:
    """Take codes and modifiers as claim lines do: without blanks around them, in capitals."""
    each: Any = _as_tuple(value)
    texts: tuple[str, ...] = tuple(map(_capitals, each)) if isinstance(each, tuple) else each
    return texts


def _capitals(text: Any) -> Any:
    own = unboxed(text)
    return own.strip().upper() if isinstance(own, str) and len(own) <= _MOST_NAME else text


def _written_or_none(value: Several[str] | None) -> tuple[str, ...] | None:
    return None if value is None else _written(value)


def _named(_value: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= len(value) <= _MOST_NAME:
        raise DataError(
            (
                f"{attribute.name} must be a text of 1 to {_MOST_NAME} characters, not {shown(value)}",
            )
        )


def _text(_value: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise DataError(
            (
                f"{attribute.name} must be a text of at most {_MOST_TEXT} characters, not {shown(value)}",
            )
        )


def _after(value: Any, _attribute: object, through: dt.date | None) -> None:
    if value.effective is not None and through is not None and through < value.effective:
        raise DataError(
            (
                f"through {through} is before effective {value.effective}: the last day comes after the first",
            )
        )


def _all(kind: type) -> Any:
    def check(_value: object, attribute: Any, value: object) -> None:
        if not isinstance(value, tuple) or not all(isinstance(each, kind) for each in value):
            raise DataError(
                (f"{attribute.name} must be a tuple of {kind.__name__}, not {shown(value)}",)
            )

    return check


def _a(kind: type, *, optional: bool = False) -> Any:
    def check(_value: object, attribute: Any, value: object) -> None:
        wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        if wrong and not (optional and value is None):
            also = " or None" if optional else ""
            raise DataError(
                (f"{attribute.name} must be a {kind.__name__}{also}, not {shown(value)}",)
            )

    return check


@attrs.frozen(repr=False)
class CodeSelection(Printed):
    """Codes that a policy is about: those that any of the three fields names.

    Attributes:
        codes: Codes and first-last ranges, separated by commas.
        headings: Ids of headings; the headings below count too. `check_claim` refuses an id that no heading has.
        modalities: Modalities.

    Raises:
        DataError: `codes` cannot be read, or a field has the wrong type.

    Example:
        >>> CodeSelection("70450-70498, 71250").matches(Code("70460", cptkit.Category.I))
        True
    """

    codes: str = attrs.field(default="", converter=_own_text, validator=_codes)
    headings: tuple[str, ...] = attrs.field(default=(), converter=_texts, validator=_all(str))
    modalities: tuple[Modality, ...] = attrs.field(
        default=(), converter=_modalities, validator=_all(Modality)
    )

    def matches(self, code: Code) -> bool:
        """Tell whether a code is among them.

        Raises:
            DataError: `code` is no `Code`.
        """
        if not isinstance(code, Code):
            raise DataError((f"code must be a Code, not {shown(code)}: give cptkit.lookup(code)",))
        if self.codes:
            key = sort_key(code.code)
            if any(sort_key(first) <= key <= sort_key(last) for first, last in _parts(self.codes)):
                return True
        if code.imaging is not None and code.imaging.modality in self.modalities:
            return True
        return any(heading in code.headings for heading in self.headings)


@attrs.frozen(repr=False)
class PolicyRequirement(Printed):
    """Something that a payer asks of some codes beyond what the other fields hold.

    Every one of `modifiers`, `diagnoses` and `evidence` that is given must be met.

    Attributes:
        id: The caller's name for it.
        applies: The codes.
        text: What is asked, in words; it becomes the finding's message.
        modifiers: One of these must stand on the line.
        diagnoses: A diagnosis of the line must begin with one of these.
        evidence: The line's record must hold this evidence id. `check_claim` refuses one that no requirement knows.
        outcome: FAIL or WARN.
        effective: First day of service; None means always.
        through: Last day; None means open.
        citation: The payer's own source.
    """

    id: str = attrs.field(converter=_own_text, validator=_named)
    applies: CodeSelection = attrs.field(validator=_a(CodeSelection))
    text: str = attrs.field(converter=_own_text, validator=_text)
    modifiers: tuple[str, ...] = attrs.field(default=(), converter=_written, validator=_all(str))
    diagnoses: tuple[str, ...] = attrs.field(default=(), converter=_texts, validator=_all(str))
    evidence: str = attrs.field(default="", converter=_own_text, validator=_a(str))
    outcome: Outcome = attrs.field(default=Outcome.FAIL, validator=_a(Outcome))
    effective: dt.date | None = attrs.field(default=None, converter=_effective)
    through: dt.date | None = attrs.field(default=None, converter=_through, validator=_after)
    citation: str = attrs.field(default="", converter=_own_text, validator=_text)

    @outcome.validator
    def _fail_or_warn(self, _attribute: object, value: Outcome) -> None:
        if value not in (Outcome.FAIL, Outcome.WARN):
            raise DataError((f"outcome must be FAIL or WARN, not {value.name}",))


@attrs.frozen(repr=False)
class PayerPolicy(Printed):
    """What one payer asks beyond the national rules. A field left alone changes nothing.

    Attributes:
        name: The payer or plan, for messages.
        prior_authorization: Codes that need prior authorization.
        authorizations: Codes for which an authorization is at hand; None where that is not known.
        requires_laterality: Codes of one side must carry the side, and it must agree with the diagnosis.
        bilateral: How both sides are billed.
        distinct: Which modifiers are taken for distinct services.
        multiple_procedure_reduction: False where later diagnostic studies of a session or day (multiple procedure
            indicators 4, 6 and 7) are paid in full; None and True: as Medicare reduces them. `payment.price` and
            `payment.price_claim` ask it, no finding hangs on it.
        timely_filing_days: Days after the service within which the claim must be filed.
        filed_on: The day of filing; without it timely filing cannot be told.
        requirements: Anything else.
        effective: First day of service that the policy governs; None means always.
        through: Last day; None means open.
        citation: The payer's own source.

    Example:
        >>> PayerPolicy("Plan A", prior_authorization=(CodeSelection(modalities=(Modality.CT,)),)).name
        'Plan A'
    """

    name: str = attrs.field(converter=_own_text, validator=_named)
    prior_authorization: tuple[CodeSelection, ...] = attrs.field(
        default=(), converter=_selections, validator=_all(CodeSelection)
    )
    authorizations: tuple[str, ...] | None = attrs.field(default=None, converter=_written_or_none)
    requires_laterality: bool = attrs.field(default=False, converter=_flag, validator=_a(bool))
    bilateral: BilateralBilling = attrs.field(
        default=BilateralBilling.AS_INDICATED, validator=_a(BilateralBilling)
    )
    distinct: DistinctBilling = attrs.field(
        default=DistinctBilling.EITHER, validator=_a(DistinctBilling)
    )
    multiple_procedure_reduction: bool | None = attrs.field(
        default=None, converter=_flag_or_none, validator=_a(bool, optional=True)
    )
    timely_filing_days: int | None = attrs.field(
        default=None, converter=_days, validator=_a(int, optional=True)
    )
    filed_on: dt.date | None = attrs.field(default=None, converter=_filed_on)
    requirements: tuple[PolicyRequirement, ...] = attrs.field(
        default=(), converter=_requirements, validator=_all(PolicyRequirement)
    )
    effective: dt.date | None = attrs.field(default=None, converter=_effective)
    through: dt.date | None = attrs.field(default=None, converter=_through, validator=_after)
    citation: str = attrs.field(default="", converter=_own_text, validator=_text)

    @authorizations.validator
    def _known_or_not(self, attribute: Any, value: object) -> None:
        if value is not None:
            _all(str)(self, attribute, value)

    @timely_filing_days.validator
    def _countable(self, _attribute: object, value: int | None) -> None:
        if value is not None and not 0 <= value <= _MOST_DAYS:
            raise DataError(
                (
                    f"timely_filing_days must be 0 to {_MOST_DAYS}, not {shown(value)}: give the days after the service",
                )
            )

    def governs(self, on: dt.date) -> bool:
        """Tell whether the policy is about services of a day.

        Raises:
            InvalidDateError: `on` is no date.
        """
        return holds(self, as_day(on))


NO_POLICY = PayerPolicy("no policy")
"""What a payer without rules of its own asks: nothing beyond the national rules."""


def policy_given(policy: object) -> PayerPolicy:
    """Give the policy that a caller gives, `NO_POLICY` for None: behind this door nobody asks whether there is one.

    Raises:
        DataError: It is no `PayerPolicy`.

    Example:
        >>> policy_given(None).requirements
        ()
    """
    if policy is None:
        return NO_POLICY
    if not isinstance(policy, PayerPolicy):
        raise DataError((f"policy must be a PayerPolicy or None, not {shown(policy)}",))
    return policy
