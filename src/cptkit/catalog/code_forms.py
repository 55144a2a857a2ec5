"""Read the forms in which systems write a code with its modifiers; refuse, with a reason, what is not sure.

Two questions are kept apart: whether a text *has the form* of a code (answered here) and whether the code
*exists* (answered by the code set).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from cptkit.errors import InvalidCodeError, InvalidModifierError
from cptkit.values.code_expression import CodeExpression

LONGEST = 64
"""No form of a code with four modifiers is longer than this."""
MOST_MODIFIERS = 4
"""Box 24D of the CMS-1500 and SV101 of the 837P hold four."""

_CODE = r"\d{5}|\d{4}[AFMTU]|[A-Z]\d{4}"
_WELL_FORMED = re.compile(_CODE, re.ASCII)
_MODIFIER = re.compile(r"2[2-9]|[3-9]\d|[A-Z][A-Z0-9]|\dP", re.ASCII)
_LEADING = re.compile(rf"(?:HC\s?[:^]\s?)?({_CODE})(.*)", re.ASCII | re.DOTALL)
_SPLIT = re.compile(r"\s*[-:^,]\s*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PRICE = re.compile(r"[$\s]*\d{1,3}(?:\d|,\d{3})*(?:\.\d+)?\s*", re.ASCII)


def normalize(text: object) -> str | None:
    """Bring a text into the form of a code: trimmed, capitals.

    Args:
        text: Anything; only texts, and whole numbers of five digits, can be codes.

    Returns:
        The five characters, or None where the text has not the form of a code.

    Example:
        >>> normalize(" 0042t "), normalize(71260)
        ('0042T', '71260')
    """
    if isinstance(text, int) and not isinstance(text, bool) and 10_000 <= text <= 99_999:
        return str(text)
    if not isinstance(text, str) or len(text) > LONGEST or not text.isascii():
        return None
    code = text.strip().upper()
    return code if _WELL_FORMED.fullmatch(code) else None


def well_formed(text: object) -> str:
    """Do as `normalize`, but refuse what has not the form of a code.

    Args:
        text: Anything.

    Returns:
        The five characters.

    Raises:
        InvalidCodeError: With the reason.

    Example:
        >>> well_formed(" g0279")
        'G0279'
    """
    code = normalize(text)
    if code is None:
        raise InvalidCodeError(text, why_malformed(text))
    return code


def why_malformed(text: object) -> str:
    """Say why a value has not the form of a code."""
    if not isinstance(text, str):
        return f"a code is a str, or a whole number of five digits, not {type(text).__name__}"
    if not text.strip(" \t\r\n"):
        return "it is empty"
    if len(text) > LONGEST:
        return f"no form of a code is longer than {LONGEST} characters"
    if not text.isascii() or _CONTROL.search(text):
        return "it holds characters other than plain ASCII letters, digits and separators"
    if _LEADING.fullmatch(text.strip().upper()):
        return "it holds more than a code: read code and modifiers with cptkit.parse"
    return "a code is five digits (71260), four digits and a letter (0042T, 7010F) or a letter and four digits (G0279)"


def well_formed_modifier(text: object) -> str:
    """Bring a text into the form of a modifier: two characters, trimmed, capitals.

    Raises:
        InvalidModifierError: It has not the form.

    Example:
        >>> well_formed_modifier("rt")
        'RT'
    """
    if (
        isinstance(text, str)
        and len(text) <= LONGEST
        and text.isascii()
        and _MODIFIER.fullmatch(text.strip().upper())
    ):
        return text.strip().upper()
    kind = "" if isinstance(text, str) else f", not {type(text).__name__}"
    raise InvalidModifierError(
        text, f"a modifier is a text of two characters such as '26', 'TC' or 'F1'{kind}"
    )


def parse(value: object, is_known: Callable[[str], bool]) -> CodeExpression:
    """Read a code with its modifiers.

    Args:
        value: A text in any form that systems write, an int or a whole float.
        is_known: Tells whether a modifier is known; only known ones are split from a glued tail.

    Returns:
        The code, which need not exist, and at most four modifiers.

    Raises:
        InvalidCodeError: It cannot be read surely; the reason says why.

    Example:
        >>> parse("7126026", {"26"}.__contains__)
        CodeExpression(code='71260', modifiers=('26',))
    """
    text = _as_text(value)
    match = _LEADING.fullmatch(text)
    if match is None:
        raise InvalidCodeError(value, why_malformed(text))
    code, tail = match[1], match[2]
    if not tail:
        return CodeExpression(code)
    modifiers = (
        _separated(value, tail, is_known)
        if tail.lstrip()[0] in "-:^,"
        else _glued(value, tail, is_known)
    )
    if len(modifiers) > MOST_MODIFIERS:
        raise InvalidCodeError(
            value, f"it has {len(modifiers)} modifiers: a line holds at most {MOST_MODIFIERS}"
        )
    return CodeExpression(code, modifiers)


def _as_text(value: object) -> str:
    """Bring what spreadsheets make of a code back to text: 71260, 71260.0, numpy integers."""
    if isinstance(value, float):
        if not value.is_integer():
            raise InvalidCodeError(value, "a number with a fraction, or none at all, is no code")
        value = int(value)
    if not isinstance(value, str):
        return _from_integer(value)
    if len(value) > LONGEST or not value.isascii() or _CONTROL.search(value):
        raise InvalidCodeError(value, why_malformed(value))
    text = value.strip().upper()
    return (
        text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
    )  # what a spreadsheet makes of a number


def _from_integer(value: object) -> str:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InvalidCodeError(
            value, f"a code is a text or a whole number, not {type(value).__name__}"
        )
    try:
        number = operator.index(value)
    except Exception as error:  # a caller's broken __index__
        raise InvalidCodeError(value, "it does not give its whole number") from error
    if not 10_000 <= number < 10**13:
        raise InvalidCodeError(
            value,
            "a number of fewer than five digits has lost its zeros, and one of over thirteen is no code: give the text",
        )
    return str(number)


def _separated(value: object, tail: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    found: list[str] = []
    for part in _SPLIT.split(tail)[1:]:
        if _MODIFIER.fullmatch(part):
            found.append(part)
        elif len(part.split()) > 1 and not _WELL_FORMED.match(part):
            found.extend(_glued(value, part, is_known))
        else:
            raise InvalidCodeError(value, _why_no_modifier(part))
    return tuple(found)


def _glued(value: object, tail: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    joined = "".join(tail.split())
    pairs = tuple(joined[i : i + 2] for i in range(0, len(joined), 2))
    for pair in pairs:
        if not _MODIFIER.fullmatch(pair) or not is_known(pair):
            raise InvalidCodeError(value, _why_no_modifier(tail))
    return pairs


def _why_no_modifier(part: str) -> str:
    text = part.strip()
    if not text:
        return "a separator stands with no modifier behind it"
    if _WELL_FORMED.match(text.lstrip("/ ")):
        return "it seems to hold two codes: give them one by one"
    if text[0] in "/.;|_":
        return f"modifiers do not stand behind {text[0]!r}: write '-', ':', '^' or ',' between them"
    if text in ("L", "R", "B"):
        return f"the tail {text!r} may mean a side but is no modifier: write {'RT' if text == 'R' else 'LT' if text == 'L' else '50'}"
    if _PRICE.fullmatch(text) and len(text) > 2:
        return f"the tail {text!r} looks like a price or a charge number, not like modifiers"
    return f"the tail {text!r} is not made of known modifiers of two characters"
