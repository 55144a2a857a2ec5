"""X12 interchanges: from text to transaction sets, by the separators that each ISA segment states.

A broken envelope is one error that names the segment and the cure, never a value. Counts that do not agree
(SE01, GE01, IEA01) are noted: parts may be lost or doubled, and what is at hand is read. Control numbers are
not compared: senders differ in them, and the counts tell what is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn, TypeAlias

import attrs

from cptkit.errors import DataError
from cptkit.values.raw import in_order, unboxed

Source: TypeAlias = "str | bytes | Iterable[str] | Iterable[bytes]"
Note: TypeAlias = "tuple[str, str]"

_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)
_ISA = 106
_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_BLANKS = re.compile(r"\s+")
_AGAIN = "have it sent again"


@attrs.frozen(eq=False)
class Segment:
    """A segment of a transaction set.

    Attributes:
        tag: Its name.
        elements: Its name and its elements; those at the end may be missing.
        number: Its place in the interchange, from 1 for ISA.
        component: What separates the components of an element.
    """

    tag: str
    elements: list[str]
    number: int
    component: str

    def at(self, place: int) -> str:
        """Give an element without blanks around it; empty where there is none."""
        elements = self.elements
        return elements[place].strip() if place < len(elements) else ""

    def parts(self, place: int) -> list[str]:
        """Give the components of an element."""
        return [part.strip() for part in self.at(place).split(self.component)]

    def named(self, place: int | None = None) -> str:
        """Name the segment, or an element of it, by its place."""
        return f"{self.tag}{'' if place is None else f'{place:02}'} (segment {self.number})"


@attrs.frozen(eq=False)
class TransactionSet:
    """A transaction set.

    Attributes:
        head: Its ST segment.
        guide: The implementation guide that ST03, or else GS08, names.
        segments: What stands between ST and SE.
        notes: What of its envelope does not agree, as (segment, reason).
    """

    head: Segment
    guide: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


def transaction_sets(source: Source) -> list[TransactionSet]:
    """Read the transaction sets of an interchange, or of several one after the other.

    Args:
        source: Text, bytes, or lines of either.

    Returns:
        The transaction sets, in their order; at least one.

    Raises:
        DataError: It is no interchange, or its envelope is broken.
    """
    found: list[TransactionSet] = []
    for segments in _interchanges(_text(source)):
        groups = list(_groups(segments))
        closing = _noted(segments[-1], len(groups), "functional groups")
        for opening, sets, end in groups:
            notes = (*closing, *_noted(end, len(sets), "transaction sets"))
            found += [_transaction_set(opening, each, notes) for each in sets]
    if not found:
        _refuse("the interchange holds no transaction set (ST to SE): there is nothing to read")
    return found


def _transaction_set(
    opening: Segment, body: list[Segment], notes: tuple[Note, ...]
) -> TransactionSet:
    head, *inside, end = body
    counted = _noted(end, len(body), "segments")
    return TransactionSet(head, head.at(3) or opening.at(8), tuple(inside), (*counted, *notes))


def _noted(end: Segment, held: int, what: str) -> tuple[Note, ...]:
    """Note a closing segment whose count is not what is there."""
    told = end.at(1)
    if told.isascii() and told.isdigit() and len(told) < 10 and int(told) == held:
        return ()
    said = f"counts other {what} than the {held} that are here, so parts may be lost or doubled"
    return ((end.named(1), f"{said}: {_AGAIN}"),)


def _refuse(problem: str) -> NoReturn:
    raise DataError((problem,))


# --- from text to segments


def _text(source: object) -> str:
    source = unboxed(source)
    if isinstance(source, str):
        text = source
    elif isinstance(source, (bytes, bytearray)):
        text = _decoded(bytes(source))
    else:
        told = "an interchange is text, bytes or lines of either"
        text = "".join(map(_line, in_order(source, told, _no_text)))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _no_text(source: object, told: str) -> DataError:
    return DataError((f"{told}, not {type(source).__name__}",))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # the extended character set of X12 as most senders write it


def _line(line: object) -> str:
    if isinstance(line, bytes):
        line = _decoded(line)
    if not isinstance(line, str):
        _refuse(f"a line of an interchange is text or bytes, not {type(line).__name__}")
    return line if line.endswith("\n") else f"{line}\n"


def _interchanges(text: str) -> Iterator[list[Segment]]:
    """Give the segments of each interchange from ISA to IEA."""
    place = _past_blanks(text, 0)
    if place == len(text):
        _refuse("the source is empty: an interchange begins with its ISA segment")
    while place < len(text):
        if "\n" in text[place : place + _ISA - 1]:  # broken into lines of one width
            text, place = text[place:].replace("\n", ""), 0
        element, component, end = _separators(text[place : place + 2 * _ISA])
        stop = _stop(text, place, element, end)
        body = text[place:stop] if end == "\n" else text[place:stop].replace("\n", "")
        pieces = [piece.strip() for piece in body.split(end)]
        split = (piece.split(element) for piece in pieces if piece)
        yield [
            Segment(elements[0], elements, number, component)
            for number, elements in enumerate(split, start=1)
        ]
        place = _past_blanks(text, stop)


def _past_blanks(text: str, place: int) -> int:
    blanks = _BLANKS.match(text, place)
    return blanks.end() if blanks is not None else place


def _separators(head: str) -> tuple[str, str, str]:
    """Give what separates elements, components and segments, from the fixed places of ISA."""
    if not head.startswith("ISA"):
        _refuse("an interchange begins with ISA, and here stands something else: give it whole")
    element = head[3:4]
    fields = head[4:].split(element, len(_WIDTHS)) if element else []
    for place, (field, width) in enumerate(zip(fields, _WIDTHS, strict=False), start=1):
        if len(field) != width:
            _refuse(
                f"ISA{place:02} (segment 1) has {len(field)} characters and takes {width}, so the "
                f"separators are not where they must be: pad it, or {_AGAIN}"
            )
    if len(fields) <= len(_WIDTHS) or len(head) < _ISA:
        _refuse(f"ISA (segment 1) is cut off, it takes {_ISA} characters: {_AGAIN}")
    component, end = head[_ISA - 2], head[_ISA - 1]
    if len({element, component, end}) < 3 or any(map(str.isalnum, (element, component, end))):
        _refuse(f"ISA (segment 1) does not state three separators that differ: {_AGAIN}")
    return element, component, end


def _stop(text: str, place: int, element: str, end: str) -> int:
    """Find where an interchange ends, behind the terminator of IEA."""
    blanks = r"[^\S\n]*" if end == "\n" else r"\s*"  # a run of terminators is walked once
    last = re.compile(f"{re.escape(end)}{blanks}IEA{re.escape(element)}").search(text, place)
    if last is None:
        _refuse(f"IEA is missing, so the interchange is cut off or not whole: {_AGAIN}")
    stop = text.find(end, last.end())
    if stop >= 0:
        return stop + 1
    if end != "\n":
        _refuse(f"IEA is not closed by its terminator, so the interchange is cut off: {_AGAIN}")
    return len(text)


# --- from segments to groups and sets


def _groups(segments: list[Segment]) -> Iterator[tuple[Segment, list[list[Segment]], Segment]]:
    """Give each functional group: GS, its transaction sets from ST to SE, and GE."""
    group: Segment | None = None
    sets: list[list[Segment]] = []
    body: list[Segment] | None = None
    for each in segments[1:-1]:
        tag = each.tag
        if body is not None and tag not in _ENVELOPE:
            body.append(each)
        elif body is not None and tag == "SE":
            sets.append([*body, each])
            body = None
        elif group is not None and body is None and tag == "ST":
            body = [each]
        elif group is not None and body is None and tag == "GE":
            yield group, sets, each
            group, sets = None, []
        elif group is None and tag == "GS":
            group = each
        elif group is not None or tag != "TA1":
            _misplaced(each, _open(group, body))
    if group is not None:
        _misplaced(segments[-1], _open(group, body))


def _open(group: Segment | None, body: list[Segment] | None) -> str:
    if body is not None:
        return f"{body[0].named()} is open, and SE must close it"
    return "no ST is open" if group is None else f"no ST is open in {group.named()}"


def _misplaced(segment: Segment, why: str) -> NoReturn:
    name = segment.named() if segment.tag in _ENVELOPE else f"segment {segment.number}"
    _refuse(f"{name} cannot stand here: {why}; parts of the interchange are missing, {_AGAIN}")
