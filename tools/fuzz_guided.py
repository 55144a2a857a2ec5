"""Let coverage guide what tools/fuzz.py draws: the fuzzer's bytes take the place of chance.

Usage: fuzz_guided.py [SECONDS] [ENTRY] [CORPUS]    such as fuzz_guided.py 600, or fuzz_guided.py 600 x12 build/corpus

Needs atheris (``pip install atheris``; Linux, Python 3.11 to 3.13). Each foreign error is told once, when it is met. What reached
new branches is kept in the folder CORPUS where one is given, and goes on from there. The exit status is 1 where
anything else than a `CptkitError` came out.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time

import atheris

with atheris.instrument_imports(include=["cptkit"]):
    import fuzz

LONGEST = 400
"""Bytes: a call draws some ten numbers, a table some hundred."""


class Bytes(random.Random):
    """Draws from bytes, and behind them always the same numbers."""

    def __init__(self, data: bytes) -> None:
        """Begin with the first byte."""
        super().__init__(0)
        self._data = data

    def getrandbits(self, bits: int) -> int:
        """Give so many bits of the next bytes."""
        if not self._data:
            return super().getrandbits(bits)
        count = -(-bits // 8)
        part, self._data = self._data[:count], self._data[count:]
        return int.from_bytes(part.ljust(count, b"\0"), "little") & ((1 << bits) - 1)

    def random(self) -> float:
        """Give a number from 0 to below 1, of two bytes."""
        return self.getrandbits(16) / 65_536


def main() -> None:
    """Run from the command line; ends the process."""
    given = sys.argv[1:]
    seconds = float(given[0]) if given else 60.0
    entries = [each for each in fuzz.entries() if (given[1] if given[1:] else "") in each[0]]
    found: dict[str, str] = {}
    count, ends = 0, time.monotonic() + seconds

    def once(data: bytes) -> None:
        nonlocal count
        count += 1
        chance = Bytes(data)
        said = fuzz.drawn(*chance.choice(entries), chance)
        if said is not None and said[0] not in found:
            found.setdefault(*said)
            print(": ".join(said), flush=True)
        if time.monotonic() > ends:
            print(f"{count} calls in {seconds:.0f} s: {len(found)} foreign errors", flush=True)
            os._exit(int(bool(found)))

    options = ["fuzz_guided", f"-max_len={LONGEST}", "-verbosity=0", "-timeout=120"]
    options.append(f"-artifact_prefix={tempfile.gettempdir()}/")
    atheris.Setup([*options, *given[2:3]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
