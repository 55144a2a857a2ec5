"""The one reading of a code: whatever takes a code takes what is read here, and says the same of what is none.

Two questions are kept apart: whether a value *has the form* of a code (answered here) and whether the code
*exists* (answered by the code set).
"""

from __future__ import annotations

import re

from cptkit.errors import InvalidCodeError, InvalidModifierError
from cptkit.values import cells
from cptkit.values.cells import MODIFIER, WELL_FORMED, Known, named, why_malformed
from cptkit.values.code import WellFormed
from cptkit.values.code_expression import CodeExpression
from cptkit.values.raw import Ordered, is_blank, plain, unboxed, whole_number

_COLUMN = re.compile(r"[\s,:|^>-]+", re.ASCII)


def normalize(value: object) -> WellFormed | None:
    """Bring what names a code into the form of a code: trimmed, capitals; modifiers of an expression go.

    Args:
        value: A text; a whole number of five digits in any numeric type; a `Code`; a `CodeExpression`.

    Returns:
        The five characters, or None where it has not the form of a code.

    Example:
        >>> normalize(" 0042t "), normalize(71260.0), normalize(CodeExpression("71260", ("26",)))
        ('0042T', '71260', '71260')
    """
    if type(value) is str and WELL_FORMED.fullmatch(value):
        return WellFormed(value)  # most are, and need no reading
    text = named(value)
    return WellFormed(text) if text is not None and WELL_FORMED.fullmatch(text) else None


def well_formed(value: object, *, modifiers: bool = False) -> WellFormed:
    """Do as `normalize`, but refuse what has not the form of a code.

    Args:
        value: What names a code.
        modifiers: Whether an expression may bring modifiers, because the question does not depend on them.

    Returns:
        The five characters.

    Raises:
        InvalidCodeError: With the reason.

    Example:
        >>> well_formed(" g0279")
        'G0279'
    """
    code = normalize(value)
    if code is None:
        raise InvalidCodeError(value, why_malformed(value))
    if not modifiers:
        bare(value)
    return code


def asked(value: object) -> str:
    """Give the text under which tables are asked for a code: its form, or a text as it stands, which none has.

    Args:
        value: What names a code.

    Returns:
        The five characters; of a text that has not the form of a code, such as a house's own, that text.

    Raises:
        InvalidCodeError: It names no code, or brings modifiers.

    Example:
        >>> asked("71260"), asked(71260), asked(" g0279"), asked("X70011")
        ('71260', '71260', 'G0279', 'X70011')
    """
    found = normalize(value)
    if found is None:
        text = unboxed(value)
        if isinstance(text, str):
            return text
        raise InvalidCodeError(value, why_malformed(value))
    bare(value)
    return found


def modifier_asked(value: object) -> str:
    """Give the text under which tables are asked for a modifier; one that has not the form of one is in none.

    Raises:
        InvalidModifierError: It is no text.

    Example:
        >>> modifier_asked("26"), modifier_asked("")
        ('26', '')
    """
    text = unboxed(value)
    if isinstance(text, str):
        return text
    raise InvalidModifierError(
        value, f"a modifier is a text such as '26', not {type(text).__name__}"
    )


def bare(value: object) -> object:
    """Refuse an expression with modifiers where they would be dropped.

    Args:
        value: What names a code.

    Returns:
        The same.

    Raises:
        InvalidCodeError: It brings modifiers.
    """
    if isinstance(value, CodeExpression) and value.modifiers:
        raise InvalidCodeError(
            value, "modifiers mean nothing to this question: give the code alone, its .code"
        )
    return value


def with_modifiers(code: object, modifiers: Ordered[str]) -> tuple[object, Ordered[str]]:
    """Take the modifiers from the expression where a caller gives none beside it.

    Args:
        code: What names a code.
        modifiers: What is given beside it.

    Returns:
        What names the code, and its modifiers.

    Raises:
        InvalidCodeError: The expression has modifiers, and others stand beside it.

    Example:
        >>> with_modifiers(CodeExpression("71260", ("26",)), ())
        ('71260', ('26',))
    """
    if not isinstance(code, CodeExpression) or not code.modifiers:
        return code, modifiers
    if isinstance(modifiers, (str, tuple, list)) and not modifiers:
        return code.code, code.modifiers
    raise InvalidCodeError(
        code, "it brings modifiers, and others stand beside it: give them in one place"
    )


def well_formed_modifier(text: object) -> str:
    """Bring a text into the form of a modifier: two characters, trimmed, capitals.

    Raises:
        InvalidModifierError: It has not the form.

    Example:
        >>> well_formed_modifier("rt")
        'RT'
    """
    value = unboxed(text)
    found = plain(value) if isinstance(value, str) else None
    if found is not None and MODIFIER.fullmatch(found.upper()):
        return found.upper()
    kind = "" if isinstance(value, str) else f", not {type(value).__name__}"
    raise InvalidModifierError(
        text, f"a modifier is a text of two characters such as '26', 'TC' or 'F1'{kind}"
    )


def split_modifiers(column: object) -> tuple[str, ...]:
    """Split a cell of modifiers at comma, blank, colon, bar, dash; each must have the form of one.

    Args:
        column: A text; a whole number, as a spreadsheet writes ``26``; or what stands for nothing.

    Returns:
        The modifiers in their order; () for a blank cell.

    Raises:
        InvalidModifierError: A part has not the form of a modifier, or the cell is neither text nor number.

    Example:
        >>> split_modifiers("26,LT"), split_modifiers(26.0), split_modifiers(None)
        (('26', 'LT'), ('26',), ())
    """
    value = unboxed(column)
    if is_blank(value):
        return ()
    number = whole_number(value)
    if number is not None:
        return (well_formed_modifier(str(number)),)
    text = plain(value) if isinstance(value, str) else None
    if text is None:
        raise InvalidModifierError(column, "a column of modifiers is a text such as '26,LT'")
    return tuple(well_formed_modifier(part) for part in _COLUMN.split(text) if part)


def parse(value: object, known: Known) -> CodeExpression:
    """Read a code with its modifiers; see `cptkit.values.cells`."""
    return cells.read(value, known)
