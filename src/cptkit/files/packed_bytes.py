"""The outside of packed tables: a version, a length and a checksum, then for each table a head and its parts.

Nothing is compressed, so that nothing can grow while it is read, and nothing that the bytes hold is run. The checksum
finds damage. It is no signature: whoever can write the bytes can make it match.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from cptkit.errors import DataError, shown

Parts: TypeAlias = "tuple[dict[str, Any], list[bytes]]"
"""A table's head, which `json` can write, and its parts."""
Views: TypeAlias = "tuple[dict[str, Any], list[memoryview]]"
"""The same, read: the parts are views of the whole."""

FORMAT = 1
"""The version of the layout; each change of the layout raises it."""
_OPENING = b"cptkit tables "
_OPENING_SIZE = 19
"""The words, four digits and the end of a line."""
_SIZE = 8
"""Bytes of a length, the least first: of all that follows, and of the heads."""
_CHECKSUM = 32
_START = _OPENING_SIZE + _SIZE + _CHECKSUM
CURE = "pack the tables again with the cptkit.pack of this version"
"""What to do about packed tables that cannot be read."""
_KIND = "give what cptkit.pack returned, or the bytes of the file that holds it"


def sealed(tables: Iterable[Parts]) -> bytes:
    """Write tables as one run of bytes: equal ones for equal tables."""
    heads: list[dict[str, Any]] = []
    parts: list[bytes] = []
    for head, own in tables:
        heads.append({**head, "parts": [len(part) for part in own]})
        parts += own
    front = json.dumps(heads, separators=(",", ":")).encode("ascii")
    body = b"".join((_sized(len(front)), front, *parts))
    opening = b"%b%04d\n" % (_OPENING, FORMAT)
    return b"".join((opening, _sized(len(body)), _checksum(memoryview(body)), body))


def opened(data: object) -> list[Views]:
    """Read heads and parts, after every byte was held to the checksum.

    Raises:
        DataError: They are no packed tables, of another version, cut, longer than they say, or altered; the message
            names the cure.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise DataError((f"{shown(data)} is no bytes: {_KIND}",))
    view = memoryview(data).cast("B") if isinstance(data, memoryview) else memoryview(data)
    _hold_version(bytes(view[:_OPENING_SIZE]))
    if len(view) < _START:
        raise DataError((f"the packed tables are cut: copy the file again whole, or {CURE}",))
    length = _size(view[_OPENING_SIZE:])
    if length != len(view) - _START:
        told = f"the packed tables are cut or longer than they were: {len(view) - _START} bytes where {length} belong"
        raise DataError((f"{told}: copy the file again whole, or {CURE}",))
    if _checksum(view[_START:]) != view[_START - _CHECKSUM : _START]:
        told = "the packed tables were altered since they were packed"
        raise DataError((f"{told}: copy the file again, or {CURE}",))
    return parts_of(view)


def parts_of(data: bytes | memoryview) -> list[Views]:
    """Read heads and parts of bytes that somebody vouches for, as the package does for its own files.

    Raises:
        DataError: The parts do not fit the bytes.
    """
    view = memoryview(data)[_START:]
    try:
        end = _SIZE + _size(view)
        found = list(_cut(json.loads(bytes(view[_SIZE:end])), view[end:], len(view) - end))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError((f"the packed tables do not hold together ({error}): {CURE}",)) from error
    return found


def _cut(heads: Iterable[dict[str, Any]], rest: memoryview, size: int) -> Iterator[Views]:
    """Cut the parts apart; together they have the size that is left after the heads."""
    at = 0
    for head in heads:
        ends = [at]
        for length in head["parts"]:
            ends.append(ends[-1] + length)
        yield head, [rest[start:end] for start, end in pairwise(ends)]
        at = ends[-1]
    if at != size:
        raise ValueError(f"{size} bytes where {at} belong")


def _hold_version(opening: bytes) -> None:
    digits = opening[len(_OPENING) : -1]
    if opening != b"%b%b\n" % (_OPENING, digits) or not digits.isdigit():
        raise DataError((f"these bytes are no packed tables of cptkit: {_KIND}",))
    version = int(digits)
    if version > FORMAT:
        told = f"the tables were packed in format {version}, and this cptkit reads format {FORMAT}"
        raise DataError((f"{told}: install the cptkit that packed them, or {CURE}",))
    if version < FORMAT:
        told = f"the tables were packed in format {version} of an older cptkit"
        raise DataError((f"{told}, and this one reads format {FORMAT}: {CURE}",))


def _sized(size: int) -> bytes:
    return size.to_bytes(_SIZE, "little")


def _size(view: memoryview) -> int:
    return int.from_bytes(view[:_SIZE], "little")


def _checksum(view: memoryview) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415 - the package's own files are held to theirs when they are built

    return blake2b(view, digest_size=32).digest()
