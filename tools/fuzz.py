"""Call every public entry with ordinary hostile values, and list what is raised that is no error of ours.

Usage: fuzz.py [CALLS] [SEED] [ENTRY]    such as fuzz.py 100000 1, or fuzz.py 5000 1 payment.settle

A call takes a good value for each argument and puts hostile ones in the place of one, two or all of them; what it
returns is shown and written. Frames, FHIR, X12, JSON, packed tables and the shell read spoilt tables and documents. The exit status is 1 where anything else than a `CptkitError` comes out.
"""

from __future__ import annotations

import inspect
import random
import re
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

import cptkit
from fuzzing.documents import SURFACES
from fuzzing.good import DAY, INSTANCES, Good, values_for
from fuzzing.hostile import HOSTILE

__all__ = ["DAY", "call", "entries", "foreign", "run"]

Entry = tuple[str, Callable[..., Any]]
_PYTHONS_OWN = ("count", "index")
"""What sequences have from Python."""
_SPECIAL = ("__contains__", "__getitem__", "__eq__")
"""What editions have beside their methods; a sequence's own ``[]`` says what Python's do."""
PACKAGE = str(cptkit.__path__[0])
_NO_ENTRIES = ("errors", "indicators")
"""Public submodules that hold classes only."""


def entries() -> Iterator[Entry]:
    """Give every public function, constructor and method, by its name, and what reads whole documents."""
    yield from SURFACES.items()
    for name in sorted(cptkit.__all__):
        value = getattr(cptkit, name)
        if inspect.ismodule(value):
            yield from _of_module(name, value)
        elif isinstance(value, type) and attrs.has(value):
            yield name, value
            yield from _methods(name)
        elif isinstance(value, type) or not callable(value):
            yield from _methods(name)
        else:
            yield name, value


def _of_module(name: str, module: Any) -> Iterator[Entry]:
    if name in _NO_ENTRIES:
        return
    for each in module.__all__:
        value = getattr(module, each)
        if inspect.isfunction(value):
            yield f"{name}.{each}", value


def _methods(name: str) -> Iterator[Entry]:
    for instance in INSTANCES.get(name, ()):
        for each in sorted(dir(instance)):
            method = getattr(instance, each, None)
            public = not each.startswith("_") and each not in _PYTHONS_OWN
            if public and inspect.ismethod(method):
                yield f"{name}.{each}", method
        for special in _SPECIAL:
            if isinstance(instance, Mapping):
                yield f"{name}.{special}", getattr(instance, special)


def call(name: str, entry: Callable[..., Any], chance: random.Random) -> None:
    """Call an entry once with hostile values among good ones, and show and write what it gives."""
    if name in SURFACES:
        SURFACES[name](chance)
        return
    positional, named = arguments(name, entry, chance)
    given = entry(*positional, **named)
    if any(given is each for each in (*positional, *named.values())):
        return  # a default that was handed through, which may not be shown
    if inspect.isgenerator(given):
        given = tuple(given)
    repr(given)
    str(given)


def arguments(
    name: str, entry: Callable[..., Any], chance: random.Random
) -> tuple[list[Any], dict[str, Any]]:
    """Draw arguments: some hostile, the others good, by the parameters' names and kinds."""
    parameters = [
        each
        for each in inspect.signature(entry).parameters.values()
        if each.kind is not each.VAR_KEYWORD
    ]
    count = chance.choice((1, 1, 1, 2, len(parameters)))
    spoilt = set(chance.sample(range(len(parameters)), min(count, len(parameters))))
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for place, each in enumerate(parameters):
        value = (
            hostile(chance) if place in spoilt else _good(values_for(name, each.name), each, chance)
        )
        if value is _LEFT_OUT:
            continue
        if each.kind is each.KEYWORD_ONLY or (named and each.kind is each.POSITIONAL_OR_KEYWORD):
            named[each.name] = value
        elif each.kind is not each.POSITIONAL_ONLY or len(positional) == place:
            positional.append(value)
    return positional, named


_LEFT_OUT = object()
_ARITY = re.compile(r"missing \d+ required|unexpected keyword|got multiple values|takes \d+ pos")
"""What Python itself says of a call with too few or too many arguments."""


def _good(values: Good, parameter: inspect.Parameter, chance: random.Random) -> Any:
    if parameter.default is not parameter.empty and (not values or chance.random() < 0.6):
        return _LEFT_OUT if parameter.kind is parameter.KEYWORD_ONLY else parameter.default
    return chance.choice(values) if values else hostile(chance)


def hostile(chance: random.Random) -> Any:
    """Draw a hostile value: by itself, or as an item of several."""
    value = chance.choice(HOSTILE)
    wrap = chance.random()
    if wrap < 0.1:
        return [value]
    if wrap < 0.15:
        return (value, chance.choice(HOSTILE))
    if wrap < 0.18:
        return iter([value])
    return value


def _called(name: str, entry: Callable[..., Any], seed: int) -> None:
    """Call an entry once; an error of ours is shown, for showing it must not raise either."""
    try:
        call(name, entry, random.Random(seed))  # noqa: S311 - drawn to be drawn again, not to be secret
    except cptkit.CptkitError as error:
        str(error)


def foreign(name: str, entry: Callable[..., Any], seed: int) -> tuple[str, str] | None:
    """Call an entry once; give what was raised that is no error of ours, with its place, and what it says."""
    try:
        _called(name, entry, seed)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - what comes out is what is looked for; Polars panics with no Exception
        if _ARITY.search(str(error)) is None:
            place = _last_of_ours(traceback.extract_tb(error.__traceback__))
            where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
            return f"{name}: {type(error).__name__} at {where}", str(error)[:200]
    return None


def _last_of_ours(frames: Sequence[traceback.FrameSummary]) -> traceback.FrameSummary:
    """Give the innermost place in the package, where there is one: what a caller's class raised, we let through."""
    ours = [each for each in frames if PACKAGE in each.filename]
    return (ours or frames)[-1]


def run(calls: int, seed: int, only: str = "") -> dict[str, str]:
    """Make so many calls, spread evenly over the entries; give each foreign error once, with an example."""
    each = [pair for pair in entries() if only in pair[0]]
    found: dict[str, str] = {}
    for number in range(calls):
        said = foreign(*each[number % len(each)], seed * calls + number)
        if said is not None:
            found.setdefault(*said)
    return found


def main() -> int:
    """Run from the command line; give the exit status."""
    given = sys.argv[1:]
    calls, seed = int(given[0]) if given else 100_000, int(given[1]) if given[1:] else 1
    warnings.simplefilter("error")
    found = run(calls, seed, given[2] if given[2:] else "")
    for key, told in sorted(found.items()):
        print(f"{key}: {told}")
    kinds = Counter(key.partition(": ")[2].partition(" ")[0] for key in found)
    print(f"{calls} calls, seed {seed}: {len(found)} foreign errors {dict(kinds)}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
