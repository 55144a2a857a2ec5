"""Diagnoses of ICD-10-CM: the form of a code, and lists of codes, prefixes and ranges. Nothing here knows which codes exist."""

from __future__ import annotations

import functools
import re

from cptkit import lazy_attrs as attrs
from cptkit.errors import shown

_FORM = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
_STEM = re.compile(r"[A-Z]|[A-Z][0-9]|[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{0,4})?")
_LONGEST = 16
MOST_DIAGNOSES = 25
"""As many as an institutional claim holds: the principal one and 24 others (837I; NUBC UB-04, FL 67)."""
_LETTER_CATEGORY = re.compile(r"[A-Z][0-9][A-Z]")


def plain(diagnosis: str) -> str:
    """Give a diagnosis in capitals, without blanks and dot.

    Example:
        >>> plain("r91.1 ")
        'R911'
    """
    return diagnosis[:_LONGEST].strip().upper().replace(".", "")


def dotted(diagnosis: str) -> str:
    """Give a diagnosis as it is printed: a dot after the third character.

    Example:
        >>> dotted("R911"), dotted("C61")
        ('R91.1', 'C61')
    """
    text = plain(diagnosis)
    return f"{text[:3]}.{text[3:]}" if len(text) > 3 else text


def has_form(diagnosis: str) -> bool:
    """Tell whether a text has the form of an ICD-10-CM code; the dot may be left out.

    Example:
        >>> has_form("M81.0"), has_form("m810"), has_form("M8.10"), has_form("786.50")
        (True, True, False, False)
    """
    return len(diagnosis) <= _LONGEST and _FORM.fullmatch(diagnosis.strip().upper()) is not None


def entry_problem(entry: str) -> str | None:
    """Say what is wrong with an entry of a list of diagnoses; None where it can be read.

    An entry is a code (``M81.0``), the beginning of codes with a dash (``F17.21-``), or a range (``C00-C96``).

    Example:
        >>> entry_problem("F17.21-"), entry_problem("C96-C00")
        (None, "'C96-C00' runs backwards: write the first code before the last")
    """
    first, dash, last = entry.strip().upper().partition("-")
    if not dash and has_form(first):
        return None
    if dash and not last and len(first) <= _LONGEST and _STEM.fullmatch(first):
        return None
    if dash and last and has_form(first) and has_form(last):
        if plain(first) <= plain(last):
            return None
        return f"{shown(entry)} runs backwards: write the first code before the last"
    return (
        f"{shown(entry)} is no ICD-10-CM code: write a code (M81.0), the beginning of codes with a"
        " dash (F17.21-) or a range (C00-C96)"
    )


@attrs.frozen
class DiagnosisList:
    """A list of diagnoses that can be asked whether it holds one.

    Attributes:
        codes: Single codes, plain.
        prefixes: Beginnings of codes, plain.
        ranges: First and last of each range, plain; what begins with the last is in it.
    """

    codes: frozenset[str]
    prefixes: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]

    def holds(self, diagnosis: str) -> bool:
        """Tell whether a plain diagnosis is in the list.

        ICD-10-CM puts categories with a letter in the third place (C4A, C7A, D3A, M1A) where their text does not
        say, so that a range holds one only where it holds all ten of its neighbors (C00-C96 holds C7A, C76-C80 not).

        Example:
            >>> listed = diagnosis_list(("C00-C75", "M81.0", "F17.21-"))
            >>> [listed.holds(each) for each in ("C759", "C7A1", "M810", "M8100", "F17210")]
            [True, False, True, False, True]
        """
        if diagnosis in self.codes or diagnosis.startswith(self.prefixes):
            return True
        if _LETTER_CATEGORY.match(diagnosis):
            tens = diagnosis[:2]
            return any(
                diagnosis[:3] in (first[:3], last[:3])
                or (_within(first, last, f"{tens}0") and _within(first, last, f"{tens}9"))
                for first, last in self.ranges
            )
        return any(_within(first, last, diagnosis) for first, last in self.ranges)


def _within(first: str, last: str, diagnosis: str) -> bool:
    return first <= diagnosis and (diagnosis <= last or diagnosis.startswith(last))


@functools.lru_cache(maxsize=4096)
def diagnosis_list(entries: tuple[str, ...]) -> DiagnosisList:
    """Make a list of well-formed entries that can be asked."""
    codes, prefixes, ranges = [], [], []
    for entry in entries:
        first, dash, last = entry.strip().upper().replace(".", "").partition("-")
        if not dash:
            codes.append(first)
        elif not last:
            prefixes.append(first)
        else:
            ranges.append((first, last))
    return DiagnosisList(frozenset(codes), tuple(prefixes), tuple(ranges))


def conflicts(covered: tuple[str, ...], excluded: tuple[str, ...]) -> tuple[str, ...]:
    """Give the entries of one list that another holds or overlaps, in their order.

    Example:
        >>> conflicts(("C61", "C34-"), ("C00-C96",)), conflicts(("M81.0",), ("M80-",))
        (('C61', 'C34-'), ())
    """
    one, other = diagnosis_list(covered), diagnosis_list(excluded)
    spans, others = _spans(one), _spans(other)
    wide = {span for span in spans for its in others if span[0] <= its[1] and its[0] <= span[1]} | {
        span for span in spans if any(span[0] <= code <= span[1] for code in other.codes)
    }
    single = {code for code in one.codes if other.holds(code)}
    return tuple(entry for entry in covered if _ends(entry) in wide or _ends(entry)[0] in single)


def _spans(listed: DiagnosisList) -> list[tuple[str, str]]:
    return [
        *((first, f"{first}~") for first in listed.prefixes),
        *((first, f"{last}~") for first, last in listed.ranges),
    ]


def _ends(entry: str) -> tuple[str, str]:
    first, dash, last = entry.strip().upper().replace(".", "").partition("-")
    return (first, f"{last or first}~") if dash else (first, first)
