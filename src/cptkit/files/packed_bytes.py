"""The outside of packed tables: a version, a length and a checksum, then for each table a head and its parts.

Nothing is compressed, so that nothing can grow while it is read, and nothing that the bytes hold is run. The checksum
finds damage. It is no signature: whoever can write the bytes can make it match.
"""

from __future__ import annotations

import json
import re
import struct
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
_OPENING = re.compile(rb"cptkit tables ([0-9]{4})\n")
_OPENING_SIZE = 19
_PREFIX = struct.Struct("<Q32s")
"""Length of all that follows, and its checksum."""
_HEAD = struct.Struct("<Q")
_START = _OPENING_SIZE + _PREFIX.size
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
    body = b"".join((_HEAD.pack(len(front)), front, *parts))
    opening = b"cptkit tables %04d\n" % FORMAT
    return b"".join((opening, _PREFIX.pack(len(body), _checksum(memoryview(body))), body))


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
    length, checksum = _PREFIX.unpack_from(view, _OPENING_SIZE)
    if length != len(view) - _START:
        told = f"the packed tables are cut or longer than they were: {len(view) - _START} bytes where {length} belong"
        raise DataError((f"{told}: copy the file again whole, or {CURE}",))
    if _checksum(view[_START:]) != checksum:
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
        end = _HEAD.size + _HEAD.unpack_from(view)[0]
        found = list(_cut(json.loads(bytes(view[_HEAD.size : end])), view[end:], len(view) - end))
    except (ValueError, KeyError, TypeError, RecursionError, struct.error) as error:
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
    known = _OPENING.fullmatch(opening)
    if known is None:
        raise DataError((f"these bytes are no packed tables of cptkit: {_KIND}",))
    version = int(known[1])
    if version > FORMAT:
        told = f"the tables were packed in format {version}, and this cptkit reads format {FORMAT}"
        raise DataError((f"{told}: install the cptkit that packed them, or {CURE}",))
    if version < FORMAT:
        told = f"the tables were packed in format {version} of an older cptkit"
        raise DataError((f"{told}, and this one reads format {FORMAT}: {CURE}",))


def _checksum(view: memoryview) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415 - the package's own files are held to theirs when they are built

    return blake2b(view, digest_size=32).digest()
