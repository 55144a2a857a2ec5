"""Spoiling what is good: a text by cutting, doubling and swapping its parts, a JSON value by hostile ones in its places."""

from __future__ import annotations

import copy
import random
from typing import Any

from fuzzing.hostile import NUMBERS, TEXTS

WORDS: tuple[str, ...] = tuple(each for each in TEXTS if type(each) is str)
PLAIN: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], {"code": 5}, {"coding": [{}]}, [{}], {"value": -1}),
    *(each for each in NUMBERS if type(each) in (int, float)),
    *WORDS,
)
"""What JSON can hold."""
_MARKS = "~*:>|^&\\\r\n,;\t\"'{}[] \0\ufeff"


def text(good: str, chance: random.Random) -> str:
    """Spoil a text in one place to four: parts between its own separators, or single characters."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        good = chance.choice(_CHANGES)(good, chance)
    return good


def data(good: bytes, chance: random.Random) -> bytes:
    """Spoil bytes: other ones, fewer, or some twice."""
    start, end = sorted(chance.randrange(len(good) + 1) for _ in range(2))
    put = chance.choice((b"", b"\0", b"\xff", b"\xef\xbb\xbf", good[start:end] * 2, good[:40]))
    return chance.choice((good[:start] + put + good[end:], good[:start], good[start:], put))


def json_value(good: Any, chance: random.Random) -> Any:
    """Spoil a copy of a JSON value in one place to four: another value there, none, or the part twice."""
    whole = [copy.deepcopy(good)]
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = list(_places(whole))
        held, key = places[chance.randrange(1, len(places))] if len(places) > 1 else places[0]
        _change(held, key, chance)
    return whole[0] if whole else None


def _places(value: Any) -> list[tuple[Any, Any]]:
    """List every place of lists and objects within a value: what holds it, and its key."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        held = waiting.pop()
        keys = list(held) if isinstance(held, dict) else range(len(held))
        found += [(held, key) for key in keys]
        waiting += [held[key] for key in keys if isinstance(held[key], (dict, list))]
    return found


def _change(held: Any, key: Any, chance: random.Random) -> None:
    how = chance.randrange(4)
    if how == 0:
        del held[key]
    elif how == 1 and isinstance(held[key], list):
        held[key] = held[key] * chance.choice((2, 40))
    elif how == 2 and isinstance(held, dict):
        held[chance.choice((*WORDS, *held))] = copy.deepcopy(held[key])
    else:
        held[key] = copy.deepcopy(chance.choice(PLAIN))


def _replaced(good: str, chance: random.Random) -> str:
    parts, mark = _parts(good, chance)
    parts[chance.randrange(len(parts))] = chance.choice(WORDS)
    return mark.join(parts)


def _doubled(good: str, chance: random.Random) -> str:
    parts, mark = _parts(good, chance)
    place = chance.randrange(len(parts))
    parts[place:place] = [parts[place]] * chance.choice((1, 3, 60))
    return mark.join(parts)


def _dropped(good: str, chance: random.Random) -> str:
    parts, mark = _parts(good, chance)
    del parts[chance.randrange(len(parts))]
    return mark.join(parts)


def _swapped(good: str, chance: random.Random) -> str:
    parts, mark = _parts(good, chance)
    one, two = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[two] = parts[two], parts[one]
    return mark.join(parts)


def _cut(good: str, chance: random.Random) -> str:
    place = chance.randrange(len(good) + 1)
    return chance.choice((good[:place], good[place:]))


def _marked(good: str, chance: random.Random) -> str:
    place = chance.randrange(len(good) + 1)
    return good[:place] + chance.choice(_MARKS) + good[place + chance.randrange(2) :]


def _other_mark(good: str, chance: random.Random) -> str:
    return good.replace(chance.choice(_MARKS), chance.choice(_MARKS))


def _parts(good: str, chance: random.Random) -> tuple[list[str], str]:
    """Cut a text at one of the marks that it has, the likelier the oftener it stands there."""
    there = [each for each in good if each in _MARKS] or [" "]
    mark = chance.choice(there)
    return good.split(mark), mark


_CHANGES = (_replaced, _replaced, _doubled, _dropped, _swapped, _cut, _marked, _other_mark)
