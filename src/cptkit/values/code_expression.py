"""What a text can be: a code with its modifiers, a code of the caller's house, and what is said of a text that may be a code."""

from __future__ import annotations

from enum import Enum

import attrs


class CodeStatus(Enum):
    """What can be said of a text that may be a code."""

    MALFORMED = "has not the form of a code"
    UNKNOWN = "has the form of a code and stands in no section"
    UNASSIGNED = "lies in a section and is assigned on no day that our sources cover"
    NO_DATA = "cannot be told: no source at hand lists its family whole for that day"
    FUTURE = "is assigned from a later day on"
    RETIRED = "was assigned up to an earlier day"
    ACTIVE = "is in force"


@attrs.frozen
class CodeExpression:
    """A code with its modifiers, as one claim line writes them.

    Attributes:
        code: The five characters.
        modifiers: The modifiers, in the order written.

    Example:
        >>> str(CodeExpression("77066", ("TC",)))
        '77066-TC'
        >>> CodeExpression("77066", ("TC",)).hl7
        '77066:TC'
    """

    code: str
    modifiers: tuple[str, ...] = ()

    @property
    def hl7(self) -> str:
        """The form that HL7 and X12 composite fields use: joined by colons."""
        return ":".join((self.code, *self.modifiers))

    def __str__(self) -> str:
        return "-".join((self.code, *self.modifiers))


@attrs.frozen
class HouseCode:
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
