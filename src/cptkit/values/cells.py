"""The forms in which systems write a code with its modifiers; what is not sure is refused, with a reason.

Whether a text *has the form* of a code is answered here, whether the code *exists* by the code set. What a tail
without separators may be split into, and which numbers are codes at all, is asked of a `Known`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from cptkit.errors import InvalidCodeError
from cptkit.values.code import Code
from cptkit.values.code_expression import CodeExpression
from cptkit.values.raw import LONGEST, plain, unboxed, whole_number

MOST_MODIFIERS = 4
"""Box 24D of the CMS-1500 and SV101 of the 837P hold four."""
SYSTEMS = (
    "http://www.ama-assn.org/go/cpt",
    "https://www.ama-assn.org/go/cpt",
    "urn:oid:2.16.840.1.113883.6.12",
    "urn:oid:2.16.840.1.113883.6.285",
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
)
"""URIs under which systems write CPT and HCPCS Level II codes, before a bar."""

FORM = r"\d{5}|\d{4}[AFMTU]|[A-Z]\d{4}"
"""Five digits, four digits and a letter, a letter and four digits."""
WELL_FORMED = re.compile(FORM, re.ASCII)
MODIFIER = re.compile(r"[2-9]\d|[A-Z][A-Z0-9]|\dP", re.ASCII)
_NAMED = re.compile(
    rf"(?:{'|'.join(re.escape(each.upper()) for each in SYSTEMS)})\s*\|\s*", re.ASCII
)
_WORD = re.compile(r"(?:HCPCS|CPT|C4|HC)(?:\s*[:^>|]\s*|\s+)", re.ASCII)
_X12 = re.compile(r"HC\s*([^A-Z0-9\s])\s*", re.ASCII)
_HL7 = re.compile(r"([^^]*)\^[^^]*\^\s*(?:C4|C5|CPT-?[45]?|HCPCS|HPC)\s*\^*", re.ASCII)
_NUMBER = re.compile(r"(\d+)\.0+", re.ASCII)
_CODE_AND_TAIL = re.compile(rf"({FORM})(.*)", re.ASCII | re.DOTALL)
_SPLIT = re.compile(r"\s*[-:^,|>]\s*", re.ASCII)
_BLANKS_AT_THE_END = re.compile(r"(?:\s*[:^|>])+\s*$", re.ASCII)
_QUANTITY = re.compile(r"(?:.*\s|)[X*]\s*\d+|\d+\s*[X*].*", re.ASCII)
_NOTHING_BEHIND = "a separator stands with no modifier behind it"
_SIDES = {"L": "LT", "R": "RT", "B": "50"}
_PRICE = re.compile(r"[$\s]*\d{1,3}(?:\d|,\d{3})*(?:\.\d+)?\s*", re.ASCII)


class Known(Protocol):
    """What a reader of cells must be told by those who know tables."""

    def may_carry(self, code: str, tail: str) -> bool:
        """Tell whether a well-formed text is a code that this tail of modifiers may hang on without a separator."""

    def may_split(self, modifiers: tuple[str, ...]) -> bool:
        """Tell whether a tail without separators may be split into these modifiers."""


class Nothing:
    """Knows no code and no modifier: only what is separated is read."""

    def may_carry(self, code: str, tail: str) -> bool:  # noqa: ARG002 - the protocol's arguments
        """Know none."""
        return False

    def may_split(self, modifiers: tuple[str, ...]) -> bool:  # noqa: ARG002
        """Know none."""
        return False


def named(value: object) -> str | None:
    """Give the text of what names a code, in capitals; whether it has the form of one is not asked.

    Args:
        value: A text; a whole number of five digits in any numeric type; a `Code` or a `CodeExpression`, which
            count by their text.

    Returns:
        The text; None for anything else, and for a text with characters that no code has.

    Example:
        >>> named(" 0042t "), named(71260.0), named(100)
        ('0042T', '71260', None)
    """
    value = unboxed(value)
    if isinstance(value, (Code, CodeExpression)):
        value = value.code
    if isinstance(value, str):
        text = plain(value)
        return None if text is None else text.upper()
    number = whole_number(value)
    return str(number) if number is not None and 10_000 <= number <= 99_999 else None


def name_of(value: object) -> str:
    """Do as `named`, and refuse what names no code.

    Raises:
        InvalidCodeError: With the reason.

    Example:
        >>> name_of(71260)
        '71260'
    """
    text = named(value)
    if text is None:
        raise InvalidCodeError(value, why_malformed(value))
    return text


def why_malformed(value: object) -> str:
    """Say why a value has not the form of a code."""
    value = unboxed(value)
    if isinstance(value, (Code, CodeExpression)):
        value = value.code
    if not isinstance(value, str):
        return _why_no_number(value)
    if len(value) > LONGEST:
        return f"no form of a code is longer than {LONGEST} characters"
    text = plain(value)
    if text is None:
        return "it holds characters other than plain ASCII letters, digits and separators"
    if not text:
        return "it is empty"
    if _CODE_AND_TAIL.fullmatch(_unwrapped(text.upper())[0]):
        return "it holds more than a code: read code and modifiers with cptkit.parse"
    return "a code is five digits (71260), four digits and a letter (0042T, 7010F) or a letter and four digits (G0279)"


def _why_no_number(value: object) -> str:
    if whole_number(value) is not None or type(value) is int:
        return (
            "a code is a text or a whole number of five digits: one of fewer has lost its zeros, "
            "and one of over thirteen is no code; give the text"
        )
    if isinstance(value, (float, Decimal)):
        return "a number with a fraction, or none at all, is no code"
    return f"a code is a text or a whole number of five digits, not {type(value).__name__}"


def read(value: object, known: Known) -> CodeExpression:
    """Read a code with its modifiers.

    Args:
        value: A text in any form that systems write, a whole number, or a code or expression of ours.
        known: Who knows codes and modifiers.

    Returns:
        The code, which need not exist unless a tail without separators hangs on it, and at most four modifiers.

    Raises:
        InvalidCodeError: It cannot be read surely; the reason says why.

    Example:
        >>> str(read("HC:71260:26:::", Nothing())), str(read('="73610"', Nothing()))
        ('71260-26', '73610')
    """
    if isinstance(value, CodeExpression):
        return value
    text, extra = _unwrapped(_text_of(value))
    found = _CODE_AND_TAIL.fullmatch(text)
    if found is None:
        raise InvalidCodeError(value, _why_no_code(text))
    code, tail = found[1], found[2]
    if not tail:
        return CodeExpression(code)
    modifiers = _modifiers(value, code, tail, known, sure=extra)
    if len(modifiers) > MOST_MODIFIERS:
        raise InvalidCodeError(
            value, f"it has {len(modifiers)} modifiers: a line holds at most {MOST_MODIFIERS}"
        )
    return CodeExpression(code, modifiers)


def _why_no_code(text: str) -> str:
    if re.match(rf"\d+\s*X\s*(?:{FORM})", text, re.ASCII):
        return "it begins with a quantity: units are a field of the claim line"
    return why_malformed(text)


def _text_of(value: object) -> str:
    """Bring what spreadsheets make of a code back to text: guards, numbers, numbers with zeros behind a point."""
    value_or_text = value.code if isinstance(value, Code) else unboxed(value)
    if not isinstance(value_or_text, str):
        number = whole_number(value_or_text)
        if number is None or not 10_000 <= number < 10**13:
            raise InvalidCodeError(value, why_malformed(value))
        return str(number)
    text = plain(value_or_text)
    if text is None:
        raise InvalidCodeError(value, why_malformed(value_or_text))
    text = _unguarded(text).upper()
    number_text = _NUMBER.fullmatch(text)
    return number_text[1] if number_text else text


def _unguarded(text: str) -> str:
    """Take off what keeps a spreadsheet from reading a number."""
    for opening, closing in (('="', '"'), ('"', '"'), ("'", "'")):
        if len(text) > 2 and text.startswith(opening) and text.endswith(closing):
            return text[len(opening) : -1].strip()
    return text[1:].strip() if text.startswith("'") else text


def _unwrapped(text: str) -> tuple[str, bool]:
    """Take off prefixes, blank components at the end, and texts that X12 and HL7 put beside a code.

    Returns:
        Code and modifiers; whether X12's own qualifier stood before them.
    """
    hl7 = _HL7.fullmatch(text)
    if hl7:
        return hl7[1].strip(), False
    x12 = _X12.match(text)
    if x12:
        return _composite(text[x12.end() :], x12[1]), True
    prefix = _NAMED.match(text) or _WORD.match(text)
    text = text[prefix.end() :] if prefix else text
    bare = _BLANKS_AT_THE_END.sub("", text)
    return bare, False


def _composite(text: str, separator: str) -> str:
    """Give code and modifiers of X12's composite, whose separator may be any sign: the text behind them goes."""
    parts = [part.strip() for part in text.split(separator)]
    if len(parts) == MOST_MODIFIERS + 2:
        del parts[-1]
    while len(parts) > 1 and not parts[-1]:
        del parts[-1]
    return ":".join(parts)


def _modifiers(value: object, code: str, tail: str, known: Known, *, sure: bool) -> tuple[str, ...]:
    stripped = tail.strip()
    if not tail[0].isspace() and _SPLIT.match(tail) is None:
        glued, _, rest = stripped.partition(" ")
        pairs = _glued(value, code, glued, known)
        return pairs + (_words(value, rest, known) if rest else ())
    if tail[0].isspace() and _SPLIT.match(tail) is None:
        return _words(value, stripped, known)
    found: list[str] = []
    for part in _SPLIT.split(tail)[1:]:
        if MODIFIER.fullmatch(part):
            found.append(part)
        elif len(part.split()) > 1 and not WELL_FORMED.match(part) and not sure:
            found.extend(_words(value, part, known))
        else:
            raise InvalidCodeError(value, _why_no_modifier(part) if part else _NOTHING_BEHIND)
    return tuple(found)


def _words(value: object, text: str, known: Known) -> tuple[str, ...]:
    """Read modifiers that stand behind blanks: two characters each, and known, since words stand there too."""
    words = tuple(text.split())
    if any(
        not MODIFIER.fullmatch(word) or not known.may_split((word,)) or _QUANTITY.fullmatch(word)
        for word in words
    ):
        raise InvalidCodeError(value, _why_no_modifier(text))
    return words


def _glued(value: object, code: str, tail: str, known: Known) -> tuple[str, ...]:
    """Split a tail without separators into known modifiers, behind a code that exists only."""
    pairs = tuple(tail[i : i + 2] for i in range(0, len(tail), 2))
    formed = all(MODIFIER.fullmatch(pair) and not _QUANTITY.fullmatch(pair) for pair in pairs)
    if not formed or not known.may_split(pairs):
        raise InvalidCodeError(value, _why_no_modifier(tail))
    if not known.may_carry(code, tail):
        raise InvalidCodeError(
            value,
            f"without a separator it is read only behind a code that is known, and {code} is none: "
            "write '-' between code and modifiers if that is what it is",
        )
    return pairs


def _why_no_modifier(part: str) -> str:
    text = part.strip()
    if WELL_FORMED.match(text.lstrip("/ ")):
        return "it seems to hold two codes: give them one by one"
    if _QUANTITY.fullmatch(text):
        return f"{text!r} looks like a quantity: units are a field of the claim line"
    if text[0] in "/.;_":
        return f"modifiers do not stand behind {text[0]!r}: write '-', ':', '^' or ',' between them"
    if text in _SIDES:
        return f"the tail {text!r} may mean a side but is no modifier: write {_SIDES[text]}"
    if _PRICE.fullmatch(text) and len(text) > 2:
        return f"the tail {text!r} looks like a price or a charge number, not like modifiers"
    return f"the tail {text!r} is not made of known modifiers of two characters"
