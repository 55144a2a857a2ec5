"""What a text can be: a code with its modifiers, a code of the caller's house, and what is said of a text that may be a code."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.errors import InvalidCodeError, InvalidModifierError
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.raw import Ordered, in_order, unboxed


class CodeStatus(Ranked):
    """What can be said of a text that may be a code."""

    MALFORMED = "has not the form of a code"
    UNKNOWN = "has the form of a code and stands in no section"
    UNASSIGNED = "lies in a section and is assigned on no day that our sources cover"
    NO_DATA = "cannot be told: no source at hand lists its family whole for that day"
    FUTURE = "is assigned from a later day on"
    RETIRED = "was assigned up to an earlier day"
    ACTIVE = "is in force"


def _code(value: str) -> str:
    text = unboxed(value)
    if not isinstance(text, str):
        why = f"a code is a str, not {type(text).__name__}: read other forms with cptkit.parse"
        raise InvalidCodeError(value, why)
    return text


def _modifiers(value: Ordered[str]) -> tuple[str, ...]:
    if isinstance(value, tuple) and all(type(each) is str for each in value):
        return value
    told = "modifiers are a tuple of texts: give ('26',), not '26'"
    return tuple(map(_modifier, in_order(value, told, InvalidModifierError)))


def _modifier(value: object) -> str:
    text = unboxed(value)
    if not isinstance(text, str):
        raise InvalidModifierError(value, f"a modifier is a str, not {type(text).__name__}")
    return text


@attrs.frozen(repr=False)
class CodeExpression(Printed):
    """A code with its modifiers, as one claim line writes them.

    Attributes:
        code: The five characters.
        modifiers: The modifiers, in the order written.

    Raises:
        InvalidCodeError: `code` is no text.
        InvalidModifierError: `modifiers` is a bare text or a set, or holds something else than texts.

    Example:
        >>> str(CodeExpression("77066", ("TC",)))
        '77066-TC'
        >>> CodeExpression("77066", ("TC",)).hl7
        '77066:TC'
    """

    code: str = attrs.field(converter=_code)
    modifiers: tuple[str, ...] = attrs.field(default=(), converter=_modifiers)

    @property
    def hl7(self) -> str:
        """The form that HL7 and X12 composite fields use: joined by colons."""
        return ":".join((self.code, *self.modifiers))

    def __str__(self) -> str:
        return "-".join((self.code, *self.modifiers))


@attrs.frozen(repr=False)
class HouseCode(Printed):
    """A code that a caller's house or payer uses and no national table knows.

    Attributes:
        code: One to ten capital letters and digits; `Catalog.with_tables` refuses others, and national codes.
        label: What it stands for.

    Example:
        >>> HouseCode("X7001", "Outside film review").label
        'Outside film review'
    """

    code: str
    label: str

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
